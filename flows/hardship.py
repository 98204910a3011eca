"""Hardship: reminders rest, a person looks at what help there is, and smaller payments are offered (fact sheet P9)."""

from __future__ import annotations

from flows.script import Answer, End, Facts, Flow, Go, Heard, Nothing, Open, PutHold, Say, Ticket
from flows.standing import picked

flow = Flow("hardship", version=1, opens_on=["hardship"])


def heard_out(me: Nothing, facts: Facts) -> Answer:
    return Go("smaller", does=[PutHold("hardship_pause"), Ticket("hardship")])


@flow.step(asks=heard_out, private=False)
def told(me: Nothing, facts: Facts, heard: Heard) -> None:
    return None


def offer(me: Nothing, facts: Facts) -> Say | End:
    if facts.closed or (facts.plan and facts.plan.state == "active"):
        return End([Say("hardship.say")])
    return Say("hardship.offer")


@flow.step(asks=offer, private=False, passing=True)
def smaller(me: Nothing, facts: Facts, heard: Heard) -> Answer | None:
    if picked(heard) == 1 or heard.intent == "affirm" or heard.per or heard.amount or heard.counted:
        return Open("plan")
    return End([Say("deny.say")]) if heard.intent == "deny" else None
