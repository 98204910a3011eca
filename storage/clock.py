"""One clock offset for all processes: due times live in the database, and the demo turns time forward (decision 36)."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import BigInteger, CheckConstraint, Column, Connection, Integer, Table, select, update

from storage.base import metadata
from storage.rows import put_once

clock_table = Table(
    "clock",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("offset_us", BigInteger, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
    CheckConstraint("offset_us >= 0", name="forward"),
)
"""One row at most: how far the clock was turned, in microseconds."""

_OFFSET = select(clock_table.c.offset_us)
_MICROSECOND = timedelta(microseconds=1)


def offset(tx: Connection) -> timedelta:
    """How far the clock was turned forward."""
    return timedelta(microseconds=tx.execute(_OFFSET).scalar_one_or_none() or 0)


def advance(tx: Connection, by: timedelta) -> None:
    """Turns the clock forward. Raises ValueError for a step back."""
    if by < timedelta(0):
        raise ValueError("the clock is turned forward only")
    put_once(tx, clock_table, "id", id=1, offset_us=0)
    tx.execute(update(clock_table).values(offset_us=clock_table.c.offset_us + by // _MICROSECOND))
