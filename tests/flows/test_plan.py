"""Plans by text: choosing, reading back, agreeing to those figures and no others (decisions 15 to 17)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from flows import shapes
from flows.money import Money
from flows.policy import DEFAULT
from flows.script import (
    DropQuote,
    Heard,
    Link,
    OfferAgreement,
    OfferQuote,
    PlanFacts,
    Quote,
    Say,
    StartPlan,
    Ticket,
)
from tests.flows.line import OWES, TODAY, TextLine, account, proved_line

APRIL = date(2026, 4, 1)


def choosing(**changes: Any) -> TextLine:
    line = proved_line(**changes)
    assert line.texts("request_plan") == ["plan.choose"]
    return line


def confirming(**changes: Any) -> TextLine:
    line = choosing(**changes)
    assert line.texts(number=3) == ["plan.confirm"]
    return line


def count_of(line: TextLine) -> int:
    assert line.quote is not None
    return len(line.quote.parts)


def test_exact_figures_are_read_back() -> None:
    line = choosing()
    said = line.hears(Heard("out_of_scope", number=3)).says[0]
    assert said == Say("plan.confirm", terms=Say("shape.month", count=3, parts=OWES.split(3), day=APRIL), total=OWES,
                       owed=OWES)  # fmt: skip
    assert line.quote == Quote(1, OWES, OWES.split(3), (APRIL, date(2026, 5, 1), date(2026, 6, 1)), line.quote.rules, 1)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("heard", "count"),
    [
        (Heard("out_of_scope", number=4), 4),
        (Heard("request_plan", number=2), 2),
        (Heard("hardship", amount=Money(50_00), per="month"), 5),
        (Heard("get_pay_link", amount=Money(50_00), per="month"), 5),
        (Heard("out_of_scope", amount=Money(80_01)), 3),
        (Heard("out_of_scope", number=50), 5),
        (Heard("out_of_scope", fraction=Fraction(1, 2)), 2),
        (Heard("affirm", number=6), 6),
    ],
    ids=str,
)
def test_what_answers_how_many_or_how_much(heard: Heard, count: int) -> None:
    line = choosing()
    assert [say.key for say in line.hears(heard).says][-1].startswith("plan.confirm")
    assert count_of(line) == count


def test_the_wish_in_the_first_text_survives_the_proof() -> None:
    line = TextLine(texted=True)
    assert line.texts("request_plan", amount=Money(50_00), per="month") == ["verify.ask"]
    line.proves()
    assert line.resumes() == ["plan.confirm_page"]
    assert count_of(line) == 5


@pytest.mark.parametrize("number", [5, 7, 9])
def test_a_number_between_the_choices_is_one_that_the_practice_allows(number: int) -> None:
    line = choosing()
    assert line.texts(number=number) == ["plan.confirm_page"] and line.quote is not None
    assert len(line.quote.parts) == number and "by_amount" in line.quote.rules


@pytest.mark.parametrize("number", [10, 12, 13, 0])
def test_a_number_that_is_not_a_choice_is_told_so_once(number: int) -> None:
    line = choosing()
    reply = line.hears(Heard("out_of_scope", number=number))
    assert reply.says == (Say("plan.not_offered", choices=(2, 3, 4, 6)),)
    assert line.asking == "plan_choice" and line.quote is None
    assert line.texts(number=3) == ["plan.confirm"]


def test_too_small_a_wish_gets_the_longest_plan_and_is_told_so() -> None:
    line = choosing()
    assert line.texts("request_plan", amount=Money(10_00), per="month") == ["plan.longest", "plan.confirm_page"]
    assert count_of(line) == 9 and "longest_allowed" in line.quote.rules  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "heard", [Heard("request_plan", amount=Money(300_00)), Heard("request_plan", number=1)], ids=str
)
def test_a_wish_that_pays_everything_gets_the_link(heard: Heard) -> None:
    said = choosing().hears(heard).says
    assert said == (Say("plan.in_full", owed=OWES, link=Link("pay", OWES)),)


def test_no_to_the_choice_sets_nothing_up() -> None:
    line = choosing()
    assert line.texts("deny") == ["plan.declined"] and line.asking == "none" and line.plan is None


@pytest.mark.parametrize(
    "heard",
    [
        Heard("out_of_scope", number=1),
        Heard("affirm"),
        Heard("affirm", number=1),
        Heard("affirm", whole_yes=True),
        Heard("thanks_bye", number=1),
        Heard("request_plan", number=3, counted=True, assents=True),
        Heard("affirm", number=80, assents=True),
        Heard("affirm", amount=Money(80_00), per="month", assents=True),
        Heard("opt_in", assents=True),
    ],
    ids=str,
)
def test_what_is_a_yes(heard: Heard) -> None:
    line = confirming()
    quote = line.quote
    reply = line.hears(heard)
    assert reply.does == (StartPlan(quote),) and [say.key for say in reply.says] == ["plan.started"]  # type: ignore[arg-type]
    assert line.asking == "none"


@pytest.mark.parametrize(
    "heard",
    [
        Heard("affirm", number=6),
        Heard("affirm", also="dispute_charge"),
        Heard("affirm", suspicions=("legal",)),
        Heard("affirm", amount=Money(20_00)),
        Heard("affirm", day=date(2026, 3, 15)),
        Heard("affirm", days=(date(2026, 3, 4), date(2026, 4, 3))),
        Heard("affirm", fraction=Fraction(1, 2)),
        Heard("deny", number=1),
        Heard("get_pay_link", number=1),
        Heard("thanks_bye"),
        Heard("greet"),
        Heard("out_of_scope"),
        Heard("affirm", number=2, assents=True),
        Heard("affirm", number=4, counted=True, assents=True),
        Heard("affirm", amount=Money(50_00), assents=True),
        Heard("affirm", day=date(2026, 4, 2), assents=True),
        Heard("affirm", per="week", assents=True),
        Heard("affirm", fraction=Fraction(1, 2), assents=True),
        Heard("affirm", down=Money(20_00), assents=True),
        Heard("affirm", suspicions=("legal",), assents=True),
    ],
    ids=str,
)
def test_what_is_no_yes(heard: Heard) -> None:
    line = confirming()
    line.hears(heard)
    assert line.plan is None and not any(isinstance(done, StartPlan | OfferAgreement) for done in line.done)


def test_two_payments_that_were_read_back_are_taken_by_a_yes_to_two() -> None:
    line = choosing()
    line.hears(Heard("out_of_scope", number=2))
    assert line.hears(Heard("affirm", number=2, assents=True)).does == (StartPlan(line.plan and line.done[-1].quote),)  # type: ignore[union-attr]


def test_a_two_beside_a_no_is_of_payments() -> None:
    line = confirming()
    assert [say.key for say in line.hears(Heard("deny", number=2, counted=True)).says] == ["plan.confirm"]
    assert count_of(line) == 2


def test_who_refuses_any_plan_beside_another_wish_has_none() -> None:
    line = confirming()
    line.hears(Heard("promise_to_pay", day=date(2026, 3, 15), no_plan=True))
    assert line.quote is None and line.promised == date(2026, 3, 15) and line.asking == "none"


def test_who_would_rather_pay_all_of_it_has_no_plan() -> None:
    line = confirming()
    assert line.texts("get_pay_link", fraction=Fraction(1)) == ["pay.link"]
    assert line.quote is None and line.asking == "none"


def test_yes_is_no_assent_where_the_carrier_takes_it_for_start() -> None:
    line = confirming(facts={"yes_is_start": True})
    assert line.texts("affirm", whole_yes=True) == ["plan.reply_one"]
    assert line.plan is None and line.asking == "plan_confirm"
    assert line.texts(number=1) == ["plan.started"]


def test_a_bare_yes_after_a_pause_only_asks_again() -> None:
    line = confirming()
    assert line.texts("not_now") == ["not_now.say"]
    assert line.texts("affirm") == ["plan.confirm"], "ok, I am back"
    assert line.plan is None
    assert line.texts("affirm") == ["plan.started"]


def test_a_no_after_a_pause_is_meant() -> None:
    line = confirming()
    line.texts("not_now")
    assert line.texts("deny") == ["plan.other"] and line.quote is None


def test_a_one_after_a_pause_is_meant() -> None:
    line = confirming()
    line.texts("thanks_bye")
    assert line.texts(number=1) == ["plan.started"]


@pytest.mark.parametrize("heard", [Heard("out_of_scope", number=2), Heard("deny"), Heard("change_plan")], ids=str)
def test_what_changes_the_plan_declines_the_quote(heard: Heard) -> None:
    line = confirming()
    reply = line.hears(heard)
    assert DropQuote() in reply.does and line.quote is None
    assert [say.key for say in reply.says] == ["plan.other"] and line.asking == "plan_choice"


@pytest.mark.parametrize(
    ("heard", "count"),
    [
        (Heard("out_of_scope", number=6), 6),
        (Heard("deny", number=6), 6),
        (Heard("request_plan", number=4), 4),
        (Heard("request_plan", amount=Money(50_00), per="month"), 5),
    ],
    ids=str,
)
def test_a_correction_is_quoted_anew(heard: Heard, count: int) -> None:
    line = confirming()
    before = line.quote
    assert [say.key for say in line.hears(heard).says][-1].startswith("plan.confirm")
    assert count_of(line) == count and line.quote != before


@pytest.mark.parametrize(
    ("heard", "says"),
    [
        (Heard("insurance_issue", number=2), ["insurance.say"]),
        (Heard("promise_to_pay", day=date(2026, 3, 6)), ["promise.noted"]),
    ],
    ids=str,
)
def test_figures_in_another_wish_change_no_plan(heard: Heard, says: list[str]) -> None:
    line = confirming()
    assert [say.key for say in line.hears(heard).says] == says
    assert line.quote and count_of(line) == 3


def test_another_first_day_is_quoted_anew() -> None:
    line = confirming()
    reply = line.hears(Heard("affirm", day=date(2026, 3, 15)))
    assert reply.says[0].blanks["terms"].blanks["day"] == date(2026, 3, 15) and count_of(line) == 3
    assert line.texts("request_plan", number=4, day=date(2026, 3, 20)) == ["plan.confirm"] and count_of(line) == 4
    assert line.texts("out_of_scope", number=3, day=date(2026, 3, 15)) == ["plan.confirm"] and count_of(line) == 3
    assert line.texts(day=date(2026, 6, 1)) == ["plan.first_day", "plan.confirm"]
    assert line.quote and line.quote.days[0] == date(2026, 4, 2), "the last day that may be the first"


def test_a_payment_in_between_makes_a_new_quote_and_says_so() -> None:
    line = confirming()
    line.accounts = (account(Money(200_00)),)
    assert line.texts("affirm") == ["plan.changed", "plan.confirm"]
    assert line.plan is None and line.quote and line.quote.owed == Money(200_00)
    assert line.texts("affirm") == ["plan.started"]


def test_a_quote_that_no_longer_fits_goes_back_to_the_choice() -> None:
    line = choosing()
    line.texts(number=6)
    line.accounts = (account(Money(60_00)),)
    assert line.texts(number=1) == ["plan.changed", "plan.choose"]
    assert line.quote is None


def test_a_yes_does_not_fall_on_a_quote_that_another_page_made() -> None:
    line = confirming()
    line.quote = Quote(1, OWES, OWES.split(2), (APRIL, date(2026, 5, 1)), (), 77)
    assert line.texts("affirm") == ["plan.confirm"], "the other one is shown first"
    assert line.plan is None
    assert line.texts("affirm") == ["plan.started"]
    assert line.plan is not None and len(line.plan.parts) == 2


def test_a_quote_that_ran_out_is_read_back_anew() -> None:
    line = confirming()
    line.quote = None
    assert line.texts("affirm") == ["plan.confirm"] and line.plan is None
    assert line.texts("affirm") == ["plan.started"]


def test_a_quote_that_a_payment_put_an_end_to_is_read_back_with_the_new_figures() -> None:
    line = confirming()
    line.quote, line.accounts = None, (account(Money(200_00)),)
    assert line.texts(number=1) == ["plan.changed", "plan.confirm"]
    assert count_of(line) == 3 and line.plan is None


def test_a_quote_that_was_declined_is_not_read_back_again() -> None:
    line = confirming()
    line.texts("deny")
    assert line.texts("affirm") == ["plan.choose"] and line.quote is None


def test_days_later_the_dates_are_those_of_today() -> None:
    line = confirming()
    line.today = APRIL
    assert line.texts("affirm") == ["plan.new_days", "plan.confirm"]
    assert line.quote and line.quote.days[0] > APRIL


def with_a_down_payment() -> TextLine:
    line = choosing()
    assert line.texts("request_plan", down=Money(100_00), amount=Money(50_00), per="month") == ["plan.confirm"]
    return line


def test_what_is_due_today_is_answered_with_its_link() -> None:
    line = with_a_down_payment()
    said = line.hears(Heard("affirm")).says
    assert said == (Say("plan.started_now", amount=Money(100_00), link=Link("pay", Money(100_00))),)
    assert line.plan is not None and line.plan.days[0] == TODAY


def test_a_down_payment_of_yesterday_is_read_back_for_today() -> None:
    line = with_a_down_payment()
    line.today = TODAY + timedelta(days=1)
    assert line.texts("affirm") == ["plan.new_days", "plan.confirm"] and line.plan is None
    assert line.quote and line.quote.days[0] == line.today and line.quote.parts[0] == Money(100_00)
    assert line.texts("affirm") == ["plan.started_now"]


def test_a_down_payment_of_a_quote_that_ran_out_is_chosen_anew() -> None:
    line = with_a_down_payment()
    line.quote = None
    assert line.texts("affirm") == ["plan.changed", "plan.choose"] and line.plan is None


def test_a_rhythm_alone_asks_how_many_and_is_kept() -> None:
    line = choosing()
    assert line.texts("request_plan", per="two_weeks") == ["plan.choose_often"]
    assert line.texts(number=3) == ["plan.confirm"] and line.quote is not None
    assert line.quote.days == (date(2026, 3, 13), date(2026, 3, 27), date(2026, 4, 10))
    line.today = date(2026, 3, 13)
    line.quote = None
    assert line.texts("affirm") == ["plan.changed", "plan.confirm"] and line.quote is not None
    assert shapes.rhythm_of(line.quote.rules) == "two_weeks", "it ran out, and is as often as before"


def test_where_payments_are_monthly_only_it_is_said() -> None:
    line = choosing(policy=replace(DEFAULT, plan=replace(DEFAULT.plan, more_often=False)))
    assert line.texts("request_plan", per="week") == ["plan.monthly"]
    assert line.texts("request_plan", amount=Money(25_00), per="week") == ["plan.monthly_only", "plan.confirm"]
    assert count_of(line) == 3


def test_four_after_a_down_payment_are_agreed_to_by_text() -> None:
    line = choosing()
    assert line.texts("request_plan", number=4, down=Money(100_00)) == ["plan.confirm"] and count_of(line) == 5
    assert line.texts("request_plan", number=5, down=Money(100_00)) == ["plan.confirm_page"] and count_of(line) == 6


def test_a_detour_comes_back_to_the_same_question() -> None:
    line = confirming()
    assert line.texts("check_balance") == ["balance.owed", "plan.confirm"]
    assert line.texts(number=1) == ["plan.started"]


def test_proof_that_lapsed_is_asked_for_before_the_figures_are_shown_again() -> None:
    line = confirming()
    line.proved = None
    assert line.texts(number=1) == ["verify.ask"] and line.plan is None
    line.proves()
    assert line.resumes() == ["plan.confirm"]


def test_an_open_quote_is_picked_up_where_it_was_left() -> None:
    line = confirming()
    line.texts("dispute_charge")
    line.holds = frozenset()
    assert line.asking == "none"
    assert line.texts("request_plan") == ["plan.confirm"]


@pytest.mark.parametrize(("state", "page"), [("CO", False), ("CA", True), ("NJ", True), ("DC", True), (None, True)])
def test_some_states_agree_on_a_page(state: str | None, page: bool) -> None:
    line = choosing(accounts=(account(state=state),))
    assert line.texts(number=4) == ["plan.confirm_page" if page else "plan.confirm"]
    quote = line.quote
    assert quote is not None
    reply = line.hears(Heard("affirm"))
    assert reply.does == ((OfferAgreement(quote) if page else StartPlan(quote)),)
    assert [say.key for say in reply.says] == ["plan.sign" if page else "plan.started"]


def test_more_than_four_payments_are_agreed_to_on_a_page() -> None:
    line = choosing()
    assert line.texts(number=6) == ["plan.confirm_page"]
    reply = line.hears(Heard("out_of_scope", number=1))
    assert isinstance(reply.does[0], OfferAgreement) and reply.says[0].blanks == {"link": Link("agreement")}
    assert line.plan and line.plan.state == "offered"


def test_a_plan_that_waits_for_a_signature_may_be_chosen_anew() -> None:
    line = choosing()
    line.texts(number=6)
    line.texts(number=1)
    assert line.texts("request_plan", number=3) == ["plan.confirm"]
    assert line.texts(number=1) == ["plan.started"]
    assert line.plan and (line.plan.state, len(line.plan.parts)) == ("active", 3)


ACTIVE = PlanFacts(1, "active", OWES.split(3), (APRIL, date(2026, 5, 1), date(2026, 6, 1)))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"accounts": (account(Money(0)),)}, ["standing.nothing"]),
        ({"accounts": (account(Money(-5_00)),)}, ["standing.credit"]),
        ({"accounts": (account(Money(49_99)),)}, ["plan.too_small"]),
        ({"accounts": (account(insurance_pending=True),)}, ["plan.insurance"]),
        ({"accounts": (account(oldest_service=TODAY - timedelta(days=3 * 365 + 1)),)}, ["plan.person"]),
        ({"accounts": (account(oldest_service=TODAY - timedelta(days=3 * 365)),)}, ["plan.choose"]),
        ({"facts": {"closed": True}}, ["standing.closed"]),
        ({"plan": ACTIVE}, ["plan.have_one"]),
        ({"plan": replace(ACTIVE, state="completed", paid=OWES)}, ["plan.choose"]),
        ({"holds": frozenset({"dispute"})}, ["plan.review"]),
    ],
    ids=str,
)
def test_when_no_plan_is_offered(changes: dict[str, Any], says: list[str]) -> None:
    assert proved_line(**changes).texts("request_plan") == says


@pytest.mark.parametrize(
    "changes",
    [{"facts": {"closed": True}}, {"accounts": (account(insurance_pending=True),)}, {"plan": ACTIVE}],
    ids=str,
)
def test_what_stands_against_a_plan_stands_against_a_yes_too(changes: dict[str, Any]) -> None:
    line = confirming()
    for name, value in changes.items():
        setattr(line, name, value)
    line.texts(number=1)
    assert not any(isinstance(done, StartPlan) for done in line.done)


def test_old_bills_go_to_a_person() -> None:
    line = proved_line(accounts=(account(oldest_service=date(2020, 1, 1)),))
    line.texts("request_plan")
    assert line.done == [Ticket("other", "old_balance")]


def test_memory_keeps_no_figure_of_a_quote() -> None:
    line = confirming()
    kept = line.talk.top.memory
    assert (kept.count, kept.cents, kept.per) == (None, None, None)
    assert not any(part in kept.shown for part in ("8001", "24001"))
    assert line.quote and OfferQuote(replace(line.quote, id=None)) in line.done
