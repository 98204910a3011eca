"""What the cadence would send in the next days if nothing changed, and who gets nothing and why. Reads only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot import cadence, gate_facts, outreach
from bot.outreach import Reach
from flows.values import GateFacts, NoTouch, Sent
from storage.people import Patient, Practice


@dataclass(frozen=True)
class Foreseen:
    """A text to a patient (by account number) at a moment, or, without a moment, why there is none."""

    key: str
    due: datetime | None
    what: str


def preview(tx: Connection, practice: Practice, now: datetime, until: datetime) -> list[Foreseen]:
    """Every text from now until then, patient by patient."""
    return [one for patient in outreach.patients_of(tx, practice.id) for one in _of(tx, practice, patient, now, until)]


def _of(tx: Connection, practice: Practice, patient: Patient, now: datetime, until: datetime) -> Iterator[Foreseen]:
    reach = outreach.reach_of(tx, practice, patient)
    if reach is None:
        yield Foreseen(patient.key, None, "no mobile number")
        return
    known = gate_facts.of_patient(
        tx, practice.id, reach.sender.id, patient.id, reach.phone.number, reach.talk, now
    )
    if known.consent is None or known.opted_out:
        yield Foreseen(patient.key, None, "opted out" if known.opted_out else "no consent on record")
        return
    if why := outreach.hindered(reach, known, now):
        yield Foreseen(patient.key, None, why[0][1])
        return
    if known.confirm_sent_at is None:
        yield Foreseen(patient.key, now, "confirms consent")
        known = replace(known, confirm_sent_at=now)
    yield from _touches(tx, practice, reach, known, now, until)


def _touches(tx: Connection, practice: Practice, reach: Reach, known: GateFacts, now: datetime,
             until: datetime) -> Iterator[Foreseen]:  # fmt: skip
    """Touch after touch, each taken as sent for the next."""
    moment, sent, nudges = now, tuple(known.sent or ()), known.nudges_for_balance
    began = outreach.day0(practice, reach, known)
    done = outreach.done_of(tx, reach, began)
    while began is not None:
        then = replace(known, sent=sent, nudges_for_balance=nudges)
        told = cadence.next_touch(reach.phone.number, began, done, then, moment)
        if isinstance(told, NoTouch) or told.due > until:
            return
        yield Foreseen(reach.patient.key, told.due, f"reminder {told.number}: {told.why}")
        done, moment = told.number, told.due + timedelta(minutes=1)
        sent, nudges = (*sent, Sent(told.due, "NUDGE")), nudges + 1
