"""A reply whose figure, hour or proof changed before it left is replaced once, else it is a ticket (decision 20)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot import deliver
from flows.money import Money
from storage import ledger, people, plans, quotes
from storage.texts import Text
from tests.at_once import at_once
from tests.lines import Line, a_line

BALANCE, PLAN = "whats my balance", "can i pay it off in parts"
NIGHT = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)
"""21:00 in Denver: closed."""
MORNING = datetime(2026, 3, 3, 16, 0, tzinfo=UTC)


def asked(line: Line, body: str = BALANCE, intent: str = "check_balance", proved: bool = True) -> Text:
    """A question whose answer is queued and has not left: its first text. The channel forgets what was said before."""
    line.model.intents |= {body: intent}
    if proved:
        line.prove()
        line.channel.taken.clear()
    line.text(body)
    return line.text_of(line.take().texts[0])


def adjusted(line: Line, cents: int) -> None:
    with line.rows() as tx:
        ledger.adjust(tx, line.practice_id, line.patient_id, "test", f"{line.patient_id}:{cents}", Money(cents),
                      line.app.now())  # fmt: skip


def dispatch(line: Line) -> bool:
    return deliver.dispatch(line.app, line.sender_id)


def of(line: Line, text: Text) -> Text:
    return line.text_of(text.id)


def replacements(line: Line, text: Text) -> list[Text]:
    return [one for one in line.texts() if one.replaces == text.id]


# -- the figure --


def test_a_figure_that_changed_is_dropped_and_said_anew(line: Line) -> None:
    text = asked(line)
    assert text.quoted_cents == 24001
    adjusted(line, 10000)
    line.send()
    dropped = of(line, text)
    assert (dropped.state, dropped.verdict, dropped.reasons[0][0]) == ("dropped", "drop", "stale_amount")
    (instead,) = replacements(line, text)
    assert (instead.state, instead.cls, instead.quoted_cents) == ("sent", "REPLY", 14001)
    assert "$140.01" in instead.body and not any("$240.01" in body for body in line.channel.bodies())


def test_a_replacement_that_is_stale_too_becomes_a_ticket(line: Line) -> None:
    text = asked(line)
    adjusted(line, 10000)
    assert dispatch(line)
    adjusted(line, 2000)
    line.send()
    (instead,) = replacements(line, text)
    assert (instead.state, replacements(line, instead)) == ("dropped", [])
    assert line.tickets()["other"].note == "reply_not_sent"
    assert not any("140.01" in body for body in line.channel.bodies())


def test_a_figure_that_is_still_right_leaves_as_it_is(line: Line) -> None:
    text = asked(line)
    adjusted(line, 10000)
    adjusted(line, -10000)
    line.send()
    assert of(line, text).state == "sent" and replacements(line, text) == []


def test_a_balance_that_was_paid_meanwhile_is_thanked_for(line: Line) -> None:
    text = asked(line)
    adjusted(line, 24001)
    line.send()
    (instead,) = replacements(line, text)
    assert instead.state == "sent" and "$240.01" not in instead.body and "nothing" in instead.body


def test_the_open_question_is_asked_with_todays_figures(line: Line) -> None:
    """A plan's figures are made anew, and the open quote with them (decision 15)."""
    asked(line, PLAN, "request_plan")
    line.send()
    line.text("3")
    line.take()
    text = line.last()
    assert text.key == "plan.confirm"
    adjusted(line, 6001)
    line.send()
    instead = replacements(line, text)[-1]
    assert (of(line, text).state, instead.state) == ("dropped", "sent")
    with line.app.db.read() as tx:
        quote = quotes.open_quote(tx, line.patient_id, line.app.now())
    assert quote is None or quote.owed == Money(18000), "a yes would name figures of yesterday"
    line.say("1")
    with line.app.db.read() as tx:
        plan = plans.plan(tx, line.patient_id)
    assert plan is None or sum(part.cents for part in plan.parts) == 18000


def test_several_texts_of_one_turn_are_replaced_together_and_once(line: Line) -> None:
    """All of a late turn's texts are dropped; the answer is not said twice."""
    asked(line, PLAN, "request_plan", proved=True)
    line.send()
    line.model.intents |= {"and what do i owe": "check_balance", "ok": "affirm"}
    line.text("and what do i owe")
    line.take()
    late = [text for text in line.texts() if text.state == "queued"]
    adjusted(line, 10000)
    line.clock.to(NIGHT)
    line.send()
    line.clock.to(MORNING)
    line.send()
    fresh = [text for text in line.texts() if text.id > late[-1].id]
    assert {of(line, text).state for text in late} == {"dropped"}
    assert [text.key for text in fresh] == list(dict.fromkeys(text.key for text in fresh)), "said twice"


# -- the hour --


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_reply_that_missed_its_half_hour_waits_for_the_window(line: Line, lang: str) -> None:
    with line.rows() as tx:
        people.update_patient(tx, line.patient_id, lang=lang)
    line.clock.to(NIGHT)
    text = asked(line, proved=False)
    line.forward(minutes=31)
    line.send()
    assert (of(line, text).state, of(line, text).reasons[0][0]) == ("dropped", "quiet_hours")
    instead = replacements(line, text)
    assert {(one.state, one.due_at, one.lang) for one in instead} == {("queued", MORNING, lang)}
    assert "verify.ask" in [one.key for one in instead]
    line.send()
    assert line.channel.bodies() == []
    line.clock.to(MORNING)
    line.send()
    assert line.channel.bodies() == [one.body for one in instead]


def test_at_night_an_answer_within_half_an_hour_goes(line: Line) -> None:
    line.clock.to(NIGHT)
    text = asked(line, proved=False)
    line.forward(minutes=29)
    line.send()
    assert of(line, text).state == "sent"


def test_without_consent_a_late_reply_waits_for_the_window_all_the_same(line: Line) -> None:
    """A reply needs no consent: the patient wrote first."""
    other = a_line(line.app, patient={"consented": False, "risk_acked": False})
    other.clock.to(NIGHT)
    text = asked(other, proved=False)
    other.forward(days=1, hours=6)
    other.send()
    assert {one.due_at for one in replacements(other, text)} == {MORNING + timedelta(days=1)}


def test_after_a_nudge_a_late_reply_waits_for_the_window_and_not_for_the_gap(line: Line) -> None:
    with line.rows() as tx:
        people.update_patient(tx, line.patient_id, risk_ack_at=line.app.now())
    line.clock.to(NIGHT)
    text, staff = asked(line, proved=False), line.queue("STAFF")
    line.send()
    assert line.text_of(staff).state == "sent"
    line.text(BALANCE)
    line.take()
    text = line.last()
    line.forward(minutes=31)
    line.send()
    assert {one.due_at for one in replacements(line, text)} == {MORNING}


# -- proof --


def test_a_reply_whose_proof_has_lapsed_asks_for_proof_instead(line: Line) -> None:
    text = asked(line)
    assert text.level == 1
    line.forward(minutes=16)
    line.send()
    assert (of(line, text).state, of(line, text).reasons[0][0]) == ("dropped", "not_verified")
    assert not any("$240.01" in body for body in line.channel.bodies())
    instead = replacements(line, text)
    assert instead and {one.state for one in instead} == {"sent"} and instead[-1].level == 0


# -- what is never replaced --


def test_safety_always_goes(line: Line) -> None:
    line.text("i want to die")
    line.take()
    line.clock.to(NIGHT)
    line.send()
    assert line.last().state == "sent"


def test_a_reply_to_somebody_who_stopped_is_neither_replaced_nor_a_ticket(line: Line) -> None:
    text = asked(line)
    line.text("STOP")
    line.send()
    assert of(line, text).state == "dropped" and replacements(line, text) == []
    assert "other" not in line.tickets()


def test_a_reply_of_a_paused_practice_is_a_ticket(line: Line) -> None:
    text = asked(line)
    with line.rows() as tx:
        people.pause_practice(tx, line.practice_id, "test")
    line.send()
    assert of(line, text).state == "dropped" and line.tickets()["other"].note == "reply_not_sent"


def test_a_robot_is_answered_twenty_times_and_then_by_a_person(line: Line) -> None:
    """Fact sheet S9: the loop guard; what it stops is a ticket."""
    line.model.intents["hi"] = "greet"
    for _ in range(25):
        line.say("hi")
        line.forward(seconds=30)
    assert len(line.channel.bodies()) == 20
    assert line.tickets()["other"].note.splitlines()[0] == "reply_not_sent"


def test_two_workers_replace_a_late_reply_once(own_line: Line) -> None:
    line = own_line
    text = asked(line)
    adjusted(line, 10000)
    at_once(*[lambda: dispatch(line)] * 3)
    line.send()
    assert len(replacements(line, text)) == 1


def test_a_reply_never_vanishes(line: Line) -> None:
    """Whatever happens in between, each reply was sent, replaced, made a ticket, or was for somebody who stopped."""
    text = asked(line)
    adjusted(line, 1)
    line.clock.to(NIGHT)
    line.send()
    line.clock.to(MORNING)
    line.send()
    told = [one for one in line.texts() if one.id >= text.id and one.state == "sent"]
    assert told or "other" in line.tickets()
