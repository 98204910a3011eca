"""Whether the server lives and can work, and its figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
from flask.testing import FlaskClient

from bot.queue import Waker
from tests.webhooks.office import Office, open_office, says, waits
from webhooks import health

HOME = {"REMOTE_ADDR": "127.0.0.1"}
AWAY = {"REMOTE_ADDR": "203.0.113.9"}


class Answers:
    """A Redis that is there."""

    def ping(self) -> bool:
        return True


class IsAway:
    """A Redis that is not."""

    def ping(self) -> bool:
        raise redis.ConnectionError("Maria's queue")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path)
    yield made
    made.app.db.dispose()


def with_queue(office: Office, client: Any) -> FlaskClient:
    office.flask.extensions["sheepdog"] = replace(office.app, waker=Waker(client) if client is not None else None)
    return office.flask.test_client()


def test_alive(office: Office) -> None:
    assert office.flask.test_client().get("/healthz").text == "ok\n"


def test_ready(office: Office) -> None:
    answer = with_queue(office, Answers()).get("/readyz")
    assert (answer.status_code, answer.json) == (
        200, {"ready": True, "database": True, "queue": True, "model": True})  # fmt: skip


def test_not_ready_without_the_queue(office: Office) -> None:
    answer = with_queue(office, IsAway()).get("/readyz")
    assert answer.status_code == 503 and answer.json["queue"] is False and answer.json["database"] is True


def test_not_ready_without_a_model(office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(health.artefact, "FOLDER", tmp_path)
    monkeypatch.setattr(health.artefact.load_card, "__defaults__", (tmp_path,))
    answer = with_queue(office, Answers()).get("/readyz")
    assert answer.status_code == 503 and answer.json["model"] is False


def test_not_ready_without_the_database(office: Office) -> None:
    client = with_queue(office, Answers())
    office.app.db.dispose()
    file = Path(office.app.db.url.removeprefix("sqlite:///"))
    for name in (file, file.with_name(file.name + "-wal"), file.with_name(file.name + "-shm")):
        name.unlink(missing_ok=True)
    file.mkdir()
    answer = client.get("/readyz")
    assert answer.status_code == 503 and answer.json["database"] is False


@pytest.mark.parametrize(
    ("peer", "headers", "status"),
    [
        (HOME, {}, 200),
        (AWAY, {}, 403),
        (HOME, {"X-Forwarded-For": "203.0.113.9"}, 403),
        (HOME, {"X-Forwarded-For": "127.0.0.1, 203.0.113.9"}, 403),
        (AWAY, {"X-Forwarded-For": "127.0.0.1"}, 403),
        (AWAY, {"Authorization": "Bearer wrong"}, 403),
        (AWAY, {"Authorization": ""}, 403),
    ],
)
def test_figures_are_for_this_machine(
    office: Office, peer: dict[str, str], headers: dict[str, str], status: int
) -> None:
    client = with_queue(office, None)
    assert client.get("/metrics", environ_base=peer, headers=headers).status_code == status


def test_or_for_whoever_has_the_token(office: Office) -> None:
    bearer = {"Authorization": f"Bearer {health.metrics_token(office.app.settings.secret_key)}"}
    assert with_queue(office, None).get("/metrics", environ_base=AWAY, headers=bearer).status_code == 200


def test_the_figures(office: Office) -> None:
    says(office, "Maria, you owe $240.01")
    waits(office)
    office.pass_time(timedelta(seconds=90))
    text = with_queue(office, None).get("/metrics", environ_base=HOME).text
    lines = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    assert lines['sheepdog_texts{state="queued"}'] == "1.0"
    assert lines["sheepdog_texts_due"] == "1.0" and lines["sheepdog_texts_due_age_seconds"] == "90.0"
    assert lines["sheepdog_talks_waiting"] == lines["sheepdog_tickets_open"] == "1.0"
    assert lines["sheepdog_workers"] == "0.0"
    assert "Maria" not in text
