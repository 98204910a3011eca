"""What goes on inside while a phone of the demo is being played: understood, asked, judged, queued, planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot import engine, facts, instalments
from bot.casebook import read
from bot.understanding import Understood
from flows.values import Reasons
from storage import consent, ledger, outbox, people, plans, talks, tickets, touches, trust
from storage.db import keys
from storage.people import Practice
from storage.talks import Conversation, Message
from storage.texts import Text

SHOWN = 12


@dataclass(frozen=True)
class Meant:
    """A text of the patient, as it was kept, and what it was understood as (None before its turn)."""

    kept: str
    found: tuple[str, ...]
    understood: Understood | None


@dataclass(frozen=True)
class Judged:
    """A text of ours and the gate's verdict on it. `reasons`: for a text that was let go, the rules that were asked."""

    id: int
    cls: str
    body: str
    state: str
    verdict: str
    reasons: Reasons
    until: datetime | None
    at: datetime


@dataclass(frozen=True)
class Mind:
    """All of it, for one number."""

    last: Meant | None = None
    asking: str = ""
    topic: str = ""
    proved: tuple[str, ...] = ()
    locked: str = ""
    """"", "half_hour" or "until_staff": proof of identity."""
    handed: str = "bot"
    tickets: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    owes: tuple[tuple[str, str], ...] = ()
    """Name and amount of each patient on the number."""
    plan: str = ""
    texts: tuple[Judged, ...] = ()
    planned: tuple[datetime, ...] = ()
    opted_out: bool = False
    moments: tuple[tuple[str, datetime], ...] = ()
    """When each text was, by the provider's id and the practice's clock."""


def mind(tx: Connection, practice: Practice, number: str, now: datetime) -> Mind:
    """What goes on about this number."""
    patients = people.patients_of_number(tx, practice.id, number)
    held = consent.open_holds(tx, practice.id, [patient.id for patient in patients], number, now)
    plan = next((found for patient in patients if (found := plans.plan(tx, patient.id))), None)
    due = [t.due_at for p in patients for t in touches.of_patient(tx, p.id) if t.state == "planned" and t.due_at > now]
    known = Mind(
        holds=tuple(dict.fromkeys(row.reason for row in held)),
        owes=tuple((patient.first, str(ledger.balance(tx, patient.id))) for patient in patients),
        plan=f"{len(plan.parts)} payments, {plan.state}" if plan else "",
        planned=tuple(sorted(due))[:3],
        opted_out=consent.suppressed_at(tx, practice.id, number) is not None,
    )
    talk = next((t for t in talks.conversations_of(tx, practice.id, number) if t.channel == "twilio_sms"), None)
    return _of_talk(tx, talk, known, now) if talk else known


def _of_talk(tx: Connection, talk: Conversation, known: Mind, now: datetime) -> Mind:
    scene = facts.scene(tx, talk, keys(tx).blind)
    messages, texts = talks.messages(tx, talk.id, 100), outbox.of_conversation(tx, talk.id, 100)
    proved = [people.patient(tx, patient_id).first for patient_id in talk.proved] if facts.is_proved(scene, now) else []
    open_ones = tickets.open_tickets(tx, talk.practice_id, conversation_id=talk.id)
    policy = scene.practice.policy
    return Mind(
        last=_meant(messages[-1]) if messages else None,
        asking=engine.asking(engine.load(talk.talk)[0]),
        topic=talk.topic,
        proved=tuple(proved),
        locked=trust.lock(tx, talk.practice_id, facts.subjects(scene, scene.on_number), now, policy.verify),
        handed=talk.handed,
        tickets=tuple(ticket.reason for ticket in open_ones),
        holds=known.holds,
        owes=known.owes,
        plan=known.plan,
        texts=tuple(_judged(text) for text in reversed(texts[-SHOWN:])),
        planned=known.planned,
        opted_out=known.opted_out,
        moments=(
            *((message.provider_id, message.at) for message in messages),
            *((text.provider_id, text.claimed_at or text.created_at) for text in texts if text.provider_id),
        ),
    )


def _meant(message: Message) -> Meant:
    return Meant(message.body, message.found, read(message.understood))


def _judged(text: Text) -> Judged:
    return Judged(text.id, text.cls, text.body, text.state, text.verdict or "", text.reasons, text.until,
                  text.claimed_at or text.created_at)  # fmt: skip


def next_event(tx: Connection, practices: Sequence[Practice], now: datetime) -> datetime | None:
    """When something is due next that nobody has to do anything for: a held text, a planned touch, a plan's payment."""
    touch = [row.due_at for practice in practices for row in touches.planned(tx, practice.id)[:1]]
    plan = [instalments.next_at(tx, practice, now) for practice in practices]
    moments = [moment for moment in (outbox.next_due(tx), *touch, *plan) if moment and moment > now]
    return min(moments, default=None)
