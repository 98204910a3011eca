r"""The notation in which the tables write their phrases, over the words of a `normal.plain` text.

    stop|quit [all|these|your] texts     either word, then up to three of the bracketed ones, then the last word
    right_now|today                      _ joins words that count as one
    ~dont|never stop                     not straight behind one of these words
    call me !back|later                  not straight before one of these words
    i .. die                             up to three words in between
    < stop >        ^ help $             the edges of a clause; the edges of the text
    died on|in|>                         one of these words, or the end of the clause
    {texts}                              a list of words that the table was given by name
    mand\w+  textos?  sol[oa]            inside a word, a regular expression
        an indented line                 goes on with the line above

A text is only held against phrases that share a word with it: each phrase is found by the words of one of its places.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

_SMALL = """
    a i im me my to the is it this that you your not no on of for in and do dont have get be are he she , ?
    mi se el la los las de que en un una yo es y lo le les por con ya su si esta
"""
_EVERYWHERE = frozenset(_SMALL.split())
PREFIX = 3
"""A word that ends in an expression is found by its first letters; fewer would find too much."""

_EDGES = {
    "<": r"(?:(?<=, )|(?<=\? )|(?<=\A ))",
    ">": r"(?=[,?] |\Z)",
    "^": r"(?<=\A )",
    "$": r"\Z",
    "..": r"(?:\w+ ){0,3}",
}
_MARKS = "[!~"
_BROKEN = re.compile(r"\n {8}")
_EXPRESSION = re.compile(r"[^a-z0-9]")


@dataclass(frozen=True)
class Phrase:
    """One phrase: its pattern, compiled when first needed, and the keys one of which must be in a text."""

    source: str
    keys: frozenset[str]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self.source)

    def stands_in(self, text: str) -> bool:
        return self.pattern.search(text) is not None


Phrases = tuple[Phrase, ...]


def phrases(table: str, **lists: str) -> Phrases:
    """The phrases of a table, one a line; `lists` are the named lists of words, separated by blanks.

    Raises ValueError for a line without a word to find it by.
    """
    for name, listed in lists.items():
        table = table.replace(f"{{{name}}}", "|".join(listed.split()))
    table = _BROKEN.sub(" ", table.replace("|\n        ", "|"))
    return tuple(_phrase(line) for line in table.splitlines() if line.strip())


def keys(text: str) -> set[str]:
    """What a plain text is looked up by: its words and their first letters."""
    words = set(text.split())
    return words | {word[:PREFIX] + "*" for word in words}


def _phrase(line: str) -> Phrase:
    tokens = line.split()
    choices = [found for token in tokens if (found := _keys(token))]
    if not choices:
        raise ValueError(f"no word to find this phrase by: {line.strip()}")
    return Phrase(" " + "".join(map(_part, tokens)), min(choices, key=_commonness))


def _part(token: str) -> str:
    if token in _EDGES:
        return _EDGES[token]
    mark = token[0] if token[0] in _MARKS else ""
    either = token.strip("[]") if mark == "[" else token[len(mark) :]
    either = either.replace("_", " ")
    if mark == "~":
        return "".join(f"(?<! {word} )" for word in either.split("|"))
    if either.endswith("|>"):
        return f"(?:(?:{either.removesuffix('|>')}) |{_EDGES['>']})"
    return {"": f"(?:{either}) ", "[": f"(?:(?:{either}) ){{0,3}}", "!": f"(?!(?:{either}) )"}[mark]


def _keys(token: str) -> frozenset[str]:
    """The keys of a place; none if a word there begins with an expression or a sign, as what need not stand does."""
    found = {_key(word) for word in token.split("|")}
    return frozenset() if "" in found else frozenset(found)


def _key(word: str) -> str:
    """The first of the words that count as one, or its first letters if an expression follows; empty if too few."""
    first = word.split("_")[0]
    if first.isalnum():
        return first
    stem = _EXPRESSION.split(first)[0]
    stem = stem[:-1] if first[len(stem) :][:1] in {"?", "*"} else stem
    return stem[:PREFIX] + "*" if len(stem) >= PREFIX else ""


def _commonness(found: frozenset[str]) -> tuple[int, int, int]:
    """How often a place's keys will be met: small words are everywhere, beginnings of words are met often."""
    return sum(key in _EVERYWHERE for key in found), sum(key.endswith("*") for key in found), len(found)
