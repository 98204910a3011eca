"""What time it is: one offset for all processes of a demo, forward only (decision 36)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot import clock
from bot.clock import FixedClock, RealClock, TurnedClock
from storage import clock as clock_row
from tests.lines import Line

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_a_fixed_clock_moves_when_it_is_told_to() -> None:
    fixed = FixedClock(NOON)
    fixed.forward(timedelta(hours=1))
    fixed.to(NOON)
    assert fixed.now() == NOON + timedelta(hours=1), "an earlier moment leaves it where it is"
    fixed.set(NOON)
    assert fixed.now() == NOON


def test_the_real_clock_is_in_utc() -> None:
    assert RealClock().now().tzinfo is UTC and abs(RealClock().now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_all_processes_see_a_turn_of_the_clock(own_line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    db, moment = own_line.app.db, 100.0
    monkeypatch.setattr(clock.time, "monotonic", lambda: moment)
    one, other = TurnedClock(db), TurnedClock(db)
    before = one.now(), other.now()
    with db.begin() as tx:
        clock_row.advance(tx, timedelta(days=90))
    assert one.now() - before[0] < timedelta(days=1), "looked up again within a quarter second"
    moment += 0.3
    for turned, began in zip((one, other), before, strict=True):
        assert timedelta(days=90) <= turned.now() - began < timedelta(days=90, minutes=5)


def test_it_is_never_turned_back(own_line: Line) -> None:
    with own_line.app.db.begin() as tx:
        clock_row.advance(tx, timedelta(hours=2))
        with pytest.raises(ValueError, match="forward only"):
            clock_row.advance(tx, timedelta(hours=-1))
        assert clock_row.offset(tx) == timedelta(hours=2)
