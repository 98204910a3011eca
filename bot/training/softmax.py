"""Multinomial logistic regression in NumPy."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from bot.understanding.classifier import softmax

Floats = npt.NDArray[np.float32]


def fit(
    rows: Floats, wanted: npt.NDArray[np.int64], classes: int, c: float, steps: int, rate: float
) -> tuple[Floats, Floats]:
    """Weights (features, classes) and bias (classes,) that minimise mean log loss plus |weights|^2 / (2 c n).

    Full-batch Adam with a cosine schedule, from zero: no chance in it, so the same rows give the same weights.
    """
    weights = np.zeros((rows.shape[1] + 1, classes), dtype=np.float32)
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    slopes = np.empty_like(weights)
    target = np.eye(classes, dtype=np.float32)[wanted]
    for step in range(1, steps + 1):
        error = (softmax(rows @ weights[:-1] + weights[-1]) - target) / np.float32(len(rows))
        slopes[:-1] = rows.T @ error + weights[:-1] / np.float32(c * len(rows))
        slopes[-1] = error.sum(axis=0)
        first = 0.9 * first + 0.1 * slopes
        second = 0.99 * second + 0.01 * slopes * slopes
        length = rate * 0.5 * (1 + np.cos(np.pi * step / steps)) / (1 - 0.9**step)
        weights -= np.float32(length) * first / (np.sqrt(second / np.float32(1 - 0.99**step)) + np.float32(1e-8))
    return weights[:-1], weights[-1]
