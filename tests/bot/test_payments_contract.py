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
    NoAnswer,
    NotThere,
    Paid,
    Provider,
    RefusedBack,
    Till,
    Told,
    Waiting,
)
from bot.payments.test_till import DAWDLES, SIGNATURE, TestTill
from bot.settings import Settings
from flows.money import Money
from tests.stripe_here import REFUSED, Stripe

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


def till_of(folder: Path, clock: Clock) -> TestTill:
    return TestTill(Settings.read({"SHEEPDOG_DEMO": "1", "SHEEPDOG_HOME": str(folder)}), clock)


def the_till(folder: Path, clock: Clock) -> Rig:
    till = till_of(folder, clock)

    def press(button: str) -> Callable[[Ask], list[News]]:
        def does(ask: Ask) -> list[News]:
            pressed = till.press(ask.key, button)  # type: ignore[arg-type]
            return [(pressed.event, pressed.headers)] if pressed and pressed.event else []

        return does

    return Rig(till, press("approve"), press("decline"), lambda: (folder / "till.db").read_bytes())


def a_stripe(folder: Path, clock: Clock) -> Rig:
    stripe = Stripe(folder, clock)

    def types(*numbers: str) -> Callable[[Ask], list[News]]:
        def does(ask: Ask) -> list[News]:
            for number in numbers:
                stripe.pay(ask.ref, number)
            return list(stripe.send())

        return does

    return Rig(stripe.provider, types("4242424242424242"), types(REFUSED), lambda: repr(stripe.wire.calls).encode())


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
    assert isinstance(till.find(ASK), NoAnswer)
