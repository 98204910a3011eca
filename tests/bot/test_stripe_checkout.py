"""Stripe through its own SDK, at our emulator: lost calls and answers, refusals, bank debits, refunds, disputes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.payments import Ask, Closed, Declined, NoAnswer, NotThere, OnItsWay, Paid, Told, Waiting
from bot.payments.stripe_checkout import SIGNATURE, StripeCheckout
from bot.settings import Settings
from flows.money import ZERO, Money
from tests.bot.test_payments_contract import ASK, Clock
from tests.stripe_here import ANSWER, BANK, CALL, EMPTY_BANK, HOOK, REFUSED, Stripe
from webhooks.stripe_emulator.office import signed


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def stripe(tmp_path: Path, clock: Clock) -> Stripe:
    return Stripe(tmp_path, clock)


@pytest.fixture
def ask(clock: Clock) -> Ask:
    return replace(ASK, since=clock())


def ref_of(answer: object) -> str:
    assert isinstance(answer, Waiting | Paid | OnItsWay | Declined | Closed)
    return answer.provider_ref


def test_a_lost_call_opened_nothing(stripe: Stripe, ask: Ask) -> None:
    stripe.wire.lose = [CALL]
    assert stripe.provider.start(ask) == NoAnswer("APIConnectionError")
    assert stripe.provider.find(ask) == NotThere()


def test_a_lost_answer_is_found_by_our_name_for_it(stripe: Stripe, ask: Ask) -> None:
    stripe.wire.lose = [ANSWER]
    assert isinstance(stripe.provider.start(ask), NoAnswer)
    found = stripe.provider.find(ask)
    assert isinstance(found, Waiting) and stripe.provider.start(ask) == found
    assert len(stripe.all("checkout.session")) == 1


def test_a_lost_session_is_found_among_many(stripe: Stripe, clock: Clock, ask: Ask) -> None:
    stripe.wire.lose = [ANSWER]
    stripe.provider.start(ask)
    for n in range(120):
        stripe.provider.start(replace(ask, ref=f"{n:032}"))
    assert isinstance(stripe.provider.find(ask), Waiting)
    assert stripe.provider.find(replace(ask, attempt=7)) == NotThere()


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_fault_at_stripe_is_no_answer(stripe: Stripe, ask: Ask, status: int) -> None:
    stripe.wire.lose = [status, status]
    assert isinstance(stripe.provider.start(ask), NoAnswer) and isinstance(stripe.provider.find(ask), NoAnswer)


def test_a_replayed_answer_is_not_taken_for_news(stripe: Stripe, ask: Ask) -> None:
    stripe.provider.start(ask)
    stripe.pay(ask.ref)
    assert isinstance(stripe.provider.start(ask), Paid)


def test_a_wrong_key_is_no_answer_and_logged(stripe: Stripe, ask: Ask, caplog: pytest.LogCaptureFixture) -> None:
    settings = Settings.read({"SHEEPDOG_DEMO": "1", "SHEEPDOG_STRIPE_URL": "http://stripe.here"})
    other = StripeCheckout(settings, stripe.wire)
    assert other.start(ask) == NoAnswer("AuthenticationError")
    assert "stripe refused a call" in caplog.text


def test_a_refused_card_leaves_the_page_open(stripe: Stripe, ask: Ask) -> None:
    opened = stripe.provider.start(ask)
    assert stripe.pay(ask.ref, REFUSED).status_code == 402
    assert stripe.provider.find(ask) == opened
    stripe.pay(ask.ref)
    assert stripe.provider.find(ask) == Paid(ref_of(opened), ask.amount, ZERO, ZERO)
    assert len(stripe.all("payment_intent")) == 1 and len(stripe.all("charge")) == 2


def test_whoever_is_faster_than_closing_has_paid(stripe: Stripe, ask: Ask) -> None:
    opened = stripe.provider.start(ask)
    find = stripe.provider.find

    def find_then_pay(asked: Ask) -> object:
        found = find(asked)
        if isinstance(found, Waiting):
            stripe.pay(ask.ref)
        return found

    stripe.provider.find = find_then_pay  # type: ignore[method-assign,assignment]
    assert stripe.provider.close(ask) == Paid(ref_of(opened), ask.amount, ZERO, ZERO)


def test_a_page_that_nobody_pays_on_is_over_after_a_day(stripe: Stripe, clock: Clock, ask: Ask) -> None:
    opened = stripe.provider.start(ask)
    clock.now += timedelta(hours=25)
    assert stripe.provider.find(replace(ask, provider_ref=ref_of(opened))) == Closed(ref_of(opened))


@pytest.mark.parametrize(("account", "came"), [(BANK, True), (EMPTY_BANK, False)])
def test_a_bank_debit_takes_days(stripe: Stripe, ask: Ask, account: str, came: bool) -> None:
    id = ref_of(stripe.provider.start(ask))
    stripe.pay(ask.ref, account)
    assert stripe.provider.find(ask) == stripe.provider.close(ask) == OnItsWay(id)
    assert Told(ask.ref, 1, OnItsWay(id)) in [stripe.provider.told(*news) for news in stripe.send()]
    stripe.does("clear", stripe.all("payment_intent")[0]["id"])
    answer = Paid(id, ask.amount) if came else Declined(id)
    assert stripe.provider.find(ask) == (Paid(id, ask.amount, ZERO, ZERO) if came else answer)
    assert Told(ask.ref, 1, answer) in [stripe.provider.told(*news) for news in stripe.send()]


def paid(stripe: Stripe, ask: Ask) -> tuple[str, str, str]:
    """A payment that was made: ids of session, intent and charge."""
    id = ref_of(stripe.provider.start(ask))
    stripe.pay(ask.ref)
    stripe.send()
    return id, stripe.all("payment_intent")[0]["id"], stripe.all("charge")[0]["id"]


def test_what_is_refunded_elsewhere_is_seen(stripe: Stripe, ask: Ask) -> None:
    id, intent, _ = paid(stripe, ask)
    body = {"payment_intent": intent, "amount": "5000"}
    stripe.flask.test_client().post("/v1/refunds", data=body, headers={"Authorization": "Bearer sk_test_here"})
    told = {stripe.provider.told(*news) for news in stripe.send()}
    assert told == {Told(ask.ref, 1, None)}, "both pieces of news name the payment and ask us to look"
    assert stripe.provider.find(ask) == Paid(id, ask.amount, Money(5000), ZERO)


@pytest.mark.parametrize(("end", "gone"), [(None, 24001), ("lose", 24001), ("win", 0)])
def test_what_a_bank_takes_back_is_seen(stripe: Stripe, ask: Ask, end: str | None, gone: int) -> None:
    id, _, charge = paid(stripe, ask)
    dispute = stripe.does("dispute", charge)
    if end:
        stripe.does(end, dispute["id"])
    assert {stripe.provider.told(*news) for news in stripe.send()} == {Told(ask.ref, 1, None)}
    assert stripe.provider.find(ask) == Paid(id, ask.amount, ZERO, Money(gone))


def test_a_dispute_whose_payment_can_not_be_asked_for_is_sent_again(stripe: Stripe, ask: Ask) -> None:
    _, _, charge = paid(stripe, ask)
    stripe.does("dispute", charge)
    news = stripe.send()
    stripe.wire.lose = [CALL]
    with pytest.raises(ConnectionError):
        stripe.provider.told(*news[0])


def test_each_practice_has_its_own_account(stripe: Stripe, ask: Ask) -> None:
    own = replace(ask, account="acct_1Willow")
    opened = stripe.provider.start(own)
    assert stripe.provider.find(own) == opened
    assert stripe.provider.find(replace(own, account="acct_1Other")) == NotThere()
    assert stripe.provider.find(replace(own, account="acct_1Other", provider_ref=ref_of(opened))) == NotThere()
    stripe.pay(ask.ref)
    told = [stripe.provider.told(*news) for news in stripe.send()]
    assert Told(ask.ref, 1, Paid(ref_of(opened), ask.amount), "acct_1Willow") in told


def test_news_of_other_things_is_heard_and_names_nothing(stripe: Stripe, ask: Ask) -> None:
    stripe.provider.start(ask)
    stripe.pay(ask.ref)
    kinds = {json.loads(body)["type"]: stripe.provider.told(body, headers) for body, headers in stripe.send()}
    assert kinds["payment_intent.succeeded"] == kinds["charge.succeeded"] == Told("", 0, None)


def test_signed_rubbish_is_no_news(stripe: Stripe, clock: Clock) -> None:
    for body in (b"[]", b"{}", b'{"type": 1}', b"\xff", b'{"type": "x", "data": 3}'):
        headers = {SIGNATURE: signed(HOOK, body, int(clock().timestamp()))}
        assert stripe.provider.told(body, headers) is None


def test_old_news_is_no_news(stripe: Stripe, clock: Clock, ask: Ask) -> None:
    stripe.provider.start(ask)
    stripe.pay(ask.ref)
    for body, _ in stripe.send():
        at = int(clock().timestamp())
        assert stripe.provider.told(body, {SIGNATURE: signed(HOOK, body, at)}) is not None
        assert stripe.provider.told(body, {SIGNATURE: signed(HOOK, body, at - 360)}) is None
