"""Plan: choose how many payments or how much a month, hear the exact figures, agree to those and no others.

What was read back is a quote row (decision 15). Memory holds only what the patient wished for, and the mark of the
quote that was shown last, so that a yes can't fall on one that another page has put in its place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from flows import offers
from flows.money import Money
from flows.offers import Offer
from flows.script import (
    Answer,
    DropQuote,
    Effect,
    End,
    Facts,
    Flow,
    Go,
    Heard,
    Link,
    OfferAgreement,
    OfferQuote,
    Quote,
    Say,
    StartPlan,
    Ticket,
)
from flows.standing import PLAIN, account, agrees, by_text, mark, nothing_to_pay, reviewed

OWN = PLAIN | {"request_plan", "change_plan", "plan_status", "hardship", "payment_methods"}
"""Intents beside which a value answers this talk's questions; "send me a link for $50" does not."""
YEAR = 365


@dataclass(frozen=True)
class Wish:
    """So many payments, or so much at a time; and of the quote that was shown last its mark and its length."""

    count: int | None = None
    cents: int | None = None
    per: str | None = None
    shown: str = ""
    length: int = 0


def wish(heard: Heard) -> Wish:
    """A bare number is payments, or dollars where no plan is that long; "half" is two payments."""
    if heard.amount is not None:
        return Wish(cents=heard.amount.cents, per=heard.per)
    if heard.fraction and heard.fraction.numerator == 1:
        return Wish(count=heard.fraction.denominator)
    return Wish(count=heard.number)


flow = Flow("plan", version=1, memory=Wish, opens_on=["request_plan"], heeds=wish)


# -- which plan --


def offer(me: Wish, facts: Facts) -> Say | Answer:
    stop = no_plan(facts)
    if stop:
        return stop
    if me.count is not None or me.cents is not None:
        return read_back(me, facts)
    if facts.quote and current(facts.quote, facts):
        return Go("confirm")
    return Say("plan.review" if reviewed(facts) else "plan.choose", owed=account(facts).owed, choices=choices(facts))


def no_plan(facts: Facts) -> End | None:
    """Why no plan may be offered here; None where one may."""
    stop = nothing_to_pay(facts)
    if stop:
        return stop
    mine = account(facts)
    due = facts.plan.next if facts.plan and facts.plan.state == "active" else None
    if due:
        return End([Say("plan.have_one", amount=due[0], day=due[1])])
    if mine.insurance_pending:
        return End([Say("plan.insurance")])
    if mine.oldest_service and (facts.today - mine.oldest_service).days > facts.policy.old_debt_years * YEAR:
        return End([Say("plan.person")], [Ticket("other", "old_balance")])
    return None if choices(facts) else End([Say("plan.too_small", link=Link("pay"))])


def choices(facts: Facts) -> tuple[int, ...]:
    return tuple(len(one.parts) for one in offers.options(account(facts).owed, facts.policy, facts.today))


def read_back(me: Wish, facts: Facts) -> Answer:
    """From what was wished for to the exact figures, or why it can't be."""
    unwished = {"count": None, "cents": None, "per": None}
    found = wished_for(me, facts)
    if found == "in_full":
        owed = account(facts).owed
        return End([Say("plan.in_full", owed=owed, link=Link("pay", owed))])
    if found is None:
        return Go("choose", [Say("plan.not_offered", choices=choices(facts))], note=unwished, asked=True)
    says = [Say("plan.longest", count=len(found.parts))] if found.longest_allowed else []
    return Go("confirm", says, [offered(found, facts)], unwished)


def wished_for(me: Wish, facts: Facts) -> Offer | Literal["in_full"] | None:
    """The plan that was wished for; None where it is not one of ours."""
    owed, amount = account(facts).owed, in_dollars(me, facts)
    if amount:
        return offers.by_amount(owed, facts.policy, facts.today, me.per, amount) or "in_full"
    if me.count == 1:
        return "in_full"
    return offers.of_length(owed, facts.policy, facts.today, me.count or 0)


def in_dollars(me: Wish, facts: Facts) -> Money | None:
    """The amount at a time. "50" is dollars: no plan has 50 payments, and instalments of that size may be made."""
    if me.cents is not None:
        return Money(me.cents)
    count, plan = me.count or 0, facts.policy.plan
    return Money(count * 100) if count > plan.max_installments and count * 100 >= plan.min_installment_cents else None


def offered(found: Offer, facts: Facts) -> Effect:
    return OfferQuote(found.quote(account(facts).patient_id, account(facts).owed))


@flow.step(asks=offer, asking="plan_choice")
def choose(me: Wish, facts: Facts, heard: Heard) -> Answer | None:
    told = wished(heard, facts)
    if told:
        return Go(note={"count": told.count, "cents": told.cents, "per": told.per})
    if heard.lean and heard.intent in OWN:
        return leaning(heard.lean, facts)
    if heard.per and not no_plan(facts):
        return Go(says=[Say("plan.monthly", choices=choices(facts))], asked=True)
    if heard.intent == "deny":
        return End([Say("plan.declined")], [DropQuote()] if facts.quote else [])
    return Go() if heard.intent in {"affirm", "request_plan", "change_plan"} else None


def wished(heard: Heard, facts: Facts) -> Wish | None:
    """A plan that is named beside no other wish; "50 a month" names one beside any. "The second one" is of our list."""
    told = wish(heard)
    named = told != Wish() and (heard.intent in OWN or heard.per is not None)
    if named and heard.ordinal and heard.number is not None and 1 <= heard.number <= len(choices(facts)):
        return Wish(count=choices(facts)[heard.number - 1])
    return told if named else None


def leaning(lean: str, facts: Facts) -> Answer:
    """The longest plan allowed for who wants the smallest payments; the shortest choice for who wants it done soon."""
    if no_plan(facts):
        return Go()
    if lean == "most":
        return Go(note={"count": choices(facts)[0], "cents": None, "per": None})
    owed, policy = account(facts).owed, facts.policy
    found = offers.of_length(owed, policy, facts.today, offers.longest(owed, policy.plan))
    says = [Say("plan.longest", count=len(found.parts))] if found else []
    return Go("confirm", says, [offered(found, facts)] if found else [])


# -- these figures --


def terms(me: Wish, facts: Facts) -> Say | Answer:
    stop = no_plan(facts)
    if stop:
        return stop
    quote = facts.quote
    if quote is None or not current(quote, facts):
        return again(me, quote, facts)
    if me.shown != mark(quote):
        return Go(note={"shown": mark(quote), "length": len(quote.parts)})
    return Say(
        "plan.confirm_page" if on_page(quote, facts) else "plan.confirm",
        count=len(quote.parts),
        parts=quote.parts,
        day=quote.days[0],
        total=quote.owed,
        owed=quote.owed,
    )


def current(quote: Quote, facts: Facts) -> bool:
    """Whether the figures are those of today, and the first payment is still ahead."""
    mine = account(facts)
    return (quote.patient_id, quote.owed) == (mine.patient_id, mine.owed) and quote.days[0] > facts.today


def again(me: Wish, quote: Quote | None, facts: Facts) -> Answer:
    """The same length with the figures of today, and that they have changed if they have; else the choice."""
    length = len(quote.parts) if quote else me.length
    found = offers.of_length(account(facts).owed, facts.policy, facts.today, length)
    changed = [Say("plan.changed")] if quote or me.shown else []
    if found is None:
        return Go("choose", changed, [DropQuote()] if quote else [], {"shown": "", "length": 0})
    new = found.quote(account(facts).patient_id, account(facts).owed)
    return Go("confirm", [] if me.shown == mark(new) else changed, [OfferQuote(new)])


def on_page(quote: Quote, facts: Facts) -> bool:
    return not by_text(facts, len(quote.parts))


@flow.step(asks=terms, asking="plan_confirm")
def confirm(me: Wish, facts: Facts, heard: Heard) -> Answer | None:
    if facts.quote and heard.number and heard.amount in facts.quote.parts:
        heard = replace(heard, amount=None, per=None)  # "220 is a lot, make it 4": the figure is what was read back
    quote, told = facts.quote, wished(heard, facts)
    if agrees(heard):
        sound = quote and current(quote, facts) and me.shown == mark(quote) and not no_plan(facts)
        return agree(quote, facts, heard) if quote and sound else Go()
    if heard.lean in {"least", "most"} and heard.intent in OWN:
        return leaning(heard.lean, facts)
    if changes(heard):
        return other(facts)
    if quote and heard.day and heard.intent in OWN:
        return first_on(heard.day, (told and told.count) or len(quote.parts), facts)
    if told:
        return Go("choose", note={"count": told.count, "cents": told.cents, "per": told.per})
    return Go() if heard.intent == "request_plan" else None


def other(facts: Facts) -> Answer:
    """Not this one: nothing is set up, and there are others to choose from."""
    says = [Say("plan.other", choices=choices(facts))] if no_plan(facts) is None else []
    return Go("choose", says, [DropQuote()], {"shown": "", "length": 0}, asked=bool(says))


def changes(heard: Heard) -> bool:
    """The 2 of "reply 2 to change it", a no, "thats too much", or a wish to change that names nothing."""
    named = wish(heard) != Wish() or heard.day is not None
    bare = (heard.intent in {"deny", "change_plan"} or (heard.lean and heard.intent in OWN)) and not named
    return bool(bare) or (heard.intent in PLAIN and heard.number == 2 and heard.amount is None)


def agree(quote: Quote, facts: Facts, heard: Heard) -> Answer:
    if heard.whole_yes and facts.yes_is_start:
        return Go(says=[Say("plan.reply_one")], asked=True)
    if on_page(quote, facts):
        return End([Say("plan.sign", link=Link("agreement"))], [OfferAgreement(quote)])
    return End([Say("plan.started", amount=quote.parts[0], day=quote.days[0])], [StartPlan(quote)])


def first_on(day: date, count: int, facts: Facts) -> Answer:
    """ "Can it start on the 15th?" """
    found = offers.of_length(account(facts).owed, facts.policy, facts.today, count, day)
    if found and offers.may_begin(facts.policy.plan, facts.today, day):
        return Go("confirm", does=[offered(found, facts)])
    return Go(says=[Say("plan.first_day", days=facts.policy.plan.first_due_max_days)])
