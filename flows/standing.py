"""What talks about money ask first: is there anything to pay, and may it be paid here? Sentences that several share."""

from __future__ import annotations

from hashlib import sha256

from flows.money import Money
from flows.script import Account, End, Facts, Heard, Link, Quote, Say

PLAIN = frozenset({"out_of_scope", "affirm", "deny", "greet", "thanks_bye"})
"""Intents beside which a number is a choice; any other has a wish of its own, as in "2 questions about insurance"."""
BY_TEXT = 4
"""More payments than this are agreed to on a page, and so is any plan of a patient in these states (decision 16)."""
PAGE_STATES = frozenset({"CA", "NJ", "DC", None})
"""None: a home that we do not know may be in one of them."""
REVIEWED = frozenset({"dispute", "gfe_dispute", "ins_appeal"})
"""Holds under which a bill is being looked into: paying stays open, and that is said (decision 14)."""


def account(facts: Facts) -> Account:
    """The proved account. Only private steps may call it: the engine opens proof before them."""
    if facts.account is None:
        raise LookupError("no account is proved; make the step private")
    return facts.account


def nothing_to_pay(facts: Facts) -> End | None:
    """The answer where payment is closed or nothing is owed; None where there is something to pay."""
    if facts.closed:
        return End([Say("standing.closed")])
    if facts.account is None or facts.account.owed.cents > 0:
        return None
    if facts.account.owed.cents < 0:
        return End([Say("standing.credit", credit=-facts.account.owed)])
    return End([Say("standing.nothing")])


def reviewed(facts: Facts) -> bool:
    """Whether somebody here is looking into the bill."""
    return bool(REVIEWED & facts.holds)


def caution(facts: Facts) -> tuple[Say, ...]:
    """What to know before paying: insurance is not done, or the bill is under review."""
    if facts.account and facts.account.insurance_pending:
        return (Say("standing.insurance"),)
    return (Say("standing.review"),) if reviewed(facts) else ()


def picked(heard: Heard) -> int | None:
    """The number of a choice in a text that wishes for nothing else."""
    return heard.number if heard.intent in PLAIN and heard.amount is None else None


def dollars(heard: Heard) -> Money | None:
    """The amount in a text; a bare number is dollars where dollars were asked for."""
    if heard.amount is not None:
        return heard.amount
    return Money(heard.number * 100) if heard.number is not None and not heard.counted else None


def secure_page(facts: Facts, key: str, **blanks: object) -> Say:
    """A sentence with the secure page for who would rather not text; in web chat its twin without, `<key>_web`."""
    if facts.channel == "web":
        return Say(f"{key}_web", **blanks)
    return Say(key, link=Link("secure_page"), **blanks)


def by_text(facts: Facts, count: int) -> bool:
    """Whether a plan of so many payments may be agreed to by text (decision 16)."""
    return count <= BY_TEXT and account(facts).state not in PAGE_STATES


def mark(quote: Quote) -> str:
    """Tells quotes apart without keeping their figures."""
    terms = (quote.patient_id, quote.owed, quote.parts, quote.days)
    return sha256(repr(terms).encode()).hexdigest()[:16]


def agrees(heard: Heard) -> bool:
    """A 1 or a plain yes. A yes with another wish, figure or day in it is none (decision 16)."""
    other = heard.day or heard.days or heard.also or heard.suspicions or heard.fraction or heard.per or heard.amount
    one = heard.number == 1 and heard.intent in PLAIN - {"deny"}
    return not (other or heard.down is not None) and (one or (heard.intent == "affirm" and heard.number is None))
