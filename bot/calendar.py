"""US federal holidays, on their own date and on the weekday that stands in for it (decision 26). Pure."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import holidays

STAND_IN = " (observed)"
SATURDAY = 5


@lru_cache(maxsize=64)
def federal_holidays(year: int) -> dict[date, str]:
    """Every closed date of a year with the holiday's name."""
    return {day: name.removesuffix(STAND_IN) for day, name in holidays.country_holidays("US", years=year).items()}


def business_days_on(day: date, count: int) -> date:
    """The date so many business days after this one: Monday to Friday, without federal holidays."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < SATURDAY and holiday(day) is None
    return day


def holiday(day: date) -> str | None:
    """The federal holiday that closes this date, or None."""
    return federal_holidays(day.year).get(day)
