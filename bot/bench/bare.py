"""What the accept path is measured against: Flask, the same engine and pragmas, and one INSERT (decision 37)."""

from __future__ import annotations

import os

from flask import Flask, Response, request
from sqlalchemy import Column, Integer, MetaData, Table, Text, insert

from bot.settings import Settings
from storage.crypt import Keyring
from storage.db import Database

_metadata = MetaData()
_bare = Table("bare", _metadata, Column("id", Integer, primary_key=True), Column("body", Text))


def create() -> Flask:
    """The bare application, on a database file of its own beside the benchmark's."""
    settings = Settings.read(os.environ)
    url = settings.database_url.replace("sheepdog.db", "bare.db")
    db = Database(url, Keyring.of(settings.secret_key, settings.data_keys))
    with db.begin() as tx:
        _metadata.create_all(tx)
    app = Flask("bare")
    statement = insert(_bare)

    @app.post("/channels/twilio_sms/message")
    def message() -> Response:
        with db.begin() as tx:
            tx.execute(statement, {"body": request.form["Body"]})
        return Response("<Response/>", mimetype="text/xml")

    @app.get("/healthz")
    def healthz() -> str:
        return "ok"

    return app


app = create() if os.environ.get("SHEEPDOG_BARE") == "1" else None
