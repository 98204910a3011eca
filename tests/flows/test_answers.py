"""Topics with one thing to say: what is said, who is told, what stops, and whether the open question comes back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.topics import FLOWS, TOPICS
from bot.understanding.labels import LABELS
from flows.script import ClearSuspicion, HandToStaff, Heard, OptOut, PutHold, SetLanguage, Ticket
from tests.flows.line import PRACTICE, TextLine, account, proved_line


@pytest.mark.parametrize(
    ("intent", "says", "hold", "ticket"),
    [
        ("dispute_charge", "dispute.say", "dispute", "dispute"),
        ("insurance_issue", "insurance.say", "dispute", "insurance"),
        ("already_paid", "already_paid.say", "dispute", "already_paid"),
        ("wrong_person", "wrong_number.removed", "wrong_number", "wrong_person"),
        ("third_party", "third_party.say", None, "third_party"),
        ("deceased", "deceased.say", "deceased", "deceased"),
        ("legal", "legal.say", "attorney", "legal"),
        ("refund_request", "refund.say", None, "refund"),
        ("receipt_request", "receipt.say", None, "receipt"),
        ("update_info", "update_info.say", None, "info"),
        ("medical_or_scheduling", "medical.say", None, "medical"),
        ("payment_methods", "payment_methods.say", None, None),
        ("ask_identity", "ask_identity.say", None, None),
        ("opt_in", "opt_in.say", None, None),
        ("not_now", "not_now.say", None, None),
        ("thanks_bye", "thanks.say", None, None),
        ("complaint", "complaint.say", None, "complaint"),
        ("deny", "deny.say", None, None),
    ],
)
def test_what_is_said_and_done(intent: str, says: str, hold: str | None, ticket: str | None) -> None:
    line = TextLine(texted=True)
    reply = line.hears(Heard(intent, extra="their words"))
    assert [say.key for say in reply.says] == [says]
    assert {done.reason for done in reply.does if isinstance(done, PutHold)} == ({hold} - {None})
    assert [done for done in reply.does if isinstance(done, Ticket)] == (
        [Ticket(ticket, "their words")] if ticket else []
    )
    assert line.handed == "bot" and line.asking == "none"


def test_every_meaning_has_an_answer() -> None:
    by_the_shell = {"self_harm", "emergency"}
    by_the_engine = {"opt_out", "out_of_scope"}
    assert set(LABELS) - by_the_shell - by_the_engine == set(TOPICS)


PUT_AWAY = ["dispute_charge", "insurance_issue", "already_paid", "third_party", "deceased", "legal", "wrong_person"]
COMES_BACK = [
    "refund_request",
    "receipt_request",
    "update_info",
    "medical_or_scheduling",
    "payment_methods",
    "ask_identity",
]


@pytest.mark.parametrize("intent", PUT_AWAY)
def test_nobody_is_pressed_on_after_these(intent: str) -> None:
    line = proved_line()
    line.texts("request_plan")
    assert len(line.texts(intent)) == 1 and line.asking == "none"


@pytest.mark.parametrize("intent", COMES_BACK)
def test_the_open_question_comes_back_after_these(intent: str) -> None:
    line = proved_line()
    line.texts("request_plan")
    assert line.texts(intent)[-1] == "plan.choose" and line.asking == "plan_choice"


@pytest.mark.parametrize("intent", ["thanks_bye", "not_now", "complaint"])
def test_the_open_question_stays_open_and_is_not_pressed_after_these(intent: str) -> None:
    line = proved_line()
    line.texts("request_plan")
    assert len(line.texts(intent)) == 1 and line.asking == "plan_choice"
    assert line.texts(number=3) == ["plan.confirm"]


def test_thanks_keeps_even_a_passing_question() -> None:
    line = proved_line()
    line.texts("check_balance")
    line.texts("thanks_bye")
    assert line.texts(number=1) == ["pay.link"]


def test_more_words_on_a_dispute_are_added_to_it_once() -> None:
    line = TextLine(texted=True)
    line.texts("dispute_charge")
    reply = line.hears(Heard("out_of_scope", extra="it was my brother"))
    assert [say.key for say in reply.says] == ["bot.passed_on"] and reply.does == (
        Ticket("dispute", "it was my brother"),
    )
    assert line.texts() == ["bot.sorry", "menu.ask"], "nonsense afterwards is nonsense again"


def test_saying_it_again_is_added_and_not_answered_with_the_same_words() -> None:
    line = TextLine(texted=True)
    line.texts("already_paid")
    reply = line.hears(Heard("already_paid", extra="check 103"))
    assert [say.key for say in reply.says] == ["bot.passed_on"] and Ticket("already_paid", "check 103") in reply.does


def test_a_rule_that_found_bankruptcy_is_not_overwritten_by_attorney() -> None:
    line = TextLine(texted=True, holds=frozenset({"bankruptcy"}))
    assert line.hears(Heard("legal")).does == (Ticket("legal"),)


def test_what_was_paid_is_said_only_after_proof() -> None:
    assert TextLine(texted=True).texts("receipt_request") == ["receipt.say"]
    assert proved_line().texts("receipt_request") == ["receipt.so_far"]
    assert proved_line(accounts=(account(lines=()),)).texts("receipt_request") == ["receipt.say"]


def test_receipts_are_on_the_page_and_a_person_sends_them_where_there_is_none() -> None:
    assert proved_line().hears(Heard("receipt_request")).does == ()
    for facts in ({"channel": "web"}, {"closed": True}):
        reply = proved_line(facts=facts).hears(Heard("receipt_request"))
        assert ([say.key for say in reply.says], reply.does) == (["receipt.so_far_web"], (Ticket("receipt"),))


def test_a_second_complaint_gets_a_person() -> None:
    line = TextLine(texted=True)
    assert line.texts("complaint") == ["complaint.say"]
    assert line.texts("complaint") == ["complaint.again"]
    assert HandToStaff("complaint") in line.done


def test_a_person_is_asked_for() -> None:
    line = TextLine(texted=True)
    reply = line.hears(Heard("talk_to_human", extra="call me"))
    assert reply.does == (HandToStaff("human", "call me"),) and [say.key for say in reply.says] == ["staff.coming"]


def test_only_start_lifts_an_opt_out() -> None:
    assert TextLine(texted=True, opted_out=True).texts("opt_in") == ["opt_in.start"]


def test_a_practice_without_a_site_says_to_call() -> None:
    assert TextLine(texted=True, facts={"practice": replace(PRACTICE, site="")}).texts("ask_identity") == [
        "ask_identity.call"
    ]


@pytest.mark.parametrize(
    ("wants", "says", "does"),
    [
        ("es", ["language.set"], (SetLanguage("es"),)),
        ("en", ["language.set"], (SetLanguage("en"),)),
        (None, ["language.ask"], ()),
        ("zh", ["language.other"], (Ticket("other"),)),
    ],
)
def test_which_language(wants: str | None, says: list[str], does: tuple[object, ...]) -> None:
    reply = TextLine(texted=True).hears(Heard("switch_language", wants_lang=wants))
    assert ([say.key for say in reply.says], reply.does) == (says, does)


@pytest.mark.parametrize(("number", "lang"), [(1, "en"), (2, "es")])
def test_the_language_is_chosen_by_number_and_the_open_question_asked_in_it(number: int, lang: str) -> None:
    line = proved_line()
    line.texts("request_plan")
    line.texts("switch_language")
    assert line.asking == "language"
    assert line.texts(number=number) == ["language.set", "plan.choose"] and line.lang == lang


def test_the_language_can_be_named_too_and_a_no_changes_nothing() -> None:
    line = TextLine(texted=True)
    line.texts("switch_language")
    assert line.texts(wants_lang="es") == ["language.set"] and line.lang == "es"
    line.texts("switch_language")
    assert line.texts("deny") == ["deny.say"]
    detour = proved_line()
    detour.texts("request_plan")
    detour.texts("switch_language")
    assert detour.texts("deny") == ["plan.choose"]


@pytest.mark.parametrize("opening", ["help", "greet"])
@pytest.mark.parametrize(
    ("number", "says"), [(1, "balance.next"), (2, "pay.link"), (3, "plan.choose"), (4, "staff.coming")]
)
def test_the_menu_leads_to_what_it_names(opening: str, number: int, says: str) -> None:
    line = proved_line()
    assert line.texts(opening) in (["menu.ask"], ["greet.hello"]) and line.asking == "menu"
    assert line.texts(number=number) == [says]


def test_help_and_hello_in_the_middle_come_back_to_the_question() -> None:
    line = proved_line()
    line.texts("request_plan")
    assert line.texts("help") == ["menu.detour", "plan.choose"]
    assert line.texts("greet") == ["plan.choose"]


def test_yes_out_of_the_blue() -> None:
    assert TextLine(texted=True).texts("affirm") == ["menu.ask"], "an answer to a reminder"
    line = proved_line()
    line.texts("get_pay_link")
    assert line.texts("affirm") == ["affirm.say"], "an answer to what we said"


UNCLEAR = ("check_balance", "payment_methods")


@pytest.mark.parametrize(("number", "says"), [(1, "balance.next"), (2, "payment_methods.say")])
def test_which_of_two_was_meant(number: int, says: str) -> None:
    line = proved_line()
    assert line.texts("check_balance", clarify=UNCLEAR) == ["clarify.ask"]
    assert line.asking == "clarify"
    assert line.texts(number=number) == [says]


def test_it_is_asked_once_and_then_the_likelier_is_taken() -> None:
    line = proved_line()
    line.texts("check_balance", clarify=UNCLEAR)
    assert line.texts("check_balance", clarify=UNCLEAR) == ["balance.next"]


def test_what_answers_both_is_not_asked_about() -> None:
    assert proved_line().texts("check_balance", clarify=("check_balance", "ask_details")) == ["details.lines"]


def test_neither_leads_to_the_menu() -> None:
    line = proved_line()
    line.texts("check_balance", clarify=UNCLEAR)
    assert line.texts("deny") == ["menu.ask"]


@pytest.mark.parametrize(
    ("heard", "done"),
    [
        (Heard("out_of_scope", number=1), OptOut()),
        (Heard("affirm"), OptOut()),
        (Heard("opt_out"), OptOut()),
        (Heard("complaint", suspicions=("opt_out",)), OptOut()),
        (Heard("out_of_scope", number=2), ClearSuspicion()),
        (Heard("deny"), ClearSuspicion()),
    ],
    ids=str,
)
def test_what_answers_whether_texts_should_end(heard: Heard, done: object) -> None:
    line = proved_line()
    line.texts("request_plan")
    assert line.texts("complaint", suspicions=("opt_out",)) == ["texts.ask"] and line.asking == "clarify"
    assert line.hears(heard).does == (done,)
    assert (line.asking == "none") == isinstance(done, OptOut)


@pytest.mark.parametrize("heard", [Heard("out_of_scope"), Heard("out_of_scope", number=3)], ids=str)
def test_what_does_not_answer_it_leaves_it_open(heard: Heard) -> None:
    line = proved_line()
    line.texts("complaint", suspicions=("opt_out",))
    reply = line.hears(heard)
    assert reply.does == () and reply.says[-1].key == "texts.ask"


def test_another_wish_puts_the_question_away_and_reminders_still_wait() -> None:
    line = proved_line()
    line.texts("complaint", suspicions=("opt_out",))
    reply = line.hears(Heard("payment_methods"))
    assert reply.says[-1].key == "payment_methods.say" and ClearSuspicion() not in reply.does


def test_talks_are_named_once() -> None:
    intents = [intent for flow in FLOWS.values() for intent in flow.opens_on]
    assert len(intents) == len(set(intents))
