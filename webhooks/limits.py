"""How often one address, e-mail or token may try something. Counted in Redis; in this process while Redis is away.

Decorate a view with one of the limits below: `@limits.sign_in`, `@limits.verification`, `@limits.token_page`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast
from urllib.parse import unquote, urlsplit

from flask import Flask, Response, request
from flask_limiter import Limiter
from limits.storage import RedisStorage
from packaging.version import Version
from redis.backoff import NoBackoff
from redis.retry import Retry

from bot.settings import Settings
from webhooks.here import SIGNED, client_address

SIGN_IN = "20 per minute; 100 per hour"
SIGN_IN_EMAIL = "10 per 15 minutes"
"""Both count what failed; the third counts every try, for the work that it costs."""
SIGN_IN_WORK = "60 per minute"
VERIFICATION = "10 per minute; 40 per hour"
TOKEN_PAGE = "60 per minute; 600 per hour"
IMPATIENT = {"socket_timeout": 0.25, "socket_connect_timeout": 0.25, "retry": Retry(NoBackoff(), 0)}

RedisStorage.DEPENDENCIES = {"redis": Version("3.0")}
"""It would load a second client too, for a scheme that is not ours: a fifth of a second at every start."""

View = TypeVar("View", bound=Callable[..., Any])

limiter = Limiter(client_address, key_prefix="sheepdog", headers_enabled=True, in_memory_fallback_enabled=True)


def _email() -> str:
    return f"email:{request.form.get('email', '').strip().lower()[:200]}"


def _failed(response: Response) -> bool:
    return response.status_code == 401


def sign_in(view: View) -> View:
    """For the view that checks a password: a 401 is a try that failed."""
    limited: Any = view
    for limit, key in ((SIGN_IN, None), (SIGN_IN_EMAIL, _email)):
        limited = limiter.limit(limit, methods=["POST"], key_func=key, deduct_when=_failed)(limited)
    limited = limiter.limit(SIGN_IN_WORK, methods=["POST"])(limited)
    return cast(View, limited)


verification = limiter.limit(VERIFICATION, methods=["POST"])
"""Of identity, on patients' pages: above the lock of three misses, which counts for number, browser and patient."""
token_page = limiter.limit(TOKEN_PAGE)
"""Pages that open with a token: guessing one takes for ever, and trying may not load the machine."""


@limiter.request_filter
def _signed() -> bool:
    return request.path.startswith(SIGNED)


def start(flask: Flask, settings: Settings) -> None:
    """Counts for this server, in Redis unless its config names another RATELIMIT_STORAGE_URI."""
    uri = flask.config.setdefault("RATELIMIT_STORAGE_URI", storage_uri(settings.queue_url))
    if not uri.startswith("memory:"):
        flask.config.setdefault("RATELIMIT_STORAGE_OPTIONS", IMPATIENT)
    limiter.init_app(flask)


def storage_uri(queue_url: str) -> str:
    """The queue's address as the limits library writes it."""
    parts = urlsplit(queue_url)
    return f"redis+unix://{unquote(parts.path)}" if parts.scheme == "unix" else queue_url
