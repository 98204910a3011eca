"""Ranks the 36 labels for one text. The same file serves in process and inside a Rasa server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.understanding import artefact, features
from bot.understanding.artefact import Artefact
from bot.understanding.encoder import Encoder
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


class Classifier:
    """The trained model, ready to serve; safe to share between threads and to inherit over a fork."""

    def __init__(self, trained: Artefact, encoder: Encoder) -> None:
        self.card = trained.card
        self._head = trained.head
        self._encoder = encoder
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._rank)

    @classmethod
    def load(cls, folder: Path = artefact.FOLDER) -> Classifier:
        """The committed model and its encoder, in about a second. Raises ModelUnavailable."""
        trained = artefact.load(folder)
        classifier = cls(trained, artefact.encoder_of(trained))
        classifier.rank("hello")  # now, before a fork and before a patient waits
        return classifier

    def rank(self, text: str) -> Ranking:
        """All labels for a text, in 2 to 3 ms; at once for one of the last 4096. Never raises. Digits stay out."""
        return self._remembered(normalise(text))

    def _rank(self, text: str) -> Ranking:
        if not _readable(text):
            return self._nothing()
        return self._ranking(text, self._encoder.vectors([text])[0])

    def rank_all(self, texts: Sequence[str]) -> list[Ranking]:
        """The rankings of many texts at once, which takes a fraction of the time."""
        normal = [normalise(text) for text in texts]
        vectors = self._encoder.vectors(normal)
        return [
            self._ranking(*pair) if _readable(pair[0]) else self._nothing()
            for pair in zip(normal, vectors, strict=True)
        ]

    def _ranking(self, text: str, vector: Floats) -> Ranking:
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


def _readable(text: str) -> bool:
    return any(char.isalpha() or char == "?" for char in text)


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
