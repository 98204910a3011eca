"""What there is of a patient, or of a number that is nobody's: which rows, since when, and what keeps them.

`scope` says whose rows are meant, `standing` how they stand, `storage.erasure` takes them out. Numbers are looked up
under every index key (decision 33).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, exists, func, or_, select

from flows.retention import Standing
from storage import consent, ledger, plans
from storage.accounts import entries, transfers
from storage.base import said
from storage.beside import notes_table
from storage.calls import calls
from storage.claims import claims_table
from storage.consent import consents, holds
from storage.conversations import conversations, inbound
from storage.db import keys
from storage.debits import debits_table
from storage.imports import imports_table, seen
from storage.incidents import incidents
from storage.links import links_table
from storage.lookups import lookups
from storage.mandates import mandates_table
from storage.patients import patients_table, phones_table
from storage.payments import payments_table
from storage.plans import plans_table
from storage.promises import promises_table
from storage.quotes import ends, quotes_table
from storage.rows import opened
from storage.texts import texts
from storage.tickets import tickets_table
from storage.uploads import uploads_table

NUMBERED = (phones_table, consents, holds, texts, calls, lookups, incidents)
"""Name a number, and the patient if there is one."""
TALKED = (texts, quotes_table, links_table, payments_table, tickets_table, claims_table)
"""Name a patient, and the conversation if there is one."""
DATED: dict[Table, tuple[str, ...]] = {
    texts: ("created_at", "sent_at"),
    payments_table: ("created_at", "settled_at"),
    plans_table: ("created_at", "active_at", "ended_at"),
    mandates_table: ("created_at", "on_at", "ended_at"),
    debits_table: ("created_at", "settled_at"),
    quotes_table: ("created_at",),
    consents: ("at",),
    tickets_table: ("opened_at", "closed_at"),
    calls: ("at",),
    incidents: ("at", "closed_at"),
    promises_table: ("created_at",),
    links_table: ("created_at",),
    claims_table: ("came_at", "ended_at"),
    uploads_table: ("created_at",),
}
"""What happened with a patient, and when. A hold is no event, and neither is a look-up of a number."""


@dataclass(frozen=True)
class Scope:
    """Whose rows are meant. Without a patient it is a number of nobody.

    `numbers` and `talks` are all that the patient has a part in; `alone` and `own` those that are nobody else's.
    """

    practice_id: int
    patient_id: int | None
    numbers: tuple[str, ...]
    alone: tuple[str, ...]
    talks: tuple[int, ...]
    own: tuple[int, ...]


def digests(tx: Connection, numbers: Iterable[str]) -> list[str]:
    """What these numbers are looked up by, under every index key."""
    return [digest for number in numbers for digest in keys(tx).blinds("number", number)]


def aged(tx: Connection, practice_id: int, before: datetime) -> list[int]:
    """Patients that may be due: on file since before then, with no text or payment since. `standing` decides."""
    p = patients_table.c
    texted = exists().where(texts.c.patient_id == p.id, texts.c.created_at >= before)
    posted = exists().where(
        transfers.c.patient_id == p.id, entries.c.id == transfers.c.entry_id, entries.c.at >= before
    )
    old = or_(p.created_at.is_(None), p.created_at < before)
    wanted = select(p.id).where(p.practice_id == practice_id, p.erased_at.is_(None), old, ~texted, ~posted)
    return list(tx.scalars(wanted.order_by(p.id)))


def aged_numbers(tx: Connection, practice_id: int, before: datetime) -> list[str]:
    """Addresses of conversations that may be nobody's and due. One that a quote names was emptied, not taken out."""
    c = conversations.c
    phone = exists().where(phones_table.c.practice_id == practice_id, phones_table.c.number_index == c.address_index)
    quoted = select(quotes_table.c.conversation_id).where(quotes_table.c.conversation_id.is_not(None))
    quiet = or_(c.last_inbound_at.is_(None), c.last_inbound_at < before)
    old = c.practice_id == practice_id, c.created_at < before, quiet
    wanted = select(conversations).where(*old, ~phone, c.id.not_in(quoted)).order_by(c.id)
    found = [opened(tx, conversations, row)["address"] for row in tx.execute(wanted)]
    return [number for number in dict.fromkeys(found) if not _someones(tx, practice_id, number)]


def _someones(tx: Connection, practice_id: int, number: str) -> bool:
    """Whether the number, or a conversation with it, is a patient's."""
    talks = _talks_of(tx, practice_id, [number])
    return _others_number(tx, practice_id, None, number) or any(_others_talk(tx, None, talk) for talk in talks)


def lock(tx: Connection, practice_id: int, whom: int | str) -> bool:
    """Holds the patient's row, or the number's conversations, until the end. False: they were taken out, or found."""
    if isinstance(whom, int):
        mine = select(patients_table.c.erased_at).where(patients_table.c.id == whom).with_for_update()
        return tx.execute(mine).scalar_one() is None
    c = conversations.c
    talks = select(c.id).where(c.practice_id == practice_id, c.address_index.in_(digests(tx, [whom])))
    return bool(tx.execute(talks.with_for_update()).all()) and not _someones(tx, practice_id, whom)


def scope(tx: Connection, practice_id: int, whom: int | str) -> Scope:
    """Everything of a patient, by id, or of a number that is nobody's."""
    if isinstance(whom, str):
        talks = tuple(_talks_of(tx, practice_id, [whom]))
        return Scope(practice_id, None, (whom,), (whom,), talks, talks)
    numbers = _numbers(tx, whom)
    all_ = sorted({*_talks_of(tx, practice_id, numbers), *_talks_about(tx, whom)})
    own = tuple(talk for talk in all_ if not _others_talk(tx, whom, talk))
    kept = set(all_) - set(own)
    mine = [number for number in numbers if not _others_number(tx, practice_id, whom, number)]
    alone = tuple(number for number in mine if kept.isdisjoint(_talks_of(tx, practice_id, [number])))
    return Scope(practice_id, whom, numbers, alone, tuple(all_), own)


def _numbers(tx: Connection, patient_id: int) -> tuple[str, ...]:
    """Every number that a row of the patient's names, one that was taken off the file too."""
    ring, found = keys(tx), dict[str, None]()
    for table in NUMBERED:
        mine = table.c.patient_id == patient_id, table.c.number_index.is_not(None)
        of_each = select(func.min(table.c.number)).where(*mine).group_by(table.c.number_index)
        for token in tx.execute(of_each).scalars():
            found[ring.open(token, f"{table.name}.number")] = None
    return tuple(number for number in found if number)


def _talks_of(tx: Connection, practice_id: int, numbers: Iterable[str]) -> list[int]:
    c = conversations.c
    mine = c.practice_id == practice_id, c.address_index.in_(digests(tx, numbers))
    return list(tx.scalars(select(c.id).where(*mine).order_by(c.id)))


def _talks_about(tx: Connection, patient_id: int) -> set[int]:
    """Conversations that rows about the patient name, such as in web chat."""
    found: set[int] = set()
    for table in TALKED:
        about = table.c.patient_id == patient_id, table.c.conversation_id.is_not(None)
        found |= set(tx.scalars(select(table.c.conversation_id).where(*about).distinct()))
    return found


def _others_number(tx: Connection, practice_id: int, patient_id: int | None, number: str) -> bool:
    """Whether the number is another patient's too."""
    found = digests(tx, [number])
    return any(
        _any(tx, select(table.c.id).where(table.c.practice_id == practice_id, table.c.number_index.in_(found),
                                          _another(table, patient_id)))
        for table in NUMBERED
    )  # fmt: skip


def _others_talk(tx: Connection, patient_id: int | None, talk: int) -> bool:
    """Whether the conversation is another patient's too: one who is on file with its number, or whom it was about."""
    row = tx.execute(select(conversations).where(conversations.c.id == talk)).one()
    found = digests(tx, [opened(tx, conversations, row)["address"]])
    f = phones_table.c
    on_file = select(f.id).where(
        f.practice_id == row.practice_id, f.number_index.in_(found), _another(phones_table, patient_id)
    )
    about = (
        select(table.c.id).where(table.c.conversation_id == talk, _another(table, patient_id)) for table in TALKED
    )
    return _any(tx, on_file) or any(_any(tx, rows) for rows in about)


def _another(table: Table, patient_id: int | None) -> ColumnElement[bool]:
    """A row about a patient who is neither this one nor erased."""
    whose = table.c.patient_id
    emptied = select(patients_table.c.id).where(patients_table.c.erased_at.is_not(None))
    known = and_(whose.is_not(None), whose.not_in(emptied))
    return known if patient_id is None else and_(known, whose != patient_id)


def _any(tx: Connection, rows: Any) -> bool:
    return tx.execute(rows.limit(1)).first() is not None


# -- how it stands --


def standing(tx: Connection, of: Scope, now: datetime) -> Standing:
    """The newest thing that happened, and what may keep the rows."""
    patients = [] if of.patient_id is None else [of.patient_id]
    stops = [
        hold.reason
        for number in of.numbers or ("",)
        for hold in consent.open_holds(tx, of.practice_id, patients, number, now)
    ]
    t, i = tickets_table.c, incidents.c
    ticket = _any(tx, select(t.id).where(t.state == said("open"), _whose(tx, of, tickets_table)))
    incident = _any(tx, select(i.id).where(i.state == "to_review", _whose(tx, of, incidents)))
    last = max((moment for moment in _moments(tx, of) if moment is not None), default=None)
    if of.patient_id is None:
        return Standing(last, frozenset(stops), ticket=ticket, incident=incident)
    plan = plans.plan(tx, of.patient_id) is not None
    owed = ledger.balance(tx, of.patient_id)
    return Standing(last, frozenset(stops), plan, owed, ticket, incident)


def _whose(tx: Connection, of: Scope, table: Table) -> ColumnElement[bool]:
    """Rows about the patient, and rows about nobody that stand in the conversations or name the numbers."""
    c = table.c
    nobody = [c.patient_id.is_(None)] if "patient_id" in c else []
    found = []
    if "patient_id" in c and of.patient_id is not None:
        found.append(c.patient_id == of.patient_id)
    if "conversation_id" in c:
        found.append(and_(*nobody, c.conversation_id.in_(of.talks)))
    if "number_index" in c:
        numbers = c.practice_id == of.practice_id, c.number_index.in_(digests(tx, of.numbers))
        found.append(and_(*nobody, *numbers))
    return or_(*found)


def _moments(tx: Connection, of: Scope) -> Iterable[datetime | None]:
    for table, columns in DATED.items():
        if of.patient_id is None and not {"conversation_id", "number_index"} & {*table.c.keys()}:
            continue
        newest = select(*(func.max(table.c[name]) for name in columns)).where(_whose(tx, of, table))
        yield from tx.execute(newest).one()
    for table in (inbound, notes_table):
        written = select(func.max(table.c.at)).where(table.c.conversation_id.in_(of.talks))
        yield tx.execute(written).scalar_one()
    if of.patient_id is None:
        begun = select(func.max(conversations.c.created_at)).where(conversations.c.id.in_(of.talks))
        yield tx.execute(begun).scalar_one()
    else:
        yield from _of_patient(tx, of.patient_id)


def _of_patient(tx: Connection, patient_id: int) -> Iterable[datetime | None]:
    """When the patient came on file, was last charged or paid, answered a quote, and was last on a list as owing."""
    p, e, i = patients_table.c, entries.c, imports_table.c
    yield from tx.execute(select(p.created_at, p.first_imported_at, p.risk_ack_at).where(p.id == patient_id)).one()
    posted = select(func.max(e.at)).join(transfers, transfers.c.entry_id == e.id)
    yield tx.execute(posted.where(transfers.c.patient_id == patient_id)).scalar_one()
    ended = select(func.max(ends.c.at)).join(quotes_table, quotes_table.c.id == ends.c.quote_id)
    yield tx.execute(ended.where(quotes_table.c.patient_id == patient_id)).scalar_one()
    listed = select(func.max(i.at)).join(seen, seen.c.import_id == i.id)
    owing = seen.c.patient_id == patient_id, seen.c.balance_cents > 0, i.state == said("done")
    yield tx.execute(listed.where(*owing)).scalar_one()
