"""What staff say a text means, where the model said otherwise. A later word of theirs replaces an earlier one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, Table, Text, select

from storage.base import Moment, metadata, pk, practice_ref, ref
from storage.conversations import Message, inbound, message_of
from storage.rows import put

corrections = Table(
    "corrections",
    metadata,
    pk(),
    practice_ref(),
    ref("message_id", "messages.id", index=True),
    ref("staff_id", "staff.id"),
    Column("label", Text, nullable=False),
    Column("at", Moment, nullable=False),
)


@dataclass(frozen=True)
class Corrected:
    """A patient's text, and what staff say it means."""

    message: Message
    label: str
    staff_id: int


def correct(tx: Connection, practice_id: int, message_id: int, staff_id: int, label: str, now: datetime) -> int:
    """Staff say what a text means."""
    told = {"practice_id": practice_id, "message_id": message_id, "staff_id": staff_id}
    return put(tx, corrections, **told, label=label, at=now)


def of_conversation(tx: Connection, conversation_id: int) -> dict[int, str]:
    """The newest correction of each text of a conversation, by the text's id."""
    wanted = (
        select(corrections.c.message_id, corrections.c.label)
        .join(inbound, inbound.c.id == corrections.c.message_id)
        .where(inbound.c.conversation_id == conversation_id)
        .order_by(corrections.c.id)
    )
    return {row.message_id: row.label for row in tx.execute(wanted)}


def of_practice(tx: Connection, practice_id: int) -> list[Corrected]:
    """Every corrected text of a practice with its newest correction, oldest text first."""
    said = select(corrections).where(corrections.c.practice_id == practice_id).order_by(corrections.c.id)
    newest = {row.message_id: row for row in tx.execute(said)}
    texts = tx.execute(select(inbound).where(inbound.c.id.in_(newest)).order_by(inbound.c.id)) if newest else ()
    return [Corrected(message_of(tx, row), newest[row.id].label, newest[row.id].staff_id) for row in texts]
