"""Debits: one instalment of a plan on its way from a patient's card, announced before it is taken (fact sheet P3, P4).

What is owed and what was paid is the ledger's. A row here says when the patient was told, what for, and how often it
was tried; each try is a payment of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, Connection, Date, Index, Integer, Table, Text, bindparam, select, text

from flows.money import Money
from storage.base import Id, Json, Moment, metadata, one_of, pk, practice_ref, ref, said_any
from storage.rows import OWN_ID, change, of_id, put_once

OPEN = ("announced", "asked", "declined", "put_off", "letter")
STATES = (*OPEN, "paid", "over")
"""Told to the patient; asked of the provider; refused, to be tried again; its day came and it could not be taken; a
letter has to tell the patient; taken; given up, or paid in another way."""
_OPEN = "state IN ('announced', 'asked', 'declined', 'put_off', 'letter')"

debits_table = Table(
    "debits",
    metadata,
    pk(),
    practice_ref(),
    ref("patient_id", "patients.id", index=True),
    ref("mandate_id", "mandates.id"),
    Column("n", Integer, nullable=False),
    Column("amount_cents", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Column("state", Text, nullable=False),
    Column("notice_id", Id),
    Column("told_on", Date),
    Column("notices", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("first_tried_on", Date),
    Column("why", Json, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("settled_at", Moment),
    CheckConstraint("amount_cents > 0", name="amount"),
    CheckConstraint("n >= 1", name="n"),
    one_of("state", STATES),
    Index("ix_debits_open", "mandate_id", unique=True, sqlite_where=text(_OPEN), postgresql_where=text(_OPEN)),
    Index("ix_debits_n", "mandate_id", "n", unique=True),
    Index("ix_debits_notice", "notice_id"),
)  # fmt: skip
"""A mandate has one debit under way at most, and one for each instalment."""


@dataclass(frozen=True)
class Debit:
    """The n-th instalment (from 1) as the patient was told of it: `amount`, to be taken on `day`.

    `told_on` is the day on which a notice reached them, where it has. `why` are the rules that were asked at the last
    look, as (rule, words): all of them where the money was asked for, those that failed where it was not.
    """

    id: int
    practice_id: int
    patient_id: int
    mandate_id: int
    n: int
    amount: Money
    day: date
    state: str
    notice_id: int | None
    told_on: date | None
    notices: int
    tries: int
    first_tried_on: date | None
    why: tuple[tuple[str, str], ...]
    created_at: datetime
    settled_at: datetime | None


_d = debits_table.c
_OF_MANDATE = select(debits_table).where(_d.mandate_id == bindparam("mandate")).order_by(_d.n)
_UNDER_WAY = _OF_MANDATE.where(_d.state.in_(said_any(OPEN)))


def _debit(row: Any) -> Debit:
    values = dict(row._mapping)
    amount = Money(values.pop("amount_cents"))
    return Debit(**{**values, "why": tuple((rule, words) for rule, words in values["why"])}, amount=amount)


def announce(tx: Connection, practice_id: int, patient_id: int, mandate_id: int, n: int, amount: Money, day: date,
             now: datetime) -> int | None:  # fmt: skip
    """The n-th instalment is to be told of. None: another worker was faster."""
    return put_once(tx, debits_table, "mandate_id", "n", practice_id=practice_id, patient_id=patient_id,
                    mandate_id=mandate_id, n=n, amount_cents=amount.cents, day=day, state="announced", notices=0,
                    tries=0, why=[], created_at=now)  # fmt: skip


def debit(tx: Connection, debit_id: int) -> Debit | None:
    """The debit of this id."""
    row = tx.execute(of_id(debits_table), {OWN_ID: debit_id}).one_or_none()
    return _debit(row) if row else None


def under_way(tx: Connection, mandate_id: int) -> Debit | None:
    """The mandate's debit that is neither taken nor over."""
    row = tx.execute(_UNDER_WAY, {"mandate": mandate_id}).one_or_none()
    return _debit(row) if row else None


def of_mandate(tx: Connection, mandate_id: int) -> list[Debit]:
    """All debits of a mandate, in the order of their instalments."""
    return [_debit(row) for row in tx.execute(_OF_MANDATE, {"mandate": mandate_id})]


def move(tx: Connection, debit_id: int, state: str, why: Sequence[tuple[str, str]] = (), **values: Any) -> None:
    """The debit goes on; the caller holds the patient's lock, so that two workers take turns."""
    change(tx, debits_table, debit_id, state=state, why=[list(reason) for reason in why], **values)
