"""A provider as real ones are: takes texts, refuses some, loses answers, and reports late, twice, or never."""

from __future__ import annotations

import itertools
import random
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Literal

from bot.channels import (
    Accepted,
    Finding,
    Found,
    Kind,
    NotThere,
    Outcome,
    Receipt,
    Refused,
    SendRequest,
    State,
    TryAgain,
    Unknown,
)
from bot.channels.fake import FakeChannel


class Crash(BaseException):
    """The process dies here."""


KINDS: tuple[tuple[Kind, str, float], ...] = (
    ("suppressed", "21610", 0.002), ("unusable", "30006", 0.002), ("unreachable", "30003", 0.004),
    ("once_more", "30008", 0.004), ("other", "12345", 0.001),
)  # fmt: skip
"""What a refusal or a failed receipt says, and how often each comes."""


class Provider(FakeChannel):
    """Draws what happens to each text; `due` collects receipts with the moment at which they come."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self.chance = chance
        self.now: datetime | None = None
        self.due: list[tuple[datetime, int, Receipt]] = []
        self.unregistered = 0
        """So many next texts are refused for want of registration."""
        self._count = itertools.count(1)
        self._had: dict[int, str] = {}

    def send(self, request: SendRequest) -> Outcome:
        """One of: taken, refused, lost on the way there or back, busy, or the process dies before or after."""
        roll = self.chance.random()
        if self.unregistered:
            self.unregistered -= 1
            return Refused("30034", "pause_practice", "not registered")
        for kind, code, share in KINDS:
            if roll < share:
                return Refused(code, kind, "no")
            roll -= share
        if roll < 0.004:
            raise Crash
        if roll < 0.010:
            return TryAgain(1.0, "20429")
        if roll < 0.013:
            return Unknown("timeout before")
        taken = self._take(request)
        if roll < 0.017:
            raise Crash
        return Unknown("timeout after") if roll < 0.022 else taken

    def _take(self, request: SendRequest) -> Accepted:
        provider_id = f"SM{next(self._count):032x}"
        assert request.text_id not in self._had, f"text {request.text_id} reached the provider twice"
        self._had[request.text_id] = provider_id
        assert self.now is not None
        if self.chance.random() > 0.03:
            self._report(request.text_id, provider_id)
        return Accepted(provider_id, "sent")

    def _report(self, text_id: int, provider_id: str) -> None:
        state: State = "delivered"
        kind: Kind | None = None
        code = None
        roll = self.chance.random()
        for one, said, share in KINDS:
            if roll < share:
                state, kind, code = "undelivered", one, said
                break
            roll -= share
        assert self.now is not None
        for _ in range(2 if self.chance.random() < 0.05 else 1):
            at = self.now + timedelta(seconds=self.chance.choice((1, 3, 40, 900, 20_000)))
            self.due.append((at, next(self._count), Receipt(text_id, provider_id, state, code, kind)))

    def find(self, request: SendRequest, since: datetime, known: Collection[str] = ()) -> Finding:
        """Whether it has this text after all."""
        had = self._had.get(request.text_id)
        return Found(had, "sent") if had else NotThere()

    def reassigned(self, number: str, since: object) -> Literal["yes", "no", "error"]:
        """Now and then a number has a new owner, or nobody knows."""
        self.asked_about = getattr(self, "asked_about", 0) + 1
        return self.chance.choices(("no", "yes", "error"), (85, 8, 7))[0]  # type: ignore[return-value]
