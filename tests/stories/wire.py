"""Processes that die while they ask Stripe: nothing after the call runs, whether or not it was heard."""

from __future__ import annotations

from typing import Any

from tests.stripe_here import Wire


class Died(BaseException):
    """The process is gone; no handler of ours may catch it."""


class Unsure:
    """When it dies: before the call has left, or after it was answered."""

    BEFORE, AFTER = "dies before", "dies after"


def deadly(wire: Wire) -> None:
    """Lets a process die at a call of this wire."""
    asked = wire.request

    def request(method: str, url: str, headers: Any, post_data: Any = None) -> Any:
        what = wire.lose[0] if wire.lose else None
        if what not in (Unsure.BEFORE, Unsure.AFTER):
            return asked(method, url, headers, post_data)
        wire.lose.pop(0)
        if what == Unsure.AFTER:
            lose, wire.lose = wire.lose, []
            asked(method, url, headers, post_data)
            wire.lose = lose
        raise Died

    wire.request = request  # type: ignore[method-assign]
