"""When reminders of a balance are due (fact sheet section 11, decision 22)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cadence import day_zero, next_touch
from bot.gate import check
from flows.policy import Policy
from flows.values import ContactPrefs, GateFacts, NoTouch, Send, Sent, Touch
from tests.bot.gate_cases import LONG_AGO, NY, facts, hold, moment, practice, sent, text

HERE = ZoneInfo("America/New_York")
MA = "+16175550123"
DAY0 = date(2026, 11, 2)
"""A Monday."""


def at(day: date, hour: int = 8) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=HERE).astimezone(UTC)


def local(touch: Touch | NoTouch) -> str:
    assert isinstance(touch, Touch), touch
    return f"{touch.number}: {touch.due.astimezone(HERE):%a %Y-%m-%d %H:%M}"


def reasons(touch: Touch | NoTouch) -> list[str]:
    assert isinstance(touch, NoTouch), touch
    return [rule for rule, _ in touch.reasons]


def after(day: int, done: int, hour: int = 8, **more: Any) -> Touch | NoTouch:
    """What is next, asked so many days after day 0."""
    return next_touch(NY, DAY0, done, facts(**more), at(DAY0 + timedelta(days=day), hour))


def play(day0: date, first: datetime, told: GateFacts, number: str = NY) -> list[datetime]:
    """Every reminder, where each goes when it is due."""
    went: list[datetime] = []
    now, done = first, 0
    while isinstance(touch := next_touch(number, day0, done, told, now), Touch):
        assert isinstance(check(text(number=number), told, touch.due), Send)
        went.append(touch.due)
        now, done = touch.due + timedelta(minutes=1), touch.number
        told = GateFacts(**{**vars(told), "sent": (*(told.sent or ()), Sent(touch.due, "NUDGE")),
                            "nudges_for_balance": len(went)})  # fmt: skip
    return went


def test_the_fact_sheets_days() -> None:
    """2026-11-02, 11-09, 11-23, 12-17; New Year is closed, so the Saturday; day 90 is a Sunday, so the Monday."""
    went = [moment.astimezone(HERE) for moment in play(DAY0, at(DAY0), facts())]
    assert [f"{moment:%Y-%m-%d %H:%M}" for moment in went] == [
        "2026-11-02 09:00", "2026-11-09 09:00", "2026-11-23 09:00", "2026-12-17 09:00", "2027-01-02 09:00",
        "2027-02-01 09:00"]  # fmt: skip


def test_after_the_last_day_staff_decide() -> None:
    assert reasons(after(95, 6)) == ["cadence_done"]
    assert reasons(after(95, 5)) == ["cadence_done"]  # day 90 was missed


@pytest.mark.parametrize(
    ("day", "done", "hour", "due"),
    [
        (0, 0, 8, "1: Mon 2026-11-02 09:00"),
        (0, 0, 15, "1: Mon 2026-11-02 15:00"),
        (0, 0, 22, "1: Tue 2026-11-03 09:00"),  # the day's window has closed; tomorrow's opens
        (1, 0, 8, "2: Mon 2026-11-09 09:00"),  # missed: not made up for
        (1, 1, 8, "2: Mon 2026-11-09 09:00"),
        (9, 1, 8, "3: Mon 2026-11-23 09:00"),
        (30, 0, 8, "4: Thu 2026-12-17 09:00"),  # three missed days come to one reminder, not to three
        (46, 1, 8, "5: Sat 2027-01-02 09:00"),
    ],
)
def test_missed_days_are_skipped(day: int, done: int, hour: int, due: str) -> None:
    assert local(after(day, done, hour)) == due


def test_a_moved_day_is_not_missed() -> None:
    """Day 90 is a Sunday: on the Monday the reminder is still to come."""
    assert local(after(91, 5, 10)) == "6: Mon 2027-02-01 10:00"
    assert reasons(after(92, 5)) == ["cadence_done"]


def test_the_gap_moves_a_reminder() -> None:
    call = sent("CALL", timedelta(0), at(DAY0 + timedelta(days=6), 12))
    assert local(after(6, 1, 13, sent=(call,))) == "2: Tue 2026-11-10 12:00"


def test_a_call_after_a_missed_day_does_not_revive_it() -> None:
    call = sent("CALL", timedelta(0), at(DAY0 + timedelta(days=9), 12))
    assert local(after(10, 1, sent=(call,))) == "3: Mon 2026-11-23 09:00"


def test_a_stop_condition_with_an_end_moves_it_and_two_never_come_at_once() -> None:
    until = at(DAY0 + timedelta(days=12))
    assert local(after(3, 1, holds=(hold("hardship_pause", until),))) == "2: Sat 2026-11-14 09:00"
    later = at(DAY0 + timedelta(days=21), 12)
    assert local(after(3, 1, holds=(hold("hardship_pause", later),))) == "3: Mon 2026-11-23 12:00"


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        ({"holds": (hold("dispute"),)}, "dispute"),
        ({"consent": None}, "no_consent"),
        ({"confirm_sent_at": None}, "confirm_first"),
        ({"opted_out": True}, "opted_out"),
        ({"nudges_for_balance": 6}, "max_nudges"),
        ({"stated_zone": "Mars/Olympus"}, "no_zone"),
    ],
)
def test_why_there_is_none(told: dict[str, Any], rule: str) -> None:
    assert rule in reasons(after(3, 1, **told))


def test_an_unread_text_is_no_reason_to_plan_nothing() -> None:
    assert local(after(3, 1, unread_inbound=True)) == "2: Mon 2026-11-09 09:00"


def test_when_all_is_done_a_reason_against_any_text_is_still_told() -> None:
    assert reasons(after(95, 6, opted_out=True))[0] == "opted_out"


def test_a_bill_that_will_be_too_old_by_then_gets_none() -> None:
    assert reasons(after(3, 1, oldest_service_date=date(2023, 11, 5)))[0] == "aged"


def test_a_notice_that_was_mailed_this_morning_opens_this_day_and_no_day_before() -> None:
    told = facts(MA, days_past_due=5, ma_notice_sent_at=at(DAY0, 10))
    assert local(next_touch(MA, DAY0, 0, told, at(DAY0, 12))) == "1: Mon 2026-11-02 12:00"
    assert local(next_touch(MA, DAY0 - timedelta(days=1), 0, told, at(DAY0, 12))) == "2: Mon 2026-11-09 09:00"


@pytest.mark.parametrize(
    ("called", "due"),
    [
        (at(date(2026, 11, 8), 12), "2: Tue 2026-11-10 12:00"),  # moved by a call, so it is not missed
        (at(date(2026, 11, 9), 0), "3: Mon 2026-11-23 09:00"),  # a call on the day itself is no excuse
    ],
)
def test_a_day_that_a_call_moved_is_not_missed(called: datetime, due: str) -> None:
    assert local(after(8, 1, sent=(Sent(called, "CALL"),))) == due


# -- the second notice, by day 45 --


@pytest.mark.parametrize(
    ("day0", "due"),
    [
        (date(2026, 11, 2), "4: Thu 2026-12-17 09:00"),  # day 45 is a Thursday
        (date(2026, 11, 5), "4: Sat 2026-12-19 09:00"),  # a Sunday: the day before
        (date(2026, 11, 10), "4: Thu 2026-12-24 09:00"),  # Christmas
        (date(2026, 10, 12), "4: Wed 2026-11-25 09:00"),  # Thanksgiving
    ],
)
def test_the_second_notice_is_planned_early_enough(day0: date, due: str) -> None:
    told = facts(nudges_for_balance=1, sent=(Sent(at(day0, 9), "NUDGE"),))
    touch = next_touch(NY, day0, 3, told, at(day0 + timedelta(days=30)))
    assert local(touch) == due


def test_the_first_and_the_third_may_move_past_it() -> None:
    day0 = date(2026, 11, 5)
    for nudges in (0, 2):
        touch = next_touch(NY, day0, 3, facts(nudges_for_balance=nudges), at(day0 + timedelta(days=30)))
        assert local(touch) == "4: Mon 2026-12-21 09:00"


def test_days_that_the_patient_does_not_want_bring_it_forward() -> None:
    monday = ContactPrefs(days=("mon",))
    told = facts(nudges_for_balance=1, contact_prefs=monday)
    assert local(next_touch(NY, DAY0, 3, told, at(DAY0 + timedelta(days=30)))) == "4: Mon 2026-12-14 09:00"


def test_the_last_day_that_is_in_time_may_be_today() -> None:
    told = facts(nudges_for_balance=1, contact_prefs=ContactPrefs(days=("mon",)))
    assert local(next_touch(NY, DAY0, 3, told, at(DAY0 + timedelta(days=42)))) == "4: Mon 2026-12-14 09:00"


def test_day_45_itself_is_in_time() -> None:
    told = facts(nudges_for_balance=1)
    touch = next_touch(NY, DAY0, 3, told, at(DAY0 + timedelta(days=30)))
    assert isinstance(touch, Touch) and touch.why == "day 45 of the cadence"
    late = replace(practice(), policy=replace(Policy(), cadence_days_from_first_statement=(0, 50)))
    touch = next_touch(NY, DAY0, 1, facts(nudges_for_balance=1, practice=late), at(DAY0 + timedelta(days=30)))
    assert local(touch) == "2: Thu 2026-12-17 09:00"
    assert isinstance(touch, Touch) and touch.why == "second notice by day 45"


def test_days_that_wait_too_long_on_the_way_back_are_passed_over() -> None:
    """Fridays only, and Christmas and New Year are Fridays: from Christmas Eve it is more than 14 days to January 8."""
    day0 = date(2026, 11, 13)
    told = facts(nudges_for_balance=1, contact_prefs=ContactPrefs(days=("fri",)))
    assert local(next_touch(NY, day0, 3, told, at(date(2026, 12, 18)))) == "4: Fri 2026-12-18 09:00"


def test_a_stop_condition_suspends_it() -> None:
    until = at(DAY0 + timedelta(days=47))
    told = facts(nudges_for_balance=1, holds=(hold("hardship_pause", until),))
    assert local(next_touch(NY, DAY0, 3, told, at(DAY0 + timedelta(days=30)))) == "4: Sat 2026-12-19 09:00"


def test_too_late_is_too_late() -> None:
    told = facts(nudges_for_balance=1, sent=(Sent(at(DAY0 + timedelta(days=44), 12), "NUDGE"),))
    assert local(next_touch(NY, DAY0, 3, told, at(DAY0 + timedelta(days=44), 13))) == "4: Fri 2026-12-18 12:00"


@settings(max_examples=60, deadline=None)
@given(
    offset=st.integers(0, 700),
    number=st.sampled_from([NY, "+18505550123", "+18005550123", "+16715550123", "+19075550123"]),
    days=st.sampled_from([None, ("mon", "tue"), ("thu", "sat")]),
)
def test_played_to_its_end(offset: int, number: str, days: tuple[str, ...] | None) -> None:
    """Any day 0, place and wish: the gate lets every one go, gaps are kept, the second is there by day 45."""
    day0 = date(2026, 3, 2) + timedelta(days=offset)
    told = facts(number, contact_prefs=ContactPrefs(days=days))
    went = play(day0, at(day0, 0), told, number)
    assert 1 <= len(went) <= 6
    assert went == sorted(went)
    assert all(later - earlier >= timedelta(hours=48) for earlier, later in pairwise(went))
    assert len(went) > 1
    assert went[1] < at(day0 + timedelta(days=47))


def test_a_practices_own_days() -> None:
    own = practice({"cadence_days_from_first_statement": [3, 30]})
    assert local(next_touch(NY, DAY0, 0, facts(practice=own), at(DAY0))) == "1: Thu 2026-11-05 09:00"


@pytest.mark.parametrize(
    ("statement", "imported", "confirmed", "day0"),
    [
        (date(2026, 10, 1), date(2026, 11, 2), "2026-10-01T15:00:00Z", date(2026, 11, 2)),
        (date(2026, 11, 10), date(2026, 11, 2), "2026-10-01T15:00:00Z", date(2026, 11, 10)),
        (None, date(2026, 11, 2), "2026-10-01T15:00:00Z", date(2026, 11, 2)),
        (date(2026, 10, 1), date(2026, 11, 2), "2026-11-02T15:00:00Z", date(2026, 11, 3)),
        (date(2026, 10, 1), date(2026, 11, 2), "2026-11-03T04:00:00Z", date(2026, 11, 3)),  # still the second, here
        (date(2026, 10, 1), date(2026, 11, 2), None, None),
    ],
)
def test_day_0(statement: date | None, imported: date, confirmed: str | None, day0: date | None) -> None:
    told = moment(confirmed) if confirmed else None
    assert day_zero(statement, imported, told, 24, "America/New_York") == day0


def test_facts_of_the_cases_are_old_enough() -> None:
    assert at(DAY0) - LONG_AGO > timedelta(days=30)
