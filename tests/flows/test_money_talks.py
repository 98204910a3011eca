"""What is owed, paying it, promising it, and why: a table for each talk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from bot import engine
from flows.money import Money
from flows.script import HandToStaff, Heard, Line, Link, PlanFacts, Promise, PutHold, Say, Ticket
from tests.flows.line import OWES, TODAY, TextLine, account, proved_line

APRIL, MAY, JUNE = date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)
ACTIVE = PlanFacts(1, "active", OWES.split(3), (APRIL, MAY, JUNE), Money(80_01))
HALF = Money(120_01)


def told(line: TextLine, heard: Heard) -> tuple[Say, ...]:
    return line.hears(heard).says


# -- balance --


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({}, Say("balance.next", owed=OWES)),
        ({"accounts": (account(Money(40_00)),)}, Say("balance.small", owed=Money(40_00))),
        ({"accounts": (account(Money(0)),)}, Say("standing.nothing")),
        ({"accounts": (account(Money(-12_00)),)}, Say("standing.credit", credit=Money(12_00))),
        ({"accounts": (account(insurance_pending=True),)}, Say("balance.insurance", owed=OWES)),
        ({"holds": frozenset({"dispute"})}, Say("balance.review", owed=OWES)),
        ({"promised": APRIL}, Say("balance.promised", owed=OWES, day=APRIL)),
        ({"plan": ACTIVE}, Say("balance.plan", owed=OWES, amount=Money(80_00), day=MAY)),
        ({"plan": replace(ACTIVE, state="offered")}, Say("balance.next", owed=OWES)),
        ({"facts": {"closed": True}}, Say("standing.closed")),
    ],
    ids=str,
)
def test_balance_says_what_stands(changes: dict[str, Any], says: Say) -> None:
    assert told(proved_line(**changes), Heard("check_balance")) == (says,)


@pytest.mark.parametrize(
    ("heard", "says"),
    [
        (Heard("out_of_scope", number=1), "pay.link"),
        (Heard("affirm"), "pay.link"),
        (Heard("out_of_scope", amount=Money(50_00)), "pay.link"),
        (Heard("out_of_scope", number=2), "plan.choose"),
        (Heard("out_of_scope", amount=Money(60_01), per="month"), "plan.confirm"),
        (Heard("deny"), "deny.say"),
        (Heard("insurance_issue", number=2), "insurance.say"),
        (Heard("out_of_scope", number=3), "bot.sorry"),
    ],
    ids=str,
)
def test_what_follows_a_balance(heard: Heard, says: str) -> None:
    line = proved_line()
    line.texts("check_balance")
    assert line.asking == "next"
    assert told(line, heard)[0].key == says


def test_the_2_that_chooses_a_plan_is_not_two_payments() -> None:
    line = proved_line()
    line.texts("check_balance")
    line.texts(number=2)
    assert line.asking == "plan_choice" and line.quote is None


def test_the_balance_question_is_not_asked_again_after_another_topic() -> None:
    line = proved_line()
    line.texts("check_balance")
    assert line.texts("payment_methods") == ["payment_methods.say"] and line.asking == "none"


# -- paying --


@pytest.mark.parametrize(
    ("heard", "amount"),
    [
        (Heard("get_pay_link"), OWES),
        (Heard("get_pay_link", amount=Money(50_00)), Money(50_00)),
        (Heard("get_pay_link", number=50), Money(50_00)),
        (Heard("get_pay_link", fraction=Fraction(1, 2)), HALF),
        (Heard("get_pay_link", amount=OWES), OWES),
    ],
    ids=str,
)
def test_a_link_for_all_or_a_part(heard: Heard, amount: Money) -> None:
    said = told(proved_line(), heard)[0]
    assert (said.key, said.blanks["amount"], said.blanks["link"]) == ("pay.link", amount, Link("pay", amount))


def test_a_share_wished_for_before_proof_is_of_what_is_owed_after_it() -> None:
    line = TextLine(texted=True)
    assert line.texts("get_pay_link", fraction=Fraction(1, 2)) == ["verify.ask"]
    line.proves().accounts = (account(Money(100_00)),)
    assert engine.resume(line.talk, line.known()).says[0].blanks["amount"] == Money(50_00)


@pytest.mark.parametrize("amount", [Money(240_02), Money(900_00), Money(0)])
def test_an_amount_that_cannot_be_is_asked_about(amount: Money) -> None:
    line = proved_line()
    assert told(line, Heard("get_pay_link", amount=amount)) == (Say("pay.how_much", owed=OWES),)
    assert line.asking == "amount"


@pytest.mark.parametrize(
    ("heard", "says", "amount"),
    [
        (Heard("out_of_scope", number=50), "pay.link", Money(50_00)),
        (Heard("out_of_scope", amount=Money(75_50)), "pay.link", Money(75_50)),
        (Heard("out_of_scope", fraction=Fraction(1, 2)), "pay.link", HALF),
        (Heard("affirm"), "pay.link", OWES),
        (Heard("out_of_scope", number=500), "pay.how_much", None),
        (Heard("deny"), "pay.later", None),
        (Heard("request_plan", amount=Money(60_01), per="month"), "plan.confirm", None),
    ],
    ids=str,
)
def test_what_answers_how_much(heard: Heard, says: str, amount: Money | None) -> None:
    line = proved_line()
    line.texts("get_pay_link", amount=Money(900_00))
    said = told(line, heard)[0]
    assert (said.key, said.blanks.get("amount")) == (says, amount)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"accounts": (account(Money(0)),)}, ["standing.nothing"]),
        ({"accounts": (account(Money(-1)),)}, ["standing.credit"]),
        ({"facts": {"closed": True}}, ["standing.closed"]),
        ({"holds": frozenset({"gfe_dispute"})}, ["standing.review", "pay.link"]),
        ({"accounts": (account(insurance_pending=True),)}, ["standing.insurance", "pay.link"]),
        ({"plan": ACTIVE}, ["pay.plan"]),
    ],
    ids=str,
)
@pytest.mark.parametrize("intent", ["get_pay_link"])
def test_what_stands_beside_paying(changes: dict[str, Any], says: list[str], intent: str) -> None:
    assert proved_line(**changes).texts(intent) == says


def test_a_link_that_failed_is_made_anew_with_a_way_to_a_person() -> None:
    line = proved_line()
    assert told(line, Heard("payment_trouble")) == (Say("payment_trouble.say", link=Link("pay")),)
    assert proved_line(facts={"closed": True}).texts("payment_trouble") == ["standing.closed"]
    assert TextLine(texted=True).texts("payment_trouble") == ["verify.ask"]


# -- a plan that is there --


@pytest.mark.parametrize(
    ("plan", "says"),
    [
        (None, Say("plan_status.none")),
        (ACTIVE, Say("plan_status.active", paid=Money(80_01), left=2, amount=Money(80_00), day=MAY)),
        (
            replace(ACTIVE, paid=Money(100_00)),
            Say("plan_status.active", paid=Money(100_00), left=2, amount=Money(60_01), day=MAY),
        ),
        (replace(ACTIVE, state="offered"), Say("plan_status.offered", link=Link("agreement"))),
        (replace(ACTIVE, state="completed"), Say("plan_status.done")),
        (replace(ACTIVE, paid=OWES), Say("plan_status.done")),
        (replace(ACTIVE, state="cancelled"), Say("plan_status.over")),
        (replace(ACTIVE, state="defaulted"), Say("plan_status.over")),
    ],
    ids=str,
)
def test_how_a_plan_stands(plan: PlanFacts | None, says: Say) -> None:
    assert told(proved_line(plan=plan), Heard("plan_status")) == (says,)


def test_a_second_change_of_a_plan_goes_to_a_person_with_what_stands() -> None:
    line = proved_line(plan=replace(ACTIVE, changed=True))
    said = told(line, Heard("change_plan", extra="can i skip june", change="skip"))
    assert said == (Say("change_plan.say", amount=Money(80_00), day=MAY),)
    assert line.done == [Ticket("other", "can i skip june")]
    assert proved_line().texts("change_plan") == ["plan.choose"], "without a plan, one is offered"


def test_where_do_i_sign_again_is_no_wish_for_texts_while_an_agreement_waits() -> None:
    line = proved_line(plan=replace(ACTIVE, state="offered"))
    assert told(line, Heard("opt_in")) == (Say("plan_status.offered", link=Link("agreement")),)
    assert told(proved_line(plan=ACTIVE), Heard("opt_in")) != (Say("plan_status.offered", link=Link("agreement")),)


@pytest.mark.parametrize("pair", [("request_plan", "change_plan"), ("change_plan", "request_plan")])
def test_a_plan_or_a_change_of_it_depends_on_whether_there_is_one(pair: tuple[str, str]) -> None:
    assert proved_line().texts(pair[0], clarify=pair) == ["plan.choose"]
    assert proved_line(plan=ACTIVE).texts(pair[0], clarify=pair) == ["change_plan.what"]


# -- promises --

DAY = TODAY + timedelta(days=4)


@pytest.mark.parametrize(
    ("heard", "says", "does"),
    [
        (Heard("promise_to_pay", day=DAY), [Say("promise.noted", day=DAY)], [Promise(DAY)]),
        (Heard("promise_to_pay", day=TODAY), [Say("promise.noted", day=TODAY)], [Promise(TODAY)]),
        (
            Heard("promise_to_pay", day=TODAY + timedelta(days=31)),
            [Say("promise.noted", day=TODAY + timedelta(days=31))],
            [Promise(TODAY + timedelta(days=31))],
        ),
        (Heard("promise_to_pay", day=TODAY + timedelta(days=32)), [Say("promise.later")], [HandToStaff("other")]),
        (Heard("promise_to_pay", day=TODAY - timedelta(days=1)), [Say("promise.past")], []),
        (Heard("promise_to_pay"), [Say("promise.ask")], []),
        (Heard("promise_to_pay", days=(DAY, APRIL)), [Say("promise.which", first=DAY, second=APRIL)], []),
        (
            Heard("promise_to_pay", days=(TODAY - timedelta(days=9), DAY)),
            [Say("promise.noted", day=DAY)],
            [Promise(DAY)],
        ),
    ],
    ids=str,
)
def test_a_promise_needs_no_proof_and_keeps_to_policy(heard: Heard, says: list[Say], does: list[Any]) -> None:
    line = TextLine(texted=True)
    reply = line.hears(heard)
    assert (list(reply.says), list(reply.does)) == (says, does)


@pytest.mark.parametrize(
    ("heard", "says"),
    [
        (Heard("out_of_scope", day=DAY), "promise.noted"),
        (Heard("get_pay_link", day=DAY), "promise.noted"),
        (Heard("promise_to_pay"), "promise.none"),
        (Heard("affirm"), "promise.ask"),
        (Heard("deny"), "promise.none"),
        (Heard("out_of_scope"), "bot.sorry"),
    ],
    ids=str,
)
def test_what_answers_which_day(heard: Heard, says: str) -> None:
    line = TextLine(texted=True)
    line.texts("promise_to_pay")
    assert line.asking == "promise_date"
    assert told(line, heard)[0].key == says


@pytest.mark.parametrize(("number", "day"), [(1, DAY), (2, APRIL)])
def test_which_of_two_days_was_meant(number: int, day: date) -> None:
    line = TextLine(texted=True)
    line.texts("promise_to_pay", days=(DAY, APRIL))
    assert line.hears(Heard("affirm", number=number)).does == (Promise(day),)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"accounts": (account(Money(0)),)}, ["standing.nothing"]),
        ({"accounts": (account(insurance_pending=True),)}, ["promise.insurance"]),
        ({"facts": {"closed": True}}, ["standing.closed"]),
    ],
    ids=str,
)
def test_no_promise_where_nothing_need_be_paid(changes: dict[str, Any], says: list[str]) -> None:
    assert proved_line(**changes).texts("promise_to_pay", day=DAY) == says


# -- why --


def test_why_is_told_in_lines_that_end_in_what_is_owed() -> None:
    lines = (Line("charged", Money(500_00)), Line("insurance_paid", Money(200_00)), Line("you_paid", Money(59_99)))
    said = told(proved_line(accounts=(account(lines=lines),)), Heard("ask_details"))[0]
    assert said == Say(
        "details.lines",
        owed=OWES,
        lines=(
            Say("line.charged", amount=Money(500_00)),
            Say("line.insurance_paid", amount=Money(200_00)),
            Say("line.you_paid", amount=Money(59_99)),
            Say("line.owe", amount=OWES),
        ),
    )


@pytest.mark.parametrize(
    ("changes", "says", "tickets"),
    [
        ({"accounts": (account(lines=()),)}, ["details.none"], {"other"}),
        ({"accounts": (account(as_guarantor=True),)}, ["details.guarantor"], {"other"}),
        ({"facts": {"closed": True}}, ["standing.closed"], set()),
    ],
    ids=str,
)
def test_when_the_why_goes_to_a_person(changes: dict[str, Any], says: list[str], tickets: set[str]) -> None:
    line = proved_line(**changes)
    if "accounts" in changes and changes["accounts"][0].as_guarantor:
        line.proved = replace(line.proved, as_guarantor=True)  # type: ignore[type-var]
    assert line.texts("ask_details") == says and line.tickets == tickets


# -- money is short --


def test_hardship_pauses_reminders_tells_staff_and_offers_smaller_payments() -> None:
    line = TextLine(texted=True)
    reply = line.hears(Heard("hardship", extra="lost my job"))
    assert [say.key for say in reply.says] == ["hardship.offer"]
    assert reply.does == (PutHold("hardship_pause"), Ticket("hardship", "lost my job"))
    assert line.texts(number=1) == ["verify.ask"]
    line.proves()
    assert line.resumes() == ["plan.choose"]


@pytest.mark.parametrize("changes", [{"plan": ACTIVE}, {"facts": {"closed": True}}], ids=str)
def test_hardship_offers_no_plan_where_none_can_be(changes: dict[str, Any]) -> None:
    assert proved_line(**changes).texts("hardship") == ["hardship.say"]


def test_fifty_a_month_after_hardship_is_a_plan() -> None:
    line = proved_line()
    line.texts("hardship")
    assert line.texts("hardship", amount=Money(60_01), per="month") == ["plan.confirm"]
    assert line.texts("hardship") and line.texts(amount=Money(120_01)) == ["plan.confirm"]


def test_a_plan_that_is_over_does_not_stop_the_offer_of_a_smaller_one() -> None:
    assert proved_line(plan=replace(ACTIVE, state="completed")).texts("hardship") == ["hardship.offer"]


def test_why_ends_in_the_credit_where_nothing_is_owed() -> None:
    said = told(proved_line(accounts=(account(Money(-12_00)),)), Heard("ask_details"))[0]
    assert said.blanks["lines"][-1] == Say("line.credit", amount=Money(12_00))


def test_a_choice_after_proof_lapsed_waits_until_the_figure_is_told_again() -> None:
    line = proved_line()
    line.texts("check_balance")
    line.proved = None
    assert line.texts(number=1) == ["verify.ask"]
    line.proves()
    assert line.resumes() == ["balance.next"]
