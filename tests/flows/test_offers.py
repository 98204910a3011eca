"""What may be offered: figures add up to the cent, and nothing leaves the practice's policy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows import offers
from flows.money import Money, total
from flows.offers import Offer
from flows.policy import DEFAULT, PlanPolicy, Policy

MONDAY = date(2026, 3, 2)
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
OWED = st.integers(1, 30_000_00).map(Money)
POLICIES = st.builds(
    lambda least, part, most, months, first, options: replace(
        DEFAULT,
        plan=PlanPolicy(
            min_total_cents=least,
            min_installment_cents=part,
            max_installments=most,
            max_months=months,
            first_due_max_days=first,
            options=tuple(options),
        ),
    ),
    st.integers(1, 500_00),
    st.integers(1, 200_00),
    st.integers(2, 36),
    st.integers(2, 36),
    st.integers(1, 45),
    st.lists(st.integers(2, 36), max_size=6),
)


def keeps(offer: Offer, owed: Money, policy: Policy, today: date) -> None:
    """Everything that an offer must be."""
    plan, cents = policy.plan, [part.cents for part in offer.parts]
    assert total(offer.parts) == owed
    assert max(cents) - min(cents) <= 1 and cents == sorted(cents, reverse=True), "larger first"
    assert 2 <= len(cents) <= min(plan.max_installments, plan.max_months)
    assert min(cents) >= plan.min_installment_cents and owed.cents >= plan.min_total_cents
    assert today < offer.days[0] <= today + timedelta(days=plan.first_due_max_days)
    assert len(offer.days) == len(cents) and list(offer.days) == sorted(set(offer.days))
    months = [day.year * 12 + day.month for day in offer.days]
    assert months == list(range(months[0], months[0] + len(months))), "one a month"
    assert offer.rules


@settings(max_examples=300, deadline=None)
@given(OWED, POLICIES, DAYS)
def test_options_are_the_practices_and_within_its_policy(owed: Money, policy: Policy, today: date) -> None:
    found = offers.options(owed, policy, today)
    counts = [len(offer.parts) for offer in found]
    assert counts == sorted(set(counts)) and set(counts) <= set(policy.plan.options)
    for offer in found:
        keeps(offer, owed, policy, today)
    left_out = set(policy.plan.options) - set(counts)
    most = offers.longest(owed, policy.plan)
    assert all(count > most or count < 2 for count in left_out), "nothing allowed is left out"


@settings(max_examples=300, deadline=None)
@given(OWED, POLICIES, DAYS, st.integers(0, 3_000_00).map(Money), st.sampled_from([None, "month", "week", "payday"]))
def test_a_wish_gives_the_fewest_payments_of_at_most_that_much(
    owed: Money, policy: Policy, today: date, amount: Money, per: str | None
) -> None:
    offer = offers.by_amount(owed, policy, today, per, amount)
    monthly = amount.cents * {"week": 52, "payday": 26}.get(per or "", 12) // 12
    most = offers.longest(owed, policy.plan)
    if offer is None:
        assert most < 2 or monthly >= owed.cents
        return
    keeps(offer, owed, policy, today)
    count = len(offer.parts)
    if offer.longest_allowed:
        assert count == most and max(owed.split(count)).cents > monthly, "policy forbids what was wished for"
    else:
        assert max(offer.parts).cents <= monthly
        assert count == 2 or max(owed.split(count - 1)).cents > monthly, "fewer payments would have done"


@given(st.integers(0, 10**9), st.integers(1, 60))
def test_parts_add_up(cents: int, parts: int) -> None:
    each = [part.cents for part in Money(cents).split(parts)]
    assert sum(each) == cents and max(each) - min(each) <= 1


@pytest.mark.parametrize(
    ("owed", "counts"),
    [
        (49_99, []),
        (50_00, [2]),
        (75_00, [2, 3]),
        (240_01, [2, 3, 4, 6]),
        (300_00, [2, 3, 4, 6, 12]),
        (1850_00, [2, 3, 4, 6, 12]),
        (0, []),
        (-5_00, []),
    ],
)
def test_which_choices_a_balance_has_by_default(owed: int, counts: list[int]) -> None:
    assert [len(offer.parts) for offer in offers.options(Money(owed), DEFAULT, MONDAY)] == counts


@pytest.mark.parametrize(
    ("owed", "amount", "per", "count", "longest"),
    [
        (240_01, 50_00, "month", 5, False),
        (240_00, 60_00, "month", 4, False),
        (240_01, 60_00, "month", 5, False),
        (240_01, 20_00, "month", 9, True),
        (240_01, 25_00, "week", 3, False),
        (240_01, 40_00, "payday", 3, False),
        (1850_00, 30_00, "month", 12, True),
        (240_01, 240_00, "month", 2, False),
    ],
)
def test_an_amount_a_month(owed: int, amount: int, per: str, count: int, longest: bool) -> None:
    offer = offers.by_amount(Money(owed), DEFAULT, MONDAY, per, Money(amount))
    assert offer is not None
    assert (len(offer.parts), offer.longest_allowed) == (count, longest)


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 3, 2), date(2026, 4, 1)),
        (date(2026, 3, 1), date(2026, 4, 1)),
        (date(2026, 3, 25), date(2026, 4, 1)),
        (date(2026, 3, 26), date(2026, 4, 15)),
        (date(2026, 1, 31), date(2026, 2, 15)),
        (date(2026, 12, 28), date(2027, 1, 15)),
        (date(2028, 2, 28), date(2028, 3, 15)),
    ],
)
def test_the_first_payment_is_on_the_first_or_the_fifteenth(today: date, first: date) -> None:
    assert offers.first_due(DEFAULT.plan, today) == first


def test_the_thirty_first_comes_back_after_short_months() -> None:
    days = offers.monthly(date(2026, 1, 31), 5)
    assert [day.isoformat() for day in days] == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]


def test_a_first_day_that_was_asked_for_is_kept_where_policy_lets_it() -> None:
    wished = offers.of_length(Money(240_01), DEFAULT, MONDAY, 3, date(2026, 3, 15))
    late = offers.of_length(Money(240_01), DEFAULT, MONDAY, 3, date(2026, 5, 1))
    assert wished and wished.days[0] == date(2026, 3, 15)
    assert late and late.days[0] == date(2026, 4, 1)
    assert not offers.may_begin(DEFAULT.plan, MONDAY, MONDAY)
