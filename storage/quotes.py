"""What was offered or read back: immutable rows that a yes names (decision 15)."""

from __future__ import annotations

from datetime import date, datetime
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
    exists,
    select,
)

from flows.money import Money
from flows.script import Quote
from storage.base import Json, Moment, Sealed, metadata, one_of, pk, practice_ref, ref
from storage.rows import of_id, put, put_once

quotes_table = Table(
    "quotes",
    metadata,
    pk(),
    practice_ref(),
    ref("conversation_id", "conversations.id", null=True),
    ref("patient_id", "patients.id"),
    Column("owed_cents", Integer, nullable=False),
    Column("parts", Json, nullable=False),
    Column("days", Json, nullable=False),
    Column("rules", Json, nullable=False),
    Column("kind", Text, nullable=False),
    Column("wording", Sealed, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    CheckConstraint("owed_cents > 0", name="owed"),
    Index(None, "patient_id", "id"),
)
"""Append-only. Amounts in cents, one due date a part."""

ends = Table(
    "quote_ends",
    metadata,
    pk(),
    practice_ref(),
    ref("quote_id", "quotes.id"),
    Column("how", Text, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("quote_id"),
    one_of("how", ("agreed", "declined", "superseded")),
)
"""Append-only: what became of a quote, once."""

_q = quotes_table.c
_ENDED = exists().where(ends.c.quote_id == _q.id)
_OPEN = (
    select(quotes_table)
    .where(_q.patient_id == bindparam("patient"), _q.expires_at > bindparam("now", type_=Moment), ~_ENDED)
    .order_by(_q.id.desc())
    .limit(1)
)
_STANDING = select(_q.id).where(_q.patient_id == bindparam("patient"), ~_ENDED)


def _quote(row: Any) -> Quote:
    return Quote(
        patient_id=row.patient_id,
        owed=Money(row.owed_cents),
        parts=tuple(Money(cents) for cents in row.parts),
        days=tuple(date.fromisoformat(day) for day in row.days),
        rules=tuple(row.rules),
        id=row.id,
    )


def add(
    tx: Connection,
    practice_id: int,
    conversation_id: int | None,
    quote: Quote,
    kind: str,
    wording: str,
    now: datetime,
    expires_at: datetime,
) -> int:
    """Stores what is read back, as the patient's open quote; one that was open is superseded."""
    for standing in tx.execute(_STANDING, {"patient": quote.patient_id}).scalars().all():
        close(tx, standing, "superseded", now)
    return put(
        tx,
        quotes_table,
        practice_id=practice_id,
        conversation_id=conversation_id,
        patient_id=quote.patient_id,
        owed_cents=quote.owed.cents,
        parts=[part.cents for part in quote.parts],
        days=[day.isoformat() for day in quote.days],
        rules=list(quote.rules),
        kind=kind,
        wording=wording,
        created_at=now,
        expires_at=expires_at,
    )


def open_quote(tx: Connection, patient_id: int, now: datetime) -> Quote | None:
    """The newest that has neither expired nor been agreed to, declined or superseded."""
    row = tx.execute(_OPEN, {"patient": patient_id, "now": now}).first()
    return _quote(row) if row else None


def quote(tx: Connection, quote_id: int) -> Quote | None:
    """The quote of this id, whatever became of it."""
    row = tx.execute(of_id(quotes_table), {"own_id": quote_id}).one_or_none()
    return _quote(row) if row else None


def close(tx: Connection, quote_id: int, how: str, now: datetime) -> bool:
    """What became of a quote: agreed, declined or superseded. False: that is settled already."""
    practice = tx.execute(select(_q.practice_id).where(_q.id == quote_id)).scalar_one()
    ended = put_once(tx, ends, "quote_id", practice_id=practice, quote_id=quote_id, how=how, at=now)
    return ended is not None
