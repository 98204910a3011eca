"""Proof of identity on a page: the same judging, misses, locks and words as by text (decisions 8, 9, 12, 13)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from sqlalchemy import Connection

from bot import facts, links
from bot.wiring import App
from flows import proof
from flows.script import Factor, Person
from storage import audit, people, talks, tickets, trust
from storage.db import keys
from storage.links import LinkRow
from storage.people import Patient, Practice

Locked = Literal["", "half_hour", "until_staff"]
Digest = Callable[[str, str], str]


@dataclass(frozen=True)
class Given:
    """What somebody filled in: every reading that it may have. Never kept."""

    births: tuple[date, ...] = field(default=(), repr=False)
    zip: str | None = field(default=None, repr=False)
    codes: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Proved:
    """Who they are, or whose guarantor."""

    patient_ids: tuple[int, ...]
    as_guarantor: bool


@dataclass(frozen=True)
class Missed:
    """It did not match; `locked` says what that has led to."""

    locked: Locked


@dataclass(frozen=True)
class Refused:
    """Nobody may try now."""

    locked: Locked


def factors(given: Given, digest: Digest) -> tuple[Factor, ...]:
    """What was given, as keyed digests."""
    kinds = {
        "birth": [digest("birth", day.isoformat()) for day in given.births],
        "zip": [digest("zip", given.zip)] if given.zip else [],
        "code": [digest("code", code) for code in given.codes],
    }
    return tuple(Factor(kind, frozenset(digests)) for kind, digests in kinds.items() if digests)  # type: ignore[arg-type]


def locked(tx: Connection, practice: Practice, link: LinkRow, now: datetime) -> Locked:
    """Whether anybody may try at this link now."""
    watched = _subjects(tx, link, _meant(tx, link, ()))
    return trust.lock(tx, practice.id, watched, now, practice.policy.verify)


def prove(app: App, link: LinkRow, given: Given) -> Proved | Missed | Refused:
    """Judges what was filled in at a link, in one transaction. Call it with as many factors as the link asks for."""
    with app.db.begin() as tx:
        return _prove(tx, link, factors(given, keys(tx).blind), app.now())


def _prove(tx: Connection, link: LinkRow, told: Sequence[Factor], now: datetime) -> Proved | Missed | Refused:
    links.alone(tx, link)
    practice = people.practice(tx, link.practice_id)
    meant = _meant(tx, link, told)
    watched = _subjects(tx, link, meant)
    if lock := trust.lock(tx, practice.id, watched, now, practice.policy.verify):
        return Refused(lock)
    persons = [_person(patient, keys(tx).blind) for patient in meant]
    found = proof.judge(told, persons)
    if found is None:
        return _miss(tx, practice, link, watched, persons, now)
    proved = [f"patient:{patient_id}" for patient_id in found.patient_ids]
    trust.proved(tx, practice.id, [_browser(link), *proved], now)
    _note(tx, link, "proved", now)
    return Proved(found.patient_ids, found.as_guarantor or link.as_guarantor)


def _miss(tx: Connection, practice: Practice, link: LinkRow, watched: Sequence[str], persons: Sequence[Person],
          now: datetime) -> Missed:  # fmt: skip
    """Counts a miss; where nobody has enough on file to be proved by, tells staff instead (decision 12)."""
    if persons and all(person.on_file < link.factors for person in persons):
        tickets.open_ticket(tx, practice.id, "identity", now, conversation_id=link.conversation_id,
                            patient_id=link.patient_id, note="page: too little on file")  # fmt: skip
        return Missed("")
    trust.miss(tx, practice.id, watched, now)
    _note(tx, link, "proof_failed", now)
    lock = trust.lock(tx, practice.id, watched, now, practice.policy.verify)
    if lock == "until_staff":
        tickets.open_ticket(tx, practice.id, "identity", now, conversation_id=link.conversation_id,
                            patient_id=link.patient_id, note="page: locked")  # fmt: skip
    return Missed(lock)


def _meant(tx: Connection, link: LinkRow, told: Sequence[Factor]) -> tuple[Patient, ...]:
    """Whom the link or a statement code may mean: whom it is for, else those of its number and of the code."""
    if link.proved:
        return tuple(people.patient(tx, patient_id) for patient_id in link.proved)
    if link.patient_id is not None:
        return (people.patient(tx, link.patient_id),)
    named = {digest for factor in told if factor.kind == "code" for digest in factor.digests}
    found = [*_of_number(tx, link), *(one for code in sorted(named) for one in _of_code(tx, link, code))]
    return tuple({patient.id: patient for patient in found}.values())


def _of_number(tx: Connection, link: LinkRow) -> Sequence[Patient]:
    talk = talks.conversation(tx, link.conversation_id) if link.conversation_id else None
    if talk is None or talk.channel == "web_chat":
        return ()
    return people.patients_of_number(tx, link.practice_id, talk.address)


def _of_code(tx: Connection, link: LinkRow, code: str) -> Sequence[Patient]:
    return people.patients_of_code(tx, link.practice_id, code)


def _subjects(tx: Connection, link: LinkRow, meant: Sequence[Patient]) -> tuple[str, ...]:
    """All that a miss counts for: the link, the number it was sent to, and whoever was meant (decision 8)."""
    talk = talks.conversation(tx, link.conversation_id) if link.conversation_id else None
    number = [f"number:{keys(tx).blind('subject', talk.address)}"] if talk and talk.channel != "web_chat" else []
    return (_browser(link), *number, *(f"patient:{patient.id}" for patient in meant))


def _browser(link: LinkRow) -> str:
    """A link stands for the browser: a cookie could be thrown away between two tries."""
    return f"browser:{link.token_hash}"


def _person(patient: Patient, digest: Digest) -> Person:
    """A patient as digests. Confidential care of a minor is nobody's but the patient's (fact sheet H13)."""
    person = facts.person(patient, digest)
    alone = "confidential_minor" in patient.flags
    return Person(person.patient_id, person.births, frozenset() if alone else person.guarantor_births, person.zip,
                  person.code)  # fmt: skip


def _note(tx: Connection, link: LinkRow, action: str, now: datetime) -> None:
    audit.write(tx, link.practice_id, f"link:{link.id}", action, f"patient:{link.patient_id}", {"at": "page"}, now)
