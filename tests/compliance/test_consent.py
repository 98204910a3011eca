"""Consent to texts: that there is one, for what, for whom, and which number it belongs to (T2, T3, T10, C3, F2, H6)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot import outreach
from flows.policy_terms import BadPolicy, read
from flows.values import ContactPrefs, MessageClass
from storage import consent, outbox, people
from tests.bot.gate_cases import MORNING, NY, hold, judged, moment, sent
from tests.bot.gate_cases import consent as agreed
from tests.bot.test_outreach import days_pass, due
from tests.bot.test_outreach import sent as gone
from tests.compliance.labels import row, shows
from tests.imports.test_posting import MARIA, NEW, OLD, Clinic
from tests.lines import Line

DAY = timedelta(days=1)
ALWAYS = {"SAFETY", "OPTOUT_CONFIRM"}


@pytest.fixture
def clinic(quick: Line, tmp_path: Any) -> Clinic:
    """Willow Creek, which reads lists in."""
    with quick.app.db.read() as tx:
        slug = people.practice(tx, quick.practice_id).slug
    return Clinic(quick.app, tmp_path, slug, quick.practice_id)


@shows("T2.1")
def test_t2_1_a_row_without_consent_columns_gets_no_nudge(quick: Line, clinic: Clinic) -> None:
    new = {**MARIA, "account": "N1", "cell_phone": "720-555-0188", "consent_source": "", "consent_date": ""}
    clinic.read(new)
    patient = clinic.patient("N1")
    with quick.app.db.read() as tx:
        assert consent.newest_grant(tx, quick.practice_id, "+17205550188", patient.id) is None
    text_id = queued_for(quick, "+17205550188", patient.id)
    quick.send()
    assert quick.text_of(text_id).reasons[0][0] == "no_consent"


def queued_for(line: Line, number: str, patient_id: int) -> int:
    talk, now = line.talk(number), line.app.now()
    with line.rows() as tx:
        return outbox.add(tx, line.practice_id, talk.id, line.sender_id, number, "NUDGE", "nudge.first",
                          "Willow Creek Family Medicine: a message. Reply STOP to opt out.", "en", 1, 0, now, now,
                          patient_id=patient_id)  # fmt: skip


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        row("T2.2", {"consent": agreed(at=moment("2026-05-01T15:00:00Z"))}, ("send", "")),
        row("T2.3", {"consent": agreed(scope=("appointments",))}, ("drop", "consent_scope")),
        row("T2.4", {"number": "+12125550199", "consent": agreed(NY)}, ("drop", "consent_number")),
        row("14.T3.1", {"consent": None, "body": None}, ("drop", "no_consent")),
    ],
)
def test_what_a_consent_covers(told: dict[str, Any], verdict: tuple[str, str]) -> None:
    assert judged(**told) == verdict


@shows("T2.4")
def test_t2_4_a_new_number_in_the_practices_list_has_no_consent(clinic: Clinic) -> None:
    clinic.read(MARIA)
    clinic.read({**MARIA, "cell_phone": "720-555-0199"})
    assert clinic.consented(OLD) is not None and clinic.consented(NEW) is None


@shows("T3.1")
def test_t3_1_the_healthcare_exemption_is_no_basis() -> None:
    with pytest.raises(BadPolicy, match="healthcare exemption never applies"):
        read({"consent_basis": "healthcare_exemption"})


@shows("C3.2")
def test_c3_2_the_confirmation_goes_first_and_the_reminder_a_day_later(sqlite_line: Line) -> None:
    days_pass(sqlite_line, 4)
    (confirm,), (nudge,) = gone(sqlite_line, "CONSENT_CONFIRM"), gone(sqlite_line)
    assert confirm.claimed_at and nudge.claimed_at
    assert nudge.claimed_at - confirm.claimed_at >= timedelta(hours=24)
    assert judged(confirm_sent_at=None) == ("drop", "confirm_first")
    assert (
        judged(confirm_sent_at=MORNING - timedelta(hours=25), sent=(sent("CONSENT_CONFIRM", timedelta(hours=25)),))[0]
        == "send"
    ), "the gap of two days is kept from counted texts only"


@pytest.mark.parametrize(
    ("days", "lookup", "nudge", "reply"),
    [
        row("T10.1", 59, None, "send", "send"),
        row("T10.2", 61, "no", "send", "send"),
        row("T10.3", 61, "yes", "drop", "send"),
        row("T10.4", 61, "error", "drop", "send"),
    ],
)
def test_numbers_that_may_have_changed_hands(days: int, lookup: str | None, nudge: str, reply: str) -> None:
    told = {"last_verified_at": MORNING - days * DAY, "lookup": lookup}
    assert (judged(**told)[0], judged("REPLY", **told)[0]) == (nudge, reply)


@shows("H6.1")
def test_h6_1_mail_only_stops_all_but_answers() -> None:
    prefs = ContactPrefs(channels=("mail",))
    went = {cls for cls in MessageClass if judged(cls, contact_prefs=prefs, opted_out_at=MORNING, zip="20001",
                                                  confirm_sent_at=None)[0] == "send"}  # fmt: skip
    assert went == {"REPLY", "HELP", "SAFETY", "OPTOUT_CONFIRM"}


@shows("14.H6.1")
def test_14_h6_1_what_was_queued_before_a_wish_for_mail_never_leaves(sqlite_line: Line) -> None:
    due(sqlite_line)
    assert outreach.begin_due(sqlite_line.app) == 1
    jobs = [sqlite_line.queue("NUDGE"), sqlite_line.queue("SERVICE")]
    with sqlite_line.rows() as tx:
        people.update_patient(tx, sqlite_line.patient_id, contact_prefs={"channels": ["mail"]})
    sqlite_line.work()
    waiting = [text for text in sqlite_line.texts() if text.cls in ("NUDGE", "SERVICE")]
    assert len(waiting) == 3 and {text.id for text in waiting} >= set(jobs)
    assert {(text.state, text.reasons[0][0]) for text in waiting} == {("dropped", "channel")}


@shows("5.2.1")
def test_5_2_1_dc_asks_once_a_week_and_reminds_nobody_without_electronic_consent() -> None:
    here = {"zip": "20001", "consent": None, "days_past_due": 45}
    assert judged(**here)[0] == "drop"
    assert judged(zip="20001", days_past_due=45) == ("drop", "dc_econsent"), "a form at the desk is not enough"
    assert judged("CONSENT_ASK", **here)[0] == "send"
    asked = judged("CONSENT_ASK", **here, sent=(sent("CONSENT_ASK", 6 * DAY),))
    assert asked == ("hold 2026-11-25T15:00:00Z", "consent_ask_week")
    assert judged("CONSENT_ASK", **here, sent=(sent("CONSENT_ASK", 7 * DAY),))[0] == "send"


@shows("5.2.5")
def test_5_2_5_new_york_city_wants_written_consent_for_what_is_late() -> None:
    late = {"zip": "11201", "days_past_due": 60}
    assert judged(**late, consent=agreed(source="verbal")) == ("drop", "nyc_econsent")
    assert judged(**late, consent=agreed(source="web_form"))[0] == "send"


@shows("5.2.2")
def test_5_2_2_new_jersey_is_silent_during_an_appeal() -> None:
    for cls, rule in (("NUDGE", "ins_appeal"), ("SERVICE", "nj_ins_appeal")):
        assert judged(cls, number="+12015550123", holds=(hold("ins_appeal"),)) == ("drop", rule)
