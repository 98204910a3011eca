"""Killed at every step between webhook and receipt: nothing is lost, and nothing is answered twice."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot import collect, deliver, jobs, links
from bot.accept import Accepted, Repeat, accept
from bot.channels import Inbound
from bot.clock import FixedClock
from bot.collect import GoTo, Order
from bot.payments import Till
from bot.wiring import App
from flows.money import Money
from storage import ledger, people, talks
from storage.talks import inbound
from storage.texts import texts
from tests.app import make_app
from tests.rows import OUR_NUMBER, THEIR_NUMBER, a_patient, a_practice, a_sender
from tests.steps import PostOffice, killed_at, stepped
from tests.test_transcripts import Told

MOST_STEPS = 200


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a practice and a patient, to copy."""
    home = tmp_path_factory.mktemp("ready")
    app = make_app(home)
    with app.db.begin() as tx:
        practice = a_practice(tx, registered=True, hosts=("127.0.0.1:8000",))
        a_sender(tx, practice, number=OUR_NUMBER)
        a_patient(tx, practice)
    app.db.dispose()
    return home


def text_of(app: App) -> Inbound:
    return Inbound(channel="twilio_sms", provider_id="SM1", to=OUR_NUMBER, sender=THEIR_NUMBER, body="whats my balance",
                   media=0, opt_out_type=None, at=app.now(), account="AC1")  # fmt: skip


def life(home: Path, office: Path) -> Callable[[Callable[[str], None]], None]:
    """A webhook and a worker, in one process."""

    def run(step: Callable[[str], None]) -> None:
        app = stepped(make_app(home, hear=Told({"whats my balance": "check_balance"})), office, step)
        accept(app, text_of(app))
        while jobs.work_once(app):
            pass

    return run


def afterwards(home: Path, office: Path) -> tuple[App, PostOffice]:
    """What a restart does: the provider calls again, workers drain, and what is unknown is asked about in time."""
    app = make_app(home, hear=Told({"whats my balance": "check_balance"}))
    post = PostOffice(office)
    app = stepped(app, office, lambda _: None)
    assert isinstance(accept(app, text_of(app)), Accepted | Repeat)
    for wait in (0, 31, 120, 600, 1):
        assert isinstance(app.clock, FixedClock)
        app.clock.forward(timedelta(seconds=wait))
        deliver.settle_unknown(app)
        while jobs.work_once(app):
            pass
    return app, post


def test_killed_at_every_step_a_text_is_answered_once(ready: Path, tmp_path: Path) -> None:
    steps = 0
    for number in range(1, MOST_STEPS):
        home, office = tmp_path / f"home{number}", tmp_path / f"office{number}"
        shutil.copytree(ready, home)
        killed = killed_at(number, life(home, office))
        app, post = afterwards(home, office)
        bodies = [taken["body"] for taken in post.taken()]
        assert len(bodies) == len(set(bodies)), f"killed at step {number}: said twice"
        assert any("birth" in body for body in bodies), f"killed at step {number}: not answered"
        with app.db.read() as tx:
            assert rows(tx, inbound.c.state) == {"done": 1}
            assert set(rows(tx, texts.c.state)) <= {"sent", "refused"}
        app.db.dispose()
        if not killed:
            break
        steps = number
    assert steps >= 10, "fewer steps than there are transactions and calls"


def rows(tx: Any, column: Any) -> dict[str, int]:
    return {str(row[0]): int(row[1]) for row in tx.execute(select(column, func.count()).group_by(column))}


# -- money --


def paying(home: Path, office: Path, token: str) -> Callable[[Callable[[str], None]], None]:
    """A patient who pays by a link: the order, the till, its news, the receipt."""

    def run(step: Callable[[str], None]) -> None:
        app = stepped(make_app(home), office, step)
        pay(app, token, step)
        while jobs.work_once(app):
            pass

    return run


def pay(app: App, token: str, step: Callable[[str], None] = lambda _: None) -> None:
    with app.db.read() as tx:
        link = links.open_link(tx, token, app.now()).link
    assert link is not None and link.patient_id is not None
    order = Order(link, link.patient_id, Money(5000), 0, "https://pay.example/done/{ref}", "en")
    begun = collect.begin(app, order)
    step("the till's page is open")
    if not isinstance(begun, GoTo):
        return
    till = app.payments["test_till"]
    assert isinstance(till, Till)
    pressed = till.press(begun.url.rpartition("/")[2], "approve")
    step("the till has charged, we do not know")
    told = till.told(pressed.event, pressed.headers) if pressed and pressed.event else None
    if told:
        collect.heard(app, "test_till", told)


def test_killed_at_every_step_a_payment_is_taken_once(ready: Path, tmp_path: Path) -> None:
    steps = 0
    for number in range(1, MOST_STEPS):
        home, office = tmp_path / f"home{number}", tmp_path / f"office{number}"
        shutil.copytree(ready, home)
        app = make_app(home)
        with app.db.begin() as tx:
            practice = people.practices(tx)[0]
            patient = people.patients(tx, practice.id)[0]
            talk = talks.open_conversation(tx, practice.id, people.senders(tx, practice.id)[0].id, "twilio_sms",
                                           THEIR_NUMBER, app.now())  # fmt: skip
            talks.save(tx, talk.id, last_inbound_at=app.now())
            url = links.make(tx, app.settings, "pay", practice, patient.id, talk.id, 1, app.now())
        app.db.dispose()
        killed = killed_at(number, paying(home, office, url.rpartition("/")[2]))
        app = stepped(make_app(home), office, lambda _: None)
        pay(app, url.rpartition("/")[2])  # whoever saw a broken page tries again
        for wait in (0, 31, 150, 600):
            assert isinstance(app.clock, FixedClock)
            app.clock.forward(timedelta(seconds=wait))
            collect.sweep_payments(app)
            deliver.settle_unknown(app)
            while jobs.work_once(app):
                pass
        with app.db.read() as tx:
            assert ledger.in_transit(tx, patient.id) == Money(5000), f"killed at step {number}"
            assert ledger.balance(tx, patient.id) == Money(24001 - 5000)
        receipts = [taken["body"] for taken in PostOffice(office).taken()]
        assert len(receipts) == 1, f"killed at step {number}: {receipts}"
        app.db.dispose()
        if not killed:
            break
        steps = number
    assert steps >= 10, "fewer steps than there are transactions and calls"
