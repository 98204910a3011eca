"""Plays the main job against a running demo from outside: signed webhooks in, the provider's log of texts out."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from twilio.request_validator import RequestValidator

from bot.demo import own_card

PATIENCE_S = 20.0
QUIET_S = 0.8
"""No further text for so long: the answer is whole."""
MESSAGE = "/channels/twilio_sms/message"


class NotInOrder(Exception):
    """What was expected and did not come."""


@dataclass
class Line:
    """One patient's phone."""

    told: Mapping[str, Any]
    patient: Mapping[str, Any]
    seen: int = 0
    texts: list[str] = field(default_factory=list)

    def text(self, body: str, opt_out_type: str | None = None) -> list[str]:
        """Texts the practice, and returns what it answers."""
        say(f"{self.patient['name'].split()[0] + ':':10}{body}")
        _post(self.told, self.patient["phone"], body, opt_out_type)
        return self.answers()

    def answers(self, patience_s: float = PATIENCE_S) -> list[str]:
        """What has come since the last look; waits until it is whole. Empty after a quiet while."""
        deadline, last = time.monotonic() + patience_s, time.monotonic()
        fresh: list[str] = []
        while time.monotonic() < deadline and not (fresh and time.monotonic() - last > QUIET_S):
            found = self.sent()
            if len(found) > self.seen + len(fresh):
                fresh, last = found[self.seen :], time.monotonic()
            time.sleep(0.1)
        self.seen += len(fresh)
        for body in fresh:
            say(f"{'':10}{body}")
        return fresh

    def silent(self, wait_s: float = 5.0) -> None:
        """Nothing may come for a while."""
        time.sleep(wait_s)
        if len(self.sent()) > self.seen:
            raise NotInOrder(f"nothing was to be sent, but this was: {self.sent()[self.seen :]}")

    def sent(self) -> list[str]:
        """All texts to this phone, oldest first."""
        number = urllib.parse.quote(self.patient["phone"])
        with urllib.request.urlopen(f"{self.told['twilio']['emulator_url']}/sent?to={number}", timeout=10) as answer:
            return [text["body"] for text in json.load(answer)]


def say(text: str) -> None:
    """A line of the talk."""
    print(text, flush=True)


def run(told: Mapping[str, Any]) -> int:
    """Plays every part; 0 when all is in order, else 1 with what was not."""
    for part in PARTS:
        say(f"\n-- {part.__doc__} --")
        try:
            part(told)
        except (NotInOrder, OSError, LookupError, ValueError) as problem:
            say(f"Not in order: {problem}")
            return 1
    say("\nThe main job is in order.")
    return 0


def _post(told: Mapping[str, Any], phone: str, body: str, opt_out_type: str | None = None, sid: str = "") -> int:
    form = {
        "AccountSid": told["twilio"]["account_sid"],
        "MessageSid": sid or f"SM{time.time_ns():032x}",
        "From": phone,
        "To": told["practice"]["number"],
        "Body": body,
        "NumMedia": "0",
        **({"OptOutType": opt_out_type} if opt_out_type else {}),
    }
    url = told["url"] + MESSAGE
    signature = RequestValidator(told["twilio"]["auth_token"]).compute_signature(url, form)
    request = urllib.request.Request(url, urllib.parse.urlencode(form).encode(), {"X-Twilio-Signature": signature})
    with urllib.request.urlopen(request, timeout=15) as answer:
        if answer.status != 200 or b"<Response" not in answer.read():
            raise NotInOrder(f"the webhook answered {answer.status}")
        return int(answer.status)


def _patient(told: Mapping[str, Any], fits: Callable[[Mapping[str, Any]], bool]) -> Line:
    patient = next((one for one in told["patients"] if fits(one) and one["phone"] not in _used), None)
    if patient is None:
        raise NotInOrder("nobody in demo.json fits this part: start the demo on a fresh SHEEPDOG_HOME")
    _used.add(patient["phone"])
    line = Line(told, patient)
    line.seen = len(line.sent())
    return line


_used: set[str] = set()


def _expect(texts: Sequence[str], *words: str) -> None:
    whole = " ".join(texts)
    missing = [word for word in words if word.lower() not in whole.lower()]
    if missing:
        raise NotInOrder(f"expected {missing} in {whole!r}")


def _proof(patient: Mapping[str, Any]) -> str:
    year, month, day = patient["dob"].split("-")
    return f"{int(month)}/{int(day)}/{year} {patient['zip']}"


def _dollars(cents: int) -> str:
    return f"${cents // 100:,}.{cents % 100:02}"


def balance_and_plan(told: Mapping[str, Any]) -> None:
    """A balance after proof, and a plan in three payments"""
    line = _patient(told, lambda one: one["lang"] == "en" and one["balance_cents"] >= 20000)
    line.text("hi, how much do i owe")
    _expect(line.text(_proof(line.patient)), _dollars(line.patient["balance_cents"]))
    _expect(line.text("can i pay that in 3 payments"), "3")
    line.text("1")
    _expect(line.text("when is my next payment"), "$")


def pay_link(told: Mapping[str, Any]) -> None:
    """A pay link, that opens"""
    line = _patient(told, lambda one: one["lang"] == "en" and one["balance_cents"] >= 5000)
    line.text("send me the link so i can pay")
    texts = line.text(_proof(line.patient))
    _expect(texts, "/p/")
    url = next(word for text in texts for word in text.split() if "/p/" in word).rstrip(".,")
    with urllib.request.urlopen(url, timeout=15) as page:
        if page.status != 200:
            raise NotInOrder(f"{url} answered {page.status}")
    say(f"{'':10}(the page opens)")


def in_spanish(told: Mapping[str, Any]) -> None:
    """The same in Spanish"""
    line = _patient(told, lambda one: one["lang"] == "es")
    line.text("hola, cuanto debo?")
    _expect(line.text(_proof(line.patient)), _dollars(line.patient["balance_cents"]))


def a_person(told: Mapping[str, Any]) -> None:
    """Somebody asks for a person"""
    line = _patient(told, lambda one: one["lang"] == "en")
    if not line.text("can someone call me please"):
        raise NotInOrder("no answer to a wish for a person")


def stop(told: Mapping[str, Any]) -> None:
    """STOP in the patient's own words: one confirmation, then silence"""
    line = _patient(told, lambda one: one["lang"] == "en")
    _expect(line.text("please stop texting me"), "opted out")
    say(f"{line.patient['name'].split()[0] + ':':10}hello?")
    _post(told, line.patient["phone"], "hello?")
    line.silent()


def a_repeat(told: Mapping[str, Any]) -> None:
    """The same webhook twice has one effect; an unsigned one has none"""
    line = _patient(told, lambda one: one["lang"] == "en")
    for _ in range(2):
        _post(told, line.patient["phone"], "hi there", sid="SM" + "e" * 24 + line.patient["phone"][-8:])
    first = line.answers()
    line.silent(2.0)
    if not first:
        raise NotInOrder("no answer to a text that came twice")
    try:
        urllib.request.urlopen(told["url"] + MESSAGE, b"From=%2B17205550143&Body=hi", timeout=10)
    except urllib.error.HTTPError as refused:
        refused.close()
        if refused.code == 403:
            return
    raise NotInOrder("an unsigned text was not refused")


def a_card_pays(told: Mapping[str, Any]) -> None:
    """A plan that a card pays: told of, refused, tried again, paid off, while the clock is turned"""
    line = _patient(told, lambda one: one["lang"] == "en" and one["balance_cents"] >= 10000)
    line.text("i want a payment plan, 2 payments")
    line.text(_proof(line.patient))
    line.text("1")
    link = next((word for text in line.text("pay my plan by card automatically") for word in text.split()
                 if "/a/" in word), "")  # fmt: skip
    if not link:
        raise NotInOrder("no link to the plan's page")
    if "paid by itself" not in own_card.leave_a_card(link, line.patient, "keep_short"):
        raise NotInOrder("the card was not taken")
    say(f"{'':10}(she leaves a card that has no money on it the first time)")
    heard: list[str] = []
    for _ in range(own_card.LONGEST):
        if not own_card.turn_clock(told) or "You owe nothing now" in " ".join(heard):
            break
        heard += line.answers(2.0)
    _expect(heard, "pays $", "did not work. We try again", "We got your payment", "You owe nothing now")


PARTS = (balance_and_plan, pay_link, in_spanish, a_person, stop, a_repeat, a_card_pays)
