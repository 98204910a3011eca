"""Refunds that staff ask for: a row before the provider is asked, as with payments (design, principle 4).

What went back is the ledger's, which follows what the provider says of the payment; a row here is the wish, and how far
it has got.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, Connection, Integer, Table, Text, bindparam, func, select, update

from flows.money import Money
from storage.base import Moment, metadata, one_of, pk, practice_ref, ref, said_any
from storage.rows import OWN_ID, of_id, put

RANK = {"proposed": 0, "asked": 1, "unknown": 2, "done": 3, "refused": 3, "withdrawn": 3}
"""Only forward. `proposed` waits for a second person."""
OPEN = ("proposed", "asked", "unknown")

refunds_table = Table(
    "refunds",
    metadata,
    pk(),
    Column("ref", Text, nullable=False, unique=True),
    practice_ref(),
    ref("payment_id", "payments.id", index=True),
    Column("amount_cents", Integer, nullable=False),
    Column("state", Text, nullable=False),
    ref("by", "staff.id"),
    ref("second", "staff.id", null=True),
    Column("created_at", Moment, nullable=False),
    Column("asked_at", Moment),
    Column("settled_at", Moment),
    CheckConstraint("amount_cents > 0", name="amount"),
    CheckConstraint("second IS NULL OR second <> by", name="two_people"),
    one_of("state", tuple(RANK)),
)


@dataclass(frozen=True)
class Refund:
    """Money that staff want to give back. `ref` is the key under which the provider is asked."""

    id: int
    ref: str
    practice_id: int
    payment_id: int
    amount: Money
    state: str
    by: int
    second: int | None
    """The other person who agreed, where one was needed."""
    created_at: datetime
    asked_at: datetime | None
    settled_at: datetime | None


_r = refunds_table.c
_OF_PAYMENT = select(refunds_table).where(_r.payment_id == bindparam("payment")).order_by(_r.id.desc())
_GOING = select(refunds_table).where(_r.state.in_(said_any(("asked", "unknown")))).order_by(_r.id)
_MOVE = (
    update(refunds_table)
    .where(_r.id == bindparam(OWN_ID), _r.state.in_(bindparam("lower", expanding=True)))
    .values(
        state=bindparam("to"),
        second=func.coalesce(_r.second, bindparam("other")),
        asked_at=func.coalesce(_r.asked_at, bindparam("asked", type_=Moment)),
        settled_at=func.coalesce(_r.settled_at, bindparam("settled", type_=Moment)),
    )
)


def _refund(row: Any) -> Refund:
    values = dict(row._mapping)
    amount = Money(values.pop("amount_cents"))
    return Refund(**values, amount=amount)


def add(tx: Connection, practice_id: int, payment_id: int, amount: Money, by: int, now: datetime, state: str) -> int:
    """A refund that somebody wants; "proposed" where a second person has to agree, else "asked"."""
    return put(tx, refunds_table, ref=uuid.uuid4().hex, practice_id=practice_id, payment_id=payment_id,
               amount_cents=amount.cents, state=state, by=by, created_at=now,
               asked_at=now if state == "asked" else None)  # fmt: skip


def refund(tx: Connection, refund_id: int) -> Refund | None:
    """The refund of this id."""
    row = tx.execute(of_id(refunds_table), {OWN_ID: refund_id}).one_or_none()
    return _refund(row) if row else None


def of_payment(tx: Connection, payment_id: int) -> list[Refund]:
    """A payment's refunds, newest first."""
    return [_refund(row) for row in tx.execute(_OF_PAYMENT, {"payment": payment_id})]


def going(tx: Connection) -> list[Refund]:
    """Those of which the provider has not said yet what came of them, oldest first."""
    return [_refund(row) for row in tx.execute(_GOING)]


def set_state(tx: Connection, refund_id: int, state: str, now: datetime, second: int | None = None) -> bool:
    """Moves a refund on, only forward: False if it had got as far before."""
    rank = RANK[state]
    values = {
        OWN_ID: refund_id,
        "to": state,
        "other": second,
        "lower": [had for had, its in RANK.items() if its < rank],
        "asked": now if state == "asked" else None,
        "settled": now if rank == RANK["done"] else None,
    }
    return tx.execute(_MOVE, values).rowcount == 1
