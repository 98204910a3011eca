"""Taking out who somebody was (fact sheet H11): rows are deleted where figures do not need them, else emptied.

What is emptied keeps its figures and dates: quotes, plans, payments, consents, the ledger, and the patient's own row.
Opt-outs (`suppressions`) are not touched: they are kept for ever, with the number, which a new index key needs to find
them by (decision 33).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, Text, and_, cast, delete, false, func, or_, select, update

from storage.base import metadata
from storage.beside import events_table, notes_table
from storage.browsers import browsers_table
from storage.calls import calls
from storage.claims import claims_table
from storage.consent import consents, holds
from storage.conversations import conversations, inbound
from storage.corrections import corrections
from storage.db import keys
from storage.incidents import incidents
from storage.links import links_table
from storage.lookups import lookups
from storage.mandates import mandates_table
from storage.patients import patients_table, phones_table, words_table
from storage.payments import payments_table
from storage.plans import plans_table
from storage.promises import promises_table
from storage.quotes import quotes_table
from storage.restricted import restrictions_table
from storage.retention import Scope, digests
from storage.rows import change, opened, sealed
from storage.texts import texts
from storage.tickets import tickets_table
from storage.touches import touches_table
from storage.trust import remembered_factors, tries
from storage.uploads import uploads_table

DELETED = (
    uploads_table, claims_table, corrections, remembered_factors, events_table, notes_table, browsers_table, texts,
    inbound, links_table, tickets_table, touches_table, promises_table, calls, lookups, incidents, holds,
    restrictions_table, phones_table,
    words_table,
)  # fmt: skip
"""In this order: what refers to others goes first."""
EMPTIED: dict[Table, dict[str, Any]] = {
    consents: {"number": ""},
    quotes_table: {"wording": ""},
    plans_table: {"document": None, "document_sha256": None, "signed": None},
    payments_table: {"conversation_id": None, "link_id": None, "provider_ref": None},
    mandates_table: {"link_id": None, "page_ref": None, "customer_ref": None, "last4": None, "document": None,
                     "document_sha256": None, "signed": None},
}
"""What is taken out of the rows that stay. A payment loses its names at the provider too."""
NOBODY: dict[str, Any] = {
    "first": "", "last": "", "born": None, "zip": None, "state": None, "zone": None, "lang": None,
    "statement_code": None, "guarantor_first": None, "guarantor_last": None,
    "guarantor_born": None, "flags": [], "oldest_service": None, "first_statement": None, "days_past_due": 0,
    "statement_count": None, "specialty": None, "risk_ack_at": None, "risk_ack_wording": None,
    "ma_notice_sent_at": None, "contact_prefs": {}, "first_imported_at": None, "cadence_day0": None,
    "estimate_cents": None, "address": None,
}  # fmt: skip
"""A patient's row when nobody can say any more whose it is."""
QUIET: dict[str, Any] = {
    "lang": None, "talk": {}, "handed": "bot", "taken_by": None, "waiting_since": None, "waiting_why": None,
    "due_at": None, "claimed_until": None, "last_inbound_at": None, "last_reply_at": None, "session_at": None,
    "proved_at": None, "proof_used_at": None, "proved": [], "as_guarantor": False, "topic": "", "suspicion": None,
    "done_at": None,
}  # fmt: skip
"""A conversation of which only the quotes that were made in it are left."""


def erase(tx: Connection, of: Scope, now: datetime) -> dict[str, int]:
    """Takes out whoever is meant, in this transaction; how many rows of each table were deleted or emptied."""
    done = {table.name: _empty(tx, of, table, values) for table, values in EMPTIED.items()}
    subjects = _subjects(tx, of)
    for table in DELETED:
        done[table.name] = tx.execute(delete(table).where(gone(tx, of, table))).rowcount
    mine = tries.c.practice_id == of.practice_id, tries.c.subject.in_(subjects)
    done[tries.name] = tx.execute(delete(tries).where(*mine)).rowcount
    done[conversations.name] = sum(_end(tx, talk) for talk in of.own)
    _forget(tx, of)
    if of.patient_id is not None:
        values = {**NOBODY, "key": _name(of.patient_id), "erased_at": now}
        change(tx, patients_table, of.patient_id, **_digested(tx, patients_table, values))
        done[patients_table.name] = 1
    return {name: many for name, many in done.items() if many}


def counted(tx: Connection, of: Scope) -> dict[str, int]:
    """How many rows `erase` would delete or empty, for whoever wants to know first."""
    found = {table.name: rows_of(tx, of, table) for table in (*EMPTIED, *DELETED)}
    done = {
        name: tx.execute(select(func.count()).select_from(metadata.tables[name]).where(rows)).scalar_one()
        for name, rows in found.items()
    }
    done[conversations.name] = len(of.own)
    return {name: many for name, many in done.items() if many}


def rows_of(tx: Connection, of: Scope, table: Table) -> ColumnElement[bool]:
    """Which of a table's rows are theirs, and nobody else's."""
    return _emptied(tx, of, table) if table in EMPTIED else gone(tx, of, table)


def gone(tx: Connection, of: Scope, table: Table) -> ColumnElement[bool]:
    """Rows about the patient, all that stands in conversations of nobody else, and what names a number of theirs."""
    c, found = table.c, list[ColumnElement[bool]]()
    if "patient_id" in c and of.patient_id is not None:
        found.append(c.patient_id == of.patient_id)
    if "conversation_id" in c:
        found.append(c.conversation_id.in_(of.own))
    if "message_id" in c:
        found.append(c.message_id.in_(select(inbound.c.id).where(inbound.c.conversation_id.in_(of.own))))
    if "link_id" in c:
        found.append(c.link_id.in_(select(links_table.c.id).where(gone(tx, of, links_table))))
    if "number_index" in c:
        found.append(_unowned(tx, of, table))
    return or_(false(), *found)


def _unowned(tx: Connection, of: Scope, table: Table) -> ColumnElement[bool]:
    """Rows that name a number which is nobody else's, and no patient."""
    c = table.c
    return and_(c.practice_id == of.practice_id, c.patient_id.is_(None), c.number_index.in_(digests(tx, of.alone)))


def _emptied(tx: Connection, of: Scope, table: Table) -> ColumnElement[bool]:
    numbered = _unowned(tx, of, table) if "number_index" in table.c else false()
    return numbered if of.patient_id is None else or_(table.c.patient_id == of.patient_id, numbered)


def _empty(tx: Connection, of: Scope, table: Table, values: Mapping[str, Any]) -> int:
    blank = sealed(tx, table, _digested(tx, table, values))
    if table in (payments_table, mandates_table):
        blank["ref"] = "erased:" + cast(table.c.id, Text)
    return tx.execute(update(table).where(_emptied(tx, of, table)).values(**blank)).rowcount


def _digested(tx: Connection, table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values, with the digests that belong to them: rotation makes the same ones under a new key."""
    made = dict(values)
    for column in table.columns:
        if column.info.get("of") in values:
            value = values[column.info["of"]]
            made[column.name] = None if value is None else keys(tx).blind(column.info["kind"], value)
    return made


def _name(row_id: int) -> str:
    """What stands where a unique name has to stand."""
    return f"erased:{row_id}"


def _subjects(tx: Connection, of: Scope) -> list[str]:
    """What tries at proof were counted on: the patient, numbers, browsers, and links, which stand for browsers."""
    own = select(conversations).where(conversations.c.id.in_(of.own))
    addresses = {opened(tx, conversations, row)["address"] for row in tx.execute(own)} | {*of.alone}
    found = [f"{what}:{digest}" for address in sorted(addresses) for digest in keys(tx).blinds("subject", address)
             for what in ("number", "browser")]  # fmt: skip
    tokens = tx.scalars(select(links_table.c.token_hash).where(gone(tx, of, links_table)))
    patient = [f"patient:{of.patient_id}"] if of.patient_id is not None else []
    return [*found, *(f"browser:{token}" for token in tokens), *patient]


def _end(tx: Connection, talk: int) -> int:
    """A conversation goes; one that a quote names stays, emptied, since no quote is changed."""
    quoted = tx.execute(select(quotes_table.c.id).where(quotes_table.c.conversation_id == talk).limit(1)).first()
    if quoted is None:
        return tx.execute(delete(conversations).where(conversations.c.id == talk)).rowcount
    change(tx, conversations, talk, **_digested(tx, conversations, {**QUIET, "address": _name(talk)}))
    return 1


def _forget(tx: Connection, of: Scope) -> None:
    """In conversations that others have a part in, it is forgotten that the patient's identity was ever proved."""
    c = conversations.c
    for talk in set(of.talks) - set(of.own):
        proved = tx.execute(select(c.proved).where(c.id == talk)).scalar_one()
        if of.patient_id in proved:
            change(tx, conversations, talk, proved=[one for one in proved if one != of.patient_id])

