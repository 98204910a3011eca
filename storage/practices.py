"""Practices, and the numbers that they text from."""

from __future__ import annotations

import typing
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    delete,
    false,
    or_,
    select,
    text,
)

from flows.policy import DEFAULT, Policy
from storage.base import Json, Moment, metadata, one_of, pk, practice_ref
from storage.rows import change, of_id, put, put_once

PACIFIC = ZoneInfo("America/Los_Angeles")
"""Carriers count a day's texts by Pacific time."""

practices = Table(
    "practices",
    metadata,
    pk(),
    Column("slug", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("program_name", Text, nullable=False),
    Column("legal_name", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("site", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("state", Text),
    Column("zip", Text),
    Column("specialty", Text),
    Column("kind", Text, nullable=False),
    Column("hosts", Json, nullable=False),
    Column("origins", Json, nullable=False),
    Column("hours", Json, nullable=False),
    Column("policy", Json, nullable=False),
    Column("registered", Boolean, nullable=False),
    Column("paused", Text, nullable=False),
    Column("outreach", Text, nullable=False),
    Column("sensitive", Boolean, nullable=False),
    Column("dbas", Json),
    Column("registered_name", Text, nullable=False, server_default=text("''")),
    Column("lookups", Boolean, nullable=False, server_default=false()),
    Column("outreach_why", Text, nullable=False, server_default=text("''")),
    Column("outreach_at", Moment),
    Column("stripe_account", Text, nullable=False, server_default=text("''")),
    Column("address", Text, nullable=False, server_default=text("''")),
    Column("is_501r", Boolean, nullable=False, server_default=false()),
    Column("assistance_url", Text, nullable=False, server_default=text("''")),
    Column("spanish_review", Json),
    one_of("kind", ("provider", "collection_agency")),
    one_of("outreach", ("off", "on", "paused")),
)

senders = Table(
    "senders",
    metadata,
    pk(),
    practice_ref(),
    Column("channel", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("messaging_service_sid", Text),
    Column("per_minute", Integer, nullable=False),
    Column("per_day", Integer, nullable=False),
    Column("carrier_replies", Boolean, nullable=False),
    Column("stop_words", Json, nullable=False),
    Column("start_words", Json, nullable=False),
    Column("help_words", Json, nullable=False),
    Column("toll_free", Boolean, nullable=False),
    Column("next_free_at", Moment),
    Column("pacific_day", Date),
    Column("sent_that_day", Integer, nullable=False, server_default="0"),
    UniqueConstraint("channel", "number"),
)

paused_templates = Table(
    "paused_templates",
    metadata,
    pk(),
    practice_ref(),
    Column("key", Text, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("practice_id", "key"),
)
"""Wordings that a carrier filtered (Twilio 30007): they wait for a person (decision 25)."""

STOP_WORDS = ("CANCEL", "END", "OPTOUT", "QUIT", "REVOKE", "STOP", "STOPALL", "UNSUBSCRIBE")
START_WORDS = ("START", "UNSTOP", "YES")
HELP_WORDS = ("HELP", "INFO")
LISTS = ("hosts", "origins", "dbas")


@dataclass(frozen=True)
class Practice:
    """A practice; `paused` is the reason why it may send nothing, or empty."""

    id: int
    slug: str
    name: str
    program_name: str
    legal_name: str
    phone: str
    email: str
    site: str
    zone: str
    state: str | None
    zip: str | None
    specialty: str | None
    kind: str
    hosts: tuple[str, ...]
    origins: tuple[str, ...]
    hours: Mapping[str, str]
    policy: Policy
    registered: bool
    paused: str
    outreach: str
    sensitive: bool
    dbas: tuple[str, ...]
    """Other names that it does business under (fact sheet F0)."""
    registered_name: str
    """As the carriers have it; empty until somebody says so (fact sheet H4)."""
    lookups: bool
    """Whether the provider is asked if a number has a new owner (fact sheet T10)."""
    outreach_why: str
    """Why reminders were paused, where something other than a person paused them."""
    outreach_at: datetime | None
    """When reminders were last switched."""
    stripe_account: str
    """Its connected account at Stripe; empty where the platform's own account is the practice's."""
    address: str
    """Where its letters come from, its lines set apart by semicolons; empty where it was not said."""
    is_501r: bool
    """A nonprofit hospital, or close to one: it tells of its help with bills (26 CFR 1.501(r)-4, fact sheet P8)."""
    assistance_url: str
    """Where its policy of help with bills can be read; empty where it has none."""
    spanish_review: Mapping[str, str] | None
    """Who read the Spanish agreement for it (`by`), and which version of its words (`version`)."""


@dataclass(frozen=True)
class Sender:
    """A number (or web chat) that a practice texts from; word sets are in upper case."""

    id: int
    practice_id: int
    channel: str
    number: str
    messaging_service_sid: str | None
    per_minute: int
    per_day: int
    carrier_replies: bool
    stop_words: frozenset[str]
    start_words: frozenset[str]
    help_words: frozenset[str]
    toll_free: bool
    next_free_at: datetime | None


_PRACTICE_BY_SLUG = select(practices).where(practices.c.slug == bindparam("slug"))
_PRACTICES = select(practices).order_by(practices.c.id)
_PAUSED = select(paused_templates.c.key).where(paused_templates.c.practice_id == bindparam("practice"))
_SENDER_BY_NUMBER = select(senders).where(
    senders.c.channel == bindparam("channel"), senders.c.number == bindparam("number")
)
_BETWEEN = select(senders).where(
    senders.c.channel == bindparam("channel"),
    or_(senders.c.number == bindparam("ours"), senders.c.number == bindparam("theirs")),
)
_SENDERS = select(senders).order_by(senders.c.id)
_SENDERS_OF = _SENDERS.where(senders.c.practice_id == bindparam("practice"))
_PACE_READ = select(
    senders.c.next_free_at, senders.c.per_minute, senders.c.per_day, senders.c.pacific_day, senders.c.sent_that_day
).where(senders.c.id == bindparam("sender"))
_PACE = _PACE_READ.with_for_update(key_share=True)


def _practice(row: Any) -> Practice:
    values = dict(row._mapping)
    for name in LISTS:
        values[name] = tuple(values[name] or ())
    return Practice(**{**values, "policy": policy_of(values["policy"])})


def practice(tx: Connection, practice_id: int) -> Practice:
    """The practice of this id. Raises NoResultFound."""
    return _practice(tx.execute(of_id(practices), {"own_id": practice_id}).one())


def practice_by_slug(tx: Connection, slug: str) -> Practice | None:
    """The practice of this short name."""
    row = tx.execute(_PRACTICE_BY_SLUG, {"slug": slug}).one_or_none()
    return _practice(row) if row else None


def practices_all(tx: Connection) -> list[Practice]:
    """All practices, oldest first."""
    return [_practice(row) for row in tx.execute(_PRACTICES)]


NEW_PRACTICE: dict[str, Any] = {
    "email": "", "site": "", "zone": "America/Denver", "state": None, "zip": None, "specialty": None,
    "kind": "provider", "hosts": (), "origins": (), "hours": {}, "policy": DEFAULT, "registered": True,
    "paused": "", "outreach": "off", "sensitive": False, "dbas": (), "registered_name": "", "lookups": False,
    "outreach_why": "", "outreach_at": None, "stripe_account": "", "address": "", "is_501r": False,
    "assistance_url": "", "spanish_review": None,
}  # fmt: skip
"""What a new practice is where nothing else is said."""


def add_practice(tx: Connection, *, slug: str, name: str, phone: str, **fields: Any) -> int:
    """A new practice; other fields are those of Practice."""
    names = {"program_name": name, "legal_name": name}
    values = {**NEW_PRACTICE, **names, **fields, "slug": slug, "name": name, "phone": phone}
    return put(tx, practices, **_stored(values))


def update_practice(tx: Connection, practice_id: int, **changes: Any) -> None:
    """Changes fields of Practice."""
    change(tx, practices, practice_id, **_stored(changes))


def pause_practice(tx: Connection, practice_id: int, reason: str) -> None:
    """The practice sends nothing but safety replies and opt-out confirmations; an empty reason ends that."""
    change(tx, practices, practice_id, paused=reason)


def _stored(values: Mapping[str, Any]) -> dict[str, Any]:
    lists = {name: list(values[name]) for name in LISTS if name in values}
    policy = {"policy": policy_differences(values["policy"])} if "policy" in values else {}
    return {**values, **lists, **policy}


def policy_differences(policy: Policy) -> dict[str, Any]:
    """What differs from the default policy: only that is stored, so that a practice follows a better default."""
    return _differences(policy, DEFAULT)


def _differences(value: Any, default: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in fields(default):
        ours, theirs = getattr(value, field.name), getattr(default, field.name)
        if is_dataclass(theirs):
            if inner := _differences(ours, theirs):
                found[field.name] = inner
        elif ours != theirs:
            found[field.name] = list(ours) if isinstance(ours, tuple) else ours
    return found


def policy_of(differences: Mapping[str, Any]) -> Policy:
    """The policy that these differences from the default make. Unknown names are left out."""
    made: Policy = _merged(Policy, DEFAULT, differences)
    return made


@cache
def _types(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _merged(kind: type, default: Any, differences: Mapping[str, Any]) -> Any:
    if not differences:
        return default
    types = _types(kind)
    values: dict[str, Any] = {}
    for field in fields(kind):
        base = getattr(default, field.name)
        told = differences.get(field.name)
        if is_dataclass(base):
            values[field.name] = _merged(types[field.name], base, told or {})
        else:
            values[field.name] = base if told is None else tuple(told) if isinstance(base, tuple) else told
    return kind(**values)


def pause_template(tx: Connection, practice_id: int, key: str, now: datetime) -> bool:
    """A wording is not sent any more until somebody resumes it. False: it was paused before."""
    return put_once(tx, paused_templates, "practice_id", "key", practice_id=practice_id, key=key, at=now) is not None


def resume_template(tx: Connection, practice_id: int, key: str) -> None:
    """The wording may be sent again."""
    mine = paused_templates.c.practice_id == practice_id, paused_templates.c.key == key
    tx.execute(delete(paused_templates).where(*mine))


def templates_paused(tx: Connection, practice_id: int) -> frozenset[str]:
    """Keys of wordings that wait for a person."""
    return frozenset(tx.execute(_PAUSED, {"practice": practice_id}).scalars())


def _sender(row: Any) -> Sender:
    values = dict(row._mapping)
    for name in ("stop_words", "start_words", "help_words"):
        values[name] = frozenset(values[name])
    del values["pacific_day"], values["sent_that_day"]
    return Sender(**values)


def sender(tx: Connection, sender_id: int) -> Sender:
    """The sender of this id. Raises NoResultFound."""
    return _sender(tx.execute(of_id(senders), {"own_id": sender_id}).one())


def sender_by_number(tx: Connection, channel: str, number: str) -> Sender | None:
    """Whose number this is; in web chat the number is the practice's slug."""
    row = tx.execute(_SENDER_BY_NUMBER, {"channel": channel, "number": number}).one_or_none()
    return _sender(row) if row else None


def between(tx: Connection, channel: str, ours: str, theirs: str) -> Sender | None:
    """Whose number `ours` is, unless `theirs` is one of our senders' too: two of them would answer each other."""
    found = {row.number: row for row in tx.execute(_BETWEEN, {"channel": channel, "ours": ours, "theirs": theirs})}
    return _sender(found[ours]) if ours in found and theirs not in found else None


def senders_of(tx: Connection, practice_id: int | None = None) -> list[Sender]:
    """The senders of a practice, or of all."""
    found = tx.execute(_SENDERS) if practice_id is None else tx.execute(_SENDERS_OF, {"practice": practice_id})
    return [_sender(row) for row in found]


def add_sender(
    tx: Connection,
    practice_id: int,
    channel: str,
    number: str,
    *,
    messaging_service_sid: str | None = None,
    per_minute: int = 75,
    per_day: int = 2000,
    carrier_replies: bool = False,
    stop_words: Collection[str] = STOP_WORDS,
    start_words: Collection[str] = START_WORDS,
    help_words: Collection[str] = HELP_WORDS,
    toll_free: bool = False,
) -> int:
    """A new sender; per_minute and per_day are its carrier's limits."""
    return put(
        tx,
        senders,
        practice_id=practice_id,
        channel=channel,
        number=number,
        messaging_service_sid=messaging_service_sid,
        per_minute=per_minute,
        per_day=per_day,
        carrier_replies=carrier_replies,
        stop_words=_upper(stop_words),
        start_words=_upper(start_words),
        help_words=_upper(help_words),
        toll_free=toll_free,
    )


def update_sender(tx: Connection, sender_id: int, **changes: Any) -> None:
    """Changes fields of Sender."""
    words = {name: _upper(value) for name, value in changes.items() if name.endswith("_words")}
    change(tx, senders, sender_id, **{**changes, **words})


def _upper(words: Collection[str]) -> list[str]:
    return sorted({word.upper() for word in words})


def take_pace(tx: Connection, sender_id: int, now: datetime) -> datetime | None:
    """Takes this moment for one text and returns None; or takes nothing and returns when the next one is free."""
    row = tx.execute(_PACE, {"sender": sender_id}).one()
    if (free := _free_at(row, now)) > now:
        return free
    today = now.astimezone(PACIFIC).date()
    sent = row.sent_that_day if row.pacific_day == today else 0
    gap = timedelta(minutes=1) / row.per_minute
    change(tx, senders, sender_id, next_free_at=now + gap, pacific_day=today, sent_that_day=sent + 1)
    return None


def free_at(tx: Connection, sender_id: int, now: datetime) -> datetime:
    """When the sender may send next, by its pace and its day's limit; takes nothing."""
    return _free_at(tx.execute(_PACE_READ, {"sender": sender_id}).one(), now)


def _free_at(row: Any, now: datetime) -> datetime:
    today = now.astimezone(PACIFIC).date()
    if (row.sent_that_day if row.pacific_day == today else 0) >= row.per_day:
        return _midnight_after(today)
    return max(now, row.next_free_at or now)


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(0), PACIFIC)
