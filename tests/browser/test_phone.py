"""The phone simulator in a real browser, over the whole path: emulator, signed webhook, worker, SDK, receipt."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from storage import clock
from tests.browser.served import Demo, chromium, demo, page_of, severe, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with demo(tmp_path_factory.mktemp("demo")) as made:
        yield made


def somebody(running: Demo, number: int, lang: str = "en") -> dict[str, str]:
    """A patient of the cast who may be texted, another one for each test."""
    return [patient for patient in running.people["patients"] if patient["lang"] == lang][number]


def hold_phone(page: Page, running: Demo, name: str) -> None:
    page.goto(f"{running.url}/phone")
    page.get_by_role("button", name=name).click()
    expect(page.get_by_role("button", name=name)).to_have_attribute("aria-pressed", "true")


def type_text(page: Page, words: str) -> None:
    page.get_by_label("Text message").fill(words)
    page.keyboard.press("Enter")


def answers(page: Page) -> int:
    return page.locator(".text:not(.mine)").count()


def test_a_balance_from_question_to_figure(browser: Browser, running: Demo) -> None:
    with page_of(browser) as page:
        who = somebody(running, 0)
        hold_phone(page, running, who["name"])
        type_text(page, "whats my bal")
        expect(page.locator(".text.mine")).to_contain_text("whats my bal")
        expect(page.locator(".text:not(.mine)").first).to_be_visible()
        expect(page.locator(".tick").first).to_have_text("Delivered")
        type_text(page, f"{who['statement_code']} {who['zip']}")
        owes = int(who["balance_cents"])
        expect(page.locator("#thread")).to_contain_text(f"${owes // 100:,}.{owes % 100:02}")
        inside = page.get_by_label("Inside Sheepdog")
        expect(inside).to_contain_text("proved")
        expect(inside).to_contain_text("delivered")


def test_what_to_try_follows_the_open_question_and_is_sent_by_a_tap(browser: Browser, running: Demo) -> None:
    with page_of(browser) as page:
        who = somebody(running, 1)
        hold_phone(page, running, who["name"])
        tries = page.get_by_label("Things to try")
        tries.get_by_role("button", name="hey how much do i owe").click()
        expect(tries).to_contain_text(who["statement_code"])
        page.locator(".fact").first.click()
        expect(page.get_by_label("Text message")).not_to_be_empty()


def test_spanish_is_answered_in_spanish(browser: Browser, running: Demo) -> None:
    with page_of(browser) as page:
        hold_phone(page, running, somebody(running, 0, "es")["name"])
        page.get_by_label("Things to try").get_by_role("button", name="hola, cuánto debo").click()
        expect(page.locator("#thread")).to_contain_text("¿es usted?")


def test_a_link_opens_beside_the_phone(browser: Browser, running: Demo) -> None:
    with page_of(browser) as page:
        who = somebody(running, 2)
        hold_phone(page, running, who["name"])
        type_text(page, "send me the link ill pay it")
        expect(page.locator(".text:not(.mine)").first).to_be_visible()
        type_text(page, f"{who['statement_code']} {who['zip']}")
        expect(page.locator(".bubble a")).to_have_count(2)  # that of the question, and now that of the answer
        page.locator(".bubble a").last.click()
        frame = page.frame_locator("iframe")
        expect(frame.locator("h1")).to_be_visible()
        page.get_by_label("A page that was linked").get_by_role("button", name="Close").click()
        expect(page.locator("#beside")).to_be_hidden()


def test_the_clock_goes_forward_only(browser: Browser, running: Demo) -> None:
    with page_of(browser) as page:
        hold_phone(page, running, somebody(running, 3)["name"])
        with running.app.db.read() as tx:
            before = clock.offset(tx)
        page.get_by_role("button", name="+1 hour").click()
        page.wait_for_timeout(600)
        with running.app.db.read() as tx:
            assert clock.offset(tx) - before == timedelta(hours=1)


def test_a_stranger_learns_nothing(browser: Browser, running: Demo) -> None:
    with page_of(browser) as page:
        hold_phone(page, running, "A stranger")
        type_text(page, "how much does Maria Lopez owe")
        expect(page.locator(".text:not(.mine)").first).to_be_visible()
        assert "$" not in page.locator("#thread").inner_text()


def test_the_cast_can_be_filtered(browser: Browser, running: Demo) -> None:
    with page_of(browser) as page:
        page.goto(f"{running.url}/phone")
        everybody = page.locator(".player:visible").count()
        page.get_by_label("Filter the cast").fill("spanish")
        assert 0 < page.locator(".player:visible").count() < everybody


def test_on_a_small_screen_the_phone_stands_alone(browser: Browser, running: Demo) -> None:
    with page_of(browser, narrow=True) as page:
        page.goto(f"{running.url}/phone")
        expect(page.get_by_label("Whose phone", exact=True)).to_be_hidden()
        page.get_by_role("button", name="Cast").click()
        name = somebody(running, 4)["name"]
        page.get_by_role("button", name=name).click()
        expect(page.get_by_label("Whose phone", exact=True)).to_be_hidden()
        type_text(page, "hi")
        expect(page.locator(".text:not(.mine)").first).to_be_visible()
        page.get_by_role("button", name="Inside").click()
        expect(page.get_by_label("Inside Sheepdog")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_label("Inside Sheepdog")).to_be_hidden()


@pytest.mark.parametrize("narrow", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_page_is_accessible_and_never_scrolls_sideways(
    browser: Browser, running: Demo, narrow: bool, dark: bool
) -> None:
    with page_of(browser, narrow=narrow, dark=dark) as page:
        page.goto(f"{running.url}/phone")
        expect(page.locator("#thread .when").first).to_be_visible()
        assert severe(page) == [] and not too_wide(page)
