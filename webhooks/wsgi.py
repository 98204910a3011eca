"""The web server's app, for gunicorn: `webhooks.wsgi:app`."""

from __future__ import annotations

import os

from bot import logs
from bot.settings import Settings
from bot.wiring import build_served
from webhooks.site import create_app

_settings = Settings.read(os.environ)
logs.configure(_settings.log_level)
app = create_app(build_served(_settings))
