"""What reminders brought, counted from rows."""

from __future__ import annotations

from datetime import timedelta

from flows.economics import Tally
from flows.money import Money
from storage import ledger, touches
from storage.brought import tallies
from storage.db import Database
from tests.rows import NOW, a_patient, a_practice


def test_a_payment_counts_for_the_reminder_before_it(db: Database) -> None:
    with db.begin() as tx:
        practice, other = a_practice(tx), a_practice(tx)

        def asked(patient: int, n: int, day: int, state: str = "sent", key: str = "2026-01-01") -> None:
            due = NOW + timedelta(days=day)
            row = touches.plan(tx, practice, patient, key, n, due, (), NOW)
            touches.set_state(tx, row or 0, state)

        def paid(patient: int, day: int, whose: int = practice) -> None:
            at = NOW + timedelta(days=day)
            ledger.record(tx, whose, patient, "you_paid", "test", f"{patient}:{day}", Money(1000), at)

        a, b, c, d, e = (a_patient(tx, practice, number="") for _ in range(5))
        for one in (a, b, c, d):
            asked(one, 1, 0)
            asked(one, 2, 7)
        paid(a, 3)  # after the first
        paid(b, 8)  # after the second, and not of the first's doing
        paid(c, 30)  # too late to be of anybody's doing
        asked(d, 3, 24)  # not over yet on day 30
        asked(e, 1, 0, state="skipped")
        asked(e, 1, 0, key=f"{touches.OF_PLAN}7")
        paid(e, 1)
        stranger = a_patient(tx, other, number="")
        paid(stranger, 3, other)
        now = NOW + timedelta(days=30)
        assert tallies(tx, practice, now) == {1: Tally(4, 1), 2: Tally(4, 1)}
        paid(d, 25)
        assert tallies(tx, practice, now)[3] == Tally(1, 1)
        assert tallies(tx, practice, NOW + timedelta(days=40))[3] == Tally(1, 1)
        assert tallies(tx, other, now) == {}
