"""Whether asking for a balance once more costs more than it brings. Pure; it advises, and stops nothing.

A text or letter is only sent where those before it brought nothing, so each counts with the chance that it is reached.
What a touch brings is the balance times the share of balances that were paid after a touch of its number. As that share
does not depend on the amount, a larger balance is never less worth asking for than a smaller one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from flows.money import ZERO, Money
from flows.policy import Chasing

USUAL = tuple(Fraction(share, 100) for share in (12, 9, 7, 5, 4, 3))
"""The share of balances that are paid after the first, second ... touch, while a practice's own rows are few: an
assumption, on the low side; the sixth stands for every later one too."""
KNOWN = 50
"""From so many touches of a number on, the practice's own share stands for it."""

Way = Literal["text", "letter"]


@dataclass(frozen=True)
class Tally:
    """Of the practice's own n-th touches: how many there were, and after how many a payment came."""

    touched: int
    paid: int


@dataclass(frozen=True)
class Outlook:
    """What the touches to come cost and bring, as expected, in cents; rounded to the nearest cent for showing."""

    owed: Money
    way: Way
    touches: int
    """How many are to come."""
    cost: Money
    brings: Money
    worth: bool
    """Whether some number of them brings more than it costs."""
    own: bool
    """Whether the shares are the practice's own, all of them."""


def shares(tallies: Mapping[int, Tally]) -> tuple[tuple[Fraction, ...], frozenset[int]]:
    """The share that is paid after the n-th touch, from the first on, and the numbers for which it is the practice's
    own."""
    own = {n: Fraction(one.paid, one.touched) for n, one in tallies.items() if one.touched >= KNOWN}
    longest = max((len(USUAL), *own))
    found = tuple(own.get(n, USUAL[min(n, len(USUAL)) - 1]) for n in range(1, longest + 1))
    return found, frozenset(own)


def cost_of(way: Way, costs: Chasing) -> Fraction:
    """What one touch costs in cents: itself, and the staff's time for it."""
    if way == "letter":
        return costs.letter_cents + Fraction(costs.letter_seconds * costs.staff_hour_cents, 3600)
    return costs.text_cents + Fraction(costs.text_seconds * costs.staff_hour_cents, 3600)


def outlook(owed: Money, way: Way, done: int, to_come: int, tallies: Mapping[int, Tally], costs: Chasing) -> Outlook:
    """What `to_come` more touches cost and bring after `done` of them."""
    known, own = shares(tallies)
    ahead = range(done + 1, done + to_come + 1)
    courses = list(_courses(owed, [known[min(n, len(known)) - 1] for n in ahead], cost_of(way, costs)))
    cost, brings = courses[-1] if courses else (Fraction(0), Fraction(0))
    worth = any(brought > spent for spent, brought in courses)
    all_own = bool(courses) and all(min(n, len(known)) in own for n in ahead)
    return Outlook(owed, way, to_come, Money(round(cost)), Money(round(brings)), worth, all_own)


def _courses(owed: Money, shares_ahead: Sequence[Fraction], each: Fraction) -> list[tuple[Fraction, Fraction]]:
    """What the first touch costs and brings, the first two, and so on."""
    reached, cost, brings = Fraction(1), Fraction(0), Fraction(0)
    found = []
    for share in shares_ahead:
        cost += reached * each
        brings += reached * share * max(owed.cents, 0)
        reached *= 1 - share
        found.append((cost, brings))
    return found


def floor(way: Way, to_come: int, tallies: Mapping[int, Tally], costs: Chasing) -> Money | None:
    """The smallest balance that is worth asking for from the first touch on; None: none is, however large."""
    known, _ = shares(tallies)
    ahead = [known[min(n, len(known)) - 1] for n in range(1, to_come + 1)]
    courses = _courses(Money(1), ahead, cost_of(way, costs))  # of one cent: what it brings is the share in all
    least = min((cost / share for cost, share in courses if share), default=None)
    return None if least is None else Money(int(least) + 1)


def advice(one: Outlook) -> str:
    """In words for staff; empty where asking is worth it."""
    if one.worth or not one.touches or one.owed <= ZERO:
        return ""
    what = "letter" if one.way == "letter" else "text"
    many = f"one more {what}" if one.touches == 1 else f"{one.touches} more {what}s"
    basis = "by what your own reminders brought" if one.own else "by what is usual, as few of your own are known yet"
    return f"Stop chasing this: {many} and the time for it cost about {one.cost} and bring about {one.brings}, {basis}."
