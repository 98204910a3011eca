"""Rules about how and when the patient wants to be contacted (fact sheet F1, H6)."""

from __future__ import annotations

from datetime import datetime

from bot.gate import words
from bot.gate.rule import ALL, ANSWERS, C, Finding, rule
from bot.gate.window import WINDOWED, Window, closed, exempt, of_patient, of_practice, overlap
from flows.values import GateFacts, Outgoing


@rule("channel", "45 CFR 164.522(b), fact sheet H6, F1", "The patient takes texts", ALL - ANSWERS)
def channel(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """A wish for mail or the phone goes before consent."""
    channels = facts.contact_prefs.channels
    other = channels is not None and "sms" not in channels
    return Finding("The patient wants to be contacted another way") if other else None


@rule("contact_prefs", "12 CFR 1006.6(b), fact sheet F1: what the patient said is binding",
      "The patient may be texted at this hour", WINDOWED, timed=True)  # fmt: skip
def hours(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """The patient's own limits; where they leave nothing of the practice's window, the text is dropped."""
    window = of_patient(facts.contact_prefs)
    if window is None or exempt(message, facts, now):
        return None
    if not overlap(window, of_practice(facts.practice.policy.quiet)):
        return Finding("The patient's wishes leave no hour for texts")
    return closed(window, message, facts, now, _why)


@rule("another_day", "12 CFR 1006.6(b), fact sheet F1: \"I'm at work, not now\"", "The patient has time today",
      frozenset((C.NUDGE, C.SERVICE)))  # fmt: skip
def another_day(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """Until the day is over where they are."""
    until = facts.contact_prefs.not_before
    return Finding("The patient had no time today", until=until) if until and now < until else None


def _why(window: Window, zone: str, local: datetime) -> str:
    when = f"at {words.clock(local)}" if window.open_on(local.date()) else f"on a {words.weekday(local.date())}"
    return f"The patient does not want texts {when}"
