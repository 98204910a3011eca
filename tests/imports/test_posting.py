"""A list is the practice's statement as of its date: only differences are posted, and nothing is guessed (29, 30)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import collect
from bot.clock import FixedClock
from bot.errors import Sorry
from bot.imports import Attestation, Done, post, run
from bot.wiring import App
from flows.money import Money
from storage import consent, imports, ledger, people
from storage.audit import rows_table as audit_rows
from storage.ledger import entries
from storage.patients import patients_table, phones_table
from tests.lines import an_app

COLUMNS = ("account", "first_name", "last_name", "birth_date", "cell_phone", "zip", "language", "balance",
           "first_statement_date", "statement_code", "insurance_pending", "consent_source", "consent_date")  # fmt: skip
MARIA: dict[str, str] = {
    "account": "A1", "first_name": "Maria", "last_name": "Lopez", "birth_date": "1984-03-02",
    "cell_phone": "720-555-0143", "zip": "80203", "language": "en", "balance": "240.01",
    "first_statement_date": "2026-02-01", "consent_source": "intake_form", "consent_date": "2026-01-05",
}  # fmt: skip
LEO: dict[str, str] = {**MARIA, "account": "A2", "first_name": "Leo", "cell_phone": "720-555-0144", "balance": "40.00"}
OLD, NEW = "+17205550143", "+17205550199"
_files = itertools.count(1)


@dataclass
class Clinic:
    """A practice that reads lists in."""

    app: App
    folder: Path
    slug: str
    practice_id: int

    def file(self, *patients: Mapping[str, str]) -> Path:
        file = self.folder / f"list{next(_files)}.csv"
        columns = list(dict.fromkeys((*COLUMNS, *(name for patient in patients for name in patient))))
        rows = [",".join(patient.get(name, "") for name in columns) for patient in patients]
        file.write_text("\n".join([",".join(columns), *rows, ""]))
        return file

    def read(self, *patients: Mapping[str, str], **more: Any) -> Done:
        return run(self.app, self.slug, self.file(*patients), "test", **more)

    def forward(self, **by: float) -> None:
        assert isinstance(self.app.clock, FixedClock)
        self.app.clock.forward(timedelta(**by))

    def patient(self, key: str = "A1") -> people.Patient:
        with self.app.db.read() as tx:
            found = people.patient_by_key(tx, self.practice_id, key)
        assert found is not None
        return found

    def owes(self, key: str = "A1") -> Money:
        patient = self.patient(key)
        with self.app.db.read() as tx:
            return ledger.balance(tx, patient.id)

    def transit(self, key: str = "A1") -> Money:
        patient = self.patient(key)
        with self.app.db.read() as tx:
            return ledger.in_transit(tx, patient.id)

    def pays(self, cents: int, key: str = "A1") -> None:
        collect.record(self.app, self.practice_id, self.patient(key).id, Money(cents), None)

    def holds(self, key: str = "A1") -> set[str]:
        patient = self.patient(key)
        with self.app.db.read() as tx:
            return {hold.reason for hold in consent.open_holds(tx, self.practice_id, [patient.id], "", self.app.now())}

    def phones(self, key: str = "A1") -> dict[str, str]:
        patient = self.patient(key)
        with self.app.db.read() as tx:
            return {phone.number: phone.state for phone in people.phones(tx, patient.id)}

    def consented(self, number: str = OLD, key: str = "A1") -> Any:
        patient = self.patient(key)
        with self.app.db.read() as tx:
            return consent.newest_grant(tx, self.practice_id, number, patient.id)

    def counts(self) -> list[int]:
        tables = (patients_table, phones_table, entries, consent.consents, consent.holds, imports.imports_table,
                  audit_rows)  # fmt: skip
        with self.app.db.read() as tx:
            return [len(tx.execute(table.select().where(table.c.practice_id == self.practice_id)).all())
                    for table in tables]  # fmt: skip


@pytest.fixture
def clinic(shared_url: str, tmp_path: Path) -> Iterator[Clinic]:
    app = an_app(shared_url, tmp_path, datetime(2026, 3, 2, 17, 0, tzinfo=UTC))
    slug = f"clinic-{next(_files)}"
    with app.db.begin() as tx:
        practice_id = people.add_practice(tx, slug=slug, name="Willow Creek", phone="(303) 555-0100")
    yield Clinic(app, tmp_path, slug, practice_id)
    app.db.dispose()


def kinds(done: Done) -> list[tuple[str, str]]:
    return [(one.kind, one.key) for one in done.differences]


# -- the first list --


def test_a_first_list_makes_patients_phones_charges_and_consent(clinic: Clinic) -> None:
    done = clinic.read(MARIA, LEO)
    assert kinds(done) == [("new", "A1"), ("new", "A2")]
    maria = clinic.patient()
    assert (maria.first, maria.last, maria.born, maria.zip, maria.lang) == (
        "Maria", "Lopez", date(1984, 3, 2), "80203", "en")  # fmt: skip
    assert maria.first_statement == date(2026, 2, 1) and maria.created_at == clinic.app.now()
    assert clinic.phones() == {OLD: "ok"} and clinic.owes() == Money(24001) and clinic.owes("A2") == Money(4000)
    given = clinic.consented()
    assert (given.source, given.at.date(), given.scope) == ("intake_form", date(2026, 1, 5), ("billing",))
    assert (done.funnel.owing, done.funnel.textable) == (2, 2)


def test_where_letters_go_and_what_care_was_to_cost_come_with_the_list(clinic: Clinic) -> None:
    home = {"address": "12 Elm St", "address_2": "Apt 4", "city": "Denver", "state": "CO"}
    clinic.read({**MARIA, **home, "estimate": "$200.00", "self_pay": "yes"}, {**LEO, "city": "Boulder"})
    maria, leo = clinic.patient(), clinic.patient("A2")
    assert maria.address == "12 Elm St\nApt 4\nDenver, CO 80203" and leo.address is None
    assert (maria.estimate_cents, maria.flags, leo.estimate_cents) == (20000, {"self_pay"}, None)
    clinic.read({**MARIA, "balance": "1.00"}, LEO)
    assert clinic.patient().flags == {"self_pay"}, "a list without the column says nothing of it"
    clinic.read({**MARIA, "balance": "2.00", "self_pay": "no"}, LEO)
    assert not clinic.patient().flags and clinic.patient().estimate_cents == 20000


def test_a_missing_statement_code_is_made_and_a_given_one_kept(clinic: Clinic) -> None:
    clinic.read(MARIA, {**LEO, "statement_code": "h4t8wz2n"})
    made = clinic.patient().statement_code
    assert made and len(made) == 8 and any(c.isdigit() for c in made) and any(c.isalpha() for c in made)
    assert clinic.patient("A2").statement_code == "H4T8WZ2N"
    clinic.forward(days=1)
    clinic.read({**MARIA, "balance": "1.00"}, LEO)
    assert clinic.patient().statement_code == made, "a code that is printed on letters has changed"


def test_made_codes_differ_and_are_no_words() -> None:
    codes = {post.made_code() for _ in range(200)}
    assert len(codes) == 200 and not any(set(code) & set("AEIOU01") for code in codes)


def test_credits_and_zeros_are_patients_too(clinic: Clinic) -> None:
    done = clinic.read({**MARIA, "balance": "(12.00)"}, {**LEO, "balance": "0.00"})
    assert clinic.owes() == Money(-1200) and clinic.owes("A2") == Money(0) and done.funnel.owing == 0


# -- the same list again --


def test_the_same_file_again_changes_nothing(clinic: Clinic) -> None:
    file = clinic.file(MARIA, LEO)
    run(clinic.app, clinic.slug, file, "test")
    before = clinic.counts()
    clinic.forward(days=3)
    again = run(clinic.app, clinic.slug, file, "test")
    assert (again.import_id, again.differences) == (None, ()) and clinic.counts() == before
    assert again.funnel.textable == 2


def test_the_same_rows_in_another_file_post_nothing(clinic: Clinic) -> None:
    clinic.read(MARIA, LEO)
    before = clinic.counts()
    clinic.forward(days=1)
    done = clinic.read(LEO, MARIA)
    assert done.differences == () and done.import_id is not None
    assert clinic.counts()[:5] == before[:5]


def test_an_older_file_again_is_a_list_of_its_own(clinic: Clinic) -> None:
    first = clinic.file(MARIA)
    run(clinic.app, clinic.slug, first, "test")
    clinic.forward(days=1)
    clinic.read({**MARIA, "balance": "300.00"})
    clinic.forward(days=1)
    run(clinic.app, clinic.slug, first, "test")
    assert clinic.owes() == Money(24001)


@pytest.mark.parametrize(("balance", "cents", "kind"), [("300.00", 30000, "charged"), ("200.00", 20000, "adjusted")])
def test_only_the_difference_is_posted(clinic: Clinic, balance: str, cents: int, kind: str) -> None:
    clinic.read(MARIA, LEO)
    clinic.forward(days=7)
    done = clinic.read({**MARIA, "balance": balance}, LEO)
    assert kinds(done) == [("balance", "A1")] and clinic.owes() == Money(cents)
    with clinic.app.db.read() as tx:
        told = {line.kind: line.amount.cents for line in ledger.lines(tx, clinic.patient().id)}
    assert told == ({"charged": 30000} if kind == "charged" else {"charged": 24001, "adjusted": 4001})


def test_details_that_changed_are_shown_and_taken_over(clinic: Clinic) -> None:
    clinic.read(MARIA)
    done = clinic.read({**MARIA, "last_name": "Lopez Diaz", "zip": "80211", "cell_phone": "720-555-0199",
                        "insurance_pending": "yes"})  # fmt: skip
    (change,) = done.differences
    assert change.kind == "details" and set(change.after.split(", ")) == {"last", "zip", "phone", "insurance_pending"}
    maria = clinic.patient()
    assert (maria.last, maria.zip, maria.flags) == ("Lopez Diaz", "80211", {"insurance_pending"})
    assert kinds(clinic.read({**MARIA, "last_name": "Lopez Diaz", "zip": "80211", "cell_phone": "720-555-0199"})) == [
        ("details", "A1")]  # fmt: skip
    assert clinic.patient().flags == frozenset()


def test_an_empty_cell_erases_nothing(clinic: Clinic) -> None:
    clinic.read(MARIA)
    clinic.read({"account": "A1", "first_name": "Maria", "last_name": "Lopez", "balance": "240.01"})
    maria = clinic.patient()
    assert (maria.born, maria.zip, maria.lang, clinic.phones()) == (date(1984, 3, 2), "80203", "en", {OLD: "ok"})


# -- payments that the list does not show yet --


def test_a_payment_is_not_chased_before_the_list_shows_it(clinic: Clinic) -> None:
    clinic.read(MARIA)
    clinic.pays(10000)
    assert (clinic.owes(), clinic.transit()) == (Money(14001), Money(10000))
    clinic.forward(days=1)
    assert kinds(clinic.read({**MARIA, "zip": "80211"})) == [("details", "A1")]
    assert (clinic.owes(), clinic.transit()) == (Money(14001), Money(10000)), "asked again for what was paid"
    clinic.forward(days=1)
    clinic.read({**MARIA, "balance": "140.01"})
    assert (clinic.owes(), clinic.transit(), clinic.holds()) == (Money(14001), Money(0), set())


def test_of_two_payments_the_list_may_show_one(clinic: Clinic) -> None:
    clinic.read(MARIA)
    clinic.pays(10000)
    clinic.pays(2500)
    clinic.forward(days=1)
    clinic.read({**MARIA, "balance": "215.01"})
    assert (clinic.owes(), clinic.transit()) == (Money(11501), Money(10000))


def test_a_difference_that_nobody_can_explain_is_held_for_a_person(clinic: Clinic) -> None:
    """A payment is in transit, and the figure moved by something else: nothing is posted."""
    clinic.read(MARIA)
    clinic.pays(10000)
    clinic.forward(days=1)
    done = clinic.read({**MARIA, "balance": "170.00"})
    assert ("ambiguous", "A1") in kinds(done)
    assert clinic.holds() == {"import_difference"} and clinic.owes() == Money(14001)
    clinic.forward(days=1)
    clinic.read({**MARIA, "balance": "140.01"})
    assert clinic.holds() == set() and clinic.owes() == Money(14001)


def test_a_list_of_before_the_payment_cannot_show_it(clinic: Clinic) -> None:
    clinic.read(MARIA)
    clinic.forward(days=2)
    clinic.pays(10000)
    done = clinic.read({**MARIA, "balance": "140.01"}, as_of=clinic.app.now().date() - timedelta(days=1))
    assert done.import_id is not None and clinic.transit() == Money(10000)
    assert clinic.owes() == Money(4001), "the list's own difference, and the payment after it"


# -- who is no longer there --


def test_who_is_absent_is_held_and_never_taken_as_paid(clinic: Clinic) -> None:
    clinic.read(MARIA, LEO)
    clinic.forward(days=1)
    done = clinic.read(LEO)
    assert kinds(done) == [("absent", "A1")]
    assert clinic.holds() == {"not_in_file"} and clinic.owes() == Money(24001) and clinic.holds("A2") == set()
    clinic.forward(days=1)
    clinic.read(MARIA, LEO)
    assert clinic.holds() == set()


def test_who_owes_nothing_may_be_absent(clinic: Clinic) -> None:
    clinic.read({**MARIA, "balance": "0"}, LEO)
    assert clinic.read(LEO).differences == () and clinic.holds() == set()


def test_a_hold_of_staff_is_not_lifted_by_a_list(clinic: Clinic) -> None:
    clinic.read(MARIA)
    with clinic.app.db.begin() as tx:
        consent.add_hold(tx, clinic.practice_id, "dispute", clinic.app.now(), patient_id=clinic.patient().id)
    clinic.read({**MARIA, "balance": "1.00"})
    assert clinic.holds() == {"dispute"}


# -- another number --


def test_a_new_number_detaches_the_old_and_consent_stays_with_it(clinic: Clinic) -> None:
    """Fact sheet T2: the number changed in the practice's program after consent was given."""
    clinic.read(MARIA)
    clinic.forward(days=1)
    clinic.read({**MARIA, "cell_phone": "720-555-0199"})
    assert clinic.phones() == {OLD: "reassigned", NEW: "ok"}
    assert clinic.consented(NEW) is None and clinic.consented(OLD) is not None
    with clinic.app.db.read() as tx:
        assert people.patients_of_number(tx, clinic.practice_id, OLD) == []


def test_a_consent_of_after_the_change_counts_for_the_new_number(clinic: Clinic) -> None:
    clinic.read(MARIA)
    clinic.forward(days=10)
    clinic.read({**MARIA, "cell_phone": "720-555-0199", "consent_date": "2026-03-08"})
    assert clinic.consented(NEW) is not None


def test_a_number_that_comes_back_stands_for_the_patient_again(clinic: Clinic) -> None:
    clinic.read(MARIA)
    clinic.read({**MARIA, "cell_phone": "720-555-0199"})
    clinic.read(MARIA)
    assert clinic.phones() == {OLD: "ok", NEW: "reassigned"}


@pytest.mark.parametrize("state", ["wrong", "unusable"])
def test_a_list_does_not_undo_what_was_found_out_about_a_number(clinic: Clinic, state: str) -> None:
    clinic.read(MARIA)
    with clinic.app.db.begin() as tx:
        people.set_phone_state(tx, clinic.practice_id, OLD, state)
    assert clinic.read({**MARIA, "zip": "80211"}).differences[0].after == "zip"
    assert clinic.phones() == {OLD: state}
    clinic.read({**MARIA, "cell_phone": "720-555-0199"})
    clinic.read(MARIA)
    assert clinic.phones()[OLD] == state


def test_a_number_that_stopped_is_not_asked_to_come_back(clinic: Clinic) -> None:
    clinic.read(MARIA)
    with clinic.app.db.begin() as tx:
        consent.suppress(tx, clinic.practice_id, OLD, "text", clinic.app.now(), "patient")
    attested = Attestation("intake_form", date(2026, 2, 1), "I agree.", "kate")
    done = clinic.read({**MARIA, "consent_date": "2026-03-01"}, attestation=attested)
    assert clinic.consented() is None and done.funnel.textable == 0


# -- consent --


def test_without_consent_columns_there_is_none(clinic: Clinic) -> None:
    done = clinic.read({**MARIA, "consent_source": "", "consent_date": ""})
    assert clinic.consented() is None
    assert (done.funnel.mobile, done.funnel.consent) == (1, 0) and "no consent on record" in done.funnel.next


def test_an_admins_attestation_is_recorded_with_its_words(clinic: Clinic) -> None:
    bare = {**MARIA, "consent_source": "", "consent_date": ""}
    file = clinic.file(bare)
    run(clinic.app, clinic.slug, file, "test")
    attested = Attestation("intake_form", date(2026, 2, 1), "I agree to texts about my bill.", "kate")
    done = run(clinic.app, clinic.slug, file, "test", attestation=attested)
    given = clinic.consented()
    assert (given.source, given.at.date()) == ("intake_form", date(2026, 2, 1)) and done.funnel.textable == 1
    mine = consent.consents.select().where(consent.consents.c.practice_id == clinic.practice_id)
    with clinic.app.db.read() as tx:
        row, words = imports.newest(tx, clinic.practice_id), [given.wording for given in tx.execute(mine)]
    told = {"source": "intake_form", "at": "2026-02-01", "wording": "I agree to texts about my bill.", "by": "kate"}
    assert row is not None and row.attestation == told and words == [told["wording"]]


def test_a_consent_is_recorded_once(clinic: Clinic) -> None:
    for balance in ("240.01", "241.00", "242.00"):
        clinic.read({**MARIA, "balance": balance})
    with clinic.app.db.read() as tx:
        rows = tx.execute(consent.consents.select().where(consent.consents.c.practice_id == clinic.practice_id)).all()
    assert len(rows) == 1


def test_a_consent_of_tomorrow_is_none(clinic: Clinic) -> None:
    clinic.read({**MARIA, "consent_date": "2026-03-03"})
    assert clinic.consented() is None


def test_a_consent_of_this_morning_counts_now(clinic: Clinic) -> None:
    """Whoever imports at seven is not told that the consent of today is still to come."""
    assert isinstance(clinic.app.clock, FixedClock)
    clinic.app.clock.set(datetime(2026, 3, 2, 7, 0, tzinfo=UTC))
    clinic.read({**MARIA, "consent_date": "2026-03-02"})
    assert clinic.consented().at <= clinic.app.now()


# -- undo --


def test_undo_reverses_what_was_posted_and_erases_nothing(clinic: Clinic) -> None:
    clinic.read(MARIA, LEO)
    clinic.pays(10000)
    clinic.forward(days=1)
    second = clinic.read({**MARIA, "balance": "140.01"})
    assert clinic.holds("A2") == {"not_in_file"} and clinic.transit() == Money(0)
    entered = clinic.counts()[2]
    assert second.import_id is not None
    post.undo(clinic.app, second.import_id, "test")
    assert (clinic.owes(), clinic.transit(), clinic.owes("A2")) == (Money(14001), Money(10000), Money(4000))
    assert clinic.holds("A2") == set(), "a partial list that was taken back still holds everybody"
    assert clinic.counts()[2] > entered
    clinic.read(MARIA, LEO)
    assert (clinic.owes(), clinic.transit()) == (Money(14001), Money(10000))


def test_the_undone_file_can_be_read_again(clinic: Clinic) -> None:
    file = clinic.file(MARIA)
    for _ in range(3):
        done = run(clinic.app, clinic.slug, file, "test")
        assert done.import_id is not None and clinic.owes() == Money(24001)
        post.undo(clinic.app, done.import_id, "test")
        assert clinic.owes() == Money(0)


def test_what_cannot_be_undone(clinic: Clinic) -> None:
    first, second = clinic.read(MARIA), clinic.read({**MARIA, "balance": "1.00"})
    assert first.import_id and second.import_id
    for import_id, why in ((first.import_id, "not the newest"), (999_999_999, "not there")):
        with pytest.raises(Sorry, match=why):
            post.undo(clinic.app, import_id, "test")
    post.undo(clinic.app, second.import_id, "test")
    with pytest.raises(Sorry, match="undone already"):
        post.undo(clinic.app, second.import_id, "test")
    assert clinic.owes() == Money(24001)


# -- all or nothing --


@pytest.mark.parametrize("rows", [[], ["A1,,,,,,,x"], [",,,,,,,"]])
def test_a_list_without_patients_holds_nobody(clinic: Clinic, rows: list[str]) -> None:
    clinic.read(MARIA)
    before, file = clinic.counts(), clinic.folder / "empty.csv"
    file.write_text("\n".join([",".join(COLUMNS[:8]), *rows, ""]))
    with pytest.raises(Sorry, match="names no patient"):
        run(clinic.app, clinic.slug, file, "test")
    assert clinic.counts() == before and clinic.holds() == set()


def test_a_list_that_breaks_off_changes_nothing(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic.read(MARIA)
    before, saw = clinic.counts(), imports.saw

    def fails(tx: Any, practice_id: int, row: int, patient_id: int, says: Money) -> Any:
        if says == Money(777):
            raise RuntimeError("the power went")
        return saw(tx, practice_id, row, patient_id, says)

    monkeypatch.setattr(imports, "saw", fails)
    with pytest.raises(RuntimeError):
        clinic.read({**MARIA, "balance": "5.00"}, {**LEO, "balance": "7.77"})
    assert clinic.counts() == before and clinic.owes() == Money(24001)


def test_a_practice_that_is_not_there(clinic: Clinic) -> None:
    with pytest.raises(Sorry, match="no practice 'elsewhere'") as sorry:
        run(clinic.app, "elsewhere", clinic.file(MARIA), "test")
    assert sorry.value.code == 2 and clinic.slug in str(sorry.value)


def test_two_practices_may_have_the_same_account_numbers(clinic: Clinic) -> None:
    with clinic.app.db.begin() as tx:
        other = people.add_practice(tx, slug=f"{clinic.slug}-b", name="Other", phone="1")
    clinic.read(MARIA)
    run(clinic.app, f"{clinic.slug}-b", clinic.file({**MARIA, "balance": "9.00"}), "test")
    assert clinic.owes() == Money(24001)
    with clinic.app.db.read() as tx:
        theirs = people.patient_by_key(tx, other, "A1")
        assert theirs is not None and ledger.balance(tx, theirs.id) == Money(900)


def test_what_is_written_down_names_nobody(clinic: Clinic) -> None:
    clinic.read(MARIA)
    with clinic.app.db.read() as tx:
        told = str(tx.execute(audit_rows.select().where(audit_rows.c.practice_id == clinic.practice_id)).all())
    assert "imported" in told and not any(word in told for word in ("Maria", "Lopez", "720", "1984", "240"))
