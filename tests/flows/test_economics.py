"""When asking for a balance costs more than it brings."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.economics import KNOWN, USUAL, Tally, Way, advice, cost_of, floor, outlook, shares
from flows.money import ZERO, Money
from flows.policy import Chasing

COSTS = Chasing(text_cents=10, letter_cents=100, text_seconds=0, letter_seconds=360, staff_hour_cents=2000, letters=3)
TENTH = {n: Tally(100, 10) for n in range(1, 7)}
"""One in ten pays after each reminder."""


@pytest.mark.parametrize(("owed", "way", "done", "to_come", "cost", "brings", "worth"), [
    (99, "text", 0, 1, 10, 10, False),  # 9.9 cents for 10
    (100, "text", 0, 1, 10, 10, False),  # even is not worth it
    (101, "text", 0, 1, 10, 10, True),
    (101, "text", 0, 2, 19, 19, True),  # the second is paid for only where the first brought nothing
    (1000, "text", 0, 2, 19, 190, True),
    (2999, "letter", 0, 1, 300, 300, False),
    (3001, "letter", 0, 3, 813, 813, True),
    (500, "letter", 0, 3, 813, 136, False),
    (500, "text", 6, 0, 0, 0, False),  # none is to come
    (500, "text", 9, 2, 19, 95, True),  # what comes after the last known one is like it
    (0, "text", 0, 2, 19, 0, False),
    (-500, "text", 0, 2, 19, 0, False),
])  # fmt: skip
def test_cost_against_return(owed: int, way: Way, done: int, to_come: int, cost: int, brings: int,
                             worth: bool) -> None:  # fmt: skip
    found = outlook(Money(owed), way, done, to_come, TENTH, COSTS)
    assert (found.cost, found.brings, found.worth) == (Money(cost), Money(brings), worth)
    assert found.own == (to_come > 0)


def test_the_practices_own_rows_count_once_enough_are_known() -> None:
    assert shares({}) == (USUAL, frozenset())
    few, enough = Tally(KNOWN - 1, 40), Tally(KNOWN, 10)
    found, own = shares({1: few, 2: enough, 7: enough})
    assert found == (USUAL[0], Fraction(1, 5), *USUAL[2:], Fraction(1, 5)) and own == {2, 7}
    assert not outlook(Money(5000), "text", 0, 2, {2: enough}, COSTS).own
    assert outlook(Money(5000), "text", 1, 1, {2: enough}, COSTS).own


def test_it_may_be_worth_going_only_some_of_the_way() -> None:
    """The first brings what it costs, the rest hardly anything: asking once is still worth it."""
    known = {1: Tally(100, 50), **{n: Tally(100, 0) for n in range(2, 7)}}
    found = outlook(Money(30), "text", 0, 6, known, COSTS)
    assert found.worth and found.cost > found.brings and advice(found) == ""
    assert not outlook(Money(30), "text", 1, 5, known, COSTS).worth


def test_advice_is_in_words_and_names_its_ground() -> None:
    told = advice(outlook(Money(500), "letter", 0, 3, TENTH, COSTS))
    assert told == ("Stop chasing this: 3 more letters and the time for it cost about $8.13 and bring about $1.36, "
                    "by what your own reminders brought.")  # fmt: skip
    assert "one more text" in advice(outlook(Money(1), "text", 5, 1, {}, COSTS))
    assert "few of your own are known yet" in advice(outlook(Money(1), "text", 5, 1, {}, COSTS))
    for owed, to_come in ((100000, 3), (0, 3), (-100, 3), (5, 0)):
        assert advice(outlook(Money(owed), "text", 0, to_come, TENTH, COSTS)) == ""


def test_what_a_touch_costs_is_its_price_and_the_time() -> None:
    assert cost_of("letter", COSTS) == 300 and cost_of("text", COSTS) == 10
    assert cost_of("text", replace(COSTS, text_seconds=30, staff_hour_cents=3000)) == 35
    assert cost_of("text", replace(COSTS, text_seconds=1, staff_hour_cents=100)) == 10 + Fraction(1, 36)


def test_the_smallest_balance_that_is_worth_it() -> None:
    assert floor("text", 6, TENTH, COSTS) == Money(101) and floor("letter", 3, TENTH, COSTS) == Money(3001)
    assert floor("text", 0, TENTH, COSTS) is None
    assert floor("text", 6, {n: Tally(100, 0) for n in range(1, 7)}, COSTS) is None
    assert floor("text", 6, {}, Chasing()) == Money(226) and floor("letter", 3, {}, Chasing()) == Money(2626)


counts = st.integers(0, 300).flatmap(lambda n: st.builds(Tally, st.just(n), st.integers(0, n)))
tallies = st.dictionaries(st.integers(1, 8), counts, max_size=8)
costs = st.builds(Chasing, *(st.integers(0, 5000) for _ in range(5)))
ways = st.sampled_from(("text", "letter"))


@given(st.integers(-100, 100_000), st.integers(0, 50_000), ways, st.integers(0, 9), st.integers(0, 9), tallies, costs)
def test_more_owed_never_makes_it_less_worthwhile(
    owed: int, more: int, way: Way, done: int, to_come: int, known: dict[int, Tally], each: Chasing
) -> None:
    small = outlook(Money(owed), way, done, to_come, known, each)
    large = outlook(Money(owed + more), way, done, to_come, known, each)
    assert large.brings >= small.brings and large.cost == small.cost
    assert large.worth >= small.worth
    assert ZERO <= small.brings <= max(Money(owed), ZERO)


@given(st.integers(1, 100_000), ways, st.integers(0, 9), tallies, costs)
def test_the_floor_is_where_it_begins_to_be_worth_it(
    owed: int, way: Way, to_come: int, known: dict[int, Tally], each: Chasing
) -> None:
    least = floor(way, to_come, known, each)
    worth = outlook(Money(owed), way, 0, to_come, known, each).worth
    assert worth == (least is not None and owed >= least.cents)
