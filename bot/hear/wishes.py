"""When somebody wants to be texted: "not during work, 9-5", "only after 5", "no los domingos" (fact sheet F1). Pure.

Only what is plain is read. "Not at work" names no hour, and "after 9" no half of the day: those are for a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.hear.days import WEEKDAYS
from bot.hear.text import either, plain

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOUR = (
    r"(?:las? |the )?(\d{1,2})(?::(\d\d))?(?!\d)"
    r"(?: ?(a\.?m|p\.?m|in the morning|in the evening|at night|de la (?:manana|tarde|noche))\b\.?)?"
    r"|(?:el )?(noon|mediodia|medio dia)"
)
_DAY = rf"\b({either(' '.join(WEEKDAYS))})(?:s|es)?(?![a-z])"
_WEEKEND = r"week ?ends?|fin(?:es)? de semana"
_WEEKDAYS = r"week ?days?|(?:dias )?entre semana|(?:mon(?:day)? (?:to|through|-) fri(?:day)?)|lunes a viernes"
_BETWEEN = re.compile(
    rf"(?:between|from|entre|desde|de)? ?(?:{_HOUR}) ?(?:-|to|and|till?|until|a|y|hasta) ?(?:{_HOUR})(?!\d)"
)
_AFTER = re.compile(rf"(?:after|past|despues de|pasad[ao]s?) (?:{_HOUR})")
_BEFORE = re.compile(rf"(?:before|antes de) (?:{_HOUR})")
_UNTIL = re.compile(rf"(?:until|till?|hasta)(?: after)? (?:{_HOUR})")
_NOT = re.compile(r"\b(?:not?|don'?t|do not|never|nunca|stop|cant|can't|unless)\b")
_ONLY = re.compile(r"\b(?:only|just|solo|solamente|unicamente|nomas)\b")
_MORNING, _LATER = ("a", "in the morning", "de la manana"), ("in the evening", "at night", "tarde", "noche")
MIDDAY, EVENING = 12 * 60, 8 * 60


@dataclass(frozen=True)
class Wish:
    """When texts are welcome: days (None: all), minutes after midnight; an end before the start is past midnight."""

    days: tuple[str, ...] | None = None
    start: int | None = None
    end: int | None = None

    def told(self) -> dict[str, object]:
        """As a patient's `contact_prefs` keep it; what the wish leaves open is left out."""
        told = {"days": list(self.days) if self.days else None, "from": _clock(self.start), "to": _clock(self.end)}
        return {name: value for name, value in told.items() if value is not None}


def wish(text: str) -> Wish | None:
    """The wish in a text that speaks of when to text; None where a person has to read it."""
    low = plain(text).text
    refused = bool(_NOT.search(low)) and not _ONLY.search(low)
    hours = _hours(low, refused)
    days = _days(low, refused)
    if hours is None and days is None:
        return None
    start, end = hours or (None, None)
    return Wish(days, start, end)


def _hours(low: str, refused: bool) -> tuple[int | None, int | None] | None:
    """From when until when; None where no hour is named, or none that is sure."""
    if (found := _BETWEEN.search(low)) is not None:
        first, second = _hour(found, 1, _as_morning), _hour(found, 5, _as_evening)
        if first is None or second is None or first == second:
            return None
        return (second, first) if refused else (first, second)
    for pattern, starts in ((_UNTIL, True), (_AFTER, not refused), (_BEFORE, refused)):
        if (found := pattern.search(low)) is not None:
            at = _hour(found, 1, _as_morning if pattern is _BEFORE else _as_evening)
            return None if at is None else (at, None) if starts else (None, at)
    return None


def _hour(found: re.Match[str], at: int, unsaid: Callable[[int], int | None]) -> int | None:
    """Minutes after midnight; `unsaid` settles an hour without a half of the day."""
    half, noon = found[at + 2] or "", found[at + 3]
    if noon:
        return MIDDAY
    hour, minutes = int(found[at]), int(found[at + 1] or 0)
    if hour > 23 or minutes > 59:
        return None
    whole = hour * 60 + minutes
    if any(word in half for word in _LATER) or half.startswith("p"):
        return whole % MIDDAY + MIDDAY
    if any(half.startswith(word) for word in _MORNING):
        return whole % MIDDAY
    return unsaid(whole)


def _as_morning(whole: int) -> int | None:
    """Of "before 9" and "9 to ...": 7 to 11 are in the morning, 1 to 6 after noon."""
    return whole + MIDDAY if whole < 7 * 60 else whole


def _as_evening(whole: int) -> int | None:
    """Of "after 5" and "... to 5": up to 7 it is after noon; of "after 9" nobody can tell."""
    return whole if whole >= MIDDAY else whole + MIDDAY if whole < EVENING else None


def _days(low: str, refused: bool) -> tuple[str, ...] | None:
    named = {DAYS[WEEKDAYS[word]] for word in re.findall(_DAY, low)}
    if re.search(_WEEKDAYS, low):
        named = set(DAYS[:5])
    if re.search(_WEEKEND, low):
        named |= set(DAYS[5:])
    wanted = set(DAYS) - named if refused else named
    return tuple(day for day in DAYS if day in wanted) if named and wanted else None


def _clock(minutes: int | None) -> str | None:
    return None if minutes is None else f"{minutes // 60:02}:{minutes % 60:02}"
