"""Refunds by staff: never more than came, once whatever gets lost, and above the limit by two people."""

from __future__ import annotations

import contextlib
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import collect, desk_money, refunds
from bot.acts import Done, No, NotYours
from flows.money import ZERO, Money
from flows.policy import DEFAULT
from storage import ledger, payments, people, tickets
from storage import refunds as rows
from storage.payments import Payment
from tests.at_once import at_once
from tests.stripe_here import ANSWER, CALL, Stripe
from tests.webhooks.office import Office, open_office, submit

OWED, PAID = Money(24001), Money(20000)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


@pytest.fixture
def stripe(office: Office, tmp_path: Path) -> Stripe:
    rig = Stripe(tmp_path / "stripe", office.app.now)
    payments_of = office.app.payments
    assert isinstance(payments_of, dict)
    payments_of.clear()
    payments_of["stripe_checkout"] = rig.provider
    return rig


def cash(office: Office, cents: int = PAID.cents) -> Payment:
    """Money that the office took."""
    desk_money.paid_here(office.app, office.staff["ana"], office.maria, Money(cents), "cash", 10**6)
    return newest(office)


def online(office: Office, stripe: Stripe, amount: Money = PAID) -> Payment:
    """Money that Stripe took."""
    with office.app.db.begin() as tx:
        made = payments.add(tx, office.practice, office.maria, amount, "stripe_checkout", office.app.now())
        payment = payments.payment(tx, made)
    assert payment is not None
    stripe.provider.start(collect.ask_of(payment))
    stripe.pay(payment.ref)
    collect.look(office.app, payment)
    return newest(office)


def newest(office: Office) -> Payment:
    with office.app.db.read() as tx:
        return payments.of_patient(tx, office.maria)[0]


def wishes(office: Office) -> list[rows.Refund]:
    with office.app.db.read() as tx:
        return rows.of_payment(tx, payments.of_patient(tx, office.maria)[0].id)


def owed(office: Office) -> Money:
    with office.app.db.read() as tx:
        return ledger.balance(tx, office.maria)


def give(office: Office, payment: Payment, cents: int | None, who: str = "ana") -> Any:
    amount = None if cents is None else Money(cents)
    return refunds.propose(office.app, office.staff[who], office.maria, payment.id, amount)


def open_notes(office: Office) -> list[str]:
    with office.app.db.read() as tx:
        return [one.note for one in tickets.open_tickets(tx, office.practice)]


def test_what_the_office_took_the_office_gives_back(office: Office) -> None:
    payment = cash(office)
    said = give(office, payment, 5000)
    assert isinstance(said, Done) and "give them $50.00 back" in said.says
    assert owed(office) == OWED - PAID + Money(5000)
    assert [one.state for one in wishes(office)] == ["done"]


def test_what_stripe_took_goes_back_through_stripe(office: Office, stripe: Stripe) -> None:
    payment = online(office, stripe)
    assert isinstance(give(office, payment, 5000), Done)
    [made] = stripe.all("refund")
    assert (made["amount"], made["status"]) == (5000, "succeeded")
    assert set(made["metadata"]) == {"refund", "ref", "attempt"}
    assert owed(office) == OWED - PAID + Money(5000) and wishes(office)[0].state == "done"
    for body, _ in stripe.send():  # and then the news of it
        told = stripe.provider._told_of(json.loads(body))
        collect.heard(office.app, "stripe_checkout", told)
    assert owed(office) == OWED - PAID + Money(5000)


@pytest.mark.parametrize("cents", [None, 0, -5, 20001])
def test_never_more_than_came(office: Office, cents: int | None) -> None:
    assert isinstance(give(office, cash(office), cents), No)
    assert wishes(office) == [] and owed(office) == OWED - PAID


def test_not_twice_what_came(office: Office) -> None:
    payment = cash(office)
    give(office, payment, 10000)
    give(office, payment, 9999)
    said = give(office, payment, 2)
    assert said == No("Of this payment $0.01 can still go back. Nothing was changed.")
    assert owed(office) == OWED - Money(1)


def test_above_the_limit_a_second_person_agrees(office: Office, stripe: Stripe) -> None:
    payment = online(office, stripe)
    assert "Another member of staff has to agree" in give(office, payment, 10001).says
    [wish] = wishes(office)
    assert wish.state == "proposed" and stripe.all("refund") == [] and owed(office) == OWED - PAID
    assert "a second person has to agree" in open_notes(office)[0]
    mine = office.app, office.staff["ana"], office.maria, wish.id
    assert isinstance(refunds.agree(*mine), No), "not the same person"
    assert isinstance(give(office, payment, 10000), No), "what is proposed is spoken for"
    assert isinstance(refunds.agree(office.app, office.staff["ben"], office.maria, wish.id), Done)
    assert owed(office) == OWED - PAID + Money(10001)
    assert wishes(office)[0].second == office.staff["ben"]
    assert isinstance(refunds.agree(office.app, office.staff["kate"], office.maria, wish.id), No), "it is decided"


def test_the_practice_sets_the_limit(office: Office) -> None:
    with office.app.db.begin() as tx:
        people.update_practice(tx, office.practice, policy=replace(DEFAULT, refund_alone_cents=0))
    give(office, cash(office), 1)
    assert wishes(office)[0].state == "proposed"


def test_what_is_proposed_can_be_withdrawn(office: Office) -> None:
    payment = cash(office)
    give(office, payment, 15000)
    [wish] = wishes(office)
    assert refunds.withdraw(office.app, office.staff["ana"], office.maria, wish.id) == Done("Nothing goes back.")
    assert isinstance(refunds.agree(office.app, office.staff["ben"], office.maria, wish.id), No)
    assert owed(office) == OWED - PAID and isinstance(give(office, payment, 10000), Done)


def test_what_went_back_meanwhile_can_not_go_back_again(office: Office, stripe: Stripe) -> None:
    payment = online(office, stripe)
    give(office, payment, 15000)
    [wish] = wishes(office)
    intent = stripe.all("payment_intent")[0]["id"]
    told = {"payment_intent": intent, "amount": "10000"}
    stripe.flask.test_client().post("/v1/refunds", data=told, headers={"Authorization": "Bearer sk_test_here"})
    collect.look(office.app, payment)
    assert isinstance(refunds.agree(office.app, office.staff["ben"], office.maria, wish.id), No)
    assert owed(office) == OWED - PAID + Money(10000)


# Calls of a refund: look for the session and its refunds, make it, look at the payment.
LOST: list[list[str | int | None]] = [
    [CALL], [None, CALL], [None, None, CALL], [None, None, None, CALL], [None, None, None, ANSWER],
    [None, None, None, 500], [None, None, None, None, CALL], [None, None, 503],
]  # fmt: skip


@pytest.mark.parametrize("lost", LOST)
def test_whatever_gets_lost_it_goes_back_once(office: Office, stripe: Stripe, lost: list[str | int | None]) -> None:
    payment = online(office, stripe)
    stripe.wire.lose = list(lost)
    said = give(office, payment, 5000)
    assert isinstance(said, Done) and "keeps asking" in said.says and wishes(office)[0].state == "unknown"
    stripe.wire.lose = []
    for _ in range(3):
        office.pass_time(timedelta(minutes=1))
        refunds.sweep(office.app)
    assert wishes(office)[0].state == "done" and len(stripe.all("refund")) == 1
    assert owed(office) == OWED - PAID + Money(5000)


def test_after_twenty_hours_it_is_only_looked_for(office: Office, stripe: Stripe) -> None:
    payment = online(office, stripe)
    stripe.wire.lose = [None, None, None, CALL]
    give(office, payment, 5000)
    office.pass_time(timedelta(hours=21))
    refunds.sweep(office.app)
    assert stripe.all("refund") == [] and wishes(office)[0].state == "refused"
    assert "did not give it back" in open_notes(office)[-1] and owed(office) == OWED - PAID


def test_what_stripe_refuses_is_told(office: Office, stripe: Stripe) -> None:
    payment = online(office, stripe)
    stripe.does("dispute", stripe.all("charge")[0]["id"], amount="100")
    assert isinstance(give(office, payment, 5000), No) and wishes(office)[0].state == "refused"


def test_two_people_at_once_give_back_once(office: Office) -> None:
    payment = cash(office)
    give(office, payment, 15000)
    [wish] = wishes(office)
    both = [lambda who=who: refunds.agree(office.app, office.staff[who], office.maria, wish.id)
            for who in ("ben", "kate")]  # fmt: skip
    assert sorted(type(one).__name__ for one in at_once(*both)) == ["Done", "No"]
    assert owed(office) == OWED - PAID + Money(15000)


def test_nobody_elses(office: Office) -> None:
    payment = cash(office)
    give(office, payment, 15000)
    for act in (refunds.agree, refunds.withdraw):
        with pytest.raises(NotYours):
            act(office.app, office.staff["ben"], office.maria, 10**6)
    with pytest.raises(NotYours):
        refunds.propose(office.app, office.staff["ben"], office.maria, 10**6, Money(1))


def test_the_page_asks_a_colleague(office: Office) -> None:
    payment, page = cash(office), f"/desk/patient/{office.maria}"
    ana, ben = office.browser("ana"), office.browser("ben")
    form = {"amount": "150", "patient": str(office.maria)}
    submit(ana, f"{page}/payment/{payment.id}/refund", page, **form)
    mine, his = ana.get(page).text, ben.get(page).text
    assert "a colleague has to agree" in mine and 'name="agree"' not in mine and 'name="agree"' in his
    [wish] = wishes(office)
    submit(ben, f"{page}/refund/{wish.id}", page, agree="1", patient=str(office.maria))
    assert "$150.00 went back" in ben.get(page).text and owed(office) == OWED - PAID + Money(15000)


Step = tuple[str, int]
STEPS = st.lists(st.tuples(st.sampled_from(["give", "agree", "withdraw", "lose", "dashboard", "sweep", "hear"]),
                           st.integers(1, 25000)), max_size=14)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_happens_the_ledger_has_what_stripe_has(steps: list[Step], tmp_path_factory: Any) -> None:
    office = open_office(tmp_path_factory.mktemp("any"))
    rig = Stripe(tmp_path_factory.mktemp("stripe"), office.app.now)
    office.app.payments.clear()  # type: ignore[attr-defined]
    office.app.payments["stripe_checkout"] = rig.provider  # type: ignore[index]
    payment = online(office, rig)
    for what, number in steps:
        _step(office, rig, payment, what, number)
    rig.wire.lose = []
    for _ in range(2):
        office.pass_time(timedelta(minutes=1))
        refunds.sweep(office.app)
    collect.look(office.app, payment)
    gone = sum(one["amount"] for one in rig.all("refund"))
    assert gone <= PAID.cents and owed(office) == OWED - PAID + Money(gone)
    done = sum(one.amount.cents for one in wishes(office) if one.state == "done")
    assert done <= gone
    with office.app.db.read() as tx:
        assert sum(one.cents for one in ledger.trial_balance(tx, office.practice).values()) == 0
        assert refunds.may_go_back(tx, newest(office)) >= ZERO
    office.app.db.dispose()


def _step(office: Office, rig: Stripe, payment: Payment, what: str, number: int) -> None:
    open_ = [one for one in wishes(office) if one.state == "proposed"]
    match what:
        case "give":
            give(office, payment, number, "ana" if number % 2 else "ben")
        case "agree" if open_:
            refunds.agree(office.app, office.staff["kate"], office.maria, open_[0].id)
        case "withdraw" if open_:
            refunds.withdraw(office.app, office.staff["kate"], office.maria, open_[0].id)
        case "lose":
            rig.wire.lose = [None] * (number % 5) + [(CALL, ANSWER, 500)[number % 3]]
        case "dashboard":
            told = {"payment_intent": rig.all("payment_intent")[0]["id"], "amount": str(number)}
            rig.flask.test_client().post("/v1/refunds", data=told, headers={"Authorization": "Bearer sk_test_here"})
        case "sweep":
            office.pass_time(timedelta(seconds=number % 90))
            refunds.sweep(office.app)
        case "hear":
            for body, _ in reversed(rig.send()):
                with contextlib.suppress(ConnectionError):  # our door answers 503 then, and Stripe sends it again
                    collect.heard(office.app, "stripe_checkout", rig.provider._told_of(json.loads(body)))
