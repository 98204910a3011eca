"""The engine's own rules: interruptions, misses, hand-over, second wishes, what was lost (design, section 5)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot import engine
from flows.plan import Wish
from flows.script import (
    ClearSuspicion,
    Frame,
    HandToStaff,
    Heard,
    MarkVerified,
    OptOut,
    Promise,
    PutHold,
    Quote,
    Say,
    Talk,
    Ticket,
)
from tests.flows.line import BIRTH, OTHER_BIRTH, OWES, TODAY, ZIP, TextLine, account, proved_line

NONSENSE = Heard("out_of_scope", extra="did u feed the dog")


def flows_of(line: TextLine) -> list[str]:
    return [frame.flow for frame in line.talk.frames]


# -- the open question, then a new topic --


def test_the_open_question_has_first_refusal() -> None:
    line = proved_line()
    line.texts("request_plan")
    assert line.texts("hardship", number=3) == ["plan.confirm"], "an amount beside hardship answers how many"


def test_a_new_topic_parks_the_open_one_and_comes_back_to_it() -> None:
    line = proved_line()
    line.texts("request_plan")
    assert line.texts("promise_to_pay") == ["promise.ask"] and flows_of(line) == ["plan", "promise"]
    assert line.texts(day=TODAY) == ["promise.noted", "plan.choose"]


def test_a_new_topic_is_heard_while_proof_has_lapsed() -> None:
    line = proved_line()
    line.texts("request_plan")
    line.proved = None
    assert line.texts("ask_identity") == ["ask_identity.say", "verify.ask"]
    assert flows_of(line) == ["plan", "verify"]


def test_another_private_topic_while_proof_is_asked_waits_for_the_same_proof() -> None:
    line = TextLine(texted=True)
    line.texts("request_plan")
    assert line.texts("ask_details") == ["verify.ask"]
    assert flows_of(line) == ["plan", "details", "verify"]
    assert line.texts(factors=(BIRTH, ZIP)) == ["details.lines", "plan.choose"]


def test_a_topic_underneath_is_returned_to_where_it_stood() -> None:
    line = proved_line()
    line.texts("request_plan")
    line.texts(number=3)
    line.texts("promise_to_pay")
    assert line.texts("request_plan") == ["plan.confirm"] and flows_of(line) == ["plan"]


def test_a_topic_underneath_starts_anew_with_a_new_wish() -> None:
    line = proved_line()
    line.texts("request_plan")
    line.texts(number=3)
    line.texts("promise_to_pay")
    assert line.texts("request_plan", number=4) == ["plan.confirm"]
    assert line.quote and len(line.quote.parts) == 4


def test_a_fourth_topic_says_which_one_was_put_away() -> None:
    line = TextLine(texted=True)
    line.texts("request_plan")
    line.texts("ask_details")
    assert flows_of(line) == ["plan", "details", "verify"]
    reply = line.hears(Heard("promise_to_pay"))
    assert reply.says == (Say("bot.put_away", topic=Say("topic.plan")), Say("promise.ask"))
    assert flows_of(line) == ["details", "verify", "promise"]


def test_facts_given_with_the_first_wish_are_heard_at_once() -> None:
    line = TextLine(texted=True)
    assert line.texts("check_balance", factors=(BIRTH, ZIP)) == ["balance.next"]


def test_facts_out_of_the_blue_mean_what_do_i_owe() -> None:
    line = TextLine(texted=True)
    assert line.texts(factors=(BIRTH, ZIP)) == ["balance.next"]
    assert TextLine(texted=True).texts(factors=(OTHER_BIRTH, ZIP)) == ["verify.miss"]
    assert TextLine(texted=True).texts("update_info", factors=(ZIP,)) == ["update_info.say"]
    line = TextLine(texted=True)
    line.texts("promise_to_pay")
    assert line.texts(factors=(ZIP,)) == ["bot.sorry", "promise.ask"]
    assert line.texts(factors=(BIRTH, ZIP)) == ["promise.ask"] and MarkVerified((1,)) in line.done


def test_so_much_a_month_is_a_plan_whatever_it_was_taken_for() -> None:
    assert proved_line().texts("get_pay_link", amount=account().owed, per="month") == ["plan.in_full"]
    assert proved_line().texts("out_of_scope", amount=replace(OWES, cents=6001), per="month") == ["plan.confirm"]
    assert proved_line().texts("hardship", amount=replace(OWES, cents=6001), per="month") == ["hardship.offer"]


# -- sorry, and the third miss --


def test_the_third_miss_in_a_row_hands_over_once_and_starts_counting_again() -> None:
    line = TextLine(texted=True)
    said = [[say.key for say in line.hears(NONSENSE).says] for _ in range(3)]
    assert said == [["bot.sorry", "menu.ask"], ["bot.sorry_again", "menu.ask"], ["staff.not_understood"]]
    assert line.done == [HandToStaff("not_understood", "did u feed the dog")]
    assert line.talk.misses == 0
    assert line.texts() == ["staff.waiting"] and line.done[1:] == []
    line.handed = "bot"
    assert line.texts() == ["bot.sorry", "menu.ask"]


def test_what_is_understood_in_between_clears_the_count() -> None:
    line = TextLine(texted=True)
    for heard in (NONSENSE, NONSENSE, Heard("payment_methods"), NONSENSE, NONSENSE):
        line.hears(heard)
    assert line.handed == "bot" and line.talk.misses == 2


def test_an_answer_clears_the_count_too() -> None:
    line = proved_line()
    line.texts("request_plan")
    for heard in (NONSENSE, NONSENSE, Heard("out_of_scope", number=3), NONSENSE, NONSENSE):
        line.hears(heard)
    assert line.handed == "bot" and line.asking == "plan_confirm"


def test_a_miss_asks_the_open_question_again() -> None:
    line = proved_line()
    line.texts("request_plan")
    assert line.texts() == ["bot.sorry", "plan.choose"]


def test_a_step_that_answers_itself_does_not_clear_the_count() -> None:
    line = proved_line()
    line.texts("request_plan")
    line.texts(number=3)
    line.texts()
    line.accounts = (account(replace(OWES, cents=20000)),)
    assert line.texts() == ["bot.sorry_again", "plan.changed", "plan.confirm"]
    assert line.texts() == ["staff.not_understood"]


# -- a person is awaited (decision 27) --


def waiting(**changes: Any) -> TextLine:
    line = proved_line(**changes)
    line.texts("request_plan")
    line.texts(number=3)
    assert line.texts("talk_to_human") == ["staff.coming"]
    return line


@pytest.mark.parametrize(
    ("intent", "says"),
    [
        ("check_balance", ["balance.owed"]),
        ("get_pay_link", ["pay.link"]),
        ("payment_trouble", ["payment_trouble.say"]),
        ("receipt_request", ["receipt.so_far"]),
        ("request_plan", ["staff.waiting"]),
        ("promise_to_pay", ["staff.waiting"]),
        ("talk_to_human", ["staff.waiting"]),
        ("ask_details", ["staff.waiting"]),
        ("help", ["staff.waiting"]),
        ("out_of_scope", ["staff.waiting"]),
        ("thanks_bye", ["staff.waiting"]),
        ("complaint", ["staff.waiting"]),
    ],
)
def test_what_the_bot_still_does_while_a_person_is_awaited(intent: str, says: list[str]) -> None:
    line = waiting()
    assert line.texts(intent) == says
    assert [done for done in line.done if isinstance(done, HandToStaff)] == [HandToStaff("human")]


def test_a_yes_to_what_was_open_before_starts_nothing_while_a_person_is_awaited() -> None:
    line = waiting()
    assert line.texts("affirm") == ["staff.waiting"] and line.texts(number=1) == ["staff.waiting"]
    assert line.plan is None


def test_hand_over_keeps_the_talk_and_release_asks_the_open_step_again() -> None:
    line = waiting()
    line.handed = "bot"
    assert line.resumes() == ["plan.confirm"]
    assert line.texts(number=1) == ["plan.started"]


@pytest.mark.parametrize(
    ("intent", "does"),
    [
        ("dispute_charge", {PutHold("dispute"), Ticket("dispute")}),
        ("deceased", {PutHold("deceased"), Ticket("deceased")}),
        ("hardship", {PutHold("hardship_pause"), Ticket("hardship")}),
        ("wrong_person", {PutHold("wrong_number"), Ticket("wrong_person")}),
        ("legal", {PutHold("attorney"), Ticket("legal")}),
    ],
)
def test_what_must_stop_stops_also_while_a_person_is_awaited(intent: str, does: set[Any]) -> None:
    assert set(waiting().hears(Heard(intent)).does) == does


def test_proof_goes_on_while_a_person_is_awaited() -> None:
    line = TextLine(texted=True, handed="waiting")
    assert line.texts("check_balance") == ["verify.ask"]
    assert line.texts(factors=(BIRTH, ZIP)) == ["balance.next"]


# -- two wishes in one text --


def test_a_second_private_wish_is_answered_after_the_same_proof() -> None:
    line = TextLine(texted=True)
    assert line.texts("get_pay_link", also="check_balance") == ["verify.ask"]
    assert line.texts(factors=(BIRTH, ZIP)) == ["pay.link", "balance.next"]


def test_a_second_wish_that_needs_no_proof_goes_before_the_question() -> None:
    line = TextLine(texted=True)
    assert line.texts("get_pay_link", also="receipt_request") == ["receipt.say", "verify.ask"]
    assert flows_of(line) == ["pay", "verify"]


def test_both_are_answered_where_both_can_be() -> None:
    assert proved_line().texts("get_pay_link", also="receipt_request") == ["pay.link", "receipt.so_far"]
    assert proved_line().texts("dispute_charge", also="get_pay_link") == ["dispute.say", "standing.review", "pay.link"]


def test_a_second_wish_beside_an_answer() -> None:
    line = proved_line()
    line.texts("request_plan")
    assert line.texts("out_of_scope", number=3, also="receipt_request") == ["receipt.so_far", "plan.confirm"]


def test_a_second_wish_does_not_put_the_first_away() -> None:
    line = proved_line()
    assert line.texts("request_plan", also="already_paid") == ["already_paid.say", "plan.review"]


def test_a_person_as_the_second_wish_is_called_and_the_first_is_answered() -> None:
    line = proved_line()
    assert line.texts("check_balance", also="talk_to_human") == ["staff.coming", "balance.next"]
    assert line.handed == "waiting"


def test_a_second_wish_that_must_wait_for_a_person_does_not_silence_the_first() -> None:
    assert waiting().texts("check_balance", also="talk_to_human") == ["balance.owed"]


def test_beside_a_condolence_only_a_person_is_heard() -> None:
    """Fact sheet H14: who writes for the dead hears of no bill."""
    line = proved_line()
    assert line.texts("deceased", also="third_party") == ["deceased.say"]
    assert line.texts("deceased", also="talk_to_human") == ["deceased.say", "staff.coming"] and line.handed == "waiting"


def test_the_same_wish_twice_is_one() -> None:
    assert proved_line().texts("get_pay_link", also="get_pay_link") == ["pay.link"]


# -- three texts at most --


def test_courtesies_go_first_where_a_turn_says_too_much() -> None:
    line = proved_line()
    line.texted = False
    line.texts("request_plan")
    line.texted = False
    assert line.texts() == ["bot.automated", "bot.sorry", "plan.choose"]
    line.texts(number=3)
    line.texted, line.accounts = False, (account(replace(OWES, cents=20000)),)
    assert line.texts() == ["bot.automated", "plan.changed", "plan.confirm"]


def test_the_first_reply_of_a_session_says_that_it_is_automated_once() -> None:
    line = TextLine()
    assert line.texts("check_balance") == ["bot.automated", "verify.ask"]
    assert line.texts() == ["verify.again"]
    assert TextLine().texts("wrong_person") == ["wrong_number.removed"], "nothing else to somebody else"
    assert TextLine().texts("opt_out") == []


# -- suspicions (decision 7) --


@pytest.mark.parametrize("suspicion", ["wrong_person", "deceased", "legal"])
def test_a_suspicion_holds_and_tells_staff_and_the_answer_goes_on(suspicion: str) -> None:
    line = proved_line()
    reply = line.hears(Heard("check_balance", suspicions=(suspicion,)))
    assert [say.key for say in reply.says] == ["balance.next"]
    assert set(reply.does) == {PutHold("suspicion"), Ticket(suspicion)}


@pytest.mark.parametrize("intent", ["wrong_person", "deceased", "legal"])
def test_an_unsure_critical_meaning_detaches_nothing(intent: str) -> None:
    reply = TextLine(texted=True).hears(Heard(intent, suspicions=(intent,)))
    assert [say.key for say in reply.says] == ["suspicion.noted"]
    assert set(reply.does) == {PutHold("suspicion"), Ticket(intent)}


def test_of_several_suspicions_each_has_its_consequence_and_one_ticket_is_enough() -> None:
    reply = TextLine(texted=True).hears(Heard("complaint", suspicions=("legal", "opt_out", "wrong_person")))
    assert [say.key for say in reply.says] == ["texts.ask"]
    assert reply.does == (PutHold("suspicion"), Ticket("legal"))


def test_a_bare_yes_after_an_unsure_critical_meaning_agrees_to_nothing() -> None:
    line = proved_line()
    line.texts("request_plan", number=3)
    assert line.texts("deceased", suspicions=("deceased",)) == ["suspicion.noted"]
    assert line.texts("affirm") == ["plan.confirm"] and line.plan is None


def test_a_sure_wish_to_end_texts_ends_everything() -> None:
    line = proved_line()
    line.texts("request_plan")
    reply = line.hears(Heard("opt_out"))
    assert reply.does == (OptOut(),) and reply.says == () and line.asking == "none"


def test_an_unsure_one_is_asked_about_before_anything_else_and_the_talk_goes_on() -> None:
    line = proved_line()
    line.texts("request_plan")
    assert line.texts("out_of_scope", number=3, suspicions=("opt_out",)) == ["texts.ask"]
    assert line.plan is None and line.quote is None
    reply = line.hears(Heard("out_of_scope", number=2))
    assert reply.does == (ClearSuspicion(),)
    assert [say.key for say in reply.says] == ["texts.kept", "plan.choose"]


def test_it_is_asked_also_while_a_person_is_awaited() -> None:
    line = waiting()
    assert line.texts("complaint", suspicions=("opt_out",)) == ["texts.ask"]
    assert line.hears(Heard("talk_to_human", suspicions=("opt_out",))).does == (OptOut(),)


# -- notes, resuming, and what was lost --


def test_staff_see_the_patients_words() -> None:
    line = TextLine(texted=True)
    line.hears(Heard("dispute_charge", extra="i was never there"))
    assert Ticket("dispute", "i was never there") in line.done


def test_nothing_open_means_nothing_to_resume() -> None:
    assert TextLine(texted=True).resumes() == []


def test_resuming_days_later_asks_for_proof_first() -> None:
    line = proved_line()
    line.texts("request_plan")
    line.proved = None
    assert line.resumes() == ["verify.ask"]
    assert line.texts(factors=(BIRTH, ZIP)) == ["plan.choose"]


def test_proof_that_succeeded_elsewhere_is_not_asked_for_again() -> None:
    line = TextLine(texted=True)
    line.texts("request_plan")
    line.proved = MarkVerified((1,))
    assert line.texts(number=3) == ["plan.confirm"], "the answer is for the question underneath"


GONE = {"frames": [{"flow": "gone", "version": 1, "step": "x", "memory": {}}], "misses": 0}


def lost_line(**changes: Any) -> TextLine:
    line = proved_line(**changes)
    line.talk, whole = engine.load(GONE)
    assert not whole and line.talk == Talk(lost=True)
    return line


def after_loss(line: TextLine, heard: Heard) -> list[str]:
    return [say.key for say in line.settle(engine.step(line.talk, heard, line.known()), "").says]


def test_after_a_loss_the_open_quote_is_asked_again() -> None:
    quote = Quote(1, OWES, OWES.split(2), (TODAY.replace(day=20), TODAY.replace(month=4, day=20)), (), 5)
    line = lost_line(quote=quote)
    assert after_loss(line, Heard("affirm")) == ["bot.lost", "plan.confirm"], "a yes to a question that is gone is none"
    assert line.plan is None and not line.talk.lost
    assert line.texts("affirm") == ["plan.started"]


def test_after_a_loss_without_a_quote_there_is_the_menu() -> None:
    assert after_loss(lost_line(), Heard("out_of_scope", number=3)) == ["bot.lost", "menu.ask"]
    assert [say.key for say in engine.resume(Talk(lost=True), proved_line().known()).says] == ["bot.lost", "menu.ask"]


def test_after_a_loss_a_new_wish_is_simply_answered() -> None:
    assert after_loss(lost_line(), Heard("check_balance")) == ["bot.lost", "balance.next"]


def test_after_a_loss_what_is_still_open_is_asked() -> None:
    kept = {"flow": "promise", "version": 1, "step": "when", "memory": {"day": None, "either": []}}
    line = proved_line()
    line.talk, whole = engine.load({"frames": [kept, *GONE["frames"]], "misses": 1})  # type: ignore[misc]
    assert not whole and line.talk.misses == 1
    assert after_loss(line, Heard("affirm")) == ["bot.lost", "promise.ask"]


def test_a_promise_is_not_made_twice_by_one_text() -> None:
    line = TextLine(texted=True)
    reply = line.hears(Heard("promise_to_pay", day=TODAY, also="promise_to_pay"))
    assert reply.does == (Promise(TODAY),)


def test_stale_proof_without_an_account_is_asked_for_and_never_an_exception() -> None:
    line = TextLine(texted=True)
    line.facts = {"verified": True}
    assert line.texts("check_balance") == ["verify.ask"]
    line.talk = Talk((Frame("plan", "confirm", Wish()),))
    assert line.texts("affirm") == ["verify.ask"]
