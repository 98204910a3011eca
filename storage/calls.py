"""Calls that staff made about bills: caps count them beside texts (fact sheet 5.1, F5)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Index, Table, bindparam, or_, select

from flows.values import Sent
from storage.base import Moment, Sealed, blind, metadata, pk, practice_ref, ref
from storage.db import keys
from storage.rows import put

calls = Table(
    "calls",
    metadata,
    pk(),
    practice_ref(),
    ref("patient_id", "patients.id", null=True),
    Column("number", Sealed, nullable=False),
    blind("number_index", "number", "number"),
    ref("staff_id", "staff.id"),
    Column("at", Moment, nullable=False),
    Index("ix_calls_number", "practice_id", "number_index", "at"),
    Index("ix_calls_patient", "patient_id", "at"),
)

_c = calls.c
_found: Any = bindparam("found", expanding=True)
_SINCE = (
    select(_c.at)
    .where(
        _c.practice_id == bindparam("practice"),
        or_(_c.number_index.in_(_found), _c.patient_id == bindparam("patient")),
        _c.at >= bindparam("since", type_=Moment),
    )
    .order_by(_c.at)
)


def add(tx: Connection, practice_id: int, patient_id: int | None, number: str, staff_id: int, at: datetime) -> int:
    """Staff called this number about this patient's bill."""
    return put(
        tx,
        calls,
        practice_id=practice_id,
        patient_id=patient_id,
        number=number,
        number_index=keys(tx).blind("number", number),
        staff_id=staff_id,
        at=at,
    )


def since(tx: Connection, practice_id: int, number: str, patient_id: int | None, moment: datetime) -> list[Sent]:
    """Calls since then to this number or about this patient, oldest first, as caps count them."""
    found = keys(tx).blinds("number", number) if number else ()
    values = {"practice": practice_id, "found": found, "patient": patient_id, "since": moment}
    return [Sent(at, "CALL") for at in tx.execute(_SINCE, values).scalars()]
