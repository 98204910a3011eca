"""ZIPs and statement codes, as printed and as people type them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.hear.text import BLANK, before, either, take
from flows.codes import canonical_code

SHORTEST, LONGEST = 6, 12
"""Letters and digits of a statement code."""

_ZIP = re.compile(r"(?<![\w$#])(?<!\d[-.,/:])(\d{5})(?:-\d{4})?(?![\w%]|[.,/:-]\d)")
_STREET = re.compile(
    r" (?:[a-z0-9]+ ){1,3}"
    + either("st street ave avenue rd road dr drive ln lane blvd ct court way pl place cir hwy apt")
    + r"\b| calle\b"
)
_PROCEDURE = re.compile(
    rf"{either('cpt icd hcpcs procedure procedimiento diagnosis diagnostico')}(?: codes?| codigo)?[ :#]{{0,3}}$"
    r"|(?<!zip )(?<!postal )(?<![a-z])codes? $"
)
ZIP_LABEL = re.compile(r"(?<![a-z])zip(?: ?code)?(?![a-z])|codigo postal|postal code")
_SPACED_ZIP = re.compile(r"(?:zip(?: ?code)?|codigo postal|postal code)(?: is| es)? (\d \d \d \d \d)(?! ?\d)")
"""As it is spoken into a phone."""

_LABEL = (
    r"(?<![a-z])(?<!zip )(?<!postal )"
    + either("statement account acct invoice reference ref code estado cuenta codigo factura referencia clave")
    + r"(?! postal)(?: "
    + either(
        "statement account code number num no id is its it's es de cuenta factura numero codigo el la the mi my estado"
    )
    + r"(?![a-z])){0,6}[ .:#=-]{0,3}"
)
_NOT_A_PIECE = re.compile(r"(?:is|its|es|de|the|la|el|mi|my)[ -]")
"""Words between a label and its code."""
_PIECE = r"[a-z0-9]{1,12}"
_ENDS = r"(?![a-z0-9@/-]|\.\w)"
_STARTS = r"(?<![\w@./-])"
_LABELLED = re.compile(rf"{_LABEL}({_PIECE}(?:-{_PIECE}){{0,11}}){_ENDS}")
_LABELLED_APART = re.compile(rf"{_LABEL}({_PIECE}(?:[ -]{_PIECE}){{1,11}}){_ENDS}")
_TOKEN = re.compile(rf"{_STARTS}({_PIECE}(?:-{_PIECE}){{0,11}}){_ENDS}")
_HALVES = re.compile(rf"{_STARTS}([a-z0-9]{{4}} [a-z0-9]{{4}}){_ENDS}")
_SPELT = re.compile(rf"{_STARTS}([a-z0-9](?: [a-z0-9]){{5,11}}){_ENDS}")
_AFTER_FIGURES = either(
    """st nd rd th ro do er am pm ish mg ml cc kg lb lbs oz hr hrs min mins k yr yrs day days dia dias week weeks wk wks
    semana semanas month months mes meses year years ano anos payment payments pago pagos dollar dollars bucks dolares
    pesos dll dlls usd cents times"""
)
_BEFORE_FIGURES = either("covid form jan feb mar apr may jun jul aug sep oct nov dec ene abr ago dic in by on el")
_WORDISH = re.compile(
    rf"\d{{1,4}}{_AFTER_FIGURES}|{_BEFORE_FIGURES}\d{{1,4}}|2m?or+ow|2moro|(?:any|some|every|no)1(?:s|else)?"
    r"|(?:b4|l8|gr8|h8|m8|w8|str8)(?=.*[aeiou])[a-z]*"
)
"""What people write with figures in it that is no code: "30days", "covid19", "every1", "gr8ful"."""
_NAMED_FIGURE = re.compile(r"(?=.*[aeiouy])[a-z]{4,}\d{1,4}")
"""A word and a figure: "windows10"."""


@dataclass(frozen=True)
class Given:
    """A code or ZIP at `start:end` of the plain text, in the form that is compared."""

    start: int
    end: int
    value: str


def zips(text: str) -> tuple[list[Given], str]:
    """Five digits, or ZIP+4, that are no amount, street number or procedure; and the text without them."""

    def read(match: re.Match[str]) -> Given | None:
        if _STREET.match(match.string, match.end()) or _PROCEDURE.search(before(match)):
            return None
        return Given(match.start(), match.end(), match[1])

    spaced, text = take(_SPACED_ZIP, text, lambda match: Given(match.start(1), match.end(1), match[1].replace(" ", "")))
    found, text = take(_ZIP, text, read)
    return [*spaced, *found], text


def labelled(text: str) -> tuple[list[Given], str]:
    """Codes in one piece after "code", "account", "cuenta" and the like; these may be digits only."""
    return take(_LABELLED, text, lambda match: _given(match) if re.search(r"\d", match[1]) else None)


def labelled_apart(text: str) -> tuple[list[Given], str]:
    """Codes in several pieces after such a word. Take dates out first."""
    found: list[Given] = []

    def cut(match: re.Match[str]) -> str:
        given = _apart(match)
        if given is None:
            return match[0]
        found.append(given)
        end = given.end - match.start()
        return BLANK * end + match[0][end:]

    return found, _LABELLED_APART.sub(cut, text)


def codes(text: str, alone: bool) -> tuple[list[Given], str]:
    """Other codes: letters and digits mixed as in no word.

    `alone`: the text is nothing but values and small words; then most mixes of letters and digits are one, and so are
    six to eight digits.
    """
    spelt, text = take(_SPELT, text, _spelt)
    halves, text = take(_HALVES, text, _halves)
    tokens, text = take(_TOKEN, text, lambda match: _token(match, alone))
    return [*spelt, *halves, *tokens], text


def _given(match: re.Match[str], length: int | None = None) -> Given | None:
    """Of what was typed, or its first characters; None where that is too short or too long."""
    typed = match[1][:length]
    value = canonical_code(typed)
    return Given(match.start(1), match.start(1) + len(typed), value) if SHORTEST <= len(value) <= LONGEST else None


def _apart(match: re.Match[str]) -> Given | None:
    """The fewest pieces that make a code; an ordinary word ends it, and after "due" or "abc" it has four digits."""
    if _NOT_A_PIECE.match(match[1]):
        return None
    fewest = 4 if re.match(r"(?=[a-z]*[aeiouy])[a-z]+(?![a-z0-9])", match[1]) else 1
    for piece in re.finditer(r"[a-z0-9]+", match[1]):
        if re.fullmatch(r"(?=.*[aeiouy])[a-z]+", piece[0]) and len(piece[0]) > (2 if piece.start() else 3):
            return None
        given, typed = _given(match, piece.end()), re.sub("[ -]", "", match[1][: piece.end()])
        if given and re.search(r"\d", typed) and not _WORDISH.fullmatch(typed):
            return given if len(re.findall(r"\d", typed)) >= fewest else None
    return None


def _spelt(match: re.Match[str]) -> Given | None:
    letters = sum(char.isalpha() for char in match[1])
    return _given(match) if letters >= 2 and re.search(r"\d", match[1]) else None


def _halves(match: re.Match[str]) -> Given | None:
    """One half at least mixes letters and digits, and no half is a word."""
    halves = match[1].split()
    words = any(_WORDISH.fullmatch(one) or re.fullmatch(r"(?=.*[aeiouy])[a-z]+", one) for one in halves)
    mixed = any(re.search(r"\d", one) and re.search(r"[a-z]", one) for one in halves)
    return _given(match) if mixed and not words else None


def _token(match: re.Match[str], alone: bool) -> Given | None:
    typed = match[1].replace("-", "")
    if typed.isdigit():
        return _given(match) if alone and SHORTEST <= len(match[1]) <= 8 and typed == match[1] else None
    if typed.isalpha() or _WORDISH.fullmatch(typed):
        return None
    mixed = alone and len(re.findall(r"\d", typed)) >= 2 and not _NAMED_FIGURE.fullmatch(typed)
    return _given(match) if mixed or _printed(typed) else None


def _printed(typed: str) -> bool:
    """Whether letters and digits alternate as in a code: "k7m2qx9b", "a123456"; not as in "2fast" or "win2win"."""
    runs = re.findall(r"[a-z]+|\d+", typed)
    prefixed = len(runs) == 2 and runs[0].isalpha() and len(runs[0]) <= 3 and len(runs[1]) >= 4
    voweled = any(re.search(r"[aeiouy]", run) for run in runs)
    return len(runs) >= 4 or prefixed or not voweled
