"""Stop conditions: each by name, what it stops, and its words (fact sheet section 8, decision 26)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot import zones
from bot.gate import words
from bot.gate.rule import ALL, ANSWERS, BEGUN, MUST, C, Finding, Rule, rule
from flows.values import GateFacts, Hold, MessageClass, Outgoing

NUDGES = frozenset((C.NUDGE,))
NOBODY_THERE = BEGUN | {C.RECEIPT, C.OTP}
YEARS_BY_STATE: dict[str | None, int] = {"AR": 2}
"""Where a medical bill is too old sooner than the policy says (Ark. Code 16-56-106(b); fact sheet P11)."""


@dataclass(frozen=True)
class Stop:
    """What a hold stops and why, in a receptionist's words."""

    words: str
    classes: frozenset[MessageClass] = NUDGES


STOPS: dict[str, Stop] = {
    "opted_out": Stop("The patient asked for no more texts", ALL - MUST),
    "tenant_paused": Stop("Texting is paused for this practice", ALL - MUST),
    "wrong_number": Stop("This number belongs to somebody else", NOBODY_THERE),
    "reassigned": Stop("This number was given to somebody else", NOBODY_THERE),
    "undeliverable": Stop("Texts do not reach this number", BEGUN),
    "deceased": Stop("The patient has died", BEGUN),
    "bankruptcy": Stop("The patient is in bankruptcy", BEGUN),
    "attorney": Stop("The patient has an attorney", BEGUN),
    "litigation": Stop("There is a lawsuit about this bill", BEGUN),
    "assigned_to_agency": Stop("This bill was given to an agency", BEGUN),
    "confidential_comm": Stop("The patient asked to be contacted another way", ALL - ANSWERS),
    "dispute": Stop("The patient disputes this bill"),
    "gfe_dispute": Stop("The patient disputes this bill against its estimate"),
    "ins_appeal": Stop("An insurance appeal is pending"),
    "insurance_pending": Stop("The insurance has not answered yet"),
    "charity_application": Stop("The patient applied for financial help"),
    "hardship_pause": Stop("The patient cannot pay at present"),
    "minor": Stop("The patient is a minor"),
    "confidential_minor": Stop("This is a minor's confidential visit"),
    "part2": Stop("This is a protected substance-use record"),
    "crisis_hold": Stop("The patient may be in a crisis"),
    "emergency_hold": Stop("The patient told us of an emergency"),
    "abuse_review": Stop("Staff are to look at an abusive text first"),
    "staff_waiting": Stop("The patient is waiting for a person"),
    "staff_takeover": Stop("A person is talking with the patient"),
    "plan_current": Stop("The patient is paying by a plan, and is not behind"),
    "payment_underway": Stop("The patient is paying at this moment"),
    "paid": Stop("The bill is paid"),
    "below_minimum": Stop("The balance is too small to text about"),
    "promise_to_pay": Stop("The patient promised to pay"),
    "aged": Stop("The bill is too old to text about"),
    "legal_hold": Stop("There is a legal hold on this account"),
    "not_in_file": Stop("The bill is not in the practice's newest list"),
    "import_difference": Stop("The practice's list and our records differ"),
    "nsa_protected": Stop("This bill may be protected from balance billing"),
    "not_first_party": Stop("The practice may not be the one that is owed"),
    "suspicion": Stop("The patient may have meant something serious, and was asked"),
}
"""Every hold there is. Holds stop nudges; some stop more (decision 26)."""


def ends(hold: Hold, facts: GateFacts) -> datetime | None:
    """When a hold ends, where that is known: a promise has days of grace after its date."""
    if hold.until and hold.hold == "promise_to_pay":
        return hold.until + timedelta(days=facts.practice.policy.holds.promise_extra_days)
    return hold.until


def has(name: str, facts: GateFacts, now: datetime) -> bool:
    """Whether a hold of this name is in force."""
    return any(hold.hold == name and not _over(hold, facts, now) for hold in facts.holds)


def _over(hold: Hold, facts: GateFacts, now: datetime) -> bool:
    end = ends(hold, facts)
    return end is not None and end <= now


# -- facts that amount to a hold without an end --


def _aged(message: Outgoing, facts: GateFacts, now: datetime) -> bool:
    """Old debt counts from the oldest service date (decision 26); the anniversary itself is not too late."""
    if facts.oldest_service_date is None:
        return False
    allowed = facts.practice.policy.old_debt_years
    place = zones.state_of(message.number, facts.zip)
    return now.date() > _years_later(facts.oldest_service_date, min(allowed, YEARS_BY_STATE.get(place, allowed)))


def _years_later(day: date, years: int) -> date:
    leap = (day.month, day.day) == (2, 29)
    return date(day.year + years, day.month, 28 if leap else day.day)


IMPLIED: dict[str, Callable[[Outgoing, GateFacts, datetime], bool]] = {
    "tenant_paused": lambda message, facts, now: facts.practice.paused,
    "opted_out": lambda message, facts, now: facts.opted_out,
    "reassigned": lambda message, facts, now: facts.lookup == "yes",
    "insurance_pending": lambda message, facts, now: facts.insurance_pending,
    "minor": lambda message, facts, now: facts.minor,
    "aged": _aged,
    "paid": lambda message, facts, now: facts.balance.cents <= 0,
    "below_minimum": lambda message, facts, now: 0 < facts.balance.cents < facts.practice.policy.min_balance_cents,
}


def _rule(name: str, stop: Stop) -> Rule:
    implied = IMPLIED.get(name)

    def asks(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
        if implied is not None and implied(message, facts, now):
            return Finding(stop.words)
        open_ones = [hold for hold in facts.holds if hold.hold == name and not _over(hold, facts, now)]
        if not open_ones:
            return None
        until = [ends(hold, facts) for hold in open_ones]
        end = None if None in until else max(moment for moment in until if moment)
        return Finding(_said(stop, end, message, facts), until=end, known_end=True)

    return Rule(name, SOURCE, "Nothing stops texts to this patient", stop.classes, asks, timed=implied is _aged,
                web=name == "tenant_paused", family="holds", rows=implied is None)  # fmt: skip


def _said(stop: Stop, end: datetime | None, message: Outgoing, facts: GateFacts) -> str:
    if end is None:
        return stop.words
    zone = next(iter(zones.candidates(message.number, facts.zip, facts.stated_zone)), "UTC")
    return f"{stop.words}; this ends on {words.on(end.astimezone(ZoneInfo(zone)).date())}"


SOURCE = "fact sheet section 8; decision 26"
HOLDS: dict[str, Rule] = {name: _rule(name, stop) for name, stop in STOPS.items()}
"""A rule for each hold."""


@rule("nj_ins_appeal", "P.L.2024 c.48: no contact while an insurance appeal is pending (fact sheet 5.2)",
      "No insurance appeal is pending in New Jersey", frozenset((C.SERVICE,)))  # fmt: skip
def nj_appeal(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """Not even what the patient asked for."""
    return HOLDS["ins_appeal"](message, facts, now) if zones.state_of(message.number, facts.zip) == "NJ" else None
