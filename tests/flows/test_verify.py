"""Proof of identity by text and in web chat (decisions 8 to 12)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.money import Money
from flows.script import Factor, FailedTry, Heard, MarkVerified, Person, Remember, Say, Ticket
from tests.flows.line import (
    BIRTH,
    CODE,
    MARIA,
    OTHER_BIRTH,
    OTHER_ZIP,
    PARENT_BIRTH,
    ZIP,
    TextLine,
    account,
)

ANSWERED = "balance.next"


def asked(**changes: object) -> TextLine:
    """A line that has just asked for proof of somebody who wants to know what they owe."""
    line = TextLine(texted=True, **changes)  # type: ignore[arg-type]
    line.texts("check_balance")
    assert line.asking == "identity"
    return line


@pytest.mark.parametrize("pair", [(ZIP, CODE), (ZIP, BIRTH), (BIRTH, CODE)], ids=str)
@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize("turned", [False, True])
def test_any_two_in_either_order_in_one_text_or_two(pair: tuple[Factor, Factor], apart: bool, turned: bool) -> None:
    line, (first, second) = asked(), pair[::-1] if turned else pair
    if apart:
        assert line.texts(factors=(first,)) == ["verify.one_more"]
        assert line.texts(factors=(second,)) == [ANSWERED]
    else:
        assert line.texts(factors=(first, second)) == [ANSWERED]
    assert MarkVerified((1,)) in line.done and not any(isinstance(done, FailedTry) for done in line.done)


@pytest.mark.parametrize("first", [ZIP, OTHER_ZIP, BIRTH, OTHER_BIRTH, CODE], ids=str)
def test_a_first_fact_gets_the_same_words_right_or_wrong(first: Factor) -> None:
    line = asked()
    assert line.hears(Heard("out_of_scope", factors=(first,))).says == (Say("verify.one_more"),)
    assert line.done[-1] == Remember(first) and line.tries == 3


@pytest.mark.parametrize(
    "told",
    [(ZIP, OTHER_BIRTH), (OTHER_ZIP, BIRTH), (OTHER_ZIP, OTHER_BIRTH), (ZIP, BIRTH, Factor("code", frozenset("x")))],
)
def test_anything_but_two_right_and_none_wrong_is_one_miss(told: tuple[Factor, ...]) -> None:
    line = asked()
    assert line.texts(factors=told) == ["verify.miss"]
    assert line.tries == 2 and line.asking == "identity"
    assert line.texts(factors=(ZIP, BIRTH)) == [ANSWERED]


def test_one_fact_puts_a_pair_right_that_missed() -> None:
    """ "oh shoot i typed it wrong. zip is 80203"."""
    line = asked()
    assert line.texts(factors=(OTHER_ZIP, BIRTH)) == ["verify.miss"]
    assert line.texts(factors=(ZIP,)) == [ANSWERED] and line.tries == 3


def test_another_wrong_fact_is_another_miss() -> None:
    line = asked()
    line.texts(factors=(OTHER_ZIP, OTHER_BIRTH))
    assert line.texts(factors=(ZIP,)) == ["verify.miss"] and line.tries == 1
    assert line.texts(factors=(BIRTH,)) == [ANSWERED]


@pytest.mark.parametrize("first", [CODE, OTHER_ZIP], ids=["a fact of another kind", "the same fact again"])
def test_after_a_miss_anything_else_begins_a_new_pair(first: Factor) -> None:
    line = asked()
    line.texts(factors=(OTHER_ZIP, BIRTH))
    assert line.texts(factors=(first,)) == ["verify.one_more"] and line.tries == 2
    assert line.given == (first,), "what was wrong is not judged again"
    assert line.texts(factors=(CODE, BIRTH) if first == CODE else (ZIP, BIRTH)) == [ANSWERED]


def test_after_a_miss_both_are_asked_for() -> None:
    line = asked()
    line.texts(factors=(OTHER_ZIP, BIRTH))
    assert line.texts() == ["verify.again"]


def test_a_remembered_wrong_fact_is_judged_with_the_next() -> None:
    line = asked()
    line.texts(factors=(OTHER_ZIP,))
    assert line.texts(factors=(BIRTH,)) == ["verify.miss"]


def test_a_typed_date_may_be_either_of_its_readings() -> None:
    either = Factor("birth", frozenset({"born 1984-02-03", "born 1984-03-02"}))
    assert asked().texts(factors=(either, ZIP)) == [ANSWERED]


def test_the_third_miss_locks_and_a_lock_is_no_hand_over() -> None:
    line = asked()
    wrong = (ZIP, OTHER_BIRTH)
    assert [line.texts(factors=wrong) for _ in range(3)] == [["verify.miss"], ["verify.miss"], ["verify.pause"]]
    assert line.locked and line.handed == "bot" and line.asking == "none"
    assert line.texts(factors=(ZIP, BIRTH)) == ["verify.pause"], "right facts do not help while it is locked"
    assert line.texts("get_pay_link") == ["verify.pause"], "nor does another topic"
    assert line.texts("talk_to_human") == ["staff.coming"], "but a person can be asked for"


def test_a_lock_that_falls_while_proof_is_asked_is_seen() -> None:
    line = asked()
    line.locked = "until_staff"
    assert line.texts(factors=(ZIP, BIRTH)) == ["verify.locked"]
    assert line.done[-1] == Ticket("identity") and line.proved is None


def test_a_number_on_nobodys_file_misses_with_a_silent_ticket() -> None:
    line = asked(people=(), accounts=(), facts={"known_number": False})
    assert line.texts(factors=(ZIP,)) == ["verify.one_more"]
    assert line.texts(factors=(BIRTH,)) == ["verify.miss"]
    assert line.done[-2:] == [FailedTry((ZIP, BIRTH)), Ticket("identity")] and line.tries == 2


def test_a_number_on_nobodys_file_is_not_proved_by_facts_of_somebody() -> None:
    line = asked(facts={"known_number": False})
    assert line.texts(factors=(ZIP, CODE)) == ["verify.miss"]


def test_too_little_on_file_is_told_to_staff_and_not_counted() -> None:
    line = asked(people=(Person(1, frozenset(), frozenset(), "zip 80203", None),))
    assert line.texts(factors=(ZIP,)) == ["verify.one_more"]
    assert line.texts(factors=(BIRTH,)) == ["verify.miss"]
    assert line.tries == 3 and line.done[-1] == Ticket("identity")


def test_saying_no_to_proof_gives_the_safe_page_and_puts_the_wish_away() -> None:
    line = asked()
    assert line.texts("deny") == ["verify.declined"]
    assert line.asking == "none"


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ([(ZIP, BIRTH)], [["verify.code_web"]]),
        ([(CODE,)], [["verify.one_more_web"]]),
        ([(BIRTH,), (CODE,)], [["verify.code_web"], [ANSWERED]]),
        ([(CODE, ZIP)], [[ANSWERED]]),
        ([(CODE, OTHER_ZIP)], [["verify.miss_web"]]),
    ],
)
def test_web_chat_wants_the_statement_code_and_one_more(told: list[tuple[Factor, ...]], says: list[list[str]]) -> None:
    line = TextLine(texted=True, facts={"channel": "web"})
    assert line.texts("check_balance") == ["verify.ask_web"]
    assert [line.texts(factors=factors) for factors in told] == says


def test_the_guarantor_of_an_adult_hears_the_amount_and_the_statement_only() -> None:
    line = asked(people=(replace(MARIA, guarantor_births=PARENT_BIRTH.digests),))
    assert line.texts(factors=(PARENT_BIRTH, ZIP)) == ["balance.guarantor"]
    assert line.proved == MarkVerified((1,), as_guarantor=True)
    assert line.texts("ask_details") == ["details.guarantor"]
    assert Ticket("other") in line.done


def test_the_parent_of_a_child_is_as_the_patient() -> None:
    child = replace(MARIA, births=frozenset({"born 2019-01-01"}), guarantor_births=PARENT_BIRTH.digests)
    line = asked(people=(child,), accounts=(account(adult=False),))
    assert line.texts(factors=(PARENT_BIRTH, ZIP)) == [ANSWERED]
    assert line.texts("ask_details") == ["details.lines"]


def test_a_minor_without_a_guarantor_hears_nothing() -> None:
    line = asked(accounts=(account(minor_alone=True),))
    assert line.texts(factors=(ZIP, BIRTH)) == ["bot.minor"]
    for intent in ("check_balance", "get_pay_link", "request_plan", "ask_details", "plan_status"):
        assert line.texts(intent) == ["bot.minor"]
    assert line.texts("receipt_request") == ["receipt.say"], "what was paid is nobody's business either"
    assert line.texts("promise_to_pay") == ["promise.ask"], "nor whether anything is owed"


# -- several accounts behind one proof --

MIA = account(first_name="Mia", adult=False)
LEO = replace(MIA, patient_id=2, first_name="Leo", owed=Money(300_00))
BOTH = (
    Person(1, frozenset(), PARENT_BIRTH.digests, "zip 80203", "code MIA"),
    Person(2, frozenset(), PARENT_BIRTH.digests, "zip 80203", "code LEO"),
)


def parent() -> TextLine:
    line = asked(people=BOTH, accounts=(MIA, LEO))
    assert line.texts(factors=(PARENT_BIRTH, ZIP)) == ["whose.ask"]
    assert line.asking == "account"
    return line


def test_a_parent_says_which_child_it_is_about_and_the_larger_bill_comes_first() -> None:
    line = parent()
    first, second = line.known().account, line.known().others[0]
    assert first and (first.first_name, second.first_name) == ("Leo", "Mia")
    assert line.texts(number=2) == ["balance.several"]
    chosen = line.known().account
    assert chosen and chosen.first_name == "Mia"


def test_a_parent_can_change_to_the_other_child() -> None:
    line = parent()
    line.texts(number=2)
    assert line.texts(number=3) == ["whose.ask"]
    assert line.texts(number=2) == ["balance.several"]
    chosen = line.known().account
    assert chosen and chosen.first_name == "Leo"


def test_one_childs_code_opens_that_child_only() -> None:
    line = asked(people=BOTH, accounts=(MIA, LEO))
    assert line.texts(factors=(Factor("code", frozenset({"code MIA"})), PARENT_BIRTH)) == [ANSWERED]
    assert line.proved == MarkVerified((1,), as_guarantor=True)


def test_a_confidential_minor_stays_closed_beside_a_sibling() -> None:
    line = asked(people=BOTH, accounts=(MIA, replace(LEO, minor_alone=True)))
    assert line.texts(factors=(PARENT_BIRTH, ZIP)) == [ANSWERED]
    assert line.proved == MarkVerified((1,), as_guarantor=True)
