"""Hashed word and letter features of a normalised text: what sentence vectors miss, such as spelling."""

from __future__ import annotations

import zlib
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from bot.understanding.normalize import without_accents

VERSION = "1"
BUCKETS = 1 << 13

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]


def buckets(text: str) -> tuple[Places, Floats]:
    """Bucket numbers (sorted, each once) and their weights, of length 1; empty arrays for an empty text."""
    tokens = without_accents(text).split()
    pairs = [_bucket(f"{a} {b}") for a, b in zip(["^", *tokens], [*tokens, "$"], strict=True)]
    found = [*pairs, *(n for token in tokens for n in _word(token))]
    places, counts = np.unique(np.array(found, dtype=np.int64), return_counts=True)
    weights = (1.0 + np.log(counts)).astype(np.float32)
    return places, weights / np.float32(max(float(np.linalg.norm(weights)), 1e-6))


@lru_cache(maxsize=8192)
def _word(token: str) -> tuple[int, ...]:
    padded = f" {token} "[:40]
    parts = [padded[i : i + n] for n in (2, 3, 4) for i in range(len(padded) - n + 1)]
    return tuple(_bucket(part) for part in [token, *parts])


def _bucket(feature: str) -> int:
    return zlib.crc32(feature.encode("utf-8")) % BUCKETS
