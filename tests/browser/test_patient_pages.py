"""Patients' pages and the chat in a real browser: by keyboard, on small screens, for screen readers, scriptless."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import select

from flows.money import Money
from storage import outbox, payments, people, plans, talks
from tests.browser.served import chromium, serving, severe, too_wide
from tests.webhooks.pictures import HEIC, photo
from tests.webhooks.web import KeptSite, Site

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[KeptSite, str]]:
    kept = KeptSite(tmp_path_factory.mktemp("browser"))
    site = kept.site
    with serving(site.flask) as url:
        object.__setattr__(site.town.app.settings, "public_url", url)
        site.town.app.payments["test_till"]._page = f"{url}/payments/test_till"  # type: ignore[attr-defined]
        yield kept, url


@pytest.fixture
def site(built: tuple[KeptSite, str]) -> Site:
    return built[0].again()


@pytest.fixture
def url(built: tuple[KeptSite, str]) -> str:
    return built[1]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 390, "height": 844})
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page on which nothing may be refused by our own headers, and no script may fail."""
    found, troubles = context.new_page(), list[str]()
    found.on("pageerror", lambda error: troubles.append(str(error)))
    found.on("console", lambda told: troubles.append(told.text) if "Content Security Policy" in told.text else None)
    yield found
    assert troubles == []


def prove(page: Page, path: str) -> None:
    page.goto(path)
    page.locator("#birth").fill("3")
    page.locator("#birth-day").fill("2")
    page.locator("#birth-year").fill("1984")
    with page.expect_navigation(wait_until="load"):
        page.locator("main form button.main").click()
    page.wait_for_load_state("networkidle")  # the page's script may still move the focus


def newest(site: Site) -> payments.Payment:
    with site.town.app.db.read() as tx:
        return payments.of_patient(tx, site.town.maria)[0]


# -- all pages --


def walk(site: Site, page: Page, url: str, lang: str) -> Iterator[str]:
    """Every page that a patient can come to, one after the other."""
    path, told = url + site.town.link(lang=lang), lang
    for first in (path, url + site.town.link("secure_page", 2, lang=lang), url + "/p/" + "A" * 22):
        page.goto(first)
        yield f"first {told}"
    page.goto(url + site.town.link("secure_page", 2, lang=lang))
    page.locator("main form button.main").click()
    yield "a mistake"
    page.goto(path + "/amount")
    yield "without proof"
    prove(page, path)
    page.locator("main summary").click()
    yield "what is owed"
    inside = ("amount", "plans", "wrong", "insurance", "cannot", "person", "contact", "statement", "receipts", "plan")
    for inner in inside:
        page.goto(f"{path}/{inner}")
        yield inner
        if inner == "plans":
            page.locator("main summary").click()
            yield "plans, with other days and some of it today"
        if inner in ("plans", "wrong", "insurance", "cannot"):
            page.locator("main form button.main").click()
            yield f"{inner}, with a mistake"
    page.goto(path + "/amount")
    page.locator("#amount").fill("50")
    page.locator("main form button.main").click()
    yield "check before you pay"
    page.locator("main form button.main").click()
    yield "the till"
    page.locator("button[value=drop]").click()
    yield "the line went dead"
    page.route("**/done/*", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.locator("main a.main").click()
    yield "checking"
    page.unroute("**/done/*")
    page.locator("main form button").click()
    page.wait_for_selector(".done")
    yield "paid"
    page.goto(path + "/receipts")
    yield "receipts, with one"
    page.locator("nav a[href*=receipts]").first.click()
    yield "a receipt"
    page.goto(path + "/plans")
    page.locator("input[name=count]").last.check()
    page.locator("main form button.main").click()
    page.wait_for_selector(".tila")
    yield "the agreement with its box"
    page.locator("main form button.main").click()
    page.wait_for_selector("#econsent-error")
    yield "the agreement, with ticks missing"
    page.locator("#econsent").check()
    page.locator("#read").check()
    page.locator("main form button.main").click()
    yield "check before you agree to papers on a screen"
    page.goto(path + "/plans")
    page.locator("input[name=count]").nth(1).check()
    page.locator("main form button.main").click()
    yield "the agreement"
    page.locator("#read").check()
    page.locator("main form button.main").click()
    yield "check before you agree"
    page.locator("main form button.main").click()
    page.wait_for_selector(".done")
    yield "agreed"
    page.locator("form[action*=autopay] button").click()
    page.wait_for_selector("button[value=keep]")
    yield "the till, to leave a card"
    page.locator("button[value=keep]").click()
    page.wait_for_selector("#read")
    yield "the permission"
    page.locator("main form button.main").click()
    page.wait_for_selector("#read-error")
    yield "the permission, without its tick"
    page.locator("#read").check()
    page.locator("main form button.main").click()
    page.wait_for_selector(".done")
    yield "allowed"
    page.goto(path + "/plan")
    yield "the plan, paid by card"
    page.locator("main a[href*=autopay]").click()
    page.locator("form[action*=stop] button").click()
    page.wait_for_selector("form[action*=card] button.main")
    yield "stopped"
    page.goto(path + "/plan")
    yield "the plan"
    page.goto(f"{url}/chat/willow-creek?lang={lang}")
    yield "chat"
    page.locator("footer summary").click()
    yield "chat, going on by text"


@pytest.mark.parametrize(("lang", "scheme"), [("es", "light"), ("en", "dark")])
def test_every_page_is_accessible_and_fits_320_pixels(
    site: Site, browser: Browser, url: str, lang: str, scheme: Any
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, color_scheme=scheme)
    page, seen = context.new_page(), list[str]()
    for where in walk(site, page, url, lang):
        assert severe(page) == [], where
        assert not too_wide(page), where
        assert page.locator("html").get_attribute("lang") == ("en" if "A" * 22 in page.url else lang), where
        seen.append(where)
    assert len(seen) == 43
    context.close()


def test_targets_are_big_enough_for_thumbs(site: Site, page: Page, url: str) -> None:
    prove(page, url + site.town.link())
    for target in page.locator("main a:visible, main button:visible, main summary:visible").all():
        box = target.bounding_box()
        assert box is not None and box["height"] >= 44, target.inner_text()


# -- paying --


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, name: str) -> None:
    """Tabs until the thing of this name has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        words = page.evaluate("(e => e.textContent + (e.labels?.[0]?.textContent || ''))(document.activeElement)")
        if name in words:
            return
    raise AssertionError(f"the keyboard does not reach {name!r}")


def test_paying_by_keyboard_alone(site: Site, page: Page, url: str) -> None:
    page.goto(url + site.town.link())
    tab_to(page, "Month")
    page.keyboard.type("3")
    press(page, "Tab")
    page.keyboard.type("2")
    press(page, "Tab")
    page.keyboard.type("1984")
    press(page, "Enter")
    page.wait_for_selector(".owe")
    tab_to(page, "Pay another amount")
    press(page, "Enter")
    page.wait_for_selector("#amount")
    tab_to(page, "Amount in dollars")
    page.keyboard.type("50")
    press(page, "Enter")
    page.wait_for_selector("text=Check before you pay")
    tab_to(page, "Go on and pay $50.00")
    press(page, "Enter")
    page.wait_for_selector("text=Approve the card")
    tab_to(page, "Approve the card")
    press(page, "Enter")
    page.wait_for_selector("text=Thank you. We have your $50.00")
    assert site.town.owed() == Money(19001)


def test_agreeing_to_a_plan_by_keyboard_alone(site: Site, page: Page, url: str) -> None:
    prove(page, url + site.town.link())
    tab_to(page, "Pay over time")
    press(page, "Enter")
    page.wait_for_selector("text=See this plan")
    tab_to(page, "2 payments")
    press(page, "ArrowDown")
    tab_to(page, "See this plan")
    press(page, "Enter")
    page.wait_for_selector("text=Payment plan agreement")
    tab_to(page, "I have read this plan")
    press(page, "Space")
    tab_to(page, "Check and agree")
    press(page, "Enter")
    page.wait_for_selector("text=Check before you agree")
    tab_to(page, "Agree and start")
    press(page, "Enter")
    page.wait_for_selector("text=Your plan has started")
    with site.town.app.db.read() as tx:
        plan = plans.plan(tx, site.town.maria)
    assert plan is not None and plan.state == "active" and len(plan.parts) == 3


def test_paying_and_agreeing_without_a_script(site: Site, browser: Browser, url: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page, path = context.new_page(), url + site.town.link()
    prove(page, path)
    page.locator("text=Pay another amount").click()
    page.locator("#amount").fill("50")
    page.locator("main form button.main").click()
    page.locator("main form button.main").click()
    page.locator("button[value=drop]").click()
    page.locator("main a.main").click()
    assert page.locator("text=We are checking your payment").is_visible()
    page.locator("text=Look again").click()
    assert page.locator("text=Thank you. We have your $50.00").is_visible()
    page.locator("text=See what you owe now").click()
    page.locator("text=Your receipts").click()
    page.locator("nav a[href*=receipts]").first.click()
    assert page.locator("text=Account payment").is_visible()
    page.goto(path + "/statement")
    assert page.locator("text=-$50.00").is_visible()
    page.goto(path + "/plans")
    page.locator("input[name=count]").first.check()
    for _ in range(2):
        page.locator("main form button.main").click()
        if page.locator("#read").count():
            page.locator("#read").check()
    page.locator("main form button.main").click()
    assert page.locator("text=Your plan has started").is_visible()
    page.goto(path + "/plan")
    assert page.locator("text=To change this plan").is_visible()
    context.close()


def test_a_card_is_sent_without_a_script(site: Site, browser: Browser, url: str, tmp_path: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page, path = context.new_page(), url + site.town.link()
    front, back = tmp_path / "front.jpg", tmp_path / "back.heic"
    front.write_bytes(photo(1600, 1000))
    back.write_bytes(HEIC)
    prove(page, path)
    page.get_by_role("link", name="I have insurance").click()
    page.get_by_label("Front of the card").set_input_files(front)
    page.get_by_label("Back of the card").set_input_files(back)
    page.locator("main form button.main").click()
    assert "We have the front of your card" in page.inner_text("main") and "HEIC" in page.inner_text("main")
    page.get_by_label("Back of the card").set_input_files(front)
    page.locator("main form button.main").click()
    assert "we have your card" in page.inner_text("main")
    context.close()


def test_files_that_are_far_too_large_are_answered_in_our_words(
    site: Site, page: Page, url: str, tmp_path: Path
) -> None:
    film, path = tmp_path / "film.mp4", url + site.town.link()
    film.write_bytes(b"0" * 40_000_000)
    prove(page, path)
    page.goto(path + "/wrong")
    page.locator("#more").fill("see page 2")
    page.locator("#file").set_input_files(film)
    page.locator("main form button.main").click()
    assert "Nothing was sent. Go back" in page.inner_text("main")
    page.go_back()
    assert page.locator("#more").input_value() == "see page 2"


def test_a_mistake_moves_the_focus_to_what_is_wrong(site: Site, page: Page, url: str) -> None:
    prove(page, url + site.town.link())
    page.locator("text=Pay another amount").click()
    page.locator("#amount").fill("9000")
    page.locator("main form button.main").click()
    assert page.evaluate("document.activeElement.id") == "mistakes"
    assert page.title().startswith("Please check this")
    page.locator("#mistakes a").click()
    assert page.evaluate("document.activeElement.id") == "amount"
    assert page.locator("#amount").input_value() == "9000"


def test_an_impatient_double_click_pays_once(site: Site, page: Page, url: str) -> None:
    prove(page, url + site.town.link())
    page.locator("main form button.main").click()
    page.locator("main form button.main").dblclick()
    page.wait_for_selector("text=Approve the card")
    with site.town.app.db.read() as tx:
        assert len(payments.of_patient(tx, site.town.maria)) == 1


def test_the_page_finds_out_by_itself_what_became_of_a_payment(site: Site, page: Page, url: str) -> None:
    prove(page, url + site.town.link())
    page.locator("main form button.main").click()
    page.locator("main form button.main").click()
    page.locator("button[value=drop]").click()
    page.locator("main a.main").click()
    page.wait_for_selector("text=Thank you. We have your $240.01")
    assert newest(site).state == "paid"


# -- staying --


def test_the_page_asks_whether_somebody_is_there_and_lets_them_stay(site: Site, page: Page, url: str) -> None:
    page.clock.install()
    prove(page, url + site.town.link())
    dialog = page.get_by_role("alertdialog", name="Are you still there?")
    assert not dialog.is_visible()
    page.clock.fast_forward(13 * 60 * 1000)
    assert dialog.is_visible()
    assert page.evaluate("document.activeElement.textContent") == "Stay here"
    site.town.forward(minutes=13)
    with page.expect_response(re.compile("/stay$")) as answer:
        page.keyboard.press("Enter")
    assert answer.value.status == 204 and not dialog.is_visible()
    page.clock.fast_forward(5 * 60 * 1000)
    assert page.locator("text=$240.01").first.is_visible()


def test_who_is_gone_leaves_nothing_on_the_screen(site: Site, page: Page, url: str) -> None:
    page.clock.install()
    prove(page, url + site.town.link())
    site.town.forward(minutes=16)
    page.clock.fast_forward(15 * 60 * 1000 + 4000)
    page.wait_for_selector("text=First, is it you?")
    assert page.locator("text=This page closed itself").is_visible()
    assert "240.01" not in page.content()


# -- the chat --


def reply(site: Site, words: str) -> None:
    now = site.town.app.now()
    with site.town.app.db.begin() as tx:
        ids = tx.execute(select(talks.conversations.c.id).where(talks.conversations.c.channel == "web_chat")).scalars()
        talk = talks.conversation(tx, list(ids)[-1])
        talks.mark_read(tx, [message.id for message in talks.unread(tx, talk.id)], {})
        kind = ("", "REPLY", "x", words, "en", 1, 0)
        row = outbox.add(tx, site.town.practice_id, talk.id, talk.sender_id, *kind, now, now)
        outbox.claim(tx, row, [("x", "x")], now)
        outbox.mark(tx, row, "delivered", now)


def chat_in(page: Any, site: Site) -> None:
    """Writes by keyboard, and reads the answer without a reload. Before its script has run, Enter is a new line."""
    page.wait_for_selector("body.scripted")
    page.locator("#text").fill("how much do i owe")
    page.locator("#text").press("Enter")
    page.wait_for_selector(".log .me[data-key] >> text=how much do i owe")
    reply(site, "Please prove who you are first.")
    page.wait_for_selector(".log .us >> text=Please prove who you are first.")
    assert page.locator(".log .me").count() == 1
    assert page.locator("#text").input_value() == ""


def test_chatting(site: Site, page: Page, url: str) -> None:
    page.goto(f"{url}/chat/willow-creek")
    chat_in(page, site)
    assert page.get_by_role("log", name="Messages").is_visible()
    assert page.evaluate("document.activeElement.id") == "text"
    page.reload()
    page.wait_for_selector(".log .us >> text=Please prove who you are first.")


def test_a_message_that_was_not_sent_can_be_sent_again(site: Site, page: Page, url: str) -> None:
    page.goto(f"{url}/chat/willow-creek")
    page.route("**/messages", lambda route: route.abort())
    page.locator("#text").fill("hello")
    page.locator("main button.main").click()
    again = page.get_by_role("button", name="Send again")
    again.wait_for()
    page.unroute("**/messages")
    again.click()
    page.wait_for_selector(".log .me[data-key] >> text=hello")
    assert page.locator(".log .me").count() == 1


def host(markup: str) -> Flask:
    """Another site, which has the chat on its page."""
    flask = Flask(__name__)
    flask.add_url_rule("/", "home", lambda: Response(f"<!doctype html><html lang=en><title>Practice</title>{markup}"))
    return flask


def test_it_works_in_another_sites_frame_with_one_line(site: Site, page: Page, url: str) -> None:
    markup = f'<h1>Willow Creek</h1><script src="{url}/chat/willow-creek/embed.js" async></script>'
    with serving(host(markup)) as elsewhere:
        set_origins(site, elsewhere.replace("127.0.0.1", "localhost"))
        page.goto(elsewhere.replace("127.0.0.1", "localhost"))
        page.get_by_role("button", name="Chat with us").click()
        frame = page.frame_locator("iframe")
        frame.locator("#text").wait_for()
        inner = next(one for one in page.frames if one.url.startswith(url))
        chat_in(inner, site)
        page.get_by_role("button", name="Close the chat").click()
        assert not page.locator("iframe").is_visible()


def test_a_site_that_was_not_named_gets_no_chat(site: Site, context: BrowserContext, url: str) -> None:
    page = context.new_page()
    frames = "".join(f'<iframe src="{url}{path}"></iframe>' for path in ("/chat/willow-creek", "/p/x"))
    with serving(host(frames)) as elsewhere:
        set_origins(site, "https://www.willowcreek.example")
        page.goto(elsewhere.replace("127.0.0.1", "localhost"))
        page.wait_for_timeout(300)
        assert not any(frame.locator("#text").count() for frame in page.frames)


def set_origins(site: Site, origin: str) -> None:
    with site.town.app.db.begin() as tx:
        people.update_practice(tx, site.town.practice_id, origins=(origin,))


# -- weight --


def test_a_page_and_all_that_it_loads_weighs_less_than_60_kb(site: Site, page: Page, url: str) -> None:
    weights: list[int] = []
    page.on("response", lambda answer: weights.append(len(answer.body())))
    path = url + site.town.link()
    page.goto(path)
    page.wait_for_load_state("networkidle")
    assert 0 < sum(weights) < 60_000 and len(weights) >= 3
    prove(page, path)
    for inner in ("statement", "receipts", "plan"):
        weights.clear()
        page.goto(f"{path}/{inner}")
        page.wait_for_load_state("networkidle")
        assert 0 < sum(weights) < 60_000, inner
