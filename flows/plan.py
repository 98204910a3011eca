"""Plan: choose how many payments or how much a month, hear the exact figures, agree to those and no others.

What was read back is a quote row (decision 15). Memory holds only what the patient wished for, and the mark of the
quote that was shown last, so that a yes can't fall on one that another page has put in its place.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from flows import offers, shapes
from flows.money import Money
from flows.offers import Offer
from flows.plan_terms import NOTHING, PAYDAY, SAID_NOTHING, Wish, in_words, instead, nearest, shape, wish
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
CHANGES = 2
"""The number to reply with to change what was read back."""


flow = Flow("plan", version=2, memory=Wish, opens_on=["request_plan"], heeds=wish)
NEW_IN_2 = {"down": None, "share": None, "first": "", "second": "", "often": ""}
flow.upgrades[1] = lambda frame: {**frame, "memory": {**frame["memory"], **NEW_IN_2}}


# -- which plan --


def offer(me: Wish, facts: Facts) -> Say | Answer:
    stop = no_plan(facts)
    if stop:
        return stop
    if me.how_many:
        return read_back(me, facts)
    if facts.quote and current(facts.quote, facts) and me.wished == NOTHING:
        return Go("confirm")
    return how_many(me, facts)


def how_many(me: Wish, facts: Facts) -> Say:
    """The choice, in the rhythm that was wished for and beside what is paid at once."""
    owed, rhythm = account(facts).owed, me.rhythm
    if reviewed(facts):
        return Say("plan.review", owed=owed, choices=choices(facts))
    if me.at_once:
        return Say("plan.choose_rest", owed=owed)
    if rhythm == "month":
        return Say("plan.choose", owed=owed, choices=choices(facts))
    if not facts.policy.plan.more_often:
        return Say("plan.monthly", choices=choices(facts))
    return Say("plan.choose_often", owed=owed, choices=choices(facts, rhythm), often=Say(f"often.{rhythm}"))


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


def choices(facts: Facts, rhythm: shapes.Rhythm = "month") -> tuple[int, ...]:
    found = offers.options(account(facts).owed, facts.policy, facts.today, rhythm)
    return tuple(len(one.parts) for one in found)


def read_back(me: Wish, facts: Facts) -> Answer:
    """From what was wished for to the exact figures, or why it can't be."""
    found = wished_for(me, facts)
    if found == "in_full":
        owed = account(facts).owed
        return End([Say("plan.in_full", owed=owed, link=Link("pay", owed))])
    if found is None:
        return Go("choose", [Say("plan.not_offered", choices=choices(facts))], note=NOTHING, asked=True)
    says = nearest(found, facts.policy.plan)
    if me.per == PAYDAY and not me.first and not found.nearest:
        says = [Say("plan.payday")]
    return Go("confirm", says, [offered(found, facts)], NOTHING)


def wished_for(me: Wish, facts: Facts) -> Offer | Literal["in_full"] | None:
    """The plan that was wished for, or the nearest; None where there is none of so many payments."""
    amount = in_dollars(me, facts)
    return offers.shaped(account(facts).owed, facts.policy, facts.today, shape(me, amount))


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
    if heard.lean and heard.intent in OWN and not (told and told.how_many):
        return leaning(heard.lean, facts)
    if told:
        return Go(note=beside(me, told).wished)
    if heard.intent == "deny":
        return End([Say("plan.declined")], [DropQuote()] if facts.quote else [])
    return Go() if heard.intent in {"affirm", "request_plan", "change_plan"} else None


def beside(me: Wish, told: Wish) -> Wish:
    """What was said before and still stands: "every two weeks", and then how many; a day, and then how much."""
    if told.at_once or told.second:
        return told
    kept = {name: had for name, had in me.wished.items() if name in ("per", "down", "share", "first")}
    return replace(told, **{name: had for name, had in kept.items() if not getattr(told, name)})


def wished(heard: Heard, facts: Facts) -> Wish | None:
    """A plan that is named beside no other wish; "50 a month" names one beside any. "The second one" is of our list."""
    told = wish(heard)
    named = told != SAID_NOTHING and (heard.intent in OWN or heard.per is not None)
    if named and heard.ordinal and heard.number is not None and 1 <= heard.number <= len(choices(facts)):
        return replace(told, count=choices(facts)[heard.number - 1])
    return told if named else None


def leaning(lean: str, facts: Facts) -> Answer:
    """The longest plan allowed for who wants the smallest payments; the shortest choice for who wants it done soon."""
    if no_plan(facts):
        return Go()
    if lean == "most":
        return Go(note={**NOTHING, "count": choices(facts)[0]})
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
        return Go(note={"shown": mark(quote), **memory_of(quote)})
    return Say(
        "plan.confirm_page" if on_page(quote, facts) else "plan.confirm",
        terms=in_words(quote),
        total=quote.owed,
        owed=quote.owed,
    )


def memory_of(quote: Quote) -> dict[str, Any]:
    """What is kept of a quote in case it runs out: how many payments and how often; not of one that began at once."""
    plain = not shapes.at_once(quote.rules)
    return {"length": len(quote.parts) if plain else 0, "often": shapes.rhythm_of(quote.rules)}


def current(quote: Quote, facts: Facts) -> bool:
    """Whether the figures are those of today, and the first payment is still ahead."""
    mine = account(facts)
    return (quote.patient_id, quote.owed) == (mine.patient_id, mine.owed) and offers.still_ahead(quote, facts.today)


def again(me: Wish, quote: Quote | None, facts: Facts) -> Answer:
    """The same plan with the figures of today, and that they have changed if they have; else the choice."""
    found = the_same(me, quote, facts)
    same = quote is not None and quote.owed == account(facts).owed
    changed = [Say("plan.new_days" if same else "plan.changed")] if quote or me.shown else []
    if found is None:
        return Go("choose", changed, [DropQuote()] if quote else [], {"shown": "", "length": 0})
    new = found.quote(account(facts).patient_id, account(facts).owed)
    return Go("confirm", [] if me.shown == mark(new) else changed, [OfferQuote(new)])


def the_same(me: Wish, quote: Quote | None, facts: Facts) -> Offer | None:
    owed = account(facts).owed
    if quote:
        return offers.anew(quote, owed, facts.policy, facts.today)
    count = me.length if me.length > 1 else 0
    found = offers.shaped(owed, facts.policy, facts.today, shape(Wish(count=count, per=me.often), None))
    return found if isinstance(found, Offer) else None


def on_page(quote: Quote, facts: Facts) -> bool:
    return not by_text(facts, shapes.instalments(quote.parts, quote.rules))


@flow.step(asks=terms, asking="plan_confirm")
def confirm(me: Wish, facts: Facts, heard: Heard) -> Answer | None:
    if facts.quote and heard.number and heard.amount in facts.quote.parts:
        heard = replace(heard, amount=None, per=None)  # "220 is a lot, make it 4": the figure is what was read back
    quote, told = facts.quote, wished(heard, facts)
    if agrees(heard) or (quote and agrees_to(quote, heard)):
        sound = quote and current(quote, facts) and me.shown == mark(quote) and not no_plan(facts)
        return agree(quote, facts, heard) if quote and sound else Go()
    if heard.lean in {"least", "most"} and heard.intent in OWN and not (told and told.how_many):
        return leaning(heard.lean, facts)
    if changes(heard):
        return other(facts)
    if told:
        return Go("choose", note=(instead(quote, told) if quote else told).wished)
    return Go() if heard.intent == "request_plan" else None


def agrees_to(quote: Quote, heard: Heard) -> bool:
    """A yes in words of one's own that names no figure, day or rhythm but those read back."""
    other = heard.days or heard.fraction or heard.down is not None or heard.halves or heard.suspicions
    shown = {quote.owed, *quote.parts}
    number = heard.number in (None, 1, len(quote.parts)) or Money(heard.number * 100) in shown
    amount = heard.amount is None or heard.amount in shown
    day = heard.day is None or heard.day in quote.days
    often = heard.per in (None, shapes.rhythm_of(quote.rules))
    return heard.assents and not other and number and amount and day and often


def other(facts: Facts) -> Answer:
    """Not this one: nothing is set up, and there are others to choose from."""
    says = [Say("plan.other", choices=choices(facts))] if no_plan(facts) is None else []
    return Go("choose", says, [DropQuote()], {"shown": "", "length": 0}, asked=bool(says))


def changes(heard: Heard) -> bool:
    """The 2 of "reply 2 to change it", a no, "thats too much", or a wish to change that names nothing."""
    named = wish(heard) != SAID_NOTHING
    bare = (heard.intent in {"deny", "change_plan"} or (heard.lean and heard.intent in OWN)) and not named
    return bool(bare) or (heard.intent in PLAIN and heard.number == CHANGES and not (heard.counted or heard.amount))


def agree(quote: Quote, facts: Facts, heard: Heard) -> Answer:
    if heard.whole_yes and facts.yes_is_start:
        return Go(says=[Say("plan.reply_one")], asked=True)
    if on_page(quote, facts):
        return End([Say("plan.sign", link=Link("agreement"))], [OfferAgreement(quote)])
    amount, day = quote.parts[0], quote.days[0]
    if day == facts.today:
        return End([Say("plan.started_now", amount=amount, link=Link("pay", amount))], [StartPlan(quote)])
    return End([Say("plan.started", amount=amount, day=day)], [StartPlan(quote)])
