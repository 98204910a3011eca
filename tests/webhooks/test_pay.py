"""Paying behind a link: what may be paid by whom, and what the page says of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from flows.money import Money
from storage import payments, people
from tests.webhooks.web import (
    Browser,
    KeptSite,
    Site,
    make_site,
    reasons,
    rows,
    text,
)

ORDER = re.compile(r'name="order" value="([^"]+)"')


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> KeptSite:
    return KeptSite(tmp_path_factory.mktemp("pay"))


@pytest.fixture
def site(kept: KeptSite) -> Site:
    return kept.again()


# -- paying --


def checked(browser: Browser, path: str, amount: str) -> str:
    """Checks an amount and returns the order that the page would send."""
    page = browser.post(f"{path}/review", {"amount": amount})
    assert page.status_code == 200, text(page)
    found = ORDER.search(page.text)
    assert found is not None
    return found[1]


def pay(site: Site, browser: Browser, path: str, amount: str, button: str = "approve") -> Any:
    """From the amount to the page after the till."""
    till = browser.post(f"{path}/pay", {"order": checked(browser, path, amount)})
    assert till.status_code == 303, text(till)
    where = till.location.removeprefix(site.town.app.settings.public_url)
    browser.get(where)
    back = browser.post(where, {"button": button})
    if back.status_code == 200:
        return back
    return browser.get(back.location.removeprefix(site.town.app.settings.public_url))


def test_paying_in_full(site: Site) -> None:
    path = site.town.link()
    browser = site.proved(path)
    page = text(pay(site, browser, path, "$240.01"))
    assert "Thank you. We have your $240.01" in page and "You owe nothing more" in page and "March 2, 2026" in page
    assert site.town.owed() == Money(0)


def test_paying_a_part(site: Site) -> None:
    path = site.town.link()
    page = text(pay(site, site.proved(path), path, "50"))
    assert "We have your $50.00" in page and "You still owe $190.01" in page


def test_a_declined_card(site: Site) -> None:
    path = site.town.link()
    browser = site.proved(path)
    page = text(pay(site, browser, path, "50", "decline"))
    assert "The card was not accepted" in page and "Nothing was taken" in page
    assert "We have your $50.00" in text(pay(site, browser, path, "50"))
    assert site.town.owed() == Money(19001)


def test_a_lost_answer_is_found_when_the_patient_comes_back(site: Site) -> None:
    path = site.town.link()
    browser = site.proved(path)
    assert "The line went dead" in text(pay(site, browser, path, "50", "drop"))
    with site.town.app.db.read() as tx:
        [payment] = payments.of_patient(tx, site.town.maria)
    assert "We are checking your payment" in text(browser.get(f"{path}/done/{payment.ref}"))
    answer = browser.post(f"{path}/done/{payment.ref}", headers={"Accept": "application/json"})
    assert answer.json == {"state": "paid"}
    assert "We have your $50.00" in text(browser.get(f"{path}/done/{payment.ref}"))


def test_paying_again_after_a_lost_answer_is_caught(site: Site) -> None:
    path = site.town.link()
    browser = site.proved(path)
    pay(site, browser, path, "240.01", "drop")
    again = browser.post(f"{path}/pay", {"order": checked(browser, path, "100")})
    assert "We have your $240.01" in text(browser.get(again.location))
    assert site.town.owed() == Money(0)


def test_a_slow_answer_is_waited_for(site: Site) -> None:
    path = site.town.link()
    browser = site.proved(path)
    page = pay(site, browser, path, "50", "slow")
    assert "We are checking your payment" in text(page) and "Please don't pay again" in text(page)
    assert 'http-equiv="refresh"' not in page.text
    found = re.search(r'data-watch="([^"]+)"', page.text)
    assert found is not None
    assert browser.post(found[1], headers={"Accept": "application/json"}).json == {"state": "checking"}
    assert "$50.00 is being checked" in text(browser.get(path))


def test_an_unfinished_payment_can_be_gone_on_with(site: Site) -> None:
    path = site.town.link()
    browser = site.proved(path)
    till = browser.post(f"{path}/pay", {"order": checked(browser, path, "50")})
    with site.town.app.db.read() as tx:
        [payment] = payments.of_patient(tx, site.town.maria)
    page = browser.get(f"{path}/done/{payment.ref}")
    assert "You have not finished paying" in text(page) and till.location in page.text


def test_pressing_twice_is_paying_once(site: Site) -> None:
    path = site.town.link()
    browser = site.proved(path)
    order = checked(browser, path, "50")
    first, second = (browser.post(f"{path}/pay", {"order": order}) for _ in range(2))
    assert first.location == second.location and rows(site)["payments"] == 1


def test_an_old_order_is_checked_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    path = site.town.link()
    browser = site.proved(path)
    order = checked(browser, path, "50")
    monkeypatch.setattr("webhooks.pay.ORDER_S", -1)
    page = browser.post(f"{path}/pay", {"order": order})
    assert page.status_code == 422 and "check the amount again" in text(page) and rows(site)["payments"] == 0


@pytest.mark.parametrize("order", ["", "x", "WzEsMSwwXQ.a.b"])
def test_a_made_up_order_pays_nothing(site: Site, order: str) -> None:
    path = site.town.link()
    site.proved(path).post(f"{path}/pay", {"order": order})
    assert rows(site)["payments"] == 0


def test_an_order_of_another_link_pays_nothing(site: Site) -> None:
    first, second = site.town.link(), site.town.link()
    browser = site.proved(first)
    order = checked(browser, first, "50")
    browser.post(f"{second}/pay", {"order": order})
    assert rows(site)["payments"] == 0


@pytest.mark.parametrize(("typed", "says"), [
    ("", "Type an amount"), ("abc", "Type an amount"), ("0", "Type an amount"), ("-5", "Type an amount"),
    ("1.234", "Type an amount"), ("0.50", "smallest amount we can take here is $1.00"),
    ("240.02", "You owe $240.01"), ("99999999999", "Type an amount"),
])  # fmt: skip
def test_an_amount_that_can_not_be_paid_says_why_and_is_kept(site: Site, typed: str, says: str) -> None:
    path = site.town.link()
    page = site.proved(path).post(f"{path}/review", {"amount": typed})
    assert page.status_code == 422 and says in text(page)
    assert f'value="{typed}"' in page.text
    assert 'role="alert"' in page.text and 'aria-invalid="true"' in page.text


@pytest.mark.parametrize(("typed", "cents"), [("50", 5000), ("$50.5", 5050), ("240.01", 24001), ("$ 1.00", 100)])
def test_amounts_as_people_write_them(site: Site, typed: str, cents: int) -> None:
    path = site.town.link()
    assert str(Money(cents)) in text(site.proved(path).post(f"{path}/review", {"amount": typed}))


def test_whoever_has_the_link_may_pay_what_they_type_and_sees_nothing(site: Site) -> None:
    path, browser = site.town.link(), site.browser()
    assert "Pay without signing in" in text(browser.get(path))
    page = text(pay(site, browser, path, "60"))
    assert "We have your $60.00" in page
    assert not re.search(r"Maria|180\.01|240\.01|owe", page)
    assert site.town.owed() == Money(18001)


@pytest.mark.parametrize(("typed", "says"), [("25000.01", "For more than $25,000.00"), ("0.99", "smallest amount")])
def test_without_proof_a_refusal_gives_nothing_away(site: Site, typed: str, says: str) -> None:
    path, browser = site.town.link(), site.browser()
    page = text(browser.post(f"{path}/review", {"amount": typed}))
    assert says in page and "240.01" not in page


def test_without_proof_more_than_is_owed_becomes_a_credit_that_staff_see(site: Site) -> None:
    path, browser = site.town.link(), site.browser()
    page = text(pay(site, browser, path, "300"))
    assert "We have your $300.00" in page and "more than you owe" not in page
    assert site.town.owed() == Money(-5999) and reasons(site) == ["refund"]


def test_the_secure_page_takes_nothing_without_proof(site: Site) -> None:
    path, browser = site.town.link("secure_page", 2), site.browser()
    assert "Pay without signing in" not in text(browser.get(path))
    assert browser.post(f"{path}/review", {"amount": "50"}).status_code == 303


def test_somebody_elses_payment_is_not_shown(site: Site) -> None:
    path, other = site.town.link(), site.town.link()
    pay(site, site.browser(), path, "60")
    with site.town.app.db.read() as tx:
        [payment] = payments.of_patient(tx, site.town.maria)
    assert "60.00" not in text(site.browser().get(f"{other}/done/{payment.ref}"))


def test_new_york_reads_the_risk_of_cards_before_paying(site: Site) -> None:
    with site.town.app.db.begin() as tx:
        people.update_patient(tx, site.town.maria, state="NY")
    path = site.town.link()
    assert "credit card has risks" in text(site.proved(path).post(f"{path}/review", {"amount": "50"}))


def test_without_a_provider_the_page_says_to_call(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    path = site.town.link()
    browser = site.proved(path)
    order = checked(browser, path, "50")
    object.__setattr__(site.town.app, "payments", {})
    assert "Pay $240.01" not in text(browser.get(path))
    assert "can't take cards" in text(browser.post(f"{path}/pay", {"order": order}))


# -- the till and its news over HTTP --


def test_signed_news_counts_once_and_unsigned_news_never(site: Site) -> None:
    path = site.town.link()
    browser = site.proved(path)
    browser.post(f"{path}/pay", {"order": checked(browser, path, "50")})
    with site.town.app.db.read() as tx:
        [payment] = payments.of_patient(tx, site.town.maria)
    till: Any = site.town.app.payments["test_till"]
    pressed = till.press(f"{payment.ref}-1", "approve")
    client = site.flask.test_client()
    assert client.post("/payments/test_till/event", data=pressed.event).status_code == 403
    assert site.town.owed() == Money(24001)
    for _ in range(3):
        assert client.post("/payments/test_till/event", data=pressed.event, headers=pressed.headers).status_code == 200
    assert site.town.owed() == Money(19001)


@pytest.mark.parametrize("path", ["/payments/nobody/event", "/payments/nobody/x-1", "/payments/test_till/x-1"])
def test_tills_that_are_not_there(site: Site, path: str) -> None:
    client = site.flask.test_client()
    answer = client.post(path) if path.endswith("event") else client.get(path)
    assert answer.status_code == 404


def test_a_button_that_the_till_does_not_have_does_nothing(site: Site) -> None:
    path = site.town.link()
    browser = site.proved(path)
    till = browser.post(f"{path}/pay", {"order": checked(browser, path, "50")})
    where = till.location.removeprefix(site.town.app.settings.public_url)
    browser.get(where)
    assert browser.post(where, {"button": "explode"}).status_code == 303
    assert site.town.owed() == Money(24001)
