"""When a text may arrive: the window in every candidate zone, Sundays, federal holidays (fact sheet T4, T5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HARD_MIN, HARD_MAX = time(8), time(21)


@cache
def zone(name: str) -> ZoneInfo:
    """The zone of this name."""
    return ZoneInfo(name)


def _nth(year: int, month: int, weekday: int, n: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def _last_monday_of_may(year: int) -> date:
    last = date(year, 5, 31)
    return last - timedelta(days=last.weekday())


@cache
def holidays(year: int) -> dict[date, str]:
    """The eleven federal holidays of a year, each on its own day and, where that is a weekend, its weekday too."""
    fixed = {(1, 1): "New Year", (6, 19): "Juneteenth", (7, 4): "Independence Day", (11, 11): "Veterans Day",
             (12, 25): "Christmas"}  # fmt: skip
    found = {
        _nth(year, 1, 0, 3): "Martin Luther King Day", _nth(year, 2, 0, 3): "Washington's Birthday",
        _last_monday_of_may(year): "Memorial Day", _nth(year, 9, 0, 1): "Labor Day",
        _nth(year, 10, 0, 2): "Columbus Day", _nth(year, 11, 3, 4): "Thanksgiving",
    }  # fmt: skip
    for of in (year, year + 1):
        for (month, day), name in fixed.items():
            own = date(of, month, day)
            instead = own + timedelta(days={5: -1, 6: 1}.get(own.weekday(), 0))
            found |= {one: name for one in (own, instead) if one.year == year}
    return found


def clock(word: str) -> time:
    """A time such as 09:00."""
    hour, minute = word.split(":")[:2]
    return time(int(hour), int(minute))


def closed(at: datetime, zones: Iterable[str], quiet: Any) -> str | None:
    """Why no text may arrive at this moment; None where the window is open in every zone."""
    start, end = max(clock(quiet.start), HARD_MIN), min(clock(quiet.end), HARD_MAX)
    for name in sorted(zones):
        local = at.astimezone(zone(name))
        where = f"{local:%a %Y-%m-%d %H:%M:%S} in {name}"
        if DAYS[local.weekday()] not in quiet.days:
            return f"{where}: no texts on that weekday"
        if holiday := holidays(local.year).get(local.date()):
            return f"{where}: {holiday}"
        if not start <= local.time() < end:
            return f"{where}: outside {start:%H:%M} to {end:%H:%M}"
    return None


def unwanted(at: datetime, zones: Iterable[str], prefs: Mapping[str, Any]) -> str | None:
    """Which wish of the patient about days, hours or channels a text at this moment goes against (F1)."""
    channels, days = prefs.get("channels"), prefs.get("days")
    if channels is not None and "sms" not in channels:
        return f"only {', '.join(channels) or 'nothing'} is wanted"
    start, end = prefs.get("start") or prefs.get("from"), prefs.get("end") or prefs.get("to")
    for name in sorted(zones):
        local = at.astimezone(zone(name))
        if days is not None and DAYS[local.weekday()] not in days:
            return f"{local:%a} in {name} is not wanted"
        if (start and local.time() < clock(start)) or (end and local.time() >= clock(end)):
            return f"{local:%H:%M} in {name} is not wanted"
    return None


def local_days(at: datetime, zones: Iterable[str]) -> dict[str, date]:
    """The calendar day in each zone."""
    return {name: at.astimezone(zone(name)).date() for name in zones}
