"""A text in one plain form that still knows where each of its characters stood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")

BLANK = "\x00"
"""Stands where a value has been taken out; a plain text never holds it otherwise."""
_SIGNS = {
    "’": "'", "‘": "'", "´": "'", "`": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-",
    "⁄": "/", "🔟": "10", "½": " 1/2", "¼": " 1/4", "¾": " 3/4", "⅓": " 1/3", "⅔": " 2/3",
}  # fmt: skip
_UNSEEN = ("Mn", "Me", "Cf", "Sk")


@dataclass(frozen=True)
class Plain:
    """Lower case without accents, one space between words; character i stood at `starts[i]:ends[i]` as typed."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def typed(self, start: int, end: int) -> tuple[int, int]:
        """Where these characters stood in the text as typed."""
        return self.starts[start], self.ends[end - 1]


def plain(text: str) -> Plain:
    """Any text as `Plain`; keycap digits, fractions and full-width characters become ASCII."""
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for at, char in enumerate(text):
        for one in _plain_char(char):
            if one == " " and (not chars or chars[-1] == " "):
                continue
            chars.append(one)
            starts.append(at)
            ends.append(at + 1)
    return Plain("".join(chars), starts, ends)


@lru_cache(maxsize=4096)
def _plain_char(char: str) -> str:
    if char in _SIGNS:
        return _SIGNS[char]
    if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp", "Zs"):
        return " "
    if char in "`´^~":
        return char
    apart = unicodedata.normalize("NFKD", char.lower())
    return "".join(_digit(one) for one in apart if unicodedata.category(one) not in _UNSEEN or one in "^`")


def _digit(char: str) -> str:
    value = unicodedata.decimal(char, None)
    if value is not None:
        return str(value)
    return _SIGNS.get(char, " " if char.isspace() or unicodedata.category(char) == "Cc" else char)


def take(pattern: re.Pattern[str], text: str, read: Callable[[re.Match[str]], T | None]) -> tuple[list[T], str]:
    """What `read` makes of each match, and the text with those matches blanked out; None leaves a match alone."""
    found: list[T] = []

    def cut(match: re.Match[str]) -> str:
        value = read(match)
        if value is None:
            return match[0]
        found.append(value)
        return BLANK * len(match[0])

    return found, pattern.sub(cut, text)


def either(words: str) -> str:
    """A pattern for any of these words; "_" is a space, and the longer ones are tried first."""
    return "(?:" + "|".join(sorted((word.replace("_", " ") for word in words.split()), key=len, reverse=True)) + ")"


def word(words: str) -> str:
    """The same, as whole words."""
    return rf"(?<![a-z]){either(words)}(?![a-z])"


def words_of(words: str) -> frozenset[str]:
    """A set of words, written as a line of them."""
    return frozenset(words.split())


def bare_words(said: str) -> str:
    """The words of a plain text alone, without signs."""
    return " ".join(re.findall(r"[a-z0-9']+", said))


def before(match: re.Match[str], length: int = 40) -> str:
    """The characters just before a match."""
    return match.string[max(0, match.start() - length) : match.start()]


def after(match: re.Match[str], length: int = 40) -> str:
    """The characters just after a match."""
    return match.string[match.end() : match.end() + length]
