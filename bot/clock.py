"""What time it is. One offset, a row of the database, is added by every process of a demo (decision 36)."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

from storage import clock
from storage.db import Database

FRESH_S = 0.25


class Clock(Protocol):
    """Whatever tells the moment."""

    def now(self) -> datetime:
        """This moment, in UTC."""


class RealClock:
    """The machine's own clock: what a practice runs on."""

    def now(self) -> datetime:
        """This moment, in UTC."""
        return datetime.now(UTC)


class TurnedClock:
    """The machine's clock plus the offset that all processes of a demo share, read again after a quarter second."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._offset = timedelta(0)
        self._read_at = float("-inf")

    def now(self) -> datetime:
        """This moment, in UTC."""
        if time.monotonic() - self._read_at > FRESH_S:
            with self._db.read() as tx:
                self._offset = clock.offset(tx)
            self._read_at = time.monotonic()
        return datetime.now(UTC) + self._offset


class FixedClock:
    """A clock that only its owner moves: tests, replay and the terminal's `chat`."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        """The moment it was set to."""
        return self._now

    def set(self, moment: datetime) -> None:
        """Sets it, back too: another rehearsal begins."""
        self._now = moment

    def to(self, moment: datetime) -> None:
        """Moves to a later moment; an earlier one leaves it where it is."""
        self._now = max(self._now, moment)

    def forward(self, by: timedelta) -> None:
        """Moves on."""
        self.to(self._now + by)
