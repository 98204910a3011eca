"""A server for a real browser, and the browser: Debian's or any other Chromium that is on PATH."""

from __future__ import annotations

import contextlib
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from werkzeug.serving import make_server

from bot import jobs, listening
from bot.demo import practice
from bot.settings import Settings
from bot.wiring import App, Later, build
from storage import migrations
from webhooks.emulator.account import Account
from webhooks.emulator.server import create as create_emulator
from webhooks.site import create_app

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
QUIET = ("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync",
         "--disable-component-update")  # fmt: skip
PATIENCE_MS = 20_000
"""A machine that runs other tests beside these is slow."""
SEVERE = ("serious", "critical")


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium. Skips where there is none."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium on PATH (Debian: apt-get install chromium)")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=found, args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()


@contextlib.contextmanager
def serving(flask: Flask, socket: Any = None) -> Iterator[str]:
    """The app on a port of this machine; its address."""
    fd = {"fd": socket.fileno()} if socket else {}
    server = make_server("127.0.0.1", 0, flask, threaded=True, **fd)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.socket.getsockname()[1]}"
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()


@dataclass(frozen=True)
class Demo:
    """The invented practice, whole: web, emulator and a worker, in threads of this process."""

    app: App
    url: str
    people: dict[str, Any]


@contextlib.contextmanager
def demo(folder: Path) -> Iterator[Demo]:
    """As `./sheepdog demo`, without its processes and without a queue: the worker looks by itself."""
    with contextlib.closing(listening.listen("127.0.0.1", 0)) as web, contextlib.closing(
        listening.listen("127.0.0.1", 0)
    ) as emulator:
        settings = _settings(folder, listening.port_of(web), listening.port_of(emulator))
        migrations.upgrade(settings.database_url)
        people, app = practice.prepare(settings), build(settings)
        if isinstance(app.hear, Later):
            app.hear.ready()
        account = Account(settings.twilio_account_sid, settings.twilio_auth_token, settings.public_url, None,
                          folder / "emulator.db")  # fmt: skip
        flask = create_app(app, RATELIMIT_STORAGE_URI="memory://")
        try:
            with serving(create_emulator(account), emulator), serving(flask, web), working(app):
                yield Demo(app, settings.public_url, people)
        finally:
            app.db.dispose()


def _settings(folder: Path, web: int, emulator: int) -> Settings:
    return Settings.read(
        {
            "SHEEPDOG_DEMO": "1",
            "SHEEPDOG_HOME": str(folder),
            "SHEEPDOG_PUBLIC_URL": f"http://127.0.0.1:{web}",
            "SHEEPDOG_TWILIO_URL": f"http://127.0.0.1:{emulator}",
            "SHEEPDOG_BURST_WAIT": "0",
        }
    )


@contextlib.contextmanager
def working(app: App) -> Iterator[None]:
    """A worker in a thread."""
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            if not jobs.work_once(app):
                stop.wait(0.05)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(10)


@contextlib.contextmanager
def page_of(browser: Browser, *, narrow: bool = False, dark: bool = False, script: bool = True) -> Iterator[Page]:
    """A page whose errors fail the test."""
    size = {"width": 360, "height": 740} if narrow else {"width": 1360, "height": 840}
    context: BrowserContext = browser.new_context(
        viewport=size, color_scheme="dark" if dark else "light", java_script_enabled=script  # type: ignore[arg-type]
    )
    page, wrong = context.new_page(), list[str]()
    page.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
    try:
        yield page
        assert wrong == []
    finally:
        context.close()


def severe(page: Page) -> list[str]:
    """What axe finds serious or critical."""
    return [
        f"{found['id']}: {[node['target'] for node in found['nodes']]}"
        for found in axe(page)
        if found["impact"] in SEVERE
    ]


def axe(page: Page) -> Sequence[dict[str, Any]]:
    """All that axe finds. Its script is evaluated through the debugger, which no policy of the page stops."""
    found: Sequence[dict[str, Any]] = Axe().run(page).response["violations"]
    return found


def too_wide(page: Page) -> bool:
    """Whether the page scrolls sideways."""
    wide: bool = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return wide


def soon(page: Page, found: Callable[[], bool], tries: int = 100) -> bool:
    """Whether it becomes so within ten seconds."""
    for _ in range(tries):
        if found():
            return True
        page.wait_for_timeout(100)
    return False
