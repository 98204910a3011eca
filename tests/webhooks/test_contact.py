"""How somebody wants to be written to, said on their page: it binds the gate from then on."""

from __future__ import annotations

import pytest

from storage import consent, outbox, people
from tests.webhooks.web import KeptSite, Site, reasons, text
from tests.willow import NUMBER


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> KeptSite:
    return KeptSite(tmp_path_factory.mktemp("contact"))


@pytest.fixture
def site(kept: KeptSite) -> Site:
    return kept.again()


def prefs(site: Site) -> dict[str, object]:
    with site.town.app.db.read() as tx:
        return dict(people.patient(tx, site.town.maria).contact_prefs or {})


def test_wishes_are_kept_and_shown_again(site: Site) -> None:
    path = site.town.link()
    browser = site.proved(path)
    assert "How we write to you" in text(browser.get(path))
    form = {"lang": "es", "days": ["mon", "wed"], "from": "17:00", "to": "19:30"}
    assert "keep to this from now on" in text(browser.post(f"{path}/contact", form))
    assert prefs(site) == {"days": ["mon", "wed"], "from": "17:00", "to": "19:30", "channels": None}
    with site.town.app.db.read() as tx:
        assert people.patient(tx, site.town.maria).lang == "es"
    page = browser.get(f"{path}/contact").text
    assert page.count("checked") == 3 and 'value="17:00"' in page


def test_all_days_are_no_limit_and_hours_have_to_be_some(site: Site) -> None:
    path = site.town.link()
    browser = site.proved(path)
    week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    browser.post(f"{path}/contact", {"lang": "en", "days": week, "from": "", "to": "25:00"})
    assert prefs(site) == {"days": None, "from": None, "to": None, "channels": None}
    wrong = browser.post(f"{path}/contact", {"lang": "en", "days": week, "from": "19:00", "to": "18:00"})
    assert wrong.status_code == 422 and "later than the start" in text(wrong) and 'value="19:00"' in wrong.text
    assert prefs(site)["from"] is None


def test_letters_instead_of_texts_are_a_task_and_drop_what_waits(site: Site) -> None:
    town, path = site.town, site.town.link()
    with town.app.db.begin() as tx:
        waits = outbox.add(tx, town.practice_id, town.talk, town.sender_id, NUMBER, "NUDGE", "nudge.first", "x", "en",
                           1, 0, town.app.now(), town.app.now(), patient_id=town.maria)  # fmt: skip
    site.proved(path).post(f"{path}/contact", {"lang": "en", "paper": "1"})
    with town.app.db.read() as tx:
        row = outbox.text(tx, waits)
    assert row is not None and row.state == "dropped"
    assert prefs(site)["channels"] == ["mail"] and reasons(site) == ["info"]


def test_texts_stop_from_the_page_as_by_a_stop(site: Site) -> None:
    path = site.town.link()
    browser = site.proved(path)
    assert "Stop the texts" in text(browser.get(f"{path}/contact"))
    assert "The texts are stopped" in text(browser.post(f"{path}/contact/stop"))
    with site.town.app.db.read() as tx:
        assert consent.suppressed_at(tx, site.town.practice_id, NUMBER) is not None
    assert "text START to us" in text(browser.get(f"{path}/contact"))


def test_nobody_changes_it_without_proof(site: Site) -> None:
    path = site.town.link()
    browser = site.browser()
    browser.post(f"{path}/contact", {"lang": "es", "paper": "1"})
    browser.post(f"{path}/contact/stop")
    with site.town.app.db.read() as tx:
        assert consent.suppressed_at(tx, site.town.practice_id, NUMBER) is None
    assert not prefs(site).get("channels")
