"""Makes the second reader: logistic regression on words and spelling, from the texts of nlu_data.

`nlu_data/calm/*.txt` holds ordinary texts of the middle of talks, one a line, that no sensible person would worry
about; they have no label.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.training import corpus
from bot.training.corpus import Example
from bot.understanding import second
from bot.understanding.normalize import normalise
from bot.understanding.second import BUCKETS, Second, features
from bot.understanding.verdict import SAFETY

CALM = corpus.FOLDER / "calm"
ROUNDS, PACE = 8, 0.5
WEIGHT_OF_GRAVE, WEIGHT_OF_CALM = 2.0, 2.0
"""A grave text counts as two: there are few. So does one of the middle of a talk, where this reader is needed."""
CODE = ("understanding/second.py", "understanding/normalize.py", "training/second.py")
ROOM = Path(__file__).resolve().parent.parent


def read_calm(folder: Path = CALM) -> tuple[str, ...]:
    """The ordinary texts, each once."""
    lines = (line.strip() for file in sorted(folder.glob("*.txt")) for line in file.read_text("utf-8").splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def made_of(texts: Sequence[Example], calm: Sequence[str]) -> str:
    """Tells what it would be made from today: texts and code."""
    parts = [corpus.fingerprint(texts).encode(), "\n".join(calm).encode()]
    return hashlib.sha256(b"\0".join([*parts, *((ROOM / name).read_bytes() for name in CODE)])).hexdigest()[:16]


def train(texts: Sequence[Example], calm: Sequence[str]) -> Second:
    """The finished reader, the same each time."""
    grave = np.array([*(text.label in SAFETY for text in texts), *(False for _ in calm)])
    weight = np.where(grave, WEIGHT_OF_GRAVE, 1.0)
    weight[len(texts) :] = WEIGHT_OF_CALM
    rows = [features(normalise(text)) for text in (*(example.text for example in texts), *calm)]
    return _fitted(rows, grave, weight, made_of(texts, calm))


def _fitted(rows: Sequence[tuple[second.Places, second.Floats]], grave: np.ndarray, weight: np.ndarray,
            name: str) -> Second:  # fmt: skip
    """By AdaGrad, one text after the other."""
    order, learnt, slopes = np.random.default_rng(0), np.zeros(BUCKETS + 1), np.full(BUCKETS + 1, 1e-6)
    for _ in range(ROUNDS):
        for row in order.permutation(len(rows)):
            places, values = rows[row]
            chance = 1.0 / (1.0 + np.exp(-(learnt[places] @ values + learnt[BUCKETS])))
            wrong = (chance - grave[row]) * weight[row]
            slopes[places] += (wrong * values) ** 2
            slopes[BUCKETS] += wrong**2
            learnt[places] -= PACE * wrong * values / np.sqrt(slopes[places])
            learnt[BUCKETS] -= 0.1 * PACE * wrong / np.sqrt(slopes[BUCKETS])
    return Second(learnt[:BUCKETS].astype(np.float32), float(learnt[BUCKETS]), name)
