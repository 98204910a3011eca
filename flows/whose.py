"""Whose: one proof opened several accounts, such as a parent's children. Says them all, and asks which is meant."""

from __future__ import annotations

from collections.abc import Sequence

from flows.script import Account, Effect, End, Facts, Flow, Go, Heard, MarkVerified, Nothing, Open, Say
from flows.standing import picked

flow = Flow("whose", version=1)


def accounts(facts: Facts) -> tuple[Account, ...]:
    return (facts.account, *facts.others) if facts.account else ()


def question(me: Nothing, facts: Facts) -> Say | End | Open:
    if facts.closed or facts.for_all or not any(other.owed for other in facts.others):
        return back(facts)
    lines = tuple(
        Say("whose.line", number=number, name=one.first_name, amount=one.owed)
        for number, one in enumerate(accounts(facts), 1)
    )
    return Say("whose.ask", lines=lines)


@flow.step(asks=question, asking="account")
def account(me: Nothing, facts: Facts, heard: Heard) -> Go | End | Open | None:
    there = accounts(facts)
    if heard.everyone:
        return Open("household")
    number = picked(heard)
    if heard.intent == "deny":
        return back(facts)
    if number is None:
        return None
    if not 1 <= number <= len(there):
        return Go()
    chosen = there[number - 1]
    others = [one.patient_id for one in there if one is not chosen]
    does = [MarkVerified((chosen.patient_id, *others), chosen.as_guarantor)]
    return back(facts, does)


def back(facts: Facts, does: Sequence[Effect] = ()) -> End | Open:
    """To what was asked for, or to what is owed."""
    return End(does=does) if facts.detour else Open("balance", does=does)
