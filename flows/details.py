"""Details: why this is owed, in lines that add up and name no procedure."""

from __future__ import annotations

from flows.script import Answer, End, Facts, Flow, Heard, Nothing, Say, Ticket
from flows.standing import account

flow = Flow("details", version=1, opens_on=["ask_details"])


def how_we_got_there(me: Nothing, facts: Facts) -> Answer:
    """The guarantor of an adult hears the amount only: the why goes to a person (decision 12)."""
    mine = account(facts)
    if facts.closed:
        return End([Say("standing.closed")])
    if mine.as_guarantor:
        return End([Say("details.guarantor")], [Ticket("other")])
    if not mine.lines:
        return End([Say("details.none")], [Ticket("other")])
    left = Say("line.credit", amount=-mine.owed) if mine.owed.cents < 0 else Say("line.owe", amount=mine.owed)
    lines = (*(Say(f"line.{line.kind}", amount=line.amount) for line in mine.lines), left)
    return End([Say("details.lines", owed=mine.owed, lines=lines)])


@flow.step(asks=how_we_got_there)
def told(me: Nothing, facts: Facts, heard: Heard) -> None:
    return None
