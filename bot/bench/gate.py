"""What a verdict costs: the gate alone, on one core, over texts that all differ, beside one INSERT into SQLite."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.gate import check
from flows.money import Money
from flows.values import Consent, GateFacts, MessageClass, Outgoing, Sent

NUMBER = "+12125550123"
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=90)
ROUNDS, TEXTS = 5, 2000
NUDGE = ("Willow Creek Family Medicine: Hi Maria, you have a new account message. Ask us here, or see it at "
         "https://pay.willowcreek.example/p/k{n:07}. Reply STOP to opt out.")  # fmt: skip
REPLY = "Your balance is $240.01. Reply 1 to pay it now, 2 for a plan of 4 payments. Ref {n:07}."


def run() -> dict[str, Any]:
    """Microseconds a verdict, the best of five rounds, and the ratio to an INSERT."""
    known = _facts()
    proved = GateFacts(**{**known.__dict__, "verified": True, "last_inbound_at": NOW})
    night = NOW - timedelta(hours=8)
    figures = {
        "a reminder that may go": _each(MessageClass.NUDGE, NUDGE, 0, known, NOW),
        "a reminder that waits for the morning": _each(MessageClass.NUDGE, NUDGE, 0, known, night),
        "a reminder to somebody who opted out": _each(
            MessageClass.NUDGE, NUDGE, 0, GateFacts(**{**known.__dict__, "opted_out": True}), NOW
        ),
        "an answer with an amount": _each(MessageClass.REPLY, REPLY, 1, proved, NOW),
        "without words, as plans ask it": _best(lambda n: check(Outgoing(MessageClass.NUDGE, NUMBER), known, NOW)),
    }
    insert = _insert()
    worst = max(figures.values())
    return {
        **{f"{name}, us": round(value, 1) for name, value in figures.items()},
        "on average, us": round(sum(figures.values()) / len(figures), 1),
        "one INSERT into SQLite, in memory, us": round(insert, 1),
        "dearest verdict / INSERT": round(worst / insert, 2),
    }


def _facts() -> GateFacts:
    return GateFacts(
        zip="10001",
        consent=Consent(("billing",), "intake_form", LONG_AGO, NUMBER),
        balance=Money(24001),
        sent=tuple(Sent(NOW - timedelta(days=days), "NUDGE") for days in (3, 20, 40)),
        confirm_sent_at=LONG_AGO,
        last_verified_at=NOW - timedelta(days=10),
        first_name="Maria",
        last_name="Lopez",
    )


def _each(cls: MessageClass, words: str, level: int, known: GateFacts, now: datetime) -> float:
    texts = [Outgoing(cls, NUMBER, words.format(n=n), level) for n in range(TEXTS)]
    return _best(lambda n: check(texts[n], known, now))


def _best(act: Callable[[int], object]) -> float:
    """Microseconds of processor time, the best round."""
    found = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for n in range(TEXTS):
            act(n)
        found.append((time.process_time() - began) / TEXTS * 1e6)
    return min(found)


def _insert() -> float:
    rows = sqlite3.connect(":memory:")
    rows.execute("CREATE TABLE one (id INTEGER PRIMARY KEY, body TEXT)")
    took = _best(lambda n: rows.execute("INSERT INTO one (body) VALUES (?)", (NUDGE.format(n=n),)))
    rows.close()
    return took
