"""Who may pay for whom together, and the talk that gives the page for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from flows.kin import Kin, payer, together
from flows.money import ZERO, Money
from flows.script import Behind, Facts, Heard, Link, MarkVerified, Person
from tests.flows.line import BIRTH, OWES, PARENT_BIRTH, ZIP, TextLine, account

ELENA, SOFIA, LEO = Kin(1, "elena", None), Kin(2, None, "elena"), Kin(3, None, "elena")
SAM, STRANGER = Kin(4, "sam", "elena"), Kin(5, "bill", None)
ALL = (ELENA, SOFIA, LEO, SAM, STRANGER)


@pytest.mark.parametrize(
    ("proved", "as_guarantor", "who", "whom"),
    [
        ([SOFIA, LEO], True, "elena", (2, 3, 4)),
        ([SAM], True, "elena", (4, 2, 3)),
        ([ELENA], False, "elena", (1, 2, 3, 4)),
        ([SAM], False, "sam", (4,)),
        ([STRANGER], False, "bill", (5,)),
        ([SOFIA], False, None, (2,)),
        ([SOFIA, LEO], False, None, (2, 3)),
        ([ELENA, STRANGER], False, None, (1, 5)),
        ([SOFIA, replace(LEO, guarantor="ernesto")], True, None, (2, 3)),
        ([replace(SOFIA, guarantor=None)], True, None, (2,)),
        ([], False, None, ()),
    ],
)
def test_the_payer_and_for_whom(proved: list[Kin], as_guarantor: bool, who: str | None, whom: tuple[int, ...]) -> None:
    assert payer(proved, as_guarantor) == who
    assert together(proved, ALL, as_guarantor) == whom


CHILD = Person(2, frozenset({"born 2017"}), PARENT_BIRTH.digests, "zip 80203", None)
OTHER = Person(3, frozenset({"born 2019"}), PARENT_BIRTH.digests, "zip 80203", None)


class Household(TextLine):
    """The parent of two children, both of whom owe something unless a test says so."""

    def known(self) -> Facts:
        facts = super().known()
        kin = {2: SOFIA, 3: LEO}
        behind = tuple(replace(one, kin=kin[one.account.patient_id]) for one in facts.behind)
        facts = replace(facts, behind=behind)
        return facts.after([self.proved]) if self.proved and not self.locked else facts


def line(second: dict[str, Any] | None = None, **more: Any) -> Household:
    children = (account(patient_id=2, first_name="Sofia", adult=False),
                account(patient_id=3, first_name="Leo", adult=False, **(second or {})))  # fmt: skip
    return Household(accounts=children, people=(CHILD, OTHER), texted=True, **more)


def test_after_proof_comes_the_page_and_nobody_is_asked_whose_bill() -> None:
    talk = line()
    assert talk.texts("get_pay_link", everyone=True) == ["verify.ask"]
    reply = talk.hears(Heard("out_of_scope", factors=(PARENT_BIRTH, ZIP)))
    [say] = reply.says
    assert say.key == "pay.everyone" and say.blanks["link"] == Link("pay", everyone=True)
    assert reply.talk.frames == ()


def proved(**more: Any) -> Household:
    return line(proved=MarkVerified((2, 3), True), **more)


def test_both_answers_whose_bill_it_is() -> None:
    talk = proved()
    assert talk.texts("check_balance") == ["balance.several"]
    assert talk.texts(number=3) == ["whose.ask"]
    assert talk.texts(everyone=True) == ["pay.everyone"]


@pytest.mark.parametrize("before", ["check_balance", "request_plan", "get_pay_link"])
def test_it_is_heard_whatever_was_asked_before_and_nothing_is_asked_again(before: str) -> None:
    talk = proved()
    talk.texts(before)
    assert talk.texts("get_pay_link", everyone=True) == ["pay.everyone"]
    assert talk.talk.frames == ()


def test_instead_of_an_amount() -> None:
    talk = proved()
    assert talk.texts("get_pay_link", amount=OWES + Money(1)) == ["pay.how_much"]
    assert talk.texts("get_pay_link", everyone=True) == ["pay.everyone"]


@pytest.mark.parametrize("second", [{"owed": ZERO}, {"owed": Money(-5)}, {"minor_alone": True}])
def test_with_nobody_else_to_pay_for_it_is_the_link_for_one(second: dict[str, Any]) -> None:
    assert proved(second=second).texts("get_pay_link", everyone=True) == ["pay.link"]


def test_a_closed_account_closes_it() -> None:
    assert proved(facts={"closed": True}).texts("get_pay_link", everyone=True) == ["standing.closed"]


def test_what_is_paid_by_itself_only_is_left_out() -> None:
    facts = proved().known()
    assert facts.household == (2, 3)
    behind = tuple(replace(one, private=one.account.patient_id == 3) for one in facts.behind)
    assert replace(facts, behind=behind).after([MarkVerified((2, 3), True)]).household == (2,)


def test_by_web_a_number_stands_for_nobody() -> None:
    facts = Facts(proved().today, proved().known().practice, proved().policy, behind=(
        Behind(account(), kin=ELENA), Behind(account(patient_id=2, adult=False), kin=SOFIA)))  # fmt: skip
    assert facts.after([MarkVerified((1,))]).household == (1, 2)
    assert replace(facts, channel="web").after([MarkVerified((1,))]).household == (1,)


def test_while_a_person_is_awaited_it_is_still_given() -> None:
    talk = proved(handed="waiting")
    assert talk.texts("get_pay_link", everyone=True) == ["pay.everyone"]


def test_a_patient_alone_gets_the_one_link() -> None:
    talk = TextLine(texted=True)
    talk.texts("get_pay_link", everyone=True)
    assert talk.texts(factors=(BIRTH, ZIP)) == ["pay.link"]
