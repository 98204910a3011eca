"""How an existing plan stands."""

from __future__ import annotations

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


status = Flow("plan_status", version=1, opens_on=["plan_status"])


@status.step(asks=how_it_stands)
def told(me: Nothing, facts: Facts, heard: Heard) -> None:
    return None
