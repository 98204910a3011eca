"""Faults planted in the product, each of which the independent checker has to find: a rule that is gone, an hour or a
day too many, a cap that is one too high, a hold that is overlooked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from bot import desk, gate_facts, outreach, zones
from bot.gate import frequency, holds, verdict, window
from bot.gate.rule import Rule
from bot.gate.window import Window
from tests.asking import asking
from tests.simulation.cast import EVERYBODY, Folk

Plant = Callable[[], Any]
"""A context in which the fault is there."""


@dataclass(frozen=True)
class Fault:
    """A fault, and the rules of the checker one of which must speak."""

    name: str
    plant: Plant
    found_by: tuple[str, ...]
    folk: Folk = EVERYBODY
    """Who has to live in the town for the fault to matter within some weeks."""


@contextmanager
def rules(change: Callable[[Rule], Rule | None]) -> Iterator[None]:
    """The gate asks other rules, or fewer."""
    asked = {
        kind: tuple(new for rule in old if (new := change(rule)) is not None) for kind, old in verdict._ASKED.items()
    }
    with asking(asked):
        yield


def without(*names: str) -> Plant:
    """These rules are gone."""
    return lambda: rules(lambda rule: None if rule.name in names else rule)


def window_of(change: Callable[[Window], Window]) -> Plant:
    """Another window of the practice."""
    real = window.of_practice
    return lambda: patch.object(window, "of_practice", lambda quiet: change(real(quiet)))


def hours(start: int, end: int) -> Plant:
    """It opens and closes so many minutes later."""
    return window_of(lambda had: replace(had, spans=tuple((a + start, b + end) for a, b in had.spans)))


def capped(more: int) -> Plant:
    """The week's cap is so much higher."""
    real = frequency.per_week
    return lambda: patch.object(frequency, "per_week", lambda message, facts: real(message, facts) + more)


def known(**change: Any) -> Plant:
    """The gate is told something else than the rows say."""
    real = gate_facts.of_patient
    return lambda: patch.object(gate_facts, "of_patient", lambda *a, **k: replace(real(*a, **k), **change))


def policy(**change: Any) -> Plant:
    """The practice's policy is read with these sections or values changed."""
    real = gate_facts.gate_practice

    def new(had: Any, told: Any) -> Any:
        return replace(had, **told) if isinstance(told, dict) else told

    def told(practice: Any, sender: Any) -> Any:
        made = real(practice, sender)
        changed = {name: new(getattr(made.policy, name), value) for name, value in change.items()}
        return replace(made, policy=replace(made.policy, **changed))

    return lambda: patch.object(gate_facts, "gate_practice", told)


def first_zone_only() -> Any:
    """Of several zones the first counts."""
    real = zones.candidates
    return patch.object(zones, "candidates", lambda *where: real(*where)[:1])


@contextmanager
def no_sentence() -> Iterator[None]:
    """New Jersey's sentence is left out, and nobody looks."""
    with patch.object(outreach.zones, "state_of", lambda number, zip: None), without("nj_sentence")():
        yield


@contextmanager
def early_promise() -> Iterator[None]:
    """A promise's two days of grace are left out."""
    with patch.object(holds, "ends", lambda hold, facts: hold.until):
        yield


@contextmanager
def no_rest() -> Iterator[None]:
    """A settled dispute needs no rest."""
    with patch.object(desk, "_rest", lambda act, row: None):
        yield


@contextmanager
def early_after_confirming() -> Iterator[None]:
    """An hour after consent was confirmed reminders may go."""
    rest = timedelta(hours=23)
    real = gate_facts.of_patient

    def told(*args: Any, **more: Any) -> Any:
        facts = real(*args, **more)
        sent = facts.confirm_sent_at
        return replace(facts, confirm_sent_at=sent - rest if sent else None)

    with patch.object(gate_facts, "of_patient", told):
        yield


OFTEN = policy(caps={"max_nudges_per_balance": 7}, cadence_days_from_first_statement=(0, 5, 10, 15, 20, 25, 30, 35))
"""A cadence of eight steps, of which the seventh may go."""

CARELESS = {"release": 40, "solve": 40, "lift": 1}
"""Staff who close whatever is open, so that only the hold itself still stands."""
TROUBLED = Folk(tempers={"quiet": 20, "troubled": 80}, says=("i want to kill myself",), desk=CARELESS, acts=12)
PROMISING = Folk(tempers={"quiet": 20, "talks": 80}, says=("i will pay on friday",), lookups=False)
TAKEN = Folk(tempers={"talks": 100}, says=("call me",), desk={"take": 80, "reply": 20}, acts=8)
LATE = (35, 60, 100)

FAULTS = (
    Fault("no quiet hours", without("quiet_hours"), ("window",)),
    Fault("the window opens an hour early", hours(-60, 0), ("window",)),
    Fault("the window closes an hour late", hours(0, 60), ("window",)),
    Fault("holidays are open", window_of(lambda had: replace(had, holidays=False)), ("window",)),
    Fault("Sundays are open", window_of(lambda had: replace(had, days=frozenset(range(7)))), ("window",)),
    Fault("one zone of several counts", first_zone_only, ("window",)),
    Fault("a week's cap is one higher", capped(1), ("cap:week",)),
    Fault("the gap is a day", policy(caps={"min_gap_h": 24}), ("cap:gap",)),
    Fault("one reminder too many for a balance", OFTEN, ("cap:balance",)),
    Fault("opt-outs are overlooked", without("opted_out", "no_consent"), ("opted_out",),
          Folk(tempers={"quiet": 20, "cross": 80})),
    Fault("disputes are overlooked", without("dispute"), ("hold:dispute",)),
    Fault("a crisis is overlooked", without("crisis_hold"), ("hold:crisis_hold",), TROUBLED),
    Fault("promises are overlooked", without("promise_to_pay"), ("promise",), PROMISING),
    Fault("a promise has no days of grace", early_promise, ("promise",), PROMISING),
    Fault("no rest after a dispute", no_rest, ("after_dispute",)),
    Fault("consent to other things is enough", without("consent_scope"), ("consent_scope",)),
    Fault("reminders an hour after consent was confirmed", early_after_confirming, ("confirm_first",),
          Folk(new_numbers=0.9, plans_at=(6, 12, 18))),
    Fault("no electronic consent in D.C.", without("dc_econsent"), ("state:DC",),
          Folk(states=("DC",), stated=LATE)),
    Fault("no electronic consent in New York City", without("nyc_econsent"), ("state:NYC",),
          Folk(states=("NY",), stated=LATE)),
    Fault("no notice in Massachusetts", without("ma_notice"), ("state:MA",), Folk(states=("MA",), stated=LATE)),
    Fault("no opt-in in Minnesota", without("mn_opt_in"), ("state:MN",)),
    Fault("no sentence in New Jersey", no_sentence, ("state:NJ",)),
    Fault("old bills", without("aged"), ("aged",)),
    Fault("balances below the least", without("below_minimum"), ("paid",)),
    Fault("paid balances", without("paid"), ("paid",)),
    Fault("insurance that has not answered", without("insurance_pending"), ("flag:insurance_pending",)),
    Fault("minors", without("minor", "confidential_minor"), ("flag:minor", "flag:confidential_minor"),
          Folk(young=0.5, flags={"confidential_minor": 0.2})),
    Fault("protected records in a guarantor's hand", without("part2", "part2_guarantor"), ("part2", "hold:part2"),
          Folk(young=0.5, flags={"part2": 0.5})),
    Fault("a talk that a person has", without("staff_takeover", "staff_waiting"), ("handed_over",), TAKEN),
    Fault("hours that the patient named", without("contact_prefs"), ("contact_prefs",)),
    Fault("numbers nobody vouched for", without("number_recheck", "number_lookup"), ("reassigned",),
          Folk(tempers={"quiet": 100}, lookups=False)),
)
