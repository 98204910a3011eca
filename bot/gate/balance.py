"""Rules that hold a text against what is owed (fact sheet F6, section 5.1)."""

from __future__ import annotations

from datetime import datetime

from bot.gate.rule import ALL, MUST, C, Finding, rule
from flows.money import Money
from flows.values import GateFacts, Outgoing


@rule("stale_amount", "12 CFR 1006.18, fact sheet F6: the ledger is read again at send time",
      "The amount that it names is today's", ALL - MUST, web=True)  # fmt: skip
def stale(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """What a text names as owed is what is owed."""
    quoted = message.quoted_cents
    if quoted is None or quoted == facts.balance.cents:
        return None
    return Finding(f"It names {Money(quoted)} as owed, but the balance is now {facts.balance}")


@rule("max_nudges", "fact sheet 5.1, decision 26", "There were not too many reminders of this balance",
      frozenset((C.NUDGE,)))  # fmt: skip
def enough(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """After the last one staff decide."""
    sent = facts.nudges_for_balance
    most = facts.practice.policy.caps.max_nudges_per_balance
    return Finding(f"There were {sent} reminders of this balance already") if sent >= most else None
