"""Whose balance costs more to ask for than it brings: from the rows of a practice, as advice and nothing more."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot import chasing
from bot.commands import outreach as command
from flows.economics import KNOWN, Outlook
from flows.money import Money
from storage import consent, ledger, people, touches
from tests.rows import a_patient
from tests.webhooks.office import Office, open_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path)
    yield made
    made.app.db.dispose()


def of(office: Office, patient: int) -> Outlook | None:
    with office.app.db.read() as tx:
        practice = people.practice(tx, office.practice)
        return chasing.of_patient(tx, practice, people.patient(tx, patient), office.app.now())


def owing(office: Office, cents: int, number: str = "", **more: object) -> int:
    with office.app.db.begin() as tx:
        return a_patient(tx, office.practice, "Lee", "King", number=number, owes_cents=cents, **more)  # type: ignore[arg-type]


def test_who_has_no_number_is_asked_by_letter(office: Office) -> None:
    found = of(office, owing(office, 800))
    assert found is not None and (found.way, found.touches, found.worth) == ("letter", 3, False)
    assert found.cost == Money(844) and found.brings == Money(204)
    large = of(office, owing(office, 20000))
    assert large is not None and large.worth
    stopped = owing(office, 800, "+17205550177")
    with office.app.db.begin() as tx:
        consent.suppress(tx, office.practice, "+17205550177", "STOP", office.app.now(), "patient")
    found = of(office, stopped)
    assert found is not None and found.way == "letter"


def test_reminders_that_went_leave_fewer_to_come(office: Office) -> None:
    patient = owing(office, 600, "+17205550178")
    found = of(office, patient)
    assert found is not None and (found.way, found.touches, found.worth) == ("text", 6, True)


@pytest.mark.parametrize("why", ["paid", "credit", "held", "small", "insurance"])
def test_who_is_not_asked_gets_no_advice(office: Office, why: str) -> None:
    cents = {"paid": 0, "small": 300}.get(why, 800)
    flags = ("insurance_pending",) if why == "insurance" else ()
    patient = owing(office, cents, "+17205550179" if why == "small" else "", flags=flags)
    with office.app.db.begin() as tx:
        if why == "held":
            consent.add_hold(tx, office.practice, "dispute", office.app.now(), patient_id=patient)
        if why == "credit":
            ledger.adjust(tx, office.practice, patient, "test", "credit", Money(900), office.app.now())
    assert of(office, patient) is None


def test_the_practices_own_rows_and_costs_decide(office: Office) -> None:
    patient, now = owing(office, 3000), office.app.now()
    found = of(office, patient)
    assert found is not None and found.worth and not found.own
    with office.app.db.begin() as tx:
        for n in range(KNOWN):
            other = a_patient(tx, office.practice, "Some", "Body", number="", owes_cents=0, key=f"Q{n}")
            for step in (1, 2, 3):
                row = touches.plan(tx, office.practice, other, "2025", step, now - timedelta(days=100 - step), (), now)
                touches.set_state(tx, row or 0, "sent")
    found = of(office, patient)
    assert found is not None and found.own and not found.worth and found.brings == Money(0)
    with office.app.db.begin() as tx:
        policy = people.practice(tx, office.practice).policy
        free = replace(policy.chasing, letter_cents=0, letter_seconds=0)
        people.update_practice(tx, office.practice, policy=replace(policy, chasing=free))
    found = of(office, patient)
    assert found is not None and found.cost == Money(0) and not found.worth


def test_staff_read_it_on_the_patients_page_and_before_reminders_start(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    patient = owing(office, 800)
    page = office.browser().get(f"/desk/patient/{patient}").text
    assert "Stop chasing this: 3 more letters and the time for it cost about $8.44 and bring about $2.04" in page
    assert "Nothing stops by itself" in page
    assert "Stop chasing" not in office.browser().get(f"/desk/patient/{office.maria}").text
    with office.app.db.read() as tx:
        practice = people.practice(tx, office.practice)
    assert command._preview(argparse.Namespace(days=30, json=False), office.app, practice) == 0
    told = capsys.readouterr().out
    assert "Asking is worth it from $2.26 by text and from $26.26 by letter, by what is usual" in told
    assert "1 cost more to ask than they bring; nothing stops by itself:" in told and "owes $8.00. Stop chasing" in told
