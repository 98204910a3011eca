"""Good-faith estimates: when somebody who pays without insurance may dispute a bill that is far above theirs."""

from __future__ import annotations

from datetime import date, timedelta

from flows.money import Money

OVER = Money(40000)
"""A bill this much above its estimate may be disputed (45 CFR 149.620(a)(2), fact sheet P6)."""
DAYS = 120
"""Calendar days from the bill in which that has to begin (45 CFR 149.620(c)(1))."""


def too_high(billed: Money, estimate: Money | None, self_pay: bool) -> bool:
    """Whether the bill is so far above the estimate that it may be disputed; only somebody who pays themselves can."""
    return self_pay and estimate is not None and billed - estimate >= OVER


def until(billed_on: date | None) -> date | None:
    """The last day on which a dispute may begin; None where nobody knows when the bill went out."""
    return None if billed_on is None else billed_on + timedelta(days=DAYS)
