"""The database: where it is, how its transactions begin, and the keys of what is sealed in it."""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.pool import Pool

from storage.crypt import Keyring
from storage.turnstile import Turnstile

BUSY_S = 30
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",  # so that REPLACE can't take out a row of an append-only table
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-16000",
)
POOL = {"pool_size": 4, "max_overflow": 12, "pool_timeout": BUSY_S}


class Database:
    """One process's way to the database. Safe over fork: a child opens connections of its own."""

    def __init__(self, url: str, keyring: Keyring) -> None:
        self.url, self.keyring = url, keyring
        self.sqlite = make_url(url).get_backend_name() == "sqlite"
        self._inherited: list[Pool] = []
        self._turnstile = Turnstile(_beside(url) if self.sqlite else None)
        self._writes, self._reads = self._engines()
        os.register_at_fork(after_in_child=_Forked(weakref.ref(self)))

    def _engines(self) -> tuple[Engine, Engine]:
        options = {"keyring": self.keyring}
        if self.sqlite:
            writes = _sqlite(self.url).execution_options(**options)
            return writes, _sqlite(self.url, "PRAGMA query_only=ON").execution_options(**options)
        shared = create_engine(
            self.url,
            isolation_level="READ COMMITTED",
            pool_pre_ping=True,
            connect_args={"options": "-c timezone=UTC -c lock_timeout=30s", "connect_timeout": 10},
            **POOL,
        ).execution_options(**options)
        return shared, shared.execution_options(postgresql_readonly=True)

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A transaction that may write. It is committed at the end, or rolled back if an exception leaves it."""
        if not self.sqlite:
            with self._writes.begin() as tx:
                yield tx
            return
        with self._turnstile.passed(), self._writes.begin() as tx:
            tx.exec_driver_sql("BEGIN IMMEDIATE")
            yield tx

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads; on SQLite no writer waits for it."""
        with self._reads.begin() as tx:
            if self.sqlite:
                driver: Any = tx.connection.dbapi_connection
                driver.execute("BEGIN").close()  # waits for nobody, so that no error of it has to be made SQLAlchemy's
            yield tx

    def dispose(self, close: bool = True) -> None:
        """Closes the connections of the pool. After a fork `close=False`: the parent's stay untouched."""
        if not close:
            self._turnstile.forked()
        engines = (self._writes, self._reads) if self.sqlite else (self._writes,)
        for engine in engines:
            if not close:
                self._inherited.append(engine.pool)  # kept, so that no garbage collection closes the parent's files
            engine.dispose(close=close)


class _Forked:
    """Gives a forked child connections of its own, for as long as the database lives."""

    def __init__(self, of: weakref.ref[Database]) -> None:
        self._of = of

    def __call__(self) -> None:
        if database := self._of():
            database.dispose(close=False)


def keys(tx: Connection) -> Keyring:
    """The keyring of the database that this transaction runs on."""
    ring: Keyring = tx.get_execution_options()["keyring"]
    return ring


def _beside(url: str) -> str | None:
    """Where the lock of a database file lies; None for one in memory."""
    file = make_url(url).database
    return f"{file}.turn" if file and file != ":memory:" else None


def _sqlite(url: str, *more: str) -> Engine:
    """An engine whose driver begins no transaction by itself: `begin` and `read` do, in words of their own."""
    engine = create_engine(url, connect_args={"timeout": BUSY_S, "isolation_level": None}, **POOL)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        for pragma in (*PRAGMAS, *more):
            connection.execute(pragma).close()

    return engine
