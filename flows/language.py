"""Language: English or Spanish from here on; for any other a person is asked (fact sheet S7)."""

from __future__ import annotations

from dataclasses import dataclass

from flows.script import Answer, End, Facts, Flow, Go, Heard, Say, SetLanguage, Ticket
from flows.standing import picked

SPOKEN = ("en", "es")


@dataclass(frozen=True)
class Wanted:
    """The language that was asked for, by its two letters."""

    lang: str | None = None


def wanted(heard: Heard) -> Wanted:
    return Wanted(heard.wants_lang)


flow = Flow("language", version=1, memory=Wanted, opens_on=["switch_language"], heeds=wanted)


def question(me: Wanted, facts: Facts) -> Say | Answer:
    if me.lang in SPOKEN:
        return End([Say("language.set")], [SetLanguage(me.lang)])
    return End([Say("language.other")], [Ticket("other")]) if me.lang else Say("language.ask")


@flow.step(asks=question, private=False, asking="language", passing=True)
def language(me: Wanted, facts: Facts, heard: Heard) -> Answer | None:
    number = picked(heard)
    if heard.wants_lang or number in {1, 2}:
        return Go(note={"lang": heard.wants_lang or SPOKEN[(number or 1) - 1]})
    return End([] if facts.detour else [Say("deny.say")]) if heard.intent == "deny" else None
