"""What a verdict costs: the gate alone, on one core, over texts that all differ, beside one INSERT into SQLite."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.gate import check
from flows.money import Money
from flows.values import Consent, GateFacts, MessageClass, Outgoing, Sent

NUMBER = "+12125550123"
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=90)
ROUNDS, TEXTS = 20, 1000
NAMES = 200
"""First names in the texts: the words of a reminder come back with another link, as in a practice of thousands."""
NUDGE = ("Willow Creek Family Medicine: Hi {name}, you have a new account message. Ask us here, or see it at "
         "https://pay.willowcreek.example/p/k{n:07}. Reply STOP to opt out.")  # fmt: skip
REPLY = "Your balance is $240.01. Reply 1 to pay it now, 2 for a plan of 4 payments. Ref {n:07}."


def run() -> dict[str, Any]:
    """Microseconds a verdict, the best of twenty rounds, and the ratio to an INSERT."""
    known, night, nudge = _facts(), NOW - timedelta(hours=8), MessageClass.NUDGE
    proved = replace(known, verified=True, last_inbound_at=NOW)
    figures = {
        "a reminder that may go": _each(nudge, NUDGE, 0, known, NOW),
        "a reminder that waits for the morning": _each(nudge, NUDGE, 0, known, night),
        "a reminder to somebody who opted out": _each(nudge, NUDGE, 0, replace(known, opted_out=True), NOW),
        "a reminder in words never read before": _each(nudge, NUDGE, 0, known, NOW, names=ROUNDS * TEXTS),
        "an answer with an amount": _each(MessageClass.REPLY, REPLY, 1, proved, NOW),
        "without words, as plans ask it": _best(lambda n: check(Outgoing(nudge, NUMBER), known, NOW)),
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
        last_name="Lopez",
    )


def _each(cls: MessageClass, words: str, level: int, known: GateFacts, now: datetime, names: int = NAMES) -> float:
    asked = []
    for n in range(ROUNDS * TEXTS):
        name = "Mari" + "".join(chr(97 + n % names // 26**place % 26) for place in range(4))
        asked.append((Outgoing(cls, NUMBER, words.format(n=n, name=name), level), replace(known, first_name=name)))
    return _best(lambda n: check(*asked[n], now))


def _best(act: Callable[[int], object]) -> float:
    """Microseconds of processor time, the best round; each round has texts of its own."""
    found = []
    for number in range(ROUNDS):
        began = time.process_time()
        for n in range(number * TEXTS, (number + 1) * TEXTS):
            act(n)
        found.append((time.process_time() - began) / TEXTS * 1e6)
    return min(found)


def _insert() -> float:
    rows = sqlite3.connect(":memory:")
    rows.execute("CREATE TABLE one (id INTEGER PRIMARY KEY, body TEXT)")
    took = _best(lambda n: rows.execute("INSERT INTO one (body) VALUES (?)", (NUDGE.format(n=n, name="Maria"),)))
    rows.close()
    return took
