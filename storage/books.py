"""Money that came and went back, for the practice's own books."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, case, func, or_, select

from flows.money import Money
from storage.accounts import ADDS, entries, transfers
from storage.base import Moment, said_any
from storage.payments import payments_table

_l, _e = transfers.c, entries.c
_PATIENTS = "patient:%"
_MOVED = (
    select(
        _e.at, _l.patient_id, _e.kind, _e.source_kind, payments_table.c.provider, payments_table.c.ref,
        func.sum(case((_l.credit.like(_PATIENTS), _l.cents), (_l.debit.like(_PATIENTS), -_l.cents), else_=0))
        .label("cents"),
    )
    .join(entries, _e.id == _l.entry_id)
    .join(payments_table, payments_table.c.id == _e.payment_id)
    .where(_l.practice_id == bindparam("practice"), _e.kind.in_(said_any(("you_paid", "refunded"))),
           _e.at >= bindparam("since", type_=Moment), _e.at < bindparam("until", type_=Moment))
    .group_by(_e.id, _e.at, _l.patient_id, _e.kind, _e.source_kind, payments_table.c.provider, payments_table.c.ref)
    .order_by(_e.id)
)  # fmt: skip


_OF_PAYMENT = (
    select(
        _e.kind, _e.source_kind,
        func.sum(case((_l.credit.like(_PATIENTS), _l.cents), (_l.debit.like(_PATIENTS), -_l.cents), else_=0))
        .label("cents"),
    )
    .join(entries, _e.id == _l.entry_id)
    .join(payments_table, payments_table.c.id == _e.payment_id)
    .where(or_(payments_table.c.id == bindparam("payment"), payments_table.c.lead_id == bindparam("payment")),
           _e.kind.in_(said_any(("you_paid", "refunded"))))
    .group_by(_e.kind, _e.source_kind)
)  # fmt: skip


_HISTORY = (
    select(
        _e.at, _e.kind,
        func.sum(case((_l.debit.like(_PATIENTS), _l.cents), (_l.credit.like(_PATIENTS), -_l.cents), else_=0))
        .label("cents"),
    )
    .join(entries, _e.id == _l.entry_id)
    .where(_l.patient_id == bindparam("patient"))
    .group_by(_e.id, _e.at, _e.kind)
    .order_by(_e.id)
)  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One entry of a patient's account."""

    at: datetime
    kind: str
    amount: Money
    """What it did to what is owed: positive raised it, negative lowered it."""

    @property
    def undoes(self) -> bool:
        """Whether it goes the other way than entries of its kind do: an earlier one was taken back."""
        return (self.amount.cents > 0) != (self.kind in ADDS)


def without(steps: Sequence[Step], kept: Sequence[Money]) -> list[Step]:
    """The steps as others than the patient see them: each amount that is kept was charged and paid, and leaves both.

    The entry that has just this amount goes; where there is none, entries of the kind shrink, oldest first. Pure.
    """
    left = list(steps)
    for amount in kept:
        for kind, sign in (("charged", 1), ("you_paid", -1)):
            left = _less(left, kind, sign, amount.cents)
    return left


def _less(steps: list[Step], kind: str, sign: int, cents: int) -> list[Step]:
    exact = next((one for one in steps if one.kind == kind and one.amount.cents == sign * cents), None)
    if exact is not None:
        return [one for one in steps if one is not exact]
    left = []
    for one in steps:
        taken = min(cents, max(sign * one.amount.cents, 0)) if one.kind == kind else 0
        cents -= taken
        left.append(replace(one, amount=Money(one.amount.cents - sign * taken)))
    return [one for one in left if one.amount.cents]


@dataclass(frozen=True)
class Moved:
    """Money that came, or went back: a line for the practice's own books."""

    at: datetime
    patient_id: int
    what: str
    """you_paid, given_back or taken_back."""
    amount: Money
    """Positive came in, negative left."""
    provider: str
    ref: str


def money_moved(tx: Connection, practice_id: int, since: datetime, until: datetime) -> list[Moved]:
    """What came and what went back from `since` on and before `until`, oldest first; undone payments with a minus."""
    found = tx.execute(_MOVED, {"practice": practice_id, "since": since, "until": until})
    return [Moved(row.at, row.patient_id, "you_paid" if row.kind == "you_paid" else row.source_kind,
                  Money(int(row.cents)), row.provider, row.ref) for row in found]  # fmt: skip


def history(tx: Connection, patient_id: int) -> tuple[Step, ...]:
    """Every entry that changed what a patient owes, in order: their amounts add up to the balance."""
    found = tx.execute(_HISTORY, {"patient": patient_id})
    return tuple(Step(row.at, row.kind, Money(int(row.cents))) for row in found if row.cents)


def of_payment(tx: Connection, payment_id: int) -> dict[str, Money]:
    """What was posted of a payment, all its shares: `paid`, `given_back` and `taken_back`, none of them below zero."""
    sums = {"paid": Money(0), "given_back": Money(0), "taken_back": Money(0)}
    for row in tx.execute(_OF_PAYMENT, {"payment": payment_id}):
        what = "paid" if row.kind == "you_paid" else row.source_kind
        sums[what] = sums.get(what, Money(0)) + Money(int(row.cents) if what == "paid" else -int(row.cents))
    return sums
