"""After erasure nothing says any more whose the figures were, in whatever table; only the opt-out stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from flows import retention as rule
from flows.money import Money
from storage import consent, erasure, ledger, people, quotes, retention, rotate, talks
from storage.base import metadata
from storage.crypt import Keyring
from storage.db import Database
from storage.rows import sealed_columns
from storage.trust import tries
from tests.rows import KEY, NOW, a_patient
from tests.storage.old_patient import LONG_AGO, NUMBER, Old, an_old_patient, found

STAYS = {"staff", "suppressions"}
"""Hold something sealed that is no patient's, or that is kept for ever."""
FIGURES = ("ledger_entries", "ledger_lines", "quotes", "quote_ends", "plans", "payments", "import_balances",
           "consents")  # fmt: skip


def erased(db: Database, old: Old, patient: int | None = None) -> dict[str, int]:
    with db.begin() as tx:
        return erasure.erase(tx, retention.scope(tx, old.practice, patient or old.patient), NOW)


def due(db: Database, old: Old, patient: int | None = None) -> str:
    with db.read() as tx:
        of = retention.scope(tx, old.practice, patient or old.patient)
        return rule.kept_by(retention.standing(tx, of, NOW), rule.limit(NOW, 6))


@pytest.fixture
def old(own_db: Database) -> Old:
    with own_db.begin() as tx:
        return an_old_patient(tx)


def test_nothing_says_whose_it_was(own_db: Database, old: Old) -> None:
    with own_db.begin() as tx:
        before = found(tx)
        counted = erasure.counted(tx, retention.scope(tx, old.practice, old.patient))
    secret = {name for name, table in metadata.tables.items()
              if sealed_columns(table) or any("kind" in column.info for column in table.columns)}  # fmt: skip
    assert secret - STAYS <= {*before}, "give a new table that seals something a row in tests/storage/old_patient.py"
    assert due(own_db, old) == ""
    done = erased(own_db, old)
    with own_db.read() as tx:
        assert found(tx) == {}
    assert {name: many for name, many in done.items() if name in counted} == counted


def test_figures_stay(own_db: Database, old: Old) -> None:
    with own_db.read() as tx:
        had = {name: tx.execute(select(metadata.tables[name])).all() for name in FIGURES}
    erased(own_db, old)
    with own_db.read() as tx:
        has = {name: tx.execute(select(metadata.tables[name])).all() for name in FIGURES}
        assert ledger.lines(tx, old.patient) != () and ledger.balance(tx, old.patient) == Money(0)
        who = people.patient(tx, old.patient)
    assert {name: len(rows) for name, rows in had.items()} == {name: len(rows) for name, rows in has.items()}
    assert has["ledger_lines"] == had["ledger_lines"] and has["payments"][0].amount_cents == 24001
    paid = has["payments"][0]
    assert (paid.ref, paid.provider_ref, paid.link_id) == (f"erased:{paid.id}", None, None)
    assert (who.erased_at, who.first, who.last, who.key, who.born) == (NOW, "", "", f"erased:{old.patient}", None)


def test_an_emptied_patient_is_found_by_nothing_and_comes_back_as_somebody_new(own_db: Database, old: Old) -> None:
    erased(own_db, old)
    with own_db.begin() as tx:
        assert people.patients(tx, old.practice) == [] and people.count_patients(tx, old.practice) == 0
        assert people.patients_of_number(tx, old.practice, NUMBER) == []
        assert people.find(tx, old.practice, "xiomara quelling") == []
        assert people.patient_by_key(tx, old.practice, "ACCT-7731") is None
        new = a_patient(tx, old.practice, "Xiomara", "Quelling", NUMBER, key="ACCT-7731")
        talks.open_conversation(tx, old.practice, old.sender, "twilio_sms", NUMBER, NOW)
    assert new != old.patient and due(own_db, old, new) == "recent"


def test_erasing_again_changes_nothing(own_db: Database, old: Old) -> None:
    erased(own_db, old)
    with own_db.begin() as tx:
        assert retention.aged(tx, old.practice, NOW) == [] and not retention.lock(tx, old.practice, old.patient)
        assert retention.aged_numbers(tx, old.practice, NOW) == [], "the conversation that a quote names is empty"


def test_new_keys_read_what_was_emptied(own_db: Database, old: Old) -> None:
    erased(own_db, old)
    new = Database(own_db.url, Keyring.of("n" * 32, (KEY,), ("s" * 32,)))
    for table in rotate.tables():
        with new.begin() as tx:
            rotate.some(tx, table)
    with new.read() as tx:
        assert people.patient(tx, old.patient).key == f"erased:{old.patient}" and found(tx) == {}
    new.dispose()


def test_rows_under_an_older_index_key_are_found_too(own_db: Database, old: Old) -> None:
    later = Database(own_db.url, Keyring.of("n" * 32, (KEY,), ("s" * 32,)))
    erased(later, old)
    with own_db.read() as tx:
        assert found(tx) == {}
    later.dispose()


# -- opt-outs --


def test_an_opt_out_stays_for_ever_and_stops_texts_when_a_list_brings_the_number_back(own_db: Database) -> None:
    ten = NOW - timedelta(days=3653)
    with own_db.begin() as tx:
        old = an_old_patient(tx, ten)
        consent.suppress(tx, old.practice, NUMBER, "text", ten, "patient")
    assert due(own_db, old) == ""
    erased(own_db, old)
    with own_db.begin() as tx:
        assert found(tx) == {}
        assert consent.suppressed_at(tx, old.practice, NUMBER) == ten
        a_patient(tx, old.practice, "Xiomara", "Quelling", NUMBER)
        assert consent.suppressed_numbers(tx, old.practice) == {NUMBER}
    new = Database(own_db.url, Keyring.of("n" * 32, (KEY,), ("s" * 32,)))
    with new.begin() as tx:
        rotate.some(tx, consent.suppressions)
    alone = Database(own_db.url, Keyring.of("n" * 32, (KEY,)))
    with alone.read() as tx:
        assert consent.suppressed_at(tx, old.practice, NUMBER) == ten, "also under a new index key"
    new.dispose()
    alone.dispose()


# -- numbers that several have --


def test_a_talk_that_somebody_else_has_a_part_in_stays(own_db: Database, old: Old) -> None:
    with own_db.begin() as tx:
        leo = a_patient(tx, old.practice, "Leo", "Quelling", NUMBER)
    erased(own_db, old)
    with own_db.read() as tx:
        talk = talks.conversation(tx, old.talk)
        assert (talk.address, talk.proved) == (NUMBER, ()) and talks.messages(tx, old.talk)
        assert [one.id for one in people.patients_of_number(tx, old.practice, NUMBER)] == [leo]
        assert consent.newest_grant(tx, old.practice, NUMBER, leo) is not None, "the other's consent is not touched"
        left = found(tx)
    assert not any({"Xiomara", "Quelling", "ACCT-7731", "Z9Q4XW7T"} & hits
                   for name, hits in left.items() if name != "patients")  # fmt: skip
    assert "outbox" not in left, "our texts about one patient go, also out of a shared talk"
    with own_db.read() as tx:
        assert found(tx)["patients"] == {"Quelling"}, "Leo's"


def test_when_the_last_of_them_goes_so_does_the_talk(own_db: Database) -> None:
    with own_db.begin() as tx:
        old = an_old_patient(tx)
        leo = a_patient(tx, old.practice, "Oswaldo", "Brimble", NUMBER, owes_cents=0, now=LONG_AGO)
    assert due(own_db, old) == due(own_db, old, leo) == ""
    erased(own_db, old)
    erased(own_db, old, leo)
    with own_db.read() as tx:
        assert found(tx) == {}


# -- numbers that nobody has --


def test_a_stranger_s_talk_goes_by_its_own_time(own_db: Database, old: Old) -> None:
    stranger = "+17205550111"
    with own_db.begin() as tx:
        talk = talks.open_conversation(tx, old.practice, old.sender, "twilio_sms", stranger, LONG_AGO).id
        talks.store_message(tx, talk, old.practice, "fake", "s1", "hi", None, (), (), 0, None, LONG_AGO)
        consent.add_hold(tx, old.practice, "wrong_number", LONG_AGO, number=stranger, note="hi")
        consent.revoke(tx, old.practice, None, stranger, "text", "x", LONG_AGO)
        assert retention.aged_numbers(tx, old.practice, rule.limit(NOW, 6)) == [stranger]
        assert retention.lock(tx, old.practice, stranger)
        of = retention.scope(tx, old.practice, stranger)
        assert rule.kept_by(retention.standing(tx, of, NOW), rule.limit(NOW, 6)) == ""
        done = erasure.erase(tx, of, NOW)
        assert not retention.lock(tx, old.practice, stranger)
    assert {name: done[name] for name in ("messages", "conversations", "holds", "consents")} == {
        "messages": 1, "conversations": 1, "holds": 1, "consents": 1}  # fmt: skip
    with own_db.read() as tx:
        assert tx.execute(select(tries.c.id)).first() is not None, "nobody else's rows are touched"
        assert talks.messages(tx, old.talk)


@pytest.mark.parametrize("what", ["recent", "ticket", "legal_hold"])
def test_a_stranger_s_talk_is_kept_for_the_same_reasons(own_db: Database, old: Old, what: str) -> None:
    stranger = "+17205550111"
    with own_db.begin() as tx:
        talk = talks.open_conversation(tx, old.practice, old.sender, "twilio_sms", stranger, LONG_AGO).id
        if what == "recent":
            talks.add_note(tx, old.practice, talk, None, "called back", NOW)
        elif what == "ticket":
            people_wait: Any = retention.tickets_table.insert().values(
                practice_id=old.practice, conversation_id=talk, reason="dispute", note="", state="open",
                opened_at=LONG_AGO)  # fmt: skip
            tx.execute(people_wait)
        else:
            consent.add_hold(tx, old.practice, "legal_hold", NOW, number=stranger, lift_by="admin")
        of = retention.scope(tx, old.practice, stranger)
        assert rule.kept_by(retention.standing(tx, of, NOW), rule.limit(NOW, 6)) == what


def test_quotes_of_the_erased_keep_their_figures_only(own_db: Database, old: Old) -> None:
    erased(own_db, old)
    with own_db.read() as tx:
        row = tx.execute(select(quotes.quotes_table)).one()
        assert (row.owed_cents, row.parts, row.conversation_id) == (24001, [24001], old.talk)
        assert talks.conversation(tx, old.talk).address == f"erased:{old.talk}"
