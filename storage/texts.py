"""A text of ours as a row: the outbox's table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    Index,
    Integer,
    SmallInteger,
    Table,
)
from sqlalchemy import Text as TextType
from sqlalchemy import text as sql

from flows.values import MessageClass
from storage.base import Json, Moment, Sealed, blind, metadata, one_of, pk, practice_ref, ref
from storage.rows import opened

WAITING = ("queued", "held")
CLAIMED = ("sending", "sent", "delivered", "undelivered", "unknown", "failed", "refused")
RANK = {"queued": 0, "held": 0, "sending": 1, "unknown": 2, "sent": 3,
        "delivered": 4, "undelivered": 4, "failed": 4, "refused": 4, "dropped": 4}  # fmt: skip
"""A text never goes back to a lower rank, nor sideways at the end."""
LEFT = ("sending", "unknown", "sent", "delivered", "undelivered")
"""May have reached a phone: what caps count."""
_WAITING = "state IN ('queued', 'held')"
BEGUN = ("NUDGE", "SERVICE", "CONSENT_CONFIRM", "CONSENT_ASK")
"""Classes of texts that nobody asked for."""
_BEGUN = f"cls IN ({', '.join(repr(cls) for cls in BEGUN)})"

texts = Table(
    "outbox",
    metadata,
    pk(),
    practice_ref(),
    ref("conversation_id", "conversations.id"),
    ref("sender_id", "senders.id"),
    ref("patient_id", "patients.id", null=True),
    Column("number", Sealed, nullable=False),
    blind("number_index", "number", "number", null=True),
    Column("cls", TextType, nullable=False),
    Column("lane", SmallInteger, nullable=False),
    Column("key", TextType, nullable=False),
    Column("body", Sealed, nullable=False),
    Column("lang", TextType, nullable=False),
    Column("segments", SmallInteger, nullable=False),
    Column("level", SmallInteger, nullable=False),
    Column("state", TextType, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("verdict", TextType),
    Column("reasons", Json, nullable=False),
    Column("until", Moment),
    Column("claimed_at", Moment),
    Column("provider_id", TextType),
    Column("error", TextType),
    Column("attempts", Integer, nullable=False, server_default="0"),
    ref("answers", "messages.id", null=True),
    ref("quote_id", "quotes.id", null=True),
    ref("touch_id", "touches.id", null=True, index=True),
    ref("payment_id", "payments.id", null=True),
    Column("quoted_cents", Integer),
    ref("replaces", "outbox.id", null=True, index=True),
    ref("staff_id", "staff.id", null=True),
    Column("asked_at", Moment),
    Column("asks", Integer, nullable=False, server_default="0"),
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("settled_at", Moment),
    one_of("cls", tuple(cls.value for cls in MessageClass)),
    one_of("lang", ("en", "es")),
    one_of("state", tuple(RANK)),
    one_of("verdict", ("send", "hold", "drop")),
    CheckConstraint("state NOT IN ('sending', 'sent', 'delivered', 'undelivered', 'unknown', 'failed', 'refused') "
                    "OR verdict IS NOT NULL", name="judged"),
    CheckConstraint("state <> 'dropped' OR (verdict IS NOT NULL AND verdict = 'drop')", name="dropped"),
    CheckConstraint("lane BETWEEN 0 AND 4", name="lane"),
    CheckConstraint("level BETWEEN 0 AND 2", name="level"),
    Index("ix_outbox_waiting", "sender_id", "lane", "due_at", "id",
          sqlite_where=sql(_WAITING), postgresql_where=sql(_WAITING)),
    Index("ix_outbox_due", "due_at", sqlite_where=sql(_WAITING), postgresql_where=sql(_WAITING)),
    Index("ix_outbox_unsettled", "claimed_at", sqlite_where=sql("state IN ('sending', 'unknown')"),
          postgresql_where=sql("state IN ('sending', 'unknown')")),
    Index("ix_outbox_number", "practice_id", "number_index", "claimed_at"),
    Index("ix_outbox_patient", "patient_id", "claimed_at"),
    Index("ix_outbox_conversation", "conversation_id", "id"),
    Index("ix_outbox_provider", "sender_id", "provider_id", unique=True,
          sqlite_where=sql("provider_id IS NOT NULL"), postgresql_where=sql("provider_id IS NOT NULL")),
    Index("ix_outbox_provider_id", "provider_id"),
    Index("ix_outbox_answers", "answers", sqlite_where=sql("answers IS NOT NULL"),
          postgresql_where=sql("answers IS NOT NULL")),
    Index("ix_outbox_begun", "practice_id", "claimed_at", sqlite_where=sql(_BEGUN), postgresql_where=sql(_BEGUN)),
)  # fmt: skip


@dataclass(frozen=True)
class Text:
    """A text of ours. `number` is E.164, empty in web chat; `answers` is the message that it replies to."""

    id: int
    practice_id: int
    conversation_id: int
    sender_id: int
    patient_id: int | None
    number: str
    cls: str
    lane: int
    key: str
    body: str
    lang: str
    segments: int
    level: int
    state: str
    due_at: datetime
    verdict: str | None
    reasons: tuple[tuple[str, str], ...]
    until: datetime | None
    claimed_at: datetime | None
    provider_id: str | None
    error: str | None
    attempts: int
    answers: int | None
    quote_id: int | None
    touch_id: int | None
    payment_id: int | None
    quoted_cents: int | None
    replaces: int | None
    staff_id: int | None
    asked_at: datetime | None
    asks: int
    created_at: datetime
    sent_at: datetime | None
    settled_at: datetime | None


def text_of(tx: Connection, row: Any) -> Text:
    """The row as a Text."""
    values = opened(tx, texts, row)
    del values["number_index"]
    return Text(**{**values, "reasons": tuple((rule, words) for rule, words in values["reasons"])})
