"""What may be offered: figures add up to the cent, and nothing leaves the practice's policy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows import offers, shapes
from flows.money import Money, total
from flows.offers import Offer
from flows.policy import DEFAULT, PlanPolicy, Policy
from flows.shapes import Rhythm, Shape

MONDAY = date(2026, 3, 2)
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
OWED = st.integers(1, 30_000_00).map(Money)
POLICIES = st.builds(
    lambda least, part, most, months, first, options, often: replace(
        DEFAULT,
        plan=PlanPolicy(
            min_total_cents=least,
            min_installment_cents=part,
            max_installments=most,
            max_months=months,
            first_due_max_days=first,
            options=tuple(options),
            more_often=often,
        ),
    ),
    st.integers(1, 500_00),
    st.integers(1, 200_00),
    st.integers(2, 36),
    st.integers(1, 36),
    st.integers(1, 45),
    st.lists(st.integers(2, 36), max_size=6),
    st.booleans(),
)


def keeps(offer: Offer, owed: Money, policy: Policy, today: date) -> None:
    """Everything that an offer must be, whatever was wished for."""
    plan, cents = policy.plan, [part.cents for part in offer.parts]
    down = "down_payment" in offer.rules
    equal = cents[1:] if down else cents
    assert total(offer.parts) == owed
    assert max(equal) - min(equal) <= 1 and equal == sorted(equal, reverse=True), "larger first"
    assert 2 <= len(cents) <= plan.max_installments
    assert min(cents) >= plan.min_installment_cents and owed.cents >= plan.min_total_cents
    now = down or "begins_today" in offer.rules
    assert (-1 if now else 0) < (offer.days[0] - today).days <= plan.first_due_max_days
    assert not now or offer.days[0] == today, "at once is today"
    assert not down or (offer.days[1] - today).days <= plan.first_due_max_days
    assert len(offer.days) == len(cents) and list(offer.days) == sorted(set(offer.days))
    assert offer.days[-1] < shapes.add_months(offer.days[0], plan.max_months), "a span of time"
    gaps = [(later - earlier).days for earlier, later in pairwise(offer.days)]
    assert max(gaps) <= max(31, plan.first_due_max_days if down else 0), "once a month at least"
    if not plan.more_often:
        rest = offer.days[1:] if down else offer.days
        assert shapes.rhythm_of(offer.rules) == "month" and (len(rest) < 3 or rest == monthly(rest[0], len(rest)))
    assert set(offers.LIMITS) <= set(offer.rules)


def monthly(first: date, count: int) -> tuple[date, ...]:
    return shapes.days_of("month", first, count)


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
@given(OWED, POLICIES, DAYS, st.integers(0, 3_000_00).map(Money), st.sampled_from([None, *shapes.RHYTHMS]))
def test_a_wish_gives_the_fewest_payments_of_at_most_that_much(
    owed: Money, policy: Policy, today: date, amount: Money, rhythm: Rhythm | None
) -> None:
    offer = offers.by_amount(owed, policy, today, rhythm, amount)
    each = amount.cents
    if rhythm and not policy.plan.more_often:
        each = each * shapes.A_YEAR[rhythm] // 12
    if offer is None:
        fits = shapes.days_of(rhythm or "month", offers.first_due(policy.plan, today, rhythm or "month"), 2)
        short = fits[1] >= shapes.add_months(fits[0], policy.plan.max_months)
        assert short or offers.longest(owed, policy.plan) < 2 or each >= owed.cents
        return
    keeps(offer, owed, policy, today)
    count = len(offer.parts)
    if offer.longest_allowed:
        assert max(owed.split(count)).cents > each, "policy forbids what was wished for"
        more = offers.shaped(owed, policy, today, Shape(count=count + 1, rhythm=rhythm or "month"))
        assert more is None, "it is the longest"
    else:
        assert max(offer.parts).cents <= each
        assert count == 2 or max(owed.split(count - 1)).cents > each, "fewer payments would have done"


NEAR = st.integers(-3, 60)
SHAPES = st.builds(
    lambda count, cents, rhythm, down, first, gap: (count, cents, rhythm, down, first, gap),
    st.none() | st.integers(0, 40),
    st.none() | st.integers(0, 1_000_00),
    st.sampled_from(shapes.RHYTHMS),
    st.none() | st.integers(0, 1_000_00).map(Money) | st.fractions(0, 1, max_denominator=6),
    st.none() | NEAR,
    st.none() | NEAR,
)


@settings(max_examples=800, deadline=None)
@given(OWED, POLICIES, DAYS, SHAPES)
def test_no_shape_leaves_the_practices_policy(owed: Money, policy: Policy, today: date, told: tuple[Any, ...]) -> None:
    count, cents, rhythm, down, first, gap = told
    begins = None if first is None else today + timedelta(days=first)
    second = begins + timedelta(days=gap) if begins and gap is not None and down is None else None
    wish = Shape(count, None if cents is None else Money(cents), rhythm, down, begins, second)
    offer = offers.shaped(owed, policy, today, wish)
    if not isinstance(offer, Offer):
        return
    keeps(offer, owed, policy, today)
    if down and not offer.nearest:
        assert offer.parts[0] == offers._money(owed, down) and offer.days[0] == today
    if begins and "first_changed" not in offer.rules:
        assert begins in offer.days[:2]
    if cents and "longest_allowed" not in offer.rules and "monthly_only" not in offer.rules and not second:
        assert max(offer.parts[1:] if down else offer.parts).cents <= cents
    later = today + timedelta(days=5)
    again = offers.anew(offer.quote(1, owed), owed, policy, later)
    assert again is not None or down or offer.days[0] <= later or second
    if again:
        keeps(again, owed, policy, later)
        assert len(again.parts) <= len(offer.parts), "no longer than what was read back"


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
        (240_01, 25_00, "week", 9, True),
        (240_01, 40_00, "two_weeks", 7, False),
        (240_01, 60_00, "quincena", 5, False),
        (1850_00, 30_00, "month", 12, True),
        (240_01, 240_00, "month", 2, False),
    ],
)
def test_an_amount_a_month(owed: int, amount: int, per: Rhythm, count: int, longest: bool) -> None:
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
    days = monthly(date(2026, 1, 31), 5)
    assert [day.isoformat() for day in days] == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]


def test_a_first_day_that_was_asked_for_is_kept_where_policy_lets_it() -> None:
    wished = offers.of_length(Money(240_01), DEFAULT, MONDAY, 3, date(2026, 3, 15))
    late = offers.of_length(Money(240_01), DEFAULT, MONDAY, 3, date(2026, 5, 1))
    assert wished and wished.days[0] == date(2026, 3, 15) and not wished.nearest
    assert late and late.days[0] == date(2026, 4, 2) and late.nearest == ("first_changed",), "the last day allowed"
    assert offers.may_begin(DEFAULT.plan, MONDAY, MONDAY)
    assert not offers.may_begin(DEFAULT.plan, MONDAY, MONDAY - timedelta(days=1))


def told(wish: Shape, owed: int = 240_01, policy: Policy = DEFAULT, today: date = MONDAY) -> str:
    """A plan as its amounts and days, and in what it is not what was wished for."""
    offer = offers.shaped(Money(owed), policy, today, wish)
    if not isinstance(offer, Offer):
        return str(offer)
    rows = [f"{part.cents / 100:g} {day:%b %-d}" for part, day in zip(offer.parts, offer.days, strict=True)]
    return ", ".join(rows) + "".join(f" ({one})" for one in offer.nearest)


HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("wish", "plan"),
    [
        (Shape(down=HALF, first=date(2026, 3, 16)), "120.01 Mar 2, 120 Mar 16"),
        (Shape(down=HALF), "120.01 Mar 2, 120 Apr 1"),
        (Shape(down=HALF, first=date(2026, 6, 1)), "120.01 Mar 2, 120 Apr 2 (first_changed)"),
        (Shape(down=Money(100_00), amount=Money(50_00)), "100 Mar 2, 46.67 Apr 1, 46.67 May 1, 46.67 Jun 1"),
        (Shape(down=Money(100_00), first=date(2026, 3, 15)), "100 Mar 2, 140.01 Mar 15"),
        (Shape(3, rhythm="two_weeks", down=HALF), "120.01 Mar 2, 40 Mar 13, 40 Mar 27, 40 Apr 10"),
        (Shape(down=Money(10_00), count=2), "25 Mar 2, 107.51 Apr 1, 107.5 May 1 (down_changed)"),
        (Shape(down=Money(230_00)), "215.01 Mar 2, 25 Apr 1 (down_changed)"),
        (Shape(down=Money(240_01)), "in_full"),
        (Shape(3, down=Money(0)), "80.01 Apr 1, 80 May 1, 80 Jun 1"),
        (Shape(down=Money(190_00), count=3), "190 Mar 2, 25.01 Apr 1, 25 May 1 (longest_allowed)"),
        (Shape(4, rhythm="week"), "60.01 Mar 13, 60 Mar 20, 60 Mar 27, 60 Apr 3"),
        (Shape(4, rhythm="two_weeks"), "60.01 Mar 13, 60 Mar 27, 60 Apr 10, 60 Apr 24"),
        (Shape(3, rhythm="two_weeks", first=date(2026, 3, 6)), "80.01 Mar 6, 80 Mar 20, 80 Apr 3"),
        (Shape(4, rhythm="half_month"), "60.01 Mar 15, 60 Apr 1, 60 Apr 15, 60 May 1"),
        (Shape(4, rhythm="quincena"), "60.01 Mar 15, 60 Mar 31, 60 Apr 15, 60 Apr 30"),
        (Shape(3, rhythm="half_month", first=date(2026, 3, 12)), "80.01 Mar 12, 80 Apr 1, 80 Apr 15"),
        (Shape(2, first=date(2026, 3, 2)), "120.01 Mar 2, 120 Apr 2"),
        (Shape(2, first=date(2026, 3, 15), second=date(2026, 3, 31)), "120.01 Mar 15, 120 Mar 31"),
        (Shape(2, first=date(2026, 3, 15), second=date(2026, 7, 1)), "120.01 Mar 15, 120 Apr 15 (second_changed)"),
        (Shape(amount=Money(60_01), rhythm="week"), "60.01 Mar 13, 60 Mar 20, 60 Mar 27, 60 Apr 3"),
        (Shape(13), "None"),
        (Shape(amount=Money(300_00), rhythm="week"), "in_full"),
    ],
    ids=str,
)  # fmt: skip
def test_each_shape(wish: Shape, plan: str) -> None:
    assert told(wish) == plan


ONCE_A_MONTH = replace(DEFAULT, plan=replace(DEFAULT.plan, more_often=False))


@pytest.mark.parametrize(
    ("wish", "plan"),
    [
        (Shape(3, rhythm="week"), "80.01 Apr 1, 80 May 1, 80 Jun 1 (monthly_only)"),
        (Shape(amount=Money(25_00), rhythm="week"), "80.01 Apr 1, 80 May 1, 80 Jun 1 (monthly_only)"),
        (Shape(down=HALF, first=date(2026, 3, 16)), "120.01 Mar 2, 120 Mar 16"),
    ],
    ids=str,
)  # fmt: skip
def test_a_practice_may_take_payments_once_a_month_only(wish: Shape, plan: str) -> None:
    assert told(wish, policy=ONCE_A_MONTH) == plan


@pytest.mark.parametrize(
    ("rhythm", "first", "days"),
    [
        ("month", "2027-12-31", ["2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31"]),
        ("quincena", "2028-02-15", ["2028-02-15", "2028-02-29", "2028-03-15", "2028-03-31"]),
        ("quincena", "2027-02-10", ["2027-02-10", "2027-02-28", "2027-03-15", "2027-03-31"]),
        ("half_month", "2027-12-15", ["2027-12-15", "2028-01-01", "2028-01-15", "2028-02-01"]),
        ("half_month", "2027-12-29", ["2027-12-29", "2028-01-15", "2028-02-01", "2028-02-15"]),
        ("two_weeks", "2028-02-18", ["2028-02-18", "2028-03-03", "2028-03-17", "2028-03-31"]),
        ("week", "2027-12-24", ["2027-12-24", "2027-12-31", "2028-01-07", "2028-01-14"]),
    ],
)  # fmt: skip
def test_days_over_month_ends_and_leap_days(rhythm: Rhythm, first: str, days: list[str]) -> None:
    assert [day.isoformat() for day in shapes.days_of(rhythm, date.fromisoformat(first), 4)] == days


def test_a_plan_of_months_is_a_span_of_time() -> None:
    short = replace(DEFAULT, plan=replace(DEFAULT.plan, max_months=2))
    weekly = offers.shaped(Money(1850_00), short, MONDAY, Shape(amount=Money(100_00), rhythm="week"))
    assert isinstance(weekly, Offer) and len(weekly.parts) == 9 and weekly.days[-1] == date(2026, 5, 8)
    assert weekly.longest_allowed and len(offers.options(Money(1850_00), short, MONDAY)) == 1


def test_the_same_plan_again_days_later() -> None:
    halves = offers.shaped(Money(240_01), DEFAULT, MONDAY, Shape(down=HALF, first=date(2026, 3, 16)))
    assert isinstance(halves, Offer)
    quote = halves.quote(1, Money(240_01))
    assert offers.still_ahead(quote, MONDAY) and not offers.still_ahead(quote, MONDAY + timedelta(days=1))
    again = offers.anew(quote, Money(240_01), DEFAULT, MONDAY + timedelta(days=1))
    assert again and again.days == (date(2026, 3, 3), date(2026, 3, 16)) and again.parts == halves.parts
