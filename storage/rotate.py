"""Re-seals rows under the newest data key and makes their digests anew under the newest index key (decision 33).

The caller walks through the tables in transactions of its own, a few hundred rows each; until it is done, every key
reads and look-ups try all of them.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, select, update

from storage.db import keys
from storage.patients import patients_table, reindex_names
from storage.rows import opened, sealed, sealed_columns
from storage.schema import metadata
from storage.uploads import uploads_table

LARGE = {uploads_table: 4}
"""Rows of these are so large that no more of them are read at once."""


def tables() -> tuple[Table, ...]:
    """The tables that hold something sealed, in a fixed order."""
    return tuple(table for _, table in sorted(metadata.tables.items()) if sealed_columns(table))


def some(tx: Connection, table: Table, after: int = 0, limit: int = 500) -> int | None:
    """Does the next rows of a table, from the id `after` on; the id to go on from, or None when the table is done."""
    limit = min(limit, LARGE.get(table, limit))
    wanted = select(table).where(table.c.id > after).order_by(table.c.id).limit(limit)
    rows = tx.execute(wanted).all()
    for row in rows:
        if changes := _changes(tx, table, row):
            tx.execute(update(table).where(table.c.id == row.id).values(**changes))
        if table is patients_table:
            reindex_names(tx, row.id)
    return rows[-1].id if len(rows) == limit else None


def _changes(tx: Connection, table: Table, row: Any) -> dict[str, Any]:
    ring, stored, plain = keys(tx), row._mapping, opened(tx, table, row)
    old = [name for name in sealed_columns(table) if stored[name] is not None and not ring.is_newest(stored[name])]
    digests = {
        column.name: ring.blind(column.info["kind"], plain[column.info["of"]])
        for column in table.columns
        if "kind" in column.info and stored[column.name] is not None
    }
    moved = {name: digest for name, digest in digests.items() if digest != stored[name]}
    return {**sealed(tx, table, {name: plain[name] for name in old}), **moved}
