"""The environment, read once into one frozen value. Nothing else in Sheepdog looks at the environment."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

from bot.demo import secrets as demo_secrets
from bot.errors import Sorry

ROOT = Path(__file__).resolve().parent.parent

LONGEST_SOCKET_PATH = 100  # systems allow 104 to 108 bytes
DATABASES = {"postgres://": "postgresql+psycopg://", "postgresql://": "postgresql+psycopg://"}
SECRETS = (
    "SHEEPDOG_SECRET_KEY",
    "SHEEPDOG_DATA_KEYS",
    "TWILIO_ACCOUNT_SID",
    "TWILIO_AUTH_TOKEN",
    "STRIPE_SECRET_KEY",
    "STRIPE_WEBHOOK_SECRET",
)
NEEDED = ("SHEEPDOG_PUBLIC_URL", *SECRETS)


@dataclass(frozen=True)
class Settings:
    """What this process was told. Secrets never show in its repr."""

    home: Path
    database_url: str = field(repr=False)
    redis_url: str | None = field(repr=False)
    public_url: str
    secret_key: str = field(repr=False)
    data_keys: tuple[str, ...] = field(repr=False)
    nlu_url: str | None = field(repr=False)
    twilio_url: str | None
    stripe_url: str | None
    twilio_account_sid: str
    twilio_auth_token: str = field(repr=False)
    stripe_secret_key: str = field(repr=False)
    stripe_webhook_secret: str = field(repr=False)
    log_level: str
    now: datetime | None
    demo: bool
    burst_wait_s: float = 2.0

    @property
    def queue_url(self) -> str:
        """Where the queue is: the server that was named, or the embedded one of this home."""
        return self.redis_url or queue_url(self.home)

    @classmethod
    def read(cls, env: Mapping[str, str]) -> Settings:
        """Settings of a server process. SHEEPDOG_DEMO=1, which the demo sets for its own, allows invented secrets.

        Raises Sorry that names the variable and the expected form, or the secrets that are missing.
        """
        demo = given(env, "SHEEPDOG_DEMO") == "1"
        known = {**env, **_invented(env)} if demo else dict(env)
        if missing := [name for name in NEEDED if given(known, name) is None]:
            raise Sorry(_refusal(missing))
        return cls(
            home=home_of(known),
            database_url=database_url(known),
            redis_url=_url(known, "SHEEPDOG_REDIS_URL", ("redis", "rediss", "unix")),
            public_url=_need_url(known, "SHEEPDOG_PUBLIC_URL"),
            secret_key=_secret_key(known),
            data_keys=_data_keys(known),
            nlu_url=_url(known, "SHEEPDOG_NLU_URL"),
            twilio_url=_url(known, "SHEEPDOG_TWILIO_URL"),
            stripe_url=_url(known, "SHEEPDOG_STRIPE_URL"),
            twilio_account_sid=_account_sid(known),
            twilio_auth_token=given(known, "TWILIO_AUTH_TOKEN") or "",
            stripe_secret_key=given(known, "STRIPE_SECRET_KEY") or "",
            stripe_webhook_secret=given(known, "STRIPE_WEBHOOK_SECRET") or "",
            log_level=log_level(known),
            now=clock_start(known) if demo else None,
            demo=demo,
            burst_wait_s=_seconds(known, "SHEEPDOG_BURST_WAIT", 2.0),
        )

    @classmethod
    def of_home(cls, env: Mapping[str, str]) -> Settings:
        """Settings of a command that works on a home: a demo's home lends its invented secrets where none are given."""
        told = any(given(env, name) for name in ("SHEEPDOG_SECRET_KEY", "SHEEPDOG_DATA_KEYS"))
        demo = not told and demo_secrets.path(home_of(env)).exists()
        return cls.read({**_running_demo(env), **env, "SHEEPDOG_DEMO": "1"} if demo else env)


def given(env: Mapping[str, str], name: str) -> str | None:
    """The value of NAME, or of the file that NAME_FILE points to, without surrounding white space; None when empty."""
    value, file = env.get(name, "").strip(), env.get(f"{name}_FILE", "").strip()
    if value and file:
        raise Sorry(f"Both {name} and {name}_FILE are set. Keep one of them.")
    return (_contents(name, file) if file else value) or None


def _contents(name: str, file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Sorry(
            f"{name}_FILE points to {file}, which cannot be read as text. Check the path and its owner."
        ) from error


def home_of(env: Mapping[str, str]) -> Path:
    """The state folder, absolute; it need not exist yet."""
    return Path(given(env, "SHEEPDOG_HOME") or ROOT / ".sheepdog").expanduser().absolute()


def queue_socket(home: Path) -> Path:
    """The embedded queue server's socket: in the home, or in a short folder of its own where that name is too long."""
    near = home / "valkey/socket"
    if len(os.fsencode(near)) <= LONGEST_SOCKET_PATH:
        return near
    short = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"sheepdog-{os.getuid()}-{short}" / "socket"


def queue_url(home: Path) -> str:
    """The address of the embedded queue server of this home, whether or not it runs."""
    return f"unix://{quote(str(queue_socket(home)))}"


def database_url(env: Mapping[str, str]) -> str:
    """The SQLAlchemy address of the database; SQLite under the home by default."""
    url = given(env, "SHEEPDOG_DATABASE_URL") or f"sqlite:///{home_of(env) / 'sheepdog.db'}"
    for short, full in DATABASES.items():
        url = full + url.removeprefix(short) if url.startswith(short) else url
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise Sorry(
            "SHEEPDOG_DATABASE_URL is not understood. It looks like postgresql+psycopg://user:password@host/name "
            "or sqlite:////folder/file.db."
        )
    return url


def clock_start(env: Mapping[str, str]) -> datetime | None:
    """The UTC moment that SHEEPDOG_NOW names, or None."""
    text = given(env, "SHEEPDOG_NOW")
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise ValueError("no zone")
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        wanted = "It is a moment with its zone, such as 2026-11-23T17:00:00Z."
        raise Sorry(f"SHEEPDOG_NOW is {text!r}. {wanted}") from error


def log_level(env: Mapping[str, str]) -> str:
    """debug, info, warning or error."""
    level = (given(env, "SHEEPDOG_LOG") or "info").lower()
    if level not in ("debug", "info", "warning", "error"):
        raise Sorry(f"SHEEPDOG_LOG is {level!r}. It is one of debug, info, warning and error.")
    return level


def _running_demo(env: Mapping[str, str]) -> dict[str, str]:
    """The addresses of the demo that runs on this home, if one does, for the names that the environment leaves out."""
    try:
        told = json.loads((home_of(env) / "demo.json").read_text(encoding="utf-8"))
        found = {"SHEEPDOG_PUBLIC_URL": told["url"], "SHEEPDOG_TWILIO_URL": told["twilio"]["emulator_url"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {name: str(url) for name, url in found.items() if given(env, name) is None}


def _invented(env: Mapping[str, str]) -> dict[str, str]:
    """What a demo may go without, for the names that the environment leaves empty."""
    made = {"SHEEPDOG_PUBLIC_URL": "http://127.0.0.1:8000", **demo_secrets.of(home_of(env))}
    return {name: value for name, value in made.items() if given(env, name) is None}


def _refusal(missing: list[str]) -> str:
    names = missing[0] if len(missing) == 1 else f"{', '.join(missing[:-1])} and {missing[-1]}"
    verb = "is" if len(missing) == 1 else "are"
    return (
        f"{names} {verb} not set. Set {'it' if len(missing) == 1 else 'them'}, or name a file that holds the value "
        f"in {missing[0]}_FILE{'' if len(missing) == 1 else ' and so on'}; ./sheepdog demo needs none of this."
    )


def _url(env: Mapping[str, str], name: str, schemes: tuple[str, ...] = ("http", "https")) -> str | None:
    text = given(env, name)
    return None if text is None else _checked_url(name, text, schemes)


def _need_url(env: Mapping[str, str], name: str) -> str:
    return _checked_url(name, given(env, name) or "", ("http", "https"))


def _checked_url(name: str, text: str, schemes: tuple[str, ...]) -> str:
    wanted = f"{name} is not understood. It is an address that begins with {' or '.join(s + '://' for s in schemes)}."
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError as error:
        raise Sorry(wanted) from error
    if parts.scheme not in schemes or not (parts.hostname or parts.scheme == "unix"):
        raise Sorry(wanted)
    return text.rstrip("/")


def _secret_key(env: Mapping[str, str]) -> str:
    key = given(env, "SHEEPDOG_SECRET_KEY") or ""
    if len(key) < 32:
        raise Sorry("SHEEPDOG_SECRET_KEY is too short. It is at least 32 random characters.")
    return key


def _data_keys(env: Mapping[str, str]) -> tuple[str, ...]:
    keys = tuple(re.split(r"[\s,]+", given(env, "SHEEPDOG_DATA_KEYS") or ""))
    if not all(_is_data_key(key) for key in keys):
        raise Sorry(
            "SHEEPDOG_DATA_KEYS is not understood. It holds keys of 32 bytes in URL-safe base64 (44 characters each), "
            "newest first, with commas between them."
        )
    return keys


def _is_data_key(key: str) -> bool:
    try:
        return len(base64.b64decode(key, altchars=b"-_", validate=True)) == 32
    except (binascii.Error, ValueError):
        return False


def _account_sid(env: Mapping[str, str]) -> str:
    sid = given(env, "TWILIO_ACCOUNT_SID") or ""
    if not re.fullmatch(r"AC[0-9a-fA-F]{32}", sid):
        raise Sorry("TWILIO_ACCOUNT_SID is not understood. It is AC followed by 32 hexadecimal digits.")
    return sid


def _seconds(env: Mapping[str, str], name: str, default: float) -> float:
    text = given(env, name)
    if text is None:
        return default
    if not re.fullmatch(r"\d{1,3}(\.\d+)?", text):
        raise Sorry(f"{name} is {text!r}. It is a number of seconds, such as 2 or 0.5.")
    return float(text)
