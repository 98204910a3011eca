"""Texts on their way out: lanes, claims, receipts in any order, and what caps count."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import Connection, update
from sqlalchemy.exc import IntegrityError

from storage import outbox, talks
from storage.db import Database
from storage.texts import CLAIMED, RANK, texts
from tests.at_once import at_once
from tests.rows import NOW, THEIR_NUMBER, a_conversation, a_patient, a_practice, a_sender

SECOND = timedelta(seconds=1)
WHY = [("quiet_hours", "8:00 in the evening in New York"), ("caps", "")]


class Line:
    """A practice with a sender and a conversation."""

    def __init__(self, tx: Connection, number: str = THEIR_NUMBER) -> None:
        self.practice = a_practice(tx)
        self.sender = a_sender(tx, self.practice)
        self.patient = a_patient(tx, self.practice, number=number)
        self.talk = a_conversation(tx, self.practice, self.sender, number)
        self.number = number

    def text(self, tx: Connection, cls: str = "REPLY", due: timedelta = timedelta(0), **links: Any) -> int:
        return outbox.add(tx, self.practice, self.talk, self.sender, self.number, cls, "key", "Hello", "en", 1, 0,
                          NOW + due, NOW, **links)  # fmt: skip

    def gone(self, tx: Connection, cls: str = "REPLY", at: timedelta = timedelta(0), **links: Any) -> int:
        made = self.text(tx, cls, **links)
        assert outbox.claim(tx, made, [], NOW + at)
        return made


def state(tx: Connection, text_id: int) -> str:
    found = outbox.text(tx, text_id)
    assert found is not None
    return found.state


def test_a_text_comes_back_as_it_went_in(db: Database) -> None:
    with db.begin() as tx:
        line = Line(tx)
        made = outbox.add(
            tx,
            line.practice,
            line.talk,
            line.sender,
            THEIR_NUMBER,
            "NUDGE",
            "nudge.first",
            "Hola, María 👋",
            "es",
            2,
            1,
            NOW + SECOND,
            NOW,
            patient_id=line.patient,
            quoted_cents=24001,
        )
        found = outbox.text(tx, made)
        assert found is not None
        assert (
            found.number,
            found.body,
            found.lang,
            found.segments,
            found.level,
            found.cls,
            found.lane,
            found.key,
        ) == (THEIR_NUMBER, "Hola, María 👋", "es", 2, 1, "NUDGE", 4, "nudge.first")
        assert (found.state, found.verdict, found.reasons, found.attempts, found.due_at, found.created_at) == (
            "queued", None, (), 0, NOW + SECOND, NOW)  # fmt: skip
        assert (found.patient_id, found.quoted_cents, found.answers) == (line.patient, 24001, None)
        assert outbox.text(tx, 10**9) is None


def test_an_unknown_class_is_refused(db: Database) -> None:
    with db.begin() as tx, pytest.raises(ValueError, match="SPAM"):
        Line(tx).text(tx, "SPAM")


def test_the_lowest_lane_goes_first_then_what_has_waited_longest(db: Database) -> None:
    with db.begin() as tx:
        line = Line(tx)
        nudge = line.text(tx, "NUDGE", -10 * SECOND)
        late_reply, reply = line.text(tx, "REPLY", -SECOND), line.text(tx, "REPLY", -2 * SECOND)
        staff, receipt = line.text(tx, "STAFF"), line.text(tx, "RECEIPT")
        safety = line.text(tx, "SAFETY")
        same = line.text(tx, "SAFETY")
        line.text(tx, "SAFETY", SECOND)
        order = [safety, same, reply, late_reply, receipt, staff, nudge]
        assert [one.id for one in outbox.next_texts(tx, line.sender, NOW, 20)] == order
        assert [one.id for one in outbox.next_texts(tx, line.sender, NOW, 2)] == order[:2]
        assert outbox.next_texts(tx, a_sender(tx, line.practice), NOW, 5) == []


def test_who_has_something_due_and_when_the_next_is(own_db: Database) -> None:
    with own_db.begin() as tx:
        assert outbox.next_due(tx) is None
        one, other = Line(tx), Line(tx)
        soon = one.text(tx, due=SECOND)
        later = other.text(tx, due=2 * SECOND)
        assert (outbox.next_due(tx), outbox.senders_with_due(tx, NOW)) == (NOW + SECOND, [])
        assert outbox.senders_with_due(tx, NOW + SECOND) == [one.sender]
        assert outbox.senders_with_due(tx, NOW + 2 * SECOND) == [one.sender, other.sender]
        assert outbox.backlog(tx, NOW + 5 * SECOND) == (2, NOW + SECOND)
        outbox.claim(tx, soon, [], NOW + SECOND)
        outbox.drop(tx, later, WHY, NOW)
        assert (outbox.next_due(tx), outbox.senders_with_due(tx, NOW + 9 * SECOND)) == (None, [])
        assert outbox.backlog(tx, NOW + 5 * SECOND) == (0, None)
        assert outbox.counts(tx) == {"sending": 1, "dropped": 1} == outbox.counts(tx, one.practice) | {"dropped": 1}


def test_a_verdict_is_stored_with_its_reasons(db: Database) -> None:
    with db.begin() as tx:
        line = Line(tx)
        held, dropped, sent = line.text(tx), line.text(tx), line.text(tx)
        assert outbox.hold(tx, held, NOW + SECOND, WHY)
        assert outbox.drop(tx, dropped, WHY, NOW)
        assert outbox.claim(tx, sent, WHY, NOW)
        found = [outbox.text(tx, one) for one in (held, dropped, sent)]
        assert [(one.state, one.verdict, one.until, one.due_at) for one in found if one] == [
            ("held", "hold", NOW + SECOND, NOW + SECOND),
            ("dropped", "drop", None, NOW),
            ("sending", "send", None, NOW),
        ]
        assert all(one is not None and one.reasons == tuple(WHY) for one in found)
        assert outbox.next_texts(tx, line.sender, NOW, 9) == []
        assert [one.id for one in outbox.next_texts(tx, line.sender, NOW + SECOND, 9)] == [held]
        assert outbox.claim(tx, held, [], NOW + SECOND)
        after = outbox.text(tx, held)
        assert after is not None and (after.until, after.attempts, after.claimed_at) == (None, 1, NOW + SECOND)


@pytest.mark.parametrize("had", [one for one in RANK if one not in ("queued", "held")])
def test_only_what_waits_is_judged(db: Database, had: str) -> None:
    with db.begin() as tx:
        line = Line(tx)
        made = line.text(tx)
        tx.execute(update(texts).where(texts.c.id == made).values(state=had, verdict="drop"))
        assert not outbox.claim(tx, made, [], NOW)
        assert not outbox.hold(tx, made, NOW + SECOND, [])
        assert not outbox.drop(tx, made, [], NOW)
        assert state(tx, made) == had


@pytest.mark.parametrize("had", RANK)
@pytest.mark.parametrize("told", CLAIMED)
def test_a_receipt_moves_a_text_only_forward(db: Database, had: str, told: str) -> None:
    with db.begin() as tx:
        made = Line(tx).text(tx)
        tx.execute(update(texts).where(texts.c.id == made).values(state=had, verdict="drop"))
        forward = had not in ("queued", "held") and RANK[told] > RANK[had]
        assert outbox.mark(tx, made, told, NOW) == forward
        assert state(tx, made) == (told if forward else had)


@pytest.mark.parametrize("order", list(permutations(["sending", "unknown", "sent", "delivered"])))
def test_receipts_in_any_order_end_the_same(db: Database, order: tuple[str, ...]) -> None:
    with db.begin() as tx:
        made = Line(tx).gone(tx)
        for told in (*order, *order):
            outbox.mark(tx, made, told, NOW)
        assert state(tx, made) == "delivered"


@pytest.mark.parametrize(("first", "second"), list(permutations(["delivered", "undelivered", "failed", "refused"], 2)))
def test_the_first_end_stands(db: Database, first: str, second: str) -> None:
    with db.begin() as tx:
        made = Line(tx).gone(tx)
        assert outbox.mark(tx, made, first, NOW, error="1")
        assert not outbox.mark(tx, made, second, NOW, error="2")
        found = outbox.text(tx, made)
        assert found is not None and (found.state, found.error) == (first, "1")


def test_a_receipt_that_overtakes_the_answer_keeps_the_provider_s_id(db: Database) -> None:
    with db.begin() as tx:
        made = Line(tx).gone(tx)
        assert outbox.mark(tx, made, "delivered", NOW + SECOND)
        assert not outbox.mark(tx, made, "sent", NOW, provider_id="SM-over")
        found = outbox.by_provider_id(tx, "SM-over")
        assert found is not None
        assert (found.id, found.state, found.sent_at, found.settled_at) == (
            made,
            "delivered",
            NOW + SECOND,
            NOW + SECOND,
        )
        outbox.mark(tx, made, "sent", NOW, provider_id="SM-other")
        assert outbox.by_provider_id(tx, "SM-other") is None


def test_a_provider_can_not_put_a_text_back(db: Database) -> None:
    with db.begin() as tx:
        made = Line(tx).gone(tx)
        for word in ("queued", "held", "dropped", "nonsense"):
            with pytest.raises(ValueError, match=word):
                outbox.mark(tx, made, word, NOW)


def test_a_provider_that_took_nothing_is_asked_again(db: Database) -> None:
    with db.begin() as tx:
        line = Line(tx)
        made = line.gone(tx)
        assert outbox.again(tx, made, NOW + SECOND, "20429")
        found = outbox.text(tx, made)
        assert found is not None
        assert (found.state, found.verdict, found.claimed_at, found.due_at, found.attempts, found.error) == (
            "queued", None, None, NOW + SECOND, 1, "20429")  # fmt: skip
        assert outbox.claim(tx, made, [], NOW + SECOND)
        outbox.mark(tx, made, "unknown", NOW)
        assert not outbox.again(tx, made, NOW)


def test_what_nobody_knows_is_listed_until_it_is_settled(own_db: Database) -> None:
    with own_db.begin() as tx:
        line = Line(tx)
        old, new, unknown = line.gone(tx), line.gone(tx, at=SECOND), line.gone(tx, at=9 * SECOND)
        line.text(tx)
        outbox.mark(tx, unknown, "unknown", NOW)

        def listed(after: int) -> list[int]:
            return [one.id for one in outbox.unsettled(tx, NOW + after * SECOND)]

        assert listed(19) == [unknown]
        assert listed(20) == [old, unknown]
        assert listed(21) == [old, new, unknown]
        outbox.asked(tx, unknown, NOW + 30 * SECOND)
        outbox.asked(tx, unknown, NOW + 120 * SECOND)
        found = outbox.text(tx, unknown)
        assert found is not None and (found.asks, found.asked_at) == (2, NOW + 120 * SECOND)
        for one in (old, new, unknown):
            outbox.mark(tx, one, "sent", NOW)
        assert listed(99) == []


def test_what_waits_for_a_number_is_dropped_but_for_the_classes_kept(db: Database) -> None:
    with db.begin() as tx:
        line, other = Line(tx), Line(tx)
        nudge, held, safety, gone = line.text(tx, "NUDGE"), line.text(tx), line.text(tx, "SAFETY"), line.gone(tx)
        outbox.hold(tx, held, NOW + SECOND, WHY)
        elsewhere = outbox.add(tx, line.practice, line.talk, line.sender, "+17205550144", "NUDGE", "k", "b", "en", 1, 0,
                               NOW, NOW)  # fmt: skip
        theirs = other.text(tx, "NUDGE")
        assert (
            outbox.drop_pending(tx, line.practice, THEIR_NUMBER, {"SAFETY"}, ("opted_out", "they said STOP"), NOW) == 2
        )
        assert [state(tx, one) for one in (nudge, held, safety, gone, elsewhere, theirs)] == [
            "dropped", "dropped", "queued", "sending", "queued", "queued"]  # fmt: skip
        found = outbox.text(tx, nudge)
        assert found is not None
        assert (found.verdict, found.reasons, found.settled_at) == ("drop", (("opted_out", "they said STOP"),), NOW)
        assert outbox.drop_pending(tx, line.practice, THEIR_NUMBER, (), "opted_out", NOW) == 1
        assert outbox.drop_pending(tx, line.practice, "", (), "opted_out", NOW) == 0


def test_caps_count_what_left_for_the_number_or_the_patient(db: Database) -> None:
    with db.begin() as tx:
        line, other = Line(tx), Line(tx)
        inbound = talks.store_message(
            tx, line.talk, line.practice, "twilio_sms", f"SM-{line.talk}", "hi", None, (), (), 0, None, NOW
        )
        line.gone(tx, "NUDGE", SECOND, patient_id=line.patient)
        line.gone(tx, "REPLY", -SECOND, answers=inbound)
        line.gone(tx, "SERVICE", -9 * SECOND)
        refused, failed = line.gone(tx), line.gone(tx)
        outbox.mark(tx, refused, "refused", NOW)
        outbox.mark(tx, failed, "failed", NOW)
        line.text(tx, "NUDGE")
        other.gone(tx)
        elsewhere = outbox.add(tx, line.practice, line.talk, line.sender, "+17205550199", "STAFF", "k", "b", "en", 1, 0,
                               NOW, NOW, patient_id=line.patient)  # fmt: skip
        outbox.claim(tx, elsewhere, [], NOW)

        def counted(number: str, patient: int | None, since: timedelta) -> list[tuple[str, bool]]:
            found = outbox.sent_since(tx, line.practice, number, patient, NOW + since)
            return [(one.cls, one.reply) for one in found]

        assert counted(THEIR_NUMBER, line.patient, -2 * SECOND) == [("REPLY", True), ("STAFF", False), ("NUDGE", False)]
        assert counted(THEIR_NUMBER, None, -2 * SECOND) == [("REPLY", True), ("NUDGE", False)]
        assert counted("", line.patient, -2 * SECOND) == [("STAFF", False), ("NUDGE", False)]
        assert counted(THEIR_NUMBER, None, -9 * SECOND)[0] == ("SERVICE", False)
        assert counted("", None, -9 * SECOND) == []
        assert outbox.replies_since(tx, line.talk, NOW - 2 * SECOND) == 1
        assert outbox.replies_since(tx, line.talk, NOW) == 0
        assert outbox.nudges_for_balance(tx, line.patient) == 1
        assert outbox.nudges_for_balance(tx, line.patient, NOW + 2 * SECOND) == 0


def test_two_dispatchers_never_claim_the_same_text(db: Database) -> None:
    with db.begin() as tx:
        line = Line(tx)
        waiting = [line.text(tx) for _ in range(5)]

    def claim_all() -> list[int]:
        mine = []
        for one in waiting:
            with db.begin() as tx:
                if outbox.claim(tx, one, [], NOW):
                    mine.append(one)
        return mine

    claimed = at_once(*[claim_all] * 4)
    assert sorted(one for mine in claimed for one in mine) == waiting


def test_a_stop_and_a_claim_at_once_never_both_win(db: Database) -> None:
    with db.begin() as tx:
        line = Line(tx)
        waiting = [line.text(tx, "NUDGE") for _ in range(6)]

    def claim() -> int:
        won = 0
        for one in waiting:
            with db.begin() as tx:
                won += outbox.claim(tx, one, [], NOW)
        return won

    def stop() -> int:
        with db.begin() as tx:
            return outbox.drop_pending(tx, line.practice, THEIR_NUMBER, (), "opted_out", NOW)

    assert sum(at_once(claim, stop)) == len(waiting)
    with db.read() as tx:
        assert {state(tx, one) for one in waiting} <= {"sending", "dropped"}


@pytest.mark.parametrize("judged", CLAIMED)
def test_the_database_keeps_nothing_sent_without_a_verdict(db: Database, judged: str) -> None:
    with db.begin() as tx:
        made = Line(tx).text(tx)
    with pytest.raises(IntegrityError), db.begin() as tx:
        tx.execute(update(texts).where(texts.c.id == made).values(state=judged))


@pytest.mark.parametrize(
    "changes",
    [{"state": "lost"}, {"cls": "SPAM"}, {"lane": 5}, {"level": 3}, {"lang": "fr"}, {"verdict": "maybe"},
     {"state": "dropped"}, {"conversation_id": 10**9}, {"body": None}],
)  # fmt: skip
def test_the_database_refuses_what_a_text_can_not_be(db: Database, changes: dict[str, Any]) -> None:
    with db.begin() as tx:
        made = Line(tx).text(tx)
    with pytest.raises(IntegrityError), db.begin() as tx:
        tx.execute(update(texts).where(texts.c.id == made).values(**changes))


def test_a_provider_s_id_is_one_text(db: Database) -> None:
    with db.begin() as tx:
        line = Line(tx)
        first, second = line.gone(tx), line.gone(tx)
        outbox.mark(tx, first, "sent", NOW, provider_id=f"SM-one-{line.sender}")
    with pytest.raises(IntegrityError), db.begin() as tx:
        outbox.mark(tx, second, "sent", NOW, provider_id=f"SM-one-{line.sender}")


def test_a_copy_is_a_new_row_that_names_the_one_it_replaces(db: Database) -> None:
    with db.begin() as tx:
        line = Line(tx)
        first = line.gone(tx, patient_id=line.patient, quoted_cents=5)
        outbox.mark(tx, first, "refused", NOW, error="not_received")
        second = outbox.copy(tx, first, NOW + SECOND, attempts=1)
        had, new = outbox.text(tx, first), outbox.text(tx, second)
        assert had is not None and new is not None
        assert (new.state, new.replaces, new.attempts, new.due_at, new.verdict) == (
            "queued",
            first,
            1,
            NOW + SECOND,
            None,
        )
        assert (new.body, new.number, new.patient_id, new.quoted_cents) == (had.body, had.number, had.patient_id, 5)


def test_the_talk_s_texts_are_shown_in_every_state_oldest_first(db: Database) -> None:
    with db.begin() as tx:
        line = Line(tx)
        made = [line.gone(tx), line.text(tx), line.text(tx)]
        outbox.drop(tx, made[1], WHY, NOW)
        assert [one.id for one in outbox.of_conversation(tx, line.talk)] == made
        assert [one.id for one in outbox.of_conversation(tx, line.talk, limit=2)] == made[1:]
