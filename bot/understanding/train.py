"""Trains the intent model: seeded, in NumPy alone, a few minutes on one core, with the same result on the same machine.

Two linear heads, one on sentence vectors and one on hashed spelling, are trained apart and their logits added: apart,
neither drowns the other. Temperature, scope and limits are picked on texts that the heads in question did not see.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.understanding import artefact, calibrate, corpus, features, normalize
from bot.understanding.artefact import Artefact, Card, Floats, Head
from bot.understanding.classifier import Encoder, centred
from bot.understanding.corpus import Example
from bot.understanding.labels import LABELS, LANGUAGES, OUT_OF_SCOPE
from bot.understanding.noise import bare, mistyped
from bot.understanding.normalize import normalise
from bot.understanding.softmax import fit

SEED = 20261123
FOLDS = 5
HASHED_WEIGHT = 0.7
DENSE_C = 5.0
HASHED_C = 20.0
LANGUAGE_C = 5.0

Places = npt.NDArray[np.int64]
Say = Callable[[str], None]


@dataclass(frozen=True)
class Material:
    """The texts as numbers, row for row: as typed, bare, and mistyped; only the first are ever judged."""

    vectors: tuple[Floats, ...]
    hashed: tuple[Floats, ...]
    labels: Places
    spanish: Places

    def rows(self, chosen: Places) -> Material:
        """The same for some of the rows."""
        vectors = tuple(version[chosen] for version in self.vectors)
        hashed = tuple(version[chosen] for version in self.hashed)
        return Material(vectors, hashed, self.labels[chosen], self.spanish[chosen])


def train(examples: Sequence[Example], encoder: Encoder, say: Say) -> Artefact:
    """The finished model of these texts. `say` is told, line by line, what was measured out of fold."""
    material = prepare(examples, encoder)
    unseen = _out_of_fold(material, say)
    say("training on everything")
    return Artefact(_card(corpus.fingerprint(examples), encoder, unseen, say), _head(material))


def prepare(examples: Sequence[Example], encoder: Encoder) -> Material:
    """Texts to numbers."""
    rng = random.Random(SEED)
    typed = [normalise(example.text) for example in examples]
    versions = (typed, [bare(text) for text in typed], [mistyped(text, rng) for text in typed])
    return Material(
        tuple(encoder.vectors(texts) for texts in versions),
        tuple(spread(texts) for texts in (versions[0], versions[2])),
        np.array([LABELS.index(example.label) for example in examples], dtype=np.int64),
        np.array([LANGUAGES.index(example.lang) for example in examples], dtype=np.int64),
    )


def spread(texts: Sequence[str]) -> Floats:
    """(n, features.BUCKETS): the hashed features as full rows."""
    rows = np.zeros((len(texts), features.BUCKETS), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        places, weights = features.buckets(text)
        row[places] = weights
    return rows


def _out_of_fold(material: Material, say: Say) -> calibrate.Unseen:
    """What heads that did not see a text make of it, for every text."""
    fold = np.random.RandomState(SEED).permutation(len(material.labels)) % FOLDS
    logits = np.zeros((len(fold), len(LABELS) + 1), dtype=np.float32)
    near = np.zeros(len(fold), dtype=np.float32)
    for number in range(FOLDS):
        unseen = np.flatnonzero(fold == number)
        head = _head(material.rows(np.flatnonzero(fold != number)))
        vectors = centred(material.vectors[0][unseen], head.mean)
        logits[unseen] = vectors @ head.dense + material.hashed[0][unseen] @ head.hashed + head.bias
        near[unseen] = (vectors @ head.centres).max(axis=1)
        right = (logits[unseen, :-1].argmax(axis=1) == material.labels[unseen]).mean()
        say(f"fold {number + 1} of {FOLDS}: {right:.3f} right")
    return calibrate.Unseen(logits[:, :-1], logits[:, -1], near, material.labels, material.spanish)


def _head(material: Material) -> Head:
    mean = material.vectors[0].mean(axis=0)
    vectors = [centred(version, mean) for version in material.vectors]
    dense, bias = _both(vectors, material, DENSE_C, 300, 0.1)
    hashed, hashed_bias = _both(material.hashed, material, HASHED_C, 120, 0.3)
    scale = np.float32(HASHED_WEIGHT)
    return Head(mean, dense, scale * hashed, bias + scale * hashed_bias, _centres(vectors[0], material))


def _both(versions: Sequence[Floats], material: Material, c: float, steps: int, rate: float) -> tuple[Floats, Floats]:
    """Weights for the labels and, as the last column, for Spanish against English."""
    rows, times = np.concatenate(versions), len(versions)
    weights, bias = fit(rows, np.tile(material.labels, times), len(LABELS), c, steps, rate)
    pair, pair_bias = fit(rows, np.tile(material.spanish, times), len(LANGUAGES), LANGUAGE_C, steps // 2, rate)
    last, last_bias = pair[:, 1:] - pair[:, :1], pair_bias[1:] - pair_bias[:1]
    return np.concatenate([weights, last], axis=1), np.concatenate([bias, last_bias])


def _centres(vectors: Floats, material: Material) -> Floats:
    means = [
        vectors[(material.labels == label) & (material.spanish == spanish)].mean(axis=0)
        for label in range(len(LABELS))
        for spanish in range(len(LANGUAGES))
        if LABELS[label] != OUT_OF_SCOPE
    ]
    rows = np.stack(means)
    return np.asarray((rows / np.linalg.norm(rows, axis=1, keepdims=True)).T, dtype=np.float32)


def _card(data_hash: str, encoder: Encoder, unseen: calibrate.Unseen, say: Say) -> Card:
    picked = calibrate.pick(unseen, say)
    return Card(
        normaliser=normalize.VERSION,
        features=features.VERSION,
        encoder=artefact.ENCODER,
        encoder_version=encoder.version,
        labels=LABELS,
        data_hash=data_hash,
        temperature=picked.temperature,
        lang_temperature=picked.lang_temperature,
        scope=picked.scope,
        limits=picked.limits,
        measured=picked.measured,
    )
