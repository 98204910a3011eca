"""One plain form of a text for the rules: lower case, no accents, one spelling, clause marks as words of their own.

`plain("STOP!! I can’t  breathe")` is `" stop , i cant breathe "`. A comma stands for any break between clauses, `?`
for a question, and a space stands before and after every word. Leet, elongation, spaced letters and emoji are undone
only where a word of the rules comes out, so that other words keep their spelling.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from bot.keywords.spelling import EMOJI, KEYWORDS, LEET_WORDS, LOOKALIKES, PAIRS, SPELLED

HEAD, TAIL = 3000, 1000
"""Characters that are read of a text too long for any channel: from both ends."""
VALUE = 5
"""Digits from this many on are a ZIP code, a card, a number: no word, but a break between words."""

_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_EMOJI = re.compile("|".join(map(re.escape, EMOJI)))
_TITLE = re.compile(r"\b(mrs?|ms|dra?|sra?|srta|st|jr|lic)\.(?! *(?:stop|alto)\b)")
_APOSTROPHE = re.compile("['’‘`´ʼ′＇]")
_MARKS = re.compile("[\u0300-\u036f]")
_REDACTED = re.compile(r"\[[^\[\]\n]{1,30}\]")
_SPACED = re.compile(r"(?<![a-z0-9])(?:[a-z0-9$@][ .\-_*,/]{1,2}){2,14}[a-z0-9](?![a-z0-9])")
_TOKEN = re.compile(r"[a-z0-9$@*]+|[.,;:!()\"\n“”«»…—–¡]+|\?+|#")
_REPEATED = re.compile(r"(.)\1+")
_THRICE = re.compile(r"(.)\1{2,}")
_LEET = str.maketrans("013457$@", "oieastsa")


def plain(text: str) -> str:
    """The text as the rules read it, padded with one space on both sides; `"  "` if nothing readable is left."""
    if len(text) > HEAD + TAIL:
        text = f"{text[:HEAD]} {text[-TAIL:]}"
    text = _REDACTED.sub(" , ", text if text.isascii() else _ascii(text))
    text = _SPACED.sub(_joined, _TITLE.sub(r"\1 ", _APOSTROPHE.sub("", text.lower())))
    return f" {' '.join(_in_clauses(_in_pairs(_spelled(token) for token in _TOKEN.findall(text))))} "


def _ascii(text: str) -> str:
    """Accents, full-width and styled letters, look-alike letters of other scripts and invisible characters undone."""
    text = _EMOJI.sub(lambda found: EMOJI[found[0]], _APOSTROPHE.sub("'", _UNSEEN.sub("", text)))
    return _MARKS.sub("", unicodedata.normalize("NFKD", text)).translate(LOOKALIKES)


def _joined(found: re.Match[str]) -> str:
    """S T O P is stop; letters that spell nothing of ours stay apart."""
    letters = re.sub(r"[^a-z0-9$@]", "", found[0])
    word = letters.translate(_LEET)
    return word if word in KEYWORDS else found[0]


def _spelled(token: str) -> str:
    if token in SPELLED:
        return SPELLED[token]
    if token.isalpha():
        return _short(token) if _REPEATED.search(token) else token
    if not token[0].isalnum() and token[0] not in "$@*":
        return _mark(token)
    if token.isdecimal():
        return token if len(token) < VALUE else ","
    return _unleet(token.strip("*"))


def _mark(token: str) -> str:
    return "?" if token.startswith("?") else "number" if token == "#" else ","


def _unleet(token: str) -> str:
    """st0p, $top, k1ll: letters again, if that makes a word the rules know; else without the signs."""
    letters = token.translate(_LEET).replace("*", "")
    for shape in (letters, _REPEATED.sub(r"\1", letters)):
        if shape in LEET_WORDS:
            return SPELLED.get(shape, shape)
    return SPELLED.get(letters) or re.sub(r"[$@*]+", " ", token).strip() or ","


def _short(token: str) -> str:
    """stoooppp is stop; a word that the rules do not know keeps two of a letter at most."""
    single = _REPEATED.sub(r"\1", token)
    if single in KEYWORDS and token != "stoop":
        return SPELLED.get(single, single)
    two = _THRICE.sub(r"\1\1", token)
    one = _THRICE.sub(r"\1", token)
    return SPELLED.get(one, SPELLED.get(two, one if one in LEET_WORDS else two))


def _in_pairs(tokens: Iterable[str]) -> list[str]:
    """Words that are written apart or together mean the same: "do not" is dont, "i am" is im."""
    joined: list[str] = []
    for token in tokens:
        pair = PAIRS.get((joined[-1], token)) if joined else None
        if pair is None:
            joined.append(token)
        else:
            joined[-1] = pair
    return joined


def _in_clauses(tokens: list[str]) -> list[str]:
    """Breaks once, and none at either end."""
    kept = [token for n, token in enumerate(tokens) if token != "," or (n and tokens[n - 1] not in {",", "?"})]
    while kept and kept[-1] == ",":
        kept.pop()
    return kept
