"""One worker: waits to be woken and does what is due. Run as many as there are cores, on as many machines as needed."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import time

import redis

from bot import jobs, logs, queue
from bot.settings import Settings

EXAMPLE = "example:\n  ./sheepdog work"
RETRY_S = 1.0

log = logging.getLogger("sheepdog.work")


def register(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(args: argparse.Namespace) -> int:
    """Works until SIGTERM or Ctrl-C, also through times when Redis is away."""
    settings = Settings.read(os.environ)
    logs.configure(settings.log_level)
    jobs.preload()
    client = queue.connect(settings.queue_url)
    while not _worked(client):
        time.sleep(RETRY_S)
    return 0


def _worked(client: redis.Redis) -> bool:
    """Works until asked to stop (True) or until Redis goes away (False)."""
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, signal.default_int_handler if sign == signal.SIGINT else signal.SIG_DFL)
    try:
        worker = queue.Worker(client)
        worker.work(logging_level="WARNING")
        return worker.stopped
    except redis.RedisError as error:
        log.warning("queue away", extra={"error": type(error).__name__})
        return False
