"""Letters: what a person reads on them, in both languages, and who may make them; the page that they lead to."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from bot import desk_money
from flows.money import Money
from flows.script import Quote
from storage import audit, debits, ledger, mandates, people, plans, quotes
from tests.webhooks.office import Office, open_office
from tests.webhooks.web import KeptSite, Site, text
from webhooks import letters
from webhooks.letters import Letter
from webhooks.page_words import sentence

DAYS = (date(2026, 3, 20), date(2026, 4, 20), date(2026, 5, 20))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path)
    yield made
    made.app.db.dispose()


def read(pdf: bytes) -> str:
    """The words of a PDF."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def letter(office: Office, kind: str, lang: str = "en", who: str = "ana", patient: int | None = None) -> Any:
    return office.browser(who).get(f"/desk/patient/{patient or office.maria}/letter/{kind}?lang={lang}")


def planned(office: Office) -> int:
    now = office.app.now()
    with office.app.db.begin() as tx:
        owed = ledger.balance(tx, office.maria)
        terms = Quote(office.maria, owed, owed.split(3), DAYS)
        row = quotes.add(tx, office.practice, None, terms, "plan", "plan.confirm", now, now + timedelta(days=2))
        return plans.start(tx, row, "active", now, "text")


def test_a_statement_says_what_is_owed_and_how_to_pay(office: Office) -> None:
    answer = letter(office, "statement")
    assert answer.mimetype == "application/pdf"
    words = read(answer.data)
    for told in ("Willow Creek", "Maria Lopez", "Today you owe $240.01", "Charges", "K7M2QX9B", "(303) 555-0100",
                 "If you can't pay right now, tell us", "/find/willow-creek"):  # fmt: skip
        assert told in words, (told, words)
    with office.app.db.begin() as tx:
        people.update_patient(tx, office.maria, address="12 Elm St\nDenver, CO 80203")
        people.update_practice(tx, office.practice, address="1400 Grant St; Denver, CO 80203")
    posted = read(letter(office, "statement").data)
    assert "1400 Grant St Denver, CO 80203" in posted and "Maria Lopez 12 Elm St Denver, CO 80203" in posted
    spanish = read(letter(office, "statement", "es").data)
    assert "Hoy debe $240.01" in spanish and "clave de su estado de cuenta es K7M2QX9B" in spanish
    assert "No tiene que pagar lo que cuestiona" in spanish


def test_a_plan_is_copied_with_its_figures(office: Office) -> None:
    assert letter(office, "plan").status_code == 404
    planned(office)
    words = read(letter(office, "plan").data)
    for told in ("Payment plan agreement", "$80.01", "$80.00", "March 20, 2026", "May 20, 2026", "no interest"):
        assert told in words, told


def test_a_payment_that_will_be_taken_is_told_of(office: Office) -> None:
    plan, now = planned(office), office.app.now()
    assert letter(office, "debit").status_code == 404
    with office.app.db.begin() as tx:
        card = mandates.add(tx, office.practice, office.maria, plan, "test_till", "", now)
        mandates.kept(tx, card, "p", "c", "m", "card", "4242")
        mandates.agree(tx, card, b"x", {}, now)
        debit = debits.announce(tx, office.practice, office.maria, card, 1, Money(8001), DAYS[0], now)
        debits.move(tx, debit or 0, "letter")
    words = read(letter(office, "debit").data)
    assert "On March 20, 2026 we will take $80.01 for your plan from your card ending 4242" in words
    assert "stop this at any time before that day" in words
    page = office.browser("ana").get(f"/desk/patient/{office.maria}").text
    assert "a letter has to tell them" in page and "The letter is posted" in page and "/letter/debit" in page
    with office.app.db.read() as tx:
        own = desk_money.own_card(tx, office.maria)
    assert own is not None and own.last4 == "4242"


def test_letters_are_staffs_own_and_on_record(office: Office) -> None:
    assert office.browser(None).get(f"/desk/patient/{office.maria}/letter/statement").status_code == 303
    with office.app.db.read() as tx:
        stranger = next(one.id for one in people.patients(tx, 2))
    assert letter(office, "statement", patient=stranger).status_code == 404
    assert office.browser().get(f"/desk/patient/{office.maria}/letter/other").status_code == 404
    letter(office, "statement")
    with office.app.db.read() as tx:
        saw = [row.subject for row in audit.rows(tx, office.practice) if row.action == "seen"]
    assert f"patient:{office.maria}" in saw


def test_new_jersey_has_its_sentence_and_the_same_letter_is_the_same_bytes(office: Office) -> None:
    with office.app.db.read() as tx:
        practice, patient = people.practice(tx, office.practice), people.patient(tx, office.maria)
    one = Letter(practice, patient, date(2026, 3, 2), "en", "https://pay.example/find/w", ("Has not reported it.",))
    made = letters.statement(one, Money(24001), (), None)
    assert "Has not reported it." in read(made) and made == letters.statement(one, Money(24001), (), None)
    hers = replace(patient, first="Zoë & <Ann>", last="O'Neil")
    assert "Zo\xeb & <Ann> O'Neil" in read(letters.statement(replace(one, patient=hers), Money(1), (), None))


def test_new_jerseys_sentence_stands_once_in_a_plans_copy(office: Office) -> None:
    planned(office)
    with office.app.db.begin() as tx:
        people.update_patient(tx, office.maria, state="NJ")
    words = read(letter(office, "plan").data)
    with office.app.db.read() as tx:
        law = sentence("en", "required-NJ", practice=people.practice(tx, office.practice).name)
    assert words.count(law[:60]) == 1, (law, words)


def test_a_plan_of_more_payments_begins_with_its_box(office: Office) -> None:
    with office.app.db.read() as tx:
        practice, patient = people.practice(tx, office.practice), people.patient(tx, office.maria)
    one = Letter(practice, patient, date(2026, 3, 2), "en", "https://pay.example/find/w")
    parts = [(date(2026, 3 + month, 1), Money(4000)) for month in range(1, 7)]
    words = read(letters.plan_copy(one, parts, Money(24000), date(2026, 3, 2), ["A clause."]))
    for told in ("Truth in Lending", "ANNUAL PERCENTAGE RATE", "FINANCE CHARGE", "0%", "$0.00", "$240.00", "A clause."):
        assert told.lower() in words.lower(), told
    assert words.lower().index("truth in lending") < words.index("Between ")
    assert "truth in lending" not in read(letters.plan_copy(one, parts[:4], Money(16000), date(2026, 3, 2))).lower()


# -- the page that they lead to --


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> KeptSite:
    return KeptSite(tmp_path_factory.mktemp("find"))


@pytest.fixture
def site(kept: KeptSite) -> Site:
    return kept.again()


def test_the_page_asks_who_is_there_before_it_shows_anything(site: Site) -> None:
    browser = site.browser()
    page = browser.get("/find/willow-creek")
    assert "code on your statement" in text(page) and "Maria" not in page.text
    assert "la clave de su estado de cuenta" in text(browser.get("/find/willow-creek?lang=es"))
    on = browser.client.post("/find/willow-creek", data={"csrf_token": browser.guard})
    assert on.status_code == 303 and on.location.startswith("/p/")
    asked = browser.get(on.location)
    assert "statement code" in text(asked).lower() and "$240" not in asked.text
    proved = browser.post(f"{on.location}/proof", {"code": "K7M2QX9B", "zip": "80203"})
    assert proved.status_code == 303 and "$240.01" in text(browser.get(on.location))


def test_an_unknown_practice_is_nowhere(site: Site) -> None:
    assert site.browser().get("/find/nobody").status_code == 404
