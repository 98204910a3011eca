"""When an instalment is taken from the card that a patient left, and why it is not. Pure.

A payment that was allowed before is told of before it is taken (fact sheet P4: 3 days; 12 CFR 1005.10(d): 10 days where
the amount is another than was agreed to). Every rule is asked at the moment of taking, and what was asked is stored. A
day that passes without it is not made up for by surprise: the patient is told again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flows.money import ZERO, Money
from flows.policy import Autopay
from flows.script import PlanFacts
from flows.values import Reasons

LEAST = Money(100)
"""Less than this is left of an instalment: it is not worth a charge, and the next one is looked at."""
SLACK = 2
"""Days that a notice may need to leave: none leaves on a Sunday or a holiday, and these are two at most in a row."""
LATE = 2
"""Days after the one that was named on which it may still be taken, such as after a night without workers."""


@dataclass(frozen=True)
class Told:
    """The debit under way, as the patient was told of it: `amount` on `day`; `told_on` is when that reached them."""

    state: str
    amount: Money
    day: date
    told_on: date | None = None
    tries: int = 0
    first_tried_on: date | None = None


@dataclass(frozen=True)
class Standing:
    """What is true today, where the patient is, of the instalment that comes next."""

    today: date
    day: date
    """The plan's day for it."""
    agreed: Money
    """What the mandate says of it."""
    due: Money
    """What is left of it, and no more than is owed; zero where nothing is to be taken."""
    limits: Autopay
    on: bool = True
    """The mandate stands and its plan runs."""
    holds: frozenset[str] = frozenset()
    paying: bool = False
    """Another payment of theirs is under way (decision 31)."""


@dataclass(frozen=True)
class Part:
    """The instalment that comes next: its number from 1, what the plan says of it, what is left, and its day."""

    n: int
    agreed: Money
    left: Money
    day: date


def part_of(plan: PlanFacts, owed: Money) -> Part | None:
    """The first instalment of which something is left, and no more of it than is owed; None where all are covered."""
    covered = plan.paid.cents
    for n, (part, day) in enumerate(zip(plan.parts, plan.days, strict=True), 1):
        left = min(part.cents - max(covered, 0), owed.cents, part.cents)
        covered -= part.cents
        if left >= LEAST.cents:
            return Part(n, part, Money(left), day)
    return None


def coming(plan: PlanFacts, owed: Money, today: date) -> Part | None:
    """The first instalment that is still ahead and not covered: another may be late before it where days lie close."""
    part = part_of(plan, owed)
    while part is not None and part.day < today:
        owed -= part.left
        plan = replace(plan, paid=Money(sum(one.cents for one in plan.parts[: part.n])))
        part = part_of(plan, owed)
    return part


def schedule(plan: PlanFacts, owed: Money, today: date, limits: Autopay) -> tuple[tuple[date, Money], ...]:
    """What is taken and when, as things stand; what is due too soon to be told of comes a little later.

    Each is told of once the one before it is taken, so that in a plan by the week one may put off the next.
    """
    found, rest = [], plan
    soonest = today + timedelta(days=limits.prenote_days + SLACK)
    while (part := part_of(rest, owed)) is not None and owed >= LEAST:
        day = max(part.day, soonest)
        soonest = day + timedelta(days=limits.prenote_days + SLACK)
        found.append((day, part.left))
        rest = replace(rest, paid=Money(sum(one.cents for one in plan.parts[: part.n])))
        owed -= part.left
    return tuple(found)


@dataclass(frozen=True)
class Announce:
    """Tell the patient that `amount` is taken on `day`."""

    amount: Money
    day: date


@dataclass(frozen=True)
class Take:
    """Ask the provider for it now; `reasons` are the rules that were asked."""

    amount: Money
    reasons: Reasons


@dataclass(frozen=True)
class Wait:
    """Nothing to do today."""

    reasons: Reasons = ()


@dataclass(frozen=True)
class PutOff:
    """Its day has come and it may not be taken; it is told of anew once nothing stands against it."""

    reasons: Reasons


@dataclass(frozen=True)
class Later:
    """A refused card is tried again on `day` and not today."""

    day: date
    reasons: Reasons


@dataclass(frozen=True)
class GiveUp:
    """The card was refused and its tries are used up: nothing is taken from it any more."""

    reasons: Reasons


@dataclass(frozen=True)
class Leave:
    """Nothing is left of it: it was paid in another way."""


Move = Announce | Take | Wait | PutOff | Later | GiveUp | Leave


@dataclass(frozen=True)
class Rule:
    """One thing that has to be true at the moment of taking."""

    name: str
    law: str
    passed: str
    failed: str
    holds: Callable[[Told, Standing], bool]


def lead(amount: Money, agreed: Money, limits: Autopay) -> int:
    """Days between a notice and its debit."""
    return limits.prenote_days if amount == agreed else limits.varying_amount_notice_days


def _was_told(told: Told, now: Standing) -> bool:
    """A text about a refused try names the days of the next ones, so that one need only have come."""
    if told.told_on is None:
        return False
    return told.tries > 0 or (told.day - told.told_on).days >= lead(told.amount, now.agreed, now.limits)


def _in_days(told: Told, now: Standing) -> bool:
    if told.first_tried_on is None:
        return told.tries == 0
    return (now.today - told.first_tried_on).days <= max(now.limits.retry_days)


HELD = "Something holds this bill back"
RULES = (
    Rule("mandate_on", "12 CFR 1005.10(b), fact sheet P3, P4", "The patient allowed it, and the plan runs",
         "The patient does not allow it any more, or the plan has ended", lambda told, now: now.on),
    Rule("no_hold", "fact sheet section 8, decision 14", "Nothing holds this bill back", HELD,
         lambda told, now: not now.holds),
    Rule("told", "12 CFR 1005.10(d), fact sheet P4, decision 32", "The patient was told in time",
         "The patient was not told in time", _was_told),
    Rule("amount", "12 CFR 1005.10(d)", "It is the amount that the patient was told",
         "It is another amount than the patient was told", lambda told, now: told.amount == now.due),
    Rule("day", "fact sheet P4", "It is the day that the patient was told",
         "It is another day than the patient was told",
         lambda told, now: 0 <= (now.today - told.day).days <= LATE),
    Rule("tries", "card networks, fact sheet P4", "The card was not refused too often",
         "The card was refused too often",
         lambda told, now: told.tries <= now.limits.retry_max and _in_days(told, now)),
    Rule("alone", "decision 31", "No other payment is under way", "Another payment is under way",
         lambda told, now: not now.paying),
)  # fmt: skip
"""All of them are asked; the first that fails is the one that is told."""


def failures(told: Told, now: Standing) -> Reasons:
    """The rules that stand against taking it now."""
    return tuple((rule.name, rule.failed) for rule in RULES if not rule.holds(told, now))


def step(told: Told | None, now: Standing) -> Move:
    """What is to be done today about the instalment that comes next; `told` None: nobody was told of it yet."""
    if now.due <= ZERO:
        return Leave() if told else Wait()
    if told is None:
        return announced(now) if now.today >= _begins(now) else Wait()
    if told.state == "letter":
        return Wait()
    if told.state == "put_off":
        return Wait((("no_hold", HELD),)) if now.holds else announced(now, told)
    if now.today < told.day:
        return _before(told, now)
    against = failures(told, now)
    if not against:
        return Take(told.amount, tuple((rule.name, rule.passed) for rule in RULES))
    names = {name for name, _ in against}
    if names == {"alone"}:
        return Wait(against)
    if told.tries and not names & {"mandate_on", "no_hold", "amount"}:
        again = retry_on(told, now.today, now.limits)
        return Later(again, against) if again else GiveUp(against)
    return PutOff(against)


def next_day(told: Told | None, now: Standing) -> date | None:
    """The next day on which there is something to do; None: nothing until something else happens."""
    if now.due <= ZERO or (told is not None and told.state in ("letter", "put_off")):
        return None
    return told.day if told else _begins(now)


def _begins(now: Standing) -> date:
    """The day on which the notice is written."""
    return now.day - timedelta(days=lead(now.due, now.agreed, now.limits) + SLACK)


def _before(told: Told, now: Standing) -> Move:
    """Before its day: a notice that names another amount, or that has not come in time, is sent anew."""
    if told.tries:
        return Wait()
    in_time = told.day - timedelta(days=lead(told.amount, now.agreed, now.limits))
    stale = told.amount != now.due or (told.told_on is None and now.today > in_time)
    return announced(now, told) if stale else Wait()


def announced(now: Standing, told: Told | None = None) -> Announce:
    """On the plan's day, or as soon after it as the patient can be told; after a refusal not before its ten days."""
    soonest = now.today + timedelta(days=lead(now.due, now.agreed, now.limits) + SLACK)
    rested = [told.first_tried_on + timedelta(days=max(now.limits.retry_days) + 1)
              for told in (told,) if told and told.first_tried_on]  # fmt: skip
    return Announce(now.due, max(now.day, soonest, *rested))


def retry_on(told: Told, today: date, limits: Autopay) -> date | None:
    """The next day on which a refused card is tried; None where its tries are used up."""
    if told.first_tried_on is None or told.tries > limits.retry_max:
        return None
    days = (told.first_tried_on + timedelta(days=days) for days in limits.retry_days)
    return next((day for day in days if day > today), None)
