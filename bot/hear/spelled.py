"""Numbers in words become figures: "march second nineteen eighty four" is "march 2th 1984", "cien" is "100"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.hear.text import Plain

_WORD = re.compile(r"[a-z]+")


def _numbered(words: str, first: int = 1, step: int = 1) -> dict[str, int]:
    return {word: first + step * at for at, group in enumerate(words.split()) for word in group.split("|")}


@dataclass(frozen=True)
class Tongue:
    """The number words of a language."""

    small: dict[str, int]
    """0 to 19, and the Spanish 21 to 29."""
    tens: dict[str, int]
    hundreds: dict[str, int]
    """Words that are a hundred or more by themselves, below a thousand."""
    hundred: frozenset[str]
    """Words that multiply by a hundred."""
    thousand: str
    ordinals: dict[str, int]
    zeros: frozenset[str]
    """Further words for 0 where digits are said one by one."""
    after_tens: frozenset[str]
    """May stand between tens and units."""
    after_hundreds: frozenset[str]
    ones: frozenset[str]
    """Words for 1 that alone are no number: "this one", "una pregunta"."""


ENGLISH = Tongue(
    _numbered("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
              "seventeen eighteen nineteen", 0),
    _numbered("twenty thirty forty|fourty fifty sixty seventy eighty ninety|ninty", 20, 10),
    {},
    frozenset({"hundred"}),
    "thousand",
    _numbered("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
              "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth") | {"thirtieth": 30},
    frozenset({"oh", "o"}),
    frozenset(),
    frozenset({"and"}),
    frozenset({"one"}),
)  # fmt: skip
SPANISH = Tongue(
    _numbered("cero uno|un|una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
              "dieciseis diecisiete dieciocho diecinueve", 0)
    | _numbered("veintiuno|veintiun|veintiuna veintidos veintitres veinticuatro veinticinco veintiseis veintisiete "
                "veintiocho veintinueve", 21),
    _numbered("veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa", 20, 10),
    _numbered("cien|ciento doscientos|doscientas trescientos|trescientas cuatrocientos|cuatrocientas "
              "quinientos|quinientas seiscientos|seiscientas setecientos|setecientas ochocientos|ochocientas "
              "novecientos|novecientas", 100, 100),
    frozenset({"cientos"}),
    "mil",
    _numbered("primero|primera|primer segundo|segunda tercero|tercera|tercer cuarto|cuarta quinto|quinta sexto|sexta "
              "septimo|septima octavo|octava noveno|novena decimo|decima"),
    frozenset(),
    frozenset({"y"}),
    frozenset(),
    frozenset({"un", "una", "uno"}),
)  # fmt: skip
_NO_ORDINAL = {
    "second": {"a", "one", "sec", "each", "per", "every"},
    "segundo": {"un", "por", "cada"},
    "cuarto": {"mi", "del", "su"},
}
"""After these words they are no ordinals: "give me a second"."""
_SOUNDS_LIKE_TWO, _AFTER_TWO = {"too", "to"}, {"payments", "parts", "installments", "instalments", "paymnts"}
"""What a phone writes for whoever says "two payments"."""
_PHRASES = {("por", "ciento"), ("mil", "gracias"), ("mil", "disculpas"), ("mil", "perdones")}
"""Two words that name no number."""


@dataclass(frozen=True)
class _Word:
    text: str
    start: int
    end: int
    joined: bool
    """A space or a hyphen alone stands between it and the word before."""


@dataclass(frozen=True)
class _Figure:
    """Words `start` to `end`, by number, and the figure that they mean."""

    start: int
    end: int
    text: str


def spelled(read: Plain, lang: str) -> Plain:
    """The same text with number words as figures; ordinals get "th", "o" or "a". "once" is eleven in Spanish only."""
    words = _words(read.text)
    figures = list(_figures(words, lang))
    if not figures:
        return read
    text, starts, ends, at = [], [], [], 0
    for figure in figures:
        start, end = words[figure.start].start, words[figure.end - 1].end
        text += [read.text[at:start], figure.text]
        starts += [*read.starts[at:start], *[read.starts[start]] * len(figure.text)]
        ends += [*read.ends[at:start], *[read.ends[end - 1]] * len(figure.text)]
        at = end
    return Plain("".join((*text, read.text[at:])), [*starts, *read.starts[at:]], [*ends, *read.ends[at:]])


def _words(text: str) -> list[_Word]:
    words: list[_Word] = []
    last = 0
    for found in _WORD.finditer(text):
        words.append(
            _Word(found[0], found.start(), found.end(), bool(words) and text[last : found.start()] in (" ", "-"))
        )
        last = found.end()
    return words


def _figures(words: Sequence[_Word], lang: str) -> Iterator[_Figure]:
    at = 0
    while at < len(words):
        figure = _figure(words, at, lang)
        if figure:
            yield figure
        at = figure.end if figure else at + 1


def _figure(words: Sequence[_Word], at: int, lang: str) -> _Figure | None:
    around = [word.text for word in words[max(0, at - 1) : at + 2]]
    if (words[at].text == "once" and lang != "es") or _PHRASES & set(pairwise(around)):
        return None
    if words[at].text in _SOUNDS_LIKE_TWO and around[-1] in _AFTER_TWO and _joined(words, at + 1):
        return _Figure(at, at + 1, "2")
    for tongue in (ENGLISH, SPANISH):
        figure = (
            _digits(words, at, tongue) or _year(words, at) or _whole(words, at, tongue) or _ordinal(words, at, tongue)
        )
        if figure:
            return figure
    return None


def _digits(words: Sequence[_Word], at: int, tongue: Tongue) -> _Figure | None:
    """Three or more single digits in a row: "eight oh two oh three"."""
    said: list[str] = []
    end = at
    while end < len(words) and (end == at or words[end].joined):
        word = words[end].text
        digit = 0 if word in tongue.zeros and said else tongue.small.get(word, 10)
        if digit > 9:
            break
        said.append(str(digit))
        end += 1
    return _Figure(at, end, "".join(said)) if len(said) >= 3 else None


def _year(words: Sequence[_Word], at: int) -> _Figure | None:
    """ "nineteen eighty four", "nineteen oh five", "twenty ten"; not where one follows: "twenty, nineteen ten"."""
    century = {"nineteen": 1900, "twenty": 2000}.get(words[at].text)
    if century is None or at + 1 >= len(words) or not words[at + 1].joined:
        return None
    if words[at + 1].text in ENGLISH.zeros and at + 2 < len(words):
        unit = ENGLISH.small.get(words[at + 2].text, 0)
        return _Figure(at, at + 3, str(century + unit)) if 0 < unit < 10 else None
    rest, end = _below_thousand(words, at + 1, ENGLISH)
    if not 10 <= rest <= 99:
        return None
    more, _ = _below_thousand(words, end, ENGLISH) if end < len(words) and words[end].joined else (0, end)
    return None if more >= 10 and century == 2000 else _Figure(at, end, str(century + rest))


def _whole(words: Sequence[_Word], at: int, tongue: Tongue) -> _Figure | None:
    value, end = _below_thousand(words, at, tongue)
    if end < len(words) and words[end].text == tongue.thousand and (end == at or words[end].joined):
        value, end = (value if end > at else 1) * 1000, end + 1
        step = end + (end < len(words) and words[end].text in tongue.after_hundreds)
        rest, after = _below_thousand(words, step, tongue) if step < len(words) and words[step].joined else (0, step)
        value, end = (value + rest, after) if after > step else (value, end)
    if end == at or (end == at + 1 and words[at].text in tongue.ones):
        return None
    unit = tongue.ordinals.get(words[end].text, 99) if end < len(words) and words[end].joined else 99
    if unit < 10 and value % 10 == 0 and 20 <= value <= 90:
        return _Figure(at, end + 1, f"{value + unit}th")
    return _Figure(at, end, str(value))


def _below_thousand(words: Sequence[_Word], at: int, tongue: Tongue) -> tuple[int, int]:
    """A number below a thousand from word `at` on, and the number of the word after it; (0, at) if there is none."""
    value, end = _hundreds(words, at, tongue)
    step = end
    if end > at and step < len(words) and words[step].text in tongue.after_hundreds:
        step += 1
    rest, after = _below_hundred(words, step, tongue) if end == at or _joined(words, step) else (0, step)
    return (value + rest, after) if after > step else (value, end)


def _hundreds(words: Sequence[_Word], at: int, tongue: Tongue) -> tuple[int, int]:
    word = words[at].text
    if word in tongue.hundreds:
        return tongue.hundreds[word], at + 1
    if word in tongue.hundred and tongue is ENGLISH:
        return 100, at + 1
    if 0 < tongue.small.get(word, 0) < 10 and _joined(words, at + 1) and words[at + 1].text in tongue.hundred:
        return tongue.small[word] * 100, at + 2
    return 0, at


def _below_hundred(words: Sequence[_Word], at: int, tongue: Tongue) -> tuple[int, int]:
    if at >= len(words):
        return 0, at
    word = words[at].text
    if word in tongue.small:
        return tongue.small[word], at + 1
    if word not in tongue.tens:
        return 0, at
    unit = at + 1 + (_joined(words, at + 1) and words[at + 1].text in tongue.after_tens)
    bridged = not tongue.after_tens or unit == at + 2
    if bridged and _joined(words, unit) and 0 < tongue.small.get(words[unit].text, 0) < 10:
        return tongue.tens[word] + tongue.small[words[unit].text], unit + 1
    return tongue.tens[word], at + 1


def _joined(words: Sequence[_Word], at: int) -> bool:
    return at < len(words) and words[at].joined


def _ordinal(words: Sequence[_Word], at: int, tongue: Tongue) -> _Figure | None:
    word = words[at].text
    if word not in tongue.ordinals or (at and words[at - 1].text in _NO_ORDINAL.get(word, ())):
        return None
    suffix = "th" if tongue is ENGLISH else "o" if word.endswith("o") else "a"
    return _Figure(at, at + 1, f"{tongue.ordinals[word]}{suffix}")
