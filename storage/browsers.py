"""Browsers in the web chat and on pages with a token: who they are to us, and what was proved in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Table, Text, bindparam, select, update

from storage.base import Json, Moment, metadata, one_of, pk, practice_ref, ref
from storage.rows import change, of_id, put

browsers_table = Table(
    "browsers",
    metadata,
    pk(),
    practice_ref(),
    Column("token_hash", Text, nullable=False, unique=True),
    ref("conversation_id", "conversations.id", null=True, index=True),
    ref("link_id", "links.id", null=True, index=True),
    Column("kind", Text, nullable=False),
    Column("lang", Text),
    Column("proved", Json, nullable=False),
    Column("as_guarantor", Boolean, nullable=False),
    Column("proved_at", Moment),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("ended_at", Moment),
    one_of("kind", ("chat", "page")),
)


@dataclass(frozen=True)
class Browser:
    """A browser, known by the hash of a random token that only it has."""

    id: int
    practice_id: int
    token_hash: str
    conversation_id: int | None
    link_id: int | None
    kind: str
    lang: str | None
    proved: tuple[int, ...]
    as_guarantor: bool
    proved_at: datetime | None
    created_at: datetime
    seen_at: datetime
    ended_at: datetime | None


_b = browsers_table.c
_BY_HASH = select(browsers_table).where(_b.token_hash == bindparam("hash"))


def _browser(row: Any) -> Browser:
    values = dict(row._mapping)
    return Browser(**{**values, "proved": tuple(values["proved"])})


def add(
    tx: Connection,
    practice_id: int,
    token_hash: str,
    conversation_id: int | None,
    now: datetime,
    *,
    kind: str = "chat",
    link_id: int | None = None,
    lang: str | None = None,
) -> int:
    """A browser that was seen for the first time."""
    return put(
        tx,
        browsers_table,
        practice_id=practice_id,
        token_hash=token_hash,
        conversation_id=conversation_id,
        link_id=link_id,
        kind=kind,
        lang=lang,
        proved=[],
        as_guarantor=False,
        created_at=now,
        seen_at=now,
    )


def browser(tx: Connection, browser_id: int) -> Browser | None:
    """The browser of this id."""
    row = tx.execute(of_id(browsers_table), {"own_id": browser_id}).one_or_none()
    return _browser(row) if row else None


def by_token_hash(tx: Connection, token_hash: str) -> Browser | None:
    """The browser whose token has this hash, also when its session has ended."""
    row = tx.execute(_BY_HASH, {"hash": token_hash}).one_or_none()
    return _browser(row) if row else None


def save(tx: Connection, browser_id: int, **changes: Any) -> None:
    """Changes fields of Browser."""
    if "proved" in changes:
        changes["proved"] = list(changes["proved"])
    change(tx, browsers_table, browser_id, **changes)


def touch(tx: Connection, browser_id: int, now: datetime) -> None:
    """It was seen again."""
    change(tx, browsers_table, browser_id, seen_at=now)


def end(tx: Connection, browser_id: int, now: datetime) -> None:
    """Its session is over, and what was proved in it is forgotten."""
    ended = update(browsers_table).where(_b.id == browser_id, _b.ended_at.is_(None))
    tx.execute(ended.values(ended_at=now, proved=[], proved_at=None, as_guarantor=False))
