"""Quotes, plans, promises, payments and links."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from flows.money import Money
from flows.script import PlanFacts, Quote
from storage import ledger, links, payments, plans, promises, quotes
from storage.db import Database
from storage.payments import RANK, payments_table
from storage.plans import plans_table
from tests.at_once import at_once
from tests.rows import NOW, a_conversation, a_patient, a_practice, a_sender

HOUR = timedelta(hours=1)
DAYS = (date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1))


def a_quote(tx: Connection, patient: int | None = None, parts: int = 3) -> tuple[int, int, int]:
    """Practice, patient, quote."""
    practice = a_practice(tx)
    patient = patient or a_patient(tx, practice)
    return practice, patient, offer(tx, practice, patient, parts)


def offer(tx: Connection, practice: int, patient: int, parts: int = 3, expires: timedelta = 72 * HOUR) -> int:
    terms = Quote(patient, Money(24001), Money(24001).split(parts), DAYS[:parts], ("min_total", "options"))
    return quotes.add(tx, practice, None, terms, "plan", "3 payments", NOW, NOW + expires)


def test_a_quote_comes_back_as_it_was_read_back(db: Database) -> None:
    with db.begin() as tx:
        practice = a_practice(tx)
        patient = a_patient(tx, practice)
        talk = a_conversation(tx, practice, a_sender(tx, practice))
        terms = Quote(patient, Money(24001), Money(24001).split(3), DAYS, ("options",))
        made = quotes.add(tx, practice, talk, terms, "plan", "w", NOW, NOW + HOUR)
        assert quotes.quote(tx, made) == replace(terms, id=made) == quotes.open_quote(tx, patient, NOW)
        assert quotes.quote(tx, 10**9) is None


def test_a_quote_is_open_until_it_expires_or_something_becomes_of_it(db: Database) -> None:
    with db.begin() as tx:
        practice, patient, first = a_quote(tx)

        def open_id(at: timedelta = timedelta(0)) -> int | None:
            found = quotes.open_quote(tx, patient, NOW + at)
            return found.id if found else None

        assert (open_id(), open_id(72 * HOUR - timedelta(microseconds=1)), open_id(72 * HOUR)) == (first, first, None)
        second = offer(tx, practice, patient, 2)
        assert open_id() == second
        assert quotes.close(tx, second, "declined", NOW)
        assert open_id() is None, "what a newer quote superseded does not come back"
        assert not quotes.close(tx, second, "agreed", NOW)
        assert not quotes.close(tx, first, "agreed", NOW)
        third = offer(tx, practice, patient)
        assert quotes.close(tx, third, "agreed", NOW)
        assert open_id() is None
        _, other, _ = a_quote(tx)
        assert quotes.open_quote(tx, other, NOW) is not None


def test_a_quote_ends_in_one_way_also_if_two_say_so_at_once(db: Database) -> None:
    with db.begin() as tx:
        _, _, quote = a_quote(tx)

    def end(how: str) -> Callable[[], bool]:
        def act() -> bool:
            with db.begin() as tx:
                return quotes.close(tx, quote, how, NOW)

        return act

    assert sorted(at_once(end("agreed"), end("declined"), end("superseded"))) == [False, False, True]
    with pytest.raises(IntegrityError), db.begin() as tx:
        _, _, other = a_quote(tx)
        quotes.close(tx, other, "forgotten", NOW)


def test_a_plan_stands_on_its_quote(db: Database) -> None:
    with db.begin() as tx:
        practice, patient, quote = a_quote(tx)
        assert plans.plan(tx, patient) is None
        made = plans.start(tx, quote, "active", NOW, "text")
        facts = PlanFacts(made, "active", Money(24001).split(3), DAYS, Money(0))
        assert plans.plan(tx, patient) == facts == plans.newest(tx, patient)
        row = plans.by_id(tx, made)
        assert row is not None
        assert (row.patient_id, row.quote_id, row.practice_id, row.via, row.owed, row.active_at) == (
            patient, quote, practice, "text", Money(24001), NOW)  # fmt: skip
        assert plans.start(tx, quote, "active", NOW, "text") == made
        assert plans.by_id(tx, 10**9) is None


def test_what_is_paid_after_the_start_counts_towards_the_plan(db: Database) -> None:
    with db.begin() as tx:
        practice, patient, quote = a_quote(tx)
        early = payments.add(tx, practice, patient, Money(100), "test_till", NOW)
        ledger.payment(tx, practice, patient, early, Money(100), NOW - HOUR)
        plans.start(tx, quote, "active", NOW, "text")
        paid = payments.add(tx, practice, patient, Money(9000), "test_till", NOW)
        ledger.payment(tx, practice, patient, paid, Money(9000), NOW + HOUR)
        found = plans.plan(tx, patient)
        assert found is not None
        assert found.paid == Money(9000)
        assert found.next == (Money(8001 + 8000 - 9000), DAYS[1])


def test_an_offered_plan_becomes_active_when_it_is_signed_and_keeps_the_very_bytes(db: Database) -> None:
    document = "Acuerdo de pago — María".encode()
    with db.begin() as tx:
        _, patient, quote = a_quote(tx)
        made = plans.start(tx, quote, "offered", NOW, "text")
        assert plans.plan(tx, patient).state == "offered"  # type: ignore[union-attr]
        assert plans.sign(tx, made, document, {"version": "1", "lang": "es"}, NOW + HOUR)
        assert not plans.sign(tx, made, b"other", {}, NOW + 2 * HOUR)
        row = plans.by_id(tx, made)
        assert row is not None
        assert (row.state, row.document, row.signed, row.active_at) == (
            "active", document, {"version": "1", "lang": "es"}, NOW + HOUR)  # fmt: skip
        assert row.document_sha256 is not None and len(row.document_sha256) == 64
        stored = tx.execute(select(plans_table.c.document).where(plans_table.c.id == made)).scalar_one()
        assert "Acuerdo" not in stored


@pytest.mark.parametrize(
    ("had", "to", "moves"),
    [("offered", "active", True), ("offered", "cancelled", True), ("offered", "completed", False),
     ("active", "completed", True), ("active", "cancelled", True), ("active", "defaulted", True),
     ("active", "active", False), ("completed", "active", False), ("cancelled", "completed", False)],
)  # fmt: skip
def test_a_plan_moves_on(db: Database, had: str, to: str, moves: bool) -> None:
    with db.begin() as tx:
        _, patient, quote = a_quote(tx)
        made = plans.start(tx, quote, "offered", NOW, "text")
        if had != "offered":
            plans.set_state(tx, made, "active", NOW)
        if had not in ("offered", "active"):
            plans.set_state(tx, made, had, NOW)
        assert plans.set_state(tx, made, to, NOW) == moves
        standing = plans.plan(tx, patient)
        assert (standing is not None) == ((to if moves else had) in ("offered", "active"))


def test_a_new_plan_takes_the_place_of_the_one_that_stood(db: Database) -> None:
    with db.begin() as tx:
        practice, patient, quote = a_quote(tx)
        first = plans.start(tx, quote, "offered", NOW, "text")
        second = plans.start(tx, offer(tx, practice, patient, 2), "active", NOW, "web")
        assert plans.by_id(tx, first).state == "cancelled"  # type: ignore[union-attr]
        assert plans.plan(tx, patient).id == second  # type: ignore[union-attr]
        with pytest.raises(ValueError, match="completed"):
            plans.start(tx, quote, "completed", NOW, "text")


def test_an_offer_that_is_agreed_to_by_text_is_the_same_plan(db: Database) -> None:
    with db.begin() as tx:
        _, patient, quote = a_quote(tx)
        made = plans.start(tx, quote, "offered", NOW, "text")
        assert plans.start(tx, quote, "active", NOW, "text") == made
        assert plans.plan(tx, patient).state == "active"  # type: ignore[union-attr]


def test_the_database_keeps_one_standing_plan_a_patient(db: Database) -> None:
    with db.begin() as tx:
        practice, patient, quote = a_quote(tx)
        plans.start(tx, quote, "active", NOW, "text")
        another = offer(tx, practice, patient)
    with pytest.raises(IntegrityError), db.begin() as tx:
        tx.execute(
            insert(plans_table).values(
                practice_id=practice, patient_id=patient, quote_id=another, state="offered", via="text", created_at=NOW
            )
        )


def test_the_newest_promise_stands_through_its_day(db: Database) -> None:
    with db.begin() as tx:
        practice = a_practice(tx)
        patient = a_patient(tx, practice)
        assert promises.open_promise(tx, patient, NOW.date()) is None
        promises.add(tx, practice, patient, date(2026, 3, 20), Money(5000), NOW)
        promises.add(tx, practice, patient, date(2026, 3, 9), None, NOW)
        assert promises.open_promise(tx, patient, date(2026, 3, 9)) == date(2026, 3, 9)
        assert promises.open_promise(tx, patient, date(2026, 3, 10)) is None
        promises.end(tx, patient, NOW)
        assert promises.open_promise(tx, patient, NOW.date()) is None
    with pytest.raises(IntegrityError), db.begin() as tx:
        promises.add(tx, practice, patient, date(2026, 3, 9), Money(0), NOW)


def a_payment(tx: Connection, cents: int = 5000) -> int:
    practice = a_practice(tx)
    return payments.add(tx, practice, a_patient(tx, practice), Money(cents), "test_till", NOW)


def test_a_payment_is_a_row_before_it_is_asked_for(db: Database) -> None:
    with db.begin() as tx:
        made = a_payment(tx)
        found = payments.payment(tx, made)
        assert found is not None
        assert (found.state, found.amount, found.attempt, found.provider_ref, found.asked_at) == (
            "created", Money(5000), 1, None, None)  # fmt: skip
        assert len(found.ref) == 32
        assert payments.by_ref(tx, found.ref) == found
        assert payments.by_ref(tx, "0" * 32) is None
        assert payments.set_state(tx, made, "asked", NOW + HOUR, f"cs_{made}")
        assert payments.set_state(tx, made, "paid", NOW + 2 * HOUR)
        after = payments.payment(tx, made)
        assert after is not None
        assert (after.state, after.provider_ref, after.asked_at, after.settled_at) == (
            "paid", f"cs_{made}", NOW + HOUR, NOW + 2 * HOUR)  # fmt: skip
        assert payments.of_patient(tx, after.patient_id) == [after]


@pytest.mark.parametrize("had", RANK)
@pytest.mark.parametrize("told", RANK)
def test_a_payment_moves_only_forward(db: Database, had: str, told: str) -> None:
    with db.begin() as tx:
        made = a_payment(tx)
        tx.execute(update(payments_table).where(payments_table.c.id == made).values(state=had))
        forward = RANK[told] > RANK[had]
        assert payments.set_state(tx, made, told, NOW) == forward
        assert payments.payment(tx, made).state == (told if forward else had)  # type: ignore[union-attr]


@pytest.mark.parametrize("order", list(permutations(["asked", "unknown", "expired", "paid"])))
def test_news_of_a_payment_in_any_order_ends_as_paid(db: Database, order: tuple[str, ...]) -> None:
    with db.begin() as tx:
        made = a_payment(tx)
        for told in (*order, *order):
            payments.set_state(tx, made, told, NOW)
        assert payments.payment(tx, made).state == "paid"  # type: ignore[union-attr]


def test_payments_that_nobody_knows_the_end_of_are_listed(own_db: Database) -> None:
    with own_db.begin() as tx:
        made, unknown, paid = a_payment(tx), a_payment(tx), a_payment(tx)
        payments.set_state(tx, unknown, "unknown", NOW)
        payments.set_state(tx, paid, "paid", NOW)
        assert [one.id for one in payments.unsettled(tx, NOW + timedelta(seconds=29))] == [unknown]
        assert [one.id for one in payments.unsettled(tx, NOW + timedelta(seconds=30))] == [made, unknown]


@pytest.mark.parametrize("changes", [{"amount_cents": 0}, {"state": "lost"}, {"ref": None}])
def test_the_database_refuses_what_a_payment_can_not_be(db: Database, changes: dict[str, Any]) -> None:
    with db.begin() as tx:
        made = a_payment(tx)
    with pytest.raises(IntegrityError), db.begin() as tx:
        tx.execute(update(payments_table).where(payments_table.c.id == made).values(**changes))


def test_a_link_is_known_by_the_hash_of_its_token(db: Database) -> None:
    with db.begin() as tx:
        practice, patient, quote = a_quote(tx)
        made = links.add(tx, f"hash-{patient}", practice, "pay", NOW, NOW + HOUR, patient_id=patient, factors=1,
                         amount=Money(5000), quote_id=quote, lang="es", topic="pay")  # fmt: skip
        found = links.by_token_hash(tx, f"hash-{patient}")
        assert found is not None and found == links.link(tx, made)
        assert (found.patient_id, found.kind, found.factors, found.amount, found.quote_id, found.lang, found.topic) == (
            patient, "pay", 1, Money(5000), quote, "es", "pay")  # fmt: skip
        assert links.by_token_hash(tx, "nobody") is None
        agreement = links.add(tx, f"other-{patient}", practice, "agreement", NOW, NOW + HOUR, patient_id=patient)
        assert links.link(tx, agreement).amount is None  # type: ignore[union-attr]
        assert links.revoke(tx, patient, ["pay"], NOW) == 1
        assert links.revoke(tx, patient, ["pay"], NOW) == 0
        assert [links.link(tx, one).revoked_at for one in (made, agreement)] == [NOW, None]  # type: ignore[union-attr]
    with pytest.raises(IntegrityError), db.begin() as tx:
        links.add(tx, f"hash-{patient}", practice, "pay", NOW, NOW + HOUR)
    with pytest.raises(IntegrityError), db.begin() as tx:
        links.add(tx, f"third-{patient}", practice, "door", NOW, NOW + HOUR)
