"""One patient's whole record, read out: for who asks for it, and for the practice before it goes (fact sheet H11)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, select

from storage.accounts import entries, transfers
from storage.beside import notes_table
from storage.calls import calls
from storage.claims import claims_table
from storage.consent import consents, holds, suppressions
from storage.conversations import inbound
from storage.debits import debits_table
from storage.erasure import rows_of
from storage.imports import imports_table, seen
from storage.incidents import incidents
from storage.lookups import lookups
from storage.mandates import mandates_table
from storage.patients import patients_table, phones_table
from storage.payments import payments_table
from storage.plans import plans_table
from storage.promises import promises_table
from storage.quotes import quotes_table
from storage.restricted import restrictions_table
from storage.retention import Scope, digests
from storage.rows import opened
from storage.texts import texts
from storage.tickets import tickets_table
from storage.touches import touches_table
from storage.uploads import uploads_table

PARTS: dict[str, Table] = {
    "phones": phones_table, "consents": consents, "texts_in": inbound, "texts_out": texts, "notes": notes_table,
    "tickets": tickets_table, "holds": holds, "quotes": quotes_table, "plans": plans_table, "payments": payments_table,
    "mandates": mandates_table, "debits": debits_table, "promises": promises_table, "reminders": touches_table,
    "calls": calls, "lookups": lookups, "incidents": incidents, "restrictions": restrictions_table,
    "claims": claims_table, "uploads": uploads_table,
}  # fmt: skip
"""The record's parts, and the tables that they are read from."""
OURS = {"practice_id", "given", "lead_id", "whole_cents", "provider_id", "provider_ref", "page_ref", "customer_ref",
        "method_ref"}  # fmt: skip
"""Of no use to anybody else."""


def read(tx: Connection, of: Scope) -> dict[str, Any]:
    """Everything about the patient, by part. What stands in a conversation that others have a part in is left out,
    but for our texts about this patient; `shared_conversations` says how many those are."""
    p, s = patients_table, suppressions.c
    who = opened(tx, p, tx.execute(select(p).where(p.c.id == of.patient_id)).one())
    stopped = select(suppressions).where(
        s.practice_id == of.practice_id, s.number_index.in_(digests(tx, of.numbers))
    )
    return {
        "patient": _plain(p, who),
        **{part: _rows(tx, table, select(table).where(rows_of(tx, of, table))) for part, table in PARTS.items()},
        "opt_outs": _rows(tx, suppressions, stopped),
        "ledger": _ledger(tx, of),
        "lists": _lists(tx, of),
        "shared_conversations": len(set(of.talks) - set(of.own)),
    }


def _rows(tx: Connection, table: Table, wanted: Any) -> list[dict[str, Any]]:
    return [_plain(table, opened(tx, table, row)) for row in tx.execute(wanted.order_by(table.c.id))]


def _plain(table: Table, values: dict[str, Any]) -> dict[str, Any]:
    """Without digests, and without what is of no use elsewhere."""
    digested = {column.name for column in table.columns if "kind" in column.info}
    return {name: value for name, value in values.items() if name not in digested | OURS}


def _ledger(tx: Connection, of: Scope) -> list[dict[str, Any]]:
    lines = (
        select(entries.c.at, entries.c.kind, transfers.c.debit, transfers.c.credit, transfers.c.cents)
        .join(entries, entries.c.id == transfers.c.entry_id)
        .where(transfers.c.patient_id == of.patient_id)
    )
    return [dict(row._mapping) for row in tx.execute(lines.order_by(transfers.c.id))]


def _lists(tx: Connection, of: Scope) -> list[dict[str, Any]]:
    """What each of the practice's lists said that the patient owes."""
    said = (
        select(imports_table.c.as_of, imports_table.c.at, imports_table.c.state, seen.c.balance_cents)
        .join(imports_table, imports_table.c.id == seen.c.import_id)
        .where(seen.c.patient_id == of.patient_id)
    )
    return [dict(row._mapping) for row in tx.execute(said.order_by(seen.c.id))]
