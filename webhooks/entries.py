"""A patient's account as its owner reads it: each entry in order, with its day, and without procedures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from storage.books import Step
from webhooks.page_words import sentence, written


@dataclass(frozen=True)
class Entry:
    """A line of a statement."""

    what: str
    day: str
    amount: str
    """Has a minus where it made what is owed less."""


def told(steps: Sequence[Step], lang: str, zone: ZoneInfo) -> list[Entry]:
    """The entries in the patient's language, their days where the patient is."""
    return [Entry(_what(one, lang), written(one.at.astimezone(zone).date(), lang), str(one.amount)) for one in steps]


def _what(step: Step, lang: str) -> str:
    kind = sentence(lang, f"line-{step.kind}")
    return sentence(lang, "line-undone", what=kind) if step.undoes else kind
