"""Makes the intent model: tunes the network, and picks temperature, scope score and limits on texts it has not seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.training import calibrate, corpus
from bot.training.corpus import Example
from bot.training.made_by import code_hash
from bot.training.tune import Lesson, Progress, Tuned, tune
from bot.understanding import artefact, encoder, features, normalize
from bot.understanding.artefact import Artefact, Card, Head, Network
from bot.understanding.encoder import Encoder, Floats, Pieces
from bot.understanding.labels import LABELS, LANGUAGES, OUT_OF_SCOPE
from bot.understanding.normalize import normalise

HASHED_WEIGHT = 0.6
"""How much of the hashed head's logits is added to the network's."""

Say = Callable[[str], None]


@dataclass(frozen=True)
class Reading:
    """What a network makes of some texts: logits of the labels and of Spanish, and the nearest centre's cosine."""

    logits: Floats
    spanish: Floats
    near: Floats


def train(
    texts: Sequence[Example], dev: Sequence[Example], pieces: Pieces, say: Say, progress: Progress = lambda _: None
) -> Artefact:
    """The finished model. It learns `texts`; everything that is picked is picked on `dev`, which it never learns."""
    lesson = lesson_of(texts)
    tuned = tune(lesson, pieces, progress)
    head, network = finish(tuned, lesson, pieces)
    unseen = lesson_of(dev)
    reading = read(head, network, pieces, unseen.texts)
    picked = calibrate.pick(
        calibrate.Unseen(reading.logits, reading.spanish, reading.near, unseen.labels, unseen.spanish), say
    )
    return Artefact(_card((*texts, *dev), pieces, picked), head, network)


def lesson_of(examples: Sequence[Example]) -> Lesson:
    """Texts as they are learnt."""
    return Lesson(
        [normalise(example.text) for example in examples],
        np.array([LABELS.index(example.label) for example in examples], dtype=np.int64),
        np.array([LANGUAGES.index(e.lang) if e.lang in LANGUAGES else -1 for e in examples], dtype=np.int64),
    )


def finish(tuned: Tuned, lesson: Lesson, pieces: Pieces) -> tuple[Head, Network]:
    """Head and network in the precision in which they are shipped; whatever is measured is measured of these."""
    share = np.float32(HASHED_WEIGHT)
    network = Network(tuned.weights, tuned.tuned, tuned.steps)
    bias = tuned.bias + share * tuned.hashed_bias
    vectors = Encoder(pieces, tuned.weights, tuned.tuned, tuned.steps).vectors(lesson.texts)
    return artefact.rounded(Head(tuned.dense, share * tuned.hashed, bias, _centres(vectors, lesson)), network)


def read(head: Head, network: Network, pieces: Pieces, texts: Sequence[str]) -> Reading:
    """What the network and its heads make of normalised texts."""
    vectors = Encoder(pieces, network.weights, network.tuned, network.steps).vectors(texts)
    logits = vectors @ head.dense + head.bias
    for row, (places, weights) in enumerate(map(features.buckets, texts)):
        logits[row] += weights @ head.hashed[places]
    return Reading(logits[:, :-1], logits[:, -1], (vectors @ head.centres).max(axis=1))


def _centres(vectors: Floats, lesson: Lesson) -> Floats:
    chosen = [
        (lesson.labels == label) & (lesson.spanish == spanish)
        for label in range(len(LABELS))
        for spanish in range(len(LANGUAGES))
        if LABELS[label] != OUT_OF_SCOPE
    ]
    rows = np.stack([vectors[rows].mean(axis=0) for rows in chosen if rows.any()])
    return np.asarray((rows / np.linalg.norm(rows, axis=1, keepdims=True)).T, dtype=np.float32)


def _card(examples: Sequence[Example], pieces: Pieces, picked: calibrate.Picked) -> Card:
    return Card(
        normaliser=normalize.VERSION,
        features=features.VERSION,
        encoder=encoder.PACKAGE,
        encoder_version=pieces.version,
        labels=LABELS,
        data_hash=corpus.fingerprint(examples),
        code_hash=code_hash(),
        temperature=picked.temperature,
        lang_temperature=picked.lang_temperature,
        scope=picked.scope,
        limits=picked.limits,
        measured=picked.measured,
    )
