"""The Twilio emulator: its API, its carrier, its receipts, and what it can be told to do wrong."""

from __future__ import annotations

import base64
import http.client
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest
from twilio.base.exceptions import TwilioRestException

from bot import listening, programs
from bot.channels import Accepted, Refused, SendRequest
from tests.channels.twilio_world import OFFICE, PATIENT, SERVICE, SID, SOON, TOKEN, World, ask, eventually, world
from webhooks.emulator import keywords, segments
from webhooks.emulator.account import Account
from webhooks.emulator.behaviour import Behaviour, changed

pytestmark = pytest.mark.enable_socket
MESSAGES = f"/2010-04-01/Accounts/{SID}/Messages.json"
OTHER = "+15035550199"


@pytest.fixture
def twilio(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as real:
        real.behave(**SOON)
        yield real


def create(twilio: World, **form: str) -> tuple[int, dict[str, Any]]:
    """A create request as any HTTP client makes it."""
    told = {"To": PATIENT, "From": OFFICE, "Body": "Hello.", **form}
    return post(twilio, MESSAGES, {name: value for name, value in told.items() if value}, SID, TOKEN)


def post(twilio: World, path: str, form: dict[str, str], user: str, password: str) -> tuple[int, Any]:
    secret = base64.b64encode(f"{user}:{password}".encode()).decode()
    kind = "application/x-www-form-urlencoded"
    headers = {"Content-Type": kind, "Authorization": f"Basic {secret}"}
    return ask(twilio.url, "POST", path, urlencode(form), headers)


def send(twilio: World, text_id: int = 1, body: str = "Hello.", service: str | None = None) -> object:
    return twilio.channel.send(SendRequest(text_id, OFFICE, service, PATIENT, body))


# -- the API --


def test_a_message_can_be_fetched_as_it_was_created(twilio: World) -> None:
    made = twilio.sdk.messages.create(to=PATIENT, from_=OFFICE, body="¿Puede pagar? Sí, mañana.")
    assert (made.status, made.direction, made.num_segments, made.error_code) == ("queued", "outbound-api", "1", None)
    eventually(lambda: twilio.sdk.messages(made.sid).fetch().status == "delivered")
    got = twilio.sdk.messages(made.sid).fetch()
    assert (got.to, got.from_, got.body, got.account_sid) == (PATIENT, OFFICE, "¿Puede pagar? Sí, mañana.", SID)
    assert got.date_created <= got.date_sent <= got.date_updated <= datetime.now(UTC)


def test_the_log_is_newest_first_in_pages(twilio: World) -> None:
    for number in range(7):
        twilio.sdk.messages.create(to=PATIENT, from_=OFFICE, body=str(number))
    assert [row.body for row in twilio.sdk.messages.list(page_size=3)] == list("6543210")
    assert [row.body for row in twilio.sdk.messages.list(limit=2)] == list("65")
    first = twilio.sdk.messages.page(page_size=3)
    assert [row.body for row in first] == list("654") and first.next_page_url is not None
    assert [row.body for row in first.next_page()] == list("321")


def test_the_log_can_be_filtered(twilio: World) -> None:
    twilio.sdk.messages.create(to=PATIENT, from_=OFFICE, body="a")
    twilio.sdk.messages.create(to=OTHER, from_=OFFICE, body="b")
    twilio.text("c")
    eventually(lambda: all(row.date_sent for row in twilio.sdk.messages.list()))
    bodies = lambda **by: [row.body for row in twilio.sdk.messages.list(**by)]  # noqa: E731
    assert bodies(to=PATIENT) == ["a"] and bodies(from_=OFFICE) == ["b", "a"] and bodies(from_=PATIENT) == ["c"]
    now = datetime.now(UTC)
    assert bodies(date_sent=now) == ["c", "b", "a"] and bodies(date_sent=now - timedelta(days=2)) == []
    assert bodies(date_sent_after=now - timedelta(minutes=1)) == ["c", "b", "a"]
    assert bodies(date_sent_before=now - timedelta(minutes=1)) == []


def test_what_is_not_sent_yet_has_no_date_to_filter_by(twilio: World) -> None:
    twilio.behave(receipts={"held": True})
    twilio.sdk.messages.create(to=PATIENT, from_=OFFICE, body="a")
    assert twilio.sdk.messages.list()[0].date_sent is None
    assert twilio.sdk.messages.list(date_sent_after=datetime.now(UTC) - timedelta(days=2)) == []


@pytest.mark.parametrize("query", ["PageSize=0", "PageSize=x", "DateSent=yesterday", "PageToken=PAx"])
def test_a_filter_that_is_not_understood_is_refused(twilio: World, query: str) -> None:
    secret = base64.b64encode(f"{SID}:{TOKEN}".encode()).decode()
    status, body = ask(twilio.url, "GET", f"{MESSAGES}?{query}", None, {"Authorization": f"Basic {secret}"})
    assert (status, body["code"]) == (400, 20001)


def test_a_text_can_be_forgotten_and_deleted(twilio: World) -> None:
    made = twilio.sdk.messages.create(to=PATIENT, from_=OFFICE, body="secret")
    eventually(lambda: twilio.sdk.messages(made.sid).fetch().status == "delivered")
    assert twilio.sdk.messages(made.sid).update(body="").body == ""
    assert twilio.sdk.messages(made.sid).delete()
    with pytest.raises(TwilioRestException) as gone:
        twilio.sdk.messages(made.sid).fetch()
    assert (gone.value.status, gone.value.code) == (404, 20404)


def test_what_is_under_way_can_be_neither(twilio: World) -> None:
    twilio.behave(receipts={"held": True})
    made = twilio.sdk.messages.create(to=PATIENT, from_=OFFICE, body="secret")
    for change in (lambda: twilio.sdk.messages(made.sid).update(body=""), twilio.sdk.messages(made.sid).delete):
        with pytest.raises(TwilioRestException) as refused:
            change()
        assert (refused.value.status, refused.value.code) == (409, 20009)


@pytest.mark.parametrize(("user", "password"), [(SID, "wrong"), ("AC" + "6" * 32, TOKEN), ("", "")])
def test_only_the_account_may_ask(twilio: World, user: str, password: str) -> None:
    status, body = post(twilio, MESSAGES, {"To": PATIENT, "From": OFFICE, "Body": "x"}, user, password)
    assert status == 401 and body["code"] == 20003 and twilio.sent() == []


def test_an_account_may_ask_about_itself_only(twilio: World) -> None:
    other = MESSAGES.replace(SID, "AC" + "6" * 32)
    assert post(twilio, other, {"To": PATIENT, "From": OFFICE, "Body": "x"}, SID, TOKEN)[0] == 401


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"To": ""}, 21604),
        ({"To": "5035550143"}, 21211),
        ({"To": "+1503"}, 21211),
        ({"From": ""}, 21603),
        ({"From": "OFFICE"}, 21212),
        ({"From": "", "MessagingServiceSid": "MG1"}, 21701),
        ({"Body": ""}, 21602),
        ({"Body": "x" * 1601}, 21617),
        ({"To": OFFICE}, 21266),
        ({"StatusCallback": "nowhere"}, 21609),
        ({"To": "+15005550001"}, 21211),
        ({"To": "+15005550002"}, 21612),
        ({"To": "+15005550003"}, 21408),
        ({"To": "+15005550004"}, 21610),
        ({"To": "+15005550009"}, 21614),
        ({"From": "+15005550001"}, 21212),
        ({"From": "+15005550007"}, 21606),
        ({"From": "+15005550008"}, 21611),
    ],
)
def test_what_twilio_refuses_is_refused_in_its_words(twilio: World, form: dict[str, str], code: int) -> None:
    status, body = create(twilio, **form)
    assert (status, body["code"], body["status"]) == (400, code, 400)
    assert body["message"] and body["more_info"].endswith(f"/{code}")
    assert twilio.ask("GET", "/sent")[1] == []


def test_a_text_of_1600_characters_and_the_good_magic_number_pass(twilio: World) -> None:
    status, body = create(twilio, Body="x" * 1600, From="+15005550006")
    assert (status, body["num_segments"]) == (201, "11")


@pytest.mark.parametrize(
    ("body", "parts"),
    [("", 1), ("x" * 160, 1), ("x" * 161, 2), ("x" * 306, 2), ("x" * 307, 3), ("€" * 80, 1), ("€" * 81, 2),
     ("ñ¿¡é" * 40, 1), ("á", 1), ("á" * 70, 1), ("á" * 71, 2), ("á" * 134, 2), ("á" * 135, 3), ("😀" * 35, 1),
     ("😀" * 36, 2), ("“hi”" * 18, 2)],
)  # fmt: skip
def test_segments(body: str, parts: int) -> None:
    assert segments.count(body) == parts


def test_what_is_not_there_says_so_as_json(twilio: World) -> None:
    assert post(twilio, f"/2010-04-01/Accounts/{SID}/Calls.json", {}, SID, TOKEN)[1]["code"] == 20404
    assert twilio.ask("GET", "/nothing")[1]["error"].endswith(".")


# -- the message log beside the API --


@pytest.mark.parametrize("to", [PATIENT, quote(PATIENT), PATIENT.replace("+", "%20")])
def test_what_was_sent_to_a_number_oldest_first(twilio: World, to: str) -> None:
    for body in ("one", "two"):
        send(twilio, body=body)
    twilio.sdk.messages.create(to=OTHER, from_=OFFICE, body="other")
    twilio.text("from the phone")
    eventually(lambda: {row["status"] for row in twilio.sent()} == {"delivered"})
    status, rows = twilio.ask("GET", f"/sent?to={to}")
    assert status == 200 and [row["body"] for row in rows] == ["one", "two"]
    assert rows[0].keys() == {"sid", "to", "from", "body", "status", "at"}
    assert (rows[0]["to"], rows[0]["from"]) == (PATIENT, OFFICE)
    assert abs(datetime.fromisoformat(rows[0]["at"]) - datetime.now(UTC)) < timedelta(seconds=10)
    assert rows[0]["at"].endswith("Z")
    assert len(twilio.ask("GET", "/sent")[1]) == 3


def test_a_phone_shows_both_sides_and_the_carrier_but_not_what_never_came(twilio: World) -> None:
    twilio.behave(failures=[{"body": "lost", "code": 30007}])
    send(twilio, body="hello")
    send(twilio, body="lost")
    eventually(lambda: [row["status"] for row in twilio.sent()] == ["delivered", "undelivered"])
    twilio.text("HELP")
    shown = twilio.ask("GET", f"/phone?number={PATIENT}")[1]
    assert [(row["mine"], row["carrier"]) for row in shown["texts"]] == [(False, False), (True, False), (False, True)]
    assert [row["body"] for row in shown["texts"]][:2] == ["hello", "HELP"]
    newer = twilio.ask("GET", f"/phone?number={PATIENT}&after={shown['last']}")[1]
    assert newer == {"last": shown["last"], "texts": []}


def test_a_phone_sees_a_tick_change(twilio: World) -> None:
    twilio.behave(receipts={"held": True})
    send(twilio)
    before = twilio.ask("GET", f"/phone?number={PATIENT}")[1]
    assert [row["status"] for row in before["texts"]] == ["queued"]
    twilio.behave(receipts={"held": False})
    eventually(lambda: twilio.sent()[0]["status"] == "delivered")
    after = twilio.ask("GET", f"/phone?number={PATIENT}&after={before['last']}")[1]
    assert [row["status"] for row in after["texts"]] == ["delivered"]


# -- inbound --


def test_a_text_comes_as_a_signed_webhook(twilio: World) -> None:
    heard = twilio.text("  whats my bal? ñ\n")
    (posted,) = twilio.practice.posted
    assert heard == {"sid": posted.form["MessageSid"], "status": 200, "opt_out_type": None, "replied": None}
    assert posted.genuine and posted.kind == "message"
    assert (posted.form["Body"], posted.form["From"], posted.form["To"]) == ("  whats my bal? ñ\n", PATIENT, OFFICE)
    assert (posted.form["NumMedia"], posted.form["AccountSid"]) == ("0", SID)
    assert twilio.sdk.messages(heard["sid"]).fetch().direction == "inbound"


def test_a_picture_is_counted(twilio: World) -> None:
    assert twilio.text("", media=2)["sid"].startswith("MM")
    form = twilio.practice.posted[0].form
    assert (form["NumMedia"], form["Body"]) == ("2", "") and form["MediaUrl1"].startswith("https://")


def test_fields_can_be_odd_or_missing_and_a_text_can_come_twice(twilio: World) -> None:
    first = twilio.text("hi", fields={"From": "whatsapp:+15035550143", "Body": None, "Odd": "x"})
    twilio.text("hi", sid=first["sid"])
    odd, again = twilio.practice.posted
    assert (
        odd.genuine and odd.form["From"].startswith("whatsapp:") and "Body" not in odd.form and odd.form["Odd"] == "x"
    )
    assert again.form["MessageSid"] == odd.form["MessageSid"] and again.token == odd.token
    assert len(twilio.sdk.messages.list(from_=PATIENT)) == 1


def test_half_a_character_does_not_stop_it(twilio: World) -> None:
    assert twilio.text("a \ud83d b \x00")["status"] == 200


@pytest.mark.parametrize("told", [{}, {"from": PATIENT}, [], {"from": PATIENT, "to": OFFICE, "fields": 3}, None])
def test_a_text_without_ends_is_refused_with_a_sentence(twilio: World, told: object) -> None:
    status, body = twilio.ask("POST", "/inbound", told)
    assert status == 400 and body["error"].endswith(".")


def test_a_text_that_found_nobody_comes_again(twilio: World) -> None:
    twilio.behave(inbound={"wait_ms": 10})
    twilio.practice.answers += [503, 500]
    assert twilio.text("hello?")["status"] == 503
    eventually(lambda: len(twilio.practice.posted) == 3)
    assert len({(one.form["MessageSid"], one.form["Body"], one.token) for one in twilio.practice.posted}) == 1
    assert all(one.genuine for one in twilio.practice.posted)


def test_a_refused_text_does_not_come_again_and_tries_end(twilio: World) -> None:
    twilio.behave(inbound={"wait_ms": 1, "tries": 3})
    twilio.practice.answers += [403, 500, 500, 500]
    assert twilio.text("refused")["status"] == 403
    twilio.text("never")
    eventually(lambda: len(twilio.practice.posted) == 4)
    time.sleep(0.1)
    assert len(twilio.practice.posted) == 4


def test_calls_to_us_go_to_the_local_address_and_others_where_they_point() -> None:
    account = Account(SID, TOKEN, "https://a.example", "http://127.0.0.1:8000", Path("x"))
    assert account.reached_at("https://a.example/channels/x?text=1") == "http://127.0.0.1:8000/channels/x?text=1"
    assert account.reached_at("https://a.example.evil.example/") == "https://a.example.evil.example/"
    assert Account(SID, TOKEN, "https://a.example", None, Path("x")).reached_at("https://a.example/") == (
        "https://a.example/"
    )


# -- the carrier --


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        *((word, "STOP") for word in ("STOP", "stop", " Stop ", "STOPALL", "cancel", "END", "quit", "REVOKE", "OptOut",
                                      "opt  out", "OPT-OUT", "unsubscribe", "ALTO", "parar", "BAJA", "cancelar")),
        *((word, "START") for word in ("START", "unstop", "empezar")),
        *((word, "HELP") for word in ("HELP", "info", "Ayuda")),
        *((word, None) for word in ("YES", "stop please", "STOP.", "", "can you help", "1", "🛑")),
    ],
)  # fmt: skip
def test_whole_words_that_the_carrier_acts_on(body: str, kind: str | None) -> None:
    meant = keywords.meaning(body)
    assert (meant[0] if meant else None) == kind


def test_after_stop_nothing_is_carried_until_start(twilio: World) -> None:
    heard = twilio.text("stop")
    assert heard["opt_out_type"] == "STOP" and twilio.practice.posted[0].form["OptOutType"] == "STOP"
    assert heard["replied"].startswith("You are opted out")
    refused = send(twilio)
    assert isinstance(refused, Refused) and refused.kind == "suppressed" and twilio.sent() == []
    twilio.text("START")
    assert isinstance(send(twilio), Accepted)


def test_stop_is_of_one_phone_and_one_number(twilio: World) -> None:
    twilio.text("STOP", to="+15035550101")
    twilio.text("STOP", sender=OTHER)
    assert isinstance(send(twilio), Accepted)


def test_a_second_stop_is_told_but_not_answered(twilio: World) -> None:
    twilio.text("STOP")
    second = twilio.text("stop")
    assert (second["opt_out_type"], second["replied"]) == ("STOP", None)


def test_the_carrier_answers_in_the_words_language(twilio: World) -> None:
    assert twilio.text("ALTO")["replied"].startswith("No recibirá")
    assert twilio.text("AYUDA")["replied"].startswith("Para ayuda")


def test_what_the_carrier_says_is_not_in_the_message_log(twilio: World) -> None:
    twilio.text("HELP")
    assert twilio.sent() == [] and [row.direction for row in twilio.sdk.messages.list()] == ["inbound"]


def test_a_number_without_advanced_opt_out_leaves_words_to_us(twilio: World) -> None:
    twilio.behave(keywords=False)
    heard = twilio.text("STOP")
    assert heard["opt_out_type"] is None and "OptOutType" not in twilio.practice.posted[0].form
    assert isinstance(send(twilio), Accepted)


def test_a_messaging_service_takes_the_text_and_fails_it_later(twilio: World) -> None:
    twilio.behave(services={SERVICE: OFFICE})
    twilio.text("STOP")
    assert isinstance(send(twilio, service=SERVICE), Accepted)
    eventually(lambda: ("text=1", "failed") in twilio.practice.receipts())
    assert twilio.practice.posted[-1].form["ErrorCode"] == "21610"
    assert twilio.sent()[0]["status"] == "failed"


# -- receipts --


def test_receipts_are_signed_and_in_order(twilio: World) -> None:
    send(twilio, 12)
    eventually(lambda: len(twilio.practice.receipts()) == 3)
    assert twilio.practice.receipts() == [("text=12", "queued"), ("text=12", "sent"), ("text=12", "delivered")]
    assert all(one.genuine for one in twilio.practice.posted)
    assert twilio.practice.posted[0].form["MessageSid"] == twilio.sent()[0]["sid"]


@pytest.mark.parametrize(
    ("told", "came"),
    [
        ({"order": "reverse"}, ["delivered", "sent", "queued"]),
        ({"steps": ["delivered"]}, ["delivered"]),
        ({"twice": 1.0}, ["delivered", "delivered", "queued", "queued", "sent", "sent"]),
        ({"order": "shuffled"}, ["delivered", "queued", "sent"]),
    ],
)
def test_receipts_come_as_they_are_told_to(twilio: World, told: dict[str, object], came: list[str]) -> None:
    twilio.behave(receipts=told)
    send(twilio)
    eventually(lambda: len(twilio.practice.receipts()) == len(came))
    got = [status for _, status in twilio.practice.receipts()]
    assert (got if told.get("order") == "reverse" else sorted(got)) == came
    assert twilio.sent()[0]["status"] == "delivered"


def test_shuffled_receipts_come_in_several_orders(twilio: World) -> None:
    twilio.behave(receipts={"order": "shuffled"})
    for text_id in range(12):
        send(twilio, text_id)
    eventually(lambda: len(twilio.practice.receipts()) == 36)
    orders = {tuple(status for query, status in twilio.practice.receipts() if query == f"text={n}") for n in range(12)}
    assert len(orders) > 1


def test_lost_receipts_never_come_though_the_text_does(twilio: World) -> None:
    twilio.behave(receipts={"lost": 1.0})
    send(twilio)
    eventually(lambda: twilio.sent()[0]["status"] == "delivered")
    assert twilio.practice.receipts() == []


def test_receipts_can_be_held_and_let_go(twilio: World) -> None:
    twilio.behave(receipts={"held": True})
    send(twilio)
    twilio.text("a text is not held")
    time.sleep(0.1)
    assert twilio.practice.receipts() == [] and len(twilio.practice.posted) == 1
    twilio.behave(receipts={"held": False})
    eventually(lambda: len(twilio.practice.receipts()) == 3)


@pytest.mark.parametrize(("code", "came"), [(30005, ["queued", "sent", "undelivered"]), (21610, ["queued", "failed"])])
def test_a_failure_after_acceptance_comes_with_its_code(twilio: World, code: int, came: list[str]) -> None:
    if code == 21610:
        twilio.behave(services={SERVICE: OFFICE})
        twilio.text("STOP")
    else:
        twilio.behave(failures=[{"to": PATIENT, "code": code}])
    send(twilio, service=SERVICE if code == 21610 else None)
    eventually(lambda: [status for _, status in twilio.practice.receipts()] == came)
    assert twilio.practice.posted[-1].form["ErrorCode"] == str(code)
    assert twilio.sdk.messages.list(to=PATIENT)[0].error_code == code


def test_a_receipt_that_found_nobody_comes_again(twilio: World) -> None:
    twilio.behave(receipts={"steps": ["delivered"]}, inbound={"wait_ms": 10})
    twilio.practice.answers += [500, 404]
    send(twilio)
    eventually(lambda: len(twilio.practice.receipts()) == 2)
    time.sleep(0.1)
    assert len(twilio.practice.receipts()) == 2, "refused is refused"


# -- settings --


def test_a_failure_happens_as_often_as_it_was_told_to(twilio: World) -> None:
    twilio.behave(failures=[{"status": 503, "times": 2}])
    got = [create(twilio)[0] for _ in range(4)]
    assert got == [503, 503, 201, 201]


def test_a_failure_is_for_those_that_it_names(twilio: World) -> None:
    twilio.behave(failures=[{"to": OTHER, "body": "bad", "code": 21614}])
    assert create(twilio, To=OTHER, Body="bad word")[0] == 400
    assert create(twilio, To=OTHER)[0] == 201 and create(twilio, Body="bad word")[0] == 201


def test_a_share_is_drawn_the_same_way_each_time(twilio: World) -> None:
    def run() -> list[int]:
        twilio.behave(failures=[{"status": 429, "share": 0.5}], seed=7)
        return [create(twilio)[0] for _ in range(20)]

    first = run()
    assert first == run() and set(first) == {201, 429}


def test_settings_are_shown_changed_in_part_and_put_back(twilio: World) -> None:
    twilio.behave(receipts={"lost": 0.5}, failures=[{"code": 30003}])
    told = twilio.ask("GET", "/settings")[1]
    assert (told["receipts"]["lost"], told["receipts"]["delay_ms"], told["failures"][0]["code"]) == (0.5, 0, 30003)
    assert twilio.ask("DELETE", "/settings")[1] == json.loads(json.dumps(Behaviour().told()))


@pytest.mark.parametrize(
    "told",
    [
        {"reciepts": {}},
        {"receipts": {"delay": 1}},
        {"receipts": 3},
        {"receipts": {"delay_ms": "soon"}},
        {"receipts": {"held": 1}},
        {"failures": {"code": 1}},
        {"failures": ["x"]},
        {"keywords": "no"},
        {"seed": True},
        [],
        "x",
        None,
    ],
)
def test_a_setting_that_is_not_understood_changes_nothing(twilio: World, told: object) -> None:
    before = twilio.ask("GET", "/settings")[1]
    status, _ = twilio.ask("POST", "/settings", told)
    assert status == 400 and twilio.ask("GET", "/settings")[1] == before
    if told is not None:
        with pytest.raises(ValueError, match=r"\.$"):
            changed(Behaviour(), told)


@pytest.mark.parametrize("path", ["/settings", "/inbound"])
def test_a_form_of_some_web_page_changes_nothing(twilio: World, path: str) -> None:
    assert ask(twilio.url, "POST", path, "a=1", {"Content-Type": "application/x-www-form-urlencoded"})[0] == 415


# -- its lives --


def test_the_next_life_knows_what_the_last_one_did(tmp_path: Path) -> None:
    with world(tmp_path) as first:
        first.behave(receipts={"held": True})
        send(first, 5, "from the first life")
        first.text("STOP", sender=OTHER)
    with world(tmp_path) as second:
        assert second.ask("GET", "/settings")[1]["receipts"]["held"] is True
        send(second, 6, "from the second")
        assert [row["body"] for row in second.sent()] == ["from the first life", "from the second"]
        assert create(second, To=OTHER)[1]["code"] == 21610
        second.behave(receipts={"held": False, "delay_ms": 0, "gap_ms": 0})
        eventually(lambda: ("text=5", "delivered") in second.practice.receipts())


def test_gunicorn_serves_it_and_a_kill_loses_nothing(tmp_path: Path) -> None:
    with listening.listen("127.0.0.1", 0) as door:
        url = f"http://127.0.0.1:{listening.port_of(door)}"
        process = start(tmp_path, door.fileno())
        try:
            made = over_http(url, "before")
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            process = start(tmp_path, door.fileno())
            over_http(url, "after")
            rows = ask(url, "GET", f"/sent?to={PATIENT}")[1]
            assert [row["body"] for row in rows] == ["before", "after"] and rows[0]["sid"] == made["sid"]
            assert drops(url) is True
        finally:
            process.terminate()
            process.wait()


def start(home: Path, fd: int) -> subprocess.Popen[bytes]:
    """The emulator as the demo starts it."""
    told = {"SHEEPDOG_DEMO": "1", "SHEEPDOG_HOME": str(home), "TWILIO_ACCOUNT_SID": SID, "TWILIO_AUTH_TOKEN": TOKEN}
    env = {**os.environ, **told, "PYTHONPATH": os.pathsep.join([str(Path.cwd()), os.environ.get("PYTHONPATH", "")])}
    command = programs.gunicorn("webhooks.twilio_emulator:app", f"fd://{fd}", 1)
    return subprocess.Popen(command, env=env, pass_fds=(fd,))


def over_http(url: str, body: str) -> dict[str, Any]:
    secret = base64.b64encode(f"{SID}:{TOKEN}".encode()).decode()
    headers = {"Authorization": f"Basic {secret}", "Content-Type": "application/x-www-form-urlencoded"}
    form = urlencode({"To": PATIENT, "From": OFFICE, "Body": body})
    status, made = ask(url, "POST", MESSAGES, form, headers)
    assert status == 201 and isinstance(made, dict)
    return made


def drops(url: str) -> bool:
    """Whether gunicorn's connection can be closed without an answer."""
    ask(url, "POST", "/settings", json.dumps({"failures": [{"drop": True}]}), {"Content-Type": "application/json"})
    try:
        over_http(url, "dropped")
    except (OSError, http.client.HTTPException):
        return True
    return False


def test_it_is_fast_enough_for_the_bench(twilio: World) -> None:
    """150 creates a second on half a core: under 3.3 ms of processor time each, client included."""
    twilio.behave(receipts={"held": True})
    line = http.client.HTTPConnection(urlsplit(twilio.url).netloc)
    secret = base64.b64encode(f"{SID}:{TOKEN}".encode()).decode()
    headers = {"Authorization": f"Basic {secret}", "Content-Type": "application/x-www-form-urlencoded"}
    form = urlencode({"To": PATIENT, "From": OFFICE, "Body": "Hello.", "StatusCallback": "https://a.example/"})
    began, count = time.process_time(), 200
    for _ in range(count):
        line.request("POST", MESSAGES, form, headers)
        assert len(line.getresponse().read()) > 300
    line.close()
    assert (time.process_time() - began) / count < 0.05
