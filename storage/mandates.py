"""Mandates: a card or bank account that a patient left at the provider, and what they allowed us to take from it."""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, Connection, Index, Table, Text, bindparam, or_, select, text, update

from storage.base import Moment, Sealed, metadata, one_of, pk, practice_ref, ref, said, said_any
from storage.debits import debits_table
from storage.rows import OWN_ID, change, of_id, opened, put, sealed

STATES = ("asked", "kept", "on", "ended")
"""The provider's page was opened; the card is there; the patient allowed the payments; over."""

mandates_table = Table(
    "mandates",
    metadata,
    pk(),
    Column("ref", Text, nullable=False, unique=True),
    practice_ref(),
    ref("patient_id", "patients.id"),
    ref("plan_id", "plans.id", index=True),
    ref("link_id", "links.id", null=True),
    Column("state", Text, nullable=False),
    Column("provider", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("page_ref", Text),
    Column("customer_ref", Text),
    Column("method_ref", Text),
    Column("kind", Text),
    Column("last4", Sealed),
    Column("document", Sealed),
    Column("document_sha256", Text),
    Column("signed", Sealed),
    Column("created_at", Moment, nullable=False),
    Column("on_at", Moment),
    Column("ended_at", Moment),
    Column("why", Text),
    one_of("state", STATES),
    one_of("kind", ("card", "bank")),
    CheckConstraint("state <> 'on' OR (on_at IS NOT NULL AND method_ref IS NOT NULL)", name="on"),
    CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name="ended"),
    Index("ix_mandates_on", "plan_id", unique=True,
          sqlite_where=text("state = 'on'"), postgresql_where=text("state = 'on'")),
    Index("ix_mandates_patient", "patient_id", "id"),
)  # fmt: skip
"""A plan has one mandate at most that is on."""


@dataclass(frozen=True)
class Mandate:
    """A mandate. `ref` is the only name that the provider knows it by; the provider keeps the card, we its last four
    digits. `document` is what was agreed to, `signed` who, how and when."""

    id: int
    ref: str
    practice_id: int
    patient_id: int
    plan_id: int
    link_id: int | None
    state: str
    provider: str
    account: str
    page_ref: str | None
    customer_ref: str | None
    method_ref: str | None
    kind: str | None
    last4: str | None
    document: bytes | None
    document_sha256: str | None
    signed: Mapping[str, Any] | None
    created_at: datetime
    on_at: datetime | None
    ended_at: datetime | None
    why: str | None


_m = mandates_table.c
_BY_REF = select(mandates_table).where(_m.ref == bindparam("ref"))
_ON = select(mandates_table).where(_m.plan_id == bindparam("plan"), _m.state == said("on"))
_NEWEST = (
    select(mandates_table).where(_m.patient_id == bindparam("patient")).order_by(_m.id.desc()).limit(1)
)
_UNDERWAY = (
    select(mandates_table)
    .where(
        or_(
            _m.state == said("on"),
            _m.id.in_(select(debits_table.c.mandate_id).where(debits_table.c.state == said("asked"))),
        )
    )
    .order_by(_m.id)
)
_STALE = (
    select(mandates_table)
    .where(_m.state.in_(said_any(("asked", "kept"))), _m.created_at < bindparam("before", type_=Moment))
    .order_by(_m.id)
)
_TO_FORGET = (
    select(mandates_table)
    .where(
        _m.state == said("ended"),
        _m.method_ref.is_not(None),
        _m.id.not_in(select(debits_table.c.mandate_id).where(debits_table.c.state == said("asked"))),
    )
    .order_by(_m.id)
)


def _mandate(tx: Connection, row: Any) -> Mandate:
    values = opened(tx, mandates_table, row)
    values["document"] = base64.b64decode(values["document"]) if values["document"] is not None else None
    values["signed"] = json.loads(values["signed"]) if values["signed"] is not None else None
    return Mandate(**values)


def add(tx: Connection, practice_id: int, patient_id: int, plan_id: int, provider: str, account: str, now: datetime,
        link_id: int | None = None) -> int:  # fmt: skip
    """A card is about to be left at the provider for this plan."""
    mine = {"practice_id": practice_id, "patient_id": patient_id, "plan_id": plan_id, "link_id": link_id}
    return put(tx, mandates_table, ref=uuid.uuid4().hex, **mine, state="asked", provider=provider, account=account,
               created_at=now)  # fmt: skip


def mandate(tx: Connection, mandate_id: int) -> Mandate | None:
    """The mandate of this id."""
    row = tx.execute(of_id(mandates_table), {OWN_ID: mandate_id}).one_or_none()
    return _mandate(tx, row) if row else None


def by_ref(tx: Connection, ref: str) -> Mandate | None:
    """The mandate of this opaque name."""
    row = tx.execute(_BY_REF, {"ref": ref}).one_or_none()
    return _mandate(tx, row) if row else None


def on(tx: Connection, plan_id: int) -> Mandate | None:
    """The plan's mandate that is on."""
    row = tx.execute(_ON, {"plan": plan_id}).one_or_none()
    return _mandate(tx, row) if row else None


def newest(tx: Connection, patient_id: int) -> Mandate | None:
    """The patient's newest mandate, in whatever state."""
    row = tx.execute(_NEWEST, {"patient": patient_id}).one_or_none()
    return _mandate(tx, row) if row else None


def underway(tx: Connection) -> list[Mandate]:
    """Every mandate that is on, or of which money was asked for and not settled; oldest first."""
    return [_mandate(tx, row) for row in tx.execute(_UNDERWAY)]


def opened_at(tx: Connection, mandate_id: int, page_ref: str) -> None:
    """The provider's name for the page on which the card is left."""
    change(tx, mandates_table, mandate_id, page_ref=page_ref)


def kept(tx: Connection, mandate_id: int, page_ref: str, customer_ref: str, method_ref: str, kind: str,
         last4: str) -> bool:  # fmt: skip
    """The provider has the card. False: it was told before, or the mandate is over."""
    values = {"state": "kept", "page_ref": page_ref, "customer_ref": customer_ref, "method_ref": method_ref,
              "kind": kind, "last4": last4}  # fmt: skip
    asked = update(mandates_table).where(_m.id == mandate_id, _m.state == said("asked"))
    return tx.execute(asked.values(**sealed(tx, mandates_table, values))).rowcount == 1


def agree(tx: Connection, mandate_id: int, document: bytes, signed: Mapping[str, Any], now: datetime) -> bool:
    """The patient allowed what the document says: its very bytes are kept. False: no card is there, or it is over."""
    secret = {"document": base64.b64encode(document).decode(), "signed": json.dumps(dict(signed))}
    values = {**sealed(tx, mandates_table, secret), "document_sha256": hashlib.sha256(document).hexdigest()}
    there = update(mandates_table).where(_m.id == mandate_id, _m.state == said("kept"))
    return tx.execute(there.values(state="on", on_at=now, **values)).rowcount == 1


def end(tx: Connection, mandate_ids: Sequence[int], why: str, now: datetime) -> None:
    """Nothing is taken under these any more."""
    those = update(mandates_table).where(_m.id.in_(mandate_ids), _m.ended_at.is_(None))
    tx.execute(those.values(state="ended", ended_at=now, why=why))


def standing(tx: Connection, patient_ids: Sequence[int]) -> list[Mandate]:
    """These patients' mandates that are not over, whether or not they were agreed to yet."""
    mine = select(mandates_table).where(_m.patient_id.in_(patient_ids), _m.state.in_(said_any(STATES[:3])))
    return [_mandate(tx, row) for row in tx.execute(mine.order_by(_m.id))]


def stale(tx: Connection, before: datetime) -> list[Mandate]:
    """Cards that were asked for or left, and never agreed to."""
    return [_mandate(tx, row) for row in tx.execute(_STALE, {"before": before})]


def to_forget(tx: Connection) -> list[Mandate]:
    """Those that are over while the provider still keeps the card, and of which nothing is under way there."""
    return [_mandate(tx, row) for row in tx.execute(_TO_FORGET)]


def forgotten(tx: Connection, mandate_id: int) -> None:
    """The provider keeps the card no more."""
    change(tx, mandates_table, mandate_id, method_ref=None)
