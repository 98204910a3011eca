"""An office for tests: a practice with staff and a few talks, its web server, and browsers that are signed in."""

from __future__ import annotations

import atexit
import contextlib
import functools
import re
import shutil
import sqlite3
import tempfile
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from bot import passwords
from bot.clock import FixedClock
from bot.understanding import Understood
from bot.wiring import App
from storage import consent, outbox, people, talks, tickets
from tests.app import MONDAY, make_app
from tests.rows import a_conversation, a_patient, a_practice, a_sender
from webhooks.limits import limiter
from webhooks.site import create_app

PASSWORD = "a quiet morning"
DIGEST = passwords.digest(PASSWORD)
MARIA = "+17205550143"
PEOPLE = (("ana", "Ana Torres", "desk"), ("ben", "Ben Schultz", "biller"), ("kate", "Kate Moran", "admin"))


@dataclass(frozen=True)
class Office:
    """The ids that tests need. `other` is a talk of another practice."""

    app: App
    flask: Flask
    practice: int
    sender: int
    maria: int
    talk: int
    other: int
    staff: dict[str, int]

    def browser(self, who: str | None = "ana") -> FlaskClient:
        """A browser, with this member signed in."""
        client = self.flask.test_client()
        if who:
            answer = submit(client, "/desk/sign-in", email=f"{who}@willow.example", password=PASSWORD)
            assert answer.status_code == 303, answer.text
        return client

    def pass_time(self, length: timedelta) -> None:
        """The clock moves on."""
        assert isinstance(self.app.clock, FixedClock)
        self.app.clock.forward(length)


@functools.cache
def _tables() -> Path:
    """A database that has its tables and nothing in them: made once, copied for each office."""
    folder = Path(tempfile.mkdtemp(prefix="sheepdog-tables-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    app = make_app(folder)
    app.db.dispose()
    with contextlib.closing(sqlite3.connect(folder / "sheepdog.db")) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder / "sheepdog.db"


def open_office(folder: Path, now: datetime = MONDAY, demo: bool = True, **settings: Any) -> Office:
    """A practice with Ana, Ben and Kate, Maria's talk, and one of another practice."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(_tables(), folder / "sheepdog.db")
    app = make_app(folder, now)
    app = replace(app, settings=replace(app.settings, demo=demo, **settings))
    with app.db.begin() as tx:
        practice = a_practice(tx, slug="willow-creek")
        sender = a_sender(tx, practice, number="+13035550100")
        staff = {
            who: people.add_staff(tx, practice, f"{who}@willow.example", name, role, DIGEST)
            for who, name, role in PEOPLE
        }
        maria = a_patient(tx, practice, now=now, statement_code="K7M2QX9B")
        talk = a_conversation(tx, practice, sender, MARIA, now)
        elsewhere = a_practice(tx, slug="elsewhere")
        people.add_staff(tx, elsewhere, "eve@elsewhere.example", "Eve Stone", "admin", DIGEST)
        a_patient(tx, elsewhere, "Zoe", "Other", "+17205550999", now=now)
        other = a_conversation(tx, elsewhere, a_sender(tx, elsewhere, number="+13035550900"), "+17205550999", now)
    limiter.enabled = True  # pages under test switch it off
    flask = create_app(app, RATELIMIT_STORAGE_URI="memory://")
    limiter.reset()
    return Office(app, flask, practice, sender, maria, talk, other, staff)


def token(client: FlaskClient, page: str) -> str:
    """The CSRF token of a page."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page).text)
    assert found, f"{page} has no form"
    return found[1]


def submit(client: FlaskClient, to: str, page: str = "", **fields: Any) -> Any:
    """Sends a form as the page (or the sign-in page) would."""
    return client.post(to, data={"csrf_token": token(client, page or "/desk/sign-in"), **fields})


def hears(office: Office, body: str, intent: str = "human", number: str = MARIA, talk: int | None = None) -> int:
    """A patient's text that has been through its turn."""
    meaning = Understood(intent, 0.9, ((intent, 0.9),), "en", 0.99, "model").to_json()
    with office.app.db.begin() as tx:
        talk_id = talk or office.talk
        found = talks.messages(tx, talk_id)
        message = talks.store_message(
            tx, talk_id, office.practice, "twilio_sms", f"SM{talk_id:08}{len(found):024}", body, None, (), (), 0, None,
            office.app.now(),
        )  # fmt: skip
        assert message is not None
        talks.mark_read(tx, [message], {message: meaning})
        return message


def says(office: Office, body: str, cls: str = "REPLY", **links: Any) -> int:
    """A text of ours that waits in the outbox."""
    now = office.app.now()
    with office.app.db.begin() as tx:
        return outbox.add(tx, office.practice, office.talk, office.sender, MARIA, cls, "x", body, "en", 1, 0, now, now,
                          patient_id=office.maria, **links)  # fmt: skip


def waits(office: Office, reason: str = "dispute", talk: int | None = None, note: str = "") -> int:
    """The bot asked for a person; returns the ticket."""
    now, talk_id = office.app.now(), talk or office.talk
    with office.app.db.begin() as tx:
        talks.save(tx, talk_id, handed="waiting", waiting_since=now, waiting_why=reason)
        return tickets.open_ticket(tx, office.practice, reason, now, conversation_id=talk_id, patient_id=office.maria,
                                   note=note)  # fmt: skip


def holds(office: Office, reason: str = "dispute", **more: Any) -> int:
    """A hold on Maria."""
    with office.app.db.begin() as tx:
        return consent.add_hold(tx, office.practice, reason, office.app.now(), patient_id=office.maria, **more)
