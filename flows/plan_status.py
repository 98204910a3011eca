"""How an existing plan stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from flows.money import Money
from flows.script import End, Facts, Flow, Heard, Link, Nothing, PlanFacts, Say


def how_it_stands(me: Nothing, facts: Facts) -> End:
    return End([standing(facts.plan)])


def standing(plan: PlanFacts | None) -> Say:
    if plan is None:
        return Say("plan_status.none")
    if plan.state == "offered":
        return Say("plan_status.offered", link=Link("agreement"))
    if plan.state == "active" and plan.next:
        amount, day = plan.next
        return Say("plan_status.active", paid=plan.paid, left=left(plan), amount=amount, day=day)
    return Say("plan_status.over" if plan.state in {"cancelled", "defaulted"} else "plan_status.done")


def left(plan: PlanFacts) -> int:
    """How many instalments the payments so far do not cover in full."""
    covered, whole = plan.paid.cents, 0
    for part in plan.parts:
        covered -= part.cents
        whole += covered >= 0
    return len(plan.parts) - whole


State = Literal["paid", "late", "next", "later", "dropped"]
"""Late: its day has passed. Next: the first to be paid whose day has not. Dropped: nothing is owed for it now."""


@dataclass(frozen=True)
class Part:
    """One instalment as it stands: its number from 1, its day, its amount, and what of that is still to be paid."""

    n: int
    day: date
    amount: Money
    left: Money
    state: State


def parts(plan: PlanFacts, owed: Money, today: date) -> tuple[Part, ...]:
    """Every instalment. Payments cover them in order; what is owed in all is shared out over the rest in order."""
    covered, owing, found = plan.paid.cents, owed.cents, list[Part]()
    for n, (amount, day) in enumerate(zip(plan.parts, plan.days, strict=True), 1):
        uncovered = amount.cents - min(max(covered, 0), amount.cents)
        left = min(uncovered, max(owing, 0))
        covered, owing = covered - amount.cents, owing - left
        named = any(one.state == "next" for one in found)
        found.append(Part(n, day, amount, Money(left), _state(uncovered, left, day < today, named)))
    return tuple(found)


def _state(uncovered: int, left: int, passed: bool, next_named: bool) -> State:
    if not uncovered:
        return "paid"
    if not left:
        return "dropped"
    return "late" if passed else "later" if next_named else "next"


status = Flow("plan_status", version=1, opens_on=["plan_status"])


@status.step(asks=how_it_stands)
def told(me: Nothing, facts: Facts, heard: Heard) -> None:
    return None
