"""The phone simulator without a browser: who is in the cast, what is told of the inside, and the clock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.cast import STRANGER, Player, cast
from bot.mind import mind, next_event
from flows.money import Money
from storage import clock, consent, outbox, people, talks
from storage.people import Practice
from tests.rows import a_patient
from tests.webhooks.office import MARIA, Office, hears, holds, open_office, says, waits
from webhooks import inside


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path)
    yield made
    made.app.db.dispose()


def practice(office: Office) -> Practice:
    with office.app.db.read() as tx:
        return people.practice(tx, office.practice)


def players(office: Office, stories: dict[str, str] | None = None) -> dict[str, Player]:
    with office.app.db.read() as tx:
        found = cast(tx, practice(office), stories or {}, office.app.now())
    return {player.name: player for player in found}


def told(office: Office, number: str = MARIA) -> dict[str, Any]:
    """The right column, in words."""
    with office.app.db.read() as tx:
        found = mind(tx, practice(office), number, office.app.now())
    return inside.mind_of(found, "off", office.app.now(), office_zone(office))


def office_zone(office: Office) -> ZoneInfo:
    return ZoneInfo(practice(office).zone)


def post(office: Office, path: str, body: Any) -> Any:
    client = office.flask.test_client()
    found = re.search(r'name="csrf-token" content="([^"]+)"', client.get("/phone").text)
    assert found
    return client.post(f"/phone/{path}", json=body, headers={"X-CSRFToken": found[1]})


def test_the_cast_says_what_each_owes_and_what_makes_them_interesting(office: Office) -> None:
    now = office.app.now()
    with office.app.db.begin() as tx:
        a_patient(tx, office.practice, "Rosa", "Ortega", "+17205550102", 18550, lang="es", key="W3", now=now)
        a_patient(tx, office.practice, "Leo", "Ramos", MARIA, 1500, now=now)
        a_patient(tx, office.practice, "Nora", "Field", "", 12000, flags=["insurance_pending"], now=now)
        consent.suppress(tx, office.practice, "+17205550102", "text", now, "patient")
    found = players(office, {"W3": "Speaks Spanish; prefers small payments"})
    assert found["Rosa Ortega"] == Player(
        found["Rosa Ortega"].patient_id, "Rosa Ortega", "+17205550102", Money(18550), "es",
        "Speaks Spanish; prefers small payments", "3/2/1984", "80203", "", ("Spanish", "no more texts"),
    )  # fmt: skip
    assert found["Leo Ramos"].signs == found["Maria Lopez"].signs == ("shares a phone",)
    assert found["Nora Field"].signs == ("insurance pending", "no mobile") and found["Nora Field"].number == ""
    assert found["Maria Lopez"].code == "K7M2QX9B"
    assert list(found)[-1] == "A stranger" and found["A stranger"].number == STRANGER


def test_the_page_is_honest_and_shows_everybody(office: Office) -> None:
    text = office.flask.test_client().get("/phone").text
    assert "Everything here is invented" in text and "$240.01" in text and 'data-code="K7M2QX9B"' in text
    assert text.count("data-player=") == 2  # Maria and the stranger


def test_the_inside_tells_what_was_understood_judged_and_held(office: Office) -> None:
    hears(office, "i never had that visit", "dispute_charge")
    text = says(office, "We are sorry.")
    with office.app.db.begin() as tx:
        outbox.claim(tx, text, [("consent", ""), ("quiet_hours", "10:00 AM in Denver")], office.app.now())
        outbox.mark(tx, text, "delivered", office.app.now(), provider_id="SM9")
    waits(office, "dispute")
    holds(office, "dispute")
    found = told(office)
    assert found["heard"] == {
        "kept": "i never had that visit", "found": [], "intent": "says it is wrong", "by": "by the model",
        "ranking": [["says it is wrong", 90]],
    }  # fmt: skip
    assert dict(found["state"]) == {
        "Asks for": "nothing",
        "Identity": "not proved",
        "Who answers": "the bot, until a person comes",
        "For staff": "Says the bill is wrong",
        "Nudges held": "bill disputed",
    }
    [judged] = found["texts"]
    assert (judged["state"], judged["verdict"]) == ("delivered", "send")
    assert judged["reasons"] == [["consent", ""], ["quiet hours", "10:00 AM in Denver"]]


def test_a_number_that_never_wrote_has_an_empty_inside(office: Office) -> None:
    found = told(office, "+13035550198")
    assert found["heard"] is None and found["texts"] == [] and found["planned"] == []


def test_a_text_stands_at_the_moment_of_the_practices_clock(office: Office) -> None:
    hears(office, "hello")
    with office.app.db.read() as tx:
        known = mind(tx, practice(office), MARIA, office.app.now())
        sid = talks.messages(tx, office.talk)[0].provider_id
    text = {"sid": sid, "body": "hello", "mine": True, "status": "received", "segments": 1, "media": 0,
            "at": "2026-11-25T14:00:00Z"}  # fmt: skip
    ours = inside.text_of(text, known, timedelta(0), office_zone(office))
    assert (ours["date"], ours["day"], ours["time"]) == ("2026-03-02", "Mon, Mar 2", "10:00 AM")
    other = inside.text_of({**text, "sid": "SM-carrier"}, known, timedelta(days=7), office_zone(office))
    assert other["day"] == "Wed, Dec 2"


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("asking", ["", "none", "identity", "plan_choice", "plan_confirm", "amount", "other"])
def test_there_is_always_something_to_try(office: Office, asking: str, lang: str) -> None:
    with office.app.db.read() as tx:
        known = mind(tx, practice(office), MARIA, office.app.now())
    offered = inside.tries(type(known)(asking=asking))[lang]
    assert len(offered) >= 2 and len(set(offered)) == len(offered)
    assert any("{code}" in one for one in offered) == (asking == "identity")


# -- the clock --


@pytest.mark.parametrize(("by", "length"), [("hour", timedelta(hours=1)), ("day", timedelta(days=1))])
def test_the_clock_goes_forward(office: Office, by: str, length: timedelta) -> None:
    assert post(office, "clock", {"by": by}).status_code == 200
    with office.app.db.read() as tx:
        assert clock.offset(tx) == length


@pytest.mark.parametrize("by", ["next", "back", "-1", "", None, 5, "hour; drop"])
def test_and_never_elsewhere(office: Office, by: Any) -> None:
    assert post(office, "clock", {"by": by}).status_code == 409
    with office.app.db.read() as tx:
        assert clock.offset(tx) == timedelta(0)


def test_the_next_event_is_what_waits_longest(office: Office) -> None:
    now = office.app.now()
    held = says(office, "A reminder", "NUDGE")
    with office.app.db.begin() as tx:
        outbox.hold(tx, held, now + timedelta(hours=5), [("quiet_hours", "8 in the evening")])
    with office.app.db.read() as tx:
        assert next_event(tx, [practice(office)], now) == now + timedelta(hours=5)
    assert post(office, "clock", {"by": "next"}).status_code == 200
    with office.app.db.read() as tx:
        assert clock.offset(tx) == timedelta(hours=5, seconds=1)


def test_reminders_can_be_started_and_paused(office: Office) -> None:
    assert post(office, "reminders", {"outreach": "paused"}).status_code == 200
    assert practice(office).outreach == "paused"
    assert post(office, "reminders", {"outreach": "on"}).status_code == 200
    assert practice(office).outreach == "on"
    assert post(office, "reminders", {"outreach": "off with their heads"}).status_code == 400


# -- what can go wrong --


def test_an_emulator_that_is_away_is_said(office: Office) -> None:
    away = office.flask.test_client().get("/phone/talk", query_string={"number": MARIA})
    assert away.status_code == 502 and "does not answer" in away.json["error"]
    assert post(office, "send", {"number": MARIA, "body": "hi"}).status_code == 502


def test_nobody_else_can_make_the_phone_text(office: Office) -> None:
    client = office.flask.test_client()
    for path in ("send", "clock", "reminders"):
        assert client.post(f"/phone/{path}", json={"by": "day"}).status_code == 400


@pytest.mark.parametrize("body", [[], "text", 7])
def test_a_body_that_is_no_object_is_refused(office: Office, body: Any) -> None:
    assert {post(office, path, body).status_code for path in ("send", "clock", "reminders")} == {400}
