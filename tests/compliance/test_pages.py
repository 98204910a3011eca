"""Pages behind a link: agreements that are read, signed and kept, paper, what may not be paid (A2, P1, P2, S7)."""

from __future__ import annotations

import hashlib
import re
from datetime import date, timedelta

import pytest

from bot import agreements, collect, desk_patient
from bot.acts import Done, No
from bot.commands import practice as command
from flows.money import Money
from storage import audit, ledger, people, plans, restricted
from tests.compliance.labels import row, shows
from tests.webhooks.test_agreement import SHA, offered, sign
from tests.webhooks.test_letters import read
from tests.webhooks.web import ZIP, Browser, Site, holds, reasons, text
from webhooks import document
from webhooks.page_words import sentence


def owes(site: Site, cents: int) -> None:
    """Maria owes this much."""
    with site.town.app.db.begin() as tx:
        more = Money(cents) - ledger.balance(tx, site.town.maria)
        ledger.charge(tx, site.town.practice_id, site.town.maria, "test", 99, more, site.town.app.now())


def sha_on(page: str) -> str:
    """The digest of the document that a page asks to be signed."""
    found = SHA.search(page)
    assert found is not None, page
    return found[1]


@shows("P1.1")
def test_p1_1_a_thousand_in_four_is_a_plain_agreement(site: Site) -> None:
    owes(site, 100000)
    browser, path = offered(site, 4)
    page = text(browser.get(path))
    assert "Total $1,000.00, no interest, no fees" in page and "$250.00" in page and "Check and agree" in page


@shows("P1.2")
def test_p1_2_twelve_hundred_in_twelve_has_the_box(site: Site) -> None:
    owes(site, 120000)
    browser, path = offered(site, 12)
    page = text(browser.get(path))
    box = page[page.index("Truth in Lending disclosures") : page.index("Payment plan agreement")]
    for told in ("Creditor: Willow Creek", "0%", "$0.00", "$1,200.00", "12 payments", "no penalty", "Late charge: none",
                 "Security: none", "Itemization of the amount financed"):  # fmt: skip
        assert told in box, told
    assert box.count("$100.00") == 12 and box.count("$1,200.00") == 3
    assert re.search(r"Annual percentage rate.{0,60}0%", box) and re.search(r"Finance charge.{0,60}\$0\.00", box)


@shows("P1.3")
def test_p1_3_two_hundred_down_and_four_of_a_hundred_has_no_box(site: Site) -> None:
    """A down payment is paid before the plan is made, and is none of its instalments."""
    owes(site, 60000)
    collect.record(site.town.app, site.town.practice_id, site.town.maria, Money(20000))
    browser, path = offered(site, 4)
    page = text(browser.get(path))
    assert "Total $400.00" in page and page.count("$100.00") >= 4 and "Truth in Lending" not in page


@shows("14.P2.2")
def test_14_p2_2_words_that_changed_are_read_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    browser, path = offered(site)
    before = sha_on(browser.get(path).text)
    monkeypatch.setattr(agreements, "VERSION", "next")
    for where in ("review", "sign"):
        page = browser.post(f"{path}/{where}", {"sha": before, "read": "1"})
        assert page.status_code == 422 and "read it once more" in text(page)
    assert sha_on(browser.get(path).text) != before


def moves_to(site: Site, state: str) -> None:
    with site.town.app.db.begin() as tx:
        people.update_patient(tx, site.town.maria, state=state)


@shows("5.2.4")
def test_5_2_4_a_californian_signs_no_document_without_the_clause(site: Site) -> None:
    browser, path = offered(site)
    bare = sha_on(browser.get(path).text)
    moves_to(site, "CA")
    assert "1785.27" in text(browser.get(path))
    page = browser.post(f"{path}/sign", {"sha": bare, "read": "1"})
    assert page.status_code == 422 and "read it once more" in text(page)


@pytest.mark.parametrize(("billed", "told"), [row("P6.1", 140000, True), row("P6.2", 139999, False)])
def test_a_bill_far_above_its_estimate_says_how_to_dispute_it(site: Site, billed: int, told: bool) -> None:
    owes(site, billed)
    estimated(site, 100000)
    path = site.town.link()
    browser = site.proved(path)
    page = text(browser.get(path))
    assert ("higher than our estimate of $1,000.00" in page and "cms.gov/nosurprises" in page) == told
    if told:
        done = browser.post(f"{path}/wrong", {"what": "estimate"})
        assert done.status_code == 200 and "gfe_dispute" in holds(site) and reasons(site) == ["dispute"]
        assert "higher than our estimate" not in text(browser.get(path)), "it is being looked into"


def test_only_who_pays_alone_and_within_the_days_reads_of_a_dispute(site: Site) -> None:
    owes(site, 140000)
    path = site.town.link()
    browser = site.proved(path)
    today = site.town.app.now().date()
    for self_pay, billed_on, told in ((False, None, False), (True, today - timedelta(days=121), False),
                                      (True, today - timedelta(days=120), True)):  # fmt: skip
        estimated(site, 100000, self_pay, billed_on)
        assert ("higher than our estimate" in text(browser.get(path))) == told, (self_pay, billed_on)


def estimated(site: Site, cents: int, self_pay: bool = True, billed_on: date | None = None) -> None:
    """What Maria's good-faith estimate said, and when her bill went out."""
    with site.town.app.db.begin() as tx:
        people.update_patient(tx, site.town.maria, estimate_cents=cents, first_statement=billed_on,
                              flags=frozenset({"self_pay"} if self_pay else ()))  # fmt: skip


@shows("H6.2")
@pytest.mark.parametrize("child", [True, False])
def test_h6_2_what_a_patient_paid_and_keeps_is_not_shown_to_the_guarantor(site: Site, child: bool) -> None:
    """It was charged and paid, so that the amount stays; a guarantor of an adult sees no lines at all."""
    town, now = site.town, site.town.app.now()
    with town.app.db.begin() as tx:
        ledger.charge(tx, town.practice_id, town.maria, "test", "kept", Money(12300), now)
        people.update_patient(tx, town.maria, guarantor_first="Ana", guarantor_born=date(1960, 5, 6),
                              born=date(2012, 3, 2) if child else date(1984, 3, 2))  # fmt: skip
    paid = collect.record(town.app, town.practice_id, town.maria, Money(12300))
    ana = people_of(site)
    assert isinstance(desk_patient.keep(town.app, ana, town.maria, Money(99900)), No), "so much was never paid"
    assert isinstance(desk_patient.keep(town.app, ana, town.maria, Money(12300)), Done)
    with town.app.db.read() as tx:
        (kept,) = restricted.standing(tx, town.maria)
    assert kept.payment_id == paid
    parent = {"birth_month": "5", "birth_day": "6", "birth_year": "1960", **ZIP}
    path = town.link()
    seen = text(site.proved(path, parent).get(path))
    assert "$240.01" in seen and "$123.00" not in seen and "$363.01" not in seen
    assert ("Charges $240.01" in seen) == child
    theirs, whole = site.proved(path, parent), "$123.00"
    for paper in ("statement", "receipts", "statement.pdf"):
        answer = theirs.get(f"{path}/{paper}")
        assert whole not in (read(answer.data) if answer.mimetype == "application/pdf" else text(answer)), paper
    mine = {**parent, "birth_month": "3", "birth_day": "2", "birth_year": "2012" if child else "1984"}
    their_own = site.proved(path, mine)
    own = text(their_own.get(path))
    assert "$363.01" in own and whole in own
    assert all(whole in text(their_own.get(f"{path}/{paper}")) for paper in ("statement", "receipts"))
    desk_patient.tell(town.app, ana, town.maria, kept.id)
    assert ("$363.01" in text(site.proved(path, parent).get(path))) == child


def people_of(site: Site) -> int:
    """Somebody at the desk."""
    with site.town.app.db.begin() as tx:
        return people.add_staff(tx, practice_id=site.town.practice_id, email="ana@x.example", name="Ana", role="desk",
                                password_hash="x")  # fmt: skip


@shows("14.P8.1")
def test_14_p8_1_a_hospital_tells_of_its_help_and_waits_for_who_applied(site: Site) -> None:
    with site.town.app.db.begin() as tx:
        changes = {"is_501r": "true", "assistance_url": "https://willowcreek.example/help"}
        told = {name: command.FIELDS[name](name, value) for name, value in changes.items()}
        people.update_practice(tx, site.town.practice_id, **told)
    path = site.town.link()
    browser = site.proved(path)
    assert "https://willowcreek.example/help" in browser.get(path).text
    said = text(browser.post(f"{path}/cannot", {"what": "applied"}))
    assert "Nothing is due before you hear from us" in said
    assert holds(site) == {"charity_application"} and reasons(site) == ["hardship"]
    assert "You applied for help" in text(browser.get(path))


@shows("14.CA.1")
def test_14_ca_1_the_clause_is_the_one_that_was_approved(site: Site) -> None:
    """Its digest is the statute's (Cal. Civ. Code 1785.27(c)(1))."""
    approved = "3df16b82c8f673f2ef8e349f39a79e379270c6e33624b06b928503b78502965f"
    assert hashlib.sha256(sentence("en", "required-CA").encode()).hexdigest() == approved
    moves_to(site, "CA")
    browser, path = offered(site)
    assert sentence("en", "required-CA") in text(browser.get(path))


@shows("14.CA.1")
def test_14_ca_1_under_another_clause_nothing_is_signed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it changed while it was read or before."""
    moves_to(site, "CA")
    browser, path = offered(site)
    sha = sha_on(browser.get(path).text)
    monkeypatch.setitem(document.APPROVED, "required-CA", "0" * 64)
    page = browser.get(path)
    assert not SHA.search(page.text) and "can't take your signature" in text(page) and "/paper" in page.text
    assert unsigned(site, browser, path, sha)
    with site.town.app.db.begin() as tx:
        people.update_patient(tx, site.town.maria, state="CO")
    assert SHA.search(browser.get(path).text), "elsewhere it is not wanted"


def unsigned(site: Site, browser: Browser, path: str, sha: str, lang: str = "en") -> bool:
    """Whether the plan is still only offered after every way to sign it was tried."""
    for where in ("review", "sign"):
        assert browser.post(f"{path}/{where}?lang={lang}", {"sha": sha, "read": "1"}).status_code == 303
    with site.town.app.db.read() as tx:
        plan = plans.plan(tx, site.town.maria)
    return plan is not None and plan.state == "offered"


@shows("S7.3")
def test_s7_3_the_spanish_page_says_that_it_is_spanish(site: Site) -> None:
    browser, path = offered(site)
    page = browser.get(f"{path}?lang=es").text
    assert '<html lang="es"' in page and "Acuerdo de plan de pagos" in page and SHA.search(page)


@shows("S7.3")
@pytest.mark.parametrize("review", [None, {"by": "Lucía Prado", "version": "1/1"}])
def test_s7_3_spanish_that_nobody_qualified_has_read_is_not_signed(site: Site, review: dict[str, str] | None) -> None:
    browser, path = offered(site)
    sha = sha_on(browser.get(f"{path}?lang=es").text)
    with site.town.app.db.begin() as tx:
        people.update_practice(tx, site.town.practice_id, spanish_review=review)
    page = browser.get(f"{path}?lang=es")
    assert "Todavía no podemos recibir su firma en español" in text(page) and not SHA.search(page.text)
    assert unsigned(site, browser, path, sha, "es") and SHA.search(browser.get(f"{path}?lang=en").text)
    with site.town.app.db.begin() as tx:
        now_read = command.FIELDS["spanish_review"]("spanish_review", "Lucía Prado")
        people.update_practice(tx, site.town.practice_id, spanish_review=now_read)
    assert SHA.search(browser.get(f"{path}?lang=es").text)


@shows("A2.1")
@pytest.mark.parametrize(("parts", "ticked"), [(4, {}), (6, {}), (6, {"read": "1"}), (6, {"econsent": "1"})])
def test_a2_1_without_the_tick_nothing_is_signed_and_paper_is_offered(
    site: Site, parts: int, ticked: dict[str, str]
) -> None:
    browser, path = offered(site, parts)
    shown = browser.get(path)
    page = browser.post(f"{path}/review", {"sha": sha_on(shown.text), **ticked})
    assert page.status_code == 422 and "/paper" in page.text and "paper" in text(page)
    browser.post(f"{path}/sign", {"sha": sha_on(shown.text), **ticked})
    with site.town.app.db.read() as tx:
        plan = plans.plan(tx, site.town.maria)
    assert plan is not None and plan.state == "offered"


@shows("A2.2")
def test_a2_2_what_was_signed_and_how_is_kept(site: Site) -> None:
    """Of the address that it came from only a keyed digest (decision 34)."""
    browser, path = offered(site)
    sign(browser, path)
    with site.town.app.db.read() as tx:
        newest = plans.newest(tx, site.town.maria)
        plan = plans.by_id(tx, newest.id) if newest else None
        trail = [one.data for one in audit.rows(tx) if one.action == "plan_signed"]
    assert plan is not None and plan.signed is not None and plan.document
    assert trail == [{"sha256": hashlib.sha256(plan.document).hexdigest()}]
    assert plan.signed["version"] == agreements.VERSION and plan.signed["ticked"] and plan.signed["at"]
    assert plan.signed["browser"] and plan.signed["address"] and "127.0.0.1" not in str(plan.signed)
    assert "econsent" not in plan.signed, "four payments want no paper by law"


@shows("A2.2")
def test_a2_2_consent_to_papers_on_a_screen_is_kept_in_its_words(site: Site) -> None:
    browser, path = offered(site, 6)
    browser.post(f"{path}/sign", {"sha": sha_on(browser.get(path).text), "read": "1", "econsent": "1"})
    with site.town.app.db.read() as tx:
        newest = plans.newest(tx, site.town.maria)
        plan = plans.by_id(tx, newest.id) if newest else None
    assert plan is not None and plan.signed is not None and plan.state == "active"
    told = " ".join(plan.signed["econsent"]["told"])
    for what in ("on paper instead, free", "this plan and its papers", "take your OK back", "changes", "print or save"):
        assert what in told, what
    assert "I can read this plan on my screen" in plan.signed["econsent"]["ticked"]


@shows("A2.3")
def test_a2_3_paper_is_a_task_and_the_plan_waits(site: Site) -> None:
    browser, path = offered(site)
    assert "on paper" in text(browser.post(f"{path}/paper")) and reasons(site) == ["other"]
    with site.town.app.db.read() as tx:
        plan = plans.plan(tx, site.town.maria)
    assert plan is not None and plan.state == "offered"


@shows("A2.4")
def test_a2_4_opened_again_it_is_the_same_bytes(site: Site) -> None:
    browser, path = offered(site)
    sign(browser, path)
    first = browser.get(f"{path}/document").data
    with site.town.app.db.begin() as tx:
        people.update_practice(tx, site.town.practice_id, name="Another Name", legal_name="Another Name")
    assert browser.get(f"{path}/document?lang=es").data == first and first


@shows("14.P7.1")
def test_14_p7_1_what_may_be_a_surprise_bill_can_not_be_paid(site: Site) -> None:
    with site.town.app.db.begin() as tx:
        people.update_patient(tx, site.town.maria, flags=frozenset({"nsa_protected"}))
    path = site.town.link()
    browser = site.proved(path)
    page = text(browser.get(path))
    assert "$240.01" not in page and "Pay " not in page
    browser.post(f"{path}/review", {"amount": "50"})
    assert site.town.owed() == Money(24001)
