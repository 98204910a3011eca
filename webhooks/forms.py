"""What people type into patients' pages, read strictly: a value, or nothing, and never a guess about money. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from itertools import chain

from flows.money import Money

AMOUNT = re.compile(r"\$?\s*(\d{1,3}(?:,\d{3})+|\d{1,7})(?:\.(\d{1,2}))?\s*\$?")
MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan ene", "feb", "mar", "apr abr", "may", "jun", "jul", "aug ago", "sep", "oct", "nov", "dec dic"), 1
    )
    for name in names.split()
}
CODE = re.compile(r"[A-Z0-9]{4,20}")
LONGEST = 200


def text(form: Mapping[str, str], name: str, most: int = LONGEST) -> str:
    """A field as it was typed, without surrounding white space and without what no keyboard makes."""
    typed = form.get(name, "").replace("\0", "").encode("utf-8", "ignore").decode()
    return typed.strip()[:most]


def amount(typed: str) -> Money | None:
    """Dollars as people write them: 50, 50.25, $1,850, 50.5. Anything else is None."""
    found = AMOUNT.fullmatch(typed.strip())
    if found is None:
        return None
    dollars, cents = found[1].replace(",", ""), (found[2] or "").ljust(2, "0")
    return Money(int(dollars) * 100 + int(cents))


def births(month: str, day: str, year: str, today: date) -> tuple[date, ...]:
    """The birth dates that three fields can mean: two for a year of two digits; none where there is no such day."""
    number = MONTHS.get(month.strip()[:3].lower()) or _whole(month)
    years = (_whole(year),) if len(year.strip()) == 4 else _short(year, today)
    found = (_day(one, number, _whole(day)) for one in years)
    return tuple(one for one in found if one is not None and date(1900, 1, 1) <= one <= today)


def _short(year: str, today: date) -> tuple[int, ...]:
    if len(year.strip()) != 2 or (whole := _whole(year)) < 0:
        return ()
    return tuple(century + whole for century in (1900, 2000) if century + whole <= today.year)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def _whole(typed: str) -> int:
    return int(typed) if re.fullmatch(r"[0-9]{1,4}", typed.strip()) else -1


def zip_code(typed: str) -> str | None:
    """Five digits; four more after them are let by and left out."""
    found = re.fullmatch(r"(\d{5})(?:[- ]?\d{4})?", typed.strip(), re.ASCII)
    return found[1] if found else None


def codes(typed: str) -> tuple[str, ...]:
    """A statement code as typed, and without the blanks and dashes that people put in; none where it is no code."""
    plain = re.sub(r"[\s-]", "", typed).upper()
    if not CODE.fullmatch(plain):
        return ()
    return tuple(dict.fromkeys(chain((typed.strip().upper(),), (plain,))))


def day(typed: str) -> date | None:
    """A day from a date field (2026-04-01), or as it is typed where a browser has none (4/1/2026)."""
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", typed.strip(), re.ASCII):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", typed.strip(), re.ASCII):
        return _day(int(found[3]), int(found[1]), int(found[2]))
    return None
