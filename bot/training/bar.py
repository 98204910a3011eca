"""How far a training run is."""

from __future__ import annotations

import sys
import time

WIDTH = 30


class Bar:
    """How far it is: one line that is drawn over on a terminal, and a line every tenth part elsewhere."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._told = -1

    def __call__(self, share: float) -> None:
        """`share` is 0 to 1."""
        left = (time.monotonic() - self._began) * (1 - share) / max(share, 1e-3)
        done = round(share * WIDTH)
        line = f"[{'#' * done}{'.' * (WIDTH - done)}] {share:4.0%}, {left / 60:.0f} min left"
        if sys.stdout.isatty():
            print(f"\r{line} ", end="" if share < 1 else "\n", flush=True)
        elif int(share * 10) > self._told:
            self._told = int(share * 10)
            print(line, flush=True)
