"""Our Stripe emulator in this process: the real SDK talks to it without a socket, and calls can be lost on the way."""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import stripe
from flask import Flask

from bot.payments.stripe_checkout import StripeCheckout
from bot.settings import Settings
from webhooks.stripe_emulator.office import Account, Office
from webhooks.stripe_emulator.server import create

KEY, HOOK = "sk_test_here", "whsec_here"
CALL, ANSWER = "call", "answer"
WORKS, REFUSED, BANK, EMPTY_BANK = "4242424242424242", "4000000000000002", "000123456789", "000222222227"


class Wire(stripe.HTTPClient):
    """From the SDK into the emulator. `lose` says what gets lost of the next calls, or which status comes instead."""

    name = "wire"

    def __init__(self, flask: Flask) -> None:
        super().__init__()
        self._flask = flask
        self.lose: list[str | int | None] = []
        self.calls: list[tuple[str, str, str]] = []

    def request(self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None) -> Any:
        what = self.lose.pop(0) if self.lose else None
        path = url.removeprefix("http://stripe.here")
        self.calls.append((method, path, str(post_data or "")))
        if what == CALL:
            raise stripe.APIConnectionError("the line was cut")
        if isinstance(what, int):
            return '{"error": {"type": "api_error", "message": "not now"}}', what, {}
        told, status, its = self._heard(method.upper(), path, headers or {}, str(post_data or "").encode())
        if what == ANSWER:
            raise stripe.APIConnectionError("the line was cut")
        return told, status, its

    def _heard(self, method: str, path: str, headers: Mapping[str, str],
               body: bytes) -> tuple[str, int, dict[str, str]]:  # fmt: skip
        """As a server would call it; a test client of Flask's takes longer than the emulator's own work."""
        where, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": unquote(where), "QUERY_STRING": query, "SCRIPT_NAME": "",
            "SERVER_NAME": "stripe.here", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body), "wsgi.errors": sys.stderr, "wsgi.version": (1, 0),
            "CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": headers.get("Content-Type", ""),
            **{f"HTTP_{name.upper().replace('-', '_')}": str(value) for name, value in headers.items()},
        }  # fmt: skip
        answered: list[tuple[str, list[tuple[str, str]]]] = []
        told = b"".join(self._flask.wsgi_app(environ, lambda status, its, _=None: answered.append((status, its))))
        status, its = answered[0]
        return told.decode(), int(status[:3]), dict(its)

    def close(self) -> None:
        """Nothing is open."""


class Stripe:
    """The emulator, its wire, what its events said, and what cardholders do."""

    def __init__(self, folder: Path, clock: Any) -> None:
        self.news: list[tuple[bytes, dict[str, str]]] = []
        account = Account(KEY, HOOK, "http://sheepdog.here/event", "http://stripe.here", folder / "stripe.db")
        self.office = Office(account, lambda: clock().timestamp(), self._told)
        self.flask = create(self.office)
        self.wire = Wire(self.flask)
        env = {"SHEEPDOG_DEMO": "1", "SHEEPDOG_HOME": str(folder), "SHEEPDOG_STRIPE_URL": "http://stripe.here",
               "STRIPE_SECRET_KEY": KEY, "STRIPE_WEBHOOK_SECRET": HOOK}  # fmt: skip
        self.provider = StripeCheckout(Settings.read(env), self.wire)

    def _told(self, body: bytes, headers: dict[str, str]) -> bool:
        self.news.append((body, headers))
        return True

    def send(self) -> list[tuple[bytes, dict[str, str]]]:
        """The events since the last time, as they were sent."""
        self.office.send()
        news, self.news = self.news, []
        return news

    def all(self, kind: str, account: str = "") -> list[dict[str, Any]]:
        """What there is of a kind, newest first."""
        with self.office.book.open() as pages:
            return pages.all(account or None, kind)

    def session(self, ref: str) -> dict[str, Any] | None:
        """The newest session of a payment."""
        return next((one for one in self.all("checkout.session") if one["client_reference_id"] == ref), None)

    def pay(self, ref: str, number: str = WORKS) -> Any:
        """Somebody types a number on the page of this payment."""
        session = self.session(ref)
        assert session is not None
        return self.flask.test_client().post(f"/pay/{session['id']}", data={"number": number})

    def does(self, what: str, id: str, **form: str) -> Any:
        """What a bank or a cardholder does; the object after it."""
        answer = self.flask.test_client().post(f"/admin/{what}/{id}", data=form)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_json()
