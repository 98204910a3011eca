"""Pages behind a link: who may see what, what GET never does, and what is owed."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from flows.money import Money
from storage import ledger, people, promises, talks, tickets
from storage import links as link_rows
from tests.webhooks.web import (
    MARIA,
    KeptSite,
    Site,
    hold,
    holds,
    limited,
    make_site,
    reasons,
    rows,
    text,
)
from tests.willow import NUMBER, OFFICE


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> KeptSite:
    return KeptSite(tmp_path_factory.mktemp("pages"))


@pytest.fixture
def site(kept: KeptSite) -> Site:
    return kept.again()


# -- before proof --


@pytest.mark.parametrize("path", ["/p/{}", "/a/{}", "/p/{}/plans", "/p/{}/wrong", "/p/{}/person", "/a/{}/document"])
def test_nothing_of_the_account_shows_before_proof(site: Site, path: str) -> None:
    token = site.town.link(amount=Money(5000)).rpartition("/")[2]
    answer = site.browser().get(path.format(token))
    assert answer.status_code == 200
    assert not re.search(r"Maria|Lopez|240|\$|50\.00", text(answer))
    assert "First, is it you?" in text(answer)


def test_the_title_tells_nothing(site: Site) -> None:
    answer = site.browser().get(site.town.link())
    assert "<title>Secure page</title>" in answer.text
    assert not re.search(r'property="og:|name="twitter:|name="description"', answer.text)


def test_headers_keep_the_address_to_ourselves(site: Site) -> None:
    headers = site.browser().get(site.town.link()).headers
    assert "no-store" in headers["Cache-Control"]
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'self'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("kind", ["pay", "agreement", "secure_page"])
def test_looking_changes_nothing(site: Site, kind: str) -> None:
    """Scanners and previews fetch every link in a text (decision 13)."""
    path = site.town.link(kind, 2)
    before, token = rows(site), path.rpartition("/")[2]
    inners = ("", "/amount", "/review", "/pay", f"/done/{'0' * 32}", "/plans", "/wrong", "/document", "/stay", "/sign")
    for inner in inners:
        for letter in "pa":
            site.browser().get(f"/{letter}/{token}{inner}")
            site.browser().client.head(f"/{letter}/{token}{inner}")
    assert rows(site) == before


def test_looking_as_a_proved_patient_changes_nothing_but_the_idle_clock(site: Site) -> None:
    path = site.town.link()
    browser = site.proved(path)
    before = rows(site)
    for inner in ("", "/amount", "/plans", "/wrong", "/cannot", "/person"):
        assert browser.get(path + inner).status_code == 200
    browser.get(path.replace("/p/", "/a/"))
    assert rows(site) == before


def test_forms_are_guarded(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    path = site.town.link()
    assert site.flask.test_client().post(f"{path}/proof", data=MARIA).status_code == 400


def test_tries_are_limited_above_the_lock(tmp_path: Path) -> None:
    with limited(tmp_path) as site:
        path, browser = site.town.link(), site.browser()
        codes = [browser.post(f"{path}/proof", {"zip": "x"}).status_code for _ in range(12)]
    assert codes[0] == 422 and codes[-1] == 429


# -- links that do not open --


def test_an_expired_link_says_so_and_how_to_get_a_new_one(site: Site) -> None:
    path = site.town.link()
    site.town.forward(hours=73)
    answer = site.browser().get(path)
    assert answer.status_code == 410
    assert "This link has ended" in text(answer) and "3 days" in text(answer)
    assert "(303) 555-0199" in text(answer) and OFFICE in text(answer)


@pytest.mark.parametrize("path", ["/p/" + "A" * 22, "/a/" + "A" * 22, "/p/x", "/p/%00", "/p/" + "é" * 22])
def test_an_unknown_link_tells_nobody_anything(site: Site, path: str) -> None:
    answer = site.browser().get(path)
    assert answer.status_code == 404
    assert "This link does not work" in text(answer) and "Willow" not in text(answer)


def test_a_chat_link_opens_no_bill(site: Site) -> None:
    token = site.town.link("chat").rpartition("=")[2]
    assert site.browser().get(f"/p/{token}").status_code == 404


def test_a_revoked_link_is_as_good_as_expired(site: Site) -> None:
    path = site.town.link()
    with site.town.app.db.begin() as tx:
        link_rows.revoke(tx, site.town.maria, ["pay"], site.town.app.now())
    assert site.browser().get(path).status_code == 410


# -- what is owed --


def test_it_shows_todays_figure(site: Site) -> None:
    path = site.town.link(amount=Money(24001))
    browser = site.proved(path)
    with site.town.app.db.begin() as tx:
        ledger.adjust(tx, site.town.practice_id, site.town.maria, "test", 2, Money(4001), site.town.app.now())
    page = text(browser.get(path))
    assert "$200.00" in page and "as of March 2, 2026" in page and "Pay $200.00" in page
    assert "Charges $240.01" in page and "Adjustments $40.01" in page


def test_the_main_button_pays_what_the_link_names(site: Site) -> None:
    path = site.town.link(amount=Money(5000))
    page = text(site.proved(path).get(path))
    assert "Pay $50.00" in page and "Pay all of it, $240.01" in page


def test_who_owes_nothing_is_told_so(site: Site) -> None:
    other = site.town.add_patient("P2", "Lee", 0)
    path = site.town.link(patient=other)
    page = site.proved(path).get(path)
    assert "Lee, you owe nothing" in text(page) and "Pay $" not in text(page)


def test_a_credit_is_named(site: Site) -> None:
    with site.town.app.db.begin() as tx:
        ledger.adjust(tx, site.town.practice_id, site.town.maria, "test", 2, Money(25001), site.town.app.now())
    path = site.town.link()
    assert "a credit of $10.00" in text(site.proved(path).get(path))


CLOSES = ["deceased", "bankruptcy", "attorney", "not_first_party", "confidential_comm", "nsa_protected"]


@pytest.mark.parametrize("reason", CLOSES)
def test_these_holds_close_the_page(site: Site, reason: str) -> None:
    path = site.town.link()
    browser = site.proved(path)
    browser.get(path)
    hold(site, reason)
    page = browser.get(path)
    assert "can't take a payment right now" in text(page) and "$" not in text(page)
    browser.post(f"{path}/review", {"amount": "50"})
    assert rows(site)["payments"] == 0


def test_a_wrong_number_closes_the_page_of_its_link(site: Site) -> None:
    hold(site, "wrong_number", number=NUMBER)
    path = site.town.link()
    assert "can't take a payment" in text(site.proved(path).get(path))
    assert "Pay without signing in" not in text(site.browser().get(path))


def test_a_dispute_leaves_it_open_and_says_so(site: Site) -> None:
    hold(site, "dispute")
    path = site.town.link()
    page = text(site.proved(path).get(path))
    assert "We are looking into it" in page and "Pay $240.01" in page


@pytest.mark.parametrize(("state", "wants"), [("NJ", "consumer reporting agency"), ("CO", None)])
def test_new_jersey_reads_its_sentence(site: Site, state: str, wants: str | None) -> None:
    with site.town.app.db.begin() as tx:
        people.update_patient(tx, site.town.maria, state=state)
    path = site.town.link()
    page = site.proved(path).get(path)
    assert ('class="required"' in page.text) == bool(wants)
    assert wants is None or wants in text(page)


def test_the_whole_page_speaks_spanish(site: Site) -> None:
    path = site.town.link(lang="es")
    browser = site.proved(path)
    page = browser.get(path)
    assert '<html lang="es">' in page.text and "Maria, usted debe" in text(page) and "2 de marzo de 2026" in text(page)
    english = browser.get(f"{path}?lang=en")
    assert '<html lang="en">' in english.text and f'href="{path}/plans?lang=en"' in english.text


def test_a_neutral_name_stands_until_proof(tmp_path: Path) -> None:
    """Where the practice's own name tells too much (fact sheet H4)."""
    site = make_site(tmp_path, program_name="WC Health")
    path = site.town.link()
    before = site.browser().get(path)
    assert "WC Health" in text(before) and "Willow" not in text(before)
    assert "Willow Creek Pediatrics" in text(site.proved(path).get(path))


# -- other ways --


@pytest.mark.parametrize(("what", "ticket", "held"), [
    ("dispute", "dispute", "dispute"), ("amount", "dispute", "dispute"), ("paid", "already_paid", "dispute"),
    ("insurance", "insurance", "dispute"), ("person", "wrong_person", "dispute"),
])  # fmt: skip
def test_something_looks_wrong(site: Site, what: str, ticket: str, held: str) -> None:
    path = site.town.link()
    page = site.proved(path).post(f"{path}/wrong", {"what": what, "more": "Please have a look"})
    assert "A person here will look into it" in text(page)
    assert reasons(site) == [ticket] and held in holds(site)


def test_card_numbers_do_not_reach_the_desk(site: Site) -> None:
    path = site.town.link()
    site.proved(path).post(f"{path}/wrong", {"what": "paid", "more": "paid with 4111 1111 1111 1111"})
    with site.town.app.db.read() as tx:
        [ticket] = tickets.open_tickets(tx, site.town.practice_id)
    assert "4111" not in ticket.note and "paid with" in ticket.note


def test_danger_in_the_words_is_answered_on_the_page(site: Site) -> None:
    path = site.town.link()
    page = site.proved(path).post(f"{path}/wrong", {"what": "amount", "more": "this bill makes me want to kill myself"})
    assert "988" in text(page)
    assert "crisis" in reasons(site) and "crisis_hold" in holds(site)


def test_wrong_without_a_choice(site: Site) -> None:
    path = site.town.link()
    page = site.proved(path).post(f"{path}/wrong", {"more": "hello"})
    assert page.status_code == 422 and "Choose what looks wrong" in text(page) and "hello" in page.text
    assert reasons(site) == []


def test_a_promise_by_a_day(site: Site) -> None:
    path = site.town.link()
    browser = site.proved(path)
    day = date(2026, 3, 13)
    page = browser.post(f"{path}/cannot", {"what": "later", "day": day.isoformat()})
    assert "you will pay by March 13, 2026" in text(page)
    with site.town.app.db.read() as tx:
        assert promises.open_promise(tx, site.town.maria, day) == day
    assert "You said that you will pay by March 13, 2026" in text(browser.get(path))


@pytest.mark.parametrize(("day", "says"), [
    ("", "Type the day"), ("soon", "Type the day"), ("2026-03-02", "Choose a day"), ("2026-04-03", "Choose a day"),
    ("2025-13-40", "Type the day"),
])  # fmt: skip
def test_a_promise_that_can_not_be_taken(site: Site, day: str, says: str) -> None:
    path = site.town.link()
    page = site.proved(path).post(f"{path}/cannot", {"what": "later", "day": day})
    assert page.status_code == 422 and says in text(page)


def test_help_is_asked_for(site: Site) -> None:
    path = site.town.link()
    page = site.proved(path).post(f"{path}/cannot", {"what": "help"})
    assert "14 days" in text(page)
    assert reasons(site) == ["hardship"] and holds(site) == {"hardship_pause"}


def test_what_has_happened_can_be_said_and_is_heard(site: Site) -> None:
    path = site.town.link()
    browser = site.proved(path)
    browser.post(f"{path}/cannot", {"what": "help", "more": "I lost my job. Card 4111 1111 1111 1111"})
    with site.town.app.db.read() as tx:
        [ticket] = tickets.open_tickets(tx, site.town.practice_id)
    assert ticket.note.startswith("page. I lost my job.") and "4111 1111" not in ticket.note
    assert "988" in text(browser.post(f"{path}/cannot", {"what": "help", "more": "i want to kill myself"}))
    wrong = browser.post(f"{path}/cannot", {"more": "I lost my job"})
    assert wrong.status_code == 422 and "I lost my job" in wrong.text


def test_a_person_is_asked_for(site: Site) -> None:
    path = site.town.link()
    browser = site.proved(path)
    assert OFFICE in text(browser.get(f"{path}/person")) and "Mon to Fri" in text(browser.get(f"{path}/person"))
    browser.post(f"{path}/person")
    with site.town.app.db.read() as tx:
        assert talks.conversation(tx, site.town.talk).handed == "waiting"
    assert reasons(site) == ["human"]


# -- size --


def test_a_page_weighs_less_than_60_kb(site: Site) -> None:
    """Old phones on slow networks: page, style and script together."""
    path = site.town.link()
    page = site.proved(path).get(path)
    static = Path(__file__).parents[2] / "webhooks/static"
    weight = len(page.data) + sum((static / name).stat().st_size for name in ("base.css", "patient.css", "patient.js"))
    assert weight < 60_000
