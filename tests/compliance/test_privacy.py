"""Who may know what: proof, locks, sessions, guarantors, children, the dead, the trail (H4 to H14)."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl

from sqlalchemy import update

from bot import retention
from bot.doctor_rows import audit_trail
from bot.payments import Ask
from flows.money import Money
from storage import audit, consent, ledger, people
from storage.audit import rows_table
from tests.bot.test_turn import PROOF, lock_of, subjects
from tests.compliance.labels import shows
from tests.lines import Line, a_number
from tests.storage.test_audit import unguarded
from tests.stripe_here import Stripe

OWED = "how much do i owe"
MISS = "1/1/70 80203"


def said(line: Line) -> str:
    """All that reached anybody."""
    return " ".join(line.channel.bodies())


# -- proof --


@shows("H7.1")
def test_h7_1_a_wrong_fact_gets_the_words_of_an_unknown_number(heard: Line) -> None:
    told: list[list[str]] = []
    for number in (heard.theirs, a_number()):
        heard.say(OWED, sender=number)
        words = heard.say("3/2/84 99999", sender=number)
        told.append([" ".join(word for word in one.split() if "http" not in word) for one in words])
    assert told[0] == told[1] and told[0] and "$" not in said(heard)


@shows("H7.2")
def test_h7_2_the_third_miss_locks_and_a_right_fourth_is_refused(heard: Line) -> None:
    heard.say(OWED)
    for _ in range(3):
        heard.say(MISS)
        heard.forward(minutes=1)
    assert heard.last().key.startswith("verify.") and "30 minutes" in heard.last().body
    heard.say(PROOF)
    assert "$240.01" not in said(heard) and not heard.talk().proved
    heard.forward(minutes=31)
    heard.say(OWED)
    heard.say(PROOF)
    assert "$240.01" in said(heard)


@shows("H7.3")
def test_h7_3_five_misses_from_five_numbers_lock_the_patient(heard: Line) -> None:
    numbers = [a_number() for _ in range(5)]
    with heard.rows() as tx:
        for number in numbers:
            people.add_phone(tx, heard.practice_id, heard.patient_id, number, kind="mobile")
    for number in numbers:
        heard.say(OWED, sender=number)
        heard.say(MISS, sender=number)
        heard.forward(hours=1)
    assert lock_of(heard, f"patient:{heard.patient_id}") == "until_staff"
    assert lock_of(heard, subjects(heard, numbers[0])[0]) == ""


@shows("H7.4")
def test_h7_4_a_lock_stops_neither_safety_nor_help_nor_stop(heard: Line) -> None:
    heard.say(OWED)
    for _ in range(3):
        heard.say(MISS)
    for words, key in (("HELP", "help.reply"), ("i want to die", "safety.self_harm"), ("STOP", "optout.confirm")):
        heard.say(words)
        assert heard.last().key == key and heard.last().state == "sent"


@shows("14.H8.1")
def test_14_h8_1_a_second_after_a_quarter_of_an_hour_proof_is_asked_for_again(heard: Line) -> None:
    heard.prove()
    heard.forward(minutes=15)
    assert "$240.01" in " ".join(heard.say("balance"))
    heard.forward(minutes=15, seconds=1)
    assert "$240.01" not in " ".join(heard.say("balance")) and heard.last().key.startswith("verify.")


# -- guarantors, children, the dead --


@shows("H13.1")
def test_h13_1_what_it_was_for_is_no_answer_for_an_adults_guarantor(heard: Line) -> None:
    with heard.rows() as tx:
        people.update_patient(tx, heard.patient_id, guarantor_first="Jorge", guarantor_born=date(1960, 5, 6))
    heard.say(OWED)
    assert "$240.01" in " ".join(heard.say("5/6/60 80203"))
    heard.say("what was it for?")
    assert heard.last().key == "details.guarantor" and heard.tickets()


@shows("H13.2")
def test_h13_2_a_patient_of_seventeen_hears_nothing(heard: Line) -> None:
    with heard.rows() as tx:
        people.update_patient(tx, heard.patient_id, born=date(2008, 9, 1))
    heard.say(OWED)
    words = heard.say("9/1/2008 80203")
    assert "$" not in said(heard) and "parent" in " ".join(words)


@shows("H13.3")
def test_h13_3_at_eighteen_a_parents_sight_ends_and_the_balance_stays(heard: Line) -> None:
    """Decision 12: from then on the parent is the guarantor of an adult."""
    parent = {"guarantor_first": "Ana", "guarantor_last": "Lopez", "guarantor_born": date(1980, 5, 6)}
    with heard.rows() as tx:
        people.update_patient(tx, heard.patient_id, born=date(2008, 3, 3), **parent)
        people.add_phone(tx, heard.practice_id, heard.patient_id, heard.theirs, kind="mobile", of="guarantor")
    for later, grown in ((0, False), (1, True)):
        heard.forward(days=later)
        heard.say(OWED)
        assert "$240.01" in " ".join(heard.say("5/6/80 80203"))
        heard.say("what was it for?")
        assert heard.last().key.startswith("details.") and (heard.last().key == "details.guarantor") == grown


@shows("14.H14.1")
def test_14_h14_1_the_widow_hears_of_no_money(heard: Line) -> None:
    heard.say("this is his wife, he died in May")
    assert "deceased" in heard.holds() and "deceased" in heard.tickets() and heard.last().key == "deceased.say"
    assert not any(word in said(heard) for word in ("$", "owe", "bill", "balance"))
    nudge = heard.queue("NUDGE")
    heard.send()
    assert heard.text_of(nudge).reasons[0][0] == "deceased"


# -- the trail, and what providers are told --


@shows("14.H9.1")
def test_14_h9_1_a_changed_row_breaks_the_chain_and_the_doctor_says_so(sqlite_line: Line) -> None:
    sqlite_line.text("STOP")
    with sqlite_line.rows() as tx:
        audit.seal(tx, sqlite_line.app.now())
        assert audit.verify(tx).ok
        unguarded(tx, rows_table)
        tx.execute(update(rows_table).values(action="nothing"))
        report = audit.verify(tx)
    assert not report.ok
    assert audit_trail(sqlite_line.app.settings).state == "bad"


@shows("H10.1")
def test_h10_1_a_payment_provider_is_told_a_reference_and_an_amount(tmp_path: Path) -> None:
    assert {field.name for field in dataclasses.fields(Ask)} == {
        "ref", "attempt", "amount", "back", "lang", "provider_ref", "account", "since", "saved"}  # fmt: skip
    stripe = Stripe(tmp_path, lambda: datetime.now(UTC))
    stripe.provider.start(Ask("f" * 32, 1, Money(24001), "http://here/done", account="acct_1"))
    [(method, path, body)] = stripe.wire.calls
    assert (method, path) == ("post", "/v1/checkout/sessions")
    assert {*dict(parse_qsl(body)).values()} == {
        "payment", "f" * 32, "1", "usd", "24001", "Payment", "en", "pay", "http://here/done"}  # fmt: skip


@shows("14.H11.1")
def test_14_h11_1_a_legal_hold_keeps_what_is_six_years_and_a_day_old(quick: Line) -> None:
    app = quick.app
    with quick.rows() as tx:
        ledger.adjust(tx, quick.practice_id, quick.patient_id, "test", "all", ledger.balance(tx, quick.patient_id),
                      app.now())  # fmt: skip
        held = consent.add_hold(tx, quick.practice_id, "legal_hold", app.now(), quick.patient_id, lift_by="admin")
        practice = people.practice(tx, quick.practice_id)
        last = app.now()
    quick.clock.to(last.replace(year=last.year + 6) + timedelta(days=1))
    assert retention.run(app, practice, "test").kept["legal_hold"] == 1
    with quick.rows() as tx:
        assert people.patient(tx, quick.patient_id).first == "Maria"
        consent.lift_hold(tx, held, "admin", app.now())
    assert retention.run(app, practice, "test").patients == 1
    with quick.rows() as tx:
        assert people.patient(tx, quick.patient_id).first == "" and not people.phones(tx, quick.patient_id)


@shows("14.H11.2")
def test_14_h11_2_an_opt_out_of_ten_years_ago_stands(quick: Line) -> None:
    quick.say("STOP")
    quick.forward(days=3653)
    quick.work()
    assert quick.stopped()
