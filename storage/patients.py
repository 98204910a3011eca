"""Patients and their phones, and how they are found without their names standing anywhere in the open (decision 35)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from storage.base import Json, Moment, Sealed, blind, metadata, one_of, pk, practice_ref, ref
from storage.db import keys
from storage.rows import change, of_id, opened, put

FLAGS = frozenset({
    "minor", "confidential_minor", "part2", "insurance_pending", "nsa_protected", "assigned_to_agency", "paper",
    "guarantor_consent", "self_pay",
})  # fmt: skip
DETACHED = ("wrong", "reassigned")
"""States of a phone that no longer stands for its patient."""

patients_table = Table(
    "patients",
    metadata,
    pk(),
    practice_ref(),
    Column("key", Sealed, nullable=False),
    blind("key_index", "key", "key"),
    Column("first", Sealed, nullable=False),
    Column("last", Sealed, nullable=False),
    Column("born", Sealed),
    Column("zip", Sealed),
    Column("state", Text),
    Column("zone", Text),
    Column("lang", Text),
    Column("statement_code", Sealed),
    blind("code_index", "code", "statement_code", null=True),
    Column("guarantor_first", Sealed),
    Column("guarantor_last", Sealed),
    Column("guarantor_born", Sealed),
    Column("flags", Json, nullable=False),
    Column("oldest_service", Date),
    Column("first_statement", Date),
    Column("days_past_due", Integer, nullable=False),
    Column("statement_count", Integer),
    Column("specialty", Text),
    Column("risk_ack_at", Moment),
    Column("risk_ack_wording", Text),
    Column("ma_notice_sent_at", Moment),
    Column("contact_prefs", Json, nullable=False),
    Column("first_imported_at", Moment),
    Column("cadence_day0", Date),
    Column("created_at", Moment),
    Column("erased_at", Moment),
    Column("estimate_cents", Integer),
    Column("address", Sealed),
    UniqueConstraint("practice_id", "key_index"),
    UniqueConstraint("practice_id", "id"),
    Index(None, "practice_id", "code_index"),
)

phones_table = Table(
    "phones",
    metadata,
    pk(),
    practice_ref(),
    ref("patient_id", "patients.id", index=True),
    Column("number", Sealed, nullable=False),
    blind("number_index", "number", "number"),
    Column("kind", Text, nullable=False),
    Column("of", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("verified_at", Moment),
    one_of("kind", ("mobile", "landline", "unknown")),
    one_of("of", ("patient", "guarantor")),
    one_of("state", ("ok", "wrong", "unusable", "reassigned")),
    ForeignKeyConstraint(["practice_id", "patient_id"], ["patients.practice_id", "patients.id"]),
    UniqueConstraint("patient_id", "number_index"),
    Index(None, "practice_id", "number_index"),
)

words_table = Table(
    "patient_words",
    metadata,
    pk(),
    practice_ref(),
    ref("patient_id", "patients.id", index=True),
    Column("word_index", Text, nullable=False),
    Index(None, "practice_id", "word_index"),
)
"""Keyed digests of the parts of names, the patient's and the guarantor's."""


@dataclass(frozen=True)
class Patient:
    """A patient of a practice, as its list says; `key` is the practice's own number for the account."""

    id: int
    practice_id: int
    key: str
    first: str
    last: str
    born: date | None
    zip: str | None
    state: str | None
    zone: str | None
    lang: str | None
    statement_code: str | None
    guarantor_first: str | None
    guarantor_last: str | None
    guarantor_born: date | None
    flags: frozenset[str]
    oldest_service: date | None
    first_statement: date | None
    days_past_due: int
    statement_count: int | None
    specialty: str | None
    risk_ack_at: datetime | None
    risk_ack_wording: str | None
    ma_notice_sent_at: datetime | None
    contact_prefs: Mapping[str, Any]
    first_imported_at: datetime | None
    cadence_day0: date | None
    created_at: datetime | None
    erased_at: datetime | None
    """When retention took out who this was; figures stay (fact sheet H11)."""
    estimate_cents: int | None
    """What the practice's good-faith estimate said that the care would cost; None where there was none."""
    address: str | None
    """Where letters go, one line of the address a line."""


@dataclass(frozen=True)
class Phone:
    """A number on a patient's file, E.164."""

    id: int
    practice_id: int
    patient_id: int
    number: str
    kind: str
    of: str
    state: str
    verified_at: datetime | None


_p, _f, _w = patients_table.c, phones_table.c, words_table.c
_found: Any = bindparam("found", expanding=True)
_ours = _p.practice_id == bindparam("practice")
_BY_KEY = select(patients_table).where(_ours, _p.key_index.in_(_found))
_BY_CODE = select(patients_table).where(_ours, _p.code_index.in_(_found)).order_by(_p.id)
_BY_NUMBER = (
    select(patients_table)
    .where(
        _p.id.in_(
            select(_f.patient_id).where(
                _f.practice_id == bindparam("practice"),
                _f.number_index.in_(_found),
                _f.state.not_in(DETACHED),
            )
        )
    )
    .order_by(_p.id)
)
_OF_PRACTICE = select(patients_table).where(_ours, _p.erased_at.is_(None)).order_by(_p.id)
_PHONES = select(phones_table).where(_f.patient_id == bindparam("patient")).order_by(_f.id)
_PHONES_OF_PRACTICE = select(phones_table).where(_f.practice_id == bindparam("practice")).order_by(_f.id)


def _patient(tx: Connection, row: Any) -> Patient:
    values = opened(tx, patients_table, row)
    del values["key_index"], values["code_index"]
    for name in ("born", "guarantor_born"):
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    values["flags"] = frozenset(values["flags"])
    return Patient(**values)


def patient(tx: Connection, patient_id: int) -> Patient:
    """The patient of this id. Raises NoResultFound."""
    return _patient(tx, tx.execute(of_id(patients_table), {"own_id": patient_id}).one())


def patient_by_key(tx: Connection, practice_id: int, key: str) -> Patient | None:
    """Whom the practice's own number means."""
    found = keys(tx).blinds("key", key)
    row = tx.execute(_BY_KEY, {"practice": practice_id, "found": found}).first()
    return _patient(tx, row) if row else None


def patients(tx: Connection, practice_id: int) -> list[Patient]:
    """All patients of a practice whom retention has not taken out, oldest row first."""
    return [_patient(tx, row) for row in tx.execute(_OF_PRACTICE, {"practice": practice_id})]


def patients_of_number(tx: Connection, practice_id: int, number: str) -> list[Patient]:
    """Who is on file with this number; detached phones do not count."""
    found = keys(tx).blinds("number", number)
    return [_patient(tx, row) for row in tx.execute(_BY_NUMBER, {"practice": practice_id, "found": found})]


def patients_of_code(tx: Connection, practice_id: int, code_index: str) -> list[Patient]:
    """Whose statement code has this digest, as `keyring.blind("code", CODE)` makes it."""
    return [_patient(tx, row) for row in tx.execute(_BY_CODE, {"practice": practice_id, "found": [code_index]})]


def add_patient(tx: Connection, practice_id: int, key: str, first: str, last: str, **fields: Any) -> int:
    """A new patient; other fields are those of Patient."""
    values = {"flags": (), "days_past_due": 0, "contact_prefs": {}, **fields, "key": key, "first": first, "last": last}
    patient_id = put(tx, patients_table, practice_id=practice_id, **_stored(tx, values))
    _index_names(tx, practice_id, patient_id, values)
    return patient_id


def update_patient(tx: Connection, patient_id: int, **changes: Any) -> None:
    """Changes fields of Patient; what is searched for follows."""
    change(tx, patients_table, patient_id, **_stored(tx, changes))
    if NAMES & changes.keys():
        reindex_names(tx, patient_id)


def reindex_names(tx: Connection, patient_id: int) -> None:
    """Makes the patient's searchable name parts anew, under the newest index key."""
    who = patient(tx, patient_id)
    tx.execute(delete(words_table).where(_w.patient_id == patient_id))
    _index_names(tx, who.practice_id, patient_id, {name: getattr(who, name) for name in NAMES})


NAMES = {"first", "last", "guarantor_first", "guarantor_last"}


def _stored(tx: Connection, values: Mapping[str, Any]) -> dict[str, Any]:
    ring, made = keys(tx), dict(values)
    for name in ("born", "guarantor_born"):
        if made.get(name):
            made[name] = made[name].isoformat()
    if "flags" in made:
        made["flags"] = _checked_flags(made["flags"])
    if "statement_code" in made:
        code = _code(made["statement_code"])
        made |= {"statement_code": code, "code_index": ring.blind("code", code) if code else None}
    if "key" in made:
        made["key_index"] = ring.blind("key", made["key"])
    return made


def _checked_flags(flags: Collection[str]) -> list[str]:
    if unknown := set(flags) - FLAGS:
        raise ValueError(f"unknown flags of a patient: {sorted(unknown)}")
    return sorted(flags)


def _code(code: str | None) -> str | None:
    return code.strip().upper() if code and code.strip() else None


def _index_names(tx: Connection, practice_id: int, patient_id: int, names: Mapping[str, Any]) -> None:
    words = {word for name in NAMES for word in name_parts(names.get(name) or "")}
    ring = keys(tx)
    rows = [
        {"practice_id": practice_id, "patient_id": patient_id, "word_index": ring.blind("name", word)}
        for word in sorted(words)
    ]
    if rows:
        tx.execute(insert(words_table), rows)


def name_parts(text: str) -> tuple[str, ...]:
    """The words of a name, in lower case and without accents."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(letter)
    )
    return tuple(re.findall(r"[^\W\d_]+", plain))


def find(tx: Connection, practice_id: int, text: str) -> list[Patient]:
    """Patients whom the words mean: all name parts given, or a number, or a statement code, or the practice's key."""
    found = _by_names(tx, practice_id, text) | _by_number(tx, practice_id, text) | _by_codes(tx, practice_id, text)
    if not found:
        return []
    rows = tx.execute(select(patients_table).where(_p.id.in_(sorted(found))).order_by(_p.id))
    return [_patient(tx, row) for row in rows]


def _by_names(tx: Connection, practice_id: int, text: str) -> set[int]:
    ring = keys(tx)
    sought = [ring.blinds("name", word) for word in dict.fromkeys(name_parts(text))]
    if not sought or any(letter.isdigit() for letter in text):
        return set()
    found = [
        set(tx.scalars(select(_w.patient_id).where(_w.practice_id == practice_id, _w.word_index.in_(words))))
        for words in sought
    ]
    return set.intersection(*found)


def _by_number(tx: Connection, practice_id: int, text: str) -> set[int]:
    digits = re.sub(r"\D", "", text)
    if not 10 <= len(digits) <= 15 or re.search(r"[^\W\d_]", text):
        return set()
    number = f"+1{digits}" if len(digits) == 10 else f"+{digits}"
    wanted = _f.number_index.in_(keys(tx).blinds("number", number))
    return set(tx.scalars(select(_f.patient_id).where(_f.practice_id == practice_id, wanted)))


def _by_codes(tx: Connection, practice_id: int, text: str) -> set[int]:
    ring, code = keys(tx), _code(text)
    if code is None:
        return set()
    wanted = _p.code_index.in_(ring.blinds("code", code)) | _p.key_index.in_(ring.blinds("key", text.strip()))
    return set(tx.scalars(select(_p.id).where(_p.practice_id == practice_id, wanted)))


def count_patients(tx: Connection, practice_id: int) -> int:
    """How many patients the practice has, without those whom retention took out."""
    mine = select(func.count()).where(_p.practice_id == practice_id, _p.erased_at.is_(None))
    return int(tx.execute(mine).scalar_one())


def _phone(tx: Connection, row: Any) -> Phone:
    values = opened(tx, phones_table, row)
    del values["number_index"]
    return Phone(**values)


def phones(tx: Connection, patient_id: int) -> list[Phone]:
    """All numbers on the patient's file, detached ones too."""
    return [_phone(tx, row) for row in tx.execute(_PHONES, {"patient": patient_id})]


def phones_of_practice(tx: Connection, practice_id: int) -> dict[int, list[Phone]]:
    """All numbers of all patients of a practice, by patient, in one query."""
    found: dict[int, list[Phone]] = {}
    for row in tx.execute(_PHONES_OF_PRACTICE, {"practice": practice_id}):
        found.setdefault(row.patient_id, []).append(_phone(tx, row))
    return found


def add_phone(
    tx: Connection,
    practice_id: int,
    patient_id: int,
    number: str,
    *,
    kind: str = "unknown",
    of: str = "patient",
    state: str = "ok",
    verified_at: datetime | None = None,
) -> int:
    """A number on the patient's file; one that is there already keeps its row and gets this kind, owner and state."""
    had = [phone.id for phone in phones(tx, patient_id) if phone.number == number]
    if had:
        change(tx, phones_table, had[0], kind=kind, of=of, state=state)
        return had[0]
    return put(
        tx,
        phones_table,
        practice_id=practice_id,
        patient_id=patient_id,
        number=number,
        number_index=keys(tx).blind("number", number),
        kind=kind,
        of=of,
        state=state,
        verified_at=verified_at,
    )


def set_phone_state(tx: Connection, practice_id: int, number: str, state: str) -> int:
    """What is known of this number, on every file that has it; how many did."""
    return tx.execute(update(phones_table).where(*_that_number(tx, practice_id, number)).values(state=state)).rowcount


def phone_verified(tx: Connection, practice_id: int, number: str, patient_id: int, now: datetime) -> None:
    """The number has proved to be this patient's."""
    mine = (*_that_number(tx, practice_id, number), _f.patient_id == patient_id)
    tx.execute(update(phones_table).where(*mine).values(verified_at=now))


def _that_number(tx: Connection, practice_id: int, number: str) -> Sequence[Any]:
    return _f.practice_id == practice_id, _f.number_index.in_(keys(tx).blinds("number", number))
