"""The town of tests/willow.py with its web server, and browsers that fill in a form's own guard as people's do."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from storage import base, consent, tickets
from tests.willow import Kept, Town, make_town
from webhooks.limits import limiter
from webhooks.site import create_app

BORN = {"birth_month": "3", "birth_day": "2", "birth_year": "1984"}
WRONG = {"birth_month": "3", "birth_day": "3", "birth_year": "1984"}
ZIP = {"zip": "80203"}
MARIA = {**BORN, **ZIP}
TOKEN = re.compile(rb'name="csrf_token" value="([^"]+)"')


@dataclass
class Site:
    """A town and its server."""

    town: Town
    flask: Flask

    def browser(self) -> Browser:
        return Browser(self.flask.test_client())

    def proved(self, path: str, form: dict[str, str] | None = None) -> Browser:
        """A browser that has proved to be Maria at this link."""
        browser = self.browser()
        answer = browser.post(f"{path}/proof", form or {**BORN, "zip": "80203"})
        assert answer.status_code == 303, answer.text
        return browser


class Browser:
    """A browser with cookies."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.guard = ""

    def get(self, path: str, **more: Any) -> Any:
        return self._kept(self.client.get(path, **more))

    def post(self, path: str, form: dict[str, Any] | None = None, **more: Any) -> Any:
        if not self.guard:
            self.get(re.sub(r"(/[pa]/[^/]+).*", r"\1", path))
        return self._kept(self.client.post(path, **{"data": {"csrf_token": self.guard, **(form or {})}, **more}))

    def _kept(self, answer: Any) -> Any:
        if found := TOKEN.search(answer.data):
            self.guard = found[1].decode()
        return answer


@contextmanager
def limited(folder: Path) -> Iterator[Site]:
    """A site that counts requests; the counter is one for all servers of a process, so it is put back after."""
    try:
        yield make_site(folder, RATELIMIT_ENABLED=True)
    finally:
        limiter.reset()
        limiter.enabled = False


def make_site(folder: Path, **more: Any) -> Site:
    """The town behind a server without rate limits."""
    config = {name: more.pop(name) for name in list(more) if name.isupper()}
    town = make_town(folder, **more)
    limits = {"RATELIMIT_STORAGE_URI": "memory://", "RATELIMIT_ENABLED": False}
    return Site(town, create_app(town.app, TESTING=True, **{**limits, **config}))


class KeptSite:
    """A site that is built once and put back to its first day before every test."""

    def __init__(self, folder: Path) -> None:
        self.site = make_site(folder)
        self._kept = Kept(self.site.town)

    def again(self) -> Site:
        """The site as it was built."""
        self._kept.again()
        return self.site


def text(answer: Any) -> str:
    """What a person reads."""
    bare = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", answer.text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(bare))


def rows(site: Site) -> dict[str, int]:
    """How many rows every table has."""
    with site.town.app.db.read() as tx:
        return {
            name: int(tx.execute(select(func.count()).select_from(table)).scalar_one())
            for name, table in base.metadata.tables.items()
        }


def reasons(site: Site) -> list[str]:
    """Of the tickets that are open."""
    with site.town.app.db.read() as tx:
        return [ticket.reason for ticket in tickets.open_tickets(tx, site.town.practice_id)]


def holds(site: Site) -> set[str]:
    """On Maria."""
    with site.town.app.db.read() as tx:
        rows = consent.open_holds(tx, site.town.practice_id, [site.town.maria], "", site.town.app.now())
    return {row.reason for row in rows}


def hold(site: Site, reason: str, **about: Any) -> None:
    """Puts a hold on Maria, or on what `about` names."""
    with site.town.app.db.begin() as tx:
        whom = about or {"patient_id": site.town.maria}
        consent.add_hold(tx, site.town.practice_id, reason, site.town.app.now(), **whom)
