"""The audit trail: written in the turn, linked afterwards, and no change goes unseen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Table, delete, select, text, update

from storage import audit
from storage.audit import rows_table, seals
from storage.db import Database
from tests.at_once import at_once
from tests.rows import NOW, a_practice


def write(tx: Connection, count: int, practice: int | None = None) -> list[int]:
    return [
        audit.write(tx, practice, "staff:1", "took_over", f"conversation:{n}", {"é": n, "b": [1]}, NOW)
        for n in range(count)
    ]


def unguarded(tx: Connection, table: Table) -> None:
    """Takes the triggers off, as somebody might who has the database's password."""
    if tx.dialect.name == "postgresql":
        tx.execute(text(f"ALTER TABLE {table.name} DISABLE TRIGGER USER"))
        return
    for what in ("update", "delete"):
        tx.execute(text(f"DROP TRIGGER {table.name}_no_{what}"))


def test_rows_are_read_by_practice_and_subject(db: Database) -> None:
    with db.begin() as tx:
        ours, other = a_practice(tx), a_practice(tx)
        made = write(tx, 3, ours)
        write(tx, 1, other)
        found = audit.rows(tx, ours)
        assert [row.id for row in found] == made
        assert (found[0].actor, found[0].action, found[0].data, found[0].at) == (
            "staff:1",
            "took_over",
            {"é": 0, "b": [1]},
            NOW,
        )
        assert [row.id for row in audit.rows(tx, ours, subject="conversation:1")] == [made[1]]
        assert [row.id for row in audit.rows(tx, ours, after=made[0], limit=1)] == [made[1]]


def test_every_row_is_linked_once_in_order(own_db: Database) -> None:
    with own_db.begin() as tx:
        assert audit.verify(tx) == audit.Report((), 0)
        write(tx, 3)
        assert audit.verify(tx).unsealed == audit.unsealed(tx) == 3
        assert audit.seal(tx, NOW) == 3
        assert audit.seal(tx, NOW) == 0
        head = audit.verify(tx).chains[0].head
        write(tx, 2)
        report = audit.verify(tx)
        assert (report.sealed, report.unsealed, report.chains[0].head, report.ok) == (3, 2, head, True)
        assert audit.seal(tx, NOW) == 2
        report = audit.verify(tx)
        assert (report.sealed, report.unsealed, report.ok) == (5, 0, True)
        assert report.chains[0].head != head


def test_each_practice_has_a_chain_of_its_own(own_db: Database) -> None:
    with own_db.begin() as tx:
        ours, other = a_practice(tx), a_practice(tx)
        for practice in (ours, other, None, ours):
            write(tx, 2, practice)
        assert audit.seal(tx, NOW) == 8
        assert [(one.chain, one.sealed) for one in audit.verify(tx).chains] == [(0, 2), (ours, 4), (other, 2)]
        mine = [row.audit_id for row in audit.links(tx, ours)]
        unguarded(tx, rows_table)
        tx.execute(update(rows_table).where(rows_table.c.id == mine[2]).values(practice_id=other))
        broken = {one.chain: one.broken for one in audit.verify(tx).chains}
        assert broken == {0: None, ours: mine[2], other: None}


def test_a_long_chain_is_walked_to_its_end(own_db: Database) -> None:
    with own_db.begin() as tx:
        write(tx, 1005)
        assert audit.seal(tx, NOW) == 1005
        assert audit.verify(tx).sealed == 1005
        tx.execute(text("SELECT 1"))
        unguarded(tx, rows_table)
        tx.execute(update(rows_table).where(rows_table.c.id == 1003).values(actor="nobody"))
        assert audit.verify(tx).broken == 1003


@pytest.mark.parametrize(
    "change",
    [{"actor": "staff:2"}, {"action": "released"}, {"subject": "conversation:9"}, {"data": {"é": 1, "b": [2]}},
     {"at": NOW + timedelta(microseconds=1)}, {"practice_id": 1}],
)  # fmt: skip
def test_a_changed_row_breaks_the_chain_there(own_db: Database, change: dict[str, object]) -> None:
    with own_db.begin() as tx:
        a_practice(tx)
        made = write(tx, 4)
        audit.seal(tx, NOW)
        assert audit.verify(tx).ok
        unguarded(tx, rows_table)
        tx.execute(update(rows_table).where(rows_table.c.id == made[1]).values(**change))
        report = audit.verify(tx)
        assert (report.ok, report.broken) == (False, made[1])


def test_a_row_that_is_taken_out_breaks_the_chain_there(own_db: Database) -> None:
    with own_db.begin() as tx:
        made = write(tx, 4)
        audit.seal(tx, NOW)
        unguarded(tx, rows_table)
        if tx.dialect.name == "postgresql":
            tx.execute(text("ALTER TABLE audit_seals DROP CONSTRAINT fk_audit_seals_audit_id"))
        else:
            tx.execute(text("PRAGMA defer_foreign_keys=ON"))
        tx.execute(delete(rows_table).where(rows_table.c.id == made[2]))
        assert audit.verify(tx).broken == made[2]
        tx.rollback()


def test_a_row_that_is_taken_out_with_its_link_breaks_the_chain_after_it(own_db: Database) -> None:
    with own_db.begin() as tx:
        made = write(tx, 4)
        audit.seal(tx, NOW)
        unguarded(tx, rows_table)
        unguarded(tx, seals)
        tx.execute(delete(seals).where(seals.c.audit_id == made[1]))
        tx.execute(delete(rows_table).where(rows_table.c.id == made[1]))
        assert audit.verify(tx).broken == made[2]


def test_a_changed_link_breaks_the_chain_there(own_db: Database) -> None:
    with own_db.begin() as tx:
        made = write(tx, 3)
        audit.seal(tx, NOW)
        unguarded(tx, seals)
        tx.execute(update(seals).where(seals.c.audit_id == made[1]).values(previous="f" * 64))
        assert audit.verify(tx).broken == made[1]


def test_rows_that_come_late_are_linked_too(own_db: Database) -> None:
    """On PostgreSQL a transaction with lower ids may end after the sealer has been: its rows follow then."""
    with own_db.begin() as tx:
        first = write(tx, 1)[0]
        practice: dict[str, Any] = {
            "practice_id": None,
            "actor": "a",
            "action": "b",
            "subject": "c",
            "data": {},
            "at": NOW,
        }
        tx.execute(rows_table.insert().values(id=first + 5, **practice))
        assert audit.seal(tx, NOW) == 2
        tx.execute(rows_table.insert().values(id=first + 2, **practice))
        assert audit.seal(tx, NOW) == 1
        report = audit.verify(tx)
        assert (report.sealed, report.unsealed, report.ok) == (3, 0, True)
        assert list(tx.scalars(select(seals.c.audit_id).order_by(seals.c.id))) == [first, first + 5, first + 2]


def test_two_sealers_at_once_make_one_chain(own_db: Database) -> None:
    def work() -> int:
        linked = 0
        for _ in range(5):
            with own_db.begin() as tx:
                write(tx, 2)
            with own_db.begin() as tx:
                linked += audit.seal(tx, NOW)
        return linked

    assert sum(at_once(*[work] * 3)) == 30
    with own_db.read() as tx:
        report = audit.verify(tx)
        assert (report.sealed, report.unsealed, report.ok) == (30, 0, True)


def test_rows_that_came_far_too_late_are_linked_when_everything_is(own_db: Database) -> None:
    with own_db.begin() as tx:
        row = {"practice_id": None, "actor": "a", "action": "b", "subject": "c", "data": {}, "at": NOW}
        tx.execute(rows_table.insert().values(id=20_000, **row))
        audit.seal(tx, NOW)
        tx.execute(rows_table.insert().values(id=1, **row))
        assert audit.seal(tx, NOW) == 0 and audit.unsealed(tx) == 1
        assert audit.seal(tx, NOW, everything=True) == 1 and audit.verify(tx).ok


def test_a_sealer_takes_as_much_as_it_is_told(own_db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with own_db.begin() as tx:
        tx.execute(rows_table.insert(), [
            {"practice_id": None, "actor": "a", "action": "b", "subject": "c", "data": {}, "at": NOW}
        ] * (audit.CHUNK + 7))  # fmt: skip
        assert audit.seal(tx, NOW, most=1) == audit.CHUNK
        assert audit.seal(tx, NOW, most=1) == 7
        heard: list[int] = []
        assert audit.verify(tx, walked=heard.append).ok and heard == [audit.CHUNK]


def test_the_newest_rows_about_something_come_first(db: Database) -> None:
    with db.begin() as tx:
        made = [audit.write(tx, None, "a", f"b{n}", "lock:test", {}, NOW) for n in range(3)]
        assert [row.id for row in audit.newest(tx, "lock:test", 2)] == [made[2], made[1]]


def test_a_walk_sees_one_moment_whatever_is_written_or_released_meanwhile(own_db: Database) -> None:
    with own_db.begin() as tx:
        write(tx, 3)
        audit.seal(tx, NOW)
    with own_db.read() as steady:
        audit.steady(steady)
        assert audit.many(steady) == 3
        with own_db.begin() as tx:
            assert audit.release(tx, 0, NOW + timedelta(days=1), "retention", NOW) == 3
        report = audit.verify(steady)
        assert report.ok and report.sealed == 3
        assert [audit.stands(steady, head) for head in (report.chains[0].head, "0" * 64)] == [True, False]
    with own_db.read() as tx:
        assert audit.many(tx) == 0 and audit.stands(tx, report.chains[0].head) and audit.unsealed(tx) == 1
