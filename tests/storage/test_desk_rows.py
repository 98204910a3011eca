"""Tickets, touches, imports, browsers and the clock."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from flows.money import Money
from storage import browsers, clock, imports, tickets, touches
from storage.db import Database
from tests.at_once import at_once
from tests.rows import NOW, a_conversation, a_patient, a_practice, a_sender

HOUR = timedelta(hours=1)
WHY = [("cadence", "the first text")]


def test_one_ticket_of_a_reason_is_open_in_a_talk(db: Database) -> None:
    with db.begin() as tx:
        practice = a_practice(tx)
        patient = a_patient(tx, practice)
        talk = a_conversation(tx, practice, a_sender(tx, practice))
        first = tickets.open_ticket(tx, practice, "dispute", NOW, conversation_id=talk, note="one")
        assert (
            tickets.open_ticket(tx, practice, "dispute", NOW, conversation_id=talk, patient_id=patient, note="two")
            == first
        )
        assert tickets.open_ticket(tx, practice, "dispute", NOW, conversation_id=talk) == first
        other = tickets.open_ticket(tx, practice, "refund", NOW, conversation_id=talk)
        found = tickets.ticket(tx, first)
        assert found is not None
        assert (found.note, found.patient_id, found.state, found.opened_at) == ("one\ntwo", patient, "open", NOW)
        assert [one.id for one in tickets.open_tickets(tx, practice, conversation_id=talk)] == [first, other]
        assert [one.id for one in tickets.open_tickets(tx, practice, patient_id=patient)] == [first]
        assert tickets.close(tx, first, "staff:1", "corrected", NOW + HOUR)
        assert not tickets.close(tx, first, "staff:2", "again", NOW + HOUR)
        closed = tickets.ticket(tx, first)
        assert closed is not None
        assert (closed.state, closed.closed_by, closed.outcome, closed.closed_at) == (
            "closed",
            "staff:1",
            "corrected",
            NOW + HOUR,
        )
        again = tickets.open_ticket(tx, practice, "dispute", NOW, conversation_id=talk)
        assert again not in (first, other)
        assert [one.id for one in tickets.tickets_of(tx, practice, talk)] == [first, other, again]
        assert tickets.open_tickets(tx, a_practice(tx), conversation_id=talk) == []


def test_what_staff_write_is_sealed(db: Database) -> None:
    with db.begin() as tx:
        made = tickets.open_ticket(tx, a_practice(tx), "other", NOW, note="Maria called")
        tickets.close(tx, made, "staff:1", "Maria paid", NOW)
        stored = tx.execute(select(tickets.tickets_table).where(tickets.tickets_table.c.id == made)).one()
        assert "Maria" not in repr(tuple(stored))


def test_tickets_without_a_talk_are_each_their_own(db: Database) -> None:
    with db.begin() as tx:
        practice = a_practice(tx)
        one, other = (tickets.open_ticket(tx, practice, "other", NOW) for _ in range(2))
        assert one != other
        assert [ticket.id for ticket in tickets.open_tickets(tx, practice)] == [one, other]


def test_two_that_open_a_ticket_at_once_open_one(db: Database) -> None:
    with db.begin() as tx:
        practice = a_practice(tx)
        talk = a_conversation(tx, practice, a_sender(tx, practice))

    def report() -> int:
        with db.begin() as tx:
            return tickets.open_ticket(tx, practice, "dispute", NOW, conversation_id=talk, note="n")

    assert len(set(at_once(*[report] * 4))) == 1


def test_a_touch_is_planned_once_for_its_place_in_the_cadence(db: Database) -> None:
    with db.begin() as tx:
        practice = a_practice(tx)
        patient = a_patient(tx, practice)
        made = touches.plan(tx, practice, patient, "2026-02-02", 1, NOW, WHY, NOW)
        assert made is not None
        assert touches.plan(tx, practice, patient, "2026-02-02", 1, NOW + HOUR, WHY, NOW) is None
        second = touches.plan(tx, practice, patient, "2026-02-02", 2, NOW + HOUR, WHY, NOW)
        assert touches.plan(tx, practice, patient, "2026-09-01", 1, NOW, WHY, NOW) is not None
        found = touches.touch(tx, made)
        assert found is not None
        assert (found.n, found.due_at, found.state, found.why) == (1, NOW, "planned", tuple(WHY))
        assert len(touches.of_patient(tx, patient)) == len(touches.planned(tx, practice)) == 3
        assert touches.set_state(tx, made, "queued", outbox_id=5, only_from=("planned",))
        assert not touches.set_state(tx, made, "queued", only_from=("planned",))
        assert touches.set_state(tx, made, "sent", why=[("sent", "")])
        after = touches.touch(tx, made)
        assert after is not None and (after.state, after.outbox_id, after.why) == ("sent", 5, (("sent", ""),))
        assert touches.cancel(tx, patient, [("paid", "nothing is owed")]) == 2
        assert touches.touch(tx, second or 0).state == "cancelled"  # type: ignore[union-attr]
        assert touches.planned(tx, practice) == []


def test_two_timers_plan_one_touch(db: Database) -> None:
    with db.begin() as tx:
        practice = a_practice(tx)
        patient = a_patient(tx, practice)

    def plan() -> int | None:
        with db.begin() as tx:
            return touches.plan(tx, practice, patient, "b", 1, NOW, WHY, NOW)

    assert sum(one is not None for one in at_once(*[plan] * 4)) == 1


def test_touches_fall_due(own_db: Database) -> None:
    with own_db.begin() as tx:
        practice = a_practice(tx)
        patient = a_patient(tx, practice)
        late = touches.plan(tx, practice, patient, "b", 1, NOW + HOUR, WHY, NOW)
        soon = touches.plan(tx, practice, patient, "b", 2, NOW, WHY, NOW)
        assert [one.id for one in touches.due(tx, NOW, 9)] == [soon]
        assert [one.id for one in touches.due(tx, NOW + HOUR, 9)] == [soon, late]
        assert [one.id for one in touches.due(tx, NOW + HOUR, 1)] == [soon]
        touches.set_state(tx, soon or 0, "skipped")
        assert [one.id for one in touches.due(tx, NOW + HOUR, 9)] == [late]


def test_an_import_is_a_statement_as_of_its_date(db: Database) -> None:
    with db.begin() as tx:
        practice = a_practice(tx)
        patient, absent = a_patient(tx, practice), a_patient(tx, practice, first="Leo")
        first = imports.add(tx, practice, "a.csv", "a" * 64, date(2026, 3, 1), "staff:1", {"patients": 1}, NOW,
                            attestation={"source": "form"})  # fmt: skip
        second = imports.add(tx, practice, "b.csv", "b" * 64, date(2026, 3, 2), "staff:1", {}, NOW)
        for made, cents in ((first, 100), (second, 70)):
            assert imports.saw(tx, practice, made, patient, Money(cents)) is not None
        assert imports.saw(tx, practice, second, patient, Money(1)) is None
        assert imports.last_seen(tx, patient) == (second, Money(70))
        assert imports.last_seen(tx, absent) is None
        assert imports.patients_seen(tx, first) == {patient: Money(100)}
        assert [one.id for one in imports.imports(tx, practice)] == [second, first]
        assert imports.by_sha256(tx, practice, "a" * 64).attestation == {"source": "form"}  # type: ignore[union-attr]
        imports.set_totals(tx, first, {"patients": 2})
        assert imports.import_row(tx, first).totals == {"patients": 2}  # type: ignore[union-attr]
        assert imports.undo(tx, second, "staff:2", NOW)
        assert not imports.undo(tx, second, "staff:2", NOW)
        assert imports.newest(tx, practice).id == first  # type: ignore[union-attr]
        assert imports.last_seen(tx, patient) == (first, Money(100))
        assert imports.by_sha256(tx, practice, "b" * 64) is None
        assert imports.newest(tx, a_practice(tx)) is None


def test_a_browser_keeps_what_was_proved_in_it_until_it_ends(db: Database) -> None:
    with db.begin() as tx:
        practice = a_practice(tx)
        talk = a_conversation(tx, practice, a_sender(tx, practice, channel="web_chat"), "browser-1")
        made = browsers.add(tx, practice, f"hash-{talk}", talk, NOW, lang="es")
        browsers.save(tx, made, proved=(4, 5), proved_at=NOW, as_guarantor=True)
        browsers.touch(tx, made, NOW + HOUR)
        found = browsers.by_token_hash(tx, f"hash-{talk}")
        assert found is not None and found == browsers.browser(tx, made)
        assert (found.proved, found.proved_at, found.as_guarantor, found.seen_at, found.lang, found.kind) == (
            (4, 5), NOW, True, NOW + HOUR, "es", "chat")  # fmt: skip
        browsers.end(tx, made, NOW + 2 * HOUR)
        ended = browsers.browser(tx, made)
        assert ended is not None
        assert (ended.proved, ended.proved_at, ended.as_guarantor, ended.ended_at) == ((), None, False, NOW + 2 * HOUR)
        assert browsers.by_token_hash(tx, "nobody") is None
    with pytest.raises(IntegrityError), db.begin() as tx:
        browsers.add(tx, practice, f"hash-{talk}", None, NOW)


def test_the_clock_is_turned_forward_only(own_db: Database) -> None:
    with own_db.begin() as tx:
        assert clock.offset(tx) == timedelta(0)
        clock.advance(tx, timedelta(days=400, microseconds=7))
        clock.advance(tx, timedelta(0))
        clock.advance(tx, HOUR)
        with pytest.raises(ValueError, match="forward"):
            clock.advance(tx, -timedelta(microseconds=1))
    with own_db.read() as tx:
        assert clock.offset(tx) == timedelta(days=400, hours=1, microseconds=7)


def test_two_that_turn_the_clock_at_once_both_count(own_db: Database) -> None:
    def turn() -> None:
        for _ in range(5):
            with own_db.begin() as tx:
                clock.advance(tx, HOUR)

    at_once(turn, turn)
    with own_db.read() as tx:
        assert clock.offset(tx) == 10 * HOUR
