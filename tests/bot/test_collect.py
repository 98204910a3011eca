"""Money lands in the ledger once, whatever is repeated, late or lost between us and the provider."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot import collect, links
from bot.collect import GoTo, LookAt, NoTill, Order
from bot.payments import Answer, Ask, Closed, Declined, NoAnswer, NotThere, Paid, Till, Told, Waiting
from flows.money import Money
from flows.script import Quote
from flows.values import MessageClass
from storage import consent, ledger, outbox, payments, people, plans, promises, quotes, talks, tickets
from storage import links as link_rows
from storage.payments import Payment
from tests.willow import NUMBER, Kept, Town, make_town

FULL, PART = Money(24001), Money(5000)
NUMBERS = itertools.count(1)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    town = make_town(tmp_path_factory.mktemp("collect"))
    with town.app.db.begin() as tx:  # she has proved by text who she is, so that texts may name figures
        people.update_patient(tx, town.maria, risk_ack_at=town.app.now(), risk_ack_wording="verify.ask")
        people.phone_verified(tx, town.practice_id, NUMBER, town.maria, town.app.now())
    return Kept(town)


@pytest.fixture
def town(kept: Kept) -> Iterator[Town]:
    town = kept.again()
    till(town)._clock = real  # type: ignore[attr-defined]
    yield town


def real() -> datetime:
    return datetime.now(UTC)


def till(town: Town) -> Till:
    found = town.app.payments["test_till"]
    assert isinstance(found, Till)
    return found


def order(town: Town, amount: Money = FULL, path: str = "", after: int = 0) -> Order:
    token = (path or town.link()).rpartition("/")[2]
    with town.app.db.read() as tx:
        link = links.open_link(tx, token, town.app.now()).link
    assert link is not None
    return Order(link, town.maria, amount, after, f"{town.app.settings.public_url}/p/{token}/done/{{ref}}", "en")


def begun(town: Town, amount: Money = FULL, path: str = "") -> Payment:
    made = order(town, amount, path)
    assert isinstance(collect.begin(town.app, made), GoTo)
    return newest(town)


def newest(town: Town) -> Payment:
    with town.app.db.read() as tx:
        return payments.of_patient(tx, town.maria)[0]


def all_payments(town: Town) -> list[Payment]:
    with town.app.db.read() as tx:
        return payments.of_patient(tx, town.maria)


def key(payment: Payment) -> str:
    return collect.ask_of(payment).key


def press(town: Town, payment: Payment, button: Any, *, tell: bool = True) -> Told | None:
    """Somebody presses a button on the till's page; its news reaches us unless `tell` is off."""
    pressed = till(town).press(key(payment), button)
    assert pressed is not None
    told = till(town).told(pressed.event, pressed.headers) if pressed.event else None
    if told and tell:
        collect.heard(town.app, "test_till", told)
    return told


def receipts(town: Town) -> list[str]:
    with town.app.db.read() as tx:
        return [text.body for text in outbox.of_conversation(tx, town.talk) if text.cls == "RECEIPT"]


def entries(town: Town) -> int:
    with town.app.db.read() as tx:
        paid = select(func.count()).select_from(ledger.entries).where(ledger.entries.c.kind == "you_paid")
        return int(tx.execute(paid).scalar_one())


# -- the plain way --


def test_a_payment_lowers_what_is_owed_and_brings_a_receipt(town: Town) -> None:
    payment = begun(town, PART)
    assert (payment.state, payment.amount) == ("asked", PART)
    press(town, payment, "approve")
    assert newest(town).state == "paid"
    assert town.owed() == FULL - PART
    assert len(receipts(town)) == 1
    assert "$50.00" in receipts(town)[0] and "$190.01" in receipts(town)[0]


def test_a_number_that_proved_nothing_gets_a_receipt_without_figures(town: Town) -> None:
    with town.app.db.begin() as tx:
        people.update_patient(tx, town.maria, risk_ack_at=None)
    press(town, begun(town, PART), "approve")
    (receipt,) = receipts(town)
    assert "$" not in receipt and "/p/" in receipt


def test_the_last_payment_says_that_nothing_is_owed(town: Town) -> None:
    press(town, begun(town), "approve")
    assert town.owed() == Money(0)
    assert "$240.01" in receipts(town)[0] and "$0.00" not in receipts(town)[0]


def test_the_receipt_knows_its_payment_and_its_class(town: Town) -> None:
    press(town, begun(town), "approve")
    with town.app.db.read() as tx:
        [text] = [text for text in outbox.of_conversation(tx, town.talk) if text.cls == "RECEIPT"]
    assert (text.payment_id, text.number, text.level, text.state) == (newest(town).id, NUMBER, 1, "queued")


def test_it_is_in_transit_until_the_practices_list_shows_it(town: Town) -> None:
    press(town, begun(town, PART), "approve")
    with town.app.db.read() as tx:
        assert ledger.in_transit(tx, town.maria) == PART
        assert ledger.listed(tx, town.maria) == FULL
        assert sum(amount.cents for amount in ledger.trial_balance(tx, town.practice_id).values()) == 0


def test_the_talk_and_the_desk_are_told(town: Town) -> None:
    press(town, begun(town), "approve")
    with town.app.db.read() as tx:
        assert [event.kind for event in talks.events(tx, town.talk)] == ["paid"]


def test_a_declined_card_takes_nothing_and_may_be_tried_again(town: Town) -> None:
    made = order(town)
    assert isinstance(collect.begin(town.app, made), GoTo)
    first = newest(town)
    press(town, first, "decline")
    assert (newest(town).state, town.owed(), receipts(town)) == ("declined", FULL, [])
    assert collect.begin(town.app, made) == LookAt(first.ref), "the same press finds what came of it"
    assert isinstance(collect.begin(town.app, replace(made, after=first.id)), GoTo)
    press(town, newest(town), "approve")
    assert town.owed() == Money(0)


def test_without_a_provider_nothing_is_begun(town: Town) -> None:
    bare = replace(town.app, payments={})
    assert collect.begin(bare, order(town)) == NoTill()
    assert all_payments(town) == []


# -- repeated --


def test_a_double_click_is_one_payment(town: Town) -> None:
    made = order(town)
    first, second = collect.begin(town.app, made), collect.begin(town.app, made)
    assert isinstance(first, GoTo) and first == second
    assert len(all_payments(town)) == 1


def test_a_late_double_click_finds_the_payment_made(town: Town) -> None:
    made = order(town)
    collect.begin(town.app, made)
    press(town, newest(town), "approve")
    assert collect.begin(town.app, made) == LookAt(newest(town).ref)
    assert (len(all_payments(town)), entries(town)) == (1, 1)


def test_two_tabs_for_the_same_amount_are_one_payment(town: Town) -> None:
    path = town.link()
    first, second = collect.begin(town.app, order(town, path=path)), collect.begin(town.app, order(town, path=path))
    assert first == second and len(all_payments(town)) == 1


def test_a_second_page_closes_the_first(town: Town) -> None:
    """Two open pages could be paid on twice (decision 31)."""
    path = town.link()
    first = begun(town, FULL, path)
    assert isinstance(collect.begin(town.app, order(town, PART, path)), GoTo)
    press(town, first, "approve")
    assert {one.amount: one.state for one in all_payments(town)} == {FULL: "expired", PART: "asked"}
    assert town.owed() == FULL


def test_a_page_behind_another_link_closes_the_first_too(town: Town) -> None:
    first = begun(town, FULL)
    second = begun(town, PART)
    assert first.link_id != second.link_id
    assert [one.state for one in all_payments(town)] == ["asked", "expired"]


def test_who_was_faster_in_the_other_tab_is_shown_that(town: Town) -> None:
    path = town.link()
    first = begun(town, FULL, path)
    press(town, first, "drop")
    assert collect.begin(town.app, order(town, PART, path)) == LookAt(first.ref)
    assert (town.owed(), entries(town)) == (Money(0), 1)
    assert newest(town).state == "expired", "the second was never opened"


def test_while_nobody_knows_of_the_first_a_second_is_not_opened(town: Town) -> None:
    path = town.link()
    first = begun(town, FULL, path)
    press(town, first, "slow")
    assert collect.begin(town.app, order(town, PART, path)) == LookAt(first.ref)


@pytest.mark.parametrize("times", [2, 5])
def test_repeated_news_posts_once(town: Town, times: int) -> None:
    told = press(town, begun(town), "approve")
    assert told is not None
    for _ in range(times):
        assert collect.heard(town.app, "test_till", told)
    assert (entries(town), len(receipts(town))) == (1, 1)


def test_news_of_nobodys_payment_is_left(town: Town) -> None:
    payment = begun(town)
    assert not collect.heard(town.app, "test_till", Told("0" * 32, 1, Paid("x", FULL)))
    assert not collect.heard(town.app, "stripe_checkout", Told(payment.ref, 1, Paid("x", FULL)))
    assert town.owed() == FULL


# -- late and lost --


def test_a_lost_answer_is_found_by_the_sweep(town: Town) -> None:
    payment = begun(town)
    press(town, payment, "drop")
    assert newest(town).state == "asked"
    town.forward(seconds=40)
    assert collect.sweep_payments(town.app) == 1
    assert (newest(town).state, town.owed(), len(receipts(town))) == ("paid", Money(0), 1)
    assert collect.sweep_payments(town.app) == 0


def test_looking_again_finds_it_at_once(town: Town) -> None:
    payment = begun(town)
    press(town, payment, "drop")
    collect.look(town.app, payment)
    assert newest(town).state == "paid"


def test_a_slow_answer_is_unknown_and_then_paid(town: Town) -> None:
    payment = begun(town)
    press(town, payment, "slow")
    collect.look(town.app, payment)
    assert newest(town).state == "unknown"
    slow = till(town)
    slow._clock = lambda: town.app.now() + timedelta(days=400)  # type: ignore[attr-defined]
    town.forward(seconds=30)
    collect.sweep_payments(town.app)
    assert (newest(town).state, entries(town)) == ("paid", 1)


def test_a_crash_before_the_call_leaves_a_row_that_ends_by_itself(town: Town) -> None:
    with town.app.db.begin() as tx:
        payments.add(tx, town.practice_id, town.maria, FULL, "test_till", town.app.now())
    town.forward(seconds=40)
    collect.sweep_payments(town.app)
    assert newest(town).state == "unknown"
    town.forward(seconds=200)
    collect.sweep_payments(town.app)
    assert newest(town).state == "expired"


def test_a_crash_after_the_call_is_found_paid(town: Town) -> None:
    """The page was opened and paid on, and our process died before it wrote down that it had asked."""
    with town.app.db.begin() as tx:
        payments.add(tx, town.practice_id, town.maria, FULL, "test_till", town.app.now())
    payment = newest(town)
    till(town).start(collect.ask_of(payment))
    press(town, payment, "drop")
    town.forward(seconds=40)
    collect.sweep_payments(town.app)
    assert (newest(town).state, entries(town)) == ("paid", 1)


@pytest.mark.parametrize("before", ["declined", "expired"])
def test_money_that_was_taken_after_all_counts(town: Town, before: str) -> None:
    payment = begun(town)
    with town.app.db.begin() as tx:
        payments.set_state(tx, payment.id, before, town.app.now())
    collect.heard(town.app, "test_till", Told(payment.ref, 1, Paid(key(payment), FULL)))
    assert (newest(town).state, town.owed()) == ("paid", Money(0))


@pytest.mark.parametrize("after", [Declined("x"), Closed("x"), NotThere(), NoAnswer("?"), Waiting("x", "http://t")])
def test_what_is_paid_stays_paid(town: Town, after: Answer) -> None:
    payment = begun(town)
    press(town, payment, "approve")
    collect.settle(town.app, payment.id, after, lost=True)
    assert (newest(town).state, town.owed()) == ("paid", Money(0))


def test_a_page_that_nobody_pays_on_is_closed_after_a_day(town: Town) -> None:
    payment = begun(town)
    town.forward(hours=24, seconds=1)
    collect.sweep_payments(town.app)
    assert newest(town).state == "expired"
    press(town, payment, "approve")
    assert town.owed() == FULL


def test_a_provider_that_is_away_loses_nothing(town: Town) -> None:
    class Away:
        name = "test_till"

        def start(self, ask: Ask) -> Answer:
            return NoAnswer("time-out")

        find = close = start

        def told(self, body: bytes, headers: Any) -> Told | None:
            return None

    away = replace(town.app, payments={"test_till": Away()})
    made = order(town)
    assert collect.begin(away, made) == LookAt(newest(town).ref)
    assert newest(town).state == "unknown"
    town.forward(seconds=40)
    collect.sweep_payments(away)
    assert newest(town).state == "unknown"
    assert isinstance(collect.begin(town.app, made), GoTo), "the same key, once it is back"
    assert len(all_payments(town)) == 1


@pytest.mark.parametrize(("age", "asked"), [(0, True), (10, True), (110, True), (130, False), (180, True), (190, False),
                                            (3600, True), (3660, False), (4200, True)])  # fmt: skip
def test_the_sweep_asks_ever_less_often(town: Town, age: int, asked: bool) -> None:
    payment = begun(town)
    assert collect.due(payment, payment.created_at + timedelta(seconds=age)) == asked


@pytest.mark.parametrize("start", range(0, 600, 97))
def test_no_sweep_rhythm_misses_a_payment_for_long(town: Town, start: int) -> None:
    payment = begun(town)
    ages = range(start, start + 4000, collect.SWEEP_S)
    asked = [age for age in ages if collect.due(payment, payment.created_at + timedelta(seconds=age))]
    assert max(later - sooner for sooner, later in itertools.pairwise(asked)) <= 600


# -- more than is owed, and what follows from a payment --


def test_paying_twice_makes_a_credit_and_a_ticket(town: Town) -> None:
    first, second = begun(town, FULL), begun(town, PART)
    press(town, second, "approve")
    collect.heard(town.app, "test_till", Told(first.ref, 1, Paid(key(first), FULL)))
    assert town.owed() == Money(-5000)
    with town.app.db.read() as tx:
        assert [one.reason for one in tickets.open_tickets(tx, town.practice_id)] == ["refund"]


def test_exactly_what_is_owed_makes_no_ticket(town: Town) -> None:
    press(town, begun(town), "approve")
    with town.app.db.read() as tx:
        assert tickets.open_tickets(tx, town.practice_id) == []


def queue(town: Town, cls: MessageClass) -> int:
    with town.app.db.begin() as tx:
        return outbox.add(tx, town.practice_id, town.talk, town.sender_id, NUMBER, cls, "x", "Hello", "en", 1, 0,
                          town.app.now(), town.app.now(), patient_id=town.maria)  # fmt: skip


def test_pending_nudges_are_dropped_and_nothing_else(town: Town) -> None:
    rows = {cls: queue(town, cls) for cls in (MessageClass.NUDGE, MessageClass.REPLY, MessageClass.SERVICE)}
    press(town, begun(town, PART), "approve")
    with town.app.db.read() as tx:
        states = {cls: getattr(outbox.text(tx, row), "state", None) for cls, row in rows.items()}
    assert states == {MessageClass.NUDGE: "dropped", MessageClass.REPLY: "queued", MessageClass.SERVICE: "queued"}


def plan_of(town: Town, parts: tuple[int, ...], state: str) -> int:
    now = town.app.now()
    days = tuple((now + timedelta(days=30 * (part + 1))).date() for part in range(len(parts)))
    quote = Quote(town.maria, FULL, tuple(map(Money, parts)), days)
    with town.app.db.begin() as tx:
        row = quotes.add(tx, town.practice_id, town.talk, quote, "plan", "plan.confirm", now, now + timedelta(hours=72))
        return plans.start(tx, row, state, now, "text")


def test_an_open_quote_of_the_old_figure_is_over(town: Town) -> None:
    plan_of(town, (12001, 12000), "offered")
    press(town, begun(town, PART), "approve")
    with town.app.db.read() as tx:
        assert quotes.open_quote(tx, town.maria, town.app.now()) is None


def test_a_plan_knows_what_is_paid_and_when_it_is_done(town: Town) -> None:
    plan = plan_of(town, (12001, 12000), "active")
    press(town, begun(town, Money(12001)), "approve")
    with town.app.db.read() as tx:
        found = plans.plan(tx, town.maria)
        assert found is not None and found.paid == Money(12001) and found.next is not None
        assert found.next[0] == Money(12000)
    press(town, begun(town, Money(12000)), "approve")
    with town.app.db.read() as tx:
        done = plans.by_id(tx, plan)
    assert done is not None and done.state == "completed"


def test_a_promise_is_kept(town: Town) -> None:
    with town.app.db.begin() as tx:
        promises.add(tx, town.practice_id, town.maria, town.app.now().date() + timedelta(days=5), None, town.app.now())
    press(town, begun(town), "approve")
    with town.app.db.read() as tx:
        assert promises.open_promise(tx, town.maria, town.app.now().date()) is None


def test_a_payment_taken_elsewhere_has_the_same_consequences(town: Town) -> None:
    nudge = queue(town, MessageClass.NUDGE)
    collect.record(town.app, town.practice_id, town.maria, PART, town.talk)
    with town.app.db.read() as tx:
        text = outbox.text(tx, nudge)
    assert text is not None and text.state == "dropped"
    assert (town.owed(), len(receipts(town))) == (FULL - PART, 1)


def test_without_a_talk_of_its_own_the_receipt_goes_into_the_patients(town: Town) -> None:
    collect.record(town.app, town.practice_id, town.maria, PART)
    assert len(receipts(town)) == 1


def test_without_any_talk_there_is_no_receipt_and_no_error(town: Town) -> None:
    other = town.add_patient("P2", "Lee", 10000)
    collect.record(town.app, town.practice_id, other, PART)
    assert town.owed(other) == Money(5000)


def test_a_receipt_is_in_the_talks_language(town: Town) -> None:
    with town.app.db.begin() as tx:
        talks.save(tx, town.talk, lang="es")
    press(town, begun(town, PART), "approve")
    assert "Gracias" in receipts(town)[0]


def test_an_opted_out_number_keeps_its_row_for_the_gate_to_judge(town: Town) -> None:
    with town.app.db.begin() as tx:
        consent.suppress(tx, town.practice_id, NUMBER, "text", town.app.now(), "test")
    press(town, begun(town, PART), "approve")
    assert len(receipts(town)) == 1 and town.owed() == FULL - PART


# -- any order of anything --

EVENTS = st.lists(
    st.sampled_from(["begin", "begin part", "approve", "decline", "drop", "slow", "tell", "look", "sweep", "a while",
                     "crash before", "crash after", "close"]),
    min_size=1, max_size=14,
)  # fmt: skip


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return make_town(tmp_path_factory.mktemp("crowded"))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=EVENTS)
def test_whatever_happens_the_ledger_has_what_the_till_took(crowded: Town, events: list[str]) -> None:
    town = crowded
    patient = town.add_patient(f"P-story-{next(NUMBERS)}", "Any", 24001)
    town = replace(town, maria=patient)
    path, told = town.link(), []
    for event in events:
        told += happen(town, path, event, told)
    for one in all_payments(town):
        collect.look(town.app, one)
    taken = taken_by_the_till(town)
    assert town.owed() == FULL - taken
    with town.app.db.read() as tx:
        states = [one.state for one in payments.of_patient(tx, patient)]
        paid = sum(one.amount.cents for one in payments.of_patient(tx, patient) if one.state == "paid")
    assert Money(paid) == taken and set(states) <= set(payments.RANK)


def happen(town: Town, path: str, event: str, told: list[Told]) -> list[Told]:
    mine = all_payments(town)
    newest_first = mine[0] if mine else None
    if event.startswith("begin"):
        after = newest_first.id if newest_first else 0
        collect.begin(town.app, order(town, PART if "part" in event else FULL, path, after))
    elif event in ("approve", "decline", "drop", "slow") and newest_first and till(town).look(key(newest_first)):
        news = press(town, newest_first, event, tell=False)
        return [news] if news else []
    elif event == "tell":
        for one in told:
            collect.heard(town.app, "test_till", one)
    elif event == "look" and newest_first:
        collect.look(town.app, newest_first)
    elif event == "sweep":
        collect.sweep_payments(town.app)
    elif event == "a while":
        town.forward(minutes=3)
    elif event.startswith("crash"):
        with town.app.db.begin() as tx:
            row = payments.add(tx, town.practice_id, town.maria, PART, "test_till", town.app.now())
            payment = payments.payment(tx, row)
        if event == "crash after" and payment:
            till(town).start(collect.ask_of(payment))
    elif event == "close" and newest_first:
        till(town).close(collect.ask_of(newest_first))
    return []


def taken_by_the_till(town: Town) -> Money:
    ahead = till(town)
    clock, ahead._clock = ahead._clock, lambda: town.app.now() + timedelta(days=999)  # type: ignore[attr-defined]
    answers = [ahead.find(collect.ask_of(one)) for one in all_payments(town)]
    for one in all_payments(town):
        collect.look(town.app, one)
    ahead._clock = clock  # type: ignore[attr-defined]
    return Money(sum(answer.amount.cents for answer in answers if isinstance(answer, Paid)))


def test_links_of_other_patients_are_left_alone(town: Town) -> None:
    other = town.add_patient("P2", "Lee", 10000)
    first = begun(town)
    path = town.link(patient=other)
    made = replace(order(town, PART, path), patient_id=other)
    assert isinstance(collect.begin(town.app, made), GoTo)
    assert newest(town).id == first.id and newest(town).state == "asked"
    with town.app.db.read() as tx:
        assert link_rows.link(tx, made.link.id) == made.link
