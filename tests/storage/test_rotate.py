"""New keys: old rows stay readable, new rows are under the new key, and rotation brings the old ones over."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, select

from flows.money import Money
from flows.script import Quote
from storage import consent, links, outbox, people, plans, quotes, rotate, talks, tickets
from storage.crypt import Keyring
from storage.db import Database, keys
from storage.errors import CannotOpen
from storage.rows import sealed_columns
from tests.rows import KEY, NOW, THEIR_NUMBER, a_conversation, a_patient, a_practice, a_sender

NEW_KEY = base64.urlsafe_b64encode(b"n" * 32).decode()
OLD, NEW = "s" * 32, "n" * 32


@pytest.fixture
def databases(own_db: Database) -> Iterator[dict[str, Database]]:
    """The same rows by the keys before, between and after."""
    made = {
        "before": own_db,
        "between": Database(own_db.url, Keyring.of(NEW, (NEW_KEY, KEY), (OLD,))),
        "after": Database(own_db.url, Keyring.of(NEW, (NEW_KEY,))),
    }
    yield made
    for database in made.values():
        database.dispose()


def fill(tx: Connection) -> dict[str, int]:
    practice = a_practice(tx)
    sender = a_sender(tx, practice)
    patient = a_patient(tx, practice, "José", "Muñoz", statement_code="K7M2QX9B", key="P1", guarantor_first="Ana",
                        guarantor_last="Ruiz")  # fmt: skip
    bare = a_patient(tx, practice, "Leo", "Diaz", number="", born=None, zip=None)
    talk = a_conversation(tx, practice, sender)
    message = talks.store_message(tx, talk, practice, "twilio_sms", "SM1", "hola", {"text": "x"}, (), (), 0, None, NOW)
    text = outbox.add(tx, practice, talk, sender, THEIR_NUMBER, "NUDGE", "k", "body", "en", 1, 0, NOW, NOW)
    talks.add_note(tx, practice, talk, None, "a note", NOW)
    tickets.open_ticket(tx, practice, "dispute", NOW, conversation_id=talk, note="said so")
    consent.add_hold(tx, practice, "dispute", NOW, number=THEIR_NUMBER, note="held")
    consent.suppress(tx, practice, "+17205550199", "text", NOW, "x")
    terms = Quote(patient, Money(24001), (Money(24001),), (NOW.date(),))
    quote = quotes.add(tx, practice, None, terms, "plan", "wording", NOW, NOW)
    plan = plans.start(tx, quote, "offered", NOW, "text")
    plans.sign(tx, plan, b"document", {"version": "1"}, NOW)
    people.add_staff(tx, practice, "a@b.example", "Ana", "desk", "h", totp_secret="JBSW")
    links.add(tx, "h", practice, "pay", NOW, NOW, patient_id=patient)
    return {"practice": practice, "patient": patient, "bare": bare, "talk": talk, "text": text, "plan": plan,
            "message": message or 0}  # fmt: skip


def everything(tx: Connection, ids: dict[str, int]) -> list[Any]:
    """All that can be read and found."""
    practice, number = ids["practice"], THEIR_NUMBER
    return [
        people.patient(tx, ids["patient"]),
        people.patient(tx, ids["bare"]),
        people.phones(tx, ids["patient"]),
        [one.id for one in people.patients_of_number(tx, practice, number)],
        [one.id for one in people.find(tx, practice, "jose munoz")],
        [one.id for one in people.find(tx, practice, "ruiz")],
        [one.id for one in people.find(tx, practice, "K7M2QX9B")],
        people.patient_by_key(tx, practice, "P1"),
        talks.conversations_of(tx, practice, number),
        talks.messages(tx, ids["talk"]),
        talks.notes(tx, ids["talk"]),
        outbox.text(tx, ids["text"]),
        tickets.open_tickets(tx, practice),
        consent.open_holds(tx, practice, [], number, NOW),
        consent.suppressed_at(tx, practice, "+17205550199"),
        consent.newest_grant(tx, practice, number, ids["patient"]),
        plans.by_id(tx, ids["plan"]),
        people.staff_by_email(tx, "a@b.example"),
        talks.has_unread(tx, practice, number),
    ]


def rotate_all(database: Database, limit: int) -> None:
    for table in rotate.tables():
        after: int | None = 0
        while after is not None:
            with database.begin() as tx:
                after = rotate.some(tx, table, after, limit)


@pytest.mark.parametrize("limit", [1, 500])
def test_new_keys_take_over(databases: dict[str, Database], limit: int) -> None:
    with databases["before"].begin() as tx:
        ids = fill(tx)
        had = everything(tx, ids)
    with databases["between"].begin() as tx:
        assert everything(tx, ids) == had, "old rows are read and found with the new keys in front"
    with databases["after"].read() as tx, pytest.raises(CannotOpen):
        everything(tx, ids)
    rotate_all(databases["between"], limit)
    with databases["after"].begin() as tx:
        assert everything(tx, ids) == had, "the new keys alone read and find everything"
    rotate_all(databases["between"], limit)
    with databases["after"].begin() as tx:
        assert everything(tx, ids) == had


def test_what_is_written_with_two_keys_is_under_the_newest(databases: dict[str, Database]) -> None:
    with databases["between"].begin() as tx:
        ids = fill(tx)
        had = everything(tx, ids)
    with databases["after"].begin() as tx:
        assert everything(tx, ids) == had


def test_after_rotation_no_value_is_left_under_the_old_key(databases: dict[str, Database]) -> None:
    with databases["before"].begin() as tx:
        fill(tx)
    rotate_all(databases["between"], 500)
    seen = 0
    with databases["between"].read() as tx:
        for table in rotate.tables():
            for row in tx.execute(select(table)):
                stored = [row._mapping[name] for name in sealed_columns(table) if row._mapping[name] is not None]
                assert all(keys(tx).is_newest(value) for value in stored), table.name
                seen += len(stored)
    assert seen > 25
