"""Retention of the audit trail: old segments go with their hash kept, and nothing else can be taken out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, delete, select, update
from sqlalchemy.exc import IntegrityError

from storage import audit
from storage.audit import releases
from storage.audit_rows import rows_table, seals
from storage.db import Database
from tests.rows import NOW, a_practice
from tests.storage.test_audit import unguarded

DAY = timedelta(days=1)
BY = "retention"


def days(tx: Connection, practice: int | None, *ages: int) -> list[int]:
    """A row written so many days ago, for each of these."""
    return [audit.write(tx, practice, "staff:1", "seen", "patient:1", {}, NOW - age * DAY) for age in ages]


def kept(tx: Connection, practice: int | None) -> list[int]:
    mine = rows_table.c.practice_id.is_(None) if practice is None else rows_table.c.practice_id == practice
    return list(tx.scalars(select(rows_table.c.id).where(mine).order_by(rows_table.c.id)))


def test_rows_that_are_old_enough_go_and_the_chain_goes_on_from_their_hash(own_db: Database) -> None:
    with own_db.begin() as tx:
        ours, other = a_practice(tx), a_practice(tx)
        mine = days(tx, ours, 30, 20, 10, 1)
        theirs = days(tx, other, 30, 1)
        audit.seal(tx, NOW)
        closing = tx.execute(select(seals.c.hash).where(seals.c.audit_id == mine[1])).scalar_one()
    with own_db.begin() as tx:
        assert audit.release(tx, ours, NOW - 15 * DAY, BY, NOW) == 2
    with own_db.begin() as tx:
        assert kept(tx, ours)[:2] == mine[2:] and kept(tx, other) == theirs
        assert audit.beginning(tx, ours) == closing
        told = tx.execute(select(releases)).one()
        assert (told.chain, told.first_id, told.last_id, told.many) == (ours, mine[0], mine[1], 2)
        assert told.by == BY and told.done_at == NOW
        assert audit.seal(tx, NOW) == 1
        report = audit.verify(tx)
        assert report.ok and [(one.chain, one.sealed) for one in report.chains] == [(ours, 3), (other, 2)]
        said = audit.rows(tx, ours)[-1]
        assert (said.actor, said.action, said.data["many"], said.data["hash"]) == (BY, "audit_released", 2, closing)
    with own_db.begin() as tx:
        assert audit.release(tx, ours, NOW - 15 * DAY, BY, NOW) == 0
        assert audit.release(tx, ours, NOW - 5 * DAY, BY, NOW) == 1
        audit.seal(tx, NOW)
        assert audit.verify(tx).ok


def test_all_may_go_and_what_comes_next_follows_the_last(own_db: Database) -> None:
    with own_db.begin() as tx:
        days(tx, None, 9, 8, 7)
        audit.seal(tx, NOW)
        closing = audit.verify(tx).chains[0].head
        assert audit.release(tx, 0, NOW, BY, NOW + DAY) == 3
        assert audit.seal(tx, NOW) == 1
        assert tx.execute(select(seals.c.previous)).scalar_one() == closing
        assert audit.verify(tx).ok


def test_nothing_goes_past_a_row_that_is_younger_or_not_linked(own_db: Database) -> None:
    with own_db.begin() as tx:
        practice = a_practice(tx)
        made = days(tx, practice, 30, 2, 30, 30)
        audit.seal(tx, NOW)
        assert audit.release(tx, practice, NOW - 10 * DAY, BY, NOW) == 1
        assert kept(tx, practice)[:3] == made[1:]


def test_nothing_goes_past_an_older_row_that_came_too_late_to_be_linked(own_db: Database) -> None:
    with own_db.begin() as tx:
        practice = a_practice(tx)
        first = days(tx, practice, 30)[0]
        told = {"practice_id": practice, "actor": "a", "action": "b", "subject": "c", "data": {}, "at": NOW - 30 * DAY}
        tx.execute(rows_table.insert().values(id=first + 5, **told))
        audit.seal(tx, NOW)
        tx.execute(rows_table.insert().values(id=first + 2, **told))
        assert audit.release(tx, practice, NOW, BY, NOW) == 1
        left = kept(tx, practice)
        assert {first + 2, first + 5} < {*left} and first not in left


def test_a_row_that_was_linked_late_stays_where_its_neighbours_go(own_db: Database) -> None:
    """Its id is among theirs, its place in the chain is after them."""
    with own_db.begin() as tx:
        practice = a_practice(tx)
        first = days(tx, practice, 30)[0]
        told = {"practice_id": practice, "actor": "a", "action": "b", "subject": "c", "data": {}}
        tx.execute(rows_table.insert().values(id=first + 5, at=NOW - 30 * DAY, **told))
        audit.seal(tx, NOW)
        tx.execute(rows_table.insert().values(id=first + 2, at=NOW, **told))
        audit.seal(tx, NOW)
        assert audit.release(tx, practice, NOW - DAY, BY, NOW) == 2
        left = kept(tx, practice)
        assert first + 2 in left and not {first, first + 5} & {*left}
        audit.seal(tx, NOW, everything=True)
        assert audit.verify(tx).ok


def test_what_was_tampered_with_is_not_swept_away(own_db: Database) -> None:
    with own_db.begin() as tx:
        practice = a_practice(tx)
        made = days(tx, practice, 30, 29, 28)
        audit.seal(tx, NOW)
        unguarded(tx, rows_table)
        tx.execute(update(rows_table).where(rows_table.c.id == made[1]).values(actor="nobody"))
        if tx.dialect.name == "postgresql":
            tx.exec_driver_sql("ALTER TABLE audit ENABLE TRIGGER USER")
        assert audit.release(tx, practice, NOW, BY, NOW) == 1
        assert audit.verify(tx).broken == made[1]


def test_when_it_is_done_nothing_can_be_taken_out_again(own_db: Database) -> None:
    with own_db.begin() as tx:
        made = days(tx, None, 30, 20, 1)
        audit.seal(tx, NOW)
        audit.release(tx, 0, NOW - 10 * DAY, BY, NOW)
        released = {"id": made[0], "actor": "a", "action": "b", "subject": "c", "data": {}, "at": NOW}
        tx.execute(rows_table.insert().values(**released))  # a row in the very range that was released
    for table, column in ((rows_table, "id"), (seals, "audit_id")):
        for row in (made[0], made[2]):
            with own_db.read() as tx:
                there = tx.execute(select(table).where(table.c[column] == row)).first()
            if there is None:
                continue
            with pytest.raises(IntegrityError, match="append-only"), own_db.begin() as tx:
                tx.execute(delete(table).where(table.c[column] == row))
    with pytest.raises(IntegrityError, match="append-only"), own_db.begin() as tx:
        tx.execute(update(releases).values(done_at=None))


@pytest.mark.parametrize("table", [rows_table, seals])
def test_an_open_release_covers_its_own_rows_of_its_own_chain_only(own_db: Database, table: object) -> None:
    with own_db.begin() as tx:
        ours, other = a_practice(tx), a_practice(tx)
        mine, theirs = days(tx, ours, 30, 29), days(tx, other, 30)
        audit.seal(tx, NOW)
    told = {"many": 1, "hash": "0" * 64, "at": NOW, "by": BY}
    for row, chain in ((mine[1], ours), (theirs[0], ours), (mine[0], other)):
        with pytest.raises(IntegrityError, match="append-only"), own_db.begin() as tx:
            tx.execute(releases.insert().values(chain=chain, first_id=mine[0], last_id=mine[0], **told))
            gone = rows_table.c.id if table is rows_table else seals.c.audit_id
            tx.execute(delete(gone.table).where(gone == row))


def test_a_release_that_was_never_done_is_no_beginning(own_db: Database) -> None:
    with own_db.begin() as tx:
        days(tx, None, 30)
        audit.seal(tx, NOW)
        told = {"chain": 0, "first_id": 1, "last_id": 9, "many": 1, "hash": "f" * 64, "at": NOW, "by": BY}
        tx.execute(releases.insert().values(**told))
        assert audit.beginning(tx, 0) == audit.BEGINNING and audit.verify(tx).ok
