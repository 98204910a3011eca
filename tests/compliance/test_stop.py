"""Opting out, its one confirmation, coming back, and what the carrier does of itself (T6 to T9, W3 to W7, S8)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot import desk, turn
from bot.accept import Repeat, accept
from bot.channels import Refused
from bot.keywords import scan
from bot.understanding import Understood
from storage import consent, plans
from tests.bot.gate_cases import judged
from tests.bot.test_deliver import confirmed
from tests.bot.test_turn import PLAN, told
from tests.compliance.labels import row, shows
from tests.lines import Line, a_line, a_number
from tests.rows import a_patient
from tests.webhooks.office import MARIA, Office

TAPBACK = 'Liked "Willow Creek: You have a new account message. Reply STOP to opt out"'
NIGHT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
"""2:00 in Denver."""


def bodies(line: Line, key: str) -> list[str]:
    """What reached the patient with these words."""
    return [text.body for text in line.texts() if text.key == key and text.state == "sent"]


def grants(line: Line) -> int:
    with line.app.db.read() as tx:
        rows = tx.execute(consent.consents.select().where(consent.consents.c.practice_id == line.practice_id)).all()
    return sum(one.kind == "grant" for one in rows)


# -- which words --


@pytest.mark.parametrize(
    "words",
    [row(f"T6.{number}", words) for number, words in enumerate((
        "STOP", "stop.", "Stop!!", "S T O P", "STOPALL", "stop all", "opt out", "opt-out", "OPTOUT", "QUIT", "end",
        "Cancel", "revoke", "unsubscribe", "unsuscribe", "please stop texting me", "don't text me anymore",
        "take me off your list", "remove me", "no more texts", "leave me alone", "ALTO", "PARE", "PARAR", "BASTA",
        "no más mensajes", "no me escriban", "quitar", "cancelar", "🛑"), 1)],
)  # fmt: skip
def test_words_that_end_texts(quick: Line, words: str) -> None:
    quick.text(words)
    assert quick.stopped()


@pytest.mark.parametrize(
    "words",
    [
        row("T6.31", TAPBACK),
        row("T6.32", "can I stop by the office tomorrow?"),
        row("T6.33", "when does my plan end?"),
        row("T6.34", "I want to cancel my appointment"),
        row("T6.35", "did my payment stop?"),
    ],
)
def test_words_that_do_not(quick: Line, words: str) -> None:
    quick.text(words)
    assert not quick.stopped() and "opt_out" not in [hit.rule for hit in scan(words).hits]


@shows("T6.36")
def test_t6_36_an_unsure_opt_out_is_asked_about_and_reminders_wait(
    quick: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Decision 7: one question, and no nudge until it is answered."""

    meant = Understood("complaint", 0.9, (("complaint", 0.9),), "en", 1.0, "model", suspicions=("opt_out",))
    confirmed(quick)
    with monkeypatch.context() as patched:
        patched.setattr(turn, "understand_text", lambda *_: meant)
        quick.say("enough of this circus")
    nudge = quick.queue("NUDGE")
    quick.send()
    assert quick.text_of(nudge).reasons[0][0] == "suspicion" and not quick.stopped()
    quick.say("2")
    later = quick.queue("NUDGE")
    quick.send()
    assert quick.text_of(later).state == "sent"


@shows("T6.37")
def test_t6_37_end_in_the_middle_of_a_plan_ends_texts(quick: Line) -> None:
    told(quick).prove()
    quick.say(PLAN)
    quick.say("END")
    assert quick.stopped()
    with quick.app.db.read() as tx:
        assert plans.plan(tx, quick.patient_id) is None


@shows("T6.39")
def test_t6_39_a_stop_between_queueing_and_sending_wins(quick: Line) -> None:
    confirmed(quick)
    nudge = quick.queue("NUDGE")
    quick.forward(seconds=2)
    quick.text("STOP")
    quick.forward(seconds=3)
    quick.send()
    text = quick.text_of(nudge)
    assert (text.state, text.reasons[0][0]) == ("dropped", "opted_out") and quick.channel.bodies() == []


# -- whom it is for --


@shows("T7.1")
def test_t7_1_a_stop_is_for_everybody_on_the_number(quick: Line) -> None:
    with quick.rows() as tx:
        child = a_patient(tx, quick.practice_id, "Leo", number=quick.theirs)
    quick.text("STOP")
    with quick.app.db.read() as tx:
        left = [consent.newest_grant(tx, quick.practice_id, quick.theirs, who) for who in (quick.patient_id, child)]
    assert quick.stopped() and left == [None, None]


@shows("14.W7.1")
def test_14_w7_1_a_stop_to_one_practice_leaves_another(quick: Line) -> None:
    other = a_line(quick.app, theirs=quick.theirs)
    quick.text("STOP")
    assert quick.stopped() and not other.stopped()
    with quick.app.db.read() as tx:
        assert consent.newest_grant(tx, other.practice_id, other.theirs, other.patient_id) is not None


# -- confirming --


@shows("T8.1")
def test_t8_1_the_carrier_has_confirmed_its_own_stop(quick: Line) -> None:
    quick.text("STOP", opt_out_type="STOP")
    quick.work()
    assert quick.stopped() and quick.texts() == []


@shows("T8.2")
def test_t8_2_other_words_get_one_confirmation_even_at_night(quick: Line) -> None:
    quick.clock.to(NIGHT)
    quick.text("please stop texting me")
    quick.forward(seconds=3)
    quick.work()
    assert len(bodies(quick, "optout.confirm")) == 1 and len(quick.channel.bodies()) == 1


@shows("T8.3")
def test_t8_3_a_late_confirmation_is_not_sent(quick: Line) -> None:
    quick.text("please stop texting me")
    quick.forward(minutes=6)
    quick.work()
    assert quick.stopped() and quick.channel.bodies() == []


@shows("T8.4")
def test_t8_4_a_second_stop_is_not_confirmed_again(quick: Line) -> None:
    quick.say("STOP")
    quick.forward(days=1)
    assert quick.say("STOP") == []
    assert len(bodies(quick, "optout.confirm")) == 1


# -- coming back --


@shows("T9.1")
def test_t9_1_no_action_of_staff_lifts_an_opt_out(office: Office) -> None:
    """There is no such button; the only thing that staff lift are holds, and this one is the patient's."""
    with office.app.db.begin() as tx:
        consent.suppress(tx, office.practice, MARIA, "text", office.app.now(), "conversation:1")
        hold = consent.add_hold(tx, office.practice, "opted_out", office.app.now(), number=MARIA, lift_by="patient")
    for who in office.staff.values():
        assert desk.lift(office.app, who, hold) == desk.No("Only the patient can end this one.")
        desk.release(office.app, who, office.talk)
        desk.allow_nudges(office.app, who, office.talk)
    with office.app.db.read() as tx:
        assert consent.suppressed_at(tx, office.practice, MARIA) is not None


@shows("T9.2")
def test_t9_2_start_brings_a_consent_and_one_confirmation(quick: Line) -> None:
    quick.say("STOP")
    before = grants(quick)
    quick.forward(days=2)
    quick.say("START")
    quick.forward(minutes=1)
    quick.say("START")
    with quick.app.db.read() as tx:
        given = consent.newest_grant(tx, quick.practice_id, quick.theirs, quick.patient_id)
    assert given is not None and given.source == "keyword" and grants(quick) == before + 1
    assert not quick.stopped() and len(bodies(quick, "start.confirm")) == 1


@shows("T9.3")
def test_t9_3_yes_is_no_coming_back(quick: Line) -> None:
    quick.say("STOP")
    quick.forward(days=1)
    quick.say("YES")
    assert quick.stopped()


@shows("14.T9.1")
def test_14_t9_1_an_opted_out_patients_question_goes_to_staff(quick: Line) -> None:
    quick.say("please stop")
    assert quick.stopped()
    assert quick.say("how much do I owe", "check_balance") == []
    assert quick.tickets()["human"].note == "opted_out"
    assert judged("REPLY", number="", channel="web", opted_out=True)[0] == "send", "web chat goes on"


@shows("14.T9.2")
def test_14_t9_2_a_refusal_21610_takes_our_table_along(quick: Line) -> None:
    quick.channel.script(Refused("21610", "suppressed", "opted out"))
    confirmed(quick)
    quick.queue("NUDGE")
    quick.send()
    assert quick.stopped()


@shows("14.W4.1")
def test_14_w4_1_yes_after_stop_changes_nothing_on_a_toll_free_number(quick: Line) -> None:
    free = toll_free(quick)
    free.say("STOP")
    free.say("YES")
    assert free.stopped()


@shows("14.W4.2")
def test_14_w4_2_unstop_is_a_consent_on_a_toll_free_number(quick: Line) -> None:
    free = toll_free(quick)
    free.say("STOP")
    before = grants(free)
    free.forward(hours=1)
    free.say("UNSTOP")
    assert not free.stopped() and grants(free) == before + 1
    assert len(free.channel.bodies(free.theirs)) <= 1


def toll_free(line: Line) -> Line:
    """A practice on a toll-free number, whose carrier answers STOP and the words that bring texts back."""
    words = {"start_words": ("START", "UNSTOP"), "stop_words": ("STOP",)}
    return a_line(line.app, ours="+1844" + a_number()[-7:], sender={"carrier_replies": True, **words})


# -- webhooks and errors --


@shows("W7.1")
def test_w7_1_the_carriers_stop_is_recorded_and_not_answered(quick: Line) -> None:
    """The empty answer of the web server itself is W7.4's and the webhooks' own tests."""
    quick.text("STOP", opt_out_type="STOP")
    quick.work()
    assert quick.stopped() and quick.channel.taken == []


@shows("W7.2")
def test_w7_2_opt_out_in_two_words_is_ours_to_confirm(quick: Line) -> None:
    carrier = a_line(quick.app, sender={"carrier_replies": True})
    carrier.text("opt out")
    carrier.work()
    assert carrier.stopped() and len(bodies(carrier, "optout.confirm")) == 1


@shows("W7.3")
def test_w7_3_yes_agrees_to_no_plan_where_the_carrier_takes_it_for_start(quick: Line) -> None:
    """Decision 16."""
    carrier = told(a_line(quick.app, sender={"carrier_replies": True}))
    carrier.prove()
    carrier.say(PLAN)
    carrier.say("3")
    carrier.say("YES")
    with carrier.app.db.read() as tx:
        assert plans.plan(tx, carrier.patient_id) is None


@shows("W7.4")
def test_w7_4_the_same_text_twice_has_one_effect(quick: Line) -> None:
    first = quick.inbound("please stop texting me")

    accept(quick.app, first)
    assert isinstance(accept(quick.app, first), Repeat)
    quick.work()
    assert len(quick.messages()) == 1 and len(quick.channel.bodies()) == 1


@shows("W7.5")
def test_w7_5_a_refusal_21610_is_settled_and_not_tried_again(quick: Line) -> None:
    confirmed(quick)
    quick.channel.script(Refused("21610", "suppressed", "opted out"))
    nudge = quick.queue("NUDGE")
    quick.send()
    quick.forward(hours=12)
    quick.work()
    assert quick.text_of(nudge).state == "refused" and len(quick.channel.asked) == 1 and quick.stopped()
