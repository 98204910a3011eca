"""Clarify: one question where a text may mean two things, and one on whether texts should end (decision 7)."""

from __future__ import annotations

from dataclasses import dataclass

from flows.script import Answer, ClearSuspicion, End, Facts, Flow, Go, Heard, Nothing, Open, OptOut, Say
from flows.standing import picked


@dataclass(frozen=True)
class Either:
    """The two topics that were meant, perhaps, by the names of their talks."""

    first: str = ""
    second: str = ""


clarify = Flow("clarify", version=1, memory=Either)


def which(me: Either, facts: Facts) -> Say:
    return Say("clarify.ask", first=Say(f"topic.{me.first}"), second=Say(f"topic.{me.second}"))


@clarify.step(asks=which, private=False, asking="clarify", passing=True)
def meant(me: Either, facts: Facts, heard: Heard) -> Answer | None:
    number = picked(heard)
    if number in {1, 2}:
        return Open(me.first if number == 1 else me.second)
    if heard.intent == "deny":
        return Open("menu")
    return Go() if heard.intent == "affirm" else None


texts = Flow("texts", version=1)


@texts.step(asks="texts.ask", private=False, asking="clarify", passing=True)
def no_more(me: Nothing, facts: Facts, heard: Heard) -> Answer | None:
    """Asked once: whoever sounds like it again is opted out, and another wish puts the question away.

    The shell holds reminders until there is an answer.
    """
    number = picked(heard)
    if "opt_in" in (heard.intent, *(heard.clarify or ())) and "opt_out" in heard.suspicions:
        return Go()  # "only the card, keep the texts": sounds like both
    if number == 1 or heard.intent in {"affirm", "opt_out"} or "opt_out" in heard.suspicions:
        return End(does=[OptOut()], everything=True)
    if number == 2 or heard.intent in {"deny", "opt_in"}:
        return End([Say("texts.kept")], [ClearSuspicion()])
    return None
