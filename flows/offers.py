"""From a balance and a practice's policy to the plans that may be offered, and which rules allowed them."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from flows.money import Money
from flows.policy import PlanPolicy, Policy
from flows.script import Quote

SOONEST = 7
"""Days that a patient has at least before the first instalment, where policy leaves that much room."""
A_YEAR = {"month": 12, "week": 52, "payday": 26}
"""How often a wish "50 a week" comes due in a year; plans themselves are monthly."""


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

    def quote(self, patient_id: int, owed: Money) -> Quote:
        """The same as the row that a yes will name."""
        return Quote(patient_id, owed, self.parts, self.days, self.rules)


def options(owed: Money, policy: Policy, today: date) -> tuple[Offer, ...]:
    """The practice's choices that this balance allows, the shortest first; none where no plan may be made."""
    found = (of_length(owed, policy, today, count) for count in sorted(set(policy.plan.options)))
    return tuple(offer for offer in found if offer is not None)


def of_length(owed: Money, policy: Policy, today: date, count: int, first: date | None = None) -> Offer | None:
    """A plan of so many payments, or None where policy forbids it. `first` is the first due date that is wished for."""
    if not 2 <= count <= longest(owed, policy.plan):
        return None
    rule = "options" if count in policy.plan.options else "by_amount"
    return _offer(owed, policy.plan, today, count, rule, first)


def by_amount(owed: Money, policy: Policy, today: date, per: str | None, amount: Money) -> Offer | None:
    """The fewest payments of at most this much; the longest plan allowed where that would be too long (decision 17).

    None where no plan may be made, or the amount pays everything at once.
    """
    most = longest(owed, policy.plan)
    monthly_cents = amount.cents * A_YEAR[per or "month"] // 12
    if most < 2 or monthly_cents >= owed.cents:
        return None
    count = -(-owed.cents // monthly_cents) if monthly_cents > 0 else most + 1
    rule = "by_amount" if count <= most else "longest_allowed"
    return _offer(owed, policy.plan, today, min(count, most), rule)


def longest(owed: Money, plan: PlanPolicy) -> int:
    """The most payments that policy allows for this balance; less than 2 where no plan may be made."""
    if owed.cents < plan.min_total_cents:
        return 0
    by_part = owed.cents // max(1, plan.min_installment_cents)
    return min(plan.max_installments, plan.max_months, by_part)


def first_due(plan: PlanPolicy, today: date) -> date:
    """The first of next month where that is a week off and soon enough, else the 15th, else the last day allowed."""
    latest = today + timedelta(days=plan.first_due_max_days)
    soonest = min(today + timedelta(days=SOONEST), latest)
    next_month = add_months(today.replace(day=1), 1)
    wished = (next_month, today.replace(day=15), next_month.replace(day=15))
    return next((day for day in wished if soonest <= day <= latest), latest)


def may_begin(plan: PlanPolicy, today: date, first: date) -> bool:
    """Whether the first instalment may be due on this day."""
    return today < first <= today + timedelta(days=plan.first_due_max_days)


def monthly(first: date, count: int) -> tuple[date, ...]:
    """`count` due dates a month apart; the 31st falls on the last day of shorter months, and comes back after them."""
    return tuple(add_months(first, months) for months in range(count))


def add_months(day: date, months: int) -> date:
    """The same day some months on, or the last day of a month that is too short for it."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _offer(owed: Money, plan: PlanPolicy, today: date, count: int, rule: str, first: date | None = None) -> Offer:
    begins = first if first and may_begin(plan, today, first) else first_due(plan, today)
    rules = (rule, "min_total", "min_installment", "max_installments", "max_months", "first_due_max_days")
    return Offer(owed.split(count), monthly(begins, count), rules)
