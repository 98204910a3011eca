"""The ledger: it sums to zero, it says what is owed, and a payment is subtracted once, whatever lists say."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert, text
from sqlalchemy.exc import IntegrityError

from flows.money import ZERO, Money, total
from flows.script import Line
from storage import balances, imports, ledger, payments
from storage.db import Database
from storage.ledger import Settled, Transfer, Transit
from tests.at_once import at_once
from tests.rows import NOW, a_patient, a_practice

HOUR = timedelta(hours=1)
BIG = Money(24001)


def a_debtor(tx: Connection, owes: int = 24001) -> tuple[int, int]:
    practice = a_practice(tx)
    return practice, a_patient(tx, practice, owes_cents=owes)


def pay(tx: Connection, practice: int, patient: int, cents: int, at: timedelta = timedelta(0)) -> int:
    made = payments.add(tx, practice, patient, Money(cents), "test_till", NOW + at)
    assert ledger.payment(tx, practice, patient, made, Money(cents), NOW + at) is not None
    return made


def an_import(tx: Connection, practice: int) -> int:
    return imports.add(tx, practice, "list.csv", "0" * 64, NOW.date(), "staff:1", {}, NOW)


def figures(tx: Connection, patient: int) -> tuple[int, int, int]:
    """Owed, in transit, listed."""
    found = ledger.balance(tx, patient), ledger.in_transit(tx, patient), ledger.listed(tx, patient)
    return found[0].cents, found[1].cents, found[2].cents


def sums_to_zero(tx: Connection, practice: int) -> bool:
    return total(list(ledger.trial_balance(tx, practice).values())) == ZERO


def test_somebody_without_entries_owes_nothing(db: Database) -> None:
    with db.begin() as tx:
        practice, patient = a_debtor(tx, 0)
        assert figures(tx, patient) == (0, 0, 0)
        assert ledger.lines(tx, patient) == ()
        assert ledger.transits(tx, patient) == ()
        assert ledger.trial_balance(tx, practice) == {}


def test_each_kind_of_entry_moves_the_balance_its_way(db: Database) -> None:
    with db.begin() as tx:
        practice, patient = a_debtor(tx, 0)
        moves = {
            "charged": 50000,
            "insurance_paid": 20000,
            "adjusted": 5000,
            "you_paid": 1000,
            "refunded": 300,
            "written_off": 299,
        }
        for kind, cents in moves.items():
            ledger.record(tx, practice, patient, kind, "test", f"{patient}", Money(cents), NOW)
        assert ledger.balance(tx, patient) == Money(50000 - 20000 - 5000 - 1000 + 300 - 299)
        assert ledger.lines(tx, patient) == tuple(Line(kind, Money(cents)) for kind, cents in moves.items())  # type: ignore[arg-type]
        assert sums_to_zero(tx, practice)
        ledger.adjust(tx, practice, patient, "test", f"{patient}-back", Money(-5000), NOW)
        assert [line.kind for line in ledger.lines(tx, patient)] == [kind for kind in moves if kind != "adjusted"]


def test_a_source_is_posted_once(db: Database) -> None:
    with db.begin() as tx:
        practice, patient = a_debtor(tx, 0)
        assert ledger.charge(tx, practice, patient, "visit", f"v{patient}", BIG, NOW) is not None
        assert ledger.charge(tx, practice, patient, "visit", f"v{patient}", BIG, NOW) is None
        assert ledger.adjust(tx, practice, patient, "visit", f"v{patient}", Money(1), NOW) is not None
        assert ledger.balance(tx, patient) == Money(24000)


def test_a_payment_that_is_told_of_twice_at_once_is_posted_once(db: Database) -> None:
    with db.begin() as tx:
        practice, patient = a_debtor(tx)
        made = payments.add(tx, practice, patient, Money(5000), "test_till", NOW)

    def told() -> bool:
        with db.begin() as tx:
            return ledger.payment(tx, practice, patient, made, Money(5000), NOW) is not None

    assert sorted(at_once(*[told] * 4)) == [False, False, False, True]
    with db.read() as tx:
        assert figures(tx, patient) == (19001, 5000, 24001)


def test_a_payment_is_in_transit_until_the_list_shows_it(db: Database) -> None:
    with db.begin() as tx:
        practice, patient = a_debtor(tx)
        made = pay(tx, practice, patient, 5000)
        assert figures(tx, patient) == (19001, 5000, 24001)
        assert ledger.transits(tx, patient) == (Transit(made, Money(5000), NOW),)
        assert ledger.shown(tx, practice, patient, made, NOW, "staff:1")
        assert figures(tx, patient) == (19001, 0, 19001)
        assert not ledger.shown(tx, practice, patient, made, NOW, "staff:2")
        assert ledger.transits(tx, patient) == ()
        assert ledger.lines(tx, patient) == (Line("charged", BIG), Line("you_paid", Money(5000)))
        assert ledger.trial_balance(tx, practice) == {
            "care": -BIG, f"patient:{patient}": Money(19001), "practice": Money(5000)}  # fmt: skip


@pytest.mark.parametrize("shown", [False, True])
def test_what_goes_back_is_owed_again_and_the_list_does_not_show_it_yet(db: Database, shown: bool) -> None:
    with db.begin() as tx:
        practice, patient = a_debtor(tx)
        made = pay(tx, practice, patient, 5000)
        if shown:
            ledger.shown(tx, practice, patient, made, NOW, "staff:1")
        listed = 19001 if shown else 24001

        def back(total: int, why: str = "given_back") -> int:
            return ledger.give_back(tx, practice, patient, made, why, Money(total), NOW).cents

        assert back(2000) == 2000 and back(2000) == 0 and figures(tx, patient)[::2] == (21001, listed)
        assert back(5000) == 3000 and figures(tx, patient)[::2] == (24001, listed)
        assert back(2000) == -3000 and figures(tx, patient)[::2] == (21001, listed)
        assert back(5000) == 3000 and figures(tx, patient)[::2] == (24001, listed), "the same total for a second time"
        assert back(0) == -5000 and back(1000, "taken_back") == 1000
        assert figures(tx, patient) == (20001, listed - 20001, listed)
        assert ledger.lines(tx, patient) == (
            Line("charged", BIG), Line("you_paid", Money(5000)), Line("refunded", Money(1000)))  # fmt: skip
        assert sum(one.cents for one in ledger.trial_balance(tx, practice).values()) == 0


def test_a_list_that_shows_what_went_back_explains_it(db: Database) -> None:
    with db.begin() as tx:
        practice, patient = a_debtor(tx)
        made = pay(tx, practice, patient, 5000)
        ledger.shown(tx, practice, patient, made, NOW, "staff:1")
        ledger.give_back(tx, practice, patient, made, "given_back", Money(2000), NOW)
        found = ledger.statement(tx, practice, patient, an_import(tx, practice), Money(21001), NOW + HOUR, NOW + HOUR)
        assert [one.payment_id for one in found.shown] == [made] and not found.ambiguous
        assert figures(tx, patient) == (21001, 0, 21001)


# What we expect the list to say, what it says, payments in transit; then those that it shows, None if unexplained.
EXPLAINED: list[tuple[int, int, list[int], list[int] | None]] = [
    (24001, 24001, [], []),
    (24001, 24001, [5000], []),
    (24001, 19001, [5000], [0]),
    (24001, 19000, [5000], None),
    (24001, 14001, [5000, 5000], [0, 1]),
    (24001, 19001, [5000, 5000], [0]),
    (24001, 18001, [5000, 6000, 1000], None),
    (24001, 17001, [5000, 7000, 4000], [1]),
    (24001, 29001, [5000], None),
    (0, -5000, [5000], [0]),
    (24001, 10001, [5000, 9000], [0, 1]),
]


@pytest.mark.parametrize(("expected", "says", "waiting", "shows"), EXPLAINED)
def test_which_payments_a_figure_shows(expected: int, says: int, waiting: list[int], shows: list[int] | None) -> None:
    transits = [Transit(number, Money(cents), NOW) for number, cents in enumerate(waiting)]
    found = ledger.shown_by(Money(expected), Money(says), transits)
    assert (None if found is None else [one.payment_id for one in found]) == shows


def test_a_list_that_says_what_was_expected_posts_nothing(db: Database) -> None:
    with db.begin() as tx:
        practice, patient = a_debtor(tx)
        pay(tx, practice, patient, 5000)
        assert ledger.statement(tx, practice, patient, an_import(tx, practice), BIG, NOW, NOW) == Settled()
        assert figures(tx, patient) == (19001, 5000, 24001)


def test_a_list_that_shows_a_payment_changes_nothing_for_the_patient(db: Database) -> None:
    with db.begin() as tx:
        practice, patient = a_debtor(tx)
        made = pay(tx, practice, patient, 5000)
        later = pay(tx, practice, patient, 1000)
        settled = ledger.statement(tx, practice, patient, an_import(tx, practice), Money(19001), NOW, NOW)
        assert settled == Settled(shown=(Transit(made, Money(5000), NOW),))
        assert figures(tx, patient) == (18001, 1000, 19001)
        assert [one.payment_id for one in ledger.transits(tx, patient)] == [later]


@pytest.mark.parametrize(
    ("says", "kind"), [(30000, "charged"), (20000, "adjusted"), (0, "adjusted"), (-500, "adjusted")]
)
def test_only_the_difference_is_posted(db: Database, says: int, kind: str) -> None:
    with db.begin() as tx:
        practice, patient = a_debtor(tx)
        made = an_import(tx, practice)
        settled = ledger.statement(tx, practice, patient, made, Money(says), NOW, NOW)
        assert settled == Settled(difference=Money(says - 24001))
        assert figures(tx, patient) == (says, 0, says)
        assert ledger.statement(tx, practice, patient, made, Money(says), NOW, NOW) == Settled()
        assert kind in {line.kind for line in ledger.lines(tx, patient)}
        assert ledger.undo_import(tx, practice, made, NOW) == 1
        assert ledger.undo_import(tx, practice, made, NOW) == 0
        assert figures(tx, patient) == (24001, 0, 24001)
        assert sums_to_zero(tx, practice)


def test_a_list_made_before_the_payment_can_not_show_it(db: Database) -> None:
    with db.begin() as tx:
        practice, patient = a_debtor(tx)
        pay(tx, practice, patient, 5000, at=HOUR)
        settled = ledger.statement(tx, practice, patient, an_import(tx, practice), Money(19001), NOW, NOW + HOUR)
        assert settled == Settled(difference=Money(-5000))
        assert figures(tx, patient) == (14001, 5000, 19001)


@pytest.mark.parametrize("says", [30000, 23000, 18000, 0])
def test_an_ambiguous_difference_posts_nothing(db: Database, says: int) -> None:
    with db.begin() as tx:
        practice, patient = a_debtor(tx)
        pay(tx, practice, patient, 5000)
        settled = ledger.statement(tx, practice, patient, an_import(tx, practice), Money(says), NOW, NOW)
        assert settled == Settled(ambiguous=True)
        assert figures(tx, patient) == (19001, 5000, 24001)


def test_an_import_that_showed_a_payment_can_be_undone_and_done_again(db: Database) -> None:
    with db.begin() as tx:
        practice, patient = a_debtor(tx)
        pay(tx, practice, patient, 5000)
        first = an_import(tx, practice)
        other = an_import(tx, practice)
        ledger.statement(tx, practice, patient, first, Money(19001), NOW, NOW)
        assert ledger.undo_import(tx, practice, other, NOW) == 0
        assert ledger.undo_import(tx, practice, first, NOW) == 1
        assert figures(tx, patient) == (19001, 5000, 24001)
        ledger.statement(tx, practice, patient, other, Money(19001), NOW, NOW)
        assert figures(tx, patient) == (19001, 0, 19001)


def test_an_undo_takes_the_import_of_that_number_only(db: Database) -> None:
    """The sources of import 1 and import 11 begin alike."""
    with db.begin() as tx:
        practice, patient = a_debtor(tx, 0)
        for number in (1, 11, 111):
            ledger.statement(tx, practice, patient, number, Money(number * 100), NOW, NOW)
        assert ledger.balance(tx, patient) == Money(11100)
        assert ledger.undo_import(tx, practice, 11, NOW) == 1
        assert ledger.balance(tx, patient) == Money(11100 - 1000)


def test_what_was_paid_since_a_moment(db: Database) -> None:
    with db.begin() as tx:
        practice, patient = a_debtor(tx)
        pay(tx, practice, patient, 5000)
        pay(tx, practice, patient, 700, at=2 * HOUR)
        ledger.refund(tx, practice, patient, f"r{patient}", Money(200), NOW + 3 * HOUR)
        assert ledger.paid_since(tx, patient, NOW) == Money(5500)
        assert ledger.paid_since(tx, patient, NOW + HOUR) == Money(500)
        assert ledger.paid_since(tx, patient, NOW + 4 * HOUR) == ZERO
        assert ledger.balance(tx, patient) == Money(24001 - 5500)


def test_a_reversed_source_leaves_no_trace_in_the_balance(db: Database) -> None:
    with db.begin() as tx:
        practice, patient = a_debtor(tx)
        ledger.charge(tx, practice, patient, "visit", f"x{patient}", Money(100), NOW)
        assert ledger.reverse(tx, practice, "visit", f"x{patient}", NOW) == 1
        assert ledger.reverse(tx, practice, "visit", f"x{patient}", NOW) == 0
        assert ledger.balance(tx, patient) == BIG


def test_a_transfer_is_about_one_patient(db: Database) -> None:
    with db.begin() as tx:
        practice, one = a_debtor(tx)
        other = a_patient(tx, practice)
        between = Transfer(ledger.patient_account(one), ledger.patient_account(other), Money(1))
        with pytest.raises(ValueError, match="two transfers"):
            ledger.post(tx, practice, "adjusted", "test", f"t{one}", [between], NOW)
        with pytest.raises(ValueError, match="has a line"):
            ledger.post(tx, practice, "adjusted", "test", f"t{one}", [], NOW)


def broken_lines(
    practice: int, patient: int, other_practice: int, theirs: int, entry: int
) -> dict[str, dict[str, Any]]:
    good = {
        "practice_id": practice,
        "entry_id": entry,
        "patient_id": patient,
        "debit": f"patient:{patient}",
        "credit": "care",
        "cents": 1,
    }
    return {
        "nothing": {**good, "cents": 0},
        "less than nothing": {**good, "cents": -1},
        "from an account to itself": {**good, "credit": f"patient:{patient}"},
        "an account that nobody knows": {**good, "credit": "pocket"},
        "somebody else's account": {**good, "debit": f"patient:{theirs}"},
        "somebody else's payments": {**good, "credit": f"transit:{theirs}"},
        "a patient's account without the patient": {**good, "patient_id": None},
        "a patient of another practice": {**good, "patient_id": theirs, "debit": f"patient:{theirs}"},
        "an entry of another practice": {
            **good,
            "practice_id": other_practice,
            "patient_id": theirs,
            "debit": f"patient:{theirs}",
        },
        "a patient for nothing": {**good, "debit": "practice"},
        "an entry that is not there": {**good, "entry_id": 10**9},
    }


@pytest.mark.parametrize("case", broken_lines(0, 0, 0, 0, 0))
def test_the_database_refuses_a_line_with(db: Database, case: str) -> None:
    with db.begin() as tx:
        practice, patient = a_debtor(tx)
        other_practice, theirs = a_debtor(tx)
        entry = ledger.charge(tx, practice, patient, "test", f"b{patient}", Money(1), NOW)
    assert entry is not None
    with pytest.raises(IntegrityError), db.begin() as tx:
        tx.execute(
            insert(ledger.transfers).values(**broken_lines(practice, patient, other_practice, theirs, entry)[case])
        )


def test_every_account_has_its_meaning() -> None:
    assert set(ledger.KINDS.values()) <= set(ledger.ACCOUNTS)
    assert all(meaning for meaning in ledger.ACCOUNTS.values())


@dataclass
class Books:
    """A practice's own books beside ours: the truth that the property holds our ledger against."""

    listed: int = 0
    owed: int = 0
    pending: list[tuple[int, int]] = field(default_factory=list)

    def truth(self) -> tuple[int, int, int]:
        waiting = sum(cents for _, cents in self.pending)
        return self.owed, waiting, self.owed + waiting


AMOUNT = st.integers(1, 90000)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("charge"), AMOUNT),
        st.tuples(st.just("office"), AMOUNT),
        st.tuples(st.just("pay"), AMOUNT),
        st.tuples(st.just("book"), st.integers(0, 3)),
        st.tuples(st.just("import"), st.just(0)),
        st.tuples(st.just("repeat"), st.just(0)),
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_any_order_of_charges_payments_and_lists_keeps_the_books_right(
    db: Database, steps: list[tuple[str, int]]
) -> None:
    """`listed` is the practice's own figure. It charges, takes cash at the office and books our payments when it likes;
    after each import that is not ambiguous we owe exactly what it says less what it has not booked."""
    with db.begin() as tx:
        practice, patient = a_debtor(tx, 0)
        listed, unbooked, last = 0, [], an_import(tx, practice)
        ours = (0, 0, 0)
        for what, size in steps:
            if what == "charge":
                listed += size
            elif what == "office":
                listed -= size
            elif what == "pay":
                unbooked.append((pay(tx, practice, patient, size), size))
                ours = (ours[0] - size, ours[1] + size, ours[2])
            elif what == "book" and len(unbooked) > size:
                listed -= unbooked.pop(size)[1]
            elif what == "import":
                last = an_import(tx, practice)
                settled = ledger.statement(tx, practice, patient, last, Money(listed), NOW, NOW)
                after = figures(tx, patient)
                if settled.ambiguous:
                    assert after == ours
                else:
                    assert after[2] == listed, "the list and we agree on what it says"
                    assert after[0] == ours[0] + settled.difference.cents, "only the difference moves what is owed"
                    assert after[1] == ours[1] - sum(one.amount.cents for one in settled.shown)
                ours = after
            elif what == "repeat" and ours[2] == listed:
                ledger.statement(tx, practice, patient, last, Money(listed), NOW, NOW)
            assert figures(tx, patient) == ours
            assert sums_to_zero(tx, practice)
            spoken = sum(
                line.amount.cents * (1 if line.kind in ledger.ADDS else -1) for line in ledger.lines(tx, patient)
            )
            assert spoken == ours[0], "the lines add up to the balance"


def test_every_kept_balance_is_proved_by_its_lines(db: Database) -> None:
    with db.begin() as tx:
        practice, patient = a_debtor(tx)
        made = pay(tx, practice, patient, 5000)
        ledger.give_back(tx, practice, patient, made, "given_back", Money(1000), NOW)
        ledger.shown(tx, practice, patient, made, NOW, "staff:1")
        ledger.reverse(tx, practice, "payment", made, NOW)
        assert [one for one in balances.unproved(tx) if one.account.endswith(f":{patient}")] == []


@pytest.mark.parametrize("change", ["UPDATE ledger_balances SET cents = cents + 1 WHERE account = :account",
                                    "DELETE FROM ledger_balances WHERE account = :account"])  # fmt: skip
def test_a_kept_balance_that_is_wrong_is_named(db: Database, change: str) -> None:
    with db.begin() as tx:
        _, patient = a_debtor(tx)
        account = ledger.patient_account(patient)
        undo = tx.begin_nested()
        tx.execute(text(change), {"account": account})
        [found] = [one for one in balances.unproved(tx) if one.account == account]
        undo.rollback()
    assert found.lines == BIG and found.kept in (Money(24002), Money(0))


def test_balances_are_kept_whoever_posts_at_once(db: Database) -> None:
    with db.begin() as tx:
        practice, patient = a_debtor(tx)
        made = [payments.add(tx, practice, patient, Money(100 + n), "test_till", NOW) for n in range(8)]

    def post(n: int) -> None:
        with db.begin() as tx:
            ledger.payment(tx, practice, patient, made[n], Money(100 + n), NOW)

    at_once(*[lambda n=n: post(n) for n in range(8)])  # type: ignore[misc]
    with db.read() as tx:
        assert figures(tx, patient) == (24001 - 828, 828, 24001)
        assert not [one for one in balances.unproved(tx) if one.account.endswith(f":{patient}")]
