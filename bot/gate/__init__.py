"""The gate: may this text go to this number at this moment, and why.

Lives here: every rule of the fact sheet for texts that leave, one small pure function each, and the verdict over all
of them. It may not read a clock, a row or a setting: the text, the facts and the moment are handed in. It fails closed.
"""

from __future__ import annotations

from bot.gate.rule import Finding, Rule, acting
from bot.gate.verdict import RULES, check
from bot.gate.window import opening

CHANGED = frozenset(("quiet_hours", "contact_prefs", "stale_amount", "not_verified"))
"""Rules that speak against a late reply's hour, figure or proof, and not against answering at all (decision 20)."""

__all__ = ["CHANGED", "RULES", "Finding", "Rule", "acting", "check", "opening"]
