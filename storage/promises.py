"""Promises to pay by a day."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, Connection, Date, Index, Integer, Table, bindparam, select, update

from flows.money import Money
from storage.base import Moment, metadata, pk, practice_ref, ref
from storage.rows import put

promises_table = Table(
    "promises",
    metadata,
    pk(),
    practice_ref(),
    ref("patient_id", "patients.id"),
    Column("day", Date, nullable=False),
    Column("amount_cents", Integer),
    Column("created_at", Moment, nullable=False),
    Column("ended_at", Moment),
    CheckConstraint("amount_cents > 0", name="amount"),
    Index(None, "patient_id", "id"),
)

_p = promises_table.c
_NEWEST = (
    select(_p.day).where(_p.patient_id == bindparam("patient"), _p.ended_at.is_(None)).order_by(_p.id.desc()).limit(1)
)


def add(tx: Connection, practice_id: int, patient_id: int, day: date, amount: Money | None, now: datetime) -> int:
    """The patient will pay by this day: the newest promise is the one that stands."""
    cents = None if amount is None else amount.cents
    whose = {"practice_id": practice_id, "patient_id": patient_id}
    return put(tx, promises_table, **whose, day=day, amount_cents=cents, created_at=now)


def end(tx: Connection, patient_id: int, now: datetime) -> None:
    """The promise is kept, replaced or taken back."""
    tx.execute(update(promises_table).where(_p.patient_id == patient_id, _p.ended_at.is_(None)).values(ended_at=now))


def open_promise(tx: Connection, patient_id: int, today: date) -> date | None:
    """The day that was promised, if it is not before today."""
    day: date | None = tx.execute(_NEWEST, {"patient": patient_id}).scalar_one_or_none()
    return day if day is not None and day >= today else None
