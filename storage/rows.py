"""How rows are written and read: sealed columns are sealed on the way in and opened on the way out.

Statements are built once for each table, so that SQLAlchemy finds them compiled.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert, Row, Select, Table, Update, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.base import Sealed
from storage.db import keys

OWN_ID = "own_id"


@cache
def sealed_columns(table: Table) -> frozenset[str]:
    """The names of the table's sealed columns."""
    return frozenset(column.name for column in table.columns if isinstance(column.type, Sealed))


def sealed(tx: Connection, table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are stored."""
    ring, secret = keys(tx), sealed_columns(table)
    return {
        name: ring.seal(value, f"{table.name}.{name}") if value is not None and name in secret else value
        for name, value in values.items()
    }


def opened(tx: Connection, table: Table, row: Row[Any]) -> dict[str, Any]:
    """The row of this table's columns, by name, with its sealed values opened."""
    values = dict(row._mapping)
    ring = keys(tx)
    for name in sealed_columns(table):
        if (value := values.get(name)) is not None:
            values[name] = ring.open(value, f"{table.name}.{name}")
    return values


def put(tx: Connection, table: Table, **values: Any) -> int:
    """A new row; its id."""
    made: Any = tx.execute(_insert(table), sealed(tx, table, values)).inserted_primary_key
    return int(made[0])


def put_once(tx: Connection, table: Table, *unique: str, where: Any = None, **values: Any) -> int | None:
    """A new row; None where one with the same unique columns is there already, also if another process was faster.

    `where` is the condition of a partial unique index.
    """
    statement = _insert_once(table, unique, where, tx.dialect.name)
    made: Any = tx.execute(statement, sealed(tx, table, values))
    if tx.dialect.name == "sqlite":
        return int(made.lastrowid) if made.rowcount else None
    found = made.scalar_one_or_none()
    return None if found is None else int(found)


def change(tx: Connection, table: Table, row_id: int, **values: Any) -> None:
    """Changes fields of one row."""
    if values:
        tx.execute(_update(table), {OWN_ID: row_id, **sealed(tx, table, values)})


def of_id(table: Table) -> Select[Any]:
    """The row of this id: executed with {"own_id": id}."""
    return _of_id(table)


@cache
def _insert(table: Table) -> Insert:
    return insert(table)


_ONCE: dict[tuple[Any, ...], Any] = {}


def _insert_once(table: Table, unique: tuple[str, ...], where: Any, dialect: str) -> Any:
    key = (table, unique, str(where), dialect)
    if key not in _ONCE:
        kind: Any = postgresql if dialect == "postgresql" else sqlite
        once = kind.insert(table).on_conflict_do_nothing(index_elements=list(unique), index_where=where)
        # With RETURNING, SQLite looks through every table that refers to this one.
        _ONCE[key] = once if dialect == "sqlite" else once.returning(table.c.id)
    return _ONCE[key]


@cache
def _update(table: Table) -> Update:
    return update(table).where(table.c.id == bindparam(OWN_ID))


@cache
def _of_id(table: Table) -> Select[Any]:
    return select(table).where(table.c.id == bindparam(OWN_ID))
