"""Tunes the sentence encoder and its two heads to patients' texts: seeded, in JAX, some minutes on two cores.

Frozen sentence vectors have some three in five texts of unknown personas right; with all weights after the table free
to move, the same network gets nearly two fifths of the rest. Three things keep it from learning its texts by heart: a
pull back to the weights it came with, word pieces and numbers of the vector left out at random, and another spelling
of each text in every round.

The head on hashed spelling learns beside it with a loss of its own, so that neither leans on the other.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt
import optax

from bot.training.noise import bare, mistyped
from bot.understanding import features
from bot.understanding.encoder import WIDTH, Pieces, forward, side_by_side
from bot.understanding.labels import LABELS

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]
Progress = Callable[[float], None]
"""Is told the share that is done, 0 to 1."""

SHARPNESS = 16.0
"""Sentence vectors have length 1; times this their numbers are near 1, as a head's first steps want them."""
LENGTHS = (12, 20, 32, 48, 80, 160, 400)
"""Texts are filled up to one of these, since each length is compiled once."""
HASHES = 800
SPELLINGS = ("typed", "bare", "mistyped")


@dataclass(frozen=True)
class Plan:
    """How to tune. The figures were chosen by cross-validation over personas; see docs/understanding.md."""

    rounds: int = 8
    batch: int = 64
    encoder_rate: float = 5e-4
    step_rate: float = 1e-3
    head_rate: float = 5e-3
    hashed_rate: float = 2e-2
    pull: float = 1e-4
    hashed_pull: float = 2e-6
    pieces_left_out: float = 0.08
    numbers_left_out: float = 0.2
    smoothing: float = 0.05
    spellings: tuple[float, float, float] = (0.45, 0.25, 0.3)
    seen: int = 3
    """A word piece gets a step of its own from this many texts on."""
    seed: int = 20261125


@dataclass(frozen=True)
class Tuned:
    """The network's weights, the steps of its word pieces, and both heads."""

    weights: dict[str, Floats]
    tuned: Places
    """Which word pieces have a step, sorted."""
    steps: Floats
    """(len(tuned) + 1, 512); the first is zero."""
    dense: Floats
    """(512, labels + 1), for vectors of length 1; the last column is Spanish against English."""
    hashed: Floats
    """(features.BUCKETS, labels + 1)"""
    bias: Floats
    hashed_bias: Floats


@dataclass(frozen=True)
class Lesson:
    """What is learnt: normalised texts, the number of each one's label, and its language: 0, 1, or -1 where mixed."""

    texts: Sequence[str]
    labels: Places
    spanish: Places
    kinds: int = len(LABELS)
    """How many labels there are; another count only for public test sets."""


def tune(lesson: Lesson, pieces: Pieces, progress: Progress, plan: Plan | None = None) -> Tuned:
    """The tuned network."""
    plan = plan or Plan()
    counted = Counter(piece for text in lesson.texts for piece in set(pieces.ids(text)))
    tuned = np.array(sorted(piece for piece, count in counted.items() if count >= plan.seen), dtype=np.int64)
    step_of = np.zeros(len(pieces), dtype=np.int64)
    step_of[tuned] = np.arange(1, len(tuned) + 1)
    state = _start(pieces, len(tuned), lesson.kinds + 1)
    optimizer = _optimizer(plan, len(lesson.texts))
    moments = optimizer.init(state)
    learn = _learner(optimizer, state["weights"], plan)
    chance = np.random.RandomState(plan.seed)
    steps, done = plan.rounds * -(-len(lesson.texts) // plan.batch), 0
    for number in range(plan.rounds):
        for batch in _batches(lesson, pieces, step_of, plan, number, chance):
            state, moments, _ = learn(state, moments, batch)
            done += 1
            progress(done / steps)
    found = jax.tree.map(lambda leaf: np.asarray(leaf, dtype=np.float32), state)
    return Tuned(
        found["weights"],
        tuned,
        found["steps"],
        found["dense"] * np.float32(SHARPNESS),
        found["hashed"],
        found["bias"],
        found["hashed_bias"],
    )


def _start(pieces: Pieces, steps: int, columns: int) -> dict[str, Any]:
    return {
        "weights": {name: jnp.asarray(value) for name, value in pieces.untuned.items()},
        "steps": jnp.zeros((steps + 1, WIDTH)),
        "dense": jnp.zeros((WIDTH, columns)),
        "hashed": jnp.zeros((features.BUCKETS, columns)),
        "bias": jnp.zeros(columns),
        "hashed_bias": jnp.zeros(columns),
    }


def _optimizer(plan: Plan, texts: int) -> Any:
    steps = plan.rounds * -(-texts // plan.batch)
    shape = optax.warmup_cosine_decay_schedule(0.0, 1.0, steps // 20, steps, 0.02)
    rates = {
        "weights": plan.encoder_rate,
        "steps": plan.step_rate,
        "dense": plan.head_rate,
        "bias": plan.head_rate,
        "hashed": plan.hashed_rate,
        "hashed_bias": plan.hashed_rate,
    }
    adams = {name: optax.adam(lambda step, rate=rate: rate * shape(step), b2=0.99) for name, rate in rates.items()}
    return optax.multi_transform(adams, lambda state: {name: name for name in state})


def _learner(optimizer: Any, began_with: Any, plan: Plan) -> Any:
    def loss(state: Any, batch: Any) -> Any:
        pieces = batch["pieces"] + state["steps"][batch["steps"]] * batch["kept"][:, :, None]
        vectors = forward(state["weights"], pieces, batch["there"], jnp) * SHARPNESS
        dense = (vectors * batch["numbers"]) @ state["dense"] + state["bias"]
        hashed = (state["hashed"][batch["places"]] * batch["hash_weights"][:, :, None]).sum(axis=1)
        moved = jax.tree.map(lambda now, then: ((now - then) ** 2).sum(), state["weights"], began_with)
        far = sum(jax.tree.leaves(moved)) + (state["steps"] ** 2).sum() + (state["dense"] ** 2).sum() / 10
        pulled = plan.pull * far
        pulled += plan.hashed_pull * (state["hashed"] ** 2).sum()
        return _lost(dense, batch, plan) + _lost(hashed + state["hashed_bias"], batch, plan) + pulled

    @jax.jit
    def learn(state: Any, moments: Any, batch: Any) -> Any:
        lost, slopes = jax.value_and_grad(loss)(state, batch)
        updates, moments = optimizer.update(slopes, moments, state)
        return optax.apply_updates(state, updates), moments, lost

    return learn


def _lost(logits: Any, batch: Any, plan: Plan) -> Any:
    """Mean loss of the labels, plus that of the language where a text has one."""
    kinds = logits.shape[1] - 1
    wanted = jax.nn.one_hot(batch["labels"], kinds) * (1 - plan.smoothing) + plan.smoothing / kinds
    by_label = -(wanted * jax.nn.log_softmax(logits[:, :-1])).sum(axis=1)
    by_language = optax.sigmoid_binary_cross_entropy(logits[:, -1], batch["spanish"]) * batch["one_language"]
    return ((by_label + 0.3 * by_language) * batch["counts"]).sum() / batch["counts"].sum()


def _batches(
    lesson: Lesson, pieces: Pieces, step_of: Places, plan: Plan, number: int, chance: np.random.RandomState
) -> Iterator[dict[str, npt.NDArray[Any]]]:
    """Each text once, in a spelling drawn anew; texts of like length together, which halves the time."""
    rng = random.Random(plan.seed + number)
    how = chance.choice(len(SPELLINGS), len(lesson.texts), p=plan.spellings)
    spelled = [_spelled(text, SPELLINGS[k], rng) for text, k in zip(lesson.texts, how, strict=True)]
    ids = [pieces.ids(text) for text in spelled]
    order = chance.permutation(len(ids))
    groups = []
    for start in range(0, len(order), 20 * plan.batch):
        near = sorted(order[start : start + 20 * plan.batch], key=lambda n: len(ids[n]))
        groups += [near[k : k + plan.batch] for k in range(0, len(near), plan.batch)]
    rng.shuffle(groups)
    for group in groups:
        filled = [*group, *[group[0]] * (plan.batch - len(group))]
        longest = max(len(ids[n]) for n in filled)
        numbers, there = side_by_side([ids[n] for n in filled], next(n for n in LENGTHS if n >= longest))
        kept = (chance.rand(*numbers.shape) > plan.pieces_left_out).astype(np.float32)
        places, hash_weights = _hashes([spelled[n] for n in filled])
        yield {
            "pieces": pieces.rows(numbers) * kept[:, :, None],
            "steps": step_of[numbers],
            "kept": kept,
            "there": there,
            "numbers": (chance.rand(plan.batch, WIDTH) > plan.numbers_left_out) / np.float32(1 - plan.numbers_left_out),
            "places": places,
            "hash_weights": hash_weights,
            "labels": lesson.labels[filled],
            "spanish": np.maximum(lesson.spanish[filled], 0).astype(np.float32),
            "one_language": (lesson.spanish[filled] >= 0).astype(np.float32),
            "counts": (np.arange(plan.batch) < len(group)).astype(np.float32),
        }


def _spelled(text: str, how: str, rng: random.Random) -> str:
    if how == "typed":
        return text
    return bare(text) if how == "bare" else mistyped(text, rng)


def _hashes(texts: Sequence[str]) -> tuple[Places, Floats]:
    """The hashed features of several texts side by side, a longer text's last ones left out."""
    found = [features.buckets(text) for text in texts]
    wide = next((n for n in (100, 200, 400) if n >= max(len(places) for places, _ in found)), HASHES)
    places, weights = np.zeros((len(texts), wide), dtype=np.int64), np.zeros((len(texts), wide), dtype=np.float32)
    for row, (place, weight) in enumerate(found):
        places[row, : len(place)], weights[row, : len(place)] = place[:wide], weight[:wide]
    return places, weights
