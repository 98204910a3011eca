"""A second reader of what the model fears: by words and spelling alone, where the model reads whole sentences.

The model learnt labelled first texts. In the middle of a talk people tell of grandsons, lenses and the harvest, and it
took one such text in a hundred for a crisis. This reader has seen such texts too; the odds of both count together.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.understanding import artefact
from bot.understanding.errors import ModelUnavailable
from bot.understanding.normalize import normalise, without_accents

BUCKETS = 1 << 15
LONGEST_WORD = 24
FILE = "second.npz"

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Second:
    """What it learnt: one weight for each bucket, and where it starts from."""

    weights: Floats
    """(BUCKETS,)"""
    bias: float
    made_of: str
    """Which texts and which code it was made from."""

    def odds(self, text: str) -> float:
        """The natural logarithm of the odds that a redacted text is of self-harm or an emergency."""
        places, weights = features(normalise(text))
        return float(weights @ self.weights[places]) + self.bias


def features(text: str) -> tuple[Places, Floats]:
    """Buckets (sorted, each once) of a normalised text's words, pairs, triples and word parts; weights, length 1."""
    places, counts = np.unique(np.array([*_buckets(text)], dtype=np.int64), return_counts=True)
    weights = (1.0 + np.log(counts)).astype(np.float32)
    return places, weights / np.float32(max(float(np.linalg.norm(weights)), 1e-6))


def _buckets(text: str) -> Iterator[int]:
    words = without_accents(text).split()
    row = ["^", *words, "$"]
    yield from map(_bucket, words)
    for size in (2, 3):
        yield from (_bucket(" ".join(row[at : at + size])) for at in range(len(row) - size + 1))
    yield from (_bucket(f"{first} _ {third}") for first, third in zip(row, row[2:], strict=False))
    for word in words:
        yield from _parts(word)


@lru_cache(maxsize=8192)
def _parts(word: str) -> tuple[int, ...]:
    padded = f" {word} "[:LONGEST_WORD]
    return tuple(_bucket(padded[at : at + size]) for size in (3, 4, 5) for at in range(len(padded) - size + 1))


def _bucket(feature: str) -> int:
    return zlib.crc32(feature.encode("utf-8")) % BUCKETS


def save(second: Second, folder: Path = artefact.FOLDER) -> None:
    """Writes it by rename, in half precision."""
    with (folder / f"{FILE}.new").open("wb") as out:
        np.savez_compressed(out, weights=second.weights.astype(np.float16), bias=second.bias, made_of=second.made_of)
    (folder / f"{FILE}.new").replace(folder / FILE)


@lru_cache(maxsize=1)
def load(folder: Path = artefact.FOLDER) -> Second:
    """The committed one. Raises ModelUnavailable."""
    try:
        with np.load(folder / FILE, allow_pickle=False) as held:
            return Second(held["weights"].astype(np.float32), float(held["bias"]), str(held["made_of"]))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, zlib.error) as error:
        raise ModelUnavailable(artefact.UNREADABLE.format(name=FILE, error=error)) from error
