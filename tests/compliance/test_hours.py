"""When texts may arrive: tables T4 and T5, what patients said (F1), the practice's own window and days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.cadence import next_touch
from bot.gate import check
from flows.policy_terms import BadPolicy, read
from flows.values import ContactPrefs, Drop, GateFacts, Sent, Touch
from tests.bot.gate_cases import MORNING, NY, facts, judged, moment, said, text
from tests.compliance.labels import row, shows

NEW_YORK = ZoneInfo("America/New_York")
GAP, SPLIT_AZ, ALASKA = "+18505550123", "+19285550123", "+19075550123"


@pytest.mark.parametrize(
    ("at", "verdict"),
    [
        row("T4.a", "2026-11-23T14:00:00Z", "send"),
        row("T4.b", "2026-11-23T13:59:59Z", "hold 2026-11-23T14:00:00Z"),
        row("T4.c", "2026-11-24T00:59:59Z", "send"),
        row("T4.d", "2026-11-24T01:00:00Z", "hold 2026-11-24T14:00:00Z"),
        row("T4.e", "2026-03-07T13:30:00Z", "hold 2026-03-07T14:00:00Z"),
        row("T4.f", "2026-03-09T13:00:00Z", "send"),
        row("T4.g", "2026-11-22T17:00:00Z", "hold 2026-11-23T14:00:00Z"),
        row("T4.h", "2026-11-26T17:00:00Z", "hold 2026-11-27T14:00:00Z"),
    ],
)
def test_hours_of_a_number(at: str, verdict: str) -> None:
    assert judged(number=NY, at=moment(at))[0] == verdict


@pytest.mark.parametrize(
    ("number", "zip", "at", "verdict"),
    [
        row("T5.a", GAP, None, "2026-11-23T14:30:00Z", "hold 2026-11-23T15:00:00Z"),
        row("T5.b", GAP, None, "2026-11-24T01:00:00Z", "hold 2026-11-24T15:00:00Z"),
        row("T5.c", NY, "90012", "2026-11-23T16:30:00Z", "hold 2026-11-23T17:00:00Z"),
        row("T5.d", NY, "90012", "2026-11-24T01:30:00Z", "hold 2026-11-24T17:00:00Z"),
        row("T5.e", SPLIT_AZ, None, "2026-07-15T15:30:00Z", "hold 2026-07-15T16:00:00Z"),
        row("T5.f", SPLIT_AZ, None, "2026-07-16T02:00:00Z", "hold 2026-07-16T16:00:00Z"),
        row("T5.g", ALASKA, None, "2026-11-23T18:30:00Z", "hold 2026-11-23T19:00:00Z"),
        row("T5.h", "+18005550123", None, "2026-11-23T18:59:00Z", "hold 2026-11-23T19:00:00Z"),
        row("T5.i", "+16715550123", None, "2026-11-23T22:59:00Z", "hold 2026-11-23T23:00:00Z"),
        row("T5.j", "+17875550123", None, "2026-11-23T13:00:00Z", "send"),
    ],
)
def test_hours_of_a_place(number: str, zip: str | None, at: str, verdict: str) -> None:
    assert judged(number=number, zip=zip, at=moment(at))[0] == verdict


@shows("14.FL.1")
def test_14_fl_1_a_window_until_ten_is_refused_and_floridas_night_is_kept() -> None:
    with pytest.raises(BadPolicy):
        read({"quiet": {"end": "22:00"}})
    assert judged(number="+13055550123", at=moment("2026-11-24T02:00:00Z"))[0] == "hold 2026-11-24T14:00:00Z"


@shows("11.1")
def test_11_1_a_window_from_half_past_seven_is_refused() -> None:
    with pytest.raises(BadPolicy):
        read({"quiet": {"start": "07:30"}})


@shows("F1.1")
def test_f1_1_not_during_work_leaves_the_evening() -> None:
    """Nine to five is not wanted, so the practice's window shrinks to 17:00 to 20:00."""
    prefs = ContactPrefs(start=time(17), end=time(9))
    assert judged(at=MORNING, contact_prefs=prefs)[0] == "hold 2026-11-24T22:00:00Z"
    assert judged(at=moment("2026-11-25T00:59:59Z"), contact_prefs=prefs)[0] == "send"
    assert judged(at=moment("2026-11-25T01:00:00Z"), contact_prefs=prefs)[0] == "hold 2026-11-25T22:00:00Z"


def went(day0: date, told: GateFacts) -> list[date]:
    """The days on which each reminder goes, sent when it is due."""
    days: list[date] = []
    now, done = datetime(day0.year, day0.month, day0.day, 13, tzinfo=UTC), 0
    while isinstance(touch := next_touch(NY, day0, done, told, now), Touch):
        assert said(check(text(), told, touch.due)) == "send"
        days.append(touch.due.astimezone(NEW_YORK).date())
        now, done = touch.due, touch.number
        told = facts(sent=(*(told.sent or ()), Sent(touch.due, "NUDGE")), nudges_for_balance=len(days))
    return days


@shows("11.3")
def test_11_3_the_cadence_of_a_first_monday() -> None:
    assert went(date(2026, 11, 2), facts()) == [
        date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 23), date(2026, 12, 17), date(2027, 1, 2),
        date(2027, 2, 1),
    ]  # fmt: skip


@shows("F1.3")
def test_f1_3_wishes_that_leave_no_hour_drop() -> None:
    verdict = check(text(), facts(contact_prefs=ContactPrefs(start=time(21), end=time(8))), MORNING)
    assert isinstance(verdict, Drop) and verdict.reasons[0][0] == "contact_prefs"
