"""Payments for several patients as rows: the first is what the provider knows, the others follow it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from flows.money import Money
from flows.shares import Share
from storage import books, erasure, ledger, links, payments, record, retention
from storage.db import Database
from storage.payments import Payment
from tests.at_once import at_once
from tests.rows import NOW, a_patient, a_practice


def two(tx: Connection) -> tuple[int, int, int]:
    """A practice and two patients of a number."""
    practice = a_practice(tx)
    leo, mia = (a_patient(tx, practice, name, number="+17205550131") for name in ("Leo", "Mia"))
    return practice, leo, mia


def shared(tx: Connection, practice: int, *cents: tuple[int, int], **more: Any) -> Payment:
    shares = [Share(patient, Money(amount)) for patient, amount in cents]
    made = payments.payment(tx, payments.add_shared(tx, practice, shares, "test_till", NOW, **more))
    assert made is not None
    return made


def test_each_share_has_a_row_and_the_first_asks_for_all(db: Database) -> None:
    with db.begin() as tx:
        practice, leo, mia = two(tx)
        first = shared(tx, practice, (leo, 5050), (mia, 13000))
        assert (first.patient_id, first.amount, first.whole) == (leo, Money(5050), Money(18050))
        assert first.asked == Money(18050)
        [other] = payments.of_patient(tx, mia)
        assert (other.amount, other.lead_id, other.whole) == (Money(13000), first.id, None)
        assert other.ref != first.ref
        assert payments.together(tx, first) == payments.together(tx, first, lock=True) == (first, other)
        assert payments.lead(tx, other) == payments.lead(tx, first) == first
        assert payments.underway(tx, mia) == other


def test_one_share_alone_is_a_payment_as_any(db: Database) -> None:
    with db.begin() as tx:
        practice, leo, _ = two(tx)
        first = shared(tx, practice, (leo, 5050))
        assert (first.whole, first.asked, payments.together(tx, first)) == (None, Money(5050), (first,))


def test_only_the_first_row_is_asked_after(db: Database) -> None:
    with db.begin() as tx:
        practice, leo, mia = two(tx)
        first = shared(tx, practice, (leo, 5050), (mia, 13000))
        found = {one.id for one in payments.unsettled(tx, NOW + timedelta(minutes=1))}
        assert first.id in found and payments.of_patient(tx, mia)[0].id not in found


@pytest.mark.parametrize("wrong", [{"whole": Money(100)}, {"whole": Money(300), "lead_id": 1}])
def test_what_cannot_be_is_refused(db: Database, wrong: dict[str, Any]) -> None:
    with db.begin() as tx:
        practice, leo, mia = two(tx)
        first = shared(tx, practice, (leo, 100))
    more = {**wrong, **({"lead_id": first.id} if "lead_id" in wrong else {})}
    with pytest.raises(IntegrityError), db.begin() as tx:
        payments.add(tx, practice, mia, Money(100), "test_till", NOW, **more)


def test_the_books_sum_all_shares(db: Database) -> None:
    with db.begin() as tx:
        practice, leo, mia = two(tx)
        first = shared(tx, practice, (leo, 5050), (mia, 13000))
        for one in payments.together(tx, first):
            ledger.payment(tx, practice, one.patient_id, one.id, one.amount, NOW)
        ledger.give_back(tx, practice, mia, payments.of_patient(tx, mia)[0].id, "given_back", Money(50), NOW)
        assert books.of_payment(tx, first.id) == {
            "paid": Money(18050), "given_back": Money(50), "taken_back": Money(0)
        }  # fmt: skip


def test_two_that_are_held_in_any_order_come_through(db: Database) -> None:
    with db.begin() as tx:
        practice, leo, mia = two(tx)
        one, other = (shared(tx, practice, *whose) for whose in (((leo, 100), (mia, 200)), ((mia, 300), (leo, 400))))

    def pays(first: Payment) -> None:
        with db.begin() as tx:
            payments.locked(tx, first.id)
            rows = payments.together(tx, first, lock=True)
            for row in sorted(rows, key=lambda row: row.patient_id):
                ledger.payment(tx, practice, row.patient_id, row.id, row.amount, NOW)

    at_once(lambda: pays(one), lambda: pays(other))
    with db.read() as tx:
        assert ledger.balance(tx, leo) == Money(24001 - 500) and ledger.balance(tx, mia) == Money(24001 - 500)


def test_a_record_tells_of_ones_own_share_alone_and_stays_when_the_other_goes(db: Database) -> None:
    with db.begin() as tx:
        practice, leo, mia = two(tx)
        link = links.add(tx, f"hash {leo}", practice, "pay", NOW, NOW + timedelta(days=3), proved=[leo, mia])
        first = shared(tx, practice, (leo, 5050), (mia, 13000), link_id=link)
        for patient, cents in ((leo, 5050), (mia, 13000)):
            [told] = record.read(tx, retention.scope(tx, practice, patient))["payments"]
            assert told["amount_cents"] == cents and "18050" not in str(told)
        erasure.erase(tx, retention.scope(tx, practice, leo), NOW)
        [others] = payments.of_patient(tx, mia)
        assert (others.amount, others.lead_id, others.link_id) == (Money(13000), first.id, link)
        erasure.erase(tx, retention.scope(tx, practice, mia), NOW)
        assert payments.of_patient(tx, mia)[0].link_id is None
