"""A practice's text line with one patient on it, and what a test wants to do with them: text, answer, look."""

from __future__ import annotations

import functools
import itertools
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Table, func, select

from bot import deliver, jobs, turn
from bot.accept import Accepted, NotOurs, Repeat, accept
from bot.channels import Channel, Inbound
from bot.channels.fake import FakeChannel
from bot.clock import FixedClock
from bot.payments.test_till import TestTill
from bot.settings import Settings
from bot.understanding import Host
from bot.wiring import App
from bot.words import Words
from storage import consent, outbox, people, talks, tickets
from storage.crypt import Keyring
from storage.db import Database
from storage.talks import Message
from storage.texts import Text
from tests.app import MONDAY
from tests.both import put_to_rest
from tests.rows import a_patient, a_practice, a_sender
from tests.test_transcripts import Told

PRACTICE: dict[str, Any] = {"registered": True, "hosts": ("127.0.0.1:8000",), "hours": {
    "en": "Mon to Fri, 9 to 5", "es": "de lunes a viernes, de 9 a 5"}}  # fmt: skip
CODE = "K7M2QX9B"
_sids, _numbers = itertools.count(1), itertools.count(1)


def an_app(url: str, folder: Path, now: datetime = MONDAY, hear: Host | None = None,
           channel: Channel | None = None) -> App:  # fmt: skip
    """The parts of a demo on a database that has its tables; the model knows nothing unless it is told."""
    settings, channel = replace(_settings(), home=folder, database_url=url), channel or FakeChannel()
    return App(
        settings=settings,
        db=Database(url, Keyring.of(settings.secret_key, settings.data_keys)),
        clock=FixedClock(now),
        hear=hear or Told({}),
        words=_words(),
        channels={"twilio_sms": channel, "web_chat": channel},
        payments={"test_till": TestTill(settings)},
    )


@functools.cache
def _settings() -> Settings:
    home = tempfile.mkdtemp(prefix="lines-")
    return Settings.read({"SHEEPDOG_DEMO": "1", "SHEEPDOG_HOME": home, "SHEEPDOG_BURST_WAIT": "0"})


@functools.cache
def _words() -> Words:
    return Words()


@dataclass
class Line:
    """The practice, its number, and Maria, who owes $240.01; everything that happens to them in one test."""

    app: App
    practice_id: int = 0
    sender_id: int = 0
    patient_id: int = 0
    ours: str = ""
    theirs: str = ""

    @property
    def clock(self) -> FixedClock:
        assert isinstance(self.app.clock, FixedClock)
        return self.app.clock

    @property
    def channel(self) -> FakeChannel:
        channel = self.app.channels["twilio_sms"]
        assert isinstance(channel, FakeChannel)
        return channel

    @property
    def model(self) -> Told:
        assert isinstance(self.app.hear, Told)
        return self.app.hear

    def forward(self, **by: float) -> None:
        self.clock.forward(timedelta(**by))

    @contextmanager
    def rows(self) -> Iterator[Connection]:
        with self.app.db.begin() as tx:
            yield tx

    # -- what happens --

    def inbound(self, body: str, sender: str | None = None, **more: Any) -> Inbound:
        """A text as a channel hands it over, under a provider id of its own."""
        known: dict[str, Any] = {
            "channel": "twilio_sms", "provider_id": f"SM{next(_sids):032x}", "to": self.ours,
            "sender": self.theirs if sender is None else sender, "body": body, "media": 0, "opt_out_type": None,
            "at": self.app.now(), "account": "AC1",
        }  # fmt: skip
        return Inbound(**{**known, **more})

    def text(self, body: str, sender: str | None = None, **more: Any) -> Accepted | Repeat | NotOurs:
        return accept(self.app, self.inbound(body, sender, **more))

    def take(self, sender: str | None = None) -> turn.Taken:
        return turn.take(self.app, self.talk(sender).id)

    def send(self) -> None:
        """Lets everything leave that is due."""
        for _ in range(500):
            if not deliver.dispatch(self.app, self.sender_id):
                return
        raise AssertionError("texts never end")

    def work(self) -> None:
        """What a worker does until nothing is left."""
        for _ in range(500):
            if not jobs.work_once(self.app):
                return
        raise AssertionError("work never ends")

    def say(self, body: str, intent: str | None = None, sender: str | None = None, **more: Any) -> list[str]:
        """A text, its turn and its delivery; what reached the patient of it."""
        if intent:
            self.model.intents[body] = intent
        before = len(self.channel.taken)
        assert isinstance(self.text(body, sender, **more), Accepted)
        self.take(sender)
        self.send()
        return [taken.request.body for taken in self.channel.taken[before:]]

    def prove(self) -> list[str]:
        """Birth date and ZIP, both right."""
        return self.say("3/2/84 80203")

    def save(self, **changes: Any) -> None:
        """Changes the talk's row."""
        talk = self.talk().id
        with self.rows() as tx:
            talks.save(tx, talk, **changes)

    # -- how things stand --

    def talk(self, sender: str | None = None) -> talks.Conversation:
        with self.rows() as tx:
            return talks.open_conversation(
                tx, self.practice_id, self.sender_id, "twilio_sms", sender or self.theirs, self.app.now()
            )

    def talk_id(self, tx: Connection) -> int:
        """The conversation's id, inside a transaction that is open already."""
        return talks.open_conversation(
            tx, self.practice_id, self.sender_id, "twilio_sms", self.theirs, self.app.now()
        ).id

    def messages(self, sender: str | None = None) -> list[Message]:
        talk = self.talk(sender)
        with self.app.db.read() as tx:
            return talks.messages(tx, talk.id)

    def texts(self, sender: str | None = None) -> list[Text]:
        talk = self.talk(sender)
        with self.app.db.read() as tx:
            return outbox.of_conversation(tx, talk.id, 500)

    def last(self) -> Text:
        return self.texts()[-1]

    def queue(self, cls: str = "NUDGE", key: str = "", **more: Any) -> int:
        """A text of ours that waits, with words that the gate has nothing against."""
        now, talk = self.app.now(), self.talk()
        words = {
            "NUDGE": "Willow Creek Family Medicine: Maria, you have a new account message. Reply STOP to opt out.",
            "REPLY": "We will look into it.",
            "SAFETY": "Call 911.",
        }  # fmt: skip
        body, whose = words.get(cls, words["NUDGE"]), {"patient_id": self.patient_id, "due_at": now}
        known: dict[str, Any] = {"key": key or f"test.{cls.lower()}", "body": body, "lang": "en", "segments": 1,
                                 "level": 0, **whose}  # fmt: skip
        with self.rows() as tx:
            return outbox.add(tx, self.practice_id, talk.id, self.sender_id, self.theirs, cls, now=now,
                              **{**known, **more})  # fmt: skip

    def text_of(self, text_id: int) -> Text:
        with self.app.db.read() as tx:
            found = outbox.text(tx, text_id)
        assert found is not None
        return found

    def holds(self, *patients: int) -> dict[str, consent.HoldRow]:
        """Open holds by reason, of this number and of Maria or of these patients."""
        whom, now = patients or (self.patient_id,), self.app.now()
        with self.app.db.read() as tx:
            found = consent.open_holds(tx, self.practice_id, whom, self.theirs, now)
        return {hold.reason: hold for hold in found}

    def tickets(self) -> dict[str, tickets.Ticket]:
        with self.app.db.read() as tx:
            return {ticket.reason: ticket for ticket in tickets.open_tickets(tx, self.practice_id)}

    def stopped(self, number: str | None = None) -> bool:
        with self.app.db.read() as tx:
            return consent.suppressed_at(tx, self.practice_id, number or self.theirs) is not None

    def phone_states(self, patient_id: int | None = None) -> dict[str, str]:
        with self.app.db.read() as tx:
            return {phone.number: phone.state for phone in people.phones(tx, patient_id or self.patient_id)}

    def count(self, table: Table) -> int:
        """How many rows this practice has in a table."""
        mine = select(func.count()).select_from(table).where(table.c.practice_id == self.practice_id)
        with self.app.db.read() as tx:
            return int(tx.execute(mine).scalar_one())


def a_number(area: str = "720") -> str:
    """A number that no other test has."""
    return f"+1{area}556{next(_numbers):04d}"


def a_line(app: App, ours: str = "", theirs: str = "", patient: dict[str, Any] | None = None,
           sender: dict[str, Any] | None = None, **practice: Any) -> Line:  # fmt: skip
    """A new practice on this app, with its number and Maria; `patient` and `sender` change what they are."""
    ours, theirs = ours or a_number("303"), theirs or a_number()
    with app.db.begin() as tx:
        practice_id = a_practice(tx, **{**PRACTICE, **practice})
        sender_id = a_sender(tx, practice_id, number=ours, **{"per_minute": 1_000_000_000, **(sender or {})})
        patient_id = a_patient(tx, practice_id, number=theirs, **{"statement_code": CODE, **(patient or {})})
    return Line(app, practice_id, sender_id, patient_id, ours, theirs)


@pytest.fixture
def line(shared_url: str, tmp_path: Path) -> Iterator[Line]:
    """A line on both databases, which other tests use too."""
    app = an_app(shared_url, tmp_path)
    yield a_line(app)
    put_to_rest(app.db)
    app.db.dispose()


@pytest.fixture
def quick(shared_file: str, tmp_path: Path) -> Iterator[Line]:
    """A line on SQLite only, where the database does not matter."""
    app = an_app(shared_file, tmp_path)
    yield a_line(app)
    put_to_rest(app.db)
    app.db.dispose()


@pytest.fixture
def own_line(url: str, tmp_path: Path) -> Iterator[Line]:
    """A line alone on its database, on both kinds."""
    app = an_app(url, tmp_path)
    yield a_line(app)
    app.db.dispose()


@pytest.fixture
def sqlite_line(sqlite_url: str, tmp_path: Path) -> Iterator[Line]:
    """A line alone on a SQLite database."""
    app = an_app(sqlite_url, tmp_path)
    yield a_line(app)
    app.db.dispose()
