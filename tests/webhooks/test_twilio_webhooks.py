"""Twilio calls us: what is stored, what is refused, and that nothing makes the server fail."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text as sql
from werkzeug.test import TestResponse

from bot.channels.fake import FakeChannel
from bot.channels.twilio_sms import TwilioSms
from bot.wiring import App
from storage import outbox, people, talks
from storage.db import Database
from tests.app import MONDAY, make_app
from tests.channels.twilio_world import OFFICE, PATIENT, PUBLIC, SID, TOKEN, settings_of
from webhooks import channels
from webhooks.emulator.account import encoded, signature
from webhooks.here import NAME
from webhooks.site import create_app

MESSAGE, RECEIPT = "/channels/twilio_sms/message", "/channels/twilio_sms/receipt"
FORM = {"Body": "hello", "From": PATIENT, "To": OFFICE, "NumMedia": "0", "AccountSid": SID}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> App:
    """The parts of a practice's server, and its database, made once."""
    made = make_app(tmp_path_factory.mktemp("first"))
    with made.db.begin() as tx:
        practice_id = people.add_practice(
            tx, slug="willow-creek", name="Willow Creek", phone="(503) 555-0100", zone="America/Denver", state="CO"
        )
        people.add_sender(tx, practice_id=practice_id, channel="twilio_sms", number=OFFICE, carrier_replies=True)
    made.db.dispose()
    return made


@pytest.fixture
def app(first: App, tmp_path: Path) -> Iterator[App]:
    """The same parts on a copy of that database."""
    shutil.copytree(first.settings.home, tmp_path, dirs_exist_ok=True)
    settings = settings_of(tmp_path, None)
    db = Database(settings.database_url, first.db.keyring)
    yield replace(first, settings=settings, db=db, channels={"twilio_sms": TwilioSms(settings), "fake": FakeChannel()})
    db.dispose()


@pytest.fixture
def web(app: App) -> FlaskClient:
    flask = Flask("channels")
    flask.extensions[NAME] = app
    flask.register_blueprint(channels.bp)
    flask.testing = False
    return flask.test_client()


def post(web: FlaskClient, path: str, form: dict[str, str], query: str = "", token: str = TOKEN) -> TestResponse:
    """A call that is signed as Twilio signs."""
    url = PUBLIC + path + (f"?{query}" if query else "")
    headers = {"X-Twilio-Signature": signature(token, url, form), "Host": "10.0.0.3:8000"}
    kind = "application/x-www-form-urlencoded; charset=utf-8"
    return web.post(path + (f"?{query}" if query else ""), data=encoded(form), headers=headers, content_type=kind)


def text(web: FlaskClient, sid: str = "SM1", **changes: str | None) -> TestResponse:
    form = {"MessageSid": sid, **FORM, **changes}
    return post(web, MESSAGE, {name: value for name, value in form.items() if value is not None})


def stored(app: App) -> list[Any]:
    with app.db.read() as tx:
        rows = tx.execute(sql("SELECT id FROM messages ORDER BY id")).scalars()
        return [talks.message(tx, message_id) for message_id in rows]


def test_the_whole_server_takes_calls_without_session_or_form_token(app: App) -> None:
    answer = text(create_app(app, RATELIMIT_STORAGE_URI="memory://").test_client())
    assert answer.status_code == 200 and "Set-Cookie" not in answer.headers and len(stored(app)) == 1


# -- texts --


def test_a_text_is_stored_and_answered_with_nothing(app: App, web: FlaskClient) -> None:
    answer = text(web)
    assert answer.status_code == 200 and answer.content_type == "text/xml; charset=utf-8"
    assert answer.text.startswith("<?xml") and answer.text.endswith("<Response/>")
    assert [(row.body, row.provider_id, row.channel) for row in stored(app)] == [("hello", "SM1", "twilio_sms")]


def test_a_repeat_has_one_effect(app: App, web: FlaskClient) -> None:
    assert [text(web).status_code for _ in range(3)] == [200, 200, 200]
    assert len(stored(app)) == 1


def test_copies_at_the_same_time_have_one_effect(app: App, web: FlaskClient) -> None:
    ready, statuses = threading.Barrier(6), []

    def send() -> None:
        ready.wait()
        statuses.append(text(web.application.test_client()).status_code)

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 6 and len(stored(app)) == 1


@pytest.mark.parametrize("path", [MESSAGE, RECEIPT])
def test_without_a_good_signature_nothing_happens(app: App, web: FlaskClient, path: str) -> None:
    form = {"MessageSid": "SM1", "MessageStatus": "delivered", **FORM}
    assert post(web, path, form, token="another").status_code == 403
    assert web.post(path, data=form).status_code == 403
    assert web.post(path, json=form, headers={"X-Twilio-Signature": "x"}).status_code == 403
    assert web.post(path).status_code == 403
    good = {"X-Twilio-Signature": signature(TOKEN, PUBLIC + path, form)}
    assert web.post(path, data=encoded({**form, "Body": "changed"}), headers=good).status_code == 403
    assert web.post(f"{path}?more=1", data=form, headers=good).status_code == 403
    assert stored(app) == []


def test_another_account_is_not_ours(app: App, web: FlaskClient) -> None:
    assert text(web, AccountSid="AC" + "6" * 32).status_code == 403 and stored(app) == []


def test_a_number_of_nobody_is_settled_and_stored_nowhere(app: App, web: FlaskClient) -> None:
    assert text(web, To="+15035559999").status_code == 200 and stored(app) == []


def test_a_query_in_the_address_is_part_of_what_is_signed(app: App, web: FlaskClient) -> None:
    assert post(web, MESSAGE, {"MessageSid": "SM1", **FORM}, "a=1&a=%2B2").status_code == 200
    assert len(stored(app)) == 1


@pytest.mark.parametrize(
    ("changes", "body"),
    [
        ({"Body": ""}, ""),
        ({"Body": None}, ""),
        ({"Body": "👍🏽"}, "👍🏽"),
        ({"Body": "x" * 1600}, "x" * 1600),
        ({"Body": "🛑" * 1600}, "🛑" * 1600),
        ({"Body": "a\x00b"}, "ab"),
        ({"Body": "half \ud83d"}, None),
        ({"Body": "", "NumMedia": "2", "MediaUrl0": "https://api.twilio.com/x"}, ""),
        ({"NumMedia": None}, "hello"),
        ({"NumMedia": "lots"}, "hello"),
        ({"AccountSid": None}, "hello"),
        ({"From": "whatsapp:" + PATIENT}, "hello"),
        ({"From": "rcs:" + PATIENT}, "hello"),
        ({"From": "72345"}, "hello"),
        ({"From": "AMAZON"}, "hello"),
        ({"From": OFFICE}, "hello"),
        ({"From": "+447700900123"}, "hello"),
        ({"Unheard": "of"}, "hello"),
        ({"OptOutType": "SOMETHING"}, "hello"),
    ],
)
def test_odd_texts_are_settled(app: App, web: FlaskClient, changes: dict[str, str | None], body: str | None) -> None:
    assert text(web, **changes).status_code == 200
    if body is not None and stored(app):
        assert [row.body for row in stored(app)] == [body]


def test_a_whatsapp_text_belongs_to_the_same_talk(app: App, web: FlaskClient) -> None:
    text(web, "SM1")
    text(web, "SM2", From="whatsapp:" + PATIENT)
    assert len({row.conversation_id for row in stored(app)}) == 1 and len(stored(app)) == 2


@pytest.mark.parametrize("missing", ["MessageSid", "From", "To"])
def test_a_call_that_names_no_text_or_nobody_is_refused(app: App, web: FlaskClient, missing: str) -> None:
    assert text(web, **{missing: None}).status_code == 400 and stored(app) == []


def test_attachments_are_counted_and_the_carriers_word_is_kept(app: App, web: FlaskClient) -> None:
    text(web, "MM1", Body="", NumMedia="3")
    text(web, "SM2", Body="STOP", OptOutType="STOP")
    assert [(row.media, row.opt_out_type) for row in stored(app)] == [(3, None), (0, "STOP")]


def test_too_much_is_refused_before_it_is_read(web: FlaskClient) -> None:
    assert text(web, Body="x" * 70_000).status_code == 413


@pytest.mark.parametrize("path", ["/channels/fake/message", "/channels/web_chat/receipt", "/channels/none/message"])
def test_other_channels_are_not_called(web: FlaskClient, path: str) -> None:
    assert post(web, path, {"MessageSid": "SM1", **FORM}).status_code == 404


def test_a_browser_finds_nothing_here(web: FlaskClient) -> None:
    assert web.get(MESSAGE).status_code == 405


# -- the database is away --


@pytest.mark.parametrize("path", [MESSAGE, RECEIPT])
def test_twilio_is_asked_to_come_again_while_the_database_is_away(app: App, web: FlaskClient, path: str) -> None:
    with app.db.begin() as tx:
        tx.execute(sql("ALTER TABLE messages RENAME TO messages_away"))
        tx.execute(sql("ALTER TABLE outbox RENAME TO outbox_away"))
    form = {"MessageSid": "SM1", "MessageStatus": "sent", **FORM}
    answer = post(web, path, form, "text=1")
    assert answer.status_code == 503 and int(answer.headers["Retry-After"]) > 0
    with app.db.begin() as tx:
        tx.execute(sql("ALTER TABLE messages_away RENAME TO messages"))
        tx.execute(sql("ALTER TABLE outbox_away RENAME TO outbox"))
    assert post(web, path, form, "text=1").status_code == 200


# -- receipts --


@pytest.fixture
def text_id(app: App) -> int:
    """A text of ours that Twilio may have."""
    with app.db.begin() as tx:
        practice = people.practices(tx)[0]
        sender = people.senders(tx, practice.id)[0]
        talk = talks.open_conversation(tx, practice.id, sender.id, "twilio_sms", PATIENT, MONDAY)
        made = outbox.add(tx, practice.id, talk.id, sender.id, PATIENT, "REPLY", "hello", "Hello.", "en", 1, 0, MONDAY,
                          MONDAY)  # fmt: skip
        assert outbox.claim(tx, made, (), MONDAY)
        outbox.mark(tx, made, "unknown", MONDAY)
    return made


def receipt(web: FlaskClient, status: str, sid: str = "SM9", query: str = "", **more: str) -> int:
    return post(web, RECEIPT, {"MessageSid": sid, "MessageStatus": status, **more}, query).status_code


def state(app: App, text_id: int) -> tuple[str, str | None]:
    with app.db.read() as tx:
        row = outbox.text(tx, text_id)
    assert row is not None
    return row.state, row.provider_id


def test_a_receipt_settles_what_was_unknown_by_our_rows_id(app: App, web: FlaskClient, text_id: int) -> None:
    assert receipt(web, "sent", query=f"text={text_id}") == 200
    assert state(app, text_id) == ("sent", "SM9")


@pytest.mark.parametrize("order", [("queued", "sent", "delivered"), ("delivered", "sent", "queued"),
                                   ("delivered", "delivered"), ("sent", "delivered", "sent")])  # fmt: skip
def test_receipts_only_move_forward_in_any_order(app: App, web: FlaskClient, text_id: int, order: list[str]) -> None:
    for status in order:
        assert receipt(web, status, query=f"text={text_id}") == 200
    assert state(app, text_id) == ("delivered", "SM9")


@pytest.mark.parametrize("query", ["text=999999", "text=x", "text=", "", "text=99999999999999999999", "other=1"])
def test_a_receipt_of_no_text_of_ours_is_settled(app: App, web: FlaskClient, text_id: int, query: str) -> None:
    assert receipt(web, "sent", query=query) == 200
    assert state(app, text_id) == ("unknown", None)


@pytest.mark.parametrize("status", ["received", "exploded", ""])
def test_a_state_that_we_do_not_keep_is_settled(app: App, web: FlaskClient, text_id: int, status: str) -> None:
    assert receipt(web, status, query=f"text={text_id}") == 200
    assert state(app, text_id) == ("unknown", None)


def test_a_code_that_says_opted_out_stops_texts_to_the_number(app: App, web: FlaskClient, text_id: int) -> None:
    assert receipt(web, "failed", query=f"text={text_id}", ErrorCode="21610") == 200
    with app.db.read() as tx:
        suppressed = tx.execute(sql("SELECT COUNT(*) FROM suppressions")).scalar_one()
    assert state(app, text_id)[0] == "failed" and suppressed == 1


def test_the_moment_is_ours(app: App, web: FlaskClient) -> None:
    text(web)
    assert stored(app)[0].at == MONDAY != datetime.now(UTC)
