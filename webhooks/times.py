"""How staff read times, days and numbers to call."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo


def ago(length: timedelta) -> str:
    """"just now", "14 min", "3 h", "2 days"."""
    minutes = int(length.total_seconds()) // 60
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h"
    return f"{minutes // 1440} days"


def clock(moment: datetime, zone: ZoneInfo) -> str:
    """The time of day there: 9:02 AM."""
    return f"{moment.astimezone(zone):%-I:%M %p}"


def day(when: date, today: date) -> str:
    """"Today", "Yesterday", "Tomorrow", "Mon, Mar 2", and the year where it is another one."""
    near = {0: "Today", -1: "Yesterday", 1: "Tomorrow"}.get((when - today).days)
    return near or f"{when:%a, %b %-d}{'' if when.year == today.year else f', {when.year}'}"


def date_of(when: date, today: date) -> str:
    """Mar 2, and the year where it is another one."""
    return f"{when:%b %-d}{'' if when.year == today.year else f', {when.year}'}"


def moment_of(moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    """9:02 AM today; Tomorrow, 9:00 AM; Mon, Mar 2, 9:02 AM."""
    local, today = moment.astimezone(zone).date(), now.astimezone(zone).date()
    return clock(moment, zone) if local == today else f"{day(local, today)}, {clock(moment, zone)}"


def phone_number(number: str) -> str:
    """(303) 555-0143 for a number of the US, anything else as it is."""
    digits = number.removeprefix("+1")
    if number.startswith("+1") and len(digits) == 10:
        return f"({digits[:3]}) {digits[3:6]}-{digits[6:]}"
    return number
