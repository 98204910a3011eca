"""What has left, for caps and for whoever watches: questions to the outbox that change nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, exists, func, or_, select

from flows.values import Sent
from storage import calls
from storage.base import Moment, said, said_any
from storage.db import keys
from storage.texts import BEGUN, LEFT, WAITING, texts
from storage.touches import touches_table

_t = texts.c
_found: Any = bindparam("found", expanding=True)
_left = _t.state.in_(said_any(LEFT))
_that_number = and_(_t.practice_id == bindparam("practice"), _t.number_index.in_(_found))
_SENT_SINCE = select(_t.claimed_at, _t.cls, _t.answers).where(
    _t.practice_id == bindparam("practice"),
    or_(_t.number_index.in_(_found), _t.patient_id == bindparam("patient")),
    _t.claimed_at >= bindparam("since", type_=Moment),
    _left,
)
_NEWEST = select(func.max(_t.claimed_at)).where(
    _that_number,
    _t.cls == bindparam("cls"),
    _t.claimed_at >= bindparam("since", type_=Moment),
    _left,
)
_BEGUN_WAITS = select(
    exists().where(
        _t.conversation_id == bindparam("conversation"), _t.state.in_(said_any(WAITING)), _t.cls.in_(said_any(BEGUN))
    )
)
_REACHED = select(func.count(), func.max(_t.level)).where(_that_number, _left)
_since = _t.claimed_at >= bindparam("since", type_=Moment)
_REPLIES = select(func.count()).where(
    _t.conversation_id == bindparam("conversation"), _t.cls == said("REPLY"), _since, _left
)
_NUDGES = select(func.count()).where(_t.patient_id == bindparam("patient"), _t.cls == said("NUDGE"), _left)
_SHARED = (
    select(func.count())
    .select_from(touches_table.join(texts, _t.id == touches_table.c.outbox_id))
    .where(touches_table.c.patient_id == bindparam("patient"), _t.patient_id != bindparam("patient"), _left)
)
_SHARED_SINCE = _SHARED.where(_t.claimed_at >= bindparam("since", type_=Moment))
_NUDGES_SINCE = _NUDGES.where(_since)


def sent_since(
    tx: Connection, practice_id: int, number: str, patient_id: int | None, since: datetime
) -> list[Sent]:  # fmt: skip
    """What has left since then, to this number or about this patient, calls of staff too, oldest first."""
    found = keys(tx).blinds("number", number) if number else ()
    values = {"practice": practice_id, "found": found, "patient": patient_id, "since": since}
    left = [Sent(row.claimed_at, row.cls, row.answers is not None) for row in tx.execute(_SENT_SINCE, values)]
    return sorted([*left, *calls.since(tx, practice_id, number, patient_id, since)], key=lambda one: one.at)


def newest_sent(tx: Connection, practice_id: int, number: str, cls: str, since: datetime) -> datetime | None:
    """When the newest text of this class left for this number, if one has since then."""
    found = keys(tx).blinds("number", number)
    values = {"practice": practice_id, "found": found, "cls": cls, "since": since}
    moment: datetime | None = tx.execute(_NEWEST, values).scalar_one()
    return moment


def reached(tx: Connection, practice_id: int, number: str) -> tuple[int, int]:
    """How many texts may have reached this number, and the highest content level among them."""
    many, level = tx.execute(_REACHED, {"practice": practice_id, "found": keys(tx).blinds("number", number)}).one()
    return int(many), int(level or 0)


def begun_waits(tx: Connection, conversation_id: int) -> bool:
    """Whether a text that nobody asked for waits to leave in this conversation."""
    return bool(tx.execute(_BEGUN_WAITS, {"conversation": conversation_id}).scalar_one())


def replies_since(tx: Connection, conversation_id: int, since: datetime) -> int:
    """How many replies have left in this conversation since then."""
    return int(tx.execute(_REPLIES, {"conversation": conversation_id, "since": since}).scalar_one())


def nudges_for_balance(tx: Connection, patient_id: int, since: datetime | None = None) -> int:
    """How many nudges have left for this patient, since the balance began if `since` says when.

    One that left for somebody else on the same number, and was meant for both, counts for both.
    """
    values = {"patient": patient_id} if since is None else {"patient": patient_id, "since": since}
    own, shared = (_NUDGES, _SHARED) if since is None else (_NUDGES_SINCE, _SHARED_SINCE)
    return int(tx.execute(own, values).scalar_one()) + int(tx.execute(shared, values).scalar_one())


def counts(tx: Connection, practice_id: int | None = None) -> dict[str, int]:
    """How many texts are in each state."""
    counted = select(_t.state, func.count()).group_by(_t.state)
    if practice_id is not None:
        counted = counted.where(_t.practice_id == practice_id)
    return {state: int(many) for state, many in tx.execute(counted)}


def backlog(tx: Connection, now: datetime) -> tuple[int, datetime | None]:
    """How many texts are due and unsent, and since when the oldest of them has been."""
    row = tx.execute(
        select(func.count(), func.min(_t.due_at)).where(_t.state.in_(said_any(WAITING)), _t.due_at <= now)
    ).one()
    return int(row[0]), row[1]
