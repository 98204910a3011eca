"""Willow Creek Pediatrics and Maria Lopez, who owes $240.01: what tests of payments, pages and chat begin with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from bot import agreements, links
from bot.clock import FixedClock
from bot.wiring import App
from flows.money import Money
from storage import ledger, people, talks
from tests.app import MONDAY, make_app

CODE = "K7M2QX9B"
NUMBER = "+17205550143"
OFFICE = "(303) 555-0100"


@dataclass
class Town:
    """One practice, Maria, her talk by text, and whoever a test adds."""

    app: App
    practice_id: int
    sender_id: int
    maria: int
    talk: int

    @property
    def clock(self) -> FixedClock:
        assert isinstance(self.app.clock, FixedClock)
        return self.app.clock

    def forward(self, **by: float) -> None:
        self.clock.forward(timedelta(**by))

    def link(self, kind: Any = "pay", factors: int = 1, patient: int | None = 0, **more: Any) -> str:
        """The path of a new link; Maria's unless another patient, or None, is named."""
        whose = self.maria if patient == 0 else patient
        talk = more.pop("talk", self.talk)
        with self.app.db.begin() as tx:
            practice = people.practice(tx, self.practice_id)
            url = links.make(tx, self.app.settings, kind, practice, whose, talk, factors, self.app.now(), **more)
        return url.removeprefix(self.app.settings.public_url)

    def owed(self, patient: int | None = None) -> Money:
        with self.app.db.read() as tx:
            return ledger.balance(tx, patient or self.maria)

    def add_patient(self, key: str, first: str, cents: int, number: str | None = None, **fields: Any) -> int:
        values = {"last": "Lopez", "born": date(1984, 3, 2), "zip": "80203", "state": "CO", "lang": "en", **fields}
        with self.app.db.begin() as tx:
            new = people.add_patient(tx, self.practice_id, key, first, **values)
            if number:
                people.add_phone(tx, self.practice_id, new, number, kind="mobile")
            if cents:
                ledger.charge(tx, self.practice_id, new, "test", new + 100, Money(cents), self.app.now())
        return new


class Kept:
    """A town that is built once and put back to its first day before every test: building one takes half a second."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self._home = town.app.settings.home
        town.app.db.dispose()
        self._first_day = (self._home / "sheepdog.db").read_bytes()

    def again(self) -> Town:
        """The town as it was built."""
        self.town.app.db.dispose()
        for left in (*self._home.glob("sheepdog.db*"), *self._home.glob("till.db*")):
            left.unlink()
        (self._home / "sheepdog.db").write_bytes(self._first_day)
        self.town.clock._now = MONDAY
        return self.town


def make_town(folder: Path, now: datetime = MONDAY, url: str | None = None, **practice: Any) -> Town:
    """The town on a database of its own."""
    app = make_app(folder, now, url=url)
    fields: dict[str, Any] = {
        "slug": "willow-creek", "name": "Willow Creek Pediatrics", "phone": OFFICE, "site": "willowcreek.example",
        "zone": "America/Denver", "state": "CO", "hours": {"en": "Mon to Fri, 9 to 5", "es": "lun a vie, 9 a 5"},
        "origins": ("https://www.willowcreek.example",),
        "spanish_review": {"by": "Lucía Prado", "version": agreements.READ}, **practice,
    }  # fmt: skip
    with app.db.begin() as tx:
        home = people.add_practice(tx, **fields)
        sender = people.add_sender(tx, home, "twilio_sms", "+13035550199")
        people.add_sender(tx, home, "web_chat", fields["slug"])
        maria = people.add_patient(
            tx, home, "P1", "Maria", last="Lopez", born=date(1984, 3, 2), zip="80203", state="CO", lang="en",
            statement_code=CODE, oldest_service=date(2025, 12, 1), risk_ack_at=app.now(),
        )  # fmt: skip
        people.add_phone(tx, home, maria, NUMBER, kind="mobile")
        ledger.charge(tx, home, maria, "test", 1, Money(24001), app.now())
        talk = talks.open_conversation(tx, home, sender, "twilio_sms", NUMBER, app.now()).id
    return Town(app, home, sender, maria, talk)
