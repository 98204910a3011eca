"""Rules about content levels: who may learn what by text (fact sheet H2, H3, H13)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from bot import lint
from bot.gate.rule import ALL, BEGUN, MUST, C, Finding, rule
from flows.values import GateFacts, Outgoing

SENSITIVE = re.compile(
    r"recovery|psych|mental|behavio|addict|substance|\bsud\b|detox|rehab|methadone|fertil|\bivf\b|oncol|cancer|\bhiv\b"
    r"|\bst[di]s?\b|sexual|reproduct|abortion",
    re.I,
)
"""Specialties whose patients are not greeted by name (fact sheet H4, decision 23)."""


@rule("phi_level", "45 CFR 164.502(b), 164.522(b), fact sheet H2, H3; decision 23", "It says no more than may be said",
      ALL - MUST, web=True)  # fmt: skip
def level(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """Level 0 names nothing; level 1 wants the text-risk acknowledgement; level 2 is for the browser."""
    said = _too_high(message, facts) if message.level > 0 else _too_much(message)
    if said is None and message.cls in BEGUN:
        said = _details(message, facts)
    return Finding(said) if said else None


def _too_high(message: Outgoing, facts: GateFacts) -> str | None:
    if facts.minor:
        return "No details about a minor's bill go out"
    if message.channel == "web":
        return None
    if message.level > 1:
        return "Details of a bill are shown on the secure page only"
    return None if facts.risk_ack else "The patient was not told yet that texts are not private, so no details go out"


def _too_much(message: Outgoing) -> str | None:
    named = message.body and lint.names_amount(message.body, begun=message.cls in BEGUN)
    return "It names an amount, which may not be said at this level" if named else None


def _details(message: Outgoing, facts: GateFacts) -> str | None:
    sensitive = facts.part2 or bool(SENSITIVE.search(facts.practice.specialty or ""))
    text = lint.without(message.body or "", facts.practice.program_name, facts.practice.name)
    return lint.reveals(text, facts.first_name, facts.last_name, level=message.level, sensitive=sensitive)


@rule("not_verified", "45 CFR 164.514(h), fact sheet H3, H7", "The patient proved who they are where it says details",
      ALL - MUST, timed=True, web=True)  # fmt: skip
def proved(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """A bot's reply wants the session of the moment; other texts a number that was proved not long ago."""
    if message.level <= 0 or facts.verified:
        return None
    at = facts.number_verified_at
    days = timedelta(days=facts.practice.policy.risk_ack_days)
    answer = message.channel == "web" or (message.cls is C.REPLY and not message.reply)
    if at is not None and now - at <= days and not answer:
        return None
    return Finding("The patient has not proved who they are, so no details go out")
