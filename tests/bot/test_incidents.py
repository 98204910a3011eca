"""A wrong number is an incident when texts went there: of low risk, or one for a person to judge (fact sheet H12)."""

from __future__ import annotations

from storage import incidents, tickets
from tests.lines import Line


def logged(line: Line) -> list[tuple[int, str]]:
    with line.rows() as tx:
        return [(one.level, one.state) for one in incidents.of_practice(tx, line.practice_id)]


def test_nothing_was_sent(line: Line) -> None:
    line.say("wrong number")
    assert logged(line) == []


def test_only_level_0_was_sent(line: Line) -> None:
    line.say("what do I owe", "check_balance")
    line.say("wrong number")
    assert logged(line) == [(0, "low_risk")]
    line.say("wrong number, I told you")
    assert len(logged(line)) == 1


def test_a_balance_was_sent_and_a_person_must_judge(line: Line) -> None:
    line.say("what do I owe", "check_balance")
    assert any("$" in said for said in line.prove())
    line.say("no conozco a Maria, numero equivocado")
    assert logged(line) == [(1, "to_review")]
    with line.rows() as tx:
        told = {ticket.reason: ticket.note for ticket in tickets.open_tickets(tx, line.practice_id)}
        mine = incidents.of_practice(tx, line.practice_id, "to_review")[0]
        closing = (tx, line.practice_id, mine.id, "staff:1", "Low probability: one balance.", line.app.now())
        assert incidents.close(*closing) and not incidents.close(*closing)
    assert told["complaint"] == "incident_to_review"
    assert logged(line) == [(1, "closed")]
