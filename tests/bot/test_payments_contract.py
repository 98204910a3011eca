"""What every payment provider must do. A new one is added to PROVIDERS, and to nothing else here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.payments import Ask, Closed, Declined, NoAnswer, NotThere, Paid, Provider, Till, Told, Waiting
from bot.payments.test_till import DAWDLES, SIGNATURE, TestTill
from bot.settings import Settings
from flows.money import Money

NOON = datetime(2026, 3, 2, 19, tzinfo=UTC)
ASK = Ask("f" * 32, 1, Money(24001), "http://127.0.0.1:8000/p/abc/done/1", "en")


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


def test_till(folder: Path, clock: Clock) -> Till:
    return TestTill(Settings.read({"SHEEPDOG_DEMO": "1", "SHEEPDOG_HOME": str(folder)}), clock)


test_till.__test__ = False  # type: ignore[attr-defined]
PROVIDERS: dict[str, Callable[[Path, Clock], Till]] = {"test_till": test_till}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=PROVIDERS.values(), ids=PROVIDERS.keys())
def till(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Till:
    made: Till = request.param(tmp_path, clock)
    return made


def test_it_opens_one_page_for_one_key(till: Provider) -> None:
    first, again = till.start(ASK), till.start(ASK)
    assert isinstance(first, Waiting) and first == again
    assert first.url.startswith("http")


def test_another_attempt_is_another_page(till: Provider) -> None:
    second = Ask(ASK.ref, 2, ASK.amount, ASK.back)
    first, other = till.start(ASK), till.start(second)
    assert isinstance(first, Waiting) and isinstance(other, Waiting) and first.url != other.url


def test_it_knows_nothing_of_what_it_was_never_asked(till: Provider) -> None:
    assert till.find(ASK) == NotThere()
    assert till.close(ASK) == NotThere()


def test_asking_changes_nothing(till: Provider) -> None:
    opened = till.start(ASK)
    assert till.find(ASK) == till.find(ASK) == opened


def test_what_is_paid_stays_paid(till: Till) -> None:
    till.start(ASK)
    till.press(ASK.key, "approve")
    assert till.find(ASK) == till.start(ASK) == till.close(ASK) == Paid(ASK.key, ASK.amount)
    till.press(ASK.key, "decline")
    assert till.find(ASK) == Paid(ASK.key, ASK.amount)


def test_a_declined_card_takes_nothing(till: Till) -> None:
    till.start(ASK)
    till.press(ASK.key, "decline")
    till.press(ASK.key, "approve")
    assert till.find(ASK) == Declined(ASK.key)


def test_a_closed_page_can_not_be_paid_on(till: Till) -> None:
    till.start(ASK)
    assert till.close(ASK) == Closed(ASK.key)
    till.press(ASK.key, "approve")
    assert till.find(ASK) == Closed(ASK.key)


def test_a_lost_answer_is_told_when_asked(till: Till) -> None:
    till.start(ASK)
    pressed = till.press(ASK.key, "drop")
    assert pressed is not None and pressed.event is None and pressed.back is None
    assert till.find(ASK) == Paid(ASK.key, ASK.amount)


def test_a_slow_answer_is_no_answer_until_its_time(till: Till, clock: Clock) -> None:
    till.start(ASK)
    pressed = till.press(ASK.key, "slow")
    assert pressed is not None and pressed.event is None and pressed.back == ASK.back
    assert isinstance(till.find(ASK), NoAnswer) and isinstance(till.close(ASK), NoAnswer)
    clock.now += DAWDLES + timedelta(seconds=1)
    assert till.find(ASK) == Paid(ASK.key, ASK.amount)


@pytest.mark.parametrize(("button", "answer"), [("approve", Paid(ASK.key, ASK.amount)), ("decline", Declined(ASK.key))])
def test_its_news_is_signed_and_says_what_happened(till: Till, button: str, answer: object) -> None:
    till.start(ASK)
    pressed = till.press(ASK.key, button)  # type: ignore[arg-type]
    assert pressed is not None and pressed.event is not None
    assert till.told(pressed.event, pressed.headers) == Told(ASK.ref, ASK.attempt, answer)  # type: ignore[arg-type]


@pytest.mark.parametrize("headers", [{}, {SIGNATURE: ""}, {SIGNATURE: "0" * 64}, {SIGNATURE: "é"}])
def test_unsigned_news_is_no_news(till: Till, headers: dict[str, str]) -> None:
    till.start(ASK)
    pressed = till.press(ASK.key, "approve")
    assert pressed is not None and pressed.event is not None
    assert till.told(pressed.event, headers) is None
    assert till.told(pressed.event.replace(b"24001", b"1"), pressed.headers) is None


def test_it_is_told_an_opaque_name_and_an_amount_only(till: Till, tmp_path: Path) -> None:
    """The provider signs no agreement about health data: nothing but these may reach it (fact sheet H10)."""
    till.start(ASK)
    kept = (tmp_path / "till.db").read_bytes()
    assert ASK.ref.encode() in kept
    drawer = till.look(ASK.key)
    assert drawer is not None and (drawer.amount, drawer.state, drawer.back) == (ASK.amount, "open", ASK.back)


def test_nobody_knows_a_key_that_was_made_up(till: Till) -> None:
    assert till.look("x-1") is None and till.press("x-1", "approve") is None


def test_a_till_whose_record_is_broken_has_no_answer(tmp_path: Path, clock: Clock) -> None:
    till = test_till(tmp_path, clock)
    (tmp_path / "till.db").write_bytes(b"not a database, and long enough to be read as one" * 100)
    assert isinstance(till.start(ASK), NoAnswer)
    assert isinstance(till.find(ASK), NoAnswer)
