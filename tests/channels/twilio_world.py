"""The emulator and a practice's web server, both on loopback in this process, and the real SDK between them."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Flask, Response, request
from twilio.request_validator import RequestValidator
from twilio.rest import Client
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from bot.channels.twilio_sms import Moved, TwilioSms
from bot.settings import Settings
from webhooks.emulator.account import Account
from webhooks.emulator.server import NAME, create

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

SID, TOKEN = "AC" + "5" * 32, "not a real token"
PUBLIC = "https://texts.willowcreek.example"
OFFICE, PATIENT = "+15035550100", "+15035550143"
SERVICE = "MG" + "7" * 32
Around = Callable[["WSGIApplication"], "WSGIApplication"]
SOON = {"receipts": {"delay_ms": 0, "gap_ms": 1}}


@dataclass(frozen=True)
class Posted:
    """A call that the practice's server got."""

    kind: str
    query: str
    form: dict[str, str]
    genuine: bool
    token: str


@dataclass
class Practice:
    """The practice's web server: keeps what it gets, and answers as it is told."""

    posted: list[Posted] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    """Statuses of the next answers; then 200."""

    def flask(self) -> Flask:
        app = Flask("practice", static_folder=None)

        @app.post("/channels/twilio_sms/<kind>")
        def called(kind: str) -> Response:
            query = request.query_string.decode()
            url = PUBLIC + request.path + (f"?{query}" if query else "")
            genuine = RequestValidator(TOKEN).validate(url, request.form, request.headers["X-Twilio-Signature"])
            token = request.headers["I-Twilio-Idempotency-Token"]
            self.posted.append(Posted(kind, query, request.form.to_dict(), genuine, token))
            return Response("<Response/>", self.answers.pop(0) if self.answers else 200)

        return app

    def receipts(self) -> list[tuple[str, str]]:
        """(query, status) of every receipt so far."""
        return [(one.query, one.form["MessageStatus"]) for one in self.posted if one.kind == "receipt"]


@dataclass(frozen=True)
class World:
    """Everything that a test of Twilio's needs."""

    url: str
    practice: Practice
    settings: Settings
    channel: TwilioSms
    sdk: Client

    def ask(self, method: str, path: str, told: object = None, kind: str = "application/json") -> tuple[int, Any]:
        """Status and JSON of one of the emulator's own addresses."""
        return ask(self.url, method, path, None if told is None else json.dumps(told), {"Content-Type": kind})

    def behave(self, **told: object) -> None:
        status, answer = self.ask("POST", "/settings", told)
        assert status == 200, answer

    def text(self, body: str, sender: str = PATIENT, to: str = OFFICE, **more: object) -> dict[str, Any]:
        """A patient's phone sends a text."""
        status, heard = self.ask("POST", "/inbound", {"from": sender, "to": to, "body": body, **more})
        assert status == 200, heard
        assert isinstance(heard, dict)
        return heard

    def sent(self, to: str = PATIENT) -> list[dict[str, Any]]:
        rows = self.ask("GET", f"/sent?to={to}")[1]
        assert isinstance(rows, list)
        return rows


@contextmanager
def world(home: Path, around: Around = lambda inner: inner) -> Iterator[World]:
    """Both servers, until the block ends. A second world on the same home is the next life of the first.

    `around` may wrap the emulator's WSGI application.
    """
    practice = Practice()
    with served(practice.flask()) as local, emulator(home, local, around) as url:
        settings = settings_of(home, url)
        channel = TwilioSms(settings, timeouts_s=(2.0, 0.5))
        http = Moved(url, (2.0, 5.0))
        try:
            yield World(url, practice, settings, channel, Client(SID, TOKEN, http_client=http))
        finally:
            channel.close()
            http.session.close()


def settings_of(home: Path, twilio_url: str | None) -> Settings:
    return Settings.read(
        {
            "SHEEPDOG_DEMO": "1",
            "SHEEPDOG_HOME": str(home),
            "SHEEPDOG_PUBLIC_URL": PUBLIC,
            "SHEEPDOG_TWILIO_URL": twilio_url or "",
            "TWILIO_ACCOUNT_SID": SID,
            "TWILIO_AUTH_TOKEN": TOKEN,
        }
    )


@contextmanager
def emulator(home: Path, local_url: str | None, around: Around) -> Iterator[str]:
    flask = create(Account(SID, TOKEN, PUBLIC, local_url, home / "emulator.db"))
    flask.wsgi_app = around(flask.wsgi_app)  # type: ignore[method-assign]
    with served(flask) as url:
        try:
            yield url
        finally:
            flask.extensions[NAME].close()


@contextmanager
def served(flask: Flask) -> Iterator[str]:
    """The address of a Flask app that is served on loopback."""
    server = make_server("127.0.0.1", 0, flask, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        stop(server, thread)


def stop(server: BaseWSGIServer, thread: threading.Thread) -> None:
    server.shutdown()
    thread.join()
    server.server_close()


class Quiet(WSGIRequestHandler):
    """Keeps connections open, as real servers do, and writes no log."""

    protocol_version = "HTTP/1.1"
    timeout = 2

    def log(self, type: str, message: str, *args: Any) -> None:
        """Nothing."""


def ask(url: str, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None,
        ) -> tuple[int, Any]:  # fmt: skip
    """Status and JSON of an address."""
    line = http.client.HTTPConnection(urlsplit(url).netloc, timeout=40)
    try:
        line.request(method, path, body, headers or {})
        answer = line.getresponse()
        text = answer.read()
        return answer.status, json.loads(text) if text else None
    finally:
        line.close()


def eventually(true: Callable[[], bool], within_s: float = 5.0) -> None:
    """Waits until something is true; fails when it does not become so."""
    until = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.01)
