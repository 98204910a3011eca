"""Two hosts, one answer: a Rasa server's ranking where it answers well, this process where it does not."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from bot.understanding import NoModel, Ranking, RasaServer
from bot.understanding.host import up
from bot.understanding.labels import LABELS

HERE = Ranking((("help", 1.0),), 1.0, "en", 1.0, "here")
GOOD = {
    "intent_ranking": [
        {"name": label, "confidence": 1.0 if label == "greet" else 0.0} for label in ("greet", *LABELS[1:])
    ],
    "sheepdog": {"in_scope": 0.9, "lang": "es", "lang_confidence": 0.8, "model": "there"},
}

pytestmark = pytest.mark.enable_socket


class Here:
    """Stands for the process: says that it was asked."""

    def rank(self, text: str) -> Ranking:
        return HERE


@dataclass
class Rasa:
    """A server on the loopback that answers every parse with `status` and `body`."""

    url: str = ""
    status: int = 200
    body: bytes = json.dumps(GOOD).encode()
    slow: bool = False
    asked: list[tuple[str, Any]] = field(default_factory=list)


@pytest.fixture
def rasa() -> Iterator[Rasa]:
    told = Rasa()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.asked.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
            if told.slow:
                time.sleep(0.3)
                return
            self.send_response(told.status)
            self.end_headers()
            self.wfile.write(told.body)

        def log_message(self, *args: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        told.url = f"http://127.0.0.1:{server.server_address[1]}"
        yield told
        server.shutdown()
        thread.join()


def test_the_server_answers(rasa: Rasa) -> None:
    host = RasaServer(f"{rasa.url}?token=t", Here(), model="there")
    ranking = host.rank("Hola, son $50?")
    assert (ranking.intents[0], ranking.lang, ranking.model, ranking.in_scope) == (("greet", 1.0), "es", "there", 0.9)
    assert rasa.asked == [("/model/parse?token=t", {"text": "hola, son 0 ?"})]
    assert host.missed == 0


BAD = {
    "an error": (500, b"{}"),
    "no JSON": (200, b"<html>"),
    "a list": (200, b"[]"),
    "another model": (200, json.dumps({**GOOD, "intent_ranking": [{"name": "greet", "confidence": 1.0}]}).encode()),
    "another version": (200, json.dumps({**GOOD, "sheepdog": {**GOOD["sheepdog"], "model": "older"}}).encode()),
    "no confidence": (
        200,
        json.dumps(
            {**GOOD, "intent_ranking": [{"name": label, "confidence": float("nan")} for label in LABELS]}
        ).encode(),
    ),
    "a model of stock parts": (200, json.dumps({"intent_ranking": GOOD["intent_ranking"]}).encode()),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_answer_is_answered_here_and_the_server_rests(rasa: Rasa, what: str) -> None:
    rasa.status, rasa.body = BAD[what]
    host = RasaServer(rasa.url, Here(), model="there")
    assert (host.rank("hola"), host.rank("hola")) == (HERE, HERE)
    assert (len(rasa.asked), host.missed) == (1, 2)
    assert host.why
    assert not up(rasa.url, "there")


def test_a_server_that_answers_well_is_up(rasa: Rasa) -> None:
    assert up(rasa.url, "there")
    assert not up("http://127.0.0.1:9", "there")


def test_a_slow_server_is_answered_here(rasa: Rasa) -> None:
    rasa.slow = True
    host = RasaServer(rasa.url, Here(), model="there", timeout_s=0.05)
    assert host.rank("hola") == HERE
    assert "timed out" in host.why


def test_a_server_that_is_gone_is_answered_here() -> None:
    host = RasaServer("http://127.0.0.1:9", Here())
    assert host.rank("hola") == HERE
    assert host.missed == 1


def test_nothing_left_to_ask_is_said(rasa: Rasa) -> None:
    rasa.status = 500
    with pytest.raises(Exception, match="no wheel"):
        RasaServer(rasa.url, NoModel("no wheel")).rank("hola")
