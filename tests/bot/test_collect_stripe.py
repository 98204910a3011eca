"""A payment through Stripe from the link to the ledger: lost answers, bank debits, refunds, disputes, once each."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot import collect
from bot.collect import GoTo, LookAt
from flows.money import Money
from storage import ledger, payments, people, tickets
from storage.payments import Payment
from tests.bot.test_collect import FULL, PART, entries, newest, order
from tests.stripe_here import ANSWER, BANK, CALL, REFUSED, Stripe
from tests.willow import Town, make_town


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = make_town(tmp_path)
    made.app = replace(made.app, payments={"stripe_checkout": Stripe(tmp_path, made.app.now).provider})
    yield made
    made.app.db.dispose()


@pytest.fixture
def stripe(town: Town, tmp_path: Path) -> Stripe:
    """Stripe's clock is ours, save where an event is signed: signatures are judged by the real time (decision 36)."""
    rig = Stripe(tmp_path, town.app.now)
    town.app = replace(town.app, payments={"stripe_checkout": rig.provider})
    return rig


def hear(town: Town, stripe: Stripe, *, order: int = 0) -> None:
    """All news of the emulator reaches us, in one of the orders it may come in, twice."""
    ways = list(itertools.islice(itertools.permutations(events(stripe)), order + 1))
    for _ in range(2):
        for event in ways[-1]:
            told = stripe.provider._told_of(event)
            collect.heard(town.app, "stripe_checkout", told)


def events(stripe: Stripe) -> list[dict[str, object]]:
    return [json.loads(body) for body, _ in stripe.send()]


def begin(town: Town, amount: Money = PART) -> Payment:
    assert isinstance(collect.begin(town.app, order(town, amount)), GoTo)
    return newest(town)


def test_a_payment_by_card(town: Town, stripe: Stripe) -> None:
    payment = begin(town)
    stripe.pay(payment.ref, REFUSED)
    hear(town, stripe)
    assert newest(town).state == "asked" and town.owed() == FULL
    stripe.pay(payment.ref)
    hear(town, stripe)
    assert newest(town).state == "paid" and town.owed() == FULL - PART and entries(town) == 1


def test_without_any_news_the_sweep_finds_out(town: Town, stripe: Stripe) -> None:
    payment = begin(town)
    stripe.pay(payment.ref)
    town.forward(seconds=40)
    collect.sweep_payments(town.app)
    assert newest(town).state == "paid" and town.owed() == FULL - PART


@pytest.mark.parametrize("lost", [[CALL], [ANSWER], [500]])
def test_what_got_lost_on_the_way_is_found_out(town: Town, stripe: Stripe, lost: list[str | int | None]) -> None:
    stripe.wire.lose = list(lost)
    assert isinstance(collect.begin(town.app, order(town, PART)), LookAt)
    assert newest(town).state == "unknown"
    town.forward(seconds=40)
    collect.sweep_payments(town.app)
    if lost == [ANSWER]:
        assert newest(town).provider_ref
        stripe.pay(newest(town).ref)
    town.forward(minutes=3)
    while newest(town).state in collect.OPEN:
        town.forward(seconds=10)
        collect.sweep_payments(town.app)
    assert newest(town).state == ("paid" if lost == [ANSWER] else "expired")
    assert town.owed() == (FULL - PART if lost == [ANSWER] else FULL)


def test_a_bank_debit_is_on_its_way_and_nothing_else_is_begun_beside_it(town: Town, stripe: Stripe) -> None:
    payment = begin(town)
    stripe.pay(payment.ref, BANK)
    hear(town, stripe)
    assert newest(town).state == "unknown" and town.owed() == FULL
    assert collect.begin(town.app, order(town, Money(7000))) == LookAt(payment.ref)
    town.forward(days=3)
    stripe.does("clear", stripe.all("payment_intent")[0]["id"])
    hear(town, stripe)
    with town.app.db.read() as tx:
        known = payments.payment(tx, payment.id)
    assert known is not None and known.state == "paid" and town.owed() == FULL - PART


def refunded(stripe: Stripe, cents: int) -> str:
    body = {"payment_intent": stripe.all("payment_intent")[0]["id"], "amount": str(cents)}
    made = stripe.flask.test_client().post("/v1/refunds", data=body, headers={"Authorization": "Bearer sk_test_here"})
    return str(made.get_json()["id"])


@pytest.mark.parametrize("way", range(6))
def test_refunds_are_posted_once_in_whatever_order_they_are_told(town: Town, stripe: Stripe, way: int) -> None:
    payment = begin(town)
    stripe.pay(payment.ref)
    refunded(stripe, 1000)
    refunded(stripe, 1500)
    hear(town, stripe, order=way)
    assert town.owed() == FULL - PART + Money(2500)
    with town.app.db.read() as tx:
        assert ledger.in_transit(tx, town.maria) == PART - Money(2500)
        assert ledger.listed(tx, town.maria) == FULL, "the practice's own list knows of neither"


def test_a_refund_that_came_back_is_undone_and_told(town: Town, stripe: Stripe) -> None:
    payment = begin(town)
    stripe.pay(payment.ref)
    refund = refunded(stripe, 1000)
    hear(town, stripe)
    stripe.does("fail_refund", refund)
    hear(town, stripe)
    assert town.owed() == FULL - PART
    refunded(stripe, 1000)
    hear(town, stripe)
    assert town.owed() == FULL - PART + Money(1000), "the same total for the second time is posted again"
    assert [one.reason for one in open_tickets(town)] == ["refund"]


def open_tickets(town: Town) -> list[tickets.Ticket]:
    with town.app.db.read() as tx:
        return tickets.open_tickets(tx, town.practice_id)


def test_old_news_of_the_payment_undoes_no_refund(town: Town, stripe: Stripe) -> None:
    payment = begin(town)
    stripe.pay(payment.ref)
    old = events(stripe)
    refunded(stripe, 1000)
    hear(town, stripe)
    for event in old:
        collect.heard(town.app, "stripe_checkout", stripe.provider._told_of(event))
    assert town.owed() == FULL - PART + Money(1000) and open_tickets(town) == []


@pytest.mark.parametrize(("end", "owed"), [("lose", FULL), ("win", FULL - PART)])
def test_a_dispute_is_a_ticket_and_in_the_ledger(town: Town, stripe: Stripe, end: str, owed: Money) -> None:
    payment = begin(town)
    stripe.pay(payment.ref)
    hear(town, stripe)
    dispute = stripe.does("dispute", stripe.all("charge")[0]["id"])
    hear(town, stripe)
    assert town.owed() == FULL
    assert "took the money back" in open_tickets(town)[0].note
    stripe.does(end, dispute["id"])
    hear(town, stripe)
    assert town.owed() == owed
    with town.app.db.read() as tx:
        assert sum(one.cents for one in ledger.trial_balance(tx, town.practice_id).values()) == 0


def test_each_practices_money_goes_to_its_own_account(town: Town, stripe: Stripe) -> None:
    with town.app.db.begin() as tx:
        people.update_practice(tx, town.practice_id, stripe_account="acct_1Willow")
    payment = begin(town)
    assert payment.account == "acct_1Willow" and stripe.all("checkout.session", "acct_1Willow")
    with town.app.db.begin() as tx:
        people.update_practice(tx, town.practice_id, stripe_account="acct_2Other")
    stripe.pay(payment.ref)
    forged = [{**event, "account": "acct_9Theirs"} for event in events(stripe)]
    for event in forged:
        collect.heard(town.app, "stripe_checkout", stripe.provider._told_of(event))
    assert town.owed() == FULL, "another account's news is not believed"
    collect.look(town.app, newest(town))
    assert town.owed() == FULL - PART, "it is asked for on the account that it was begun on"


def test_nothing_that_goes_to_stripe_says_who_or_what(town: Town, stripe: Stripe) -> None:
    begin(town)
    told = " ".join(sent for _, _, sent in stripe.wire.calls).lower()
    assert not any(word in told for word in ("maria", "lopez", "willow", "pediatric", "720555", "k7m2"))
