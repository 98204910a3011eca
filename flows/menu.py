"""Menu: what can be asked for here, and sensible words for a hello, a yes or a no out of the blue."""

from __future__ import annotations

from flows.script import Answer, Asks, End, Facts, Flow, Heard, Hears, Nothing, Open, Say
from flows.standing import picked

CHOICES = {1: "balance", 2: "pay", 3: "plan", 4: "staff"}


def choose(me: Nothing, facts: Facts, heard: Heard) -> Answer | None:
    number = picked(heard)
    if number in CHOICES:
        return Open(CHOICES[number])
    if heard.intent == "affirm":
        return Open("balance")
    return End([Say("deny.say")]) if heard.intent == "deny" else None


def ask(me: Nothing, facts: Facts) -> Say | End:
    return End([Say("menu.detour")]) if facts.detour else Say("menu.ask")


def hello(me: Nothing, facts: Facts) -> Say | End:
    return End() if facts.detour else Say("greet.hello")


def yes(me: Nothing, facts: Facts) -> Answer:
    """With nothing open, a yes follows something that we said, or answers a reminder."""
    return End([Say("affirm.say")]) if facts.last_topic else Open("menu")


def no(me: Nothing, facts: Facts) -> End:
    return End([Say("deny.say")])


def unheard(me: Nothing, facts: Facts, heard: Heard) -> None:
    return None


def talk(name: str, intent: str, asks: Asks, hears: Hears) -> Flow:
    made = Flow(name, version=1, opens_on=[intent])
    made.step(asks, private=False, asking="menu", passing=True)(hears)
    return made


menu = talk("menu", "help", ask, choose)
greet = talk("greet", "greet", hello, choose)
affirm = talk("affirm", "affirm", yes, unheard)
deny = talk("deny", "deny", no, unheard)
FLOWS = (menu, greet, affirm, deny)
