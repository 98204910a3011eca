"""What the doctor looks at: a list of small checks of one shape, each with what to do when it finds something.

A check takes Settings and returns a Finding; it changes nothing. All run side by side, and one that has not answered
in time is a finding too. To add one, write it and name it in CHECKS; `of_rows` makes one that reads the database.
"""

from __future__ import annotations

import functools
import os
import shutil
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal
from urllib.parse import urlsplit

import redis
from rq.job import Job
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot import queue, understanding
from bot.errors import Sorry, database_sorry
from bot.settings import Settings
from bot.understanding import ModelUnavailable
from flows.values import LANES, MessageClass
from storage import audit, migrations, outbox, people
from storage import clock as turned
from storage.crypt import Keyring
from storage.db import Database
from storage.errors import CannotOpen
from storage.people import Practice

WITHIN_S = 2.2
"""All checks together: with the start of the program this stays under three seconds."""
PATIENCE_S = 2.0
CLOCK_TOLERANCE_S = 5.0
BACKLOG_S = 30.0
LATE = timedelta(minutes=2)
"""An answer that is due for so long is late; reminders may wait for their sender's pace."""
LOW_DISK_MB = 500
LONG_TAIL = 5_000
"""Audit rows that are not linked yet; the sweep links them every ten seconds."""
WALKED = 20_000
"""A longer chain takes too long to walk here."""


@dataclass(frozen=True)
class Finding:
    """`what` was looked at, how it is, what it says, and what to do (empty when nothing)."""

    what: str
    state: Literal["ok", "warn", "bad"]
    says: str
    todo: str = ""


Check = Callable[[Settings], Finding]


def examine(env: Mapping[str, str]) -> list[Finding]:
    """All findings; only the first one when the configuration itself cannot be read."""
    try:
        settings = Settings.of_home(env)
    except Sorry as sorry:
        return [Finding("configuration", "bad", str(sorry), "Correct it and run the doctor again.")]
    return side_by_side(CHECKS, settings)


def side_by_side(checks: Sequence[Check], settings: Settings, within_s: float = WITHIN_S) -> list[Finding]:
    """What each check finds, in their order; one that answers too late, or fails, is said so instead."""
    found: dict[int, Finding] = {}

    def look(at: int, check: Check) -> None:
        finding = _unfailing(check, settings)
        found[at] = finding

    until = time.monotonic() + within_s
    threads = [threading.Thread(target=look, args=job, daemon=True) for job in enumerate(checks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
    return [found.get(at) or _late(check, within_s) for at, check in enumerate(checks)]


def _unfailing(check: Check, settings: Settings) -> Finding:
    try:
        return check(settings)
    except Exception as error:  # noqa: BLE001 - a check that fails must not hide what the others found
        todo = "See to what else is found; if this stays, please report it."
        return Finding(_name(check), "bad", f"could not be looked at ({type(error).__name__})", todo)


def _late(check: Check, within_s: float) -> Finding:
    todo = "Run the doctor again; if it stays so, this machine is too busy, or what was asked does not answer."
    return Finding(_name(check), "bad", f"gave no answer within {within_s:.1f} s", todo)


def _name(check: Check) -> str:
    return check.__name__.replace("_", " ")


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
    if _no_file_yet(settings):
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


def _no_file_yet(settings: Settings) -> bool:
    """Whether the database is a SQLite file that was never made: to connect would make it."""
    parts = make_url(settings.database_url)
    return parts.get_backend_name() == "sqlite" and not os.path.exists(parts.database or "")


def tables(settings: Settings) -> Finding:
    """Whether the database's tables are those of this Sheepdog."""
    found = _revision(settings)
    if found is None:
        return Finding("tables", "warn", NO_ROWS, FIRST_DATABASE)
    if found == migrations.HEAD:
        return Finding("tables", "ok", f"version {found}, as this Sheepdog wants them")
    if found < migrations.HEAD:
        todo = "./sheepdog up brings them up to date."
        return Finding("tables", "warn", f"version {found}, and this Sheepdog wants {migrations.HEAD}", todo)
    says = f"version {found} belongs to a newer Sheepdog than this one ({migrations.HEAD})"
    return Finding("tables", "bad", says, "Install that version, or another database.")


NO_ROWS, FIRST_DATABASE = "unknown while the database is not in order", "See to the database first."


def _revision(settings: Settings) -> str | None:
    """The version of the tables; None where the database can't be asked, or has none of ours."""
    if _no_file_yet(settings):
        return None
    try:
        return migrations.version(settings.database_url)
    except SQLAlchemyError:
        return None


def of_rows(look: Callable[[Connection, Settings], Finding]) -> Check:
    """The check that takes this look at the rows; it says only that it can't where the tables are not in order."""

    @functools.wraps(look)
    def check(settings: Settings) -> Finding:
        what = look.__name__.replace("_", " ")
        if _revision(settings) != migrations.HEAD:
            return Finding(what, "warn", NO_ROWS, FIRST_DATABASE)
        db = Database(settings.database_url, Keyring.of(settings.secret_key, settings.data_keys))
        try:
            with db.read() as tx:
                return look(tx, settings)
        except CannotOpen:
            todo = "Give every key that is still in use in SHEEPDOG_DATA_KEYS, the newest first."
            return Finding(what, "bad", "what is stored cannot be opened with these keys", todo)
        finally:
            db.dispose()

    return check


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


@of_rows
def outbox_texts(tx: Connection, settings: Settings) -> Finding:
    """Whether texts leave when they are due, and whether it is known what became of them."""
    now = datetime.now(UTC) + (turned.offset(tx) if settings.demo else timedelta(0))
    due, oldest = outbox.backlog(tx, now)
    waits = f"{due} texts are due, the oldest for {_long(now - oldest)}" if oldest else "no text waits"
    if late := _late_answers(tx, now):
        todo = "Start more workers. If they work, the provider does not take texts: see their log."
        return Finding("outbox", "bad", f"{waits}; answers are {_long(late)} late", todo)
    if unknown := len(outbox.unsettled(tx, now)):
        todo = "The provider is asked three times within ten minutes. What stays unknown is shown at the desk."
        return Finding("outbox", "warn", f"{waits}; of {unknown} nobody knows whether they arrived", todo)
    return Finding("outbox", "ok", waits)


def _late_answers(tx: Connection, now: datetime) -> timedelta | None:
    """How late the latest sender's first answer is; None where no answer is late. Reminders are no answers."""
    first = [text for sender in outbox.senders_with_due(tx, now) for text in outbox.next_texts(tx, sender, now, 1)]
    ages = [now - text.due_at for text in first if text.lane < LANES[MessageClass.NUDGE]]
    return max((age for age in ages if age > LATE), default=None)


def _long(time: timedelta) -> str:
    minutes, seconds = divmod(int(time.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min" if minutes else f"{seconds} s"


def model(settings: Settings) -> Finding:
    """Whether the intent model reads a text, and how fast; without it only the rules work."""
    began = time.monotonic()
    host = understanding.choose(settings.nlu_url)
    loaded = time.monotonic()
    try:
        name = host.rank("how much do i owe").model
    except ModelUnavailable as error:
        todo = "./sheepdog nlu train makes it anew. Until then what no rule knows is asked back, then goes to a person."
        return Finding("model", "bad", f"only fixed words are understood. {error}".removesuffix("."), todo)
    speed = f"loaded in {loaded - began:.1f} s, reads a text in {(time.monotonic() - loaded) * 1000:.0f} ms"
    if isinstance(host, understanding.RasaServer) and host.missed:
        says = f"{settings.nlu_url} does not answer with our model; this process's {name} stands in, {speed}"
        return Finding("model", "warn", says, "Start that server, or unset SHEEPDOG_NLU_URL.")
    return Finding("model", "ok", f"{name}, {speed}")


@of_rows
def practices(tx: Connection, settings: Settings) -> Finding:
    """Whether each practice may text, from which number, and whether its reminders are on."""
    found = [_practice(tx, practice) for practice in people.practices(tx)]
    if not found:
        return Finding("practices", "warn", "there is none yet", "./sheepdog practice add --help shows how to add one.")
    worst = max(found, key=lambda finding: ("ok", "warn", "bad").index(finding.state))
    return Finding("practices", worst.state, "; ".join(finding.says for finding in found), worst.todo)


def _practice(tx: Connection, practice: Practice) -> Finding:
    slug, change = practice.slug, f"./sheepdog practice set {practice.slug}"
    numbers = [sender.number for sender in people.senders(tx, practice.id) if sender.channel != "web_chat"]
    says = f"{slug} texts from {', '.join(numbers) or 'no number'}, reminders {practice.outreach}"
    if practice.paused:
        why, code = _why_paused(practice.paused), "registered with its carrier" if _refused(practice) else ""
        todo = f"Once {'the number is ' + code if code else 'that is over'}: {change} paused="
        return Finding(slug, "bad", f"{says}, paused: {why}", todo)
    if not numbers:
        return Finding(slug, "warn", f"{says}: web chat only", f"{change} number=+1...")
    if not practice.registered:
        return Finding(slug, "bad", f"{says}, not registered: no text leaves", f"Once it is: {change} registered=true")
    if kept := people.templates_paused(tx, practice.id):
        says = f"{says}, {len(kept)} wordings held back because a carrier filtered them"
        return Finding(slug, "warn", says, "The ticket at the desk says which text it was.")
    return Finding(slug, "ok", says)


def _refused(practice: Practice) -> bool:
    return practice.paused.startswith("sender_not_registered")


def _why_paused(reason: str) -> str:
    kind, _, code = " ".join(reason.split()).partition(":")
    return f"the carrier refuses the number ({code or 'no code'})" if kind == "sender_not_registered" else reason


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


@of_rows
def audit_trail(tx: Connection, settings: Settings) -> Finding:
    """Whether the chain over the audit rows holds, and how many are not linked yet."""
    tail = audit.unsealed(tx)
    waits = f"{tail} not linked yet" if tail else "all linked"
    if tail > LONG_TAIL:
        return Finding("audit trail", "warn", waits, "The worker's sweep links them: see to workers and timer.")
    if _is_long(tx):
        return Finding("audit trail", "ok", f"{waits}; too long to be walked here")
    report = audit.verify(tx)
    if not report.ok:
        todo = "Keep a copy of the database as it is, and find out who could write to it."
        return Finding("audit trail", "bad", f"row {report.broken} was changed, moved or taken out", todo)
    return Finding("audit trail", "ok", f"the chain over {report.sealed} rows holds, {waits}")


def _is_long(tx: Connection) -> bool:
    return next(iter(audit.rows(tx, after=WALKED, limit=1)), None) is not None


CHECKS: tuple[Check, ...] = (
    configuration,
    disk,
    database,
    tables,
    queue_server,
    workers,
    timer,
    backlog,
    outbox_texts,
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
