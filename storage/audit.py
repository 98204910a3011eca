"""The audit trail: append-only rows written where things happen, and a chain of hashes over them (decision 34).

Rows are written in the transaction of what they tell of. One sealer links them afterwards, each hash over the row and
the hash before it, in a table of its own: no writer waits for the chain. No row holds a name, number, text or date of
birth.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    func,
    insert,
    select,
)
from sqlalchemy import text as sql

from storage.base import Json, Moment, metadata, pk, ref
from storage.rows import put

ONE_SEALER = 7_350_119_001
"""PostgreSQL's advisory lock for it; on SQLite the transaction itself is exclusive."""
BEGINNING = "0" * 64
LATE = 10_000
"""How far behind the newest sealed row the sealer looks for rows whose transaction ended late."""

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
    ref("audit_id", "audit.id"),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("audit_id"),
    UniqueConstraint("previous"),
)
"""The chain. No two rows can follow the same one."""


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


@dataclass(frozen=True)
class Report:
    """What a check of the chain found. `broken` is the id of the first audit row that does not fit, None if all do."""

    sealed: int
    unsealed: int
    head: str
    broken: int | None

    @property
    def ok(self) -> bool:
        """Whether nothing that was sealed has been changed, moved or taken out."""
        return self.broken is None


_a, _s = rows_table.c, seals.c
_UNSEALED = (
    select(rows_table)
    .outerjoin(seals, _s.audit_id == _a.id)
    .where(_s.id.is_(None), _a.id > bindparam("after"))
    .order_by(_a.id)
)
_HEAD = select(_s.id, _s.hash).order_by(_s.id.desc()).limit(1)
_CHAIN = select(_s.id.label("seal"), _s.audit_id, _s.previous, _s.hash, rows_table).outerjoin(
    rows_table, _a.id == _s.audit_id
)


def write(
    tx: Connection,
    practice_id: int | None,
    actor: str,
    action: str,
    subject: str,
    data: Mapping[str, Any],
    now: datetime,
) -> int:
    """One thing that was done. `data` holds ids, words of ours and figures; nothing that tells who somebody is."""
    values = {"practice_id": practice_id, "actor": actor, "action": action, "subject": subject}
    return put(tx, rows_table, **values, data=dict(data), at=now)


def rows(
    tx: Connection,
    practice_id: int | None = None,
    subject: str | None = None,
    after: int = 0,
    limit: int | None = None,
) -> list[AuditRow]:
    """The trail, oldest first: of a practice, of a subject, from an id on."""
    wanted = select(rows_table).where(_a.id > after)
    if practice_id is not None:
        wanted = wanted.where(_a.practice_id == practice_id)
    if subject is not None:
        wanted = wanted.where(_a.subject == subject)
    return [AuditRow(**row._mapping) for row in tx.execute(wanted.order_by(_a.id).limit(limit))]


def row_hash(previous: str, row: Any) -> str:
    """The hash of a row that follows `previous`: SHA-256 over both, the row as JSON with sorted keys."""
    told = {
        "id": row.id, "practice": row.practice_id, "actor": row.actor, "action": row.action,
        "subject": row.subject, "data": row.data, "at": row.at.isoformat(timespec="microseconds"),
    }  # fmt: skip
    words = json.dumps(told, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{words}".encode()).hexdigest()


def seal(tx: Connection, now: datetime) -> int:
    """Links every row that is not linked yet, in the order of their ids; how many. One sealer at a time."""
    if tx.dialect.name == "postgresql":
        tx.execute(sql("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_SEALER})
    head = tx.execute(_HEAD).one_or_none()
    previous, made = (head.hash if head else BEGINNING), []
    newest = tx.execute(select(func.max(_s.audit_id))).scalar_one() or 0
    for row in tx.execute(_UNSEALED, {"after": max(0, newest - LATE)}):
        sealed = row_hash(previous, row)
        made.append({"audit_id": row.id, "previous": previous, "hash": sealed, "at": now})
        previous = sealed
    if made:
        tx.execute(insert(seals), made)
    return len(made)


def verify(tx: Connection) -> Report:
    """Walks the whole chain and says whether it holds, and how many rows are not linked yet."""
    previous, count, broken = BEGINNING, 0, None
    for link in chain(tx):
        count += 1
        fits = link.id is not None and link.previous == previous and link.hash == row_hash(previous, link)
        broken = link.audit_id if broken is None and not fits else broken
        previous = link.hash
    unsealed = tx.execute(select(func.count()).select_from(rows_table)).scalar_one() - count
    return Report(count, max(0, int(unsealed)), previous, broken)


def chain(tx: Connection) -> Iterator[Any]:
    """The links in order, each with its row's fields; `id` is None where the row is gone."""
    last = 0
    while links := tx.execute(_CHAIN.where(_s.id > last).order_by(_s.id).limit(1000)).all():
        yield from links
        last = links[-1].seal


def unsealed(tx: Connection) -> int:
    """How many rows are not linked yet."""
    both = select(func.count()).select_from(rows_table.outerjoin(seals, _s.audit_id == _a.id)).where(_s.id.is_(None))
    return int(tx.execute(both).scalar_one())
