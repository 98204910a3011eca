"""Pages behind a link: who may see what, what GET never does, and each way on from a bill."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from flows import offers
from flows.money import Money
from flows.policy import DEFAULT
from flows.script import Quote
from storage import base, consent, ledger, outbox, payments, people, plans, promises, quotes, talks, tickets
from storage import links as link_rows
from tests.webhooks.web import BORN, WRONG, Browser, Site, limited, make_site
from tests.willow import CODE, NUMBER, OFFICE, Kept

ZIP = {"zip": "80203"}
MARIA = {**BORN, **ZIP}
ORDER = re.compile(r'name="order" value="([^"]+)"')
SHA = re.compile(r'name="sha" value="([^"]+)"')


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Kept]:
    site = make_site(tmp_path_factory.mktemp("pages"))
    return site, Kept(site.town)


@pytest.fixture
def site(kept: tuple[Site, Kept]) -> Site:
    site, first_day = kept
    first_day.again()
    return site


def text(answer: Any) -> str:
    """What a person reads."""
    bare = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", answer.text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(bare))


def rows(site: Site) -> dict[str, int]:
    """How many rows every table has."""
    with site.town.app.db.read() as tx:
        return {name: int(tx.execute(select(func.count()).select_from(table)).scalar_one())
                for name, table in base.metadata.tables.items()}  # fmt: skip


def reasons(site: Site) -> list[str]:
    with site.town.app.db.read() as tx:
        return [ticket.reason for ticket in tickets.open_tickets(tx, site.town.practice_id)]


def holds(site: Site) -> set[str]:
    with site.town.app.db.read() as tx:
        rows = consent.open_holds(tx, site.town.practice_id, [site.town.maria], "", site.town.app.now())
    return {row.reason for row in rows}


def hold(site: Site, reason: str, **about: Any) -> None:
    with site.town.app.db.begin() as tx:
        whom = about or {"patient_id": site.town.maria}
        consent.add_hold(tx, site.town.practice_id, reason, site.town.app.now(), **whom)


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
    assert "60" not in text(site.browser().get(f"{other}/done/{payment.ref}"))


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


# -- other ways --


@pytest.mark.parametrize(("what", "ticket", "held"), [
    ("dispute", "dispute", "dispute"), ("amount", "dispute", "dispute"), ("paid", "already_paid", "dispute"),
    ("insurance", "insurance", "insurance_pending"), ("person", "wrong_person", "dispute"),
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


def test_a_person_is_asked_for(site: Site) -> None:
    path = site.town.link()
    browser = site.proved(path)
    assert OFFICE in text(browser.get(f"{path}/person")) and "Mon to Fri" in text(browser.get(f"{path}/person"))
    browser.post(f"{path}/person")
    with site.town.app.db.read() as tx:
        assert talks.conversation(tx, site.town.talk).handed == "waiting"
    assert reasons(site) == ["human"]


# -- pay over time, and the agreement --


def chosen(site: Site, browser: Browser, path: str, **form: str) -> Any:
    answer = browser.post(f"{path}/plans", form)
    return browser.get(answer.location) if answer.status_code == 303 else answer


def test_choosing_a_number_of_payments(site: Site) -> None:
    path = site.town.link()
    browser = site.proved(path)
    page = text(browser.get(f"{path}/plans"))
    assert "3 payments $80.01, then 2 × $80.00" in page and "12 payments" not in page
    assert "More than 4 payments" in page
    agreement = text(chosen(site, browser, path, count="3"))
    assert "Total $240.01, no interest, no fees" in agreement and "April 1, 2026" in agreement
    with site.town.app.db.read() as tx:
        plan = plans.plan(tx, site.town.maria)
    assert plan is not None and plan.state == "offered" and plan.parts == (Money(8001), Money(8000), Money(8000))


def test_choosing_how_much_a_month(site: Site) -> None:
    path = site.town.link()
    page = text(chosen(site, site.proved(path), path, monthly="70"))
    assert "$60.01, then 3 × $60.00" in page


@pytest.mark.parametrize("form", [{"monthly": "25"}, {"count": "6"}, {"count": "12"}])
def test_more_than_four_are_not_signed_here_yet(site: Site, form: dict[str, str]) -> None:
    path = site.town.link()
    page = site.proved(path).post(f"{path}/plans", form)
    assert page.status_code == 422 and rows(site)["plans"] == 0


@pytest.mark.parametrize("form", [{}, {"count": "0"}, {"count": "1"}, {"count": "99"}, {"count": "x"}, {"monthly": "x"},
                                  {"monthly": "500"}])  # fmt: skip
def test_no_plan_was_chosen(site: Site, form: dict[str, str]) -> None:
    path = site.town.link()
    page = site.proved(path).post(f"{path}/plans", form)
    assert page.status_code == 422 and "Choose one" in text(page)


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


def test_a_copy_exists_only_once_it_is_signed(site: Site) -> None:
    browser, path = offered(site)
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


@pytest.mark.parametrize("parts", [6, 12])
def test_a_plan_of_more_than_four_is_shown_and_not_signed(site: Site, parts: int) -> None:
    plan = texted_plan(site, parts)
    path = site.town.link("agreement", plan_id=plan)
    browser = site.proved(path)
    page = browser.get(path)
    assert "needs a paper form for now" in text(page) and "Check and agree" not in text(page)
    assert "$240.01" in text(page) and f"in {parts} payments" in text(page)
    browser.post(f"{path}/sign", {"sha": "x", "read": "1"})
    assert state_of(site, plan) == "offered"
    assert "on paper" in text(browser.post(f"{path}/paper")) and reasons(site) == ["other"]


def texted_plan(site: Site, parts: int) -> int:
    """A plan that was read back by text, with its quote."""
    now = site.town.app.now()
    days = offers.monthly(offers.first_due(DEFAULT.plan, now.date()), parts)
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


# -- size --


def test_a_page_weighs_less_than_60_kb(site: Site) -> None:
    """Old phones on slow networks: page, style and script together."""
    path = site.town.link()
    page = site.proved(path).get(path)
    static = Path(__file__).parents[2] / "webhooks/static"
    weight = len(page.data) + sum((static / name).stat().st_size for name in ("base.css", "patient.css", "patient.js"))
    assert weight < 60_000
