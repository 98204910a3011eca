"""Texts that may have reached the wrong person: each to be judged by the practice (45 CFR 164.402, fact sheet H12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, Connection, Index, Integer, Table, Text, select, update

from storage.base import Moment, Sealed, blind, metadata, one_of, pk, practice_ref, ref
from storage.db import keys
from storage.rows import opened, put, sealed

incidents = Table(
    "incidents",
    metadata,
    pk(),
    practice_ref(),
    ref("patient_id", "patients.id", null=True),
    Column("number", Sealed, nullable=False),
    blind("number_index", "number", "number"),
    Column("kind", Text, nullable=False),
    Column("level", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("closed_by", Text),
    Column("finding", Sealed),
    one_of("kind", ("wrong_number", "reassigned")),
    one_of("state", ("low_risk", "to_review", "closed")),
    CheckConstraint("level BETWEEN 0 AND 2", name="level"),
    Index(None, "practice_id", "state"),
)


@dataclass(frozen=True)
class Incident:
    """Texts of content level `level` at most went to a number that is somebody else's."""

    id: int
    practice_id: int
    patient_id: int | None
    number: str
    kind: str
    level: int
    state: str
    at: datetime
    closed_at: datetime | None
    closed_by: str | None
    finding: str | None


_i = incidents.c


def _incident(tx: Connection, row: Any) -> Incident:
    values = opened(tx, incidents, row)
    del values["number_index"]
    return Incident(**values)


def add(tx: Connection, practice_id: int, patient_id: int | None, number: str, kind: str, level: int,
        now: datetime) -> int:  # fmt: skip
    """Logged as of low risk where nothing but level 0 went there; else somebody has to judge it within 60 days."""
    return put(
        tx,
        incidents,
        practice_id=practice_id,
        patient_id=patient_id,
        number=number,
        number_index=keys(tx).blind("number", number),
        kind=kind,
        level=level,
        state="to_review" if level > 0 else "low_risk",
        at=now,
    )


def of_practice(tx: Connection, practice_id: int, state: str | None = None) -> list[Incident]:
    """All of a practice, oldest first; of one state where that is said."""
    wanted = select(incidents).where(_i.practice_id == practice_id)
    wanted = wanted if state is None else wanted.where(_i.state == state)
    return [_incident(tx, row) for row in tx.execute(wanted.order_by(_i.id))]


def of_number(tx: Connection, practice_id: int, number: str) -> list[Incident]:
    """Those about one number, oldest first."""
    wanted = select(incidents).where(
        _i.practice_id == practice_id, _i.number_index.in_(keys(tx).blinds("number", number))
    )
    return [_incident(tx, row) for row in tx.execute(wanted.order_by(_i.id))]


def close(tx: Connection, practice_id: int, incident_id: int, by: str, finding: str, now: datetime) -> bool:
    """Somebody judged it. False: it waits for nobody."""
    mine = update(incidents).where(_i.id == incident_id, _i.practice_id == practice_id, _i.state == "to_review")
    closed = sealed(tx, incidents, {"state": "closed", "closed_at": now, "closed_by": by, "finding": finding})
    return tx.execute(mine.values(**closed)).rowcount == 1
