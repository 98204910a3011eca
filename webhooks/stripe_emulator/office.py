"""The emulator's parts: its book, its keys, and who is told of events."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import logging
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import requests

from webhooks.stripe_emulator.bank import Desk
from webhooks.stripe_emulator.book import Book

log = logging.getLogger("sheepdog.stripe_emulator")

SIGNATURE = "Stripe-Signature"
WAITS_S = 10
RETRIES_S = (1, 5, 30, 300)
"""An event that was not taken is sent again after so long; Stripe goes on for days."""
Post = Callable[[bytes, dict[str, str]], bool]


@dataclass(frozen=True)
class Account:
    """Whose Stripe this is, and where it is."""

    secret_key: str = field(repr=False)
    webhook_secret: str = field(repr=False)
    hook: str
    """Where events go."""
    url: str
    """Where this emulator is reached by browsers."""
    file: Path


def signed(secret: str, body: bytes, at: int) -> str:
    """Stripe's signature of an event: HMAC-SHA256 over the moment and the body."""
    made = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={made}"


def by_http(hook: str) -> Post:
    """Sends an event to an address."""

    def post(body: bytes, headers: dict[str, str]) -> bool:
        try:
            answer = requests.post(hook, body, headers=headers, timeout=WAITS_S)
        except requests.RequestException as error:
            log.info("event not taken: %s", type(error).__name__)
            return False
        return 200 <= answer.status_code < 300

    return post


class Office:
    """One emulator. Events are sent by `send`, which a thread of the server calls."""

    def __init__(self, account: Account, clock: Callable[[], float] = time.time, post: Post | None = None) -> None:
        self.account, self.book, self._clock = account, Book(account.file), clock
        self._post = post or by_http(account.hook)
        self._news = threading.Event()

    def knows(self, authorization: str) -> bool:
        """Whether a call carries our key."""
        key = self.account.secret_key
        basic = "Basic " + b64encode(f"{key}:".encode()).decode()
        return any(hmac.compare_digest(authorization.encode(), one.encode()) for one in (f"Bearer {key}", basic))

    @contextlib.contextmanager
    def desk(self, account: str) -> Iterator[Desk]:
        """One transaction for this connected account."""
        with self.book.open() as pages:
            yield Desk(pages, account, int(self._clock()), f"{self.account.url}/pay")

    def wake(self) -> None:
        """There may be events to send."""
        self._news.set()

    def send(self) -> int:
        """Sends the events that are due; how many arrived."""
        with self.book.open() as pages:
            due = [(id, tries, pages.get(pages.owner(id) or "", "event", id)) for id, tries in pages.due(self._now())]
        arrived = 0
        for id, tries, told in due:
            body = json.dumps(told).encode()
            headers = {SIGNATURE: signed(self.account.webhook_secret, body, self._now()),
                       "Content-Type": "application/json"}  # fmt: skip
            taken = self._post(body, headers)
            arrived += taken
            with self.book.open() as pages:
                if taken or tries >= len(RETRIES_S):
                    pages.sent(id)
                else:
                    pages.call(id, self._now() + RETRIES_S[tries])
        return arrived

    def _now(self) -> int:
        return int(self._clock())

    def serve(self) -> None:
        """Sends events for as long as the process lives."""
        while True:
            self._news.wait(1)
            self._news.clear()
            self.send()
