"""An App for tests: a database in a folder, a clock that the test moves, a channel that records."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.channels.fake import FakeChannel
from bot.clock import FixedClock
from bot.settings import Settings
from bot.understanding import Host
from bot.wiring import App, build
from storage import migrations

MONDAY = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
"""10:00 in Denver."""


def make_app(folder: Path, now: datetime = MONDAY, hear: Host | None = None, url: str | None = None) -> App:
    """The parts of a demo on a database of its own; texts are answered at once, without a burst's wait."""
    env = {"SHEEPDOG_DEMO": "1", "SHEEPDOG_HOME": str(folder), "SHEEPDOG_BURST_WAIT": "0"}
    settings = Settings.read(env | ({"SHEEPDOG_DATABASE_URL": url} if url else {}))
    migrations.upgrade(settings.database_url)
    channel = FakeChannel()
    return build(settings, clock=FixedClock(now), hear=hear, channels={"twilio_sms": channel, "web_chat": channel})


def home_app(home: Path, monkeypatch: pytest.MonkeyPatch) -> App:
    """The parts of a demo at home here, which a command finds through the environment."""
    for name in ("SHEEPDOG_DATABASE_URL", "SHEEPDOG_SECRET_KEY", "SHEEPDOG_DATA_KEYS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SHEEPDOG_HOME", str(home))
    monkeypatch.setenv("SHEEPDOG_DEMO", "1")
    make_app(home).db.dispose()
    return build(Settings.read({"SHEEPDOG_DEMO": "1", "SHEEPDOG_HOME": str(home)}))
