"""Picks temperature, scope score and limits from what heads made of texts they had not seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.training.softmax import fit
from bot.understanding.artefact import Limits, Scope
from bot.understanding.classifier import scope_signals, softmax
from bot.understanding.labels import CRITICAL, LABELS, OUT_OF_SCOPE

KEPT_IN_SCOPE = (1.0, 0.995, 0.99, 0.985, 0.98, 0.97, 0.96, 0.95)
"""Which share of the texts that are our business may stay above the scope limit: the one with most texts right."""
WRONG_COSTS = 3.0
"""What a wrong answer costs, where a needless question costs one, and a question that does not help costs two."""
MORE_AT_STAKE = {
    **dict.fromkeys(("request_plan", "change_plan", "promise_to_pay", "get_pay_link"), 5.0),  # money would move
    "opt_in": 8.0,  # consent would be taken for given
}
ASKED_FROM = tuple(round(0.25 + 0.05 * n, 2) for n in range(16))
"""Shares of the first label's chance. Below a quarter the first is right four times in five, and a question costs as
much as it saves, also where money would move."""
CLAUSE = 0.6
BELIEVED_PRECISION = 0.97
MISS_COSTS = 100
"""A missed critical text against one needless suspicion, which is a question, a pause of reminders, or a helpline."""
LOW = (0.005, 0.015)
"""At these costs a calibrated chance of one in a hundred is worth a suspicion; some hundred texts a label, of which
hardly one is missed, can move that only a little."""
HIGH = (0.9, 0.97)

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]
Say = Callable[[str], None]


@dataclass(frozen=True)
class Unseen:
    """Logits of texts that a model did not learn, their nearness to the nearest centre, and the truth."""

    logits: Floats
    spanish_logit: Floats
    near: Floats
    labels: Places
    spanish: Places


@dataclass(frozen=True)
class Picked:
    """What calibration settled, and what was measured on the way."""

    temperature: float
    lang_temperature: float
    scope: Scope
    limits: Limits
    measured: dict[str, float]


def pick(unseen: Unseen, say: Say) -> Picked:
    """Temperature, scope score and limits."""
    temperature = _temperature(unseen.logits, unseen.labels)
    two_ways = np.stack([np.zeros_like(unseen.spanish_logit), unseen.spanish_logit], axis=1)
    known = unseen.spanish >= 0
    lang_temperature = _temperature(two_ways[known], unseen.spanish[known])
    chances = softmax(unseen.logits / np.float32(temperature))
    scope, scores = _scope(chances, unseen)
    limits = Limits(
        scope=_scope_limit(chances, scores, unseen.labels),
        clarify=_clarify(chances, unseen.labels),
        clause=CLAUSE,
        critical={LABELS[n]: _critical(chances[:, n], unseen.labels == n) for n in map(LABELS.index, CRITICAL)},
    )
    measured = _measured(unseen, chances, scores, limits)
    for name, value in measured.items():
        say(f"{name}: {value:.3f}")
    return Picked(temperature, lang_temperature, scope, limits, measured)


def calibration_error(chances: Floats, labels: Places, bins: int = 15) -> float:
    """Expected calibration error of the top label, 0 to 1, over bins of equal width."""
    top, right = chances.max(axis=1), chances.argmax(axis=1) == labels
    place = np.minimum((top * bins).astype(int), bins - 1)
    gap = np.bincount(place, weights=right.astype(np.float64) - top, minlength=bins)
    return float(np.abs(gap).sum() / len(top))


def _temperature(logits: Floats, labels: Places) -> float:
    rows = np.arange(len(labels))

    def loss(temperature: float) -> float:
        chances = softmax(logits / np.float32(temperature))[rows, labels]
        return float(-np.log(np.maximum(chances, 1e-9)).mean())

    tried = np.geomspace(0.2, 5.0, 200)
    return round(float(tried[np.argmin([loss(float(temperature)) for temperature in tried])]), 4)


def _scope(chances: Floats, unseen: Unseen) -> tuple[Scope, npt.NDArray[np.float64]]:
    """A logistic regression on four signals, in which both sides weigh the same."""
    signals = scope_signals(chances, unseen.near)
    inside = (unseen.labels != LABELS.index(OUT_OF_SCOPE)).astype(np.int64)
    centre, spread = signals.mean(axis=0), signals.std(axis=0)
    scaled = ((signals - centre) / spread).astype(np.float32)
    repeat = np.where(inside == 1, 1, max(1, round(inside.sum() / (1 - inside).sum())))
    weights, bias = fit(np.repeat(scaled, repeat, axis=0), np.repeat(inside, repeat), 2, 1.0, 400, 0.1)
    slope = (weights[:, 1] - weights[:, 0]) / spread
    offset = float(bias[1] - bias[0] - slope @ centre)
    first, second, third, fourth = (float(w) for w in slope)
    return Scope((first, second, third, fourth), offset), 1 / (1 + np.exp(-(signals @ slope + offset)))


def _scope_limit(chances: Floats, scores: npt.NDArray[np.float64], labels: Places) -> float:
    """Below this score a text is called out of scope, which makes most texts right; no critical label is hidden."""
    top, nowhere = chances.argmax(axis=1), LABELS.index(OUT_OF_SCOPE)
    shielded = np.isin(top, [LABELS.index(label) for label in CRITICAL])
    tried = [float(np.quantile(scores[labels != nowhere], 1 - kept)) for kept in KEPT_IN_SCOPE]
    right = [(np.where((scores < limit) & ~shielded, nowhere, top) == labels).mean() for limit in tried]
    return _rounded(tried[int(np.argmax(right))])


def _clarify(chances: Floats, labels: Places) -> dict[str, float]:
    """For each label the share from which a question costs least; labels with like stakes are looked at together."""
    order = np.argsort(-chances, axis=1)[:, :2]
    rows = np.arange(len(labels))
    top, second = order[:, 0], order[:, 1]
    share = chances[rows, second] / chances[rows, top]
    stakes = np.array([MORE_AT_STAKE.get(label, WRONG_COSTS) for label in LABELS])
    asked_cost = np.where((top == labels) | (second == labels), 1.0, 2.0)
    found = {}
    for stake in np.unique(stakes):
        own = stakes[top] == stake
        wrong_cost = np.where(top == labels, 0.0, stake)
        costs = [np.where(share >= limit, asked_cost, wrong_cost)[own].sum() for limit in ASKED_FROM]
        found[float(stake)] = ASKED_FROM[int(np.argmin(costs))]
    return {label: found[float(stake)] for label, stake in zip(LABELS, stakes, strict=True)}


def _critical(chances: Floats, truth: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """Suspected from where misses and needless suspicions cost least, believed from where nearly none is false."""
    order = np.argsort(-chances, kind="stable")
    found = np.cumsum(truth[order])
    asked = np.arange(1, len(order) + 1)
    low = float(chances[order[np.argmin(MISS_COSTS * (truth.sum() - found) + asked - found)]])
    precision = found / asked
    enough = np.flatnonzero(precision >= BELIEVED_PRECISION)
    high = float(chances[order[enough[-1]]]) if len(enough) else HIGH[1]
    return _rounded(np.clip(low, *LOW)), _rounded(np.clip(high, *HIGH))


def _measured(unseen: Unseen, chances: Floats, scores: npt.NDArray[np.float64], limits: Limits) -> dict[str, float]:
    right = chances.argmax(axis=1) == unseen.labels
    outside = unseen.labels == LABELS.index(OUT_OF_SCOPE)
    told = {
        **{
            f"right, {name}": right[unseen.spanish == lang].mean()
            for name, lang in (("English", 0), ("Spanish", 1), ("mixed", -1))
            if (unseen.spanish == lang).any()
        },
        "right among the top two": (np.argsort(-chances, axis=1)[:, :2] == unseen.labels[:, None]).any(axis=1).mean(),
        "calibration error": calibration_error(chances, unseen.labels),
        "out of scope found": (scores[outside] < limits.scope).mean(),
        "out of scope found by label or score": (
            (scores[outside] < limits.scope) | (chances[outside].argmax(axis=1) == LABELS.index(OUT_OF_SCOPE))
        ).mean(),
        "asked back": _asked(chances, limits).mean(),
        "language right": ((unseen.spanish_logit > 0) == (unseen.spanish == 1))[unseen.spanish >= 0].mean(),
    }
    for label in CRITICAL:
        low, high = limits.critical[label]
        truth, chance = unseen.labels == LABELS.index(label), chances[:, LABELS.index(label)]
        told[f"{label} believed"] = (chance[truth] >= high).mean()
        told[f"{label} believed or suspected"] = (chance[truth] >= low).mean()
        told[f"others believed {label}"] = (chance[~truth] >= high).mean()
        told[f"others suspected {label}"] = (chance[~truth] >= low).mean()
    return {name: round(float(value), 4) for name, value in told.items()}


def _asked(chances: Floats, limits: Limits) -> npt.NDArray[np.bool_]:
    order = np.argsort(-chances, axis=1)[:, :2]
    first, second = np.take_along_axis(chances, order, axis=1).T
    return np.asarray(second >= np.array([limits.clarify[LABELS[n]] for n in order[:, 0]]) * first)


def _rounded(value: float | np.floating[npt.NBitBase]) -> float:
    return round(float(value), 4)
