"""The desk in a real browser: by keyboard, at 360 pixels, and with what patients write meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from flows.money import Money
from storage import claims, ledger, outbox, payments, talks, tickets, uploads
from tests.browser.served import chromium, page_of, serving, severe, too_wide
from tests.webhooks.office import PASSWORD, Office, hears, holds, open_office, says, waits
from tests.webhooks.pictures import PDF, photo

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path)
    hears(made, "me cobraron dos veces", "dispute_charge")
    kept = says(made, "A reminder", "NUDGE")
    with made.app.db.begin() as tx:
        outbox.drop(tx, kept, [("dispute", "the bill is disputed")], made.app.now())
    waits(made, "dispute", note="me cobraron dos veces")
    holds(made)
    made.pass_time(timedelta(minutes=14))
    yield made
    made.app.db.dispose()


@pytest.fixture
def url(office: Office) -> Iterator[str]:
    with serving(office.flask) as address:
        yield address


def sign_in(page: Page, url: str, path: str = "/desk") -> None:
    page.goto(url + path)
    page.get_by_label("E-mail").fill("ana@willow.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(url + path)


def test_a_talk_from_queue_to_done_by_keyboard_alone(browser: Browser, office: Office, url: str) -> None:
    with page_of(browser) as page:
        sign_in(page, url)
        expect(page.get_by_role("link", name="Maria Lopez")).to_contain_text("Dispute")
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Maria Lopez")
        page.keyboard.press("t")
        expect(page.get_by_text("You have it", exact=True)).to_be_visible()
        page.keyboard.press("r")
        page.keyboard.type("We will fix it, te")
        expect(page.locator("[data-count]")).to_have_text("1 segment")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("log")).to_contain_text("We will fix it, te")
        page.keyboard.press("e")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Solved.", exact=True)).to_be_visible()
        page.get_by_role("button", name="Let the bot go on").click()
        expect(page.get_by_text("The bot answers")).to_be_visible()


def test_what_the_patient_writes_appears_and_disturbs_nobody(browser: Browser, office: Office, url: str) -> None:
    with page_of(browser) as page:
        sign_in(page, url, f"/desk/talk/{office.talk}")
        box = page.get_by_label("Reply to Maria Lopez")
        box.fill("I am just wri")
        hears(office, "hello??")
        expect(page.get_by_role("log")).to_contain_text("hello??")
        expect(box).to_have_value("I am just wri")
        expect(box).to_be_focused()


def test_a_draft_survives_reloading(browser: Browser, office: Office, url: str) -> None:
    with page_of(browser) as page:
        sign_in(page, url, f"/desk/talk/{office.talk}")
        page.get_by_label("Reply to Maria Lopez").fill("half a sentence")
        page.reload()
        expect(page.get_by_label("Reply to Maria Lopez")).to_have_value("half a sentence")


def test_a_warning_comes_before_signing_out_and_can_be_answered(browser: Browser, office: Office, url: str) -> None:
    with page_of(browser) as page:
        page.clock.install()
        sign_in(page, url, f"/desk/talk/{office.talk}")
        page.clock.fast_forward("13:30")
        dialog = page.get_by_role("dialog", name="Still there?")
        expect(dialog).to_be_visible()
        with page.expect_response("**/desk/stay") as answer:
            dialog.get_by_role("button", name="Stay signed in").click()
        assert answer.value.status == 204
        expect(dialog).to_be_hidden()


def test_after_fifteen_idle_minutes_nothing_stays_on_the_screen(browser: Browser, office: Office, url: str) -> None:
    with page_of(browser) as page:
        sign_in(page, url, f"/desk/talk/{office.talk}")
        office.pass_time(timedelta(minutes=16))
        page.wait_for_url("**/desk/sign-in?idle=1**")
        expect(page.get_by_text("signed out after 15 minutes")).to_be_visible()
        expect(page.get_by_text("Maria")).to_have_count(0)


def test_the_help_lists_the_keys_and_closes(browser: Browser, office: Office, url: str) -> None:
    with page_of(browser) as page:
        sign_in(page, url)
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()


def test_without_a_script_everything_still_works(browser: Browser, office: Office, url: str) -> None:
    with page_of(browser, script=False) as page:
        sign_in(page, url, f"/desk/talk/{office.talk}")
        page.get_by_label("Reply to Maria Lopez").fill("Hello Maria")
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("log")).to_contain_text("Hello Maria")
        with office.app.db.read() as tx:
            assert talks.conversation(tx, office.talk).handed == "taken"


def paid_and_open(office: Office) -> None:
    """A payment at the office that may go back, and tickets of no talk."""
    now = office.app.now()
    with office.app.db.begin() as tx:
        paid = payments.add(tx, office.practice, office.maria, Money(2000), "office_cash", now)
        payments.set_state(tx, paid, "paid", now)
        ledger.payment(tx, office.practice, office.maria, paid, Money(2000), now)
        for reason, whose in (("refund", office.maria), ("identity", None)):
            tickets.open_ticket(tx, office.practice, reason, now, patient_id=whose)


@pytest.mark.parametrize("narrow", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_pages_are_accessible_and_never_scroll_sideways(
    browser: Browser, office: Office, url: str, narrow: bool, dark: bool
) -> None:
    now = office.app.now()
    with office.app.db.begin() as tx:
        claim = claims.begin(tx, office.practice, office.maria, office.talk, now).id
        for side in ("front", "back", "front"):
            uploads.add(tx, office.practice, office.maria, side, "image/jpeg", photo(900, 600), now, claim)
        uploads.add(tx, office.practice, office.maria, "proof", "application/pdf", PDF, now)
    with page_of(browser, narrow=narrow, dark=dark) as page:
        page.goto(f"{url}/desk/sign-in")
        assert severe(page) == []
        sign_in(page, url)
        paid_and_open(office)
        for path in ("/desk", f"/desk/talk/{office.talk}", f"/desk/patient/{office.maria}", "/desk/search?q=nobody",
                     "/desk/money", "/desk/nobody", "/desk/insurance", f"/desk/claim/{claim}/card"):  # fmt: skip
            page.goto(url + path)
            page.evaluate("document.querySelectorAll('.told details').forEach(one => one.open = true)")
            assert severe(page) == [], path
            assert not too_wide(page), path


def test_a_card_is_seen_by_who_opens_it(browser: Browser, office: Office, url: str) -> None:
    now = office.app.now()
    with office.app.db.begin() as tx:
        claim = claims.begin(tx, office.practice, office.maria, office.talk, now).id
        uploads.add(tx, office.practice, office.maria, "front", "image/jpeg", photo(900, 600), now, claim)
    with page_of(browser, script=False) as page:
        sign_in(page, url, f"/desk/talk/{office.talk}")
        page.get_by_role("link", name="Open the card").first.click()
        front = page.get_by_role("img", name="The card’s front")
        expect(front).to_be_visible()
        assert front.evaluate("one => one.naturalWidth") == 900, "its own policy lets it be seen here"


def test_targets_on_a_phone_are_large_enough(browser: Browser, office: Office, url: str) -> None:
    with page_of(browser, narrow=True) as page:
        sign_in(page, url, f"/desk/talk/{office.talk}")
        small = page.evaluate(
            """[...document.querySelectorAll('button, select, textarea')]
            .filter(e => e.offsetParent && e.offsetHeight < 44).map(e => e.textContent.trim().slice(0, 30))"""
        )
        assert small == []
