"""Postings a second beside bare INSERTs of the same rows, and a look-up of a long account beside a short one's."""

from __future__ import annotations

import secrets
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text

from flows.money import Money
from storage import ledger, migrations, people
from storage.crypt import Keyring
from storage.db import Database

NOW = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
POSTINGS, ROUNDS = 1000, 3
SHORT, LONG = 10, 10_000
LOOKS = 1000
TABLES = (
    "CREATE TABLE bare_entries (id INTEGER PRIMARY KEY, practice_id BIGINT NOT NULL, kind TEXT NOT NULL, "
    "source_kind TEXT NOT NULL, source_id TEXT NOT NULL, at TIMESTAMP NOT NULL)",
    "CREATE TABLE bare_lines (id INTEGER PRIMARY KEY, practice_id BIGINT NOT NULL, entry_id BIGINT NOT NULL, "
    "patient_id BIGINT NOT NULL, debit TEXT NOT NULL, credit TEXT NOT NULL, cents BIGINT NOT NULL)",
)
ENTRY = text("INSERT INTO bare_entries VALUES (:id, 1, 'charged', 'bench', :source, '2026-03-02 17:00:00')")
LINE = text("INSERT INTO bare_lines VALUES (:id, 1, :id, 1, 'patient:1', 'care', 100)")


def run(url: str | None = None) -> dict[str, Any]:
    """The figures on a SQLite file of its own, or on the empty database at this address, whose tables it makes."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        url = url or f"sqlite:///{folder}/sheepdog.db"
        migrations.upgrade(url)
        db = Database(url, Keyring.of("s" * 32, (secrets.token_urlsafe(32) + "=",)))
        try:
            return {"database": url.partition(":")[0], **_figures(db)}
        finally:
            db.dispose()


def _figures(db: Database) -> dict[str, Any]:
    with db.begin() as tx:
        practice = people.add_practice(tx, slug="bench", name="Bench", phone="", zone="America/Denver", state="CO")
        short, long, other = (people.add_patient(tx, practice, f"P{n}", "Maria", last="Lopez") for n in range(3))
        for statement in TABLES:
            tx.execute(text(statement))
    ours, bare = [], []
    for round_ in range(ROUNDS):  # side by side, so that a busy moment hits both
        ours.append(_each(lambda n, r=round_: _post(db, practice, other, r, n)))  # type: ignore[misc]
        bare.append(_each(lambda n, r=round_: _bare(db, r, n)))  # type: ignore[misc]
    with db.begin() as tx:
        for patient, many in ((short, SHORT), (long, LONG)):
            for n in range(many):
                ledger.charge(tx, practice, patient, "look", f"{patient}:{n}", Money(100), NOW)
    looks = {patient: _look(db, patient) for patient in (short, long)}
    return {
        "postings/s": round(1 / min(ours)),
        "bare INSERTs of the same rows/s": round(1 / min(bare)),
        "postings to bare INSERTs": round(min(bare) / min(ours), 2),
        f"look-up of an account of {SHORT} entries, us": round(looks[short] * 1e6, 1),
        f"look-up of an account of {LONG:,} entries, us": round(looks[long] * 1e6, 1),
        "long to short": round(looks[long] / looks[short], 2),
    }


def _each(work: Callable[[int], None]) -> float:
    began = time.perf_counter()
    for n in range(POSTINGS):
        work(n)
    return (time.perf_counter() - began) / POSTINGS


def _post(db: Database, practice: int, patient: int, round_: int, n: int) -> None:
    with db.begin() as tx:
        ledger.charge(tx, practice, patient, "bench", f"{round_}:{n}", Money(100), NOW)


def _bare(db: Database, round_: int, n: int) -> None:
    id = round_ * POSTINGS + n
    with db.begin() as tx:
        tx.execute(ENTRY, {"id": id, "source": f"{round_}:{n}"})
        tx.execute(LINE, {"id": id})


def _look(db: Database, patient: int) -> float:
    with db.read() as tx:
        began = time.perf_counter()
        for _ in range(LOOKS):
            ledger.balance(tx, patient)
        return (time.perf_counter() - began) / LOOKS
