"""One talk, told: a goal, how the patient gets there, what comes in between, and what must and may come of it. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.random_talks import persona
from tests.random_talks.persona import Persona, written
from tests.random_talks.wording import said

TODAY = date(2026, 11, 23)
"""The Monday on which `replay` starts a talk."""
BY_TEXT = 4
NUMBERS = {
    "en": ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
    "es": ["uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce"],
}  # fmt: skip
DAYS = {
    "en": (("friday", 4), ("tomorrow", 1), ("on friday", 4), ("the 30th", 7), ("on the 30th", 7), ("dec 3", 10),
           ("december 4th", 11), ("on thursday", 3), ("by saturday", 5)),
    "es": (("el viernes", 4), ("mañana", 1), ("este viernes", 4), ("el 30", 7), ("el día 30", 7),
           ("el 3 de diciembre", 10), ("el 4 de diciembre", 11), ("el jueves", 3), ("el sábado", 5)),
}  # fmt: skip
LATER = {"en": ("the 10th", "dec 15", "the 18th", "the 20th of december"),
         "es": ("10", "15 de diciembre", "día 18", "20 de diciembre")}  # fmt: skip
TROUBLE = frozenset({"dispute", "already_paid", "insurance"})
"""Tickets that one wish may well bring together."""


@dataclass
class Tale:
    """A talk in the making, with what may be done in it."""

    rng: Random
    who: Persona
    name: str
    turns: list[dict[str, Any]] = field(default_factory=list)
    want: dict[str, Any] = field(default_factory=lambda: {"opted_out": False, "with_staff": False})
    """What must be so at the end."""
    may: dict[str, Any] = field(default_factory=lambda: {"plans": [], "ends": False, "promises": [], "tickets": []})
    proved: bool = False

    def say(self, step: str, *, chat: bool = True, expect: dict[str, Any] | None = None, agrees: bool = False,
            **blanks: str) -> None:  # fmt: skip
        """The patient texts a step."""
        text = said(self.rng, self.who.lang, step, first=self.who.first, **blanks)
        self.text(written(self.rng, self.who, text, chat), step, expect, agrees)

    def text(self, text: str, step: str, expect: dict[str, Any] | None = None, agrees: bool = False) -> None:
        """The patient texts this very text. `agrees`: what was read back may be done upon it."""
        turn: dict[str, Any] = {"patient": text, "after_s": self.rng.randint(6, 120), "step": step}
        if expect:
            turn["expect"] = expect
        if agrees:
            turn["agrees"] = True
        self.turns.append(turn)

    def between(self, kind: str, chance: float = 0.3) -> None:
        """Perhaps something else, between a question and its answer."""
        if self.rng.random() < chance:
            self.say(f"int.{kind}" if self.rng.random() < 0.8 else "int.any", chat=False)

    def number(self, count: int) -> str:
        """A count, as a figure or a word."""
        return str(count) if self.rng.random() < 0.6 else NUMBERS[self.who.lang][count - 1]

    # -- proof --

    def wish(self, step: str, expect: dict[str, Any] | None = None, **blanks: str) -> None:
        """A wish that wants proof, with the proof in whatever order it comes; `expect` holds once both are there."""
        if self.proved:
            self.say(step, expect=expect, **blanks)
            return
        self.proved, self.want["verified"] = True, True
        if self.rng.random() < 0.12:
            text = written(
                self.rng, self.who, said(self.rng, self.who.lang, step, first=self.who.first, **blanks), False
            )
            self.text(f"{text.rstrip('.')}. {self.proof()}", step, expect)
            return
        self.say(step, **blanks)
        self.between("identity")
        if self.rng.random() < 0.15:
            self.text(self.proof(wrong=True), "proof.wrong", {"verified": False})
            if self.rng.random() < 0.5:
                self.say("oops", chat=False)
        if self.rng.random() < 0.25:
            first, second = self.pair()
            self.text(first, "proof.first", {"verified": False})
            self.between("identity", 0.1)
            self.text(second, "proof.second", {"verified": True, **(expect or {})})
            return
        self.text(self.proof(), "proof", {"verified": True, **(expect or {})})

    def pair(self) -> tuple[str, str]:
        """Birth date or statement code, and ZIP, each a text, in either order."""
        known = self.who.code if self.rng.random() < 0.25 else persona.birth(self.rng, self.who, self.who.born)
        both = [known, self.who.zip]
        self.rng.shuffle(both)
        return both[0], both[1]

    def proof(self, wrong: bool = False) -> str:
        """Both factors in one text; `wrong`: one of them is somebody else's."""
        rng, who = self.rng, self.who
        born, place = who.born, who.zip
        if wrong and rng.random() < 0.5:
            born = born.replace(year=born.year - rng.randint(1, 9), day=rng.randint(1, 28))
        elif wrong:
            place = next(one for one in rng.sample(persona.ZIPS, 2) if one != who.zip)
        if not wrong and rng.random() < 0.2:
            return rng.choice(("{} {}", "{}, {}", "code {} zip {}")).format(who.code, place)
        forms = {
            "en": ("{b} {z}", "{b}, {z}", "{z} {b}", "dob {b} zip {z}", "{b} and {z}", "my zip is {z} and bday {b}",
                   "born {b}, zip code {z}", "zip {z}. birthday is {b}"),
            "es": ("{b} {z}", "{b}, {z}", "{z} {b}", "nací el {b}, código postal {z}", "{b} y {z}",
                   "mi zip es {z} y nací el {b}", "fecha {b} zip {z}", "código {z}, nacimiento {b}"),
        }  # fmt: skip
        return rng.choice(forms[who.lang]).format(b=persona.birth(rng, who, born), z=place)

    # -- what is allowed --

    def allow_plan(self, count: int) -> None:
        """This plan is wished for; nothing shorter or longer."""
        self.may["plans"].append(count)

    def agree(self, count: int) -> None:
        """A yes to the plan that was read back."""
        self.allow_plan(count)
        self.say("yes", chat=False, agrees=True)
        self.want.pop("plan_not", None)
        self.want["plan"] = {"installments": count, "state": "active" if count <= BY_TEXT else "offered"}

    def unplanned(self) -> None:
        """No plan may run at the end."""
        self.want["plan_not"] = "active"

    def told(self) -> dict[str, Any]:
        """The talk as `replay` takes it."""
        last = self.turns[-1]
        last["expect"] = {**last.get("expect", {}), **self.want}
        return {"id": self.name, "patient": self.who.on_file(), "turns": self.turns, "may": self.may}


Goal = Callable[[Tale], None]


def tell(seed: int) -> dict[str, Any]:
    """The talk of a seed."""
    rng = Random(f"talk {seed}")
    from tests.random_talks.goals import AFTER, GOALS, PLANNED, kinds

    planned = rng.random() < 0.15
    table = PLANNED if planned else GOALS
    goal = rng.choices([*table], weights=[weight for weight, _ in table.values()])[0]
    tale = Tale(rng, persona.somebody(rng, planned), f"random_{seed}_{goal}")
    if planned:
        tale.allow_plan(4)
        tale.want["plan"] = {"installments": 4, "state": "active"}
    if rng.random() < 0.2:
        tale.say("greet", chat=False)
    table[goal][1](tale)
    if goal in AFTER and rng.random() < 0.3:
        second = rng.choice(AFTER[goal])
        tale.between("any", 0.2)
        kinds(second)(tale)
        tale.name += f"_{second}"
    if rng.random() < 0.3 and not tale.may.get("safety"):
        tale.say("thanks", chat=False)
    return tale.told()


def later(days: int) -> str:
    """A day from the talk's first, as ISO."""
    return (TODAY + timedelta(days=days)).isoformat()
