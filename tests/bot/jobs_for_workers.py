"""Jobs that the tests of the worker run."""

from __future__ import annotations

import time
from pathlib import Path

from bot import queue


def note(file: str) -> None:
    Path(file).write_text("done")


def linger(file: str) -> None:
    Path(file).write_text("began")
    for _ in range(600):
        if queue.stopping():
            Path(file).write_text("asked to stop")
            return
        time.sleep(0.05)


def fail(file: str) -> None:
    Path(file).write_text("failed")
    raise ValueError("Dana Reyes owes $240.01")
