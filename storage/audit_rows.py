"""The audit trail's tables, and the hash that links a row to the one before it (decision 34)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    select,
)
from sqlalchemy import text as sql

from storage.base import Id, Json, Moment, metadata, pk, ref

ONE_SEALER = 7_350_119_001
"""PostgreSQL's advisory lock for it; on SQLite the transaction itself is exclusive."""
BEGINNING = "0" * 64
CHUNK = 10_000
"""Rows that are held in memory at once."""

rows_table = Table(
    "audit",
    metadata,
    pk(),
    ref("practice_id", "practices.id", null=True),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("data", Json, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "practice_id", "id"),
    Index(None, "subject", "id"),
)

seals = Table(
    "audit_seals",
    metadata,
    pk(),
    Column("chain", Id, nullable=False),
    ref("audit_id", "audit.id"),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("audit_id"),
    UniqueConstraint("chain", "previous"),
    Index(None, "chain", "id"),
)
"""The chains, one for each practice; 0 is that of rows which are no practice's. No two rows follow the same one."""

releases = Table(
    "audit_releases",
    metadata,
    pk(),
    Column("chain", Id, nullable=False),
    Column("first_id", Id, nullable=False),
    Column("last_id", Id, nullable=False),
    Column("many", Integer, nullable=False),
    Column("hash", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("done_at", Moment),
    CheckConstraint("first_id <= last_id", name="order"),
    Index(None, "chain", "id"),
)
"""Segments that were old enough to go: which audit rows, how many, and the hash that the chain goes on from.

The triggers let a row be deleted only while a release that is not done covers it.
"""


@dataclass(frozen=True)
class AuditRow:
    """What was done, by whom, to what, when."""

    id: int
    practice_id: int | None
    actor: str
    action: str
    subject: str
    data: Mapping[str, Any]
    at: datetime


_r = releases.c
_RELEASED = (
    select(_r.hash)
    .where(_r.chain == bindparam("chain"), _r.done_at.is_not(None))
    .order_by(_r.id.desc())
    .limit(1)
)


def released(tx: Connection, chain: int) -> list[Any]:
    """The segments of a chain that have gone, the oldest first."""
    gone = select(releases).where(_r.chain == chain, _r.done_at.is_not(None))
    return list(tx.execute(gone.order_by(_r.id)))


def beginning(tx: Connection, chain: int) -> str:
    """What the chain's oldest kept row follows: the last segment that was released, or nothing."""
    return tx.execute(_RELEASED, {"chain": chain}).scalar_one_or_none() or BEGINNING


def alone(tx: Connection) -> None:
    """Nobody else seals or releases until this transaction ends."""
    if tx.dialect.name == "postgresql":
        tx.execute(sql("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_SEALER})


_IN_ORDER = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def in_order(told: Mapping[str, Any]) -> str:
    """A row's fields as they are hashed and exported: JSON with sorted keys, in ASCII."""
    return _IN_ORDER(told)


def told(row: Any) -> str:
    """A row as it is hashed and exported."""
    return _IN_ORDER({
        "id": row.id, "practice": row.practice_id, "actor": row.actor, "action": row.action,
        "subject": row.subject, "data": row.data, "at": row.at.isoformat(timespec="microseconds"),
    })  # fmt: skip


def linked(previous: str, words: str) -> str:
    """The hash of a row, as `told`, that follows `previous`: SHA-256 over both."""
    return hashlib.sha256(f"{previous}\n{words}".encode()).hexdigest()


def row_hash(previous: str, row: Any) -> str:
    """The hash of a row that follows `previous`."""
    return linked(previous, told(row))
