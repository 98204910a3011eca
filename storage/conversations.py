"""Conversations and the texts that came in, as rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.base import Json, Moment, Sealed, blind, metadata, one_of, pk, practice_ref, ref
from storage.rows import opened

CHANNELS = ("twilio_sms", "web_chat", "fake")

conversations = Table(
    "conversations",
    metadata,
    pk(),
    practice_ref(),
    ref("sender_id", "senders.id"),
    Column("channel", Text, nullable=False),
    Column("address", Sealed, nullable=False),
    blind("address_index", "number", "address"),
    Column("lang", Text),
    Column("talk", Json, nullable=False),
    Column("handed", Text, nullable=False),
    ref("taken_by", "staff.id", null=True),
    Column("waiting_since", Moment),
    Column("waiting_why", Text),
    Column("due_at", Moment),
    Column("claimed_until", Moment),
    Column("last_inbound_at", Moment),
    Column("last_reply_at", Moment),
    Column("session_at", Moment),
    Column("proved_at", Moment),
    Column("proof_used_at", Moment),
    Column("proved", Json, nullable=False),
    Column("as_guarantor", Boolean, nullable=False),
    Column("topic", Text, nullable=False),
    Column("suspicion", Text),
    Column("done_at", Moment),
    Column("created_at", Moment, nullable=False),
    one_of("handed", ("bot", "waiting", "taken")),
    one_of("lang", ("en", "es")),
    UniqueConstraint("sender_id", "address_index"),
    Index(None, "practice_id", "address_index"),
    Index("ix_conversations_due", "due_at",
          sqlite_where=text("due_at IS NOT NULL"), postgresql_where=text("due_at IS NOT NULL")),
    Index("ix_conversations_handed", "practice_id", "handed",
          sqlite_where=text("handed <> 'bot'"), postgresql_where=text("handed <> 'bot'")),
    Index("ix_conversations_done", "practice_id", "done_at",
          sqlite_where=text("done_at IS NOT NULL"), postgresql_where=text("done_at IS NOT NULL")),
)  # fmt: skip

inbound = Table(
    "messages",
    metadata,
    pk(),
    practice_ref(),
    ref("conversation_id", "conversations.id"),
    Column("channel", Text, nullable=False),
    Column("provider_id", Text, nullable=False),
    Column("body", Sealed, nullable=False),
    Column("given", Sealed),
    Column("found", Json, nullable=False),
    Column("hits", Json, nullable=False),
    Column("media", Integer, nullable=False),
    Column("opt_out_type", Text),
    Column("understood", Sealed),
    Column("at", Moment, nullable=False),
    Column("state", Text, nullable=False),
    one_of("state", ("new", "done")),
    CheckConstraint("state = 'new' OR given IS NULL", name="erased"),
    UniqueConstraint("channel", "provider_id"),
    Index(None, "conversation_id", "id"),
    Index("ix_messages_new", "conversation_id",
          sqlite_where=text("state = 'new'"), postgresql_where=text("state = 'new'")),
)  # fmt: skip
"""`given` are the values that the turn needs of a text; the turn that reads them erases them (decision 1)."""


@dataclass(frozen=True)
class Conversation:
    """All that was said between a sender of ours and one address: a number, or a browser's id in web chat."""

    id: int
    practice_id: int
    sender_id: int
    channel: str
    address: str
    lang: str | None
    talk: Mapping[str, Any]
    handed: Any
    """bot, waiting or taken (decision 27)."""
    taken_by: int | None
    waiting_since: datetime | None
    waiting_why: str | None
    due_at: datetime | None
    claimed_until: datetime | None
    last_inbound_at: datetime | None
    last_reply_at: datetime | None
    session_at: datetime | None
    proved_at: datetime | None
    proof_used_at: datetime | None
    proved: tuple[int, ...]
    as_guarantor: bool
    topic: str
    suspicion: str | None
    done_at: datetime | None
    created_at: datetime


@dataclass(frozen=True)
class Message:
    """A text that came in, redacted. `values` is what the turn needs of it, None once a turn has read it."""

    id: int
    practice_id: int
    conversation_id: int
    channel: str
    provider_id: str
    body: str
    values: Mapping[str, Any] | None
    found: tuple[str, ...]
    hits: tuple[Mapping[str, Any], ...]
    media: int
    opt_out_type: str | None
    understood: str | None
    at: datetime
    state: str


def conversation_of(tx: Connection, row: Any) -> Conversation:
    """The row as a Conversation."""
    values = opened(tx, conversations, row)
    del values["address_index"]
    return Conversation(**{**values, "proved": tuple(values["proved"])})


def message_of(tx: Connection, row: Any) -> Message:
    """The row as a Message."""
    values = opened(tx, inbound, row)
    given = values.pop("given")
    lists = {"found": tuple(values["found"]), "hits": tuple(values["hits"])}
    return Message(**{**values, **lists, "values": json.loads(given) if given else None})
