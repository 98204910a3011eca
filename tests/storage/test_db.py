"""Transactions: who waits for whom, what is kept, and what a fork may touch."""

from __future__ import annotations

import os
import threading
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, Table, insert, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError, StatementError

from storage import clock, people
from storage.base import Moment
from storage.db import Database, keys
from tests.at_once import at_once
from tests.rows import NOW, a_database, a_practice

moments = Table("moments", MetaData(), Column("id", Integer, primary_key=True), Column("at", Moment))


def slugs(tx: Connection) -> set[str]:
    return {practice.slug for practice in people.practices(tx)}


def test_what_raises_leaves_nothing(db: Database) -> None:
    with pytest.raises(RuntimeError), db.begin() as tx:
        a_practice(tx, slug="gone")
        raise RuntimeError("stop")
    with db.begin() as tx:
        a_practice(tx, slug="kept")
    with db.read() as tx:
        assert "kept" in slugs(tx)
        assert "gone" not in slugs(tx)


def test_a_reading_transaction_writes_nothing(db: Database) -> None:
    with pytest.raises(SQLAlchemyError), db.read() as tx:
        a_practice(tx, slug="read")
    with db.begin() as tx:
        a_practice(tx, slug="written")
    with db.read() as tx:
        assert "read" not in slugs(tx)


def test_a_reader_does_not_wait_for_a_writer_and_sees_what_was_committed(db: Database) -> None:
    with db.begin() as writer:
        a_practice(writer, slug="half")
        with db.read() as reader:
            assert "half" not in slugs(reader)
    with db.read() as reader:
        assert "half" in slugs(reader)


def test_a_second_writer_of_the_same_row_waits_until_the_first_is_done(own_db: Database) -> None:
    with own_db.begin() as tx:
        clock.advance(tx, timedelta(0))
    order: list[str] = []
    first_has_it = threading.Event()

    def second() -> None:
        first_has_it.wait(10)
        with own_db.begin() as tx:
            clock.advance(tx, timedelta(seconds=1))
            order.append("second")

    thread = threading.Thread(target=second)
    thread.start()
    with own_db.begin() as tx:
        clock.advance(tx, timedelta(seconds=1))
        first_has_it.set()
        thread.join(0.2)
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]
    with own_db.read() as tx:
        assert clock.offset(tx) == timedelta(seconds=2)


PRAGMAS = {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1, "busy_timeout": 30000, "recursive_triggers": 1}


def test_sqlite_does_as_it_is_told(tmp_path: Path) -> None:
    database = a_database(f"sqlite:///{tmp_path / 'sheepdog.db'}")
    with database.begin() as tx:
        assert {name: tx.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in PRAGMAS} == PRAGMAS
    database.dispose()


def test_moments_are_utc_both_ways(db: Database) -> None:
    denver = timezone(timedelta(hours=-7))
    with db.begin() as tx:
        moments.create(tx, checkfirst=True)
        tx.execute(insert(moments).values(at=datetime(2026, 3, 2, 10, 0, 0, 123456, denver)))
        tx.execute(insert(moments).values(at=None))
    with db.read() as tx:
        stored = list(tx.execute(select(moments.c.at).order_by(moments.c.id)).scalars())
    assert stored == [datetime(2026, 3, 2, 17, 0, 0, 123456, UTC), None]
    assert stored[0].tzinfo is UTC


def test_moments_compare_as_moments(db: Database) -> None:
    with db.begin() as tx:
        moments.create(tx, checkfirst=True)
        tx.execute(moments.delete())
        for micros in (0, 1, 999_999):
            tx.execute(insert(moments).values(at=NOW + timedelta(microseconds=micros)))
        later = select(moments.c.at).where(moments.c.at > NOW).order_by(moments.c.at)
        assert list(tx.execute(later).scalars()) == [NOW + timedelta(microseconds=m) for m in (1, 999_999)]


def test_a_naive_moment_is_refused(db: Database) -> None:
    with pytest.raises(StatementError, match="zone"), db.begin() as tx:
        moments.create(tx, checkfirst=True)
        tx.execute(insert(moments).values(at=datetime(2026, 3, 2)))


def test_every_transaction_knows_the_keyring(db: Database) -> None:
    with db.begin() as tx:
        assert keys(tx) is db.keyring
    with db.read() as tx:
        assert keys(tx) is db.keyring


def test_who_reads_first_may_still_write(own_db: Database) -> None:
    """On SQLite a transaction that begins as a reader could not become a writer once another has written."""

    def turn() -> None:
        for _ in range(5):
            with own_db.begin() as tx:
                clock.offset(tx)
                time.sleep(0.005)
                clock.advance(tx, timedelta(seconds=1))

    at_once(turn, turn)
    with own_db.read() as tx:
        assert clock.offset(tx) == timedelta(seconds=10)


def driver(tx: Connection) -> object:
    return tx.connection.dbapi_connection


def test_a_forked_child_has_connections_of_its_own(own_db: Database) -> None:
    with own_db.begin() as tx, own_db.read() as other:
        a_practice(tx, slug="parent")
        parents = [driver(tx), driver(other)]
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        seen = "error"
        try:
            with own_db.begin() as tx, own_db.read() as other:
                a_practice(tx, slug="child")
                own = all(driver(one) not in parents for one in (tx, other))
                seen = ",".join(sorted(slugs(tx))) + f" {own}"
        finally:
            os.write(writing, seen.encode())
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    assert os.read(reading, 200) == b"child,parent True"
    os.close(reading)
    with own_db.begin() as tx:
        assert driver(tx) in parents
        assert slugs(tx) == {"child", "parent"}
        a_practice(tx, slug="after")


def test_what_the_database_refuses_is_an_error_of_its_own_kind(db: Database) -> None:
    with db.begin() as tx:
        a_practice(tx, slug="twice")
    with pytest.raises(DBAPIError), db.begin() as tx:
        a_practice(tx, slug="twice")
