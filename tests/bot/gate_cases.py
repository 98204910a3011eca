"""A text that may go, and ways to change it: what the gate's tests start from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.gate import check
from flows.money import Money
from flows.policy import Policy
from flows.policy_terms import read
from flows.values import (
    Consent,
    Drop,
    GateFacts,
    GatePractice,
    Hold,
    HoldUntil,
    MessageClass,
    Outgoing,
    Sent,
    Verdict,
)

NY, CHICAGO, PUERTO_RICO, TOLL_FREE = "+12125550123", "+13125550123", "+17875550123", "+18005550123"
MORNING = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
"""Tuesday, 10:00 in New York."""
NIGHT = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
"""Tuesday, 2:00 in New York."""
LONG_AGO = datetime(2026, 1, 5, 15, 0, tzinfo=UTC)
PROGRAM = "Willow Creek Family Medicine"
GOOD = (
    f"{PROGRAM}: You have a new account message. View it securely: https://pay.willowcreek.example/p/k3Jd9sQx "
    "Reply HELP for help, STOP to opt out."
)
NJ_LINE = " This bill is not reported to credit bureaus."


def moment(text: str) -> datetime:
    """An ISO moment, aware."""
    return datetime.fromisoformat(text)


def consent(number: str = NY, source: str = "intake_form", **more: Any) -> Consent:
    """Consent to texts about bills, from a form at the desk."""
    return Consent(**{"scope": ("billing",), "source": source, "at": LONG_AGO, "number": number, **more})


def practice(policy: dict[str, Any] | None = None, **more: Any) -> GatePractice:
    """The usual practice, with differences; `policy` as a practice would write it."""
    return GatePractice(**{"policy": read(policy) if policy else Policy(), **more})


def facts(number: str = NY, **more: Any) -> GateFacts:
    """Facts under which a NUDGE to this number may go at a good hour."""
    usual = {"consent": consent(number), "balance": Money(24000), "confirm_sent_at": LONG_AGO}
    return GateFacts(**{**usual, **more})


def text(cls: str = "NUDGE", number: str = NY, **more: Any) -> Outgoing:
    """A text of a class."""
    return Outgoing(MessageClass(cls), number, **more)


def sent(cls: str, ago: timedelta, now: datetime = MORNING, reply: bool = False) -> Sent:
    """A text that went out so long before."""
    return Sent(now - ago, cls, reply)


def hold(name: str, until: datetime | None = None) -> Hold:
    """A stop condition."""
    return Hold(name, until)


def said(verdict: Verdict) -> str:
    """send, drop or hold until ..., as a line to compare."""
    if isinstance(verdict, HoldUntil):
        return f"hold {verdict.until:%Y-%m-%dT%H:%M:%SZ}"
    return "drop" if isinstance(verdict, Drop) else "send"


def headline(verdict: Verdict) -> str:
    """The name of the deciding rule."""
    return verdict.reasons[0][0]


def judged(cls: str = "NUDGE", number: str = NY, at: datetime = MORNING, *, body: str | None = None, level: int = 0,
           channel: str = "sms", quoted_cents: int | None = None, **more: Any) -> tuple[str, str]:  # fmt: skip
    """The verdict on a text and the deciding rule ("" for a send)."""
    message = text(cls, number, body=body, level=level, channel=channel, quoted_cents=quoted_cents)
    verdict = check(message, facts(number, **more), at)
    return said(verdict), "" if said(verdict) == "send" else headline(verdict)
