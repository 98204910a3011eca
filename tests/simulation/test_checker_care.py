"""The checker on what is forgotten, doubled, switched off, and on the audit trail."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text as sql

from storage import audit, consent, people, promises, talks
from storage.db import Database
from tests.rows import NOW, a_conversation, a_patient, a_practice, a_sender
from tests.simulation.checker import check
from tests.simulation.story import BODIES, Story

HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
Tell = Callable[..., Story]
_count = itertools.count(1)


# -- messages --


def test_a_message_that_nobody_answers(story: Story) -> None:
    story.says("what do i owe", NOW, answered=False)
    assert story.found(NOW + HOUR) == []
    assert story.found(NOW + HOUR + SECOND) == ["unanswered"]


def test_a_message_of_a_burst(story: Story) -> None:
    story.says("hello", NOW, answered=False)
    story.says("what do i owe", NOW + SECOND)
    assert story.found(NOW + DAY) == []


@pytest.mark.parametrize("rule", ["tapback", "auto_reply"])
def test_messages_that_want_no_answer(story: Story, rule: str) -> None:
    story.says("Liked “STOP”", NOW, rule, answered=False)
    assert story.found(NOW + DAY) == []


def test_messages_that_the_carrier_answers(story: Story) -> None:
    story.says("STOP", NOW, answered=False, opt_out_type="STOP")
    story.stops(NOW, "carrier")
    assert story.found(NOW + DAY) == []


def test_messages_with_a_ticket_or_a_person(story: Story) -> None:
    story.says("a picture", NOW, answered=False)
    story.ticket("other", NOW)
    story.event("taken", NOW + 2 * HOUR)
    story.says("thanks", NOW + 3 * HOUR, answered=False)
    assert story.found(NOW + DAY) == []


def test_a_message_after_the_talk_was_released(story: Story) -> None:
    story.event("taken", NOW)
    story.event("released", NOW + HOUR)
    story.says("hello", NOW + 2 * HOUR, answered=False)
    assert story.found(NOW + DAY) == ["unanswered"]


@pytest.mark.parametrize(("body", "rules", "kind"), [
    ("please stop", ("opt_out",), None), ("Stop.", (), None), ("ALTO", (), None), ("ok", (), "STOP"),
    ("opt-out", (), None),
])  # fmt: skip
def test_an_opt_out_that_changed_nothing(story: Story, body: str, rules: tuple[str, ...], kind: str | None) -> None:
    story.says(body, NOW, *rules, opt_out_type=kind)
    assert story.found(NOW + DAY) == ["opt_out_not_applied"]
    story.stops(NOW + 60 * SECOND)
    assert story.found(NOW + DAY) == []


def test_an_opt_out_that_was_applied_late(story: Story) -> None:
    story.says("stop", NOW)
    story.stops(NOW + 61 * SECOND)
    assert story.found(NOW + DAY) == ["opt_out_not_applied"]


def test_an_opt_out_that_only_the_carrier_knew(story: Story) -> None:
    story.left("NUDGE", NOW, state="refused", error="21610")
    assert story.found(NOW + DAY) == ["opt_out_not_applied"]
    story.stops(NOW, "twilio")
    assert story.found(NOW + DAY) == []


@pytest.mark.parametrize(("rule", "reason", "days"), [
    ("self_harm", "crisis_hold", 7), ("emergency", "emergency_hold", 3), ("bankruptcy", "bankruptcy", None),
    ("dispute", "dispute", None),
])  # fmt: skip
def test_words_that_bring_a_hold(story: Story, rule: str, reason: str, days: int | None) -> None:
    story.says("words", NOW, rule)
    assert story.found() == ["hold_missing"]
    story.holds(reason, NOW, until=None if days is None else NOW + days * DAY)
    assert story.found() == []


def test_a_hold_that_is_an_hour_short(story: Story) -> None:
    story.says("words", NOW, "self_harm")
    story.holds("crisis_hold", NOW, until=NOW + 7 * DAY - HOUR)
    assert story.found() == ["hold_missing"]


def test_nudges_wait_while_a_message_is_unread(story: Story) -> None:
    message = story.says("hello", NOW, read=False, answered=False)
    story.left("NUDGE", NOW + SECOND)
    assert story.found() == ["unread"]
    talks.mark_read(story.tx, [message], {})
    assert story.found() == [], "when it was read, no row says"
    story.left("REPLY", NOW + 2 * SECOND, answers=message)
    assert story.found() == ["unread"], "the answer does"


@pytest.mark.parametrize(("kinds", "ok"), [(("waiting",), False), (("waiting", "taken"), False),
                                           (("taken", "released"), True)])  # fmt: skip
def test_nudges_while_a_person_has_the_talk(story: Story, kinds: tuple[str, ...], ok: bool) -> None:
    for minute, kind in enumerate(kinds):
        story.event(kind, NOW + minute * 60 * SECOND)
    story.left("NUDGE", NOW + HOUR)
    assert story.found() == ([] if ok else ["handed_over"])


def test_the_bot_is_silent_while_a_person_has_the_talk(story: Story) -> None:
    story.event("waiting", NOW)
    story.left("REPLY", NOW + SECOND)
    story.event("taken", NOW + HOUR)
    story.left("SAFETY", NOW + 2 * HOUR)
    assert story.found() == []
    story.left("REPLY", NOW + 2 * HOUR)
    assert story.found() == ["spoke_while_taken"]


# -- texts --


def test_texts_that_wait_for_who_opted_out(story: Story) -> None:
    story.queued("NUDGE", NOW)
    story.queued("SAFETY", NOW)
    story.stops(NOW + HOUR)
    assert story.found(NOW + DAY) == ["pending_after_stop"]


def test_a_text_that_lies_there(story: Story) -> None:
    story.queued("NUDGE", NOW)
    assert story.found(NOW + 14 * DAY) == []
    assert story.found(NOW + 14 * DAY + SECOND) == ["stuck"]


def test_a_text_that_waited_too_long(story: Story) -> None:
    story.leaves(story.queued("NUDGE", NOW), NOW + 16 * DAY)
    assert story.found() == ["stuck"]
    promises.add(story.tx, story.practice, story.maria, (NOW + 12 * DAY).date(), None, NOW)
    assert story.found() == [], "a promise has a known end"


def test_a_reply_that_vanished(story: Story) -> None:
    message = story.says("hello", NOW, answered=False)
    dropped = story.queued("REPLY", NOW, answers=message)
    story.edit(dropped, state="dropped", verdict="drop", reasons=[["stale_amount", "x"]], settled_at=NOW + SECOND)
    assert story.found(NOW + DAY) == ["reply_vanished"]
    story.left("REPLY", NOW + 2 * SECOND, answers=message, replaces=dropped)
    assert story.found(NOW + DAY) == []


def test_a_reply_that_never_came(story: Story) -> None:
    story.left("SAFETY", NOW, state="refused", error="not_received")
    assert story.found(NOW + DAY) == ["reply_vanished"]
    story.ticket("crisis", NOW + SECOND)
    assert story.found(NOW + DAY) == []


def test_a_replacement_of_what_arrived(story: Story) -> None:
    first = story.left("REPLY", NOW)
    story.left("REPLY", NOW + SECOND, replaces=first)
    assert story.found() == ["left_twice"]


def test_a_second_try_of_what_did_not_arrive(story: Story) -> None:
    first = story.left("REPLY", NOW, state="undelivered", error="30008")
    story.left("REPLY", NOW + SECOND, replaces=first)
    assert story.found() == []


def test_the_same_answer_twice(story: Story) -> None:
    message = story.says("hello", NOW, answered=False)
    story.left("REPLY", NOW + SECOND, answers=message)
    story.left("REPLY", NOW + 2 * SECOND, answers=message)
    assert story.found() == ["left_twice"]


def test_a_receipt_twice(story: Story) -> None:
    paid = story.pays(1000, NOW)
    story.left("RECEIPT", NOW, payment_id=paid)
    story.left("RECEIPT", NOW + SECOND, payment_id=paid)
    assert story.found() == ["left_twice"]


def test_a_text_that_left_without_an_attempt(story: Story) -> None:
    story.edit(story.left("NUDGE", NOW), attempts=0)
    assert story.found() == ["attempts"]


# -- switched off --


@pytest.mark.parametrize(("off", "on", "cls", "rule"), [
    ("practice_paused", "practice_resumed", "REPLY", "practice_paused"),
    ("practice_paused", "practice_resumed", "SAFETY", None),
    ("sender_unregistered", "sender_registered", "HELP", "unregistered"),
    ("sender_unregistered", "sender_registered", "SAFETY", None),
    ("outreach_paused", "outreach_on", "REPLY", None),
])  # fmt: skip
def test_switches(story: Story, off: str, on: str, cls: str, rule: str | None) -> None:
    story.notes(off, NOW)
    story.left(cls, NOW + HOUR)
    assert story.found() == ([rule] if rule else [])
    story.notes(on, NOW + DAY)
    story.left("SERVICE", NOW + 2 * DAY)
    assert story.found() == ([rule] if rule else [])


@pytest.mark.parametrize("off", ["outreach_paused", "breaker"])
def test_reminders_that_were_paused(tell: Tell, off: str) -> None:
    story = tell(confirmed=False)
    story.consents()
    story.notes(off, NOW)
    story.left("CONSENT_CONFIRM", NOW + HOUR)
    assert story.found() == ["outreach_paused"]


def test_a_template_that_was_paused(story: Story) -> None:
    story.notes("template_paused", NOW, key="nudge.first")
    story.left("NUDGE", NOW + HOUR, key="nudge.again")
    assert story.found() == []
    story.left("NUDGE", NOW + 7 * DAY, key="nudge.first")
    assert story.found() == ["template_paused"]
    story.notes("template_resumed", NOW + DAY, key="nudge.first")
    assert story.found() == []


@pytest.mark.parametrize(("code", "on", "rule"), [
    ("30034", "practice_resumed", "practice_paused"), ("30007", "template_resumed", "template_paused"),
])  # fmt: skip
def test_what_a_refusal_pauses(story: Story, code: str, on: str, rule: str) -> None:
    story.left("NUDGE", NOW, state="refused", error=code)
    story.left("NUDGE", NOW + DAY)
    assert story.found() == [rule]
    story.notes(on, NOW + HOUR)
    assert story.found() == []


def test_a_collection_agency(story: Story) -> None:
    people.update_practice(story.tx, story.practice, kind="collection_agency")
    story.left("SAFETY", NOW)
    assert story.found() == ["not_first_party"]


# -- the audit trail --


def test_the_audit_trail(story: Story) -> None:
    for minute in range(3):
        story.notes("seen", NOW + minute * 60 * SECOND, n=minute, word="ñ")
    audit.write(story.tx, None, "test", "started", "nobody", {}, NOW)
    audit.seal(story.tx, NOW + HOUR)
    assert audit.verify(story.tx).ok and story.found() == []


@pytest.mark.parametrize("change", ["actor = 'somebody'", "data = '{}'", "at = '2026-01-01 00:00:00.000000'"])
def test_a_changed_audit_row(story: Story, change: str) -> None:
    rows = [story.notes("seen", NOW, n=n) for n in range(3)]
    audit.seal(story.tx, NOW + HOUR)
    for (trigger,) in story.tx.execute(sql("SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='audit'")):
        story.tx.execute(sql(f"DROP TRIGGER {trigger}"))
    story.tx.execute(sql(f"UPDATE audit SET {change} WHERE id = :id"), {"id": rows[1]})
    [one] = check(story.tx)
    assert (one.rule, one.row) == ("audit_chain", rows[1])


# -- a database, and web chat --


def test_it_reads_a_database(checker_db: Database) -> None:
    assert check(checker_db) == [] and check(checker_db, NOW) == []


def test_web_chat_knows_no_hours_and_no_counts(story: Story) -> None:
    web = a_sender(story.tx, story.practice, channel="web_chat")
    story.sender, story.talk = web, a_conversation(story.tx, story.practice, web, "browser")
    for minute in range(3):
        story.left("STAFF", NOW - 8 * HOUR + minute * 60 * SECOND, number="")
    story.left("REPLY", NOW - 8 * HOUR, "You owe $240.01.", number="")
    assert story.found() == []


def test_practices_do_not_mix(tell: Tell) -> None:
    first = tell()
    first.left("NUDGE", NOW)
    second = tell()
    second.left("NUDGE", NOW + HOUR, BODIES["NUDGE"])
    third = a_practice(second.tx)
    consent.suppress(second.tx, third, second.number, "staff", NOW - DAY, "test")
    a_patient(second.tx, third)
    assert first.found() == []
