"""Moments and places in the words of a receptionist."""

from __future__ import annotations

from datetime import date, datetime

PARTS = ((5, "at night"), (12, "in the morning"), (17, "in the afternoon"), (21, "in the evening"))


def clock(local: datetime) -> str:
    """The hour, such as "8:00 in the evening"."""
    part = next((words for before, words in PARTS if local.hour < before), "at night")
    return f"{local.hour % 12 or 12}:{local:%M} {part}"


def city(zone: str) -> str:
    """A zone by its city, such as "New York"."""
    return zone.rpartition("/")[2].replace("_", " ")


def weekday(day: date) -> str:
    """A day, such as "Sunday"."""
    return f"{day:%A}"


def on(day: date) -> str:
    """A date, such as "Friday, December 4"."""
    return f"{day:%A, %B} {day.day}"
