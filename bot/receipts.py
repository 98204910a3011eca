"""The receipt that follows a payment, into the talk where it was begun, or the patient's newest one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot import facts, gate, gate_facts, links
from bot.wiring import App
from flows.money import ZERO, Money, total
from flows.script import Link, Say
from flows.values import Drop, MessageClass, Outgoing
from storage import ledger, outbox, people, talks
from storage.payments import Payment
from storage.people import Patient
from storage.talks import Conversation

PRIVATE = frozenset({"phi_level", "not_verified"})
ALL_BUT_NUDGES = frozenset(MessageClass) - {MessageClass.NUDGE}


def queue(tx: Connection, app: App, rows: Sequence[Payment], amount: Money, now: datetime) -> int | None:
    """Puts one receipt into the outbox, for the gate to judge. None: there is no talk; the page has shown it."""
    payment = rows[0]
    talk = _talk(tx, rows)
    if talk is None:
        return None
    practice = people.practice(tx, payment.practice_id)
    patients = [people.patient(tx, one.patient_id) for one in rows]
    patient = patients[0]
    lang = talk.lang or patient.lang or "en"
    say = _say(tx, rows, patients, amount, now)
    if not all(_may_name_figures(tx, talk, one, now) for one in patients):
        say = Say("receipt.got", link=Link("secure_page"))

    def link(asked: Link) -> str:
        whose = patient.id if len(rows) == 1 else None
        return links.make(tx, app.settings, asked.kind, practice, whose, talk.id, 2, now, lang=lang)

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


def _say(tx: Connection, rows: Sequence[Payment], patients: Sequence[Patient], amount: Money, now: datetime) -> Say:
    """What came and what is left: of several patients each one's, by what whoever pays may know them by."""
    owed = total([max(ledger.balance(tx, one.id), ZERO) for one in patients])
    if len(rows) > 1:
        lines = tuple(_line(one, patient, now) for one, patient in zip(rows, patients, strict=True))
        key = "receipt.paid_each" if owed else "receipt.paid_each_all"
        return Say(key, paid=amount, lines=lines, **({"owed": owed} if owed else {}))
    return Say("receipt.paid", paid=amount, owed=owed) if owed else Say("receipt.paid_all", paid=amount)


def _line(payment: Payment, patient: Patient, now: datetime) -> Say:
    """A child by the first name; an adult, whose guarantor may have paid, by the statement alone (fact sheet H13)."""
    if patient.born is not None and facts.age(patient.born, now.date()) < facts.ADULT:
        return Say("words.share", name=patient.first, amount=payment.amount)
    if patient.statement_code:
        return Say("words.share_code", code=patient.statement_code, amount=payment.amount)
    return Say("words.share_other", amount=payment.amount)


def _may_name_figures(tx: Connection, talk: Conversation, patient: Patient, now: datetime) -> bool:
    """The same as the gate asks: they know that texts are not private, and the number has proved to be theirs."""
    number = "" if talk.channel == "web_chat" else talk.address
    known = gate_facts.of_patient(tx, talk.practice_id, talk.sender_id, patient.id, number, talk, now, begun=False)
    text = Outgoing(MessageClass.RECEIPT, number, level=1, channel="sms" if number else "web")
    verdict = gate.check(text, replace(known, paid_at=now), now)
    return not (isinstance(verdict, Drop) and {rule for rule, _ in verdict.reasons} & PRIVATE)


def _talk(tx: Connection, rows: Sequence[Payment]) -> Conversation | None:
    """Where it was begun, else the newest talk with a number of theirs; of several patients, one that all of them have,
    as nobody else may hear of it."""
    payment = rows[0]
    if payment.conversation_id:
        return talks.conversation(tx, payment.conversation_id)
    numbers = set.intersection(*(_numbers(tx, one.patient_id) for one in rows))
    found = [talk for number in sorted(numbers) for talk in talks.conversations_of(tx, payment.practice_id, number)]
    return max(found, key=lambda talk: talk.last_inbound_at or talk.created_at, default=None)


def _numbers(tx: Connection, patient_id: int) -> set[str]:
    return {phone.number for phone in people.phones(tx, patient_id) if phone.state == "ok"}
