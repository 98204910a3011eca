"""The same thing done by several people, tabs or processes at the same moment, on both kinds of database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot import agreements, collect, links, proving, visits
from bot.collect import GoTo, Order
from bot.payments import Paid, Told
from bot.proving import Given, Proved
from bot.visits import Visit
from flows import offers
from flows.money import Money
from storage import ledger, outbox, payments, trust
from tests.at_once import at_once
from tests.both import migrated_file, migrated_name, sqlite_url, url
from tests.willow import Town, make_town

__all__ = ["migrated_file", "migrated_name", "sqlite_url", "url"]

FULL = Money(24001)
MARIA = Given(births=(date(1984, 3, 2),), zip="80203")
WRONG = Given(births=(date(1984, 3, 3),), zip="80203")


@pytest.fixture
def town(tmp_path: Path, url: str) -> Iterator[Town]:
    made = make_town(tmp_path / "home", url=url)
    yield made
    made.app.db.dispose()


def link_row(town: Town, path: str) -> links.LinkRow:
    with town.app.db.read() as tx:
        link = links.open_link(tx, path.rpartition("/")[2], town.app.now()).link
    assert link is not None
    return link


def order(town: Town, amount: Money = FULL) -> Order:
    return Order(link_row(town, town.link()), town.maria, amount, 0, "http://127.0.0.1:8000/done/{ref}", "en")


def mine(town: Town) -> list[payments.Payment]:
    with town.app.db.read() as tx:
        return payments.of_patient(tx, town.maria)


def test_a_double_click_is_one_payment(town: Town) -> None:
    made = order(town)
    found = at_once(*[lambda: collect.begin(town.app, made)] * 6)
    assert len(set(found)) == 1 and isinstance(found[0], GoTo) and len(mine(town)) == 1


def test_news_and_sweeps_post_once(town: Town) -> None:
    collect.begin(town.app, order(town))
    [payment] = mine(town)
    till = town.app.payments["test_till"]
    till.press(collect.ask_of(payment).key, "drop")  # type: ignore[attr-defined]
    town.forward(seconds=40)
    told = Told(payment.ref, 1, Paid(collect.ask_of(payment).key, FULL))
    at_once(
        *[lambda: collect.heard(town.app, "test_till", told)] * 4,
        *[lambda: bool(collect.sweep_payments(town.app))] * 2,
        *[lambda: bool(collect.look(town.app, payment))] * 2,
    )
    with town.app.db.read() as tx:
        posted = tx.execute(select(func.count()).select_from(ledger.entries)).scalar_one()
        receipts = [text for text in outbox.of_conversation(tx, town.talk) if text.cls == "RECEIPT"]
    assert (town.owed(), posted, len(receipts)) == (Money(0), 2, 1)


def test_two_pages_at_once_leave_one_open(town: Town) -> None:
    first, second = order(town, FULL), order(town, Money(5000))
    at_once(lambda: collect.begin(town.app, first), lambda: collect.begin(town.app, second))
    till = town.app.payments["test_till"]
    for one in mine(town):
        till.press(collect.ask_of(one).key, "approve")  # type: ignore[attr-defined]
        collect.look(town.app, one)
    taken = sum(one.amount.cents for one in mine(town) if one.state == "paid")
    assert town.owed() == Money(FULL.cents - taken)


def test_guessing_at_once_gets_no_more_tries(town: Town) -> None:
    link = link_row(town, town.link(factors=2))
    outcomes = at_once(*[lambda: proving.prove(town.app, link, WRONG)] * 8)
    with town.app.db.read() as tx:
        misses = tx.execute(
            select(func.count()).where(trust.tries.c.subject == f"patient:{town.maria}", trust.tries.c.kind == "miss")
        ).scalar_one()
    assert misses == 3 and sum(isinstance(one, proving.Missed) for one in outcomes) == 3
    assert isinstance(proving.prove(town.app, link, MARIA), proving.Refused)


def proved_visit(town: Town) -> Visit:
    path = town.link()
    secret = visits.begin(town.app, link_row(town, path), Proved((town.maria,), False))
    with town.app.db.read() as tx:
        found = visits.visit(tx, path.rpartition("/")[2], secret, town.app.now(), ("pay",))
    assert isinstance(found, Visit) and found.proved
    return found


def test_a_plan_is_signed_once(town: Town) -> None:
    visit = proved_visit(town)
    chosen = offers.of_length(FULL, visit.practice.policy, visit.today, 3)
    assert chosen is not None
    plan = agreements.offer(town.app, visit, chosen)
    document = b"what was read"
    sha = hashlib.sha256(document).hexdigest()
    outcomes = at_once(*[lambda: agreements.sign(town.app, visit, plan, document, sha, {}, "192.0.2.1")] * 5)
    assert sorted(outcomes) == ["already"] * 4 + ["signed"]


def test_what_was_signed_names_no_address(town: Town) -> None:
    visit = proved_visit(town)
    chosen = offers.of_length(FULL, visit.practice.policy, visit.today, 2)
    assert chosen is not None
    plan = agreements.offer(town.app, visit, chosen)
    document = b"what was read"
    agreements.sign(town.app, visit, plan, document, hashlib.sha256(document).hexdigest(), {"lang": "en"}, "192.0.2.1")
    with town.app.db.read() as tx:
        found = agreements.standing(tx, visit)
    assert found is not None and found.plan.signed is not None
    assert found.plan.document == document and "192.0.2.1" not in str(found.plan.signed)
    assert {"lang", "at", "address"} <= set(found.plan.signed)
