"""All talks by name, and which of them a text wishes for. A new talk is one file in flows and one line here. Pure."""

from __future__ import annotations

from flows import (
    answers,
    balance,
    clarify,
    details,
    hardship,
    household,
    language,
    menu,
    pay,
    plan,
    plan_change,
    plan_status,
    promise,
    verify,
    whose,
)
from flows.clarify import Either
from flows.script import Facts, Flow, Frame, Heard
from flows.standing import PLAIN

FLOWS: dict[str, Flow] = {
    flow.name: flow
    for flow in (
        verify.flow,
        whose.flow,
        balance.flow,
        pay.flow,
        household.flow,
        pay.trouble,
        plan.flow,
        plan_status.status,
        plan_change.flow,
        promise.flow,
        details.flow,
        hardship.flow,
        language.flow,
        clarify.clarify,
        clarify.texts,
        *menu.FLOWS,
        *answers.FLOWS,
    )
}
TOPICS = {intent: flow for flow in FLOWS.values() for intent in flow.opens_on}

WHILE_WAITING = frozenset(
    {"verify", "whose", "balance", "pay", "household", "payment_trouble", "receipt", "language", "texts"}
)
"""Talks that go on while a person is awaited (decision 27)."""
KEEP_OPEN = frozenset({"thanks", "not_now"})
"""Topics beside which even a passing question stays open."""
CONDOLENCE = "deceased"
"""Beside it only a wish for a person is heard: a widow is told nothing of bills (fact sheet H14)."""
ONLY_ALONE = frozenset({"affirm", "deny"})
"""No topics beside an open question: there they answer it, or nothing."""


SMALL = frozenset({"thanks", "not_now", "affirm", "deny", "greet", "menu", "language", "ask_identity"})
"""Topics that do not change what a talk is about: "make it $100" after "ok thanks" is still about the link."""
INSTEAD = frozenset({"pay", "promise"})
"""Chosen while a plan is being chosen, they are chosen instead: the plan's question is not asked again right after."""
TOLD = frozenset({"plan", "change_plan", "plan_status", "balance", "pay", "details"})
"""Of two that may be meant, what whoever proves who they are instead of choosing is told: nothing that staff get."""
PLANNING = frozenset({"plan", "change_plan"})
"""Beside these a promise is part of the same wish: "in 3 payments, after the 15th"."""
BOTH = {
    frozenset({"balance", "plan"}): "plan",
    frozenset({"balance", "pay"}): "balance",
    frozenset({"pay", "plan"}): "balance",
    frozenset({"balance", "details"}): "details",
}
"""Of two topics that may be meant, the one that answers both: what is owed is always told with a choice of how."""
TO_STAFF = frozenset({"dispute", "insurance", "already_paid", "refund"})
"""Whichever of two of these is meant, reminders stop and a person looks: nobody need be asked first."""
COUNTED = frozenset({"plan_status", "get_pay_link", "payment_methods", "out_of_scope", "check_balance", "affirm"})
"""Intents that a count of payments makes a plan of: "want to pay my bill in 3 parts", "what is it if i did 4"."""
MONTHLY = frozenset({"get_pay_link", "out_of_scope", "promise_to_pay", "payment_methods", "affirm"})
"""Intents that "50 a month" or "half now, half in two weeks" makes a plan of."""
ABOUT_A_PLAN = frozenset({"change_plan", "request_plan", "plan_status", "payment_methods", "get_pay_link",
                          "promise_to_pay", "out_of_scope"})  # fmt: skip
"""Intents beside which "skip a month" or "by card automatically" is about the plan that they have."""
AGAIN = frozenset({"change_plan", "request_plan", "out_of_scope"})
"""Intents beside which a day alone is another day for what was promised: "make it dec 3"."""
MOST_CHOICES = 12
"""A bare number above this is dollars, where dollars were spoken of last."""


def wanted(heard: Heard, facts: Facts, top: Frame | None) -> str | None:
    """The topic that a text asks for, beside the one that is open."""
    if heard.everyone:
        return "household"
    idle = top is None or FLOWS[top.flow].steps[top.step].passing
    if shaped(heard) and heard.intent in MONTHLY:
        return "plan"
    if heard.intent == "get_pay_link" and heard.day and heard.day > facts.today:
        return "promise"
    planned = facts.plan is not None and facts.plan.state == "active"
    if heard.intent == "promise_to_pay" and heard.also in {"request_plan", "change_plan"} and heard.number:
        return "change_plan" if planned else "plan"
    if facts.promised and heard.day and heard.intent in AGAIN and not (planned or heard.number or heard.amount):
        return "promise"
    if heard.change and planned and heard.intent in (ABOUT_A_PLAN if heard.change != "keep" else AGAIN):
        return "change_plan"
    unsigned = facts.plan is not None and facts.plan.state == "offered"
    if heard.intent == "opt_in" and unsigned and not facts.opted_out:
        return "plan_status"  # "where do i sign again": the agreement waits, the texts were never off
    if heard.counted and facts.plan is None and heard.intent in COUNTED and 2 <= (heard.number or 0) <= MOST_CHOICES:
        return "plan"
    pair = len({factor.kind for factor in heard.factors}) > 1 and not facts.verified and top and top.flow != "verify"
    if heard.factors and heard.intent in PLAIN and (idle or pair):
        either = (top.memory.first, top.memory.second) if top and isinstance(top.memory, Either) else ()
        return next((name for name in either if name in TOLD), "balance")
    again = followed(heard, facts) if idle else None
    if again or (heard.intent in ONLY_ALONE and top):
        return again
    return named(heard.intent)


def shaped(heard: Heard) -> bool:
    """Whether a text says how a plan would be paid: "50 a month", "half now, half in two weeks"."""
    later = heard.day or heard.per or heard.number
    return bool((heard.per and heard.amount) or heard.halves or (heard.down is not None and later))


def answers_both(first: str, second: str, heard: Heard, facts: Facts) -> str | None:
    """Of two topics that may be meant, the one that answers both, or that a figure or day decides for."""
    either = frozenset({first, second})
    if "promise" in either and either & PLANNING and heard.number:
        return next(iter(either & PLANNING))
    if again := followed(heard, facts):
        return again
    if either == {"plan", "hardship"}:
        return first
    if either == {"plan", "change_plan"}:
        return "change_plan" if facts.plan is not None and facts.plan.state == "active" else "plan"
    if either == {"opt_in", "plan_status"} and facts.plan is not None and facts.plan.state == "offered":
        return "plan_status"  # "where do i sign": the plan waits for it
    figure, later = heard.amount or heard.fraction, heard.day is not None and heard.day > facts.today
    if either == {"pay", "promise"} and (figure or heard.day or heard.days):
        return "promise" if later or heard.days else "pay"
    if "pay" in either and figure and heard.per is None:
        return "pay"
    if "promise" in either and (heard.day or heard.days):
        return "promise"
    return BOTH.get(either)


def followed(heard: Heard, facts: Facts) -> str | None:
    """What a bare figure or day changes once its topic is done: "actually make it $100", "no, monday"."""
    last, figure = facts.last_topic, heard.amount or heard.fraction
    planned = facts.plan is not None and facts.plan.state == "active"
    if heard.per or (heard.intent not in PLAIN and (planned or heard.intent not in {"change_plan", "request_plan"})):
        return None
    if last in {"pay", "payment_trouble"} and (figure or (heard.number or 0) > MOST_CHOICES):
        return "pay"
    if last == "promise" and (heard.day or heard.days):
        return "promise"
    if last == "plan" and (figure or heard.number):
        return "change_plan" if planned else "plan"
    return None


def named(intent: str) -> str | None:
    """The talk that this intent opens."""
    return TOPICS[intent].name if intent in TOPICS else None
