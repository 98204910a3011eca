"""How fast texts are understood on one core, beside a Rasa server with its stock pipeline, on the same texts."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from bot.bench import reading
from bot.commands import rasa
from bot.commands.environments import RASA, python_of
from bot.errors import Sorry
from bot.settings import ROOT

STOCK = """\
recipe: default.v1
assistant_id: stock
language: en
pipeline:
- name: WhitespaceTokenizer
- name: CountVectorsFeaturizer
- name: CountVectorsFeaturizer
  analyzer: char_wb
  min_ngram: 1
  max_ngram: 4
- name: LogisticRegressionClassifier
"""
"""What Rasa's own guide begins with for a linear classifier."""
AT_ONCE = 16
STARTS_WITHIN_S = 120


def run() -> dict[str, Any]:
    """Milliseconds a text, texts a second, megabytes, and the ratios to Rasa's."""
    texts = reading.texts()
    ours = _child()
    with _stock_server() as parse:
        single = _per_second(texts, lambda chosen: [parse(text) for text in chosen])
        with ThreadPoolExecutor(AT_ONCE) as pool:
            together = _per_second(texts, lambda chosen: list(pool.map(parse, chosen)))
    return {
        "texts": len(texts),
        **ours,
        "Rasa stock, one at a time, texts/s": round(single, 1),
        f"Rasa stock, {AT_ONCE} at once, texts/s": round(together, 1),
        "single, ours / Rasa": round(ours["one at a time, texts/s"] / single, 2),
        "batched, ours / Rasa": round(ours["batched, texts/s"] / together, 2),
    }


def _child() -> dict[str, float]:
    """A process of its own, held to one core, so that memory and threads are its own."""
    one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    env = {**os.environ, **one, "PYTHONPATH": str(ROOT)}
    made = subprocess.run([sys.executable, "-P", "-m", "bot.bench.reading"], env=env, capture_output=True, text=True)
    if made.returncode != 0:
        raise Sorry(f"The model could not be measured: {made.stderr.strip().splitlines()[-1]}")
    return dict(json.loads(made.stdout))


@contextmanager
def _stock_server() -> Iterator[Callable[[str], Any]]:
    """A Rasa server with the stock pipeline, trained on the same texts; yields what asks it for one text."""
    python = python_of(RASA)
    rasa.WORK.mkdir(exist_ok=True)
    config = rasa.WORK / "stock.yml"
    config.write_text(STOCK, encoding="utf-8")
    archive = rasa.pack(python, config, "stock")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = rasa.start(python, archive, port)
    address = rasa.address(port).replace("?", "/model/parse?")

    def parse(text: str) -> Any:
        body = json.dumps({"text": text}).encode()
        request = urllib.request.Request(address, body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    try:
        _wait(parse)
        yield parse
    finally:
        server.terminate()
        server.wait()


def _wait(parse: Callable[[str], Any]) -> None:
    end = time.monotonic() + STARTS_WITHIN_S
    while True:
        try:
            parse("hello")
            return
        except OSError as error:
            if time.monotonic() > end:
                raise Sorry("The Rasa server did not start in time; its own words are above.") from error
            time.sleep(0.5)


def _per_second(texts: Sequence[str], ask: Callable[[Sequence[str]], Any]) -> float:
    ask(texts[:50])
    began = time.perf_counter()
    ask(texts)
    return len(texts) / (time.perf_counter() - began)
