"""Addresses with a token: pay page, agreement page, secure page. Only the token's hash is stored (decision 13)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    bindparam,
    false,
    select,
    update,
)

from flows.money import Money
from storage.base import Json, Moment, metadata, one_of, pk, practice_ref, ref
from storage.rows import change, of_id, put

KINDS = ("pay", "agreement", "secure_page", "chat")

links_table = Table(
    "links",
    metadata,
    pk(),
    Column("token_hash", Text, nullable=False, unique=True),
    practice_ref(),
    ref("patient_id", "patients.id", null=True),
    ref("conversation_id", "conversations.id", null=True),
    Column("kind", Text, nullable=False),
    Column("factors", SmallInteger, nullable=False),
    Column("amount_cents", Integer),
    ref("quote_id", "quotes.id", null=True),
    ref("plan_id", "plans.id", null=True),
    Column("lang", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("revoked_at", Moment),
    Column("proved", Json),
    Column("as_guarantor", Boolean, nullable=False, server_default=false()),
    one_of("kind", KINDS),
    one_of("lang", ("en", "es")),
    Index("ix_links_patient", "patient_id", "kind"),
    Index("ix_links_conversation", "conversation_id"),
)


@dataclass(frozen=True)
class LinkRow:
    """A link: whom and what it is for, how many factors its page asks, until when it works."""

    id: int
    token_hash: str
    practice_id: int
    patient_id: int | None
    conversation_id: int | None
    kind: str
    factors: int
    amount: Money | None
    quote_id: int | None
    plan_id: int | None
    lang: str
    topic: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    proved: tuple[int, ...] = ()
    """Where it is for several patients: those whom the talk that asked for it had proved. Nobody else opens it."""
    as_guarantor: bool = False
    """As whose guarantor they were proved there."""


_l = links_table.c
_BY_HASH = select(links_table).where(_l.token_hash == bindparam("hash"))


def _link(row: Any) -> LinkRow:
    values = dict(row._mapping)
    cents = values.pop("amount_cents")
    proved = tuple(values.pop("proved") or ())
    return LinkRow(**values, amount=None if cents is None else Money(cents), proved=proved)


def add(
    tx: Connection,
    token_hash: str,
    practice_id: int,
    kind: str,
    now: datetime,
    expires_at: datetime,
    *,
    patient_id: int | None = None,
    conversation_id: int | None = None,
    factors: int = 2,
    amount: Money | None = None,
    quote_id: int | None = None,
    plan_id: int | None = None,
    lang: str = "en",
    topic: str = "",
    proved: Collection[int] = (),
    as_guarantor: bool = False,
) -> int:
    """A new link, known by the hash of its token."""
    return put(
        tx,
        links_table,
        token_hash=token_hash,
        practice_id=practice_id,
        patient_id=patient_id,
        conversation_id=conversation_id,
        kind=kind,
        factors=factors,
        amount_cents=None if amount is None else amount.cents,
        quote_id=quote_id,
        plan_id=plan_id,
        lang=lang,
        topic=topic,
        proved=list(proved) or None,
        as_guarantor=as_guarantor,
        created_at=now,
        expires_at=expires_at,
    )


def link(tx: Connection, link_id: int) -> LinkRow | None:
    """The link of this id."""
    row = tx.execute(of_id(links_table), {"own_id": link_id}).one_or_none()
    return _link(row) if row else None


def by_token_hash(tx: Connection, token_hash: str) -> LinkRow | None:
    """The link whose token has this hash, also when it has expired or been revoked."""
    row = tx.execute(_BY_HASH, {"hash": token_hash}).one_or_none()
    return _link(row) if row else None


def update_link(tx: Connection, link_id: int, **changes: Any) -> None:
    """Changes fields of LinkRow, such as the plan that an agreement link came to be about."""
    change(tx, links_table, link_id, **changes)


def revoke(tx: Connection, patient_id: int, kinds: Collection[str], now: datetime) -> int:
    """The patient's links of these kinds stop working; how many did."""
    open_ = update(links_table).where(
        _l.patient_id == patient_id, _l.kind.in_(sorted(kinds)), _l.revoked_at.is_(None), _l.expires_at > now
    )
    return tx.execute(open_.values(revoked_at=now)).rowcount
