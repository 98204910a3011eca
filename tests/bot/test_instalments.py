"""A plan's payments as their days come: one notice before each, a person when one is late, an end when it stays so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot import collect, instalments
from flows.money import Money
from flows.script import Quote
from storage import consent, ledger, mandates, people, plans, quotes, tickets
from storage.texts import Text
from tests.bot.test_outreach import DENVER, days_pass, sent
from tests.lines import Line

PARTS = (Money(8001), Money(8000), Money(8000))
DAYS = (date(2026, 3, 20), date(2026, 4, 20), date(2026, 5, 20))


def agreed(line: Line, days: tuple[date, ...] = DAYS) -> int:
    """Maria has a plan of three payments."""
    now = line.app.now()
    with line.rows() as tx:
        terms = Quote(line.patient_id, ledger.balance(tx, line.patient_id), PARTS, days)
        row = quotes.add(tx, line.practice_id, None, terms, "plan", "plan.confirm", now, now + timedelta(days=2))
        return plans.start(tx, row, "active", now, "text")


def live(line: Line, days: int, each: Callable[[], object] = lambda: None) -> None:
    """So many days of timer and workers."""

    def look() -> None:
        instalments.look_all(line.app)
        each()

    days_pass(line, days, look)


def notices(line: Line) -> list[date]:
    """The days on which notices of a payment left."""
    return [day_of(text) for text in sent(line, "SERVICE")]


def day_of(text: Text) -> date:
    assert text.claimed_at is not None and text.key == "nudge.plan_due" and text.level == 0
    return text.claimed_at.astimezone(DENVER).date()


def state(line: Line, plan: int) -> str:
    with line.app.db.read() as tx:
        row = plans.by_id(tx, plan)
    assert row is not None
    return str(row.state)


def notes(line: Line) -> list[str]:
    with line.app.db.read() as tx:
        return [one.note for one in tickets.open_tickets(tx, line.practice_id) if one.note.startswith("plan:")]


def pays(line: Line, cents: int) -> None:
    collect.record(line.app, line.practice_id, line.patient_id, Money(cents))


def test_each_payment_is_told_of_once_three_days_before(own_line: Line) -> None:
    line = own_line
    plan = agreed(line)

    def in_time() -> None:
        today = line.app.now().astimezone(DENVER).date()
        with line.app.db.read() as tx:
            paid = tx is not None and 24001 - ledger.balance(tx, line.patient_id).cents
        due = sum(part.cents for part, day in zip(PARTS, DAYS, strict=True) if day <= today)
        if due > paid:
            pays(line, due - paid)

    live(line, 95, in_time)
    assert notices(line) == [date(2026, 3, 17), date(2026, 4, 17), date(2026, 5, 18)], "May 17 is a Sunday"
    assert state(line, plan) == "completed" and sent(line) == [] and notes(line) == []


def test_by_the_week_the_next_is_told_of_though_one_is_in_its_days_of_grace(own_line: Line) -> None:
    agreed(own_line, (date(2026, 3, 13), date(2026, 3, 20), date(2026, 3, 27)))
    live(own_line, 19)
    assert notices(own_line) == [date(2026, 3, 10), date(2026, 3, 17)] and notes(own_line) == []
    live(own_line, 4)
    assert notes(own_line) == ["plan: payment 1 of 3 was due on Mar 13"]


def test_what_is_due_at_once_was_told_of_by_the_agreement(own_line: Line) -> None:
    line = own_line
    agreed(line, (date(2026, 3, 2), date(2026, 4, 1), date(2026, 5, 1)))
    live(line, 9)
    assert notices(line) == [] and notes(line) == [], "the link came with the yes"
    pays(line, 8001)
    live(line, 21)
    assert notices(line) == [date(2026, 3, 30)], "March 29 is a Sunday"


def test_who_paid_before_is_told_nothing(own_line: Line) -> None:
    agreed(own_line)
    pays(own_line, 16001)
    live(own_line, 60)
    assert notices(own_line) == []


def test_what_is_paid_between_plan_and_text_is_not_told_of(own_line: Line) -> None:
    line = own_line
    agreed(line)
    live(line, 14, lambda: None)
    with line.rows() as tx:
        collect.took(tx, line.app, line.practice_id, line.patient_id, Money(8001), "elsewhere")
    live(line, 6)
    assert notices(line) == []


def test_a_plan_that_a_card_pays_is_told_of_elsewhere(own_line: Line) -> None:
    line = own_line
    plan = agreed(line)
    with line.rows() as tx:
        card = mandates.add(tx, line.practice_id, line.patient_id, plan, "test_till", "", line.app.now())
        mandates.kept(tx, card, "p", "c", "m", "card", "4242")
        mandates.agree(tx, card, b"x", {}, line.app.now())
    live(line, 20)
    assert notices(line) == []


def test_a_late_payment_is_told_of_once_more_and_shown_to_a_person(own_line: Line) -> None:
    line = own_line
    plan = agreed(line)
    live(line, 28)
    assert notices(line) == [date(2026, 3, 17)] and notes(line) == [], "ten days of grace"
    live(line, 12)
    assert notices(line) == [date(2026, 3, 17), date(2026, 4, 1)] and state(line, plan) == "active"
    assert notes(line) == ["plan: payment 1 of 3 was due on Mar 20"]


def test_after_sixty_days_the_plan_has_ended_and_the_rest_is_due_as_before(own_line: Line) -> None:
    line = own_line
    plan = agreed(line)
    live(line, 77)
    assert state(line, plan) == "active"
    live(line, 4)
    assert state(line, plan) == "defaulted" and any("not made for long" in note for note in notes(line))
    live(line, 30)
    assert sent(line) != [], "reminders of the balance go on"


def test_a_hold_keeps_a_plan_from_ending(own_line: Line) -> None:
    line = own_line
    plan = agreed(line)
    live(line, 20)
    with line.rows() as tx:
        consent.add_hold(tx, line.practice_id, "dispute", line.app.now(), patient_id=line.patient_id)
    live(line, 80)
    assert state(line, plan) == "active" and notes(line) == []


def test_new_jersey_gives_sixty_days(own_line: Line) -> None:
    line = own_line
    agreed(line)
    with line.rows() as tx:
        patient = people.patient(tx, line.patient_id)
        practice = people.practice(tx, line.practice_id)
    assert instalments.grace(practice, patient) == 10
    assert instalments.grace(practice, replace(patient, zip="07030")) == 60


def test_a_balance_that_an_insurer_paid_completes_it(own_line: Line) -> None:
    line = own_line
    plan = agreed(line)
    with line.rows() as tx:
        ledger.adjust(tx, line.practice_id, line.patient_id, "test", "all", Money(24001), line.app.now())
    live(line, 2)
    assert state(line, plan) == "completed"


@pytest.mark.parametrize("outreach", ["paused", "off"])
def test_reminders_that_are_off_are_off(own_line: Line, outreach: str) -> None:
    line = own_line
    agreed(line)
    with line.rows() as tx:
        people.update_practice(tx, line.practice_id, outreach=outreach)
    live(line, 20)
    assert notices(line) == [] and sent(line, "CONSENT_CONFIRM") == []
