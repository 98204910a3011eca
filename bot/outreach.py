"""Nudges: planned from the practice's cadence, queued when due, and judged by the gate when they leave.

Nothing here decides whether a text may go. A patient whom a rule stops is skipped with the rule's reason, and planned
again by the next tick; two timers at once plan the same touch once, since its row is unique.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot import cadence, facts, gate, gate_facts, links, recheck, zones
from bot.wiring import App
from flows.debits import part_of
from flows.script import Link, Say
from flows.values import Drop, GateFacts, HoldUntil, MessageClass, NoTouch, Outgoing, Reasons, Send, Touch
from storage import ledger, outbox, people, plans, talks, tickets, touches
from storage.people import Patient, Phone, Practice, Sender
from storage.talks import Conversation
from storage.touches import TouchRow

log = logging.getLogger("sheepdog.outreach")

BATCH = 50
A_TURN = 200
"""Patients that are looked at in a minute; a carrier takes 75 texts in that time."""
TRY_AGAIN = timedelta(days=1)
LATER = timedelta(hours=1)
"""When a touch of a practice whose reminders are paused is looked at again."""
SMS = "twilio_sms"
FIRST, AGAIN, CONFIRM, PLAN_DUE = "nudge.first", "nudge.again", "consent.confirm", "nudge.plan_due"
PAID = (("paid", "This payment of the plan is made"),)


@dataclass(frozen=True)
class Reach:
    """How a patient is reached by text: the number, the sender, and the conversation, if there was one."""

    patient: Patient
    phone: Phone
    sender: Sender
    talk: Conversation | None
    owes_since: datetime | None = None


@dataclass(frozen=True)
class Planned:
    """A touch, and the key of the balance that it is counted for."""

    touch: Touch
    key: str


def plan_all(app: App, turn: int | None = None) -> int:
    """Plans the next touch of the patients of the practices whose outreach is on; returns how many were planned.

    With `turn`, such as the minute, at most about two hundred of a practice are looked at, others in other turns: a
    large practice's texts take longer than that to leave, and its touches are planned days ahead.
    """
    with app.db.read() as tx:
        on = [practice for practice in people.practices(tx) if practice.outreach == "on" and not practice.paused]
    return sum(_plan_practice(app, practice, turn) for practice in on)


def _plan_practice(app: App, practice: Practice, turn: int | None) -> int:
    with app.db.read() as tx:
        waiting = {row.patient_id for row in touches.planned(tx, practice.id)}
        known = [patient for patient in people.patients(tx, practice.id) if patient.id not in waiting]
        slices = 1 + len(known) // A_TURN
        mine = [patient for patient in known if turn is None or patient.id % slices == turn % slices]
        owing = [patient for patient in mine if ledger.balance(tx, patient.id)]
    return sum(_plan(app, practice, patient) for patient in owing)


def confirm(tx: Connection, app: App, practice: Practice, reach: Reach, known: GateFacts, now: datetime,
            before: MessageClass = MessageClass.NUDGE) -> bool:  # fmt: skip
    """Queues the one text that confirms consent, where a text of the class `before` may follow (decision 22).

    False: none may, or the confirmation failed a while ago.
    """
    if hindered(reach, known, now, before) or _failed_lately(tx, reach, now):
        return False
    _queue(tx, app, practice, reach, CONFIRM, MessageClass.CONSENT_CONFIRM, None, now)
    return True


def unconfirmed(known: GateFacts) -> bool:
    """Whether a consent stands that no text has confirmed: that text goes before any that we begin."""
    return known.consent is not None and not known.opted_out and known.confirm_sent_at is None


def confirms_first(tx: Connection, app: App, practice: Practice, reach: Reach, known: GateFacts,
                   now: datetime) -> bool:  # fmt: skip
    """Whether the text that confirms consent has to go before one of service, and is on its way now."""
    return unconfirmed(known) and (
        queued(tx, reach) or confirm(tx, app, practice, reach, known, now, MessageClass.SERVICE)
    )


def open_ticket(tx: Connection, practice: Practice, patient: Patient, note: str, now: datetime,
                talk_id: int | None = None) -> None:  # fmt: skip
    """A ticket that no text of theirs opened: seen in their talk by text, or in `talk_id` where there is none."""
    reach = reach_of(tx, practice, patient)
    talk = reach.talk.id if reach and reach.talk else talk_id
    tickets.open_ticket(tx, practice.id, "other", now, conversation_id=talk, patient_id=patient.id, note=note)


def patients_of(tx: Connection, practice_id: int) -> list[Patient]:
    """Those of the practice's patients who owe."""
    return [patient for patient in people.patients(tx, practice_id) if ledger.balance(tx, patient.id)]


def _plan(app: App, practice: Practice, patient: Patient) -> bool:
    """One patient's next touch, or the confirmation that has to come before any."""
    now = app.now()
    with app.db.begin() as tx:
        reach = reach_of(tx, practice, patient)
        if reach is None or queued(tx, reach):
            return False
        known = _known(tx, practice, reach, now)
        if known.consent is None or known.opted_out:
            return False
        if known.confirm_sent_at is None:
            return confirm(tx, app, practice, reach, known, now)
        told = next_of(tx, practice, reach, known, now)
        if isinstance(told, NoTouch):
            return False
        touch = told.touch
        why = (("cadence", touch.why),)
        return touches.plan(tx, practice.id, patient.id, told.key, touch.number, touch.due, why, now) is not None


def reach_of(tx: Connection, practice: Practice, patient: Patient) -> Reach | None:
    """The patient's mobile and the practice's texting number; None where either is missing."""
    mobile = mobile_of(tx, patient)
    senders = [sender for sender in people.senders(tx, practice.id) if sender.channel == SMS]
    if mobile is None or not senders:
        return None
    known = [talk for talk in talks.conversations_of(tx, practice.id, mobile.number) if talk.channel == SMS]
    owes_since = ledger.owing_since(tx, patient.id)
    return Reach(patient, mobile, senders[0], known[0] if known else None, owes_since)


def mobile_of(tx: Connection, patient: Patient) -> Phone | None:
    """The number at which a patient is texted."""
    mine = people.phones(tx, patient.id)
    return next((phone for phone in mine if phone.kind != "landline" and phone.state == "ok"), None)


def queued(tx: Connection, reach: Reach) -> bool:
    """Whether a text that we began already waits for this number."""
    return reach.talk is not None and outbox.begun_waits(tx, reach.talk.id)


def _failed_lately(tx: Connection, reach: Reach, now: datetime) -> bool:
    """Whether a confirmation was refused or dropped within a day: the same would happen again every minute."""
    recent = outbox.of_conversation(tx, reach.talk.id, 50) if reach.talk else []
    mine = [text for text in recent if text.key == CONFIRM and text.error != "not_received"]
    return any(text.state in ("refused", "failed", "dropped") and now - text.created_at < TRY_AGAIN for text in mine)


def _known(tx: Connection, practice: Practice, reach: Reach, now: datetime) -> GateFacts:
    return gate_facts.of_patient(
        tx, practice.id, reach.sender.id, reach.patient.id, reach.phone.number, reach.talk, now
    )


def hindered(reach: Reach, known: GateFacts, now: datetime, cls: MessageClass = MessageClass.NUDGE) -> Reasons:
    """Why this patient would get no nudge, or other text of `cls`, even with consent confirmed.

    Empty where nothing but time stands between.
    """
    confirmed = replace(known, confirm_sent_at=now - timedelta(days=2), unread_inbound=False)
    verdict = gate.check(Outgoing(cls, reach.phone.number), confirmed, now)
    return verdict.reasons if isinstance(verdict, Drop) else ()


def day0(practice: Practice, reach: Reach, known: GateFacts) -> date | None:
    """Day 0 of the cadence (decision 22), anew for a balance that began after an earlier one was paid.

    None while the consent has not been confirmed by text.
    """
    patient = reach.patient
    zone = facts.zone_of(practice, [patient])
    known_since = max(filter(None, (patient.first_imported_at or patient.created_at, reach.owes_since)), default=None)
    imported = known_since.astimezone(zone).date() if known_since else date.min
    rest = practice.policy.min_texts_gap_after_confirm_h
    return cadence.day_zero(patient.first_statement, imported, known.confirm_sent_at, rest, str(zone))


def next_of(tx: Connection, practice: Practice, reach: Reach, known: GateFacts, now: datetime) -> Planned | NoTouch:
    """The patient's next touch by the practice's cadence, and the balance it is counted for: its day 0."""
    began = day0(practice, reach, known)
    if began is None:
        return NoTouch((("not_confirmed", "The text that confirms consent goes first"),))
    told = cadence.next_touch(reach.phone.number, began, done_of(tx, reach, began), known, now)
    return told if isinstance(told, NoTouch) else Planned(told, began.isoformat())


def done_of(tx: Connection, reach: Reach, began: date | None) -> int:
    """The number of the last touch of this balance that went out, or had its day."""
    mine = [row for row in touches.of_patient(tx, reach.patient.id) if began and row.balance_key == began.isoformat()]
    return max((row.n for row in mine if row.state in ("sent", "queued", "skipped")), default=0)


def begin_due(app: App) -> int:
    """Queues the touches that are due; the gate judges each when it leaves. Returns how many were queued."""
    with app.db.read() as tx:
        due = touches.due(tx, app.now(), BATCH)
    return sum(_begin(app, row) for row in due)


def _recheck(app: App, row: TouchRow) -> None:
    """Whether the number has a new owner is asked before the text is written, where that is due."""
    with app.db.read() as tx:
        practice, patient = people.practice(tx, row.practice_id), people.patient(tx, row.patient_id)
        reach = reach_of(tx, practice, patient) if practice.lookups and patient else None
    if reach:
        recheck.number(app, practice, reach.sender.channel, patient.id, reach.phone.number, reach.talk)


def _begin(app: App, row: TouchRow) -> bool:
    _recheck(app, row)
    now = app.now()
    with app.db.begin() as tx:
        practice, patient = people.practice(tx, row.practice_id), people.patient(tx, row.patient_id)
        if practice.outreach != "on" or practice.paused:
            why = (("outreach_paused", "Reminders are paused"),)
            touches.set_state(tx, row.id, "planned", why=why, due_at=now + LATER, only_from=("planned",))
            return False
        reach = reach_of(tx, practice, patient) if patient else None
        if reach is None:
            no_phone = (("no_phone", "There is no mobile number"),)
            touches.set_state(tx, row.id, "skipped", why=no_phone, only_from=("planned",))
            return False
        known = _known(tx, practice, reach, now)
        cls = MessageClass.SERVICE if row.of_plan else MessageClass.NUDGE
        verdict = Drop(PAID) if row.of_plan and not _still_due(tx, row) else gate.check(
            Outgoing(cls, reach.phone.number), known, now
        )  # fmt: skip
        if isinstance(verdict, Drop):
            touches.set_state(tx, row.id, "skipped", why=verdict.reasons, only_from=("planned",))
            _tell(tx, practice, reach, verdict, now)
            return False
        if isinstance(verdict, HoldUntil):
            touches.set_state(tx, row.id, "planned", why=verdict.reasons, due_at=verdict.until, only_from=("planned",))
            return False
        if not touches.set_state(tx, row.id, "queued", only_from=("planned",)):
            return False
        others = [] if row.of_plan else _others_due(tx, practice, reach, now)
        key = PLAN_DUE if row.of_plan else AGAIN if known.nudges_for_balance else FIRST
        text = _queue(tx, app, practice, reach, key, cls, row.id, now, named=not others)
        for other in others:
            touches.set_state(tx, other.id, "queued", outbox_id=text, only_from=("planned",))
        return touches.set_state(tx, row.id, "queued", outbox_id=text)


def _still_due(tx: Connection, row: TouchRow) -> bool:
    """Whether something is left of the payment that this touch is about; one before it may be late."""
    plan = plans.plan(tx, row.patient_id)
    if plan is None or plan.state != "active" or row.balance_key.split(":")[1] != str(plan.id):
        return False
    part = part_of(plan, ledger.balance(tx, row.patient_id))
    return part is not None and part.n <= row.n


def _others_due(tx: Connection, practice: Practice, reach: Reach, now: datetime) -> list[TouchRow]:
    """Touches of others on this number that would only wait for the gap after this one: one text is for all of them.

    Each is one that the gate would let go by itself now; the text then greets nobody by name.
    """
    soon = now + timedelta(hours=practice.policy.caps.min_gap_h)
    found = []
    for patient in people.patients_of_number(tx, practice.id, reach.phone.number):
        mine = [one for one in touches.of_patient(tx, patient.id)
                if one.state == "planned" and one.due_at <= soon and not one.of_plan]  # fmt: skip
        theirs = reach_of(tx, practice, patient) if mine and patient.id != reach.patient.id else None
        if theirs is None or theirs.phone.number != reach.phone.number:
            continue
        verdict = gate.check(Outgoing(MessageClass.NUDGE, theirs.phone.number), _known(tx, practice, theirs, now), now)
        if isinstance(verdict, Send):
            found += mine
    return found


def _tell(tx: Connection, practice: Practice, reach: Reach, verdict: Drop, now: datetime) -> None:
    """Wishes that leave no hour for texts are for a person: there may be another way (fact sheet F1)."""
    if verdict.reasons[0][0] not in ("contact_prefs", "channel"):
        return
    talk = reach.talk or talks.open_conversation(tx, practice.id, reach.sender.id, SMS, reach.phone.number, now)
    tickets.open_ticket(tx, practice.id, "info", now, conversation_id=talk.id, patient_id=reach.patient.id,
                        note="wishes_leave_no_hour")  # fmt: skip


def queue_touch(app: App, practice_id: int, patient_id: int, key: str) -> int | None:
    """A nudge now, whatever the cadence says: for rehearsals and benchmarks. None where there is no number."""
    now = app.now()
    with app.db.begin() as tx:
        practice = people.practice(tx, practice_id)
        reach = reach_of(tx, practice, people.patient(tx, patient_id))
        return _queue(tx, app, practice, reach, key, MessageClass.NUDGE, None, now) if reach else None


def _queue(tx: Connection, app: App, practice: Practice, reach: Reach, key: str, cls: MessageClass,
           touch_id: int | None, now: datetime, named: bool = True) -> int:  # fmt: skip
    """The outbox row of a text that we begin: content level 0."""
    name = reach.patient.first if named and not practice.sensitive else ""
    say = Say(key, name=name, link=Link("secure_page"))
    return queue_begun(tx, app, practice, reach, say, now, cls, touch_id)


def queue_begun(tx: Connection, app: App, practice: Practice, reach: Reach, say: Say, now: datetime,
                cls: MessageClass = MessageClass.SERVICE, touch_id: int | None = None,
                due_at: datetime | None = None) -> int:  # fmt: skip
    """The outbox row of a text that nobody asked for; its link is made without proof (decision 13)."""
    talk = reach.talk or talks.open_conversation(tx, practice.id, reach.sender.id, SMS, reach.phone.number, now)
    lang = talk.lang or reach.patient.lang or "en"

    def link(asked: Link) -> str:
        return links.make(tx, app.settings, asked.kind, practice, reach.patient.id, talk.id, 2, now, lang=lang)

    law = Say("law.nj") if zones.state_of(reach.phone.number, reach.patient.zip) == "NJ" else ""
    say = Say(say.key, **{**say.blanks, "law": law})
    rendered = app.words.render(say, lang, facts.told_practice(practice), link)
    return outbox.add(
        tx,
        practice_id=practice.id,
        conversation_id=talk.id,
        sender_id=reach.sender.id,
        number=reach.phone.number,
        cls=cls,
        key=say.key,
        body=rendered.text,
        lang=rendered.lang,
        segments=rendered.segments,
        level=rendered.level,
        due_at=due_at or now,
        now=now,
        patient_id=reach.patient.id,
        touch_id=touch_id,
    )


def settle(app: App) -> None:
    """Touches follow their texts: sent, or skipped with the gate's reasons."""
    with app.db.begin() as tx:
        for row in touches.unsettled(tx):
            text = outbox.text(tx, row.outbox_id) if row.outbox_id else None
            if text is None or text.state in ("queued", "held", "sending", "unknown"):
                continue
            others = text.state == "dropped" and text.patient_id != row.patient_id
            if text.error == "not_received" or others:  # nobody got it (decision 19), or it was dropped for another
                touches.set_state(tx, row.id, "planned", due_at=app.now())
                continue
            left = text.state in ("sent", "delivered", "undelivered", "failed")
            touches.set_state(tx, row.id, "sent" if left else "skipped", why=None if left else text.reasons)
