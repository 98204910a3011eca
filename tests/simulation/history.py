"""All rows of a database, read once and laid out by number, patient and practice, as they were at any moment.

Rows that are changed in place show their newest state only. What an audit row of the action `facts_changed` says
(`INTERFACE`) is taken back for moments before it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from types import SimpleNamespace
from typing import Any, NamedTuple
from zoneinfo import ZoneInfoNotFoundError

from sqlalchemy import Connection, Table, select

from storage import (
    accounts,
    audit,
    beside,
    calls,
    consent,
    conversations,
    lookups,
    patients,
    payments,
    plans,
    practices,
    promises,
    quotes,
    texts,
    tickets,
)
from storage.rows import opened
from tests.simulation import hours, places

Row = Any
"""A row by its column names, sealed columns opened."""


class Violation(NamedTuple):
    """A rule that was broken, by which row (a text's id, unless the words name another table), and how."""

    rule: str
    row: int
    words: str


HANDED_OVER = ("sending", "sent", "delivered", "undelivered", "failed", "unknown", "refused")
"""The gate said yes and the provider was called; what it refused was let go by the gate all the same."""
REACHED = ("sending", "sent", "delivered", "undelivered", "unknown")
"""May have reached a phone: what caps count."""
WAITING = ("queued", "held")
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)

INTERFACE = {
    "practice_paused": "subject practice:<id>; from here on only SAFETY and OPTOUT_CONFIRM leave",
    "practice_resumed": "ends it",
    "sender_unregistered": "subject practice:<id>; from here on only SAFETY leaves",
    "sender_registered": "ends it",
    "outreach_paused": "subject practice:<id>; from here on nothing leaves that outreach began",
    "breaker": "the same as outreach_paused",
    "outreach_on": "ends it",
    "template_paused": "subject practice:<id>, data.key the template; texts that we begin with it wait",
    "template_resumed": "ends it",
    "facts_changed": "subject patient:<id>, practice:<id> or phone:<id>, data.was {column: value before}",
}
"""The audit actions that say when something was so; each practice's own rows are read, no other actions."""


@dataclass
class History:
    """The rows, and where to find them."""

    practices: dict[int, Row] = field(default_factory=dict)
    policies: dict[int, Any] = field(default_factory=dict)
    senders: dict[int, Row] = field(default_factory=dict)
    patients: dict[int, Row] = field(default_factory=dict)
    texts: dict[int, Row] = field(default_factory=dict)
    messages: dict[int, Row] = field(default_factory=dict)
    talks: dict[int, Row] = field(default_factory=dict)
    payments: dict[int, Row] = field(default_factory=dict)
    phones_of: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    patients_of: dict[tuple[int, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    consents_of: dict[tuple[int, str], list[Row]] = field(default_factory=lambda: defaultdict(list))
    suppressions_of: dict[tuple[int, str], list[Row]] = field(default_factory=lambda: defaultdict(list))
    holds_of_patient: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    holds_of_number: dict[tuple[int, str], list[Row]] = field(default_factory=lambda: defaultdict(list))
    left_to: dict[tuple[int, str], list[Row]] = field(default_factory=lambda: defaultdict(list))
    left_about: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    texts_to: dict[tuple[int, str], list[Row]] = field(default_factory=lambda: defaultdict(list))
    texts_in: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    calls_to: dict[tuple[int, str], list[datetime]] = field(default_factory=lambda: defaultdict(list))
    calls_about: dict[int, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    came_from: dict[tuple[int, str], list[datetime]] = field(default_factory=lambda: defaultdict(list))
    messages_in: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    talks_with: dict[tuple[int, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    events_in: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    tickets_in: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    lookups_of: dict[tuple[int, str], list[Row]] = field(default_factory=lambda: defaultdict(list))
    plans_of: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    promises_of: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    money_of: dict[int, list[tuple[datetime, int, str]]] = field(default_factory=lambda: defaultdict(list))
    audit_of: dict[tuple[int | None, str], list[Row]] = field(default_factory=lambda: defaultdict(list))
    proofs_of: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    answered_at: dict[int, datetime] = field(default_factory=dict)
    """By message: when the turn that read it made its answer."""
    replaced: set[int] = field(default_factory=set)
    changes_of: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    now: datetime = BEGINNING

    @cached_property
    def handed_over(self) -> list[Row]:
        """Every text that the gate let go, in the order in which they left."""
        found = [text for text in self.texts.values() if text.state in HANDED_OVER and text.claimed_at]
        return sorted(found, key=lambda text: (text.claimed_at, text.id))

    def of(self, text: Row) -> tuple[int, str]:
        """The practice and number of a text."""
        return text.practice_id, text.number

    def by_text_message(self, text: Row) -> bool:
        """Not web chat: rules about numbers apply."""
        return bool(text.number) and self.senders[text.sender_id].channel != "web_chat"

    def was(self, kind: str, row: Row, name: str, at: datetime) -> Any:
        """A column as it was then: the newest value, or what the first change after that moment says it had been."""
        for change in self.changes_of.get(f"{kind}:{row.id}", ()):
            if change.at > at and name in (told := change.data.get("was", {})):
                return told[name]
        return getattr(row, name)

    def policy(self, practice_id: int, at: datetime) -> Any:
        """The practice's policy, as it was then."""
        stored = self.was("practice", self.practices[practice_id], "policy", at)
        if stored is self.practices[practice_id].policy:
            return self.policies[practice_id]
        return practices.policy_of(stored)

    def last_inbound(self, text: Row) -> datetime | None:
        """When the number last wrote before the text left."""
        key = self.of(text) if text.number else (0, f"talk:{text.conversation_id}")
        came = self.came_from.get(key, [])
        many = bisect_right(came, text.claimed_at)
        return came[many - 1] if many else None

    def answers_lately(self, text: Row, within: timedelta) -> bool:
        """Whether the number wrote within that time before the text left."""
        came = self.last_inbound(text)
        return came is not None and text.claimed_at - came <= within

    def zip_of(self, text: Row) -> str | None:
        """The ZIP of the patient that the text is about, as it was then."""
        patient = self.patients.get(text.patient_id)
        return None if patient is None else self.was("patient", patient, "zip", text.claimed_at)

    def state_of(self, text: Row) -> str | None:
        """The state whose rules hold for the text."""
        return places.state_of(text.number, self.zip_of(text))

    def zones_of(self, text: Row) -> frozenset[str]:
        """Where the phone may be: the stated zone alone, else those of ZIP and area code together."""
        patient = self.patients.get(text.patient_id)
        stated = None if patient is None else self.was("patient", patient, "zone", text.claimed_at)
        return frozenset({str(stated)}) if known_zone(stated) else places.zones_of(text.number, self.zip_of(text))

    def suppressed(self, key: tuple[int, str], at: datetime) -> Row | None:
        """The opt-out that stood then. What happened at the very same moment is given the benefit of the doubt."""
        for row in self.suppressions_of.get(key, ()):
            if row.at < at and (row.lifted_at is None or row.lifted_at > at):
                return row
        return None

    def consents_until(self, key: tuple[int, str], at: datetime) -> list[Row]:
        """What was said of consent until then; a revocation of that very moment may have come after the text."""
        rows = self.consents_of.get(key, ())
        return [row for row in rows if row.at < at or (row.at == at and row.kind == "grant")]

    def grant(self, text: Row) -> Row | None:
        """The newest consent for this number and patient that stood then, None after a revocation."""
        rows = self.consents_until(self.of(text), text.claimed_at)
        mine = [row for row in rows if row.patient_id in (None, text.patient_id)]
        newest = max(mine, key=lambda row: (row.at, row.id), default=None)
        return newest if newest is not None and newest.kind == "grant" else None

    def owed(self, patient_id: int, at: datetime, *, upto: bool = True) -> int:
        """The balance in cents then; `upto` counts what was posted at that very moment."""
        return sum(c for when, c, _ in self.money_of.get(patient_id, ()) if when < at or (upto and when == at))

    def owing_since(self, patient_id: int, at: datetime) -> datetime | None:
        """When the balance that was owed then began."""
        owed, began = 0, None
        for when, cents, _ in self.money_of.get(patient_id, ()):
            if when > at:
                break
            owed += cents
            began = None if owed <= 0 else began or when
        return began

    def handed(self, talk_id: int, at: datetime) -> frozenset[str]:
        """Who had the talk then: bot, waiting or taken. Two answers where it changed hands at that very moment."""
        had, then = "bot", set[str]()
        for event in self.events_in.get(talk_id, ()):
            if event.at > at:
                break
            if event.at == at:
                then.add(had)
            had = {"waiting": "waiting", "taken": "taken", "released": "bot"}.get(event.kind, had)
        return frozenset({*then, had})

    def switched(self, practice_id: int, on: Iterable[str], off: Iterable[str], at: datetime, key: str = "") -> bool:
        """Whether audit rows say that it was on, both right before that moment and in it."""
        rows = [row for action in (*on, *off) for row in self.audit_of.get((practice_id, action), ())]
        rows = [row for row in rows if row.at <= at and (not key or row.data.get("key") == key)]
        rows.sort(key=lambda row: (row.at, row.id))
        before = [row for row in rows if row.at < at]
        return all(found and found[-1].action in on for found in (rows, before))


def known_zone(name: str | None) -> bool:
    """Whether there is a zone of this name."""
    try:
        return bool(name) and hours.zone(str(name)) is not None
    except (ZoneInfoNotFoundError, ValueError):
        return False


def earlier(rows: list[Row], text: Row) -> list[Row]:
    """Those of the rows (in the order in which they left) that left before this text."""
    end = bisect_left(rows, (text.claimed_at, text.id), key=lambda row: (row.claimed_at, row.id))
    return rows[:end]


def _rows(tx: Connection, table: Table) -> list[Row]:
    return [SimpleNamespace(**opened(tx, table, row)) for row in tx.execute(select(table).order_by(table.c.id))]


def read(tx: Connection, now: datetime | None = None) -> History:
    """Everything, read once. `now` is the simulation's end; left out, the newest moment in any row."""
    told = History()
    told.practices = {row.id: row for row in _rows(tx, practices.practices)}
    told.policies = {row.id: practices.policy_of(row.policy) for row in told.practices.values()}
    told.senders = {row.id: row for row in _rows(tx, practices.senders)}
    _people(tx, told)
    _stops(tx, told)
    _talks(tx, told)
    _texts(tx, told)
    _money(tx, told)
    _trail(tx, told)
    told.now = now or _newest(told)
    return told


def _people(tx: Connection, told: History) -> None:
    told.patients = {row.id: row for row in _rows(tx, patients.patients_table)}
    for row in _rows(tx, patients.phones_table):
        told.phones_of[row.patient_id].append(row)
        told.patients_of[row.practice_id, row.number].append(row.patient_id)
    for row in _rows(tx, consent.consents):
        told.consents_of[row.practice_id, row.number].append(row)
    for row in _rows(tx, lookups.lookups):
        told.lookups_of[row.practice_id, row.number].append(row)


def _stops(tx: Connection, told: History) -> None:
    for row in _rows(tx, consent.suppressions):
        told.suppressions_of[row.practice_id, row.number].append(row)
    for row in _rows(tx, consent.holds):
        if row.patient_id is not None:
            told.holds_of_patient[row.patient_id].append(row)
        if row.number:
            told.holds_of_number[row.practice_id, row.number].append(row)
    for row in _rows(tx, promises.promises_table):
        told.promises_of[row.patient_id].append(row)


def _talks(tx: Connection, told: History) -> None:
    for row in _rows(tx, conversations.conversations):
        told.talks[row.id] = row
        told.talks_with[row.practice_id, row.address].append(row.id)
    for row in _rows(tx, conversations.inbound):
        told.messages[row.id] = row
        told.messages_in[row.conversation_id].append(row)
        talk = told.talks[row.conversation_id]
        key = (0, f"talk:{talk.id}") if talk.channel == "web_chat" else (row.practice_id, talk.address)
        told.came_from[key].append(row.at)
    for came in told.came_from.values():
        came.sort()
    for row in _rows(tx, beside.events_table):
        told.events_in[row.conversation_id].append(row)
    for row in _rows(tx, tickets.tickets_table):
        told.tickets_in[row.conversation_id].append(row)


def _texts(tx: Connection, told: History) -> None:
    for row in _rows(tx, texts.texts):
        told.texts[row.id] = row
        told.texts_in[row.conversation_id].append(row)
        if row.replaces is not None:
            told.replaced.add(row.replaces)
        if row.answers is not None:
            had = told.answered_at.get(row.answers, row.created_at)
            told.answered_at[row.answers] = min(had, row.created_at)
        if row.number:
            told.texts_to[row.practice_id, row.number].append(row)
    for row in told.handed_over:
        if row.state in REACHED:
            if row.number:
                told.left_to[told.of(row)].append(row)
            if row.patient_id is not None:
                told.left_about[row.patient_id].append(row)
    for row in _rows(tx, calls.calls):
        told.calls_to[row.practice_id, row.number].append(row.at)
        if row.patient_id is not None:
            told.calls_about[row.patient_id].append(row.at)


def _money(tx: Connection, told: History) -> None:
    line, entry = accounts.transfers.c, accounts.entries.c
    both = select(line.patient_id, line.debit, line.credit, line.cents, entry.at, entry.kind)
    both = both.join(accounts.entries, entry.id == line.entry_id).order_by(entry.at, entry.id, line.id)
    for row in tx.execute(both):
        mine = f"patient:{row.patient_id}"
        cents = row.cents * ((row.debit == mine) - (row.credit == mine))
        if cents:
            told.money_of[row.patient_id].append((row.at, cents, row.kind))
    told.payments = {row.id: SimpleNamespace(**row._mapping) for row in tx.execute(select(payments.payments_table))}
    plan, quote = plans.plans_table.c, quotes.quotes_table.c
    agreed = select(plan.patient_id, plan.active_at, plan.ended_at, quote.parts, quote.days)
    agreed = agreed.join(quotes.quotes_table, quote.id == plan.quote_id).where(plan.active_at.is_not(None))
    for one in tx.execute(agreed.order_by(plan.id)):
        days = [date.fromisoformat(day) for day in one.days]
        told.plans_of[one.patient_id].append(
            SimpleNamespace(active_at=one.active_at, ended_at=one.ended_at, parts=list(one.parts), days=days)
        )


def _trail(tx: Connection, told: History) -> None:
    wanted = {*INTERFACE, "proved"}
    found = select(audit.rows_table).where(audit.rows_table.c.action.in_(wanted)).order_by(audit.rows_table.c.id)
    for row in [SimpleNamespace(**one._mapping) for one in tx.execute(found)]:
        told.audit_of[row.practice_id, row.action].append(row)
        if row.action == "facts_changed":
            told.changes_of[row.subject].append(row)
        if row.action == "proved":
            kind, _, its = row.subject.partition(":")
            named = [int(its)] if kind == "patient" else []
            for patient_id in {*row.data.get("patients", ()), *named}:
                told.proofs_of[patient_id].append(row)


def _newest(told: History) -> datetime:
    moments = [m for text in told.texts.values() for m in (text.created_at, text.claimed_at, text.settled_at) if m]
    moments += [message.at for message in told.messages.values()]
    moments += [row.at for rows in told.suppressions_of.values() for row in rows]
    moments += [row.at for rows in told.audit_of.values() for row in rows]
    return max(moments, default=told.now)
