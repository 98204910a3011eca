"""Business days and federal holidays, by dates that anyone can look up."""

from __future__ import annotations

from datetime import date

import pytest

from bot import calendar

NOV = date(2026, 11, 1).replace


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (NOV(day=2), 0, NOV(day=2)),
        (NOV(day=7), 0, NOV(day=7)),  # a Saturday: nothing is counted, nothing moves
        (NOV(day=2), 1, NOV(day=3)),
        (NOV(day=5), 1, NOV(day=6)),  # Friday is one
        (NOV(day=5), 2, NOV(day=9)),
        (NOV(day=6), 1, NOV(day=9)),  # over a weekend
        (NOV(day=7), 1, NOV(day=9)),
        (NOV(day=8), 1, NOV(day=9)),
        (NOV(day=10), 1, NOV(day=12)),  # over Veterans Day, a Wednesday
        (NOV(day=24), 2, NOV(day=27)),  # over Thanksgiving
        (NOV(day=25), 2, NOV(day=30)),  # over Thanksgiving and a weekend
        (date(2026, 7, 2), 1, date(2026, 7, 6)),  # the 4th is a Saturday: Friday stands in for it
        (date(2026, 12, 31), 1, date(2027, 1, 4)),  # over New Year's Day and a weekend, into the next year
        (date(2026, 11, 2), 10, date(2026, 11, 17)),
    ],
)
def test_business_days(day: date, count: int, expected: date) -> None:
    assert calendar.business_days_on(day, count) == expected


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 7, 4), "Independence Day"),
        (date(2026, 7, 3), "Independence Day"),  # the weekday that stands in, by the holiday's own name
        (date(2026, 7, 5), None),
        (date(2026, 7, 6), None),
        (date(2023, 1, 2), "New Year's Day"),  # the 1st was a Sunday
        (date(2021, 12, 31), "New Year's Day"),  # of 2022, a Saturday
        (date(2026, 11, 26), "Thanksgiving Day"),
        (date(2026, 11, 27), None),
    ],
)
def test_holidays(day: date, name: str | None) -> None:
    assert calendar.holiday(day) == name
    assert calendar.federal_holidays(day.year).get(day) == name


def test_a_year_has_its_eleven_holidays() -> None:
    assert len(set(calendar.federal_holidays(2026).values())) == 11
