"""The page on which staff see where the provider's account and the ledger differ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from flows.money import ZERO, Money
from storage import audit, payments, reconciled
from storage.reconciled import Run
from tests.webhooks.office import Office, open_office, submit

TILL = "stripe_checkout"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path)
    yield made
    made.app.db.dispose()


def differ(office: Office) -> int:
    """One payment that we do not have, and money for nothing that we know of; the first one's id."""
    now = office.app.now()
    with office.app.db.begin() as tx:
        made = payments.add(tx, office.practice, office.maria, Money(5000), TILL, now)
        reconciled.found(tx, office.practice, TILL, f"payment:{made}", made, "paid", Money(5000), ZERO, now)
        reconciled.found(tx, office.practice, TILL, "txn_9", None, "given_back", Money(777), ZERO, now)
        run = Run(TILL, now - timedelta(days=1), now, now, Money(5777), Money(777), Money(198), Money(4802))
        reconciled.keep(tx, office.practice, run)
        return reconciled.standing(tx, office.practice)[0].id


def test_before_the_first_check_it_says_so(office: Office) -> None:
    page = office.browser().get("/desk/money").text
    assert "No check has run yet" in page and "<caption>What differs" not in page


def test_what_differs_is_told_with_both_figures_and_whose_it_is(office: Office) -> None:
    differ(office)
    client = office.browser()
    assert "2 figures differ between your payment provider and our ledger" in client.get("/desk").text
    page = client.get("/desk/money").text
    told = re.sub(r"<[^>]+>|\s+", " ", page)
    assert re.search(r"Paid +payment \d+ .*\$50\.00 +\$0\.00", told) and f"/desk/patient/{office.maria}" in page
    assert re.search(r"Refunded +txn_9, which no payment of ours knows", told) and "$7.77" in told
    assert re.search(r"\$57\.77 +\$7\.77 +\$1\.98 +\$48\.02", told), "the sums of the last check"
    with office.app.db.read() as tx:
        assert "money" in [row.subject for row in audit.rows(tx) if row.action == "seen"]


def test_once_somebody_looked_into_it_it_is_off_the_list(office: Office) -> None:
    one = differ(office)
    client = office.browser()
    answer = submit(client, f"/desk/money/{one}", page="/desk/money")
    page = client.get(answer.location).text
    assert "It is off the list. No figure was changed." in page and "txn_9" in page and "payment:" not in page
    assert "One figure differs between" in page
    assert "off the list already" in client.get(submit(client, f"/desk/money/{one}", page="/desk/money").location).text


def test_another_practices_differences_are_not_shown_or_ended(office: Office) -> None:
    one = differ(office)
    with office.app.db.begin() as tx:
        reconciled.found(tx, 2, TILL, "txn_other", None, "paid", Money(9), ZERO, office.app.now())
        other = reconciled.standing(tx, 2)[0].id
    client = office.browser()
    assert "txn_other" not in client.get("/desk/money").text
    submit(client, f"/desk/money/{other}", page="/desk/money")
    with office.app.db.read() as tx:
        assert [row.id for row in reconciled.standing(tx, 2)] == [other] and one != other
