"""Checking the audit trail: every chain is walked from its beginning, and the first row that does not fit is named."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, union
from sqlalchemy import text as sql

from storage.audit_rows import CHUNK, beginning, releases, row_hash, rows_table, seals


@dataclass(frozen=True)
class Chain:
    """What a check of one practice's chain found. `broken` is the id of the first audit row that does not fit."""

    chain: int
    sealed: int
    head: str
    broken: int | None
    tail: int = 0
    """Rows that are written and not linked yet."""


@dataclass(frozen=True)
class Report:
    """What a check of every chain found, and how many rows are not linked yet."""

    chains: tuple[Chain, ...]
    unsealed: int

    @property
    def sealed(self) -> int:
        """How many rows are linked."""
        return sum(one.sealed for one in self.chains)

    @property
    def broken(self) -> int | None:
        """The first audit row that does not fit, None if all do."""
        return min((one.broken for one in self.chains if one.broken is not None), default=None)

    @property
    def ok(self) -> bool:
        """Whether nothing that was sealed has been changed, moved or taken out."""
        return self.broken is None


_a, _s, _r = rows_table.c, seals.c, releases.c
_CHAIN = (
    select(_s.id.label("seal"), _s.audit_id, _s.previous, _s.hash, rows_table)
    .outerjoin(rows_table, _a.id == _s.audit_id)
    .where(_s.chain == bindparam("chain"), _s.id > bindparam("after"))
    .order_by(_s.id)
    .limit(CHUNK)
)
_OF = func.coalesce(_a.practice_id, 0)
_TAILS = (
    select(_OF.label("chain"), func.count().label("many"))
    .select_from(rows_table.outerjoin(seals, _s.audit_id == _a.id))
    .where(_s.id.is_(None))
    .group_by(_OF)
)
_CHAINS = union(select(_s.chain), select(_r.chain))


def steady(tx: Connection) -> None:
    """The whole walk sees one moment of the database. Call it before anything else in the transaction."""
    if tx.dialect.name == "postgresql":
        tx.execute(sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))


def verify(
    tx: Connection, only: Collection[int] | None = None, walked: Callable[[int], None] = lambda _: None
) -> Report:
    """Walks every chain, or these, and says whether they hold and how many rows are not linked yet.

    `walked` hears now and then how many rows it has been.
    """
    waiting = tails(tx)
    chains = sorted(waiting.keys() | set(tx.execute(_CHAINS).scalars())) if only is None else sorted(only)
    found: list[Chain] = []
    for chain in chains:
        before = sum(one.sealed for one in found)
        found.append(_walk(tx, chain, waiting.get(chain, 0), walked, before))
    return Report(tuple(found), sum(one.tail for one in found))


def _walk(tx: Connection, chain: int, tail: int, walked: Callable[[int], None], before: int) -> Chain:
    previous, count, broken = beginning(tx, chain), 0, None
    for link in links(tx, chain):
        count += 1
        if broken is None and not fits(link, previous, chain):
            broken = link.audit_id
        previous = link.hash
        if count % CHUNK == 0:
            walked(before + count)
    return Chain(chain, count, previous, broken, tail)


def fits(link: Any, previous: str, chain: int) -> bool:
    """Whether a link follows `previous`, and its row is there, of this chain, and as it was when it was linked."""
    here = link.id is not None and (link.practice_id or 0) == chain
    return here and link.previous == previous and link.hash == row_hash(previous, link)


def links(tx: Connection, chain: int) -> Iterator[Any]:
    """The links of a chain in order, each with its row's fields; `id` is None where the row is gone."""
    last = 0
    while found := tx.execute(_CHAIN, {"chain": chain, "after": last}).all():
        yield from found
        last = found[-1].seal


def tails(tx: Connection) -> dict[int, int]:
    """How many rows of each chain are not linked yet."""
    return {row.chain: row.many for row in tx.execute(_TAILS)}


def unsealed(tx: Connection) -> int:
    """How many rows are not linked yet."""
    return sum(tails(tx).values())


def many(tx: Connection) -> int:
    """How many rows are linked."""
    return int(tx.execute(select(func.count()).select_from(seals)).scalar_one())


def stands(tx: Connection, head: str) -> bool:
    """Whether a hash that was a chain's head once still stands in one, or is where rows were released."""
    kept, gone = select(_s.id).where(_s.hash == head), select(_r.id).where(_r.hash == head, _r.done_at.is_not(None))
    return tx.execute(kept.limit(1)).first() is not None or tx.execute(gone.limit(1)).first() is not None
