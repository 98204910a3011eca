"""Conversations, what patients wrote, and what staff noted."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
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
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    text,
    update,
)

from storage.base import Json, Moment, Sealed, blind, metadata, one_of, pk, practice_ref, ref, said
from storage.beside import Event as Event
from storage.beside import Note as Note
from storage.beside import add_event as add_event
from storage.beside import add_note as add_note
from storage.beside import events as events
from storage.beside import notes as notes
from storage.db import keys
from storage.rows import OWN_ID, change, of_id, opened, put_once, sealed

CLAIM = timedelta(seconds=30)
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


def _conversation(tx: Connection, row: Any) -> Conversation:
    values = opened(tx, conversations, row)
    del values["address_index"]
    return Conversation(**{**values, "proved": tuple(values["proved"])})


def conversation(tx: Connection, conversation_id: int, lock: bool = False) -> Conversation:
    """The conversation of this id; locked, no other turn or delivery of it goes on beside. Raises NoResultFound."""
    wanted = _LOCKED if lock else of_id(conversations)
    return _conversation(tx, tx.execute(wanted, {OWN_ID: conversation_id}).one())


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
    return _conversation(tx, row) if row else None


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
    return [_conversation(tx, row) for row in tx.execute(_OF_ADDRESS, {"practice": practice_id, "found": found})]


def waiting(tx: Connection, practice_id: int) -> list[Conversation]:
    """Conversations that wait for a person, longest first."""
    return _handed(tx, practice_id, "waiting")


def taken(tx: Connection, practice_id: int) -> list[Conversation]:
    """Conversations that a person has."""
    return _handed(tx, practice_id, "taken")


def _handed(tx: Connection, practice_id: int, handed: str) -> list[Conversation]:
    wanted = select(conversations).where(_c.practice_id == practice_id, _c.handed == handed, _c.handed != said("bot"))
    return [_conversation(tx, row) for row in tx.execute(wanted.order_by(_c.waiting_since, _c.id))]


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
    return [_conversation(tx, row) for row in tx.execute(wanted.limit(limit))]


def _message(tx: Connection, row: Any) -> Message:
    values = opened(tx, inbound, row)
    given = values.pop("given")
    lists = {"found": tuple(values["found"]), "hits": tuple(values["hits"])}
    return Message(**{**values, **lists, "values": json.loads(given) if given else None})


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
    return [_message(tx, row) for row in tx.execute(_UNREAD, {"conversation": conversation_id})]


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
    return _message(tx, row) if row else None


def messages(tx: Connection, conversation_id: int, limit: int = 200) -> list[Message]:
    """The newest texts that came in, oldest first."""
    rows = tx.execute(_NEWEST, {"conversation": conversation_id, "most": limit}).all()
    return [_message(tx, row) for row in reversed(rows)]


def has_unread(tx: Connection, practice_id: int, number: str) -> bool:
    """Whether a stored text of this number has not been through its turn."""
    found = keys(tx).blinds("number", number)
    return bool(tx.execute(_ANY_NEW, {"practice": practice_id, "found": found}).scalar_one())
