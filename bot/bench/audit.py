"""How long it takes to write, link, check and export an audit trail, on a SQLite file of its own."""

from __future__ import annotations

import secrets
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import insert

from bot import trail
from storage import audit, migrations, people
from storage.audit import CHUNK
from storage.audit_rows import rows_table
from storage.crypt import Keyring
from storage.db import Database

ROWS = 100_000
NOW = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
T = TypeVar("T")


def run(rows: int = ROWS) -> dict[str, Any]:
    """Seconds for so many rows, such as a text that left writes, and rows a second."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        url, file = f"sqlite:///{folder}/sheepdog.db", Path(folder) / "trail.jsonl"
        migrations.upgrade(url)
        db = Database(url, Keyring.of("s" * 32, (_key(),)))
        chain = _fill(db, rows)
        linking, _ = _timed(lambda: _link(db))
        checking, report = _timed(lambda: _verify(db))
        writing, _ = _timed(lambda: _export(db, file, chain))
        reading, parts = _timed(lambda: trail.check(file, lambda _: None))
        size = file.stat().st_size
        db.dispose()
    if not report.ok or report.sealed != rows or parts[0].problem:
        raise AssertionError("the trail that was measured is not in order")
    return {
        "rows": rows,
        "linked in, s": round(linking, 2),
        "verified in, s": round(checking, 2),
        "verified, rows/s": round(rows / checking),
        "exported in, s": round(writing, 2),
        "export, MB": round(size / 1_000_000, 1),
        "file verified in, s": round(reading, 2),
        "file verified, rows/s": round(rows / reading),
    }


def _key() -> str:
    return secrets.token_urlsafe(32) + "="


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    done = work()
    return time.perf_counter() - began, done


def _fill(db: Database, rows: int) -> int:
    with db.begin() as tx:
        practice = people.add_practice(tx, slug="bench", name="Bench", phone="", zone="America/Denver", state="CO")
    digest = "0123456789abcdef" * 4
    for start in range(0, rows, CHUNK):
        told = [_row(practice, number, digest) for number in range(start, min(start + CHUNK, rows))]
        with db.begin() as tx:
            tx.execute(insert(rows_table), told)
    return practice


def _row(practice: int, number: int, digest: str) -> dict[str, Any]:
    """As `storage.text_trail` writes one."""
    data = {"class": "NUDGE", "key": "nudge.first", "patient": number % 5000, "why": digest}
    return {"practice_id": practice, "actor": "bot", "action": "sent", "subject": f"outbox:{number}", "data": data,
            "at": NOW}  # fmt: skip


def _link(db: Database) -> None:
    with db.begin() as tx:
        audit.seal(tx, NOW)


def _verify(db: Database) -> audit.Report:
    with db.read() as tx:
        return audit.verify(tx)


def _export(db: Database, file: Path, chain: int) -> int:
    with db.read() as tx:
        return trail.write(tx, file, [(chain, "bench")], NOW, lambda _: None)
