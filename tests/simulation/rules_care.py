"""Nothing is forgotten, nothing leaves twice: messages are answered, opt-outs applied, waiting texts not left lying."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from tests.simulation.history import HANDED_OVER, REACHED, WAITING, History, Row, Violation
from tests.simulation.rules_consent import chain

ANSWER_WITHIN = timedelta(hours=1)
APPLY_WITHIN = timedelta(seconds=60)
CONFIRM_SETTLED = timedelta(minutes=10)
LONGEST_WAIT = timedelta(days=14)
SLACK = timedelta(days=1)
RECEIPT_WITHIN = timedelta(hours=6)
SILENT = {"tapback", "auto_reply"}
PER_SE = frozenset({
    "stop", "stopall", "stop all", "quit", "end", "revoke", "opt out", "optout", "cancel", "unsubscribe", "alto",
    "pare", "parar", "basta",
})  # fmt: skip
"""A text that is one of these and nothing else ends texts (T6); found here without the product's own rules."""
HOLD_OF_RULE = {
    "self_harm": ("crisis_hold", timedelta(days=7)), "emergency": ("emergency_hold", timedelta(hours=72)),
    "wrong_number": ("wrong_number", None), "deceased": ("deceased", None), "bankruptcy": ("bankruptcy", None),
    "attorney": ("attorney", None), "litigation": ("litigation", None), "dispute": ("dispute", None),
    "gfe_dispute": ("gfe_dispute", None), "minor": ("minor", None),
}  # fmt: skip
"""What a sure hit of a rule must bring at once (section 9, P12 to P14), and for how long at least."""
MAY_BE_REPLACED = ("dropped", "refused", "failed", "undelivered")


def check(history: History) -> Iterator[Violation]:
    """Everything that no single text tells."""
    for message in history.messages.values():
        yield from _answered(history, message)
        yield from _applied(history, message)
        yield from _put_on_hold(history, message)
    for text in history.texts.values():
        yield from _waits(history, text)
        yield from _replaced(history, text)
    yield from _twice(history)
    yield from _confirmed(history)
    yield from _carrier_stops(history)


# -- messages --


def _sure(message: Row) -> set[str]:
    return {hit["rule"] for hit in message.hits if hit.get("sure", True)}


def _answered(history: History, message: Row) -> Iterator[Violation]:
    if history.now - message.at <= ANSWER_WITHIN or {hit["rule"] for hit in message.hits} & SILENT:
        return
    if message.opt_out_type in ("STOP", "START", "HELP"):
        return  # the carrier has answered
    if "taken" in history.handed(message.conversation_id, message.at + timedelta(microseconds=1)):
        return  # a person reads it
    by = message.at + ANSWER_WITHIN
    texts = history.texts_in.get(message.conversation_id, ())
    if any(text.answers is not None and text.answers >= message.id and text.created_at <= by for text in texts):
        return
    if any(text.cls == "STAFF" and message.at <= text.created_at <= by for text in texts):
        return
    for ticket in history.tickets_in.get(message.conversation_id, ()):
        if ticket.opened_at <= by and (ticket.closed_at is None or ticket.closed_at >= message.at):
            return
    yield Violation("unanswered", message.id, f"message of {message.at}: no answer and no ticket within the hour")


def _plain(body: str) -> str:
    return re.sub(r"[^\w\s]|_", " ", body).lower().strip()


def _stops(message: Row) -> bool:
    if {hit["rule"] for hit in message.hits} & SILENT:
        return False
    said = message.opt_out_type == "STOP" or "opt_out" in _sure(message)
    return said or " ".join(_plain(message.body).split()) in PER_SE


def _applied(history: History, message: Row) -> Iterator[Violation]:
    talk = history.talks[message.conversation_id]
    if talk.channel == "web_chat" or not _stops(message) or history.now - message.at < APPLY_WITHIN:
        return
    rows = history.suppressions_of.get((message.practice_id, talk.address), ())
    for row in rows:
        if row.at <= message.at + APPLY_WITHIN and (row.lifted_at is None or row.lifted_at > message.at):
            return
    yield Violation("opt_out_not_applied", message.id, f"message of {message.at}: no suppression within 60 seconds")


def _put_on_hold(history: History, message: Row) -> Iterator[Violation]:
    talk = history.talks[message.conversation_id]
    if talk.channel == "web_chat" or {hit["rule"] for hit in message.hits} & SILENT:
        return
    key = message.practice_id, talk.address
    patients = history.patients_of.get(key, ())
    holds = [*history.holds_of_number.get(key, ()), *(h for p in patients for h in history.holds_of_patient.get(p, ()))]
    for rule in sorted(_sure(message) & HOLD_OF_RULE.keys()):
        reason, length = HOLD_OF_RULE[rule]
        if not any(hold.reason == reason and _covers(hold, message.at, length) for hold in holds):
            yield Violation("hold_missing", message.id, f"message of {message.at} ({rule}): no {reason} long enough")


def _covers(hold: Row, at: datetime, length: timedelta | None) -> bool:
    begun = hold.starts_at <= at + APPLY_WITHIN and (hold.lifted_at is None or hold.lifted_at > at)
    end = at if length is None else at + length
    return begun and (hold.until is None or hold.until >= end or (hold.lifted_at is not None and hold.lifted_at <= end))


# -- texts that wait, are replaced, or leave twice --


def _waits(history: History, text: Row) -> Iterator[Violation]:
    waiting = text.state in WAITING
    if waiting and text.number:
        row = history.suppressed(history.of(text), history.now)
        if row is not None and text.created_at < row.at and text.cls != "SAFETY":
            yield Violation("pending_after_stop", text.id, f"{text.cls} still waits, opted out at {row.at}")
    if waiting and history.now - text.due_at > LONGEST_WAIT:
        yield Violation("stuck", text.id, f"{text.cls} has been due since {text.due_at}")
        return
    end = history.now if waiting else text.claimed_at if text.state in HANDED_OVER else None
    begun = max(text.created_at, text.due_at) if text.verdict is None else text.created_at
    if end is not None and end - begun > LONGEST_WAIT + SLACK and not _known_end(history, text):
        yield Violation("stuck", text.id, f"{text.cls} of {text.created_at} waited longer than 14 days")


def _known_end(history: History, text: Row) -> bool:
    """Whether a hold with a known end, or a promise, stood while it waited."""
    if any(row.day > text.created_at.date() for row in history.promises_of.get(text.patient_id, ())):
        return True
    rows = [*history.holds_of_patient.get(text.patient_id, ()), *history.holds_of_number.get(history.of(text), ())]
    return any(row.until is not None and row.until > text.created_at for row in rows)


def _replaced(history: History, text: Row) -> Iterator[Violation]:
    """What was dropped or never came is said anew, or a person sees to it (decisions 19, 20)."""
    dropped = text.cls == "REPLY" and text.state == "dropped"
    lost = text.cls in ("REPLY", "SAFETY") and text.state == "refused" and text.error == "not_received"
    if text.replaces is not None and text.state in HANDED_OVER:
        was = history.texts.get(text.replaces)
        if was is not None and was.state not in MAY_BE_REPLACED:
            yield Violation("left_twice", text.id, f"text {was.id}, which it replaces, is {was.state}")
    if not (dropped or lost) or _rules(text) & {"opted_out", "said_anew"}:
        return
    at = text.settled_at or text.due_at
    if history.now - at < ANSWER_WITHIN or text.id in history.replaced:
        return
    others = history.texts_in.get(text.conversation_id, ())
    if any(other.id > text.id and other.answers == text.answers is not None for other in others):
        return
    for ticket in history.tickets_in.get(text.conversation_id, ()):
        if ticket.opened_at <= at + ANSWER_WITHIN and (ticket.closed_at is None or ticket.closed_at >= at):
            return
    yield Violation("reply_vanished", text.id, f"{text.cls} {text.state} at {at}: no replacement and no ticket")


def _rules(text: Row) -> set[str]:
    return {reason[0] for reason in text.reasons or ()}


def _twice(history: History) -> Iterator[Violation]:
    """One text of ours is one message at the provider's; one reason to write is one text."""
    seen: dict[Any, list[Row]] = defaultdict(list)
    for text in history.handed_over:
        if text.attempts < 1:
            yield Violation("attempts", text.id, "it left without an attempt")
        if text.state not in REACHED:
            continue
        if text.provider_id:
            seen["provider's id", text.provider_id].append(text)
        if text.touch_id is not None:
            seen["touch", text.touch_id].append(text)
        if text.cls == "RECEIPT" and text.payment_id is not None:
            seen["payment", text.payment_id].append(text)
        if text.answers is not None and text.replaces is None:  # what is said anew may say a part of it again
            seen["answer", text.conversation_id, text.answers, text.key, text.body].append(text)
    for (what, *_), texts in seen.items():
        for text in texts[1:]:
            undelivered = {one.id for one in texts if one.state == "undelivered"}
            if not (what != "provider's id" and chain(history, text) & undelivered):
                yield Violation("left_twice", text.id, f"the same {what} as text {texts[0].id}")


# -- opt-outs --


def _confirmed(history: History) -> Iterator[Violation]:
    """An opt-out by a text of the person's, which no carrier answers, is confirmed (T8)."""
    for key, rows in history.suppressions_of.items():
        for row in rows:
            if row.method != "text" or history.now - row.at < CONFIRM_SETTLED or not _by_own_text(history, key, row.at):
                continue
            made = [text for text in history.texts_to.get(key, ()) if text.cls == "OPTOUT_CONFIRM"]
            if not any(row.at <= text.created_at <= row.at + CONFIRM_SETTLED for text in made):
                yield Violation("optout_confirm_missing", row.id, f"opted out at {row.at} (suppressions), never told")


def _by_own_text(history: History, key: tuple[int, str], at: datetime) -> bool:
    for talk_id in history.talks_with.get(key, ()):
        if history.talks[talk_id].channel == "web_chat":
            continue
        if any(m.at == at and _stops(m) for m in history.messages_in.get(talk_id, ())):
            return True
    return False


def _carrier_stops(history: History) -> Iterator[Violation]:
    """A carrier that refuses a text because of an opt-out knows better than our table (21610)."""
    for text in history.texts.values():
        if text.error == "21610" and text.settled_at and history.now - text.settled_at > APPLY_WITHIN:
            rows = history.suppressions_of.get(history.of(text), ())
            late = text.settled_at + RECEIPT_WITHIN  # the row keeps when it was taken, not when the receipt came
            if not any(row.at <= late for row in rows):
                yield Violation("opt_out_not_applied", text.id, "refused with 21610, and no suppression follows")
