"""What came of holding the ledger against a provider's account: one row a run, and each difference until a person ends
it or it has gone. Money is never put right here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Index, Table, Text, bindparam, func, insert, select, text, update

from flows.money import Money
from storage.base import Moment, metadata, one_of, pk, practice_ref, ref
from storage.rows import put

PAID, GIVEN_BACK, TAKEN_BACK = "paid", "given_back", "taken_back"
WHATS = (PAID, GIVEN_BACK, TAKEN_BACK)
_OPEN = "closed_at IS NULL"

reconciliations = Table(
    "reconciliations",
    metadata,
    pk(),
    practice_ref(),
    Column("provider", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("at", Moment, nullable=False),
    Column("paid_cents", BigInteger, nullable=False),
    Column("back_cents", BigInteger, nullable=False),
    Column("fee_cents", BigInteger, nullable=False),
    Column("payout_cents", BigInteger, nullable=False),
    Index("ix_reconciliations_practice", "practice_id", "provider", "until"),
)
differences = Table(
    "differences",
    metadata,
    pk(),
    practice_ref(),
    Column("provider", Text, nullable=False),
    Column("subject", Text, nullable=False),
    ref("payment_id", "payments.id", null=True, index=True),
    Column("what", Text, nullable=False),
    Column("theirs_cents", BigInteger, nullable=False),
    Column("ours_cents", BigInteger, nullable=False),
    Column("found_at", Moment, nullable=False),
    Column("closed_at", Moment),
    ref("closed_by", "staff.id", null=True),
    one_of("what", WHATS),
    Index("ix_differences_open", "practice_id", "provider", "subject", "what", unique=True,
          sqlite_where=text(_OPEN), postgresql_where=text(_OPEN)),
)  # fmt: skip


@dataclass(frozen=True)
class Run:
    """One run: what moved at the provider from `since` on and before `until`."""

    provider: str
    since: datetime
    until: datetime
    at: datetime
    paid: Money
    back: Money
    """Refunds and what banks took back."""
    fee: Money
    payout: Money
    """Paid out to the practice's own bank account."""


@dataclass(frozen=True)
class Difference:
    """The provider says one figure and the ledger another. `subject` is our payment, or the provider's movement."""

    id: int
    provider: str
    subject: str
    payment_id: int | None
    what: str
    theirs: Money
    ours: Money
    found_at: datetime


_r, _d = reconciliations.c, differences.c
_MINE = (_r.practice_id == bindparam("practice"), _r.provider == bindparam("provider"))
_UNTIL = select(func.max(_r.until)).where(*_MINE)
_STANDING = select(differences).where(_d.practice_id == bindparam("practice"), _d.closed_at.is_(None)).order_by(_d.id)
_NEWEST = select(reconciliations).where(_r.practice_id == bindparam("practice")).order_by(_r.id.desc()).limit(14)


def until(tx: Connection, practice_id: int, provider: str) -> datetime | None:
    """The moment up to which this provider's account was looked at; None: never."""
    found: datetime | None = tx.execute(_UNTIL, {"practice": practice_id, "provider": provider}).scalar_one()
    return found


def keep(tx: Connection, practice_id: int, run: Run) -> None:
    """A run that came to its end."""
    put(tx, reconciliations, practice_id=practice_id, provider=run.provider, since=run.since, until=run.until,
        at=run.at, paid_cents=run.paid.cents, back_cents=run.back.cents, fee_cents=run.fee.cents,
        payout_cents=run.payout.cents)  # fmt: skip


def runs(tx: Connection, practice_id: int) -> list[Run]:
    """The newest fourteen, newest first."""
    rows = tx.execute(_NEWEST, {"practice": practice_id})
    return [Run(row.provider, row.since, row.until, row.at, Money(row.paid_cents), Money(row.back_cents),
                Money(row.fee_cents), Money(row.payout_cents)) for row in rows]  # fmt: skip


def standing(tx: Connection, practice_id: int) -> list[Difference]:
    """Differences that nobody has ended, oldest first."""
    return [_difference(row) for row in tx.execute(_STANDING, {"practice": practice_id})]


def _difference(row: Any) -> Difference:
    return Difference(row.id, row.provider, row.subject, row.payment_id, row.what, Money(row.theirs_cents),
                      Money(row.ours_cents), row.found_at)  # fmt: skip


def found(tx: Connection, practice_id: int, provider: str, subject: str, payment_id: int | None, what: str,
          theirs: Money, ours: Money, now: datetime) -> bool:  # fmt: skip
    """A difference; one that stands already has its figures of today. True: it is new."""
    same = (_d.practice_id == practice_id, _d.provider == provider, _d.subject == subject, _d.what == what)
    figures = {"theirs_cents": theirs.cents, "ours_cents": ours.cents}
    if tx.execute(update(differences).where(*same, _d.closed_at.is_(None)).values(**figures)).rowcount:
        return False
    tx.execute(insert(differences).values(practice_id=practice_id, provider=provider, subject=subject, what=what,
                                          payment_id=payment_id, found_at=now, **figures))  # fmt: skip
    return True


def close(tx: Connection, difference_id: int, now: datetime, staff_id: int | None = None) -> bool:
    """Ends it: a person looked into it, or, without one, both sides agree by now. False: it was ended before."""
    ends = update(differences).where(_d.id == difference_id, _d.closed_at.is_(None))
    return tx.execute(ends.values(closed_at=now, closed_by=staff_id)).rowcount == 1
