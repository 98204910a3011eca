"""Rules for substance-use records (42 CFR Part 2, fact sheet H5)."""

from __future__ import annotations

import re
from datetime import datetime

from bot.gate import holds
from bot.gate.rule import ALL, BEGUN, MUST, C, Finding, rule
from flows.values import GateFacts, Outgoing

REVEALING = re.compile(
    r"recovery|psych|fertil|oncolog|\bhiv\b|methadone|behavioral|addiction|substance|detox|rehab|reproduct", re.I
)
"""Names that say what is treated there (fact sheet H4)."""
SOURCE = "42 CFR Part 2, fact sheet H5"


def part2(facts: GateFacts, now: datetime) -> bool:
    """Whether the record is protected, by its flag or by a hold."""
    return facts.part2 or holds.has("part2", facts, now)


@rule("part2_guarantor", SOURCE, "A guarantor may be told of a protected record", BEGUN | {C.RECEIPT, C.OTP})
def guarantor(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """Only with the patient's written consent."""
    bad = facts.to_guarantor and not facts.guarantor_consent and part2(facts, now)
    return Finding("This protected record may not be told to the guarantor without written consent") if bad else None


@rule("part2_staff", SOURCE, "Nothing typed by hand goes out about a protected record",
      frozenset((C.STAFF, C.REPLY)))  # fmt: skip
def typed(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """No free text of staff by SMS."""
    bad = (message.reply or message.cls is C.STAFF) and part2(facts, now)
    return Finding("Staff do not type texts about a protected record; please call") if bad else None


@rule("part2_level", SOURCE, "A protected record is texted about without details", ALL - MUST)
def bare(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """Content level 0 only."""
    bad = message.level > 0 and part2(facts, now)
    return Finding("A text about a protected record carries no details") if bad else None


@rule("part2_name", SOURCE, "The name in texts about a protected record gives nothing away", BEGUN)
def neutral(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """The name is neutral."""
    bad = part2(facts, now) and REVEALING.search(facts.practice.program_name)
    return Finding("The practice's name in texts gives away what it treats") if bad else None
