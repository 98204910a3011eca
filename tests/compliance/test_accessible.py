"""Pages in a real browser: for screen readers, by keyboard, at 400 %, with time to stay (A1)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from storage import plans
from tests.browser.served import severe, too_wide
from tests.browser.test_patient_pages import browser as browser
from tests.browser.test_patient_pages import built as built
from tests.browser.test_patient_pages import context as context
from tests.browser.test_patient_pages import page as page
from tests.browser.test_patient_pages import press, prove, tab_to
from tests.browser.test_patient_pages import site as site
from tests.browser.test_patient_pages import url as url
from tests.compliance.labels import shows
from tests.webhooks.web import Site

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


def pages(site: Site, page: Page, url: str) -> list[str]:
    """What axe has against the pages for proof, paying, a plan and chat, and which are too wide for the window."""
    path, wrong = url + site.town.link(), list[str]()

    def look(where: str) -> None:
        wrong.extend(f"{where}: {found}" for found in severe(page))
        wrong.extend([f"{where}: too wide"] if too_wide(page) else [])

    page.goto(path)
    look("proof")
    prove(page, path)
    look("paying")
    page.goto(f"{path}/plans")
    look("plans")
    page.locator("input[name=count]").first.check()
    page.locator("main form button.main").click()
    look("agreement")
    page.goto(f"{url}/chat/willow-creek")
    look("chat")
    return wrong


@shows("A1.1")
def test_a1_1_axe_finds_nothing_serious(site: Site, page: Page, url: str) -> None:
    assert pages(site, page, url) == []


@shows("A1.3")
def test_a1_3_at_400_percent_nothing_scrolls_sideways(site: Site, browser: Browser, url: str) -> None:
    """1280 CSS pixels at 400 % are 320."""
    context = browser.new_context(viewport={"width": 320, "height": 256})
    assert pages(site, context.new_page(), url) == []
    context.close()


@shows("A1.2")
def test_a1_2_a_plan_by_keyboard_alone(site: Site, page: Page, url: str) -> None:
    prove(page, url + site.town.link())
    for name, keys in (("Pay over time", ["Enter"]), ("2 payments", ["Space"]), ("See this plan", ["Enter"]),
                       ("I have read this plan", ["Space"]), ("Check and agree", ["Enter"]),
                       ("Agree and start", ["Enter"])):  # fmt: skip
        page.wait_for_selector(f"text={name}")
        tab_to(page, name)
        press(page, *keys)
    page.wait_for_selector("text=Your plan has started")
    with site.town.app.db.read() as tx:
        plan = plans.plan(tx, site.town.maria)
    assert plan is not None and plan.state == "active"


@shows("A1.4")
def test_a1_4_the_end_of_a_session_is_announced_and_can_be_put_off(site: Site, page: Page, url: str) -> None:
    page.clock.install()
    prove(page, url + site.town.link())
    dialog = page.get_by_role("alertdialog", name="Are you still there?")
    assert not dialog.is_visible()
    page.clock.fast_forward(13 * 60 * 1000)
    assert dialog.is_visible()
    site.town.forward(minutes=13)
    press(page, "Enter")
    dialog.wait_for(state="hidden")
    page.clock.fast_forward(5 * 60 * 1000)
    assert page.locator("text=$240.01").first.is_visible()
