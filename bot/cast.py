"""The demo's people: who can be played on the phone simulator, what each owes, and what makes them worth a try."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot import facts
from flows.money import Money
from storage import consent, ledger, people, plans
from storage.people import Patient, Phone, Practice

STRANGER = "+13035550199"
"""On nobody's file."""


@dataclass(frozen=True)
class Player:
    """Somebody whose phone can be held: a patient on the practice's list, or a stranger (`patient_id` None).

    `born`, `zip` and `code` are what the letter in the player's hand says; `number` is empty without a mobile.
    """

    patient_id: int | None
    name: str
    number: str
    owes: Money
    lang: str
    story: str
    born: str = ""
    zip: str = ""
    code: str = ""
    signs: tuple[str, ...] = ()
    """Short words: Spanish, opted out, insurance pending, on a plan, shares a phone, guarantor's phone."""


def cast(tx: Connection, practice: Practice, stories: dict[str, str], now: datetime) -> list[Player]:
    """Everybody on the practice's list in its order, and a stranger at the end."""
    phones = people.phones_of_practice(tx, practice.id)
    shared = _shared(phones)
    opted_out = consent.suppressed_numbers(tx, practice.id)
    players = [
        _player(tx, patient, phones.get(patient.id, []), shared, opted_out, stories, now)
        for patient in people.patients(tx, practice.id)
    ]
    stranger = Player(None, "A stranger", STRANGER, Money(0), "en", "On nobody’s list. What would you get out of it?")
    return [*players, stranger]


def _shared(phones: dict[int, list[Phone]]) -> set[str]:
    numbers = [phone.number for of in phones.values() for phone in of]
    return {number for number in numbers if numbers.count(number) > 1}


def _player(tx: Connection, patient: Patient, phones: Sequence[Phone], shared: set[str], opted_out: frozenset[str],
            stories: dict[str, str], now: datetime) -> Player:  # fmt: skip
    mobile = next((phone for phone in phones if phone.kind != "landline"), None)
    number = mobile.number if mobile else ""
    plan = plans.plan(tx, patient.id)
    signs = {
        "Spanish": patient.lang == "es",
        "no more texts": number in opted_out,
        "insurance pending": "insurance_pending" in patient.flags,
        "on a plan": plan is not None and plan.state == "active",
        "shares a phone": number in shared,
        "guarantor’s phone": mobile is not None and mobile.of == "guarantor",
        "a minor": patient.born is not None and facts.age(patient.born, now.date()) < facts.ADULT,
        "no mobile": not number,
    }
    return Player(
        patient_id=patient.id,
        name=f"{patient.first} {patient.last}",
        number=number,
        owes=ledger.balance(tx, patient.id),
        lang=patient.lang or "en",
        story=stories.get(patient.key, ""),
        born=f"{patient.born:%-m/%-d/%Y}" if patient.born else "",
        zip=(patient.zip or "")[:5],
        code=patient.statement_code or "",
        signs=tuple(words for words, is_so in signs.items() if is_so),
    )
