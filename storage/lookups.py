"""What a provider said when it was asked whether a number has a new owner (fact sheet T10). Rows are only added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Connection, Date, Index, Table, Text, bindparam, select

from storage.base import Moment, Sealed, blind, metadata, one_of, pk, practice_ref, ref
from storage.db import keys
from storage.rows import put

lookups = Table(
    "lookups",
    metadata,
    pk(),
    practice_ref(),
    ref("patient_id", "patients.id", null=True),
    Column("number", Sealed, nullable=False),
    blind("number_index", "number", "number"),
    Column("since", Date, nullable=False),
    Column("answer", Text, nullable=False),
    Column("at", Moment, nullable=False),
    one_of("answer", ("yes", "no", "error")),
    Index("ix_lookups_number", "practice_id", "number_index", "at"),
)


@dataclass(frozen=True)
class Lookup:
    """Whether the number had a new owner since a day: yes, no, or error where that could not be said."""

    since: date
    answer: str
    at: datetime


_l = lookups.c
_found: Any = bindparam("found", expanding=True)
_NEWEST = (
    select(_l.since, _l.answer, _l.at)
    .where(_l.practice_id == bindparam("practice"), _l.number_index.in_(_found))
    .order_by(_l.id.desc())
    .limit(1)
)


def add(tx: Connection, practice_id: int, patient_id: int | None, number: str, since: date, answer: str,
        now: datetime) -> int:  # fmt: skip
    """The provider answered."""
    return put(
        tx,
        lookups,
        practice_id=practice_id,
        patient_id=patient_id,
        number=number,
        number_index=keys(tx).blind("number", number),
        since=since,
        answer=answer,
        at=now,
    )


def newest(tx: Connection, practice_id: int, number: str) -> Lookup | None:
    """The last answer about this number."""
    row = tx.execute(_NEWEST, {"practice": practice_id, "found": keys(tx).blinds("number", number)}).one_or_none()
    return Lookup(row.since, row.answer, row.at) if row else None
