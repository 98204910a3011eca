"""Whose balance costs more to ask for than it brings (flows/economics.py). Reads only; it stops nothing by itself.

What does stop it is the practice's floor, `min_balance_cents`, which the gate asks, or staff.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from bot import gate_facts, outreach
from flows import economics
from flows.economics import Outlook, Tally
from flows.money import ZERO
from storage import brought, consent, ledger, plans
from storage.people import Patient, Practice

MAIL = ["mail"]


def of_practice(tx: Connection, practice: Practice, now: datetime) -> list[tuple[Patient, Outlook]]:
    """Those who are not worth asking again, as things stand, in the order of the file."""
    known = brought.tallies(tx, practice.id, now)
    looked = ((one, of_patient(tx, practice, one, now, known)) for one in outreach.patients_of(tx, practice.id))
    return [(patient, found) for patient, found in looked if found and economics.advice(found)]


def of_patient(tx: Connection, practice: Practice, patient: Patient, now: datetime,
               tallies: Mapping[int, Tally] | None = None) -> Outlook | None:  # fmt: skip
    """What asking this patient again costs and brings; None where they are not asked, as a hold or a plan stands."""
    owed = ledger.balance(tx, patient.id)
    held = [one for one in consent.open_holds(tx, practice.id, [patient.id], "", now) if one.patient_id == patient.id]
    if owed <= ZERO or held or plans.plan(tx, patient.id) is not None or patient.flags:
        return None
    known = brought.tallies(tx, practice.id, now) if tallies is None else tallies
    costs = practice.policy.chasing
    texts = _texts(tx, practice, patient, now)
    if texts is None:
        return economics.outlook(owed, "letter", 0, costs.letters, known, costs)
    done, to_come = texts
    return economics.outlook(owed, "text", done, to_come, known, costs) if to_come else None


def _texts(tx: Connection, practice: Practice, patient: Patient, now: datetime) -> tuple[int, int] | None:
    """How many reminders went, and how many are to come; None where only a letter reaches them."""
    reach = outreach.reach_of(tx, practice, patient)
    if reach is None:
        return None
    told = gate_facts.of_patient(tx, practice.id, reach.sender.id, patient.id, reach.phone.number, reach.talk, now)
    if told.consent is None or told.opted_out or (patient.contact_prefs or {}).get("channels") == MAIL:
        return None
    if outreach.hindered(reach, told, now):
        return 0, 0
    policy = practice.policy
    done = outreach.done_of(tx, reach, outreach.day0(practice, reach, told))
    by_cadence = len(policy.cadence_days_from_first_statement) - done
    by_cap = policy.caps.max_nudges_per_balance - told.nudges_for_balance
    return done, max(0, min(by_cadence, by_cap))
