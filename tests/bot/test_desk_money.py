"""What staff write down about money: paid at the office, shown by the practice's own list; once, and in the trail."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot import collect, desk_money
from bot.acts import Done, No, NotYours
from flows.money import Money
from storage import audit, ledger, outbox, payments, tickets
from storage.patients import patients_table
from tests.at_once import at_once
from tests.webhooks.office import MARIA, Office, open_office, says, submit

OWED = Money(24001)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


def rows(office: Office) -> tuple[Any, ...]:
    with office.app.db.read() as tx:
        return desk_money.of_patient(tx, office.maria)


def owed(office: Office) -> Money:
    with office.app.db.read() as tx:
        return ledger.balance(tx, office.maria)


def newest(office: Office) -> int:
    return next((row.id for row in rows(office)), 0)


def paid(office: Office, cents: int | None, way: str = "check", after: int | None = None) -> Any:
    amount = None if cents is None else Money(cents)
    shown = newest(office) if after is None else after
    return desk_money.paid_here(office.app, office.staff["ana"], office.maria, amount, way, shown)


@pytest.mark.parametrize("way", desk_money.WAYS)
def test_what_is_paid_at_the_office_is_owed_no_more(office: Office, way: str) -> None:
    waiting = says(office, "You have a message", "NUDGE")
    assert paid(office, 5000, way) == Done("Written down. They owe $190.01 now.")
    [row] = rows(office)
    assert (row.amount, row.way, row.state, row.listed, row.gone) == (Money(5000), way, "paid", False, Money(0))
    assert owed(office) == OWED - Money(5000)
    with office.app.db.read() as tx:
        text = outbox.text(tx, waiting)
        assert text is not None and text.state == "dropped", "what was said of the old figure is over"
        [row] = [row for row in audit.rows(tx, office.practice) if row.action == "payment_recorded"]
        assert row.actor == f"staff:{office.staff['ana']}" and "5000" not in str(row), "no figure in the trail"


@pytest.mark.parametrize("cents", [None, 0, -100, 10_000_001])
def test_what_is_no_amount_changes_nothing(office: Office, cents: int | None) -> None:
    assert isinstance(paid(office, cents), No) and rows(office) == () and owed(office) == OWED


def test_another_way_of_paying_is_none(office: Office) -> None:
    assert isinstance(paid(office, 5000, "gold"), No) and owed(office) == OWED


def test_pressed_twice_it_is_one_payment(office: Office) -> None:
    found = at_once(*[lambda: paid(office, 5000, after=0)] * 4)
    assert sorted(type(one).__name__ for one in found) == ["Done", "No", "No", "No"]
    assert owed(office) == OWED - Money(5000)
    assert isinstance(paid(office, 5000), Done), "the page has been seen again: they paid twice"
    assert owed(office) == OWED - Money(10000)


def test_more_than_is_owed_is_a_credit_and_a_ticket(office: Office) -> None:
    said = paid(office, 30000)
    assert isinstance(said, Done) and "$59.99 more than they owed" in said.says
    with office.app.db.read() as tx:
        assert [one.reason for one in tickets.open_tickets(tx, office.practice)] == ["refund"]
    assert owed(office) == Money(-5999)


def test_all_of_it(office: Office) -> None:
    assert paid(office, 24001) == Done("Written down. They owe nothing now.")


def listed(office: Office, payment: int, who: str = "ana") -> Any:
    return desk_money.in_list(office.app, office.staff[who], office.maria, payment)


def test_staff_say_that_their_list_shows_it(office: Office) -> None:
    paid(office, 5000)
    with office.app.db.read() as tx:
        assert ledger.listed(tx, office.maria) == OWED
    assert isinstance(listed(office, newest(office)), Done) and rows(office)[0].listed
    with office.app.db.read() as tx:
        assert ledger.listed(tx, office.maria) == OWED - Money(5000) == ledger.balance(tx, office.maria)
    assert isinstance(listed(office, newest(office)), No)


def test_nobody_elses_patients_and_payments(office: Office) -> None:
    paid(office, 5000)
    with office.app.db.begin() as tx:
        elsewhere = select(patients_table.c.id).where(patients_table.c.practice_id != office.practice)
        other = tx.execute(elsewhere).scalar_one()
        theirs = payments.add(tx, office.practice + 1, other, Money(100), "office_cash", office.app.now())
    with pytest.raises(NotYours):
        desk_money.paid_here(office.app, office.staff["ana"], other, Money(100), "cash", 0)
    for payment in (theirs, 10**6):
        with pytest.raises(NotYours):
            listed(office, payment)


def test_what_went_back_is_shown(office: Office) -> None:
    paid(office, 5000)
    with office.app.db.begin() as tx:
        paid_row = newest(office)
        ledger.give_back(tx, office.practice, office.maria, paid_row, collect.REFUND, Money(1200), office.app.now())
    assert rows(office)[0].gone == Money(1200)


def test_the_page_writes_it_down_and_shows_it(office: Office) -> None:
    client, page = office.browser("ana"), f"/desk/patient/{office.maria}"
    assert "None yet." in client.get(page).text
    told = {"amount": "$50", "way": "cash", "after": "0", "patient": str(office.maria)}
    answer = submit(client, f"{page}/payment", page, **told)
    assert answer.status_code == 303 and answer.headers["Location"] == page
    shown = client.get(page).text
    assert "They owe $190.01 now." in shown and "cash" in shown and "Our list shows it" in shown
    submit(client, f"{page}/payment", page, **told)
    assert "was written down a moment ago" in client.get(page).text
    submit(client, f"{page}/payment/{newest(office)}/listed", page, patient=str(office.maria))
    assert "in your list" in client.get(page).text
    assert submit(client, f"{page}/payment", page, **{**told, "amount": "lots"}).status_code == 303
    assert "Nothing was changed" in client.get(page).text


def test_a_receipt_follows_by_text(office: Office) -> None:
    paid(office, 5000)
    office.pass_time(timedelta(seconds=1))
    with office.app.db.read() as tx:
        texts = [text for text in outbox.of_conversation(tx, office.talk) if text.cls == "RECEIPT"]
    assert len(texts) == 1 and texts[0].number == MARIA
