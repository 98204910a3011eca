"""What stands beside the texts of a conversation: notes of staff, and what happened in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, Table, Text, select

from storage.base import Moment, Sealed, metadata, pk, practice_ref, ref
from storage.rows import opened, put

notes_table = Table(
    "notes",
    metadata,
    pk(),
    practice_ref(),
    ref("conversation_id", "conversations.id", index=True),
    ref("staff_id", "staff.id", null=True),
    Column("body", Sealed, nullable=False),
    Column("at", Moment, nullable=False),
)

events_table = Table(
    "talk_events",
    metadata,
    pk(),
    practice_ref(),
    ref("conversation_id", "conversations.id", index=True),
    Column("kind", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
)


@dataclass(frozen=True)
class Note:
    """What somebody at the desk wrote beside the talk."""

    id: int
    conversation_id: int
    staff_id: int | None
    body: str
    at: datetime


@dataclass(frozen=True)
class Event:
    """Something that happened in the talk and is no text, such as "taken"."""

    id: int
    conversation_id: int
    kind: str
    by: str
    at: datetime


def add_note(
    tx: Connection, practice_id: int, conversation_id: int, staff_id: int | None, body: str, now: datetime
) -> int:
    """A note of somebody at the desk."""
    values = {"practice_id": practice_id, "conversation_id": conversation_id, "staff_id": staff_id}
    return put(tx, notes_table, **values, body=body, at=now)


def notes(tx: Connection, conversation_id: int) -> list[Note]:
    """The notes of a conversation, oldest first."""
    wanted = select(notes_table).where(notes_table.c.conversation_id == conversation_id).order_by(notes_table.c.id)
    rows = [opened(tx, notes_table, row) for row in tx.execute(wanted)]
    return [Note(row["id"], row["conversation_id"], row["staff_id"], row["body"], row["at"]) for row in rows]


def add_event(tx: Connection, practice_id: int, conversation_id: int, kind: str, by: str, now: datetime) -> int:
    """Something that happened in the talk."""
    return put(tx, events_table, practice_id=practice_id, conversation_id=conversation_id, kind=kind, by=by, at=now)


def events(tx: Connection, conversation_id: int) -> list[Event]:
    """What happened in a conversation, oldest first."""
    wanted = select(events_table).where(events_table.c.conversation_id == conversation_id).order_by(events_table.c.id)
    return [Event(row.id, row.conversation_id, row.kind, row.by, row.at) for row in tx.execute(wanted)]
