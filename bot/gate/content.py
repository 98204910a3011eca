"""Rules about what a text says: name, STOP line, links, words, length (fact sheet T1, C3 to C5, F4, F6, H1, 5.2)."""

from __future__ import annotations

from datetime import datetime

from bot import lint, zones
from bot.gate.rule import ALL, BEGUN, MUST, C, Finding, Rule, rule
from bot.words import normalise, segments
from flows.values import GateFacts, Outgoing

SIGNED = frozenset((C.NUDGE, C.SERVICE, C.HELP, C.CONSENT_CONFIRM, C.CONSENT_ASK))
SHORT = frozenset((C.NUDGE, C.SERVICE, C.CONSENT_CONFIRM, C.CONSENT_ASK))
MOST_SEGMENTS = 2


def _words(message: Outgoing, facts: GateFacts) -> str:
    """A text's own words, folded: without links, the practice's names, and sentences that the law requires."""
    return lint.folded(lint.without(message.body or "", facts.practice.program_name, facts.practice.name))


@rule("program_name", "CTIA, fact sheet C3: the registered name in every message that opens a talk",
      "It says who writes", SIGNED)  # fmt: skip
def named(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """The name as registered."""
    lacks = message.body is not None and not lint.says_who(message.body, facts.practice.program_name)
    return Finding("It does not carry the practice's registered name") if lacks else None


@rule("stop_line", "CTIA, 12 CFR 1006.6(e), fact sheet C3, F4", "It says how to stop these texts", SIGNED)
def stoppable(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """Reply STOP."""
    lacks = message.body is not None and not lint.says_stop(message.body)
    return Finding("It does not say how to stop these texts") if lacks else None


@rule("url_shortener", "CTIA, fact sheet C4: no shared public shorteners", "Its link is the practice's own", ALL - MUST)
def unshortened(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """Carriers block them."""
    shared = [link for link in lint.links(message.body) if lint.shortened(link)] if message.body else []
    return Finding("The link goes through a public shortener, which carriers block") if shared else None


@rule("links", "CTIA, fact sheet C4, H3: one secure link to the practice's own address",
      "Its link is one that may be sent", ALL - MUST)  # fmt: skip
def linked(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """https, the practice's own hosts, nothing about the patient in it, one at most."""
    found = lint.links(message.body) if message.body else ()
    if faults := [fault for link in found if (fault := lint.link_fault(link, facts.practice.hosts))]:
        return Finding(faults[0])
    several = len([link for link in found if "/" in link]) > 1
    return Finding("It carries more than one link") if several else None


@rule("marketing_content", "47 CFR 64.1200, fact sheet T1: no offers", "It advertises nothing", ALL - {C.SAFETY})
def informs(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """One offer would make these texts advertising."""
    bad = lint.markets(_words(message, facts), message.cls in BEGUN)
    return Finding("It reads like advertising") if bad else None


@rule("threat", "12 CFR 1006.18, fact sheet F6, 5.2", "It threatens nothing", ALL - MUST - {C.HELP})
def kind(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """No law suits, credit reports, agencies or false deadlines."""
    bad = lint.threatens(_words(message, facts), message.cls in BEGUN)
    return Finding("It reads like a threat") if bad else None


@rule("carrier_words", "Twilio's forbidden categories, fact sheet C2", "It has no words that carriers block", BEGUN)
def passed_on(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """Carriers take some words for third-party collection."""
    bad = lint.carriers_refuse(_words(message, facts))
    return Finding("It has words that carriers block, such as debt or collections") if bad else None


@rule("clinical_content", "45 CFR 164.502(b), fact sheet H1, H3", "It names no treatment", ALL - MUST)
def discreet(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """No procedure, illness or code for one, at any level, by SMS."""
    bad = lint.clinical(_words(message, facts), message.cls in BEGUN)
    return Finding("It names a treatment, an illness or a medical code") if bad else None


@rule("nj_sentence", "P.L.2024 c.48 (56:11-56), fact sheet 5.2",
      "It carries New Jersey's sentence where that is wanted", frozenset((C.NUDGE, C.SERVICE)))  # fmt: skip
def new_jersey(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """Every communication to collect says that the bill is not reported to credit bureaus."""
    there = zones.state_of(message.number, facts.zip) == "NJ"
    bad = there and message.body is not None and not lint.promises_no_report(message.body)
    return Finding("It lacks New Jersey's sentence that the bill is not reported to credit bureaus") if bad else None


@rule("segments", "fact sheet C5", "It is short", SHORT)
def short(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """Two segments at most."""
    bad = message.body is not None and segments(normalise(message.body)) > MOST_SEGMENTS
    return Finding(f"It is too long: more than {MOST_SEGMENTS} segments") if bad else None


RULES: tuple[Rule, ...] = (named, stoppable, unshortened, linked, informs, kind, passed_on, discreet, new_jersey, short)
"""In the order of the fact sheet."""
