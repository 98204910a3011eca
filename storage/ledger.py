"""The ledger: double entry, append-only, in whole cents.

A line is one transfer: it debits one account and credits another with the same amount (decision 28), so whatever is
posted sums to zero by its shape. An entry is a set of lines with one source, and a source is posted once.

What a patient owes is the balance of the account `patient:<id>`: debits less credits. A payment that we take credits
it at once, and debits `transit:<id>`: the practice's own list does not show it yet (decision 29). So

    balance(patient)   = what is owed now, payments in transit subtracted, once: this is Account.owed
    in_transit(patient) = what we took and the list does not show yet
    listed(patient)    = balance + in_transit: what the practice's list is expected to say

An import compares its figure with `listed` (`statement`). Equal: nothing is posted. Lower by exactly some payments in
transit: the list shows them now, `shown` moves them from transit to `practice`, and the balance stays. Otherwise only
the difference is posted, after which `listed` is what the list says. While a payment is in transit that the list could
show, a figure that no set of such payments explains is ambiguous: nothing is posted, and a person looks at it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Any

from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    case,
    func,
    insert,
    or_,
    select,
)

from flows.money import ZERO, Money, total
from flows.script import Line
from storage import balances
from storage.accounts import ACCOUNTS as ACCOUNTS
from storage.accounts import ADDS, KINDS, SHOWN, entries, transfers
from storage.accounts import Transfer as Transfer
from storage.base import Moment, said, said_any
from storage.rows import put_once

TRIED = 12
"""Of many payments in transit, only the oldest are looked for in a list's figure."""


@dataclass(frozen=True)
class Transit:
    """A payment that we took and the practice's list does not show yet."""

    payment_id: int
    amount: Money
    at: datetime


_l, _e = transfers.c, entries.c
_OF_PATIENT = _l.patient_id == bindparam("patient")


def _net(account: str) -> Any:
    mine: Any = bindparam(account)
    return func.sum(case((_l.debit == mine, _l.cents), (_l.credit == mine, -_l.cents), else_=0))


_BY_KIND = (
    select(_e.kind, _net("receivable"))
    .join(entries, _e.id == _l.entry_id)
    .where(_OF_PATIENT)
    .group_by(_e.kind)
    .order_by(func.min(_e.id))
)
_PAID_SINCE = (
    select(_net("receivable"))
    .join(entries, _e.id == _l.entry_id)
    .where(_OF_PATIENT, _e.kind.in_(said_any(("you_paid", "refunded"))), _e.at >= bindparam("since", type_=Moment))
)
_IN_TRANSIT = (
    select(_e.payment_id, func.min(_e.at).label("at"), _net("transit").label("cents"))
    .join(entries, _e.id == _l.entry_id)
    .where(_OF_PATIENT, _e.payment_id.is_not(None))
    .group_by(_e.payment_id)
    .order_by(func.min(_e.id))
)

_GIVEN_BACK = (
    select(_net("receivable"), func.count())
    .join(entries, _e.id == _l.entry_id)
    .where(_e.payment_id == bindparam("payment"), _e.source_kind == bindparam("why"), _OF_PATIENT)
)

_GONE_BACK = (
    select(_net("receivable"))
    .join(entries, _e.id == _l.entry_id)
    .where(_e.payment_id == bindparam("payment"), _e.kind == said("refunded"), _OF_PATIENT)
)

_COURSE = (
    select(_e.at, _net("receivable").label("cents"))
    .join(entries, _e.id == _l.entry_id)
    .where(_OF_PATIENT)
    .group_by(_e.id, _e.at)
    .order_by(_e.id)
)


def patient_account(patient_id: int) -> str:
    """What this patient owes."""
    return f"patient:{patient_id}"


def transit_account(patient_id: int) -> str:
    """What this patient paid us and the practice's list does not show yet."""
    return f"transit:{patient_id}"


def _whose(line: Transfer) -> int | None:
    owners = {int(account.split(":")[1]) for account in (line.debit, line.credit) if ":" in account}
    if len(owners) > 1:
        raise ValueError("a transfer is about one patient; between two it is two transfers")
    return owners.pop() if owners else None


def post(
    tx: Connection,
    practice_id: int,
    kind: str,
    source_kind: str,
    source_id: int | str,
    lines: Sequence[Transfer],
    at: datetime,
    payment_id: int | None = None,
) -> int | None:
    """Posts an entry, once for its source and kind; None: it is posted already. `payment_id` where it is about one."""
    if not lines:
        raise ValueError("an entry has a line")
    source = {"source_kind": source_kind, "source_id": str(source_id), "kind": kind}
    unique = ("source_kind", "source_id", "kind")
    entry = put_once(tx, entries, *unique, practice_id=practice_id, payment_id=payment_id, at=at, **source)
    if entry is None:
        return None
    rows = [
        {
            "practice_id": practice_id,
            "entry_id": entry,
            "patient_id": _whose(line),
            "debit": line.debit,
            "credit": line.credit,
            "cents": line.amount.cents,
        }
        for line in lines
    ]
    tx.execute(insert(transfers), rows)
    balances.keep(tx, practice_id, lines)
    return entry


def move(patient_id: int, kind: str, amount: Money) -> Transfer:
    """The transfer that this kind of entry makes on a patient's account; a negative amount goes the other way."""
    mine, other = patient_account(patient_id), KINDS[kind]
    return _signed(mine, other, amount if kind in ADDS else -amount)


def record(
    tx: Connection, practice_id: int, patient_id: int, kind: str, source_kind: str, source_id: int | str, amount: Money,
    at: datetime,
) -> int | None:  # fmt: skip
    """Posts what the practice's books say of a patient: a charge, an insurer's payment, an adjustment ..."""
    return post(tx, practice_id, kind, source_kind, source_id, [move(patient_id, kind, amount)], at)


def charge(tx: Connection, practice_id: int, patient_id: int, source_kind: str, source_id: int | str, amount: Money,
           at: datetime) -> int | None:  # fmt: skip
    """Care was charged."""
    return record(tx, practice_id, patient_id, "charged", source_kind, source_id, amount, at)


def adjust(tx: Connection, practice_id: int, patient_id: int, source_kind: str, source_id: int | str, amount: Money,
           at: datetime) -> int | None:  # fmt: skip
    """Something was taken off; a negative amount was put back."""
    return record(tx, practice_id, patient_id, "adjusted", source_kind, source_id, amount, at)


def payment(tx: Connection, practice_id: int, patient_id: int, payment_id: int, amount: Money,
            at: datetime) -> int | None:  # fmt: skip
    """We took a payment: the patient owes less at once, and it is in transit until the practice's list shows it."""
    line = Transfer(transit_account(patient_id), patient_account(patient_id), amount)
    return post(tx, practice_id, "you_paid", "payment", payment_id, [line], at, payment_id)


def shown(tx: Connection, practice_id: int, patient_id: int, payment_id: int, at: datetime, by: str) -> bool:
    """The practice's list shows this payment now, or staff say so. What is owed stays. False: it is not in transit.

    `by` is who says so: "import:7", "staff:3".
    """
    waits = next((one for one in transits(tx, patient_id) if one.payment_id == payment_id), None)
    if waits is None:
        return False
    line = _signed("practice", transit_account(patient_id), waits.amount)
    source = f"{payment_id}:{by}"
    return post(tx, practice_id, SHOWN, SHOWN, source, [line], at, payment_id) is not None


def _signed(debit: str, credit: str, amount: Money) -> Transfer:
    """A transfer of this amount; a negative one goes the other way."""
    return Transfer(debit, credit, amount) if amount.cents > 0 else Transfer(credit, debit, -amount)


def give_back(tx: Connection, practice_id: int, patient_id: int, payment_id: int, why: str, total: Money,
              at: datetime) -> Money:  # fmt: skip
    """Of a payment that we took, this much in all has gone back for this reason; the difference that was posted.

    The patient owes that much again, and the practice's list does not show it yet, as it may not show the payment. A
    total that is lower than it was, such as of a refund that failed, is posted too. The caller holds the payment's row.
    """
    had, many = tx.execute(_GIVEN_BACK, {"payment": payment_id, "why": why, **_accounts(patient_id)}).one()
    more = total - Money(int(had or 0))
    if more != ZERO:
        line = _signed(patient_account(patient_id), transit_account(patient_id), more)
        post(tx, practice_id, "refunded", why, f"{payment_id}:{many + 1}", [line], at, payment_id)
    return more


def given_back(tx: Connection, patient_id: int, payment_id: int, why: str) -> Money:
    """What has gone back of a payment for this reason."""
    cents, _ = tx.execute(_GIVEN_BACK, {"payment": payment_id, "why": why, **_accounts(patient_id)}).one()
    return Money(int(cents or 0))


def gone_back(tx: Connection, patient_id: int, payment_id: int) -> Money:
    """What has gone back of a payment, for whatever reason."""
    cents = tx.execute(_GONE_BACK, {"payment": payment_id, **_accounts(patient_id)}).scalar_one()
    return Money(int(cents or 0))


def refund(tx: Connection, practice_id: int, patient_id: int, source_id: int | str, amount: Money,
           at: datetime) -> int | None:  # fmt: skip
    """A payment was given back: the patient owes that much again."""
    return record(tx, practice_id, patient_id, "refunded", "refund", source_id, amount, at)


def balance(tx: Connection, patient_id: int) -> Money:
    """What the patient owes now; negative is a credit. Payments in transit are subtracted already, once."""
    return _sums(tx, patient_id)[0]


def owing_since(tx: Connection, patient_id: int) -> datetime | None:
    """When what the patient owes began: the entry after which something was owed again. None: nothing is owed."""
    owed, began = 0, None
    for at, cents in tx.execute(_COURSE, _accounts(patient_id)):
        owed += int(cents)
        began = None if owed <= 0 else began or at
    return began


def in_transit(tx: Connection, patient_id: int) -> Money:
    """What we took from the patient and the practice's list does not show yet."""
    return _sums(tx, patient_id)[1]


def listed(tx: Connection, patient_id: int) -> Money:
    """What the practice's list is expected to say: what is owed, as if payments in transit had not been made."""
    owed, transit = _sums(tx, patient_id)
    return owed + transit


def _accounts(patient_id: int) -> dict[str, Any]:
    return {"patient": patient_id, "receivable": patient_account(patient_id), "transit": transit_account(patient_id)}


def _sums(tx: Connection, patient_id: int) -> tuple[Money, Money]:
    mine = patient_account(patient_id), transit_account(patient_id)
    kept = balances.kept(tx, *mine)
    return kept[mine[0]], kept[mine[1]]


def lines(tx: Connection, patient_id: int) -> tuple[Line, ...]:
    """How the balance came about, summed by kind, in the order in which the kinds began.

    Amounts are what the kind says they are: "charged" and "refunded" raise what is owed, the others lower it; a
    negative amount does the opposite.
    """
    made = []
    for kind, cents in tx.execute(_BY_KIND, _accounts(patient_id)):
        amount = int(cents) if kind in ADDS else -int(cents)
        if kind in KINDS and amount:
            made.append(Line(kind, Money(amount)))
    return tuple(made)


def paid_since(tx: Connection, patient_id: int, since: datetime) -> Money:
    """What the patient paid from then on, refunds subtracted."""
    cents = tx.execute(_PAID_SINCE, {**_accounts(patient_id), "since": since}).scalar_one()
    return Money(-int(cents or 0))


def transits(tx: Connection, patient_id: int) -> tuple[Transit, ...]:
    """The payments in transit, oldest first."""
    rows = tx.execute(_IN_TRANSIT, _accounts(patient_id))
    return tuple(Transit(row.payment_id, Money(int(row.cents)), row.at) for row in rows if row.cents)


@dataclass(frozen=True)
class Settled:
    """What an import's figure came to: the difference that was posted, the payments that it shows, or neither."""

    difference: Money = ZERO
    """Positive: a charge; negative: an adjustment."""
    shown: tuple[Transit, ...] = ()
    ambiguous: bool = False
    """Nothing was posted: a person has to look at it."""


def statement(tx: Connection, practice_id: int, patient_id: int, import_id: int, says: Money, until: datetime,
              at: datetime) -> Settled:  # fmt: skip
    """Takes over what the practice's list says that the patient owes (see the top of this file).

    `until` is the moment at which the list was made: it can't show a payment that was made later.
    """
    expected = listed(tx, patient_id)
    could_show = [one for one in transits(tx, patient_id) if one.at <= until]
    found = shown_by(expected, says, could_show)
    if found is None and could_show:
        return Settled(ambiguous=True)
    for one in found or ():
        shown(tx, practice_id, patient_id, one.payment_id, at, f"import:{import_id}")
    if found is not None:
        return Settled(shown=found)
    return Settled(_difference(tx, practice_id, patient_id, import_id, says - expected, at))


def shown_by(expected: Money, says: Money, waiting: Sequence[Transit]) -> tuple[Transit, ...] | None:
    """Which payments in transit a list's figure shows. Pure.

    Empty: none, the figure is what was expected. None: no set of them explains the figure, or sets that differ do.
    """
    if says == expected:
        return ()
    tried = waiting[:TRIED]
    sets = [
        chosen
        for size in range(1, len(tried) + 1)
        for chosen in combinations(tried, size)
        if total([one.amount for one in chosen]) == expected - says
    ]
    alike = {tuple(sorted(one.amount.cents for one in chosen)) for chosen in sets}
    return sets[0] if len(alike) == 1 else None


def _difference(tx: Connection, practice_id: int, patient_id: int, import_id: int, change: Money,
                at: datetime) -> Money:  # fmt: skip
    source = f"{import_id}:{patient_id}"
    if change.cents > 0:
        posted = charge(tx, practice_id, patient_id, "import", source, change, at)
    else:
        posted = adjust(tx, practice_id, patient_id, "import", source, -change, at)
    return ZERO if posted is None else change


def undo_import(tx: Connection, practice_id: int, import_id: int, at: datetime) -> int:
    """Undoes what an import posted and what it showed, by entries that go the other way; how many those are."""
    posted = and_(_e.source_kind == "import", _e.source_id.like(f"{import_id}:%"))
    found = and_(_e.source_kind == SHOWN, _e.source_id.like(f"%:import:{import_id}"))
    wanted = select(entries).where(_e.practice_id == practice_id, or_(posted, found)).order_by(_e.id)
    return sum(_undo(tx, entry, at) for entry in tx.execute(wanted).all())


def reverse(tx: Connection, practice_id: int, source_kind: str, source_id: int | str, at: datetime) -> int:
    """Undoes what this source posted, by entries that go the other way; how many. Nothing is erased."""
    wanted = select(entries).where(
        _e.practice_id == practice_id, _e.source_kind == source_kind, _e.source_id == str(source_id)
    )
    return sum(_undo(tx, entry, at) for entry in tx.execute(wanted).all())


def _undo(tx: Connection, entry: Any, at: datetime) -> bool:
    rows = tx.execute(select(transfers).where(_l.entry_id == entry.id).order_by(_l.id)).all()
    back = [Transfer(row.credit, row.debit, Money(row.cents)) for row in rows]
    source = (f"undo_{entry.source_kind}", entry.source_id)
    return post(tx, entry.practice_id, entry.kind, *source, back, at, entry.payment_id) is not None


def trial_balance(tx: Connection, practice_id: int) -> dict[str, Money]:
    """The balance of every account of a practice that is not even, debits less credits. They sum to zero."""
    debits = select(_l.debit.label("account"), _l.cents.label("cents")).where(_l.practice_id == practice_id)
    credits = select(_l.credit, -_l.cents).where(_l.practice_id == practice_id)
    both = debits.union_all(credits).subquery()
    summed = select(both.c.account, func.sum(both.c.cents)).group_by(both.c.account).order_by(both.c.account)
    return {account: Money(int(cents)) for account, cents in tx.execute(summed) if cents}
