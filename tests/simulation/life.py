"""What patients and staff do: answers to texts, payments, moves, new numbers, and what is written down at the desk."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot import desk_patient
from tests.simulation.cast import Person

Line = tuple[str, str]
"""What is texted, and the intent that a model hears in it ("" where rules or figures decide)."""

TALK: tuple[Line, ...] = (
    ("what do I owe", "check_balance"), ("can i split this up", "request_plan"), ("send me the link", "get_pay_link"),
    ("what is this for", "ask_details"), ("who is this", "ask_identity"), ("ok thanks", "thanks_bye"),
    ("i will pay on friday", "promise_to_pay"), ("i already paid that", "already_paid"), ("Liked “Hello”", ""),
    ("my insurance should have paid that", "insurance_issue"), ("cuanto debo", "check_balance"), ("HELP", ""),
    ("i cant afford it right now", "hardship"), ("at work, not now", "not_now"), ("call me", "talk_to_human"),
    ("only text me after 5", "not_now"), ("dont text me on saturdays", "not_now"), ("asdf qwer zxcv", ""),
    ("I'm driving right now - auto reply", ""), ("3", ""), ("yes", "affirm"), ("START", ""),
)  # fmt: skip
CROSS: tuple[Line, ...] = (
    ("STOP", ""), ("please stop texting me", ""), ("no me manden mas mensajes", ""), ("END", ""),
    ("this charge is wrong, i was never there", "dispute_charge"), ("you people are a joke", "complaint"),
    ("quit blowing up my phone", "opt_out"), ("talk to my lawyer", ""), ("wrong number", ""),
    ("STOP. I want to die", ""),
)  # fmt: skip
TROUBLED: tuple[Line, ...] = (
    ("i filed for bankruptcy chapter 7", ""), ("this is his wife, he died in may", ""), ("i want to kill myself", ""),
    ("chest pain cant breathe", ""), ("wrong number, i dont know him", ""), ("i dispute this bill", ""),
    ("perdi mi trabajo, no puedo pagar", "hardship"), ("4111 1111 1111 1111 cvv 123", ""),
    ("im dying to pay this off lol", "promise_to_pay"),
    ("maybe enough with these i dont know", "opt_out"), ("he is not around any more", "deceased"),
)  # fmt: skip
MEANT = {text: intent for text, intent in (*TALK, *CROSS, *TROUBLED) if intent}
"""What the model hears in each."""
ROBOT = "Thank you for contacting Acme Towing, how can we help you today?"


def answers(person: Person, chance: random.Random, says: Sequence[str] = ()) -> list[tuple[timedelta, str]]:
    """What a person texts after a text of ours, and when."""
    soon = timedelta(seconds=chance.choice((5, 20, 90, 600, 3600, 9000, 40_000)))
    match person.temper:
        case "talks" if chance.random() < 0.4:
            return _talk(person, chance, soon, says)
        case "cross" if chance.random() < 0.5:
            return [(soon, chance.choice(CROSS)[0])]
        case "troubled" if chance.random() < 0.3:
            return [(soon, chance.choice(says) if says else chance.choice(TROUBLED)[0])]
        case "robot":
            return [(timedelta(seconds=2), ROBOT)]
        case _ if chance.random() < 0.02:
            return [(soon, chance.choice((*TALK, *CROSS))[0])]
    return []


def _talk(person: Person, chance: random.Random, soon: timedelta, says: Sequence[str]) -> list[tuple[timedelta, str]]:
    """A wish, the proof of who they are, and something more."""
    said = [(soon, chance.choice(says) if says else chance.choice(TALK)[0])]
    if chance.random() < 0.7:
        right = chance.random() < 0.85
        born = person.born if right else person.born + timedelta(days=1)
        said.append((soon + timedelta(seconds=30), f"{born.month}/{born.day}/{born.year} {person.zip or '00000'}"))
    if not says and chance.random() < 0.6:
        said.append((soon + timedelta(seconds=70), chance.choice(("2", "yes", *(text for text, _ in TALK)))))
    return said


DESK = {"call": 10, "stop": 2, "hold": 4, "lift": 14, "wishes": 4, "reply": 14, "take": 6, "release": 14, "solve": 20,
        "unsuspect": 6, "close_incident": 2}  # fmt: skip


def at_the_desk(chance: random.Random, does: Mapping[str, int]) -> str:
    """What staff do next, of what they do on an ordinary day."""
    return chance.choices(tuple(does), tuple(does.values()))[0]


def a_hold(chance: random.Random) -> str:
    """A hold that staff put."""
    return chance.choice(tuple(desk_patient.MAY_PUT))
