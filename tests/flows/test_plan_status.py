"""How each part of a plan stands, as its page shows it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.money import ZERO, Money, total
from flows.plan_status import parts
from flows.script import PlanFacts

DAYS = (date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1))


def plan(paid: int = 0, each: int = 4000) -> PlanFacts:
    return PlanFacts(1, "active", (Money(each),) * 3, DAYS, Money(paid))


@pytest.mark.parametrize(("paid", "owed", "today", "states", "left"), [
    (0, 12000, date(2026, 3, 1), ("next", "later", "later"), (4000, 4000, 4000)),
    (0, 12000, date(2026, 3, 2), ("late", "next", "later"), (4000, 4000, 4000)),
    (4000, 8000, date(2026, 3, 2), ("paid", "next", "later"), (0, 4000, 4000)),
    (5000, 7000, date(2026, 4, 2), ("paid", "late", "next"), (0, 3000, 4000)),
    (0, 12000, date(2026, 6, 1), ("late", "late", "late"), (4000, 4000, 4000)),
    (4000, 5000, date(2026, 3, 2), ("paid", "next", "later"), (0, 4000, 1000)),
    (4000, 3000, date(2026, 3, 2), ("paid", "next", "dropped"), (0, 3000, 0)),
    (4000, -500, date(2026, 3, 2), ("paid", "dropped", "dropped"), (0, 0, 0)),
    (-500, 12500, date(2026, 3, 1), ("next", "later", "later"), (4000, 4000, 4000)),
    (12000, 0, date(2026, 3, 1), ("paid", "paid", "paid"), (0, 0, 0)),
])  # fmt: skip
def test_how_each_part_stands(
    paid: int, owed: int, today: date, states: tuple[str, ...], left: tuple[int, ...]
) -> None:
    found = parts(plan(paid), Money(owed), today)
    assert tuple(one.state for one in found) == states
    assert tuple(one.left.cents for one in found) == left
    assert [(one.n, one.day, one.amount) for one in found] == [(n, DAYS[n - 1], Money(4000)) for n in (1, 2, 3)]


@given(st.integers(-5000, 20000), st.integers(-5000, 20000), st.integers(-10, 100), st.integers(1, 5000))
def test_no_more_is_left_than_is_owed_and_one_part_at_most_is_next(paid: int, owed: int, days: int, each: int) -> None:
    found = parts(plan(paid, each), Money(owed), DAYS[0] + timedelta(days=days))
    assert total([one.left for one in found]) <= max(Money(owed), ZERO)
    assert all(ZERO <= one.left <= one.amount for one in found)
    assert sum(one.state == "next" for one in found) <= 1
