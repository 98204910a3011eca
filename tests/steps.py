"""A process that is killed at its n-th step, as `kill -9` would: for tests that kill at every step."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from bot.channels import Accepted, Finding, Found, NotThere, Outcome, SendRequest
from bot.wiring import App

KILLED = 99


class PostOffice:
    """A provider whose books outlive every process: a file, a line for each text that it took."""

    def __init__(self, file: Path, step: Callable[[str], None] = lambda _: None) -> None:
        self.file, self.step = file, step

    def send(self, request: SendRequest) -> Outcome:
        self.step("before the call")
        provider_id = f"po:{len(self.taken())}"
        with self.file.open("a") as book:
            book.write(json.dumps({"id": provider_id, "to": request.to, "body": request.body}) + "\n")
        self.step("the provider has it, we do not know")
        return Accepted(provider_id, "sent")

    def find(self, request: SendRequest, since: datetime, known: Collection[str] = ()) -> Finding:
        same = [t["id"] for t in self.taken() if (t["to"], t["body"]) == (request.to, request.body)]
        fresh = [provider_id for provider_id in same if provider_id not in known]
        return Found(fresh[0], "sent") if fresh else NotThere()

    def delete_body(self, provider_id: str) -> bool:
        return True

    def taken(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.file.read_text().splitlines()] if self.file.exists() else []


class Stepped:
    """A database that counts what is begun and committed, and dies at the step it is told to."""

    def __init__(self, app: App, step: Callable[[str], None]) -> None:
        self._db, self._step = app.db, step

    @contextlib.contextmanager
    def begin(self) -> Iterator[Connection]:
        self._step("before a transaction")
        with self._db.begin() as tx:
            yield tx
            self._step("before the commit")
        self._step("after the commit")

    def read(self) -> Any:
        return self._db.read()

    def dispose(self) -> None:
        self._db.dispose()


def killed_at(number: int, make: Callable[[Callable[[str], None]], None]) -> bool:
    """Runs `make(step)` in a process of its own that dies at step `number`; False when it ended before that."""
    child = os.fork()
    if child == 0:
        passed = 0

        def step(_name: str) -> None:
            nonlocal passed
            passed += 1
            if passed == number:
                os._exit(KILLED)

        try:
            make(step)
        except BaseException:  # noqa: BLE001 - a forked test process must not return into pytest
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, KILLED), f"the process ended by itself with {code}"
    return code == KILLED


def stepped(app: App, office: Path, step: Callable[[str], None]) -> App:
    """The same parts, each counting its steps."""
    post = PostOffice(office, step)
    return replace(app, db=Stepped(app, step), channels={"twilio_sms": post, "web_chat": post})  # type: ignore[arg-type]
