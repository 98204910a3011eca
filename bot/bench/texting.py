"""Patients who text: signed webhooks over kept-alive connections, each with the moment and time of its answer."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

from bot.bench.town import NUMBER, Town

PATH = "/channels/twilio_sms/message"


@dataclass(frozen=True)
class Posted:
    """One webhook: who texted, when it was answered (seconds, monotonic and wall clock), and how long that took."""

    phone: str
    at: float
    took_s: float
    status: int


class Texter:
    """Signs and posts texts to the web server."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self._validator = RequestValidator(town.settings.twilio_auth_token)
        self._url = town.settings.public_url + PATH
        self._line = http.client.HTTPConnection("127.0.0.1", town.web_port, timeout=30)

    def prepare(self, phone: str, body: str, number: int) -> tuple[str, dict[str, str]]:
        """The form and headers of one text, signed as Twilio signs."""
        form = {
            "AccountSid": self.town.settings.twilio_account_sid,
            "MessageSid": f"SM{number:032x}",
            "From": phone,
            "To": NUMBER,
            "Body": body,
            "NumMedia": "0",
        }
        signature = self._validator.compute_signature(self._url, form)
        return urlencode(form), {"X-Twilio-Signature": signature, "Content-Type": "application/x-www-form-urlencoded"}

    def post(self, phone: str, form: str, headers: dict[str, str]) -> Posted:
        """Posts it and waits for the answer."""
        started = time.perf_counter()
        self._line.request("POST", PATH, form, headers)
        answer = self._line.getresponse()
        answer.read()
        return Posted(phone, time.time(), time.perf_counter() - started, answer.status)


def flood(town: Town, texts: Sequence[tuple[str, str]], threads: int, first: int = 1) -> list[Posted]:
    """Posts all texts as fast as `threads` connections can; (phone, body) each."""
    done: list[list[Posted]] = [[] for _ in range(threads)]

    def run(place: int) -> None:
        texter = Texter(town)
        mine = [(phone, *texter.prepare(phone, body, first + n)) for n, (phone, body) in enumerate(texts)
                if n % threads == place]  # fmt: skip
        start.wait()
        done[place] = [texter.post(*one) for one in mine]

    start = threading.Barrier(threads)
    workers = [threading.Thread(target=run, args=(place,)) for place in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return [posted for one in done for posted in one]


def paced(
    town: Town, texts: Sequence[tuple[str, str]], per_second: float, threads: int, first: int = 1
) -> list[Posted]:
    """Posts the texts at an even rate, whatever the answers take."""
    begun = time.perf_counter() + 0.2
    done: list[list[Posted]] = [[] for _ in range(threads)]

    def run(place: int) -> None:
        texter = Texter(town)
        mine = [(n, phone, *texter.prepare(phone, body, first + n)) for n, (phone, body) in enumerate(texts)
                if n % threads == place]  # fmt: skip
        for n, phone, form, headers in mine:
            time.sleep(max(0.0, begun + n / per_second - time.perf_counter()))
            done[place].append(texter.post(phone, form, headers))

    workers = [threading.Thread(target=run, args=(place,)) for place in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return [posted for one in done for posted in one]


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of them lie; 0 for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def rounds(phones: Sequence[str], body: str, times: int) -> Iterator[tuple[str, str]]:
    """`times` texts of every phone, in turn."""
    return ((phone, body) for _ in range(times) for phone in phones)
