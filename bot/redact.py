"""Takes card numbers, card security codes and social security numbers out of a text before anything keeps it.

Fact sheet S3, PCI DSS 3.3.1, 3.4.1 and 4.2.2. Pure, and never raises. What comes out is text that databases accept:
NUL is a space, an unpaired surrogate is U+FFFD.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

CARD, CVV, SSN = "card", "cvv", "ssn"
KINDS = {"birth": "birth date", "zip": "ZIP"}
"""How a masked value is named in a stored text (decision 10); any other kind is its own name."""

_UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_GAP = rf"[\s.,\-/_*·•|\u2010-\u2015\u2212{_UNSEEN}]"
_CHAIN = re.compile(rf"\d(?:{_GAP}{{0,4}}\d){{12,}}")
_GROUP = re.compile(r"\d+")
_BLANK = re.compile(rf"[\s{_UNSEEN}]+")
_IRREGULAR = (15, 16)
_LAYOUTS = {(4, 4, 4, 4), (4, 4, 4, 3), (4, 4, 4, 4, 3), (4, 4, 4, 1), (4, 6, 5), (4, 6, 4), (8, 8), (6, 13)}
_PHONE, _ZIP = (3, 3, 4), 5

_AFTER_CARD = re.compile(
    rf"(\[CARD …\d{{4}}\](?:{_GAP}*(?:exp\w*|vence\w*)?[\s:.]*\d{{1,2}}\s?[/-]\s?\d{{2,4}})?[\s,;]+(?:pin\b[\s:]*)?)"
    r"\d{3,4}(?![\d/:]|[.,]\d|\s?-\s?\d|\s?(?:dollars?|bucks|usd|d[oó]lares|pesos|a month|al mes))",
    re.IGNORECASE,
)
_CVV_NAME = r"\b(?:(?:cvv|cvc|cvn|csc|cid)2?|security[ -]?code|sec\.? code|c[oó]digo de seguridad)\b"
_CVV_WORDS = "is|es|number|n[uú]mero|no|num|the|on|in|back|of|card|my|its?|that|el|la|mi|de|del|tarjeta|atr[aá]s"
_CVV_FILL = rf"(?:[\s:#=.,\-(]|\b(?:{_CVV_WORDS})\b|'s)"
_CVV_DIGITS = rf"\d(?:[\s.\-{_UNSEEN}]{{0,2}}\d){{2,3}}(?!\d)"
_CVV_AFTER = re.compile(rf"({_CVV_NAME}{_CVV_FILL}{{0,12}}){_CVV_DIGITS}", re.IGNORECASE)
_CVV_BEFORE = re.compile(
    rf"(?<![\d/$.\-]){_CVV_DIGITS}(\s*[(,-]?\s*(?:is|es)?\s*(?:the|my|el|mi)?\s*{_CVV_NAME}(?!{_CVV_FILL}{{0,12}}\d))",
    re.IGNORECASE,
)
_DASH = r"[\-./_\u2010-\u2015\u2212]"
_BETWEEN = rf"(?:\s?{_DASH}\s?|\s)[{_UNSEEN}]*"
_SSN_SHAPE = re.compile(
    rf"(?<!\d)(?<!\d{_DASH})\d(?:[{_UNSEEN}]*\d){{2}}[{_UNSEEN}]*{_BETWEEN}\d[{_UNSEEN}]*\d[{_UNSEEN}]*{_BETWEEN}"
    rf"\d(?:[{_UNSEEN}]*\d){{3}}(?!{_DASH}?\d)"
)
_SSN_NAME = r"(?:\b(?:ssn|itin|seguro\s+social)\b|\bss ?#|\bsoc(?:ial)?(?:\s+sec(?:urity)?)?\b(?!\s+(?:work|media)))"
_NINE = rf"\d(?:[\s.\-{_UNSEEN}\u2010-\u2015]{{0,3}}\d){{8}}(?!\d)"
_SSN_AFTER = re.compile(rf"({_SSN_NAME}[^\d\[]{{0,40}}){_NINE}", re.IGNORECASE)
_SSN_BEFORE = re.compile(rf"(?<!\d){_NINE}([^\d\[]{{0,40}}?{_SSN_NAME})", re.IGNORECASE)

Group = tuple[int, int, str]
"""Start, end and ASCII digits of digits that stand together."""


@dataclass(frozen=True)
class Redacted:
    """A text that may be kept, and the kinds of what was taken out of it: `card`, `cvv`, `ssn`."""

    text: str
    found: tuple[str, ...] = ()


def redact(text: str) -> Redacted:
    """The text without card numbers, security codes and social security numbers; at most four last digits stay.

    Redacting again changes nothing: passes repeat until one finds nothing more.
    """
    text, found = storable(text), set[str]()
    while True:
        after = _once(text)
        if after.text == text:
            return Redacted(text, tuple(kind for kind in (CARD, CVV, SSN) if kind in found))
        text, found = after.text, found | set(after.found)


def mask(text: str, spans: Sequence[tuple[int, int, str]]) -> str:
    """The text with each span (start, end, kind) shown as `[kind]`; a span that overlaps an earlier one widens it."""
    parts, at = [], 0
    for start, end, kind in _merged(spans, len(text)):
        parts += [text[at:start], f"[{KINDS.get(kind, kind)}]"]
        at = end
    return "".join([*parts, text[at:]])


def storable(text: str) -> str:
    """The text as PostgreSQL and UTF-8 take it: no NUL, no unpaired surrogate."""
    text = text.replace("\0", " ")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others, as on every payment card."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        worth = int(digit) * (1 + place % 2)
        total += worth - 9 if worth > 9 else worth
    return total % 10 == 0


def _once(text: str) -> Redacted:
    found = []
    cards = _CHAIN.sub(_without_cards, text)
    after = _AFTER_CARD.sub(r"\1[..]", cards)
    codes = _CVV_BEFORE.sub(r"[..]\1", _CVV_AFTER.sub(r"\1[..]", after))
    numbers = _SSN_SHAPE.sub("[SSN]", codes)
    numbers = _SSN_BEFORE.sub(r"[SSN]\1", _SSN_AFTER.sub(r"\1[SSN]", numbers))
    for kind, before, changed in ((CARD, text, cards), (CVV, cards, codes), (SSN, codes, numbers)):
        if before != changed:
            found.append(kind)
    return Redacted(numbers, tuple(found))


def _without_cards(chain: re.Match[str]) -> str:
    """A chain of digit groups with every card in it shown by its last four digits."""
    text, at, parts = chain[0], 0, list[str]()
    dialled = chain.string[: chain.start()].endswith("+")
    for start, end, last_four in _cards(text, dialled):
        parts += [text[at:start], f"[CARD …{last_four}]"]
        at = end
    return "".join([*parts, text[at:]])


def _cards(text: str, dialled: bool) -> Iterator[tuple[int, int, str]]:
    groups = [_group(found) for found in _GROUP.finditer(text)]
    first = 0
    while first < len(groups):
        size = _card_at(text, groups, first, dialled and first == 0)
        if size:
            digits = "".join(digits for _, _, digits in groups[first : first + size])
            shown = digits if len(digits) <= 19 else digits[: _prefix(digits)]
            yield groups[first][0], groups[first + size - 1][1], shown[-4:]
        first += size or 1


def _group(found: re.Match[str]) -> Group:
    return found.start(), found.end(), "".join(str(int(char)) for char in found[0])


def _card_at(text: str, groups: list[Group], first: int, dialled: bool) -> int:
    """How many groups from `first` on are one card number; 0 if none."""
    if len(groups[first][2]) > 19:
        return 1 if _prefix(groups[first][2]) else 0
    fits = list(_windows(groups, first))
    for digits, size in sorted(fits, key=_likeliest):
        if _laid_out(text, groups, first, size, digits) and luhn(digits) and not (dialled and len(digits) <= 15):
            return size
    for digits, size in fits:
        sizes = _sizes(groups, first, size)
        if len(digits) in _IRREGULAR and digits[0] in "3456" and (size == 1 or _regular(groups, sizes)):
            return 0 if dialled and len(digits) == 15 else size
    return 0


def _windows(groups: list[Group], first: int) -> Iterator[tuple[str, int]]:
    digits = ""
    for size, (_, _, more) in enumerate(groups[first : first + 19], 1):
        digits += more
        if len(digits) > 19:
            return
        if len(digits) >= 13:
            yield digits, size


def _likeliest(window: tuple[str, int]) -> tuple[bool, bool]:
    """Sixteen digits first, then fifteen: a security code behind a card must not hide it.

    The rest need no order: of the other lengths at most one is laid out as a card.
    """
    length = len(window[0])
    return length != 16, length != 15


def _sizes(groups: list[Group], first: int, size: int) -> tuple[int, ...]:
    return tuple(len(digits) for _, _, digits in groups[first : first + size])


def _regular(groups: list[Group], sizes: tuple[int, ...]) -> bool:
    """Grouped as cards are printed, or the whole chain in groups of one, two or four."""
    even = sizes[0] in {1, 2, 4} and len(set(sizes[:-1])) == 1 and sizes[-1] <= sizes[0]
    return sizes in _LAYOUTS or (even and len(sizes) == len(groups))


def _laid_out(text: str, groups: list[Group], first: int, size: int, digits: str) -> bool:
    """Whether a run of groups with a right check digit may be a card: one in ten runs has one by chance."""
    run = groups[first : first + size]
    if size == 1 or _regular(groups, _sizes(groups, first, size)):
        return True
    if len(digits) not in _IRREGULAR or digits[0] not in "23456":
        return False
    before = text[groups[first - 1][1] : run[0][0]] if first else " "
    gaps = {_BLANK.sub("", text[left[1] : right[0]]) for left, right in pairwise(run)}
    return len(gaps) == 1 and bool(_BLANK.search(before)) and not _explained([group[2] for group in run])


def _explained(run: list[str]) -> bool:
    """Telephone numbers, dates and ZIP codes side by side."""
    triples = list(zip(run, run[1:], run[2:], strict=False))
    dated = any(int(one) <= 31 and int(two) <= 31 and year[:2] in {"19", "20"} for one, two, year in triples)
    phones = any(tuple(map(len, triple)) == _PHONE for triple in triples) or any(map(_is_phone, run))
    return dated or phones or {len(digits) for digits in run} == {_ZIP}


def _is_phone(digits: str) -> bool:
    number = digits.removeprefix("1")
    return len(number) == 10 and number[0] in "23456789" and number[3] in "23456789"


def _prefix(digits: str) -> int:
    """The length of a card number at the start of digits that are too many for one; 0 if there is none."""
    return next((n for n in (16, 15) if digits[0] in "23456" and luhn(digits[:n])), 0)


def _merged(spans: Sequence[tuple[int, int, str]], length: int) -> list[tuple[int, int, str]]:
    merged: list[tuple[int, int, str]] = []
    for start, end, kind in sorted(spans, key=lambda span: span[:2]):
        start, end = max(0, start), min(length, end)
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]), merged[-1][2])
        elif start < end:
            merged.append((start, end, kind))
    return merged
