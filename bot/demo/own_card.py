"""A browser on the pages of the demo, and the story of a plan that a card pays: refused once, tried again, paid off."""

from __future__ import annotations

import html
import http.cookiejar
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from typing import Any

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
META = re.compile(r'name="csrf-token" content="([^"]+)"')
LONGEST = 40
"""Turns of the clock after which a plan of a few months is paid off or never will be."""


class NotThere(LookupError):
    """A page lacks what was looked for."""


class Browser:
    """Pages with their forms, as a person without a script would use them."""

    def __init__(self) -> None:
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._open = urllib.request.build_opener(jar).open
        self.url, self.page = "", ""

    def go(self, url: str) -> str:
        """Opens an address."""
        return self._take(urllib.request.Request(url))

    def press(self, form: str, **fields: str) -> str:
        """Sends the form whose address holds `form`, with what the page put into it and these fields."""
        whole = next((one for one in re.findall(r"<form.*?</form>", self.page, re.S) if form in one), None)
        if whole is None:
            raise NotThere(f"{self.url} has no form for {form!r}")
        action = re.search(r'action="([^"]+)"', whole)
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', whole))
        to = urllib.parse.urljoin(self.url, html.unescape(action[1]) if action else self.url)
        return self._take(urllib.request.Request(to, urllib.parse.urlencode({**hidden, **fields}).encode()))

    def post(self, url: str, told: Mapping[str, Any]) -> Any:
        """Sends JSON as the page's own script would; the answer's."""
        found = META.search(self.page)
        head = {"Content-Type": "application/json", "X-CSRFToken": found[1] if found else "", "Referer": self.url}
        with self._open(urllib.request.Request(url, json.dumps(told).encode(), head), timeout=20) as answer:
            return json.load(answer)

    def _take(self, request: urllib.request.Request) -> str:
        with self._open(request, timeout=20) as answer:
            self.url, self.page = answer.url, answer.read().decode()
        return self.page


def leave_a_card(link: str, patient: Mapping[str, Any], button: str) -> str:
    """From the link in a text over proof and the till to the permission; the page that says that it is given."""
    browser = Browser()
    browser.go(link)
    year, month, day = patient["dob"].split("-")
    browser.press("/proof", birth_month=month, birth_day=day, birth_year=year, zip=patient["zip"],
                  statement_code=patient.get("statement_code", ""))  # fmt: skip
    browser.press("autopay/card")
    browser.press("button", button=button)
    return browser.press("/agree", read="1")


def turn_clock(told: Mapping[str, Any]) -> bool:
    """The phone page's clock goes to what is due next; False: nothing is."""
    browser = Browser()
    browser.go(f"{told['url']}/phone")
    try:
        browser.post(f"{told['url']}/phone/clock", {"by": "next"})
    except urllib.error.HTTPError as refused:
        refused.close()
        if refused.code == 409:
            return False
        raise
    return True
