"""Audit rows that are old enough go: from a chain's oldest on, and the hash that closes them stays (decision 34)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, exists, func, insert, select, update

from storage.audit_chain import fits, links
from storage.audit_rows import alone, beginning, releases, rows_table, seals
from storage.rows import put

_a, _s, _r = rows_table.c, seals.c, releases.c
_OF = func.coalesce(_a.practice_id, 0) == bindparam("chain")
_FIRST_UNSEALED = (
    select(func.min(_a.id)).select_from(rows_table.outerjoin(seals, _s.audit_id == _a.id)).where(_s.id.is_(None), _OF)
)
_DROP_SEALS = delete(seals).where(_s.chain == bindparam("chain"), _s.id <= bindparam("seal"))
_DROP_ROWS = delete(rows_table).where(
    _a.id.between(bindparam("first"), bindparam("last")), _OF, ~exists().where(_s.audit_id == _a.id)
)


@dataclass(frozen=True)
class _Segment:
    """Rows at a chain's beginning: the last one's seal and hash, their lowest and highest id, and how many."""

    seal: int
    hash: str
    first: int
    last: int
    many: int


def release(tx: Connection, chain: int, before: datetime, by: str, now: datetime) -> int:
    """Takes out the chain's oldest rows that were written before `before`; how many. The chain goes on from their hash.

    It stops before a row that is younger, not linked yet, or does not fit: what was tampered with is not swept away.
    """
    alone(tx)
    found = _segment(tx, chain, before)
    if found is None:
        return 0
    told = {"first_id": found.first, "last_id": found.last, "many": found.many, "hash": found.hash}
    opened = put(tx, releases, chain=chain, **told, at=now, by=by)
    tx.execute(_DROP_SEALS, {"chain": chain, "seal": found.seal})
    gone = tx.execute(_DROP_ROWS, {"chain": chain, "first": found.first, "last": found.last}).rowcount
    if gone != found.many:
        raise ValueError(f"{found.many} audit rows were to go, and {gone} went")
    tx.execute(update(releases).where(_r.id == opened).values(done_at=now))
    row = {"actor": by, "action": "audit_released", "subject": f"release:{opened}", "at": now}
    tx.execute(insert(rows_table).values(practice_id=chain or None, data=told, **row))
    return found.many


def _segment(tx: Connection, chain: int, before: datetime) -> _Segment | None:
    waits = tx.execute(_FIRST_UNSEALED, {"chain": chain}).scalar_one()
    previous, taken, first, last, newest = beginning(tx, chain), 0, 0, 0, None
    for link in links(tx, chain):
        if not fits(link, previous, chain) or not _old(link, before, waits):
            break
        first, last = min(first or link.audit_id, link.audit_id), max(last, link.audit_id)
        previous, taken, newest = link.hash, taken + 1, link
    return _Segment(newest.seal, previous, first, last, taken) if newest else None


def _old(link: Any, before: datetime, waits: int | None) -> bool:
    return link.at < before and (waits is None or link.audit_id < waits)
