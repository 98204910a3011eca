"""Is it you? The same judging, locks and words as by text, and the proved page that ends by itself."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from storage import people, talks
from tests.webhooks.web import (
    BORN,
    MARIA,
    WRONG,
    ZIP,
    KeptSite,
    Site,
    make_site,
    reasons,
    rows,
    text,
)
from tests.willow import CODE


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> KeptSite:
    return KeptSite(tmp_path_factory.mktemp("prove"))


@pytest.fixture
def site(kept: KeptSite) -> Site:
    return kept.again()


# -- proof --


@pytest.mark.parametrize(
    "form",
    [
        BORN, ZIP, {"code": CODE}, {"code": " k7m2-qx9b "}, {"zip": "80203-1234"},
        {"birth_month": "03", "birth_day": "02", "birth_year": "84"},
        {"birth_month": "March", "birth_day": "2", "birth_year": "1984"},
        {"birth_month": "marzo", "birth_day": "2", "birth_year": "1984"},
    ],
)  # fmt: skip
def test_a_link_from_a_proved_talk_asks_one_factor(site: Site, form: dict[str, str]) -> None:
    path = site.town.link(factors=1)
    answer = site.proved(path, form).get(path)
    assert "Maria, you owe" in text(answer) and "$240.01" in text(answer)


@pytest.mark.parametrize("form", [MARIA, {**BORN, "code": CODE}, {**ZIP, "code": CODE}, {**MARIA, "code": CODE}])
def test_any_other_link_asks_two(site: Site, form: dict[str, str]) -> None:
    path = site.town.link(factors=2)
    assert "$240.01" in text(site.proved(path, form).get(path))


@pytest.mark.parametrize("form", [BORN, ZIP, {"code": CODE}, {}])
def test_one_factor_of_two_is_no_try(site: Site, form: dict[str, str]) -> None:
    path, before = site.town.link(factors=2), rows(site)
    answer = site.browser().post(f"{path}/proof", form)
    assert answer.status_code == 422 and "Fill in two of the three" in text(answer)
    assert rows(site) == before


@pytest.mark.parametrize(("form", "says"), [
    ({**BORN, "zip": "8020"}, "five numbers"), ({**BORN, "birth_day": "32", **ZIP}, "Check the date of birth"),
    ({**BORN, "birth_year": "2984"}, "Check the date of birth"), ({**BORN, "code": "?!"}, "Check the statement code"),
])  # fmt: skip
def test_what_can_not_be_read_is_no_try_and_is_kept(site: Site, form: dict[str, str], says: str) -> None:
    path, before = site.town.link(factors=2), rows(site)
    answer = site.browser().post(f"{path}/proof", form)
    assert answer.status_code == 422 and says in text(answer)
    assert all(f'value="{value}"' in answer.text for value in form.values())
    assert rows(site) == before


@pytest.mark.parametrize("form", [{**WRONG, **ZIP}, {**BORN, "zip": "80204"}, {**MARIA, "code": "K7M2QX9C"}])
def test_a_wrong_pair_is_one_miss_in_neutral_words(site: Site, form: dict[str, str]) -> None:
    path = site.town.link(factors=2)
    answer = site.browser().post(f"{path}/proof", form)
    assert answer.status_code == 422 and "We couldn't match that" in text(answer)
    assert rows(site)["proof_tries"] == 3, "the link, its number, and Maria"


def test_a_stranger_and_a_patient_read_the_same_words(site: Site) -> None:
    """Nobody learns from the page whether a number is on somebody's file (decision 9)."""
    with site.town.app.db.begin() as tx:
        stranger = talks.open_conversation(
            tx, site.town.practice_id, site.town.sender_id, "twilio_sms", "+13035550777", site.town.app.now()
        ).id
    pages = []
    for path in (site.town.link("secure_page", 2), site.town.link("secure_page", 2, patient=None, talk=stranger)):
        token, browser = path.rpartition("/")[2], site.browser()
        seen = [browser.get(path), *(browser.post(f"{path}/proof", {**WRONG, **ZIP}) for _ in range(4))]
        guards = re.compile(r'value="[^"]{40,}"|data-token="[^"]+"')
        pages.append([guards.sub("", page.text.replace(token, "T")) for page in seen])
    assert pages[0] == pages[1]
    assert "locked" in pages[0][-1]


def test_three_misses_lock_for_half_an_hour_whatever_the_browser(site: Site) -> None:
    path, fourth = site.town.link(factors=1), site.browser()
    fourth.get(path)
    for _ in range(3):
        last = site.browser().post(f"{path}/proof", WRONG)
    assert last.status_code == 429 and "wait 30 minutes" in text(last)
    assert "wait 30 minutes" in text(fourth.post(f"{path}/proof", BORN))
    assert "locked for now" in text(site.browser().get(path))
    site.town.forward(minutes=31)
    assert "$240.01" in text(site.proved(path, BORN).get(path))


def test_a_new_link_does_not_get_around_the_lock(site: Site) -> None:
    for _ in range(3):
        site.browser().post(f"{site.town.link()}/proof", WRONG)
    assert "locked for now" in text(site.browser().get(site.town.link()))


def test_five_misses_lock_until_staff(site: Site) -> None:
    path = site.town.link()
    for number in range(5):
        if number == 3:
            site.town.forward(minutes=31)
        last = site.browser().post(f"{path}/proof", WRONG)
    assert "A person here can open it for you" in text(last)
    site.town.forward(hours=30)
    assert "locked for now" in text(site.browser().get(path))
    assert reasons(site) == ["identity"]


def test_with_too_little_on_file_staff_are_told_and_nobody_is_blamed(site: Site) -> None:
    bare = site.town.add_patient("P2", "Lee", 5000, born=None, zip=None)
    path = site.town.link(patient=bare, factors=2)
    for _ in range(4):
        answer = site.browser().post(f"{path}/proof", MARIA)
    assert "We couldn't match that" in text(answer)
    assert rows(site)["proof_tries"] == 0 and reasons(site) == ["identity"]


def test_the_secure_page_finds_a_patient_by_code_and_one_more(site: Site) -> None:
    with site.town.app.db.begin() as tx:
        talk = talks.open_conversation(
            tx, site.town.practice_id, site.town.sender_id, "twilio_sms", "+13035550777", site.town.app.now()
        ).id
    path = site.town.link("secure_page", 2, patient=None, talk=talk)
    assert site.browser().post(f"{path}/proof", MARIA).status_code == 422, "no code, nobody's number"
    assert "$240.01" in text(site.proved(path, {**ZIP, "code": CODE}).get(path))


def test_a_guarantor_of_an_adult_sees_amount_and_reference_only(site: Site) -> None:
    with site.town.app.db.begin() as tx:
        people.update_patient(tx, site.town.maria, guarantor_first="Jorge", guarantor_born=date(1980, 5, 6))
    path = site.town.link()
    born = {"birth_month": "5", "birth_day": "6", "birth_year": "1980"}
    page = text(site.proved(path, born).get(path))
    assert "$240.01" in page and CODE in page
    assert "How we got there" not in page and "Maria" not in page


def test_a_parent_sees_the_childs_bill(site: Site) -> None:
    child = site.town.add_patient("P2", "Ana", 4000, born=date(2018, 1, 2), guarantor_first="Maria",
                                  guarantor_born=date(1984, 3, 2))  # fmt: skip
    path = site.town.link(patient=child)
    assert "Ana, you owe $40.00" in text(site.proved(path, BORN).get(path))


@pytest.mark.parametrize("flags", [("confidential_minor",), ()])
def test_a_minor_alone_is_asked_for_a_parent(site: Site, flags: tuple[str, ...]) -> None:
    child = site.town.add_patient("P2", "Ana", 4000, born=date(2012, 1, 2), flags=flags)
    path = site.town.link(patient=child)
    page = site.proved(path, {"birth_month": "1", "birth_day": "2", "birth_year": "2012"}).get(path)
    assert "parent or guardian" in text(page) and "$" not in text(page)


def test_a_guarantor_does_not_open_confidential_care(site: Site) -> None:
    child = site.town.add_patient("P2", "Ana", 4000, born=date(2012, 1, 2), flags=("confidential_minor",),
                                  guarantor_first="Maria", guarantor_born=date(1984, 3, 2))  # fmt: skip
    answer = site.browser().post(f"{site.town.link(patient=child)}/proof", BORN)
    assert answer.status_code == 422


def test_one_proof_of_two_children_asks_whose_bill(site: Site) -> None:
    for key, name in (("P2", "Ana"), ("P3", "Leo")):
        site.town.add_patient(key, name, 4000, "+13035550777", born=date(2018, 1, 2), guarantor_first="Maria",
                              guarantor_born=date(1984, 3, 2))  # fmt: skip
    with site.town.app.db.begin() as tx:
        talk = talks.open_conversation(
            tx, site.town.practice_id, site.town.sender_id, "twilio_sms", "+13035550777", site.town.app.now()
        ).id
    path = site.town.link("secure_page", 2, patient=None, talk=talk)
    browser = site.proved(path, MARIA)
    assert "Whose bill?" in text(browser.get(path))
    chosen = browser.post(f"{path}/choose", {"who": "1"})
    assert "Leo, you owe $40.00" in text(browser.get(chosen.location))


# -- the session of a proved page --


def cookie(answer: Any) -> str:
    return next(value for value in answer.headers.getlist("Set-Cookie") if value.startswith(("page=", "__Host-page=")))


def test_the_cookie_is_held_tight(site: Site) -> None:
    told = cookie(site.browser().post(f"{site.town.link()}/proof", MARIA))
    assert "HttpOnly" in told and "SameSite=Lax" in told and "Path=/" in told


def test_over_https_it_is_bound_to_this_very_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.settings.Settings.public_url", "https://pay.example", raising=False)
    site = make_site(tmp_path)
    object.__setattr__(site.town.app.settings, "public_url", "https://pay.example")
    told = cookie(site.browser().post(f"{site.town.link()}/proof", MARIA))
    assert told.startswith("__Host-page=") and "Secure" in told and "Domain" not in told


def test_proof_ends_after_15_idle_minutes_and_not_before(site: Site) -> None:
    path = site.town.link()
    browser = site.proved(path)
    for _ in range(3):
        site.town.forward(minutes=14)
        assert "$240.01" in text(browser.get(path))
    site.town.forward(minutes=15)
    assert "First, is it you?" in text(browser.get(path))


def test_who_asks_to_stay_stays(site: Site) -> None:
    path = site.town.link()
    browser = site.proved(path)
    browser.get(path)
    site.town.forward(minutes=14)
    assert browser.post(f"{path}/stay").status_code == 204
    site.town.forward(minutes=14)
    assert "$240.01" in text(browser.get(path))


def test_the_page_warns_two_minutes_before(site: Site) -> None:
    path = site.town.link()
    page = site.proved(path).get(path).text
    assert 'data-warn="780"' in page and 'role="alertdialog"' in page


def test_closing_the_page_forgets_the_proof(site: Site) -> None:
    path = site.town.link()
    browser = site.proved(path)
    browser.get(path)
    assert "You are signed out" in text(browser.post(f"{path}/leave"))
    assert "First, is it you?" in text(browser.get(path))


def test_proof_for_one_patient_opens_no_other(site: Site) -> None:
    other = site.town.add_patient("P2", "Lee", 7700, born=date(1990, 1, 1))
    browser = site.proved(site.town.link())
    assert "First, is it you?" in text(browser.get(site.town.link(patient=other)))


def test_proof_with_one_factor_does_not_open_a_link_that_asks_two(site: Site) -> None:
    browser = site.proved(site.town.link(factors=1))
    assert "First, is it you?" in text(browser.get(site.town.link(factors=2)))
    assert "$240.01" in text(site.proved(second := site.town.link(factors=2)).get(second))


def test_a_made_up_cookie_opens_nothing(site: Site) -> None:
    browser = site.browser()
    browser.client.set_cookie("page", "A" * 43)
    assert "First, is it you?" in text(browser.get(site.town.link()))
