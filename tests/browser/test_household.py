"""Paying for everybody at once in a real browser: on a small screen, for screen readers, by keyboard, scriptless."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from bot import links
from flows.money import ZERO
from storage import people
from tests.browser.served import chromium, serving, severe, too_wide
from tests.family import Family, a_family
from tests.webhooks.office import Office, open_office
from webhooks.limits import limiter
from webhooks.site import create_app

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
HEAVIEST = 60_000
"""Bytes of a page with all that it loads."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path)
    yield made
    made.app.db.dispose()


@pytest.fixture
def family(office: Office) -> Family:
    return a_family(office)


@pytest.fixture
def url(office: Office, family: Family) -> Iterator[str]:
    flask: Flask = create_app(office.app, RATELIMIT_STORAGE_URI="memory://", RATELIMIT_ENABLED=False)
    limiter.enabled = False
    with serving(flask) as found:
        object.__setattr__(office.app.settings, "public_url", found)
        office.app.payments["test_till"]._page = f"{found}/payments/test_till"  # type: ignore[attr-defined]
        yield found


def link(family: Family, lang: str = "en", **more: Any) -> str:
    """An address for the children, as a talk that proved them gives it."""
    app = family.office.app
    told = {"proved": [family.leo, family.sofia], "as_guarantor": True, "factors": 1, **more}
    with app.db.begin() as tx:
        practice = people.practice(tx, family.office.practice)
        return links.make(tx, app.settings, "pay", practice, None, family.talk, now=app.now(), lang=lang, **told)


def prove(page: Page, address: str) -> None:
    page.goto(address)
    for field, typed in (("#birth", "11"), ("#birth-day", "2"), ("#birth-year", "1988")):
        page.locator(field).fill(typed)
    page.locator("main form button.main").click()
    page.wait_for_selector("#amount-2")


def walk(family: Family, page: Page, lang: str) -> Iterator[str]:
    """Every page on the way, one after the other."""
    address = link(family, lang)
    prove(page, address)
    yield "everyone"
    page.goto(address + "?choose=1" + ("" if lang == "en" else "&lang=es"))
    yield "whose bill"
    page.locator("main a.main").click()
    page.locator("#amount-0").fill("5000")
    page.locator("main form button.main").click()
    page.wait_for_selector("#amount-0-error")
    yield "too much for one"
    page.locator("#whole").fill("9999")
    page.locator("form[action*=split] button").click()
    page.wait_for_selector("#whole-error")
    yield "too much in all"
    page.locator("#whole").fill("100")
    page.locator("form[action*=split] button").click()
    page.wait_for_function("document.querySelector('#amount-1').value === '49.50'")
    yield "the oldest first"
    page.locator("main form button.main").click()
    page.wait_for_selector(".sum")
    yield "check before you pay"
    page.locator("main form button.main").click()
    page.locator("button[value=approve]").click()
    page.wait_for_selector(".done")
    yield "paid"
    page.goto(address)
    page.wait_for_selector("#amount-1")
    yield "what is left"


@pytest.mark.parametrize(("lang", "scheme"), [("es", "light"), ("en", "dark")])
def test_every_page_is_accessible_and_fits_320_pixels(
    family: Family, browser: Browser, url: str, lang: str, scheme: Any
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, color_scheme=scheme)
    page, seen = context.new_page(), list[str]()
    for where in walk(family, page, lang):
        assert severe(page) == [], where
        assert not too_wide(page), where
        assert page.locator("html").get_attribute("lang") == lang, where
        seen.append(where)
    assert len(seen) == 8
    context.close()


def test_without_a_script_and_by_keyboard_alone(family: Family, browser: Browser, url: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, java_script_enabled=False)
    page = context.new_page()
    prove(page, link(family))
    for name in ("#amount-0", "#amount-1", "#amount-2"):
        page.locator(name).focus()
        page.keyboard.press("Control+A")
        page.keyboard.type({"#amount-0": "50.50", "#amount-1": "130", "#amount-2": "0"}[name])
    page.keyboard.press("Enter")
    page.wait_for_selector(".sum")
    page.locator("main form button.main").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("button[value=approve]")
    page.locator("button[value=approve]").click()
    page.wait_for_selector(".done")
    assert (family.owed(family.leo), family.owed(family.sofia)) == (ZERO, ZERO)
    context.close()


def test_targets_are_big_enough_for_thumbs_and_the_page_is_light(family: Family, browser: Browser, url: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page, bytes_ = context.new_page(), list[int]()
    page.on("response", lambda answer: bytes_.append(len(answer.body()) if answer.status == 200 else 0))
    prove(page, link(family))
    bytes_.clear()
    page.goto(page.url)
    page.wait_for_load_state("networkidle")
    assert 0 < sum(bytes_) < HEAVIEST
    for target in page.locator("main a:visible, main button:visible, main input:visible").all():
        box = target.bounding_box()
        assert box is not None and box["height"] >= 44, target.inner_text()
    context.close()
