"""A list becomes rows: compared with what is there, then posted in one transaction, differences only (decision 29)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from bot.errors import Sorry
from bot.imports import columns, records, sheet
from bot.imports.funnel import Funnel, funnel
from bot.imports.records import Read, Record
from bot.imports.sheet import Sheet
from bot.wiring import App
from flows.codes import ALPHABET
from flows.money import Money
from storage import audit, consent, imports, ledger, people
from storage.people import Patient, Phone, Practice

KINDS = {"cell": "mobile", "unlabelled": "unknown", "home": "landline"}
POSTED = (
    ("charged", "charged"),
    ("insurance paid", "insurance_paid"),
    ("adjusted", "adjusted"),
    ("patient paid", "you_paid"),
)
FLAGS = frozenset({"insurance_pending"})
OF_LISTS = frozenset({"not_in_file", "import_difference"})
"""Holds that lists put, and that the next one lifts."""
COLUMN_WORDING = "Consent as recorded by the practice: {source}, {day}."


@dataclass(frozen=True)
class Attestation:
    """An admin vouches that everybody on the list agreed: how, when, and in which words (decision 30)."""

    source: str
    at: date
    wording: str
    by: str


@dataclass(frozen=True)
class Difference:
    """What the list changes for one patient. `kind` is new, balance, details, absent or ambiguous."""

    kind: str
    key: str
    name: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Loaded:
    """A file that was read, and not posted."""

    sheet: Sheet
    means: tuple[str, ...]
    read: Read
    sha256: str


@dataclass(frozen=True)
class Done:
    """What an import came to. `import_id` is None where nothing was to be done."""

    import_id: int | None
    differences: tuple[Difference, ...]
    funnel: Funnel


def load(file: Path, today: date) -> Loaded:
    """Reads a file. Raises Sorry with a plain reason for one that is no list of balances."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise Sorry(f"{file} cannot be read. Check its name and its owner. Nothing was changed.") from error
    found = sheet.read(file.name, data)
    means = columns.meanings(found.header)
    if lacking := columns.missing(means):
        raise Sorry(
            f"{file.name} has no column for {' and '.join(lacking)}. Its columns are: {', '.join(found.header)}. "
            f"Nothing was changed. Name the column, for example {lacking[0].capitalize()}, and try again."
        )
    return Loaded(found, means, records.read(found, means, today), hashlib.sha256(data).hexdigest())


def _not_empty(loaded: Loaded) -> None:
    """A list without patients would hold everybody as absent: it is a mistake."""
    read = loaded.read
    if not read.records:
        why = f"each of its {len(read.rejected)} rows was rejected" if read.rejected else "it has no rows"
        raise Sorry(f"{loaded.sheet.name} names no patient: {why}. Nothing was changed. Is this the whole list?")


def run(app: App, slug: str, file: Path, by: str, attestation: Attestation | None = None,
        as_of: date | None = None) -> Done:  # fmt: skip
    """Imports a file for a practice. Raises Sorry; whatever goes wrong, nothing or all of it is done."""
    now = app.now()
    loaded = load(file, now.date())
    _not_empty(loaded)
    with app.db.begin() as tx:
        practice = practice_of(tx, slug)
        if _is_repeat(tx, practice, loaded, attestation):
            return Done(None, (), funnel(loaded.read.records, attestation is not None, _stopped(tx, practice)))
        return _post(tx, practice, loaded, by, attestation, as_of or now.date(), now)


def practice_of(tx: Connection, slug: str) -> Practice:
    """The practice, or Sorry with those that there are."""
    practice = people.practice_by_slug(tx, slug)
    if practice is None:
        known = ", ".join(one.slug for one in people.practices(tx)) or "none yet: ./sheepdog practice add makes one"
        raise Sorry(f"There is no practice {slug!r}. Known are: {known}. Nothing was changed.", 2)
    return practice


def compare(tx: Connection, practice: Practice, found: Sequence[Record]) -> tuple[Difference, ...]:
    """What a list would change, patient by patient."""
    known = {patient.key: patient for patient in people.patients(tx, practice.id)}
    told = [one for record in found for one in _changes(tx, known.get(record.key), record)]
    listed = {record.key for record in found}
    absent = [patient for key, patient in known.items() if key not in listed and ledger.balance(tx, patient.id)]
    return (*told, *(Difference("absent", p.key, f"{p.first} {p.last}", str(ledger.balance(tx, p.id))) for p in absent))


def _changes(tx: Connection, patient: Patient | None, record: Record) -> list[Difference]:
    name, says = f"{record.first} {record.last}", Money(record.balance_cents)
    if patient is None:
        return [Difference("new", record.key, name, after=str(says))]
    listed = ledger.listed(tx, patient.id)
    told = [Difference("balance", record.key, name, str(listed), str(says))] if listed != says else []
    named = {"first": record.first, "last": record.last, **_details(record)}
    changed = [field for field, value in named.items() if value and getattr(patient, field) != value]
    changed += ["phone"] if _moved(people.phones(tx, patient.id), record) else []
    changed += sorted(patient.flags ^ _flags(patient.flags, record))
    return [*told, *([Difference("details", record.key, name, after=", ".join(changed))] if changed else [])]


def _is_repeat(tx: Connection, practice: Practice, loaded: Loaded, attestation: Attestation | None) -> bool:
    """The very file that was read in last changes nothing; with a new attestation it does."""
    last = imports.newest(tx, practice.id)
    return last is not None and last.sha256 == loaded.sha256 and attestation is None


def _post(tx: Connection, practice: Practice, loaded: Loaded, by: str, attestation: Attestation | None, as_of: date,
          now: datetime) -> Done:  # fmt: skip
    found = loaded.read.records
    told = compare(tx, practice, found)
    row = imports.add(tx, practice.id, loaded.sheet.name, loaded.sha256, as_of, by, totals(found), now,
                      None if attestation is None else _attested(attestation))  # fmt: skip
    known = {patient.key: patient for patient in people.patients(tx, practice.id)}
    unclear = [one for record in found if (one := _one(tx, practice, row, known, record, attestation, as_of, now))]
    _absent(tx, practice, row, [known[one.key].id for one in told if one.kind == "absent"], now)
    audit.write(tx, practice.id, by, "imported", f"import:{row}", {"patients": len(found), "changes": len(told)}, now)
    return Done(row, (*told, *unclear), funnel(found, attestation is not None, _stopped(tx, practice)))


def _one(tx: Connection, practice: Practice, row: int, known: dict[str, Patient], record: Record,
         attestation: Attestation | None, as_of: date, now: datetime) -> Difference | None:  # fmt: skip
    """One patient's rows; a difference that nobody can explain is told, and held for a person."""
    patient = known.get(record.key)
    patient_id = patient.id if patient else _new(tx, practice, row, record, now)
    moved = patient is not None and _update(tx, practice, patient, record)
    after = _listed_until(tx, patient_id) if moved else None
    _consent(tx, practice, patient_id, record, attestation, now, after)
    imports.saw(tx, practice.id, row, patient_id, Money(record.balance_cents))
    if patient is None:
        return None
    return _statement(tx, practice, row, patient, record, as_of, now)


def _statement(tx: Connection, practice: Practice, row: int, patient: Patient, record: Record, as_of: date,
               now: datetime) -> Difference | None:  # fmt: skip
    until = now if as_of >= now.date() else datetime.combine(as_of, time.max, now.tzinfo)
    came = ledger.statement(tx, practice.id, patient.id, row, Money(record.balance_cents), until, now)
    if came.ambiguous:
        consent.add_hold(tx, practice.id, "import_difference", now, patient_id=patient.id, note=f"import:{row}")
        says = str(Money(record.balance_cents))
        return Difference("ambiguous", record.key, f"{record.first} {record.last}", after=says)
    for hold in consent.open_holds(tx, practice.id, [patient.id], "", now):
        if hold.reason in OF_LISTS:
            consent.lift_hold(tx, hold.id, f"import:{row}", now)
    return None


def _new(tx: Connection, practice: Practice, row: int, record: Record, now: datetime) -> int:
    details = {**_details(record), "statement_code": record.statement_code or made_code()}
    patient_id = people.add_patient(tx, practice.id, record.key, record.first, record.last, **details,
                                    flags=_flags(frozenset(), record), created_at=now)  # fmt: skip
    if record.phone:
        _phone(tx, practice, patient_id, record)
    if record.parts:
        for part, kind in POSTED:
            if cents := record.parts[part]:
                ledger.record(tx, practice.id, patient_id, kind, "import", f"{row}:{patient_id}", Money(cents), now)
    elif record.balance_cents:
        ledger.charge(tx, practice.id, patient_id, "import", f"{row}:{patient_id}", Money(record.balance_cents), now)
    return patient_id


def _details(record: Record) -> dict[str, Any]:
    first, last, born = record.guarantor or (None, None, None)
    return {
        "born": record.born,
        "zip": record.zip,
        "state": record.state,
        "lang": record.lang,
        "statement_code": record.statement_code,
        "guarantor_first": first,
        "guarantor_last": last,
        "guarantor_born": born,
        "oldest_service": record.oldest_service,
        "first_statement": record.first_statement,
        "estimate_cents": record.estimate_cents,
        "address": record.address,
    }


def _flags(had: frozenset[str], record: Record) -> frozenset[str]:
    """What is known of a patient, with what the list says of it; where it says nothing of self-pay, that stays."""
    own = had & {"self_pay"} if record.self_pay is None else frozenset({"self_pay"} if record.self_pay else ())
    return (had - FLAGS - {"self_pay"}) | (frozenset(record.flags) & FLAGS) | own


def made_code() -> str:
    """A statement code for a patient whose list has none: eight signs, a letter and a digit at least."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return code if any(char.isdigit() for char in code) and any(char.isalpha() for char in code) else made_code()


def _update(tx: Connection, practice: Practice, patient: Patient, record: Record) -> bool:
    """Takes over what the list says of a patient; True where that is another phone number."""
    told = {"first": record.first, "last": record.last, **_details(record)}
    flags = _flags(patient.flags, record)
    changes = {name: value for name, value in told.items() if value is not None and getattr(patient, name) != value}
    if changes or flags != patient.flags:
        people.update_patient(tx, patient.id, **changes, flags=flags)
    return _move_phone(tx, practice, patient, record)


def _moved(had: Sequence[Phone], record: Record) -> bool:
    """Whether the list has another number than before. One that was found wrong or unusable is no news."""
    mine = next((phone for phone in had if phone.number == record.phone), None)
    others = [phone for phone in had if phone.state == "ok" and phone.number != record.phone]
    back = mine is not None and mine.state == "reassigned" and bool(others)
    return record.phone is not None and (mine is None or back)


def _move_phone(tx: Connection, practice: Practice, patient: Patient, record: Record) -> bool:
    """Another number than before: the old one no longer stands for the patient, and its consent stays with it (T2)."""
    had = people.phones(tx, patient.id)
    if not _moved(had, record):
        return False
    for phone in had:
        if phone.state == "ok":
            people.add_phone(tx, practice.id, patient.id, phone.number, kind=phone.kind, of=phone.of,
                             state="reassigned")  # fmt: skip
    _phone(tx, practice, patient.id, record)
    return True


def _phone(tx: Connection, practice: Practice, patient_id: int, record: Record) -> None:
    kind, whose = KINDS[record.phone_kind or "unlabelled"], "guarantor" if record.guarantor else "patient"
    people.add_phone(tx, practice.id, patient_id, record.phone or "", kind=kind, of=whose)


def _listed_until(tx: Connection, patient_id: int) -> date | None:
    """The day of the last list that had the patient: what was agreed to by then was for the number it had."""
    seen = imports.last_seen(tx, patient_id)
    row = imports.import_row(tx, seen[0]) if seen else None
    return row.as_of if row else None


def _consent(tx: Connection, practice: Practice, patient_id: int, record: Record, attestation: Attestation | None,
             now: datetime, after: date | None) -> None:  # fmt: skip
    """From the columns, or by attestation; a number that has opted out is not asked to come back.

    A date that is still to come is no consent, and for a number that is new only one that came `after` it counts.
    """
    number = record.phone
    if not number or consent.suppressed_at(tx, practice.id, number):
        return
    if attestation:
        given, source, wording = attestation.at, attestation.source, attestation.wording
    elif record.consent and (after is None or record.consent.at > after):
        given, source = record.consent.at, record.consent.source
        wording = COLUMN_WORDING.format(source=source, day=given.isoformat())
    else:
        return
    at = datetime.combine(given, time(), now.tzinfo)
    had = consent.newest_grant(tx, practice.id, number, patient_id)
    if at <= now and (had is None or (had.source, had.at) != (source, at)):
        consent.grant(tx, practice.id, patient_id, number, source=source, wording=wording, version="1",
                      scope=("billing",), by="import", now=at, econsent=source == "web_form")  # fmt: skip


def _absent(tx: Connection, practice: Practice, row: int, patient_ids: Sequence[int], now: datetime) -> None:
    """Who is no longer listed is held, never taken as paid."""
    for patient_id in patient_ids:
        consent.add_hold(tx, practice.id, "not_in_file", now, patient_id=patient_id, note=f"import:{row}")


def _stopped(tx: Connection, practice: Practice) -> frozenset[str]:
    return consent.suppressed_numbers(tx, practice.id)


def _attested(attestation: Attestation) -> dict[str, Any]:
    return {"source": attestation.source, "at": attestation.at.isoformat(), "wording": attestation.wording,
            "by": attestation.by}  # fmt: skip


def totals(found: Sequence[Record]) -> dict[str, int]:
    """How many patients, what they owe in all, what those owe who owe, and how many have a phone."""
    cents = [record.balance_cents for record in found]
    return {
        "patients": len(found),
        "balance_cents": sum(cents),
        "owing_cents": sum(one for one in cents if one > 0),
        "reachable": sum(record.phone is not None for record in found),
    }


def undo(app: App, import_id: int, by: str) -> None:
    """Takes an import back: its entries are reversed, its holds lifted, and nothing is erased. Raises Sorry."""
    now = app.now()
    with app.db.begin() as tx:
        row = imports.import_row(tx, import_id)
        if row is None or row.state == "undone":
            raise Sorry(f"Import {import_id} {'was undone already' if row else 'is not there'}. Nothing was changed.")
        newest = imports.newest(tx, row.practice_id)
        if newest is None or newest.id != import_id:
            raise Sorry(f"Import {import_id} is not the newest one. Undo the later ones first. Nothing was changed.")
        ledger.undo_import(tx, row.practice_id, import_id, now)
        for hold in consent.holds_of_practice(tx, row.practice_id, now):
            if hold.reason in OF_LISTS and hold.note == f"import:{import_id}":
                consent.lift_hold(tx, hold.id, f"undo_import:{import_id}", now)
        imports.undo(tx, import_id, by, now)
        audit.write(tx, row.practice_id, by, "import_undone", f"import:{import_id}", {}, now)
