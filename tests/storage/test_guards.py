"""What the database itself refuses: no row of an append-only table is changed or taken out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, delete, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from flows.money import Money
from flows.script import Quote
from storage import audit, quotes
from storage.db import Database
from storage.rows import sealed_columns
from storage.schema import APPEND_ONLY, metadata
from tests.rows import NOW, a_patient, a_practice


def fill(tx: Connection) -> None:
    """A row in each append-only table."""
    practice = a_practice(tx)
    patient = a_patient(tx, practice)
    terms = Quote(patient, Money(24001), (Money(24001),), (date(2026, 4, 1),))
    quote = quotes.add(tx, practice, None, terms, "plan", "w", NOW, NOW)
    quotes.close(tx, quote, "declined", NOW)
    audit.write(tx, practice, "a", "b", "c", {}, NOW)
    audit.seal(tx, NOW)
    gone = {"chain": 99, "first_id": 1, "last_id": 2, "many": 2, "hash": "0" * 64, "at": NOW, "by": "test"}
    tx.execute(audit.releases.insert().values(**gone, done_at=NOW))


def rows(db: Database, table: str) -> list[Any]:
    with db.read() as tx:
        return list(tx.execute(select(metadata.tables[table])))


def open_columns(table: str) -> list[str]:
    """Columns that no new key may rewrite: all but the sealed ones and their digests."""
    found = metadata.tables[table]
    sealed = sealed_columns(found)
    return [column.name for column in found.columns if column.name not in sealed and "kind" not in column.info]


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_no_row_is_taken_out(db: Database, table: str) -> None:
    with db.begin() as tx:
        fill(tx)
    had = rows(db, table)
    with pytest.raises(IntegrityError, match="append-only"), db.begin() as tx:
        tx.execute(delete(metadata.tables[table]))
    if not db.sqlite:
        with pytest.raises(IntegrityError, match="append-only"), db.begin() as tx:
            tx.execute(text(f"TRUNCATE {table} CASCADE"))
    assert rows(db, table) == had and had


CELLS = [(table, column) for table in APPEND_ONLY for column in open_columns(table)]


@pytest.mark.parametrize(("table", "column"), CELLS)
def test_no_row_is_changed(db: Database, table: str, column: str) -> None:
    with db.begin() as tx:
        fill(tx)
    found = metadata.tables[table]
    with pytest.raises(IntegrityError, match="append-only"), db.begin() as tx:
        tx.execute(update(found).values({column: found.c[column]}))


def test_on_sqlite_a_row_is_not_replaced_either(db: Database) -> None:
    with db.begin() as tx:
        fill(tx)
    had = rows(db, "audit")
    again = "INSERT OR REPLACE INTO audit SELECT * FROM audit" if db.sqlite else (
        "INSERT INTO audit SELECT * FROM audit ON CONFLICT (id) DO UPDATE SET actor = 'x'")  # fmt: skip
    with pytest.raises(DBAPIError, match="append-only"), db.begin() as tx:
        tx.execute(text(again))
    assert rows(db, "audit") == had


def test_every_row_carries_its_practice() -> None:
    without = {name for name, table in metadata.tables.items() if "practice_id" not in table.columns}
    assert without == {"practices", "clock", "audit_seals", "audit_releases"}


def test_nothing_is_kept_as_a_float() -> None:
    kinds = {str(column.type) for table in metadata.tables.values() for column in table.columns}
    assert not {kind for kind in kinds if kind.startswith(("FLOAT", "REAL", "DOUBLE", "NUMERIC"))}
