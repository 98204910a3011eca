"""What workers run: everything that is due, in order, until nothing is left or they are asked to stop (decision 21)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from bot import jobs, outreach
from bot.accept import accept
from bot.wiring import App
from storage import audit, outbox, people, talks
from tests.at_once import at_once
from tests.lines import Line, a_line, a_number

BALANCE = "whats my balance"


@pytest.fixture
def alone(sqlite_line: Line, monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    """The line's app is the worker's."""
    monkeypatch.setattr(jobs, "app", lambda: sqlite_line.app)
    monkeypatch.setattr(jobs, "LINGER_S", 0.05)
    sqlite_line.model.intents[BALANCE] = "check_balance"
    yield sqlite_line


def quickly(app: App, seconds: float = 5) -> float:
    """Drains; how long that took."""
    began = time.monotonic()
    jobs.drain_all(app, began + seconds)
    return time.monotonic() - began


def test_one_wake_up_answers_everybody_who_waits(alone: Line) -> None:
    numbers = [a_number() for _ in range(25)]
    for number in numbers:
        alone.text(BALANCE, sender=number)
    jobs.drain()
    assert all(alone.channel.bodies(number) for number in numbers)


def test_texts_that_came_while_workers_were_down_are_answered_by_the_sweep(alone: Line) -> None:
    alone.text(BALANCE)
    alone.forward(hours=5)
    jobs.sweep()
    assert alone.messages()[0].state == "done" and alone.channel.bodies()


def test_a_sweep_with_nothing_to_do_does_nothing(alone: Line) -> None:
    jobs.sweep()
    assert alone.channel.asked == []


def test_a_sweep_lets_go_what_waited_settles_what_is_unknown_and_seals_the_audit(alone: Line) -> None:
    alone.save(last_inbound_at=alone.app.now())
    text_id = alone.queue("REPLY")
    with alone.rows() as tx:
        outbox.claim(tx, text_id, (("test", "ok"),), alone.app.now())
    held = alone.queue("REPLY", due_at=alone.app.now() + timedelta(minutes=3))
    alone.text("i dont owe this")
    alone.forward(minutes=3)
    with alone.app.db.read() as tx:
        before = len(audit.rows(tx))
    jobs.sweep()
    assert alone.text_of(text_id).state == "refused" and alone.text_of(held).state == "sent"
    with alone.app.db.read() as tx:
        assert audit.many(tx) >= before > 0, "the rows that were there are linked"
        assert audit.verify(tx).ok


def test_a_sweep_sends_nudges_that_are_due_and_notes_that_they_left(alone: Line) -> None:
    jobs.plan_touches()
    jobs.drain()
    jobs.plan_touches()
    with alone.app.db.read() as tx:
        (row,) = outreach.touches.of_patient(tx, alone.patient_id)
    alone.clock.to(row.due_at)
    jobs.sweep()
    jobs.sweep()
    with alone.app.db.read() as tx:
        (row,) = outreach.touches.of_patient(tx, alone.patient_id)
    assert row.state == "sent" and [text.cls for text in alone.texts()][-1] == "NUDGE"


def test_jobs_done_twice_or_at_once_have_one_effect(own_line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    line = own_line
    monkeypatch.setattr(jobs, "app", lambda: line.app)
    monkeypatch.setattr(jobs, "LINGER_S", 0.05)
    line.model.intents[BALANCE] = "check_balance"
    for _ in range(3):
        line.text(BALANCE, sender=a_number())
    line.text(BALANCE)
    at_once(jobs.drain, jobs.drain, jobs.sweep, jobs.plan_touches)
    jobs.drain()
    asks = [body for body in line.channel.bodies() if "Is it you" in body]
    assert len(asks) == 4 and len(set(line.channel.asked)) == len(line.channel.asked)


def test_a_drain_waits_for_a_pace_that_ends_soon(alone: Line) -> None:
    with alone.rows() as tx:
        people.update_sender(tx, alone.sender_id, per_minute=600)
    alone.save(last_inbound_at=alone.app.now())
    ids = [alone.queue("REPLY") for _ in range(4)]

    class Moving:
        def __init__(self, began: Any) -> None:
            self.began, self.at = began, time.monotonic()

        def now(self) -> Any:
            return self.began + timedelta(seconds=time.monotonic() - self.at)

    app = type(alone.app)(**{**alone.app.__dict__, "clock": Moving(alone.app.now())})
    took = quickly(app)
    assert [alone.text_of(text_id).state for text_id in ids] == ["sent"] * 4 and took >= 0.3


def test_a_sender_whose_day_is_used_up_keeps_no_worker_busy(alone: Line) -> None:
    with alone.rows() as tx:
        people.update_sender(tx, alone.sender_id, per_day=0)
    alone.save(last_inbound_at=alone.app.now())
    alone.queue("REPLY")
    assert quickly(alone.app) < 2, "the worker waits for midnight"


def test_a_text_that_waits_for_the_morning_keeps_no_worker_busy(alone: Line) -> None:
    alone.queue("REPLY", due_at=alone.app.now() + timedelta(hours=9))
    assert quickly(alone.app) < 2


def test_a_drain_ends_between_two_rows_when_asked_to_stop(alone: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    alone.save(last_inbound_at=alone.app.now())
    for _ in range(10):
        alone.queue("REPLY")
    monkeypatch.setattr(jobs, "stopping", lambda: len(alone.channel.asked) >= 3)
    jobs.drain()
    states = [text.state for text in alone.texts()]
    assert states.count("sent") == 3 and states.count("sending") == 0


def test_a_drain_ends_in_time_though_work_never_does(alone: Line) -> None:
    alone.save(last_inbound_at=alone.app.now())
    for _ in range(200):
        alone.queue("REPLY")
    began = time.monotonic()
    jobs.drain_all(alone.app, began + 0.2)
    assert time.monotonic() - began < 3 and alone.channel.asked


def test_senders_take_turns(alone: Line) -> None:
    """One practice's two thousand nudges do not keep another's reply waiting."""
    other = a_line(alone.app)
    alone.save(last_inbound_at=alone.app.now())
    other.save(last_inbound_at=other.app.now())
    for _ in range(60):
        alone.queue("REPLY")
    theirs = other.queue("REPLY")
    jobs.work_once(alone.app)
    assert other.text_of(theirs).state == "sent"
    assert [text.state for text in alone.texts()].count("queued") >= 30


def test_a_reply_is_sent_before_the_next_turn_is_taken(alone: Line) -> None:
    """Ten who wait are not all answered before the first gets the answer."""
    numbers = [a_number() for _ in range(10)]
    for number in numbers:
        alone.text(BALANCE, sender=number)
        alone.forward(seconds=1)
    done = []
    take = jobs.turn.take

    def watching(app: App, talk: int) -> Any:
        done.append(len(alone.channel.taken))
        return take(app, talk)

    jobs.turn.take = watching  # type: ignore[assignment]
    try:
        jobs.work_once(alone.app)
    finally:
        jobs.turn.take = take  # type: ignore[assignment]
    assert done == list(range(10))


def test_a_burst_that_is_not_over_is_not_taken(alone: Line) -> None:
    app = type(alone.app)(**{**alone.app.__dict__, "settings": type(alone.app.settings)(
        **{**alone.app.settings.__dict__, "burst_wait_s": 2.0})})  # fmt: skip
    accept(app, alone.inbound("hi"))
    assert not jobs.work_once(app)
    alone.forward(seconds=2)
    assert jobs.work_once(app)


def test_a_claim_that_was_left_behind_runs_out(alone: Line) -> None:
    alone.text(BALANCE)
    with alone.rows() as tx:
        assert talks.due(tx, alone.app.now(), 10)
    assert not jobs.work_once(alone.app), "two workers at one talk"
    alone.forward(seconds=31)
    assert jobs.work_once(alone.app) and alone.channel.bodies()
