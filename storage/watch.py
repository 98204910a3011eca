"""What a practice's last day looked like, for whoever watches that too many do not want its texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from storage.base import said_any
from storage.consent import suppressions
from storage.texts import BEGUN, LEFT, texts

FILTERED = "30007"
"""Twilio's code for a text that a carrier filtered."""
BY_THE_PROVIDER = "twilio"
"""An opt-out that the provider knew of before us says nothing about this day."""

_t, _s = texts.c, suppressions.c


@dataclass(frozen=True)
class Day:
    """Texts that the practice began and that left; numbers that opted out; texts that carriers filtered."""

    sent: int
    opted_out: int
    filtered: int


def day(tx: Connection, practice_id: int, since: datetime) -> Day:
    """The counts since then."""
    mine = (_t.practice_id == practice_id, _t.claimed_at >= since)
    begun = select(func.count()).where(*mine, _t.cls.in_(said_any(BEGUN)))
    stopped = select(func.count()).where(_s.practice_id == practice_id, _s.at >= since, _s.method != BY_THE_PROVIDER)
    return Day(
        sent=_number(tx, begun.where(_t.state.in_(said_any(LEFT)))),
        opted_out=_number(tx, stopped),
        filtered=_number(tx, begun.where(_t.error == FILTERED)),
    )


def _number(tx: Connection, counted: object) -> int:
    return int(tx.execute(counted).scalar_one())  # type: ignore[call-overload]
