"""What the emulator keeps: messages, calls that are still to be made, who has opted out, and its settings."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SCHEMA = """
CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, sid TEXT NOT NULL UNIQUE, direction TEXT NOT NULL, sender TEXT,
    recipient TEXT NOT NULL, service TEXT, body TEXT NOT NULL, media INTEGER NOT NULL, segments INTEGER NOT NULL,
    status TEXT NOT NULL, error INTEGER, callback TEXT, created REAL NOT NULL, sent REAL, updated REAL NOT NULL,
    changed INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS messages_by_recipient ON messages (recipient, id);
CREATE INDEX IF NOT EXISTS messages_by_sender ON messages (sender, id);
CREATE INDEX IF NOT EXISTS messages_by_change ON messages (changed);
CREATE TABLE IF NOT EXISTS calls (
    id INTEGER PRIMARY KEY AUTOINCREMENT, due REAL NOT NULL, sid TEXT NOT NULL, status TEXT, error INTEGER, url TEXT,
    form TEXT, tries INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS calls_by_due ON calls (due, id);
CREATE TABLE IF NOT EXISTS blocks (line TEXT NOT NULL, number TEXT NOT NULL, PRIMARY KEY (line, number));
CREATE TABLE IF NOT EXISTS settings (id INTEGER PRIMARY KEY CHECK (id = 1), told TEXT NOT NULL);
"""
RANKS = {"accepted": 0, "queued": 1, "sending": 2, "sent": 3, "delivered": 4, "undelivered": 4, "failed": 4}
COMPLETE = ("sent", "delivered", "undelivered", "failed", "received")
OUTBOUND, INBOUND, CARRIER = "outbound-api", "inbound", "carrier"
"""`carrier`: the carrier's own reply to a keyword, which reaches the phone but not the message log (W2)."""


@dataclass(frozen=True)
class Message:
    """A row of `messages`; moments are Unix seconds."""

    id: int
    sid: str
    direction: str
    sender: str | None
    recipient: str
    service: str | None
    body: str
    media: int
    segments: int
    status: str
    error: int | None
    callback: str | None
    created: float
    sent: float | None
    updated: float
    changed: int


@dataclass(frozen=True)
class PlannedCall:
    """A step that a message takes at `due`, and who is told; an inbound text (`form`) is only told."""

    due: float
    sid: str
    status: str | None = None
    error: int | None = None
    url: str | None = None
    form: str | None = None
    tries: int = 0
    id: int = 0


class Book:
    """The file, with one connection a thread."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = file
        self._threads = threading.local()
        self._open: list[sqlite3.Connection] = []
        self._connection().executescript(SCHEMA)
        file.chmod(0o600)

    def close(self) -> None:
        """Closes every thread's connection."""
        while self._open:
            self._open.pop().close()

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that holds the write lock from its beginning."""
        connection = self._connection()
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")

    def message(self, sid: str) -> Message | None:
        """One message."""
        return next(iter(self._messages("WHERE sid = ?", sid)), None)

    def log(self, clauses: Sequence[str], values: Sequence[object], limit: int) -> list[Message]:
        """The message log, newest first, where all clauses hold."""
        where = " AND ".join(("direction != 'carrier'", *clauses))
        return self._messages(f"WHERE {where} ORDER BY id DESC LIMIT ?", *values, limit)

    def sent(self, to: str | None) -> list[Message]:
        """What the practice sent, to one number or to all, oldest first."""
        if to is None:
            return self._messages("WHERE direction = ? ORDER BY id", OUTBOUND)
        return self._messages("WHERE recipient = ? AND direction = ? ORDER BY id", to, OUTBOUND)

    def phone(self, number: str, after: int) -> list[Message]:
        """What a phone has sent and got, changed since `after`, oldest first; what failed never reached it."""
        where = "changed > ? AND status NOT IN ('failed', 'undelivered')"
        both = f"SELECT * FROM messages WHERE recipient = ? AND {where}"
        both += f" UNION SELECT * FROM messages WHERE sender = ? AND {where} ORDER BY id"
        rows = self._connection().execute(both, (number, after, number, after))
        return [Message(*row) for row in rows]

    def last_change(self) -> int:
        """The number of the newest change to any message."""
        return int(self._connection().execute("SELECT COALESCE(MAX(changed), 0) FROM messages").fetchone()[0])

    def due(self, now: float, limit: int, held: bool) -> list[PlannedCall]:
        """Calls that are due, oldest first; while receipts are held only inbound texts."""
        only = " AND form IS NOT NULL" if held else ""
        fields = "due, sid, status, error, url, form, tries, id"
        rows = self._connection().execute(
            f"SELECT {fields} FROM calls WHERE due <= ?{only} ORDER BY due, id LIMIT ?", (now, limit)
        )
        return [PlannedCall(*row) for row in rows]

    def next_due(self, held: bool) -> float | None:
        """When the next call is due."""
        only = " WHERE form IS NOT NULL" if held else ""
        found = self._connection().execute(f"SELECT MIN(due) FROM calls{only}").fetchone()[0]
        return None if found is None else float(found)

    def blocked(self, line: str, number: str) -> bool:
        """Whether the number has opted out of texts from this line: a number of ours or a messaging service."""
        query = "SELECT 1 FROM blocks WHERE line = ? AND number = ?"
        return self._connection().execute(query, (line, number)).fetchone() is not None

    def settings(self) -> str | None:
        """The settings as they were kept."""
        row = self._connection().execute("SELECT told FROM settings").fetchone()
        return None if row is None else str(row[0])

    def _messages(self, where: str, *values: object) -> list[Message]:
        return [Message(*row) for row in self._connection().execute(f"SELECT * FROM messages {where}", values)]

    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._threads, "connection"):
            connection = sqlite3.connect(self._file, timeout=30, isolation_level=None, check_same_thread=False)
            for pragma in ("journal_mode=WAL", "synchronous=OFF", "secure_delete=ON"):
                connection.execute(f"PRAGMA {pragma}")
            self._threads.connection = connection
            self._open.append(connection)
        connection = self._threads.connection
        assert isinstance(connection, sqlite3.Connection)
        return connection


def add(tx: sqlite3.Connection, sid: str, direction: str, sender: str | None, recipient: str, body: str, now: float,
        *, status: str, media: int = 0, segments: int = 1, service: str | None = None,
        callback: str | None = None) -> None:  # fmt: skip
    """A new message."""
    sent = None if direction == OUTBOUND else now
    values = (sid, direction, sender, recipient, service, body, media, segments, status, callback, now, sent, now)
    tx.execute(
        "INSERT INTO messages (sid, direction, sender, recipient, service, body, media, segments, status, callback, "
        "created, sent, updated, changed) SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, COALESCE(MAX(changed), 0) + 1 "
        "FROM messages",
        values,
    )


def advance(tx: sqlite3.Connection, message: Message, status: str, error: int | None, now: float,
            sender: str | None) -> None:  # fmt: skip
    """A step forward, `sender` being the number that a messaging service picked; a message never goes back."""
    if RANKS.get(status, 0) <= RANKS.get(message.status, 0):
        return
    tx.execute(
        "UPDATE messages SET status = ?, error = ?, sender = COALESCE(sender, ?), "
        "sent = COALESCE(sent, ?), updated = ?, changed = (SELECT MAX(changed) + 1 FROM messages) WHERE id = ?",
        (status, error, sender, now if RANKS[status] >= RANKS["sent"] else None, now, message.id),
    )


def redact(tx: sqlite3.Connection, message: Message, now: float) -> None:
    """The text of a message is forgotten."""
    tx.execute("UPDATE messages SET body = '', updated = ? WHERE id = ?", (now, message.id))


def delete(tx: sqlite3.Connection, message: Message) -> None:
    """The message is forgotten."""
    tx.execute("DELETE FROM messages WHERE id = ?", (message.id,))


def plan(tx: sqlite3.Connection, calls: Sequence[PlannedCall]) -> None:
    """Calls to be made later."""
    tx.executemany(
        "INSERT INTO calls (due, sid, status, error, url, form, tries) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(c.due, c.sid, c.status, c.error, c.url, c.form, c.tries) for c in calls],
    )


def made(tx: sqlite3.Connection, calls: Sequence[PlannedCall]) -> None:
    """These calls have been made, or given up."""
    tx.executemany("DELETE FROM calls WHERE id = ?", [(call.id,) for call in calls])


def block(tx: sqlite3.Connection, line: str, number: str) -> bool:
    """Opts the number out of the line. False when it already was."""
    return tx.execute("INSERT OR IGNORE INTO blocks VALUES (?, ?)", (line, number)).rowcount > 0


def unblock(tx: sqlite3.Connection, line: str, number: str) -> None:
    """Lets texts from the line reach the number again."""
    tx.execute("DELETE FROM blocks WHERE line = ? AND number = ?", (line, number))


def keep_settings(tx: sqlite3.Connection, told: str) -> None:
    """The settings, for the next life of the emulator."""
    tx.execute("INSERT INTO settings VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET told = excluded.told", (told,))
