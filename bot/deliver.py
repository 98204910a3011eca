"""Texts leave, one sender at a time: lane and pace, gate and claim under the conversation's lock, call, outcome.

"Sending" is written before the call and the outcome after it, each in a transaction of its own; a crash in between is
an unknown, settled by the receipt or by asking (decisions 18, 19). No transaction is open while the provider is called.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from bot import gate, gate_facts, late, recheck, refusals
from bot.channels import Accepted, Found, NoAnswer, NotThere, Outcome, Receipt, Refused, SendRequest, TryAgain, Unknown
from bot.gate.holds import STOPS
from bot.wiring import App
from flows.values import Drop, HoldUntil, MessageClass, Outgoing, Verdict
from storage import mandates, outbox, people, talks, text_trail
from storage.people import Sender
from storage.texts import Text

log = logging.getLogger("sheepdog.deliver")

ASK_AFTER_S = (30, 120, 600)
"""When an unknown outcome is asked about (decision 19)."""
SURE_AFTER = timedelta(seconds=120)
SILENT_AFTER = timedelta(seconds=20)
"""A row in "sending" for so long has lost its sender."""
TEMPLATES = frozenset({"NUDGE", "SERVICE", "CONSENT_CONFIRM", "CONSENT_ASK"})
ASK_FIRST = "number_lookup"
LOOKED_AT_AGAIN = timedelta(hours=1)
LONGEST_WAIT = timedelta(days=14)
TRIES = 5
BACKOFF_S = (2, 8, 30, 120)


@dataclass(frozen=True)
class Claimed:
    """A text that may leave now, and what its channel needs to know."""

    text: Text
    channel: str
    request: SendRequest


@dataclass(frozen=True)
class Unasked:
    """A text that waits until the provider was asked whose number it is."""

    text: Text
    channel: str


def dispatch(app: App, sender_id: int) -> bool:
    """Lets the sender's next text leave, or settles that it may not. False: nothing is due, or the pace says wait."""
    claimed = _claim(app, sender_id)
    if isinstance(claimed, Unasked):
        _ask_whose(app, claimed)
        return True
    if claimed is None or isinstance(claimed, bool):
        return bool(claimed)
    outcome = app.channels[claimed.channel].send(claimed.request)
    with app.db.begin() as tx:
        settle(tx, app, claimed.text, outcome, app.now())
    return True


def _ask_whose(app: App, unasked: Unasked) -> None:
    """Whose number it is now is asked of the provider; the text has been held and is judged anew."""
    text = unasked.text
    with app.db.read() as tx:
        practice, talk = people.practice(tx, text.practice_id), talks.conversation(tx, text.conversation_id)
    if text.patient_id is not None:
        recheck.number(app, practice, unasked.channel, text.patient_id, text.number, talk)


def _claim(app: App, sender_id: int) -> Claimed | Unasked | bool | None:
    """A claimed text; True when one was held or dropped instead; None when there is nothing to do."""
    with app.db.begin() as tx:
        now = app.now()
        sender = people.sender(tx, sender_id)
        text = next(iter(outbox.next_texts(tx, sender_id, now, 1)), None)
        if text is None or (sender.next_free_at and sender.next_free_at > now and text.cls != MessageClass.SAFETY):
            return None
        return _judge(tx, app, sender, text, now)


def _judge(tx: Connection, app: App, sender: Sender, text: Text, now: datetime) -> Claimed | Unasked | bool | None:
    talk = talks.conversation(tx, text.conversation_id, lock=True)
    facts = gate_facts.for_gate(tx, text, talk, now)
    verdict = _waits(tx, text, now) or gate.check(_outgoing(text, sender, talk.last_inbound_at, now), facts, now)
    if isinstance(verdict, HoldUntil) and _too_late(text, verdict):
        verdict = Drop(verdict.reasons)
    if isinstance(verdict, HoldUntil) and text.cls != MessageClass.REPLY:
        if outbox.hold(tx, text.id, verdict.until, verdict.reasons) and text.verdict is None:
            text_trail.note(tx, text, "held", verdict.reasons, now)
        unasked = ASK_FIRST in dict(verdict.reasons)
        return Unasked(text, sender.channel) if unasked else True
    if isinstance(verdict, HoldUntil | Drop):
        if outbox.drop(tx, text.id, verdict.reasons, now):
            text_trail.note(tx, text, "dropped", verdict.reasons, now)
            late.replace(tx, app, text, verdict, now)
        return True
    if people.take_pace(tx, sender.id, now) is not None and text.cls != MessageClass.SAFETY:
        return None
    if not outbox.claim(tx, text.id, verdict.reasons, now):
        return True
    text_trail.note(tx, text, "sent", verdict.reasons, now)
    claimed = replace(text, attempts=text.attempts + 1, claimed_at=now, state="sending")
    return Claimed(claimed, sender.channel, request_of(sender, text))


def _waits(tx: Connection, text: Text, now: datetime) -> Verdict | None:
    """Before the gate is asked: a wording that a carrier filtered, and reminders that were paused meanwhile, wait."""
    if text.cls in TEMPLATES and text.key in people.templates_paused(tx, text.practice_id):
        why = (("template_paused", "A carrier filtered these words; they wait until a person has looked"),)
    elif text.cls in TEMPLATES and people.practice(tx, text.practice_id).paused:
        why = (("tenant_paused", "Texting is paused for this practice"),)
    elif _ours(text) and people.practice(tx, text.practice_id).outreach != "on" and not _before_debits(tx, text):
        why = (("outreach_paused", "Reminders are paused"),)
    else:
        return None
    return Drop(why) if now - text.created_at > LONGEST_WAIT else HoldUntil(now + LOOKED_AT_AGAIN, why)


def _before_debits(tx: Connection, text: Text) -> bool:
    """Whether it confirms the consent of somebody who allowed us to take a plan's payments: they are to be told."""
    allowed = mandates.standing(tx, [text.patient_id]) if text.patient_id else []
    return text.cls == "CONSENT_CONFIRM" and any(one.state == "on" for one in allowed)


def _too_late(text: Text, verdict: HoldUntil) -> bool:
    """Whether it would leave more than 14 days after it was written; a hold with a known end is waited for (26)."""
    held = any(rule in STOPS for rule, _ in verdict.reasons)
    return not held and verdict.until - text.created_at > LONGEST_WAIT


def _ours(text: Text) -> bool:
    """Whether outreach began it."""
    return text.touch_id is not None or (text.cls == MessageClass.CONSENT_CONFIRM and text.answers is None)


def _outgoing(text: Text, sender: Sender, last_inbound: datetime | None, now: datetime) -> Outgoing:
    answers = last_inbound is not None and now - last_inbound <= timedelta(minutes=30)
    return Outgoing(
        cls=MessageClass(text.cls),
        number=text.number,
        body=text.body,
        level=text.level,
        lang=text.lang,
        channel="web" if sender.channel == "web_chat" else "sms",
        reply=text.cls == MessageClass.STAFF and answers,
        quoted_cents=text.quoted_cents,
    )


def request_of(sender: Sender, text: Text) -> SendRequest:
    """A text as its channel sends it."""
    return SendRequest(
        text_id=text.id,
        from_number=sender.number,
        messaging_service_sid=sender.messaging_service_sid,
        to=text.number,
        body=text.body,
    )


def settle(tx: Connection, app: App, text: Text, outcome: Outcome, now: datetime) -> None:
    """What the provider said about a text, onto its row, with what follows from it."""
    match outcome:
        case Accepted(provider_id, state):
            outbox.mark(tx, text.id, state, now, provider_id=provider_id)
        case Refused(code, kind, _):
            outbox.mark(tx, text.id, "refused", now, error=_kept(code or kind))
            refusals.follow(tx, app, text, kind, now)
        case TryAgain(after_s, code) if text.attempts < TRIES:
            wait = after_s or BACKOFF_S[min(text.attempts, len(BACKOFF_S)) - 1]
            outbox.again(tx, text.id, now + timedelta(seconds=wait), _kept(code))
        case TryAgain(_, code):
            outbox.mark(tx, text.id, "refused", now, error=_kept(code or "busy"))
            refusals.follow(tx, app, text, "busy", now)
        case Unknown(why):
            log.warning("outcome unknown", extra={"outbox": text.id, "error": _kept(why)})
            outbox.mark(tx, text.id, "unknown", now, error=_kept(why))


def _kept(code: str) -> str:
    """A provider's code as it stands on a row, in the clear; a sentence is not kept, as it may quote the patient."""
    return code if re.fullmatch(r"[\w.:-]{0,40}", code) else "words"


# -- receipts, and what no receipt settled --


def receipt(app: App, told: Receipt) -> bool:
    """A delivery receipt, onto its row: only forward, whatever the order. False when it is about no text of ours."""
    with app.db.begin() as tx:
        text = outbox.text(tx, told.text_id) if told.text_id else None
        text = text or (outbox.by_provider_id(tx, told.provider_id) if told.provider_id else None)
        if text is None or (text.provider_id and told.provider_id and text.provider_id != told.provider_id):
            return False
        now = app.now()
        forward = outbox.mark(tx, text.id, told.state, now, provider_id=told.provider_id,
                              error=None if told.error is None else _kept(told.error))  # fmt: skip
        if forward and told.state in ("undelivered", "failed") and told.kind:
            refusals.follow(tx, app, text, told.kind, now)
        return True


def settle_unknown(app: App) -> int:
    """Asks the provider about each text whose outcome is unknown and due to be asked; returns how many were asked."""
    with app.db.begin() as tx:
        due = [text for text in outbox.unsettled(tx, app.now()) if _ask_due(text, app.now())]
    for text in due:
        _ask(app, text)
    return len(due)


def _ask_due(text: Text, now: datetime) -> bool:
    if text.claimed_at is None or text.asks >= len(ASK_AFTER_S):
        return False
    return now - text.claimed_at >= timedelta(seconds=ASK_AFTER_S[text.asks])


def _ask(app: App, text: Text) -> None:
    with app.db.read() as tx:
        sender = people.sender(tx, text.sender_id)
        others = outbox.of_conversation(tx, text.conversation_id)
    known = [other.provider_id for other in others if other.provider_id and other.id != text.id]
    since = datetime.now(UTC) - (app.now() - (text.claimed_at or text.created_at))
    answer = app.channels[sender.channel].find(request_of(sender, text), since, known)
    with app.db.begin() as tx:
        now = app.now()
        outbox.asked(tx, text.id, now)
        match answer:
            case Found(provider_id, state):
                outbox.mark(tx, text.id, state, now, provider_id=provider_id)
            case NotThere() if text.claimed_at and now - text.claimed_at >= SURE_AFTER:
                if outbox.mark(tx, text.id, "refused", now, error="not_received"):
                    late.send_again(tx, app, text, now)
            case NotThere() | NoAnswer():
                outbox.mark(tx, text.id, "unknown", now)
