"""The emulator as a Flask app."""

from __future__ import annotations

from flask import Flask
from werkzeug.exceptions import HTTPException

from webhooks.stripe_emulator import admin, api, page
from webhooks.stripe_emulator.office import Office


def create(office: Office) -> Flask:
    """The Stripe of this office: its API, its page, and what cardholders and banks do."""
    flask = Flask("stripe_emulator", static_folder=None)
    flask.register_blueprint(api.blueprint(office))
    flask.register_blueprint(page.blueprint(office))
    flask.register_blueprint(admin.blueprint(office))
    flask.register_error_handler(HTTPException, api.sorry)
    return flask
