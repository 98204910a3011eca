"""A plan in a few words."""

from __future__ import annotations

from itertools import groupby

from flows.money import Money
from webhooks.page_words import sentence


def parts_in_words(parts: tuple[Money, ...], lang: str) -> str:
    """$80.01, then 2 × $80.00; 2 × $120.00 where all are equal."""
    runs = [(amount, len(list(run))) for amount, run in groupby(parts)]
    texts = [str(amount) if count == 1 else f"{count} × {amount}" for amount, count in runs]
    first, *rest = texts
    return sentence(lang, "plan-parts", first=first, rest=", ".join(rest)) if rest else first
