"""What every payment provider must do. A new one is added to RIGS, and to nothing else here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.payments import (
    Ask,
    Closed,
    Declined,
    GivenBack,
    Kept,
    NoAnswer,
    NotThere,
    Paid,
    Provider,
    RefusedBack,
    Saved,
    Till,
    Told,
    Waiting,
)
from bot.payments.test_till import DAWDLES, SIGNATURE, TestTill
from bot.settings import Settings
from flows.money import ZERO, Money
from tests.stripe_here import REFUSED, WORKS, Stripe

ASK = Ask("f" * 32, 1, Money(24001), "http://127.0.0.1:8000/p/abc/done/1", "en")
News = tuple[bytes, Mapping[str, str]]


class Clock:
    """Signatures are judged by the real time (decision 36), so a test begins now."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class Rig:
    """A provider, and what its customers do: pay, be refused. Each gives what the provider then sends."""

    provider: Provider
    pays: Callable[[Ask], list[News]]
    refused: Callable[[Ask], list[News]]
    kept: Callable[[], bytes]
    """All that the provider was ever told."""
    leaves: Callable[[Ask, str], list[News]]
    """A card is left on the page: one that "works", is "short" of money the first time, or is "lost"."""


def till_of(folder: Path, clock: Clock) -> TestTill:
    return TestTill(Settings.read({"SHEEPDOG_DEMO": "1", "SHEEPDOG_HOME": str(folder)}), clock)


def the_till(folder: Path, clock: Clock) -> Rig:
    till = till_of(folder, clock)

    def press(button: str) -> Callable[[Ask], list[News]]:
        def does(ask: Ask) -> list[News]:
            pressed = till.press(ask.key, button)  # type: ignore[arg-type]
            return [(pressed.event, pressed.headers)] if pressed and pressed.event else []

        return does

    def leaves(ask: Ask, luck: str) -> list[News]:
        return press({"works": "keep", "short": "keep_short", "lost": "keep_lost"}[luck])(ask)

    return Rig(till, press("approve"), press("decline"), lambda: (folder / "till.db").read_bytes(), leaves)


def a_stripe(folder: Path, clock: Clock) -> Rig:
    stripe = Stripe(folder, clock)

    def types(*numbers: str) -> Callable[[Ask], list[News]]:
        def does(ask: Ask) -> list[News]:
            for number in numbers:
                stripe.pay(ask.ref, number)
            return list(stripe.send())

        return does

    def leaves(ask: Ask, luck: str) -> list[News]:
        stripe.pay(ask.ref, {"works": WORKS, "short": "4000000000009235", "lost": "4000000000006975"}[luck])
        return list(stripe.send())

    return Rig(stripe.provider, types(WORKS), types(REFUSED), lambda: repr(stripe.wire.calls).encode(), leaves)


RIGS: dict[str, Callable[[Path, Clock], Rig]] = {"test_till": the_till, "stripe_checkout": a_stripe}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ask(clock: Clock) -> Ask:
    return replace(ASK, since=clock())


@pytest.fixture(params=RIGS.values(), ids=RIGS.keys())
def rig(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Rig:
    made: Rig = request.param(tmp_path, clock)
    return made


def test_it_opens_one_page_for_one_key(rig: Rig, ask: Ask) -> None:
    first, again = rig.provider.start(ask), rig.provider.start(ask)
    assert isinstance(first, Waiting) and first == again
    assert first.url.startswith("http")
    assert rig.provider.start(replace(ask, provider_ref=first.provider_ref)) == first


def test_another_attempt_is_another_page(rig: Rig, ask: Ask) -> None:
    first, other = rig.provider.start(ask), rig.provider.start(replace(ask, attempt=2))
    assert isinstance(first, Waiting) and isinstance(other, Waiting) and first.url != other.url
    assert rig.provider.find(ask) == first and rig.provider.find(replace(ask, attempt=2)) == other


def test_it_knows_nothing_of_what_it_was_never_asked(rig: Rig, ask: Ask) -> None:
    assert rig.provider.find(ask) == NotThere()
    assert rig.provider.close(ask) == NotThere()


def test_asking_changes_nothing(rig: Rig, ask: Ask) -> None:
    opened = rig.provider.start(ask)
    assert rig.provider.find(ask) == rig.provider.find(ask) == opened


def test_what_is_paid_stays_paid(rig: Rig, ask: Ask) -> None:
    opened = rig.provider.start(ask)
    assert isinstance(opened, Waiting)
    rig.pays(ask)
    paid = rig.provider.find(ask)
    assert isinstance(paid, Paid) and (paid.provider_ref, paid.amount) == (opened.provider_ref, ask.amount)
    assert not paid.refunded and not paid.taken_back
    assert rig.provider.start(ask) == rig.provider.close(ask) == paid
    rig.refused(ask)
    assert rig.provider.find(ask) == paid


def test_a_refused_card_takes_nothing(rig: Rig, ask: Ask) -> None:
    rig.provider.start(ask)
    rig.refused(ask)
    assert isinstance(rig.provider.find(ask), Declined | Waiting)


def test_a_closed_page_can_not_be_paid_on(rig: Rig, ask: Ask) -> None:
    opened = rig.provider.start(ask)
    assert isinstance(opened, Waiting)
    assert rig.provider.close(ask) == Closed(opened.provider_ref)
    rig.pays(ask)
    assert rig.provider.find(ask) == rig.provider.close(ask) == Closed(opened.provider_ref)


def test_its_news_is_signed_and_says_what_happened(rig: Rig, ask: Ask) -> None:
    opened = rig.provider.start(ask)
    assert isinstance(opened, Waiting)
    told = [rig.provider.told(*news) for news in rig.pays(ask)]
    assert Told(ask.ref, ask.attempt, Paid(opened.provider_ref, ask.amount)) in told
    assert None not in told


@pytest.mark.parametrize("signature", [None, "", "0" * 64, "é", "t=1,v1=0"])
def test_unsigned_news_is_no_news(rig: Rig, ask: Ask, signature: str | None) -> None:
    rig.provider.start(ask)
    for body, headers in rig.pays(ask):
        forged = {name: value for name, value in headers.items() if "Signature" not in name}
        named = next(name for name in headers if "Signature" in name)
        assert rig.provider.told(body, forged | ({named: signature} if signature is not None else {})) is None
        assert rig.provider.told(body.replace(b"24001", b"1") + b" ", headers) is None


def test_it_is_told_an_opaque_name_and_an_amount_only(rig: Rig, ask: Ask) -> None:
    """The provider signs no agreement about health data: nothing but these may reach it (fact sheet H10)."""
    rig.provider.start(ask)
    told = rig.kept()
    assert ask.ref.encode() in told
    assert not any(word in told.lower() for word in (b"maria", b"lopez", b"pediatrics", b"willow", b"patient"))


def test_money_goes_back_once_for_a_key_and_never_more_than_came(rig: Rig, ask: Ask) -> None:
    assert isinstance(rig.provider.give_back(ask, "k0", Money(1)), RefusedBack), "nothing was paid"
    assert rig.provider.found_back(ask, "k0") == NotThere()
    rig.provider.start(ask)
    assert isinstance(rig.provider.give_back(ask, "k0", Money(1)), RefusedBack)
    rig.pays(ask)
    first = rig.provider.give_back(ask, "k1", Money(20000))
    assert isinstance(first, GivenBack)
    assert first == rig.provider.give_back(ask, "k1", Money(20000)) == rig.provider.found_back(ask, "k1")
    assert isinstance(rig.provider.give_back(ask, "k2", Money(4002)), RefusedBack)
    assert isinstance(rig.provider.give_back(ask, "k3", Money(4001)), GivenBack)
    known = rig.provider.find(ask)
    assert isinstance(known, Paid) and known.refunded == ask.amount
    assert rig.provider.found_back(ask, "k2") == NotThere()


# -- a card that is left for later --


def a_card(rig: Rig, ask: Ask, luck: str = "works") -> Kept:
    """A card, left on the provider's page."""
    page = replace(ask, ref="c" * 32, amount=ZERO)
    opened = rig.provider.keep(page)
    assert isinstance(opened, Waiting) and rig.provider.keep(page) == opened
    page = replace(page, provider_ref=opened.provider_ref)
    assert rig.provider.kept(page) == opened, "nobody has left one"
    news = rig.leaves(page, luck)
    assert Told(page.ref, 1, None) in [rig.provider.told(*one) for one in news], "the news says to look"
    kept = rig.provider.kept(page)
    assert isinstance(kept, Kept) and kept == rig.provider.kept(page)
    assert kept.kind == "card" and len(kept.last4) == 4
    return kept


def test_a_card_that_was_left_pays_once_for_a_key(rig: Rig, ask: Ask) -> None:
    ask = replace(ask, saved=a_card(rig, ask).saved)
    assert rig.provider.find(ask) == NotThere()
    paid = rig.provider.start(ask)
    assert isinstance(paid, Paid) and paid.amount == ask.amount
    named = replace(ask, provider_ref=paid.provider_ref)
    assert rig.provider.start(ask) == rig.provider.find(ask) == rig.provider.find(named) == paid
    assert rig.provider.close(named) == paid
    other = rig.provider.start(replace(ask, attempt=2))
    assert isinstance(other, Paid) and other.provider_ref != paid.provider_ref
    until = (ask.since or datetime.now(UTC)) + timedelta(minutes=5)
    moved = rig.provider.moved("", until - timedelta(hours=1), until)
    assert not isinstance(moved, NoAnswer)
    assert [(one.ref, one.amount) for one in moved if one.what == "paid"] == [(ask.ref, ask.amount)] * 2


def test_what_a_card_paid_goes_back_as_any_payment_does(rig: Rig, ask: Ask) -> None:
    ask = replace(ask, saved=a_card(rig, ask).saved)
    paid = rig.provider.start(ask)
    assert isinstance(paid, Paid)
    later = replace(ask, saved=None, provider_ref=paid.provider_ref)  # the card may be forgotten by then
    assert isinstance(rig.provider.give_back(later, "k1", Money(20000)), GivenBack)
    assert isinstance(rig.provider.give_back(later, "k2", Money(4002)), RefusedBack)
    known = rig.provider.find(later)
    assert isinstance(known, Paid) and known.refunded == Money(20000)


@pytest.mark.parametrize(("luck", "soft"), [("short", True), ("lost", False)])
def test_a_refusal_says_whether_another_day_may_be_better(rig: Rig, ask: Ask, luck: str, soft: bool) -> None:
    ask = replace(ask, saved=a_card(rig, ask, luck).saved)
    refused = rig.provider.start(ask)
    assert isinstance(refused, Declined) and refused.soft is soft
    assert rig.provider.start(ask) == refused, "the same key is the same answer"
    assert rig.provider.find(replace(ask, provider_ref=refused.provider_ref)) == refused


def test_a_card_that_is_forgotten_pays_nothing(rig: Rig, ask: Ask) -> None:
    saved = a_card(rig, ask).saved
    assert rig.provider.forget(saved, "") and rig.provider.forget(saved, "")
    assert isinstance(rig.provider.start(replace(ask, saved=saved)), Declined)


def test_a_page_that_was_never_opened_has_no_card(rig: Rig, ask: Ask) -> None:
    assert rig.provider.kept(replace(ask, ref="d" * 32)) == NotThere()


def test_of_a_card_too_the_provider_learns_only_opaque_names(rig: Rig, ask: Ask) -> None:
    rig.provider.start(replace(ask, saved=a_card(rig, ask).saved))
    told = rig.kept().lower()
    assert not any(word in told for word in (b"maria", b"lopez", b"pediatrics", b"willow", b"patient", b"plan"))


# -- the test till alone --


@pytest.fixture
def till(tmp_path: Path, clock: Clock) -> Till:
    return till_of(tmp_path, clock)


def test_a_declined_drawer_is_shut(till: Till) -> None:
    till.start(ASK)
    till.press(ASK.key, "decline")
    till.press(ASK.key, "approve")
    assert till.find(ASK) == Declined(ASK.key)


def test_a_lost_answer_is_told_when_asked(till: Till) -> None:
    till.start(ASK)
    pressed = till.press(ASK.key, "drop")
    assert pressed is not None and pressed.event is None and pressed.back is None
    assert till.find(ASK) == Paid(ASK.key, ASK.amount, Money(0))


def test_a_slow_answer_is_no_answer_until_its_time(till: Till, clock: Clock) -> None:
    till.start(ASK)
    pressed = till.press(ASK.key, "slow")
    assert pressed is not None and pressed.event is None and pressed.back == ASK.back
    assert isinstance(till.find(ASK), NoAnswer) and isinstance(till.close(ASK), NoAnswer)
    clock.now += DAWDLES + timedelta(seconds=1)
    assert till.find(ASK) == Paid(ASK.key, ASK.amount, Money(0))


def test_its_refusal_is_told(till: Till) -> None:
    till.start(ASK)
    pressed = till.press(ASK.key, "decline")
    assert pressed is not None and pressed.event is not None and SIGNATURE in pressed.headers
    assert till.told(pressed.event, pressed.headers) == Told(ASK.ref, ASK.attempt, Declined(ASK.key))


def test_a_drawer_shows_what_is_to_be_paid(till: Till) -> None:
    till.start(ASK)
    drawer = till.look(ASK.key)
    assert drawer is not None and (drawer.amount, drawer.state, drawer.back) == (ASK.amount, "open", ASK.back)


def test_nobody_knows_a_key_that_was_made_up(till: Till) -> None:
    assert till.look("x-1") is None and till.press("x-1", "approve") is None


def test_a_till_whose_record_is_broken_has_no_answer(tmp_path: Path, clock: Clock) -> None:
    till = till_of(tmp_path, clock)
    (tmp_path / "till.db").write_bytes(b"not a database, and long enough to be read as one" * 100)
    assert isinstance(till.start(ASK), NoAnswer)
    assert isinstance(till.find(ASK), NoAnswer) and isinstance(till.keep(ASK), NoAnswer)
    assert isinstance(till.start(replace(ASK, saved=Saved("c", "k"))), NoAnswer)
    assert not till.forget(Saved("c", "k"), "")
