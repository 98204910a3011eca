"""What a patient wishes for of a plan, and how one is read back. Pure; the talks about plans share it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from flows import shapes
from flows.money import Money
from flows.offers import Offer
from flows.policy import PlanPolicy
from flows.script import Heard, Quote, Say
from flows.shapes import DOWN, LONGEST_GAP, Rhythm, Shape

PAYDAY = "payday"
"""A rhythm that does not say which: most are paid every two weeks."""


@dataclass(frozen=True)
class Wish:
    """So many payments, or so much at a time; how often; what is paid at once; the first day, or two days (ISO).

    And of the quote that was shown last its mark, its length and its rhythm.
    """

    count: int | None = None
    cents: int | None = None
    per: str | None = None
    down: int | None = None
    share: str | None = None
    first: str = ""
    second: str = ""
    shown: str = ""
    length: int = 0
    often: str = ""

    def __post_init__(self) -> None:
        Fraction(self.share or 1)
        for day in filter(None, (self.first, self.second)):
            date.fromisoformat(day)

    @property
    def wished(self) -> dict[str, Any]:
        """The wish alone, as a note for a talk's memory."""
        return {name: value for name, value in asdict(self).items() if name not in ("shown", "length", "often")}

    @property
    def how_many(self) -> bool:
        """Whether it says how many payments: by a number, an amount, two days, or all of the rest on one day."""
        return self.count is not None or self.cents is not None or (self.at_once and not self.per)

    @property
    def at_once(self) -> bool:
        """Whether some of it is to be paid at once."""
        return self.down is not None or self.share is not None

    @property
    def rhythm(self) -> Rhythm:
        """How often, once a month where nothing was said."""
        return rhythm(self.per)


NOTHING: Mapping[str, Any] = Wish().wished
SAID_NOTHING = Wish()


def rhythm(per: str | None) -> Rhythm:
    """How often a plan is paid of which this was said."""
    if per == PAYDAY:
        return "two_weeks"
    return next((one for one in shapes.RHYTHMS if one == per), "month")


def wish(heard: Heard) -> Wish:
    """A bare number is payments, or dollars where no plan is that long; "half" is two payments."""
    day = heard.day + timedelta(days=1) if heard.day and heard.after else heard.day
    told = Wish(per=heard.per, first=day.isoformat() if day else "")
    if heard.halves:
        first, second = heard.halves
        return Wish(count=2, first=first.isoformat(), second=second.isoformat())
    if heard.down is not None:
        return _with_down(told, heard, heard.down)
    if heard.amount is not None:
        return replace(told, cents=heard.amount.cents)
    if heard.fraction and heard.fraction.numerator == 1:
        return replace(told, count=heard.fraction.denominator)
    return replace(told, count=heard.number)


def _with_down(told: Wish, heard: Heard, down: Money | Fraction) -> Wish:
    """The rest by an amount a month or a number of payments; else all of it on one day, the later of two readings."""
    if heard.days and not told.first:
        told = replace(told, first=heard.days[-1].isoformat())
    cents = heard.amount.cents if heard.amount is not None and heard.per else None
    first = replace(told, count=heard.number if cents is None else None, cents=cents)
    return replace(first, down=down.cents) if isinstance(down, Money) else replace(first, share=str(down))


def shape(me: Wish, amount: Money | None) -> Shape:
    """The wish as offers take it; `amount` is how much at a time."""
    down: Money | Fraction | None = Money(me.down) if me.down is not None else None
    return Shape(
        count=None if amount else me.count,
        amount=amount,
        rhythm=me.rhythm,
        down=Fraction(me.share) if me.share else down,
        first=date.fromisoformat(me.first) if me.first else None,
        second=date.fromisoformat(me.second) if me.second else None,
    )


def instead(quote: Quote, told: Wish) -> Wish:
    """What is wished for instead of what was read back: the same but for what was said.

    Other days follow from another rhythm; a number of payments instead of "half now, half later" ends the halves.
    """
    down = DOWN in quote.rules
    had = shapes.rhythm_of(quote.rules)
    per = told.per or (had if had != "month" else None)
    many = told.count is not None or told.cents is not None
    if told.at_once or told.second:
        return replace(told, per=per) if many else told
    halves = down and many and quote.parts == quote.owed.split(2)
    kept = down and not halves
    same = rhythm(per) == had and not halves
    return Wish(
        count=told.count if many else len(quote.parts) - down,
        cents=told.cents,
        per=per,
        down=quote.parts[0].cents if kept else None,
        first=told.first or (quote.days[down].isoformat() if same else ""),
    )


# -- how it is told --


def in_words(quote: Quote) -> Say:
    """The figures and days of a plan, and how often it is paid."""
    first, *days = quote.days
    if DOWN in quote.rules:
        paid, *rest = quote.parts
        if len(rest) == 1:
            return Say("shape.down_one", down=paid, amount=rest[0], day=days[0])
        return Say("shape.down", down=paid, rest=_regular(tuple(rest), days[0], shapes.rhythm_of(quote.rules)))
    if len(days) == 1 and quote.days != shapes.days_of(shapes.rhythm_of(quote.rules), first, 2):
        return Say("shape.two_days", down=quote.parts[0], first=first, amount=quote.parts[1], day=days[0])
    return _regular(quote.parts, first, shapes.rhythm_of(quote.rules))


def _regular(parts: tuple[Money, ...], first: date, often: Rhythm) -> Say:
    return Say(f"shape.{often}", count=len(parts), parts=parts, day=first)


def nearest(found: Offer, plan: PlanPolicy) -> list[Say]:
    """In what a plan is not the one that was wished for, kindly; two sentences at most."""
    down = DOWN in found.rules
    later = Say("plan.second_day", days=plan.first_due_max_days if down else LONGEST_GAP)
    said = {
        "longest_allowed": Say("plan.longest", count=len(found.parts)),
        "monthly_only": Say("plan.monthly_only"),
        "down_changed": Say("plan.least", least=Money(plan.min_installment_cents)),
        "first_changed": later if down else Say("plan.first_day", days=plan.first_due_max_days),
        "second_changed": later,
    }
    return [said[one] for one in found.nearest][:2]
