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
        assert audit.verify(tx) == audit.Report(0, 0, audit.BEGINNING, None)
        write(tx, 3)
        assert audit.verify(tx).unsealed == audit.unsealed(tx) == 3
        assert audit.seal(tx, NOW) == 3
        assert audit.seal(tx, NOW) == 0
        head = audit.verify(tx).head
        write(tx, 2)
        report = audit.verify(tx)
        assert (report.sealed, report.unsealed, report.head, report.ok) == (3, 2, head, True)
        assert audit.seal(tx, NOW) == 2
        report = audit.verify(tx)
        assert (report.sealed, report.unsealed, report.ok) == (5, 0, True)
        assert report.head != head


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
