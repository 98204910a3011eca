"""What staff read for the bot's own names of reasons, holds, states and intents; and how times and counts are told."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from bot.case import rank
from bot.facts import CLOSES_PAYMENT
from bot.gate.holds import STOPS
from flows.values import HoldUntil, MessageClass, Reasons, Send, Verdict

REASONS = {
    "crisis": "Safety: may harm themselves",
    "emergency": "Safety: medical emergency",
    "legal": "Lawyer or bankruptcy",
    "deceased": "The patient has died",
    "wrong_person": "Wrong number",
    "third_party": "Somebody else writes",
    "complaint": "Complaint",
    "human": "Wants a person",
    "dispute": "Says the bill is wrong",
    "refund": "Wants money back",
    "already_paid": "Says it is paid",
    "identity": "Could not prove who they are",
    "hardship": "Cannot pay right now",
    "insurance": "Insurance question",
    "medical": "Appointment or health question",
    "receipt": "Wants a receipt",
    "info": "New details to write down",
    "not_understood": "The bot did not understand",
    "other": "Please have a look",
}
"""Ticket reasons."""

SHORT = {
    "crisis": "Safety", "emergency": "Safety", "legal": "Legal", "deceased": "Deceased", "human": "Question",
    "wrong_person": "Wrong number", "third_party": "Third party", "complaint": "Complaint", "dispute": "Dispute",
    "refund": "Refund", "already_paid": "Already paid", "identity": "Identity", "hardship": "Hardship",
    "insurance": "Insurance", "medical": "Medical", "receipt": "Receipt", "info": "New details",
    "not_understood": "Not understood", "other": "Other",
}
"""The same in a word or two, for the queue."""

OUTCOMES = {
    "dispute": ("The bill was corrected", "The bill stands and was explained", "Passed on to billing"),
    "already_paid": ("The payment was found", "No payment was found", "Passed on to billing"),
    "refund": ("Refund started", "Nothing to refund", "Passed on to billing"),
    "insurance": ("Insurance was billed", "Insurance has answered", "Passed on to billing"),
    "hardship": ("Agreed on something", "Assistance form sent", "Passed on to billing"),
    "wrong_person": ("Number taken off the file", "It is the right person"),
    "identity": ("Identity checked by phone", "Could not be reached"),
    "crisis": ("Reached and safe", "Passed on to the clinic", "Could not be reached"),
    "emergency": ("Reached and safe", "Passed on to the clinic", "Could not be reached"),
    "info": ("Details changed", "Nothing to change"),
    "receipt": ("Receipt sent", "Nothing to send"),
}
"""What staff can say came of it; the first is preselected."""
ANY_OUTCOME = ("Answered", "Nothing to do", "Passed on")

HOLDS = {
    "opted_out": "Asked for no more texts",
    "wrong_number": "Wrong number",
    "reassigned": "Number belongs to somebody else now",
    "undeliverable": "Texts do not arrive",
    "deceased": "Has died",
    "bankruptcy": "Bankruptcy",
    "attorney": "Has a lawyer",
    "dispute": "Bill disputed",
    "gfe_dispute": "Estimate disputed",
    "ins_appeal": "Insurance appeal",
    "insurance_pending": "Insurance pending",
    "charity_application": "Assistance applied for",
    "hardship_pause": "Pause: cannot pay now",
    "confidential_comm": "Confidential contact only",
    "minor": "Is a minor",
    "confidential_minor": "Confidential care of a minor",
    "part2": "Substance use record",
    "crisis_hold": "Pause after a crisis",
    "emergency_hold": "Pause after an emergency",
    "abuse_review": "Threat or abuse, to be looked at",
    "staff_waiting": "Waits for a person",
    "staff_takeover": "A person has the talk",
    "plan_current": "Plan is being kept",
    "payment_underway": "Payment under way",
    "paid": "Nothing owed",
    "below_minimum": "Too little to ask for",
    "promise_to_pay": "Promised to pay",
    "aged": "Too old a bill",
    "assigned_to_agency": "With an agency",
    "litigation": "In court",
    "legal_hold": "Legal hold",
    "tenant_paused": "The practice is paused",
    "not_in_file": "Missing from the newest list",
    "import_difference": "The lists do not agree",
    "nsa_protected": "Surprise-bill protection",
    "not_first_party": "Not our own bill",
    "suspicion": "May not want texts",
}

STATES = {
    "queued": "on its way",
    "held": "waits",
    "sending": "being sent",
    "sent": "sent",
    "delivered": "delivered",
    "undelivered": "did not arrive",
    "failed": "failed",
    "refused": "was not accepted",
    "unknown": "unclear whether it went, being checked",
    "dropped": "not sent",
}
"""States of a text of ours."""

EVENTS = {
    "taken": "{by} took over",
    "released": "{by} let the bot go on",
    "waiting": "The bot asked for a person",
    "solved": "{by} solved: {what}",
    "lifted": "{by} lifted: {what}",
    "unlocked": "{by} unlocked the proof of identity",
    "opened": "{by} opened this talk",
    "opted_out": "The patient asked for no more texts. If the practice sends others, such as appointment reminders, "
    "think of stopping those too",
}

ASKING = {
    "identity": "to prove who they are",
    "plan_choice": "how many payments, or how much a month",
    "plan_confirm": "yes or no to the plan read back",
    "amount": "how much to pay",
    "promise_date": "by which day they will pay",
    "language": "which language",
    "clarify": "which of two things was meant",
    "account": "whose account it is about",
    "menu": "what they would like",
    "next": "to pay now or over time",
    "smaller": "whether smaller payments would help",
    "told": "nothing; it told them",
    "passed_on": "nothing; it passed it on",
    "none": "nothing",
    "": "nothing",
}
"""The open question."""

INTENTS = {
    "greet": "says hello",
    "thanks_bye": "thanks, goodbye",
    "affirm": "yes",
    "deny": "no",
    "help": "asks what we can do",
    "check_balance": "asks what they owe",
    "get_pay_link": "wants to pay",
    "request_plan": "wants to pay over time",
    "plan_status": "asks about their plan",
    "change_plan": "wants to change their plan",
    "promise_to_pay": "will pay later",
    "hardship": "cannot afford it",
    "already_paid": "says it is paid",
    "dispute_charge": "says it is wrong",
    "ask_details": "asks what it is for",
    "insurance_issue": "insurance should cover it",
    "payment_trouble": "paying did not work",
    "payment_methods": "asks how to pay",
    "receipt_request": "wants a receipt",
    "refund_request": "wants money back",
    "update_info": "has new details",
    "wrong_person": "is somebody else",
    "third_party": "writes for the patient",
    "deceased": "the patient has died",
    "legal": "lawyer, court or bankruptcy",
    "opt_out": "wants no more texts",
    "opt_in": "wants texts again",
    "talk_to_human": "wants a person",
    "ask_identity": "asks who we are",
    "complaint": "is angry",
    "medical_or_scheduling": "appointment or health",
    "emergency": "medical emergency",
    "self_harm": "may harm themselves",
    "not_now": "is busy",
    "switch_language": "wants another language",
    "out_of_scope": "something else",
    "figures": "an answer in figures",
}

MEANINGS = tuple(sorted(((name, words) for name, words in INTENTS.items() if name != "figures"), key=itemgetter(1)))
"""What a text can mean, in the order of the words for it."""

LANGUAGES = {"en": "English", "es": "Spanish"}
CHANNELS = {"twilio_sms": "by text", "web_chat": "web chat", "fake": "practice line"}


def plain(table: dict[str, str], name: str) -> str:
    """The words for a name; a name without words is shown with blanks for underscores."""
    return table.get(name, name.replace("_", " "))


def ago(length: timedelta) -> str:
    """"just now", "14 min", "3 h", "2 days"."""
    minutes = int(length.total_seconds()) // 60
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h"
    return f"{minutes // 1440} days"


def clock(moment: datetime, zone: ZoneInfo) -> str:
    """The time of day there: 9:02 AM."""
    return f"{moment.astimezone(zone):%-I:%M %p}"


def day(when: date, today: date) -> str:
    """"Today", "Yesterday", "Tomorrow", "Mon, Mar 2", and the year where it is another one."""
    near = {0: "Today", -1: "Yesterday", 1: "Tomorrow"}.get((when - today).days)
    return near or f"{when:%a, %b %-d}{'' if when.year == today.year else f', {when.year}'}"


def date_of(when: date, today: date) -> str:
    """Mar 2, and the year where it is another one."""
    return f"{when:%b %-d}{'' if when.year == today.year else f', {when.year}'}"


def moment_of(moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    """9:02 AM today; Tomorrow, 9:00 AM; Mon, Mar 2, 9:02 AM."""
    local, today = moment.astimezone(zone).date(), now.astimezone(zone).date()
    return clock(moment, zone) if local == today else f"{day(local, today)}, {clock(moment, zone)}"


def phone_number(number: str) -> str:
    """(303) 555-0143 for a number of the US, anything else as it is."""
    digits = number.removeprefix("+1")
    if number.startswith("+1") and len(digits) == 10:
        return f"({digits[:3]}) {digits[3:6]}-{digits[6:]}"
    return number


LINES = {
    "charged": "Charged",
    "insurance_paid": "Insurance paid",
    "adjusted": "Adjusted",
    "you_paid": "Paid",
    "refunded": "Refunded",
    "written_off": "Written off",
}
"""Lines of a balance."""

ADDS = frozenset({"charged", "refunded"})
"""These make a balance larger, the others smaller."""

WAYS = {"phone": "card by phone", "card": "card here", "cash": "cash", "check": "check", "online": "online"}
SOURCES = {
    "intake_form": "intake form",
    "web_form": "web form",
    "keyword": "by texting us",
    "verbal": "said so to staff",
    "attestation": "the practice’s record",
}
"""Where consent came from."""

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
}
"""For notes that are a name of ours; other names say no more than the ticket's reason does."""


def said(note: str) -> str:
    """A ticket's note: what the patient said, a line for each time."""
    lines = (NOTES.get(line, "") if re.fullmatch(r"[a-z_]+", line) else line for line in note.splitlines())
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
        return f"waits until {moment_of(verdict.until, now, zone)}: {reasons}"
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

DEBITS = {
    "announced": "they were told", "asked": "the provider was asked", "declined": "refused, tried again then",
    "put_off": "put off", "letter": "a letter has to tell them", "paid": "taken", "over": "not taken",
}  # fmt: skip
"""How an instalment stands that is taken by itself."""

FILTERS: dict[str, Callable[..., Any]] = {
    "ago": ago,
    "may_go": may_go,
    "blocks": blocks,
    "stopped": lambda one: stopped(one.what, one.why, one.key),
    "asking": lambda name: plain(ASKING, name),
    "because": because,
    "birth": lambda born: f"{born:%b %-d, %Y}",
    "channel": lambda name: plain(CHANNELS, name),
    "clock": clock,
    "date": lambda when, now, zone: date_of(_local(when, zone), now.astimezone(zone).date()),
    "debit": lambda one: ": ".join([DEBITS[one.state], *(why for _, why in one.why[:1] if one.state == "put_off")]),
    "day": lambda when, now, zone: day(_local(when, zone), now.astimezone(zone).date()),
    "event": lambda kind, by: event(kind, by),
    "hold": lambda name: plain(HOLDS, name),
    "intent": lambda name: plain(INTENTS, name),
    "language": lambda name: plain(LANGUAGES, name),
    "line": lambda name: plain(LINES, name),
    "moment": moment_of,
    "outcomes": lambda reason: OUTCOMES.get(reason, ANY_OUTCOME),
    "phone": phone_number,
    "rank": rank,
    "said": said,
    "signed": lambda line: f"{'' if line.kind in ADDS else '−'}{line.amount}",
    "reason": lambda name: plain(REASONS, name),
    "short": lambda name: plain(SHORT, name),
    "source": lambda name: plain(SOURCES, name),
    "size": lambda many: f"{many / 1_000_000:.1f} MB" if many >= 1_000_000 else f"{max(1, many // 1000)} kB",
    "state": lambda name: plain(STATES, name),
    "way": lambda name: plain(WAYS, name),
}
"""For templates."""


def _local(when: date | datetime, zone: ZoneInfo) -> date:
    return when.astimezone(zone).date() if isinstance(when, datetime) else when


def event(kind: str, by: str) -> str:
    """A line of the talk's column: "Ana took over"."""
    name, _, what = kind.partition(":")
    about = plain(REASONS if name == "solved" else HOLDS, what)
    return EVENTS.get(name, "{by}: {name}").format(by=by, what=about, name=plain({}, name))
