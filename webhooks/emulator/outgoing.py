"""The emulator calls the practice: receipts in their time, and inbound texts that could not be brought at once."""

from __future__ import annotations

import contextlib
import http.client
import json
import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from webhooks.emulator import book
from webhooks.emulator.account import Account, encoded, signature
from webhooks.emulator.behaviour import Behaviour
from webhooks.emulator.book import Book, Message, PlannedCall

log = logging.getLogger("sheepdog.emulator")

ANSWER_S = 15.0
MOST_AT_ONCE = 50
LONGEST_WAIT_S = 30.0
LOOK_AGAIN_S = 1.0
FALLBACK_NUMBER = "+15005550006"
"""The number of a messaging service that the settings do not name."""


class Caller:
    """Posts signed forms over connections that are kept and shared by all threads."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._lock = threading.Lock()
        self._idle: dict[str, list[http.client.HTTPConnection]] = {}

    def post(self, url: str, form: Mapping[str, str], token: str) -> int | None:
        """The HTTP status of the answer, or None when nobody could be reached. `token` stays the same over retries."""
        at, body = urlsplit(self._account.reached_at(url)), encoded(form)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
            "User-Agent": "TwilioProxy/1.1",
            "I-Twilio-Idempotency-Token": token,
            "X-Twilio-Signature": signature(self._account.token, url, form),
        }
        place, path = f"{at.scheme}://{at.netloc}", (at.path or "/") + (f"?{at.query}" if at.query else "")
        for line in (self._kept(place), _fresh(place)):  # a kept connection may have been closed meanwhile
            with contextlib.suppress(OSError, http.client.HTTPException):
                if line:
                    return self._ask(place, line, path, body, headers)
        return None

    def close(self) -> None:
        """Closes the kept connections."""
        with self._lock:
            lines = [line for idle in self._idle.values() for line in idle]
            self._idle.clear()
        for line in lines:
            line.close()

    def _ask(self, place: str, line: http.client.HTTPConnection, path: str, body: bytes,
             headers: dict[str, str]) -> int:  # fmt: skip
        try:
            line.request("POST", path, body, headers)
            with line.getresponse() as answer:
                answer.read()
        except BaseException:
            line.close()
            raise
        with self._lock:
            self._idle.setdefault(place, []).append(line)
        return answer.status

    def _kept(self, place: str) -> http.client.HTTPConnection | None:
        with self._lock:
            idle = self._idle.get(place)
            return idle.pop() if idle else None


def _fresh(place: str) -> http.client.HTTPConnection:
    scheme, _, netloc = place.partition("://")
    kind = http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection
    return kind(netloc, timeout=ANSWER_S)


class Poster:
    """A thread that takes the steps that are due and tells the practice of them."""

    def __init__(self, account: Account, kept: Book, caller: Caller, behaviour: Callable[[], Behaviour]) -> None:
        self._account, self._book, self._caller, self._behaviour = account, kept, caller, behaviour
        self._wake = threading.Event()
        self._stopped = False
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def wake(self) -> None:
        """Looks at once; starts the thread when it does not run yet."""
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="emulator-calls", daemon=True)
                self._thread.start()
        self._wake.set()

    def stop(self) -> None:
        """Ends the thread after the call that it makes."""
        self._stopped = True
        self._wake.set()
        if self._thread:
            self._thread.join()

    def _run(self) -> None:
        while not self._stopped:
            try:
                wait = self._round()
            except sqlite3.Error as error:
                log.warning("emulator's file", extra={"error": type(error).__name__})
                wait = LOOK_AGAIN_S
            if self._wake.wait(wait):
                self._wake.clear()

    def _round(self) -> float | None:
        """Makes the calls that are due; seconds until the next, None when there is none."""
        held = self._behaviour().receipts.held
        while calls := self._book.due(time.time(), MOST_AT_ONCE, held):
            self._take(calls)
            if self._stopped:
                break
        soonest = self._book.next_due(held)
        return None if soonest is None else min(LONGEST_WAIT_S, max(0.0, soonest - time.time()))

    def _take(self, calls: Sequence[PlannedCall]) -> None:
        now = time.time()
        with self._book.writing() as tx:
            for call in calls:
                if call.status and (message := self._book.message(call.sid)):
                    book.advance(tx, message, call.status, call.error, now, self._number(message))
        undone = [again for call in calls if (again := self._told(call))]
        with self._book.writing() as tx:
            book.made(tx, calls)
            book.plan(tx, undone)

    def _told(self, call: PlannedCall) -> PlannedCall | None:
        """Makes one call; the call to be made again, if it failed and there are tries left."""
        if self._stopped:
            return call
        message = self._book.message(call.sid)
        if call.url is None or (message is None and not call.form):
            return None
        form = json.loads(call.form) if call.form else receipt_form(self._account, message, call)
        status = self._caller.post(call.url, form, f"{call.sid}-{call.status or 'received'}")
        if status is not None and status < 500:
            return None
        return later(call, self._behaviour())

    def _number(self, message: Message) -> str:
        return self._behaviour().services.get(message.service or "", FALLBACK_NUMBER)


def later(call: PlannedCall, behaviour: Behaviour) -> PlannedCall | None:
    """The same call at its next try, or None when it is given up."""
    if call.tries + 1 >= behaviour.inbound.tries:
        log.warning("emulator gave up a call", extra={"count": call.tries + 1})
        return None
    wait = min(LONGEST_WAIT_S, behaviour.inbound.wait_ms / 1000 * 2**call.tries)
    return replace(call, due=time.time() + wait, tries=call.tries + 1)


def receipt_form(account: Account, message: Message | None, call: PlannedCall) -> dict[str, str]:
    """The fields of a status callback."""
    assert message is not None
    status = call.status or message.status
    return {
        "AccountSid": account.sid,
        "ApiVersion": "2010-04-01",
        "From": message.sender or FALLBACK_NUMBER,
        "MessageSid": message.sid,
        "MessageStatus": status,
        "SmsSid": message.sid,
        "SmsStatus": status,
        "To": message.recipient,
        **({"MessagingServiceSid": message.service} if message.service else {}),
        **({"ErrorCode": str(call.error)} if call.error else {}),
    }
