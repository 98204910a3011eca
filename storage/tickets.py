"""Tickets: things for staff to see to, with what came of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Index, Table, Text, bindparam, select, text, update

from storage.base import Moment, Sealed, metadata, one_of, pk, practice_ref, ref, said
from storage.rows import change, of_id, opened, put, put_once, sealed

tickets_table = Table(
    "tickets",
    metadata,
    pk(),
    practice_ref(),
    ref("patient_id", "patients.id", null=True),
    ref("conversation_id", "conversations.id", null=True),
    Column("reason", Text, nullable=False),
    Column("note", Sealed, nullable=False),
    Column("state", Text, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("closed_by", Text),
    Column("outcome", Sealed),
    one_of("state", ("open", "closed")),
    Index("ix_tickets_open", "conversation_id", "reason", unique=True,
          sqlite_where=text("state = 'open'"), postgresql_where=text("state = 'open'")),
    Index("ix_tickets_practice", "practice_id", "state", "opened_at"),
    Index("ix_tickets_patient", "patient_id"),
)  # fmt: skip
"""One open ticket of a reason in a conversation."""


@dataclass(frozen=True)
class Ticket:
    """A ticket; `note` holds what was said, one line for each time."""

    id: int
    practice_id: int
    patient_id: int | None
    conversation_id: int | None
    reason: str
    note: str
    state: str
    opened_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    outcome: str | None


_t = tickets_table.c
_SAME = select(tickets_table).where(
    _t.conversation_id == bindparam("conversation"), _t.reason == bindparam("reason"), _t.state == said("open")
)
_OPEN = select(tickets_table).where(_t.practice_id == bindparam("practice"), _t.state == said("open")).order_by(_t.id)
_OPEN_IN = (
    select(tickets_table)
    .where(_t.conversation_id == bindparam("conversation"), _t.state == said("open"))
    .order_by(_t.id)
)


def _ticket(tx: Connection, row: Any) -> Ticket:
    return Ticket(**opened(tx, tickets_table, row))


def ticket(tx: Connection, ticket_id: int) -> Ticket | None:
    """The ticket of this id."""
    row = tx.execute(of_id(tickets_table), {"own_id": ticket_id}).one_or_none()
    return _ticket(tx, row) if row else None


def open_ticket(
    tx: Connection,
    practice_id: int,
    reason: str,
    now: datetime,
    conversation_id: int | None = None,
    patient_id: int | None = None,
    note: str = "",
) -> int:
    """A ticket for staff; one that is open for the same reason in this conversation gets the note instead."""
    values = {
        "practice_id": practice_id, "patient_id": patient_id, "conversation_id": conversation_id,
        "reason": reason, "note": note, "state": "open", "opened_at": now,
    }  # fmt: skip
    if conversation_id is None:
        return put(tx, tickets_table, **values)
    new = put_once(tx, tickets_table, "conversation_id", "reason", where=text("state = 'open'"), **values)
    return new if new is not None else _append(tx, conversation_id, reason, patient_id, note)


def _append(tx: Connection, conversation_id: int, reason: str, patient_id: int | None, note: str) -> int:
    had = _ticket(tx, tx.execute(_SAME, {"conversation": conversation_id, "reason": reason}).one())
    notes = "\n".join(line for line in (had.note, note) if line)
    change(tx, tickets_table, had.id, note=notes, patient_id=had.patient_id or patient_id)
    return had.id


def open_tickets(
    tx: Connection, practice_id: int, conversation_id: int | None = None, patient_id: int | None = None
) -> list[Ticket]:
    """Open tickets of a practice, oldest first; of one conversation or patient where that is said."""
    if conversation_id is not None:
        rows = tx.execute(_OPEN_IN, {"conversation": conversation_id})
    else:
        wanted = _OPEN if patient_id is None else _OPEN.where(_t.patient_id == patient_id)
        rows = tx.execute(wanted, {"practice": practice_id})
    found = [_ticket(tx, row) for row in rows]
    return [one for one in found if one.practice_id == practice_id and patient_id in (None, one.patient_id)]


def tickets_of(tx: Connection, practice_id: int, conversation_id: int) -> list[Ticket]:
    """All tickets of a conversation, closed ones too, oldest first."""
    wanted = select(tickets_table).where(_t.practice_id == practice_id, _t.conversation_id == conversation_id)
    return [_ticket(tx, row) for row in tx.execute(wanted.order_by(_t.id))]


def close(tx: Connection, ticket_id: int, by: str, outcome: str, now: datetime) -> bool:
    """It is seen to. False: it was closed before."""
    open_ = update(tickets_table).where(_t.id == ticket_id, _t.state == said("open"))
    closed = {"state": "closed", "closed_at": now, "closed_by": by, "outcome": outcome}
    return tx.execute(open_.values(**sealed(tx, tickets_table, closed))).rowcount == 1
