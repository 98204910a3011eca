"""The timer: wakes the workers for what falls due. It decides nothing; due times live in the database."""

from __future__ import annotations

import argparse
import os
import signal
import threading
import time
from collections.abc import Callable

from bot import logs, queue
from bot.settings import Settings

EXAMPLE = "example:\n  ./sheepdog timer"
EVERY_S = {"sweep": 10.0, "plan_touches": 60.0, "take_debits": 60.0, "let_go": 86_400.0, "hold_against": 86_400.0}


def register(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(args: argparse.Namespace) -> int:
    """Runs until SIGTERM or Ctrl-C. A queue that is away is asked again each second; two timers do no harm."""
    ending = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda _sign, _frame: ending.set())
    settings = Settings.read(os.environ)
    logs.configure(settings.log_level)
    client = queue.connect(settings.queue_url)
    due = dict.fromkeys(EVERY_S, 0.0)
    while not ending.wait(1.0):
        queue.timer_seen(client)
        due = tick(due, time.monotonic(), lambda name: queue.wake(client, name))
    return 0


def tick(due: dict[str, float], moment: float, wake: Callable[[str], bool]) -> dict[str, float]:
    """Wakes what is due at `moment` (seconds); what could not be woken stays due."""
    return {name: moment + EVERY_S[name] if at <= moment and wake(name) else at for name, at in due.items()}
