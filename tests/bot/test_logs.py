"""Log lines: what happened and where, never who or what was written."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot import logs

SECRETS = ("Dana", "Reyes", "+15035550143", "$240.01", "03/02/1984", "whats my bal")


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    stream = io.StringIO()
    logs.configure("info", stream)
    yield stream
    root.handlers[:], root.level = before, level


def test_known_fields_are_written(written: io.StringIO) -> None:
    logging.getLogger("sheepdog.turn").info("turn done", extra={"inbound": 7, "ms": 12.5, "rule": "quiet_hours"})
    told = json.loads(written.getvalue())
    assert (told["event"], told["inbound"], told["ms"], told["rule"]) == ("turn done", 7, 12.5, "quiet_hours")
    assert told["level"] == "info" and told["log"] == "sheepdog.turn" and told["at"].endswith("+00:00")


def test_nothing_about_a_patient_is(written: io.StringIO) -> None:
    ours, theirs = logging.getLogger("sheepdog.turn"), logging.getLogger("twilio.http_client")
    ours.info("turn done", extra={"patient": "Dana Reyes", "body": "whats my bal", "rule": "Dana Reyes owes"})
    theirs.info("Payload: Dana")
    theirs.warning("sent %s to %s", "whats my bal", "+15035550143")
    try:
        raise ValueError("Dana Reyes 03/02/1984 owes $240.01")
    except ValueError:
        ours.exception("turn failed", extra={"inbound": 9})
    assert not [secret for secret in SECRETS if secret in written.getvalue()]
    last = json.loads(written.getvalue().splitlines()[-1])
    assert last["error"] == "ValueError" and last["inbound"] == 9 and "test_logs.py" in last["where"][-1]
