"""One payment for several patients: whose how much of it is. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flows.money import ZERO, Money, total


@dataclass(frozen=True)
class Share:
    """What of a payment is one patient's."""

    patient_id: int
    amount: Money


@dataclass(frozen=True)
class Owing:
    """An account that may be paid for, and since when it is owed."""

    patient_id: int
    owed: Money
    service: date | None = None
    """The oldest day of care in it."""
    statement: date | None = None
    """The day of its first statement."""


def in_order(accounts: Sequence[Owing]) -> list[Owing]:
    """The oldest first: by day of care, then first statement, then id; what has no date comes last."""
    return sorted(accounts, key=lambda one: (one.service or date.max, one.statement or date.max, one.patient_id))


def allocate(amount: Money, accounts: Sequence[Owing]) -> tuple[Share, ...]:
    """A sum, put to the oldest account first. Raises ValueError where it is more than all of them owe, or nothing."""
    most = total([max(one.owed, ZERO) for one in accounts])
    if not ZERO < amount <= most:
        raise ValueError(f"{amount} of {most} is no payment for these accounts")
    found, left = list[Share](), amount
    for one in in_order(accounts):
        mine = min(left, max(one.owed, ZERO))
        left -= mine
        if mine > ZERO:
            found.append(Share(one.patient_id, mine))
    return tuple(found)


def chosen(shares: Sequence[Share], accounts: Sequence[Owing]) -> tuple[Share, ...]:
    """Shares as the payer chose them, the oldest account first. Raises ValueError where one is more than is owed."""
    of = {one.patient_id: one.amount for one in shares if one.amount != ZERO}
    known = {one.patient_id for one in accounts}
    if len({one.patient_id for one in shares}) != len(shares) or not of.keys() <= known:
        raise ValueError("a share is of one of these accounts, and each has one")
    found = tuple(Share(one.patient_id, of[one.patient_id]) for one in in_order(accounts) if one.patient_id in of)
    owed = {one.patient_id: one.owed for one in accounts}
    if not found or any(not ZERO < one.amount <= owed[one.patient_id] for one in found):
        raise ValueError("a share is some of what is owed, and no more")
    return found


def fit(came: Money, asked: Sequence[Money]) -> tuple[Money, ...]:
    """What came in, as it was asked for; where it is another sum, in order, and what is over is the first one's."""
    found, left = list[Money](), came
    for one in asked:
        mine = min(left, one)
        left -= mine
        found.append(mine)
    found[0] += left
    return tuple(found)


@dataclass(frozen=True)
class Part:
    """A share of a payment of which some goes back."""

    paid: Money
    gone: Money
    """What has gone back of it for this reason."""
    otherwise: Money
    """And for another."""
    wished: Money = ZERO
    """What staff have given back of this very share, or are giving back."""

    @property
    def room(self) -> Money:
        """What can still go back."""
        return max(self.paid - self.gone - self.otherwise, ZERO)


def back(sum_: Money, parts: Sequence[Part]) -> tuple[Money, ...]:
    """What has gone back of each share, where this much has of all of them together.

    A provider tells of the sum alone. What staff wanted of a share comes first, then the newest share. A sum that is
    lower than it was, such as after a refund that failed, is taken from the newest first.
    """
    gone = [one.gone for one in parts]
    more = sum_ - total(gone)
    newest = list(reversed(range(len(parts))))

    def give(place: int, most: Money) -> None:
        nonlocal more
        mine = max(min(more, most), ZERO)
        gone[place] += mine
        more -= mine

    for place, one in enumerate(parts):
        give(place, min(max(one.wished - one.gone, ZERO), one.room))
    for place in newest:
        give(place, max(parts[place].paid - gone[place] - parts[place].otherwise, ZERO))
    for beyond in (True, False):
        for place in newest:
            least = parts[place].wished if beyond else ZERO
            mine = min(max(gone[place] - least, ZERO), max(-more, ZERO))
            gone[place] -= mine
            more += mine
    gone[0] += more
    return tuple(gone)
