"""The receipt that follows a payment, into the talk where it was begun, or the patient's newest one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot import facts, gate, gate_facts, links
from bot.wiring import App
from flows.money import Money
from flows.script import Link, Say
from flows.values import Drop, MessageClass, Outgoing
from storage import ledger, outbox, people, talks
from storage.payments import Payment
from storage.people import Patient
from storage.talks import Conversation

PRIVATE = frozenset({"phi_level", "not_verified"})
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
    if not _may_name_figures(tx, talk, patient, now):
        say = Say("receipt.got", link=Link("secure_page"))

    def link(asked: Link) -> str:
        return links.make(tx, app.settings, asked.kind, practice, patient.id, talk.id, 2, now, lang=lang)

    rendered = app.words.render(say, lang, facts.told_practice(practice), link)
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


def _may_name_figures(tx: Connection, talk: Conversation, patient: Patient, now: datetime) -> bool:
    """The same as the gate asks: they know that texts are not private, and the number has proved to be theirs."""
    number = "" if talk.channel == "web_chat" else talk.address
    known = gate_facts.of_patient(tx, talk.practice_id, talk.sender_id, patient.id, number, talk, now, begun=False)
    text = Outgoing(MessageClass.RECEIPT, number, level=1, channel="sms" if number else "web")
    verdict = gate.check(text, replace(known, paid_at=now), now)
    return not (isinstance(verdict, Drop) and {rule for rule, _ in verdict.reasons} & PRIVATE)


def _talk(tx: Connection, payment: Payment) -> Conversation | None:
    if payment.conversation_id:
        return talks.conversation(tx, payment.conversation_id)
    numbers = [phone.number for phone in people.phones(tx, payment.patient_id) if phone.state == "ok"]
    found = [talk for number in numbers for talk in talks.conversations_of(tx, payment.practice_id, number)]
    return max(found, key=lambda talk: talk.last_inbound_at or talk.created_at, default=None)
