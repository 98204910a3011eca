"""Conversations, what patients wrote, and what staff noted."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    update,
)

from storage.base import Moment, said
from storage.beside import Event as Event
from storage.beside import Note as Note
from storage.beside import add_event as add_event
from storage.beside import add_note as add_note
from storage.beside import events as events
from storage.beside import notes as notes
from storage.conversations import Conversation as Conversation
from storage.conversations import Message as Message
from storage.conversations import conversation_of, message_of
from storage.conversations import conversations as conversations
from storage.conversations import inbound as inbound
from storage.db import keys
from storage.rows import OWN_ID, change, of_id, put_once, sealed

CLAIM = timedelta(seconds=30)
"""For how long a conversation that is due is one taker's."""

_c, _m = conversations.c, inbound.c
_found: Any = bindparam("found", expanding=True)
_LOCKED = of_id(conversations).with_for_update(key_share=True)
_BY_ADDRESS = select(conversations).where(_c.sender_id == bindparam("sender"), _c.address_index.in_(_found))
_OF_ADDRESS = (
    select(conversations).where(_c.practice_id == bindparam("practice"), _c.address_index.in_(_found)).order_by(_c.id)
)
_HAS_NEW = exists().where(_m.conversation_id == _c.id, _m.state == said("new"))
_DUE = (
    select(_c.id)
    .where(
        _c.due_at <= bindparam("now", type_=Moment),
        or_(_c.claimed_until.is_(None), _c.claimed_until <= bindparam("now", type_=Moment)),
        _HAS_NEW,
    )
    .order_by(_c.due_at, _c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, key_share=True)
    .cte("those")
)
_TAKE_DUE = (
    update(conversations)
    .where(_c.id.in_(select(_DUE.c.id)))
    .values(claimed_until=bindparam("until", type_=Moment))
    .returning(_c.id, _c.due_at)
)
_NEXT_DUE = select(func.min(_c.due_at)).where(_HAS_NEW)
_UNREAD = (
    select(inbound).where(_m.conversation_id == bindparam("conversation"), _m.state == said("new")).order_by(_m.id)
)
_NEWEST = (
    select(inbound)
    .where(_m.conversation_id == bindparam("conversation"))
    .order_by(_m.id.desc())
    .limit(bindparam("most"))
)
_READ = (
    update(inbound)
    .where(_m.id == bindparam(OWN_ID))
    .values(state="done", given=None, understood=func.coalesce(bindparam("sense"), _m.understood))
)
_ANY_NEW = select(
    exists().where(
        _m.state == said("new"),
        _m.conversation_id == _c.id,
        _c.practice_id == bindparam("practice"),
        _c.address_index.in_(_found),
    )
)
_ARRIVED = (
    update(conversations)
    .where(_c.id == bindparam(OWN_ID))
    .values(
        last_inbound_at=bindparam("came", type_=Moment),
        due_at=bindparam("due", type_=Moment),
        done_at=None,
    )
)


def conversation(tx: Connection, conversation_id: int, lock: bool = False) -> Conversation:
    """The conversation of this id; locked, no other turn or delivery of it goes on beside. Raises NoResultFound."""
    wanted = _LOCKED if lock else of_id(conversations)
    return conversation_of(tx, tx.execute(wanted, {OWN_ID: conversation_id}).one())


def open_conversation(
    tx: Connection, practice_id: int, sender_id: int, channel: str, address: str, now: datetime
) -> Conversation:
    """The conversation with this address, made if there is none."""
    found = _with_address(tx, sender_id, address)
    if found is None:
        _make(tx, practice_id, sender_id, channel, address, now)
        found = _with_address(tx, sender_id, address)
    if found is None:
        raise LookupError("a conversation that was just made is not there")
    return found


def _with_address(tx: Connection, sender_id: int, address: str) -> Conversation | None:
    found = keys(tx).blinds("number", address)
    row = tx.execute(_BY_ADDRESS, {"sender": sender_id, "found": found}).first()
    return conversation_of(tx, row) if row else None


def _make(tx: Connection, practice_id: int, sender_id: int, channel: str, address: str, now: datetime) -> None:
    put_once(
        tx,
        conversations,
        "sender_id",
        "address_index",
        practice_id=practice_id,
        sender_id=sender_id,
        channel=channel,
        address=address,
        address_index=keys(tx).blind("number", address),
        talk={},
        handed="bot",
        proved=[],
        as_guarantor=False,
        topic="",
        created_at=now,
    )


def save(tx: Connection, conversation_id: int, **changes: Any) -> None:
    """Changes fields of Conversation."""
    if "proved" in changes:
        changes["proved"] = list(changes["proved"])
    change(tx, conversations, conversation_id, **changes)


def due(tx: Connection, now: datetime, limit: int) -> list[int]:
    """Conversations with unread texts that are due, longest waiting first; they are the caller's for 30 seconds."""
    taken = tx.execute(_TAKE_DUE, {"now": now, "most": limit, "until": now + CLAIM}).all()
    return [row.id for row in sorted(taken, key=lambda row: (row.due_at, row.id))]


def next_due(tx: Connection) -> datetime | None:
    """When the next conversation with unread texts falls due; None: nothing waits."""
    moment: datetime | None = tx.execute(_NEXT_DUE).scalar_one()
    return moment


def release_claim(tx: Connection, conversation_id: int) -> None:
    """Others may take the conversation at once."""
    change(tx, conversations, conversation_id, claimed_until=None)


def conversations_of(tx: Connection, practice_id: int, address: str) -> list[Conversation]:
    """All conversations of a practice with this address."""
    found = keys(tx).blinds("number", address)
    return [conversation_of(tx, row) for row in tx.execute(_OF_ADDRESS, {"practice": practice_id, "found": found})]


def waiting(tx: Connection, practice_id: int) -> list[Conversation]:
    """Conversations that wait for a person, longest first."""
    return _handed(tx, practice_id, "waiting")


def taken(tx: Connection, practice_id: int) -> list[Conversation]:
    """Conversations that a person has."""
    return _handed(tx, practice_id, "taken")


def _handed(tx: Connection, practice_id: int, handed: str) -> list[Conversation]:
    wanted = select(conversations).where(_c.practice_id == practice_id, _c.handed == handed, _c.handed != said("bot"))
    return [conversation_of(tx, row) for row in tx.execute(wanted.order_by(_c.waiting_since, _c.id))]


_ANSWERED = and_(_c.handed == said("taken"), _c.last_reply_at.is_not(None), _c.last_reply_at >= _c.last_inbound_at)
"""A person has the talk, and it is the patient's turn."""


def desk_list(tx: Connection, practice_id: int, which: str, now: datetime, limit: int = 100) -> list[Conversation]:
    """The desk's queue: "person" needs one, "patient" is the patient's turn, "done" was finished within 24 hours."""
    handed = and_(_c.practice_id == practice_id, _c.handed != said("bot"))
    if which == "done":
        mine = and_(_c.practice_id == practice_id, _c.handed == said("bot"), _c.done_at > now - timedelta(hours=24))
        wanted = select(conversations).where(mine).order_by(_c.done_at.desc(), _c.id)
    elif which == "patient":
        wanted = select(conversations).where(handed, _ANSWERED).order_by(_c.last_reply_at, _c.id)
    elif which == "person":
        turn = or_(_c.handed == said("waiting"), _c.last_reply_at.is_(None), _c.last_inbound_at.is_(None),
                   _c.last_reply_at < _c.last_inbound_at)  # fmt: skip
        since = func.coalesce(_c.waiting_since, _c.last_inbound_at)
        wanted = select(conversations).where(handed, turn).order_by(since, _c.id)
    else:
        raise ValueError(f"the desk has no list {which!r}")
    return [conversation_of(tx, row) for row in tx.execute(wanted.limit(limit))]


def store_message(
    tx: Connection,
    conversation_id: int,
    practice_id: int,
    channel: str,
    provider_id: str,
    body: str,
    values: Mapping[str, Any] | None,
    found: Collection[str],
    hits: Sequence[Mapping[str, Any]],
    media: int,
    opt_out_type: str | None,
    at: datetime,
    due_at: datetime | None = None,
) -> int | None:
    """Stores a text that came in and makes its conversation due (now, if `due_at` says nothing). None: a repeat."""
    new = put_once(
        tx,
        inbound,
        "channel",
        "provider_id",
        conversation_id=conversation_id,
        practice_id=practice_id,
        channel=channel,
        provider_id=provider_id,
        body=body,
        given=json.dumps(dict(values)) if values is not None else None,
        found=list(found),
        hits=[dict(hit) for hit in hits],
        media=media,
        opt_out_type=opt_out_type,
        at=at,
        state="new",
    )
    if new is not None:
        tx.execute(_ARRIVED, {OWN_ID: conversation_id, "came": at, "due": due_at or at})
    return new


def unread(tx: Connection, conversation_id: int) -> list[Message]:
    """Texts that no turn has read, oldest first."""
    return [message_of(tx, row) for row in tx.execute(_UNREAD, {"conversation": conversation_id})]


def understand(tx: Connection, message_id: int, understood: str) -> None:
    """Keeps what a text was understood as."""
    change(tx, inbound, message_id, understood=understood)


def mark_read(tx: Connection, ids: Sequence[int], understood: Mapping[int, str]) -> None:
    """A turn has read these: what it was given of them is erased, what it understood is kept."""
    rows = [
        {OWN_ID: message_id, "sense": sealed(tx, inbound, {"understood": understood.get(message_id)})["understood"]}
        for message_id in ids
    ]
    if rows:
        tx.execute(_READ, rows)


def message(tx: Connection, message_id: int) -> Message | None:
    """The message of this id."""
    row = tx.execute(of_id(inbound), {OWN_ID: message_id}).one_or_none()
    return message_of(tx, row) if row else None


def messages(tx: Connection, conversation_id: int, limit: int = 200) -> list[Message]:
    """The newest texts that came in, oldest first."""
    rows = tx.execute(_NEWEST, {"conversation": conversation_id, "most": limit}).all()
    return [message_of(tx, row) for row in reversed(rows)]


def has_unread(tx: Connection, practice_id: int, number: str) -> bool:
    """Whether a stored text of this number has not been through its turn."""
    found = keys(tx).blinds("number", number)
    return bool(tx.execute(_ANY_NEW, {"practice": practice_id, "found": found}).scalar_one())
