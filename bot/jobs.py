"""RQ entry points: what a worker runs when it is woken, and nothing else."""

from __future__ import annotations


def preload() -> None:
    """Imports and loads what every job needs, once, before the worker forks."""


def drain() -> None:
    """Works off what is due: turns, then what they want sent."""


def sweep() -> None:
    """Finds what a lost wake-up left behind."""


def plan_touches() -> None:
    """Plans the nudges that come next."""
