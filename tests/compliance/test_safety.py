"""What cannot wait: danger, cards, wrong numbers, children, abuse, machines (S1 to S12, order 9.0)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.channels import Refused
from bot.redact import redact
from storage import payments
from tests.compliance.labels import row, shows
from tests.lines import Line
from tests.test_no_leak import files_of

NIGHT = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
"""3:00 in Denver."""


def keys(line: Line) -> list[str]:
    """The keys of what was sent."""
    return [text.key for text in line.texts() if text.state == "sent"]


def owes_said(line: Line) -> bool:
    """Whether anything that we sent speaks of money or of the patient."""
    return any(word in body for body in line.channel.bodies() for word in ("$", "owe", "Maria", "Lopez"))


# -- danger --


@shows("S1.1")
def test_s1_1_a_bill_that_makes_somebody_want_to_die(quick: Line) -> None:
    quick.say("this bill makes me want to die")
    assert keys(quick) == ["safety.self_harm"] and "988" in quick.channel.bodies()[0]
    assert quick.holds()["crisis_hold"].until == quick.app.now() + timedelta(days=7)
    assert "crisis" in quick.tickets()


@shows("S1.2")
def test_s1_2_dying_to_pay_is_flagged_in_silence_and_no_reminder_goes_that_day(heard: Line) -> None:
    """Decision 6."""
    heard.say("I'm dying to pay this off lol")
    assert "safety.self_harm" not in keys(heard) and keys(heard)
    assert heard.holds()["suspicion"].until == heard.app.now() + timedelta(days=1)
    assert heard.tickets()["other"].note == "idiom_flag"


@shows("S1.3")
def test_s1_3_at_three_at_night_it_is_answered(quick: Line) -> None:
    quick.clock.to(NIGHT)
    quick.say("i want to kill myself")
    assert keys(quick) == ["safety.self_harm"]


@shows("S1.4")
def test_s1_4_where_the_carrier_refuses_it_somebody_has_to_call(quick: Line) -> None:
    quick.say("STOP")
    quick.channel.script(Refused("21610", "suppressed", "opted out"))
    quick.text("i want to die")
    quick.work()
    assert quick.texts()[-1].state == "refused"
    assert "call_by_phone" in quick.tickets()["crisis"].note


@shows("14.S2.1")
def test_14_s2_1_chest_pain_is_911_and_no_word_of_the_bill(quick: Line) -> None:
    quick.say("chest pain since your visit")
    assert keys(quick) == ["safety.emergency"] and "911" in quick.channel.bodies()[0] and not owes_said(quick)
    assert quick.holds()["emergency_hold"].until == quick.app.now() + timedelta(hours=72)
    assert "emergency" in quick.tickets()


@shows("14.S2.2")
def test_14_s2_2_a_question_about_emergency_bills_is_no_emergency(heard: Line) -> None:
    """Decision 6: beside a visit or a bill the word alone is no hit; what is said is no medical advice."""
    heard.say("do you bill for emergency visits?")
    assert "safety.emergency" not in keys(heard) and keys(heard) and "emergency_hold" not in heard.holds()


# -- cards and social security numbers --


@shows("S3.1")
def test_s3_1_a_card_is_masked_refused_and_not_charged(quick: Line) -> None:
    quick.say("4111 1111 1111 1111 exp 12/28 cvv 123")
    assert quick.messages()[0].body == "[CARD …1111] exp 12/28 cvv [..]"
    assert "card.never" in keys(quick)
    with quick.app.db.read() as tx:
        assert payments.of_patient(tx, quick.patient_id) == []


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        row("S3.2", ["378282246310005"], "[CARD …0005]"),
        row("S3.3", ["4111111111111112"], "[CARD …1112]"),
        row("S3.4", ["2125550123", "123456789012"], ""),
    ],
)
def test_which_numbers_are_taken_out(words: list[str], kept: str) -> None:
    assert [redact(one).text for one in words] == [kept or one for one in words]


@shows("S3.5")
def test_s3_5_a_social_security_number_is_nowhere_afterwards(sqlite_line: Line, tmp_path: Path,
                                                             caplog: pytest.LogCaptureFixture) -> None:  # fmt: skip
    with caplog.at_level("DEBUG"):
        sqlite_line.say("my number is 123-45-6789 ok")
    (message,) = sqlite_line.messages()
    everything = f"{caplog.text} {message.values} {message.understood} {sqlite_line.texts()} {files_of(tmp_path)}"
    assert message.body == "my number is [SSN] ok"
    assert "123-45-6789" not in everything and "123456789" not in everything


@shows("14.order.2")
def test_14_order_2_a_card_and_a_stop(quick: Line) -> None:
    quick.text("4242424242424242 STOP")
    assert quick.messages()[0].body == "[CARD …4242] STOP" and quick.stopped()


@shows("14.order.1")
def test_14_order_1_safety_first_then_the_opt_out(quick: Line) -> None:
    quick.say("STOP. I want to die")
    assert keys(quick) == ["safety.self_harm", "optout.confirm"]
    assert quick.stopped() and "crisis" in quick.tickets()


@shows("14.order.3")
def test_14_order_3_a_bankruptcy_is_held_while_a_person_has_the_talk(heard: Line) -> None:
    heard.say("hello")
    heard.save(handed="taken")
    assert heard.say("i filed for bankruptcy") == []
    assert "bankruptcy" in heard.holds()


# -- who writes --


@shows("14.S4.1")
def test_14_s4_1_who_is_this_hears_the_program_and_the_way_out(heard: Line) -> None:
    """Decision 24: call the number that you already have; texts from a stranger prove nothing."""
    said = " ".join(heard.say("who is this"))
    assert "Willow Creek Family Medicine" in said and "STOP" in said and "office number you have" in said
    assert not owes_said(heard)


@shows("14.S5.1")
def test_14_s5_1_a_child_that_wants_no_texts(quick: Line) -> None:
    quick.say("im 15 stop texting")
    assert quick.stopped() and "minor" in quick.holds() and "other" in quick.tickets()
    assert not owes_said(quick)


@shows("14.S6.1")
def test_14_s6_1_abuse_gets_one_neutral_answer_then_a_person(heard: Line) -> None:
    heard.say("fuck you")
    assert keys(heard)[-1] == "complaint.say"
    heard.forward(minutes=1)
    heard.say("fuck you all")
    assert keys(heard)[-1] == "complaint.again" and heard.talk().handed == "waiting"
    heard.say("fuck you stop texting me")
    assert heard.stopped()


@shows("14.F7.1")
def test_14_f7_1_a_stranger_learns_nothing_of_a_patient(heard: Line) -> None:
    """Decision 9: the same words for a number on nobody's file, whoever is asked about."""
    sister = "+17205569999"
    said = heard.say("does Maria Lopez owe you money", sender=sister)
    said += heard.say("3/2/84 80203", sender=sister)
    assert said and not any(word in body for body in said for word in ("Maria", "Lopez", "$", "owes"))
    assert not heard.talk(sister).proved


# -- machines and pictures --


@shows("14.S9.1")
def test_14_s9_1_a_machines_answers_are_not_answered(quick: Line) -> None:
    for _ in range(3):
        assert quick.say("I'm driving right now - auto reply") == []


@shows("14.S10.1")
def test_14_s10_1_call_me_via_711_is_a_task(heard: Line) -> None:
    heard.say("call me via 711")
    assert "human" in heard.tickets() and heard.talk().handed == "waiting"


@shows("14.S11.1")
def test_14_s11_1_are_you_a_human_gets_the_truth(heard: Line) -> None:
    said = " ".join(heard.say("are you a human?"))
    assert "automated" in said and "AGENT" in said


@shows("14.S12.1")
def test_14_s12_1_a_picture_is_not_opened(quick: Line) -> None:
    said = " ".join(quick.say("", media=1))
    assert "can't open pictures" in said and quick.tickets()["other"].note == "media"
    assert quick.messages()[0].media == 1 and quick.messages()[0].body == ""


# -- language --


@shows("S7.1")
def test_s7_1_a_spanish_question_is_asked_for_proof_in_spanish(heard: Line) -> None:
    said = heard.say("¿cuánto debo?")
    assert heard.last().lang == "es" and heard.last().key.startswith("verify.") and "fecha de nacimiento" in said[-1]


@shows("S7.2")
def test_s7_2_ayuda_is_answered_in_spanish(quick: Line) -> None:
    quick.say("AYUDA")
    assert (quick.last().key, quick.last().lang) == ("help.reply", "es")
