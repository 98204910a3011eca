"""From a balance and a practice's policy to the plans that may be offered, and which rules allowed them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from flows.money import ZERO, Money
from flows.policy import PlanPolicy, Policy
from flows.script import Quote
from flows.shapes import (
    A_YEAR,
    DOWN,
    LONGEST_GAP,
    OFTEN,
    TODAY,
    Rhythm,
    Shape,
    add_months,
    at_once,
    begins,
    days_of,
    rhythm_of,
)

SOONEST = 7
"""Days that a patient has at least before the first instalment, where policy leaves that much room."""
ANY_DAY = date(2000, 1, 1)
"""Months are as many from any first of a month."""
LIMITS = ("min_total", "min_installment", "max_installments", "max_months", "first_due_max_days")
"""Every plan is inside all of these."""
Nearest = Literal["longest_allowed", "monthly_only", "down_changed", "first_changed", "second_changed"]
NEAREST: tuple[Nearest, ...] = ("longest_allowed", "monthly_only", "down_changed", "first_changed", "second_changed")
"""In what a plan is not the one that was wished for, but the nearest that policy allows."""


@dataclass(frozen=True)
class Offer:
    """A plan that policy allows: parts that add up to the balance, their due dates, and the rules that allowed it."""

    parts: tuple[Money, ...]
    days: tuple[date, ...]
    rules: tuple[str, ...]

    @property
    def longest_allowed(self) -> bool:
        """Whether a longer one was wished for and policy forbids it."""
        return "longest_allowed" in self.rules

    @property
    def nearest(self) -> tuple[Nearest, ...]:
        """In what it is not the one that was wished for."""
        return tuple(rule for rule in NEAREST if rule in self.rules)

    def quote(self, patient_id: int, owed: Money) -> Quote:
        """The same as the row that a yes will name."""
        return Quote(patient_id, owed, self.parts, self.days, self.rules)


def options(owed: Money, policy: Policy, today: date, rhythm: Rhythm = "month") -> tuple[Offer, ...]:
    """The practice's choices that this balance allows, the shortest first; none where no plan may be made."""
    counts = sorted(set(policy.plan.options))
    found = (shaped(owed, policy, today, Shape(count=count, rhythm=rhythm)) for count in counts if count > 1)
    return tuple(offer for offer in found if isinstance(offer, Offer))


def of_length(owed: Money, policy: Policy, today: date, count: int, first: date | None = None) -> Offer | None:
    """A plan of so many payments, or None where policy forbids it. `first` is the first due date that is wished for."""
    found = shaped(owed, policy, today, Shape(count=count, first=first)) if count > 1 else None
    return found if isinstance(found, Offer) else None


def by_amount(owed: Money, policy: Policy, today: date, rhythm: Rhythm | None, amount: Money) -> Offer | None:
    """The fewest payments of at most this much; the longest plan allowed where that would be too long (decision 17).

    None where no plan may be made, or the amount pays everything at once.
    """
    found = shaped(owed, policy, today, Shape(amount=amount, rhythm=rhythm or "month"))
    return found if isinstance(found, Offer) else None


def shaped(owed: Money, policy: Policy, today: date, wish: Shape) -> Offer | Literal["in_full"] | None:
    """The plan that is wished for, else the nearest that policy allows; "in_full" where the wish pays everything.

    None where no plan may be made, or none of so many payments: which ones there are is then for the patient to hear.
    """
    plan = policy.plan
    if wish.down is not None and not _money(owed, wish.down):
        wish = replace(wish, down=None)  # "no money down"
    wish, monthly_only = _as_often_as_allowed(wish, plan)
    if _pays_all(owed, wish):
        return "in_full"
    down, down_changed = _down(owed, plan, wish.down)
    first, first_changed = _first(plan, today, wish)
    rest, begins_on = owed - down, today if down else first
    most = _most(owed, rest, plan, wish.rhythm, begins_on, first)
    fewest = 1 if down else 2
    if most < fewest:
        return None
    second, second_changed = _second(wish.second, first, add_months(begins_on, plan.max_months))
    count, longest_allowed = (2, False) if second else _count(wish, rest, most)
    if not fewest <= count <= most:
        return None
    days = (first, second) if second else days_of(wish.rhythm, first, count)
    noted = {"longest_allowed": longest_allowed, "monthly_only": monthly_only, "down_changed": down_changed,
             "first_changed": first_changed, "second_changed": second_changed}  # fmt: skip
    rules = (
        "options" if wish.count in plan.options and not down else "by_amount",
        *(rule for rule in NEAREST if noted[rule]),
        *LIMITS,
        *((f"{OFTEN}{wish.rhythm}", "more_often") if wish.rhythm != "month" else ()),
        *((DOWN,) if down else (TODAY,) if first == today else ()),
    )
    parts = rest.split(count)
    return Offer((down, *parts), (today, *days), rules) if down else Offer(parts, days, rules)


def longest(owed: Money, plan: PlanPolicy) -> int:
    """The most monthly payments that policy allows for this balance; less than 2 where no plan may be made."""
    return _most(owed, owed, plan, "month", ANY_DAY, ANY_DAY)


def may_begin(plan: PlanPolicy, today: date, first: date) -> bool:
    """Whether the first instalment may be due on this day."""
    return today <= first <= latest(plan, today)


def latest(plan: PlanPolicy, today: date) -> date:
    """The last day on which the first instalment may be due."""
    return today + timedelta(days=plan.first_due_max_days)


def first_due(plan: PlanPolicy, today: date, rhythm: Rhythm = "month") -> date:
    """The first due date where none is wished for: a week off where policy leaves that much room."""
    last = latest(plan, today)
    return begins(rhythm, today, min(today + timedelta(days=SOONEST), last), last)


def anew(quote: Quote, owed: Money, policy: Policy, today: date) -> Offer | None:
    """The same plan with the figures and days of today; None where it can't be any more.

    What was to be paid at once is so again, as much as before; days that lie ahead are kept.
    """
    down = DOWN in quote.rules
    parts, days = quote.parts[down:], quote.days[down:]
    rhythm = rhythm_of(quote.rules)
    wish = Shape(len(parts), None, rhythm, quote.parts[0] if down else None, days[0] if days[0] > today else None)
    if not down and len(days) == 2 and days != days_of(rhythm, days[0], 2) and days[1] > today:
        wish = replace(wish, second=days[1])
    found = shaped(owed, policy, today, wish)
    return found if isinstance(found, Offer) else None


def still_ahead(quote: Quote, today: date) -> bool:
    """Whether the first payment of what was read back can still be made in time."""
    return today <= quote.days[0] if at_once(quote.rules) else today < quote.days[0]


# -- one thing at a time --


def _as_often_as_allowed(wish: Shape, plan: PlanPolicy) -> tuple[Shape, bool]:
    """Where a practice takes payments once a month only, an amount a week is what it comes to in a month."""
    if wish.rhythm == "month" or plan.more_often:
        return wish, False
    amount = wish.amount and Money(wish.amount.cents * A_YEAR[wish.rhythm] // A_YEAR["month"])
    return replace(wish, rhythm="month", amount=amount), True


def _pays_all(owed: Money, wish: Shape) -> bool:
    if wish.down is not None:
        return _money(owed, wish.down) >= owed
    return wish.count == 1 or (wish.count is None and wish.amount is not None and wish.amount >= owed)


def _money(owed: Money, wished: Money | Fraction) -> Money:
    """A share is rounded up to the cent, so that two halves cover it."""
    return wished if isinstance(wished, Money) else Money(-(-owed.cents * wished // 1))


def _down(owed: Money, plan: PlanPolicy, wished: Money | Fraction | None) -> tuple[Money, bool]:
    """What is paid at once: no less than an instalment, and leaving at least one. Nothing where there is no room."""
    if wished is None:
        return ZERO, False
    wish, least = _money(owed, wished).cents, plan.min_installment_cents
    down = max(min(wish, owed.cents - least), least)
    return (Money(down), down != wish) if owed.cents - down >= least else (ZERO, True)


def _first(plan: PlanPolicy, today: date, wish: Shape) -> tuple[date, bool]:
    """The first due date beside a down payment; a wish beyond what is allowed comes down to the last day allowed."""
    if wish.first is None:
        return first_due(plan, today, wish.rhythm), False
    soonest = today if wish.down is None else today + timedelta(days=1)
    first = max(soonest, min(wish.first, latest(plan, today)))
    return first, first != wish.first


def _second(wished: date | None, first: date, end: date) -> tuple[date | None, bool]:
    """The other of two days that were named: after the first, not longer after it than a month, and before `end`."""
    if wished is None:
        return None, False
    last = min(first + timedelta(days=LONGEST_GAP), end - timedelta(days=1))
    second = max(first + timedelta(days=1), min(wished, last))
    return second, second != wished


def _most(owed: Money, rest: Money, plan: PlanPolicy, rhythm: Rhythm, begins_on: date, first: date) -> int:
    """The most payments that policy allows, beside a down payment; their days stay inside its months."""
    if owed.cents < plan.min_total_cents:
        return 0
    by_number = plan.max_installments - (rest < owed)
    by_part = rest.cents // max(1, plan.min_installment_cents)
    end = add_months(begins_on, plan.max_months)
    days = days_of(rhythm, first, max(0, min(by_number, by_part)))
    return sum(day < end for day in days)


def _count(wish: Shape, rest: Money, most: int) -> tuple[int, bool]:
    """How many payments, and whether more were wished for than there may be.

    So many as were said; else the fewest of at most the amount; else, after a down payment, all of the rest at once. A
    number beyond what is allowed is told by itself; one beside a down payment comes down to what is allowed.
    """
    if wish.amount is not None:
        cents = wish.amount.cents
        count = -(-rest.cents // cents) if cents > 0 else most + 1
        count = max(count, 1 if wish.down else 2)
        return min(count, most), count > most
    count = wish.count or 1
    return (min(count, most), count > most) if wish.down else (count, False)
