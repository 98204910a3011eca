"""Facts for the gate, fresh at the moment of sending. Reads only; decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection

from bot.facts import ADULT, age, proof_stands, zone_of
from flows import values
from flows.money import ZERO
from storage import consent, ledger, lookups, outbox, payments, people, plans, promises, talks
from storage.consent import HoldRow
from storage.lookups import Lookup
from storage.people import Patient, Phone, Practice, Sender
from storage.talks import Conversation
from storage.texts import Text

WEEK = timedelta(days=8)
COUNTED = frozenset({"OTP", "OPTOUT_CONFIRM"})
BEGUN = frozenset({"NUDGE", "SERVICE", "STAFF", "CONSENT_CONFIRM", "CONSENT_ASK"})
HOLDING_FLAGS = frozenset({"nsa_protected", "assigned_to_agency"})
"""Marks on a patient's file that are stop conditions by themselves (fact sheet section 8)."""
TEXTS_ONLY = frozenset({"undeliverable"})
"""Holds that keep texts back and not money: a letter tells of a debit then (decision 32)."""

ON_THE_PAGE, ON_ITS_WAY = timedelta(hours=1), timedelta(days=7)
"""Nobody is reminded while they pay: an hour on the provider's page, a week where a bank was asked for the money."""


def bill_holds(tx: Connection, practice_id: int, patient: Patient, now: datetime) -> frozenset[str]:
    """All that holds a bill back, a settled dispute's week of rest included; texts alone are another matter."""
    found = set(patient.flags & (HOLDING_FLAGS | {"insurance_pending"}))
    for number in [phone.number for phone in people.phones(tx, patient.id)] or [""]:
        found |= {hold.reason for hold in consent.open_holds(tx, practice_id, [patient.id], number, now)}
    return frozenset(found - TEXTS_ONLY)


def for_gate(tx: Connection, text: Text, talk: Conversation, now: datetime) -> values.GateFacts:
    """Everything that the gate's rules look at for a text, at the moment of sending."""
    patient_id = text.patient_id or _only(tx, text.practice_id, text.number)
    paid_at = _paid_at(tx, text) if text.cls == "RECEIPT" else None
    begun = text.cls in BEGUN
    counted = text.cls in COUNTED
    known = of_patient(tx, text.practice_id, text.sender_id, patient_id, text.number, talk, now, begun, counted)
    return replace(known, paid_at=paid_at)


def _paid_at(tx: Connection, text: Text) -> datetime:
    """When the payment was settled: a receipt that is sent once more is no fresher for that."""
    paid = payments.payment(tx, text.payment_id) if text.payment_id else None
    return paid.settled_at if paid and paid.settled_at else text.created_at


def of_patient(tx: Connection, practice_id: int, sender_id: int, patient_id: int | None, number: str,
               talk: Conversation | None, now: datetime, begun: bool = True,
               counted: bool = False) -> values.GateFacts:  # fmt: skip
    """The same for a patient and a number, whether or not a text is there yet.

    `begun` False leaves out what only texts that we begin are judged by: consent, caps, who has the number;
    `counted` brings back what was sent, for codes and confirmations.
    """
    practice, sender = people.practice(tx, practice_id), people.sender(tx, sender_id)
    patient = people.patient(tx, patient_id) if patient_id else None
    opted_out_at = consent.suppressed_at(tx, practice_id, number) if number else None
    holds = consent.open_holds(tx, practice_id, [patient.id] if patient else [], number, now)
    signs = _signs(tx, practice_id, patient_id, number, begun)
    flags = patient.flags if patient else frozenset()
    to_guarantor = signs.phone is not None and signs.phone.of == "guarantor"
    seen = signs.last(talk) if begun else None
    return values.GateFacts(
        practice=gate_practice(practice, sender),
        zip=patient.zip if patient else None,
        stated_zone=patient.zone if patient else None,
        consent=signs.consent,
        risk_ack=patient is not None and patient.risk_ack_at is not None,
        opted_out=opted_out_at is not None,
        opted_out_at=opted_out_at,
        optout_confirmed=_confirmed(tx, practice_id, number, opted_out_at),
        holds=gate_holds(tx, practice, talk, patient, holds, now),
        balance=ledger.balance(tx, patient.id) if patient else ZERO,
        oldest_service_date=patient.oldest_service if patient else None,
        days_past_due=_past_due(patient, now),
        insurance_pending="insurance_pending" in flags,
        sent=tuple(outbox.sent_since(tx, practice_id, number, patient_id, now - WEEK)) if begun or counted else None,
        nudges_for_balance=_nudges(tx, patient.id) if patient and begun else 0,
        replies_last_hour=outbox.replies_since(tx, talk.id, now - timedelta(hours=1)) if talk else 0,
        last_inbound_at=talk.last_inbound_at if talk else None,
        unread_inbound=bool(number) and begun and talks.has_unread(tx, practice_id, number),
        verified=talk is not None and proof_stands(talk, practice.policy.session, now),
        number_verified_at=signs.phone.verified_at if signs.phone else None,
        first_name=patient.first if patient else "",
        last_name=patient.last if patient else "",
        contact_prefs=prefs(patient),
        last_verified_at=seen,
        lookup=signs.answer(seen, now - timedelta(days=practice.policy.recheck_after_days)),
        ma_notice_sent_at=patient.ma_notice_sent_at if patient else None,
        part2="part2" in flags,
        guarantor_consent="guarantor_consent" in flags,
        to_guarantor=to_guarantor,
        minor="confidential_minor" in flags or (_is_young(patient, now) and not to_guarantor),
        landline=signs.phone is not None and signs.phone.kind == "landline",
        confirm_sent_at=consent.confirm_sent_at(tx, practice_id, number) if number and begun else None,
    )


def _confirmed(tx: Connection, practice_id: int, number: str, opted_out_at: datetime | None) -> bool:
    """Whether this opt-out has had its one confirmation (fact sheet T8)."""
    if opted_out_at is None:
        return False
    return outbox.newest_sent(tx, practice_id, number, "OPTOUT_CONFIRM", opted_out_at) is not None


def _only(tx: Connection, practice_id: int, number: str) -> int | None:
    found = people.patients_of_number(tx, practice_id, number) if number else []
    return found[0].id if found else None


def gate_practice(practice: Practice, sender: Sender) -> values.GatePractice:
    """The practice as the gate knows it; a sender that is not registered is an unregistered practice."""
    return values.GatePractice(
        name=practice.name,
        program_name=practice.program_name,
        registered=practice.registered,
        paused=bool(practice.paused),
        kind=practice.kind,
        state=practice.state,
        specialty=practice.specialty,
        hosts=tuple(host for host in (*practice.hosts, practice.site) if host),
        policy=practice.policy,
        lookups=practice.lookups,
    )


def gate_holds(tx: Connection, practice: Practice, talk: Conversation | None, patient: Patient | None,
               rows: Sequence[HoldRow], now: datetime) -> tuple[values.Hold, ...]:  # fmt: skip
    """Stored holds, and those that other rows imply: a talk with staff, a mark on the file, a promise, a plan."""
    found = [values.Hold(row.reason, row.until) for row in rows]
    if talk and talk.handed != "bot":
        found.append(values.Hold("staff_waiting" if talk.handed == "waiting" else "staff_takeover"))
    if talk and talk.suspicion:
        found.append(values.Hold("suspicion"))
    if patient is None:
        return tuple(found)
    found += [values.Hold(flag) for flag in sorted(patient.flags & HOLDING_FLAGS)]
    day = now.astimezone(zone_of(practice, [patient])).date()
    promised = promises.open_promise(tx, patient.id, day - timedelta(days=practice.policy.holds.promise_extra_days))
    if promised:
        found.append(values.Hold("promise_to_pay", _midnight(practice, patient, promised + timedelta(days=1))))
    plan = plans.plan(tx, patient.id)
    if plan and plan.state == "active":
        found.append(values.Hold("plan_current"))
    paying = payments.underway(tx, patient.id)
    if paying:
        rest = ON_ITS_WAY if paying.state == "unknown" else ON_THE_PAGE
        found.append(values.Hold("payment_underway", paying.created_at + rest))
    return tuple(found)


def _midnight(practice: Practice, patient: Patient, day: date) -> datetime:
    """The end of the day before; the gate itself adds a promise's two days of grace."""
    return datetime(day.year, day.month, day.day, tzinfo=zone_of(practice, [patient]))


def prefs(patient: Patient | None) -> values.ContactPrefs:
    """When and how this patient may be contacted, as they said."""
    told = (patient.contact_prefs if patient else None) or {}
    lists = {name: tuple(told[name]) if told.get(name) is not None else None for name in ("days", "channels")}
    times = {ours: _time(told.get(theirs)) for ours, theirs in (("start", "from"), ("end", "to"))}
    rest = told.get("not_before")
    return values.ContactPrefs(days=lists["days"], channels=lists["channels"], start=times["start"], end=times["end"],
                               not_before=datetime.fromisoformat(rest) if rest else None)  # fmt: skip


def _time(text: object) -> time | None:
    return time.fromisoformat(str(text)) if text else None


def _nudges(tx: Connection, patient_id: int) -> int:
    """How many reminders this balance has had; those of an earlier one, which was paid, do not count."""
    ever = outbox.nudges_for_balance(tx, patient_id)
    return outbox.nudges_for_balance(tx, patient_id, ledger.owing_since(tx, patient_id)) if ever else 0


def _past_due(patient: Patient | None, now: datetime) -> int:
    if patient is None or patient.first_statement is None:
        return 0
    return max(0, (now.date() - patient.first_statement).days)


@dataclass(frozen=True)
class _Signs:
    """What there is to say whose number it is: its row on the patient's file, consent, the last look-up."""

    phone: Phone | None = None
    consent: values.Consent | None = None
    asked: Lookup | None = None

    def last(self, talk: Conversation | None) -> datetime | None:
        """The latest sign that it is theirs: consent, a text from it, a proof, a look-up (fact sheet T10)."""
        moments = (
            self.phone.verified_at if self.phone else None,
            self.consent.at if self.consent else None,
            talk.last_inbound_at if talk else None,
            self.asked.at if self.asked and self.asked.answer == "no" else None,
        )
        return max((moment for moment in moments if moment), default=None)

    def answer(self, seen: datetime | None, fresh_from: datetime) -> str | None:
        """The last look-up's answer, unless a later sign of the patient has overtaken it, or it is a no of long ago."""
        if self.asked is None or seen is None or self.asked.at < seen:
            return None
        return self.asked.answer if self.asked.answer != "no" or self.asked.at >= fresh_from else None


def _signs(tx: Connection, practice_id: int, patient_id: int | None, number: str, begun: bool) -> _Signs:
    if not number:
        return _Signs()
    on_file = people.phones(tx, patient_id) if patient_id else []
    phone = next((one for one in on_file if one.number == number), None)
    if not begun:
        return _Signs(phone)
    given = consent.newest_grant(tx, practice_id, number, patient_id)
    return _Signs(phone, given, lookups.newest(tx, practice_id, number))


def last_seen(tx: Connection, practice_id: int, patient_id: int, number: str,
              talk: Conversation | None) -> datetime | None:  # fmt: skip
    """When it last showed that the number is this patient's."""
    return _signs(tx, practice_id, patient_id, number, True).last(talk)


def _is_young(patient: Patient | None, now: datetime) -> bool:
    return patient is not None and patient.born is not None and age(patient.born, now.date()) < ADULT
