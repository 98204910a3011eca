"""`./sheepdog gate`, as somebody outside uses it: JSON lines in and out, exit status (interfaces.md, section 8)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.commands.gate import answers

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = """
{"id":"1","at":"2026-11-24T01:00:00Z","class":"NUDGE","number":"+12125550123","zip":null,"stated_zone":null,"body":null,"level":0,
 "consent":{"scope":["billing"],"source":"intake_form","at":"2026-05-01","number":"+12125550123","econsent":false}, "risk_ack":true,
 "opted_out":false,"holds":[],"balance_cents":24000,"oldest_service_date":"2026-08-01","days_past_due":20,"insurance_pending":false,
 "sent":[{"at":"2026-11-20T15:00:00Z","class":"NUDGE"}],"last_inbound_at":null,"verified":false,"contact_prefs":{"days":null,"from":null,"to":null,"channels":null},
 "practice":{"registered":true,"paused":false,"type":"provider","state":"NY","specialty":null,"policy":{}}}
"""  # noqa: E501  the interface's own words
CONSENT = {"scope": ["billing"], "source": "intake_form", "at": "2026-05-01", "number": "+12125550123"}
MORNING, NIGHT = "2026-11-24T15:00:00Z", "2026-11-24T07:00:00Z"


def ask(cls: str = "NUDGE", at: str = MORNING, **more: Any) -> dict[str, Any]:
    """The answer to one case with consent."""
    case = {"id": "x", "at": at, "class": cls, "number": "+12125550123", "consent": CONSENT, **more}
    return next(answers([json.dumps(case)]))[1]


def verdict(*args: Any, **more: Any) -> str:
    told = ask(*args, **more)
    return f"{told['verdict']} {told['until']}" if told["until"] else str(told["verdict"])


def command(lines: str) -> subprocess.CompletedProcess[str]:
    run = [sys.executable, "-P", "-m", "bot", "gate"]
    env = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(run, input=lines, capture_output=True, text=True, timeout=60, env=env, cwd=ROOT)


def test_the_interfaces_example() -> None:
    done = command(EXAMPLE.replace("\n", "") + "\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {
        "id": "1",
        "verdict": "hold",
        "until": "2026-11-24T14:00:00Z",
        "reasons": [["quiet_hours", "8:00 in the evening in New York"]],
    }


def test_a_line_that_is_not_understood_is_exit_2_and_never_a_send() -> None:
    good = json.dumps({"id": "a", "at": MORNING, "class": "SAFETY", "number": "+12125550123"})
    bad = json.dumps({"id": "b", "at": MORNING, "class": "SPAM", "number": "+12125550123"})
    done = command(f"{good}\n\n{bad}\nnonsense\n{good}\n")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 2
    assert [one.get("verdict") for one in told] == ["send", None, None, "send"]
    assert [one["id"] for one in told] == ["a", "b", "4", "a"]
    assert "Line 3: There is no class 'SPAM'." in done.stderr
    assert "Line 4: This is not JSON" in done.stderr
    assert "Traceback" not in done.stderr


def test_many_lines_keep_their_order() -> None:
    lines = [json.dumps({"id": n, "at": MORNING, "class": "HELP", "number": "+12125550123"}) for n in range(500)]
    told = [json.loads(line) for line in command("\n".join(lines)).stdout.splitlines()]
    assert [one["id"] for one in told] == list(range(500))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"class": "SPAM"}, "There is no class 'SPAM'."),
        ({"class": "nudge"}, "There is no class 'nudge'."),
        ({"class": None}, "class is missing"),
        ({"number": None}, "number is missing."),
        ({"number": 2125550123}, "number is a string."),
        ({"holds": ["grumpy"]}, "There is no hold 'grumpy'."),
        ({"holds": [{"hold": "dispute", "since": MORNING}]}, "A hold has a field that is not known: since."),
        ({"holds": "dispute"}, "holds is a list."),
        ({"frobnicate": 1}, "The line has a field that is not known: frobnicate."),
        ({"consent": {"scopes": []}}, "consent has a field that is not known: scopes."),
        ({"consent": "yes"}, "consent is an object."),
        ({"practice": {"kind": "provider"}}, "practice has a field that is not known: kind."),
        ({"practice": {"type": "bank"}}, "There is no type 'bank'."),
        ({"practice": {"policy": {"quiet": {"end": "22:00"}}}}, "quiet.end is 22:00"),
        ({"practice": {"policy": {"caps": {"per_7d": 5}}}}, "admin_note"),
        ({"practice": {"policy": {"state_overrides": {"MA": None}}}}, "cannot be switched off"),
        ({"practice": {"policy": []}}, "practice.policy is an object."),
        ({"contact_prefs": {"start": "09:00"}}, "contact_prefs has a field that is not known: start."),
        ({"contact_prefs": {"from": "9"}}, "contact_prefs.from is a time such as 17:00."),
        ({"contact_prefs": {"days": ["funday"]}}, "contact_prefs.days are out of"),
        ({"contact_prefs": {"channels": ["pigeon"]}}, "contact_prefs.channels are out of"),
        ({"sent": [{"at": MORNING}]}, "An entry of sent has at and class."),
        ({"sent": [{"at": MORNING, "class": "FAX"}]}, "There is no class 'FAX'."),
        ({"sent": [{"at": MORNING, "class": "CALL", "by": "Ana"}]}, "not known: by."),
        ({"level": 3}, "level is 0, 1 or 2."),
        ({"level": "L1"}, "level is a whole number."),
        ({"opted_out": "no"}, "opted_out is true or false."),
        ({"balance_cents": 240.5}, "balance_cents is a whole number."),
        ({"days_past_due": -1}, "days_past_due is a whole number."),
        ({"at": "2026-11-24"}, "at needs its zone"),
        ({"at": "2026-11-24T10:00:00"}, "at needs its zone"),
        ({"at": "0001-01-01T00:00:00Z"}, "out of range"),
        ({"at": "soon"}, "at is a moment such as"),
        ({"oldest_service_date": "last year"}, "oldest_service_date is a date"),
        ({"zip": "1234"}, "zip is five digits"),
        ({"stated_zone": "Mars/Olympus"}, "There is no time zone 'Mars/Olympus'."),
        ({"lookup": "maybe"}, "There is no lookup 'maybe'."),
        ({"channel": "fax"}, "There is no channel 'fax'."),
    ],
)
def test_what_is_not_understood(more: dict[str, Any], said: str) -> None:
    usual = {"at": MORNING, "class": "NUDGE", "number": "+12125550123", "consent": CONSENT}
    told = next(answers([json.dumps({**usual, **more})]))[1]
    assert said in told["error"]
    assert "verdict" not in told


@pytest.mark.parametrize("line", ["nonsense", "[]", "1", "null", '{"id":', '"' + "[" * 10])
def test_what_is_no_case(line: str) -> None:
    assert "error" in next(answers([line]))[1]


# -- what is left out allows most, except consent --


def test_left_out_fields_allow_most_except_consent() -> None:
    assert verdict() == "send"
    assert verdict(consent=None) == "drop"
    assert verdict("REPLY", level=1, body="Your balance is $120") == "send"
    assert verdict("CONSENT_CONFIRM") == "send"
    assert verdict("OPTOUT_CONFIRM", opted_out=True) == "send"
    assert verdict(zip="02139", ma_notice_sent_at=None) == "send"  # not past due
    assert verdict("REPLY", level=2) == "drop"
    assert verdict("NUDGE", consent={**CONSENT, "scope": ["appointments"]}) == "drop"
    assert verdict("NUDGE", consent={"source": "intake_form"}) == "drop"
    assert verdict("NUDGE", consent={**CONSENT, "number": "+12125550199"}) == "drop"


def test_none_sent_is_not_the_same_as_not_told() -> None:
    assert verdict(sent=None) == "send"
    told = ask(sent=[])
    assert (told["verdict"], told["reasons"][0][0]) == ("drop", "confirm_first")
    assert verdict("CONSENT_CONFIRM", sent=[]) == "send"
    assert verdict("REPLY", sent=[]) == "send"
    confirmed = [{"at": "2026-11-24T10:00:00Z", "class": "CONSENT_CONFIRM"}]
    assert verdict(sent=confirmed) == "hold 2026-11-25T14:00:00Z"
    assert verdict("CONSENT_CONFIRM", sent=confirmed) == "drop"
    assert verdict(sent=[{"at": "2026-11-20T15:00:00Z", "class": "CALL"}]) == "send"


def test_caps_are_counted_in_sent() -> None:
    two = [{"at": "2026-11-18T15:00:00Z", "class": "NUDGE"}, {"at": "2026-11-21T15:00:00Z", "class": "CALL"}]
    assert verdict(sent=two) == "hold 2026-11-25T15:00:00Z"
    staff = {"at": "2026-11-24T10:00:00Z", "class": "STAFF"}
    assert verdict(sent=[staff]) == "hold 2026-11-27T14:00:00Z"
    assert verdict(sent=[{**staff, "reply": True}]) == "send"
    six = [{"at": f"2026-{month:02}-03T15:00:00Z", "class": "NUDGE"} for month in range(5, 11)]
    assert verdict(sent=six) == "drop"
    assert verdict(sent=six[1:]) == "send"
    replies = [{"at": f"2026-11-24T14:{minute:02}:00Z", "class": "REPLY"} for minute in range(10, 30)]
    assert verdict("REPLY", sent=replies) == "drop"
    assert verdict("REPLY", sent=replies[1:]) == "send"


def test_a_looser_cap_of_a_practice_in_massachusetts_is_two_all_the_same() -> None:
    loose = {"policy": {"caps": {"per_7d": 5, "min_gap_h": 12}, "admin_note": "agreed"}}
    two = [{"at": "2026-11-20T15:00:00Z", "class": "NUDGE"}, {"at": "2026-11-22T15:00:00Z", "class": "NUDGE"}]
    assert verdict(sent=two, practice=loose) == "send"
    assert verdict(sent=two, practice={**loose, "state": "MA"}) == "hold 2026-11-27T15:00:00Z"


def test_holds() -> None:
    assert verdict(holds=["dispute"]) == "drop"
    assert verdict(holds=[{"hold": "dispute"}]) == "drop"
    assert verdict(holds=[{"hold": "dispute", "until": None}]) == "drop"
    assert verdict(holds=[{"hold": "hardship_pause", "until": "2026-12-08T16:30:00Z"}]) == "hold 2026-12-08T16:30:00Z"
    assert verdict(holds=[{"hold": "hardship_pause", "until": "2026-12-08T02:00:00Z"}]) == "hold 2026-12-08T14:00:00Z"
    assert verdict(holds=[{"hold": "hardship_pause", "until": "2026-12-08"}]) == "hold 2026-12-09T14:00:00Z"
    assert verdict(holds=[{"hold": "hardship_pause", "until": MORNING}]) == "send"
    assert verdict("SERVICE", holds=["plan_current", "dispute"]) == "send"
    assert verdict("SERVICE", holds=["deceased"]) == "drop"


@pytest.mark.parametrize(
    "until", ["2026-11-27", "2026-11-27T00:00:00Z", "2026-11-27T12:00:00-05:00", "2026-11-27T23:59:59Z"]
)
def test_a_promise_ends_two_days_after_its_date(until: str) -> None:
    """Friday, so Saturday and Sunday are grace, and Monday is the first good morning."""
    assert verdict(holds=[{"hold": "promise_to_pay", "until": until}]) == "hold 2026-11-30T14:00:00Z"


def test_exemptions_from_the_window() -> None:
    assert verdict("RECEIPT", NIGHT) == "hold 2026-11-24T14:00:00Z"
    assert verdict("RECEIPT", NIGHT, paid_at="2026-11-24T06:51:00Z") == "send"
    keyword = {**CONSENT, "source": "keyword", "at": "2026-11-24T06:56:00Z"}
    assert verdict("CONSENT_CONFIRM", NIGHT, consent=keyword) == "send"
    assert verdict("CONSENT_CONFIRM", "2026-11-24T00:01:00Z", consent={**keyword, "at": "2026-11-24"}) == "send"
    assert verdict("CONSENT_CONFIRM", "2026-11-25T05:01:00Z", consent={**keyword, "at": "2026-11-25"})[:4] == "hold"
    assert verdict("REPLY", NIGHT) == "drop"
    assert verdict("REPLY", NIGHT, last_inbound_at="2026-11-24T06:31:00Z") == "send"
    assert verdict("STAFF", NIGHT, last_inbound_at="2026-11-24T06:31:00Z", consent=None) == "send"
    assert verdict("OPTOUT_CONFIRM", NIGHT, opted_out=True, last_inbound_at="2026-11-24T06:54:00Z") == "drop"
    assert verdict("OPTOUT_CONFIRM", NIGHT, opted_out=True, last_inbound_at="2026-11-24T06:56:00Z") == "send"


def test_notices_and_look_ups() -> None:
    there = {"zip": "02139", "days_past_due": 10}
    assert verdict(**there) == "send"
    assert verdict(**there, ma_notice_sent_at=None) == "drop"
    assert verdict(**there, ma_notice_sent_at="2026-11-01") == "send"
    assert verdict(last_verified_at="2026-09-01", lookup="error") == "drop"
    assert verdict(last_verified_at="2026-09-01", lookup="no") == "send"
    assert verdict(last_verified_at=None, lookup="error") == "send"
    assert verdict(last_verified_at="2026-05-01") == "drop"


def test_wishes() -> None:
    assert verdict(contact_prefs={"from": "17:00"}) == "hold 2026-11-24T22:00:00Z"
    assert verdict(contact_prefs={"to": "24:00", "days": None}) == "send"
    assert verdict(contact_prefs={"channels": ["mail"]}) == "drop"
    assert verdict(contact_prefs={"from": "21:00", "to": "23:00"}) == "drop"


def test_bodies_are_held_against_program_name_and_hosts() -> None:
    body = "Elm Pediatrics: You have a message: https://pay.elm.example/p/1 Reply STOP to opt out."
    assert verdict(body=body) == "drop"
    assert verdict(body=body, practice={"program_name": "Elm Pediatrics", "hosts": ["pay.elm.example"]}) == "send"
    assert verdict(body=body, practice={"program_name": "Elm Pediatrics", "hosts": []}) == "drop"


def test_a_template_that_names_another_balance_than_the_ledgers_is_stale() -> None:
    body = "Willow Creek Family Medicine: Your balance is $120. Reply STOP to opt out."
    assert verdict(body=body, level=1, balance_cents=12000) == "send"
    told = ask(body=body, level=1, balance_cents=24000)
    assert told["reasons"][0][0] == "stale_amount"
    assert verdict(body=body, level=1) == "send"


def test_specialty_part2_and_minors() -> None:
    body = "Willow Creek Family Medicine: Hi Maria, you have a message. Reply STOP to opt out."
    assert verdict(body=body) == "send"
    assert verdict(body=body, specialty="oncology") == "drop"
    assert verdict(body=body, practice={"specialty": "psychiatry"}) == "drop"
    assert verdict(part2=True) == "send"
    assert verdict("STAFF", part2=True) == "drop"
    assert verdict(minor=True) == "drop"


def test_until_is_a_whole_second_and_not_too_early() -> None:
    told = ask(sent=[{"at": "2026-11-22T16:00:00.250Z", "class": "NUDGE"}])
    assert told["until"] == "2026-11-24T16:00:01Z"
    assert verdict(at=told["until"], sent=[{"at": "2026-11-22T16:00:00.250Z", "class": "NUDGE"}]) == "send"
