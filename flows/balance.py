"""Balance: say what is owed and what stands against it, and offer to pay, at once or over time."""

from __future__ import annotations

from flows.offers import options
from flows.script import Answer, End, Facts, Flow, Heard, Nothing, Open, Say
from flows.standing import PLAIN, account, nothing_to_pay, picked, reviewed

flow = Flow("balance", version=1, opens_on=["check_balance"])


def tell(me: Nothing, facts: Facts) -> Say | Answer:
    stop = nothing_to_pay(facts)
    if stop is None:
        return settled(facts) or asked(facts)
    others = not facts.closed and any(other.owed for other in facts.others)
    return Open("whose", says=stop.says) if others else stop


def settled(facts: Facts) -> End | None:
    """What is owed where something is already under way about it, so that paying is not pressed."""
    mine = account(facts)
    if mine.insurance_pending:
        return End([Say("balance.insurance", owed=mine.owed)])
    if reviewed(facts):
        return End([Say("balance.review", owed=mine.owed)])
    due = facts.plan.next if facts.plan and facts.plan.state == "active" else None
    if due:
        return End([Say("balance.plan", owed=mine.owed, amount=due[0], day=due[1])])
    if facts.promised:
        return End([Say("balance.promised", owed=mine.owed, day=facts.promised)])
    return None


def asked(facts: Facts) -> Say | End:
    mine = account(facts)
    if facts.detour:
        return End([Say("balance.owed", owed=mine.owed)])
    if any(other.owed for other in facts.others):
        return Say("balance.several", name=mine.first_name, owed=mine.owed)
    if mine.as_guarantor and mine.statement_code:
        return Say("balance.guarantor", owed=mine.owed, code=mine.statement_code)
    return Say("balance.next" if options(mine.owed, facts.policy, facts.today) else "balance.small", owed=mine.owed)


@flow.step(asks=tell, asking="next", passing=True)
def then(me: Nothing, facts: Facts, heard: Heard) -> Answer | None:
    number = picked(heard)
    if heard.intent == "promise_to_pay" and (heard.day or heard.days):
        return None  # "i get paid friday, ill pay it all then": no link is wished for today
    several = heard.counted and heard.number != 1  # "stop asking me for all of it at once. i can do 2 payments"
    if number == 3 and facts.others:
        return Open("whose")
    over_time = heard.per or several or heard.down is not None or heard.halves
    if over_time or number == 2 or (heard.lean and heard.intent in PLAIN):
        return Open("plan")
    if heard.amount or heard.fraction or number == 1 or heard.intent == "affirm":
        return Open("pay")
    return End([Say("deny.say")]) if heard.intent == "deny" else None
