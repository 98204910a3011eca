"""Imports of the practice's list of balances, and what each said of each patient (decision 29)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Date,
    Index,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    select,
    update,
)

from flows.money import Money
from storage.base import Json, Moment, metadata, one_of, pk, practice_ref, ref, said
from storage.rows import of_id, put, put_once

imports_table = Table(
    "imports",
    metadata,
    pk(),
    practice_ref(),
    Column("file_name", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("totals", Json, nullable=False),
    Column("attestation", Json),
    Column("undone_at", Moment),
    Column("undone_by", Text),
    one_of("state", ("done", "undone")),
    Index(None, "practice_id", "id"),
)

seen = Table(
    "import_balances",
    metadata,
    pk(),
    practice_ref(),
    ref("import_id", "imports.id"),
    ref("patient_id", "patients.id"),
    Column("balance_cents", BigInteger, nullable=False),
    UniqueConstraint("import_id", "patient_id"),
    Index(None, "patient_id", "id"),
)
"""What a list said that a patient owes, payments that we took and it does not show included."""


@dataclass(frozen=True)
class ImportRow:
    """A file that was read in: the practice's statement as of a date."""

    id: int
    practice_id: int
    file_name: str
    sha256: str
    as_of: date
    at: datetime
    by: str
    state: str
    totals: Mapping[str, Any]
    attestation: Mapping[str, Any] | None
    undone_at: datetime | None
    undone_by: str | None


_i, _s = imports_table.c, seen.c
_LAST = (
    select(_s.balance_cents, _s.import_id)
    .join(imports_table, _i.id == _s.import_id)
    .where(_s.patient_id == bindparam("patient"), _i.state == said("done"))
    .order_by(_s.import_id.desc())
    .limit(1)
)


def add(
    tx: Connection,
    practice_id: int,
    file_name: str,
    sha256: str,
    as_of: date,
    by: str,
    totals: Mapping[str, Any],
    now: datetime,
    attestation: Mapping[str, Any] | None = None,
) -> int:
    """A file that is read in."""
    return put(
        tx,
        imports_table,
        practice_id=practice_id,
        file_name=file_name,
        sha256=sha256,
        as_of=as_of,
        at=now,
        by=by,
        state="done",
        totals=dict(totals),
        attestation=None if attestation is None else dict(attestation),
    )


def import_row(tx: Connection, import_id: int) -> ImportRow | None:
    """The import of this id."""
    row = tx.execute(of_id(imports_table), {"own_id": import_id}).one_or_none()
    return ImportRow(**row._mapping) if row else None


def imports(tx: Connection, practice_id: int) -> list[ImportRow]:
    """A practice's imports, newest first, undone ones too."""
    wanted = select(imports_table).where(_i.practice_id == practice_id).order_by(_i.id.desc())
    return [ImportRow(**row._mapping) for row in tx.execute(wanted)]


def newest(tx: Connection, practice_id: int) -> ImportRow | None:
    """The newest import that was not undone."""
    wanted = select(imports_table).where(_i.practice_id == practice_id, _i.state == said("done"))
    row = tx.execute(wanted.order_by(_i.id.desc()).limit(1)).one_or_none()
    return ImportRow(**row._mapping) if row else None


def by_sha256(tx: Connection, practice_id: int, sha256: str) -> ImportRow | None:
    """The newest import of this very file that was not undone."""
    wanted = select(imports_table).where(_i.practice_id == practice_id, _i.sha256 == sha256, _i.state == said("done"))
    row = tx.execute(wanted.order_by(_i.id.desc()).limit(1)).one_or_none()
    return ImportRow(**row._mapping) if row else None


def set_totals(tx: Connection, import_id: int, totals: Mapping[str, Any]) -> None:
    """What came of the import, once its rows are in."""
    tx.execute(update(imports_table).where(_i.id == import_id).values(totals=dict(totals)))


def undo(tx: Connection, import_id: int, by: str, now: datetime) -> bool:
    """Marks the import as undone; the caller reverses what it posted. False: it was undone before."""
    done = update(imports_table).where(_i.id == import_id, _i.state == said("done"))
    return tx.execute(done.values(state="undone", undone_at=now, undone_by=by)).rowcount == 1


def saw(tx: Connection, practice_id: int, import_id: int, patient_id: int, balance: Money) -> int | None:
    """What this list says that the patient owes. None: it is noted already."""
    values = {"practice_id": practice_id, "import_id": import_id, "patient_id": patient_id}
    return put_once(tx, seen, "import_id", "patient_id", **values, balance_cents=balance.cents)


def last_seen(tx: Connection, patient_id: int) -> tuple[int, Money] | None:
    """The newest import that has the patient, and what it said; undone ones do not count."""
    row = tx.execute(_LAST, {"patient": patient_id}).one_or_none()
    return (row.import_id, Money(row.balance_cents)) if row else None


def patients_seen(tx: Connection, import_id: int) -> dict[int, Money]:
    """What an import said of each patient that is in it."""
    rows = tx.execute(select(_s.patient_id, _s.balance_cents).where(_s.import_id == import_id))
    return {patient: Money(cents) for patient, cents in rows}
