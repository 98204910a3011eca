"""What a check of the doctor says, and how all of them are asked side by side."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.settings import Settings

WITHIN_S = 1.9
"""All checks together: with the start of the program this stays under three seconds."""


@dataclass(frozen=True)
class Finding:
    """`what` was looked at, how it is, what it says, and what to do (empty when nothing)."""

    what: str
    state: Literal["ok", "warn", "bad"]
    says: str
    todo: str = ""


Check = Callable[[Settings], Finding]


def name(look: Callable[..., Finding]) -> str:
    """What a function looks at, by its own name."""
    return look.__name__.replace("_", " ").strip()


def too_late(check: Check, within_s: float) -> Finding:
    """What is said of a check that has not answered in time."""
    todo = "Run the doctor again; if it stays so, this machine is too busy, or what was asked does not answer."
    return Finding(name(check), "bad", f"gave no answer within {within_s:.1f} s", todo)


def side_by_side(
    checks: Sequence[Check],
    settings: Settings,
    within_s: float = WITHIN_S,
    late: Callable[[Check, float], Finding] = too_late,
) -> list[Finding]:
    """What each check finds, in their order; of one that answers too late, or fails, it says that instead."""
    found: dict[int, Finding] = {}

    def look(at: int, check: Check) -> None:
        found[at] = _unfailing(check, settings)

    until = time.monotonic() + within_s
    threads = [threading.Thread(target=look, args=job, daemon=True) for job in enumerate(checks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
    return [found.get(at) or late(check, within_s) for at, check in enumerate(checks)]


def _unfailing(check: Check, settings: Settings) -> Finding:
    try:
        return check(settings)
    except Exception as error:  # noqa: BLE001 - a check that fails must not hide what the others found
        todo = "See to what else is found; if this stays, please report it."
        return Finding(name(check), "bad", f"could not be looked at ({type(error).__name__})", todo)
