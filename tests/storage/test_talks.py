"""Conversations and messages: stored once, claimed by one, read once, erased when read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage import talks
from storage.crypt import Keyring
from storage.db import Database
from storage.talks import conversations, inbound
from tests.at_once import at_once
from tests.rows import KEY, NOW, THEIR_NUMBER, a_conversation, a_patient, a_practice, a_sender

SECOND = timedelta(seconds=1)


def a_talk(tx: Connection, address: str = THEIR_NUMBER, channel: str = "twilio_sms") -> tuple[int, int]:
    practice = a_practice(tx)
    return practice, a_conversation(tx, practice, a_sender(tx, practice, channel=channel), address)


def a_message(tx: Connection, talk: int, provider_id: str, body: str = "hi", **more: Any) -> int | None:
    known: dict[str, Any] = {
        "channel": "twilio_sms",
        "values": None,
        "found": (),
        "hits": (),
        "media": 0,
        "opt_out_type": None,
        "at": NOW,
    }
    practice = talks.conversation(tx, talk).practice_id
    return talks.store_message(tx, talk, practice, provider_id=provider_id, body=body, **{**known, **more})


def test_a_conversation_is_made_once_and_comes_back_as_it_was_saved(db: Database) -> None:
    with db.begin() as tx:
        practice = a_practice(tx)
        sender, patient = a_sender(tx, practice), a_patient(tx, practice)
        first = talks.open_conversation(tx, practice, sender, "twilio_sms", THEIR_NUMBER, NOW)
        again = talks.open_conversation(tx, practice, sender, "twilio_sms", THEIR_NUMBER, NOW + SECOND)
        assert again == first
        assert (first.handed, first.talk, first.proved, first.lang, first.topic, first.address) == (
            "bot", {}, (), None, "", THEIR_NUMBER)  # fmt: skip
        saved = {
            "lang": "es",
            "talk": {"frames": [{"flow": "plan"}], "misses": 1},
            "handed": "waiting",
            "waiting_since": NOW,
            "waiting_why": "dispute",
            "due_at": NOW,
            "last_inbound_at": NOW,
            "last_reply_at": NOW,
            "session_at": NOW,
            "proved_at": NOW,
            "proof_used_at": NOW,
            "proved": (patient,),
            "as_guarantor": True,
            "topic": "plan",
            "suspicion": "opt_out",
        }
        talks.save(tx, first.id, **saved)
        found = talks.conversation(tx, first.id, lock=True)
        assert {name: getattr(found, name) for name in saved} == saved
        assert talks.conversations_of(tx, practice, THEIR_NUMBER) == [found]
        assert talks.conversations_of(tx, a_practice(tx), THEIR_NUMBER) == []
        other = talks.open_conversation(tx, practice, a_sender(tx, practice), "twilio_sms", THEIR_NUMBER, NOW)
        assert other.id != first.id


def test_two_first_texts_at_once_make_one_conversation(db: Database) -> None:
    with db.begin() as tx:
        practice = a_practice(tx)
        sender = a_sender(tx, practice)

    def first() -> int:
        with db.begin() as tx:
            return talks.open_conversation(tx, practice, sender, "twilio_sms", THEIR_NUMBER, NOW).id

    assert len(set(at_once(*[first] * 6))) == 1


def test_a_conversation_is_found_under_an_older_index_key(db: Database) -> None:
    rotated = Database(db.url, Keyring.of("n" * 32, (KEY,), ("s" * 32,)))
    with db.begin() as tx:
        practice, talk = a_talk(tx)
        sender = talks.conversation(tx, talk).sender_id
    with rotated.begin() as tx:
        assert talks.open_conversation(tx, practice, sender, "twilio_sms", THEIR_NUMBER, NOW).id == talk
    rotated.dispose()


def test_a_message_comes_back_as_it_went_in(db: Database) -> None:
    with db.begin() as tx:
        _, talk = a_talk(tx)
        hits = ({"rule": "opt_out", "sure": True},)
        made = a_message(
            tx,
            talk,
            f"SM-in-{talk}",
            "[birth date] 👋 \0 \ud800",
            values={"text": "3/2/84"},
            found=("card",),
            hits=hits,
            media=2,
            opt_out_type="STOP",
        )
        (found,) = talks.unread(tx, talk)
        assert (found.id, found.body, found.values, found.found, found.hits, found.media, found.opt_out_type) == (
            made, "[birth date] 👋 \0 \ud800", {"text": "3/2/84"}, ("card",), hits, 2, "STOP")  # fmt: skip
        assert (found.at, found.state, found.understood) == (NOW, "new", None)
        row = tx.execute(select(inbound).where(inbound.c.id == made)).one()
        assert "birth" not in repr(tuple(row)) and "3/2" not in repr(tuple(row))


def test_a_repeat_is_stored_once_and_changes_nothing(db: Database) -> None:
    with db.begin() as tx:
        _, talk = a_talk(tx)
        assert a_message(tx, talk, f"SM-rep-{talk}") is not None
        talks.save(tx, talk, due_at=None)
        assert a_message(tx, talk, f"SM-rep-{talk}", at=NOW + SECOND) is None
        after = talks.conversation(tx, talk)
        assert (after.due_at, after.last_inbound_at) == (None, NOW)
        assert a_message(tx, talk, f"SM-rep-{talk}", channel="web_chat") is not None


def test_copies_of_one_webhook_at_once_are_one_message(db: Database) -> None:
    with db.begin() as tx:
        _, talk = a_talk(tx)

    def store() -> int | None:
        with db.begin() as tx:
            return a_message(tx, talk, f"SM-race-{talk}")

    stored = at_once(*[store] * 6)
    assert sum(one is not None for one in stored) == 1
    with db.read() as tx:
        assert len(talks.messages(tx, talk)) == 1


def test_a_turn_reads_what_is_new_and_erases_what_it_was_given(db: Database) -> None:
    with db.begin() as tx:
        practice, talk = a_talk(tx)
        one = a_message(tx, talk, f"SM-a-{talk}", "one", values={"text": "x"})
        two = a_message(tx, talk, f"SM-b-{talk}", "two", values={"text": "y"})
        assert one is not None and two is not None
        talks.understand(tx, two, "early")
        assert [message.body for message in talks.unread(tx, talk)] == ["one", "two"]
        assert talks.has_unread(tx, practice, THEIR_NUMBER)
        talks.mark_read(tx, [one, two], {one: '{"intent": "pay"}'})
        assert talks.unread(tx, talk) == []
        assert not talks.has_unread(tx, practice, THEIR_NUMBER)
        read = talks.messages(tx, talk)
        assert [(message.values, message.understood, message.state) for message in read] == [
            (None, '{"intent": "pay"}', "done"), (None, "early", "done")]  # fmt: skip
        assert [message.id for message in talks.messages(tx, talk, limit=1)] == [two]
        talks.mark_read(tx, [], {})


def test_the_database_keeps_no_value_of_a_text_that_was_read(db: Database) -> None:
    with db.begin() as tx:
        _, talk = a_talk(tx)
        made = a_message(tx, talk, f"SM-keep-{talk}", values={"text": "x"})
    with pytest.raises(IntegrityError), db.begin() as tx:
        tx.execute(update(inbound).where(inbound.c.id == made).values(state="done"))


def test_unread_texts_of_a_number_are_seen_in_every_conversation_of_the_practice(db: Database) -> None:
    with db.begin() as tx:
        practice, talk = a_talk(tx)
        other_talk = a_conversation(tx, practice, a_sender(tx, practice))
        a_message(tx, other_talk, f"SM-else-{talk}")
        assert talks.has_unread(tx, practice, THEIR_NUMBER)
        assert not talks.has_unread(tx, practice, "+17205550199")
        assert not talks.has_unread(tx, a_practice(tx), THEIR_NUMBER)


def test_what_is_due_goes_to_one_taker_for_thirty_seconds(own_db: Database) -> None:
    with own_db.begin() as tx:
        assert talks.next_due(tx) is None
        _, late = a_talk(tx)
        _, soon = a_talk(tx)
        a_message(tx, late, "SM1", due_at=NOW + 2 * SECOND)
        a_message(tx, soon, "SM2")
        assert talks.next_due(tx) == NOW
        assert talks.due(tx, NOW - SECOND, 9) == []
        assert talks.due(tx, NOW + 2 * SECOND, 9) == [soon, late]
        assert talks.due(tx, NOW + 31 * SECOND, 9) == []
        talks.release_claim(tx, soon)
        assert talks.due(tx, NOW + 3 * SECOND, 9) == [soon]
        assert talks.due(tx, NOW + 32 * SECOND, 9) == [late]
        assert talks.due(tx, NOW + 64 * SECOND, 1) == [soon]


def test_what_was_read_or_has_no_moment_is_not_due(own_db: Database) -> None:
    with own_db.begin() as tx:
        _, read = a_talk(tx)
        _, silent = a_talk(tx)
        made = a_message(tx, read, "SM1")
        assert made is not None
        talks.mark_read(tx, [made], {})
        talks.save(tx, silent, due_at=NOW)
        assert (talks.due(tx, NOW, 9), talks.next_due(tx)) == ([], None)
        a_message(tx, read, "SM2")
        talks.save(tx, read, due_at=None)
        assert (talks.due(tx, NOW, 9), talks.next_due(tx)) == ([], None)


def test_two_workers_never_take_the_same_conversation(own_db: Database) -> None:
    with own_db.begin() as tx:
        made = [a_talk(tx, f"+1720555{number:04}")[1] for number in range(12)]
        for number, talk in enumerate(made):
            a_message(tx, talk, f"SM{number}")

    def take() -> list[int]:
        mine: list[int] = []
        for _ in range(6):
            with own_db.begin() as tx:
                mine += talks.due(tx, NOW, 3)
        return mine

    taken = at_once(*[take] * 3)
    assert sorted(talk for mine in taken for talk in mine) == made


def test_a_locked_conversation_is_waited_for(db: Database) -> None:
    with db.begin() as tx:
        _, talk = a_talk(tx)
        talks.save(tx, talk, topic="0")

    def count() -> None:
        for _ in range(10):
            with db.begin() as tx:
                seen = talks.conversation(tx, talk, lock=True)
                talks.save(tx, talk, topic=str(int(seen.topic) + 1))

    at_once(*[count] * 3)
    with db.read() as tx:
        assert talks.conversation(tx, talk).topic == "30"


def test_a_text_comes_in_while_a_turn_holds_the_conversation_and_is_due_after_it(db: Database) -> None:
    """The turn clears `due_at` and commits; the text that waited for it must not be forgotten."""
    with db.begin() as tx:
        _, talk = a_talk(tx)
        first = a_message(tx, talk, f"SM-first-{talk}")
        assert first is not None

    def turn() -> None:
        with db.begin() as tx:
            talks.conversation(tx, talk, lock=True)
            read = [message.id for message in talks.unread(tx, talk)]
            talks.mark_read(tx, read, {})
            talks.save(tx, talk, due_at=None)

    def text() -> None:
        with db.begin() as tx:
            a_message(tx, talk, f"SM-second-{talk}", at=NOW + SECOND)

    at_once(turn, text)
    with db.read() as tx:
        unread = talks.unread(tx, talk)
        assert bool(unread) == (talks.conversation(tx, talk).due_at is not None)


LISTS = {
    "waiting": ({"handed": "waiting", "waiting_since": NOW}, "person"),
    "waiting, told so": (
        {"handed": "waiting", "waiting_since": NOW, "last_inbound_at": NOW, "last_reply_at": NOW},
        "person",
    ),
    "taken, the patient wrote": ({"handed": "taken", "last_inbound_at": NOW, "last_reply_at": NOW - SECOND}, "person"),
    "taken, nothing said yet": ({"handed": "taken"}, "person"),
    "taken, we answered": ({"handed": "taken", "last_inbound_at": NOW, "last_reply_at": NOW + SECOND}, "patient"),
    "done today": ({"handed": "bot", "done_at": NOW - 3600 * SECOND}, "done"),
    "done the day before": ({"handed": "bot", "done_at": NOW - 90000 * SECOND}, None),
    "never handed over": ({"handed": "bot"}, None),
}


@pytest.mark.parametrize("case", LISTS)
def test_each_conversation_is_in_one_list_of_the_desk(db: Database, case: str) -> None:
    fields, expected = LISTS[case]
    with db.begin() as tx:
        practice, talk = a_talk(tx)
        talks.save(tx, talk, **fields)
        for which in ("person", "patient", "done"):
            found = [one.id for one in talks.desk_list(tx, practice, which, NOW)]
            assert found == ([talk] if which == expected else []), which


def test_the_desk_sees_who_has_waited_longest_first(db: Database) -> None:
    with db.begin() as tx:
        practice, late = a_talk(tx)
        early = a_conversation(tx, practice, a_sender(tx, practice))
        talks.save(tx, late, handed="waiting", waiting_since=NOW)
        talks.save(tx, early, handed="waiting", waiting_since=NOW - SECOND)
        assert [one.id for one in talks.desk_list(tx, practice, "person", NOW)] == [early, late]
        assert [one.id for one in talks.desk_list(tx, practice, "person", NOW, limit=1)] == [early]
        assert [one.id for one in talks.waiting(tx, practice)] == [early, late]
        assert talks.taken(tx, practice) == []
        with pytest.raises(ValueError, match="nonsense"):
            talks.desk_list(tx, practice, "nonsense", NOW)


def test_a_text_that_comes_in_takes_the_talk_off_the_done_list(db: Database) -> None:
    with db.begin() as tx:
        practice, talk = a_talk(tx)
        talks.save(tx, talk, done_at=NOW)
        a_message(tx, talk, f"SM-done-{talk}")
        assert talks.desk_list(tx, practice, "done", NOW) == []


def test_notes_and_events_stand_beside_the_talk(db: Database) -> None:
    with db.begin() as tx:
        practice, talk = a_talk(tx)
        talks.add_note(tx, practice, talk, None, "called her back", NOW)
        talks.add_event(tx, practice, talk, "taken", "staff:1", NOW)
        talks.add_event(tx, practice, talk, "released", "staff:1", NOW + SECOND)
        assert [(note.body, note.at) for note in talks.notes(tx, talk)] == [("called her back", NOW)]
        assert [(event.kind, event.by) for event in talks.events(tx, talk)] == [
            ("taken", "staff:1"),
            ("released", "staff:1"),
        ]


@pytest.mark.parametrize("changes", [{"handed": "lost"}, {"lang": "fr"}, {"sender_id": 10**9}])
def test_the_database_refuses_what_a_conversation_can_not_be(db: Database, changes: dict[str, Any]) -> None:
    with db.begin() as tx:
        _, talk = a_talk(tx)
    with pytest.raises(DBAPIError), db.begin() as tx:
        tx.execute(update(conversations).where(conversations.c.id == talk).values(**changes))
