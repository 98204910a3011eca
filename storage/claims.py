"""Claims: a patient's insurer is to be asked. The card came, it was sent to the insurer, the insurer answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, Connection, Date, Index, Table, Text, bindparam, select, text, update

from storage.base import Moment, metadata, one_of, pk, practice_ref, ref, said_any
from storage.rows import put_once

OPEN = ("card", "sent")
STATES = (*OPEN, "answered", "dropped")
"""We have the card; it was sent to the insurer; the insurer answered; given up, its hold was lifted by hand."""
RESULTS = ("full", "part", "none")
"""What the insurer pays: all, a part, nothing."""
_OPEN = "state IN ('card', 'sent')"

claims_table = Table(
    "claims",
    metadata,
    pk(),
    practice_ref(),
    ref("patient_id", "patients.id"),
    ref("conversation_id", "conversations.id", null=True),
    Column("state", Text, nullable=False),
    Column("came_at", Moment, nullable=False),
    Column("sent_on", Date),
    Column("result", Text),
    Column("ended_at", Moment),
    one_of("state", STATES),
    one_of("result", RESULTS),
    CheckConstraint("state <> 'sent' OR sent_on IS NOT NULL", name="sent"),
    CheckConstraint("(state = 'answered') = (result IS NOT NULL)", name="answered"),
    CheckConstraint("(state IN ('answered', 'dropped')) = (ended_at IS NOT NULL)", name="ended"),
    Index("ix_claims_open", "patient_id", unique=True, sqlite_where=text(_OPEN), postgresql_where=text(_OPEN)),
    Index("ix_claims_patient", "patient_id", "id"),
    Index("ix_claims_practice", "practice_id", "state", "id"),
)  # fmt: skip
"""A patient has one open claim at most. Who moved it stands in the audit trail."""


@dataclass(frozen=True)
class Claim:
    """A claim. `sent_on` is the day, where the practice is, on which it went to the insurer."""

    id: int
    practice_id: int
    patient_id: int
    conversation_id: int | None
    state: str
    came_at: datetime
    sent_on: date | None
    result: str | None
    ended_at: datetime | None

    @property
    def open(self) -> bool:
        """Whether the insurer has still to be asked, or to answer."""
        return self.state in OPEN


_c = claims_table.c
_NEWEST = select(claims_table).where(_c.patient_id == bindparam("patient")).order_by(_c.id.desc()).limit(1)


def _claim(row: Any) -> Claim:
    return Claim(**row._mapping)


def begin(tx: Connection, practice_id: int, patient_id: int, conversation_id: int | None, now: datetime) -> Claim:
    """The patient's open claim; a new one where there is none."""
    put_once(tx, claims_table, "patient_id", where=text(_OPEN), practice_id=practice_id, patient_id=patient_id,
             conversation_id=conversation_id, state="card", came_at=now)  # fmt: skip
    mine = _c.patient_id == patient_id, _c.state.in_(said_any(OPEN))
    return _claim(tx.execute(select(claims_table).where(*mine)).one())


def newest(tx: Connection, patient_id: int) -> Claim | None:
    """The patient's newest claim, open or not."""
    row = tx.execute(_NEWEST, {"patient": patient_id}).one_or_none()
    return _claim(row) if row else None


def claim(tx: Connection, claim_id: int) -> Claim | None:
    """The claim of this id."""
    row = tx.execute(select(claims_table).where(_c.id == claim_id)).one_or_none()
    return _claim(row) if row else None


def waiting(tx: Connection, practice_id: int) -> list[Claim]:
    """Every open claim of a practice: those to send first, then those sent, the oldest first."""
    mine = _c.practice_id == practice_id, _c.state.in_(said_any(OPEN))
    found = tx.execute(select(claims_table).where(*mine).order_by(_c.state, _c.sent_on, _c.id))
    return [_claim(row) for row in found]


def send(tx: Connection, claim_id: int, on: date) -> bool:
    """It went to the insurer. False: it was sent, answered or given up before."""
    return _move(tx, claim_id, ("card",), state="sent", sent_on=on)


def again(tx: Connection, claim_id: int, now: datetime) -> bool:
    """Another card came after one was sent: it has to be sent anew. False: none was sent, or it is over."""
    return _move(tx, claim_id, ("sent",), state="card", sent_on=None, came_at=now)


def answer(tx: Connection, claim_id: int, result: str, now: datetime) -> bool:
    """The insurer answered. False: it was answered or given up before."""
    return _move(tx, claim_id, OPEN, state="answered", result=result, ended_at=now)


def give_up(tx: Connection, patient_id: int, now: datetime) -> bool:
    """Nobody waits for this patient's insurer any more. False: nobody did."""
    mine = update(claims_table).where(_c.patient_id == patient_id, _c.state.in_(said_any(OPEN)))
    return tx.execute(mine.values(state="dropped", ended_at=now)).rowcount == 1


def _move(tx: Connection, claim_id: int, only_from: tuple[str, ...], **values: Any) -> bool:
    moving = update(claims_table).where(_c.id == claim_id, _c.state.in_(said_any(only_from)))
    return tx.execute(moving.values(**values)).rowcount == 1
