"""Made up, for the test of the runner: what its tests notice, and what they do not."""

from __future__ import annotations

LEAST = 10


def large(number: int) -> bool:
    """Whether a number is a large one."""
    return number >= LEAST


def larger(one: int, other: int) -> int:
    """The larger of two numbers."""
    return one if one > other else other
