"""The checker on consent, on counts, and on the rows of states."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from flows.money import Money
from flows.policy import DEFAULT, Caps
from storage import consent, ledger, lookups, people
from tests.rows import NOW
from tests.simulation.story import AGO, BODIES, NJ_SENTENCE, Story, at

HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
Tell = Callable[..., Story]


# -- consent --


@pytest.mark.parametrize(("cls", "ok"), [("NUDGE", False), ("SERVICE", False), ("STAFF", False), ("REPLY", True)])
def test_without_consent(tell: Tell, cls: str, ok: bool) -> None:
    story = tell(confirmed=False)
    story.left(cls, NOW)
    assert story.found() == ([] if ok else ["consent"])


@pytest.mark.parametrize(("after", "ok"), [(24 * HOUR, True), (25 * HOUR, False)])
def test_staff_may_write_for_a_day_after_an_inbound(tell: Tell, after: timedelta, ok: bool) -> None:
    story = tell(confirmed=False)
    story.says("a question", NOW)
    story.left("STAFF", NOW + after)
    assert story.found() == ([] if ok else ["consent"])


def test_consent_to_something_else(tell: Tell) -> None:
    story = tell(confirmed=False)
    story.consents(scope=("appointments",))
    story.left("CONSENT_CONFIRM", AGO)
    story.left("NUDGE", NOW)
    assert story.found() == ["consent_scope"]


def test_consent_that_was_revoked(story: Story) -> None:
    consent.revoke(story.tx, story.practice, story.maria, story.number, "desk", "staff", NOW - DAY)
    story.left("NUDGE", NOW)
    assert story.found() == ["consent"]


def test_an_older_form_does_not_undo_a_revocation(story: Story) -> None:
    consent.revoke(story.tx, story.practice, None, story.number, "desk", "staff", NOW - DAY)
    story.consents(NOW - 2 * DAY)
    story.left("NUDGE", NOW)
    assert story.found() == ["consent"], "rows are read by when it happened, not by when they were written"


def test_consent_of_another_number_or_patient(tell: Tell) -> None:
    story = tell(confirmed=False)
    tom = people.add_patient(story.tx, story.practice, "P-tom", "Tom", "Lopez")
    story.consents(patient_id=tom)
    story.left("CONSENT_CONFIRM", AGO)
    story.left("NUDGE", NOW)
    assert story.found() == ["consent"]


@pytest.mark.parametrize(("ago", "ok"), [(DAY, True), (DAY - HOUR, False)])
def test_a_day_after_the_confirmation(tell: Tell, ago: timedelta, ok: bool) -> None:
    story = tell(confirmed=False)
    story.consents(NOW - 3 * DAY)
    story.left("CONSENT_CONFIRM", NOW + 2 * DAY - ago)
    story.left("NUDGE", NOW + 2 * DAY)
    assert story.found() == ([] if ok else ["confirm_first"])


def test_a_nudge_without_a_confirmation(tell: Tell) -> None:
    story = tell(confirmed=False)
    story.consents()
    story.left("CONSENT_CONFIRM", AGO, state="refused", error="30003")
    story.left("NUDGE", NOW)
    assert story.found() == ["confirm_first"]


def test_each_consent_is_confirmed_once(story: Story) -> None:
    story.left("CONSENT_CONFIRM", NOW)
    assert story.found() == ["confirm_once"]
    story.consents(NOW - HOUR, source="web_form")
    assert story.found() == []


def test_a_confirmation_of_no_consent(tell: Tell) -> None:
    story = tell(confirmed=False)
    story.left("CONSENT_CONFIRM", NOW)
    assert story.found() == ["consent"]


@pytest.mark.parametrize(("looked_up", "days", "ok"), [
    (True, 59, True), (True, 61, False), (False, 61, True), (False, 179, True), (False, 182, False),
])  # fmt: skip
def test_a_number_that_may_be_somebody_elses(tell: Tell, looked_up: bool, days: int, ok: bool) -> None:
    when = at("2026-08-04")
    story = tell(confirmed=False, practice={"lookups": looked_up})
    story.consents(when - days * DAY)
    story.left("CONSENT_CONFIRM", at("2026-08-03"))
    story.left("NUDGE", when)
    assert story.found() == ([] if ok else ["reassigned"])


@pytest.mark.parametrize(("answer", "ok"), [("no", True), ("error", False), ("yes", False)])
def test_look_ups(tell: Tell, answer: str, ok: bool) -> None:
    story = tell(confirmed=False, practice={"lookups": True})
    story.consents(NOW - 90 * DAY)
    story.left("CONSENT_CONFIRM", AGO)
    lookups.add(story.tx, story.practice, story.maria, story.number, AGO.date(), answer, NOW - DAY)
    story.left("NUDGE", NOW)
    assert story.found() == ([] if ok else ["reassigned"])


# -- states --


def nudged(tell: Tell, when: datetime = NOW, source: str = "intake_form", late: int = 0, **patient: Any) -> Story:
    """A nudge about a patient somewhere, so many days after the statement, its consent confirmed five days before."""
    story = tell(confirmed=False, first_statement=when.date() - late * DAY, **patient)
    story.consents(when - 5 * DAY, source=source)
    story.left("CONSENT_CONFIRM", when - 5 * DAY)
    story.left("NUDGE", when)
    return story


@pytest.mark.parametrize(("zip_code", "number", "late", "source", "rule"), [
    ("20001", "+17205550143", 45, "verbal", "state:DC"), ("20001", "+17205550143", 45, "web_form", None),
    ("20001", "+17205550143", 30, "verbal", None), (None, "+12025550143", 31, "verbal", "state:DC"),
    (None, "+18005550143", 31, "verbal", "state:DC"), ("80203", "+12025550143", 31, "verbal", None),
    ("55401", "+17205550143", 0, "intake_form", "state:MN"), ("55401", "+17205550143", 0, "keyword", None),
    ("02134", "+17205550143", 5, "intake_form", "state:MA"), ("02134", "+17205550143", 0, "intake_form", None),
    ("11201", "+17205550143", 60, "verbal", "state:NYC"), ("11201", "+17205550143", 60, "web_form", None),
    ("12207", "+17205550143", 60, "verbal", None), ("11201", "+17205550143", 30, "verbal", None),
])  # fmt: skip
def test_rows_of_states(tell: Tell, zip_code: str | None, number: str, late: int, source: str,
                        rule: str | None) -> None:  # fmt: skip
    when = at("2026-09-14", "20:00")
    story = nudged(tell, when, source, zip=zip_code, number=number, late=late)
    assert story.found() == ([rule] if rule else [])


def test_new_york_city_before_its_row(tell: Tell) -> None:
    assert nudged(tell, at("2026-08-31", "20:00"), "verbal", zip="11201", late=60).found() == []


def test_massachusetts_after_the_notice(tell: Tell) -> None:
    story = nudged(tell, zip="02134", late=5, ma_notice_sent_at=NOW - DAY)
    assert story.found() == []
    story.change(ma_notice_sent_at=NOW + DAY)
    assert story.found() == ["state:MA"]


def test_new_jerseys_sentence(tell: Tell) -> None:
    story = nudged(tell, zip="07030", number="+12015550143")
    assert story.found() == ["state:NJ"]
    story = tell(zip="07030", number="+12015550144")
    story.left("NUDGE", NOW, BODIES["NUDGE"] + NJ_SENTENCE)
    assert story.found() == ["state:NJ"], "only the first one's"


def test_asking_for_consent(tell: Tell) -> None:
    story = tell(confirmed=False, zip="20001", number="+12025550143")
    story.left("CONSENT_ASK", NOW)
    story.left("CONSENT_ASK", NOW + 7 * DAY)
    assert story.found() == []
    story.left("CONSENT_ASK", NOW + 11 * DAY)
    assert story.found() == ["cap:ask"]


def test_asking_for_consent_elsewhere(tell: Tell) -> None:
    story = tell(confirmed=False)
    story.left("CONSENT_ASK", NOW)
    assert story.found() == ["consent_ask"]


# -- counts --


def days(*moments: timedelta) -> list[datetime]:
    return [NOW + moment for moment in moments]


@pytest.mark.parametrize(("moments", "rules"), [
    (days(DAY * 0, 2 * DAY + 60 * SECOND), []),
    (days(DAY * 0, 2 * DAY), []),
    (days(DAY * 0, 2 * DAY - SECOND), ["cap:gap"]),
    (days(DAY * 0, 2 * HOUR), ["cap:day", "cap:gap"]),
    (days(DAY * 0, 2 * DAY, 4 * DAY), ["cap:week"]),
    (days(DAY * 0, 2 * DAY, 7 * DAY), []),
    (days(DAY * 0, 2 * DAY, 7 * DAY - SECOND), ["cap:week"]),
    (days(HOUR, 4 * DAY, 7 * DAY + 2 * HOUR), []),
])  # fmt: skip
def test_counts_of_nudges(story: Story, moments: list[datetime], rules: list[str]) -> None:
    for moment in moments:
        story.left("NUDGE", moment)
    assert story.found() == rules


def test_counted_for_the_number_and_for_the_patient(story: Story) -> None:
    tom = people.add_patient(story.tx, story.practice, "P-tom", "Tom", "Lopez", zip="80203")
    people.add_phone(story.tx, story.practice, tom, story.number, kind="mobile")
    ledger.charge(story.tx, story.practice, tom, "test", "tom", Money(5000), AGO)
    story.consents(AGO, patient_id=tom)
    story.left("NUDGE", NOW)
    story.left("NUDGE", NOW + DAY, BODIES["SERVICE"], patient_id=tom)
    assert story.found() == ["cap:gap"]


def test_counted_for_the_patient_on_another_number(tell: Tell) -> None:
    story = tell()
    people.add_phone(story.tx, story.practice, story.maria, "+13035550777", kind="mobile")
    story.left("NUDGE", NOW)
    story.number = "+13035550777"
    story.consents(AGO)
    story.left("CONSENT_CONFIRM", AGO)
    story.left("NUDGE", NOW + DAY)
    assert story.found() == ["cap:gap"]


def test_calls_count(story: Story) -> None:
    story.calls(NOW - 5 * DAY)
    story.calls(NOW - 3 * DAY)
    story.left("NUDGE", NOW)
    assert story.found() == ["cap:week"]


def test_what_staff_begin_counts_and_what_they_answer_does_not(story: Story) -> None:
    story.says("hello", NOW)
    story.left("STAFF", NOW + 30 * 60 * SECOND)
    story.left("NUDGE", NOW + HOUR)
    assert story.found() == []
    story.left("STAFF", NOW + 2 * HOUR)
    assert story.found() == ["cap:day", "cap:gap"]


def test_what_nobody_got_does_not_count(story: Story) -> None:
    story.left("NUDGE", NOW, state="refused", error="30008")
    story.left("NUDGE", NOW + HOUR, state="failed")
    story.left("NUDGE", NOW + 2 * HOUR)
    assert story.found() == []


def test_replies_and_confirmations_do_not_count(story: Story) -> None:
    story.says("hello", NOW)
    story.left("HELP", NOW + SECOND)
    story.left("NUDGE", NOW + HOUR)
    assert story.found() == []


def test_six_nudges_for_a_balance(tell: Tell) -> None:
    story = tell()
    for week in range(6):
        story.left("NUDGE", NOW + week * 7 * DAY)
    assert story.found() == []
    story.left("NUDGE", NOW + 42 * DAY)
    assert story.found() == ["cap:balance"]


def test_a_new_balance_is_counted_anew(story: Story) -> None:
    for week in range(6):
        story.left("NUDGE", NOW + week * 7 * DAY)
    story.pays(24001, NOW + 40 * DAY)
    ledger.charge(story.tx, story.practice, story.maria, "test", "new", Money(9000), NOW + 41 * DAY)
    story.left("NUDGE", NOW + 42 * DAY)
    assert story.found() == []


def test_looser_counts_of_a_practice_but_not_in_massachusetts(tell: Tell) -> None:
    loose = DEFAULT.__class__(caps=Caps(per_7d=3))
    for zip_code, wanted in (("80203", []), ("02134", ["cap:week"])):
        story = tell(practice={"policy": loose}, zip=zip_code, number="+17205550143", ma_notice_sent_at=AGO)
        for day in (0, 2, 4):
            story.left("NUDGE", NOW + day * DAY)
        assert story.found() == wanted


def test_one_a_day_is_a_calendar_day_in_any_zone(tell: Tell) -> None:
    none = DEFAULT.__class__(caps=Caps(min_gap_h=0))
    story = tell(practice={"policy": none})
    story.left("NUDGE", at("2026-03-03", "02:30"))
    story.left("NUDGE", at("2026-03-03", "17:00"))
    assert story.found() == []
    story.left("NUDGE", at("2026-03-10", "16:00"))
    story.left("NUDGE", at("2026-03-10", "23:00"))
    assert story.found() == ["cap:day"]


def test_twenty_replies_an_hour(story: Story) -> None:
    story.says("hello", NOW, answered=False)
    for minute in range(20):
        story.left("REPLY", NOW + minute * 60 * SECOND, answers=None)
    story.ticket("other", NOW)
    assert story.found() == []
    story.left("REPLY", NOW + 25 * 60 * SECOND)
    assert story.found() == ["cap:replies"]


def test_five_codes_a_day(story: Story) -> None:
    for hour in range(5):
        story.left("OTP", NOW + hour * HOUR)
    story.left("OTP", NOW + DAY)
    assert story.found() == []
    story.left("OTP", NOW + 6 * HOUR)
    assert story.found() == ["cap:codes"]


def test_facts_that_changed_are_taken_as_they_were(tell: Tell) -> None:
    story = nudged(tell, source="verbal", zip="20001", number="+12025550143", late=45)
    assert story.found() == ["state:DC"]
    was = {"first_statement": f"{NOW.date() - 10 * DAY}"}
    story.notes("facts_changed", NOW + DAY, f"patient:{story.maria}", was=was)
    assert story.found() == []
