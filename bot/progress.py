"""How far a long command is: one line on a terminal, drawn over, from the second second on."""

from __future__ import annotations

import sys
import time
from types import TracebackType

AFTER_S = 2.0


class Progress:
    """Call it with how many are done. Elsewhere than on a terminal it is silent; the line is gone at the end."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._began = time.monotonic()
        self._width = 0

    def __enter__(self) -> Progress:
        return self

    def __call__(self, done: int) -> None:
        """So many are done by now."""
        if sys.stderr.isatty() and time.monotonic() - self._began > AFTER_S:
            line = f"{done:,} {self._what}"
            self._width = max(self._width, len(line))
            print(f"\r{line}", end="", file=sys.stderr, flush=True)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._width:
            print(f"\r{' ' * self._width}\r", end="", file=sys.stderr, flush=True)
