"""kill -9 of workers, web and queue while patients text: each text is answered, and none twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from twilio.request_validator import RequestValidator

from tests.bot.test_demo import begin
from tests.processes import of_home, until

pytestmark = pytest.mark.enable_socket
ASKS = ("Is it you?", "¿es usted?")
PATH = "/channels/twilio_sms/message"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    process: subprocess.Popen[str] = begin(tmp_path, SHEEPDOG_BURST_WAIT="0.2")
    until(lambda: (tmp_path / "demo.json").exists() or process.poll() is not None)
    assert process.poll() is None, process.communicate()[0]
    yield tmp_path
    process.send_signal(signal.SIGKILL)
    process.communicate()
    until(lambda: of_home(tmp_path) == [])


def told(home: Path) -> dict[str, Any]:
    return dict(json.loads((home / "demo.json").read_text()))


def text(demo: Mapping[str, Any], phone: str, body: str, sid: str) -> None:
    """Posts a signed text until it is answered with 200, as a provider that calls again would."""
    form = {"AccountSid": demo["twilio"]["account_sid"], "MessageSid": sid, "From": phone,
            "To": demo["practice"]["number"], "Body": body, "NumMedia": "0"}  # fmt: skip
    signature = RequestValidator(demo["twilio"]["auth_token"]).compute_signature(demo["url"] + PATH, form)

    def posted() -> bool:
        request = urllib.request.Request(demo["url"] + PATH, urllib.parse.urlencode(form).encode(),
                                         {"X-Twilio-Signature": signature})  # fmt: skip
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    until(posted)


def answers(demo: Mapping[str, Any], phone: str) -> list[str]:
    address = f"{demo['twilio']['emulator_url']}/sent?to={urllib.parse.quote(phone)}"
    with urllib.request.urlopen(address, timeout=5) as answer:
        return [sent["body"] for sent in json.load(answer)]


def kill(home: Path, *names: str) -> None:
    pids = told(home)["pid"]
    for name in names:
        found = pids[name] if isinstance(pids[name], list) else [pids[name]]
        for pid in found:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue


def test_each_text_is_answered_and_none_twice(home: Path) -> None:
    demo = told(home)
    people = demo["patients"][:16]
    rounds = [("workers",), ("web",), ("redis",), ("workers", "web", "redis")]
    for number, person in enumerate(people):
        words = "cuanto debo" if person["lang"] == "es" else "how much do i owe"
        text(demo, person["phone"], words, f"SM{number:032x}")
        if number % 4 == 2:
            time.sleep(0.05 * number)
            kill(home, *rounds[number // 4])

    def all_answered() -> bool:
        return all(any(any(ask in body for ask in ASKS) for body in answers(demo, one["phone"])) for one in people)

    until(all_answered, patience_s=120)
    for number, person in enumerate(people):  # the same webhooks once more
        text(demo, person["phone"], "how much do i owe", f"SM{number:032x}")
    time.sleep(3)
    counts = {
        one["name"]: sum(any(ask in body for ask in ASKS) for body in answers(demo, one["phone"])) for one in people
    }
    assert set(counts.values()) == {1}, counts
