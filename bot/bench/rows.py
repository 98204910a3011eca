"""What the rows say about a run: when each text was accepted, and when its first answer was at the provider."""

from __future__ import annotations

import time
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from bot.wiring import App
from storage.talks import inbound
from storage.texts import texts

WAIT_S = 120.0
DONE = ("sent", "delivered", "undelivered", "failed")


@dataclass(frozen=True)
class Answered:
    """A text and its first answer: seconds between them, and the answer's state."""

    message_id: int
    seconds: float
    state: str


def answered(tx: Connection, after: int = 0) -> list[Answered]:
    """For each message after `after` that a text answers: from its acceptance to the provider having the answer."""
    first = (
        select(texts.c.answers, func.min(texts.c.sent_at).label("sent_at"), func.min(texts.c.state).label("state"))
        .where(texts.c.answers > after, texts.c.sent_at.is_not(None))
        .group_by(texts.c.answers)
        .subquery()
    )
    rows = tx.execute(
        select(inbound.c.id, inbound.c.at, first.c.sent_at, first.c.state).join(
            first, first.c.answers == inbound.c.id
        )
    )
    return [Answered(row.id, (row.sent_at - row.at).total_seconds(), row.state) for row in rows]


def newest(app: App) -> int:
    """The id of the newest message; 0 for none."""
    with app.db.read() as tx:
        return tx.execute(select(func.max(inbound.c.id))).scalar() or 0


def wait_until_answered(app: App, after: int, patience_s: float = WAIT_S) -> float:
    """Waits until every message after `after` is read and no text waits; returns that moment (time.perf_counter)."""
    deadline = time.perf_counter() + patience_s
    while time.perf_counter() < deadline:
        with app.db.read() as tx:
            unread = tx.execute(
                select(func.count()).where(inbound.c.id > after, inbound.c.state == "new")
            ).scalar_one()
            waiting = tx.execute(
                select(func.count()).where(texts.c.answers > after, texts.c.state.in_(("queued", "sending")))
            ).scalar_one()
        if not unread and not waiting:
            return time.perf_counter()
        time.sleep(0.02)
    raise TimeoutError(f"{unread} texts unread and {waiting} waiting after {patience_s:.0f} s")
