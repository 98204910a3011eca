"""Changing a plan that is under way: move a payment or skip one, once; smaller ones; an end; a card that pays it.

Each change is read back as a quote (decision 15), and a yes makes the plan anew on it; the old one ends with that. What
the practice's limits leave no room for, and a second change of the same plan, is a person's to decide.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from flows import offers, shapes
from flows.money import Money, total
from flows.offers import Offer
from flows.script import (
    Answer,
    DropQuote,
    End,
    EndPlan,
    Facts,
    Flow,
    Go,
    Heard,
    Link,
    OfferQuote,
    Open,
    PlanFacts,
    Quote,
    Say,
    StartPlan,
    Ticket,
)
from flows.shapes import Shape
from flows.standing import account, agrees, by_text, mark, nothing_to_pay, picked

CHOICES = ("move", "skip", "less", "end")
"""What 1, 2, 3 and 4 stand for."""


@dataclass(frozen=True)
class Wish:
    """What is wished for, the day as it was said (ISO), and the mark of the quote that was shown last."""

    what: str = ""
    day: str = ""
    shown: str = ""


def wish(heard: Heard) -> Wish:
    """A day alone moves the payment; "less" alone wants smaller ones."""
    day = heard.day.isoformat() if heard.day else ""
    less = "less" if heard.lean in ("less", "least") or heard.amount else ""
    return Wish(heard.change or ("move" if day else less), day)


flow = Flow("change_plan", version=2, memory=Wish, opens_on=["change_plan"], heeds=wish)
flow.upgrades[1] = lambda frame: {**frame, "step": "what", "memory": {"what": "", "day": "", "shown": ""}}


def active(facts: Facts) -> PlanFacts:
    """The plan that is changed. Only steps that `stands` let through call it."""
    if facts.plan is None or facts.plan.next is None:
        raise LookupError("there is no plan to change")
    return facts.plan


def upcoming(facts: Facts) -> tuple[Money, date]:
    """The plan's next payment. Only steps that `stands` let through call it."""
    plan = active(facts)
    assert plan.next is not None, "active() found one"
    return plan.next


def refuses(heard: Heard) -> bool:
    """Whether what was read back is not wanted: "no", the second choice, or to leave it as it is."""
    return heard.intent == "deny" or picked(heard) == 2 or heard.change == "keep"


def stands(facts: Facts) -> Answer | None:
    """Why nothing is changed here; None where it may be."""
    plan = facts.plan
    if plan is None or plan.state != "active" or plan.next is None:
        return nothing_to_pay(facts) or Open("plan")
    return End([Say("standing.closed")]) if facts.closed else None


def passed_on(facts: Facts) -> End:
    """What stands is said, and a person sees to the change."""
    amount, day = upcoming(facts)
    return End([Say("change_plan.say", amount=amount, day=day)], [Ticket("other")])


def look(me: Wish, facts: Facts) -> Say | Answer:
    stop = stands(facts)
    if stop:
        return stop
    plan = active(facts)
    if me.what == "card":
        return End([Say("change_plan.card", link=Link("agreement"))])
    if me.what == "end":
        return Go("ending")
    if me.what == "keep" or (me.what == "move" and me.day == upcoming(facts)[1].isoformat()):
        return kept(facts)
    if plan.changed or not by_text(facts, shapes.instalments(plan.parts, plan.rules)):
        return passed_on(facts)
    if me.what == "move" and not me.day:
        return Go("when")
    if me.what:
        found = proposed(me, facts)
        return Go("agree", does=[OfferQuote(quote_of(found, facts))], note={"shown": ""}) if found else passed_on(facts)
    amount, day = upcoming(facts)
    return Say("change_plan.what", amount=amount, day=day)


def proposed(me: Wish, facts: Facts) -> Offer | None:
    """The plan as it would be; None where the practice's limits have no room for it."""
    plan, owed = active(facts), account(facts).owed
    match me.what:
        case "move":
            return moved(plan, owed, facts, date.fromisoformat(me.day))
        case "skip":
            return skipped(plan, owed, facts)
        case _:
            return lowered(plan, owed, facts)


def remaining(plan: PlanFacts, owed: Money) -> tuple[tuple[Money, ...], tuple[date, ...]] | None:
    """The parts that nothing was paid of, and their days; None where one is begun or they are not all that is owed."""
    covered, n = plan.paid.cents, 0
    while n < len(plan.parts) and covered >= plan.parts[n].cents:
        covered -= plan.parts[n].cents
        n += 1
    parts, days = plan.parts[n:], plan.days[n:]
    return (parts, days) if covered == 0 and parts and total(parts) == owed else None


def moved(plan: PlanFacts, owed: Money, facts: Facts, day: date) -> Offer | None:
    """The next payment on another day: before the one after it, and at most so much later as a first one may be.

    "The 20th" of a payment that is due on the 1st is the 20th after it.
    """
    rest = remaining(plan, owed)
    if rest is None:
        return None
    parts, days = rest
    if day < days[0]:
        later = shapes.add_months(day, 1)
        day = later if later > days[0] and later <= latest(days, facts) else day
    if not facts.today < day <= latest(days, facts):
        return None
    if len(days) > 1 and (days[1] - day).days > max(shapes.LONGEST_GAP, (days[1] - days[0]).days):
        return None  # two months early leaves a hole behind it; a person sees whether they mean to pay ahead
    return Offer(parts, (day, *days[1:]), ("change:moved", *kept_of(plan, parts)))


def kept_of(plan: PlanFacts, parts: tuple[Money, ...]) -> tuple[str, ...]:
    """The rules of its shape that a changed plan keeps: how often, and a down payment that is not made yet."""
    down = len(parts) == len(plan.parts)
    return tuple(
        rule for rule in plan.rules if rule.startswith(shapes.OFTEN) or (rule == shapes.DOWN and down)
    )


def latest(days: tuple[date, ...], facts: Facts) -> date:
    """The last day that the next payment may be moved to."""
    most = date.fromordinal(days[0].toordinal() + facts.policy.plan.first_due_max_days)
    return min(most, date.fromordinal(days[1].toordinal() - 1)) if len(days) > 1 else most


def skipped(plan: PlanFacts, owed: Money, facts: Facts) -> Offer | None:
    """Every payment that is left on the day of the one after it: a month later, or a week. None is a down payment."""
    rest = remaining(plan, owed)
    if rest is None or awaits_down(plan):
        return None
    parts, days = rest
    after = (*days[1:], shapes.following(shapes.rhythm_of(plan.rules), days[-1]))
    return Offer(parts, after, ("change:skipped", *kept_of(plan, parts))) if after[0] > facts.today else None


def awaits_down(plan: PlanFacts) -> bool:
    """Whether what was to be paid at once is not paid yet: putting that off is a person's to decide."""
    return shapes.DOWN in plan.rules and plan.paid.cents < plan.parts[0].cents


def lowered(plan: PlanFacts, owed: Money, facts: Facts) -> Offer | None:
    """The longest plan that is still agreed to by text; None where its payments would be no smaller."""
    amount, day = plan.next or (owed, facts.today)
    if awaits_down(plan):
        return None
    often = shapes.rhythm_of(plan.rules)
    lengths = [count for count in range(2, facts.policy.plan.max_installments + 1) if by_text(facts, count)]
    first = day if facts.today < day and offers.may_begin(facts.policy.plan, facts.today, day) else None
    wishes = (Shape(count, rhythm=often, first=first) for count in lengths)
    found = (offers.shaped(owed, facts.policy, facts.today, wish) for wish in wishes)
    longer = [one for one in found if isinstance(one, Offer)]
    if not longer or longer[-1].parts[0] >= amount:
        return None
    return replace(longer[-1], rules=("change:lowered", *longer[-1].rules))


def quote_of(found: Offer, facts: Facts) -> Quote:
    return found.quote(account(facts).patient_id, account(facts).owed)


@flow.step(asks=look, asking="plan_choice")
def what(me: Wish, facts: Facts, heard: Heard) -> Answer | None:
    number = picked(heard)
    if number is not None and 1 <= number <= len(CHOICES):
        return Go(note={"what": CHOICES[number - 1], "day": ""})
    told = wish(heard)
    if told.what:
        return Go(note={"what": told.what, "day": told.day})
    return kept(facts) if heard.intent == "deny" else None


def kept(facts: Facts) -> End:
    """Nothing is changed."""
    stop = stands(facts)
    if isinstance(stop, End):
        return stop
    if stop is not None:
        return End([Say("plan_status.none")])
    amount, day = upcoming(facts)
    return End([Say("change_plan.kept", amount=amount, day=day)], [DropQuote()] if facts.quote else [])


def ask_when(me: Wish, facts: Facts) -> Say | Answer:
    stop = stands(facts)
    if stop:
        return stop
    plan = active(facts)
    rest = remaining(plan, account(facts).owed)
    if rest is None:
        return passed_on(facts)
    return Say("change_plan.when", amount=rest[0][0], day=latest(rest[1], facts))


@flow.step(asks=ask_when, asking="promise_date")
def when(me: Wish, facts: Facts, heard: Heard) -> Answer | None:
    if heard.day and heard.change != "keep":
        return Go("what", note={"what": "move", "day": heard.day.isoformat()})
    return kept(facts) if heard.intent == "deny" or heard.change == "keep" else None


# -- these figures --


def terms(me: Wish, facts: Facts) -> Say | Answer:
    stop = stands(facts)
    if stop:
        return stop
    quote = facts.quote
    if quote is None or not current(quote, facts):
        return Go("what", note={"what": "", "day": "", "shown": ""})
    if me.shown != mark(quote):
        return Go(note={"shown": mark(quote)})
    if len(quote.parts) == 1:
        return Say("change_plan.confirm_one", amount=quote.parts[0], day=quote.days[0])
    return Say("change_plan.confirm", count=len(quote.parts), parts=quote.parts, day=quote.days[0])


def current(quote: Quote, facts: Facts) -> bool:
    """Whether it is a change, with the figures of today, and its first payment still ahead."""
    mine = account(facts)
    same = (quote.patient_id, quote.owed) == (mine.patient_id, mine.owed)
    return quote.changes and same and quote.days[0] > facts.today


@flow.step(asks=terms, asking="plan_confirm")
def agree(me: Wish, facts: Facts, heard: Heard) -> Answer | None:
    quote = facts.quote
    if agrees(heard):
        if heard.whole_yes and facts.yes_is_start:
            return Go(says=[Say("change_plan.reply_one")], asked=True)
        sound = quote and current(quote, facts) and me.shown == mark(quote) and stands(facts) is None
        return started(quote, facts) if quote and sound else Go()
    if refuses(heard):
        return kept(facts)
    told = wish(heard)
    return Go("what", note={"what": told.what, "day": told.day}) if told.what else None


def started(quote: Quote, facts: Facts) -> End:
    says = [Say("change_plan.done", amount=quote.parts[0], day=quote.days[0])]
    if active(facts).own_card:
        says.append(Say("change_plan.card_again", link=Link("agreement")))
    return End(says, [StartPlan(quote)])


# -- the end --


def ask_end(me: Wish, facts: Facts) -> Say | Answer:
    return stands(facts) or Say("change_plan.end", owed=account(facts).owed)


@flow.step(asks=ask_end, asking="plan_confirm")
def ending(me: Wish, facts: Facts, heard: Heard) -> Answer | None:
    stop = stands(facts)
    if stop:
        return stop
    if agrees(heard):
        if heard.whole_yes and facts.yes_is_start:
            return Go(says=[Say("change_plan.reply_one")], asked=True)
        return End([Say("change_plan.ended", owed=account(facts).owed)], [EndPlan()])
    return kept(facts) if refuses(heard) else None
