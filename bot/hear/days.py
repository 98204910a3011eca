"""Days that a promise may name: "friday", "in two weeks", "mañana". A payday without a date names none."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial

from bot.hear import almanac, feasts, months
from bot.hear.dates import Written
from bot.hear.months import Found
from bot.hear.text import after, before, either, take, word

Reader = Callable[[date, re.Match[str]], "Found | None"]

WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon lunes", "tuesday tues tue martes", "wednesday wendsday weds wed miercoles",
            "thursday thurs thur thu jueves", "friday fri viernes", "saturday sat sabado", "sunday sun domingo",
        )
    )
    for name in names.split()
}  # fmt: skip
_CLIPPED = {"mon", "wed", "sat", "sun"}
"""These are words of their own too: a day only after "on", "by", "next" and the like."""
_WEEKDAY = either(" ".join(WEEKDAYS)) + r"(?![a-z])"
_NEXT_WEEK = r"(?:next week|(?:la )?(?:proxima|otra) semana|(?:la )?semana (?:que viene|que entra|proxima|entrante))"
_DAYS_WEEKS = "day days dia dias week weeks wk wks semana semanas"
_UNIT = rf"({either(_DAYS_WEEKS + ' month months mes meses')})(?![a-z])"
_COUNT = rf"(\d{{1,2}}|{either('a an one un una a_couple a_couple_of couple un_par_de')})"

_TOMORROW_AFTER = re.compile(r"day after tom+or+ow|pasado ?manana")
_TOMORROW = re.compile(
    r"(?<![a-z])(?:(?:2|to)m+or+r?ow?|tomor+o|tmrw|tmrow|tmr|tmw|2mrw|2moro|manana)(?![a-z])"
    r"(?<!la manana)(?<!esta manana)(?<!cada manana)(?<!hasta manana)(?<!una manana)"
)
_TODAY = re.compile(
    word(
        """today tonite tonight 2day 2nite hoy this_morning this_afternoon this_evening esta_noche esta_tarde
        esta_manana"""
    )
)
_FROM_WEEKDAY = re.compile(rf"(?:(?:a|one|1) week|(\d) weeks) from ({_WEEKDAY}|today|now)")
_WEEK_AND_DAY = re.compile(
    rf"{_NEXT_WEEK},? (?:on |el )?({_WEEKDAY})|(?<![a-z])({_WEEKDAY}),? (?:of |de )?(?:la )?(?:{_NEXT_WEEK})"
)
_NAMED = re.compile(
    rf"(?<![a-z])(?:({either('on by for until til till after before coming upcoming next este proximo el_proximo')}"
    rf"|this(?: coming| upcoming)?) )?({_WEEKDAY})( (?:que|q|k) viene| (?:que|q|k) entra| proximo)?"
)
_NOT_A_DAY = re.compile(rf"{word('last past since every each los cada other this_past el_pasado desde_el black')} $")
_GONE = re.compile(r" (?:pasado|anterior|last week|ago|was)\b")
_IN = re.compile(
    rf"{word('in within en dentro_de give_me deme dame need necesito another otros otras')}"
    rf" (?:{either('like about unos unas como')} )?{_COUNT}(?:(?:-| or | to | o | a )(\d{{1,2}}))? {_UNIT}"
)
_FROM_NOW = re.compile(
    rf"(?<!\w){_COUNT} {_UNIT} {either('from_now from_today from_tomorrow de_hoy a_partir_de_hoy mas')}"
)
_ONLY_SPAN = re.compile(rf"^{_COUNT} ({either(_DAYS_WEEKS)})[ .!]*$")
_WEEKEND = re.compile(
    r"(?<!last )(?<!past )(?<!every )(?<![a-z])(next )?weekend(?![a-z])|(?<!cada )fin(?:de)? de semana(?! pasado)"
)
_WEEK_END = re.compile(r"end of (?:the |this )?week(?![a-z])|finales de (?:la |esta )?semana")
_UNTIL = re.compile(either("until til till hasta before antes"))
_REFUSED = re.compile(
    r"(?<![a-z])(?:(?:not?|can'?t|won'?t|instead of|rather than|en vez(?: del?)?|en lugar(?: del?)?)"
    r"(?: (?:on|by|for|the|it|pay|el|para))?|(?:don'?t|no) (?:have|got|tengo)(?: (?:it|the money|dinero))?) $"
)
"""Just before a day that is not meant: "not friday", "instead of today", "i dont have it today"."""
_IMPOSSIBLE = re.compile(r",? (?:no (?:puedo|tengo|alcanzo|voy)|i can'?t|is ?n[o']?t|won'?t|doesn'?t)(?![a-z])")
_PAST = re.compile(rf"{word('since last desde desde_el')} $")


def days(text: str, today: date, dated: Sequence[Written] = ()) -> tuple[Found, str]:
    """All days ahead that a text names, earliest first, and the text without them. `dated` are its written dates.

    Two readings of one word are both given ("next friday"); a weekday that another named date falls on adds nothing.
    """
    meant = [one for one in dated if not _PAST.search(text[max(0, one.start - 30) : one.start])]
    firm = [day for one in meant if not _refused(text, one.start, one.end) for day in one.days(today)]
    for pattern, read in _SHAPES:
        found, text = take(pattern, text, partial(_wanted, read, today))
        firm += [day for some in found for day in some]
    weekdays, text = take(_NAMED, text, partial(_wanted, _weekday, today))
    known = {day.weekday() for day in firm}
    firm += [day for some in weekdays for day in some if day.weekday() not in known]
    return tuple(sorted({day for day in firm if almanac.ahead(day, today)})), text


def _wanted(read: Reader, today: date, match: re.Match[str]) -> Found | None:
    """What `read` makes of it; no day at all where it is named to be refused."""
    found = read(today, match)
    return () if found and _refused(match.string, match.start(), match.end()) else found


def _refused(text: str, start: int, end: int) -> bool:
    until = _UNTIL.match(text, start)
    return bool((not until and _REFUSED.search(text[max(0, start - 40) : start])) or _IMPOSSIBLE.match(text, end))


def _in_days(count: int) -> Reader:
    return lambda today, match: (today + timedelta(days=count),)


def _from_weekday(today: date, match: re.Match[str]) -> Found:
    start = almanac.coming(WEEKDAYS[match[2]], today) if match[2] in WEEKDAYS else today
    return (start + timedelta(weeks=int(match[1] or 1)),)


def _week_and_day(today: date, match: re.Match[str]) -> Found:
    return (almanac.in_next_week(WEEKDAYS[match[1] or match[2]], today),)


def _weekday(today: date, match: re.Match[str]) -> Found | None:
    """ "friday" on a Friday, and "next friday" on any day, mean either of two."""
    lead, name, trail = match[1] or "", match[2], match[3]
    clipped = name in _CLIPPED and not lead and len(match.string.strip(" .!")) > len(name)
    if clipped or _NOT_A_DAY.search(before(match)) or _GONE.match(after(match)):
        return None
    first = almanac.coming(WEEKDAYS[name], today)
    second = first + timedelta(weeks=1)
    if first == today:
        return (second,) if trail or "next" in lead or "prox" in lead else _today_or_then(lead, first, second)
    return (first, second) if "next" in lead or "prox" in lead else (first,)


def _today_or_then(lead: str, first: date, second: date) -> Found:
    return (first,) if lead.startswith(("this", "este")) else (first, second)


def _span(today: date, match: re.Match[str]) -> Found | None:
    """ "in 2 weeks", "in 2 or 3 days", "dentro de un mes"."""
    first, *others, unit = match.groups()
    counts = [_count(first), *(int(other) for other in others if other)]
    found = [_on(count, unit, today) for count in counts]
    return tuple(day for day in found if day) or None


def _count(words: str) -> int:
    return int(words) if words.isdigit() else 2 if "couple" in words or "par" in words else 1


def _on(count: int, unit: str, today: date) -> date | None:
    if unit.startswith(("month", "mes")):
        return almanac.months_ahead(count, today)
    return today + timedelta(days=count * (1 if unit.startswith("d") else 7))


def _weekend(today: date, match: re.Match[str]) -> Found:
    saturday = almanac.coming(5, today) + timedelta(weeks=1 if match[1] else 0)
    return saturday, saturday + timedelta(days=1)


def _week_end(today: date, match: re.Match[str]) -> Found:
    return (almanac.coming(4, today),)


_SHAPES: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (_TOMORROW_AFTER, _in_days(2)),
    (_TOMORROW, _in_days(1)),
    (_FROM_WEEKDAY, _from_weekday),
    (_TODAY, _in_days(0)),
    (_WEEK_AND_DAY, _week_and_day),
    (_WEEKEND, _weekend),
    (_WEEK_END, _week_end),
    (feasts.NAMED, feasts.named),
    (months.YEAR_END, months.year_end),
    (months.DAY_OF, months.day_of),
    (months.END, months.end),
    (months.MIDDLE, months.middle),
    (months.START, months.start),
    (months.BEGIN, months.begin),
    (months.QUINCENA, months.quincena),
    (_FROM_NOW, _span),
    (_IN, _span),
    (_ONLY_SPAN, _span),
    (months.NTH, months.nth),
)
"""Longer phrases before those that they contain."""
