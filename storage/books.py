"""Money that came and went back, for the practice's own books."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, case, func, or_, select

from flows.money import Money
from storage.accounts import entries, transfers
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


def of_payment(tx: Connection, payment_id: int) -> dict[str, Money]:
    """What was posted of a payment, all its shares: `paid`, `given_back` and `taken_back`, none of them below zero."""
    sums = {"paid": Money(0), "given_back": Money(0), "taken_back": Money(0)}
    for row in tx.execute(_OF_PAYMENT, {"payment": payment_id}):
        what = "paid" if row.kind == "you_paid" else row.source_kind
        sums[what] = sums.get(what, Money(0)) + Money(int(row.cents) if what == "paid" else -int(row.cents))
    return sums
