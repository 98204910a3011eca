"""What the doctor looks at in the database: its tables, what waits in them, and what they say of each practice."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.finding import Check, Finding, name
from bot.settings import Settings
from flows.values import LANES, MessageClass
from storage import audit, clock, migrations, outbox, people
from storage.crypt import Keyring
from storage.db import Database
from storage.errors import CannotOpen
from storage.people import Practice

LATE = timedelta(minutes=2)
"""An answer that is due for so long is late; reminders may wait for their sender's pace."""
LONG_TAIL = 5_000
"""Audit rows that are not linked yet; the sweep links them every ten seconds."""
WALKED = 30_000
"""A longer chain takes too long to walk here."""
UNKNOWN, FIRST_DATABASE = "unknown while the database is not in order", "See to the database first."
REFUSED = "sender_not_registered"


def no_file_yet(settings: Settings) -> bool:
    """Whether the database is a SQLite file that was never made: to connect would make it."""
    parts = make_url(settings.database_url)
    return parts.get_backend_name() == "sqlite" and not os.path.exists(parts.database or "")


def _revision(settings: Settings) -> str | None:
    """The version of the tables; None where the database can't be asked, or has none of ours."""
    if no_file_yet(settings):
        return None
    try:
        return migrations.version(settings.database_url)
    except SQLAlchemyError:
        return None


def tables(settings: Settings) -> Finding:
    """Whether the database's tables are those of this Sheepdog."""
    found = _revision(settings)
    if found is None:
        return Finding("tables", "warn", UNKNOWN, FIRST_DATABASE)
    if found == migrations.HEAD:
        return Finding("tables", "ok", f"version {found}, as this Sheepdog wants them")
    if found < migrations.HEAD:
        todo = "./sheepdog up brings them up to date."
        return Finding("tables", "warn", f"version {found}, and this Sheepdog wants {migrations.HEAD}", todo)
    says = f"version {found} belongs to a newer Sheepdog than this one ({migrations.HEAD})"
    return Finding("tables", "bad", says, "Install that version, or name another database.")


def of_rows(look: Callable[[Connection, Settings], Finding]) -> Check:
    """The check that takes this look at the rows; it says only that it can't where the tables are not in order."""

    @functools.wraps(look)
    def check(settings: Settings) -> Finding:
        if _revision(settings) != migrations.HEAD:
            return Finding(name(look), "warn", UNKNOWN, FIRST_DATABASE)
        db = Database(settings.database_url, Keyring.of(settings.secret_key, settings.data_keys))
        try:
            with db.read() as tx:
                return look(tx, settings)
        except CannotOpen:
            todo = "Give every key that is still in use in SHEEPDOG_DATA_KEYS, the newest first."
            return Finding(name(look), "bad", "what is stored cannot be opened with these keys", todo)
        finally:
            db.dispose()

    return check


@of_rows
def texts_to_send(tx: Connection, settings: Settings) -> Finding:
    """Whether texts leave when they are due, and whether it is known what became of them."""
    what, now = "texts to send", datetime.now(UTC) + (clock.offset(tx) if settings.demo else timedelta(0))
    due, oldest = outbox.backlog(tx, now)
    waits = f"{due} due, the oldest for {_long(now - oldest)}" if oldest else "none is due"
    if late := _late_answer(tx, now):
        todo = "Start more workers. If they work, the provider takes no texts: their log says why."
        return Finding(what, "bad", f"{waits}; an answer is {_long(late)} late", todo)
    if unknown := len(outbox.unsettled(tx, now)):
        todo = "The provider is asked three times within ten minutes. What stays unknown is shown at the desk."
        return Finding(what, "warn", f"{waits}; of {unknown} nobody knows whether they left", todo)
    return Finding(what, "ok", waits)


def _late_answer(tx: Connection, now: datetime) -> timedelta | None:
    """How late the first answer of any sender is; None where none is late. Reminders are no answers."""
    first = [text for sender in outbox.senders_with_due(tx, now) for text in outbox.next_texts(tx, sender, now, 1)]
    ages = [now - text.due_at for text in first if text.lane < LANES[MessageClass.NUDGE]]
    return max((age for age in ages if age > LATE), default=None)


def _long(time: timedelta) -> str:
    minutes, seconds = divmod(int(time.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min" if minutes else f"{seconds} s"


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
        return Finding(slug, "bad", f"{says}, paused: {_why(practice)}", f"When that is over: {change} paused=")
    if not numbers:
        return Finding(slug, "warn", f"{says}: web chat only", f"{change} number=+1...")
    if not practice.registered:
        todo = f"When its number is registered with the carriers: {change} registered=true"
        return Finding(slug, "bad", f"{says}, not registered: no answer leaves", todo)
    if kept := people.templates_paused(tx, practice.id):
        says = f"{says}, wordings that a carrier filtered and that wait: {len(kept)}"
        return Finding(slug, "warn", says, "The ticket at the desk shows the text.")
    return Finding(slug, "ok", says)


def _why(practice: Practice) -> str:
    kind, _, code = practice.paused.partition(":")
    told = f"the carrier takes the number for unregistered (error {code})" if kind == REFUSED else practice.paused
    return " ".join(told.split())


@of_rows
def audit_trail(tx: Connection, settings: Settings) -> Finding:
    """Whether the chain over the audit rows holds, and how many are not linked yet."""
    what, tail = "audit trail", audit.unsealed(tx)
    waits = f"rows not linked yet: {tail}" if tail else "all rows linked"
    if tail > LONG_TAIL:
        return Finding(what, "warn", waits, "The worker's sweep links them: see to workers and timer.")
    if (many := audit.many(tx)) > WALKED:
        says = f"{waits}; {many:,} rows are too long a chain to be walked here: ./sheepdog audit verify does"
        return Finding(what, "ok", says)
    report = audit.verify(tx)
    if not report.ok:
        todo = "./sheepdog audit verify says more. Keep the database as it is, and find out who could write to it."
        return Finding(what, "bad", f"row {report.broken} was changed, moved or taken out", todo)
    return Finding(what, "ok", f"the chain holds, {waits}")
