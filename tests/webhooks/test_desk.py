"""The desk as staff see it, without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest

from bot import engine
from bot.case import URGENT
from bot.understanding.labels import LABELS
from flows.money import Money
from flows.script import Line
from flows.values import Consent
from storage import consent, ledger, outbox, people, talks, tickets
from storage.schema import metadata
from tests.rows import a_patient, a_sender
from tests.webhooks.office import MARIA, Office, hears, holds, open_office, says, submit, waits
from webhooks import names, times, wording

DENVER = ZoneInfo("America/Denver")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path)
    yield made
    made.app.db.dispose()


def page_of(office: Office) -> str:
    return f"/desk/talk/{office.talk}"


def act(office: Office, path: str, who: str = "ana", **fields: Any) -> Any:
    """Sends a form from the talk's page, and follows to what is shown then."""
    client = office.browser(who)
    answer = submit(client, path, page=page_of(office), **fields)
    return client.get(answer.location) if answer.status_code == 303 else answer


def said(text: str) -> str:
    """The notice on top of the talk."""
    found = re.search(r'<p class="notice said \w+" role="status">([^<]*)</p>', text)
    return found[1] if found else ""


# -- what is shown --


def test_empty_lists_say_what_will_appear_and_how_to_make_it(office: Office) -> None:
    client = office.browser()
    pages = {show: client.get(f"/desk?show={show}").text for show in ("person", "patient", "done")}
    assert "Nobody is waiting" in pages["person"] and "can somebody call me" in pages["person"]
    assert "No open talks" in pages["patient"] and "Nothing solved yet today" in pages["done"]


def test_the_queue_tells_name_reason_and_waiting_time_against_what_was_promised(office: Office) -> None:
    waits(office, "human")
    office.pass_time(timedelta(minutes=14))
    text = office.browser().get("/desk").text
    for words in ("Maria Lopez", "<b>Question</b>", ">14 min<", "of 2 h", 'Needs a person <span class="count">1<'):
        assert words in text
    office.pass_time(timedelta(hours=3))
    assert "late by 74 min" in office.browser().get("/desk").text or "late by 1 h" in office.browser().get("/desk").text


def test_a_talk_shows_both_sides_notes_and_what_did_not_leave(office: Office) -> None:
    hears(office, "me cobraron <b>dos</b> veces", "dispute_charge")
    kept = says(office, "A reminder", "NUDGE")
    with office.app.db.begin() as tx:
        outbox.drop(tx, kept, [("dispute", "the bill is disputed")], office.app.now())
        talks.add_note(tx, office.practice, office.talk, office.staff["ben"], "Shows twice", office.app.now())
        talks.add_event(tx, office.practice, office.talk, "waiting", "bot", office.app.now())
    text = office.browser().get(page_of(office)).text
    assert "me cobraron &lt;b&gt;dos&lt;/b&gt; veces" in text and "understood: says it is wrong" in text
    assert "not sent" in text and "the bill is disputed" in text
    assert "Shows twice" in text and "Note by Ben Schultz" in text and "The bot asked for a person" in text


def test_the_right_column_answers_why_what_and_what_next(office: Office) -> None:
    waits(office, "dispute", note="charged twice")
    holds(office)
    with office.app.db.begin() as tx:
        ledger.adjust(tx, office.practice, office.maria, "test", "1", Money(4001), office.app.now())
    text = re.sub(r"\s+", " ", office.browser().get(page_of(office)).text)
    for words in ("Says the bill is wrong", "charged twice", "Charged", "−$40.01", "$200.00", "stopped",
                  "Consent ✓ Mar 2, intake form", "Bill disputed", "K7M2QX9B", "Mar 2, 1984"):  # fmt: skip
        assert words in text, words


def test_a_talk_with_nobody_known(office: Office) -> None:
    with office.app.db.begin() as tx:
        stranger = talks.open_conversation(
            tx, office.practice, office.sender, "twilio_sms", "+13035550199", office.app.now()
        )
    text = office.browser().get(f"/desk/talk/{stranger.id}").text
    assert "(303) 555-0199" in text and "Nobody on file has this number" in text


def test_somebody_on_the_web_chat(office: Office) -> None:
    with office.app.db.begin() as tx:
        chat = a_sender(tx, office.practice, channel="web_chat")
        visitor = talks.open_conversation(tx, office.practice, chat, "web_chat", "browser:7", office.app.now())
    hears(office, "is anybody there", talk=visitor.id)
    waits(office, "human", talk=visitor.id)
    client = office.browser()
    assert "Web visitor" in client.get("/desk").text
    text = client.get(f"/desk/talk/{visitor.id}").text
    assert "no number" in text and "web chat" in text and "browser:7" not in text
    shown = act(office, f"/desk/talk/{visitor.id}/reply", text="Yes, hello.").text
    assert "Yes, hello." in shown


def test_two_patients_on_one_number(office: Office) -> None:
    with office.app.db.begin() as tx:
        a_patient(tx, office.practice, "Leo", "Lopez", MARIA, 1500, now=office.app.now())
    text = office.browser().get(page_of(office)).text
    assert "2 patients share this number" in text and "Leo Lopez" in text and "$15.00" in text


def test_news_come_only_when_there_are_any(office: Office) -> None:
    client, address = office.browser(), f"{page_of(office)}/news"
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert first.status_code == 200 and again.status_code == 304
    hears(office, "are you there")
    third = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert third.status_code == 200 and "are you there" in third.json["parts"]["log"]


def test_waiting_times_go_on_without_anything_else_changing(office: Office) -> None:
    waits(office)
    client = office.browser()
    first = client.get("/desk/news")
    office.pass_time(timedelta(minutes=1))
    assert client.get("/desk/news", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


@pytest.mark.parametrize("path", ["/desk/talk/999999", "/desk/patient/999999", "/desk/talk/999999/news"])
def test_what_is_not_there(office: Office, path: str) -> None:
    assert office.browser().get(path).status_code == 404


def test_another_practices_talks_and_patients_are_not_there(office: Office) -> None:
    client = office.browser("kate")
    with office.app.db.read() as tx:
        zoe = people.patients(tx, talks.conversation(tx, office.other).practice_id)[0].id
    assert [client.get(path).status_code for path in (f"/desk/talk/{office.other}", f"/desk/patient/{zoe}")] == [
        404
    ] * 2
    assert submit(client, f"/desk/talk/{office.other}/take", page=page_of(office)).status_code == 404
    assert "Zoe" not in client.get("/desk/search?q=zoe").text.split("<main")[1]


def test_nothing_is_shown_to_whoever_is_not_signed_in(office: Office) -> None:
    client = office.browser(None)
    for path in ("/desk", page_of(office), f"/desk/patient/{office.maria}", "/desk/search?q=maria"):
        answer = client.get(path)
        assert answer.status_code == 303 and "Maria" not in answer.text
    assert client.get("/desk/news").status_code == 401


# -- finding --


@pytest.mark.parametrize("words", ["maria lopez", "LOPEZ", "lópez", "(720) 555-0143", "7205550143", "k7m2qx9b"])
def test_a_single_patient_is_opened_at_once(office: Office, words: str) -> None:
    answer = office.browser().get("/desk/search", query_string={"q": words})
    assert answer.status_code == 302 and answer.location == f"/desk/patient/{office.maria}"


def test_several_are_listed_and_none_says_what_can_be_found(office: Office) -> None:
    with office.app.db.begin() as tx:
        a_patient(tx, office.practice, "Jose", "López", "+17205550177", 5000, now=office.app.now())
    client = office.browser()
    several = client.get("/desk/search?q=lopez").text
    assert "2 patients" in several and "Jose López" in several and "$50.00" in several
    none = client.get("/desk/search?q=nobody").text
    assert "No patients" in none and "statement code" in none
    assert client.get("/desk/search").status_code == 200


def test_a_patients_page_leads_to_the_talk(office: Office) -> None:
    text = office.browser().get(f"/desk/patient/{office.maria}").text
    assert f'href="/desk/talk/{office.talk}"' in text and "$240.01" in text


# -- what staff do there --


def test_take_over_reply_and_let_go_without_a_script(office: Office) -> None:
    waits(office, "human")
    assert "You have it" in act(office, f"{page_of(office)}/take").text
    shown = act(office, f"{page_of(office)}/reply", text="I will call at 3.").text
    assert "I will call at 3." in shown and "Ana Torres ·" in shown and "on its way" in shown
    assert "The bot answers" in act(office, f"{page_of(office)}/release").text


def test_a_colleague_sees_who_has_it(office: Office) -> None:
    act(office, f"{page_of(office)}/take", who="ben")
    text = office.browser("ana").get(page_of(office)).text
    assert "Ben Schultz has it" in text and "Take over from Ben Schultz" in text


def test_what_could_not_be_sent_stays_in_the_box_with_the_reason(office: Office) -> None:
    answer = act(office, f"{page_of(office)}/reply", text="Card 4111 1111 1111 1111?")
    assert answer.status_code == 422
    assert "card or Social Security" in said(answer.text) and ">Card 4111 1111 1111 1111?</textarea>" in answer.text


def test_solving_with_its_hold(office: Office) -> None:
    ticket, hold = waits(office), holds(office)
    shown = act(office, f"/desk/ticket/{ticket}/solve", talk=office.talk, outcome="The bill was corrected", lift=hold)
    assert said(shown.text) == "Solved." and "Ana Torres solved: Says the bill is wrong" in shown.text
    with office.app.db.read() as tx:
        assert all(row.resting for row in consent.holds_of_practice(tx, office.practice, office.app.now()))
        assert tickets.open_tickets(tx, office.practice) == []


def test_a_hold_that_only_an_administrator_lifts(office: Office) -> None:
    hold = holds(office, "attorney", lift_by="admin")
    text = office.browser("ana").get(page_of(office)).text
    assert "an administrator lifts it" in text and f"/desk/hold/{hold}/lift" not in text
    assert f"/desk/hold/{hold}/lift" in office.browser("kate").get(page_of(office)).text
    refused = act(office, f"/desk/hold/{hold}/lift", talk=office.talk)
    assert said(refused.text) == "An administrator lifts this one."


@pytest.mark.parametrize("path", ["take", "reply", "note", "release", "unlock", "allow"])
def test_every_action_needs_the_pages_token(office: Office, path: str) -> None:
    answer = office.browser().post(f"{page_of(office)}/{path}", data={"text": "hello"})
    assert answer.status_code == 400


def test_an_opted_out_number_says_so_before_anybody_types(office: Office) -> None:
    with office.app.db.begin() as tx:
        consent.suppress(tx, office.practice, MARIA, "text", office.app.now(), "patient")
    text = office.browser().get(page_of(office)).text
    assert "asked for no more texts on Mar 2" in text and "stopped" in text


def test_segments_are_counted_as_texts_are(office: Office) -> None:
    client = office.browser()
    counted = [submit(client, "/desk/segments", page=page_of(office), text=text).json["words"] for text in
               ("", "Hello", "é" * 160, "á" * 71, "x" * 161)]  # fmt: skip
    assert counted == ["", "1 segment", "1 segment", "2 segments", "2 segments"]


# -- words --


def words_of(table: str, column: str) -> set[str]:
    """The closed list that the database holds a column to."""
    checks = [str(check.sqltext) for check in metadata.tables[table].constraints if hasattr(check, "sqltext")]
    found = next(check for check in checks if check.startswith(f"{column} IN"))
    return set(re.findall(r"'(\w+)'", found))


def test_every_state_of_a_text_has_words() -> None:
    assert set(names.STATES) == words_of("outbox", "state")


def test_every_intent_has_words() -> None:
    assert set(LABELS) <= set(names.INTENTS)


def test_every_open_question_has_words() -> None:
    asked = {step.asking for flow in engine.FLOWS.values() for step in flow.steps.values()}
    assert asked <= set(names.ASKING)


def test_every_kind_of_balance_line_has_words() -> None:
    assert set(names.LINES) == set(get_args(Line.__dataclass_fields__["kind"].type) or names.LINES)
    assert set(names.ADDS) < set(names.LINES)


def test_reasons_have_long_words_short_words_and_outcomes() -> None:
    assert set(names.REASONS) == set(names.SHORT) and set(names.OUTCOMES) <= set(names.REASONS)
    assert set(URGENT) <= set(names.REASONS)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "just now"), (1, "1 min"), (59, "59 min"), (60, "1 h"), (47 * 60, "47 h"), (48 * 60, "2 days")],
)
def test_lengths_of_time(minutes: int, words: str) -> None:
    assert times.ago(timedelta(minutes=minutes)) == words


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (date(2026, 3, 2), "Today"),
        (date(2026, 3, 1), "Yesterday"),
        (date(2026, 3, 3), "Tomorrow"),
        (date(2026, 2, 27), "Fri, Feb 27"),
        (date(2025, 12, 31), "Wed, Dec 31, 2025"),
    ],
)
def test_days(when: date, words: str) -> None:
    assert times.day(when, date(2026, 3, 2)) == words


def test_times_are_those_of_the_practice() -> None:
    now = datetime.fromisoformat("2026-03-02T17:00:00+00:00")
    assert times.clock(now, DENVER) == "10:00 AM"
    assert times.moment_of(now + timedelta(hours=9), now, DENVER) == "7:00 PM"
    assert times.moment_of(now + timedelta(hours=23), now, DENVER) == "Tomorrow, 9:00 AM"


@pytest.mark.parametrize(
    ("number", "words"),
    [("+13035550143", "(303) 555-0143"), ("+442079460000", "+442079460000"), ("", ""), ("+1303", "+1303")],
)
def test_numbers(number: str, words: str) -> None:
    assert times.phone_number(number) == words


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("taken", "Ana Torres took over"),
        ("solved:dispute", "Ana Torres solved: Says the bill is wrong"),
        ("lifted:attorney", "Ana Torres lifted: Has a lawyer"),
        ("something_new", "Ana Torres: something new"),
        ("paid", "The patient paid"),
        ("plan_signed", "The patient signed a payment plan"),
    ],
)
def test_events(kind: str, line: str) -> None:
    assert wording.event(kind, "Ana Torres") == line


def test_reasons_without_words_get_them() -> None:
    assert wording.because((("dispute", ""), ("quiet_hours", "8:00 in the evening in Denver"))) == (
        "bill disputed; 8:00 in the evening in Denver"
    )


def test_a_tickets_note_shows_what_was_said_and_no_name_of_a_rule() -> None:
    assert wording.said("self_harm\nI was never there\nopted_out") == (
        "I was never there\nThey wrote although texts to this number are stopped."
    )


def test_consent_sources_that_we_write_have_words() -> None:
    assert {"intake_form", "web_form", "keyword"} <= set(names.SOURCES)
    assert Consent(("billing",), "intake_form", datetime.now(tz=DENVER), MARIA).source in names.SOURCES


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("dispute", "stops reminders"),
        ("attorney", "stops reminders, plan notices and your own texts; no paying online"),
        ("wrong_number", "stops reminders, plan notices, your own texts and receipts; no paying online"),
        ("litigation", "stops reminders, plan notices and your own texts"),
        ("something of next year", ""),
    ],
)
def test_what_a_hold_stops_is_told(reason: str, told: str) -> None:
    assert wording.blocks(reason) == told
