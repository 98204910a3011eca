"""Payments: a row before the provider is asked, the answer onto the row (design, principle 4).

A row is one patient's. Where one payment is for several, each has a row with their share; the first is what the
provider knows, and the others follow it (decision record 0025).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    Index,
    Integer,
    Table,
    Text,
    bindparam,
    func,
    or_,
    select,
    text,
    update,
)

from flows.money import Money, total
from flows.shares import Share
from storage.base import Moment, metadata, one_of, pk, practice_ref, ref, said, said_any
from storage.patients import patients_table
from storage.rows import OWN_ID, change, of_id, put

RANK = {"created": 0, "asked": 1, "unknown": 2, "declined": 3, "expired": 3, "paid": 4}
"""Only forward. Paid wins over declined and expired: the money has moved, whatever was said before."""
REFUSALS = ("soft", "hard")
"""Whether a refused card may be tried again: there was no money on it, or it is lost, closed or revoked."""
NUMBER = 8
"""Letters of a payment's name that receipts and posting sheets show."""
LOST_AFTER = timedelta(seconds=30)
_UNSETTLED_SQL = "state IN ('created', 'asked', 'unknown')"

payments_table = Table(
    "payments",
    metadata,
    pk(),
    Column("ref", Text, nullable=False, unique=True),
    practice_ref(),
    ref("patient_id", "patients.id"),
    ref("conversation_id", "conversations.id", null=True),
    ref("link_id", "links.id", null=True, index=True),
    Column("amount_cents", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("provider", Text, nullable=False),
    Column("provider_ref", Text),
    Column("attempt", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("asked_at", Moment),
    Column("settled_at", Moment),
    Column("account", Text, nullable=False, server_default=text("''")),
    ref("debit_id", "debits.id", null=True),
    Column("refusal", Text),
    ref("lead_id", "payments.id", null=True),
    Column("whole_cents", Integer),
    CheckConstraint("amount_cents > 0", name="amount"),
    CheckConstraint("whole_cents > amount_cents", name="whole"),
    CheckConstraint("lead_id IS NULL OR whole_cents IS NULL", name="lead"),
    one_of("refusal", REFUSALS),
    one_of("state", tuple(RANK)),
    Index("ix_payments_patient", "patient_id", "id"),
    Index("ix_payments_debit", "debit_id", "id"),
    Index("ix_payments_lead", "lead_id", "id"),
    Index("ix_payments_unsettled", "created_at",
          sqlite_where=text(_UNSETTLED_SQL), postgresql_where=text(_UNSETTLED_SQL)),
    Index("ix_payments_provider", "provider", "provider_ref", unique=True,
          sqlite_where=text("provider_ref IS NOT NULL"), postgresql_where=text("provider_ref IS NOT NULL")),
)  # fmt: skip


@dataclass(frozen=True)
class Payment:
    """A payment that a patient began. `ref` is the only name that a provider knows it by."""

    id: int
    ref: str
    practice_id: int
    patient_id: int
    conversation_id: int | None
    link_id: int | None
    amount: Money
    state: str
    provider: str
    provider_ref: str | None
    attempt: int
    created_at: datetime
    asked_at: datetime | None
    settled_at: datetime | None
    account: str
    """The connected account at the provider that it was begun on; empty: the provider's only one."""
    debit_id: int | None = None
    """The debit that it is a try of; None where the patient pays."""
    refusal: str | None = None
    lead_id: int | None = None
    """Where it is a share of a payment for several patients: the row that the provider knows. None: this one is."""
    whole: Money | None = None
    """What the provider is asked for where others follow this row; None where it is one patient's alone."""

    @property
    def asked(self) -> Money:
        """What the provider is asked for by this row's name."""
        return self.whole or self.amount


def number_of(ref: str) -> str:
    """The receipt number of the payment of this opaque name."""
    return ref[:NUMBER].upper()


_p = payments_table.c
_BY_REF = select(payments_table).where(_p.ref == bindparam("ref"))
_PATIENT = of_id(patients_table).with_for_update(key_share=True)
_LOCKED = of_id(payments_table).with_for_update(key_share=True)
_UNDERWAY = (
    select(payments_table)
    .where(_p.patient_id == bindparam("patient"), _p.state.in_(said_any(("created", "asked", "unknown"))))
    .order_by(_p.id.desc())
    .limit(1)
)
_FOLLOWERS = select(payments_table).where(_p.lead_id == bindparam("lead")).order_by(_p.id)
_FOLLOWERS_LOCKED = _FOLLOWERS.with_for_update(key_share=True)
_OPEN = (
    select(payments_table)
    .where(
        _p.lead_id.is_(None),
        _p.state.in_(said_any(("created", "asked", "unknown"))),
        or_(_p.state == said("unknown"), _p.created_at <= bindparam("before", type_=Moment)),
    )
    .order_by(_p.created_at, _p.id)
)
_OF_PATIENT = select(payments_table).where(_p.patient_id == bindparam("patient")).order_by(_p.id.desc())
_OF_LINK = select(payments_table).where(_p.link_id == bindparam("link")).order_by(_p.id.desc())
_FIRST_AT = select(func.min(_p.created_at)).where(
    _p.practice_id == bindparam("practice"), _p.provider == bindparam("provider")
)
_OF_DEBIT = select(payments_table).where(_p.debit_id == bindparam("debit")).order_by(_p.id.desc()).limit(1)
_MOVE = (
    update(payments_table)
    .where(_p.id == bindparam(OWN_ID), _p.state.in_(bindparam("lower", expanding=True)))
    .values(
        state=bindparam("to"),
        asked_at=func.coalesce(_p.asked_at, bindparam("asked", type_=Moment)),
        settled_at=func.coalesce(bindparam("settled", type_=Moment), _p.settled_at),
    )
)
_NAME = (
    update(payments_table)
    .where(_p.id == bindparam(OWN_ID), _p.provider_ref.is_(None))
    .values(provider_ref=bindparam("named"))
)


def _payment(row: Any) -> Payment:
    values = dict(row._mapping)
    amount, whole = Money(values.pop("amount_cents")), values.pop("whole_cents")
    return Payment(**values, amount=amount, whole=None if whole is None else Money(whole))


def add(
    tx: Connection,
    practice_id: int,
    patient_id: int,
    amount: Money,
    provider: str,
    now: datetime,
    *,
    conversation_id: int | None = None,
    link_id: int | None = None,
    attempt: int = 1,
    account: str = "",
    debit_id: int | None = None,
    lead_id: int | None = None,
    whole: Money | None = None,
) -> int:
    """A payment that is about to be asked for."""
    return put(
        tx,
        payments_table,
        ref=uuid.uuid4().hex,
        practice_id=practice_id,
        patient_id=patient_id,
        conversation_id=conversation_id,
        link_id=link_id,
        amount_cents=amount.cents,
        state="created",
        provider=provider,
        attempt=attempt,
        created_at=now,
        account=account,
        debit_id=debit_id,
        lead_id=lead_id,
        whole_cents=None if whole is None else whole.cents,
    )


def add_shared(tx: Connection, practice_id: int, shares: Sequence[Share], provider: str, now: datetime,
               **more: Any) -> int:  # fmt: skip
    """The same for several patients at once: a row for each share; the id of the first, which the others follow."""
    first, *others = shares
    whole = total([one.amount for one in shares]) if others else None
    lead = add(tx, practice_id, first.patient_id, first.amount, provider, now, whole=whole, **more)
    for one in others:
        add(tx, practice_id, one.patient_id, one.amount, provider, now, lead_id=lead, **more)
    return lead


def lead(tx: Connection, mine: Payment) -> Payment:
    """The row of a payment that the provider knows: its own, but for a share of a payment for several."""
    found = payment(tx, mine.lead_id) if mine.lead_id else mine
    assert found is not None, "the database lets no row go that another follows"
    return found


def together(tx: Connection, first: Payment, lock: bool = False) -> tuple[Payment, ...]:
    """All rows of a payment, the provider's first. With `lock` nobody else changes the others until this ends."""
    if first.whole is None:
        return (first,)
    rows = tx.execute(_FOLLOWERS_LOCKED if lock else _FOLLOWERS, {"lead": first.id})
    return (first, *(_payment(row) for row in rows))


def payment(tx: Connection, payment_id: int) -> Payment | None:
    """The payment of this id."""
    row = tx.execute(of_id(payments_table), {OWN_ID: payment_id}).one_or_none()
    return _payment(row) if row else None


def locked(tx: Connection, payment_id: int) -> Payment | None:
    """The payment of this id, which nobody else changes until this transaction ends."""
    row = tx.execute(_LOCKED, {OWN_ID: payment_id}).one_or_none()
    return _payment(row) if row else None


def by_ref(tx: Connection, ref: str) -> Payment | None:
    """The payment of this opaque name."""
    row = tx.execute(_BY_REF, {"ref": ref}).one_or_none()
    return _payment(row) if row else None


def set_state(tx: Connection, payment_id: int, state: str, now: datetime, provider_ref: str | None = None) -> bool:
    """Moves a payment on, only forward: False if it had got as far before. The provider's name for it is kept."""
    if provider_ref:
        tx.execute(_NAME, {OWN_ID: payment_id, "named": provider_ref})
    rank = RANK[state]
    values = {
        OWN_ID: payment_id,
        "to": state,
        "lower": [had for had, its in RANK.items() if its < rank],
        "asked": now if rank >= 1 else None,
        "settled": now if rank >= RANK["declined"] else None,
    }
    return tx.execute(_MOVE, values).rowcount == 1


def unsettled(tx: Connection, now: datetime) -> list[Payment]:
    """Payments of which nobody knows what came of them, or that were begun 30 seconds ago and not settled.

    Of a payment for several patients it is the first row.
    """
    return [_payment(row) for row in tx.execute(_OPEN, {"before": now - LOST_AFTER})]


def underway(tx: Connection, patient_id: int) -> Payment | None:
    """The patient's newest payment of which it is not known yet what comes of it."""
    row = tx.execute(_UNDERWAY, {"patient": patient_id}).one_or_none()
    return _payment(row) if row else None


def of_patient(tx: Connection, patient_id: int) -> list[Payment]:
    """A patient's payments, newest first."""
    return [_payment(row) for row in tx.execute(_OF_PATIENT, {"patient": patient_id})]


def alone(tx: Connection, patient_id: int) -> None:
    """Two transactions that call this for the same patient run one after the other."""
    tx.execute(_PATIENT, {OWN_ID: patient_id})


def first_at(tx: Connection, practice_id: int, provider: str) -> datetime | None:
    """When the practice's first payment through this provider was begun; None where there is none."""
    found: datetime | None = tx.execute(_FIRST_AT, {"practice": practice_id, "provider": provider}).scalar_one()
    return found


def of_debit(tx: Connection, debit_id: int) -> Payment | None:
    """The newest try of a debit."""
    row = tx.execute(_OF_DEBIT, {"debit": debit_id}).one_or_none()
    return _payment(row) if row else None


def refused(tx: Connection, payment_id: int, soft: bool) -> None:
    """Whether it may be tried again, as the provider said when it was refused."""
    change(tx, payments_table, payment_id, refusal=REFUSALS[0] if soft else REFUSALS[1])


def of_link(tx: Connection, link_id: int) -> list[Payment]:
    """Payments that were begun on this link, newest first."""
    return [_payment(row) for row in tx.execute(_OF_LINK, {"link": link_id})]
