"""The checker finds each planted fault, and nothing in a history that is in order: when, opted out, held, and money."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from flows.money import Money
from flows.policy import DEFAULT
from storage import consent, ledger, people, promises
from tests.rows import NOW
from tests.simulation.checker import Violation, check, summary
from tests.simulation.story import AGO, BODIES, Story, at

HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
Tell = Callable[..., Story]


# -- in order --


def test_a_history_in_order(story: Story) -> None:
    story.left("NUDGE", NOW)
    story.says("what do i owe", NOW + HOUR)
    story.left("NUDGE", NOW + 2 * DAY)
    story.left("NUDGE", NOW + 7 * DAY)
    assert story.found(NOW + 30 * DAY) == []


def test_what_it_finds_names_rule_row_and_words(story: Story) -> None:
    late = story.left("NUDGE", at("2026-03-03", "05:00"))
    [one] = check(story.tx)
    assert (one.rule, one.row) == ("window", late) and "Mon 2026-03-02 22:00:00 in America/Denver" in one.words
    assert summary([one, Violation("window", 7, "")]) == "window 2" and summary([]) == "nothing"


def test_a_text_without_a_verdict_or_reasons(story: Story) -> None:
    story.edit(story.left("NUDGE", NOW), reasons=[])
    assert story.found() == ["verdict"]


def test_a_text_that_left_although_held(story: Story) -> None:
    story.edit(story.left("NUDGE", NOW), verdict="hold")
    assert story.found() == ["verdict"]


# -- the fact sheet's own rows of T4 and T5 --

ROWS = [
    ("+12125550123", None, "2026-11-23T14:00:00", True),
    ("+12125550123", None, "2026-11-23T13:59:59", False),
    ("+12125550123", None, "2026-11-24T00:59:59", True),
    ("+12125550123", None, "2026-11-24T01:00:00", False),
    ("+12125550123", None, "2026-03-07T13:30:00", False),
    ("+12125550123", None, "2026-03-09T13:00:00", True),
    ("+12125550123", None, "2026-11-22T17:00:00", False),
    ("+12125550123", None, "2026-11-26T17:00:00", False),
    ("+18505550123", None, "2026-11-23T14:30:00", False),
    ("+18505550123", None, "2026-11-24T01:00:00", False),
    ("+18505550123", None, "2026-11-23T15:00:00", True),
    ("+12125550123", "90012", "2026-11-23T16:30:00", False),
    ("+12125550123", "90012", "2026-11-23T17:00:00", True),
    ("+12125550123", "90012", "2026-11-24T01:30:00", False),
    ("+19285550123", None, "2026-07-15T15:30:00", False),
    ("+19285550123", None, "2026-07-15T16:00:00", True),
    ("+19285550123", None, "2026-07-16T02:00:00", False),
    ("+19075550123", None, "2026-11-23T18:30:00", False),
    ("+18005550123", None, "2026-11-23T18:59:00", False),
    ("+18005550123", None, "2026-11-23T19:00:00", True),
    ("+16715550123", None, "2026-11-23T22:59:00", False),
    ("+16715550123", None, "2026-11-23T23:00:00", True),
    ("+17875550123", None, "2026-11-23T13:00:00", True),
    ("+13055550123", None, "2026-11-24T02:00:00", False),
]

@pytest.mark.parametrize(("number", "zip_code", "utc", "open_"), ROWS)
def test_the_window_in_every_zone(tell: Tell, number: str, zip_code: str | None, utc: str, open_: bool) -> None:
    story = tell(number=number, zip=zip_code, confirmed=False, owes_cents=24001)
    now = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    story.consents(now - 5 * DAY, source="web_form")
    story.left("CONSENT_CONFIRM", now - 5 * DAY)
    story.left("NUDGE", now)
    assert story.found() == ([] if open_ else ["window"])


def test_a_stated_zone_alone_counts(tell: Tell) -> None:
    story = tell(number="+12125550123", zip="90012", zone="America/New_York", source="web_form")
    story.left("NUDGE", at("2026-03-02", "14:00"))
    assert story.found() == []
    story.change(zone="America/Nowhere")
    assert story.found() == ["window", "zone"], "then the union holds"


def test_a_window_of_the_practice_is_not_wider_than_the_law(tell: Tell) -> None:
    early = DEFAULT.__class__(quiet=DEFAULT.quiet.__class__(start="07:00", end="22:00"))
    story = tell(practice={"policy": early})
    story.left("NUDGE", at("2026-03-02", "15:00"))  # 8:00
    story.left("NUDGE", at("2026-03-05", "03:30"))  # 20:30
    assert story.found() == []
    story.left("NUDGE", at("2026-03-10", "13:59"))
    assert story.found() == ["window"]


@pytest.mark.parametrize("day", ["2026-07-03", "2026-07-04", "2026-06-19", "2027-12-31", "2026-10-12", "2026-11-11"])
def test_holidays_and_their_weekdays(tell: Tell, day: str) -> None:
    when = at(day)
    story = tell(confirmed=False)
    story.consents(when - 10 * DAY, source="web_form")
    story.left("CONSENT_CONFIRM", when - 10 * DAY)
    story.left("NUDGE", when)
    assert story.found() == ["window"]


@pytest.mark.parametrize(("after", "ok"), [(30 * 60, True), (30 * 60 + 1, False)])
def test_replies_at_night(story: Story, after: int, ok: bool) -> None:
    night = at("2026-03-03", "06:00")
    message = story.says("hello", night, answered=False)
    story.left("REPLY", night + timedelta(seconds=after), answers=message)
    assert story.found() == ([] if ok else ["window"])


def test_receipts_at_night(story: Story) -> None:
    night = at("2026-03-03", "06:00")
    paid = story.pays(1000, night)
    story.left("RECEIPT", night + 600 * SECOND, payment_id=paid)
    assert story.found() == []
    paid = story.pays(1000, night + HOUR)
    story.left("RECEIPT", night + HOUR + 601 * SECOND, payment_id=paid)
    assert story.found() == ["window"]


def test_confirmations_at_night(tell: Tell) -> None:
    night = at("2026-03-03", "06:00")
    story = tell(confirmed=False)
    story.consents(night, source="keyword")
    story.left("CONSENT_CONFIRM", night + 300 * SECOND)
    assert story.found() == []
    other = tell(confirmed=False, number="+17205550144")
    other.consents(night)
    other.left("CONSENT_CONFIRM", night + 300 * SECOND)
    assert other.found() == ["window"]


@pytest.mark.parametrize("cls", ["SAFETY", "HELP", "OTP"])
def test_what_goes_at_any_hour(story: Story, cls: str) -> None:
    story.left(cls, at("2026-03-03", "06:00"))
    assert story.found() == []


def test_a_number_abroad(tell: Tell) -> None:
    story = tell(number="+14165550123")
    assert story.found() == ["country"], "the confirmation was one too many already"


@pytest.mark.parametrize(("prefs", "ok"), [
    ({"days": ["tue"], "start": None, "end": None, "channels": None}, False),
    ({"days": None, "start": "17:00", "end": "20:00", "channels": None}, False),
    ({"days": None, "from": "09:00", "to": "10:00"}, False),
    ({"channels": ["mail"]}, False),
    ({"days": ["mon"], "start": "10:00", "end": "11:00", "channels": ["sms"]}, True),
])  # fmt: skip
def test_what_the_patient_wishes(story: Story, prefs: dict[str, Any], ok: bool) -> None:
    story.left("NUDGE", NOW)
    story.change(contact_prefs=prefs)
    story.notes("facts_changed", AGO + HOUR, f"patient:{story.maria}", was={"contact_prefs": {}})
    assert story.found() == ([] if ok else ["contact_prefs"])


# -- opt-outs --


@pytest.mark.parametrize("cls", ["NUDGE", "SERVICE", "REPLY", "HELP", "RECEIPT", "STAFF", "OTP", "CONSENT_CONFIRM"])
def test_nothing_goes_to_who_opted_out(story: Story, cls: str) -> None:
    story.stops(NOW)
    story.left(cls, NOW + HOUR)
    assert story.found() == ["opted_out"]


def test_safety_goes_to_who_opted_out(story: Story) -> None:
    story.stops(NOW)
    story.left("SAFETY", NOW + HOUR)
    assert story.found() == []


def test_another_practice_is_not_bound_by_it(tell: Tell) -> None:
    story = tell()
    story.stops(NOW)
    tell().left("NUDGE", NOW + HOUR)
    assert story.found() == []


def test_texts_go_again_after_start(story: Story) -> None:
    story.stops(NOW)
    consent.unsuppress(story.tx, story.practice, story.number, NOW + DAY)
    story.consents(NOW + DAY, source="keyword")
    story.left("CONSENT_CONFIRM", NOW + DAY + SECOND)
    story.left("NUDGE", NOW + 2 * DAY + SECOND)
    assert story.found() == []


def test_what_the_carrier_refused_was_let_go_too(story: Story) -> None:
    story.stops(NOW)
    story.left("NUDGE", NOW + HOUR, state="refused", error="21610")
    assert story.found() == ["opted_out"]


def test_one_confirmation_within_five_minutes(story: Story) -> None:
    story.says("please stop", NOW, "opt_out", answered=False)
    story.stops(NOW, "text")
    story.left("OPTOUT_CONFIRM", NOW + 300 * SECOND)
    story.ticket("human", NOW)
    assert story.found(NOW + DAY) == []
    story.left("OPTOUT_CONFIRM", NOW + 300 * SECOND)
    assert story.found(NOW + DAY) == ["optout_confirm_twice"]


def test_a_late_confirmation(story: Story) -> None:
    story.stops(NOW)
    story.left("OPTOUT_CONFIRM", NOW + 301 * SECOND)
    assert story.found() == ["optout_confirm_late"]


def test_a_confirmation_of_nothing(story: Story) -> None:
    story.left("OPTOUT_CONFIRM", NOW)
    assert story.found() == ["optout_confirm_of_nothing"]


def test_an_opt_out_that_nobody_confirmed(story: Story) -> None:
    story.says("please stop", NOW, "opt_out", answered=False)
    story.stops(NOW, "text")
    story.ticket("human", NOW)
    assert story.found(NOW + DAY) == ["optout_confirm_missing"]


# -- holds --

REASONS = [
    "wrong_number", "reassigned", "undeliverable", "deceased", "bankruptcy", "attorney", "dispute", "gfe_dispute",
    "ins_appeal", "insurance_pending", "charity_application", "hardship_pause", "confidential_comm", "minor",
    "confidential_minor", "part2", "crisis_hold", "emergency_hold", "abuse_review", "staff_waiting", "staff_takeover",
    "plan_current", "paid", "below_minimum", "aged", "promise_to_pay", "assigned_to_agency", "litigation",
    "legal_hold", "tenant_paused", "not_in_file", "import_difference", "nsa_protected", "not_first_party", "suspicion",
]  # fmt: skip


@pytest.mark.parametrize("reason", REASONS)
def test_every_hold_stops_nudges(story: Story, reason: str) -> None:
    story.holds(reason, NOW - HOUR, number=reason in ("wrong_number", "suspicion"))
    story.left("NUDGE", NOW)
    assert story.found() == [f"hold:{reason}"]


@pytest.mark.parametrize(("reason", "cls", "stopped"), [
    ("deceased", "SERVICE", True), ("dispute", "SERVICE", False), ("plan_current", "SERVICE", False),
    ("attorney", "STAFF", True), ("bankruptcy", "CONSENT_CONFIRM", True), ("hardship_pause", "CONSENT_CONFIRM", False),
    ("wrong_number", "RECEIPT", True), ("deceased", "RECEIPT", False), ("reassigned", "OTP", True),
    ("confidential_comm", "RECEIPT", True), ("confidential_comm", "REPLY", False), ("deceased", "REPLY", False),
    ("confidential_comm", "HELP", False), ("tenant_paused", "REPLY", True), ("tenant_paused", "SAFETY", False),
    ("litigation", "SERVICE", True), ("assigned_to_agency", "CONSENT_ASK", True), ("deceased", "SAFETY", False),
])  # fmt: skip
def test_what_a_hold_stops_beside_nudges(tell: Tell, reason: str, cls: str, stopped: bool) -> None:
    story = tell(confirmed=cls != "CONSENT_CONFIRM", zip="20001", number="+12025550123", source="web_form")
    if cls == "CONSENT_CONFIRM":
        story.consents(AGO)
    story.holds(reason, NOW - HOUR)
    story.left(cls, NOW)
    assert story.found() == ([f"hold:{reason}"] if stopped else [])


def test_holds_end(story: Story) -> None:
    story.holds("crisis_hold", NOW - 7 * DAY, until=NOW)
    lifted = story.holds("bankruptcy", NOW - DAY)
    consent.lift_hold(story.tx, lifted, "admin", NOW)
    story.left("NUDGE", NOW)
    assert story.found() == []


def test_a_hold_that_ends_an_hour_later(story: Story) -> None:
    story.holds("crisis_hold", NOW - 7 * DAY, until=NOW + HOUR)
    story.left("NUDGE", NOW)
    assert story.found() == ["hold:crisis_hold"]


@pytest.mark.parametrize(("days", "ok"), [(6, False), (7, True)])
def test_seven_days_after_a_dispute(story: Story, days: int, ok: bool) -> None:
    consent.lift_hold(story.tx, story.holds("dispute", AGO + HOUR), "staff", NOW - days * DAY)
    story.left("NUDGE", NOW)
    assert story.found() == ([] if ok else ["after_dispute"])


def test_somebody_elses_hold_on_a_shared_number(story: Story) -> None:
    tom = people.add_patient(story.tx, story.practice, "P-tom", "Tom", "Lopez")
    consent.add_hold(story.tx, story.practice, "deceased", NOW - HOUR, patient_id=tom)
    story.left("NUDGE", NOW)
    assert story.found() == []


@pytest.mark.parametrize(("flags", "cls", "rule"), [
    (("insurance_pending",), "NUDGE", "flag:insurance_pending"), (("nsa_protected",), "NUDGE", "flag:nsa_protected"),
    (("assigned_to_agency",), "SERVICE", "flag:assigned_to_agency"), (("minor",), "NUDGE", "flag:minor"),
    (("confidential_minor",), "NUDGE", "flag:confidential_minor"), (("part2",), "STAFF", "part2"),
    (("insurance_pending",), "SERVICE", None), (("part2",), "NUDGE", None),
])  # fmt: skip
def test_flags_of_a_patient(story: Story, flags: tuple[str, ...], cls: str, rule: str | None) -> None:
    story.change(flags=flags)
    story.left(cls, NOW)
    wanted = {rule} if rule else set()
    assert set(story.found()) - {"flag:assigned_to_agency"} == wanted - {"flag:assigned_to_agency"}
    assert ("flag:assigned_to_agency" in story.found()) == ("assigned_to_agency" in flags)


def test_a_guarantor_of_a_part_2_patient(story: Story) -> None:
    people.add_phone(story.tx, story.practice, story.maria, story.number, kind="mobile", of="guarantor")
    story.change(flags=("part2",))
    story.left("NUDGE", NOW)
    assert story.found() == ["part2"]
    story.change(flags=("part2", "guarantor_consent"))
    assert story.found() == []


def test_landlines_and_numbers_of_no_file(story: Story) -> None:
    people.add_phone(story.tx, story.practice, story.maria, story.number, kind="landline")
    story.left("NUDGE", NOW)
    assert story.found() == ["landline"]
    other = people.add_patient(story.tx, story.practice, "P-else", "Ben", "Hall")
    ledger.charge(story.tx, story.practice, other, "test", "else", Money(5000), AGO)
    story.consents(patient_id=other)
    story.left("NUDGE", NOW + 7 * DAY, BODIES["NUDGE"].replace("Maria", "Ben"), patient_id=other)
    assert story.found() == ["landline", "not_on_file"]


# -- money --


def test_what_is_paid_is_not_asked_for(story: Story) -> None:
    story.pays(24001 - 500, NOW - HOUR)
    story.left("NUDGE", NOW)
    assert story.found() == []
    story.pays(1, NOW + DAY)
    story.left("NUDGE", NOW + 7 * DAY)
    assert story.found() == ["paid"]


@pytest.mark.parametrize(("oldest", "ok"), [(date(2023, 3, 2), True), (date(2023, 3, 1), False)])
def test_old_debt(tell: Tell, oldest: date, ok: bool) -> None:
    story = tell(oldest_service=oldest)
    story.left("NUDGE", NOW)
    assert story.found() == ([] if ok else ["aged"])


@pytest.mark.parametrize(("day", "ok"), [(date(2026, 2, 27), True), (date(2026, 2, 28), False)])
def test_a_promise_and_two_days(story: Story, day: date, ok: bool) -> None:
    promises.add(story.tx, story.practice, story.maria, day, None, AGO + HOUR)
    story.left("NUDGE", NOW)
    assert story.found() == ([] if ok else ["promise"])


def test_a_promise_that_ended(story: Story) -> None:
    promises.add(story.tx, story.practice, story.maria, date(2026, 3, 20), None, AGO + HOUR)
    promises.end(story.tx, story.maria, NOW - HOUR)
    story.left("NUDGE", NOW)
    assert story.found() == []


def test_a_plan_that_is_on_time(story: Story) -> None:
    story.plan(AGO + HOUR, date(2026, 3, 1))
    story.left("NUDGE", NOW)
    story.left("SERVICE", NOW + 3 * DAY)
    assert story.found() == ["plan_current"]


def test_a_plan_that_is_late(story: Story) -> None:
    story.plan(AGO + HOUR, date(2026, 3, 1))
    story.left("NUDGE", at("2026-03-12"))
    assert story.found() == []
