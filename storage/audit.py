"""The audit trail: append-only rows written where things happen, and a chain of hashes over them (decision 34).

Rows are written in the transaction of what they tell of. One sealer links them afterwards, each hash over the row and
the hash before it, in a table of its own: no writer waits for the chain. No row holds a name, number, text or date of
birth.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select

from storage.audit_chain import Chain as Chain
from storage.audit_chain import Report as Report
from storage.audit_chain import links as links
from storage.audit_chain import many as many
from storage.audit_chain import stands as stands
from storage.audit_chain import steady as steady
from storage.audit_chain import tails as tails
from storage.audit_chain import unsealed as unsealed
from storage.audit_chain import verify as verify
from storage.audit_release import release as release
from storage.audit_rows import BEGINNING as BEGINNING
from storage.audit_rows import CHUNK as CHUNK
from storage.audit_rows import AuditRow as AuditRow
from storage.audit_rows import alone, row_hash, rows_table, seals
from storage.audit_rows import beginning as beginning
from storage.audit_rows import in_order as in_order
from storage.audit_rows import linked as linked
from storage.audit_rows import released as released
from storage.audit_rows import releases as releases
from storage.audit_rows import told as told
from storage.rows import put

LATE = 10_000
"""How far behind the newest sealed row the sealer looks for rows whose transaction ended late."""

_a, _s = rows_table.c, seals.c
_UNSEALED = (
    select(rows_table)
    .outerjoin(seals, _s.audit_id == _a.id)
    .where(_s.id.is_(None), _a.id > bindparam("after"))
    .order_by(_a.id)
    .limit(CHUNK)
)
_HEAD = select(_s.hash).where(_s.chain == bindparam("chain")).order_by(_s.id.desc()).limit(1)
_NEWEST = (
    select(rows_table).where(_a.subject == bindparam("about")).order_by(_a.id.desc()).limit(bindparam("most"))
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
    """One thing that was done. `data` holds ids, digests and words of ours; nothing that tells who somebody is, what
    they have or what they owe."""
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


def newest(tx: Connection, subject: str, most: int) -> list[AuditRow]:
    """The newest rows about something, newest first."""
    return [AuditRow(**row._mapping) for row in tx.execute(_NEWEST, {"about": subject, "most": most})]


def any_of_nobody(tx: Connection) -> bool:
    """Whether there are rows, here or released, that are no practice's."""
    here = tx.execute(select(_a.id).where(_a.practice_id.is_(None)).limit(1)).first()
    return here is not None or bool(released(tx, 0))


def row(tx: Connection, row_id: int) -> AuditRow | None:
    """The row of this id."""
    found = tx.execute(select(rows_table).where(_a.id == row_id)).one_or_none()
    return AuditRow(**found._mapping) if found else None


def seal(tx: Connection, now: datetime, most: int | None = None, everything: bool = False) -> int:
    """Links rows that are not linked yet, `most` or a little more, in the order of their ids; how many.

    One sealer at a time. `everything` also looks for rows that came too late for it by far.
    """
    alone(tx)
    done = 0
    newest_sealed = tx.execute(select(func.max(_s.audit_id))).scalar_one() or 0
    after = 0 if everything else max(0, newest_sealed - LATE)
    while most is None or done < most:
        found = tx.execute(_UNSEALED, {"after": after}).all()
        if not found:
            break
        _link(tx, found, now)
        done, after = done + len(found), found[-1].id
    return done


def _link(tx: Connection, found: list[Any] | Any, now: datetime) -> None:
    heads: dict[int, str] = {}
    made = []
    for row in found:
        chain = row.practice_id or 0
        previous = heads.get(chain) or _head(tx, chain)
        heads[chain] = row_hash(previous, row)
        made.append({"chain": chain, "audit_id": row.id, "previous": previous, "hash": heads[chain], "at": now})
    tx.execute(insert(seals), made)


def _head(tx: Connection, chain: int) -> str:
    """The hash that the chain's next row follows."""
    found: str | None = tx.execute(_HEAD, {"chain": chain}).scalar_one_or_none()
    return found or beginning(tx, chain)
