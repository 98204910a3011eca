"""What is kept for a short while only, whoever it is of: factors that are remembered, and the tokens of links."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Text, cast, delete, func, select, update

from storage.links import links_table
from storage.trust import remembered_factors, tries

GONE = "gone:"
_f, _l = remembered_factors.c, links_table.c


def _old(practice_id: int, before: Mapping[str, datetime]) -> dict[str, tuple[Any, ...]]:
    return {
        "factors": (_f.practice_id == practice_id, _f.at < before["factors"]),
        "tokens": (_l.practice_id == practice_id, _l.expires_at < before["tokens"], _l.token_hash.not_like(f"{GONE}%")),
    }


def counted(tx: Connection, practice_id: int, before: Mapping[str, datetime]) -> dict[str, int]:
    """How many factors, and tokens of links that ended, are older than the moments that are given for them."""
    return {
        kind: tx.execute(select(func.count()).where(*old)).scalar_one()
        for kind, old in _old(practice_id, before).items()
    }


def sweep(tx: Connection, practice_id: int, before: Mapping[str, datetime]) -> dict[str, int]:
    """Deletes them; how many of each. A link's row stays with what it was for; tries that were counted on it go."""
    old = _old(practice_id, before)
    factors = tx.execute(delete(remembered_factors).where(*old["factors"])).rowcount
    tried = select("browser:" + _l.token_hash).where(*old["tokens"])
    tx.execute(delete(tries).where(tries.c.practice_id == practice_id, tries.c.subject.in_(tried)))
    tokens = tx.execute(update(links_table).where(*old["tokens"]).values(token_hash=GONE + cast(_l.id, Text))).rowcount
    return {"factors": factors, "tokens": tokens}
