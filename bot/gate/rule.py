"""The shape of a rule, and which classes of text rules ask about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flows.values import GateFacts, MessageClass, Outgoing

C = MessageClass
ALL = frozenset(C)
BEGUN = frozenset((C.NUDGE, C.SERVICE, C.STAFF, C.CONSENT_CONFIRM, C.CONSENT_ASK))
"""Texts that we begin; all others answer something that the patient did."""
MUST = frozenset((C.SAFETY, C.OPTOUT_CONFIRM))
"""Texts that go to a number that opted out and from a practice that is paused."""
ANSWERS = frozenset((C.REPLY, C.HELP, *MUST))
"""Texts that a wish for another channel does not stop (fact sheet H6)."""
IN_BROWSER = frozenset((*ANSWERS, C.OTP, C.RECEIPT, C.STAFF))
"""Classes that web chat shows; no rule about numbers, hours or caps is asked for them there."""


@dataclass(frozen=True)
class Finding:
    """What a rule has against a text: for good (`until` None), or before a moment."""

    words: str
    """For a receptionist, such as "8:00 in the evening in New York"."""
    until: datetime | None = None
    """The first instant from which this rule, asked alone, has nothing against it."""
    known_end: bool = False
    """A stop condition whose end is known: it may be waited for, however far (decision 26)."""


Asks = Callable[[Outgoing, GateFacts, datetime], Finding | None]


@dataclass(frozen=True)
class Rule:
    """One rule: asks about a text, the facts and a moment; None when it has nothing against it."""

    name: str
    source: str
    """The law, contract or decision that it comes from."""
    holds_when: str
    """What is true of a text that passes, in a receptionist's words."""
    classes: frozenset[MessageClass]
    asks: Asks
    timed: bool
    """It may be against a later moment where it is not against this one: it is asked again while a text waits."""
    web: bool
    """It is asked in web chat too."""
    family: str = ""
    """Where a text passes, one line stands for all rules of a family."""
    rows: bool = False
    """It reads the patient's holds and nothing else: where there is none, it need not be asked."""

    def __call__(self, message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
        return self.asks(message, facts, now)


def rule(name: str, source: str, holds_when: str, classes: frozenset[MessageClass], *, timed: bool = False,
         web: bool = False) -> Callable[[Asks], Rule]:  # fmt: skip
    """Makes a rule of the decorated function."""
    return lambda asks: Rule(name, source, holds_when, classes, asks, timed, web)


def acting(message: Outgoing, facts: GateFacts, now: datetime) -> Outgoing:
    """The text as rules see it: what staff type within minutes of an inbound is a REPLY (decision 26)."""
    if message.cls is C.STAFF and since_inbound(facts, now) <= timedelta(minutes=facts.practice.policy.reply_grace_min):
        return replace(message, cls=C.REPLY, reply=True)
    return message


def since_inbound(facts: GateFacts, now: datetime) -> timedelta:
    """How long ago the patient last texted; for ever where they never did."""
    return now - facts.last_inbound_at if facts.last_inbound_at else timedelta.max
