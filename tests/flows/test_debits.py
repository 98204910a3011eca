"""When an instalment is taken from a card: told first, never more or sooner than was told, three tries more at most."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.debits import (
    LATE,
    LEAST,
    RULES,
    SLACK,
    Announce,
    GiveUp,
    Later,
    Leave,
    Move,
    PutOff,
    Standing,
    Take,
    Told,
    Wait,
    coming,
    failures,
    part_of,
    retry_on,
    schedule,
    step,
)
from flows.money import ZERO, Money
from flows.policy import Autopay
from flows.script import PlanFacts

LIMITS = Autopay()
DAY, PART = date(2026, 4, 20), Money(8000)
NOW = Standing(DAY, DAY, PART, PART, LIMITS)
TOLD = Told("announced", PART, DAY, DAY - timedelta(days=3))
SOFT = Told("declined", PART, DAY + timedelta(days=3), DAY + timedelta(days=1), 1, DAY)


def on(days: int, **more: object) -> Standing:
    """So many days after the plan's day."""
    return replace(NOW, today=DAY + timedelta(days=days), **more)  # type: ignore[arg-type]


MOVES: dict[str, tuple[Told | None, Standing, Move]] = {
    "not yet": (None, on(-6), Wait()),
    "told three days before, and two for Sundays": (None, on(-5), Announce(PART, DAY)),
    "late, so later": (None, on(-1), Announce(PART, DAY + timedelta(days=4))),
    "another amount is told of ten days before": (None, on(-12, due=Money(5000)), Announce(Money(5000), DAY)),
    "and not sooner than that": (None, on(-13, due=Money(5000)), Wait()),
    "nothing is due": (None, on(0, due=ZERO), Wait()),
    "it was paid in another way": (TOLD, on(0, due=ZERO), Leave()),
    "told, and not its day yet": (TOLD, on(-1), Wait()),
    "the amount changed five days before": (
        TOLD, on(-5, due=Money(5000)), Announce(Money(5000), DAY + timedelta(days=7))
    ),
    "the notice has not come in time": (
        replace(TOLD, told_on=None), on(-2), Announce(PART, DAY + timedelta(days=3))
    ),
    "the notice may still come": (replace(TOLD, told_on=None), on(-3), Wait()),
    "its day": (TOLD, on(0), Take(PART, tuple((rule.name, rule.passed) for rule in RULES))),
    "two days late": (TOLD, on(2), Take(PART, tuple((rule.name, rule.passed) for rule in RULES))),
    "three days late": (TOLD, on(3), PutOff((("day", "It is another day than the patient was told"),))),
    "told two days before": (
        replace(TOLD, told_on=DAY - timedelta(days=2)), on(0), PutOff((("told", "The patient was not told in time"),))
    ),
    "never told": (replace(TOLD, told_on=None), on(0), PutOff((("told", "The patient was not told in time"),))),
    "another amount on the day itself": (
        TOLD, on(0, due=Money(5000)), PutOff((("amount", "It is another amount than the patient was told"),))
    ),
    "something holds it back": (
        TOLD, on(0, holds=frozenset({"dispute"})), PutOff((("no_hold", "Something holds this bill back"),))
    ),
    "it was ended": (
        TOLD, on(0, on=False),
        PutOff((("mandate_on", "The patient does not allow it any more, or the plan has ended"),)),
    ),
    "they are paying just now": (TOLD, on(0, paying=True), Wait((("alone", "Another payment is under way"),))),
    "put off while a hold stands": (
        replace(TOLD, state="put_off"), on(1, holds=frozenset({"dispute"})),
        Wait((("no_hold", "Something holds this bill back"),)),
    ),
    "told anew once it is lifted": (
        replace(TOLD, state="put_off"), on(9), Announce(PART, DAY + timedelta(days=14))
    ),
    "a letter is waited for": (replace(TOLD, state="letter"), on(9), Wait()),
    "refused, and not its next day yet": (SOFT, on(2), Wait()),
    "tried again on its day": (SOFT, on(3), Take(PART, tuple((rule.name, rule.passed) for rule in RULES))),
    "not tried again without having been told of it": (
        replace(SOFT, told_on=None), on(3),
        Later(DAY + timedelta(days=5), (("told", "The patient was not told in time"),)),
    ),
    "the last day is over": (
        replace(SOFT, day=DAY + timedelta(days=10), tries=3, told_on=None), on(10),
        GiveUp((("told", "The patient was not told in time"),)),
    ),
    "a hold comes between the tries": (
        SOFT, on(3, holds=frozenset({"dispute"})), PutOff((("no_hold", "Something holds this bill back"),))
    ),
    "after tries and a hold not before the ten days": (
        replace(SOFT, state="put_off"), on(4), Announce(PART, DAY + timedelta(days=11))
    ),
    "refused four times": (
        replace(SOFT, day=DAY + timedelta(days=10), tries=4), on(10),
        GiveUp((("tries", "The card was refused too often"),)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MOVES)
def test_what_is_done_today(name: str) -> None:
    told, now, move = MOVES[name]
    assert step(told, now) == move


def test_retries_are_three_on_days_3_5_and_10() -> None:
    told = SOFT
    days = []
    while (day := retry_on(told, told.day, LIMITS)) is not None:
        days.append((day - DAY).days)
        told = replace(told, day=day, tries=told.tries + 1)
    first = retry_on(replace(SOFT, day=DAY), DAY, LIMITS)
    assert first == DAY + timedelta(days=3) and days == [5, 10]
    assert retry_on(replace(SOFT, tries=4), DAY, LIMITS) is None and retry_on(TOLD, DAY, LIMITS) is None


def test_a_practice_may_try_less_often() -> None:
    once = replace(LIMITS, retry_max=1, retry_days=(4,))
    assert retry_on(replace(SOFT, tries=1), DAY, once) == DAY + timedelta(days=4)
    assert retry_on(replace(SOFT, tries=2), DAY, once) is None
    assert failures(replace(SOFT, day=DAY + timedelta(days=4), tries=2), on(4, limits=once))[0][0] == "tries"


PLAN = PlanFacts(1, "active", (Money(8001), Money(8000), Money(8000)), (date(2026, 3, 20), DAY, date(2026, 5, 20)))


@pytest.mark.parametrize(("paid", "owed", "n", "left"), [
    (0, 24001, 1, 8001), (3000, 21001, 1, 5001), (8001, 16000, 2, 8000), (7950, 16051, 2, 8000), (16001, 8000, 3, 8000),
    (0, 5000, 1, 5000), (24001, 0, None, 0), (0, 50, None, 0), (23950, 51, None, 0), (-500, 24501, 1, 8001),
])  # fmt: skip
def test_the_part_that_comes_next(paid: int, owed: int, n: int | None, left: int) -> None:
    part = part_of(replace(PLAN, paid=Money(paid)), Money(owed))
    assert (part.n if part else None) == n and (part.left.cents if part else 0) == left


def test_the_schedule_is_what_is_left_and_never_too_soon_to_be_told_of() -> None:
    early = schedule(PLAN, Money(24001), date(2026, 3, 1), LIMITS)
    assert early == tuple(zip(PLAN.days, PLAN.parts, strict=True))
    late = schedule(PLAN, Money(24001), date(2026, 3, 18), LIMITS)
    assert late[0] == (date(2026, 3, 23), Money(8001)) and late[1:] == early[1:]
    assert schedule(replace(PLAN, paid=Money(3000)), Money(21001), date(2026, 3, 1), LIMITS)[0][1] == Money(5001)
    assert schedule(PLAN, Money(10000), date(2026, 3, 1), LIMITS) == (
        (PLAN.days[0], Money(8001)), (PLAN.days[1], Money(1999)))  # fmt: skip
    assert schedule(PLAN, ZERO, date(2026, 3, 1), LIMITS) == ()


def test_by_the_week_each_is_told_of_once_the_one_before_is_taken() -> None:
    days = tuple(date(2026, 3, 2) + timedelta(days=7 * week) for week in range(3))
    weekly = PlanFacts(1, "active", (Money(8001), Money(8000), Money(8000)), days)
    taken = [day for day, _ in schedule(weekly, Money(24001), date(2026, 3, 2), LIMITS)]
    assert taken == [date(2026, 3, 7), date(2026, 3, 12), date(2026, 3, 17)]
    assert [day for day, _ in schedule(weekly, Money(24001), date(2026, 2, 20), LIMITS)] == list(days)


def test_the_next_that_is_still_ahead() -> None:
    late = coming(PLAN, Money(24001), date(2026, 3, 25))
    assert late is not None and (late.n, late.left) == (2, Money(8000)), "the first is late"
    on_time = coming(PLAN, Money(24001), PLAN.days[0])
    assert on_time is not None and on_time.n == 1
    assert coming(PLAN, Money(24001), date(2026, 6, 1)) is None
    assert coming(replace(PLAN, paid=Money(16001)), Money(8000), date(2026, 3, 25)) is not None


TOLDS = st.builds(
    Told, st.sampled_from(["announced", "declined", "put_off", "letter"]), st.integers(100, 20000).map(Money),
    st.dates(date(2026, 3, 1), date(2026, 6, 1)), st.none() | st.dates(date(2026, 3, 1), date(2026, 6, 1)),
    st.integers(0, 5), st.none() | st.dates(date(2026, 3, 1), date(2026, 6, 1)),
)  # fmt: skip
STANDINGS = st.builds(
    Standing, st.dates(date(2026, 3, 1), date(2026, 6, 1)), st.dates(date(2026, 3, 1), date(2026, 6, 1)),
    st.integers(100, 20000).map(Money), st.sampled_from([ZERO, Money(100), Money(5000), Money(8000)]), st.just(LIMITS),
    st.booleans(), st.sampled_from([frozenset(), frozenset({"dispute"})]), st.booleans(),
)  # fmt: skip


@settings(max_examples=600)
@given(TOLDS, STANDINGS, st.booleans(), st.booleans())
def test_nothing_is_taken_but_what_was_told_in_time(told: Told, now: Standing, same: bool, aligned: bool) -> None:
    """Said again in other words than the rules are: the agreed amount or ten days, three days, the named day."""
    if aligned:  # most random days and amounts lead nowhere near a charge
        told = replace(told, day=now.today, amount=now.due if now.due else told.amount)
        now = replace(now, agreed=now.due if same else now.agreed)
    move = step(told, now)
    if not isinstance(move, Take):
        return
    assert move.amount == told.amount == now.due > ZERO
    assert now.on and not now.holds and not now.paying
    assert told.day <= now.today <= told.day + timedelta(days=2)
    assert told.told_on is not None
    if told.tries:
        assert told.tries <= 3 and told.first_tried_on is not None
        assert now.today <= told.first_tried_on + timedelta(days=10)
    else:
        notice = 3 if told.amount == now.agreed else 10
        assert told.told_on + timedelta(days=notice) <= told.day


@settings(max_examples=600)
@given(st.none() | TOLDS, STANDINGS)
def test_what_is_told_leaves_time_to_say_no(told: Told | None, now: Standing) -> None:
    move = step(told, now)
    if isinstance(move, Announce):
        notice = 3 if now.due == now.agreed else 10
        assert move.amount == now.due >= LEAST and move.day >= now.day
        assert move.day >= now.today + timedelta(days=notice + SLACK)
    if isinstance(move, Later):
        assert told is not None and told.first_tried_on is not None
        assert now.today < move.day <= told.first_tried_on + timedelta(days=10)


def test_each_rule_names_its_law() -> None:
    assert all(rule.law and rule.passed and rule.failed for rule in RULES) and LATE == 2
    assert len({rule.name for rule in RULES}) == len(RULES)
