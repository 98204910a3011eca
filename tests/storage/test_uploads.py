"""Files of patients and claims as rows: sealed, whole, one open claim, and gone with their patient."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError, NoResultFound

from storage import claims, record, retention, rotate, uploads
from storage.crypt import Keyring
from storage.db import Database
from tests.rows import KEY, NOW, a_patient, a_practice

PICTURE = b"\xff\xd8\xff" + bytes(range(256)) * 40


def test_a_file_is_sealed_and_comes_back_as_it_was(db: Database) -> None:
    with db.begin() as tx:
        practice = a_practice(tx)
        patient = a_patient(tx, practice)
        made = uploads.add(tx, practice, patient, "proof", "image/jpeg", PICTURE, NOW)
    with db.read() as tx:
        row = uploads.upload(tx, made)
        u = uploads.uploads_table.c
        stored = tx.execute(select(u.content).where(u.id == made)).scalar_one()
        assert row is not None and (row.size, row.media_type, row.picture) == (len(PICTURE), "image/jpeg", True)
        assert uploads.content(tx, made) == PICTURE and "/9j" not in stored
        assert uploads.of_patient(tx, patient) == [row]
        assert uploads.many_since(tx, patient, NOW) == 1 and uploads.many_since(tx, patient, NOW + timedelta(1)) == 0
        assert uploads.upload(tx, made + 999) is None
        with pytest.raises(NoResultFound):
            uploads.content(tx, made + 999)


def test_a_file_that_is_not_what_came_is_not_given_out(db: Database) -> None:
    with db.begin() as tx:
        practice = a_practice(tx)
        patient = a_patient(tx, practice)
        made = [uploads.add(tx, practice, patient, "proof", "image/jpeg", raw, NOW) for raw in (PICTURE, PICTURE[:-1])]
        table = uploads.uploads_table
        other = tx.execute(select(table.c.content).where(table.c.id == made[1])).scalar_one()
        tx.execute(update(table).where(table.c.id == made[0]).values(content=other))
    with db.read() as tx, pytest.raises(uploads.Changed):
        uploads.content(tx, made[0])


def test_a_card_belongs_to_a_claim_and_a_proof_to_none(db: Database) -> None:
    with db.begin() as tx:
        practice = a_practice(tx)
        patient = a_patient(tx, practice)
    for what, media in (("front", "image/jpeg"), ("proof", "text/html")):
        with pytest.raises(IntegrityError), db.begin() as tx:
            uploads.add(tx, practice, patient, what, media, PICTURE, NOW)


def test_a_patient_has_one_open_claim_which_moves_one_way(db: Database) -> None:
    with db.begin() as tx:
        practice = a_practice(tx)
        patient = a_patient(tx, practice)
        first = claims.begin(tx, practice, patient, None, NOW)
        assert claims.begin(tx, practice, patient, None, NOW) == first and first.open
        assert claims.send(tx, first.id, date(2026, 3, 3)) and not claims.send(tx, first.id, date(2026, 3, 4))
        assert [one.state for one in claims.waiting(tx, practice)] == ["sent"]
        assert claims.again(tx, first.id, NOW) and not claims.again(tx, first.id, NOW)
        assert claims.send(tx, first.id, date(2026, 3, 3))
        assert claims.answer(tx, first.id, "part", NOW) and not claims.answer(tx, first.id, "full", NOW)
        assert not claims.give_up(tx, patient, NOW) and claims.waiting(tx, practice) == []
        done = claims.newest(tx, patient)
        assert done is not None and (done.state, done.result, done.open) == ("answered", "part", False)
        second = claims.begin(tx, practice, patient, None, NOW)
        assert second.id != first.id and claims.give_up(tx, patient, NOW)
        assert not claims.answer(tx, second.id, "full", NOW) and claims.claim(tx, second.id + 999) is None


def test_the_newest_picture_of_each_side_counts(db: Database) -> None:
    with db.begin() as tx:
        practice = a_practice(tx)
        patient = a_patient(tx, practice)
        claim = claims.begin(tx, practice, patient, None, NOW).id
        made = [uploads.add(tx, practice, patient, side, "image/jpeg", PICTURE, NOW, claim)
                for side in ("front", "back", "front")]  # fmt: skip
        found = uploads.sides(uploads.of_claim(tx, claim))
    assert {side: one.id for side, one in found.items()} == {"front": made[2], "back": made[1]}


def test_a_patients_record_holds_what_they_sent(db: Database) -> None:
    with db.begin() as tx:
        practice = a_practice(tx)
        patient = a_patient(tx, practice)
        claim = claims.begin(tx, practice, patient, None, NOW).id
        uploads.add(tx, practice, patient, "front", "image/jpeg", PICTURE, NOW, claim)
        whole = record.read(tx, retention.scope(tx, practice, patient))
    assert [one["state"] for one in whole["claims"]] == ["card"]
    assert [(one["what"], one["size"]) for one in whole["uploads"]] == [("front", len(PICTURE))]


def test_a_new_key_takes_over_few_at_a_time(db: Database) -> None:
    with db.begin() as tx:
        practice = a_practice(tx)
        patient = a_patient(tx, practice)
        made = [uploads.add(tx, practice, patient, "proof", "image/jpeg", PICTURE, NOW) for _ in range(9)]
    newer = Database(db.url, Keyring.of("s" * 32, ("bmV3" + KEY[4:], KEY)))
    after: int | None = made[0] - 1
    steps = 0
    while after is not None:
        with newer.begin() as tx:
            after = rotate.some(tx, uploads.uploads_table, after, 500)
        steps += 1
    with newer.read() as tx:
        assert all(uploads.content(tx, one) == PICTURE for one in made)
    newer.dispose()
    assert steps == 3
