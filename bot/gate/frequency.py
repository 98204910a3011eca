"""Rules about how often: caps, the gap, loop guards, texts not read yet (fact sheet 5.1, F5, decision 26)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from bot import zones
from bot.gate.rule import C, Finding, rule
from bot.gate.window import places_of, zone_of
from flows.values import GateFacts, Outgoing, Sent

CAPPED = frozenset((C.NUDGE, C.SERVICE, C.STAFF))
GAPPED = CAPPED | {C.CONSENT_ASK}
COUNTED = frozenset((C.NUDGE, C.SERVICE, C.STAFF, "CALL"))
SPACED = COUNTED | {C.CONSENT_ASK}
"""What the gap is kept from; asking for consent counts for the gap and its own week only (decision 26)."""
WEEK = timedelta(days=7)
SOURCE = "fact sheet 5.1; 940 CMR 7.04(1)(f), 6 RCNY 5-77, D.C. Code 28-3814"


def per_week(message: Outgoing, facts: GateFacts) -> int:
    """The weekly cap where the patient is; the row of Massachusetts holds for its practices too (section 11)."""
    policy = facts.practice.policy
    rows = policy.states
    state = zones.state_of(message.number, facts.zip)
    caps = [policy.caps.per_7d]
    caps += [rows.ma_per_7d] if "MA" in (state, facts.practice.state) else []
    caps += [rows.nyc_per_7d] if zones.in_nyc(facts.zip) else []
    caps += [rows.dc_per_7d] if state in ("DC", None) else []
    return min(caps)


@rule("unread_inbound", "decision 1: while a stored text has not been through its turn",
      "Every text of the patient was read", frozenset((C.NUDGE, C.SERVICE)))  # fmt: skip
def unread(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """It may be an opt-out in other words; looked at again in a minute."""
    if not facts.unread_inbound:
        return None
    return Finding("A text of the patient has not been read yet", until=now + timedelta(minutes=1))


@rule("per_7_days", SOURCE, "The week's texts and calls are not used up", CAPPED, timed=True)
def weekly(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """At most so many in 168 hours, and in 7 calendar days."""
    return _at_most(per_week(message, facts), WEEK, 7, "in 7 days", message, facts, now)


@rule("per_day", "fact sheet 5.1", "The day's texts and calls are not used up", CAPPED, timed=True)
def daily(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """At most so many on one calendar day, in any zone the patient may be in."""
    return _at_most(facts.practice.policy.caps.per_day, timedelta(0), 1, "a day", message, facts, now)


@rule("min_gap", "fact sheet 5.1", "The last text or call was long enough ago", GAPPED, timed=True)
def gap(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """Between counted texts and calls."""
    hours = facts.practice.policy.caps.min_gap_h
    last = max(_moments(facts, SPACED), default=None)
    if last is None or (free := last + timedelta(hours=hours)) <= now:
        return None
    return Finding(f"The last text or call was less than {hours} hours ago", until=free)


@rule("consent_ask_week", "D.C. Code 28-3814, fact sheet 5.2: one in 7 days",
      "Consent was not asked for in the last 7 days", frozenset((C.CONSENT_ASK,)))  # fmt: skip
def asked(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """Its own week."""
    last = max(_moments(facts, frozenset((C.CONSENT_ASK,))), default=None)
    if last is None or (free := last + WEEK) <= now:
        return None
    return Finding("Consent was asked for less than 7 days ago", until=free)


@rule("replies_per_hour", "fact sheet section 0: loop guard", "The bot is not answering another robot",
      frozenset((C.REPLY,)))  # fmt: skip
def looping(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """What staff type is no loop."""
    most = facts.practice.policy.caps.replies_per_hour
    many = not message.reply and facts.replies_last_hour >= most
    return Finding(f"There were {facts.replies_last_hour} replies in the last hour") if many else None


@rule("otp_per_day", "fact sheet section 0", "There were not too many codes today", frozenset((C.OTP,)))
def codes(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """In 24 hours."""
    recent = [at for at in _moments(facts, frozenset((C.OTP,))) if now - at < timedelta(days=1)]
    many = len(recent) >= facts.practice.policy.otp.per_day
    return Finding(f"There were {len(recent)} codes today") if many else None


def _at_most(cap: int, span: timedelta, days: int, each: str, message: Outgoing, facts: GateFacts,
             now: datetime) -> Finding | None:  # fmt: skip
    """Holds until fewer than `cap` were sent within `span` and so many calendar days; drops where none may be."""
    if cap <= 0:
        return Finding(_limit(cap, each))
    moments = sorted(_moments(facts, COUNTED), reverse=True)
    if len(moments) < cap:
        return None
    nearest = moments[cap - 1]
    if now - nearest >= timedelta(days=days + 1):  # Past in every zone, which need not be asked one by one.
        return None
    free = max(nearest + span, *(_days_after(nearest, days, zone) for zone in places_of(message, facts) or ("UTC",)))
    return Finding(_limit(cap, each), until=free) if free > now else None


def _days_after(moment: datetime, days: int, zone: str) -> datetime:
    """The first instant of the day so many days after a moment's day, in a zone."""
    here = zone_of(zone)
    day = moment.astimezone(here).date() + timedelta(days=days)
    return datetime.combine(day, time(), here).astimezone(UTC)


def _moments(facts: GateFacts, classes: Iterable[str]) -> list[datetime]:
    return [sent.at for sent in facts.sent or () if sent.cls in classes and not _answers(sent)]


def _answers(sent: Sent) -> bool:
    return sent.reply and sent.cls == C.STAFF


def _limit(cap: int, each: str) -> str:
    times = {0: "None", 1: "One text or call", 2: "Two texts or calls"}.get(cap, f"{cap} texts or calls")
    return f"{times} {each} is the limit"
