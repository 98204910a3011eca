"""The gate's verdicts: the fact sheet's vectors and decision 26, one table a theme."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from bot.gate import CHANGED, RULES, acting, check, frequency, opening
from bot.gate.holds import STOPS
from flows.money import Money
from flows.values import ContactPrefs, Drop, HoldUntil, MessageClass, Outgoing, Send, Sent
from tests.bot.gate_cases import (
    LONG_AGO,
    MORNING,
    NIGHT,
    NY,
    TOLL_FREE,
    consent,
    facts,
    headline,
    hold,
    judged,
    moment,
    practice,
    said,
    sent,
    text,
)

MA, MN, NJ, FL, CANADA = "+16175550123", "+16125550123", "+12015550123", "+13055550123", "+14165550123"
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
CLASSES = [str(cls) for cls in MessageClass]
NEXT_9 = "hold 2026-11-24T14:00:00Z"


@pytest.mark.parametrize(
    ("id", "at", "verdict"),
    [
        ("T4a", "2026-11-23T14:00:00Z", "send"),
        ("T4b", "2026-11-23T13:59:59Z", "hold 2026-11-23T14:00:00Z"),
        ("T4c", "2026-11-24T00:59:59Z", "send"),
        ("T4d", "2026-11-24T01:00:00Z", "hold 2026-11-24T14:00:00Z"),
        ("T4e", "2026-03-07T13:30:00Z", "hold 2026-03-07T14:00:00Z"),
        ("T4f", "2026-03-09T13:00:00Z", "send"),
        ("T4g", "2026-11-22T17:00:00Z", "hold 2026-11-23T14:00:00Z"),
        ("T4h", "2026-11-26T17:00:00Z", "hold 2026-11-27T14:00:00Z"),
    ],
)
def test_hours_of_a_number(id: str, at: str, verdict: str) -> None:
    assert judged(at=moment(at))[0] == verdict


@pytest.mark.parametrize(
    ("id", "number", "zip", "at", "verdict"),
    [
        ("T5a", "+18505550123", None, "2026-11-23T14:30:00Z", "hold 2026-11-23T15:00:00Z"),
        ("T5b", "+18505550123", None, "2026-11-24T01:00:00Z", "hold 2026-11-24T15:00:00Z"),
        ("T5c", NY, "90012", "2026-11-23T16:30:00Z", "hold 2026-11-23T17:00:00Z"),
        ("T5d", NY, "90012", "2026-11-24T01:30:00Z", "hold 2026-11-24T17:00:00Z"),
        ("T5e", "+19285550123", None, "2026-07-15T15:30:00Z", "hold 2026-07-15T16:00:00Z"),
        ("T5f", "+19285550123", None, "2026-07-16T02:00:00Z", "hold 2026-07-16T16:00:00Z"),
        ("T5g", "+19075550123", None, "2026-11-23T18:30:00Z", "hold 2026-11-23T19:00:00Z"),
        ("T5h", TOLL_FREE, None, "2026-11-23T18:59:00Z", "hold 2026-11-23T19:00:00Z"),
        ("T5h open", TOLL_FREE, None, "2026-11-24T00:59:59Z", "send"),
        ("T5h shut", TOLL_FREE, None, "2026-11-24T01:00:00Z", "hold 2026-11-24T19:00:00Z"),
        ("T5h with ZIP", TOLL_FREE, "10001", "2026-11-23T14:00:00Z", "send"),
        ("unknown code", "+12995550123", None, "2026-11-23T18:59:00Z", "hold 2026-11-23T19:00:00Z"),
        ("T5i", "+16715550123", None, "2026-11-23T22:59:00Z", "hold 2026-11-23T23:00:00Z"),
        ("T5j", "+17875550123", None, "2026-11-23T13:00:00Z", "send"),
        ("FL", FL, None, "2026-11-24T02:00:00Z", "hold 2026-11-24T14:00:00Z"),
    ],
)
def test_hours_of_a_place(id: str, number: str, zip: str | None, at: str, verdict: str) -> None:
    assert judged(number=number, zip=zip, at=moment(at))[0] == verdict


def test_a_stated_zone_stands_alone() -> None:
    at = moment("2026-11-24T01:30:00Z")
    assert judged(at=at, zip="90012", stated_zone="America/Los_Angeles")[0] == "send"
    assert judged(at=MORNING, stated_zone="Mars/Olympus") == ("drop", "no_zone")


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        ("2026-07-03", True),  # Independence Day is a Saturday: its Friday is closed ...
        ("2026-07-04", True),  # ... and so is the Saturday itself
        ("2027-12-24", True),
        ("2027-12-25", True),
        ("2027-12-31", True),  # New Year's Day 2028 is a Saturday
        ("2026-10-12", True),
        ("2026-06-19", True),
        ("2026-11-27", False),
        ("2026-12-24", False),
    ],
)
def test_holidays_and_their_weekdays_are_closed(day: str, closed: bool) -> None:
    assert (judged(at=moment(f"{day}T16:00:00Z"))[0] != "send") == closed


def test_a_practice_may_set_its_window_inside_the_hard_limits_only() -> None:
    wide = practice({"quiet": {"start": "08:00", "end": "21:00"}})
    assert judged(at=moment("2026-11-24T13:00:00Z"), practice=wide)[0] == "send"
    assert judged(at=moment("2026-11-25T01:59:59Z"), practice=wide)[0] == "send"
    assert judged(at=moment("2026-11-25T02:00:00Z"), practice=wide)[0] == "hold 2026-11-25T13:00:00Z"
    usual = practice()
    wider = replace(usual.policy.quiet, start="00:00", end="23:59", hard_min="00:00", hard_max="23:59")
    unread = replace(usual, policy=replace(usual.policy, quiet=wider))
    assert judged(at=moment("2026-11-24T12:59:59Z"), practice=unread)[0] == "hold 2026-11-24T13:00:00Z"


# -- classes: which are exempt from what (fact sheet section 0, decision 26) --

AT_NIGHT = {
    "OPTOUT_CONFIRM": "send", "SAFETY": "send", "HELP": "send", "OTP": "send", "REPLY": "drop", "RECEIPT": NEXT_9,
    "SERVICE": NEXT_9, "NUDGE": NEXT_9, "CONSENT_CONFIRM": NEXT_9, "CONSENT_ASK": "drop", "STAFF": NEXT_9,
}  # fmt: skip


@pytest.mark.parametrize(("cls", "verdict"), AT_NIGHT.items())
def test_the_window_by_class(cls: str, verdict: str) -> None:
    fresh = {"confirm_sent_at": None} if cls == "CONSENT_CONFIRM" else {}
    assert judged(cls, at=NIGHT, opted_out_at=NIGHT, **fresh)[0] == verdict


@pytest.mark.parametrize(
    ("cls", "minutes", "verdict"),
    [("REPLY", 30, "send"), ("REPLY", 31, "drop"), ("STAFF", 30, "send"), ("STAFF", 31, NEXT_9), ("NUDGE", 1, NEXT_9)],
)
def test_answers_within_half_an_hour_go_at_night(cls: str, minutes: int, verdict: str) -> None:
    assert judged(cls, at=NIGHT, last_inbound_at=NIGHT - minutes * MINUTE)[0] == verdict


@pytest.mark.parametrize(("minutes", "verdict"), [(10, "send"), (10.02, NEXT_9)])
def test_a_receipt_goes_at_once_or_in_the_window(minutes: float, verdict: str) -> None:
    assert judged("RECEIPT", at=NIGHT, paid_at=NIGHT - timedelta(minutes=minutes))[0] == verdict


@pytest.mark.parametrize(
    ("source", "minutes", "verdict"),
    [("keyword", 5, "send"), ("web_form", 5, "send"), ("keyword", 5.02, NEXT_9), ("intake_form", 1, NEXT_9)],
)
def test_an_opt_in_is_confirmed_at_once_or_in_the_window(source: str, minutes: float, verdict: str) -> None:
    given = consent(source=source, at=NIGHT - timedelta(minutes=minutes))
    assert judged("CONSENT_CONFIRM", at=NIGHT, consent=given, confirm_sent_at=None)[0] == verdict


def test_a_consent_is_confirmed_once() -> None:
    assert judged("CONSENT_CONFIRM", confirm_sent_at=LONG_AGO) == ("drop", "confirm_once")


@pytest.mark.parametrize(
    ("state", "passing"),
    [
        ({"opted_out": True, "opted_out_at": MORNING}, {"SAFETY", "OPTOUT_CONFIRM"}),
        ({"practice": practice(paused=True)}, {"SAFETY", "OPTOUT_CONFIRM"}),
        ({"holds": (hold("tenant_paused"),)}, {"SAFETY", "OPTOUT_CONFIRM"}),
        ({"practice": practice(registered=False)}, {"SAFETY"}),
        ({"practice": practice(kind="collection_agency")}, {"SAFETY", "OPTOUT_CONFIRM"}),
        ({"consent": None}, {"SAFETY", "OPTOUT_CONFIRM", "HELP", "REPLY", "OTP", "RECEIPT"}),
        ({"holds": (hold("confidential_comm"),)}, {"SAFETY", "OPTOUT_CONFIRM", "HELP", "REPLY"}),
        ({"contact_prefs": ContactPrefs(channels=("mail",))}, {"SAFETY", "OPTOUT_CONFIRM", "HELP", "REPLY"}),
    ],
    ids=["opted out", "paused", "hold on all", "not registered", "agency", "no consent", "another way", "mail only"],
)
def test_what_goes_in_a_bad_state(state: dict[str, Any], passing: set[str]) -> None:
    usual = {"opted_out_at": MORNING, "zip": "20001", **state}
    went = {cls for cls in CLASSES if judged(cls, confirm_sent_at=None, **usual)[0] == "send"}
    asked = {"CONSENT_ASK"} if state == {"consent": None} else set()
    assert went == passing | asked


@pytest.mark.parametrize(
    "number", ["12125550123", "+1212555012", "+121255501234", "2125550123", "", "+12120550123", "+0441"]
)
def test_what_is_no_number_gets_nothing(number: str) -> None:
    went = {cls for cls in CLASSES if judged(cls, number=number, opted_out_at=MORNING)[0] == "send"}
    assert went == {"SAFETY"}
    assert judged(number=number)[1] == "number"


@pytest.mark.parametrize("number", [CANADA, "+442071234567", "+525512345678", "+18765550123", "+16005550123"])
def test_other_countries_get_nothing(number: str) -> None:
    assert judged(number=number) == ("drop", "country")
    assert judged("REPLY", number=number, last_inbound_at=MORNING) == ("drop", "country")


def test_a_landline_gets_answers_only() -> None:
    assert judged(landline=True) == ("drop", "landline")
    assert judged("REPLY", landline=True)[0] == "send"


# -- suppression (T6 to T10) --


def test_a_stop_while_a_nudge_waits_drops_it() -> None:
    assert judged()[0] == "send"
    assert judged(opted_out=True, opted_out_at=MORNING) == ("drop", "opted_out")


@pytest.mark.parametrize(
    ("seconds", "more", "verdict"),
    [
        (3, {}, "send"),
        (300, {}, "send"),
        (301, {}, "drop"),
        (360, {}, "drop"),
        (3, {"optout_confirmed": True}, "drop"),
        (3, {"sent": (sent("OPTOUT_CONFIRM", DAY, NIGHT),)}, "drop"),
        (3, {"sent": (sent("OPTOUT_CONFIRM", DAY, NIGHT), sent("CONSENT_CONFIRM", HOUR, NIGHT))}, "send"),
    ],
)
def test_an_opt_out_is_confirmed_once_and_soon_even_at_night(seconds: int, more: dict[str, Any], verdict: str) -> None:
    told = {"opted_out": True, "opted_out_at": NIGHT - timedelta(seconds=seconds), **more}
    assert judged("OPTOUT_CONFIRM", at=NIGHT, **told)[0] == verdict


def test_where_no_opt_out_is_told_the_last_inbound_is_the_stop() -> None:
    assert judged("OPTOUT_CONFIRM", last_inbound_at=MORNING - MINUTE)[0] == "send"
    assert judged("OPTOUT_CONFIRM", last_inbound_at=MORNING - 6 * MINUTE)[0] == "drop"
    assert judged("OPTOUT_CONFIRM")[0] == "drop"


@pytest.mark.parametrize(
    ("days", "lookup", "nudge", "reply"),
    [
        (59, None, "send", "send"),
        (59, "error", "send", "send"),
        (61, None, "send", "send"),
        (61, "no", "send", "send"),
        (61, "yes", "drop", "send"),
        (61, "error", "drop", "send"),
        (180, None, "send", "send"),
        (181, None, "drop", "send"),
        (181, "no", "send", "send"),
        (None, "error", "send", "send"),
    ],
)
def test_reassigned_numbers(days: int | None, lookup: str | None, nudge: str, reply: str) -> None:
    told = {"last_verified_at": None if days is None else MORNING - days * DAY, "lookup": lookup}
    assert judged(**told)[0] == nudge
    assert judged("REPLY", **told)[0] == reply


@pytest.mark.parametrize(
    ("days", "lookup", "lookups", "verdict"),
    [
        (60, None, True, "send"),
        (61, None, True, "hold 2026-11-24T16:00:00Z"),  # asked meanwhile, and looked at again
        (61, "no", True, "send"),
        (61, None, False, "send"),
        (None, None, True, "send"),
    ],
)
def test_a_nudge_waits_while_the_provider_is_asked_whose_number_it_is(
    days: int | None, lookup: str | None, lookups: bool, verdict: str
) -> None:
    seen = None if days is None else MORNING - days * DAY
    told = {"last_verified_at": seen, "lookup": lookup, "practice": practice(lookups=lookups)}
    assert judged(**told)[0] == verdict
    assert judged("REPLY", **told)[0] == "send"


def test_a_reassigned_number_gets_no_receipt_either() -> None:
    assert judged("RECEIPT", lookup="yes") == ("drop", "reassigned")


# -- holds (section 8) --

MORE = ("deceased", "bankruptcy", "attorney", "litigation", "wrong_number", "reassigned", "undeliverable",
        "assigned_to_agency")  # fmt: skip
NOBODY = ("wrong_number", "reassigned")
BEGUN = {"NUDGE", "SERVICE", "STAFF", "CONSENT_CONFIRM", "CONSENT_ASK"}


def stopped(name: str) -> set[str]:
    """The classes that a hold drops, by decision 26."""
    if name in ("opted_out", "tenant_paused"):
        return set(CLASSES) - {"SAFETY", "OPTOUT_CONFIRM"}
    if name == "confidential_comm":
        return set(CLASSES) - {"REPLY", "HELP", "SAFETY", "OPTOUT_CONFIRM"}
    if name == "part2":
        return {"NUDGE", "STAFF"}
    return BEGUN | ({"RECEIPT", "OTP"} if name in NOBODY else set()) if name in MORE else {"NUDGE"}


@pytest.mark.parametrize("name", STOPS)
def test_what_each_hold_stops(name: str) -> None:
    told = {"holds": (hold(name),), "zip": "20001", "opted_out_at": MORNING}
    dropped = set()
    for cls in CLASSES:
        confirmed = None if cls == "CONSENT_CONFIRM" else LONG_AGO
        verdict, rule = judged(cls, confirm_sent_at=confirmed, **told)
        assert verdict in ("send", "drop")
        if verdict == "drop":
            dropped.add(cls)
            assert rule == name or (name == "part2" and rule == "part2_staff")
    assert dropped == stopped(name)


@pytest.mark.parametrize("name", STOPS)
def test_a_hold_with_an_end_holds_until_the_first_good_moment_after_it(name: str) -> None:
    end = MORNING + 60 * DAY
    verdict = check(text(), facts(holds=(hold(name, end),)), MORNING)
    later = end + 2 * DAY if name == "promise_to_pay" else end
    assert isinstance(verdict, HoldUntil)
    assert later <= verdict.until <= later + 3 * DAY
    assert headline(verdict) == name


HOLDS = """
opted_out wrong_number reassigned undeliverable deceased bankruptcy attorney dispute gfe_dispute ins_appeal
insurance_pending charity_application hardship_pause confidential_comm minor confidential_minor part2 crisis_hold
emergency_hold abuse_review staff_waiting staff_takeover plan_current payment_underway paid below_minimum promise_to_pay
aged assigned_to_agency litigation legal_hold tenant_paused not_in_file import_difference nsa_protected not_first_party
suspicion
"""


def test_hold_names_are_the_agreed_ones() -> None:
    assert set(STOPS) == set(HOLDS.split())


def test_a_hold_that_ended_stops_nothing() -> None:
    assert judged(holds=(hold("hardship_pause", MORNING),))[0] == "send"
    assert judged(holds=(hold("hardship_pause", MORNING + timedelta(seconds=1)),))[0] == "hold 2026-11-24T15:00:01Z"


def test_a_promise_holds_until_two_days_after_its_date() -> None:
    friday_over = moment("2026-11-28T05:00:00Z")
    assert judged(holds=(hold("promise_to_pay", friday_over),)) == ("hold 2026-11-30T14:00:00Z", "promise_to_pay")


def test_one_hold_without_an_end_drops_what_another_would_hold() -> None:
    both = (hold("hardship_pause", MORNING + DAY), hold("dispute"))
    assert judged(holds=both) == ("drop", "dispute")
    twice = (hold("hardship_pause", MORNING + DAY), hold("hardship_pause"))
    assert judged(holds=twice) == ("drop", "hardship_pause")


def test_a_known_end_may_be_far_and_any_other_wait_is_fourteen_days() -> None:
    assert judged(holds=(hold("hardship_pause", MORNING + 200 * DAY),))[0].startswith("hold")
    patient = practice({"caps": {"min_gap_h": 15 * 24}})
    assert judged(practice=patient, sent=(sent("NUDGE", HOUR),)) == ("drop", "min_gap")
    assert judged(practice=patient, sent=(sent("NUDGE", 2 * DAY),))[0].startswith("hold")


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        ({"insurance_pending": True}, "insurance_pending"),
        ({"minor": True}, "minor"),
        ({"balance": Money(0)}, "paid"),
        ({"balance": Money(-500)}, "paid"),
        ({"balance": Money(1)}, "below_minimum"),
        ({"balance": Money(499)}, "below_minimum"),
        ({"oldest_service_date": date(2023, 11, 23)}, "aged"),
        ({"oldest_service_date": date(2024, 11, 23), "zip": "72201"}, "aged"),
        ({"oldest_service_date": date(2020, 2, 29)}, "aged"),
    ],
)
def test_facts_that_amount_to_a_hold(told: dict[str, Any], rule: str) -> None:
    assert judged(at=MORNING.replace(hour=18), **told) == ("drop", rule)
    assert judged("SERVICE", at=MORNING.replace(hour=18), **told)[0] == "send"


@pytest.mark.parametrize("told", [{"balance": Money(500)}, {"oldest_service_date": date(2023, 11, 24)}], ids=str)
def test_facts_that_just_do_not(told: dict[str, Any]) -> None:
    assert judged(**told)[0] == "send"


def test_a_bill_that_would_be_too_old_by_then_is_dropped() -> None:
    """Three years are over at midnight UTC, before the window opens again."""
    at = moment("2026-11-24T01:00:00Z") - timedelta(hours=2)
    old = date(2023, 11, 23)
    assert judged(at=at, oldest_service_date=old)[0] == "send"
    assert judged(at=at.replace(hour=13), oldest_service_date=old)[0] == "hold 2026-11-23T14:00:00Z"
    shut = practice({"quiet": {"start": "09:00", "end": "12:00"}})
    assert judged(at=at, oldest_service_date=old, practice=shut) == ("drop", "aged")


def test_new_jersey_wants_silence_while_an_appeal_is_pending() -> None:
    appeal = (hold("ins_appeal"),)
    assert judged(number=NJ, holds=appeal) == ("drop", "ins_appeal")
    assert judged("SERVICE", number=NJ, holds=appeal) == ("drop", "nj_ins_appeal")
    assert judged("SERVICE", holds=appeal)[0] == "send"


# -- protected records (H5) --


@pytest.mark.parametrize(
    ("cls", "told", "rule"),
    [
        ("NUDGE", {}, ""),
        ("NUDGE", {"to_guarantor": True}, "part2_guarantor"),
        ("NUDGE", {"to_guarantor": True, "guarantor_consent": True}, ""),
        ("RECEIPT", {"to_guarantor": True}, "part2_guarantor"),
        ("REPLY", {"to_guarantor": True}, ""),
        ("STAFF", {}, "part2_staff"),
        ("STAFF", {"last_inbound_at": MORNING}, "part2_staff"),
        ("NUDGE", {"practice": practice(program_name="Harbor Recovery Center")}, "part2_name"),
        ("NUDGE", {"practice": practice(program_name="Harbor Health")}, ""),
    ],
)
def test_protected_records(cls: str, told: dict[str, Any], rule: str) -> None:
    assert judged(cls, part2=True, **told)[1] == rule
    assert judged(cls, **told)[1] == ""


def test_protected_records_stay_at_level_0() -> None:
    assert judged("REPLY", level=1, part2=True, verified=True) == ("drop", "part2_level")
    assert judged("REPLY", level=1, holds=(hold("part2"),), verified=True) == ("drop", "part2_level")


# -- consent (T2, 5.2) --


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        (consent(), ""),
        (None, "no_consent"),
        (consent(scope=("appointments",)), "consent_scope"),
        (consent(scope=()), "consent_scope"),
        (consent(scope=("appointments", "billing")), ""),
        (consent("+12125550199"), "consent_number"),
    ],
)
@pytest.mark.parametrize("cls", ["NUDGE", "SERVICE", "STAFF"])
def test_consent(cls: str, given: Any, rule: str) -> None:
    assert judged(cls, consent=given)[1] == rule


def test_staff_may_answer_for_a_day_without_consent() -> None:
    assert judged("STAFF", consent=None, last_inbound_at=MORNING - DAY)[0] == "send"
    assert judged("STAFF", consent=None, last_inbound_at=MORNING - DAY - MINUTE) == ("drop", "no_consent")


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        ({"consent": None}, "no_consent"),
        ({"consent": consent("+12125550199")}, "consent_number"),
        ({"consent": consent(scope=())}, "consent_scope"),
        ({"zip": "20001", "days_past_due": 45}, "dc_econsent"),
        ({"zip": "11201", "days_past_due": 45}, "nyc_econsent"),
        ({"zip": "55401"}, "mn_opt_in"),
    ],
)
def test_what_staff_type_in_the_evening_needs_consent_by_the_morning(told: dict[str, Any], rule: str) -> None:
    inbound = NIGHT - 20 * HOUR
    assert judged("STAFF", at=NIGHT, last_inbound_at=inbound, **told) == ("drop", rule)
    assert judged("STAFF", at=NIGHT, last_inbound_at=NIGHT - 10 * HOUR, **told)[0].startswith("hold")


@pytest.mark.parametrize("cls", ["NUDGE", "SERVICE"])
def test_the_confirmation_goes_a_day_ahead(cls: str) -> None:
    assert judged(cls, confirm_sent_at=None) == ("drop", "confirm_first")
    assert judged(cls, confirm_sent_at=MORNING - 24 * HOUR)[0] == "send"
    assert judged(cls, confirm_sent_at=MORNING - 23 * HOUR) == ("hold 2026-11-24T16:00:00Z", "confirm_first")


@pytest.mark.parametrize(
    ("number", "zip", "days", "given", "rule"),
    [
        (NY, "20001", 45, consent(), "dc_econsent"),
        (NY, "20001", 30, consent(), ""),
        (NY, "20001", 45, consent(source="web_form"), ""),
        (NY, "20001", 45, consent(econsent=True), ""),
        ("+12025550123", None, 45, consent("+12025550123"), "dc_econsent"),
        (TOLL_FREE, None, 45, consent(TOLL_FREE), "dc_econsent"),  # nobody knows where: D.C.'s row
        ("+12995550123", None, 45, consent("+12995550123"), "dc_econsent"),
        (NY, "11201", 60, consent(source="verbal"), "nyc_econsent"),
        (NY, "11201", 60, consent(source="web_form"), ""),
        (NY, "11201", 30, consent(source="verbal"), ""),
        (NY, None, 60, consent(source="verbal"), ""),  # by ZIP only
        (NY, "11501", 60, consent(source="verbal"), ""),  # Mineola
        (NY, "11004", 60, consent(source="verbal"), "nyc_econsent"),
        (MN, None, 0, consent(MN), "mn_opt_in"),
        (MN, None, 0, consent(MN, source="keyword"), ""),
        (MN, None, 0, consent(MN, source="web_form"), ""),
        (MN, "10001", 0, consent(MN), ""),  # the ZIP goes before the area code
    ],
)
def test_what_states_want(number: str, zip: str | None, days: int, given: Any, rule: str) -> None:
    at = MORNING.replace(hour=20)
    assert judged(number=number, zip=zip, days_past_due=days, consent=given, at=at)[1] == rule
    assert judged("SERVICE", number=number, zip=zip, days_past_due=days, consent=given, at=at)[1] == rule


def test_new_york_citys_row_begins_in_september_2026() -> None:
    told = {"zip": "11201", "days_past_due": 60, "consent": consent(source="verbal")}
    assert judged(at=moment("2026-08-31T15:00:00Z"), **told)[0] == "send"
    assert judged(at=moment("2026-09-01T15:00:00Z"), **told) == ("drop", "nyc_econsent")


def test_massachusetts_wants_a_notice_by_mail() -> None:
    assert judged(number=MA, days_past_due=5) == ("drop", "ma_notice")
    assert judged(number=MA, days_past_due=5, ma_notice_sent_at=MORNING + DAY) == ("drop", "ma_notice")
    assert judged(number=MA, days_past_due=5, ma_notice_sent_at=MORNING)[0] == "send"
    assert judged(number=MA, days_past_due=1) == ("drop", "ma_notice")
    assert judged(number=MA, days_past_due=0)[0] == "send"
    assert judged(days_past_due=5)[0] == "send"


def test_consent_is_asked_for_in_dc_and_once_a_week() -> None:
    here = {"zip": "20001", "consent": None, "days_past_due": 45}
    assert judged("NUDGE", **here)[0] == "drop"
    assert judged("CONSENT_ASK", **here)[0] == "send"
    assert judged("CONSENT_ASK", **{**here, "zip": "10001"}) == ("drop", "consent_ask_dc")
    assert judged("CONSENT_ASK", number=TOLL_FREE, consent=None, at=MORNING.replace(hour=20))[0] == "send"
    asked = (sent("CONSENT_ASK", 6 * DAY),)
    assert judged("CONSENT_ASK", **here, sent=asked) == ("hold 2026-11-25T15:00:00Z", "consent_ask_week")
    assert judged("CONSENT_ASK", **here, sent=(sent("CONSENT_ASK", 7 * DAY),))[0] == "send"


# -- what the patient wants (F1, H6) --


def wants(start: str | None = None, end: str | None = None, days: tuple[str, ...] | None = None) -> ContactPrefs:
    return ContactPrefs(days=days, start=start and time.fromisoformat(start), end=end and time.fromisoformat(end))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("prefs", "verdict"),
    [
        (wants("17:00"), "hold 2026-11-24T22:00:00Z"),  # "don't text me during work": 17:00 to 20:00
        (wants("17:00", "09:00"), "hold 2026-11-24T22:00:00Z"),
        (wants(None, "10:00"), "hold 2026-11-25T14:00:00Z"),
        (wants(None, "10:01"), "send"),
        (wants(days=("wed",)), "hold 2026-11-25T14:00:00Z"),
        (wants(days=("thu",)), "hold 2026-12-03T14:00:00Z"),  # Thanksgiving in between
        (wants(days=("sun",)), "drop"),
        (wants(days=()), "drop"),
        (wants("20:00", "23:00"), "drop"),
        (wants("21:00", "08:00"), "drop"),
        (wants("12:00", "12:00"), "drop"),
        (wants("07:00", "09:30"), "hold 2026-11-25T14:00:00Z"),
    ],
)
def test_wishes(prefs: ContactPrefs, verdict: str) -> None:
    assert judged(contact_prefs=prefs)[0] == verdict
    assert judged("REPLY", contact_prefs=prefs, last_inbound_at=MORNING)[0] == "send"


@pytest.mark.parametrize(("cls", "waits"), [("NUDGE", True), ("SERVICE", True), ("STAFF", False), ("REPLY", False)])
def test_a_patient_without_time_today_is_reminded_another_day(cls: str, waits: bool) -> None:
    tomorrow = moment("2026-11-25T05:00:00Z")  # midnight in New York
    told = {"contact_prefs": ContactPrefs(not_before=tomorrow), "last_inbound_at": MORNING}
    assert judged(cls, **told) == (("hold 2026-11-25T14:00:00Z", "another_day") if waits else ("send", ""))
    assert judged(cls, at=tomorrow + 10 * HOUR, **told)[0] == "send"


def test_no_common_hour_of_far_places_drops() -> None:
    """Ten in the morning to noon never comes at once in New York and in Honolulu."""
    assert judged(number=TOLL_FREE, contact_prefs=wants("10:00", "12:00"))[0] == "drop"


def test_other_channels_than_texts() -> None:
    assert judged(contact_prefs=ContactPrefs(channels=("mail", "phone"))) == ("drop", "channel")
    assert judged(contact_prefs=ContactPrefs(channels=())) == ("drop", "channel")
    assert judged(contact_prefs=ContactPrefs(channels=("sms",)))[0] == "send"


# -- frequency (5.1) --

MON = moment("2026-11-30T15:00:00Z")


@pytest.mark.parametrize(
    ("ago", "verdict"),
    [
        ((48 * HOUR,), "send"),
        ((47 * HOUR,), "hold 2026-11-24T16:00:00Z"),
        ((3 * DAY, 5 * DAY), "hold 2026-11-27T14:00:00Z"),  # the eighth day is Thanksgiving; Friday opens at 9
        ((3 * DAY, 7 * DAY), "send"),
        ((3 * DAY, 7 * DAY - MINUTE), "hold 2026-11-24T15:01:00Z"),
        ((8 * DAY, 9 * DAY, 10 * DAY), "send"),
    ],
)
@pytest.mark.parametrize("cls", ["NUDGE", "SERVICE", "STAFF", "CALL"])
def test_caps_hold(ago: tuple[timedelta, ...], verdict: str, cls: str) -> None:
    assert judged(sent=tuple(sent(cls, one) for one in ago))[0] == verdict


def test_two_in_a_week_then_the_next_monday() -> None:
    """Fact sheet 5.1: Monday 10:00, Wednesday 10:01, then Friday waits until Monday 10:00."""
    monday = sent("NUDGE", timedelta(0), moment("2026-11-30T15:00:00Z"))
    wednesday = moment("2026-12-02T15:01:00Z")
    assert judged(at=wednesday, sent=(monday,))[0] == "send"
    both = (monday, sent("NUDGE", timedelta(0), wednesday))
    assert judged(at=moment("2026-12-04T15:02:00Z"), sent=both) == ("hold 2026-12-07T15:00:00Z", "per_7_days")


@pytest.mark.parametrize("cls", ["REPLY", "RECEIPT", "OTP", "HELP", "SAFETY", "OPTOUT_CONFIRM", "CONSENT_CONFIRM"])
def test_answers_do_not_count(cls: str) -> None:
    assert judged(sent=tuple(sent(cls, hours * HOUR) for hours in range(1, 9)))[0] == "send"


def test_answers_of_staff_do_not_count_and_other_texts_of_staff_do() -> None:
    assert judged(sent=(sent("STAFF", HOUR, reply=True),))[0] == "send"
    assert judged(sent=(sent("STAFF", HOUR),))[0].startswith("hold")
    assert judged("STAFF", sent=(sent("NUDGE", HOUR),))[0].startswith("hold")
    assert judged("STAFF", sent=(sent("NUDGE", HOUR),), last_inbound_at=MORNING)[0] == "send"


@pytest.mark.parametrize("cls", ["REPLY", "RECEIPT", "OTP", "HELP", "SAFETY", "CONSENT_CONFIRM"])
def test_answers_are_not_capped(cls: str) -> None:
    many = tuple(sent("NUDGE", hours * HOUR) for hours in range(1, 9))
    assert judged(cls, sent=many, confirm_sent_at=None)[0] == "send"


def test_asking_for_consent_keeps_the_gap_only() -> None:
    here = {"zip": "20001"}
    assert judged("CONSENT_ASK", **here, sent=(sent("NUDGE", 47 * HOUR),)) == ("hold 2026-11-24T16:00:00Z", "min_gap")
    assert judged("CONSENT_ASK", **here, sent=(sent("NUDGE", 3 * DAY), sent("NUDGE", 5 * DAY)))[0] == "send"
    assert judged(**here, sent=(sent("CONSENT_ASK", 3 * DAY), sent("NUDGE", 5 * DAY)))[0] == "send"
    assert judged(**here, sent=(sent("CONSENT_ASK", 47 * HOUR),)) == ("hold 2026-11-24T16:00:00Z", "min_gap")


def test_a_looser_cap_is_still_two_in_massachusetts_and_new_york_city() -> None:
    loose = practice({"caps": {"per_7d": 5, "min_gap_h": 1}, "admin_note": "agreed with counsel"})
    two = tuple(sent("NUDGE", days * DAY) for days in (1, 2))
    notice = {"ma_notice_sent_at": LONG_AGO}
    assert judged(practice=loose, sent=two)[0] == "send"
    assert judged(practice=loose, sent=two, number=MA, **notice)[1] == "per_7_days"
    assert judged(practice=replace(loose, state="MA"), sent=two)[1] == "per_7_days"
    assert judged(practice=loose, sent=two, zip="11201")[1] == "per_7_days"


def test_a_looser_cap_is_five_in_dc_and_where_the_state_is_unknown() -> None:
    loose = practice({"caps": {"per_7d": 7, "min_gap_h": 1}, "admin_note": "agreed with counsel"})
    five = tuple(sent("NUDGE", days * DAY) for days in range(1, 6))
    assert judged(practice=loose, sent=five)[0] == "send"
    assert judged(practice=loose, sent=five, zip="20001")[1] == "per_7_days"
    assert judged(practice=loose, sent=five, number=TOLL_FREE, at=MORNING.replace(hour=20))[1] == "per_7_days"
    assert judged(practice=loose, sent=five[1:], zip="20001")[0] == "send"


def test_one_a_day_is_a_calendar_day() -> None:
    often = practice({"caps": {"min_gap_h": 1, "per_7d": 7}, "admin_note": "agreed"})
    assert judged(practice=often, sent=(sent("NUDGE", HOUR),)) == ("hold 2026-11-25T14:00:00Z", "per_day")


def test_a_day_of_25_hours_is_one_day() -> None:
    midnight_30, later = moment("2026-11-01T00:30:00-04:00"), moment("2026-11-01T23:30:00-05:00")
    often = practice({"caps": {"per_7d": 9, "min_gap_h": 1}, "admin_note": "agreed"})
    found = frequency.daily(text(), facts(practice=often, sent=(Sent(midnight_30, "NUDGE"),)), later)
    assert found is not None and found.until == moment("2026-11-02T00:00:00-05:00")
    assert judged(practice=often, sent=(sent("NUDGE", 20 * HOUR),))[0] == "send"


def test_a_cap_of_none_drops() -> None:
    assert judged(practice=practice({"caps": {"per_7d": 0}})) == ("drop", "per_7_days")


@pytest.mark.parametrize(("count", "verdict"), [(5, "send"), (6, "drop"), (7, "drop")])
def test_six_reminders_of_a_balance_are_enough(count: int, verdict: str) -> None:
    assert judged(nudges_for_balance=count)[0] == verdict
    assert judged("SERVICE", nudges_for_balance=count)[0] == "send"


@pytest.mark.parametrize(("count", "verdict"), [(19, "send"), (20, "drop")])
def test_twenty_replies_an_hour_are_a_loop(count: int, verdict: str) -> None:
    assert judged("REPLY", replies_last_hour=count, last_inbound_at=MORNING)[0] == verdict
    assert judged("STAFF", replies_last_hour=count, last_inbound_at=MORNING)[0] == "send"


@pytest.mark.parametrize(("count", "verdict"), [(4, "send"), (5, "drop")])
def test_five_codes_a_day(count: int, verdict: str) -> None:
    codes = tuple(sent("OTP", (hours + 1) * HOUR) for hours in range(count))
    assert judged("OTP", sent=codes)[0] == verdict
    assert judged("OTP", sent=codes, at=MORNING + DAY)[0] == "send"


@pytest.mark.parametrize("cls", CLASSES)
def test_an_unread_text_holds_what_we_begin(cls: str) -> None:
    verdict = judged(cls, unread_inbound=True, opted_out_at=MORNING, zip="20001", confirm_sent_at=LONG_AGO)
    waits = cls in ("NUDGE", "SERVICE")
    assert (verdict == ("hold 2026-11-24T15:01:00Z", "unread_inbound")) == waits


# -- what it says of the balance, and of whom (F6, H3) --


def test_a_text_that_names_another_amount_than_today_is_stale() -> None:
    assert judged("REPLY", quoted_cents=24000)[0] == "send"
    assert judged("REPLY", quoted_cents=24001) == ("drop", "stale_amount")
    assert "stale_amount" in CHANGED


@pytest.mark.parametrize(
    ("cls", "level", "told", "rule"),
    [
        ("REPLY", 1, {"verified": True}, ""),
        ("REPLY", 1, {"verified": False}, "not_verified"),
        ("REPLY", 1, {"verified": False, "number_verified_at": MORNING}, "not_verified"),
        ("REPLY", 1, {"verified": True, "risk_ack": False}, "phi_level"),
        ("REPLY", 2, {"verified": True}, "phi_level"),
        ("REPLY", 1, {"verified": True, "minor": True}, "phi_level"),
        ("NUDGE", 1, {"number_verified_at": MORNING - 180 * DAY}, ""),
        ("NUDGE", 1, {"number_verified_at": MORNING - 181 * DAY}, "not_verified"),
        ("NUDGE", 1, {}, "not_verified"),
        ("NUDGE", 1, {"number_verified_at": MORNING, "risk_ack": False}, "phi_level"),
        ("NUDGE", 0, {"risk_ack": False}, ""),
        ("SAFETY", 1, {}, ""),
    ],
)
def test_levels(cls: str, level: int, told: dict[str, Any], rule: str) -> None:
    assert judged(cls, level=level, **told)[1] == rule


# -- web chat --


def test_in_the_browser_numbers_hours_and_caps_do_not_count() -> None:
    bad = {"opted_out": True, "consent": None, "practice": practice(registered=False), "replies_last_hour": 99}
    assert judged("REPLY", number="", channel="web", at=NIGHT, **bad)[0] == "send"
    assert judged("STAFF", number="", channel="web", at=NIGHT, **bad)[0] == "send"
    assert judged("REPLY", number="", channel="web", practice=practice(paused=True)) == ("drop", "tenant_paused")
    assert judged("REPLY", number="", channel="web", level=2, verified=True)[0] == "send"
    assert judged("REPLY", number="", channel="web", level=1, verified=True, risk_ack=False)[0] == "send"
    assert judged("REPLY", number="", channel="web", level=1) == ("drop", "not_verified")
    assert judged("REPLY", number="", channel="web", quoted_cents=1) == ("drop", "stale_amount")
    assert judged("NUDGE", number="", channel="web")[0] == "drop"


# -- the verdict as a whole --


def test_every_reason_is_told_and_the_first_in_order_is_the_headline() -> None:
    verdict = check(text(), facts(opted_out=True, consent=None, holds=(hold("dispute"),)), NIGHT)
    assert isinstance(verdict, Drop)
    assert [rule for rule, _ in verdict.reasons] == ["opted_out", "dispute", "no_consent", "quiet_hours"]


def test_of_several_holds_the_longest_is_the_headline() -> None:
    verdict = check(text(), facts(sent=(sent("NUDGE", HOUR, NIGHT),)), NIGHT)
    assert isinstance(verdict, HoldUntil)
    assert [rule for rule, _ in verdict.reasons][:2] == ["min_gap", "per_day"]
    assert said(verdict) == "hold 2026-11-27T14:00:00Z"  # 48 hours end on Thanksgiving
    assert ("quiet_hours", "2:00 at night in New York") in verdict.reasons


def test_words_are_a_receptionists() -> None:
    told = {at: check(text(), facts(), moment(at)).reasons[0][1] for at in (
        "2026-11-24T01:00:00Z", "2026-11-22T17:00:00Z", "2026-11-26T17:00:00Z", "2026-11-24T13:30:00Z",
        "2026-11-24T05:05:00Z")}  # fmt: skip
    assert list(told.values()) == [
        "8:00 in the evening in New York",
        "Sunday in New York",
        "Thanksgiving Day in New York",
        "8:30 in the morning in New York",
        "12:05 at night in New York",
    ]


def test_a_send_names_the_rules_that_were_asked() -> None:
    verdict = check(text(), facts(), MORNING)
    assert isinstance(verdict, Send)
    names = [rule for rule, _ in verdict.reasons]
    assert len(names) == len(set(names))
    assert {"holds", "no_consent", "quiet_hours", "per_7_days"} <= set(names)
    assert check(text("SAFETY"), facts(), MORNING).reasons


def test_every_rule_has_a_name_of_its_own_a_source_and_words() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.source and rule.holds_when and rule.classes


def test_what_staff_type_soon_after_an_inbound_is_a_reply() -> None:
    answered = acting(text("STAFF"), facts(last_inbound_at=MORNING - 30 * MINUTE), MORNING)
    assert (answered.cls, answered.reply) == (MessageClass.REPLY, True)
    assert acting(text("STAFF"), facts(), MORNING).cls is MessageClass.STAFF


def test_the_opening_for_a_late_reply() -> None:
    late = Outgoing(MessageClass.REPLY, NY)
    assert opening(late, facts(), NIGHT) == moment("2026-11-24T14:00:00Z")
    assert opening(late, facts(), MORNING) == MORNING
    assert opening(late, facts(contact_prefs=wants("17:00")), MORNING) == moment("2026-11-24T22:00:00Z")
    assert opening(late, facts(contact_prefs=wants(days=("sun",))), MORNING) is None
    assert opening(late, facts(stated_zone="Mars/Olympus"), MORNING) is None


def test_moments_in_any_zone_mean_the_same() -> None:
    here = MORNING.astimezone(tz=datetime(2026, 1, 1, tzinfo=UTC).astimezone().tzinfo)
    assert check(text(), facts(), here) == check(text(), facts(), MORNING)
