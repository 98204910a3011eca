"""Reminders stop where too many opt out or carriers filter too much, and go on when a person says so."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot import breaker, jobs, switches
from storage import audit, consent, people
from storage.watch import Day, day
from tests.lines import Line


@pytest.mark.parametrize(
    ("sent", "opted_out", "filtered", "why"),
    [
        (1000, 20, 0, ""),
        (1000, 21, 0, "opt_outs"),
        (150, 3, 0, ""),  # exactly 2 %
        (100, 3, 0, ""),  # 3 %, but so few are chance
        (100, 4, 0, "opt_outs"),
        (0, 4, 0, "opt_outs"),
        (1000, 0, 10, ""),
        (1000, 0, 11, "filtered"),
        (100, 0, 2, ""),
        (100, 0, 3, "filtered"),
        (300, 0, 3, ""),  # exactly 1 %
        (100, 4, 3, "opt_outs"),
    ],
)
def test_limits(sent: int, opted_out: int, filtered: int, why: str) -> None:
    assert breaker.tripped(Day(sent, opted_out, filtered)) == why


def practice(line: Line) -> people.Practice:
    with line.rows() as tx:
        return people.practice(tx, line.practice_id)


def opt_outs(line: Line, many: int, at: datetime | None = None, method: str = "text") -> None:
    with line.rows() as tx:
        for number in range(many):
            known = f"+1303556{number:04}"
            consent.suppress(tx, line.practice_id, known, method, at or line.app.now(), "test")


def test_too_many_opt_outs_pause_reminders_and_say_why(line: Line) -> None:
    opt_outs(line, 3)
    assert breaker.look(line.app) == 0
    opt_outs(line, 4)
    assert breaker.look(line.app) == 1
    assert (practice(line).outreach, practice(line).outreach_why) == ("paused", "opt_outs")
    assert breaker.look(line.app) == 0, "it is paused already"
    with line.rows() as tx:
        row = next(row for row in audit.rows(tx, line.practice_id) if row.action == "outreach_paused")
    assert (row.actor, row.data["opted_out"], row.data["sent"]) == ("breaker", 4, 0)


def test_a_person_goes_on_and_the_same_day_is_not_counted_again(line: Line) -> None:
    opt_outs(line, 4)
    breaker.look(line.app)
    line.forward(minutes=5)
    with line.rows() as tx:
        switches.outreach(tx, line.practice_id, "on", "staff:1", line.app.now())
    assert breaker.look(line.app) == 0
    assert practice(line).outreach_why == ""


def test_yesterday_and_what_the_provider_knew_before_us_do_not_count(line: Line) -> None:
    opt_outs(line, 9, line.app.now() - timedelta(hours=25))
    assert breaker.look(line.app) == 0
    with line.rows() as tx:
        for number in range(9):
            consent.suppress(tx, line.practice_id, f"+1303557{number:04}", "twilio", line.app.now(), "provider")
    assert breaker.look(line.app) == 0


def test_filtered_texts_count_and_answers_do_not(line: Line) -> None:
    with line.rows() as tx:
        assert day(tx, line.practice_id, line.app.now() - timedelta(hours=24)) == Day(0, 0, 0)
    line.save(last_inbound_at=line.app.now())
    line.queue("REPLY")
    line.send()
    with line.rows() as tx:
        assert day(tx, line.practice_id, line.app.now() - timedelta(hours=24)) == Day(0, 0, 0)


def test_the_sweep_looks(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "app", lambda: line.app)
    opt_outs(line, 4)
    jobs.sweep()
    assert practice(line).outreach == "paused"
