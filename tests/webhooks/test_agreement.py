"""The plan agreement: chosen, read, signed once, kept to the byte."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest

from flows import offers, shapes
from flows.money import Money
from flows.policy import DEFAULT
from flows.script import Quote
from storage import ledger, outbox, people, plans, quotes, talks
from tests.webhooks.test_letters import read
from tests.webhooks.web import (
    Browser,
    KeptSite,
    Site,
    reasons,
    rows,
    text,
)
from tests.willow import NUMBER
from webhooks import agreement

SHA = re.compile(r'name="sha" value="([^"]+)"')


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> KeptSite:
    return KeptSite(tmp_path_factory.mktemp("agreement"))


@pytest.fixture
def site(kept: KeptSite) -> Site:
    return kept.again()


def chosen(site: Site, browser: Browser, path: str, **form: str) -> Any:
    answer = browser.post(f"{path}/plans", form)
    return browser.get(answer.location) if answer.status_code == 303 else answer


def test_choosing_a_number_of_payments(site: Site) -> None:
    path = site.town.link()
    browser = site.proved(path)
    page = text(browser.get(f"{path}/plans"))
    assert "3 payments $80.01, then 2 × $80.00" in page and "6 payments" in page
    assert "12 payments" not in page, "each would be less than the practice takes"
    agreement = text(chosen(site, browser, path, count="3"))
    assert "Total $240.01, no interest, no fees" in agreement and "April 1, 2026" in agreement
    with site.town.app.db.read() as tx:
        plan = plans.plan(tx, site.town.maria)
    assert plan is not None and plan.state == "offered" and plan.parts == (Money(8001), Money(8000), Money(8000))


def test_a_plan_that_runs_can_be_kept_as_pdf(site: Site) -> None:
    path = site.town.link("agreement")
    browser = site.proved(path)
    assert browser.get(f"{path}/plan.pdf").status_code == 303, "there is none yet"
    with site.town.app.db.begin() as tx:
        terms = Quote(site.town.maria, site.town.owed(), site.town.owed().split(3),
                      (date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)))  # fmt: skip
        row = quotes.add(tx, site.town.practice_id, site.town.talk, terms, "plan", "x", site.town.app.now(),
                         site.town.app.now() + timedelta(days=2))  # fmt: skip
        plans.start(tx, row, "active", site.town.app.now(), "text")
    assert "Your plan as a PDF" in text(browser.get(path))
    copy = browser.get(f"{path}/plan.pdf")
    assert copy.mimetype == "application/pdf" and "$80.01" in read(copy.data) and "April 1, 2026" in read(copy.data)


def test_choosing_how_much_a_month(site: Site) -> None:
    path = site.town.link()
    page = text(chosen(site, site.proved(path), path, monthly="70"))
    assert "$60.01, then 3 × $60.00" in page


@pytest.mark.parametrize(("form", "count"), [({"count": "6"}, 6), ({"monthly": "40"}, 7), ({"monthly": "30"}, 9)])
def test_a_longer_plan_is_chosen_and_its_page_has_the_box(site: Site, form: dict[str, str], count: int) -> None:
    path = site.town.link()
    page = text(chosen(site, site.proved(path), path, **form))
    assert "Truth in Lending disclosures" in page and f"{count} payments" in page


def test_smaller_payments_than_any_plan_has_are_not_set_up_here(site: Site) -> None:
    path = site.town.link()
    page = site.proved(path).post(f"{path}/plans", {"monthly": "5"})
    assert page.status_code == 422 and rows(site)["plans"] == 0


@pytest.mark.parametrize("form", [{}, {"count": "0"}, {"count": "1"}, {"count": "99"}, {"count": "x"}, {"monthly": "x"},
                                  {"monthly": "500"}])  # fmt: skip
def test_no_plan_was_chosen(site: Site, form: dict[str, str]) -> None:
    path = site.town.link()
    page = site.proved(path).post(f"{path}/plans", form)
    assert page.status_code == 422 and "Choose one" in text(page)


def plan_of(site: Site) -> tuple[list[int], list[str], tuple[str, ...]]:
    """Cents, days and rules of Maria's plan."""
    with site.town.app.db.read() as tx:
        newest = plans.newest(tx, site.town.maria)
        row = plans.by_id(tx, newest.id) if newest else None
    assert row is not None
    return [part.cents for part in row.parts], [f"{day:%b %-d}" for day in row.days], row.rules


@pytest.mark.parametrize(
    ("form", "cents", "days", "words"),
    [
        ({"count": "3", "often": "two_weeks"}, [8001, 8000, 8000], ["Mar 13", "Mar 27", "Apr 10"],
         "You pay every two weeks."),
        ({"monthly": "65", "often": "week"}, [6001, 6000, 6000, 6000], ["Mar 13", "Mar 20", "Mar 27", "Apr 3"],
         "You pay every week."),
        ({"count": "3", "often": "quincena", "start": "2026-03-31"}, [8001, 8000, 8000], ["Mar 31", "Apr 15", "Apr 30"],
         "on the 15th and the last day"),
        ({"count": "2", "start": "3/20/2026"}, [12001, 12000], ["Mar 20", "Apr 20"], "You will pay it in 2 payments"),
        ({"today": "100"}, [10000, 14001], ["Mar 2", "Apr 1"], "$100.00 on March 2, 2026, and the rest in one payment"),
        ({"today": "100", "monthly": "50"}, [10000, 4667, 4667, 4667], ["Mar 2", "Apr 1", "May 1", "Jun 1"],
         "$100.00 on March 2, 2026, and the rest in 3 payments"),
    ],
    ids=str,
)  # fmt: skip
def test_other_shapes(site: Site, form: dict[str, str], cents: list[int], days: list[str], words: str) -> None:
    path = site.town.link()
    browser = site.proved(path)
    page = text(chosen(site, browser, path, **form))
    assert plan_of(site)[:2] == (cents, days)
    assert words in page and f"${cents[0] / 100:.2f}" in page
    sha = SHA.search(browser.get(path.replace("/p/", "/a/")).text)
    assert sha is not None
    browser.post(f"{path.replace('/p/', '/a/')}/sign", {"sha": sha[1], "read": "1"})
    assert "Your plan has started" in text(browser.get(path.replace("/p/", "/a/")))


def test_a_down_payment_is_none_of_the_payments_in_the_box(site: Site) -> None:
    """Five payments after a down payment have it; what is financed is without what is paid at once."""
    path = site.town.link()
    page = text(chosen(site, site.proved(path), path, today="100", count="5"))
    assert "Your payment schedule: 5 payments" in page and "$140.01" in page
    other = text(chosen(site, site.proved(path), path, today="100", count="4"))
    assert "Truth in Lending" not in other and plan_of(site)[0] == [10000, 3501, 3500, 3500, 3500]


@pytest.mark.parametrize(
    ("form", "field", "said"),
    [
        ({"count": "3", "today": "x"}, "today", "Type an amount like 50"),
        ({"count": "3", "today": "5"}, "today", "at least $25.00"),
        ({"count": "3", "today": "230"}, "today", "at least $25.00"),
        ({"count": "3", "start": "2026-03-02"}, "start", "from tomorrow up to April 2, 2026"),
        ({"count": "3", "start": "2026-06-01"}, "start", "from tomorrow up to April 2, 2026"),
        ({"count": "3", "start": "soon"}, "start", "from tomorrow up to"),
        ({"monthly": "5", "often": "week"}, "monthly", "At $5.00 each time"),
        ({"today": "240.01"}, "monthly", "Choose one"),
        ({"often": "week"}, "monthly", "Choose one"),
    ],
    ids=str,
)  # fmt: skip
def test_a_shape_beyond_policy_is_told_at_its_field(site: Site, form: dict[str, str], field: str, said: str) -> None:
    path = site.town.link()
    page = site.proved(path).post(f"{path}/plans", form)
    assert page.status_code == 422 and said in text(page) and f'href="#{field}"' in page.text
    assert rows(site)["plans"] == 0


@pytest.mark.parametrize(("cents", "fields"), [(4000, {}), (24001, {"oldest_service": date(2022, 1, 1)}),
                                               (24001, {"flags": ("insurance_pending",)})])  # fmt: skip
def test_where_no_plan_may_be_made_a_person_helps(site: Site, cents: int, fields: dict[str, Any]) -> None:
    other = site.town.add_patient("P2", "Lee", cents, **fields)
    path = site.town.link(patient=other)
    browser = site.proved(path)
    assert "Pay over time" not in text(browser.get(path))
    assert "a person will look for a way" in text(browser.get(f"{path}/plans"))


def offered(site: Site, parts: int = 3) -> tuple[Browser, str]:
    path = site.town.link()
    browser = site.proved(path)
    chosen(site, browser, path, count=str(parts))
    return browser, path.replace("/p/", "/a/")


def sign(browser: Browser, path: str) -> Any:
    page = browser.get(path)
    sha = SHA.search(page.text)
    assert sha is not None, text(page)
    review = browser.post(f"{path}/review", {"sha": sha[1], "read": "1"})
    assert "Check before you agree" in text(review) and "$80.01" in text(review)
    return browser.post(f"{path}/sign", {"sha": sha[1], "read": "1"})


def test_signing_makes_it_active_once(site: Site) -> None:
    browser, path = offered(site)
    sign(browser, path)
    browser.post(f"{path}/sign", {"sha": "x", "read": "1"})
    with site.town.app.db.read() as tx:
        plan = plans.newest(tx, site.town.maria)
        row = plans.by_id(tx, plan.id) if plan else None
        assert quotes.open_quote(tx, site.town.maria, site.town.app.now()) is None
        kinds = [event.kind for event in talks.events(tx, site.town.talk)]
    assert row is not None and row.state == "active" and row.document and row.signed
    assert row.signed["lang"] == "en" and row.signed["version"] and "Maria" not in str(row.signed)
    assert kinds == ["plan_signed"]
    page = text(browser.get(path))
    assert "Your plan has started" in page and "$80.01" in page and "April 1, 2026" in page


def test_opened_again_it_is_the_same_bytes(site: Site) -> None:
    browser, path = offered(site)
    shown = browser.get(path).text
    sign(browser, path)
    first = browser.get(f"{path}/document")
    with site.town.app.db.begin() as tx:
        other = {"name": "Another Name", "legal_name": "Another Name", "phone": "(303) 555-0111"}
        people.update_practice(tx, site.town.practice_id, **other)
    second = browser.get(f"{path}/document?lang=es")
    assert first.data == second.data and b"Willow Creek" in first.data
    article = re.search(r"<article>.*</article>", shown, re.DOTALL)
    assert article is not None and article[0].encode() in first.data, "what was read is what was kept"
    assert first.content_type == "text/html; charset=utf-8"


def test_what_will_be_signed_can_be_kept_before(site: Site) -> None:
    """12 CFR 1026.17(a): in a form to keep, before the signature."""
    browser, path = offered(site)
    before = browser.get(f"{path}/document").data
    sign(browser, path)
    assert browser.get(f"{path}/document").data == before and before


def test_no_copy_of_a_plan_that_is_over(site: Site) -> None:
    browser, path = offered(site)
    browser.post(f"{path}/another")
    assert browser.get(f"{path}/document").status_code == 303


def test_the_box_must_be_ticked(site: Site) -> None:
    browser, path = offered(site)
    sha = SHA.search(browser.get(path).text)
    assert sha is not None
    page = browser.post(f"{path}/review", {"sha": sha[1]})
    assert page.status_code == 422 and "Tick the box" in text(page)
    browser.post(f"{path}/sign", {"sha": sha[1]})
    with site.town.app.db.read() as tx:
        plan = plans.plan(tx, site.town.maria)
    assert plan is not None and plan.state == "offered"


def test_what_changed_while_reading_is_read_again(site: Site) -> None:
    browser, path = offered(site)
    sha = SHA.search(browser.get(path).text)
    assert sha is not None
    with site.town.app.db.begin() as tx:
        people.update_practice(tx, site.town.practice_id, phone="(303) 555-0111")
    for where in ("review", "sign"):
        page = browser.post(f"{path}/{where}", {"sha": sha[1], "read": "1"})
        assert page.status_code == 422 and "read it once more" in text(page)


def test_another_language_is_another_document(site: Site) -> None:
    browser, path = offered(site)
    sha = SHA.search(browser.get(path).text)
    assert sha is not None
    page = browser.post(f"{path}/review?lang=es", {"sha": sha[1], "read": "1"})
    assert page.status_code == 422
    assert "Acuerdo de plan de pagos" in text(page)


def test_a_changed_balance_stops_the_signature(site: Site) -> None:
    browser, path = offered(site)
    sha = SHA.search(browser.get(path).text)
    assert sha is not None
    with site.town.app.db.begin() as tx:
        ledger.adjust(tx, site.town.practice_id, site.town.maria, "test", 2, Money(100), site.town.app.now())
    browser.post(f"{path}/sign", {"sha": sha[1], "read": "1"})
    page = text(browser.get(path))
    assert "This plan has changed" in page and "Choose a plan" in page
    with site.town.app.db.read() as tx:
        plan = plans.plan(tx, site.town.maria)
    assert plan is not None and plan.state == "offered"


@pytest.mark.parametrize("parts", [5, 6, 12])
def test_more_than_four_are_signed_with_consent_to_papers_on_a_screen(site: Site, parts: int) -> None:
    plan = texted_plan(site, parts)
    path = site.town.link("agreement", plan_id=plan)
    browser = site.proved(path)
    shown = browser.get(path)
    sha = SHA.search(shown.text)
    assert sha is not None and f"Your payment schedule: {parts} payments" in text(shown)
    ticked = {"sha": sha[1], "read": "1"}
    page = browser.post(f"{path}/review", ticked)
    assert page.status_code == 422 and "Tick this box too" in text(page) and "/paper" in page.text
    assert re.search(r'name="read" value="1" checked', page.text), "what was ticked stays so"
    browser.post(f"{path}/sign", ticked)
    assert state_of(site, plan) == "offered"
    review = browser.post(f"{path}/review", {**ticked, "econsent": "1"})
    assert review.status_code == 200 and 'name="econsent" value="1"' in review.text
    browser.post(f"{path}/sign", {**ticked, "econsent": "1"})
    assert state_of(site, plan) == "active"


def test_without_consent_nothing_is_signed_whatever_the_page_forgets(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = texted_plan(site, 6)
    path = site.town.link("agreement", plan_id=plan)
    browser = site.proved(path)
    sha = SHA.search(browser.get(path).text)
    assert sha is not None
    monkeypatch.setattr(agreement, "_boxed", lambda *_: False)
    browser.post(f"{path}/sign", {"sha": sha[1], "read": "1"})
    assert state_of(site, plan) == "offered"


def test_a_plan_of_more_than_four_can_be_had_on_paper(site: Site) -> None:
    plan = texted_plan(site, 6)
    path = site.town.link("agreement", plan_id=plan)
    assert "on paper" in text(site.proved(path).post(f"{path}/paper")) and reasons(site) == ["other"]
    assert state_of(site, plan) == "offered"


def texted_plan(site: Site, parts: int) -> int:
    """A plan that was read back by text, with its quote."""
    now = site.town.app.now()
    days = shapes.days_of("month", offers.first_due(DEFAULT.plan, now.date()), parts)
    split = Quote(site.town.maria, Money(24001), Money(24001).split(parts), days)
    with site.town.app.db.begin() as tx:
        row = quotes.add(tx, site.town.practice_id, site.town.talk, split, "plan", "x", now, now + timedelta(hours=72))
        return plans.start(tx, row, "offered", now, "text")


def state_of(site: Site, plan: int) -> str:
    with site.town.app.db.read() as tx:
        found = plans.by_id(tx, plan)
    assert found is not None
    return str(found.state)


def test_a_texted_plan_of_three_is_signed_on_its_page(site: Site) -> None:
    plan = texted_plan(site, 3)
    path = site.town.link("agreement", plan_id=plan)
    sign(site.proved(path), path)
    assert state_of(site, plan) == "active"


def test_another_plan_ends_the_offered_one(site: Site) -> None:
    browser, path = offered(site)
    answer = browser.post(f"{path}/another")
    assert "Pay over time" in text(browser.get(answer.location))
    with site.town.app.db.read() as tx:
        assert plans.plan(tx, site.town.maria) is None
        assert quotes.open_quote(tx, site.town.maria, site.town.app.now()) is None


def test_choosing_again_replaces_the_offered_plan(site: Site) -> None:
    browser, path = offered(site)
    pay_path = path.replace("/a/", "/p/")
    page = text(chosen(site, browser, pay_path, count="2"))
    assert "$120.01, then $120.00" in page
    with site.town.app.db.read() as tx:
        plan = plans.plan(tx, site.town.maria)
    assert plan is not None and len(plan.parts) == 2


def test_an_active_plan_is_not_replaced_by_choosing(site: Site) -> None:
    browser, path = offered(site)
    sign(browser, path)
    pay_path = path.replace("/a/", "/p/")
    assert "You have a plan already" in text(browser.get(f"{pay_path}/plans"))
    assert "Your plan is on: $80.01 is due by April 1, 2026" in text(browser.get(pay_path))
    assert "Pay $80.01" in text(browser.get(pay_path))


@pytest.mark.parametrize(("state", "clause", "no_clause"), [
    ("CA", "prohibited by Section 1785.27", "New Jersey"), ("NJ", "New Jersey law", "1785.27"),
    ("DC", "written copy", "1785.27"), ("CO", "no fees", "1785.27"),
])  # fmt: skip
def test_a_states_clause_is_in_the_document(site: Site, state: str, clause: str, no_clause: str) -> None:
    with site.town.app.db.begin() as tx:
        people.update_patient(tx, site.town.maria, state=state)
    browser, path = offered(site)
    page = text(browser.get(path))
    assert clause in page and no_clause not in page


def test_in_spanish_californias_sentence_stands_in_both_languages(site: Site) -> None:
    with site.town.app.db.begin() as tx:
        people.update_patient(tx, site.town.maria, state="CA")
    browser, path = offered(site)
    page = browser.get(f"{path}?lang=es")
    assert 'lang="en"><strong>A holder of this medical debt contract' in page.text
    assert "Código Civil" in text(page)


def test_nudges_that_wait_are_dropped_when_a_plan_starts(site: Site) -> None:
    now = site.town.app.now()
    with site.town.app.db.begin() as tx:
        nudge = outbox.add(tx, site.town.practice_id, site.town.talk, site.town.sender_id, NUMBER, "NUDGE", "x",
                           "Hello", "en", 1, 0, now + timedelta(days=1), now, patient_id=site.town.maria)  # fmt: skip
    browser, path = offered(site)
    sign(browser, path)
    with site.town.app.db.read() as tx:
        row = outbox.text(tx, nudge)
    assert row is not None and row.state == "dropped"


def test_no_plan_yet(site: Site) -> None:
    path = site.town.link("agreement")
    assert "There is no plan here yet" in text(site.proved(path).get(path))
