"""The gate at its edges: the last moment that counts, the order of reasons, the words (found by tests/mutation)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from bot.gate import CHANGED, RULES, check, opening, words
from bot.gate.window import Window, of_patient, of_practice, opens, overlap
from flows.money import Money
from flows.policy import Policy, Quiet
from flows.values import ContactPrefs, HoldUntil, Outgoing, Verdict
from tests.bot.gate_cases import (
    MORNING,
    NIGHT,
    NY,
    consent,
    facts,
    hold,
    judged,
    moment,
    practice,
    sent,
    text,
)

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
LA, NJ = "+13105550123", "+12015550123"
NOWHERE = "Mars/Olympus"


def verdict(cls: str = "NUDGE", at: datetime = MORNING, **told: Any) -> Verdict:
    """On a text without a body to a number in New York."""
    return check(text(cls), facts(**told), at)


def rules(found: Verdict) -> list[str]:
    return [rule for rule, _ in found.reasons]


def words_of(rule: str, found: Verdict) -> str:
    return dict(found.reasons)[rule]


# -- words --


@pytest.mark.parametrize(
    ("hour", "said"),
    [(0, "12:00 at night"), (4, "4:00 at night"), (5, "5:00 in the morning"), (11, "11:00 in the morning"),
     (12, "12:00 in the afternoon"), (16, "4:00 in the afternoon"), (17, "5:00 in the evening"),
     (20, "8:00 in the evening"), (21, "9:00 at night"), (23, "11:00 at night")],
)  # fmt: skip
def test_the_parts_of_a_day(hour: int, said: str) -> None:
    assert words.clock(datetime(2026, 11, 24, hour)) == said


@pytest.mark.parametrize(
    ("zone", "said"), [("America/New_York", "New York"), ("America/Indiana/Knox", "Knox"), ("UTC", "UTC")]
)
def test_zones_are_told_by_their_city(zone: str, said: str) -> None:
    assert words.city(zone) == said


def test_a_shut_zone_is_named_and_not_an_open_one() -> None:
    told = check(text(number=LA), facts(LA, zip="10001"), MORNING)
    assert told.reasons[0] == ("quiet_hours", "7:00 in the morning in Los Angeles")


def test_the_end_of_a_hold_is_told_where_the_patient_is() -> None:
    end = moment("2026-12-05T04:00:00Z")
    assert words_of("hardship_pause", verdict(holds=(hold("hardship_pause", end),))) == (
        "The patient cannot pay at present; this ends on Friday, December 4")  # fmt: skip
    assert words_of("hardship_pause", verdict(holds=(hold("hardship_pause", end),), stated_zone=NOWHERE)) == (
        "The patient cannot pay at present; this ends on Saturday, December 5")  # fmt: skip
    assert words_of("dispute", verdict(holds=(hold("dispute"),))) == "The patient disputes this bill"


@pytest.mark.parametrize(
    ("cap", "said"),
    [(0, "None in 7 days is the limit"), (1, "One text or call in 7 days is the limit"),
     (2, "Two texts or calls in 7 days is the limit"), (3, "3 texts or calls in 7 days is the limit")],
)  # fmt: skip
def test_caps_are_told_in_words(cap: int, said: str) -> None:
    own = practice({"caps": {"per_7d": cap, "per_day": 7}, "admin_note": "agreed"})
    assert words_of("per_7_days", verdict(practice=own, sent=(sent("NUDGE", HOUR),) * 3)) == said


@pytest.mark.parametrize(
    ("prefs", "said"),
    [(ContactPrefs(start=time(17)), "The patient does not want texts at 10:00 in the morning"),
     (ContactPrefs(days=("wed",)), "The patient does not want texts on a Tuesday"),
     (ContactPrefs(days=("sun",)), "The patient's wishes leave no hour for texts")],
)  # fmt: skip
def test_wishes_are_told_in_words(prefs: ContactPrefs, said: str) -> None:
    assert words_of("contact_prefs", verdict(contact_prefs=prefs)) == said


def test_a_safety_reply_says_that_it_always_goes() -> None:
    assert verdict("SAFETY").reasons == (("always", "A safety reply always goes out"),)


# -- the order of reasons --


def test_holds_that_end_everything_come_first_and_what_is_owed_late() -> None:
    first = ("opted_out", "wrong_number", "reassigned", "undeliverable")
    told = verdict(holds=tuple(map(hold, (*first, "paid", "below_minimum", "dispute"))), lookup="error",
                   last_verified_at=MORNING - 90 * DAY, consent=None)  # fmt: skip
    assert rules(told) == [*first, "number_recheck", "dispute", "no_consent", "paid", "below_minimum"]


def test_nothing_owed_is_paid_and_not_also_below_the_minimum() -> None:
    assert rules(verdict(balance=Money(0))) == ["paid"]


def test_what_drops_comes_before_what_holds() -> None:
    told = verdict(at=NIGHT, nudges_for_balance=6, holds=(hold("hardship_pause", MORNING + DAY),))
    assert rules(told) == ["max_nudges", "hardship_pause", "quiet_hours"]


def test_what_comes_up_while_a_text_waits_is_told_as_later() -> None:
    late = verdict(at=moment("2026-11-24T23:00:00Z"), sent=(sent("NUDGE", 37.5 * HOUR),))
    assert isinstance(late, HoldUntil) and late.until == moment("2026-11-25T14:00:00Z")
    assert rules(late) == ["min_gap", "quiet_hours"]
    assert words_of("quiet_hours", late) == "then: 8:30 in the evening in New York"


def test_a_drop_to_come_is_told_with_what_it_waits_for() -> None:
    told = verdict(at=NIGHT, last_verified_at=NIGHT - 180 * DAY)
    assert rules(told) == ["number_recheck", "quiet_hours"]


def test_the_longest_wait_is_fourteen_days_to_the_minute() -> None:
    patient = practice({"caps": {"min_gap_h": 15 * 24}})
    assert verdict(practice=patient, sent=(sent("NUDGE", DAY),)) == HoldUntil(
        MORNING + 14 * DAY, (("min_gap", "The last text or call was less than 360 hours ago"),))  # fmt: skip
    told = verdict(practice=patient, sent=(sent("NUDGE", DAY - MINUTE),))
    assert words_of("min_gap", told) == (
        "The last text or call was less than 360 hours ago; that would be more than 14 days of waiting")  # fmt: skip


def test_rules_that_speak_against_an_answers_hour_figure_or_proof_only() -> None:
    assert {"quiet_hours", "contact_prefs", "stale_amount", "not_verified"} == CHANGED
    assert {rule.name for rule in RULES} > CHANGED


# -- consent --


@pytest.mark.parametrize("cls", ["NUDGE", "SERVICE"])
def test_only_staff_may_answer_without_consent(cls: str) -> None:
    assert judged(cls, consent=None, last_inbound_at=MORNING - HOUR) == ("drop", "no_consent")


def test_an_opt_in_of_this_very_moment_is_confirmed_and_none_of_the_future() -> None:
    fresh = {"at": NIGHT, "confirm_sent_at": None}
    assert judged("CONSENT_CONFIRM", consent=consent(source="keyword", at=NIGHT), **fresh)[0] == "send"
    assert judged("CONSENT_CONFIRM", consent=consent(source="keyword", at=NIGHT + MINUTE), **fresh)[0] != "send"
    assert judged("CONSENT_CONFIRM", consent=consent(source="keyword", at=NIGHT + 12 * HOUR), **fresh)[0] != "send"


# -- opt-outs and numbers that change hands --


@pytest.mark.parametrize(
    ("given", "before", "verdict"),
    [
        (consent(at=NIGHT - HOUR), (sent("OPTOUT_CONFIRM", DAY, NIGHT),), "send"),  # came back by a form in between
        (consent(at=NIGHT), (sent("OPTOUT_CONFIRM", DAY, NIGHT),), "send"),
        (consent(at=NIGHT - DAY), (sent("OPTOUT_CONFIRM", DAY, NIGHT),), "send"),
        (consent(at=NIGHT + HOUR), (sent("OPTOUT_CONFIRM", DAY, NIGHT),), "drop"),
        (consent(at=NIGHT - 2 * DAY), (sent("OPTOUT_CONFIRM", DAY, NIGHT),), "drop"),
        (None, (sent("NUDGE", DAY, NIGHT),), "send"),
    ],
)
def test_a_second_opt_out_is_confirmed_where_the_patient_came_back(given: Any, before: Any, verdict: str) -> None:
    told = {"opted_out": True, "opted_out_at": NIGHT, "consent": given, "sent": before}
    assert judged("OPTOUT_CONFIRM", at=NIGHT, **told)[0] == verdict


@pytest.mark.parametrize(
    ("days", "lookup", "asks", "verdict"),
    [
        (60, "error", False, "send"),
        (60, None, True, "send"),
        (61, None, True, "hold 2026-11-24T16:00:00Z"),
        (61, "no", True, "send"),
        (61, None, False, "send"),
        (181, None, True, "hold 2026-11-24T16:00:00Z"),
        (None, None, True, "send"),
    ],
)
def test_whose_number_it_is_must_be_asked(days: int | None, lookup: str | None, asks: bool, verdict: str) -> None:
    verified = None if days is None else MORNING - days * DAY
    assert judged(practice=practice(lookups=asks), last_verified_at=verified, lookup=lookup)[0] == verdict


def test_of_two_short_waits_the_longer_counts() -> None:
    told = {"practice": practice(lookups=True), "last_verified_at": MORNING - 61 * DAY, "unread_inbound": True}
    assert judged(**told) == ("hold 2026-11-24T16:00:00Z", "number_lookup")


def test_what_is_still_known_tonight_may_not_be_in_the_morning() -> None:
    assert judged(at=NIGHT, last_verified_at=NIGHT - 180 * DAY) == ("drop", "number_recheck")
    assert judged(at=NIGHT, last_verified_at=NIGHT - 179 * DAY)[0].startswith("hold")
    assert judged(at=NIGHT, level=1, number_verified_at=NIGHT - 180 * DAY) == ("drop", "not_verified")
    assert judged(at=NIGHT, level=1, number_verified_at=NIGHT - 179 * DAY)[0].startswith("hold")


# -- holds --


def test_old_bills_to_the_day() -> None:
    assert judged(oldest_service_date=date(2024, 11, 24), zip="72201")[0] == "send"
    leap = moment("2026-02-28T16:00:00Z")
    assert judged(at=leap, oldest_service_date=date(2024, 2, 29), zip="72201")[0] == "send"


def test_a_protected_record_is_protected_while_its_hold_lasts() -> None:
    told = {"to_guarantor": True}
    assert judged("OTP", part2=True, **told) == ("drop", "part2_guarantor")
    assert judged("SERVICE", holds=(hold("part2", MORNING + DAY),), **told) == ("drop", "part2_guarantor")
    assert judged("SERVICE", holds=(hold("part2", MORNING),), **told)[0] == "send"


def test_an_appeal_in_new_jersey_that_is_over_stops_nothing() -> None:
    assert judged("SERVICE", number=NJ, holds=(hold("ins_appeal", MORNING),))[0] == "send"
    assert judged("SERVICE", number=NJ, holds=(hold("ins_appeal", MORNING + HOUR),))[0] == "hold 2026-11-24T16:00:00Z"


def test_of_two_holds_of_one_name_the_later_end_counts() -> None:
    both = (hold("hardship_pause", MORNING + 2 * HOUR), hold("hardship_pause", MORNING + HOUR))
    assert judged(holds=both)[0] == "hold 2026-11-24T17:00:00Z"
    days = (hold("hardship_pause", MORNING + 9 * DAY), hold("hardship_pause", MORNING + DAY))
    assert words_of("hardship_pause", verdict(holds=days)).endswith("; this ends on Thursday, December 3")


# -- answers that have become late --


@pytest.mark.parametrize(("week", "day", "gap"), [(1, 9, 0), (9, 1, 0), (9, 9, 48)])
def test_an_answer_of_staff_that_had_to_wait_is_a_text_that_counts(week: int, day: int, gap: int) -> None:
    caps = {"per_7d": week, "per_day": day, "min_gap_h": gap}
    told = {"practice": practice({"caps": caps, "admin_note": "agreed"}), "last_inbound_at": MORNING,
            "sent": (sent("NUDGE", HOUR),)}  # fmt: skip
    assert judged("STAFF", **told)[0] == "send"
    waited = verdict("STAFF", holds=(hold("tenant_paused", MORNING + HOUR),), **told)
    assert isinstance(waited, HoldUntil) and waited.until > MORNING + 12 * HOUR


def test_a_receipt_at_once_needs_no_zone_and_a_later_one_does() -> None:
    told = {"paid_at": MORNING, "stated_zone": NOWHERE}
    assert judged("RECEIPT", **told)[0] == "send"
    assert judged("RECEIPT", holds=(hold("wrong_number", MORNING + HOUR),), **told) == ("drop", "no_zone")


# -- levels and proof --


def test_staffs_answer_may_rest_on_a_number_that_was_proved_and_a_bots_may_not() -> None:
    proved = {"level": 1, "number_verified_at": MORNING}
    assert judged("STAFF", last_inbound_at=MORNING, **proved)[0] == "send"
    assert judged("REPLY", last_inbound_at=MORNING, **proved) == ("drop", "not_verified")
    assert judged("STAFF", number="", channel="web", **proved) == ("drop", "not_verified")


def test_answers_may_name_days_and_doctors_at_level_0() -> None:
    assert judged("REPLY", body="Dr. Smith is in on Dec 1.")[0] == "send"
    assert judged(body=None, level=1, number_verified_at=MORNING)[0] == "send"


@pytest.mark.parametrize("cls", ["OTP", "RECEIPT"])
def test_codes_and_receipts_are_shown_in_the_browser_at_any_hour(cls: str) -> None:
    assert judged(cls, number="", channel="web", at=NIGHT)[0] == "send"


# -- wishes for another day --


@pytest.mark.parametrize("cls", ["NUDGE", "SERVICE"])
def test_another_day_is_another_day(cls: str) -> None:
    assert judged(cls, contact_prefs=ContactPrefs(not_before=MORNING))[0] == "send"
    assert judged(cls, contact_prefs=ContactPrefs(not_before=MORNING - DAY))[0] == "send"
    later = ContactPrefs(not_before=MORNING + HOUR)
    assert judged(cls, contact_prefs=later) == ("hold 2026-11-24T16:00:00Z", "another_day")


# -- how often --


@pytest.mark.parametrize("cls", ["NUDGE", "SERVICE", "STAFF"])
def test_what_is_capped(cls: str) -> None:
    two = (sent("NUDGE", 3 * DAY), sent("NUDGE", 5 * DAY))
    assert judged(cls, sent=two) == ("hold 2026-11-27T14:00:00Z", "per_7_days")


def test_the_gap_is_kept_from_the_last_and_not_from_the_first() -> None:
    assert judged(sent=(sent("NUDGE", 47 * HOUR), sent("NUDGE", 30 * DAY))) == ("hold 2026-11-24T16:00:00Z", "min_gap")
    asked = (sent("CONSENT_ASK", 6 * DAY), sent("CONSENT_ASK", 30 * DAY))
    assert judged("CONSENT_ASK", zip="20001", sent=asked) == ("hold 2026-11-25T15:00:00Z", "consent_ask_week")


def test_a_week_is_seven_calendar_days_too_where_one_of_them_has_25_hours() -> None:
    """Called at 0:30 on Saturday, October 31: 168 hours end at 23:30 on Friday, the seventh day half an hour later."""
    called = sent("CALL", 7 * DAY, moment("2026-11-07T04:30Z"))
    once = {"practice": practice({"caps": {"per_7d": 1}}), "sent": (called,)}
    assert rules(verdict(at=moment("2026-11-07T04:59Z"), **once)) == ["quiet_hours", "per_7_days"]
    assert rules(verdict(at=moment("2026-11-07T05:00Z"), **once)) == ["quiet_hours"]


def test_only_answers_of_staff_are_free() -> None:
    assert judged(sent=(sent("SERVICE", HOUR, reply=True),))[0].startswith("hold")


def test_five_codes_in_a_day_that_ends_now() -> None:
    codes = tuple(sent("OTP", hours * HOUR) for hours in (1, 2, 3, 4, 24))
    assert judged("OTP", sent=codes)[0] == "send"


def test_caps_are_asked_where_no_zone_is_known_too() -> None:
    assert "per_7_days" in rules(verdict(stated_zone=NOWHERE, sent=(sent("NUDGE", HOUR), sent("NUDGE", DAY))))


# -- windows --

ALL = frozenset(range(7))


@pytest.mark.parametrize(
    ("quiet", "spans"),
    [
        (Quiet("09:30", "19:45"), ((570, 1185),)),
        (Quiet("12:00", "12:00"), ()),
        (Quiet("13:00", "12:00"), ()),
        (Quiet("00:00", "23:59", hard_min="00:00", hard_max="23:59"), ((480, 1260),)),
        (Quiet("00:00", "23:59", hard_min="08:30", hard_max="20:30"), ((510, 1230),)),
    ],
)
def test_a_practices_window(quiet: Quiet, spans: tuple[tuple[int, int], ...]) -> None:
    assert of_practice(quiet) == Window(frozenset(range(6)), spans, holidays=True)


@pytest.mark.parametrize(
    ("prefs", "window"),
    [
        (ContactPrefs(), None),
        (ContactPrefs(start=time(17, 15)), Window(ALL, ((1035, 1440),), holidays=False)),
        (ContactPrefs(end=time(10, 1)), Window(ALL, ((0, 601),), holidays=False)),
        (ContactPrefs(start=time(21), end=time(8)), Window(ALL, ((0, 480), (1260, 1440)), holidays=False)),
        (ContactPrefs(start=time(21), end=time(0)), Window(ALL, ((1260, 1440),), holidays=False)),
        (ContactPrefs(start=time(12), end=time(12)), Window(ALL, (), holidays=False)),
        (ContactPrefs(days=("mon", "sun", "someday")), Window(frozenset((0, 6)), ((0, 1440),), holidays=False)),
    ],
)
def test_a_patients_window(prefs: ContactPrefs, window: Window | None) -> None:
    assert of_patient(prefs) == window


def test_a_patients_window_is_open_on_holidays() -> None:
    thanksgiving = date(2026, 11, 26)
    assert Window(ALL, ((0, 1440),), holidays=False).open_on(thanksgiving)
    assert not Window(ALL, ((0, 1440),), holidays=True).open_on(thanksgiving)


@pytest.mark.parametrize(
    ("days", "spans", "together"),
    [(ALL, ((540, 1200),), True), (ALL, ((1199, 1300),), True), (ALL, ((1200, 1300),), False),
     (ALL, ((0, 540),), False), (ALL, ((0, 541),), True), (ALL, ((0, 1440),), True), (ALL, (), False),
     (frozenset((6,)), ((0, 1440),), False), (frozenset((5,)), ((0, 1440),), True)],
)  # fmt: skip
def test_windows_that_are_ever_open_together(days: frozenset[int], spans: Any, together: bool) -> None:
    practices = of_practice(Quiet())
    assert overlap(practices, Window(days, spans, holidays=False)) == together
    assert overlap(Window(days, spans, holidays=False), practices) == together


def test_what_never_opens_is_never_in_sight() -> None:
    assert opens(Window(frozenset(), ((540, 1200),), holidays=True), ("America/New_York",), MORNING) is None
    never = practice()
    shut = replace(never, policy=replace(Policy(), quiet=Quiet(days=())))
    assert opening(Outgoing(text("REPLY").cls, NY), facts(practice=shut), MORNING) is None
    assert judged(practice=shut) == ("drop", "quiet_hours")


def test_an_hour_that_the_clocks_leave_out_is_no_opening() -> None:
    """2:30 on March 14, 2027, is what other days call 3:30, when this window has closed."""
    early = Window(ALL, ((150, 170),), holidays=False)
    assert opens(early, ("America/New_York",), moment("2027-03-14T07:00Z")) == moment("2027-03-15T06:30Z")


@pytest.mark.parametrize(
    ("at", "opens_at"),
    [("2026-10-31T15:00Z", "2026-11-03T00:00Z"), ("2026-09-16T15:00Z", "2026-11-03T00:00Z"),
     ("2026-09-15T15:00Z", None)],
)  # fmt: skip
def test_in_sight_is_what_opens_within_weeks(at: str, opens_at: str | None) -> None:
    """17 to 22 in New York and in Phoenix meets the practice's hours in both only when summer time is over."""
    wishes = facts(zip="85001", contact_prefs=ContactPrefs(start=time(17), end=time(22)))
    assert opening(text("REPLY"), wishes, moment(at)) == (moment(opens_at) if opens_at else None)


def test_moments_are_looked_at_in_utc() -> None:
    assert opening(text("REPLY"), facts(), NIGHT.astimezone(UTC)) == moment("2026-11-24T14:00:00Z")
