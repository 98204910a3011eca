"""All tables in one place, for migrations and for whoever goes over the whole database."""

from __future__ import annotations

from storage import (
    audit,
    beside,
    browsers,
    calls,
    claims,
    clock,
    consent,
    corrections,
    debits,
    imports,
    incidents,
    ledger,
    links,
    lookups,
    mandates,
    outbox,
    patients,
    payments,
    plans,
    practices,
    promises,
    quotes,
    reconciled,
    refunds,
    restricted,
    staff,
    talks,
    tickets,
    touches,
    trust,
    uploads,
)
from storage.base import metadata

NOUNS = (
    practices, staff, patients, consent, talks, beside, outbox, trust, quotes, plans, ledger, payments, links, tickets,
    promises, refunds, reconciled, mandates, debits, touches, imports, audit, clock, browsers, corrections, calls,
    lookups, incidents, restricted, claims, uploads,
)  # fmt: skip

APPEND_ONLY = ("ledger_entries", "ledger_lines", "consents", "quotes", "quote_ends", "audit", "audit_seals",
               "audit_releases")  # fmt: skip
"""Guarded by triggers: no row is changed or taken out. Sealed columns and their digests may get a new key."""

__all__ = ["APPEND_ONLY", "NOUNS", "metadata"]
