"""What every channel promises, whatever its provider is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest

from bot.channels import (
    Accepted,
    Channel,
    Found,
    NoAnswer,
    NotThere,
    Outcome,
    Refused,
    SendRequest,
    State,
    TryAgain,
    Unknown,
)
from bot.channels.fake import FakeChannel
from bot.channels.twilio_sms import TwilioSms
from bot.channels.web_chat import WebChat
from tests.channels.twilio_world import OFFICE, PATIENT, SOON, settings_of, world

pytestmark = pytest.mark.enable_socket
STATES = set(get_args(State))
ALL = ("twilio_sms", "fake", "web_chat")
ASKING = ("twilio_sms", "fake")
"""Channels that ask somebody, who may refuse or not answer."""


@dataclass(frozen=True)
class Side:
    """A channel and its provider's side: what arrived there, and how to make it answer badly."""

    channel: Channel
    arrived: Callable[[], list[str]]
    go_wrong: Callable[[str], None]
    """refuse, busy, unknown (arrived all the same) or lost (did not): the next text."""
    deaf: Channel
    """The same kind of channel, whose provider cannot be reached."""


def twilio(home: Path) -> Iterator[Side]:
    with world(home) as real:
        failures: dict[str, dict[str, object]] = {
            "refuse": {"code": 21211},
            "busy": {"status": 429},
            "unknown": {"status": 503, "after": True},
            "lost": {"drop": True},
        }

        def go_wrong(how: str) -> None:
            real.behave(failures=[{**failures[how], "times": 1}])

        real.behave(**SOON)
        deaf = TwilioSms(settings_of(home, "http://127.0.0.1:9"))
        yield Side(real.channel, lambda: [row["body"] for row in real.sent()], go_wrong, deaf)
        deaf.close()


def fake(home: Path) -> Iterator[Side]:
    channel = FakeChannel()
    scripts: dict[str, tuple[Outcome, bool]] = {
        "refuse": (Refused("1", "unusable", "No."), False),
        "busy": (TryAgain(1, "429"), False),
        "unknown": (Unknown("scripted"), True),
        "lost": (Unknown("scripted"), False),
    }

    def go_wrong(how: str) -> None:
        outcome, arrives = scripts[how]
        channel.script(outcome, arrives=arrives)

    deaf = FakeChannel(TryAgain(1, "no_connection"))
    deaf.silent = True
    yield Side(channel, lambda: channel.bodies(PATIENT), go_wrong, deaf)


def web_chat(home: Path) -> Iterator[Side]:
    yield Side(WebChat(), list, lambda how: None, WebChat())


@pytest.fixture
def side(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Side]:
    yield from {"twilio_sms": twilio, "fake": fake, "web_chat": web_chat}[request.param](tmp_path)


def on(*names: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("side", names, indirect=True)


def asked(text_id: int = 1, body: str = "Your next payment is due on Friday.") -> SendRequest:
    return SendRequest(text_id, OFFICE, None, PATIENT, body)


def before() -> datetime:
    return datetime.now(UTC) - timedelta(seconds=5)


@on(*ALL)
def test_a_text_is_taken_under_an_id_of_its_own(side: Side) -> None:
    outcomes = [side.channel.send(asked(text_id)) for text_id in (1, 2)]
    ids = {outcome.provider_id for outcome in outcomes if isinstance(outcome, Accepted) and outcome.state in STATES}
    assert len(ids) == 2 and all(ids)


@on(*ASKING)
def test_a_text_arrives_once(side: Side) -> None:
    side.channel.send(asked())
    assert side.arrived() == [asked().body]


@on(*ALL)
def test_what_was_taken_is_found_again(side: Side) -> None:
    taken = side.channel.send(asked())
    found = side.channel.find(asked(), before())
    assert isinstance(taken, Accepted) and isinstance(found, Found)
    assert found.provider_id == taken.provider_id and found.state in STATES


@on(*ASKING)
def test_words_that_another_row_sent_are_not_taken_for_this_one(side: Side) -> None:
    first = side.channel.send(asked(1))
    assert isinstance(first, Accepted)
    assert side.channel.find(asked(2), before(), known={first.provider_id}) == NotThere()


@on(*ASKING)
def test_what_was_taken_earlier_or_says_something_else_is_not_this_text(side: Side) -> None:
    side.channel.send(asked())
    assert side.channel.find(asked(body="Something else."), before()) == NotThere()
    assert side.channel.find(asked(), datetime.now(UTC) + timedelta(hours=1)) == NotThere()


@on(*ASKING)
def test_a_refusal_says_what_to_do_and_nothing_arrives(side: Side) -> None:
    side.go_wrong("refuse")
    refused = side.channel.send(asked())
    assert isinstance(refused, Refused) and refused.kind == "unusable"
    assert refused.code and refused.words.endswith(".") and side.arrived() == []


@on(*ASKING)
def test_too_fast_is_for_later_and_nothing_arrives(side: Side) -> None:
    side.go_wrong("busy")
    outcome = side.channel.send(asked())
    assert isinstance(outcome, TryAgain) and 0 < outcome.after_s <= 60 and side.arrived() == []


@on(*ASKING)
def test_an_answer_that_was_lost_is_unknown_until_the_text_is_found(side: Side) -> None:
    side.go_wrong("unknown")
    assert isinstance(side.channel.send(asked()), Unknown)
    assert isinstance(side.channel.find(asked(), before()), Found)


@on(*ASKING)
def test_a_text_that_was_lost_is_unknown_until_it_is_clearly_not_there(side: Side) -> None:
    side.go_wrong("lost")
    assert isinstance(side.channel.send(asked()), Unknown)
    assert side.channel.find(asked(), before()) == NotThere()


@on(*ASKING)
def test_no_answer_settles_nothing(side: Side) -> None:
    assert isinstance(side.deaf.send(asked()), TryAgain)
    assert isinstance(side.deaf.find(asked(), before()), NoAnswer)
    assert side.deaf.delete_body("SM" + "0" * 32) is False


ODD = {
    "empty": "",
    "blank": " ",
    "emoji": "🛑" * 400,
    "long": "x" * 1601,
    "nul": "a\x00b",
    "half": "\ud83d",
    "spanish": "¿Cuánto?\u2028\r\n",
    "signs": "&=+%00",
}


@on(*ALL)
@pytest.mark.parametrize("body", ODD)
def test_no_text_makes_it_raise(side: Side, body: str) -> None:
    assert isinstance(side.channel.send(asked(body=ODD[body])), Accepted | Refused)
    assert isinstance(side.channel.find(asked(body=ODD[body]), before()), Found | NotThere)


@on(*ALL)
@pytest.mark.parametrize("to", ("", "+", "12345", "whatsapp:+15035550143", "é", "x" * 500))
def test_no_number_makes_it_raise(side: Side, to: str) -> None:
    assert isinstance(side.channel.send(SendRequest(1, OFFICE, None, to, "Hello.")), Accepted | Refused)
