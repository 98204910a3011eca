"""How often, what stops reminders, plans and payments (F5, F8, 5.1, section 11, P1 to P14)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from bot.channels import Refused
from bot.channels.twilio_errors import refusal
from flows.money import Money
from flows.policy_terms import BadPolicy, read
from storage import ledger, outbox, people, plans
from tests.bot.gate_cases import LONG_AGO, hold, judged, moment, practice, sent
from tests.bot.test_deliver import confirmed
from tests.bot.test_outreach import days_pass
from tests.bot.test_outreach import sent as gone
from tests.compliance.labels import row, shows
from tests.lines import Line
from tests.rows import a_patient

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MA = "+16175550123"
ROOT = Path(__file__).resolve().parents[2]


def nudge_stopped_by(line: Line) -> str:
    """The rule that stops a reminder to Maria now."""
    confirmed(line)
    text_id = line.queue("NUDGE")
    line.send()
    text = line.text_of(text_id)
    return text.reasons[0][0] if text.state == "dropped" else text.state


# -- how often --


@shows("5.1.1")
def test_5_1_1_monday_wednesday_and_then_next_monday() -> None:
    first, second = moment("2026-11-30T15:00:00Z"), moment("2026-12-02T15:01:00Z")
    monday = sent("NUDGE", timedelta(0), first)
    assert judged(at=second, sent=(monday,))[0] == "send"
    both = (monday, sent("NUDGE", timedelta(0), second))
    assert judged(at=moment("2026-12-04T15:02:00Z"), sent=both) == ("hold 2026-12-07T15:00:00Z", "per_7_days")


@shows("5.1.2")
def test_5_1_2_two_bills_of_a_patient_are_one_reminder(sqlite_line: Line) -> None:
    with sqlite_line.rows() as tx:
        ledger.charge(tx, sqlite_line.practice_id, sqlite_line.patient_id, "test", "second bill", Money(5000),
                      sqlite_line.app.now())  # fmt: skip
    days_pass(sqlite_line, 5)
    assert len(gone(sqlite_line)) == 1


@shows("5.1.3")
def test_5_1_3_three_children_on_one_phone_share_its_cap(sqlite_line: Line) -> None:
    children = []
    with sqlite_line.rows() as tx:
        for name in ("Leo", "Ida"):
            child = a_patient(tx, sqlite_line.practice_id, name, number=sqlite_line.theirs, born=date(2018, 5, 1))
            people.add_phone(tx, sqlite_line.practice_id, child, sqlite_line.theirs, kind="mobile", of="guarantor")
            children.append(child)
    days_pass(sqlite_line, 14)
    moments = [text.claimed_at for text in gone(sqlite_line) if text.claimed_at]
    with sqlite_line.rows() as tx:
        assert all(outbox.nudges_for_balance(tx, child) for child in children), "one text is for all of them"
    for moment_ in moments:
        assert sum(moment_ - 7 * DAY < other <= moment_ for other in moments) <= 2
    assert all(later - earlier >= 48 * HOUR for earlier, later in pairwise(moments))


@shows("5.1.4")
def test_5_1_4_answers_do_not_count() -> None:
    assert judged(sent=tuple(sent("REPLY", hours * HOUR) for hours in range(1, 9)))[0] == "send"


@shows("14.F5.1")
def test_14_f5_1_two_calls_this_week_and_a_text_waits() -> None:
    calls = (sent("CALL", 3 * DAY), sent("CALL", 5 * DAY))
    verdict, rule = judged(sent=calls)
    assert verdict.startswith("hold") and rule == "per_7_days"


@shows("14.MA.1")
def test_14_ma_1_no_note_lifts_massachusetts_cap() -> None:
    """Decision 26: caps hold, in Massachusetts too; the note lifts the practice's own cap and not this one."""
    loose = practice({"caps": {"per_7d": 5, "min_gap_h": 1}, "admin_note": "we want to"})
    two = (sent("NUDGE", DAY), sent("NUDGE", 6 * DAY - HOUR))
    verdict, rule = judged(number=MA, practice=loose, sent=two, ma_notice_sent_at=LONG_AGO)
    assert verdict.startswith("hold") and rule == "per_7_days"
    assert judged(practice=loose, sent=two)[0] == "send"


@shows("11.2")
def test_11_2_five_a_week_is_two_for_a_practice_in_massachusetts() -> None:
    with pytest.raises(BadPolicy):
        read({"caps": {"per_7d": 5}})
    loose = practice({"caps": {"per_7d": 5, "min_gap_h": 1}, "admin_note": "we want to"}, state="MA")
    two = (sent("NUDGE", DAY), sent("NUDGE", 2 * DAY))
    assert judged(practice=loose, sent=two)[1] == "per_7_days"
    assert judged(practice=loose, sent=two[:1])[0] == "send"


# -- the carrier's no --


@pytest.mark.parametrize(("code", "cls"), [row("C2.3", "30943", "NUDGE"), row("14.C1.2", "30034", "REPLY")])
def test_a_practice_that_carriers_refuse_is_paused_and_told(quick: Line, code: str, cls: str) -> None:
    """Decision 25; what waited is judged anew: a reply becomes a ticket (20), nothing is tried again."""
    confirmed(quick)
    assert refusal(30863).kind == refusal(code).kind == "pause_practice"
    quick.channel.script(Refused(code, refusal(code).kind, "no"))
    quick.save(last_inbound_at=quick.app.now())
    refused = quick.queue(cls)
    quick.work()
    later = quick.queue("REPLY")
    quick.work()
    with quick.app.db.read() as tx:
        assert code in people.practice(tx, quick.practice_id).paused
    assert quick.text_of(refused).state == "refused" and len(quick.channel.asked) == 1
    assert quick.text_of(later).reasons[0][0] == "tenant_paused"
    assert "practice_paused" in quick.tickets()["other"].note and "reply_not_sent" in quick.tickets()["other"].note


# -- what stops reminders --


@shows("F8.1")
def test_f8_1_insurance_that_should_pay_is_a_dispute(heard: Line) -> None:
    heard.say("my insurance covers this")
    assert "dispute" in heard.holds() and heard.tickets()
    assert nudge_stopped_by(heard) == "dispute"


@shows("P11.1")
def test_p11_1_three_years_and_a_day_are_too_old() -> None:
    assert judged(oldest_service_date=date(2023, 11, 23)) == ("drop", "aged")
    assert judged(oldest_service_date=date(2023, 11, 24))[0] == "send"


LAW = {
    "i filed for bankruptcy": "bankruptcy", "we filed chapter 7 last month": "bankruptcy",
    "my debts were discharged in bankruptcy court": "bankruptcy", "me declaré en bancarrota": "bankruptcy",
    "talk to my lawyer": "attorney", "hable con mi abogado": "attorney",
}  # fmt: skip


@shows("P12.1")
@pytest.mark.parametrize(("words", "name"), LAW.items(), ids=[f"P12.1 {words}" for words in LAW])
def test_p12_1_bankruptcy_and_lawyers_hold_at_once(quick: Line, words: str, name: str) -> None:
    quick.text(words)
    assert name in quick.holds() and quick.holds()[name].lift_by == "admin"
    quick.take()
    assert nudge_stopped_by(quick) == name


@shows("P12.2")
def test_p12_2_broke_is_hardship_and_no_bankruptcy(heard: Line) -> None:
    heard.say("I'm broke")
    assert "hardship_pause" in heard.holds() and "bankruptcy" not in heard.holds()


@shows("P12.3")
def test_p12_3_a_friend_who_is_a_lawyer_is_looked_at(heard: Line) -> None:
    heard.say("my lawyer friend says hi")
    assert heard.tickets() and set(heard.holds()) & {"suspicion", "attorney"}
    assert nudge_stopped_by(heard) in ("suspicion", "attorney")


@shows("P6.3")
def test_p6_3_a_dispute_of_the_estimate_holds(quick: Line) -> None:
    quick.text("I filed a dispute with CMS")
    quick.take()
    assert "gfe_dispute" in quick.holds() and nudge_stopped_by(quick) in ("dispute", "gfe_dispute")


@shows("14.P8.1")
def test_14_p8_1_while_an_application_for_help_is_open_nothing_reminds(quick: Line) -> None:
    assert judged(holds=(hold("charity_application"),)) == ("drop", "charity_application")


@shows("14.P9.1")
def test_14_p9_1_hardship_in_spanish_pauses_for_two_weeks(heard: Line) -> None:
    heard.say("perdí mi trabajo, no puedo pagar")
    assert heard.last().lang == "es" and heard.last().key.startswith("hardship.")
    assert heard.holds()["hardship_pause"].until == heard.app.now() + timedelta(days=14)
    assert "hardship" in heard.tickets()


@pytest.mark.parametrize("flag", [row("14.P7.1", "nsa_protected"), row("C2.1", "assigned_to_agency")])
def test_marks_on_the_file_stop_reminders(quick: Line, flag: str) -> None:
    with quick.rows() as tx:
        people.update_patient(tx, quick.patient_id, flags=frozenset({flag}))
    assert nudge_stopped_by(quick) == flag


# -- plans and prices --


@shows("P1.5")
def test_p1_5_a_thousand_in_three() -> None:
    parts = Money(100000).split(3)
    assert [str(part) for part in parts] == ["$333.34", "$333.33", "$333.33"]
    assert sum(part.cents for part in parts) == 100000


@shows("P1.4")
def test_p1_4_a_set_up_fee_is_refused() -> None:
    with pytest.raises(BadPolicy, match="setup_fee"):
        read({"plan": {"setup_fee": 1000}})


@shows("14.P5.1")
def test_14_p5_1_a_late_fee_is_refused() -> None:
    with pytest.raises(BadPolicy, match="late_fee"):
        read({"plan": {"late_fee": 25}})


def agreed(line: Line, count: str, yes: str) -> Any:
    """The plan that this yes makes of so many payments."""
    line.prove()
    line.say("can i pay it off in parts")
    line.say(count)
    line.say(yes)
    with line.app.db.read() as tx:
        return plans.plan(tx, line.patient_id)


@shows("P3.1")
def test_p3_1_a_plan_needs_no_autopay(heard: Line) -> None:
    plan = agreed(heard, "3", "1")
    assert plan is not None and plan.state == "active"
    with pytest.raises(BadPolicy):
        read({"plan": {"autopay": "required"}})


@shows("14.P2.1")
def test_14_p2_1_agree_by_text_is_enough_for_four_and_opens_the_page_for_more(heard: Line) -> None:
    """Decision 16."""
    with heard.rows() as tx:
        ledger.charge(tx, heard.practice_id, heard.patient_id, "test", f"more {heard.patient_id}", Money(100000),
                      heard.app.now())  # fmt: skip
    plan = agreed(heard, "12", "AGREE")
    assert plan.state == "offered" and "/a/" in heard.last().body


@shows("14.P2.1")
def test_14_p2_1_agree_by_text_starts_a_plan_of_three(heard: Line) -> None:
    """Decision 16."""
    plan = agreed(heard, "3", "AGREE")
    assert plan.state == "active"


@shows("14.P10.1")
def test_14_p10_1_nothing_here_calls_a_credit_bureau() -> None:
    names = ("equifax", "experian", "transunion", "innovis")
    files = [file for room in ("flows", "bot", "storage", "webhooks") for file in (ROOT / room).rglob("*.py")]
    hits = [file.name for file in files if any(name in file.read_text(encoding="utf-8").lower() for name in names)]
    assert files and hits == []
