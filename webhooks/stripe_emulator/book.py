"""What the emulator keeps: objects as JSON, answers by idempotency key, and events that are still to be sent."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS objects (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, account TEXT NOT NULL,
    created INTEGER NOT NULL, told TEXT NOT NULL, secret TEXT NOT NULL DEFAULT '{}');
CREATE INDEX IF NOT EXISTS objects_by_kind ON objects (account, kind, seq);
CREATE TABLE IF NOT EXISTS keys (
    account TEXT NOT NULL, key TEXT NOT NULL, asked TEXT NOT NULL, status INTEGER, answer TEXT, at INTEGER NOT NULL,
    PRIMARY KEY (account, key));
CREATE TABLE IF NOT EXISTS calls (event TEXT PRIMARY KEY, due INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
BUSY_S = 10


class Book:
    """A file; every use of it is one transaction that holds the write lock."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = file
        self._lock = threading.Lock()
        self._open: sqlite3.Connection | None = None
        with self.open() as pages:
            pages.run(SCHEMA)
        file.chmod(0o600)
        self.close()  # a server may fork after this, and each process needs a connection of its own

    @contextlib.contextmanager
    def open(self) -> Iterator[Pages]:
        """The pages, for one transaction; what leaves it by an exception was never written."""
        with self._lock:
            file = self._open = self._open or self._connected()
            file.execute("BEGIN IMMEDIATE")
            try:
                yield Pages(file)
            except BaseException:
                file.execute("ROLLBACK")
                raise
            file.execute("COMMIT")

    def _connected(self) -> sqlite3.Connection:
        file = sqlite3.connect(self._file, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
        file.row_factory = sqlite3.Row
        return file

    def close(self) -> None:
        """Lets go of the file; the next use opens it again."""
        with self._lock:
            if self._open is not None:
                self._open.close()
            self._open = None


class Pages:
    """What can be read and written in one transaction."""

    def __init__(self, file: sqlite3.Connection) -> None:
        self._file = file

    def run(self, script: str) -> None:
        """Several statements; what was open is ended."""
        self._file.executescript(script)
        self._file.execute("BEGIN IMMEDIATE")

    def put(self, account: str, told: dict[str, Any], **secret: Any) -> dict[str, Any]:
        """Keeps an object as it is now. `secret` is what the outside is never told."""
        kept = {**self.secret(told["id"]), **secret}
        self._file.execute(
            "INSERT INTO objects (id, kind, account, created, told, secret) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET told = excluded.told, secret = excluded.secret",
            (told["id"], told["object"], account, told["created"], json.dumps(told), json.dumps(kept)),
        )
        return told

    def get(self, account: str, kind: str, id: str | None) -> dict[str, Any] | None:
        """An object of this account."""
        row = self._file.execute(
            "SELECT told FROM objects WHERE id = ? AND kind = ? AND account = ?", (id, kind, account)
        ).fetchone()
        return json.loads(row["told"]) if row else None

    def owner(self, id: str) -> str | None:
        """The account of an object; None where there is none of that id."""
        row = self._file.execute("SELECT account FROM objects WHERE id = ?", (id,)).fetchone()
        return row["account"] if row else None

    def secret(self, id: str) -> dict[str, Any]:
        """What is kept beside an object."""
        row = self._file.execute("SELECT secret FROM objects WHERE id = ?", (id,)).fetchone()
        return json.loads(row["secret"]) if row else {}

    def all(self, account: str | None, kind: str) -> list[dict[str, Any]]:
        """Objects of a kind, newest first; of every account where none is named."""
        rows = self._file.execute(
            "SELECT told FROM objects WHERE kind = ?1 AND (?2 IS NULL OR account = ?2) ORDER BY seq DESC",
            (kind, account),
        )
        return [json.loads(row["told"]) for row in rows]

    def next_id(self) -> int:
        """One more than the newest object's place."""
        return int(self._file.execute("SELECT COALESCE(MAX(seq), 0) + 1 FROM objects").fetchone()[0])

    def answered(self, account: str, key: str) -> sqlite3.Row | None:
        """What was asked and answered under this key."""
        found: sqlite3.Row | None = self._file.execute(
            "SELECT * FROM keys WHERE account = ? AND key = ?", (account, key)
        ).fetchone()
        return found

    def answer(self, account: str, key: str, asked: str, status: int, answer: dict[str, Any], now: int) -> None:
        """Remembers an answer for whoever asks again."""
        self._file.execute(
            "INSERT OR REPLACE INTO keys VALUES (?, ?, ?, ?, ?, ?)",
            (account, key, asked, status, json.dumps(answer), now),
        )

    def forget_keys(self, before: int) -> None:
        """Keys are kept for a day."""
        self._file.execute("DELETE FROM keys WHERE at < ?", (before,))

    def call(self, event: str, due: int) -> None:
        """An event is to be sent at this moment."""
        self._file.execute(
            "INSERT INTO calls (event, due) VALUES (?, ?) ON CONFLICT (event) DO UPDATE SET due = excluded.due, "
            "tries = calls.tries + 1",
            (event, due),
        )

    def due(self, now: int) -> list[tuple[str, int]]:
        """Events whose moment has come, with how often they were tried."""
        rows = self._file.execute("SELECT event, tries FROM calls WHERE due <= ? ORDER BY due, rowid", (now,))
        return [(row["event"], row["tries"]) for row in rows]

    def sent(self, event: str) -> None:
        """An event has arrived."""
        self._file.execute("DELETE FROM calls WHERE event = ?", (event,))

    def setting(self, name: str) -> str:
        """A setting; empty where it was never set."""
        row = self._file.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return row["value"] if row else ""

    def set(self, name: str, value: str) -> None:
        """Changes a setting."""
        self._file.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))
