"""Whole turns a second, from webhook to the reply handed to the provider, and what accepting a text costs."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot import listening, programs
from bot.bench.rows import answered, newest, wait_until_answered
from bot.bench.texting import Posted, flood, paced, percentile
from bot.bench.town import Town, town
from bot.demo.parts import HOST
from bot.wiring import App, build

CONVERSATIONS = 200
LINES = (
    "whats my balance",
    "3/2/84 80203",
    "can i pay this in 3 payments",
    "how much do i owe in all",
    "1",
    "ok thanks",
)
PER_SECOND = 50.0
PACED_S = 20
THREADS = 8


def run(rounds: int = len(LINES)) -> dict[str, Any]:
    """Turns a second, seconds to the reply, milliseconds to accept, and accepts a second beside bare Flask's."""
    with town(CONVERSATIONS, per_minute=60_000, env={"SHEEPDOG_BURST_WAIT": "0"}) as here:
        app = build(here.settings)
        told = {**_turns(here, app, rounds), **_paced(here, app)}
        accepts = _accepts(here)
        bare = _bare(here)
    return {
        **told,
        "accepts_per_second": round(accepts, 1),
        "bare_per_second": round(bare, 1),
        "accepts_to_bare": round(accepts / bare, 2),
    }


def _turns(here: Town, app: App, rounds: int) -> dict[str, Any]:
    """Every conversation texts a line, all are answered, then the next line: no two texts fall into one turn."""
    flood(here, [(here.phones[0], "hi")], 1, first=1)
    wait_until_answered(app, 0)
    spent, before = 0.0, newest(app)
    for n in range(rounds):
        mark, started = newest(app), time.perf_counter()
        flood(here, [(phone, LINES[n % len(LINES)]) for phone in here.phones], THREADS, first=1_000 * (n + 1))
        spent += wait_until_answered(app, mark) - started
    with app.db.read() as tx:
        seconds = [one.seconds for one in answered(tx, before)]
    return {
        "turns": rounds * len(here.phones),
        "turns_per_second": round(rounds * len(here.phones) / spent, 1),
        "answered": len(seconds),
    }


def _paced(here: Town, app: App) -> dict[str, Any]:
    mark = newest(app)
    count = int(PER_SECOND * PACED_S)
    texts = [(here.phones[n % len(here.phones)], LINES[0]) for n in range(count)]
    posted = paced(here, texts, PER_SECOND, THREADS, first=1_000_000)
    wait_until_answered(app, mark)
    with app.db.read() as tx:
        seconds = [one.seconds for one in answered(tx, mark)]
    took = [one.took_s * 1000 for one in posted]
    return {
        "at_per_second": PER_SECOND,
        "accept_p50_ms": round(percentile(took, 0.5), 1),
        "accept_p99_ms": round(percentile(took, 0.99), 1),
        "reply_p50_s": round(percentile(seconds, 0.5), 3),
        "reply_p99_s": round(percentile(seconds, 0.99), 3),
        "not_200": sum(one.status != 200 for one in posted),
    }


def _accepts(here: Town) -> float:
    """Accepts a second without workers, so that both sides of the ratio have the two cores alone."""
    here.supervisor.end("worker-1", "worker-2")
    return _rate(flood(here, [(phone, LINES[0]) for phone in here.phones * 10], THREADS, first=2_000_000))


def _bare(here: Town) -> float:
    with listening.listen(HOST, 0) as socket:
        env = {**here.supervisor.env, "SHEEPDOG_BARE": "1"}
        command = programs.gunicorn("bot.bench.bare:app", f"fd://{socket.fileno()}")
        server = subprocess.Popen(command, env=env, pass_fds=(socket.fileno(),))
        try:
            port = listening.port_of(socket)
            while listening.status_of(port, "/healthz") != 200:
                time.sleep(0.05)
            beside = replace(here, web_port=port)
            return _rate(flood(beside, [(phone, LINES[0]) for phone in here.phones * 10], THREADS))
        finally:
            server.terminate()
            server.wait()


def _rate(posted: Sequence[Posted]) -> float:
    """Answers a second, between the first and the last of them."""
    moments = [one.at for one in posted]
    return (len(moments) - 1) / (max(moments) - min(moments))
