"""The shape of a plan: how often it is paid, from when, and whether some of it is paid at once. Pure.

A plan keeps its shape in the rules of its quote; what is not said there is the plain one, once a month.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal, get_args

from flows.money import Money

Rhythm = Literal["month", "half_month", "quincena", "two_weeks", "week"]
"""`half_month` is the 1st and the 15th; `quincena` the 15th and the last day, as many are paid who say so."""
RHYTHMS: tuple[Rhythm, ...] = get_args(Rhythm)
A_YEAR: dict[Rhythm, int] = {"month": 12, "half_month": 24, "quincena": 24, "two_weeks": 26, "week": 52}
"""How often each comes due in a year."""
OFTEN = "rhythm:"
DOWN, TODAY = "down_payment", "begins_today"
LONGEST_GAP = 31
"""Days between two payments at most: no plan is paid less often than once a month."""
APART = 7
"""Days between a first payment on a day of its own and the first that falls on the rhythm's days, at least."""
FRIDAY = 4


@dataclass(frozen=True)
class Shape:
    """What is wished for. Nothing set is what the practice would choose.

    `count` and `amount` are of the payments that follow a down payment; `first` is the first of those. `second` is the
    other day of two that were named.
    """

    count: int | None = None
    amount: Money | None = None
    rhythm: Rhythm = "month"
    down: Money | Fraction | None = None
    first: date | None = None
    second: date | None = None


def rhythm_of(rules: Sequence[str]) -> Rhythm:
    """How often a plan with these rules is paid."""
    named = {rule.removeprefix(OFTEN) for rule in rules if rule.startswith(OFTEN)}
    return next((rhythm for rhythm in RHYTHMS if rhythm in named), "month")


def instalments(parts: Sequence[Money], rules: Sequence[str]) -> int:
    """How many payments there are beside a down payment, which is none of them (12 CFR 1026.2(a)(17)(v))."""
    return len(parts) - (DOWN in rules)


def at_once(rules: Sequence[str]) -> bool:
    """Whether the first payment may be due on the very day on which the plan is agreed to."""
    return DOWN in rules or TODAY in rules


# -- days --


def days_of(rhythm: Rhythm, first: date, count: int) -> tuple[date, ...]:
    """`count` due dates from `first` on. The 31st falls on the last day of shorter months, and comes back after them.

    Where a first day is none of the rhythm's own, such as the 20th of 1st and 15th, those follow from a week on.
    """
    if rhythm == "month":
        return tuple(add_months(first, months) for months in range(count))
    after = _AFTER[rhythm]
    found = [first]
    while len(found) < count:
        last = found[-1]
        found.append(after(last if _own(rhythm, last) else last + timedelta(days=APART - 1)))
    return tuple(found)


def following(rhythm: Rhythm, day: date) -> date:
    """The day that comes due next after one of the rhythm's."""
    return days_of(rhythm, day, 2)[1]


def add_months(day: date, months: int) -> date:
    """The same day some months on, or the last day of a month that is too short for it."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def begins(rhythm: Rhythm, today: date, soonest: date, latest: date) -> date:
    """The first due date where none is wished for: a day of the rhythm's own between these, else the latest.

    Paid by the month it is the first of next month, else the 15th. Paid by weeks it is a Friday, on which most are paid
    who are paid by weeks.
    """
    if rhythm == "month":
        next_month = add_months(today.replace(day=1), 1)
        found = [next_month, today.replace(day=15), next_month.replace(day=15)]
    elif rhythm in ("week", "two_weeks"):
        found = [soonest + timedelta(days=(FRIDAY - soonest.weekday()) % 7)]
    else:
        found = [soonest if _own(rhythm, soonest) else _AFTER[rhythm](soonest)]
    return next((day for day in found if soonest <= day <= latest), latest)


def _own(rhythm: Rhythm, day: date) -> bool:
    """Whether the rhythm falls on this day; a rhythm of weeks falls on any."""
    return {"half_month": day.day in (1, 15), "quincena": day.day == 15 or day == _end(day)}.get(rhythm, True)


def _end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _first_or_middle(day: date) -> date:
    return day.replace(day=15) if day.day < 15 else add_months(day.replace(day=1), 1)


def _middle_or_end(day: date) -> date:
    if day.day < 15:
        return day.replace(day=15)
    return _end(day) if day < _end(day) else add_months(day.replace(day=1), 1).replace(day=15)


_AFTER: dict[Rhythm, Callable[[date], date]] = {
    "half_month": _first_or_middle,
    "quincena": _middle_or_end,
    "two_weeks": lambda day: day + timedelta(days=14),
    "week": lambda day: day + timedelta(days=7),
}
