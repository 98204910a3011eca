"""Typed values out of the objects that the gate command is given; each says in words what it does not understand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from bot import zones

_ZIP = re.compile(r"\d{5}(?:-?\d{4})?", re.ASCII)
_HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00", re.ASCII)
DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class Misread(ValueError):
    """What is wrong with a line, in words."""


def an_object(told: Any, what: str, fields: frozenset[str]) -> dict[str, Any]:
    """An object that has no other fields than these. Raises Misread."""
    if not isinstance(told, dict):
        raise Misread(f"{what} is an object.")
    if unknown := [name for name in told if name not in fields]:
        raise Misread(f"{what} has a field that is not known: {unknown[0]}.")
    return told


def a_text(given: Mapping[str, Any], name: str) -> str | None:
    """A string, or None. Raises Misread."""
    told = given.get(name)
    if told is not None and not isinstance(told, str):
        raise Misread(f"{name} is a string.")
    return told


def texts(given: Mapping[str, Any], name: str) -> tuple[str, ...] | None:
    """A list of strings, or None. Raises Misread."""
    told = given.get(name)
    if told is None:
        return None
    if not isinstance(told, list) or not all(isinstance(one, str) for one in told):
        raise Misread(f"{name} is a list of strings.")
    return tuple(told)


def one_of(given: Mapping[str, Any], name: str, words: frozenset[str]) -> str | None:
    """One of these words, or None. Raises Misread."""
    told = a_text(given, name)
    if told is not None and told not in words:
        raise Misread(f"There is no {name} {told!r}.")
    return told


def flag(given: Mapping[str, Any], name: str, left_out: bool) -> bool:
    """True or false; what it is where it is left out. Raises Misread."""
    told = given.get(name)
    if told is not None and not isinstance(told, bool):
        raise Misread(f"{name} is true or false.")
    return left_out if told is None else told


def whole(given: Mapping[str, Any], name: str, least: int | None = 0) -> int | None:
    """A whole number from `least` on, or None. Raises Misread."""
    told = given.get(name)
    if told is not None and (type(told) is not int or (least is not None and told < least)):
        raise Misread(f"{name} is a whole number.")
    return told


def moment(given: Mapping[str, Any], name: str, dates: bool = True) -> datetime | None:
    """In UTC, or None; a mere date is its first instant there. Raises Misread."""
    told = a_text(given, name)
    if told is None:
        return None
    try:
        at = datetime.fromisoformat(told)
    except ValueError:
        raise Misread(f"{name} is a moment such as 2026-11-24T01:00:00Z.") from None
    if at.tzinfo is None and not (dates and DATE.fullmatch(told)):
        raise Misread(f"{name} needs its zone, such as 2026-11-24T01:00:00Z.")
    return at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)


def a_day(given: Mapping[str, Any], name: str) -> date | None:
    """A date, or None. Raises Misread."""
    told = a_text(given, name)
    try:
        return date.fromisoformat(told) if told is not None else None
    except ValueError:
        raise Misread(f"{name} is a date such as 2026-08-01.") from None


def an_hour(given: Mapping[str, Any], name: str) -> time | None:
    """An hour of the day; 24:00 is the day's end, so None. Raises Misread."""
    told = a_text(given, name)
    if told is not None and not _HOUR.fullmatch(told):
        raise Misread(f"contact_prefs.{name} is a time such as 17:00.")
    return None if told in (None, "24:00") else time.fromisoformat(str(told))


def a_zip(given: Mapping[str, Any]) -> str | None:
    """Five digits, or five and four, or None. Raises Misread."""
    told = a_text(given, "zip")
    if told and not _ZIP.fullmatch(told):
        raise Misread("zip is five digits, or five and four.")
    return told or None


def a_zone(given: Mapping[str, Any]) -> str | None:
    """A time zone that there is, or None. Raises Misread."""
    told = a_text(given, "stated_zone")
    if told and not zones.is_zone(told):
        raise Misread(f"There is no time zone {told!r}.")
    return told or None
