"""Things done at the same moment by several threads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def at_once(*jobs: Callable[[], T]) -> list[T]:
    """Runs the jobs in threads that start together; their results in order. What one raises, this raises."""
    together = threading.Barrier(len(jobs))

    def run(job: Callable[[], T]) -> T:
        together.wait(30)
        return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [future.result(60) for future in [pool.submit(run, job) for job in jobs]]
