"""What staff write down about a patient binds the gate at once, and leaves its row in the trail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot import casebook, desk_patient, desk_practice, switches
from bot.acts import Done, No, NotYours, Result
from flows.values import Drop, HoldUntil, Send, Verdict
from storage import audit, consent, outbox, people
from tests.webhooks.office import MARIA, Office, open_office, says


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = open_office(tmp_path)
    with made.app.db.begin() as tx:
        now = made.app.now()
        people.update_practice(tx, made.practice, registered=True)
        text = outbox.add(tx, made.practice, made.talk, made.sender, MARIA, "CONSENT_CONFIRM", "consent.confirm", "x",
                          "en", 1, 0, now, now, patient_id=made.maria)  # fmt: skip
        outbox.claim(tx, text, (), now)
        outbox.mark(tx, text, "sent", now)
    made.pass_time(timedelta(days=2))
    return made


def verdicts(office: Office) -> tuple[Verdict, Verdict]:
    """The gate's answers for a reminder and for a text by hand, as the patient's page shows them."""
    with office.app.db.read() as tx:
        member = people.staff(tx, office.staff["ana"])
        assert member is not None
        side = casebook.patient(tx, member, office.maria, office.app.now())
    assert side is not None
    (number,) = side.numbers
    assert number.reminder is not None and number.by_hand is not None
    return number.reminder, number.by_hand


def rules(verdict: Verdict) -> list[str]:
    return [rule for rule, _ in verdict.reasons] if not isinstance(verdict, Send) else []


def trail(office: Office) -> list[str]:
    with office.app.db.read() as tx:
        return [row.action for row in audit.rows(tx, office.practice)]


def do(office: Office, act: Callable[..., Result], *told: object, who: str = "ana") -> Result:
    return act(office.app, office.staff[who], office.maria, *told)


def test_maria_may_be_texted(office: Office) -> None:
    assert [type(verdict) for verdict in verdicts(office)] == [Send, Send]


def test_a_phone_call_that_says_no_more_texts_is_a_stop(office: Office) -> None:
    waiting = says(office, "Hello", "NUDGE")
    assert isinstance(do(office, desk_patient.stop_texts, MARIA), Done)
    assert rules(verdicts(office)[0])[0] == "opted_out" == rules(verdicts(office)[1])[0]
    with office.app.db.read() as tx:
        text = outbox.text(tx, waiting)
        assert text is not None and (text.state, text.reasons[0][0]) == ("dropped", "opted_out")
    assert trail(office)[-2:] == ["opted_out", "texts_stopped"]


def test_a_letter_that_wants_no_contact_stops_texts_and_calls(office: Office) -> None:
    assert isinstance(do(office, desk_patient.cease), Done)
    reminder, by_hand = verdicts(office)
    assert {"opted_out", "confidential_comm"} <= set(rules(reminder)) & set(rules(by_hand))
    assert trail(office)[-1] == "contact_ceased"


def test_staff_cannot_take_an_opt_out_back(office: Office) -> None:
    do(office, desk_patient.stop_texts, MARIA)
    refused = do(office, desk_patient.consented, MARIA, "verbal", office.app.now().date())
    assert isinstance(refused, No) and "texting START" in refused.why
    assert rules(verdicts(office)[0])[0] == "opted_out"


def test_calls_count_like_texts(office: Office) -> None:
    for _ in range(2):
        assert isinstance(do(office, desk_patient.called, MARIA), Done)
        office.pass_time(timedelta(hours=49))
    reminder, _ = verdicts(office)
    assert isinstance(reminder, HoldUntil) and rules(reminder)[0] == "per_7_days"
    assert trail(office).count("called") == 2


@pytest.mark.parametrize("name", desk_patient.MAY_PUT)
def test_a_hold_stops_reminders(office: Office, name: str) -> None:
    waiting = says(office, "Hello", "NUDGE")
    assert isinstance(do(office, desk_patient.put_hold, name), Done)
    reminder, _ = verdicts(office)
    assert name in rules(reminder) and isinstance(reminder, HoldUntil if name == "hardship_pause" else Drop)
    with office.app.db.read() as tx:
        text = outbox.text(tx, waiting)
        (row,) = consent.holds_of_practice(tx, office.practice, office.app.now())
    assert text is not None and text.state == "dropped"
    assert (row.reason, row.lift_by) == (name, desk_patient.MAY_PUT[name].lift_by)


@pytest.mark.parametrize("name", ["opted_out", "crisis_hold", "nonsense", ""])
def test_other_holds_are_not_staffs_to_put(office: Office, name: str) -> None:
    assert isinstance(do(office, desk_patient.put_hold, name), No)
    assert isinstance(verdicts(office)[0], Send)


def test_hours_that_the_patient_named_bind(office: Office) -> None:
    """It is Wednesday, 10 in the morning; they work from 9 to 5."""
    do(office, desk_patient.wishes, {"days": [], "from": "17:00", "to": "", "channels": []})
    reminder, by_hand = verdicts(office)
    assert isinstance(reminder, HoldUntil) and rules(reminder) == ["contact_prefs"]
    assert reminder.until.astimezone(office.app.now().tzinfo).hour == 0  # 17:00 in Denver
    assert isinstance(by_hand, HoldUntil)
    do(office, desk_patient.wishes, {})
    assert isinstance(verdicts(office)[0], Send)


def test_all_days_and_all_ways_are_no_limit(office: Office) -> None:
    week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    do(office, desk_patient.wishes, {"days": week, "channels": ["sms", "mail", "phone", "email"]})
    assert isinstance(verdicts(office)[0], Send)
    do(office, desk_patient.wishes, {"days": ["mon", "someday"]})
    assert rules(verdicts(office)[0])[0] == "contact_prefs"


def test_by_mail_only_drops_what_waits(office: Office) -> None:
    """Fact sheet section 14, H6: three texts wait, and none leaves."""
    waiting = [says(office, f"Hello {number}", "NUDGE") for number in range(3)]
    do(office, desk_patient.wishes, {"channels": ["mail"]})
    assert rules(verdicts(office)[0])[0] == "channel"
    with office.app.db.read() as tx:
        found = [outbox.text(tx, text) for text in waiting]
    assert [text.state for text in found if text] == ["dropped"] * 3


def test_hours_that_leave_nothing_are_refused(office: Office) -> None:
    assert isinstance(do(office, desk_patient.wishes, {"from": "09:00", "to": "09:00"}), No)


def test_consent_on_paper_is_written_down_and_confirmed_anew(office: Office) -> None:
    with office.app.db.begin() as tx:
        consent.revoke(tx, office.practice, office.maria, MARIA, "test", "test", office.app.now())
    assert "no_consent" in rules(verdicts(office)[0])
    do(office, desk_patient.consented, MARIA, "intake_form", office.app.now().date())
    assert rules(verdicts(office)[0]) == ["confirm_first"]
    late = do(office, desk_patient.consented, MARIA, "intake_form", office.app.now().date() + timedelta(days=1))
    assert isinstance(late, No)
    assert isinstance(do(office, desk_patient.consented, MARIA, "web_form", office.app.now().date()), No)


def test_the_notice_for_massachusetts(office: Office) -> None:
    with office.app.db.begin() as tx:
        people.update_patient(tx, office.maria, zip="02118")
    assert "ma_notice" in rules(verdicts(office)[0])
    do(office, desk_patient.notice_mailed)
    assert "ma_notice" not in rules(verdicts(office)[0])


def test_nobody_reaches_into_another_practice(office: Office) -> None:
    for act, told in ((desk_patient.stop_texts, (MARIA,)), (desk_patient.called, (MARIA,)),
                      (desk_patient.put_hold, ("dispute",)), (desk_patient.wishes, ({},)),
                      (desk_patient.notice_mailed, ())):  # fmt: skip
        with office.app.db.read() as tx:
            eve = people.staff_by_email(tx, "eve@elsewhere.example")
        assert eve is not None
        with pytest.raises(NotYours):
            act(office.app, eve.id, office.maria, *told)
        with pytest.raises(NotYours):
            desk_patient.called(office.app, office.staff["ana"], office.maria, "+13035559999")


# -- what stands still for the whole practice --


def stopped(office: Office) -> list[tuple[str, str, str]]:
    with office.app.db.read() as tx:
        practice = people.practice(tx, office.practice)
        return [(one.what, one.why, one.key) for one in desk_practice.stopped(tx, practice)]


def test_an_administrator_lets_things_go_on(office: Office) -> None:
    with office.app.db.begin() as tx:
        now = office.app.now()
        switches.pause(tx, office.practice, "sender_not_registered:30034", "provider", now)
        switches.outreach(tx, office.practice, "paused", "breaker", now, "opt_outs")
        switches.pause_template(tx, office.practice, "nudge.first", "provider", now)
    assert stopped(office) == [("texts", "sender_not_registered:30034", ""), ("reminders", "opt_outs", ""),
                               ("wording", "filtered", "nudge.first")]  # fmt: skip
    for what, key in (("texts", ""), ("reminders", ""), ("wording", "nudge.first")):
        refused = desk_practice.go_on(office.app, office.staff["ana"], what, key)
        assert isinstance(refused, No) and "administrator" in refused.why
        assert isinstance(desk_practice.go_on(office.app, office.staff["kate"], what, key), Done)
    assert stopped(office) == []
    assert trail(office)[-3:] == ["practice_resumed", "outreach_on", "template_resumed"]
    again = desk_practice.go_on(office.app, office.staff["kate"], "reminders")
    assert again == Done("That goes on already.")


def test_reminders_that_a_person_paused_are_no_news(office: Office) -> None:
    with office.app.db.begin() as tx:
        switches.outreach(tx, office.practice, "paused", "command line", office.app.now())
    assert stopped(office) == []
