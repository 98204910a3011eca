"""What the tests that start real processes share."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from bot import children
from bot.settings import ROOT


def until(true: Callable[[], object], patience_s: float = 60) -> None:
    """Waits for something to come true, which it does on any machine, however slow."""
    deadline = time.monotonic() + patience_s
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.02)


def env_of(home: Path) -> dict[str, str]:
    """The environment of a process of this home, free of this machine's own settings."""
    ours = ("SHEEPDOG_", "TWILIO_", "STRIPE_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "SHEEPDOG_HOME": str(home), "PYTHONPATH": str(ROOT)}


def of_home(home: Path) -> list[int]:
    """The living processes of this home."""
    return [pid for pid in children._all_pids() if children.is_of_home(pid, home)]


def alive(pid: int) -> bool:
    """Whether a process lives; one that waits to be reaped does not."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except ProcessLookupError:
        return False
    except FileNotFoundError:
        return Path("/proc/self").exists() is False
