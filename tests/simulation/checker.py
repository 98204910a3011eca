"""The independent checker: reads only rows, and says which text left, or which message lies, against the fact sheet.

Written from the fact sheet and the decisions; nothing of the gate, its zones, calendar, words or cadence is imported.
`INTERFACE` names the audit rows that say when something was switched or changed; what no row tells is not judged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from storage.db import Database
from tests.simulation import (
    rules_caps,
    rules_care,
    rules_consent,
    rules_content,
    rules_stops,
    rules_switches,
    rules_time,
)
from tests.simulation.history import INTERFACE, History, Violation, read

__all__ = ["INTERFACE", "Violation", "check", "check_history", "summary"]


def check(of: Database | Connection, now: datetime | None = None) -> list[Violation]:
    """Every violation in the rows, sorted; `now` is the simulation's last moment (the newest row's, if left out)."""
    if isinstance(of, Connection):
        return _check(of, now)
    with of.read() as tx:
        return _check(tx, now)


def _check(tx: Connection, now: datetime | None) -> list[Violation]:
    found = [*check_history(read(tx, now)), *rules_switches.seals(tx)]
    return sorted(set(found))


def check_history(history: History) -> list[Violation]:
    """The same over rows that are read already, the audit trail's seals left out."""
    found: list[Violation] = []
    for text in history.handed_over:
        found += rules_switches.verdict(text)
        found += rules_content.check(history, text) if history.by_text_message(text) else ()
        found += rules_switches.check(history, text)
        found += rules_stops.check(history, text)
        if history.by_text_message(text):
            found += rules_time.check(history, text)
            found += rules_consent.check(history, text)
            found += rules_caps.check(history, text)
    found += rules_switches.pauses_of_refusals(history)
    found += rules_care.check(history)
    return found


def summary(found: Iterable[Violation]) -> str:
    """How many of each rule, for people; "nothing" where there is none."""
    many = Counter(one.rule for one in found)
    return ", ".join(f"{rule} {count}" for rule, count in sorted(many.items())) or "nothing"
