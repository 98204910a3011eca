"""The daily look at the provider's account: what differs is listed, nothing is put right, and no day is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot import collect, desk_money, reconcile
from bot.payments import Closed, NoAnswer, NotThere, OnItsWay, Paid
from bot.payments.test_till import TestTill
from bot.reconcile import differing, totals_of
from flows.money import ZERO, Money
from storage import audit, books, ledger, payments, people, reconciled
from storage.reconciled import Difference, Run
from tests.bot.test_collect import PART, newest, order
from tests.bot.test_collect_stripe import begin, hear
from tests.stripe_here import ANSWER, BANK, CALL, Stripe
from tests.willow import Town, make_town


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = make_town(tmp_path)
    yield made
    made.app.db.dispose()


@pytest.fixture
def stripe(town: Town, tmp_path: Path) -> Stripe:
    rig = Stripe(tmp_path, town.app.now)
    town.app = replace(town.app, payments={"stripe_checkout": rig.provider})
    return rig


def look(town: Town, hours: int = 2) -> list[Difference]:
    """Some hours later the ledger is held against the account."""
    town.forward(hours=hours)
    reconcile.run_all(town.app)
    with town.app.db.read() as tx:
        return reconciled.standing(tx, town.practice_id)


def runs(town: Town) -> list[Run]:
    with town.app.db.read() as tx:
        return reconciled.runs(tx, town.practice_id)


def paid(town: Town, stripe: Stripe) -> str:
    payment = begin(town)
    stripe.pay(payment.ref)
    hear(town, stripe)
    assert newest(town).state == "paid"
    return payment.ref


def test_both_sides_say_the_same(town: Town, stripe: Stripe) -> None:
    paid(town, stripe)
    assert look(town) == []
    (run,) = runs(town)
    fee = Money(round(PART.cents * 0.029) + 30)
    assert (run.paid, run.back, run.fee, run.payout) == (PART, ZERO, fee, ZERO)
    with town.app.db.read() as tx:
        assert [one.data for one in audit.rows(tx) if one.action == "reconciled"] == [
            {"provider": "stripe_checkout", "new": 0}
        ]


def test_each_run_goes_on_where_the_last_one_ended(town: Town, stripe: Stripe) -> None:
    """Whatever happens on the way, no movement is left out and none is counted twice."""
    paid(town, stripe)
    look(town)
    stripe.does("dispute", stripe.all("charge")[0]["id"])
    hear(town, stripe)
    assert look(town, 30) == []
    newer, older = runs(town)
    assert newer.since == older.until and newer.paid == ZERO and newer.back == PART
    assert newer.fee == Money(1500)


def test_money_that_never_reached_the_ledger(town: Town, stripe: Stripe) -> None:
    """Paid at the provider; no news came, and nobody has asked since."""
    payment = begin(town)
    stripe.pay(payment.ref)
    (one,) = look(town)
    assert (one.payment_id, one.what, one.theirs, one.ours) == (payment.id, "paid", PART, ZERO)
    assert newest(town).state == "asked" and town.owed() > ZERO, "it is told, not put right"
    collect.sweep_payments(town.app)
    assert look(town, 24) == [], "both agree by now: it has gone by itself"


def test_a_refund_made_with_the_providers_own_tools(town: Town, stripe: Stripe) -> None:
    paid(town, stripe)
    intent = stripe.all("payment_intent")[0]["id"]
    stripe.provider._client.v1.refunds.create({"payment_intent": intent, "amount": 1000})
    (one,) = look(town)
    assert (one.what, one.theirs, one.ours) == ("given_back", Money(1000), ZERO)
    hear(town, stripe)
    assert look(town, 24) == []


def test_a_refund_that_failed_is_seen_to_have_come_again(town: Town, stripe: Stripe) -> None:
    paid(town, stripe)
    intent = stripe.all("payment_intent")[0]["id"]
    made = stripe.provider._client.v1.refunds.create({"payment_intent": intent, "amount": 1000})
    hear(town, stripe)
    stripe.does("fail_refund", made.id)
    (one,) = look(town)
    assert (one.what, one.theirs, one.ours) == ("given_back", ZERO, Money(1000))


def test_a_dispute_that_was_not_told_and_was_won_later(town: Town, stripe: Stripe) -> None:
    paid(town, stripe)
    dispute = stripe.does("dispute", stripe.all("charge")[0]["id"])
    (one,) = look(town)
    assert (one.what, one.theirs, one.ours) == ("taken_back", PART, ZERO)
    stripe.does("win", dispute["id"])
    assert look(town, 24) == []
    assert runs(town)[0].back == -PART


def test_money_for_nothing_that_we_know_of(town: Town, stripe: Stripe) -> None:
    """Somebody took a card with Stripe's own tools."""
    paid(town, stripe)
    client = stripe.provider._client.v1
    session = client.checkout.sessions.create(
        {"mode": "payment", "success_url": "http://x", "line_items": [
            {"quantity": 1, "price_data": {"currency": "usd", "unit_amount": 777, "product_data": {"name": "x"}}}]}
    )  # fmt: skip
    stripe.flask.test_client().post(f"/pay/{session.id}", data={"number": "4242424242424242"})
    (one,) = look(town)
    assert one.payment_id is None and one.subject.startswith("txn_")
    assert (one.what, one.theirs, one.ours) == ("paid", Money(777), ZERO)
    assert look(town, 24) == [one], "it stays until a person has looked into it"


def test_a_ledger_that_says_more_than_the_provider(town: Town, stripe: Stripe) -> None:
    payment = begin(town)
    with town.app.db.begin() as tx:
        ledger.payment(tx, town.practice_id, town.maria, payment.id, PART, town.app.now())
    (one,) = look(town)
    assert (one.payment_id, one.what, one.theirs, one.ours) == (payment.id, "paid", ZERO, PART)


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("lost", [CALL, ANSWER, 500])
def test_without_an_answer_the_next_run_looks_at_the_same_time(
    town: Town, stripe: Stripe, lost: str | int, place: int
) -> None:
    payment = begin(town)
    stripe.pay(payment.ref)
    stripe.wire.lose = [*([None] * place), lost]
    assert look(town) == [] and runs(town) == []
    (one,) = look(town, 1)
    assert one.payment_id == payment.id and len(runs(town)) == 1


def test_what_is_younger_than_an_hour_waits(town: Town, stripe: Stripe) -> None:
    begin(town)
    reconcile.run_all(town.app)
    assert runs(town) == []
    town.forward(minutes=60)
    reconcile.run_all(town.app)
    assert runs(town) == []
    town.forward(seconds=1)
    reconcile.run_all(town.app)
    assert len(runs(town)) == 1


def test_months_are_looked_at_in_pieces(town: Town, stripe: Stripe) -> None:
    paid(town, stripe)
    look(town, 24 * 70)
    for _ in range(3):
        reconcile.run_all(town.app)
    looked = runs(town)[::-1]
    assert [one.until - one.since for one in looked[:2]] == [timedelta(days=31)] * 2
    assert all(later.since == earlier.until for earlier, later in pairwise(looked))


def test_a_bank_debit_counts_when_it_has_come(town: Town, stripe: Stripe) -> None:
    payment = begin(town)
    stripe.pay(payment.ref, BANK)
    hear(town, stripe)
    assert look(town) == []
    stripe.does("clear", stripe.all("payment_intent")[0]["id"])
    hear(town, stripe)
    assert look(town, 24) == []
    assert runs(town)[0].paid == PART


def test_only_this_practices_account_is_looked_at(town: Town, stripe: Stripe) -> None:
    """Each practice has an account of its own; money of another one is none of its business."""
    with town.app.db.begin() as tx:
        people.update_practice(tx, town.practice_id, stripe_account="acct_mine")
    paid(town, stripe)
    other = stripe.provider._client.v1.checkout.sessions
    session = other.create(
        {"mode": "payment", "success_url": "http://x", "line_items": [
            {"quantity": 1, "price_data": {"currency": "usd", "unit_amount": 777, "product_data": {"name": "x"}}}]},
        {"stripe_account": "acct_other"},
    )  # fmt: skip
    stripe.flask.test_client().post(f"/pay/{session.id}", data={"number": "4242424242424242"})
    assert look(town) == [] and runs(town)[0].paid == PART


def test_practices_that_share_an_account_do_not_see_each_others_money(town: Town, stripe: Stripe) -> None:
    paid(town, stripe)
    with town.app.db.begin() as tx:
        fields = {"name": "Elsewhere", "phone": "(303) 555-0111", "zone": "America/Denver", "site": "elsewhere.example"}
        other = people.add_practice(tx, slug="elsewhere", state="CO", **fields)
        whose = people.add_patient(tx, other, "P1", "Zoe", last="Other")
        made = payments.add(tx, other, whose, Money(777), "stripe_checkout", town.app.now())
        theirs = payments.payment(tx, made)
    assert theirs is not None
    stripe.provider.start(collect.ask_of(theirs))
    stripe.pay(theirs.ref)
    collect.look(town.app, theirs)
    assert look(town) == [] and runs(town)[0].paid == PART
    with town.app.db.read() as tx:
        assert reconciled.standing(tx, other) == [] and reconciled.runs(tx, other)[0].paid == Money(777)


def test_what_went_to_the_practices_bank_is_told(town: Town, stripe: Stripe) -> None:
    paid(town, stripe)
    stripe.does("payout", stripe.all("charge")[0]["id"])
    assert look(town) == []
    assert runs(town)[0].payout == PART - Money(round(PART.cents * 0.029) + 30)


def test_the_test_tills_account(town: Town) -> None:
    till = TestTill(town.app.settings, town.app.now)
    town.app = replace(town.app, payments={till.name: till})
    assert isinstance(collect.begin(town.app, order(town, PART)), collect.GoTo)
    payment = newest(town)
    till.press(f"{payment.ref}-1", "drop")
    (one,) = look(town)
    assert (one.payment_id, one.what, one.theirs, one.ours) == (payment.id, "paid", PART, ZERO)
    collect.sweep_payments(town.app)
    assert look(town, 24) == []
    with town.app.db.read() as tx:
        assert books.of_payment(tx, payment.id) == {"paid": PART, "given_back": ZERO, "taken_back": ZERO}


def test_staff_take_a_difference_off_the_list(town: Town, stripe: Stripe) -> None:
    payment = begin(town)
    stripe.pay(payment.ref)
    (one,) = look(town)
    with town.app.db.begin() as tx:
        staff = people.add_staff(tx, town.practice_id, "dana@willow.example", "Dana", "biller", "x")
    owed = town.owed()
    assert "No figure was changed" in desk_money.looked_into(town.app, staff, one.id).says  # type: ignore[union-attr]
    assert "already" in desk_money.looked_into(town.app, staff, one.id).why  # type: ignore[union-attr]
    with town.app.db.read() as tx:
        assert reconciled.standing(tx, town.practice_id) == []
        assert [row.subject for row in audit.rows(tx) if row.action == "difference_closed"] == [f"difference:{one.id}"]
    assert town.owed() == owed


@pytest.mark.parametrize("answer", [Closed("x"), NotThere(), OnItsWay("x"), NoAnswer("x")])
def test_nothing_has_moved_where_nothing_is_paid(answer: object) -> None:
    assert totals_of(answer) == {}  # type: ignore[arg-type]


def test_each_figure_is_compared_by_itself() -> None:
    theirs = totals_of(Paid("x", Money(5000), Money(100), None))
    ours = {"paid": Money(5000), "given_back": ZERO, "taken_back": Money(7)}
    found = [(one.what, one.theirs, one.ours) for one in differing("payment:1", 1, theirs, ours)]
    assert found == [("given_back", Money(100), ZERO), ("taken_back", ZERO, Money(7))]
    assert differing("payment:1", 1, theirs, theirs) == []
