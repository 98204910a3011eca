"""What a talk and the gate may know, fresh from the rows: nothing before proof, nothing of yesterday."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from bot import facts, gate_facts
from flows import script
from flows.money import Money
from flows.script import Factor, Quote
from flows.values import GateFacts, Hold
from storage import consent, ledger, outbox, people, plans, promises, quotes, talks, tickets
from storage.db import keys
from tests.lines import CODE, Line, a_line, a_number
from tests.rows import a_conversation, a_patient, a_sender


def scene(line: Line, number: str | None = None) -> facts.Scene:
    talk = line.talk(number)
    with line.app.db.read() as tx:
        return facts.scene(tx, talk, keys(tx).blind)


def known(line: Line, *factors: Factor, **changes: Any) -> script.Facts:
    """The facts for a turn now; `changes` are of the talk's row."""
    if changes:
        line.save(**changes)
    at = scene(line)
    with line.app.db.read() as tx:
        return facts.for_turn(tx, at, factors, "en", line.app.now())


def proved(line: Line, **more: Any) -> dict[str, Any]:
    now = line.app.now()
    return {"proved": (line.patient_id,), "proved_at": now, "proof_used_at": now, **more}


def digest(line: Line, kind: Any, value: str) -> Factor:
    with line.app.db.read() as tx:
        return Factor(kind, frozenset({keys(tx).blind(kind, value)}))


def gate(line: Line, patient_id: int | None = 0) -> GateFacts:
    talk, whose = line.talk(), line.patient_id if patient_id == 0 else patient_id
    with line.app.db.read() as tx:
        return gate_facts.of_patient(
            tx, line.practice_id, line.sender_id, whose, line.theirs, talk, line.app.now()
        )


def moved(line: Line, cents: int) -> None:
    """The balance goes up or down."""
    source = f"{line.patient_id}:{cents}"
    with line.rows() as tx:
        ledger.adjust(tx, line.practice_id, line.patient_id, "test", source, Money(-cents), line.app.now())


# -- for a talk --


def test_without_proof_nothing_about_an_account_is_known(line: Line) -> None:
    told = known(line)
    assert (told.account, told.quote, told.plan, told.promised, told.others, told.verified) == (
        None, None, None, None, (), False)  # fmt: skip
    assert told.known_number and len(told.people) == 1
    # A digest may hold any four digits by chance: what is no digest is looked through.
    bare = re.sub(r"\b[0-9a-f]{64}\b", "", repr(told.people))
    assert "1984" not in bare and "80203" not in bare, "identity that is no digest"


def test_with_proof_the_balance_is_that_of_this_moment(line: Line) -> None:
    told = known(line, **proved(line))
    assert told.verified and told.account is not None and told.account.owed == Money(24001)
    moved(line, -10000)
    again = known(line)
    assert again.account is not None and again.account.owed == Money(14001)


@pytest.mark.parametrize(
    ("used", "began", "stands"), [(0, 0, True), (15, 15, True), (15.1, 20, False), (1, 60, True), (1, 60.1, False)]
)
def test_how_long_proof_stands(line: Line, used: float, began: float, stands: bool) -> None:
    now = line.app.now()
    told = known(line, proved=(line.patient_id,), proof_used_at=now - timedelta(minutes=used),
                 proved_at=now - timedelta(minutes=began))  # fmt: skip
    assert told.verified is stands and (told.account is not None) is stands


def test_a_lock_closes_what_was_proved(line: Line) -> None:
    told = known(line, **proved(line))
    at = scene(line)
    with line.rows() as tx:
        for _ in range(3):
            facts.trust.miss(tx, line.practice_id, (at.subject,), line.app.now())
    told = known(line)
    assert told.locked == "half_hour" and not told.verified and told.account is None


def test_a_stranger_is_nobody_and_has_no_people(line: Line) -> None:
    talk = line.talk(a_number())
    with line.app.db.read() as tx:
        at = facts.scene(tx, talk, keys(tx).blind)
        told = facts.for_turn(tx, at, (), "en", line.app.now())
    assert not told.known_number and told.people == () and not told.verified


def test_what_is_open_is_known_after_proof(line: Line) -> None:
    now, owed = line.app.now(), Money(24001)
    quote = Quote(line.patient_id, owed, owed.split(3), tuple(date(2026, month, 1) for month in (4, 5, 6)), ("test",))
    with line.rows() as tx:
        quote_id = quotes.add(tx, line.practice_id, None, quote, "plan", "x", now, now + timedelta(days=1))
        promises.add(tx, line.practice_id, line.patient_id, date(2026, 3, 20), None, now)
    told = known(line, **proved(line))
    assert told.quote is not None and told.quote.id == quote_id and told.promised == date(2026, 3, 20)
    line.forward(days=2)
    told = known(line, **proved(line))
    assert told.quote is None, "a quote that has run out"
    line.forward(days=30)
    assert known(line, **proved(line)).promised is None, "a promise of the past"


def test_a_plan_is_known(line: Line) -> None:
    now, owed = line.app.now(), Money(24001)
    quote = Quote(line.patient_id, owed, owed.split(3), tuple(date(2026, month, 1) for month in (4, 5, 6)), ("test",))
    with line.rows() as tx:
        quote_id = quotes.add(tx, line.practice_id, None, quote, "plan", "x", now, now + timedelta(days=1))
        plans.start(tx, quote_id, "active", now, "text")
    told = known(line, **proved(line))
    assert told.plan is not None and told.plan.state == "active" and sum(p.cents for p in told.plan.parts) == 24001


@pytest.mark.parametrize("reason", sorted(facts.CLOSES_PAYMENT))
def test_which_holds_close_the_pay_page(quick: Line, reason: str) -> None:
    with quick.rows() as tx:
        consent.add_hold(tx, quick.practice_id, reason, quick.app.now(), patient_id=quick.patient_id)
    assert known(quick, **proved(quick)).closed


@pytest.mark.parametrize("reason", ["dispute", "hardship_pause", "minor", "insurance_pending", "crisis_hold"])
def test_which_leave_it_open(quick: Line, reason: str) -> None:
    """Decision 14: a dispute leaves it open."""
    with quick.rows() as tx:
        consent.add_hold(tx, quick.practice_id, reason, quick.app.now(), patient_id=quick.patient_id)
    told = known(quick, **proved(quick))
    assert not told.closed and reason in told.holds


def test_a_hold_that_is_over_is_not_known(line: Line) -> None:
    with line.rows() as tx:
        consent.add_hold(tx, line.practice_id, "dispute", line.app.now(), patient_id=line.patient_id,
                         until=line.app.now() + timedelta(hours=1))  # fmt: skip
    assert "dispute" in known(line).holds
    line.forward(hours=2)
    assert "dispute" not in known(line).holds


def test_tickets_of_the_texts_that_are_answered_now_are_not_old_ones(line: Line) -> None:
    now = line.app.now()
    with line.rows() as tx:
        tickets.open_ticket(tx, line.practice_id, "dispute", now - timedelta(hours=1), conversation_id=line.talk_id(tx))
        tickets.open_ticket(tx, line.practice_id, "refund", now, conversation_id=line.talk_id(tx))
    at = replace(scene(line), since=now)
    with line.app.db.read() as tx:
        assert facts.for_turn(tx, at, (), "en", now).tickets == {"dispute"}
        assert facts.for_turn(tx, replace(at, since=None), (), "en", now).tickets == {"dispute", "refund"}


def test_the_first_reply_of_a_session(line: Line) -> None:
    assert known(line).first_reply
    assert not known(line, last_reply_at=line.app.now() - timedelta(minutes=59)).first_reply
    assert known(line, last_reply_at=line.app.now() - timedelta(minutes=61)).first_reply


@pytest.mark.parametrize(("carrier", "words", "is_start"), [(True, ("START", "YES"), True), (True, ("START",), False),
                                                            (False, ("START", "YES"), False)])  # fmt: skip
def test_whether_yes_is_start_there(quick: Line, carrier: bool, words: tuple[str, ...], is_start: bool) -> None:
    with quick.rows() as tx:
        people.update_sender(tx, quick.sender_id, carrier_replies=carrier, start_words=words)
    assert known(quick).yes_is_start is is_start


@pytest.mark.parametrize(
    ("zone", "zip", "today"),
    [
        ("Pacific/Honolulu", "80203", date(2026, 3, 1)),
        (None, "96813", date(2026, 3, 1)),
        (None, "80203", date(2026, 3, 2)),
        (None, None, date(2026, 3, 2)),
    ],
)
def test_today_is_the_patients_day(quick: Line, zone: str | None, zip: str | None, today: date) -> None:
    with quick.rows() as tx:
        people.update_patient(tx, quick.patient_id, zone=zone, zip=zip)
    at, moment = scene(quick), datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    assert facts.today(at, moment) == today


@pytest.mark.parametrize(
    ("born", "more", "minor_alone"),
    [
        (date(1984, 3, 2), {}, False),
        (date(2010, 1, 1), {}, True),
        (date(2010, 1, 1), {"guarantor_born": date(1980, 1, 1)}, False),
        (date(2010, 1, 1), {"guarantor_first": "Ana"}, False),
        (date(2010, 1, 1), {"guarantor_first": "Ana", "flags": ("confidential_minor",)}, True),
        (date(2008, 3, 2), {}, False),
        (date(2008, 3, 3), {}, True),
        (None, {}, False),
    ],
)
def test_a_minor_without_a_guarantor(quick: Line, born: date | None, more: dict[str, Any], minor_alone: bool) -> None:
    """Decision 12: no details; on the 18th birthday that ends."""
    with quick.rows() as tx:
        child = a_patient(tx, quick.practice_id, "Leo", number=a_number(), born=born, **more)
        told = facts.account(tx, people.patient(tx, child), quick.app.now())
    assert told.minor_alone is minor_alone


def test_in_web_chat_only_a_statement_code_names_somebody(line: Line) -> None:
    with line.rows() as tx:
        web = a_sender(tx, line.practice_id, channel="web_chat")
        talk_id = a_conversation(tx, line.practice_id, web, "browser-1")
    code, zip_code = digest(line, "code", CODE), digest(line, "zip", "80203")
    with line.app.db.read() as tx:
        at = facts.scene(tx, talks.conversation(tx, talk_id), keys(tx).blind)
        assert at.by_web and at.number == "" and at.subject.startswith("browser:")
        assert facts.for_turn(tx, at, (zip_code,), "en", line.app.now()).people == ()
        (person,) = facts.for_turn(tx, at, (code,), "en", line.app.now()).people
    assert person.patient_id == line.patient_id


def test_a_statement_code_of_another_practice_names_nobody(own_line: Line) -> None:
    line, other = own_line, a_line(own_line.app, patient={"statement_code": "ZZTOP234"})
    with line.rows() as tx:
        web = a_sender(tx, line.practice_id, channel="web_chat")
        talk_id = a_conversation(tx, line.practice_id, web, "browser-2")
        at = facts.scene(tx, talks.conversation(tx, talk_id), keys(tx).blind)
        told = facts.for_turn(tx, at, (digest_in(tx, "code", "ZZTOP234"),), "en", line.app.now())
    assert told.people == () and other.patient_id != line.patient_id


def digest_in(tx: Any, kind: Any, value: str) -> Factor:
    return Factor(kind, frozenset({keys(tx).blind(kind, value)}))


# -- for the gate --


def test_the_gate_sees_consent_opt_out_and_balance_of_this_moment(line: Line) -> None:
    told = gate(line)
    assert told.consent is not None and told.consent.number == line.theirs
    assert (told.opted_out, told.balance, told.unread_inbound) == (False, Money(24001), False)
    line.text("STOP")
    told = gate(line)
    assert told.opted_out and told.consent is None and told.opted_out_at == line.app.now() and told.unread_inbound


def test_the_gate_sees_what_other_rows_amount_to(line: Line) -> None:
    now = line.app.now()
    with line.rows() as tx:
        consent.add_hold(tx, line.practice_id, "dispute", now, number=line.theirs)
        promises.add(tx, line.practice_id, line.patient_id, date(2026, 3, 10), None, now)
        people.update_patient(tx, line.patient_id, flags=("insurance_pending", "part2"))
    line.save(handed="taken", suspicion="opt_out")
    told = gate(line)
    names = {hold.hold for hold in told.holds}
    assert names == {"dispute", "promise_to_pay", "staff_takeover", "suspicion"}
    assert told.insurance_pending and told.part2
    promise = next(hold for hold in told.holds if hold.hold == "promise_to_pay")
    assert promise == Hold("promise_to_pay", datetime(2026, 3, 11, 6, 0, tzinfo=UTC)), "the end of that day in Denver"


def test_a_promise_stays_a_stop_for_two_days_after_its_date(line: Line) -> None:
    with line.rows() as tx:
        promises.add(tx, line.practice_id, line.patient_id, date(2026, 3, 3), None, line.app.now())
    line.clock.to(datetime(2026, 3, 5, 20, 0, tzinfo=UTC))
    assert [hold.hold for hold in gate(line).holds] == ["promise_to_pay"]
    line.clock.to(datetime(2026, 3, 6, 20, 0, tzinfo=UTC))
    assert gate(line).holds == ()


def test_whether_the_number_is_the_guarantors(line: Line) -> None:
    assert not gate(line).to_guarantor
    with line.rows() as tx:
        people.add_phone(tx, line.practice_id, line.patient_id, line.theirs, kind="mobile", of="guarantor")
    assert gate(line).to_guarantor


def test_preferences_are_read_as_they_were_said(line: Line) -> None:
    with line.rows() as tx:
        people.update_patient(tx, line.patient_id, contact_prefs={
            "days": ["mon", "tue"], "from": "17:00", "to": "20:00", "channels": ["sms"]})  # fmt: skip
    told = gate(line).contact_prefs
    assert (told.days, told.start, told.end, told.channels) == (("mon", "tue"), time(17), time(20), ("sms",))
    with line.rows() as tx:
        people.update_patient(tx, line.patient_id, contact_prefs={})
    assert gate(line).contact_prefs.days is None


def test_the_latest_sign_that_a_number_is_still_theirs(line: Line) -> None:
    given = gate(line).last_verified_at
    line.forward(days=10)
    line.text("hello")
    assert given is not None and gate(line).last_verified_at == line.app.now() > given


def test_reminders_of_a_paid_balance_do_not_count_for_the_next(line: Line) -> None:
    for number in range(2):
        text_id = line.queue("NUDGE", key=f"n{number}")
        with line.rows() as tx:
            outbox.claim(tx, text_id, (("test", "ok"),), line.app.now())
            outbox.mark(tx, text_id, "sent", line.app.now())
    assert gate(line).nudges_for_balance == 2
    line.forward(days=1)
    moved(line, -24001)
    line.forward(days=1)
    assert gate(line).nudges_for_balance in (0, 2)
    moved(line, 900)
    assert gate(line).nudges_for_balance == 0


def test_without_a_patient_the_gate_knows_the_number_only(line: Line) -> None:
    told = gate(line, None)
    assert told.balance == Money(0) and not told.risk_ack and told.zip is None
