"""Touches: the planned steps of the cadence, each with why it is due, or why it was not sent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    func,
    select,
    text,
    update,
)

from storage.base import Id, Json, Moment, metadata, one_of, pk, practice_ref, ref, said
from storage.rows import of_id, put_once

OF_PLAN = "plan:"
"""What the balance key of a touch begins with that is about a plan's payment; its `n` is the payment's number."""
STATES = ("planned", "queued", "sent", "skipped", "cancelled")

touches_table = Table(
    "touches",
    metadata,
    pk(),
    practice_ref(),
    ref("patient_id", "patients.id"),
    Column("balance_key", Text, nullable=False),
    Column("n", Integer, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("state", Text, nullable=False),
    Column("why", Json, nullable=False),
    Column("outbox_id", Id),
    Column("created_at", Moment, nullable=False),
    CheckConstraint("n >= 1", name="n"),
    one_of("state", STATES),
    UniqueConstraint("patient_id", "balance_key", "n"),
    Index("ix_touches_due", "due_at",
          sqlite_where=text("state = 'planned'"), postgresql_where=text("state = 'planned'")),
)  # fmt: skip


@dataclass(frozen=True)
class TouchRow:
    """The n-th text about one balance; `why` are reasons in the gate's words, as (rule, words)."""

    id: int
    practice_id: int
    patient_id: int
    balance_key: str
    n: int
    due_at: datetime
    state: str
    why: tuple[tuple[str, str], ...]
    outbox_id: int | None
    created_at: datetime

    @property
    def of_plan(self) -> bool:
        """Whether it is about a plan's payment, and not a reminder of the balance."""
        return self.balance_key.startswith(OF_PLAN)


_t = touches_table.c
_DUE = (
    select(touches_table)
    .where(_t.state == said("planned"), _t.due_at <= bindparam("now", type_=Moment))
    .order_by(_t.due_at, _t.id)
    .limit(bindparam("most"))
)
_NEXT_DUE = select(func.min(_t.due_at)).where(_t.state == said("planned"))
_OF_PATIENT = select(touches_table).where(_t.patient_id == bindparam("patient")).order_by(_t.id)


def _touch(row: Any) -> TouchRow:
    values = dict(row._mapping)
    return TouchRow(**{**values, "why": tuple((rule, words) for rule, words in values["why"])})


def plan(
    tx: Connection,
    practice_id: int,
    patient_id: int,
    balance_key: str,
    n: int,
    due_at: datetime,
    why: Sequence[tuple[str, str]],
    now: datetime,
) -> int | None:
    """Plans the n-th touch of a balance. None: it is planned already, also if another timer was faster."""
    return put_once(
        tx,
        touches_table,
        "patient_id",
        "balance_key",
        "n",
        practice_id=practice_id,
        patient_id=patient_id,
        balance_key=balance_key,
        n=n,
        due_at=due_at,
        state="planned",
        why=[list(reason) for reason in why],
        created_at=now,
    )


def touch(tx: Connection, touch_id: int) -> TouchRow | None:
    """The touch of this id."""
    row = tx.execute(of_id(touches_table), {"own_id": touch_id}).one_or_none()
    return _touch(row) if row else None


def due(tx: Connection, now: datetime, limit: int) -> list[TouchRow]:
    """Planned touches that are due, longest first."""
    return [_touch(row) for row in tx.execute(_DUE, {"now": now, "most": limit})]


def next_due(tx: Connection) -> datetime | None:
    """When the next planned touch falls due; None: none is planned."""
    moment: datetime | None = tx.execute(_NEXT_DUE).scalar_one()
    return moment


def of_patient(tx: Connection, patient_id: int) -> list[TouchRow]:
    """All touches of a patient, in the order in which they were planned."""
    return [_touch(row) for row in tx.execute(_OF_PATIENT, {"patient": patient_id})]


def planned(tx: Connection, practice_id: int) -> list[TouchRow]:
    """What a practice's patients are still to get, soonest first."""
    wanted = select(touches_table).where(_t.practice_id == practice_id, _t.state == said("planned"))
    return [_touch(row) for row in tx.execute(wanted.order_by(_t.due_at, _t.id))]


def unsettled(tx: Connection) -> list[TouchRow]:
    """Touches whose text is on its way, oldest first."""
    wanted = select(touches_table).where(_t.state == said("queued")).order_by(_t.id)
    return [_touch(row) for row in tx.execute(wanted)]


def set_state(
    tx: Connection,
    touch_id: int,
    state: str,
    *,
    why: Sequence[tuple[str, str]] | None = None,
    outbox_id: int | None = None,
    due_at: datetime | None = None,
    only_from: Collection[str] = STATES,
) -> bool:
    """What became of a touch. False: it was not in one of the states `only_from`."""
    told: dict[str, Any] = {"why": None if why is None else [list(reason) for reason in why],
                            "outbox_id": outbox_id, "due_at": due_at}  # fmt: skip
    changes = {name: value for name, value in told.items() if value is not None}
    mine = update(touches_table).where(_t.id == touch_id, _t.state.in_(sorted(only_from)))
    return tx.execute(mine.values(state=state, **changes)).rowcount == 1


def cancel(tx: Connection, patient_id: int, why: Sequence[tuple[str, str]]) -> int:
    """The patient's planned touches are not sent; how many those were."""
    mine = update(touches_table).where(_t.patient_id == patient_id, _t.state == said("planned"))
    return tx.execute(mine.values(state="cancelled", why=[list(reason) for reason in why])).rowcount
