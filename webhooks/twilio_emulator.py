"""The Twilio emulator of this home, for gunicorn: `webhooks.twilio_emulator:app`, one process with threads."""

from __future__ import annotations

import os

from bot import logs
from bot.settings import Settings, given
from webhooks.emulator.account import Account
from webhooks.emulator.server import create

_settings = Settings.read(os.environ)
logs.configure(_settings.log_level)
app = create(
    Account(
        sid=_settings.twilio_account_sid,
        token=_settings.twilio_auth_token,
        public_url=_settings.public_url,
        local_url=given(os.environ, "SHEEPDOG_LOCAL_URL"),
        file=_settings.home / "emulator.db",
    )
)
