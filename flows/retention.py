"""When what is kept of a patient may go: six years after the last thing that happened (fact sheet H11). Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from flows.money import ZERO, Money

LEGAL = ("legal_hold", "litigation")
"""Holds under which nothing may be thrown away."""


@dataclass(frozen=True)
class Standing:
    """How a patient, or a number of nobody, stands. `last` is the newest thing that happened; None: nothing did."""

    last: datetime | None
    holds: Collection[str] = ()
    plan: bool = False
    owed: Money = ZERO
    ticket: bool = False
    incident: bool = False


def limit(now: datetime, years: int) -> datetime:
    """What happened before this moment is older than the period. A February 29 counts from the 28th."""
    day = 28 if (now.month, now.day) == (2, 29) else now.day
    return now.replace(year=now.year - years, day=day)


def kept_by(one: Standing, before: datetime) -> str:
    """What keeps the rows: recent, legal_hold, plan, balance, ticket or incident; empty where they are due.

    What is owed in either direction keeps them: a credit is the patient's money.
    """
    if one.last is not None and one.last >= before:
        return "recent"
    reasons = {
        "legal_hold": any(hold in LEGAL for hold in one.holds),
        "plan": one.plan,
        "balance": one.owed != ZERO,
        "ticket": one.ticket,
        "incident": one.incident,
    }
    return next((reason for reason, holds in reasons.items() if holds), "")
