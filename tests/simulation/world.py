"""A practice's months on a simulated clock, which jumps from one due moment to the next: the product's own code runs.

Patients answer, pay, move and change numbers; the provider fails; processes die; staff do what staff do. Nothing here
judges: tests/simulation/checker.py reads the rows afterwards.
"""

from __future__ import annotations

import heapq
import itertools
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot import breaker, collect, deliver, desk, desk_patient, jobs, outreach, switches
from bot.accept import accept
from bot.channels import Inbound
from bot.clock import FixedClock
from bot.wiring import App
from flows.money import Money
from storage import audit, consent, incidents, ledger, migrations, outbox, people, talks, tickets, touches
from storage.patients import update_patient
from storage.texts import texts as outbox_table
from tests.lines import an_app
from tests.rows import a_practice, a_sender
from tests.simulation import life
from tests.simulation.cast import EVERYBODY, Folk, Person, numbers, settle
from tests.simulation.provider import Crash, Provider
from tests.test_transcripts import Told

MONDAY = datetime(2026, 10, 5, 12, 0, tzinfo=UTC)
"""The first day; the clocks go back, and Thanksgiving, Christmas and New Year come within the 120 days."""
DENVER = ZoneInfo("America/Denver")
TOLD = frozenset(("zip", "contact_prefs", "ma_notice_sent_at", "risk_ack_at", "zone"))


@dataclass
class World:
    """One practice and everybody around it."""

    app: App
    provider: Provider
    chance: random.Random
    practice: int
    sender: int
    staff: int
    people: list[Person]
    end: datetime
    folk: Folk = EVERYBODY
    due: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    happened: Counter[str] = field(default_factory=Counter)
    answered: int = 0
    """The newest text of ours that its patient has looked at."""
    _count: Any = field(default_factory=lambda: itertools.count(1))

    @property
    def now(self) -> datetime:
        return self.app.now()

    def at(self, moment: datetime, act: Callable[[], None]) -> None:
        """Something that happens then, if the simulation lasts so long."""
        if moment <= self.end:
            heapq.heappush(self.due, (moment, next(self._count), act))

    def run(self) -> None:
        """Until the end."""
        self._calendar()
        with patch.object(people, "update_patient", self._changed):
            while (moment := self._next()) <= self.end:
                self._move(moment)
                while self.due and self.due[0][0] <= moment:
                    heapq.heappop(self.due)[2]()
                self._work()
        self._move(self.end)
        with self.app.db.begin() as tx:
            audit.seal(tx, self.now)

    def _changed(self, tx: Connection, patient_id: int, **changes: Any) -> None:
        """What stands on a patient's file is changed in place: whoever checks is told what it was before."""
        had = people.patient(tx, patient_id)
        update_patient(tx, patient_id, **changes)
        was = {name: getattr(had, name) for name in TOLD & set(changes)}
        was = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in was.items()}
        if was:
            audit.write(tx, self.practice, "simulation", "facts_changed", f"patient:{patient_id}", {"was": was},
                        self.now)  # fmt: skip

    def _move(self, moment: datetime) -> None:
        clock = self.app.clock
        assert isinstance(clock, FixedClock)
        clock.forward(max(timedelta(0), moment - self.now))
        self.provider.now = self.now

    def _next(self) -> datetime:
        """The next moment at which something is due: in the world, a turn, a touch, a text, a receipt."""
        with self.app.db.read() as tx:
            soon = [talks.next_due(tx), outbox.next_due(tx), touches.next_due(tx)]
            pace = people.free_at(tx, self.sender, self.now)
        moments = [max(one, self.now) for one in soon if one]
        moments = [max(one, pace) for one in moments]
        moments += [self.due[0][0]] if self.due else []
        moments += [self.provider.due[0][0]] if self.provider.due else []
        return max(self.now + timedelta(milliseconds=1), min(moments, default=self.end + timedelta(days=1)))

    # -- the product at work --

    def _work(self) -> None:
        self._receipts()
        for _ in range(400):
            try:
                if not (jobs.work_once(self.app) or outreach.begin_due(self.app)):
                    break
            except Crash:
                self.happened["crashes"] += 1
                self._ask_later()
        self._look()

    def _receipts(self) -> None:
        self.provider.due.sort(key=lambda one: one[:2])
        while self.provider.due and self.provider.due[0][0] <= self.now:
            deliver.receipt(self.app, self.provider.due.pop(0)[2])

    def _ask_later(self) -> None:
        for seconds in (31, 121, 601):
            self.at(self.now + timedelta(seconds=seconds), lambda: _counted(deliver.settle_unknown(self.app)))

    def _look(self) -> None:
        """Patients look at what has reached them since, and answer or not."""
        with self.app.db.read() as tx:
            fresh = tx.execute(
                outbox_table.select().where(outbox_table.c.id > self.answered).order_by(outbox_table.c.id)
            ).all()  # fmt: skip
        by_id = {person.id: person for person in self.people}
        for row in fresh:
            if row.state in ("queued", "held"):
                continue
            self.answered = max(self.answered, row.id)
            person = by_id.get(row.patient_id or 0)
            if person and row.state in ("sent", "sending", "unknown") and self.chance.random() < 0.5:
                self._reacts(person)
            if row.state in ("unknown", "sending"):
                self._ask_later()

    def _reacts(self, person: Person) -> None:
        if person.temper == "pays" and self.chance.random() < 0.35:
            self.at(self.now + timedelta(hours=self.chance.randrange(1, 60)), lambda: self._pays(person))
        for after, text in life.answers(person, self.chance, self.folk.says):
            self.at(self.now + after, lambda text=text: self._texts(person, text))  # type: ignore[misc]

    # -- what people do --

    def _texts(self, person: Person, body: str, carrier: str | None = None) -> None:
        self.happened["inbound"] += 1
        accept(self.app, Inbound("twilio_sms", f"SM{next(self._count):032x}", self.ours, person.number, body, 0,
                                 carrier, self.now, "AC1"))  # fmt: skip

    @property
    def ours(self) -> str:
        with self.app.db.read() as tx:
            return people.sender(tx, self.sender).number

    def _pays(self, person: Person) -> None:
        with self.app.db.read() as tx:
            owed = ledger.balance(tx, person.id)
        if owed.cents > 0:
            self.happened["payments"] += 1
            part = owed if self.chance.random() < 0.6 else Money(max(1, owed.cents // 2))
            collect.record(self.app, self.practice, person.id, part, None)

    def _moves(self, person: Person) -> None:
        """A new address."""
        self.happened["moves"] += 1
        home = f"{self.chance.choice(('100', '900', '021', '554', '967', '200', '331'))}{self.chance.randrange(100):02}"
        with self.app.db.begin() as tx:
            people.update_patient(tx, person.id, zip=home)
        person.zip = home

    def _new_number(self, person: Person) -> None:
        """The old number stays on nobody's file; the new one has no consent until it is given."""
        self.happened["new numbers"] += 1
        number = f"+1{self.chance.choice(('303', '212', '415', '787', '808'))}{self.chance.randrange(200, 999)}4444"
        with self.app.db.begin() as tx:
            for phone in people.phones(tx, person.id):
                people.set_phone_state(tx, self.practice, phone.number, "wrong")
            people.add_phone(tx, self.practice, person.id, number, kind="mobile")
            if self.chance.random() < 0.6:
                consent.grant(tx, self.practice, person.id, number, "verbal", "By phone.", "1", ("billing",), "staff:1",
                              self.now)  # fmt: skip
        person.number = number

    def _desk(self) -> None:
        """A member of staff does one thing."""
        does = life.at_the_desk(self.chance, self.folk.desk or life.DESK)
        person, now = self.chance.choice(self.people), self.now
        self.happened[f"desk: {does}"] += 1
        with self.app.db.read() as tx:
            open_ones = tickets.open_tickets(tx, self.practice)
            holds = [row for row in consent.holds_of_practice(tx, self.practice, now) if row.lift_by != "patient"]
            waiting = [*talks.waiting(tx, self.practice), *talks.taken(tx, self.practice)]
        ticket = self.chance.choice(open_ones) if open_ones else None
        talk = self.chance.choice(waiting) if waiting else None
        if does == "solve" and ticket:
            desk.solve(self.app, self.staff, ticket.id, "Answered")
        elif does == "lift" and holds:
            desk.lift(self.app, self.staff, self.chance.choice(holds).id)
        elif does in ("reply", "release", "take") and talk:
            self._with_talk(does, talk.id)
        elif does == "unsuspect" and talk:
            desk.allow_nudges(self.app, self.staff, talk.id)
        elif does == "close_incident":
            self._close_incident()
        else:
            self._with_file(does, person)

    def _with_talk(self, does: str, talk: int) -> None:
        if does == "reply":
            desk.reply(self.app, self.staff, talk, f"Hello, this is Kate at the desk. Number {next(self._count)}.")
        elif does == "take":
            desk.take_over(self.app, self.staff, talk)
        else:
            desk.release(self.app, self.staff, talk)

    def _with_file(self, does: str, person: Person) -> None:
        with self.app.db.read() as tx:
            on_file = [phone.number for phone in people.phones(tx, person.id)]
        number = self.chance.choice(on_file)
        if does == "call":
            desk_patient.called(self.app, self.staff, person.id, number)
        elif does == "stop":
            desk_patient.stop_texts(self.app, self.staff, person.id, number)
        elif does == "hold":
            desk_patient.put_hold(self.app, self.staff, person.id, life.a_hold(self.chance))
        elif does == "wishes":
            days = self.chance.sample(("mon", "tue", "wed", "thu", "fri", "sat"), 3)
            told = self.chance.choice(({"from": "17:00"}, {"to": "12:00"}, {"days": days}, {"channels": ["mail"]}, {}))
            desk_patient.wishes(self.app, self.staff, person.id, told)

    def _close_incident(self) -> None:
        with self.app.db.begin() as tx:
            for one in incidents.of_practice(tx, self.practice, "to_review")[:1]:
                incidents.close(tx, self.practice, one.id, f"staff:{self.staff}", "Looked at.", self.now)

    # -- what comes by the clock --

    def _calendar(self) -> None:
        """Every day's planning, seals and desk work; moves, new numbers, a lost registration."""
        day = self.now.astimezone(DENVER).date()
        last = self.end.astimezone(DENVER).date()
        while day <= last:
            for hour in self.folk.plans_at:
                self.at(datetime.combine(day, time(hour), DENVER).astimezone(UTC), self._plan)
            for hour in (9, 11, 14, 16, 18):
                for _ in range(max(1, len(self.people) // 400) * self.folk.acts):
                    self.at(datetime.combine(day, time(hour, self.chance.randrange(60)), DENVER), self._desk)
            day += timedelta(days=1)
        length = (self.end - self.now).total_seconds()
        for person in self.people:
            for act, share in ((self._moves, 0.06), (self._new_number, self.folk.new_numbers), (self._pays, 0.15)):
                if self.chance.random() < share:
                    when = self.now + timedelta(seconds=self.chance.random() * length)
                    self.at(when, lambda act=act, person=person: act(person))  # type: ignore[misc]
            if self.chance.random() < 0.1:
                when = self.now + timedelta(seconds=self.chance.random() * length)
                carrier = self.chance.choice(("STOP", "START", "HELP"))
                self.at(when, lambda p=person, word=carrier: self._texts(p, word, word))  # type: ignore[misc]
        self.at(self.now + (self.end - self.now) / 2, self._lose_registration)

    def _plan(self) -> None:
        self.happened["plannings"] += 1
        breaker.look(self.app)
        self._go_on()
        outreach.plan_all(self.app)
        outreach.settle(self.app)
        deliver.settle_unknown(self.app)
        with self.app.db.begin() as tx:
            audit.seal(tx, self.now)

    def _go_on(self) -> None:
        """An administrator looks twice a day at what stands still."""
        with self.app.db.begin() as tx:
            practice = people.practice(tx, self.practice)
            if practice.paused:
                self.happened["registration lost"] += 1
                switches.resume(tx, self.practice, f"staff:{self.staff}", self.now)
            if practice.outreach == "paused":
                self.happened[f"breaker: {practice.outreach_why}"] += 1
                switches.outreach(tx, self.practice, "on", f"staff:{self.staff}", self.now)
            for key in people.templates_paused(tx, self.practice):
                switches.resume_template(tx, self.practice, key, f"staff:{self.staff}", self.now)

    def _lose_registration(self) -> None:
        self.provider.unregistered = 1


def _counted(_: int) -> None:
    return None


def a_world(folder: Path, many: int, days: int, seed: int = 1, folk: Folk = EVERYBODY, **policy: Any) -> World:
    """A practice in Denver with so many patients, on a database of its own."""
    chance = random.Random(seed)
    url = f"sqlite:///{folder / 'sheepdog.db'}"
    migrations.upgrade(url)
    provider = Provider(chance)
    app = an_app(url, folder, MONDAY, Told(dict(life.MEANT)), provider)
    app = replace(app, settings=replace(app.settings, public_url="https://pay.willowcreek.example"))
    with app.db.begin() as tx:
        practice = a_practice(tx, registered=True, lookups=folk.lookups, **policy)
        sender = a_sender(tx, practice, per_minute=3000, per_day=50_000)
        staff = people.add_staff(tx, practice, "kate@willow.example", "Kate Moran", "admin", "none")
        switches.outreach(tx, practice, "on", "simulation", MONDAY)
    found: list[Person] = []
    supply = numbers(chance, folk)
    for first in range(0, many, 250):
        with app.db.begin() as tx:
            found += settle(tx, practice, first, min(250, many - first), MONDAY, chance, supply, folk)
    return World(app, provider, chance, practice, sender, staff, found, MONDAY + timedelta(days=days), folk)

