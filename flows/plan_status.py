"""An existing plan: how it stands, and passing on the wish to change it."""

from __future__ import annotations

from flows.script import Answer, End, Facts, Flow, Heard, Link, Nothing, Open, PlanFacts, Say, Ticket
from flows.standing import nothing_to_pay


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


def change(me: Nothing, facts: Facts) -> Answer:
    """What stands is said, and a person sees to the change; a plan that is only offered may be chosen anew."""
    if facts.plan is None or facts.plan.state != "active" or not facts.plan.next:
        return nothing_to_pay(facts) or Open("plan")
    amount, day = facts.plan.next
    return End([Say("change_plan.say", amount=amount, day=day)], [Ticket("other")])


status = Flow("plan_status", version=1, opens_on=["plan_status"])
changing = Flow("change_plan", version=1, opens_on=["change_plan"])


@status.step(asks=how_it_stands)
def told(me: Nothing, facts: Facts, heard: Heard) -> None:
    return None


@changing.step(asks=change)
def passed_on(me: Nothing, facts: Facts, heard: Heard) -> None:
    return None
