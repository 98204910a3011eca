"""What a patient paid themselves, in full, and wants told to nobody else (45 CFR 164.522(a)(1)(vi), fact sheet H6).

A row keeps an amount of care and its payment, which cancel out: no balance changes by it. Whoever is not the patient
sees what was charged and paid without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, Connection, Index, Integer, Table, Text, bindparam, select, text, update

from flows.money import Money, total
from storage.base import Moment, metadata, pk, practice_ref, ref
from storage.rows import put

restrictions_table = Table(
    "restrictions",
    metadata,
    pk(),
    practice_ref(),
    ref("patient_id", "patients.id"),
    ref("payment_id", "payments.id", null=True),
    Column("amount_cents", Integer, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("lifted_by", Text),
    Column("lifted_at", Moment),
    CheckConstraint("amount_cents > 0", name="amount"),
    CheckConstraint("(lifted_at IS NULL) = (lifted_by IS NULL)", name="lifted"),
    Index("ix_restrictions_standing", "patient_id", sqlite_where=text("lifted_at IS NULL"),
          postgresql_where=text("lifted_at IS NULL")),
)  # fmt: skip


@dataclass(frozen=True)
class Restriction:
    """An amount of care that the patient paid in full. `payment_id`: that payment, where it was taken here."""

    id: int
    practice_id: int
    patient_id: int
    payment_id: int | None
    amount: Money
    by: str
    at: datetime


_r = restrictions_table.c
_STANDING = (
    select(restrictions_table)
    .where(_r.patient_id == bindparam("patient"), _r.lifted_at.is_(None))
    .order_by(_r.id)
)


def _row(row: Any) -> Restriction:
    return Restriction(row.id, row.practice_id, row.patient_id, row.payment_id, Money(row.amount_cents), row.by, row.at)


def standing(tx: Connection, patient_id: int) -> list[Restriction]:
    """What the patient keeps to themselves now, oldest first."""
    return [_row(row) for row in tx.execute(_STANDING, {"patient": patient_id})]


def amounts(tx: Connection, patient_id: int) -> list[Money]:
    """How much care each time, oldest first."""
    return [one.amount for one in standing(tx, patient_id)]


def kept(tx: Connection, patient_id: int) -> Money:
    """How much care in all."""
    return total(amounts(tx, patient_id))


def add(tx: Connection, practice_id: int, patient_id: int, amount: Money, by: str, now: datetime,
        payment_id: int | None = None) -> int:  # fmt: skip
    """The patient has asked for it."""
    return put(tx, restrictions_table, practice_id=practice_id, patient_id=patient_id, payment_id=payment_id,
               amount_cents=amount.cents, by=by, at=now)  # fmt: skip


def lift(tx: Connection, restriction_id: int, patient_id: int, by: str, now: datetime) -> bool:
    """The patient no longer wants it. False: it is not there, or was lifted before."""
    mine = _r.id == restriction_id, _r.patient_id == patient_id, _r.lifted_at.is_(None)
    return tx.execute(update(restrictions_table).where(*mine).values(lifted_by=by, lifted_at=now)).rowcount == 1
