"""The receipt that follows a payment, into the talk where it was begun, or the patient's newest one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot import facts
from bot.wiring import App
from flows.money import Money
from flows.script import Link, Say
from flows.values import MessageClass
from storage import ledger, outbox, people, talks
from storage.payments import Payment
from storage.talks import Conversation

ALL_BUT_NUDGES = frozenset(MessageClass) - {MessageClass.NUDGE}


def queue(tx: Connection, app: App, payment: Payment, amount: Money, now: datetime) -> int | None:
    """Puts the receipt into the outbox, for the gate to judge. None: there is no talk; the page has shown it."""
    talk = _talk(tx, payment)
    if talk is None:
        return None
    practice, patient = people.practice(tx, payment.practice_id), people.patient(tx, payment.patient_id)
    lang = talk.lang or patient.lang or "en"
    owed = ledger.balance(tx, patient.id)
    say = Say("receipt.paid", paid=amount, owed=owed) if owed else Say("receipt.paid_all", paid=amount)
    rendered = app.words.render(say, lang, facts.told_practice(practice), _none)
    return outbox.add(
        tx,
        practice.id,
        talk.id,
        talk.sender_id,
        "" if talk.channel == "web_chat" else talk.address,
        rendered.cls,
        say.key,
        rendered.text,
        rendered.lang,
        rendered.segments,
        rendered.level,
        now,
        now,
        patient_id=patient.id,
        payment_id=payment.id,
    )


def _talk(tx: Connection, payment: Payment) -> Conversation | None:
    if payment.conversation_id:
        return talks.conversation(tx, payment.conversation_id)
    numbers = [phone.number for phone in people.phones(tx, payment.patient_id) if phone.state == "ok"]
    found = [talk for number in numbers for talk in talks.conversations_of(tx, payment.practice_id, number)]
    return max(found, key=lambda talk: talk.last_inbound_at or talk.created_at, default=None)


def _none(link: Link) -> str:
    raise ValueError(f"a receipt carries no {link.kind} link")
