"""What the gate really does with each class of text, found by asking it; and what each hold and each word brings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot import fixed
from bot.consequences import ADMIN, OF_EFFECT, OF_RULE, TIME, Consequence, of_hold
from bot.desk_patient import MAY_PUT
from bot.gate import RULES
from bot.gate.holds import IMPLIED
from bot.gate_facts import HOLDING_FLAGS
from bot.imports.post import OF_LISTS
from bot.keywords.tables import RULES as ROWS
from bot.topics import FLOWS, TOPICS
from flows.answers import ROWS as ANSWERS
from flows.policy import DEFAULT
from flows.script import Facts, Practice, PutHold, Talk
from flows.values import Drop, GateFacts, MessageClass, Send
from tests.bot.gate_cases import LONG_AGO, MORNING, NIGHT, check, consent, facts, sent, text

ROOT = Path(__file__).resolve().parent.parent
C = MessageClass
MINUTE, LONGEST = timedelta(minutes=1), 48 * 60
DC = "20001"
FAMILIES = {"per_7_days", "per_day", "min_gap"}
"""The caps that texts share."""


# -- the classes --


def usual(cls: C, **more: Any) -> GateFacts:
    """Facts under which a text of this class may go in the morning."""
    told: dict[str, Any] = {}
    match cls:
        case C.OPTOUT_CONFIRM:
            told = {"opted_out": True, "opted_out_at": MORNING}
        case C.CONSENT_CONFIRM:
            told = {"confirm_sent_at": None}
        case C.CONSENT_ASK:
            told = {"consent": None, "zip": DC}
    return facts(**{**told, **more})


def goes(cls: C, known: GateFacts, night: bool = False) -> bool:
    return isinstance(check(text(cls), known, NIGHT if night else MORNING), Send)


def _reach(may: Callable[[timedelta], bool]) -> int:
    """For how many minutes after something a text may still go; 0 where it never may."""
    if not may(MINUTE):
        return 0
    low, high = 1, LONGEST
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if may(middle * MINUTE) else (low, middle - 1)
    return low


def span(minutes: int) -> str:
    hours = minutes // 60
    return f"{hours} hours" if minutes and minutes % 60 == 0 and hours > 1 else f"{minutes} minutes"


def needs_consent(cls: C) -> str:
    if cls is C.CONSENT_ASK:
        return "asks for it"
    if goes(cls, usual(cls, consent=None)):
        return "no"
    after = _reach(lambda ago: goes(cls, usual(cls, consent=None, last_inbound_at=MORNING - ago)))
    return f"yes, but for {span(after)} after the patient's own text" if after else "yes"


def _acted(cls: C, ago: timedelta) -> GateFacts:
    """The patient texted, paid and opted in so long before."""
    at = NIGHT - ago
    more = {} if cls is C.CONSENT_ASK else {"consent": consent(source="keyword", at=at)}
    return usual(cls, last_inbound_at=at, paid_at=at, **more)


def hours(cls: C) -> str:
    calm = replace(usual(cls), opted_out_at=NIGHT) if cls is C.OPTOUT_CONFIRM else usual(cls)
    if goes(cls, calm, night=True):
        return "any hour"
    dropped = isinstance(check(text(cls), calm, NIGHT), Drop)
    late = "is not sent, and is made anew" if dropped else "waits for the window"
    after = _reach(lambda ago: goes(cls, _acted(cls, ago), night=True))
    doing = {C.RECEIPT: "the payment", C.CONSENT_CONFIRM: "the patient's own opt-in"}.get(cls, "the patient's own text")
    return f"any hour for {span(after)} after {doing}; later it {late}" if after else late


def capped(cls: C) -> str:
    """The shared caps that stop it, and its own."""
    past = tuple(sent("NUDGE", ago * MINUTE) for ago in (60, 3 * 24 * 60))
    found = {rule for rule, _ in check(text(cls), usual(cls, sent=past), MORNING).reasons}
    by = sorted(FAMILIES & found) if not goes(cls, usual(cls, sent=past)) else []
    return _names([*by, *OWN.get(cls, ())]) or "none"


OWN = {
    C.OTP: ("otp_per_day",),
    C.REPLY: ("replies_per_hour",),
    C.CONSENT_ASK: ("consent_ask_week",),
    C.CONSENT_CONFIRM: ("confirm_once",),
    C.OPTOUT_CONFIRM: ("optout_confirm_once",),
    C.NUDGE: ("max_nudges",),
}
"""The limits that are a class's own; each of these rules is asked about that class alone."""
assert all(rule.classes == {cls} for cls, names in OWN.items() for rule in RULES if rule.name in names)


def counts(cls: C) -> str:
    """The caps that one such text an hour ago sets for a reminder."""
    verdict = check(text("NUDGE"), facts(sent=(sent(cls, 60 * MINUTE),), zip=DC), MORNING)
    found = {rule for rule, _ in verdict.reasons} & FAMILIES if not isinstance(verdict, Send) else set()
    full = check(text("NUDGE"), facts(sent=(sent(cls, 3 * 24 * 60 * MINUTE), sent(cls, 4 * 24 * 60 * MINUTE))), MORNING)
    found |= {rule for rule, _ in full.reasons} & FAMILIES if not isinstance(full, Send) else set()
    return _names(sorted(found)) or "no"


def after_stop(cls: C) -> str:
    stopped = {"opted_out": True, "opted_out_at": MORNING}
    if not goes(cls, usual(cls, **stopped)):
        return "no"
    within = _reach(lambda ago: goes(cls, usual(cls, opted_out=True, opted_out_at=MORNING - ago)))
    once = goes(cls, usual(cls, **stopped, optout_confirmed=True))
    return f"yes{'' if once else ', once'}{f', within {span(within)}' if within < LONGEST else ''}"


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


# -- holds --

SAYS_ELSEWHERE = {
    "opted_out": "the patient alone, by START",
    "tenant_paused": "an administrator, at the desk or by `./sheepdog practice set`",
}
"""Holds that are no row, or end otherwise than a row does."""


def _brings(name: str) -> list[Consequence]:
    return [what for what in (*OF_RULE.values(), *OF_EFFECT.values()) if what.hold == name]


def _quoted(pattern: str, *files: str) -> set[str]:
    """The names in quotes within what a pattern finds in the code."""
    found: set[str] = set()
    for file in files:
        for told in re.findall(pattern, (ROOT / file).read_text(encoding="utf-8"), re.DOTALL):
            found |= set(re.findall(r'"(\w+)"', told))
    return found


STANDING = _quoted(r"found\.append\(values\.Hold\((.*?)\)\)\n", "bot/gate_facts.py")
"""Holds that follow from how a talk, a promise or a plan stands."""
MACHINES = {
    "a carrier's answer": _quoted(r"consent\.add_hold\(([^\n]*)", "bot/refusals.py"),
    "a number look-up": _quoted(r"consent\.add_hold\(([^\n]*)", "bot/recheck.py"),
}
BY_RULES = {
    "confidential_minor": "nothing by itself: that mark on the file is judged as `minor`",
    "part2": "nothing by itself: that mark on the file has rules of its own, `part2_guarantor` and on",
}
"""Holds whose mark on a patient's file is judged elsewhere."""


def _talks(name: str) -> list[str]:
    found = [row.name for row in ANSWERS if row.hold == name]
    for flow in FLOWS:
        file = ROOT / f"flows/{flow}.py"
        if file.exists() and PutHold.__name__ in file.read_text() and name in _quoted(r"PutHold\((.*?)\)", str(file)):
            found.append(flow)
    return found


def brought_by(name: str) -> str:
    """What puts it without a person."""
    words = _names(rule for rule, what in OF_RULE.items() if what.hold == name)
    talks = _names(dict.fromkeys(_talks(name)))
    parts = [
        f"the patient's words ({words})" if words else "",
        f"a talk ({talks})" if talks else "",
        "what is on file" if name in IMPLIED else "",
        "how a talk, a promise or a plan stands" if name in STANDING else "",
        "a practice's list" if name in OF_LISTS else "",
        "a mark on the patient's file" if name in HOLDING_FLAGS else "",
        *(by for by, names in MACHINES.items() if name in names),
        "staff, at the desk" if name in MAY_PUT else "",
    ]
    return "; ".join(filter(None, parts)) or BY_RULES.get(name, "nothing by itself")


def ended_by(name: str) -> str:
    """Who or what lifts it where nothing else is said, from `bot/consequences.py`."""
    if name in SAYS_ELSEWHERE:
        return SAYS_ELSEWHERE[name]
    put = MAY_PUT.get(name)
    brings = [*_brings(name), *([Consequence(name, put.lift_by)] if put else [])]
    brings += [of_hold(name)] if any(name in names for names in MACHINES.values()) else []
    ends = list(dict.fromkeys(_end(what) for what in brings))
    if name in STANDING:
        ends.insert(0, "itself, with the talk, promise or plan")
    elif name in IMPLIED:
        ends.insert(0, "itself, when what is on file changes")
    if name in OF_LISTS:
        ends.insert(0, "the next list")
    return "; ".join(ends or [_end(of_hold(name))])


def _end(what: Consequence) -> str:
    length = what.length(DEFAULT)
    if what.lift_by == TIME and length:
        return f"itself, after {length.days} days" if length.days > 1 else "itself, after a day"
    return "an administrator" if what.lift_by == ADMIN else "staff"


# -- words that patients write --

EFFECTS = {
    "tapback": "stored; never answered, and nothing in it counts as said",
    "auto_reply": "stored; never answered, and nothing in it counts as said",
    "opt_out": "texts to the number end at once; what waits for it is dropped, all but safety replies",
    "help": "answered with the practice's name, phone number and how to stop",
    "start": "lifts the patient's own STOP; a consent is recorded and confirmed once",
    "language": "the talk goes on in the language that is wanted",
    "human": "the talk is handed to staff",
    "abuse": "kept with the text; nothing follows from curses alone",
}
"""What rules bring that put no hold and open no ticket of their own."""


def brings(rule: str) -> str:
    what = OF_RULE.get(rule)
    parts = [EFFECTS[rule]] if rule in EFFECTS else []
    if what and what.hold:
        parts.append(f"hold `{what.hold}` on the {'number' if what.of_number else 'patient'}, ended by {_end(what)}")
    if what and what.ticket:
        parts.append(f"ticket `{what.ticket}`{', urgent' if what.urgent else ''}")
    final = fixed.answer([rule], None, (), NOBODY, Talk()).final
    talks = [TOPICS[row.label].name for row in ROWS if row.rule == rule and row.label in TOPICS]
    parts += [f"talk `{talks[0]}`"] if talks and not final else []
    return "; ".join(parts)


def said_at_once(rule: str) -> str:
    """The fixed words, which no model and no talk is asked for."""
    said = fixed.answer([rule], None, (), NOBODY, Talk())
    return _names(say.key for say in said.says) or ("nothing" if said.final else "as the talk has it")


NOBODY = Facts(LONG_AGO.date(), Practice("Willow Creek", "(303) 555-0100"), DEFAULT)


def examples(rule: str) -> tuple[str, str]:
    """A text in English and one in Spanish that this rule alone finds, from the table that tests it."""
    table = (ROOT / "tests/bot/test_keywords.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in table]
    found = [next((row[2] for row in rows if row[:2] == [rule, lang]), "") for lang in LANGUAGES]
    return (found[0], found[1]) if rule not in RUDE else ("", "")


LANGUAGES = ("en", "es")
RUDE = {"abuse", "threat"}
"""Their examples are left out of the page."""
