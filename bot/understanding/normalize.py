"""One form of a text for training and serving. Whatever changes here needs a new VERSION and a new training run."""

from __future__ import annotations

import re
import unicodedata

VERSION = "4"
LONGEST = 600
"""Characters that are read; four text messages. A longer text is read from both ends."""

EMOJI = {
    "👍": "ok yes",
    "👌": "ok",
    "✅": "yes",
    "👎": "no",
    "🙏": "thank you please",
    "👋": "hello",
    "🛑": "stop",
    "🚫": "stop",
    "😂": "haha",
    "🤣": "haha",
    "😡": "angry",
    "🤬": "angry",
    "😠": "angry",
    "🖕": "fuck you",
    "🤡": "clown",
    "😭": "crying",
    "😢": "sad",
    "❤": "love",
    "🚑": "ambulance",
    "🆘": "emergency help",
    "🎉": "party",
    "🎂": "birthday",
}
_EMOJI = re.compile("|".join(map(re.escape, EMOJI)))
_UNSEEN = re.compile("[\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "´": "'", "`": "'", "“": '"', "”": '"', "…": "...", "–": "-", "—": "-"})
NAME = "[name]"
"""How a name on file is written in a text that the model reads."""
STOCK_NAME = "alex"
"""What stands for it: a name like those in the training texts, since who it is makes no difference to what is meant."""
_ADDRESS = re.compile(
    r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\bhttps?://\S+|\bwww\.\S+|\b(?:[\w-]+\.){1,4}(?:com|org|net|gov|edu|us|io)\b(?:/\S*)?",
    re.IGNORECASE,
)
_REDACTED = re.compile(r"\[[^\[\]\n]{1,30}\]")
_DIALLED = re.compile(r"(?<!\d)(?<!\d[-.])9-?1-?1(?!\d|[-.]\d)")
_LETTER_DIGIT = re.compile(r"(?<=[^\W\d_])\d(?!\d)|(?<!\d)\d(?=[^\W\d_])")
_NUMBER = re.compile(r"[$#]?\s?\d(?:[\d.,/:\-]*\d)?%?")
_REPEATED = re.compile(r"(\D)\1{2,}")
_GO_ON = re.compile(
    r"\b(?:do not|don'?t|never) (?:ever )?(?:stop|quit)\b(?! (?:by|in|at|over)\b)"
    r"|\bno (?:me |nos )?(?:dejen?|dejes|paren?|pares)(?= (?:de (?:escrib|mand|envi|text|mensaj|avis|record)"
    r"|(?:los|las|mis) (?:mensaj|text|aviso|record))|[,.]|$)"
)
"""Two negations are one wish: "dont stop texting me" is "keep texting me", which a model of words cannot tell alone."""
_SPACE = re.compile(r"\s+")
_KEPT = {str(n): chr(0xE000 + n) for n in range(10)}


def normalise(text: str) -> str:
    """Lower case NFC on one line, emoji as words, every number as `0`, no `[redacted]` part. Never raises.

    A name on file is read as "alex", an e-mail or web address as "email" or "link".

    "dont stop" is "keep", and "no dejen de escribirme" is "sigan de escribirme".

    A lone digit inside a word ("2x", "st0p") stays, since it is spelling; 911 becomes "emergency number". Empty when
    nothing readable is left.
    """
    text = _SURROGATE.sub(" ", text)
    if len(text) > LONGEST:
        text = f"{text[: LONGEST // 2]} {text[-LONGEST // 2 :]}"
    text = unicodedata.normalize("NFC", text).translate(_QUOTES)
    text = _EMOJI.sub(lambda found: f" {EMOJI[found[0]]} ", _UNSEEN.sub("", text)).lower()
    text = "".join(char if _readable(char) else " " for char in text)
    text = _GO_ON.sub(lambda found: "sigan" if found[0].startswith("no ") else "keep", text)
    text = _ADDRESS.sub(lambda found: " email " if "@" in found[0] else " link ", text.replace(NAME, STOCK_NAME))
    text = _REPEATED.sub(r"\1\1", _mask(_REDACTED.sub(" ", text)))
    return _SPACE.sub(" ", text).strip()


def _mask(text: str) -> str:
    """Numbers out; a lone digit that is a letter of a word is carried around the masking as a private character."""
    text = _DIALLED.sub(" emergency number ", text)
    text = _LETTER_DIGIT.sub(lambda found: _KEPT.get(found[0], "0"), text)
    text = _NUMBER.sub(" 0 ", text)
    return "".join(str(ord(char) - 0xE000) if "\ue000" <= char <= "\ue009" else char for char in text)


def _readable(char: str) -> bool:
    """Letters, decimal digits, space and ASCII punctuation; the model learnt nothing about other signs."""
    return char.isalpha() or char.isdecimal() or (" " <= char <= "~") or char in "¿¡"


def without_accents(text: str) -> str:
    """The text as typed by somebody whose keyboard has no accents; ñ becomes n."""
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
