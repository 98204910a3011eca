"""Twilio's answers, receipts and inbound texts as ours. The SDK is the real one; the emulator stands for Twilio."""

from __future__ import annotations

import os
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from bot.channels import (
    Accepted,
    Call,
    Called,
    Found,
    Inbound,
    NotThere,
    Outcome,
    Receipt,
    Refused,
    SendRequest,
    TryAgain,
    Unknown,
)
from bot.channels.twilio_errors import ERRORS, STATES, refusal
from bot.channels.twilio_sms import Form, TwilioSms, address, clean, read_form, translate_inbound, translate_receipt
from tests.channels.twilio_world import (
    OFFICE,
    PATIENT,
    PUBLIC,
    SERVICE,
    SID,
    SOON,
    TOKEN,
    World,
    eventually,
    settings_of,
    world,
)
from webhooks.emulator.account import encoded, signature

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
loopback = pytest.mark.enable_socket


@pytest.fixture
def twilio(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as real:
        real.behave(**SOON)
        yield real


def asked(text_id: int = 7, body: str = "Hello.", service: str | None = None, to: str = PATIENT) -> SendRequest:
    return SendRequest(text_id, OFFICE, service, to, body)


@contextmanager
def talking(answer: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """A server that says these bytes to whoever comes: its address, and what it was asked."""
    seen: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as door:

        def answer_all() -> None:
            while True:
                try:
                    line, _ = door.accept()
                except OSError:
                    return
                with line:
                    seen.append(line.recv(65536))
                    line.sendall(answer)

        threading.Thread(target=answer_all, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{door.getsockname()[1]}", seen
        finally:
            door.shutdown(socket.SHUT_RDWR)


def closed(channel: TwilioSms, request: SendRequest) -> Outcome:
    """What sending brings, with the connections closed after it."""
    try:
        return channel.send(request)
    finally:
        channel.close()


# -- sending --


@loopback
def test_the_receipt_brings_our_rows_id_back(twilio: World) -> None:
    sent = twilio.channel.send(asked(4711))
    assert isinstance(sent, Accepted)
    eventually(lambda: len(twilio.practice.receipts()) == 3)
    calls = [Call("/channels/twilio_sms/receipt", one.query, encoded(one.form), {}) for one in twilio.practice.posted]
    assert [twilio.channel.receipt(call) for call in calls] == [
        Receipt(4711, sent.provider_id, "sent"),
        Receipt(4711, sent.provider_id, "sent"),
        Receipt(4711, sent.provider_id, "delivered"),
    ]


@loopback
def test_a_messaging_service_picks_the_number(twilio: World) -> None:
    twilio.behave(services={SERVICE: OFFICE})
    sent = twilio.channel.send(asked(service=SERVICE))
    assert isinstance(sent, Accepted)
    eventually(lambda: twilio.sent()[0]["status"] == "delivered")
    assert twilio.sent()[0]["from"] == OFFICE
    assert isinstance(twilio.channel.find(asked(service=SERVICE), datetime.now(UTC)), Found)


@loopback
@pytest.mark.parametrize(
    ("failure", "outcome"),
    [
        ({"code": 21610}, Refused("21610", "suppressed", "This person has opted out of our texts.")),
        ({"code": 30034, "after": False}, Accepted),
        ({"code": 21614}, Refused),
        ({"code": 29999}, Refused("29999", "other", "Twilio refused this text for a reason that we do not know.")),
        ({"status": 400}, Refused),
        ({"status": 401}, Refused("20003", "setup", "Twilio does not accept our account or password. "
                                  "Run ./sheepdog doctor.")),
        ({"status": 429}, TryAgain(2.0, "20429")),
        ({"code": 20429}, TryAgain(2.0, "20429")),
        ({"code": 21611}, TryAgain(2.0, "21611")),
        ({"status": 500}, Unknown("status_500")),
        ({"status": 502}, Unknown("status_502")),
        ({"status": 503, "after": True}, Unknown("status_503")),
        ({"status": 408}, Unknown("status_408")),
        ({"drop": True}, Unknown("ConnectionError")),
        ({"drop": True, "after": True}, Unknown("ConnectionError")),
        ({"hang_s": 1.0}, Unknown("ReadTimeout")),
    ],
    ids=str,
)  # fmt: skip
def test_what_twilio_answers_is_what_we_know(twilio: World, failure: dict[str, object], outcome: object) -> None:
    twilio.behave(failures=[failure])
    got = twilio.channel.send(asked())
    assert isinstance(got, outcome) if isinstance(outcome, type) else got == outcome


@loopback
@pytest.mark.parametrize("failure", [{"drop": True, "after": True}, {"status": 503, "after": True}, {"hang_s": 1.0}])
def test_nothing_is_asked_twice_behind_our_back(twilio: World, failure: dict[str, object]) -> None:
    twilio.channel.send(asked(1, "Before."))
    twilio.behave(failures=[failure])
    assert isinstance(twilio.channel.send(asked(2, "Once.")), Unknown)
    assert [row["body"] for row in twilio.sent()] == ["Before.", "Once."]


@loopback
def test_a_closed_door_is_for_later(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    channel = TwilioSms(settings_of(tmp_path, f"http://127.0.0.1:{port}"))
    assert closed(channel, asked()) == TryAgain(5.0, "no_connection")


@loopback
@pytest.mark.parametrize("answer", [b"<html>", b"[]", b"null", b"{}", b'{"sid": null}', b"\xff"], ids=str)
def test_an_answer_that_is_none_is_unknown(tmp_path: Path, answer: bytes) -> None:
    head = b"HTTP/1.1 201 Created\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(answer)
    with talking(head + answer) as (at, _):
        assert isinstance(closed(TwilioSms(settings_of(tmp_path, at)), asked()), Unknown)


@loopback
@pytest.mark.parametrize("answer", [b'{"code": 12345, "message": "?", "status": 429}', b"slow down"], ids=str)
def test_too_fast_is_told_by_the_status_alone(tmp_path: Path, answer: bytes) -> None:
    head = b"HTTP/1.1 429 Busy\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(answer)
    with talking(head + answer) as (at, _):
        assert isinstance(closed(TwilioSms(settings_of(tmp_path, at)), asked()), TryAgain)


@loopback
def test_forked_processes_share_no_connection(twilio: World) -> None:
    twilio.channel.send(asked(1))
    first = twilio.channel._twilio()
    twilio.channel._pid = os.getpid() - 1
    assert twilio.channel._twilio() is not first
    first.http_client.session.close()


@loopback
def test_connections_are_kept(twilio: World) -> None:
    for text_id in range(3):
        twilio.channel.send(asked(text_id))
    pools = twilio.channel._twilio().http_client.session.get_adapter("http://").poolmanager.pools
    assert [(pools[key].num_connections, pools[key].num_requests) for key in pools.keys()] == [(1, 3)]  # noqa: SIM118


@loopback
def test_a_path_in_the_address_is_kept(tmp_path: Path) -> None:
    with talking(b"HTTP/1.1 400 Bad\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}") as (at, seen):
        assert isinstance(closed(TwilioSms(settings_of(tmp_path, f"{at}/relay")), asked()), Refused)
    assert seen[0].startswith(f"POST /relay/2010-04-01/Accounts/{SID}/Messages.json HTTP/1.1".encode())


# -- looking for what was lost --


@loopback
def test_only_the_same_words_to_the_same_number_since_then_are_found(twilio: World) -> None:
    since = datetime.now(UTC)
    twilio.channel.send(asked(1, "Hello. "))
    for other in (
        asked(2, "Bye."),
        asked(3, to="+15035550199"),
        SendRequest(4, "+15035550101", None, PATIENT, "Hello."),
    ):
        twilio.channel.send(other)
    twilio.text("Hello.")
    found = twilio.channel.find(asked(1, "Hello."), since)
    assert isinstance(found, Found) and found.provider_id == twilio.sent()[0]["sid"]
    assert twilio.channel.find(asked(1), since + timedelta(hours=2)) == NotThere()


@loopback
def test_a_text_that_we_get_with_these_words_is_not_ours(twilio: World) -> None:
    """As when staff text one of our own numbers from another."""
    twilio.text("Hello.", sender=OFFICE, to=PATIENT)
    assert twilio.channel.find(asked(), datetime.now(UTC)) == NotThere()


@loopback
def test_a_service_that_has_not_picked_its_number_is_found_too(twilio: World) -> None:
    twilio.behave(receipts={"held": True})
    twilio.channel.send(asked(service=SERVICE))
    assert isinstance(twilio.channel.find(asked(service=SERVICE), datetime.now(UTC)), Found)


@loopback
def test_the_state_is_found_too(twilio: World) -> None:
    twilio.behave(failures=[{"code": 30005}])
    twilio.channel.send(asked())
    eventually(lambda: twilio.sent()[0]["status"] == "undelivered")
    found = twilio.channel.find(asked(), datetime.now(UTC))
    assert isinstance(found, Found) and found.state == "undelivered"


@loopback
def test_a_body_is_forgotten_at_twilio(twilio: World) -> None:
    heard = twilio.text("my card is 4111 1111 1111 1111")
    assert twilio.channel.delete_body(heard["sid"])
    assert twilio.sdk.messages(heard["sid"]).fetch().body == ""
    twilio.sdk.messages(heard["sid"]).delete()
    assert twilio.channel.delete_body(heard["sid"]), "gone is forgotten"


@loopback
def test_a_body_that_is_still_under_way_is_for_later(twilio: World) -> None:
    twilio.behave(receipts={"held": True})
    sent = twilio.channel.send(asked())
    assert isinstance(sent, Accepted) and not twilio.channel.delete_body(sent.provider_id)


# -- codes and states are data --


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (21610, "suppressed"),
        (30003, "unreachable"),
        (30008, "once_more"),
        (30005, "unusable"),
        (30006, "unusable"),
        (21211, "unusable"),
        (21614, "unusable"),
        (30007, "filtered"),
        (30034, "pause_practice"),
        (30032, "pause_practice"),
        (30943, "pause_practice"),
        (30863, "pause_practice"),
        (20003, "setup"),
        (12345, "other"),
        ("30005 ", "unusable"),
        (None, "other"),
        ("", "other"),
        ("x1", "other"),
        ("٣", "other"),
    ],
)
def test_codes_mean_what_decision_25_says(code: object, kind: str) -> None:
    assert refusal(code).kind == kind


def test_every_code_says_what_a_receptionist_understands() -> None:
    assert all(words.endswith(".") and "error" not in words.lower() for _, words in ERRORS.values())


@pytest.mark.parametrize("status", ["receiving", "received", "unheard-of"])
def test_states_of_inbound_texts_are_not_ours(status: str) -> None:
    assert status not in STATES


# -- receipts --


@pytest.mark.parametrize(
    ("form", "query", "receipt"),
    [
        ({"MessageSid": "SM1", "MessageStatus": "sent"}, {"text": "9"}, Receipt(9, "SM1", "sent")),
        ({"MessageSid": "SM1", "MessageStatus": "delivered"}, {}, Receipt(None, "SM1", "delivered")),
        ({"SmsSid": "SM1", "SmsStatus": "DELIVERED"}, {"text": "9"}, Receipt(9, "SM1", "delivered")),
        ({"MessageSid": "SM1", "MessageStatus": "queued"}, {"text": "x"}, Receipt(None, "SM1", "sent")),
        ({"MessageSid": "SM1", "MessageStatus": "read"}, {"text": "-1"}, Receipt(None, "SM1", "delivered")),
        ({"MessageSid": "SM1", "MessageStatus": "undelivered", "ErrorCode": "30005"}, {"text": "9"},
         Receipt(9, "SM1", "undelivered", "30005", "unusable")),
        ({"MessageSid": "SM1", "MessageStatus": "failed", "ErrorCode": "30034"}, {"text": "9"},
         Receipt(9, "SM1", "failed", "30034", "pause_practice")),
        ({"MessageSid": "SM1", "MessageStatus": "failed"}, {"text": "9"},
         Receipt(9, "SM1", "failed", "unknown", "other")),
        ({"MessageSid": "SM1", "MessageStatus": "sent", "ErrorCode": "30005"}, {}, Receipt(None, "SM1", "sent")),
        ({"MessageSid": "SM1", "MessageStatus": "received"}, {}, None),
        ({"MessageSid": "SM1", "MessageStatus": ""}, {}, None),
        ({"MessageSid": "SM1"}, {}, None),
        ({"MessageStatus": "sent"}, {"text": "9"}, None),
        ({"MessageSid": "SM 1'--", "MessageStatus": "sent"}, {}, None),
        ({}, {}, None),
    ],
)  # fmt: skip
def test_receipts(form: dict[str, str], query: dict[str, str], receipt: Receipt | None) -> None:
    assert translate_receipt(form, query) == receipt


# -- inbound --

PLAIN = {"MessageSid": "SM1", "From": PATIENT, "To": OFFICE, "Body": "hi", "NumMedia": "0", "AccountSid": SID}


def inbound(**changes: object) -> Inbound | None:
    form = {**PLAIN, **changes}
    return translate_inbound({name: str(value) for name, value in form.items() if value is not None}, NOW)


def test_a_plain_text() -> None:
    assert inbound() == Inbound("twilio_sms", "SM1", OFFICE, PATIENT, "hi", 0, None, NOW, SID)


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"From": "whatsapp:+15035550143"}, "sender", PATIENT),
        ({"From": "whatsapp:+15035550143"}, "via", "whatsapp"),
        ({"From": "rcs:+15035550143"}, "sender", PATIENT),
        ({"From": "RCS:+15035550143"}, "via", "rcs"),
        ({"To": "rcs:willow_creek_agent"}, "to", "willow_creek_agent"),
        ({"From": " 15035550143"}, "sender", PATIENT),
        ({"From": "72345"}, "sender", "72345"),
        ({"From": "VERIZON"}, "sender", "VERIZON"),
        ({"Body": None}, "body", ""),
        ({"Body": ""}, "body", ""),
        ({"Body": "👍🏽"}, "body", "👍🏽"),
        ({"Body": "x" * 1600}, "body", "x" * 1600),
        ({"Body": "x" * 99_999}, "body", "x" * 4096),
        ({"Body": "a\x00b"}, "body", "ab"),
        ({"Body": "half \ud83d"}, "body", "half \ufffd"),
        ({"Body": "two \ud83d\ude00"}, "body", "two 😀"),
        ({"NumMedia": "3"}, "media", 3),
        ({"NumMedia": None}, "media", 0),
        ({"NumMedia": "-1"}, "media", 0),
        ({"NumMedia": "many"}, "media", 0),
        ({"OptOutType": "STOP"}, "opt_out_type", "STOP"),
        ({"OptOutType": "help"}, "opt_out_type", "HELP"),
        ({"OptOutType": "NEW"}, "opt_out_type", None),
        ({"AccountSid": None}, "account", ""),
        ({"MessageSid": None, "SmsSid": "SM2"}, "provider_id", "SM2"),
        ({"MessageSid": "", "SmsMessageSid": "SM3"}, "provider_id", "SM3"),
    ],
)
def test_odd_texts(changes: dict[str, object], field: str, value: object) -> None:
    assert getattr(inbound(**changes), field) == value


@pytest.mark.parametrize(
    "changes",
    [
        {"MessageSid": None},
        {"MessageSid": "SM'; --"},
        {"MessageSid": "S" * 65},
        {"From": None},
        {"From": " "},
        {"To": ""},
        {"To": "whatsapp:"},
    ],
)
def test_what_names_no_text_or_nobody_is_none(changes: dict[str, object]) -> None:
    assert inbound(**changes) is None


@given(st.dictionaries(st.sampled_from([*PLAIN, "OptOutType", "SmsSid"]), st.text(st.characters()), max_size=8))
def test_no_form_makes_it_raise_and_all_of_it_can_be_stored(form: dict[str, str]) -> None:
    got = translate_inbound(form, NOW)
    for text in (got.body, got.sender, got.to, got.account, got.via) if got else ():
        assert "\x00" not in text and text.encode("utf-8").decode("utf-8") == text
    translate_receipt(form, form)


@given(st.text(st.characters()))
def test_clean_text_stays_as_it_is(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    if text.isprintable():
        assert clean(text) == text


@given(st.binary())
def test_any_bytes_are_a_form_or_none(body: bytes) -> None:
    form = read_form(body)
    assert form is None or all(form[name] == form.getlist(name)[0] for name in form)


def test_of_a_repeated_field_the_first_counts() -> None:
    form = read_form(b"a=1&b=2&a=3")
    assert form is not None and (form["a"], form.getlist("a")) == ("1", ["1", "3"])


def test_an_address_without_prefix_is_a_text_message() -> None:
    assert address("+15035550143") == ("sms", PATIENT)


# -- signatures --

PATH = "/channels/twilio_sms/message"


@pytest.fixture
def channel(tmp_path: Path) -> TwilioSms:
    return TwilioSms(settings_of(tmp_path, None))


def call(form: dict[str, str], query: str = "", url: str = PUBLIC + PATH, token: str = TOKEN, **headers: str) -> Call:
    signed = signature(token, url + (f"?{query}" if query else ""), form)
    return Call(PATH, query, encoded(form), {"X-Twilio-Signature": signed, **headers})


def test_it_is_a_channel_that_is_called(channel: TwilioSms) -> None:
    assert isinstance(channel, Called)


def test_a_true_signature_is_good(channel: TwilioSms) -> None:
    assert channel.genuine(call(PLAIN))


@pytest.mark.parametrize("name", ["x-twilio-signature", "X-TWILIO-SIGNATURE"])
def test_a_headers_name_has_no_case(channel: TwilioSms, name: str) -> None:
    good = call(PLAIN)
    assert channel.genuine(Call(good.path, "", good.body, {name: good.headers["X-Twilio-Signature"]}))


@pytest.mark.parametrize(
    "bad",
    [
        call(PLAIN, token="another token"),
        call(PLAIN, url="https://elsewhere.example" + PATH),
        call(PLAIN, url=PUBLIC.replace("https", "http") + PATH),
        call(PLAIN, url=PUBLIC + "/channels/twilio_sms/receipt"),
        Call(PATH, "", encoded({**PLAIN, "Body": "bye"}), call(PLAIN).headers),
        Call(PATH, "", encoded({**PLAIN, "More": ""}), call(PLAIN).headers),
        Call(PATH, "a=1", encoded(PLAIN), call(PLAIN).headers),
        Call(PATH, "", encoded(PLAIN), {}),
        Call(PATH, "", encoded(PLAIN), {"X-Twilio-Signature": ""}),
        Call(PATH, "", encoded(PLAIN), {"X-Twilio-Signature": "é\x00"}),
        Call(PATH, "", b"", call(PLAIN).headers),
        Call(PATH, "", b"&".join(b"a=%d" % n for n in range(1000)), call(PLAIN).headers),
        call({**PLAIN, "AccountSid": "AC" + "6" * 32}),
    ],
    ids=["token", "host", "scheme", "path", "changed", "added", "query", "none", "empty", "odd", "no body", "flood",
         "account"],
)  # fmt: skip
def test_anything_else_is_not(channel: TwilioSms, bad: Call) -> None:
    assert not channel.genuine(bad)


def test_the_host_that_a_proxy_names_does_not_matter(channel: TwilioSms) -> None:
    behind = {"Host": "10.0.0.7:8000", "X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example"}
    assert channel.genuine(call(PLAIN, **behind))
    assert not channel.genuine(call(PLAIN, url=f"http://evil.example{PATH}", **behind))


@pytest.mark.parametrize(("public", "signed"), [("https://a.example", "https://a.example:443"),
                                                ("https://a.example:443", "https://a.example"),
                                                ("https://a.example:8443", "https://a.example:8443"),
                                                ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
                                                ("https://a.example/line", "https://a.example/line")])  # fmt: skip
def test_ports_and_prefixes(tmp_path: Path, public: str, signed: str) -> None:
    settings = replace(settings_of(tmp_path, None), public_url=public)
    assert TwilioSms(settings).genuine(call(PLAIN, url=signed + PATH))


@pytest.mark.parametrize(
    "query", ["text=7", "text=7&text=8", "a=%2B1%20x&b=+", "a", "a=&b", "z=1&a=2", "q=%F0%9F%98%80"]
)
def test_the_query_counts_to_the_letter(channel: TwilioSms, query: str) -> None:
    good = call(PLAIN, query)
    assert channel.genuine(good)
    assert not channel.genuine(Call(PATH, query + "&", good.body, good.headers))


def test_repeated_fields_count_as_the_sdk_counts_them(channel: TwilioSms) -> None:
    pairs = [("Body", "b"), ("Body", "a"), ("Body", "b"), ("From", PATIENT)]
    signed = RequestValidator(TOKEN).compute_signature(PUBLIC + PATH, Form(pairs))
    body = f"Body=b&Body=a&Body=b&From=%2B{PATIENT[1:]}".encode()
    assert channel.genuine(Call(PATH, "", body, {"X-Twilio-Signature": signed}))
    assert not channel.genuine(Call(PATH, "", body.replace(b"Body=a&", b""), {"X-Twilio-Signature": signed}))


@pytest.mark.parametrize(
    "text", ["", " a ", "a+b&c=d%", "é\r\n", "👍🏽", "a\x00b", "\ud83d", "\ude00\ud83d"], ids=ascii
)
def test_bytes_that_are_no_text_can_be_signed_too(channel: TwilioSms, text: str) -> None:
    good = call({**PLAIN, "Body": text})
    assert channel.genuine(good)
    got = channel.inbound(good, NOW)
    assert got is not None and "\x00" not in got.body
    assert got.body.encode().decode() == got.body


def test_newer_signatures_are_known(channel: TwilioSms) -> None:
    signed = RequestValidator(TOKEN).compute_signature(PUBLIC + PATH, PLAIN, "HMAC_SHA256")
    headers = {"X-Twilio-Signature": signed, "X-Twilio-Webhooks-Signature-Settings": "key=k,algorithm=HMAC_SHA256"}
    assert channel.genuine(Call(PATH, "", encoded(PLAIN), headers))
    assert not channel.genuine(Call(PATH, "", encoded(PLAIN), {"X-Twilio-Signature": signed}))


def test_the_emulator_signs_as_the_sdk_does() -> None:
    assert signature(TOKEN, PUBLIC + PATH, PLAIN) == RequestValidator(TOKEN).compute_signature(PUBLIC + PATH, PLAIN)


# -- the boundary --


def test_one_file_talks_to_twilio_through_the_sdk() -> None:
    """Others, such as the bench, may sign what they post in Twilio's place."""
    sdk = re.compile(r"^\s*(from|import) twilio\b(?!\.request_validator)", re.MULTILINE)
    files = [file for room in ("bot", "flows", "storage", "webhooks") for file in (ROOT / room).rglob("*.py")]
    importing = {str(file.relative_to(ROOT)) for file in files if sdk.search(file.read_text(encoding="utf-8"))}
    assert importing == {"bot/channels/twilio_sms.py"}


# -- whose number it is now (fact sheet T10) --

SINCE = date(2026, 1, 5)


@loopback
@pytest.mark.parametrize(("told", "answer"), [("yes", "yes"), ("no", "no"), ("no_data", "error"), (None, "no")])
def test_lookup_says_whether_a_number_has_a_new_owner(twilio: World, told: str | None, answer: str) -> None:
    twilio.behave(owners={PATIENT: told} if told else {})
    assert twilio.channel.reassigned(PATIENT, SINCE) == answer


@loopback
def test_lookup_needs_our_account(twilio: World) -> None:
    stranger = TwilioSms(replace(twilio.settings, twilio_auth_token="wrong"), timeouts_s=(2.0, 0.5))
    assert stranger.reassigned(PATIENT, SINCE) == "error"
    stranger.close()


@loopback
def test_a_lookup_that_nobody_answers_settles_nothing(tmp_path: Path) -> None:
    away = TwilioSms(settings_of(tmp_path, "http://127.0.0.1:9"), timeouts_s=(0.5, 0.5))
    assert away.reassigned(PATIENT, SINCE) == "error"
    away.close()
