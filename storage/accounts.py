"""The ledger's accounts and tables: entries, and the lines that they are made of."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Table,
    Text,
    UniqueConstraint,
)

from flows.money import Money
from storage.base import Id, Moment, metadata, one_of, pk, practice_ref, ref

ACCOUNTS = {
    "patient:<id>": "what this patient owes the practice; a credit balance is owed to the patient",
    "transit:<id>": "this patient's payments that we took and the practice's list does not show yet",
    "care": "what was charged for care",
    "insurance": "what insurers have paid to the practice",
    "adjustments": "what the practice or an insurer's contract took off, or put back",
    "write_offs": "what the practice no longer asks for",
    "practice": "payments that the practice's books show: made at the office, or ours once its list has them",
    "refunds": "what was given back to patients",
}
"""Every account, and what its balance means. Those with an id are one patient's."""

KINDS = {
    "charged": "care",
    "insurance_paid": "insurance",
    "adjusted": "adjustments",
    "you_paid": "practice",
    "refunded": "refunds",
    "written_off": "write_offs",
}
"""What an entry means to the patient, and the account on its other side."""
ADDS = frozenset({"charged", "refunded"})
"""These raise what is owed; the others lower it."""
SHOWN = "shown"
"""A payment of ours is on the practice's list now: nothing changes for the patient."""

entries = Table(
    "ledger_entries",
    metadata,
    pk(),
    practice_ref(),
    Column("kind", Text, nullable=False),
    Column("source_kind", Text, nullable=False),
    Column("source_id", Text, nullable=False),
    ref("payment_id", "payments.id", null=True, index=True),
    Column("at", Moment, nullable=False),
    UniqueConstraint("source_kind", "source_id", "kind"),
    UniqueConstraint("practice_id", "id"),
    one_of("kind", (*KINDS, SHOWN)),
)

_OWN = "COALESCE(CAST(patient_id AS TEXT), '')"
_SHARED = ", ".join(repr(name) for name in ACCOUNTS if ":" not in name)


def _known(side: str) -> str:
    return f"{side} IN ({_SHARED}) OR {side} = 'patient:' || {_OWN} OR {side} = 'transit:' || {_OWN}"


transfers = Table(
    "ledger_lines",
    metadata,
    pk(),
    practice_ref(),
    ref("entry_id", "ledger_entries.id", index=True),
    Column("patient_id", Id),
    Column("debit", Text, nullable=False),
    Column("credit", Text, nullable=False),
    Column("cents", BigInteger, nullable=False),
    CheckConstraint("cents > 0", name="cents"),
    CheckConstraint("debit <> credit", name="two_accounts"),
    CheckConstraint(_known("debit"), name="debit"),
    CheckConstraint(_known("credit"), name="credit"),
    CheckConstraint("patient_id IS NULL OR debit LIKE '%:%' OR credit LIKE '%:%'", name="whose"),
    ForeignKeyConstraint(["practice_id", "entry_id"], ["ledger_entries.practice_id", "ledger_entries.id"]),
    ForeignKeyConstraint(["practice_id", "patient_id"], ["patients.practice_id", "patients.id"]),
    Index(None, "patient_id", "id"),
)


@dataclass(frozen=True)
class Transfer:
    """One line: from the credited account to the debited one."""

    debit: str
    credit: str
    amount: Money
