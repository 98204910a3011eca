"""Whether this server lives, whether it can work, and figures for Prometheus. None of it is about a patient."""

from __future__ import annotations

import hmac
import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import redis
from flask import Blueprint, abort, request
from flask.wrappers import Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from redis import RedisError
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from bot import queue
from bot.understanding import ModelUnavailable, artefact, host
from storage import outbox, people, talks, tickets
from webhooks.here import client_address, here

if TYPE_CHECKING:
    from bot.wiring import App

bp = Blueprint("health", __name__)
log = logging.getLogger("sheepdog.health")

LOOPBACK = ("127.", "::1")


@bp.get("/healthz")
def healthz() -> Response:
    """200 while this process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
def readyz() -> tuple[dict[str, Any], int]:
    """200 when database, queue and model can be used; else 503, and which of them can't."""
    app = here()
    found = {name: check(app) for name, check in CHECKS.items()}
    return {"ready": all(found.values()), **found}, 200 if all(found.values()) else 503


def _database(app: App) -> bool:
    try:
        with app.db.read() as tx:
            return bool(tx.execute(select(1)).scalar())
    except SQLAlchemyError as error:
        log.warning("database away", extra={"error": type(error).__name__})
        return False


def _line(app: App) -> redis.Redis:
    return app.waker.client if app.waker else queue.connect(app.settings.queue_url)


def _queue(app: App) -> bool:
    try:
        return bool(_line(app).ping())
    except RedisError:
        return False


def _model(_: App) -> bool:
    """Whether the model's files are there and fit this code; a Rasa server that is away is stood in for by them."""
    try:
        artefact.load_card()
    except ModelUnavailable:
        return False
    return all((artefact.FOLDER / name).is_file() for name in artefact.FILES)


CHECKS: dict[str, Callable[[App], bool]] = {"database": _database, "queue": _queue, "model": _model}


@bp.get("/metrics")
def metrics() -> Response:
    """For Prometheus: from this machine itself, or with the token that `metrics_token` tells."""
    if not (_is_loopback() or _has_token()):
        abort(403)
    registry = CollectorRegistry()
    registry.register(_Rows(here()))
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _is_loopback() -> bool:
    return client_address().startswith(LOOPBACK) and (request.remote_addr or "").startswith(LOOPBACK)


def _has_token() -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    return hmac.compare_digest(given, metrics_token(here().settings.secret_key).encode())


def metrics_token(secret_key: str) -> str:
    """What Prometheus sends as its bearer token; made from the secret key, so there is nothing more to keep."""
    return hmac.digest(secret_key.encode(), b"metrics", "sha256").hex()


class _Rows(Collector):
    """Figures from the rows: every web process tells the same, and none is lost with a process."""

    def __init__(self, app: App) -> None:
        self._app = app

    def collect(self) -> Iterator[Metric]:
        """The metrics of this moment."""
        now = self._app.now()
        with self._app.db.read() as tx:
            states = outbox.counts(tx)
            due, oldest = outbox.backlog(tx, now)
            unread = talks.next_due(tx)
            practices = people.practices(tx)
            waiting = sum(len(talks.waiting(tx, practice.id)) for practice in practices)
            open_tickets = sum(len(tickets.open_tickets(tx, practice.id)) for practice in practices)
        yield _by("sheepdog_texts", "Texts of ours, by state.", "state", states)
        yield _one("sheepdog_texts_due", "Texts that are due and have not left.", due)
        yield _one("sheepdog_texts_due_age_seconds", "How long the oldest of them has been due.", _age(oldest, now))
        yield _one("sheepdog_unread_age_seconds", "How long the oldest unanswered text waits.", _age(unread, now))
        yield _one("sheepdog_talks_waiting", "Talks that wait for a person.", waiting)
        yield _one("sheepdog_tickets_open", "Open tickets.", open_tickets)
        yield _one("sheepdog_workers", "Workers that are alive.", _workers(self._app))
        if url := self._app.settings.nlu_url:
            said = "1 while the Rasa server answers with the committed model; else this process stands in."
            yield _one("sheepdog_nlu_server_up", said, float(host.up(url, artefact.load_card().name)))


def _by(name: str, says: str, label: str, counts: dict[str, int]) -> Metric:
    family = GaugeMetricFamily(name, says, labels=[label])
    for value, count in sorted(counts.items()):
        family.add_metric([value], count)
    return family


def _one(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(name, says, value=value)


def _age(since: datetime | None, now: datetime) -> float:
    return 0.0 if since is None else max(0.0, (now - since).total_seconds())


def _workers(app: App) -> int:
    try:
        return len(queue.workers_seen(_line(app)))
    except RedisError:
        return 0
