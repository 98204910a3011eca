"""The web chat: begun by writing and not by looking, with a token and no cookie, in the frames that were named."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from bot import chats
from storage import links, outbox, people, talks
from tests.webhooks.web import KeptSite, Site, limited, make_site, rows

PAGE = "/chat/willow-creek"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> KeptSite:
    return KeptSite(tmp_path_factory.mktemp("chat"))


@pytest.fixture
def site(kept: KeptSite) -> Site:
    return kept.again()


@pytest.fixture
def client(site: Site) -> FlaskClient:
    return site.flask.test_client()


def write(client: FlaskClient, text: str, token: str = "", name: str = "1", **more: str) -> Any:
    return client.post(f"{PAGE}/messages", json={"text": text, "id": name, **more}, headers=bearer(token))


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if token else {}


def begun(client: FlaskClient, text: str = "how much do i owe", **more: str) -> str:
    answer = write(client, text, **more)
    assert answer.status_code == 201, answer.text
    return str(answer.json["token"])


def updates(client: FlaskClient, token: str, seen: str = "") -> Any:
    return client.get(f"{PAGE}/updates?seen={seen}", headers=bearer(token))


def said(client: FlaskClient, token: str) -> list[tuple[str, str]]:
    entries = updates(client, token).json["entries"]
    return [(entry["who"], "".join(piece["text"] for piece in entry["pieces"])) for entry in entries]


def talk_of(site: Site) -> talks.Conversation:
    with site.town.app.db.read() as tx:
        ids = tx.execute(select(talks.conversations.c.id).where(talks.conversations.c.channel == "web_chat")).scalars()
        return talks.conversation(tx, list(ids)[-1])


def answer(site: Site, text: str, state: str = "delivered", cls: str = "REPLY") -> int:
    """A text of ours in the newest chat, as far as `state`."""
    talk, now = talk_of(site), site.town.app.now()
    with site.town.app.db.begin() as tx:
        row = outbox.add(tx, site.town.practice_id, talk.id, talk.sender_id, "", cls, "x", text, "en", 1, 0, now, now)
        if state != "queued":
            outbox.claim(tx, row, [("x", "x")], now)
        if state not in ("queued", "sending"):
            outbox.mark(tx, row, state, now)
    return row


# -- the page --


def test_looking_begins_nothing(site: Site, client: FlaskClient) -> None:
    before = rows(site)
    page = client.get(PAGE)
    client.get(f"{PAGE}/updates")
    client.get(f"{PAGE}/embed.js")
    assert page.status_code == 200 and rows(site) == before


def test_it_needs_no_cookie(client: FlaskClient) -> None:
    begun(client)
    assert "Set-Cookie" not in client.get(PAGE).headers
    assert not client.get_cookie("sheepdog") and not client.get_cookie("page")


def test_screen_readers_hear_what_is_new(client: FlaskClient) -> None:
    page = client.get(PAGE).text
    assert 'role="log"' in page and 'aria-live="polite"' in page and '<label for="text">' in page
    assert "automated helper" in page and "988" in page


@pytest.mark.parametrize("path", ["/chat/nobody", "/chat/nobody/embed.js", "/chat/nobody/updates", "/chat/%00"])
def test_a_practice_that_is_not_there(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_it_speaks_both_languages(client: FlaskClient) -> None:
    page = client.get(f"{PAGE}?lang=es")
    assert '<html lang="es">' in page.text and "Su mensaje" in page.text and f'href="{PAGE}?lang=en"' in page.text


# -- messages and answers --


def test_a_message_is_stored_through_the_same_door_as_a_text(site: Site, client: FlaskClient) -> None:
    begun(client, "how much do i owe, card 4111 1111 1111 1111")
    with site.town.app.db.read() as tx:
        [message] = talks.unread(tx, talk_of(site).id)
    assert message.channel == "web_chat" and "4111" not in message.body and "how much" in message.body


def test_what_was_said_is_shown_in_order(site: Site, client: FlaskClient) -> None:
    token = begun(client, "hello")
    site.town.forward(seconds=2)
    answer(site, "Hi, how can we help?")
    site.town.forward(seconds=2)
    write(client, "my balance", token, "2")
    assert said(client, token) == [("me", "hello"), ("us", "Hi, how can we help?"), ("me", "my balance")]


@pytest.mark.parametrize(("state", "shown"), [
    ("queued", False), ("sending", False), ("delivered", True), ("sent", True), ("unknown", True), ("failed", False),
    ("refused", False),
])  # fmt: skip
def test_only_what_has_gone_out_is_shown(site: Site, client: FlaskClient, state: str, shown: bool) -> None:
    token = begun(client)
    answer(site, "Our words", state)
    assert (("us", "Our words") in said(client, token)) == shown


def test_a_repeat_is_one_message(site: Site, client: FlaskClient) -> None:
    token = begun(client, "hello")
    first, again = write(client, "more", token, "7"), write(client, "more", token, "7")
    assert first.json == again.json and said(client, token) == [("me", "hello"), ("me", "more")]


def test_two_browsers_may_use_the_same_names(client: FlaskClient) -> None:
    assert said(client, begun(client, "one")) == [("me", "one")]
    assert said(client, begun(client, "two")) == [("me", "two")]


def test_a_message_finds_its_bubble_again(client: FlaskClient) -> None:
    sent = write(client, "hello").json
    assert [entry["id"] for entry in updates(client, sent["token"]).json["entries"]] == [sent["id"]]


def test_nothing_new_is_said_in_few_bytes(site: Site, client: FlaskClient) -> None:
    token = begun(client)
    news = updates(client, token).json
    same = updates(client, token, news["version"]).json
    assert "entries" not in same and same["version"] == news["version"]
    answer(site, "Hello")
    assert len(updates(client, token, news["version"]).json["entries"]) == 2


def test_an_answer_that_is_on_its_way_shows(site: Site, client: FlaskClient) -> None:
    token = begun(client)
    assert updates(client, token).json["writing"]
    with site.town.app.db.begin() as tx:
        talks.mark_read(tx, [message.id for message in talks.unread(tx, talk_of(site).id)], {})
    assert not updates(client, token).json["writing"]
    answer(site, "Hello", "queued")
    assert updates(client, token).json["writing"]
    site.town.forward(minutes=2)
    assert not updates(client, token).json["writing"], "what is held for long is not being written"


def test_asking_for_news_holds_no_connection(site: Site, client: FlaskClient) -> None:
    token = begun(client)
    for _ in range(30):
        assert updates(client, token).status_code == 200
    pool = site.town.app.db._reads.pool
    assert pool.checkedout() == 0  # type: ignore[attr-defined]


@pytest.mark.parametrize("body", [None, {}, {"text": "", "id": "1"}, {"text": "  ", "id": "1"}, {"text": "hi"},
                                  {"text": 3, "id": 4}, ["hi"], "hi"])  # fmt: skip
def test_what_is_no_message_is_refused(site: Site, client: FlaskClient, body: object) -> None:
    before = rows(site)
    assert client.post(f"{PAGE}/messages", json=body).status_code == 400
    assert rows(site) == before


@pytest.mark.parametrize("text", ["😀", "a\0b", "\ud83d", "x" * 5000, "<script>alert(1)</script>", "' OR 1=1 --"])
def test_odd_messages_are_kept_as_well_as_can_be(client: FlaskClient, text: str) -> None:
    answer = write(client, text)
    assert answer.status_code in (201, 400)
    if answer.status_code == 201:
        [(_, kept)] = said(client, answer.json["token"])
        assert len(kept) <= chats.LONGEST and "\0" not in kept


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "é"])
def test_a_made_up_token_reads_nothing(client: FlaskClient, token: str) -> None:
    begun(client)
    assert updates(client, token).status_code == 410
    assert client.post(f"{PAGE}/stay", headers=bearer(token)).status_code == 410


def test_a_token_is_good_for_its_practice_only(site: Site, client: FlaskClient) -> None:
    token = begun(client)
    with site.town.app.db.begin() as tx:
        other = people.add_practice(tx, slug="other", name="Other", phone="(303) 555-0200")
        people.add_sender(tx, other, "web_chat", "other")
    assert client.get("/chat/other/updates", headers=bearer(token)).status_code == 410


def test_writing_too_fast_is_slowed(tmp_path: Path) -> None:
    with limited(tmp_path) as site:
        client = site.flask.test_client()
        token = begun(client)
        codes = {write(client, "hi", token, str(number)).status_code for number in range(25)}
    assert codes == {201, 429}


# -- links in our answers --


def test_our_own_addresses_become_links_and_no_others(site: Site, client: FlaskClient) -> None:
    token = begun(client, "see http://evil.example/x")
    own = f"{site.town.app.settings.public_url}/p/abc"
    answer(site, f"Pay here: {own}. Bye <b>")
    mine, ours = (entry["pieces"] for entry in updates(client, token).json["entries"])
    assert not any(piece.get("link") for piece in mine)
    assert ours == [{"text": "Pay here: "}, {"text": own, "link": True}, {"text": ". Bye <b>"}]


# -- silence --


def test_what_was_said_is_hidden_after_15_silent_minutes(site: Site, client: FlaskClient) -> None:
    token = begun(client, "hello")
    answer(site, "You owe $240.01")
    site.town.forward(minutes=14)
    assert len(said(client, token)) == 2
    site.town.forward(minutes=1)
    assert said(client, token) == []
    site.town.forward(minutes=10)
    answer(site, "Ana here: I looked at it", cls="STAFF")
    assert said(client, token) == [("us", "Ana here: I looked at it")]
    write(client, "thanks", token, "2")
    assert ("me", "hello") not in said(client, token) and len(said(client, token)) == 2


def test_who_asks_to_stay_reads_on(site: Site, client: FlaskClient) -> None:
    token = begun(client, "hello")
    site.town.forward(minutes=14)
    assert client.post(f"{PAGE}/stay", headers=bearer(token)).status_code == 204
    site.town.forward(minutes=14)
    assert said(client, token) == [("me", "hello")]


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said_at", "seen", "now", "hidden"),
    [
        ([], 0, 5, None),
        ([], 0, 15, 15),
        ([0], 0, 14, None),
        ([0], 0, 15, 15),
        ([0, 10, 20], 20, 30, None),
        ([0, 20], 20, 30, 15),
        ([0, 20, 40], 40, 41, 35),
        ([0], 10, 24, None),
        ([0], 10, 25, 25),
    ],
)
def test_the_veil(said_at: list[int], seen: int, now: int, hidden: int | None) -> None:
    def at(minute: int) -> datetime:
        return NOON + timedelta(minutes=minute)

    found = chats.veil([at(minute) for minute in said_at], at(seen), at(now), timedelta(minutes=15))
    assert found == (None if hidden is None else at(hidden))


def test_a_chat_ends_after_half_a_day_and_another_begins(site: Site, client: FlaskClient) -> None:
    token = begun(client, "hello")
    site.town.forward(hours=12)
    assert updates(client, token).status_code == 410
    assert write(client, "again", token, "2").status_code == 410
    assert said(client, begun(client, "again")) == [("me", "again")]


# -- from a text to the chat, and back --


def test_a_texted_link_brings_the_topic_and_nothing_that_was_said(site: Site, client: FlaskClient) -> None:
    with site.town.app.db.begin() as tx:
        talks.store_message(tx, site.town.talk, site.town.practice_id, "twilio_sms", "SM1", "a secret", None, (), (), 0,
                            None, site.town.app.now())  # fmt: skip
    path = site.town.link("chat", topic="plan", lang="es")
    page = client.get(path)
    assert '<html lang="es">' in page.text and "donde estaba por mensaje de texto" in page.text
    token = begun(client, "hola", t=path.partition("t=")[2], lang="es")
    talk = talk_of(site)
    assert (talk.topic, talk.lang, talk.proved) == ("plan", "es", ())
    assert said(client, token) == [("me", "hola")]


@pytest.mark.parametrize("kind", ["pay", "agreement", "secure_page"])
def test_from_a_texted_page_the_chat_goes_on_with_its_topic_and_no_proof(
    site: Site, client: FlaskClient, kind: str
) -> None:
    path = site.town.link(kind, topic="plan")
    token = path.rpartition("/")[2]
    assert f"{PAGE}?t={token}&amp;lang=en" in client.get(path).text
    assert "where you were by text" in client.get(f"{PAGE}?t={token}").text
    begun(client, t=token)
    assert (talk_of(site).topic, talk_of(site).proved) == ("plan", ())


def test_an_expired_link_brings_nothing_and_the_chat_goes_on(site: Site, client: FlaskClient) -> None:
    path = site.town.link("chat", topic="plan")
    site.town.forward(hours=73)
    assert client.get(path).status_code == 200
    begun(client, t=path.partition("t=")[2])
    assert talk_of(site).topic == ""


@pytest.mark.parametrize(("topic", "words"), [("plan", "payment%20plan"), ("balance", "How%20much"), ("", "question")])
def test_going_on_by_text_asks_the_same_again(site: Site, client: FlaskClient, topic: str, words: str) -> None:
    token = begun(client)
    with site.town.app.db.begin() as tx:
        talks.save(tx, talk_of(site).id, topic=topic)
    news = updates(client, token).json
    assert news["sms"].startswith("sms:+13035550199?&body=") and words in news["sms"]
    assert "(303) 555-0199" in client.get(PAGE).text


def test_without_a_number_there_is_nothing_to_go_on_by(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    with site.town.app.db.begin() as tx:
        other = people.add_practice(tx, slug="other", name="Other", phone="(303) 555-0200")
        people.add_sender(tx, other, "web_chat", "other")
    assert "Continue by text" not in site.flask.test_client().get("/chat/other").text


# -- without a script --


def field(page: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found is not None
    return html.unescape(found[1])


def test_without_a_script_the_form_does_the_same(site: Site, client: FlaskClient) -> None:
    page = client.get(PAGE)
    form = {name: field(page, name) for name in ("token", "t", "id")}
    page = client.post(PAGE, data={**form, "text": "hello there"})
    assert "hello there" in page.text and field(page, "token")
    answer(site, f"Look: {site.town.app.settings.public_url}/p/abc")
    page = client.post(PAGE, data={"token": field(page, "token"), "id": "", "text": ""})
    assert f'<a href="{site.town.app.settings.public_url}/p/abc"' in page.text
    assert "Look for answers" in page.text


def test_without_a_script_a_reload_repeats_nothing(client: FlaskClient) -> None:
    page = client.post(PAGE, data={"text": "hello", "id": "1"})
    form = {"token": field(page, "token"), "id": field(page, "id"), "text": "more"}
    client.post(PAGE, data=form)
    page = client.post(PAGE, data=form)
    assert page.text.count("<p>more</p>") == 1


def test_too_long_a_message_says_so_and_is_kept(client: FlaskClient) -> None:
    page = client.post(PAGE, data={"text": "word " * 400, "id": "1"})
    assert page.status_code == 422 and "at most 1600 letters" in page.text and "word word" in page.text


def test_what_patients_write_is_no_markup(client: FlaskClient) -> None:
    page = client.post(PAGE, data={"text": "<img src=x onerror=alert(1)>", "id": "1"})
    assert "<img" not in page.text and "&lt;img" in page.text


# -- in other sites --


def test_only_the_chat_may_be_framed_and_only_where_it_was_named(site: Site, client: FlaskClient) -> None:
    headers = client.get(PAGE).headers
    assert "frame-ancestors 'self' https://www.willowcreek.example" in headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in headers
    for path in (site.town.link(), site.town.link("agreement")):
        assert "willowcreek" not in client.get(path).headers["Content-Security-Policy"]


@pytest.mark.parametrize("origin", ["https://a.example; script *", "*", "javascript:", "https://a.example/\r\nX:y"])
def test_an_origin_that_is_none_is_left_out(tmp_path: Path, origin: str) -> None:
    client = make_site(tmp_path, origins=(origin,)).flask.test_client()
    policy = client.get(PAGE).headers["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors 'self'")


def test_one_line_puts_it_on_the_practices_site(client: FlaskClient) -> None:
    script = client.get(f"{PAGE}/embed.js")
    assert script.content_type.startswith("text/javascript")
    assert script.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "iframe" in script.text and "Chat with us" in script.text and "{{" not in script.text


def test_the_chats_link_is_the_practices_own(site: Site) -> None:
    path = site.town.link("chat", topic="pay")
    with site.town.app.db.read() as tx:
        [row] = tx.execute(select(links.links_table)).all()
    assert path.startswith("/chat/willow-creek?t=") and row.kind == "chat"


def test_the_page_weighs_less_than_60_kb(client: FlaskClient) -> None:
    static = Path(__file__).parents[2] / "webhooks/static"
    files = ("base.css", "chat.css", "chat.js")
    assert len(client.get(PAGE).data) + sum((static / name).stat().st_size for name in files) < 60_000
