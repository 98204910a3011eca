"""One payment for several patients: who may be in it, and that each share is posted, given back and told of once."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import collect, desk_money, household, reconcile, refunds
from bot.acts import Done, No
from bot.collect import GoTo, LookAt, Order
from bot.payments import Paid
from bot.posting import Posted
from flows.money import ZERO, Money, total
from flows.shares import Share
from storage import balances, books, consent, ledger, outbox, payments, people, reconciled, talks, tickets
from storage import refunds as rows
from tests.at_once import at_once
from tests.family import ALL, ELENA_OWES, GUARANTOR, LEO_OWES, NUMBER, SAM_OWES, SOFIA_OWES, Family, a_family
from tests.rows import NOW, a_patient
from tests.stories.wire import Died, deadly
from tests.stripe_here import ANSWER, CALL, REFUSED, WORKS, Stripe
from tests.webhooks.office import open_office

BOTH = LEO_OWES + SOFIA_OWES


@pytest.fixture
def family(tmp_path: Path) -> Iterator[Family]:
    office = open_office(tmp_path)
    yield a_family(office)
    office.app.db.dispose()


@pytest.fixture
def stripe(family: Family, tmp_path: Path) -> Stripe:
    return rig(family, tmp_path / "stripe")


def rig(family: Family, folder: Path) -> Stripe:
    made = Stripe(folder, family.office.app.now)
    known = family.office.app.payments
    assert isinstance(known, dict)
    known.clear()
    known["stripe_checkout"] = made.provider
    return made


def hear(family: Family, stripe: Stripe, times: int = 2) -> None:
    news = [json.loads(body) for body, _ in stripe.send()]
    for event in news * times:
        collect.heard(family.office.app, "stripe_checkout", stripe.provider._told_of(event))


# -- who may be paid for together --


def them(family: Family, proved: tuple[int, ...], as_guarantor: bool = True, number: str = NUMBER
         ) -> dict[int, household.Member]:  # fmt: skip
    app = family.office.app
    with app.db.read() as tx:
        practice = people.practice(tx, family.office.practice)
        found = household.members(tx, practice, proved, as_guarantor, number, app.now())
    return {one.patient_id: one for one in found}


def test_a_guarantor_pays_for_all_whose_guarantor_they_are_the_oldest_bill_first(family: Family) -> None:
    found = them(family, (family.sofia, family.leo, family.sam))
    assert list(found) == [family.leo, family.sofia, family.sam]
    assert household.owed(list(found.values())) == LEO_OWES + SOFIA_OWES + SAM_OWES


def test_of_a_grown_child_the_guarantor_sees_the_statement_alone(family: Family) -> None:
    found = them(family, (family.sofia, family.sam))
    assert (found[family.sofia].name, found[family.sam].name, found[family.sam].code) == ("Sofia", None, "SAM77X")


def test_a_patient_who_is_a_guarantor_too_pays_for_those_on_the_same_number(family: Family) -> None:
    found = them(family, (family.elena,), as_guarantor=False)
    assert list(found) == [family.leo, family.sofia, family.sam, family.elena]
    assert (found[family.elena].name, found[family.sam].name) == ("Elena", None)


def test_by_web_no_number_opens_more_than_was_proved(family: Family) -> None:
    assert list(them(family, (family.elena,), as_guarantor=False, number="")) == [family.elena]


def test_a_grown_child_pays_for_nobody_else(family: Family) -> None:
    assert list(them(family, (family.sam,), as_guarantor=False)) == [family.sam]


def test_a_child_proved_by_the_letter_opens_no_other(family: Family) -> None:
    """Whoever holds the letter may be anybody of the household: only what was proved is theirs."""
    assert list(them(family, (family.leo,), as_guarantor=False)) == [family.leo]


@pytest.mark.parametrize(
    "fields",
    [
        {**GUARANTOR, "guarantor_first": "Ernesto"},
        {**GUARANTOR, "guarantor_born": date(1988, 11, 3)},
        {"guarantor_first": "Elena", "guarantor_last": "Reyes"},
        {**GUARANTOR, "flags": ("confidential_minor",)},
        {**GUARANTOR, "flags": ("part2",)},
        {**GUARANTOR, "flags": ("nsa_protected",)},
        {**GUARANTOR, "flags": ("assigned_to_agency",)},
        {"guarantor_first": None},
    ],
)
def test_whoever_else_is_on_the_number_stays_out(family: Family, fields: dict[str, object]) -> None:
    office = family.office
    with office.app.db.begin() as tx:
        mia = a_patient(tx, office.practice, "Mia", "Reyes", NUMBER, 4000, born=date(2015, 1, 1), now=office.app.now(),
                        **fields)  # type: ignore[arg-type]  # fmt: skip
    assert mia not in them(family, (family.sofia,)) and mia not in them(family, (family.elena,), as_guarantor=False)


@pytest.mark.parametrize("hold", sorted(["deceased", "bankruptcy", "attorney", "not_first_party", "confidential_comm"]))
def test_whose_pay_page_is_closed_stays_out(family: Family, hold: str) -> None:
    office = family.office
    with office.app.db.begin() as tx:
        consent.add_hold(tx, office.practice, hold, office.app.now(), patient_id=family.sofia)
    assert list(them(family, (family.sofia, family.leo))) == [family.leo, family.sam]


def test_a_dispute_leaves_it_open(family: Family) -> None:
    office = family.office
    with office.app.db.begin() as tx:
        consent.add_hold(tx, office.practice, "dispute", office.app.now(), patient_id=family.sofia)
    assert family.sofia in them(family, (family.leo,))


def test_who_has_another_number_stays_out(family: Family) -> None:
    office = family.office
    with office.app.db.begin() as tx:
        mia = a_patient(tx, office.practice, "Mia", "Reyes", "+17205550116", 4000, born=date(2015, 1, 1), **GUARANTOR)
    assert mia not in them(family, (family.sofia,))


# -- once, and each their own --


def test_each_gets_their_share_and_the_provider_one_payment(family: Family, stripe: Stripe) -> None:
    first = family.begin()
    stripe.pay(first.ref)
    hear(family, stripe, times=3)
    [charge] = stripe.all("charge")
    assert charge["amount"] == BOTH.cents and charge["metadata"]["ref"] == first.ref
    assert (family.owed(family.leo), family.owed(family.sofia)) == (ZERO, ZERO)
    [leos], [sofias] = family.paid(family.leo), family.paid(family.sofia)
    assert (leos.amount, leos.whole, leos.state) == (LEO_OWES, BOTH, "paid")
    assert (sofias.amount, sofias.lead_id, sofias.state) == (SOFIA_OWES, leos.id, "paid")
    with family.office.app.db.read() as tx:
        assert books.of_payment(tx, leos.id)["paid"] == BOTH
        assert ledger.in_transit(tx, family.sofia) == SOFIA_OWES
        assert balances.unproved(tx) == []
        assert [one.kind for one in talks.events(tx, family.talk)] == ["paid"]


def texts(family: Family) -> list[str]:
    with family.office.app.db.read() as tx:
        return [text.body for text in outbox.of_conversation(tx, family.talk) if text.cls == "RECEIPT"]


def test_the_payer_gets_one_receipt(family: Family, stripe: Stripe) -> None:
    first = family.begin((Share(family.leo, LEO_OWES), Share(family.sam, Money(5000))))
    stripe.pay(first.ref)
    hear(family, stripe)
    [receipt] = texts(family)
    assert "Leo: $50.50" in receipt and "Statement SAM77X: $50.00" in receipt and "Sam:" not in receipt
    assert "$100.50" in receipt and "There is $150.00 left to pay" in receipt


def test_without_figures_where_one_of_them_has_not_proved_the_number(family: Family, stripe: Stripe) -> None:
    with family.office.app.db.begin() as tx:
        people.update_patient(tx, family.sofia, risk_ack_at=None)
    first = family.begin()
    stripe.pay(first.ref)
    hear(family, stripe)
    [receipt] = texts(family)
    assert "$" not in receipt and "Leo" not in receipt


def test_no_receipt_goes_to_a_number_that_not_all_of_them_have(family: Family, stripe: Stripe) -> None:
    office = family.office
    with office.app.db.begin() as tx:
        mia = a_patient(tx, office.practice, "Mia", "Reyes", "+17205550116", 4000, born=date(2000, 1, 1))
    order = family.order((Share(mia, Money(4000)), Share(family.leo, LEO_OWES)), talk=False)
    assert isinstance(collect.begin(office.app, order), GoTo)
    stripe.pay(family.paid(mia)[0].ref)
    hear(family, stripe)
    with office.app.db.read() as tx:
        assert outbox.of_conversation(tx, family.talk) == [] and family.paid(mia)[0].state == "paid"


def test_a_refused_card_takes_nothing_from_anybody(family: Family, stripe: Stripe) -> None:
    first = family.begin()
    stripe.pay(first.ref, REFUSED)
    hear(family, stripe)
    assert (family.owed(family.leo), family.owed(family.sofia)) == (LEO_OWES, SOFIA_OWES)
    assert family.paid(family.leo)[0].state == family.paid(family.sofia)[0].state


def test_pressed_twice_it_is_one_payment_and_other_amounts_are_another(family: Family, stripe: Stripe) -> None:
    order = family.order()
    assert collect.begin(family.office.app, order) == collect.begin(family.office.app, order)
    other = (Share(family.leo, LEO_OWES - Money(100)), Share(family.sofia, SOFIA_OWES - Money(100)))
    again = Order(order.link, family.leo, BOTH - Money(200), 0, order.back, "en", "", other)
    assert isinstance(collect.begin(family.office.app, again), GoTo)
    assert [one.state for one in family.paid(family.sofia)] == ["asked", "expired"]
    assert [one.state for one in family.paid(family.leo)] == ["asked", "expired"]


def test_two_presses_at_once_are_one_payment(family: Family, stripe: Stripe) -> None:
    order = family.order()
    at_once(*[lambda: collect.begin(family.office.app, order) and None] * 3)
    assert len(family.paid(family.leo)) == len(family.paid(family.sofia)) == 1


def test_an_own_payment_closes_the_one_for_all_and_the_other_way_round(family: Family, stripe: Stripe) -> None:
    """Two open pages could be paid on twice (decision 31)."""
    first = family.begin()
    alone = family.begin((Share(family.sofia, SOFIA_OWES),))
    assert (family.paid(family.leo)[0].state, family.paid(family.sofia)[1].state) == ("expired", "expired")
    assert stripe.session(first.ref)["status"] == "expired"  # type: ignore[index]
    family.begin()
    assert stripe.session(alone.ref)["status"] == "expired"  # type: ignore[index]


def test_where_the_other_was_paid_meanwhile_that_is_shown(family: Family, stripe: Stripe) -> None:
    first = family.begin()
    stripe.pay(first.ref)
    order = family.order((Share(family.sofia, SOFIA_OWES),))
    assert collect.begin(family.office.app, order) == LookAt(first.ref)
    assert family.owed(family.sofia) == ZERO and family.owed(family.leo) == ZERO


def test_news_and_sweep_at_the_same_moment_post_once(family: Family, stripe: Stripe) -> None:
    first = family.begin()
    stripe.pay(first.ref)
    family.office.pass_time(timedelta(seconds=40))
    news = [json.loads(body) for body, _ in stripe.send()]

    def tell() -> None:
        for event in news:
            collect.heard(family.office.app, "stripe_checkout", stripe.provider._told_of(event))

    at_once(lambda: collect.sweep_payments(family.office.app) and None, tell, tell)
    assert (family.owed(family.leo), family.owed(family.sofia)) == (ZERO, ZERO)
    assert len(texts(family)) == 1


@pytest.mark.parametrize("lost", [CALL, ANSWER, 500])
def test_a_lost_call_is_found(family: Family, stripe: Stripe, lost: str | int) -> None:
    stripe.wire.lose = [lost]
    order = family.order()
    collect.begin(family.office.app, order)
    assert {one.state for one in (*family.paid(family.leo), *family.paid(family.sofia))} == {"unknown"}
    assert isinstance(collect.begin(family.office.app, order), GoTo), "the same key"
    stripe.pay(family.paid(family.leo)[0].ref)
    family.office.pass_time(timedelta(seconds=40))
    collect.sweep_payments(family.office.app)
    assert len(stripe.all("charge")) == 1 and family.owed(family.sofia) == ZERO


def test_another_sum_than_was_asked_for_is_all_posted(family: Family, stripe: Stripe) -> None:
    first = family.begin()
    collect.settle(family.office.app, first.id, Paid("pi_x", BOTH + Money(500)))
    assert (family.owed(family.leo), family.owed(family.sofia)) == (Money(-500), ZERO)
    with family.office.app.db.read() as tx:
        assert [one.patient_id for one in tickets.open_tickets(tx, family.office.practice)] == [family.leo]


def test_the_list_shows_each_share_by_itself(family: Family, stripe: Stripe) -> None:
    stripe.pay(family.begin().ref)
    hear(family, stripe)
    office, [leos], [sofias] = family.office, family.paid(family.leo), family.paid(family.sofia)
    assert isinstance(desk_money.in_list(office.app, office.staff["ana"], family.leo, leos.id), Done)
    with office.app.db.read() as tx:
        assert (ledger.in_transit(tx, family.leo), ledger.in_transit(tx, family.sofia)) == (ZERO, SOFIA_OWES)
    assert isinstance(desk_money.in_list(office.app, office.staff["ana"], family.sofia, sofias.id), Done)


def test_the_desk_shows_each_patient_their_share(family: Family, stripe: Stripe) -> None:
    stripe.pay(family.begin().ref)
    hear(family, stripe)
    with family.office.app.db.read() as tx:
        [leos], [sofias] = (desk_money.of_patient(tx, one) for one in (family.leo, family.sofia))
    assert (leos.amount, leos.whole, leos.left) == (LEO_OWES, BOTH, LEO_OWES)
    assert (sofias.amount, sofias.whole, sofias.left) == (SOFIA_OWES, BOTH, SOFIA_OWES)
    page = family.office.browser().get(f"/desk/patient/{family.sofia}").text
    assert f"of {BOTH} for several patients" in page


# -- back --


def give(family: Family, patient: int, cents: int) -> Done | No:
    """By Ana, and by Kate too above the practice's limit."""
    office, [payment] = family.office, family.paid(patient)
    said = refunds.propose(office.app, office.staff["ana"], patient, payment.id, Money(cents))
    with office.app.db.read() as tx:
        waits = next((one for one in rows.of_payment(tx, payment.id) if one.state == "proposed"), None)
    return refunds.agree(office.app, office.staff["kate"], patient, waits.id) if waits else said


def test_staff_give_back_of_one_share_and_never_more_than_it_was(family: Family, stripe: Stripe) -> None:
    stripe.pay(family.begin().ref)
    hear(family, stripe)
    assert isinstance(give(family, family.leo, LEO_OWES.cents + 1), No)
    assert isinstance(give(family, family.leo, 2000), Done)
    [made] = stripe.all("refund")
    hear(family, stripe)
    assert made["amount"] == 2000
    assert (family.owed(family.leo), family.owed(family.sofia)) == (Money(2000), ZERO)
    assert isinstance(give(family, family.sofia, SOFIA_OWES.cents), Done)
    hear(family, stripe)
    assert (family.owed(family.leo), family.owed(family.sofia)) == (Money(2000), SOFIA_OWES)
    assert isinstance(give(family, family.leo, LEO_OWES.cents - 1999), No)
    assert isinstance(give(family, family.leo, LEO_OWES.cents - 2000), Done)
    hear(family, stripe)
    assert (family.owed(family.leo), family.owed(family.sofia)) == (LEO_OWES, SOFIA_OWES)
    assert sum(one["amount"] for one in stripe.all("refund")) == BOTH.cents


def test_a_refund_with_stripes_own_tools_is_the_newest_share(family: Family, stripe: Stripe) -> None:
    stripe.pay(family.begin().ref)
    hear(family, stripe)
    own_tools(stripe, SOFIA_OWES.cents + 50)
    hear(family, stripe)
    assert (family.owed(family.leo), family.owed(family.sofia)) == (Money(50), SOFIA_OWES)


def own_tools(stripe: Stripe, cents: int) -> None:
    [intent] = stripe.all("payment_intent")
    head = {"Authorization": "Bearer sk_test_here"}
    told = {"payment_intent": intent["id"], "amount": str(cents)}
    assert stripe.flask.test_client().post("/v1/refunds", data=told, headers=head).status_code == 200


@pytest.mark.parametrize("ends", ["win", "lose"])
def test_a_dispute_takes_back_every_share(family: Family, stripe: Stripe, ends: str) -> None:
    stripe.pay(family.begin().ref)
    hear(family, stripe)
    [charge] = stripe.all("charge")
    stripe.does("dispute", charge["id"])
    hear(family, stripe)
    assert (family.owed(family.leo), family.owed(family.sofia)) == (LEO_OWES, SOFIA_OWES)
    with family.office.app.db.read() as tx:
        open_ = tickets.open_tickets(tx, family.office.practice)
    assert {one.patient_id for one in open_ if one.reason == "refund"} == {family.leo, family.sofia}
    stripe.does(ends, stripe.all("dispute")[0]["id"])
    hear(family, stripe)
    back = ends == "lose"
    assert family.owed(family.leo) == (LEO_OWES if back else ZERO)


# -- the books --


def test_the_books_have_a_line_for_each(family: Family, stripe: Stripe) -> None:
    app, since = family.office.app, family.office.app.now()
    stripe.pay(family.begin().ref)
    hear(family, stripe)
    give(family, family.leo, 2000)
    hear(family, stripe)
    with app.db.read() as tx:
        found = books.money_moved(tx, family.office.practice, since, app.now() + timedelta(days=1))
        lines = [Posted.of(one, people.patient(tx, one.patient_id), since.date()) for one in found]
    moved = {(one.account, one.kind, one.amount) for one in lines}
    assert moved == {
        ("R-Leo", "payment", LEO_OWES), ("R-Sofia", "payment", SOFIA_OWES), ("R-Leo", "refund", Money(-2000))
    }  # fmt: skip
    assert len({one.id for one in lines}) == 3


def test_the_daily_look_finds_nothing_to_tell(family: Family, stripe: Stripe) -> None:
    stripe.pay(family.begin().ref)
    hear(family, stripe)
    give(family, family.sofia, 2000)
    own_tools(stripe, 700)
    hear(family, stripe)
    office = family.office
    office.pass_time(timedelta(hours=3))
    assert reconcile.run_all(office.app) == reconcile.Looked(0, 0)
    with office.app.db.read() as tx:
        assert reconciled.runs(tx, office.practice)[0].paid == BOTH


def test_a_share_that_is_not_posted_is_found(family: Family, stripe: Stripe) -> None:
    stripe.pay(family.begin().ref)
    hear(family, stripe)
    office, [sofias] = family.office, family.paid(family.sofia)
    with office.app.db.begin() as tx:
        ledger.reverse(tx, office.practice, "payment", sofias.id, office.app.now())
    office.pass_time(timedelta(hours=3))
    assert reconcile.run_all(office.app).new == 1


# -- whatever happens --


STEPS = ("begin", "part", "alone", "pay", "hear", "sweep", "wait", "refund", "own", "dispute", "trouble")


@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 999)), max_size=14))
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_happens_every_cent_is_somebodys_once(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("household")
    family = a_family(open_office(folder / "office"))
    stripe = rig(family, folder / "stripe")
    deadly(stripe.wire)
    for what, number in steps:
        with contextlib.suppress(Died, ConnectionError):
            step(family, stripe, what, number)
    stripe.wire.lose = []
    for _ in range(200):
        hear(family, stripe, times=1)
        family.office.pass_time(timedelta(seconds=610))
        collect.sweep_payments(family.office.app)
        refunds.sweep(family.office.app)
        everybody = (*family.paid(family.leo), *family.paid(family.sofia), *family.paid(family.sam))
        if all(one.state not in collect.OPEN for one in everybody):
            break
    hear(family, stripe, times=1)
    wrong(family, stripe)
    family.office.app.db.dispose()


def step(family: Family, stripe: Stripe, what: str, number: int) -> None:
    app = family.office.app
    if what in ("begin", "part", "alone"):
        three = (Share(family.leo, LEO_OWES), Share(family.sofia, SOFIA_OWES), Share(family.sam, SAM_OWES))
        part = tuple(Share(one.patient_id, Money(100 + number)) for one in three[: 2 + number % 2])
        some = {"begin": three, "alone": three[number % 3 :][:1], "part": part}[what]
        collect.begin(app, family.order(some))
    elif what == "pay":
        open_ = [one for one in stripe.all("checkout.session") if one["status"] == "open"]
        if open_:
            stripe.pay(open_[number % len(open_)]["client_reference_id"], REFUSED if number % 5 == 4 else WORKS)
    elif what == "hear":
        hear(family, stripe, times=1 + number % 2)
    elif what == "sweep":
        collect.sweep_payments(app)
    elif what == "wait":
        family.office.pass_time(timedelta(seconds=(20, 95, 700, 90_000)[number % 4]))
    elif what == "refund":
        patient = (family.leo, family.sofia, family.sam)[number % 3]
        for one in family.paid(patient):
            refunds.propose(app, family.office.staff["ana"], patient, one.id, Money(1 + number))
    elif what == "own":
        intents = [one for one in stripe.all("payment_intent") if one["status"] == "succeeded"]
        if intents:
            told = {"payment_intent": intents[number % len(intents)]["id"], "amount": str(number + 1)}
            head = {"Authorization": "Bearer sk_test_here"}
            stripe.flask.test_client().post("/v1/refunds", data=told, headers=head)
    elif what == "dispute":
        if charges := stripe.all("charge"):
            stripe.flask.test_client().post(f"/admin/dispute/{charges[number % len(charges)]['id']}")
    else:
        stripe.wire.lose = [None] * (number % 3) + [(CALL, ANSWER, 500)[number % 3]]


def wrong(family: Family, stripe: Stripe) -> None:
    """Both sides, payment by payment, and each patient's share in it."""
    billed = {family.leo: LEO_OWES, family.sofia: SOFIA_OWES, family.sam: SAM_OWES}
    theirs: dict[str, list[int]] = {}
    for charge in stripe.all("charge"):
        if charge["status"] == "succeeded":
            back = [one["amount"] for one in stripe.all("refund")
                    if one["charge"] == charge["id"] and one["status"] == "succeeded"]  # fmt: skip
            gone = [one["amount"] for one in stripe.all("dispute") if one["charge"] == charge["id"]]
            theirs[charge["metadata"]["ref"]] = [charge["amount"], sum(back), sum(gone)]
    with family.office.app.db.read() as tx:
        assert balances.unproved(tx) == []
        leads = {one.lead_id or one.id for patient in billed for one in payments.of_patient(tx, patient)}
        for lead in leads:
            first = payments.payment(tx, lead)
            assert first is not None
            posted = books.of_payment(tx, lead)
            ours = [posted[what].cents for what in ("paid", "given_back", "taken_back")]
            assert ours == theirs.pop(first.ref, [0, 0, 0])
            if posted["taken_back"] == ZERO:
                for one in payments.together(tx, first):
                    assert ZERO <= ledger.gone_back(tx, one.patient_id, one.id) <= one.amount
        assert theirs == {}
        until = family.office.app.now() + timedelta(days=1)
        moved = books.money_moved(tx, family.office.practice, NOW - timedelta(days=1), until)
        came = total([one.amount for one in moved])
        owed = total([ledger.balance(tx, one) for one in billed])
    assert owed == total(list(billed.values())) - came


def test_the_family_owes_what_the_tests_say(family: Family) -> None:
    owed = [family.owed(one) for one in (family.leo, family.sofia, family.sam, family.elena)]
    assert total(owed) == ALL and owed[-1] == ELENA_OWES
