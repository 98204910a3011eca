"""`./sheepdog staff` and `./sheepdog practice`: set-up without the web page, and what they say when it cannot be."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from bot import passwords
from bot.__main__ import main
from bot.settings import Settings
from bot.wiring import build
from storage import audit, people

ADD = ("practice", "add", "willow-creek", "--name", "Willow Creek", "--phone", "(303) 555-0100")
ANA = ("staff", "add", "ana@willow.example", "--name", "Ana Torres", "--role", "desk")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("SHEEPDOG_DATABASE_URL", "SHEEPDOG_SECRET_KEY", "SHEEPDOG_DATA_KEYS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SHEEPDOG_HOME", str(tmp_path))
    monkeypatch.setenv("SHEEPDOG_DEMO", "1")
    Settings.read({"SHEEPDOG_DEMO": "1", "SHEEPDOG_HOME": str(tmp_path)})
    return tmp_path


@pytest.fixture
def say(home: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs a command line; its exit status and all that it printed."""

    def run(*words: str) -> tuple[int, str]:
        status = main(words, {"SHEEPDOG_HOME": str(home)})
        told = capsys.readouterr()
        return status, told.out + told.err

    return run


def kept(home: Path) -> Any:
    return build(Settings.read({"SHEEPDOG_DEMO": "1", "SHEEPDOG_HOME": str(home)}))


# -- staff --


def test_somebody_new_gets_a_password_that_works(say: Any, home: Path) -> None:
    say(*ADD)
    status, told = say(*ANA)
    assert status == 0 and "Ana Torres can sign in for Willow Creek" in told and "shown only this once" in told
    password = told.split("password ")[1].split()[0]
    app = kept(home)
    with app.db.read() as tx:
        member = people.staff_by_email(tx, "ana@willow.example")
        assert member is not None and passwords.right(member.password_hash, password) and member.role == "desk"
        assert [row.action for row in audit.rows(tx)] == ["practice_added", "staff_added"]
    app.db.dispose()


def test_a_password_of_ones_own(say: Any, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    say(*ADD)
    monkeypatch.setattr(sys, "stdin", io.StringIO("short\n"))
    status, told = say(*ANA, "--password-stdin")
    assert status == 2 and "at least 12" in told
    monkeypatch.setattr(sys, "stdin", io.StringIO("long enough it is\n"))
    status, told = say(*ANA, "--password-stdin")
    assert status == 0 and "long enough" not in told


def test_reset_stop_and_list(say: Any, home: Path) -> None:
    say(*ADD)
    first = say(*ANA)[1].split("password ")[1].split()[0]
    second = say("staff", "reset", "ANA@willow.example")[1].split("password ")[1].split()[0]
    assert first != second
    assert "can no longer sign in" in say("staff", "stop", "ana@willow.example")[1]
    status, told = say("staff", "list", "--json")
    assert status == 0 and json.loads(told)["staff"] == [
        {"practice": "willow-creek", "email": "ana@willow.example", "name": "Ana Torres", "role": "desk",
         "active": False}
    ]  # fmt: skip
    assert "(stopped)" in say("staff", "list")[1]


@pytest.mark.parametrize(
    ("words", "status", "why"),
    [
        (ANA, 1, "no practice yet"),
        (("staff", "reset", "nobody@x.example"), 1, "Nobody has the e-mail address nobody@x.example"),
        (("staff", "add", "ana", "--name", "A", "--role", "desk"), 2, "is not an e-mail address"),
        (("staff", "add", "a@x.example", "--name", "A", "--role", "owner"), 2, "invalid choice"),
        (("staff",), 2, "required"),
    ],
)
def test_what_staff_cannot_do(say: Any, words: tuple[str, ...], status: int, why: str) -> None:
    found = say(*words)
    assert found[0] == status and why in found[1] and "Traceback" not in found[1]


def test_an_address_that_is_taken_and_a_practice_that_must_be_named(say: Any) -> None:
    say(*ADD)
    say(*ANA)
    assert "staff reset ana@willow.example" in say(*ANA)[1]
    say("practice", "add", "oak", "--name", "Oak", "--phone", "(303) 555-0199")
    status, told = say("staff", "add", "ben@x.example", "--name", "Ben", "--role", "admin")
    assert status == 1 and "Which practice is meant? There are: willow-creek, oak." in told
    assert say("staff", "add", "ben@x.example", "--name", "Ben", "--role", "admin", "--practice", "oak")[0] == 0


# -- practice --


def test_a_practice_from_nothing_to_texting(say: Any, home: Path) -> None:
    status, told = say(*ADD, "--number", "+13035550100", "--zone", "America/Denver", "--state", "co", "--zip", "80203")
    assert status == 0 and "/chat/willow-creek" in told and "registered=true" in told
    assert say("practice", "set", "willow-creek", "registered=true", "hours.en=Mon to Fri, 9 to 5")[0] == 0
    shown = json.loads(say("practice", "show", "--json")[1])
    assert (shown["state"], shown["zone"], shown["registered"]) == ("CO", "America/Denver", True)
    assert shown["hours"] == {"en": "Mon to Fri, 9 to 5"}
    assert [(one["channel"], one["number"]) for one in shown["senders"]] == [
        ("web_chat", "willow-creek"), ("twilio_sms", "+13035550100")]  # fmt: skip


def test_policy_can_be_made_stricter_and_says_what_it_may_not_be(say: Any) -> None:
    say(*ADD)
    assert say("practice", "set", "willow-creek", "quiet.start=10:00", "policy.plan.options=[2, 3]")[0] == 0
    told = say("practice", "show", "willow-creek")[1]
    assert "quiet.start = 10:00" in told and "plan.options = 2, 3" in told
    status, told = say("practice", "set", "willow-creek", "quiet.start=07:30", "name=Gone")
    assert status == 2 and "08:00" in told
    assert json.loads(say("practice", "show", "--json")[1])["name"] == "Willow Creek"


@pytest.mark.parametrize(
    ("setting", "why"),
    [
        ("zone=Mars/Olympus", "no time zone"),
        ("state=Colorado", "two letters"),
        ("zip=802", "not a ZIP code"),
        ("number=303-555-0100", "+1 and ten digits"),
        ("per_minute=0", "whole number above 0"),
        ("registered=perhaps", "true or false"),
        ("kind=bank", "provider or collection_agency"),
        ("name=", "cannot be empty"),
        ("nonsense", "name=value"),
        ("quiet.nap=1", "no policy setting quiet.nap"),
    ],
)
def test_settings_that_are_refused(say: Any, setting: str, why: str) -> None:
    say(*ADD)
    status, told = say("practice", "set", "willow-creek", setting)
    assert status == 2 and why in told


def test_a_number_belongs_to_one_practice(say: Any) -> None:
    say(*ADD, "--number", "+13035550100")
    say("practice", "add", "oak", "--name", "Oak", "--phone", "(303) 555-0199")
    status, told = say("practice", "set", "oak", "number=+13035550100")
    assert status == 1 and "one practice" in told
    assert say("practice", "set", "oak", "per_minute=30")[0] == 1
    assert say("practice", "set", "oak", "number=+13035550101", "per_minute=30")[0] == 0


@pytest.mark.parametrize("slug", ["Willow", "a b", "-a", "a/b", "x" * 64])
def test_a_short_name_must_stand_in_an_address(say: Any, slug: str) -> None:
    assert say("practice", "add", "--name", "N", "--phone", "1", "--", slug)[0] == 2


def test_a_name_that_is_not_the_practices_is_refused(say: Any) -> None:
    say(*ADD)
    status, told = say("practice", "set", "willow-creek", "program_name=Acme AR Solutions")
    assert status == 2 and told.startswith("FALSE_NAME")
    own = ("dbas=Creekside Clinic; Creek Kids", "program_name=Creek Kids")
    assert say("practice", "set", "willow-creek", *own)[0] == 0
    assert say("practice", "set", "willow-creek", "registered_name=Willow Creek")[0] == 0
    status, told = say("practice", "set", "willow-creek", "dbas=", "program_name=Willow Creek")
    assert status == 0, told


def test_a_name_that_tells_what_is_treated_has_to_be_confirmed(say: Any) -> None:
    say(*ADD)
    wish = ("legal_name=Harbor Recovery", "program_name=Harbor Recovery", "specialty=behavioral")
    status, told = say("practice", "set", "willow-creek", *wish)
    assert status == 2 and "--sure" in told
    assert say("practice", "set", "willow-creek", "--sure", *wish)[0] == 0


@pytest.mark.parametrize(("value", "code"), [("acct_1AbC", 0), ("", 0), ("1AbC", 2), ("acct_", 2), ("acct_1;2", 2)])
def test_a_stripe_account_looks_like_one(say: Any, value: str, code: int) -> None:
    say(*ADD)
    said = say("practice", "set", "willow-creek", f"stripe_account={value}")
    assert said[0] == code, said
