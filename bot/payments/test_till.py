"""The demo's till: it takes no card, but keeps its own record and can decline, dawdle and lose its answer.

It stands for a provider that is elsewhere, so its record is a file of its own and not a table of ours. It names
a payment by our key alone, and tells the truth whenever it is asked.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.payments import (
    Answer,
    Ask,
    Button,
    Closed,
    Declined,
    Drawer,
    GivenBack,
    Kept,
    KeptAnswer,
    Moved,
    NoAnswer,
    NotThere,
    Paid,
    Pressed,
    RefusedBack,
    Saved,
    Told,
    Waiting,
)
from bot.settings import Settings
from flows.money import ZERO, Money

SIGNATURE = "X-Till-Signature"
DAWDLES = timedelta(seconds=20)
BUSY_S = 10
TABLE = """
CREATE TABLE IF NOT EXISTS drawers (
    key TEXT PRIMARY KEY, ref TEXT NOT NULL, attempt INTEGER NOT NULL, cents INTEGER NOT NULL CHECK (cents > 0),
    state TEXT NOT NULL CHECK (state IN ('open', 'paid', 'declined', 'closed')),
    known_at TEXT NOT NULL, back TEXT NOT NULL, lang TEXT NOT NULL)
"""
CARDS = """
CREATE TABLE IF NOT EXISTS cards (
    key TEXT PRIMARY KEY, ref TEXT NOT NULL, attempt INTEGER NOT NULL, back TEXT NOT NULL, lang TEXT NOT NULL,
    luck TEXT CHECK (luck IN ('keep', 'keep_short', 'keep_lost')), tries INTEGER NOT NULL DEFAULT 0,
    forgotten INTEGER NOT NULL DEFAULT 0)
"""
"""Cards that were left here; `luck` NULL: nobody has left one on this page yet."""
LAST4 = "4242"
BACK = """
CREATE TABLE IF NOT EXISTS given_back (key TEXT PRIMARY KEY, drawer TEXT NOT NULL, cents INTEGER NOT NULL)
"""
GIVEN = "SELECT COALESCE(SUM(cents), 0) FROM given_back WHERE drawer = ?"


def _now() -> datetime:
    return datetime.now(UTC)


class TestTill:
    """A provider for trying things out; the page that it sends browsers to is /payments/test_till/<key>."""

    __test__ = False  # no test case, whatever its name begins with
    name = "test_till"

    def __init__(self, settings: Settings, clock: Callable[[], datetime] = _now) -> None:
        self._file: Path = settings.home / "till.db"
        self._page = f"{settings.public_url}/payments/{self.name}"
        self._secret = hashlib.sha256(b"test till" + settings.secret_key.encode()).digest()
        self._clock = clock

    def start(self, ask: Ask) -> Answer:
        """Opens a drawer for this key, once; from a card that was left here it takes the money at once."""
        if ask.saved is not None:
            return self._take(ask, ask.saved)
        opened = "INSERT INTO drawers VALUES (?, ?, ?, ?, 'open', ?, ?, ?) ON CONFLICT (key) DO NOTHING"
        since = self._clock().isoformat()
        return self._after(ask, opened, (ask.key, ask.ref, ask.attempt, ask.amount.cents, since, ask.back, ask.lang))

    def _take(self, ask: Ask, saved: Saved) -> Answer:
        try:
            with self._record() as record:
                card = _card(record, saved.method)
                if card is None or card["forgotten"]:
                    return Declined(ask.key)
                if _row(record, ask.key) is None:
                    refused = card["luck"] == "keep_lost" or (card["luck"] == "keep_short" and not card["tries"])
                    record.execute("UPDATE cards SET tries = tries + 1 WHERE key = ?", (saved.method,))
                    record.execute(
                        "INSERT INTO drawers VALUES (?, ?, ?, ?, ?, ?, '', ?)",
                        (ask.key, ask.ref, ask.attempt, ask.amount.cents, "declined" if refused else "paid",
                         self._clock().isoformat(), ask.lang),
                    )  # fmt: skip
        except sqlite3.Error as error:
            return NoAnswer(type(error).__name__)
        return self.find(ask)

    def keep(self, ask: Ask) -> KeptAnswer:
        """A page to leave a card on, once for this key."""
        opened = "INSERT INTO cards (key, ref, attempt, back, lang) VALUES (?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING"
        return self._after_keeping(ask, opened, (ask.key, ask.ref, ask.attempt, ask.back, ask.lang))

    def kept(self, ask: Ask) -> KeptAnswer:
        """Whether one was left."""
        return self._after_keeping(ask)

    def forget(self, saved: Saved, account: str) -> bool:
        """The card is torn up."""
        try:
            with self._record() as record:
                record.execute("UPDATE cards SET forgotten = 1 WHERE key = ?", (saved.method,))
        except sqlite3.Error:
            return False
        return True

    def _after_keeping(self, ask: Ask, change: str = "", values: tuple[object, ...] = ()) -> KeptAnswer:
        try:
            with self._record() as record:
                if change:
                    record.execute(change, values)
                card = _card(record, ask.key)
        except sqlite3.Error as error:
            return NoAnswer(type(error).__name__)
        if card is None:
            return NotThere()
        if card["luck"] is None:
            return Waiting(ask.key, f"{self._page}/{ask.key}")
        return Kept(ask.key, Saved(card["ref"], ask.key), "card", LAST4)

    def find(self, ask: Ask) -> Answer:
        """How the drawer stands; a slow one is open until its time has come."""
        return self._after(ask)

    def close(self, ask: Ask) -> Answer:
        """Shuts an open drawer; a slow one that was already charged can't be shut."""
        return self._after(ask, "UPDATE drawers SET state = 'closed' WHERE key = ? AND state = 'open'", (ask.key,))

    def give_back(self, ask: Ask, key: str, amount: Money) -> GivenBack | RefusedBack | NoAnswer:
        """Out of a paid drawer, never more than is in it."""
        try:
            with self._record() as record:
                row = _row(record, ask.key)
                left = row["cents"] - record.execute(GIVEN, (ask.key,)).fetchone()[0] if row else 0
                if record.execute("SELECT 1 FROM given_back WHERE key = ?", (key,)).fetchone():
                    return GivenBack(key)
                if row is None or row["state"] != "paid" or amount.cents > left:
                    return RefusedBack("not in the drawer")
                record.execute("INSERT INTO given_back VALUES (?, ?, ?)", (key, ask.key, amount.cents))
                return GivenBack(key)
        except sqlite3.Error as error:
            return NoAnswer(type(error).__name__)

    def found_back(self, ask: Ask, key: str) -> GivenBack | NotThere | NoAnswer:
        """Whether the drawer has a slip of this key."""
        try:
            with self._record() as record:
                found = record.execute("SELECT 1 FROM given_back WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error as error:
            return NoAnswer(type(error).__name__)
        return GivenBack(key) if found else NotThere()

    def moved(self, account: str, since: datetime, until: datetime) -> tuple[Moved, ...] | NoAnswer:
        """The drawers that were paid. Slips have no date here, so what was given back is only in `find`."""
        try:
            with self._record() as record:
                paid = record.execute("SELECT * FROM drawers WHERE state = 'paid'").fetchall()
        except sqlite3.Error as error:
            return NoAnswer(type(error).__name__)
        known = [(datetime.fromisoformat(row["known_at"]), row) for row in paid]
        return tuple(
            Moved(row["key"], "paid", Money(row["cents"]), ref=row["ref"]) for at, row in known if since <= at < until
        )

    def told(self, body: bytes, headers: Mapping[str, str]) -> Told | None:
        """What one of the till's events says, if the till signed it."""
        if not hmac.compare_digest(self._sign(body).encode(), headers.get(SIGNATURE, "").encode()):
            return None
        event = json.loads(body)
        return Told(event["ref"], event["attempt"], None if "luck" in event else self._answer(event))

    def look(self, key: str) -> Drawer | None:
        """What the till's page shows."""
        with self._record() as record:
            row, card = _row(record, key), _card(record, key)
        if card is not None:
            return Drawer(key, ZERO, "kept" if card["luck"] else "open", card["back"], card["lang"])
        return None if row is None else Drawer(key, Money(row["cents"]), row["state"], row["back"], row["lang"])

    def press(self, key: str, button: Button) -> Pressed | None:
        """Charges or declines an open drawer, and says what the till then sends and where the browser goes.

        "drop" charges and says nothing to anybody; "slow" charges, and neither tells nor admits it for a while.
        """
        if button.startswith("keep"):
            return self._leave(key, button)
        with self._record() as record:
            state = "declined" if button == "decline" else "paid"
            known_at = self._clock() + (DAWDLES if button == "slow" else timedelta(0))
            record.execute(
                "UPDATE drawers SET state = ?, known_at = ? WHERE key = ? AND state = 'open'",
                (state, known_at.isoformat(), key),
            )
            row = _row(record, key)
        if row is None:
            return None
        if button == "drop":
            return Pressed(None, {}, None)
        if self._dawdling(row):
            return Pressed(None, {}, row["back"])
        event = json.dumps(row).encode()
        return Pressed(event, {SIGNATURE: self._sign(event)}, row["back"])

    def _leave(self, key: str, button: Button) -> Pressed | None:
        with self._record() as record:
            record.execute("UPDATE cards SET luck = ? WHERE key = ? AND luck IS NULL", (button, key))
            card = _card(record, key)
        if card is None:
            return None
        event = json.dumps({name: card[name] for name in ("ref", "attempt", "luck")}).encode()
        return Pressed(event, {SIGNATURE: self._sign(event)}, card["back"])

    def _after(self, ask: Ask, change: str = "", values: tuple[object, ...] = ()) -> Answer:
        """How the drawer stands once the change is made; a till whose record can't be used has no answer."""
        try:
            with self._record() as record:
                if change:
                    record.execute(change, values)
                answer, gone = self._answer(_row(record, ask.key)), record.execute(GIVEN, (ask.key,)).fetchone()[0]
                card = _card(record, ask.saved.method) if ask.saved else None
                if isinstance(answer, Declined) and card:
                    return Declined(answer.provider_ref, soft=card["luck"] == "keep_short")
                return replace(answer, refunded=Money(gone)) if isinstance(answer, Paid) else answer
        except sqlite3.Error as error:
            return NoAnswer(type(error).__name__)

    def _answer(self, row: Mapping[str, Any] | None) -> Answer:
        if row is None:
            return NotThere()
        key = row["key"]
        if row["state"] == "open":
            return Waiting(key, f"{self._page}/{key}")
        if row["state"] == "paid":
            return NoAnswer("the till is slow") if self._dawdling(row) else Paid(key, Money(row["cents"]))
        return Declined(key) if row["state"] == "declined" else Closed(key)

    def _dawdling(self, row: Mapping[str, Any]) -> bool:
        return datetime.fromisoformat(row["known_at"]) > self._clock()

    def _sign(self, body: bytes) -> str:
        return hmac.new(self._secret, body, hashlib.sha256).hexdigest()

    @contextlib.contextmanager
    def _record(self) -> Iterator[sqlite3.Connection]:
        """The till's file, locked for the while: its processes are several."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.closing(sqlite3.connect(self._file, timeout=BUSY_S, isolation_level=None)) as record:
            record.row_factory = sqlite3.Row
            record.execute("BEGIN IMMEDIATE")
            record.execute(TABLE)
            record.execute(BACK)
            record.execute(CARDS)
            yield record
            record.execute("COMMIT")


def _row(record: sqlite3.Connection, key: str) -> dict[str, Any] | None:
    found = record.execute("SELECT * FROM drawers WHERE key = ?", (key,)).fetchone()
    return None if found is None else dict(found)


def _card(record: sqlite3.Connection, key: str) -> dict[str, Any] | None:
    row = record.execute("SELECT * FROM cards WHERE key = ?", (key,)).fetchone()
    return dict(row) if row else None
