"""Failed tries at proof, the locks that they make, and factors that are remembered for a while (decisions 8 to 10).

Tries are counted for subjects: "number:<digest>", "browser:<digest>" and "patient:<id>". The hardest lock of all
subjects of a talk is the talk's lock, so a detour or another channel does not get around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Column, Connection, Index, Table, Text, bindparam, delete, insert, select

from flows.policy import Verify
from flows.script import Factor
from storage.base import Json, Moment, metadata, one_of, pk, practice_ref, ref
from storage.talks import conversations

Lock = Literal["", "half_hour", "until_staff"]
HARDNESS: dict[Lock, int] = {"": 0, "half_hour": 1, "until_staff": 2}
DAY = timedelta(hours=24)

tries = Table(
    "proof_tries",
    metadata,
    pk(),
    practice_ref(),
    Column("subject", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    one_of("kind", ("miss", "proved", "unlock")),
    Index(None, "practice_id", "subject", "id"),
)

remembered_factors = Table(
    "remembered_factors",
    metadata,
    pk(),
    practice_ref(),
    ref("conversation_id", "conversations.id"),
    Column("kind", Text, nullable=False),
    Column("digests", Json, nullable=False),
    Column("at", Moment, nullable=False),
    one_of("kind", ("birth", "zip", "code")),
    Index(None, "conversation_id", "kind", unique=True),
)


@dataclass(frozen=True)
class Standing:
    """How a subject stands: its lock, how many tries are left before the next one, when the lock ends by itself."""

    lock: Lock
    left: int
    until: datetime | None = None


_t, _r = tries.c, remembered_factors.c
_OF_SUBJECTS = (
    select(_t.subject, _t.kind, _t.at)
    .where(_t.practice_id == bindparam("practice"), _t.subject.in_(bindparam("subjects", expanding=True)))
    .order_by(_t.id)
)
_REMEMBERED = (
    select(_r.kind, _r.digests)
    .where(_r.conversation_id == bindparam("conversation"), _r.at >= bindparam("since", type_=Moment))
    .order_by(_r.id)
)
_FORGET = delete(remembered_factors).where(_r.conversation_id == bindparam("conversation"))


def miss(tx: Connection, practice_id: int, subjects: Sequence[str], now: datetime) -> None:
    """A complete pair was wrong: one miss for each of these."""
    _note(tx, practice_id, subjects, "miss", "", now)


def proved(tx: Connection, practice_id: int, subjects: Sequence[str], now: datetime) -> None:
    """Proof succeeded: misses in a row begin anew, those of the last 24 hours still count."""
    _note(tx, practice_id, subjects, "proved", "", now)


def unlock(tx: Connection, practice_id: int, subject: str, by: str, now: datetime) -> None:
    """Staff let somebody try again: nothing from before counts."""
    _note(tx, practice_id, [subject], "unlock", by, now)


def _note(tx: Connection, practice_id: int, subjects: Iterable[str], kind: str, by: str, now: datetime) -> None:
    rows = [
        {"practice_id": practice_id, "subject": subject, "kind": kind, "by": by, "at": now}
        for subject in dict.fromkeys(subjects)
    ]
    if rows:
        tx.execute(insert(tries), rows)


def lock(tx: Connection, practice_id: int, subjects: Sequence[str], now: datetime, verify: Verify) -> Lock:
    """The hardest lock of these subjects."""
    return standing(tx, practice_id, subjects, now, verify).lock


def tries_left(tx: Connection, practice_id: int, subjects: Sequence[str], now: datetime, verify: Verify) -> int:
    """How many misses the worst of these subjects has left before the next lock; none while locked."""
    return standing(tx, practice_id, subjects, now, verify).left


def standing(tx: Connection, practice_id: int, subjects: Sequence[str], now: datetime, verify: Verify) -> Standing:
    """How the worst of these subjects stands."""
    of: dict[str, list[tuple[str, datetime]]] = {}
    for row in tx.execute(_OF_SUBJECTS, {"practice": practice_id, "subjects": list(dict.fromkeys(subjects))}):
        of.setdefault(row.subject, []).append((row.kind, row.at))
    fresh = Standing("", min(verify.attempts, verify.attempts_24h))
    return max((judge(events, now, verify) for events in of.values()), key=_worst, default=fresh)


def _worst(one: Standing) -> tuple[int, int, float]:
    return HARDNESS[one.lock], -one.left, one.until.timestamp() if one.until else 0.0


def judge(events: Sequence[tuple[str, datetime]], now: datetime, verify: Verify) -> Standing:
    """How a subject stands after these events, oldest first. Pure.

    `attempts` misses in a row lock for `lock_min` minutes, after which the count begins anew. `attempts_24h` misses
    within any 24 hours lock until staff unlock.
    """
    row, misses, until = 0, list[datetime](), None
    for number, (kind, at) in enumerate(events):
        if kind == "unlock":
            row, misses, until = 0, [], None
        elif kind == "proved":
            row, until = 0, None
        else:
            if until is not None and at >= until:
                row, until = 0, None
            row += 1
            misses.append(at)
            if _crowded(misses, verify.attempts_24h):
                return _until_staff(events[number + 1 :], now, verify)
            if row >= verify.attempts:
                until = at + timedelta(minutes=verify.lock_min)
    if until is not None and now < until:
        return Standing("half_hour", 0, until)
    in_row = 0 if until is not None else row
    today = sum(1 for at in misses if at > now - DAY)
    return Standing("", max(0, min(verify.attempts - in_row, verify.attempts_24h - today)))


def _crowded(misses: Sequence[datetime], most: int) -> bool:
    return len(misses) >= most and misses[-1] - misses[-most] < DAY


def _until_staff(later: Sequence[tuple[str, datetime]], now: datetime, verify: Verify) -> Standing:
    """Locked, unless one of the later events is staff's unlock: then what came after that counts."""
    unlocked = next((number for number, (kind, _) in enumerate(later) if kind == "unlock"), None)
    return Standing("until_staff", 0) if unlocked is None else judge(later[unlocked:], now, verify)


def remember(tx: Connection, conversation_id: int, factor: Factor, now: datetime) -> None:
    """Keeps the digests of a factor, in place of an earlier one of its kind."""
    mine = remembered_factors.delete().where(_r.conversation_id == conversation_id, _r.kind == factor.kind)
    tx.execute(mine)
    tx.execute(_remember(conversation_id), {"kind": factor.kind, "digests": sorted(factor.digests), "at": now})


def _remember(conversation_id: int) -> Any:
    owner = select(conversations.c.practice_id).where(conversations.c.id == conversation_id).scalar_subquery()
    return insert(remembered_factors).values(conversation_id=conversation_id, practice_id=owner)


def remembered(tx: Connection, conversation_id: int, since: datetime) -> tuple[Factor, ...]:
    """Factors that were given since then and not used up."""
    rows = tx.execute(_REMEMBERED, {"conversation": conversation_id, "since": since})
    return tuple(Factor(row.kind, frozenset(row.digests)) for row in rows)


def forget(tx: Connection, conversation_id: int) -> None:
    """What was remembered is used up: its digests are erased."""
    tx.execute(_FORGET, {"conversation": conversation_id})
