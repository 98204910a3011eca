"""What the phone simulator says of what goes on inside, in words, and what one might text next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.casebook import figures
from bot.mind import Judged, Mind
from webhooks import names, times

LOCKS = {"half_hour": "locked for 30 minutes", "until_staff": "locked until staff unlock it"}
BY = {"rule": "by a rule", "model": "by the model", "fallback": "too unsure to act on"}
TRY = {
    "en": {
        "": ("hey how much do i owe", "can i pay this off a bit at a time", "send me the link ill pay it",
             "what is this bill even for", "my insurance should cover this", "can somebody call me", "who is this"),
        "identity": ("{born} {zip}", "{code} {zip}", "my birthday is {born}", "1/1/1970 {zip}", "why do you ask?"),
        "plan_choice": ("3", "i can do 50 a month", "as low as possible", "wait how much do i owe in all"),
        "plan_confirm": ("1", "2", "actually make it 6 payments", "is there interest?"),
        "amount": ("all of it", "half", "$50"),
        "promise_date": ("friday when i get paid", "in two weeks", "the 15th"),
    },
    "es": {
        "": ("hola, cuánto debo", "puedo pagar poco a poco?", "mándeme el enlace para pagar", "de qué es esta cuenta?",
             "no puedo pagar ahorita", "quiero hablar con una persona", "quién es?"),
        "identity": ("{born} {zip}", "{code} {zip}", "nací el {born}", "para qué necesita eso?"),
        "plan_choice": ("3", "puedo 50 al mes", "lo más bajo posible", "cuánto debo en total?"),
        "plan_confirm": ("1", "2", "mejor 6 pagos", "cobran intereses?"),
        "amount": ("todo", "la mitad", "$50"),
        "promise_date": ("el viernes que me pagan", "en dos semanas", "el 15"),
    },
}  # fmt: skip
"""What one might text, by language and by what the bot asks for."""
BREAK = {"en": ("STOP", "🤷", "this bill is killing me lol", "4111 1111 1111 1111 exp 12/28"),
         "es": ("ALTO", "🤷", "ya pagué esto dos veces", "no soy esa persona")}  # fmt: skip
"""For those who want to break it."""


def text_of(text: Mapping[str, Any], inside: Mind, offset: timedelta, zone: ZoneInfo) -> dict[str, Any]:
    """A text as the emulator tells it, at the moment that the practice's clock said then."""
    at = dict(inside.moments).get(text["sid"]) or datetime.fromisoformat(text["at"]) + offset
    local = at.astimezone(zone)
    return {
        **{name: text[name] for name in ("sid", "body", "mine", "status", "segments", "media")},
        "carrier": bool(text.get("carrier")),
        "time": times.clock(at, zone),
        "day": f"{local:%a, %b %-d}",
        "date": local.date().isoformat(),
        "at": at.timestamp(),
    }


def mind_of(inside: Mind, outreach: str, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """The right column."""
    return {
        "heard": _heard(inside),
        "state": [*_state(inside)],
        "texts": [_judged(text, now, zone) for text in inside.texts],
        "outreach": outreach,
        "planned": [times.moment_of(at, now, zone) for at in inside.planned],
        "owes": [list(pair) for pair in inside.owes],
    }


def _heard(inside: Mind) -> dict[str, Any] | None:
    if inside.last is None:
        return None
    kept = {"kept": inside.last.kept, "found": list(inside.last.found), "intent": "", "by": "", "ranking": []}
    meant = inside.last.understood
    if meant is None:
        return kept
    if figures(meant):
        return {**kept, "intent": names.INTENTS["figures"], "by": "for the open question"}
    ranking = [[names.plain(names.INTENTS, label), round(sure * 100)] for label, sure in meant.ranking[:3]]
    return {**kept, "intent": names.plain(names.INTENTS, meant.intent), "by": BY[meant.by], "ranking": ranking}


def _state(inside: Mind) -> Iterator[tuple[str, str]]:
    """Pairs of a name and what it is, for what is worth saying."""
    yield "Asks for", names.plain(names.ASKING, inside.asking)
    proof = f"proved: {' and '.join(inside.proved)}" if inside.proved else "not proved"
    yield "Identity", LOCKS.get(inside.locked, proof)
    if inside.handed != "bot":
        yield "Who answers", "a person has it" if inside.handed == "taken" else "the bot, until a person comes"
    if inside.plan:
        yield "Plan", inside.plan
    if inside.tickets:
        yield "For staff", ", ".join(names.plain(names.REASONS, reason) for reason in inside.tickets)
    if inside.holds:
        yield "Nudges held", ", ".join(names.plain(names.HOLDS, reason).lower() for reason in inside.holds)
    if inside.opted_out:
        yield "Texts", "stopped by the patient"


def _judged(text: Judged, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    state = names.plain(names.STATES, text.state)
    if text.state == "held" and text.until:
        state = f"waits until {times.moment_of(text.until, now, zone)}"
    return {
        "id": text.id,
        "class": text.cls,
        "body": text.body,
        "state": state,
        "kind": text.state,
        "verdict": text.verdict,
        "reasons": [[names.plain({}, rule), words] for rule, words in text.reasons],
    }


def clock_of(now: datetime, upcoming: datetime | None, zone: ZoneInfo) -> dict[str, str | None]:
    """The demo's clock, and when something happens next."""
    local = now.astimezone(zone)
    return {
        "time": times.clock(now, zone),
        "day": f"{local:%A, %B %-d, %Y}",
        "today": local.date().isoformat(),
        "yesterday": (local.date() - timedelta(days=1)).isoformat(),
        "next": times.moment_of(upcoming, now, zone) if upcoming else None,
    }


def tries(inside: Mind) -> dict[str, list[str]]:
    """What to try next, in both languages; the blanks are filled by the page, which knows whose phone it is."""
    return {
        lang: [*words.get(inside.asking, words[""]), *(BREAK[lang] if inside.asking in ("", "none") else ())]
        for lang, words in TRY.items()
    }
