"""What staff write down and what the practice is told: no more texts, calls, names, incidents, look-ups (T6 to H12)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot import casebook, desk, desk_patient, naming, outreach
from bot.case import within
from flows.values import HoldUntil
from storage import consent, incidents, outbox, people, talks, touches
from tests.compliance.labels import row, shows
from tests.lines import Line
from tests.webhooks.office import MARIA, Office, holds, open_office, submit


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = open_office(tmp_path)
    with made.app.db.begin() as tx:
        people.update_practice(tx, made.practice, registered=True)
    _send(made, "CONSENT_CONFIRM")
    made.pass_time(timedelta(days=2))
    return made


def _send(office: Office, cls: str) -> int:
    now = office.app.now()
    with office.app.db.begin() as tx:
        text = outbox.add(tx, office.practice, office.talk, office.sender, MARIA, cls, "x", "x", "en", 1, 0, now, now,
                          patient_id=office.maria)  # fmt: skip
        outbox.claim(tx, text, (), now)
        outbox.mark(tx, text, "sent", now)
    return text


def reminder(office: Office) -> Any:
    """The gate's answer for a reminder to Maria now."""
    with office.app.db.read() as tx:
        member = people.staff(tx, office.staff["ana"])
        assert member is not None
        side = casebook.patient(tx, member, office.maria, office.app.now())
    assert side is not None
    return side.numbers[0].reminder


@shows("14.H1.1")
def test_14_h1_1_staff_are_told_of_an_illness_code_before_anything_is_sent(office: Office) -> None:
    client, address = office.browser(), f"/desk/talk/{office.talk}/reply"
    answer = submit(client, address, "/desk", text="The visit was coded F32.1.")
    assert answer.status_code == 422 and "take it out" in answer.text and "coded F32.1." in answer.text
    assert typed(office) == []
    submit(client, address, "/desk", text="It was a visit in May.")
    assert typed(office) == ["It was a visit in May."]


def typed(office: Office) -> list[str]:
    """What staff have sent."""
    with office.app.db.read() as tx:
        return [text.body for text in outbox.of_conversation(tx, office.talk, 50) if text.cls == "STAFF"]


@shows("F8.1")
def test_f8_1_a_question_about_the_bill_has_two_business_days(office: Office) -> None:
    """Asked on the day before Thanksgiving, until Monday's end; a person who is wanted has two hours."""
    asked = datetime(2026, 11, 25, 17, tzinfo=UTC)
    zone = ZoneInfo("America/Denver")
    for reason in ("dispute", "insurance", "already_paid"):
        assert asked + within(reason, asked, zone) == datetime(2026, 12, 1, tzinfo=zone)
    assert within("human", asked, zone) == timedelta(hours=2)


@shows("T6.38")
def test_t6_38_a_phone_call_ends_texts(office: Office) -> None:
    desk_patient.stop_texts(office.app, office.staff["ana"], office.maria, MARIA)
    assert reminder(office).reasons[0][0] == "opted_out"


@shows("T7.2")
def test_t7_2_a_stop_reminds_staff_of_other_texts(quick: Line) -> None:
    quick.say("STOP")
    with quick.app.db.read() as tx:
        assert "opted_out" in [one.kind for one in talks.events(tx, quick.talk_id(tx))]


@shows("14.F2.1")
def test_14_f2_1_a_letter_that_wants_no_contact(office: Office) -> None:
    desk_patient.cease(office.app, office.staff["ana"], office.maria)
    told = {rule for rule, _ in reminder(office).reasons}
    assert {"opted_out", "confidential_comm"} <= told


@shows("F8.2")
def test_f8_2_a_settled_dispute_rests_a_week(office: Office) -> None:
    desk.lift(office.app, office.staff["ana"], holds(office))
    said = reminder(office)
    assert isinstance(said, HoldUntil) and said.until >= office.app.now() + timedelta(days=7)


@shows("14.F5.1")
def test_14_f5_1_two_calls_and_a_text_waits(office: Office) -> None:
    for _ in range(2):
        desk_patient.called(office.app, office.staff["ana"], office.maria, MARIA)
        office.pass_time(timedelta(hours=49))
    said = reminder(office)
    assert isinstance(said, HoldUntil) and said.reasons[0][0] == "per_7_days"


@shows("F1.1")
def test_f1_1_not_during_work_is_kept_to_from_now_on(quick: Line) -> None:
    quick.say("don't text me during work, 9-5")
    with quick.app.db.read() as tx:
        prefs = people.patient(tx, quick.patient_id).contact_prefs
    assert (prefs["from"], prefs["to"]) == ("17:00", "09:00")


@shows("F1.2")
def test_f1_2_not_now_is_not_today(heard: Line) -> None:
    heard.say("I'm at work, not now")
    with heard.app.db.read() as tx:
        until = people.patient(tx, heard.patient_id).contact_prefs["not_before"]
    assert until == "2026-03-03T00:00:00-07:00"


@shows("F1.3")
def test_f1_3_wishes_that_leave_no_hour_are_a_task(quick: Line) -> None:
    quick.queue("CONSENT_CONFIRM")
    quick.send()
    quick.forward(days=2)
    now = quick.app.now()
    with quick.rows() as tx:
        people.update_patient(tx, quick.patient_id, contact_prefs={"from": "21:00", "to": "08:00"})
        touches.plan(tx, quick.practice_id, quick.patient_id, "test", 1, now, (), now)
    outreach.begin_due(quick.app)
    assert quick.tickets()["info"].note == "wishes_leave_no_hour"


@shows("F0.1")
@shows("14.F0.1")
def test_f0_1_14_f0_1_a_name_of_somebody_else() -> None:
    assert naming.fault("Acme AR Solutions", "Main St Medical", (), "").startswith("FALSE_NAME")
    assert naming.fault("Main St Medical", "Main St Medical PLLC", (), "") == ""


@shows("H4.1")
def test_h4_1_a_name_that_tells_what_is_treated() -> None:
    assert "--sure" in naming.gives_away("Harbor Recovery Center", "behavioral", False)


@shows("14.H4.1")
def test_14_h4_1_another_name_than_the_carriers_know() -> None:
    assert "carriers know" in naming.fault("Creekside", "Creekside Oncology PC", (), "Creekside Oncology PC")


@shows("14.H12.1")
def test_14_h12_1_a_wrong_number_after_level_0_and_after_level_1(quick: Line) -> None:
    quick.say("what do I owe", "check_balance")
    quick.say("wrong number")
    with quick.rows() as tx:
        (low,) = incidents.of_practice(tx, quick.practice_id)
        assert (low.level, low.state) == (0, "low_risk")
    quick.queue("REPLY", level=1)
    with quick.rows() as tx:
        now = quick.app.now()
        mine = outbox.of_conversation(tx, quick.talk_id(tx))[-1]
        outbox.claim(tx, mine.id, (), now)
        outbox.mark(tx, mine.id, "sent", now)
    quick.text("wrong number!")
    with quick.rows() as tx:
        assert [one.state for one in incidents.of_practice(tx, quick.practice_id)] == ["low_risk", "to_review"]


@pytest.mark.parametrize(
    ("days", "answer", "state"),
    [row("T10.1", 59, "yes", "sent"), row("T10.2", 61, "no", "sent"), row("T10.3", 61, "yes", ""),
     row("T10.4", 61, "error", "")],
)  # fmt: skip
def test_the_provider_is_asked_about_numbers(quick: Line, days: int, answer: Any, state: str) -> None:
    now = quick.app.now()
    given = now - timedelta(days=days)
    with quick.rows() as tx:
        people.update_practice(tx, quick.practice_id, lookups=True)
        consent.revoke(tx, quick.practice_id, quick.patient_id, quick.theirs, "test", "test", given)
        consent.grant(tx, quick.practice_id, quick.patient_id, quick.theirs, "intake_form", "w", "1", ("billing",),
                      "desk", given)  # fmt: skip
        touches.plan(tx, quick.practice_id, quick.patient_id, "test", 1, now, (), now)
    quick.clock._now = given + timedelta(hours=1)
    quick.queue("CONSENT_CONFIRM")
    quick.send()
    quick.clock._now = now
    quick.channel.owners[quick.theirs] = answer
    outreach.begin_due(quick.app)
    quick.send()
    assert [text.state for text in quick.texts() if text.cls == "NUDGE"] == ([state] if state else [])
    assert bool(quick.channel.looked_up) == (days > 60)
    if state and days > 60:
        quick.forward(days=40)
        assert len(quick.channel.looked_up) == 1, "it was vouched for a month ago"
    assert ("wrong_person" in quick.tickets()) == (days > 60 and answer == "yes")
