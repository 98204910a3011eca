"""A live Rasa server beside the process: same labels, order and confidences for each test text; Rasa's own tools."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from bot.commands import rasa
from bot.commands.environments import RASA, python_of
from bot.training import corpus
from bot.understanding import Classifier, InProcess, RasaServer
from bot.understanding.host import up

pytestmark = [pytest.mark.rasa, pytest.mark.enable_socket, pytest.mark.timeout(1200)]

BLIND = Path(__file__).parent / "blind"
ODD = ("", " ", "?", "👍", "🖕🖕🖕", "6", "ok 👌🏽", "¿¡", "x" * 1500, "no " * 700, "\ud800 hola", "привет")
ODD += ("a\x00b\u200bc", "你好 how much")
CLASSIFIER = Classifier.load()
STARTS_WITHIN_S = 180
PARTS = {"domain": "domain.yml", "config": "config.yml"}
HEAD = 60
"""Lines of each file of texts that Rasa's own check reads: of all of them it needs minutes."""


@dataclass
class Server:
    """A running server, its address, and what it was packed with."""

    python: Path
    archive: Path
    url: str
    port: int


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    python = python_of(RASA)
    archive = rasa.pack(python)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = rasa.start(python, archive, port)
    try:
        started = Server(python, archive, rasa.address(port), port)
        wait_until_up(started)
        yield started
    finally:
        process.kill()
        process.wait()


def wait_until_up(server: Server) -> None:
    end = time.monotonic() + STARTS_WITHIN_S
    while not up(server.url, CLASSIFIER.card.name, timeout_s=2):
        assert time.monotonic() < end, "Rasa does not answer"
        time.sleep(0.5)


def test_both_hosts_say_the_same_to_every_test_text(server: Server) -> None:
    files = sorted(path for path in BLIND.glob("*.tsv") if path.stem != "readers")
    texts = [row.text for path in files for row in corpus.read_table(path)]
    here, there = InProcess(CLASSIFIER), RasaServer(server.url, InProcess(CLASSIFIER), timeout_s=20)
    for text in [*texts, *ODD]:
        ours, theirs = here.rank(text), there.ask(text)
        far = [label for label, sure in ours.intents if abs(theirs.confidence(label) - sure) > 1e-4]
        assert not far, text
        assert [n for n, _ in ours.intents[:3]] == [n for n, _ in theirs.intents[:3]] or tied(ours.intents), text
        assert (ours.lang, ours.model) == (theirs.lang, theirs.model)
        assert theirs.in_scope == pytest.approx(ours.in_scope, abs=1e-4)
    assert len(texts) > 500


def tied(intents: tuple[tuple[str, float], ...]) -> bool:
    """Whether two of the first four are so near that the last bits decide their order."""
    return any(a - b < 2e-4 for (_, a), (_, b) in pairwise(intents[:4]))


def test_a_wrong_token_is_turned_away_and_the_process_answers(server: Server) -> None:
    host = RasaServer(f"http://127.0.0.1:{server.port}?token=wrong", InProcess(CLASSIFIER), CLASSIFIER.card.name)
    assert host.rank("how much do i owe").intents[0][0] == "check_balance"
    assert (host.missed, host.why) == (1, "HTTP Error 401: Unauthorized")


def a_few_of_each(texts: Path, to: Path) -> Path:
    """Every file of texts, cut short."""
    for file in texts.rglob("*.yml"):
        short = to / file.relative_to(texts)
        short.parent.mkdir(parents=True, exist_ok=True)
        lines = file.read_text("utf-8").splitlines(keepends=True)[:HEAD]
        while not lines[-1].startswith("    - "):
            lines.pop()
        short.write_text("".join(lines), encoding="utf-8")
    return to


def test_rasas_own_tools_take_the_project(server: Server, tmp_path: Path) -> None:
    of_project = [f"--{what}={rasa.PROJECT / name}" for what, name in PARTS.items()]
    of_project += [f"--data={a_few_of_each(rasa.PROJECT / 'data', tmp_path / 'data')}"]
    checked = rasa.run(server.python, "data", "validate", *of_project)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    some = tmp_path / "some.yml"
    greet, deny = ((rasa.PROJECT / "data" / "en" / f"{label}.yml").read_text("utf-8") for label in ("greet", "deny"))
    some.write_text(greet + deny.split("nlu:\n")[1], encoding="utf-8")
    tested = rasa.run(
        server.python,
        *("test", "nlu", "--nlu", str(some), "--model", str(server.archive), "--out", str(tmp_path), "--no-plot"),
    )
    assert tested.returncode == 0, tested.stdout + tested.stderr
    assert (tmp_path / "intent_report.json").is_file()
