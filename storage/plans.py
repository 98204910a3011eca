"""Instalment plans: each stands on the quote that was agreed to."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    Index,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    select,
    text,
    update,
)

from flows.money import Money
from flows.script import PlanFacts
from storage import ledger, mandates
from storage.base import Moment, Sealed, metadata, one_of, pk, practice_ref, ref, said, said_any
from storage.quotes import quotes_table
from storage.rows import OWN_ID, opened, put, sealed

STATES = ("offered", "active", "completed", "cancelled", "defaulted")
STANDING = ("offered", "active")
_STANDING = "state IN ('offered', 'active')"

plans_table = Table(
    "plans",
    metadata,
    pk(),
    practice_ref(),
    ref("patient_id", "patients.id"),
    ref("quote_id", "quotes.id"),
    Column("state", Text, nullable=False),
    Column("via", Text, nullable=False),
    Column("document", Sealed),
    Column("document_sha256", Text),
    Column("signed", Sealed),
    Column("created_at", Moment, nullable=False),
    Column("active_at", Moment),
    Column("ended_at", Moment),
    one_of("state", STATES),
    CheckConstraint("state NOT IN ('active', 'completed', 'defaulted') OR active_at IS NOT NULL", name="active"),
    UniqueConstraint("quote_id"),
    Index("ix_plans_patient", "patient_id", "id"),
    Index("ix_plans_standing", "patient_id", unique=True,
          sqlite_where=text(_STANDING), postgresql_where=text(_STANDING)),
)  # fmt: skip
"""A patient has one standing plan at most."""


@dataclass(frozen=True)
class PlanRow:
    """A plan with its figures, and the document that was signed with who, how and when."""

    id: int
    practice_id: int
    patient_id: int
    quote_id: int
    state: Any
    via: str
    parts: tuple[Money, ...]
    days: tuple[date, ...]
    owed: Money
    rules: tuple[str, ...]
    document: bytes | None
    document_sha256: str | None
    signed: Mapping[str, Any] | None
    created_at: datetime
    active_at: datetime | None
    ended_at: datetime | None


_p, _q = plans_table.c, quotes_table.c
_ROWS = select(plans_table, _q.parts, _q.days, _q.owed_cents, _q.rules).join(quotes_table, _q.id == _p.quote_id)
_BY_ID = _ROWS.where(_p.id == bindparam(OWN_ID))
_NEWEST = _ROWS.where(_p.patient_id == bindparam("patient")).order_by(_p.id.desc()).limit(1)
_STANDS = _NEWEST.where(_p.state.in_(said_any(STANDING)))


def _row(tx: Connection, row: Any) -> PlanRow:
    values = opened(tx, plans_table, row)
    values["document"] = base64.b64decode(values["document"]) if values["document"] is not None else None
    values["signed"] = json.loads(values["signed"]) if values["signed"] is not None else None
    values["parts"] = tuple(Money(cents) for cents in values["parts"])
    values["days"] = tuple(date.fromisoformat(day) for day in values["days"])
    values["rules"] = tuple(values["rules"])
    owed = Money(values.pop("owed_cents"))
    return PlanRow(**values, owed=owed)


def start(tx: Connection, quote_id: int, state: str, now: datetime, via: str) -> int:
    """A plan on the terms of this quote, "offered" or "active"; the patient's standing plan is cancelled.

    Called again with the same quote it is the same plan, active if either call says so.
    """
    if state not in STANDING:
        raise ValueError(f"a plan does not start {state!r}")
    same = tx.execute(select(_p.id, _p.state).where(_p.quote_id == quote_id)).one_or_none()
    if same is not None:
        if (same.state, state) == ("offered", "active"):
            set_state(tx, same.id, "active", now)
        return int(same.id)
    of = tx.execute(select(_q.practice_id, _q.patient_id).where(_q.id == quote_id)).one()
    mine = update(plans_table).where(_p.patient_id == of.patient_id, _p.state.in_(said_any(STANDING)))
    tx.execute(mine.values(state="cancelled", ended_at=now))
    active_at = now if state == "active" else None
    values = {"practice_id": of.practice_id, "patient_id": of.patient_id, "quote_id": quote_id, "state": state}
    return put(tx, plans_table, **values, via=via, created_at=now, active_at=active_at)


def plan(tx: Connection, patient_id: int) -> PlanFacts | None:
    """The plan that stands: offered or active."""
    row = tx.execute(_STANDS, {"patient": patient_id}).first()
    return _facts(tx, _row(tx, row)) if row else None


def newest(tx: Connection, patient_id: int) -> PlanFacts | None:
    """The newest plan, in whatever state."""
    row = tx.execute(_NEWEST, {"patient": patient_id}).first()
    return _facts(tx, _row(tx, row)) if row else None


def under_way(tx: Connection, practice_id: int) -> list[PlanFacts]:
    """A practice's plans that are active, oldest first."""
    mine = _ROWS.where(_p.practice_id == practice_id, _p.state == said("active")).order_by(_p.id)
    return [_facts(tx, _row(tx, row)) for row in tx.execute(mine)]


def _facts(tx: Connection, row: PlanRow) -> PlanFacts:
    since = row.active_at
    paid = ledger.paid_since(tx, row.patient_id, since) if since else Money(0)
    changed = any(rule.startswith("change:") for rule in row.rules)
    own_card = mandates.on(tx, row.id) is not None
    return PlanFacts(row.id, row.state, row.parts, row.days, paid, row.patient_id, changed, own_card, row.rules, since)


def by_id(tx: Connection, plan_id: int) -> PlanRow | None:
    """The plan of this id."""
    row = tx.execute(_BY_ID, {OWN_ID: plan_id}).one_or_none()
    return _row(tx, row) if row else None


def set_state(tx: Connection, plan_id: int, state: str, now: datetime) -> bool:
    """Moves a plan on: offered, active, then completed, cancelled or defaulted. False: it was not earlier in that."""
    before = ("offered",) if state == "active" else STANDING if state == "cancelled" else ("active",)
    when = {"active_at": now} if state == "active" else {"ended_at": now}
    moves = update(plans_table).where(_p.id == plan_id, _p.state.in_(said_any(before)))
    return tx.execute(moves.values(state=state, **when)).rowcount == 1


def sign(tx: Connection, plan_id: int, document: bytes, signed: Mapping[str, Any], now: datetime) -> bool:
    """The agreement was signed on its page: the very bytes are kept, and the plan is active. False: it was not offered.

    `signed` says how: version, language, what was ticked, from where.
    """
    secret = {"document": base64.b64encode(document).decode(), "signed": json.dumps(dict(signed))}
    kept = {**sealed(tx, plans_table, secret), "document_sha256": hashlib.sha256(document).hexdigest()}
    offered = update(plans_table).where(_p.id == plan_id, _p.state == said("offered"))
    return tx.execute(offered.values(state="active", active_at=now, **kept)).rowcount == 1
