"""Promise: by which day the patient means to pay. No proof is asked for: it says back only what they said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from flows.script import Answer, End, Facts, Flow, Go, HandToStaff, Heard, Promise, Say
from flows.standing import nothing_to_pay

OWN = frozenset({"out_of_scope", "affirm", "deny", "promise_to_pay", "get_pay_link", "not_now", "hardship", "greet",
                 "thanks_bye", "request_plan"})  # fmt: skip
"""Intents beside which a day answers the question: "friday when i get paid" may be read as any of them."""


@dataclass(frozen=True)
class Day:
    """A day that was named, or the two that "4/3" may mean, as ISO dates."""

    day: str | None = None
    either: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for text in (*self.either, *filter(None, [self.day])):
            date.fromisoformat(text)


def named(heard: Heard) -> Day:
    return Day(heard.day.isoformat() if heard.day else None, tuple(day.isoformat() for day in heard.days))


flow = Flow("promise", version=1, memory=Day, opens_on=["promise_to_pay"], heeds=named)


def which_day(me: Day, facts: Facts) -> Say | Answer:
    stop = nothing_to_pay(facts)
    if stop:
        return stop
    if facts.account and facts.account.insurance_pending:
        return End([Say("promise.insurance")])
    if me.day:
        return noted(date.fromisoformat(me.day), facts)
    days = tuple(day for day in map(date.fromisoformat, me.either) if day >= facts.today)
    if facts.promised:  # "make that monday", said on a Monday of a promise for Tuesday, is a week off
        days = tuple(day for day in days if day > facts.promised) or days
    if len(days) == 1:
        return noted(days[0], facts)
    return Say("promise.which", first=days[0], second=days[1]) if days else Say("promise.ask")


def noted(day: date, facts: Facts) -> Answer:
    """A day that policy lets the bot take; a later one goes to a person."""
    forget = {"day": None, "either": ()}
    if day < facts.today:
        return Go(says=[Say("promise.past")], note=forget, asked=True)
    if day > facts.today + timedelta(days=facts.policy.promise_max_days):
        return End([Say("promise.later")], [HandToStaff("other")])
    return End([Say("promise.noted", day=day)], [Promise(day)])


@flow.step(asks=which_day, private=False, asking="promise_date")
def when(me: Day, facts: Facts, heard: Heard) -> Answer | None:
    if heard.intent in OWN and (heard.day or heard.days):
        told = named(heard)
        return Go(note={"day": told.day, "either": told.either})
    if me.either and heard.number in {1, 2} and len(me.either) == 2:
        return Go(note={"day": me.either[heard.number - 1]})
    if heard.intent in {"deny", "promise_to_pay", "not_now"}:
        return End([Say("promise.none")])
    return Go() if heard.intent == "affirm" else None
