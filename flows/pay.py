"""Pay: a link for all of it or a part, and a new one where the first did not work."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from flows.money import Money
from flows.script import Answer, DropQuote, End, Facts, Flow, Go, Heard, Link, Nothing, Open, Say
from flows.standing import PLAIN, account, caution, dollars, nothing_to_pay


@dataclass(frozen=True)
class Wish:
    """How much the patient wants to pay: cents, or a share of what is owed such as "1/2"; neither is all of it."""

    cents: int | None = None
    share: str | None = None

    def __post_init__(self) -> None:
        Fraction(self.share or 1)


def wish(heard: Heard) -> Wish:
    amount = dollars(heard)
    if amount is not None:
        return Wish(cents=amount.cents)
    return Wish(share=str(heard.fraction)) if heard.fraction else Wish()


flow = Flow("pay", version=1, memory=Wish, opens_on=["get_pay_link"], heeds=wish)
OWN = PLAIN | {"get_pay_link", "check_balance", "request_plan", "promise_to_pay"}


def give(me: Wish, facts: Facts) -> Say | Answer:
    stop = nothing_to_pay(facts)
    if stop:
        return stop
    owed, chosen = account(facts).owed, amount_of(me, facts)
    if chosen is None:
        return End([*caution(facts), due_or_all(facts)])
    if not 0 < chosen.cents <= owed.cents:
        return Say("pay.how_much", owed=owed)
    says = [*caution(facts), link(chosen)]
    if facts.quote and chosen == owed:  # who would rather pay all of it has chosen, and no later yes starts a plan
        return End(says, [DropQuote()], everything=True)
    return End(says)


def amount_of(me: Wish, facts: Facts) -> Money | None:
    """A share is rounded up to the cent, so that two halves cover it."""
    if me.share:
        return Money(-(-account(facts).owed.cents * Fraction(me.share) // 1))
    return None if me.cents is None else Money(me.cents)


def due_or_all(facts: Facts) -> Say:
    """With a plan under way, what is due next on it; else everything."""
    due = facts.plan.next if facts.plan and facts.plan.state == "active" else None
    if due:
        return Say("pay.plan", amount=due[0], day=due[1], link=Link("pay", due[0]))
    owed = account(facts).owed
    return Say("pay.link", amount=owed, owed=owed, link=Link("pay", owed))


def link(amount: Money) -> Say:
    return Say("pay.link", amount=amount, link=Link("pay", amount))


@flow.step(asks=give, asking="amount")
def amount(me: Wish, facts: Facts, heard: Heard) -> Answer | None:
    if heard.everyone:
        return Open("household")
    if heard.per:
        return Open("plan")
    if heard.intent == "deny":
        return End([Say("pay.later")])
    if heard.intent in OWN and wish(heard) != Wish():
        told = wish(heard)
        return Go(note={"cents": told.cents, "share": told.share})
    return Go(note={"cents": None, "share": None}) if heard.intent in {"affirm", "get_pay_link"} else None


trouble = Flow("payment_trouble", version=1, opens_on=["payment_trouble"])


def again(me: Nothing, facts: Facts) -> End:
    """A new link that fixes no amount: what failed may have been the amount."""
    stop = nothing_to_pay(facts)
    return stop or End([Say("payment_trouble.say", link=Link("pay"))])


@trouble.step(asks=again)
def told(me: Nothing, facts: Facts, heard: Heard) -> None:
    return None
