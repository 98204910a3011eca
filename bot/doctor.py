"""What the doctor looks at: a list of small checks of one shape, each with what to do when it finds something.

A check takes Settings and returns a Finding; it changes nothing. All run side by side, and one that has not answered
in time is a finding too. To add one, write it and name it in CHECKS; those that read rows are in bot/doctor_rows.py.
"""

from __future__ import annotations

import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import redis
from rq.job import Job
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from bot import queue, understanding
from bot.doctor_rows import audit_trail, no_file_yet, practices, tables, texts_to_send
from bot.errors import Sorry, database_sorry
from bot.finding import Check as Check
from bot.finding import Finding as Finding
from bot.finding import side_by_side
from bot.settings import Settings
from bot.understanding import Host, ModelUnavailable

PATIENCE_S = 1.5
CLOCK_TOLERANCE_S = 5.0
BACKLOG_S = 30.0
LOW_DISK_MB = 500
LOADS_WITHIN_S = 1.7


def examine(env: Mapping[str, str]) -> list[Finding]:
    """All findings; only the first one when the configuration itself cannot be read."""
    try:
        settings = Settings.of_home(env)
    except Sorry as sorry:
        return [Finding("configuration", "bad", str(sorry), "Correct it and run the doctor again.")]
    return side_by_side(CHECKS, settings)


def configuration(settings: Settings) -> Finding:
    """Whether this is a demo or a practice's own set-up."""
    kind = "a demo's invented secrets" if settings.demo else "a practice's own secrets"
    return Finding("configuration", "ok", f"complete, with {kind}; state in {settings.home}")


def disk(settings: Settings) -> Finding:
    """Whether the state folder's disk has room."""
    if not settings.home.is_dir():
        return Finding("disk", "warn", f"{settings.home} is not there yet", "The first start makes it.")
    free = shutil.disk_usage(settings.home).free // 1_000_000
    if free < LOW_DISK_MB:
        return Finding("disk", "bad", f"only {free} MB are free", f"Free some space on the disk of {settings.home}.")
    return Finding("disk", "ok", f"{free} MB are free")


def database(settings: Settings) -> Finding:
    """Whether the database answers and has been set up."""
    kind = "PostgreSQL" if settings.database_url.startswith("postgresql") else "SQLite"
    if no_file_yet(settings):
        return Finding("database", "warn", "there is no SQLite file yet", "./sheepdog up makes it.")
    engine = create_engine(settings.database_url)
    try:
        with engine.connect() as line:
            line.execute(text("select 1"))
            ready = inspect(line).has_table("alembic_version")
    except SQLAlchemyError as error:
        says = str(database_sorry(error) or f"{kind} cannot be used ({type(error).__name__})")
        return Finding("database", "bad", says, "Check SHEEPDOG_DATABASE_URL and that the server runs.")
    finally:
        engine.dispose()
    if not ready:
        return Finding("database", "bad", f"{kind} answers but has no tables", "./sheepdog up makes them.")
    return Finding("database", "ok", f"{kind} answers and is set up")


def queue_server(settings: Settings) -> Finding:
    """Whether Redis or Valkey answers."""
    kind = "the server that SHEEPDOG_REDIS_URL names" if settings.redis_url else "the embedded server"
    try:
        version = _client(settings).info("server").get("redis_version", "?")
    except redis.RedisError:
        todo = "Check SHEEPDOG_REDIS_URL." if settings.redis_url else "It runs while ./sheepdog up or demo runs."
        return Finding("queue", "bad", f"{kind} does not answer", todo)
    return Finding("queue", "ok", f"{kind} answers (protocol of Redis {version})")


def workers(settings: Settings) -> Finding:
    """Whether anybody works."""
    try:
        alive = queue.workers_seen(_client(settings))
    except redis.RedisError:
        return Finding("workers", "bad", "unknown while the queue does not answer", "See to the queue first.")
    if not alive:
        return Finding("workers", "bad", "none is alive", "Start ./sheepdog up, or ./sheepdog work.")
    return Finding("workers", "ok", f"{len(alive)} alive")


def timer(settings: Settings) -> Finding:
    """Whether the timer ticks."""
    try:
        lives = queue.timer_lives(_client(settings))
    except redis.RedisError:
        return Finding("timer", "bad", "unknown while the queue does not answer", "See to the queue first.")
    if not lives:
        return Finding("timer", "bad", "gave no sign in the last ten seconds", "Start ./sheepdog up, or timer.")
    return Finding("timer", "ok", "ticks")


def backlog(settings: Settings) -> Finding:
    """How long the oldest wake-up has waited."""
    try:
        waiting = queue.queue(_client(settings))
        oldest = next(iter(waiting.get_jobs(-1, 1)), None)
        count = waiting.count
    except redis.RedisError:
        return Finding("backlog", "bad", "unknown while the queue does not answer", "See to the queue first.")
    age = _age_s(oldest)
    if age > BACKLOG_S:
        return Finding("backlog", "bad", f"{count} wake-ups wait, the oldest {age:.0f} s", "Start more workers.")
    return Finding("backlog", "ok", f"{count} wake-ups wait")


def _age_s(job: Job | None) -> float:
    if job is None or job.enqueued_at is None:
        return 0.0
    return (datetime.now(UTC) - job.enqueued_at.astimezone(UTC)).total_seconds()


def model(settings: Settings) -> Finding:
    """Whether the intent model reads a text, and how fast; without it only the rules work."""
    return side_by_side((_model,), settings, LOADS_WITHIN_S, late=_still_loading)[0]


def _still_loading(_: Check, within_s: float) -> Finding:
    todo = "Run the doctor again when this machine has less to do. Workers load it once, when they start."
    return Finding("model", "warn", f"not loaded after {within_s:.1f} s", todo)


def _model(settings: Settings) -> Finding:
    began = time.monotonic()
    host = understanding.choose(settings.nlu_url)
    return reads(host, time.monotonic() - began)


def reads(host: Host, loading_s: float) -> Finding:
    """How a host of the model reads a text."""
    began = time.monotonic()
    try:
        name = host.rank("how much do i owe").model
    except ModelUnavailable as error:
        todo = "./sheepdog nlu train makes it anew. Until then what no rule knows is asked back, then goes to a person."
        return Finding("model", "bad", f"only fixed words are understood: {error}", todo)
    speed = f"loaded in {loading_s:.1f} s, reads a text in {(time.monotonic() - began) * 1000:.0f} ms"
    if isinstance(host, understanding.RasaServer) and host.missed:
        says = f"the server of SHEEPDOG_NLU_URL is no use ({host.why}); {name} stands in for it, {speed}"
        return Finding("model", "warn", says, "Start that server, or unset SHEEPDOG_NLU_URL.")
    return Finding("model", "ok", f"{name}, {speed}")


def public_address(settings: Settings) -> Finding:
    """Whether the address that Twilio calls leads to us, over HTTPS."""
    what, url = "public address", settings.public_url
    status, _ = _ask(f"{url}/healthz")
    if status != 200:
        says = f"{url} does not lead to Sheepdog ({'no answer' if status is None else f'status {status}'})"
        return Finding(what, "bad", says, "Check SHEEPDOG_PUBLIC_URL, its DNS name, the proxy, and that web runs.")
    if not settings.demo and urlsplit(url).scheme != "https":
        return Finding(what, "bad", f"{url} is not HTTPS", "Texts would travel in the clear: use an https:// address.")
    return Finding(what, "ok", f"{url} leads to Sheepdog")


def signature(settings: Settings) -> Finding:
    """Whether a text without Twilio's signature is turned away at the public address."""
    status, _ = _ask(f"{settings.public_url}/channels/twilio_sms/message", b"From=%2B15005550006&Body=doctor")
    if status == 403:
        return Finding("signature", "ok", "an unsigned text is turned away")
    if status is None:
        return Finding("signature", "bad", "could not be tried: nobody answers", "See to the public address first.")
    todo = "The proxy may be answering for Sheepdog: it must pass /channels/ on."
    return Finding("signature", "bad", f"an unsigned text got status {status} instead of 403", todo)


def keys(settings: Settings) -> Finding:
    """How many encryption keys there are; all but the newest are for reading what is older."""
    count = len(settings.data_keys)
    if len(set(settings.data_keys)) != count:
        return Finding("keys", "warn", "the same encryption key is listed twice", "Correct SHEEPDOG_DATA_KEYS.")
    older = f", and {count - 1} older for reading" if count > 1 else ""
    return Finding("keys", "ok", f"one encryption key for writing{older}")


def clock(settings: Settings) -> Finding:
    """Whether this machine's clock agrees with the public address's (Twilio and TLS depend on it)."""
    moment = _ask(f"{settings.public_url}/healthz")[1]
    if moment is None:
        return Finding("clock", "ok", f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC, nothing to compare it with")
    off = abs((datetime.now(UTC) - moment).total_seconds())
    if off > CLOCK_TOLERANCE_S:
        return Finding("clock", "bad", f"{off:.0f} s away from the web server's", "Turn time synchronisation on.")
    return Finding("clock", "ok", "agrees with the web server's")


CHECKS: tuple[Check, ...] = (
    configuration,
    disk,
    database,
    tables,
    queue_server,
    workers,
    timer,
    backlog,
    texts_to_send,
    model,
    practices,
    public_address,
    signature,
    keys,
    audit_trail,
    clock,
)


def _client(settings: Settings) -> redis.Redis:
    return queue.connect(settings.queue_url)


def _ask(url: str, form: bytes | None = None) -> tuple[int | None, datetime | None]:
    """The HTTP status of a page and the moment its server names; None where nothing answers."""
    try:
        with urllib.request.urlopen(url, data=form, timeout=PATIENCE_S) as answer:
            return answer.status, _moment(answer.headers.get("Date"))
    except urllib.error.HTTPError as answer:
        answer.close()
        return answer.code, _moment(answer.headers.get("Date"))
    except (TimeoutError, OSError, ValueError):
        return None, None


def _moment(date: str | None) -> datetime | None:
    return parsedate_to_datetime(date) if date else None
