"""Consent to texts, suppressions and holds: what makes a text lawful, and what stops it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    Index,
    Table,
    Text,
    and_,
    bindparam,
    or_,
    select,
    text,
    update,
)

from flows.values import Consent
from storage import audit, outbox
from storage.base import Json, Moment, Sealed, blind, metadata, one_of, pk, practice_ref, ref
from storage.db import keys
from storage.rows import change, opened, put, put_once

consents = Table(
    "consents",
    metadata,
    pk(),
    practice_ref(),
    ref("patient_id", "patients.id", null=True, index=True),
    Column("number", Sealed, nullable=False),
    blind("number_index", "number", "number"),
    Column("kind", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("wording", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("scope", Json, nullable=False),
    Column("econsent", Boolean, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    one_of("kind", ("grant", "revoke")),
    Index(None, "practice_id", "number_index", "id"),
)
"""Append-only. A revocation is a row of its own; without a patient it is for everybody on that number."""

suppressions = Table(
    "suppressions",
    metadata,
    pk(),
    practice_ref(),
    Column("number", Sealed, nullable=False),
    blind("number_index", "number", "number"),
    Column("method", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("lifted_at", Moment),
    Index(None, "practice_id", "number_index", unique=True,
          sqlite_where=text("lifted_at IS NULL"), postgresql_where=text("lifted_at IS NULL")),
)  # fmt: skip
"""Opt-outs, kept for ever; only the person lifts one (fact sheet T9)."""

holds = Table(
    "holds",
    metadata,
    pk(),
    practice_ref(),
    ref("patient_id", "patients.id", null=True),
    Column("number", Sealed),
    blind("number_index", "number", "number", null=True),
    Column("reason", Text, nullable=False),
    Column("starts_at", Moment, nullable=False),
    Column("until", Moment),
    Column("lift_by", Text, nullable=False),
    Column("lifted_at", Moment),
    Column("lifted_by", Text),
    Column("note", Sealed, nullable=False),
    one_of("lift_by", ("staff", "admin", "patient", "time")),
    CheckConstraint("patient_id IS NOT NULL OR number_index IS NOT NULL", name="about"),
    CheckConstraint("lift_by <> 'time' OR until IS NOT NULL", name="ends"),
    Index("ix_holds_patient", "patient_id",
          sqlite_where=text("lifted_at IS NULL"), postgresql_where=text("lifted_at IS NULL")),
    Index("ix_holds_number", "practice_id", "number_index",
          sqlite_where=text("lifted_at IS NULL"), postgresql_where=text("lifted_at IS NULL")),
)  # fmt: skip


@dataclass(frozen=True)
class HoldRow:
    """A stop condition on a patient, a number or both."""

    id: int
    practice_id: int
    patient_id: int | None
    number: str | None
    reason: str
    starts_at: datetime
    until: datetime | None
    lift_by: str
    lifted_at: datetime | None
    lifted_by: str | None
    note: str

    @property
    def resting(self) -> bool:
        """A dispute that is settled: reminders wait some days more, and nothing else does (fact sheet F8)."""
        return self.reason in DISPUTES and self.lift_by == "time"


DISPUTES = ("dispute", "gfe_dispute")

_c, _s, _h = consents.c, suppressions.c, holds.c
_found: Any = bindparam("found", expanding=True)
_CONSENTS = (
    select(consents)
    .where(_c.practice_id == bindparam("practice"), _c.number_index.in_(_found))
    .order_by(_c.id.desc())
    .limit(100)
)
_SUPPRESSED = select(_s.at).where(
    _s.practice_id == bindparam("practice"), _s.number_index.in_(_found), _s.lifted_at.is_(None)
)
_LIFT = (
    update(suppressions)
    .where(_s.practice_id == bindparam("practice"), _s.number_index.in_(_found), _s.lifted_at.is_(None))
    .values(lifted_at=bindparam("now"))
)
_OPEN = and_(_h.lifted_at.is_(None), or_(_h.until.is_(None), _h.until > bindparam("now")))
_HOLDS = (
    select(holds)
    .where(
        _h.practice_id == bindparam("practice"),
        _OPEN,
        or_(_h.patient_id.in_(bindparam("patients", expanding=True)), _h.number_index.in_(_found)),
    )
    .order_by(_h.id)
)
_HOLDS_OF_PRACTICE = select(holds).where(_h.practice_id == bindparam("practice"), _OPEN).order_by(_h.id)


def grant(
    tx: Connection,
    practice_id: int,
    patient_id: int | None,
    number: str,
    source: str,
    wording: str,
    version: str,
    scope: Sequence[str],
    by: str,
    now: datetime,
    econsent: bool = False,
) -> int:
    """Records that texts to this number were agreed to, with the words that were agreed to."""
    return _add(tx, practice_id, patient_id, number, "grant", source, wording, version, scope, by, now, econsent)


def revoke(
    tx: Connection, practice_id: int, patient_id: int | None, number: str, source: str, by: str, now: datetime
) -> int:
    """Records that what was agreed to before ends; without a patient, for everybody on that number."""
    return _add(tx, practice_id, patient_id, number, "revoke", source, "", "", (), by, now, False)


def _add(tx: Connection, practice_id: int, patient_id: int | None, number: str, kind: str, source: str, wording: str,
         version: str, scope: Sequence[str], by: str, now: datetime, econsent: bool) -> int:  # fmt: skip
    return put(
        tx,
        consents,
        practice_id=practice_id,
        patient_id=patient_id,
        number=number,
        number_index=keys(tx).blind("number", number),
        kind=kind,
        source=source,
        wording=wording,
        version=version,
        scope=list(scope),
        econsent=econsent,
        by=by,
        at=now,
    )


def newest_grant(tx: Connection, practice_id: int, number: str, patient_id: int | None) -> Consent | None:
    """The newest grant for this number that no later row revokes: one of this patient's, or one that names nobody."""
    found = keys(tx).blinds("number", number)
    for row in tx.execute(_CONSENTS, {"practice": practice_id, "found": found}):
        if row.patient_id in (None, patient_id):
            return _consent(row, number) if row.kind == "grant" else None
    return None


def _consent(row: Any, number: str) -> Consent:
    return Consent(scope=tuple(row.scope), source=row.source, at=row.at, number=number, econsent=row.econsent)


def consents_of_practice(tx: Connection, practice_id: int) -> dict[tuple[str, int | None], Consent]:
    """Every standing grant of a practice, by number and patient, in one query; for funnels over a whole list."""
    standing: dict[tuple[str, int | None], Consent] = {}
    for row in tx.execute(select(consents).where(_c.practice_id == practice_id).order_by(_c.id)):
        number = str(opened(tx, consents, row)["number"])
        if row.kind == "grant":
            standing[number, row.patient_id] = _consent(row, number)
        else:
            gone = [key for key in standing if key[0] == number and row.patient_id in (None, key[1])]
            for key in gone:
                del standing[key]
    return standing


def confirm_sent_at(tx: Connection, practice_id: int, number: str) -> datetime | None:
    """When the CONSENT_CONFIRM of this number's newest grant went out; None: not yet."""
    found = keys(tx).blinds("number", number)
    rows = tx.execute(_CONSENTS, {"practice": practice_id, "found": found})
    granted = next((row.at for row in rows if row.kind == "grant"), None)
    return None if granted is None else outbox.newest_sent(tx, practice_id, number, "CONSENT_CONFIRM", granted)


def suppress(tx: Connection, practice_id: int, number: str, method: str, now: datetime, by: str) -> bool:
    """Texts to this number end, and what was agreed to is revoked. True if they had not ended before."""
    if suppressed_at(tx, practice_id, number) is not None:
        return False
    values = {"number": number, "number_index": keys(tx).blind("number", number), "method": method, "by": by, "at": now}
    new = put_once(tx, suppressions, "practice_id", "number_index", where=text("lifted_at IS NULL"),
                   practice_id=practice_id, **values)  # fmt: skip
    if new is None:
        return False
    revoke(tx, practice_id, None, number, method, by, now)
    return True


def unsuppress(tx: Connection, practice_id: int, number: str, now: datetime) -> bool:
    """The person allows texts again; consent is a row of its own, which the caller grants. True if they had ended."""
    found = keys(tx).blinds("number", number)
    return tx.execute(_LIFT, {"practice": practice_id, "found": found, "now": now}).rowcount > 0


def suppressed_at(tx: Connection, practice_id: int, number: str) -> datetime | None:
    """Since when texts to this number have ended, looked up under every index key (decision 33)."""
    found = keys(tx).blinds("number", number)
    return tx.execute(_SUPPRESSED, {"practice": practice_id, "found": found}).scalars().first()


def suppressed_numbers(tx: Connection, practice_id: int) -> frozenset[str]:
    """All numbers of a practice that are opted out now, in one query; for funnels over a whole list."""
    rows = tx.execute(select(suppressions).where(_s.practice_id == practice_id, _s.lifted_at.is_(None)))
    return frozenset(str(opened(tx, suppressions, row)["number"]) for row in rows)


def add_hold(
    tx: Connection,
    practice_id: int,
    reason: str,
    now: datetime,
    patient_id: int | None = None,
    number: str | None = None,
    until: datetime | None = None,
    lift_by: str = "staff",
    note: str = "",
) -> int:
    """A stop condition. An equal one that is open is extended and not doubled."""
    number = number or None
    for had in open_holds(tx, practice_id, [patient_id] if patient_id else [], number or "", now):
        if (had.reason, had.patient_id, had.number) == (reason, patient_id, number):
            _extend(tx, had, until, lift_by, note)
            return had.id
    return put(
        tx,
        holds,
        practice_id=practice_id,
        patient_id=patient_id,
        number=number,
        number_index=keys(tx).blind("number", number) if number else None,
        reason=reason,
        starts_at=now,
        until=until,
        lift_by=lift_by,
        note=note,
    )


def _extend(tx: Connection, had: HoldRow, until: datetime | None, lift_by: str, note: str) -> None:
    """The later end wins, and no end is later than any."""
    later = None if had.until is None or until is None else max(had.until, until)
    notes = "\n".join(dict.fromkeys(line for line in (had.note, note) if line))
    change(tx, holds, had.id, until=later, lift_by=lift_by if had.until is not None else had.lift_by, note=notes)


def open_holds(
    tx: Connection, practice_id: int, patient_ids: Sequence[int], number: str | None, now: datetime
) -> list[HoldRow]:
    """What stops texts to these patients or this number now, oldest first."""
    found = keys(tx).blinds("number", number) if number else ()
    values = {"practice": practice_id, "patients": list(patient_ids), "found": found, "now": now}
    return [_hold(tx, row) for row in tx.execute(_HOLDS, values)]


def holds_of_practice(tx: Connection, practice_id: int, now: datetime) -> list[HoldRow]:
    """All open holds of a practice."""
    return [_hold(tx, row) for row in tx.execute(_HOLDS_OF_PRACTICE, {"practice": practice_id, "now": now})]


def lift_hold(tx: Connection, hold_id: int, by: str, now: datetime) -> None:
    """The hold ends, and the audit trail says so; who may lift it is for the caller to check."""
    lifting = update(holds).where(_h.id == hold_id, _h.lifted_at.is_(None)).values(lifted_at=now, lifted_by=by)
    for practice_id in tx.execute(lifting.returning(_h.practice_id)).scalars().all():
        audit.write(tx, practice_id, by, "hold_lifted", f"hold:{hold_id}", {}, now)


def _hold(tx: Connection, row: Any) -> HoldRow:
    values = opened(tx, holds, row)
    del values["number_index"]
    return HoldRow(**values)
