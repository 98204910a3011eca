"""How people really type: the other forms in which a training text is shown to the model."""

from __future__ import annotations

import random
import re

from bot.understanding.normalize import without_accents

NEIGHBOUR = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wqetryuoipsadghfjlkxzcvbmn", strict=True))


def bare(text: str) -> str:
    """Without accents, apostrophes and punctuation; the text itself when nothing else is in it."""
    return " ".join(re.sub(r"[^\w\s]", " ", without_accents(text).replace("'", "")).split()) or text


def mistyped(text: str, rng: random.Random) -> str:
    """One slip in about every fourth word: a letter lost, doubled, swapped or its neighbour on the keyboard."""
    words = text.split(" ")
    for place in rng.sample(range(len(words)), max(1, len(words) // 4)):
        words[place] = _slip(words[place], rng)
    return " ".join(words)


def _slip(word: str, rng: random.Random) -> str:
    if len(word) < 4:
        return word
    at = rng.randrange(1, len(word) - 1)
    before, letter, after = word[:at], word[at], word[at + 1 :]
    return rng.choice(
        [
            before + after,
            before + letter + letter + after,
            before + after[0] + letter + after[1:],
            before + NEIGHBOUR.get(letter, letter) + after,
        ]
    )
