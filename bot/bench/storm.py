"""2,000 nudges wait on a slow sender, patients text, and a worker is killed: do patients still get their answers?"""

from __future__ import annotations

import os
import signal
import threading
import time
from typing import Any

from bot import outreach
from bot.bench.rows import answered, newest
from bot.bench.texting import paced, percentile
from bot.bench.town import Town, town
from bot.wiring import App, build
from storage import outbox

NUDGES, PATIENTS = 2000, 300
PER_MINUTE = 75
EVERY_S = 2.0
KILL_AFTER_S = 30.0


def run(patients: int = PATIENTS, nudges: int = NUDGES) -> dict[str, Any]:
    """Seconds from a text to its answer at the provider, while nudges wait and after a kill -9 of a worker."""
    with town(nudges + patients, per_minute=PER_MINUTE) as here:
        app = build(here.settings)
        texting, waiting = here.phones[:patients], nudges
        _queue_nudges(app, here, nudges)
        mark = newest(app)
        killer = threading.Timer(KILL_AFTER_S, _kill_one, [here])
        over = threading.Event()
        tending = threading.Thread(target=_tend, args=(here, over))
        killer.start()
        tending.start()
        paced(here, [(phone, "whats my balance") for phone in texting], 1 / EVERY_S, 4, first=5_000_000)
        time.sleep(10)
        over.set()
        tending.join()
        with app.db.read() as tx:
            found = answered(tx, mark)
            left = outbox.backlog(tx, app.now())[0]
            states = outbox.counts(tx, here.practice_id)
    seconds = [one.seconds for one in found]
    return {
        "texts": patients,
        "nudges_waiting_at_start": waiting,
        "answered": len(found),
        "p50_s": round(percentile(seconds, 0.5), 2),
        "p99_s": round(percentile(seconds, 0.99), 2),
        "slowest_s": round(max(seconds, default=0.0), 2),
        "nudges_waiting_at_end": left,
        "states": states,
    }


def _queue_nudges(app: App, here: Town, count: int) -> None:
    with app.db.read() as tx:
        from_second = [patient.id for patient in outreach.patients_of(tx, here.practice_id)][-count:]
    for patient_id in from_second:
        outreach.queue_touch(app, here.practice_id, patient_id, "nudge.first")


def _kill_one(here: Town) -> None:
    os.kill(here.workers()[0], signal.SIGKILL)


def _tend(here: Town, over: threading.Event) -> None:
    """Restarts what was killed, as the demo's own watch does."""
    while not over.wait(0.1):
        here.supervisor.tend()
