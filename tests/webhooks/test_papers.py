"""A patient's papers and plan behind their link: what each says, what nobody else may see, and what is printed."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from flows.money import Money
from flows.script import Quote
from storage import base, consent, debits, ledger, mandates, payments, people, plans, quotes
from tests.webhooks.web import BORN, Browser, KeptSite, Site, rows, text
from tests.willow import Town
from webhooks.page_words import sentence


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> KeptSite:
    return KeptSite(tmp_path_factory.mktemp("papers"))


@pytest.fixture
def site(kept: KeptSite) -> Site:
    return kept.again()


def pay(town: Town, cents: int, provider: str = "test_till", **more: Any) -> str:
    """A payment that came; its name."""
    now = town.app.now()
    with town.app.db.begin() as tx:
        row = payments.add(tx, town.practice_id, town.maria, Money(cents), provider, now, **more)
        payments.set_state(tx, row, "paid", now)
        ledger.payment(tx, town.practice_id, town.maria, row, Money(cents), now)
        found = payments.payment(tx, row)
    assert found is not None
    return found.ref


def refund(town: Town, ref: str, cents: int) -> None:
    with town.app.db.begin() as tx:
        paid = payments.by_ref(tx, ref)
        assert paid is not None
        ledger.give_back(tx, town.practice_id, town.maria, paid.id, "given_back", Money(cents), town.app.now())


def planned(town: Town, *days: date, cents: int = 8000) -> int:
    now = town.app.now()
    with town.app.db.begin() as tx:
        terms = Quote(town.maria, Money(cents * len(days)), tuple(Money(cents) for _ in days), days)
        row = quotes.add(tx, town.practice_id, None, terms, "plan", "plan.confirm", now, now + timedelta(days=2))
        return plans.start(tx, row, "active", now, "text")


def read(answer: Any) -> str:
    """The words of a PDF."""
    assert answer.mimetype == "application/pdf", answer.text
    pages = PdfReader(io.BytesIO(answer.data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def of_guarantor(site: Site) -> tuple[Browser, str]:
    """The guarantor of Maria, who is grown up: proved with their own birth date."""
    with site.town.app.db.begin() as tx:
        people.update_patient(tx, site.town.maria, guarantor_born=date(1960, 1, 5), guarantor_first="Rosa")
    path = site.town.link()
    born = {"birth_month": "1", "birth_day": "5", "birth_year": "1960"}
    return site.proved(path, born), path


# -- the statement --


def test_a_statement_has_every_entry_with_its_day(site: Site) -> None:
    town = site.town
    with town.app.db.begin() as tx:
        ledger.record(tx, town.practice_id, town.maria, "insurance_paid", "test", 2, Money(10000), town.app.now())
        ledger.adjust(tx, town.practice_id, town.maria, "test", 3, Money(1001), town.app.now())
    town.forward(days=1)
    refund(town, pay(town, 5000), 2000)
    path = town.link()
    browser = site.proved(path)
    words = text(browser.get(f"{path}/statement"))
    for told in ("Charges March 2, 2026 $240.01", "Insurance paid March 2, 2026 -$100.00",
                 "Adjustments March 2, 2026 -$10.01", "You paid March 3, 2026 -$50.00",
                 "Paid back to you March 3, 2026 $20.00", "You owe as of March 3, 2026 $100.00"):  # fmt: skip
        assert told in words, (told, words)
    assert words.index("Charges") < words.index("Insurance paid") < words.index("You paid")
    printed = read(browser.get(f"{path}/statement.pdf"))
    for told in ("Charges, March 2, 2026 $240.01", "Insurance paid, March 2, 2026 -$100.00", "Today you owe $100.00"):
        assert told in printed, (told, printed)
    spanish = text(browser.get(f"{path}/statement?lang=es"))
    assert "Su estado de cuenta" in spanish and "3 de marzo de 2026" in spanish


def test_what_was_taken_back_is_said_to_be(site: Site) -> None:
    town = site.town
    with town.app.db.begin() as tx:
        ledger.reverse(tx, town.practice_id, "test", 1, town.app.now())
    path = town.link()
    browser = site.proved(path)
    words = text(browser.get(f"{path}/statement"))
    assert "Charges, taken back March 2, 2026 -$240.01" in words and "You owe as of March 2, 2026 $0.00" in words
    assert "Nothing is owed" in read(browser.get(f"{path}/statement.pdf"))


def test_a_credit_is_told_and_not_asked_for(site: Site) -> None:
    pay(site.town, 25001)
    path = site.town.link()
    browser = site.proved(path)
    assert "credit of $10.00" in text(browser.get(f"{path}/statement"))
    printed = read(browser.get(f"{path}/statement.pdf"))
    assert "credit of $10.00" in printed and "You can pay by card" not in printed


def test_the_guarantor_of_an_adult_sees_amount_and_reference_only(site: Site) -> None:
    browser, path = of_guarantor(site)
    words = text(browser.get(f"{path}/statement"))
    assert "$240.01" in words and "Statement K7M2QX9B" in words
    assert "Charges" not in words and "Maria" not in words
    assert browser.get(f"{path}/statement.pdf").status_code == 303


# -- receipts --


def test_each_payment_has_a_receipt_that_names_no_care(site: Site) -> None:
    town, path = site.town, site.town.link()
    browser = site.proved(path)
    assert "There is no receipt here yet" in text(browser.get(f"{path}/receipts"))
    cash, online = pay(town, 2000, "office_cash"), pay(town, 5000)
    refund(town, online, 1500)
    listed = text(browser.get(f"{path}/receipts"))
    assert "in cash $20.00" in listed and "by card, online · Given back $15.00 $50.00" in listed
    one = text(browser.get(f"{path}/receipts/{online}"))
    told = ("Paid to Willow Creek Pediatrics", "Name Maria Lopez", "Account K7M2QX9B", "For Account payment",
            "Date March 2, 2026", "Paid by card, online", f"Receipt number {online[:8].upper()}", "Amount $50.00",
            "Given back $15.00")  # fmt: skip
    for words in told:
        assert words in one, (words, one)
    printed = read(browser.get(f"{path}/receipts/{online}.pdf"))
    for words in told:
        assert words in printed, (words, printed)
    assert "Given back" not in text(browser.get(f"{path}/receipts/{cash}"))
    assert "Su número" not in printed and "Recibo" in read(browser.get(f"{path}/receipts/{cash}.pdf?lang=es"))


def test_a_payment_that_did_not_come_has_no_receipt(site: Site) -> None:
    town, path, now = site.town, site.town.link(), site.town.app.now()
    with town.app.db.begin() as tx:
        row = payments.add(tx, town.practice_id, town.maria, Money(5000), "test_till", now)
        payments.set_state(tx, row, "declined", now)
        declined = payments.payment(tx, row)
    assert declined is not None
    browser = site.proved(path)
    for where in (declined.ref, "0" * 32):
        for ending in ("", ".pdf"):
            assert browser.get(f"{path}/receipts/{where}{ending}").status_code == 303


def test_nobody_gets_another_patients_receipt(site: Site) -> None:
    ref = pay(site.town, 5000)
    ben = site.town.add_patient("P9", "Ben", 5000, born=date(1984, 3, 2))
    path = site.town.link(patient=ben)
    browser = site.proved(path)
    assert browser.get(f"{path}/receipts/{ref}").status_code == 303
    assert browser.get(f"{path}/receipts/{ref}.pdf").status_code == 303


def test_a_guarantor_has_the_receipts_of_what_was_paid_at_their_link(site: Site) -> None:
    browser, path = of_guarantor(site)
    others = pay(site.town, 2000)
    with site.town.app.db.read() as tx:
        link = max(tx.execute(base.metadata.tables["links"].select()).all(), key=lambda row: row.id).id
    own = pay(site.town, 3000, link_id=link)
    listed = text(browser.get(f"{path}/receipts"))
    assert "$30.00" in listed and "$20.00" not in listed
    assert browser.get(f"{path}/receipts/{others}").status_code == 303
    assert "Maria" not in text(browser.get(f"{path}/receipts/{own}"))
    assert "Maria" not in read(browser.get(f"{path}/receipts/{own}.pdf"))


# -- the plan --


def test_a_plan_tells_what_is_paid_next_and_late(site: Site) -> None:
    town, path = site.town, site.town.link()
    browser = site.proved(path)
    assert "You have no payment plan" in text(browser.get(f"{path}/plan"))
    planned(town, date(2026, 3, 5), date(2026, 4, 5), date(2026, 5, 5))
    pay(town, 10000)
    town.forward(days=40)
    path = town.link()
    page = text(site.proved(path).get(f"{path}/plan"))
    for told in ("You have paid $100.00 of $240.00", "Payment 1 by March 5, 2026 $80.00 Paid",
                 "Payment 2 by April 5, 2026 $80.00 Not paid yet $60.00 left",
                 "Payment 3 by May 5, 2026 $80.00 Next", "$60.00 was due April 5, 2026", "Pay $60.00",
                 "Text us at (303) 555-0199"):  # fmt: skip
        assert told in page, (told, page)


def test_a_link_asks_for_its_amount_until_that_was_paid(site: Site) -> None:
    town = site.town
    planned(town, date(2026, 3, 20), date(2026, 4, 20))
    path = town.link(amount=Money(8001))
    browser = site.proved(path)
    assert "Pay $80.01" in text(browser.get(path))
    with town.app.db.read() as tx:
        link = max(row.id for row in tx.execute(base.metadata.tables["links"].select()))
    pay(town, 8001, link_id=link)
    assert "Pay $79.99" in text(browser.get(path))


def test_what_a_card_pays_is_told_with_its_day(site: Site) -> None:
    town, now = site.town, site.town.app.now()
    plan = planned(town, date(2026, 3, 20), date(2026, 4, 20), date(2026, 5, 20))
    with town.app.db.begin() as tx:
        card = mandates.add(tx, town.practice_id, town.maria, plan, "test_till", "", now)
        mandates.kept(tx, card, "p", "c", "m", "card", "4242")
        mandates.agree(tx, card, b"x", {}, now)
    path = town.link()
    browser = site.proved(path)
    page = text(browser.get(f"{path}/plan"))
    assert "Your card ending 4242 pays this plan. We will take $80.00 on March 20, 2026" in page
    assert "Pay $80.00" not in page and "See or stop it" in page
    with town.app.db.begin() as tx:
        debit = debits.announce(tx, town.practice_id, town.maria, card, 1, Money(8000), date(2026, 3, 20), now)
        debits.move(tx, debit or 0, "declined", day=date(2026, 3, 23))
    assert "$80.00 did not go through. We will try again on March 23, 2026" in text(browser.get(f"{path}/plan"))
    with town.app.db.begin() as tx:
        debits.move(tx, debit or 0, "put_off")
    assert "We will tell you the day before we take $80.00" in text(browser.get(f"{path}/plan"))


def test_a_plan_that_waits_or_is_over_says_so(site: Site) -> None:
    town, path, now = site.town, site.town.link(), site.town.app.now()
    browser = site.proved(path)
    plan = planned(town, date(2026, 3, 20), date(2026, 4, 20))
    with town.app.db.begin() as tx:
        plans.set_state(tx, plan, "completed", now)
    assert "This plan is paid in full" in text(browser.get(f"{path}/plan"))
    with town.app.db.begin() as tx:
        terms = Quote(town.maria, Money(24001), (Money(12001), Money(12000)), (date(2026, 4, 1), date(2026, 5, 1)))
        row = quotes.add(tx, town.practice_id, None, terms, "plan", "plan.confirm", now, now + timedelta(days=2))
        plans.start(tx, row, "offered", now, "web")
    assert "Read and agree" in text(browser.get(f"{path}/plan"))


def test_a_plans_copy_has_new_jerseys_sentence_once_in_each_language(site: Site) -> None:
    town = site.town
    planned(town, date(2026, 3, 20), date(2026, 4, 20))
    with town.app.db.begin() as tx:
        people.update_patient(tx, town.maria, state="NJ")
    path = town.link(kind="agreement")
    browser = site.proved(path.replace("/p/", "/a/"))
    words = read(browser.get(f"{path}/plan.pdf?lang=es"))
    for lang in ("en", "es"):
        law = sentence(lang, "required-NJ", practice="Willow Creek Pediatrics")
        assert words.count(law[:50]) == 1, (law, words)


# -- who, and looking --

PATHS = ("statement", "statement.pdf", "receipts", "plan")


def test_looking_changes_nothing_and_every_page_is_led_to(site: Site) -> None:
    path = site.town.link()
    ref = pay(site.town, 5000)
    planned(site.town, date(2026, 3, 20), date(2026, 4, 20))
    browser = site.proved(path)
    home = browser.get(path).text
    before = rows(site)
    for inner in (*PATHS, f"receipts/{ref}", f"receipts/{ref}.pdf"):
        assert browser.get(f"{path}/{inner}").status_code == 200, inner
    assert rows(site) == before
    for inner in ("statement", "receipts", "plan"):
        assert f'href="{path}/{inner}"' in home
    assert home.partition("<dialog")[0].count("button main") == 1


def test_nothing_is_shown_without_proof_or_where_the_page_is_closed(site: Site) -> None:
    town, path = site.town, site.town.link()
    ref = pay(town, 5000)
    for inner in (*PATHS, f"receipts/{ref}", f"receipts/{ref}.pdf"):
        seen = site.browser().get(f"{path}/{inner}")
        assert "Date of birth" in seen.text and "$" not in text(seen)
    browser = site.proved(path, BORN)
    with town.app.db.begin() as tx:
        consent.add_hold(tx, town.practice_id, "bankruptcy", town.app.now(), patient_id=town.maria)
    for inner in (*PATHS, f"receipts/{ref}", f"receipts/{ref}.pdf"):
        answer = browser.get(f"{path}/{inner}", follow_redirects=True)
        assert "Please call us" in text(answer), inner
