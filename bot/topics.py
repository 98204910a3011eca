"""All talks by name, and which intent opens which. A new talk is one file in flows and one line here. Pure."""

from __future__ import annotations

from flows import (
    answers,
    balance,
    clarify,
    details,
    hardship,
    language,
    menu,
    pay,
    plan,
    plan_status,
    promise,
    verify,
    whose,
)
from flows.script import Flow

FLOWS: dict[str, Flow] = {
    flow.name: flow
    for flow in (
        verify.flow,
        whose.flow,
        balance.flow,
        pay.flow,
        pay.trouble,
        plan.flow,
        plan_status.status,
        plan_status.changing,
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

WHILE_WAITING = frozenset({"verify", "whose", "balance", "pay", "payment_trouble", "receipt", "language", "texts"})
"""Talks that go on while a person is awaited (decision 27)."""
KEEP_OPEN = frozenset({"thanks", "not_now"})
"""Topics beside which even a passing question stays open."""
ONLY_ALONE = frozenset({"affirm", "deny"})
"""No topics beside an open question: there they answer it, or nothing."""


def named(intent: str) -> str | None:
    """The talk that this intent opens."""
    return TOPICS[intent].name if intent in TOPICS else None
