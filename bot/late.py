"""A reply that could not leave as it was: replaced once with the facts of the moment, else a ticket (decision 20)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot import gate, gate_facts, turn
from bot.wiring import App
from flows.values import HoldUntil, MessageClass, Outgoing, Verdict
from storage import outbox, talks, text_trail, tickets
from storage.texts import Text

SEEN_AT_ONCE = timedelta(hours=1)
"""Who typed a text sees within this time that it was not sent; after that nobody looks at the talk."""
ANSWERS = frozenset({MessageClass.REPLY})
SAID_ANEW = (("said_anew", "Its turn's answer was made anew with today's facts"),)


def replace(tx: Connection, app: App, text: Text, verdict: Verdict, now: datetime) -> None:
    """After a text was dropped: what becomes of it."""
    if text.cls not in ANSWERS:
        _drop_others(tx, text, now)
        return
    reasons = [rule for rule, _ in verdict.reasons]
    if "replies_per_hour" in reasons:
        _hand_over(tx, text, now)
    if text.replaces is not None or not reasons or reasons[0] not in gate.CHANGED:
        if reasons[:1] != ["opted_out"]:
            _ticket(tx, text, now)
        return
    _drop_the_rest(tx, text, now)
    if not turn.replacement(tx, app, text, _when(tx, text, verdict, now)):
        _ticket(tx, text, now)


def _drop_the_rest(tx: Connection, text: Text, now: datetime) -> None:
    """What the same turn said beside it and has not left: the replacement says all of it anew."""
    for other in outbox.of_conversation(tx, text.conversation_id, 50):
        same_turn = (other.answers, other.created_at) == (text.answers, text.created_at)
        beside = other.id != text.id and same_turn and other.cls in ANSWERS
        if beside and outbox.drop(tx, other.id, SAID_ANEW, now):
            text_trail.note(tx, other, "dropped", SAID_ANEW, now)


def _hand_over(tx: Connection, text: Text, now: datetime) -> None:
    """More than twenty answers in an hour: the bot may be talking to another one, so a person has a look (S9)."""
    talk = talks.conversation(tx, text.conversation_id)
    if talk.handed == "bot":
        talks.save(tx, talk.id, handed="waiting", waiting_since=now, waiting_why="not_understood")
        talks.add_event(tx, text.practice_id, talk.id, "waiting", "bot", now)


def _when(tx: Connection, text: Text, verdict: Verdict, now: datetime) -> datetime:
    """At once, or when the window opens next."""
    if isinstance(verdict, HoldUntil):
        return verdict.until
    talk = talks.conversation(tx, text.conversation_id)
    message = Outgoing(MessageClass.REPLY, text.number, channel="sms" if text.number else "web")
    return gate.opening(message, gate_facts.for_gate(tx, text, talk, now), now) or now


def _ticket(tx: Connection, text: Text, now: datetime) -> None:
    tickets.open_ticket(
        tx,
        text.practice_id,
        "other",
        now,
        conversation_id=text.conversation_id,
        patient_id=text.patient_id,
        note="reply_not_sent",
    )


def _drop_others(tx: Connection, text: Text, now: datetime) -> None:
    """A dropped touch is planned again by outreach; safety that may not leave is a person's task."""
    if text.cls == MessageClass.SAFETY:
        _ticket(tx, text, now)
    if text.cls == MessageClass.STAFF and now - text.created_at > SEEN_AT_ONCE:
        tickets.open_ticket(tx, text.practice_id, "other", now, conversation_id=text.conversation_id,
                            patient_id=text.patient_id, note="staff_text_not_sent")  # fmt: skip


def send_again(tx: Connection, app: App, text: Text, now: datetime) -> None:
    """The provider never got it: an answer is queued again as a new row, a nudge is planned again (decision 19)."""
    if text.cls in (MessageClass.REPLY, MessageClass.SAFETY, MessageClass.STAFF, MessageClass.RECEIPT):
        outbox.copy(tx, text.id, now)

