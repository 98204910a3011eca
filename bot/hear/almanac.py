"""Days of the calendar, reckoned from today. Pure; nothing here reads text."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

NEAR_PAST = 35
"""Days. A day and month without a year that lie so little behind mean the past, not a day almost a year ahead."""
FARTHEST = timedelta(days=731)
"""A promise further ahead than this is none."""
OLDEST = 120
"""Years."""


def real(year: int, month: int, day: int) -> date | None:
    """The date, or None where there is no such day."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def ahead(day: date | None, today: date) -> bool:
    """Whether a promise may name this day."""
    return day is not None and today <= day <= today + FARTHEST


def lived(day: date, today: date) -> bool:
    """Whether somebody alive may have been born on this day."""
    return day <= today and today.year - day.year <= OLDEST


def next_date(month: int, day: int, today: date) -> date | None:
    """The next such day of a year, today included; None if it has only just passed."""
    this = real(today.year, month, day)
    last = real(today.year - 1, month, day)
    if any(one and 0 < (today - one).days <= NEAR_PAST for one in (this, last)):
        return None
    if this and this >= today:
        return this
    return real(today.year + 1, month, day)


def next_day_of_month(day: int, today: date) -> date | None:
    """The next month's day with this number, today included; months that lack it are passed over."""
    found = (in_month(months, day, today) for months in range(4))
    return next((one for one in found if one and one >= today), None)


def in_month(months: int, day: int, today: date) -> date | None:
    """The day with this number in the month that is `months` ahead, None where that month lacks it."""
    years, month = divmod(today.month - 1 + months, 12)
    return real(today.year + years, month + 1, day)


def months_ahead(months: int, today: date) -> date | None:
    """The same day some months on, or the last day of a shorter month."""
    end = end_of_month(months, today)
    return end and end.replace(day=min(today.day, end.day))


def end_of_month(months: int, today: date) -> date | None:
    """The last day of the month that is `months` ahead."""
    first = in_month(months, 1, today)
    return first and first.replace(day=monthrange(first.year, first.month)[1])


def coming(weekday: int, today: date) -> date:
    """The next such weekday, today included; Monday is 0."""
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def in_next_week(weekday: int, today: date) -> date:
    """That weekday of the next calendar week."""
    return today + timedelta(days=7 - today.weekday() + weekday)


def half_month(today: date) -> date | None:
    """The next 15th or last day of a month: when pay comes twice a month."""
    middle = today.replace(day=15)
    return middle if middle >= today else end_of_month(0, today)
