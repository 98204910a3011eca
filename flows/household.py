"""Household: one page to pay for several patients, for whom one proof or their guarantor stands."""

from __future__ import annotations

from flows.script import End, Facts, Flow, Heard, Link, Nothing, Open, Say

flow = Flow("household", version=1)


def give(me: Nothing, facts: Facts) -> End | Open:
    """The page; where there is nobody else to pay for, the link for the one account."""
    if facts.closed:
        return End([Say("standing.closed")])
    if len(facts.household) < 2:
        return Open("pay")
    return End([Say("pay.everyone", link=Link("pay", everyone=True))], everything=True)


@flow.step(asks=give)
def told(me: Nothing, facts: Facts, heard: Heard) -> None:
    return None
