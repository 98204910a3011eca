"""Signing in at the desk, and being signed out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import argon2
import pytest
from flask.testing import FlaskClient

from bot import passwords
from storage import audit, clock, people
from tests.webhooks.office import PASSWORD, Office, open_office, submit, token
from webhooks import limits

MINUTE = timedelta(minutes=1)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path)
    yield made
    made.app.db.dispose()


def sign_in(client: FlaskClient, email: str = "ana@willow.example", password: str = PASSWORD, **more: str) -> int:
    return int(submit(client, "/desk/sign-in", email=email, password=password, **more).status_code)


def is_in(client: FlaskClient) -> bool:
    return client.get("/desk").status_code == 200


def test_the_right_password_opens_the_desk(office: Office) -> None:
    client = office.browser(None)
    assert not is_in(client)
    assert sign_in(client, "  ANA@willow.example ") == 303
    assert "Ana Torres" in client.get("/desk").text


def test_wrong_and_unknown_get_the_same_words(office: Office) -> None:
    client = office.browser(None)
    wrong = submit(client, "/desk/sign-in", email="ana@willow.example", password="no no no no no")
    nobody = submit(client, "/desk/sign-in", email="ann@willow.example", password="no no no no no")
    assert wrong.status_code == nobody.status_code == 401
    strip = [
        text.replace("ann@", "ana@").split('name="csrf_token"')[1].split(">", 1)[1]
        for text in (wrong.text, nobody.text)
    ]
    assert strip[0] == strip[1] and "do not go together" in wrong.text
    assert not is_in(client)


def test_an_unknown_address_costs_as_much_work_as_a_known_one() -> None:
    with pytest.raises(argon2.exceptions.VerifyMismatchError):
        argon2.PasswordHasher().verify(passwords.NOBODY, "anything")
    mine = argon2.extract_parameters(passwords.digest("anything at all"))
    assert argon2.extract_parameters(passwords.NOBODY) == mine and mine.type is argon2.Type.ID


def test_somebody_who_was_stopped_cannot_sign_in_and_is_signed_out(office: Office) -> None:
    client = office.browser()
    with office.app.db.begin() as tx:
        people.update_staff(tx, office.staff["ana"], active=False)
    assert not is_in(client)
    assert sign_in(office.browser(None)) == 401


def test_ten_wrong_passwords_close_the_door_for_that_address_only(office: Office) -> None:
    client = office.browser(None)
    tries = [sign_in(client, password=f"guess number {n}") for n in range(12)]
    assert tries[:10] == [401] * 10 and tries[10:] == [429] * 2
    right = submit(office.browser(None), "/desk/sign-in", email="ana@willow.example", password=PASSWORD)
    assert right.status_code == 429 and "wait 15 minutes" in right.text and int(right.headers["Retry-After"]) > 60
    assert sign_in(office.browser(None), "ben@willow.example") == 303


def test_guessing_at_many_addresses_is_slowed_down(office: Office) -> None:
    client = office.browser(None)
    tries = [sign_in(client, f"nobody{n}@willow.example") for n in range(22)]
    assert tries[:20] == [401] * 20 and tries[20:] == [429] * 2


def test_signing_in_rightly_is_never_counted(office: Office) -> None:
    assert [sign_in(office.browser(None)) for _ in range(25)] == [303] * 25


def test_limits_hold_while_redis_is_away(office: Office) -> None:
    away = {"RATELIMIT_STORAGE_URI": limits.storage_uri("unix:///nowhere/socket")}
    limits.limiter.reset()
    office.flask.config.update(away)
    limits.start(office.flask, office.app.settings)
    client = office.browser(None)
    tries = [sign_in(client, password=f"guess number {n}") for n in range(12)]
    assert tries == [401] * 10 + [429] * 2


@pytest.mark.parametrize(
    ("queue", "limits_uri"),
    [
        ("unix:///home/a%20b/socket", "redis+unix:///home/a b/socket"),
        ("redis://localhost:6379/0", "redis://localhost:6379/0"),
        ("rediss://u:p@host:6380", "rediss://u:p@host:6380"),
    ],
)
def test_where_limits_are_counted(queue: str, limits_uri: str) -> None:
    assert limits.storage_uri(queue) == limits_uri


@pytest.mark.parametrize(
    ("wanted", "goes_to"),
    [
        ("/desk/talk/1?show=done", "/desk/talk/1?show=done"),
        ("", "/desk"),
        ("https://evil.example/desk", "/desk"),
        ("//evil.example/desk", "/desk"),
        ("/\\evil.example", "/desk"),
        ("/desk\\evil", "/desk"),
        ("/phone", "/desk"),
        ("/desk/sign-out", "/desk"),
    ],
)
def test_where_one_goes_after_signing_in(office: Office, wanted: str, goes_to: str) -> None:
    answer = submit(office.browser(None), "/desk/sign-in", email="ana@willow.example", password=PASSWORD, next=wanted)
    assert answer.location == goes_to


def test_a_page_that_was_asked_for_is_shown_after_signing_in(office: Office) -> None:
    answer = office.browser(None).get(f"/desk/talk/{office.talk}?show=done")
    assert answer.status_code == 303
    assert answer.location == f"/desk/sign-in?next=/desk/talk/{office.talk}?show%3Ddone"


def test_fifteen_idle_minutes_sign_out(office: Office) -> None:
    client = office.browser()
    for _ in range(3):
        office.pass_time(14 * MINUTE)
        assert is_in(client)
    office.pass_time(15 * MINUTE + timedelta(seconds=1))
    assert not is_in(client)


def test_a_page_that_looks_by_itself_keeps_nobody_signed_in(office: Office) -> None:
    client = office.browser()
    for _ in range(3):
        office.pass_time(5 * MINUTE)
        assert client.get("/desk/news").status_code == 200
    office.pass_time(timedelta(seconds=1))
    assert client.get("/desk/news").status_code == 401


def test_twelve_hours_are_the_most(office: Office) -> None:
    client = office.browser()
    for _ in range(12 * 6):
        office.pass_time(10 * MINUTE)
        assert is_in(client)
    office.pass_time(MINUTE)
    assert not is_in(client)


def test_turning_the_demos_clock_signs_nobody_out(office: Office) -> None:
    client = office.browser()
    with office.app.db.begin() as tx:
        clock.advance(tx, timedelta(days=1))
    office.pass_time(timedelta(days=1))
    assert is_in(client)


def test_a_new_password_ends_the_old_sessions(office: Office) -> None:
    client = office.browser()
    with office.app.db.begin() as tx:
        people.update_staff(tx, office.staff["ana"], password_hash=passwords.digest("another password"))
    assert not is_in(client)


def test_signing_out(office: Office) -> None:
    client = office.browser()
    assert client.post("/desk/sign-out", data={"csrf_token": token(client, "/desk")}).status_code == 303
    assert not is_in(client)


def test_a_sign_in_without_the_forms_token_is_refused(office: Office) -> None:
    form = {"email": "ana@willow.example", "password": PASSWORD}
    answer = office.browser(None).post("/desk/sign-in", data=form)
    assert answer.status_code == 400 and "reload" in answer.text


def test_what_was_in_the_session_before_is_gone_after(office: Office) -> None:
    client = office.browser(None)
    before = token(client, "/desk/sign-in")
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    assert sign_in(client) == 303
    with client.session_transaction() as session:
        assert "planted" not in session and session.get("csrf_token") is None
    assert before


def test_the_trail_names_who_signed_in_and_no_address(office: Office) -> None:
    sign_in(office.browser(None))
    sign_in(office.browser(None), password="wrong wrong wrong")
    sign_in(office.browser(None), "stranger@far.example")
    with office.app.db.read() as tx:
        found = [(row.action, row.subject, dict(row.data)) for row in audit.rows(tx) if row.action.startswith("sign")]
    ana = f"staff:{office.staff['ana']}"
    assert found == [("signed_in", ana, {}), ("sign_in_refused", ana, {}), ("sign_in_refused", "nobody", {})]
