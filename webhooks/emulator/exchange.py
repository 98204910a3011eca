"""Where texts go through: creates from the practice, texts from phones, and what the carrier makes of both."""

from __future__ import annotations

import json
import random
import sqlite3
import threading
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from webhooks.emulator import behaviour, book, keywords, problems, segments
from webhooks.emulator.account import Account
from webhooks.emulator.behaviour import Behaviour, Failure
from webhooks.emulator.book import CARRIER, INBOUND, OUTBOUND, Book, Message, PlannedCall
from webhooks.emulator.outgoing import Caller, Poster, later
from webhooks.emulator.problems import Problem

FAILED = (21610,)
"""Codes after which a message is `failed`; with any other that comes late it is `undelivered`."""


@dataclass(frozen=True)
class Heard:
    """What became of a text from a phone: the practice's answer to our call, and what the carrier did with it."""

    sid: str
    status: int | None
    opt_out_type: str | None
    replied: str | None


@dataclass(frozen=True)
class Created:
    """A message that was taken (or a problem), and what is to happen to the answer."""

    message: Message | None
    problem: Problem | None
    failure: Failure | None


class Exchange:
    """One account's traffic."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.book = Book(account.file)
        kept = self.book.settings()
        self._behaviour = behaviour.changed(Behaviour(), json.loads(kept)) if kept else Behaviour()
        self._chance = random.Random(self._behaviour.seed)
        self._lock = threading.Lock()
        self._caller = Caller(account)
        self.poster = Poster(account, self.book, self._caller, lambda: self._behaviour)

    @property
    def behaviour(self) -> Behaviour:
        """How it behaves now."""
        return self._behaviour

    def behave(self, told: object | None) -> Behaviour:
        """Changes the behaviour; None puts everything back. Raises ValueError for what is not understood."""
        with self._lock:
            new = Behaviour() if told is None else behaviour.changed(self._behaviour, told)
            self._keep(new)
            self._chance.seed(new.seed)
        self.poster.wake()
        return new

    def close(self) -> None:
        """Ends its thread and closes what it holds."""
        self.poster.stop()
        self._caller.close()
        self.book.close()

    def create(self, form: Mapping[str, str]) -> Created:
        """A message from the practice: taken, or not, as the settings, the block list and Twilio's rules want it."""
        failure = self._failure(form)
        if failure and failure.refuses:
            return Created(None, _refusal(failure, form), failure)
        wrong = problems.wrong_with(form) or self._opted_out(form)
        if wrong:
            return Created(None, problems.problem(wrong, form), failure)
        message = self._taken(form, self._late_code(form, failure))
        refused = _refusal(failure, form) if failure and failure.after else None
        return Created(message, refused, failure)

    def hear(self, sender: str, to: str, body: str, media: tuple[str, ...], opt_out: str | None,
             fields: Mapping[str, str | None], repeat: str | None) -> Heard:  # fmt: skip
        """A text from a phone, or the same one once more (`repeat`): the carrier acts, then the practice is called."""
        sid = repeat or f"{'MM' if media else 'SM'}{uuid.uuid4().hex}"
        meant = keywords.meaning(body) if self._behaviour.keywords else None
        kind = opt_out or (meant[0] if meant else None)
        replied = None
        if self.book.message(sid) is None:
            with self.book.writing() as tx:
                book.add(tx, sid, INBOUND, sender, to, storable(body), time.time(), status="received",
                         media=len(media), segments=segments.count(body))  # fmt: skip
                replied = self._act(tx, kind, meant[1] if meant else "en", sender, to)
        usual = _message_form(self.account, sid, sender, to, body, media, kind)
        form = {name: value for name, value in {**usual, **fields}.items() if value is not None}
        return Heard(sid, self._bring(sid, form), kind, replied)

    def _failure(self, form: Mapping[str, str]) -> Failure | None:
        if not self._behaviour.failures:
            return None
        with self._lock:
            left, failure = behaviour.pick(self._behaviour, form, self._chance)
            if left != self._behaviour:
                self._keep(left)
        return failure

    def _keep(self, new: Behaviour) -> None:
        with self.book.writing() as tx:
            book.keep_settings(tx, json.dumps(new.told()))
        self._behaviour = new

    def _opted_out(self, form: Mapping[str, str]) -> int | None:
        """With a number as sender the refusal comes at once; a messaging service takes the text and fails it later."""
        service = form.get("MessagingServiceSid")
        return 21610 if not service and self.book.blocked(form.get("From", ""), form["To"]) else None

    def _late_code(self, form: Mapping[str, str], failure: Failure | None) -> int | None:
        service = form.get("MessagingServiceSid")
        if service and self.book.blocked(service, form["To"]):
            return 21610
        return failure.code if failure and failure.code >= 30000 else None

    def _taken(self, form: Mapping[str, str], error: int | None) -> Message | None:
        sid, now, service = f"SM{uuid.uuid4().hex}", time.time(), form.get("MessagingServiceSid")
        body, callback = form.get("Body", ""), form.get("StatusCallback") or None
        with self.book.writing() as tx:
            book.add(tx, sid, OUTBOUND, form.get("From"), form["To"], storable(body), now,
                     status="accepted" if service else "queued", segments=segments.count(body), service=service,
                     media=1 if form.get("MediaUrl") else 0, callback=callback)  # fmt: skip
            book.plan(tx, self._steps(sid, callback, error, now))
            message = self.book.message(sid)  # before its first step can be taken
        self.poster.wake()
        return message

    def _steps(self, sid: str, callback: str | None, error: int | None, now: float) -> list[PlannedCall]:
        """What will become of a message, and which receipts tell of it, when."""
        told = self._behaviour.receipts
        names = list(told.steps) if error is None else _with_failure(told.steps, error)
        moments = [now + (told.delay_ms + told.gap_ms * at) / 1000 for at in range(len(names))]
        with self._lock:
            if told.order == behaviour.REVERSE:
                names.reverse()
            elif told.order == behaviour.SHUFFLED:
                self._chance.shuffle(names)
            lost = [self._chance.random() < told.lost for _ in names]
            twice = [self._chance.random() < told.twice for _ in names]
        calls = [
            PlannedCall(
                due, sid, name, error if name in ("failed", "undelivered") else None, None if gone else callback
            )
            for due, name, gone in zip(moments, names, lost, strict=True)
        ]
        return calls + [call for call, again in zip(calls, twice, strict=True) if again]

    def _act(self, tx: sqlite3.Connection, kind: str | None, lang: str, sender: str, to: str) -> str | None:
        """The carrier's part: it opts the phone out or in, and answers. A second STOP is not answered again."""
        line = next((sid for sid, number in self._behaviour.services.items() if number == to), to)
        if kind == "STOP" and not book.block(tx, line, sender):
            return None
        if kind == "START":
            book.unblock(tx, line, sender)
        reply = next((text for (of, tongue), text in keywords.REPLIES.items() if (of, tongue) == (kind, lang)), None)
        if reply and self._behaviour.keywords:
            book.add(tx, f"CR{uuid.uuid4().hex}", CARRIER, to, sender, reply, time.time(), status="delivered",
                     segments=segments.count(reply))  # fmt: skip
        return reply if self._behaviour.keywords else None

    def _bring(self, sid: str, form: dict[str, str]) -> int | None:
        """Calls the practice now, and again later if that fails; the HTTP status of the first try."""
        url = self.account.message_url
        status = self._caller.post(url, form, f"{sid}-received")
        if status is None or status >= 500:
            call = PlannedCall(time.time(), sid, url=url, form=json.dumps(form))
            again = later(call, self._behaviour)
            with self.book.writing() as tx:
                book.plan(tx, [again] if again else [])
            self.poster.wake()
        return status


def storable(text: str) -> str:
    """Text that SQLite takes: no half of a character."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _with_failure(steps: tuple[str, ...], error: int) -> list[str]:
    """The usual steps, with the failure in place of the arrival; what fails before it is sent is never `sent`."""
    if error in FAILED:
        return [*(name for name in steps if name == "queued"), "failed"]
    return [*(name for name in steps if name in ("queued", "sent")), "undelivered"]


def _refusal(failure: Failure, form: Mapping[str, str]) -> Problem | None:
    if failure.status:
        return problems.of_status(failure.status)
    return problems.problem(failure.code, form) if 0 < failure.code < 30000 else None


def _message_form(account: Account, sid: str, sender: str, to: str, body: str, media: tuple[str, ...],
                  kind: str | None) -> dict[str, str]:  # fmt: skip
    """The fields of an inbound webhook."""
    files = {f"MediaUrl{at}": url for at, url in enumerate(media)}
    types = {f"MediaContentType{at}": "image/jpeg" for at in range(len(media))}
    return {
        "AccountSid": account.sid,
        "ApiVersion": "2010-04-01",
        "Body": body,
        "From": sender,
        "FromCountry": "US",
        "MessageSid": sid,
        "NumMedia": str(len(media)),
        "NumSegments": str(segments.count(body)),
        "SmsMessageSid": sid,
        "SmsSid": sid,
        "SmsStatus": "received",
        "To": to,
        "ToCountry": "US",
        **files,
        **types,
        **({"OptOutType": kind} if kind else {}),
    }
