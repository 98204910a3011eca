"""The end-of-day sheet: every line of the day once, in the practice's own order, and what they come to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot import collect
from flows.money import Money
from tests.rows import a_patient
from tests.webhooks.office import Office, open_office
from tests.webhooks.test_letters import read
from webhooks.posting_sheet import sheet


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path)
    yield made
    made.app.db.dispose()


def test_the_days_lines_stand_in_the_lists_order(office: Office) -> None:
    app = office.app
    with app.db.begin() as tx:
        zoe = a_patient(tx, office.practice, "Zoe", "Abbot", "+17205550177", key="A0001", now=app.now())
    collect.record(app, office.practice, zoe, Money(5000))
    with app.db.begin() as tx:
        collect.took(tx, app, office.practice, office.maria, Money(2500), "office_cash")
    words = read(office.browser().get("/desk/money/sheet").data)
    assert "Payments of Monday, March 2, 2026" in words
    assert words.index("Lopez, Maria") < words.index("Abbot, Zoe"), "as in the list, not as they came"
    assert "Together: $75.00 in 2 lines" in words and "A0001" in words and "cash: $25.00" in words
    office.pass_time(timedelta(days=1))
    assert "Nothing came" in read(office.browser().get("/desk/money/sheet").data)
    assert "$75.00" in read(office.browser().get("/desk/money/sheet?day=2026-03-02").data)
    assert "Open the sheet" in office.browser().get("/desk/money").text


def test_only_staff_may_open_it(office: Office) -> None:
    assert office.browser(None).get("/desk/money/sheet").status_code == 303


def test_an_empty_day_and_a_bad_day(office: Office) -> None:
    assert sheet("W", date(2026, 3, 2), []).startswith(b"%PDF-")
    assert "March 2, 2026" in read(office.browser().get("/desk/money/sheet?day=x").data)
