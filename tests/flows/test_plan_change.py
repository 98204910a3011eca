"""A plan that is under way is changed by text: once, inside the practice's limits, on figures that were read back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from operator import sub
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows import offers, plan_change, shapes
from flows.money import Money, total
from flows.offers import Offer
from flows.policy import DEFAULT
from flows.script import DropQuote, EndPlan, Heard, Link, OfferQuote, PlanFacts, Say, StartPlan, Ticket
from flows.shapes import RHYTHMS, Rhythm, Shape
from tests.flows.line import OWES, TODAY, TextLine, account, proved_line

DAYS = (date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1))
PLAN = PlanFacts(1, "active", OWES.split(3), DAYS)


def line(plan: PlanFacts = PLAN, **more: Any) -> TextLine:
    return proved_line(plan=plan, **more)


def says(line: TextLine, intent: str = "out_of_scope", **values: Any) -> list[Say]:
    return list(line.hears(Heard(intent, **values)).says)


def test_what_can_be_changed_is_asked_where_nothing_is_named() -> None:
    one = line()
    assert says(one, "change_plan") == [Say("change_plan.what", amount=Money(8001), day=DAYS[0])]
    assert one.asking == "plan_choice"


def test_a_payment_is_moved_to_a_day_that_is_read_back_and_agreed_to() -> None:
    one = line()
    told = says(one, "change_plan", day=date(2026, 4, 20))
    assert told == [Say("change_plan.confirm", count=3, parts=OWES.split(3), day=date(2026, 4, 20))]
    assert says(one, number=1) == [Say("change_plan.done", amount=Money(8001), day=date(2026, 4, 20))]
    started = one.done[-1]
    assert isinstance(started, StartPlan) and started.quote.days == (date(2026, 4, 20), *DAYS[1:])
    assert started.quote.rules == ("change:moved",) and one.plan is not None and one.plan.parts == PLAN.parts


def test_the_20th_of_a_payment_that_is_due_on_the_1st_is_the_one_after_it() -> None:
    assert says(line(), "change_plan", day=date(2026, 3, 20))[0].blanks["day"] == date(2026, 4, 20)


def test_the_day_is_asked_where_none_was_said() -> None:
    one = line()
    assert says(one, "change_plan", change="move") == [
        Say("change_plan.when", amount=Money(8001), day=date(2026, 4, 30))
    ]
    assert says(one, day=date(2026, 4, 10))[0].key == "change_plan.confirm"


@pytest.mark.parametrize("day", [date(2026, 5, 1), date(2026, 6, 30), date(2026, 2, 1)])
def test_a_day_that_there_is_no_room_for_goes_to_a_person(day: date) -> None:
    one = line()
    assert [say.key for say in says(one, "change_plan", day=day)] == ["change_plan.say"]
    assert one.done[-1] == Ticket("other", "") and one.plan == PLAN


def test_a_payment_is_skipped_once() -> None:
    one = line()
    told = says(one, "change_plan", change="skip")
    assert told[0].blanks["day"] == date(2026, 5, 1)
    says(one, "affirm")
    assert one.plan is not None and one.plan.days == (date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1))
    one.plan = replace(one.plan, changed=True)
    assert [say.key for say in says(one, "change_plan", change="skip")] == ["change_plan.say"], "a second time"


def test_smaller_payments_are_the_longest_plan_by_text() -> None:
    one = line(replace(PLAN, parts=OWES.split(2), days=DAYS[:2]))
    told = says(one, "change_plan", change="less")
    assert told == [Say("change_plan.confirm", count=4, parts=OWES.split(4), day=DAYS[0])]
    assert [say.key for say in says(line(replace(PLAN, parts=OWES.split(4), days=(*DAYS, date(2026, 7, 1)))),
                                    "change_plan", lean="less")] == ["change_plan.say"]  # fmt: skip


def test_a_plan_is_ended_after_a_question() -> None:
    one = line()
    assert says(one, "change_plan", change="end") == [Say("change_plan.end", owed=OWES)]
    assert says(one, number=1) == [Say("change_plan.ended", owed=OWES)] and one.done[-1] == EndPlan()
    two = line()
    says(two, "change_plan", change="end")
    assert says(two, "deny") == [Say("change_plan.kept", amount=Money(8001), day=DAYS[0])] and two.done == []


@pytest.mark.parametrize(("number", "key"), [(1, "change_plan.when"), (2, "change_plan.confirm"),
                                             (3, "change_plan.confirm"), (4, "change_plan.end")])  # fmt: skip
def test_the_choices_have_numbers(number: int, key: str) -> None:
    one = line(replace(PLAN, parts=OWES.split(3)))
    says(one, "change_plan")
    assert [say.key for say in says(one, number=number)] == [key]


def test_a_card_is_left_on_the_page() -> None:
    assert says(line(), "out_of_scope", change="card") == [Say("change_plan.card", link=Link("agreement"))]
    assert says(line(), "payment_methods", change="card") == [Say("change_plan.card", link=Link("agreement"))]
    assert [say.key for say in says(proved_line(), "payment_methods", change="card")] == ["payment_methods.say"]


def test_a_card_pays_the_old_plan_and_not_the_new_one() -> None:
    one = line(replace(PLAN, own_card=True))
    says(one, "change_plan", day=date(2026, 4, 20))
    assert [say.key for say in says(one, number=1)] == ["change_plan.done", "change_plan.card_again"]


def test_no_keeps_it_as_it_is() -> None:
    one = line()
    says(one, "change_plan", change="skip")
    assert says(one, "deny") == [Say("change_plan.kept", amount=Money(8001), day=DAYS[0])]
    assert one.plan == PLAN and isinstance(one.done[-1], DropQuote)


def test_words_that_want_nothing_changed_change_nothing() -> None:
    one = line()
    says(one, "change_plan", change="move")
    kept = says(one, "promise_to_pay", change="keep", day=date(2026, 4, 10))
    assert [say.key for say in kept] == ["change_plan.kept"]
    two = line()
    says(two, "change_plan", change="skip")
    assert [say.key for say in says(two, "promise_to_pay", change="keep")] == ["change_plan.kept"]
    assert [say.key for say in says(line(), "change_plan", day=DAYS[0])] == ["change_plan.kept"], "due then anyway"


def test_a_yes_that_is_a_carriers_word_is_none() -> None:
    one = line(facts={"yes_is_start": True})
    says(one, "change_plan", change="skip")
    assert [say.key for say in says(one, "affirm", whole_yes=True)] == ["change_plan.reply_one"] and one.plan == PLAN


def test_figures_that_changed_meanwhile_are_not_agreed_to() -> None:
    one = line()
    says(one, "change_plan", change="skip")
    one.accounts = (account(OWES + Money(100)),)
    assert [say.key for say in says(one, number=1)] == ["change_plan.what"] and one.plan == PLAN


@pytest.mark.parametrize("plan", [
    replace(PLAN, paid=Money(1000)), replace(PLAN, parts=OWES.split(6), days=(*DAYS, *DAYS)),
], ids=["a part is begun", "longer than texts agree to"])  # fmt: skip
def test_what_a_text_can_not_agree_to_goes_to_a_person(plan: PlanFacts) -> None:
    one = line(plan, accounts=(account(OWES - plan.paid),))
    assert [say.key for say in says(one, "change_plan", change="skip")] == ["change_plan.say"]


def test_a_patient_in_california_is_a_persons() -> None:
    one = line(accounts=(account(state="CA"),))
    assert [say.key for say in says(one, "change_plan", change="skip")] == ["change_plan.say"]
    assert [say.key for say in says(one, "change_plan", change="end")] == ["change_plan.end"], "who may end it, may"


def test_without_a_plan_one_is_offered() -> None:
    assert proved_line().texts("change_plan", change="skip") == ["plan.choose"]
    assert line(facts={"closed": True}).texts("change_plan", change="skip") == ["standing.closed"]


# -- whatever is wished for --


def test_a_payment_moved_so_early_that_a_hole_is_left_behind_it_is_a_persons() -> None:
    one = line()
    early = one.plan.days[0] - timedelta(days=20)  # type: ignore[union-attr]
    late = replace(one.plan, days=tuple(day + timedelta(days=61) for day in one.plan.days))  # type: ignore[union-attr, type-var]
    assert [say.key for say in says(line(late), "change_plan", change="move", day=early)] == ["change_plan.say"]


@settings(max_examples=400, deadline=None)
@given(
    cents=st.integers(5000, 200_000), count=st.integers(1, 4), paid=st.integers(0, 4), today=st.integers(-40, 130),
    rhythm=st.sampled_from(RHYTHMS), down=st.none() | st.integers(2500, 10_000),
    heard=st.sampled_from([Heard("change_plan", change=what) for what in ("skip", "less", "move", "end")]
                          + [Heard("change_plan", day=TODAY + timedelta(days=days)) for days in range(1, 160, 7)]),
)  # fmt: skip
def test_no_change_breaks_a_limit(
    cents: int, count: int, paid: int, today: int, rhythm: Rhythm, down: int | None, heard: Heard
) -> None:
    """The same money or less at a time, every cent of it, days that grow, none of them before tomorrow."""
    wish = Shape(count, rhythm=rhythm, down=Money(down) if down else None)
    first = offers.shaped(Money(cents), DEFAULT, TODAY, wish)
    if not isinstance(first, Offer):
        return
    covered = total(first.parts[: min(paid, len(first.parts) - 1)])
    plan = PlanFacts(1, "active", first.parts, first.days, covered, rules=first.rules)
    owed = Money(cents) - covered
    one = proved_line(plan=plan, accounts=(account(owed),), today=TODAY + timedelta(days=max(0, today)))
    one.hears(heard)
    for done in [one_done for one_done in one.done if isinstance(one_done, OfferQuote)]:
        quote = done.quote
        assert total(quote.parts) == owed and list(quote.days) == sorted({*quote.days})
        assert quote.days[0] > one.today and shapes.instalments(quote.parts, quote.rules) <= 4
        assert min(part.cents for part in quote.parts) >= min(DEFAULT.plan.min_installment_cents, plan.parts[-1].cents)
        assert quote.days[-1] <= shapes.add_months(max(plan.days[-1], one.today), 4)
        assert shapes.rhythm_of(quote.rules) == rhythm, "as often as before"
        gaps = [later - earlier for earlier, later in pairwise(quote.days)]
        assert not gaps or max(gaps).days <= max(31, *(gap.days for gap in map(sub, plan.days[1:], plan.days)))
        if "change:lowered" not in quote.rules:
            assert quote.parts == plan.parts[-len(quote.parts) :]
            assert quote.days[-1] <= shapes.add_months(plan.days[-1], 2)
            assert (shapes.DOWN in quote.rules) == (shapes.DOWN in plan.rules and covered == Money(0))
        else:
            assert max(quote.parts) < (plan.next or (owed, None))[0]
    assert not any(isinstance(done, StartPlan | EndPlan) for done in one.done), "nothing happens before a yes"


@pytest.mark.parametrize(
    ("rhythm", "days"),
    [
        ("week", ["Mar 20", "Mar 27", "Apr 3"]),
        ("two_weeks", ["Mar 27", "Apr 10", "Apr 24"]),
        ("half_month", ["Apr 1", "Apr 15", "May 1"]),
        ("quincena", ["Mar 31", "Apr 15", "Apr 30"]),
    ],
)
def test_a_payment_is_skipped_to_the_next_day_of_the_rhythm(rhythm: Rhythm, days: list[str]) -> None:
    found = offers.shaped(OWES, DEFAULT, TODAY, Shape(3, rhythm=rhythm))
    assert isinstance(found, Offer)
    one = proved_line(plan=PlanFacts(1, "active", found.parts, found.days, rules=found.rules))
    assert one.texts("change_plan", change="skip") == ["change_plan.confirm"] and one.quote is not None
    assert [f"{day:%b %-d}" for day in one.quote.days] == days and one.quote.parts == found.parts


@pytest.mark.parametrize("change", ["skip", "less"])
def test_what_was_to_be_paid_at_once_is_put_off_by_a_person(change: str) -> None:
    found = offers.shaped(OWES, DEFAULT, TODAY, Shape(3, down=Money(100_00)))
    assert isinstance(found, Offer)
    plan = PlanFacts(1, "active", found.parts, found.days, rules=found.rules)
    one = proved_line(plan=plan)
    assert one.texts("change_plan", change=change) == ["change_plan.say"] and one.quote is None
    assert proved_line(plan=plan).texts("change_plan", day=TODAY + timedelta(days=3)) == ["change_plan.confirm"]


def test_a_saved_talk_of_the_first_version_goes_on() -> None:
    upgraded = plan_change.flow.upgrades[1]({"flow": "change_plan", "step": "passed_on", "memory": {}})
    assert plan_change.Wish(**upgraded["memory"]) == plan_change.Wish() and upgraded["step"] == "what"
