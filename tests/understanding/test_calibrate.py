"""The learning itself, small: it learns, it repeats itself, and its limits follow what they are said to follow."""

from __future__ import annotations

import random

import numpy as np
import pytest

from bot.training import calibrate, noise
from bot.training.calibrate import Unseen, calibration_error
from bot.training.softmax import fit
from bot.understanding.labels import CRITICAL, LABELS


def test_fit_separates_what_can_be_separated_and_is_the_same_each_time() -> None:
    rng = np.random.RandomState(1)
    wanted = rng.randint(0, 3, 90)
    rows = (np.eye(3)[wanted] + 0.1 * rng.randn(90, 3)).astype(np.float32)
    weights, bias = fit(rows, wanted, 3, c=10.0, steps=80, rate=0.2)
    assert ((rows @ weights + bias).argmax(axis=1) == wanted).all()
    again, _ = fit(rows, wanted, 3, c=10.0, steps=80, rate=0.2)
    assert np.array_equal(weights, again)


def unseen(sharpness: float = 4.0) -> Unseen:
    """Ten texts a label and language, most of them right, from heads that are too sure of themselves."""
    rng = np.random.RandomState(5)
    labels = np.repeat(np.arange(len(LABELS)), 20)
    spanish = np.tile([0, 1], len(labels) // 2)
    logits = (sharpness * (np.eye(len(LABELS))[labels] * 2 + rng.randn(len(labels), len(LABELS)))).astype(np.float32)
    return Unseen(
        logits, (spanish * 8 - 4).astype(np.float32), rng.rand(len(labels)).astype(np.float32), labels, spanish
    )


def test_limits() -> None:
    picked = calibrate.pick(unseen(), lambda line: None)
    assert picked.temperature > 1
    assert picked.measured["language right"] == 1
    for label in CRITICAL:
        low, high = picked.limits.critical[label]
        assert calibrate.LOW[0] <= low <= calibrate.LOW[1] < high <= calibrate.HIGH[1]
    assert picked.limits.clarify["opt_in"] <= picked.limits.clarify["request_plan"] <= picked.limits.clarify["greet"]
    for label in CRITICAL:
        assert picked.measured[f"{label} believed"] <= picked.measured[f"{label} believed or suspected"]


def test_calibration_error() -> None:
    sure = np.array([[0.9, 0.1]] * 10, dtype=np.float32)
    assert calibration_error(sure, np.array([0] * 9 + [1])) == pytest.approx(0, abs=1e-6)
    assert calibration_error(sure, np.array([1] * 10)) == pytest.approx(0.9, abs=1e-6)


def test_noise_keeps_the_words_and_is_seeded() -> None:
    text = "¿cuánto debo, señor? ya pagué"
    assert noise.bare(text) == "cuanto debo senor ya pague"
    assert noise.bare("???") == "???"
    slips = [noise.mistyped(text, random.Random(seed)) for seed in range(20)]
    assert slips == [noise.mistyped(text, random.Random(seed)) for seed in range(20)]
    assert len(set(slips)) > 5
    assert all(len(slip.split()) == len(text.split()) for slip in slips)
    assert noise.mistyped("", random.Random(1)) == ""
