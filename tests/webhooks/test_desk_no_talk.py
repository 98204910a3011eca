"""Tickets of no talk: they are in the queue with the others, lead to where they are read, and are solved there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from storage import people, tickets
from tests.webhooks.office import Office, open_office, submit, waits


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path)
    yield made
    made.app.db.dispose()


def loose(office: Office, reason: str, patient: int | None, practice: int | None = None, note: str = "") -> int:
    with office.app.db.begin() as tx:
        return tickets.open_ticket(tx, practice or office.practice, reason, office.app.now(), patient_id=patient,
                                   note=note)  # fmt: skip


def queue(office: Office) -> str:
    return office.browser().get("/desk").text


def open_ones(office: Office) -> list[int]:
    with office.app.db.read() as tx:
        return [one.id for one in tickets.open_tickets(tx, office.practice)]


def test_a_refund_that_is_due_is_in_the_queue_and_solved_on_the_patients_page(office: Office) -> None:
    ticket = loose(office, "refund", office.maria, note="payment 3: they paid more than they owed")
    other = loose(office, "other", office.maria)
    page = queue(office)
    assert f'href="/desk/patient/{office.maria}"' in page and "<b>Refund</b> +1" in page and "not in a talk" in page
    assert 'Needs a person <span class="count">1</span>' in page
    theirs = office.browser().get(f"/desk/patient/{office.maria}").text
    assert "they paid more than they owed" in theirs and 'aria-current="page"' in theirs
    client = office.browser()
    for one in (ticket, other):
        answer = submit(client, f"/desk/ticket/{one}/solve", page=f"/desk/patient/{office.maria}",
                        outcome="Refund started", patient=str(office.maria))  # fmt: skip
        assert answer.location.endswith(f"/desk/patient/{office.maria}")
    assert open_ones(office) == [] and "Nobody is waiting" in queue(office)


def test_urgency_counts_for_them_as_for_talks(office: Office) -> None:
    loose(office, "refund", office.maria)
    office.pass_time(timedelta(hours=3))
    waits(office, "human")
    page = queue(office)
    assert page.index("<b>Refund</b>") < page.index("<b>Question</b>")
    office.pass_time(timedelta(hours=1, minutes=30))
    page = queue(office)
    assert page.index("<b>Question</b>") < page.index("<b>Refund</b>")
    assert 'Needs a person <span class="count">2</span>' in page


def test_what_is_about_nobody_on_file_has_a_page_too(office: Office) -> None:
    assert "Nothing is open here" in office.browser().get("/desk/nobody").text
    ticket = loose(office, "identity", None, note="page: locked")
    page = queue(office)
    assert 'href="/desk/nobody"' in page and "Nobody on file" in page and "<b>Identity</b>" in page
    assert "which is locked. Please help by phone" in office.browser().get("/desk/nobody").text
    assert "Could not prove who they are" in office.browser().get("/desk/nobody").text
    submit(office.browser(), f"/desk/ticket/{ticket}/solve", page="/desk/nobody", outcome="Could not be reached")
    assert open_ones(office) == []


def test_another_practices_are_not_seen(office: Office) -> None:
    with office.app.db.read() as tx:
        stranger = next(one.id for one in people.patients(tx, 2))
    loose(office, "refund", stranger, practice=2)
    loose(office, "identity", None, practice=2)
    assert "Nobody is waiting" in queue(office)
    assert "Nothing is open here" in office.browser().get("/desk/nobody").text
