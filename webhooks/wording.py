"""What staff read for the gate's reasons, notes and stops, and the filters that templates write it all with."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.case import rank
from bot.facts import CLOSES_PAYMENT
from bot.gate.holds import STOPS
from flows.values import HoldUntil, MessageClass, Reasons, Send, Verdict
from webhooks import names, times
from webhooks.names import HOLDS, plain

RULES = {
    **HOLDS,
    "opted_out": "asked for no more texts",
    "superseded": "something newer was said instead",
    "quiet_hours": "outside the hours for texts",
    "caps": "enough texts for now",
}
"""For a reason of the gate that came without words."""


BEGINNINGS = tuple(f"{word} " for word in ("A", "An", "It", "No", "Not", "Our", "The", "There", "They", "This", "We"))


def because(reasons: Reasons) -> str:
    """Why a text waits or was dropped."""
    return "; ".join(_within(words or plain(RULES, rule)) for rule, words in reasons)


def _within(words: str) -> str:
    """A sentence's beginning in small letters, unless it is a name or stands in capitals."""
    return words[0].lower() + words[1:] if words.startswith(BEGINNINGS) or words in HOLDS.values() else words


NOTES = {
    "opted_out": "They wrote although texts to this number are stopped.",
    "wishes_leave_no_hour": "Their wishes leave no hour for a text. Please reach them another way.",
    "number_reassigned": "The carrier says that this number has a new owner. Please find the patient's new one.",
    "incident_to_review": "Something about a bill went to a number that is somebody else's. It has to be judged within "
    "60 days whether that must be reported.",
    "staff_text_not_sent": "A text that one of us typed could not be sent in time. The talk says why.",
    "number_unusable": "This number cannot get texts.",
    "number_unreachable": "Texts did not arrive for a day.",
    "call_by_phone": "The safety reply could not be delivered. Please call them now.",
    "practice_paused": "The carriers do not take our texts. Nothing goes out until that is settled.",
    "template_filtered": "A carrier filtered this wording; it waits.",
    "text_refused": "Twilio refused a text.",
    "reply_not_sent": "An answer of the bot could not be sent.",
    "page: locked": "They tried too often to prove who they are on a page, which is locked. Please help by phone.",
    "page: too little on file": "Our file has too little for them to prove who they are, by birth date, ZIP code and "
    "statement code. Please complete it with them by phone.",
}
"""For notes that are a name of ours; other names say no more than the ticket's reason does."""


def said(note: str) -> str:
    """A ticket's note: what the patient said, a line for each time."""
    lines = (NOTES.get(line, "" if re.fullmatch(r"[a-z_]+", line) else line) for line in note.splitlines())
    return "\n".join(line for line in lines if line)


STOPPED = {
    "texts": "No text leaves: {why}.",
    "reminders": "Reminders are paused: {why}. Answers to patients go on.",
    "wording": "The wording “{key}” waits: a carrier filtered it. Have a look at it before it is sent again.",
}
"""What stands still for the whole practice, by bot/desk_practice.py."""

WHY_STOPPED = {
    "opt_outs": "more than 2 in 100 people asked for no more texts within a day",
    "filtered": "carriers filtered more than 1 in 100 texts within a day",
    "sender_not_registered": "the carriers do not take texts from our number",
}


def stopped(what: str, why: str, key: str) -> str:
    """A sentence for what waits for a person."""
    kind, _, code = why.partition(":")
    words = WHY_STOPPED.get(kind, why)
    return STOPPED[what].format(why=f"{words} ({code})" if code else words, key=key)


def may_go(verdict: Verdict, now: datetime, zone: ZoneInfo) -> str:
    """What the gate says about a text, for whoever asks "why can't I text her?"."""
    if isinstance(verdict, Send):
        return "may go now"
    reasons = because(verdict.reasons[:MOST_REASONS])
    if isinstance(verdict, HoldUntil):
        return f"waits until {times.moment_of(verdict.until, now, zone)}: {reasons}"
    return f"may not go: {reasons}"


MOST_REASONS = 3


def blocks(reason: str) -> str:
    """What a hold stops, in a few words: "stops reminders", "stops reminders and staff texts; no paying online"."""
    stopped = STOPS[reason].classes if reason in STOPS else frozenset()
    what = [words for cls, words in BLOCKED.items() if cls in stopped]
    told = f"stops {' and '.join([', '.join(what[:-1]), what[-1]] if len(what) > 1 else what)}" if what else ""
    return "; ".join(part for part in (told, "no paying online" if reason in CLOSES_PAYMENT else "") if part)


BLOCKED = {
    MessageClass.NUDGE: "reminders",
    MessageClass.SERVICE: "plan notices",
    MessageClass.STAFF: "your own texts",
    MessageClass.RECEIPT: "receipts",
    MessageClass.REPLY: "answers",
}
"""Classes of texts in words, in the order of what is stopped first."""

FILTERS: dict[str, Callable[..., Any]] = {
    "ago": times.ago,
    "may_go": may_go,
    "blocks": blocks,
    "stopped": lambda one: stopped(one.what, one.why, one.key),
    "asking": lambda name: plain(names.ASKING, name),
    "because": because,
    "birth": lambda born: f"{born:%b %-d, %Y}",
    "channel": lambda name: plain(names.CHANNELS, name),
    "clock": times.clock,
    "date": lambda when, now, zone: times.date_of(_local(when, zone), now.astimezone(zone).date()),
    "debit": lambda one: debit(one.state, one.why),
    "day": lambda when, now, zone: times.day(_local(when, zone), now.astimezone(zone).date()),
    "event": lambda kind, by: event(kind, by),
    "hold": lambda name: plain(HOLDS, name),
    "intent": lambda name: plain(names.INTENTS, name),
    "language": lambda name: plain(names.LANGUAGES, name),
    "line": lambda name: plain(names.LINES, name),
    "moment": times.moment_of,
    "outcomes": lambda reason: names.OUTCOMES.get(reason, names.ANY_OUTCOME),
    "phone": times.phone_number,
    "rank": rank,
    "said": said,
    "signed": lambda line: f"{'' if line.kind in names.ADDS else '−'}{line.amount}",
    "reason": lambda name: plain(names.REASONS, name),
    "short": lambda name: plain(names.SHORT, name),
    "size": lambda many: f"{many / 1_000_000:.1f} MB" if many >= 1_000_000 else f"{max(1, many // 1000)} kB",
    "source": lambda name: plain(names.SOURCES, name),
    "state": lambda name: plain(names.STATES, name),
    "way": lambda name: plain(names.WAYS, name),
}
"""For templates."""


def _local(when: date | datetime, zone: ZoneInfo) -> date:
    return when.astimezone(zone).date() if isinstance(when, datetime) else when


def debit(state: str, why: Reasons) -> str:
    """How an instalment stands that is taken by itself, and why where it was put off."""
    return ": ".join([names.DEBITS[state], *(words for _, words in why[:1] if state == "put_off")])


def event(kind: str, by: str) -> str:
    """A line of the talk's column: "Ana took over"."""
    name, _, what = kind.partition(":")
    about = plain(names.REASONS if name == "solved" else HOLDS, what)
    return names.EVENTS.get(name, "{by}: {name}").format(by=by, what=about, name=plain({}, name))
