"""Dates as people write them: "3/2/84", "2 de marzo del 84", "dec 5", "12/5". What for is decided elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from bot.hear import almanac
from bot.hear.text import after, before, either, take, word

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan enero ene", "february febuary feb febrero febrer",
            "march mar marzo marso", "april apr abril abr avril",
            "may mayo", "june jun junio", "july jul julio", "august aug agosto ago",
            "september septiembre setiembre sept sep", "october oct octubre otubre", "november nov noviembre nobiembre",
            "december dec diciembre dic disiembre",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
MONTH = either(" ".join(MONTHS)) + r"(?![a-z])"
_SUFFIX = r"(?:st|nd|rd|th|ero|ro|er|do|ra|o|a)?"
ORDINAL = _SUFFIX + r"(?![a-z])"

_SEP = r" ?[/.\\-] ?"
_FOUR = r"((?:19|20)\d{2})"
_TWO_OR_FOUR = r"((?:19|20)\d{2}|\d{2})"
_DAY = r"(\d{1,2})"
_END = r"(?![\d%]|[/.:\\-]\d{1,4}(?!\d)|,\d{3}(?!\d))"
_START = r"(?<![\w$#])(?<!\d[/.,:\\-])"
_OF = r"(?: (?:day )?of| del?(?: mes de)?)?"


def _and_year(fewest: int) -> str:
    """A year behind a day or month; `fewest` signs stand before it."""
    return rf"(?:(?: of| del?)?(?: ano)?[ ,.\-/']{{{fewest},3}}{_TWO_OR_FOUR}(?! ?(?:am|pm|%)){_END})?"


_ISO = re.compile(rf"{_START}{_FOUR}(?:{_SEP}| ){_DAY}(?:{_SEP}| ){_DAY}{_END}")
_NUMERIC = re.compile(rf"{_START}{_DAY}(?:{_SEP}{_DAY}(?:{_SEP}'?{_TWO_OR_FOUR}|[ ,] ?{_FOUR})|,{_DAY},{_FOUR}){_END}")
_SPACED = re.compile(rf"{_START}(?<!\d ){_DAY} {_DAY} '?{_TWO_OR_FOUR}{_END}(?! \d{{1,4}}(?!\d))")
_RUN_ON = re.compile(rf"{_START}(\d{{6,8}})(?!\w){_END}")
_YEAR_FIRST = re.compile(rf"{_START}{_FOUR}[ ,.\-/]{{1,2}}({MONTH})[ .\-/]{{1,2}}{_DAY}(?!\d)")
_MONTH_FIRST = re.compile(
    rf"(?<![a-z])({MONTH})[ .,\-/]{{0,2}}(?:the |el |dia )?{_DAY}{ORDINAL}(?![\d:]){_and_year(1)}"
)
_DAY_FIRST = re.compile(rf"{_START}{_DAY}{_SUFFIX}({_OF})[ .\-/]{{0,2}}({MONTH})\.?{_and_year(0)}")
_NO_YEAR = re.compile(rf"{_START}{_DAY}(/|-){_DAY}{_END}")
_ON = re.compile(rf"{word('on by for until til till before after due el dia para antes_del despues_del hasta_el')} $")


@dataclass(frozen=True)
class Written:
    """A date as it stands at `start:end` of the plain text."""

    start: int
    end: int
    readings: tuple[tuple[int, int], ...]
    """(month, day), the one that the language prefers first; more than one for figures only."""
    year: int | None = None
    short: bool = False
    """The year has two digits."""
    loose: bool = False
    """Figures that are a date only where nothing else is meant: "3 2 84", "030284"."""
    open: bool = False
    """Both readings are natural in this language."""

    def dates(self) -> tuple[date, ...]:
        """All days that it can mean, readings first, then centuries."""
        years = () if self.year is None else (self.year + 1900, self.year + 2000) if self.short else (self.year,)
        found = (almanac.real(year, month, day) for month, day in self.readings for year in years)
        return tuple(one for one in found if one)

    def births(self, today: date) -> tuple[date, ...]:
        """Those on which somebody alive may have been born."""
        return tuple(one for one in self.dates() if almanac.lived(one, today))

    def days(self, today: date) -> tuple[date, ...]:
        """Those that lie ahead; of figures only the preferred reading unless both are natural."""
        if self.loose:
            return ()
        if self.year is None:
            found = [almanac.next_date(month, day, today) for month, day in self.readings]
        else:
            found = list(self.dates())
        coming = [one for one in found if one is not None and almanac.ahead(one, today)]
        return tuple(dict.fromkeys(coming if self.open else coming[:1]))


def written(text: str, lang: str) -> tuple[list[Written], str]:
    """All dates in a plain text, in the order they stand, and the text without them."""
    shapes: tuple[tuple[re.Pattern[str], Callable[[str, re.Match[str]], Written | None]], ...] = (
        (_ISO, _iso), (_YEAR_FIRST, _year_first), (_DAY_FIRST, _day_first), (_MONTH_FIRST, _month_first),
        (_NUMERIC, _numeric), (_SPACED, _spaced), (_RUN_ON, _run_on), (_NO_YEAR, _no_year),
    )  # fmt: skip
    found: list[Written] = []
    for pattern, read in shapes:
        more, text = take(pattern, text, partial(read, lang))
        found += more
    return sorted(found, key=lambda one: one.start), text


def _made(match: re.Match[str], readings: list[tuple[int, int]], year: str | None, lang: str = "", **more: bool,
          ) -> Written | None:  # fmt: skip
    """None where no reading is a day of any year."""
    sure = tuple(dict.fromkeys(one for one in readings if almanac.real(2000, *one)))
    if not sure:
        return None
    number = None if year is None else int(year)
    short = year is not None and len(year) == 2
    return Written(match.start(), match.end(), sure, number, short, open=lang == "es" and len(sure) > 1, **more)


def _orders(first: str, second: str, lang: str) -> list[tuple[int, int]]:
    """Month first in English, day first in Spanish; patients mix them, so the other order is kept as well."""
    readings = [(int(first), int(second)), (int(second), int(first))]
    return readings if lang != "es" else readings[::-1]


def _iso(lang: str, match: re.Match[str]) -> Written | None:
    return _made(match, [(int(match[2]), int(match[3]))], match[1])


def _year_first(lang: str, match: re.Match[str]) -> Written | None:
    return _made(match, [(MONTHS[match[2]], int(match[3]))], match[1])


def _month_first(lang: str, match: re.Match[str]) -> Written | None:
    return None if _other_word(match[1], lang) else _made(match, [(MONTHS[match[1]], int(match[2]))], match[3])


def _day_first(lang: str, match: re.Match[str]) -> Written | None:
    """ "20 may i pay" and "2 mar" as in "a lot" are no dates; "20 of may" and "20 may 1984" are."""
    plainly = match[2] or match[4] or not match[0][len(match[1]) :].startswith(" ")
    if _other_word(match[3], lang) or (match[3] == "may" and not plainly):
        return None
    return _made(match, [(MONTHS[match[3]], int(match[1]))], match[4])


def _other_word(month: str, lang: str) -> bool:
    """Whether a short month is a word of the other language: "3 weeks ago"."""
    return month == "ago" and lang != "es"


def _numeric(lang: str, match: re.Match[str]) -> Written | None:
    second, year = match[2] or match[5], match[3] or match[4] or match[6]
    return _made(match, _orders(match[1], second, lang), year, lang)


def _spaced(lang: str, match: re.Match[str]) -> Written | None:
    return _made(match, _orders(match[1], match[2], lang), match[3], lang, loose=len(match[3]) == 2)


def _run_on(lang: str, match: re.Match[str]) -> Written | None:
    """ "030284", "3021984", "03021984" and "19840302"."""
    figures = match[1]
    split = len(figures) - (2 if len(figures) == 6 else 4)
    year = figures[split:]
    if len(year) == 4 and not 1900 <= int(year) <= 2099:
        year, figures = figures[:4], figures[4:]
        readings = [(int(figures[:2]), int(figures[2:]))] if len(figures) == 4 and "1900" <= year <= "2099" else []
        return _made(match, readings, year, lang)
    return _made(
        match, _orders(figures[: split - 2], figures[split - 2 : split], lang), year, lang, loose=len(figures) < 8
    )


def _no_year(lang: str, match: re.Match[str]) -> Written | None:
    """ "12/5"; "12-5" only after "on", "el" and the like; never "24/7"."""
    if match[0] == "24/7" or (match[2] == "-" and not _ON.search(before(match))):
        return None
    if re.match(r" ?(?:of|del?|off|lb|oz)\b", after(match)):
        return None
    readings = [one for one in _orders(match[1], match[3], lang) if almanac.real(2000, *one)]
    return _made(match, readings if lang == "es" else readings[:1], None, lang)
