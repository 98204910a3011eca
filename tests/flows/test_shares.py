"""A payment for several patients: every cent is somebody's, and no share is more than is owed, nor gives more back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.money import ZERO, Money, total
from flows.shares import Owing, Part, Share, allocate, back, chosen, fit, in_order

DAYS = st.none() | st.integers(0, 5).map(lambda n: date(2026, 1, 1) + timedelta(days=n))
CENTS = st.integers(0, 900)


@st.composite
def accounts(draw: st.DrawFn) -> list[Owing]:
    ids = draw(st.lists(st.integers(1, 50), min_size=1, max_size=6, unique=True))
    return [Owing(one, Money(draw(st.integers(-300, 900))), draw(DAYS), draw(DAYS)) for one in ids]


def test_the_oldest_service_comes_first_then_the_first_statement_then_the_id() -> None:
    old, new = date(2025, 1, 1), date(2026, 1, 1)
    them = [
        Owing(1, Money(100)), Owing(2, Money(100), new, old), Owing(3, Money(100), old, new),
        Owing(4, Money(100), old, old), Owing(6, Money(100), new, old), Owing(5, Money(100), new, old),
    ]  # fmt: skip
    assert [one.patient_id for one in in_order(them)] == [4, 3, 2, 5, 6, 1]
    assert allocate(Money(250), them) == (Share(4, Money(100)), Share(3, Money(100)), Share(2, Money(50)))


@given(accounts(), st.integers(-5, 6000))
def test_allocated_is_the_sum_and_no_account_gets_more_than_it_owes(them: list[Owing], cents: int) -> None:
    most = total([max(one.owed, ZERO) for one in them])
    if not 0 < cents <= most.cents:
        with pytest.raises(ValueError, match="no payment"):
            allocate(Money(cents), them)
        return
    found = allocate(Money(cents), them)
    owed = {one.patient_id: one.owed for one in them}
    assert total([one.amount for one in found]) == Money(cents)
    assert all(ZERO < one.amount <= owed[one.patient_id] for one in found)
    order = [one.patient_id for one in in_order(them) if one.owed > ZERO]
    assert [one.patient_id for one in found] == order[: len(found)]
    assert all(one.amount == owed[one.patient_id] for one in found[:-1]), "the older one is paid up first"


@pytest.mark.parametrize(
    "shares",
    [
        [],
        [Share(1, ZERO)],
        [Share(1, Money(101))],
        [Share(1, Money(-1))],
        [Share(3, Money(1))],
        [Share(1, Money(50)), Share(1, Money(50))],
        [Share(2, Money(1))],
    ],
)
def test_what_is_no_choice_is_refused(shares: list[Share]) -> None:
    with pytest.raises(ValueError, match="share"):
        chosen(shares, [Owing(1, Money(100)), Owing(2, Money(-5))])


@given(accounts(), st.data())
def test_what_the_payer_chose_is_kept(them: list[Owing], data: st.DataObject) -> None:
    some = [one for one in them if one.owed > ZERO]
    shares = [Share(one.patient_id, Money(data.draw(st.integers(0, one.owed.cents)))) for one in some]
    wanted = {one for one in shares if one.amount > ZERO}
    if not wanted:
        return
    assert set(chosen(shares, them)) == wanted


@given(st.integers(0, 5000), st.lists(st.integers(1, 900), min_size=1, max_size=6))
def test_what_came_is_all_posted(came: int, asked: list[int]) -> None:
    found = fit(Money(came), [Money(one) for one in asked])
    assert total(list(found)) == Money(came) and min(found) >= ZERO
    if came == sum(asked):
        assert [one.cents for one in found] == asked
    assert all(one.cents <= most for one, most in zip(found[1:], asked[1:], strict=True))


@st.composite
def parts(draw: st.DrawFn) -> list[Part]:
    found = []
    for _ in range(draw(st.integers(1, 5))):
        paid = draw(st.integers(1, 900))
        gone = draw(st.integers(0, paid))
        other = draw(st.integers(0, paid - gone))
        found.append(Part(Money(paid), Money(gone), Money(other), Money(draw(CENTS))))
    return found


@given(parts(), st.data())
def test_of_what_went_back_no_share_gives_more_than_it_has(them: list[Part], data: st.DataObject) -> None:
    most = sum(one.paid.cents - one.otherwise.cents for one in them)
    sum_ = Money(data.draw(st.integers(0, most)))
    found = back(sum_, them)
    assert total(list(found)) == sum_
    assert all(mine >= ZERO and mine + one.otherwise <= one.paid for mine, one in zip(found, them, strict=True))
    rising = sum_ >= total([one.gone for one in them])
    assert all(mine >= one.gone if rising else mine <= one.gone for mine, one in zip(found, them, strict=True))
    assert back(sum_, [Part(one.paid, mine, one.otherwise, one.wished) for mine, one in zip(found, them, strict=True)]
                ) == found, "told twice, it is the same"  # fmt: skip


def test_what_staff_gave_back_is_that_share_and_the_rest_is_the_newest() -> None:
    paid = Money(100)
    them = [Part(paid, ZERO, ZERO, Money(30)), Part(paid, ZERO, ZERO), Part(paid, ZERO, ZERO)]
    assert back(Money(30), them) == (Money(30), ZERO, ZERO)
    assert back(Money(50), them) == (Money(30), ZERO, Money(20))
    assert back(Money(300), them) == (paid, paid, paid)


def test_a_refund_that_came_back_is_taken_from_what_nobody_wished_for_first() -> None:
    them = [Part(Money(100), Money(30), ZERO, Money(30)), Part(Money(100), Money(20), ZERO)]
    assert back(Money(40), them) == (Money(30), Money(10))
    assert back(Money(10), them) == (Money(10), ZERO)


def test_more_than_there_is_still_adds_up() -> None:
    them = [Part(Money(100), ZERO, Money(100)), Part(Money(100), ZERO, Money(100))]
    assert total(list(back(Money(50), them))) == Money(50)
