"""What staff do, in rows: each action whole or not at all, with its line in the talk and in the trail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import casebook, desk, facts
from bot.desk import Done, No, NotYours
from bot.turn import Taken
from storage import audit, consent, outbox, people, talks, tickets, trust
from storage.db import keys
from tests.rows import a_conversation
from tests.webhooks.office import MARIA, Office, hears, holds, open_office, says, waits


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path)
    yield made
    made.app.db.dispose()


def talk(office: Office) -> talks.Conversation:
    with office.app.db.read() as tx:
        return talks.conversation(tx, office.talk)


def texts(office: Office) -> list[outbox.Text]:
    with office.app.db.read() as tx:
        return outbox.of_conversation(tx, office.talk)


def events(office: Office) -> list[tuple[str, str]]:
    with office.app.db.read() as tx:
        return [(event.kind, event.by) for event in talks.events(tx, office.talk)]


def trail(office: Office) -> list[str]:
    with office.app.db.read() as tx:
        return [row.action for row in audit.rows(tx) if row.actor.startswith("staff:")]


def open_reasons(office: Office) -> list[str]:
    with office.app.db.read() as tx:
        return [ticket.reason for ticket in tickets.open_tickets(tx, office.practice)]


def held(office: Office) -> list[str]:
    with office.app.db.read() as tx:
        return [row.reason for row in consent.holds_of_practice(tx, office.practice, office.app.now())]


def resting(office: Office) -> list[str]:
    with office.app.db.read() as tx:
        return [row.reason for row in consent.holds_of_practice(tx, office.practice, office.app.now()) if row.resting]


# -- taking over, replying, letting go --


def test_taking_over_silences_the_bot_and_says_who(office: Office) -> None:
    waits(office, "human")
    ana = office.staff["ana"]
    assert isinstance(desk.take_over(office.app, ana, office.talk), Done)
    assert (talk(office).handed, talk(office).taken_by) == ("taken", ana)
    assert events(office) == [("taken", f"staff:{ana}")] and trail(office) == ["talk_taken"]


def test_taking_over_twice_is_taking_over_once(office: Office) -> None:
    for _ in range(2):
        desk.take_over(office.app, office.staff["ana"], office.talk)
    assert len(events(office)) == 1


def test_a_colleague_may_take_over_from_a_colleague(office: Office) -> None:
    for who in ("ana", "ben"):
        desk.take_over(office.app, office.staff[who], office.talk)
    assert talk(office).taken_by == office.staff["ben"]
    assert [by for _, by in events(office)] == [f"staff:{office.staff[who]}" for who in ("ana", "ben")]


def test_a_reply_goes_through_the_outbox_as_staff_and_takes_over(office: Office) -> None:
    hears(office, "can somebody call me")
    assert desk.reply(office.app, office.staff["ana"], office.talk, "  Hi Maria, I’ll call at 3.  ") == Done()
    [text] = texts(office)
    assert (text.cls, text.state, text.body) == ("STAFF", "queued", "Hi Maria, I'll call at 3.")
    assert (text.number, text.patient_id, text.staff_id) == (MARIA, office.maria, office.staff["ana"])
    assert (text.lane, text.segments, text.level, text.verdict) == (3, 1, 0, None)
    assert talk(office).handed == "taken" and trail(office) == ["talk_taken", "replied"]


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("You owe $240.01.", 1),
        ("It is $ 40 then", 1),
        ("We got 200.00 on Friday", 1),
        ("I'll call at 3", 0),
        ("We open at 9.30 sharp", 1),  # too careful rather than too free
        ("Call (303) 555-0100", 0),
    ],
)
def test_a_reply_with_a_figure_needs_proof_like_any_other(office: Office, words: str, level: int) -> None:
    desk.reply(office.app, office.staff["ana"], office.talk, words)
    assert texts(office)[0].level == level


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("", "nothing to send"),
        (" \n ", "nothing to send"),
        ("x" * 1601, "1601 characters"),
        ("Your card 4111 1111 1111 1111 was declined", "card or Social Security"),
        ("Is 123-45-6789 right?", "card or Social Security"),
    ],
)
def test_what_may_not_be_sent_is_said_and_changes_nothing(office: Office, words: str, why: str) -> None:
    result = desk.reply(office.app, office.staff["ana"], office.talk, words)
    assert isinstance(result, No) and why in result.why
    assert texts(office) == [] and talk(office).handed == "bot" and trail(office) == []


def test_a_double_press_sends_once_and_a_later_one_again(office: Office) -> None:
    ana = office.staff["ana"]
    first = [desk.reply(office.app, ana, office.talk, "One moment") for _ in range(2)]
    assert first == [Done(), Done("That is on its way already.")] and len(texts(office)) == 1
    office.pass_time(timedelta(seconds=31))
    desk.reply(office.app, ana, office.talk, "One moment")
    assert len(texts(office)) == 2


def test_letting_go_gives_the_talk_back_and_the_bot_asks_again(office: Office) -> None:
    waits(office, "human")
    desk.take_over(office.app, office.staff["ana"], office.talk)
    assert isinstance(desk.release(office.app, office.staff["ana"], office.talk), Taken)
    now = talk(office)
    assert (now.handed, now.taken_by, now.waiting_since, now.waiting_why) == ("bot", None, None, None)
    assert now.done_at == office.app.now()
    assert [kind for kind, _ in events(office)] == ["taken", "released"]


def test_letting_go_of_what_the_bot_has_says_so(office: Office) -> None:
    assert desk.release(office.app, office.staff["ana"], office.talk) == Done("The bot has this talk already.")
    assert events(office) == []


def test_a_note_is_kept_without_card_numbers(office: Office) -> None:
    result = desk.note(office.app, office.staff["ana"], office.talk, "She read out 4111 1111 1111 1111, I stopped her")
    assert isinstance(result, Done) and "without the number" in result.says
    with office.app.db.read() as tx:
        [note] = talks.notes(tx, office.talk)
    assert "4111 1111" not in note.body and note.staff_id == office.staff["ana"]
    assert isinstance(desk.note(office.app, office.staff["ana"], office.talk, "  "), No)


# -- tickets and holds --


def test_solving_the_last_ticket_of_a_waiting_talk_ends_the_waiting_without_a_word(office: Office) -> None:
    first, second = waits(office, "dispute"), waits(office, "receipt")
    desk.solve(office.app, office.staff["ana"], first, "The bill was corrected")
    assert talk(office).handed == "waiting" and open_reasons(office) == ["receipt"]
    desk.solve(office.app, office.staff["ana"], second, "Receipt sent")
    assert talk(office).handed == "bot" and talk(office).done_at == office.app.now() and texts(office) == []
    assert [kind for kind, _ in events(office)] == ["solved:dispute", "solved:receipt", "released"]


def test_solving_leaves_a_talk_with_whoever_has_it(office: Office) -> None:
    ticket = waits(office)
    desk.take_over(office.app, office.staff["ana"], office.talk)
    desk.solve(office.app, office.staff["ana"], ticket, "Answered")
    assert talk(office).handed == "taken"


def test_solving_may_lift_the_hold_that_came_with_it(office: Office) -> None:
    ticket, hold = waits(office), holds(office)
    desk.solve(office.app, office.staff["ana"], ticket, "The bill was corrected", lift=hold)
    assert resting(office) == ["dispute"] and trail(office)[:2] == ["ticket_closed", "hold_lifted"]
    office.pass_time(timedelta(days=7))
    assert held(office) == []


def test_a_week_of_rest_after_a_dispute_is_lifted_by_nobody(office: Office) -> None:
    hold = holds(office)
    assert isinstance(desk.lift(office.app, office.staff["kate"], hold), Done)
    with office.app.db.read() as tx:
        (rest,) = consent.holds_of_practice(tx, office.practice, office.app.now())
    refused = desk.lift(office.app, office.staff["kate"], rest.id)
    assert isinstance(refused, No) and "ends by itself" in refused.why


def test_solving_twice_says_that_somebody_has(office: Office) -> None:
    ticket = waits(office)
    desk.solve(office.app, office.staff["ana"], ticket, "Answered")
    assert desk.solve(office.app, office.staff["ben"], ticket, "Answered") == Done("Somebody has solved this already.")


def test_what_came_of_it_is_kept_with_who(office: Office) -> None:
    ticket = waits(office)
    desk.solve(office.app, office.staff["ana"], ticket, "Called, card 4111 1111 1111 1111")
    with office.app.db.read() as tx:
        found = tickets.ticket(tx, ticket)
    assert found is not None and found.state == "closed" and found.closed_by == f"staff:{office.staff['ana']}"
    assert found.outcome is not None and "4111 1111" not in found.outcome


@pytest.mark.parametrize(
    ("lift_by", "who", "may"),
    [
        ("staff", "ana", True),
        ("time", "ana", True),
        ("admin", "ana", False),
        ("admin", "ben", False),
        ("admin", "kate", True),
        ("patient", "kate", False),
    ],
)
def test_who_may_lift_what(office: Office, lift_by: str, who: str, may: bool) -> None:
    until = office.app.now() + timedelta(days=7) if lift_by == "time" else None
    hold = holds(office, "attorney", lift_by=lift_by, until=until)
    result = desk.lift(office.app, office.staff[who], hold)
    assert isinstance(result, Done if may else No) and held(office) == ([] if may else ["attorney"])


def test_a_number_that_was_right_after_all_is_texted_again(office: Office) -> None:
    with office.app.db.begin() as tx:
        people.set_phone_state(tx, office.practice, MARIA, "wrong")
        hold = consent.add_hold(tx, office.practice, "wrong_number", office.app.now(), number=MARIA)
    desk.lift(office.app, office.staff["ana"], hold, office.talk)
    with office.app.db.read() as tx:
        assert [phone.state for phone in people.phones(tx, office.maria)] == ["ok"]
    assert ("lifted:wrong_number", f"staff:{office.staff['ana']}") in events(office)


def test_a_suspicion_ends_when_staff_say_so(office: Office) -> None:
    with office.app.db.begin() as tx:
        talks.save(tx, office.talk, suspicion="opt_out")
        consent.add_hold(tx, office.practice, "suspicion", office.app.now(), number=MARIA)
    desk.allow_nudges(office.app, office.staff["ana"], office.talk)
    assert talk(office).suspicion is None and held(office) == []


def test_unlocking_lets_the_patient_try_again_on_every_channel(office: Office) -> None:
    app, now = office.app, office.app.now()
    with app.db.begin() as tx:
        scene = facts.scene(tx, talks.conversation(tx, office.talk), keys(tx).blind)
        subjects = facts.subjects(scene, scene.on_number)
        for _ in range(5):
            trust.miss(tx, office.practice, subjects, now)
        assert trust.lock(tx, office.practice, subjects, now, scene.practice.policy.verify) == "until_staff"
    desk.unlock(app, office.staff["ana"], office.talk)
    with app.db.read() as tx:
        for subject in subjects:
            assert trust.lock(tx, office.practice, [subject], now, scene.practice.policy.verify) == ""
    assert trail(office) == ["proof_unlocked"]


# -- a talk that staff begin, and what belongs to others --


def test_staff_can_open_a_talk_with_a_patient_who_never_wrote(office: Office) -> None:
    with office.app.db.begin() as tx:
        quiet = people.add_patient(tx, office.practice, "Q1", "Quinn", "Quiet")
    assert isinstance(desk.begin(office.app, office.staff["ana"], quiet), No)
    with office.app.db.begin() as tx:
        people.add_phone(tx, office.practice, quiet, "+17205550188", kind="mobile")
    opened = desk.begin(office.app, office.staff["ana"], quiet)
    assert isinstance(opened, int) and desk.begin(office.app, office.staff["ana"], quiet) == opened


def test_who_saw_whom_is_on_record(office: Office) -> None:
    client = office.browser()
    client.get(f"/desk/talk/{office.talk}")
    client.get(f"/desk/talk/{office.talk}/news")
    client.get(f"/desk/patient/{office.maria}")
    with office.app.db.read() as tx:
        seen = [(row.actor, row.subject) for row in audit.rows(tx) if row.action == "seen"]
    ana = f"staff:{office.staff['ana']}"
    assert seen == [(ana, f"conversation:{office.talk}"), (ana, f"patient:{office.maria}")]


def test_the_language_of_a_patient(office: Office) -> None:
    assert isinstance(desk.set_language(office.app, office.staff["ana"], office.maria, "es"), Done)
    with office.app.db.read() as tx:
        assert people.patient(tx, office.maria).lang == "es"


def others(office: Office) -> list[Any]:
    app, ana = office.app, office.staff["ana"]
    with app.db.begin() as tx:
        elsewhere = talks.conversation(tx, office.other).practice_id
        zoe = people.patients(tx, elsewhere)[0].id
        ticket = tickets.open_ticket(tx, elsewhere, "human", app.now(), conversation_id=office.other)
    return [
        lambda: desk.take_over(app, ana, office.other),
        lambda: desk.reply(app, ana, office.other, "hello"),
        lambda: desk.note(app, ana, office.other, "hello"),
        lambda: desk.release(app, ana, office.other),
        lambda: desk.unlock(app, ana, office.other),
        lambda: desk.allow_nudges(app, ana, office.other),
        lambda: desk.solve(app, ana, ticket, "Answered"),
        lambda: desk.begin(app, ana, zoe),
        lambda: desk.set_language(app, ana, zoe, "es"),
        lambda: desk.take_over(app, ana, 987_654),
        lambda: desk.take_over(app, 987_654, office.talk),
    ]


@pytest.mark.parametrize("number", range(11))
def test_another_practices_rows_are_not_there(office: Office, number: int) -> None:
    with pytest.raises(NotYours):
        others(office)[number]()
    with office.app.db.read() as tx:
        assert casebook.case(tx, people.staff(tx, office.staff["ana"]), office.other, office.app.now()) is None  # type: ignore[arg-type]
        assert talks.conversation(tx, office.other).handed == "bot" and talks.notes(tx, office.other) == []


def test_another_practices_hold_is_left_alone(office: Office) -> None:
    with office.app.db.begin() as tx:
        elsewhere = talks.conversation(tx, office.other).practice_id
        hold = consent.add_hold(tx, elsewhere, "dispute", office.app.now(), number="+17205550999")
    desk.lift(office.app, office.staff["kate"], hold)
    with office.app.db.read() as tx:
        assert len(consent.holds_of_practice(tx, elsewhere, office.app.now())) == 1


# -- what the desk shows --


def test_the_queue_is_in_the_order_of_urgency(office: Office) -> None:
    with office.app.db.begin() as tx:
        more = {
            name: a_conversation(tx, office.practice, office.sender, f"+1720555{n:04}", office.app.now())
            for n, name in enumerate(("receipt", "human", "crisis", "dispute"), 1)
        }
    waits(office, "dispute", talk=more["dispute"])
    office.pass_time(timedelta(hours=3))
    waits(office, "receipt", talk=more["receipt"])
    waits(office, "human", talk=more["human"])
    office.pass_time(timedelta(minutes=90))
    waits(office, "crisis", talk=more["crisis"])
    with office.app.db.read() as tx:
        shown = casebook.queue(tx, office.practice, "person", office.app.now())
    assert [row.reason for row in shown.rows] == ["crisis", "human", "receipt", "dispute"]
    assert shown.counts == {"person": 4, "patient": 0, "done": 0}


def test_a_ticket_brings_a_talk_into_the_queue_that_the_bot_still_has(office: Office) -> None:
    with office.app.db.begin() as tx:
        tickets.open_ticket(tx, office.practice, "identity", office.app.now(), conversation_id=office.talk)
    with office.app.db.read() as tx:
        [row] = casebook.queue(tx, office.practice, "person", office.app.now()).rows
    assert (row.name, row.reason, row.handed) == ("Maria Lopez", "identity", "bot")


def test_the_column_holds_everything_in_the_order_of_time(office: Office) -> None:
    hears(office, "hola")
    office.pass_time(timedelta(minutes=1))
    dropped = says(office, "A reminder", "NUDGE")
    with office.app.db.begin() as tx:
        outbox.drop(tx, dropped, [("dispute", "the bill is disputed")], office.app.now())
    office.pass_time(timedelta(minutes=1))
    desk.take_over(office.app, office.staff["ana"], office.talk)
    desk.note(office.app, office.staff["ana"], office.talk, "Call her")
    office.pass_time(timedelta(minutes=1))
    desk.reply(office.app, office.staff["ana"], office.talk, "Hello")
    with office.app.db.read() as tx:
        shown = casebook.entries(tx, talks.conversation(tx, office.talk))
    assert [(entry.kind, entry.text, entry.by) for entry in shown] == [
        ("patient", "hola", ""),
        ("bot", "A reminder", ""),
        ("note", "Call her", "Ana Torres"),
        ("event", "taken", "Ana Torres"),
        ("staff", "Hello", "Ana Torres"),
    ]
    assert shown[1].reasons == (("dispute", "the bill is disputed"),)
