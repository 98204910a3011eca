"""RQ entry points: what a worker runs when it is woken, and nothing else."""

from __future__ import annotations

import functools
import logging
import os
import time
from collections.abc import Sequence
from datetime import timedelta

from bot import autopay, breaker, collect, deliver, instalments, outreach, reconcile, refunds, retention, turn
from bot.queue import stopping
from bot.settings import Settings
from bot.wiring import App, Later, build_served
from storage import audit, outbox, people, talks

log = logging.getLogger("sheepdog.jobs")

BATCH = 20
LONGEST_S = 60.0
"""A drain ends by then, so that RQ's lease and memory stay small; the sweep or the next wake-up goes on."""
LET_GO_S = 20.0
"""Nobody who texts waits longer than this for a worker that lets go of what is old."""
LINGER_S = 0.6
"""Something due so soon is waited for rather than woken for again."""
LOOK_EVERY_S = 0.05


@functools.lru_cache(maxsize=1)
def app() -> App:
    """This process's parts, built once; forked jobs inherit them."""
    return build_served(Settings.read(os.environ))


def preload() -> None:
    """Imports and loads what every job needs, once, before the worker forks."""
    built = app()
    if isinstance(built.hear, Later):
        built.hear.ready()
    built.db.dispose()


def drain() -> None:
    """Works off what is due: turns, then what they want sent, until nothing is due soon."""
    drain_all(app(), time.monotonic() + LONGEST_S)


def drain_all(parts: App, until: float) -> None:
    """As `drain`, ending at `until` on the monotonic clock or when asked to stop, between two rows."""
    last_work = time.monotonic()
    while not stopping() and time.monotonic() < until:
        if work_once(parts):
            last_work = time.monotonic()
        elif time.monotonic() - last_work > LINGER_S and not _due_soon(parts):
            return
        else:
            time.sleep(LOOK_EVERY_S)


def work_once(parts: App) -> bool:
    """One round: the turns that are due, and one text for each sender. False when there was nothing to do."""
    with parts.db.begin() as tx:
        due = talks.due(tx, parts.now(), BATCH)
    for number, conversation_id in enumerate(due, 1):
        _take_turn(parts, conversation_id, due[number:])
        send_due(parts, 1)
    return bool(send_due(parts, BATCH)) or bool(due)


def _take_turn(parts: App, conversation_id: int, others: Sequence[int]) -> None:
    """One turn. Where it fails, the others that were claimed with it are free again at once, and it rests a while."""
    try:
        turn.take(parts, conversation_id)
    except BaseException:
        with parts.db.begin() as tx:
            for other in others:
                talks.release_claim(tx, other)
        raise


def send_due(parts: App, most: int) -> int:
    """Lets up to `most` texts of each sender leave; returns how many were seen to."""
    with parts.db.read() as tx:
        senders = outbox.senders_with_due(tx, parts.now())
    return sum(_send_of(parts, sender_id, most) for sender_id in senders)


def _send_of(parts: App, sender_id: int, most: int) -> int:
    done = 0
    while done < most and not stopping() and deliver.dispatch(parts, sender_id):
        done += 1
    return done


def _due_soon(parts: App) -> bool:
    """Whether a burst's wait or a sender's pace ends within moments. Nobody waits for a sender whose day is used up."""
    soon = parts.now() + timedelta(seconds=LINGER_S * 4)
    with parts.db.read() as tx:
        turn_due = talks.next_due(tx)
        free = [people.free_at(tx, sender_id, parts.now()) for sender_id in outbox.senders_with_due(tx, soon)]
    return any(moment < soon for moment in (turn_due, *free) if moment)


def sweep() -> None:
    """Finds what a lost wake-up left behind: unread texts, due texts, unknown outcomes and payments."""
    parts = app()
    deliver.settle_unknown(parts)
    collect.sweep_payments(parts)
    refunds.sweep(parts)
    outreach.settle(parts)
    breaker.look(parts)
    with parts.db.begin() as tx:
        audit.seal(tx, parts.now(), most=audit.CHUNK)
    if outreach.begin_due(parts) or _due_soon(parts):
        drain()


def plan_touches() -> None:
    """Plans the nudges that come next."""
    parts = app()
    outreach.plan_all(parts, int(parts.now().timestamp()) // 60)
    instalments.look_all(parts)


def take_debits() -> None:
    """Tells patients of the payments that they allowed, and takes those whose day has come."""
    autopay.run_all(app())


def let_go() -> None:
    """Takes out what is older than it is kept; one that is cut short goes on the next day."""
    until = time.monotonic() + LET_GO_S
    retention.run_all(app(), lambda: stopping() or time.monotonic() > until)


def hold_against() -> None:
    """Holds the ledger against the providers' accounts; without an answer the next day's run looks at both days."""
    reconcile.run_all(app())
