"""A channel that keeps what it is given, and answers as it is told: for replay and for tests."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from bot.channels import Accepted, Finding, Found, NoAnswer, NotThere, Outcome, SendRequest


@dataclass(frozen=True)
class Taken:
    """A text that the fake provider has."""

    request: SendRequest
    provider_id: str
    at: datetime


class FakeChannel:
    """Takes every text, unless an outcome was scripted for it."""

    def __init__(self, *outcomes: Outcome) -> None:
        self.asked: list[SendRequest] = []
        """Every call of `send`, whatever its outcome."""
        self.taken: list[Taken] = []
        """What would have reached a phone."""
        self.silent = False
        """True: `find` and `delete_body` get no answer."""
        self.owners: dict[str, Literal["yes", "no", "error"]] = {}
        self.looked_up: list[tuple[str, date]] = []
        self._lock = threading.Lock()
        self._script: deque[tuple[Outcome, bool]] = deque((outcome, False) for outcome in outcomes)

    def script(self, *outcomes: Outcome, arrives: bool = False) -> None:
        """The next calls of `send` have these outcomes; `arrives` says that the text is taken all the same."""
        self._script.extend((outcome, arrives) for outcome in outcomes)

    def send(self, request: SendRequest) -> Outcome:
        """The next scripted outcome, or accepted."""
        with self._lock:
            self.asked.append(request)
            outcome, arrives = self._script.popleft() if self._script else (None, True)
            if not (arrives or isinstance(outcome, Accepted)):
                assert outcome is not None
                return outcome
            provider_id = outcome.provider_id if isinstance(outcome, Accepted) else self._next_id(request)
            self.taken.append(Taken(request, provider_id, datetime.now(UTC)))
            return outcome or Accepted(provider_id, "sent")

    def find(self, request: SendRequest, since: datetime, known: Collection[str] = ()) -> Finding:
        """Looks among what was taken since `since`."""
        if self.silent:
            return NoAnswer("scripted")
        alike = [taken for taken in self.taken if _same(taken.request, request) and taken.at >= since]
        ids = [taken.provider_id for taken in alike if taken.provider_id not in known]
        return Found(ids[0], "sent") if ids else NotThere()

    def delete_body(self, provider_id: str) -> bool:
        """True, unless silent; what was taken is kept for the test that asks."""
        return not self.silent

    def reassigned(self, number: str, since: date) -> Literal["yes", "no", "error"]:
        """What `owners` says of the number, else that it is still the same person's."""
        self.looked_up.append((number, since))
        return self.owners.get(number, "no")

    def bodies(self, to: str | None = None) -> list[str]:
        """What was taken, oldest first, for one number or for all."""
        return [taken.request.body for taken in self.taken if to in (None, taken.request.to)]

    def _next_id(self, request: SendRequest) -> str:
        return f"fake:{request.text_id}:{len(self.asked)}"


def _same(one: SendRequest, other: SendRequest) -> bool:
    return (one.to, one.from_number, one.body) == (other.to, other.from_number, other.body)
