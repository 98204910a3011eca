"""The emulator as a Flask app."""

from __future__ import annotations

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from webhooks.emulator import admin, api, lookup, problems
from webhooks.emulator.account import Account
from webhooks.emulator.exchange import Exchange

NAME = "exchange"


def create(account: Account) -> Flask:
    """The emulator of this account. Calls that an earlier life left undone are made at once."""
    flask, exchange = Flask("twilio_emulator", static_folder=None), Exchange(account)
    flask.json.sort_keys = False  # type: ignore[attr-defined]
    flask.extensions[NAME] = exchange
    flask.register_blueprint(api.blueprint(exchange))
    flask.register_blueprint(lookup.blueprint(exchange))
    flask.register_blueprint(admin.blueprint(exchange))
    flask.register_error_handler(HTTPException, _sorry)
    exchange.poster.wake()
    return flask


def _sorry(error: HTTPException) -> Response:
    """What HTTP itself refuses: in Twilio's form beneath its API, else a sentence."""
    if request.path.startswith((api.VERSION, lookup.VERSION)):
        return api.answer(problems.problem(20404, status=error.code))
    return admin.sorry("There is nothing here, or that was no JSON.", error.code or 500)
