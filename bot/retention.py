"""Keeping and letting go (fact sheet H11): what is due goes, one patient a transaction; what is short-lived is swept.

Opt-outs stay for ever. A run that is stopped leaves nothing half done, and the next one goes on.
"""

from __future__ import annotations

import logging
import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.errors import Sorry
from bot.wiring import App
from flows import retention as rule
from storage import audit, consent, erasure, people, record, retention, short_lived
from storage.people import Patient, Practice
from storage.retention import Scope

log = logging.getLogger("sheepdog.retention")

TOKENS = timedelta(days=30)
"""For so long after a link has ended its page says so; after that nobody knows the link any more."""


@dataclass
class Told:
    """What is due, or what a run did: counts, and moments of the oldest; nothing that says who."""

    patients: int = 0
    numbers: int = 0
    oldest: datetime | None = None
    """Of what is due: when the last thing happened."""
    rows: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    """Patients and numbers that are old enough, by what keeps them."""
    short: Mapping[str, int] = field(default_factory=dict)
    audit: int = 0
    whole: bool = True
    """False: the run was stopped, and there may be more to do."""

    def add(self, of: Scope, last: datetime | None, rows: Mapping[str, int]) -> None:
        """One more that is due."""
        self.patients += of.patient_id is not None
        self.numbers += of.patient_id is None
        self.rows.update(rows)
        self.oldest = min(filter(None, (self.oldest, last)), default=None)

    def keep(self, why: str) -> None:
        """One more that is not; those of whom something happened lately are not told."""
        if why != "recent":
            self.kept[why] += 1


def preview(app: App, practice: Practice) -> Told:
    """What a run would do now."""
    now, told = app.now(), Told()
    before = rule.limit(now, practice.policy.retention_years)
    with app.db.read() as tx:
        for whom in _aged(tx, practice.id, before):
            of, last, why = _judged(tx, practice.id, whom, before, now)
            if why:
                told.keep(why)
            else:
                told.add(of, last, erasure.counted(tx, of))
        told.short = short_lived.counted(tx, practice.id, _short(practice, now))
    return told


def run_all(app: App, stop: Callable[[], bool]) -> None:
    """The daily job, for every practice."""
    with app.db.read() as tx:
        practices = people.practices(tx)
    for practice in practices:
        told = run(app, practice, "retention", stop)
        log.info("retention", extra={"practice": practice.id, **counts(told)})
    if practices and not stop():
        _release_of_nobody(app, max(practice.policy.retention_years for practice in practices))


def _release_of_nobody(app: App, years: int) -> None:
    """Audit rows that are no practice's are kept for as long as the longest of the practices keeps its own."""
    with app.db.begin() as tx:
        audit.release(tx, 0, rule.limit(app.now(), years), "retention", app.now())


def run(app: App, practice: Practice, by: str, stop: Callable[[], bool] = lambda: False) -> Told:
    """Does what is due now, and writes down how much that was."""
    now, told = app.now(), Told()
    before = rule.limit(now, practice.policy.retention_years)
    with app.db.begin() as tx:
        told.short = short_lived.sweep(tx, practice.id, _short(practice, now))
    with app.db.read() as tx:
        found = _aged(tx, practice.id, before)
    random.Random(now.toordinal()).shuffle(found)  # one that is cut short begins with others the next day
    for whom in found:
        if stop():
            told.whole = False
            break
        _one(app, practice.id, whom, before, by, told)
    with app.db.begin() as tx:
        told.audit = _release_audit(tx, practice.id, before, by, now)
        audit.write(tx, practice.id, by, "retention_run", f"practice:{practice.id}", counts(told), now)
    return told


def _aged(tx: Connection, practice_id: int, before: datetime) -> list[int | str]:
    """The patients, and the numbers of nobody, that may be due."""
    return [*retention.aged(tx, practice_id, before), *retention.aged_numbers(tx, practice_id, before)]


def _judged(tx: Connection, practice_id: int, whom: int | str, before: datetime,
            now: datetime) -> tuple[Scope, datetime | None, str]:  # fmt: skip
    """Everything of theirs, when the last of it happened, and what keeps it; empty where it is due."""
    of = retention.scope(tx, practice_id, whom)
    one = retention.standing(tx, of, now)
    return of, one.last, rule.kept_by(one, before)


def _one(app: App, practice_id: int, whom: int | str, before: datetime, by: str, told: Told) -> None:
    """Looks without a lock first: most of those who are old enough are kept. Then looks again, and takes out."""
    now = app.now()
    with app.db.read() as tx:
        why = _judged(tx, practice_id, whom, before, now)[2]
    if why:
        told.keep(why)
        return
    with app.db.begin() as tx:
        if not retention.lock(tx, practice_id, whom):
            return  # another run was faster
        of, last, why = _judged(tx, practice_id, whom, before, now)
        if why:
            told.keep(why)
            return
        rows = erasure.erase(tx, of, now)
        subject = f"patient:{of.patient_id}" if of.patient_id is not None else f"conversation:{min(of.talks)}"
        audit.write(tx, practice_id, by, "erased", subject, {"rows": rows}, now)
    told.add(of, last, rows)


def export(app: App, practice: Practice, key: str, by: str) -> dict[str, Any]:
    """The whole record of the patient whom the practice's own number means, for a file. Raises Sorry."""
    now = app.now()
    with app.db.begin() as tx:
        patient = known(tx, practice, key)
        found = record.read(tx, retention.scope(tx, practice.id, patient.id))
        many = {part: len(rows) for part, rows in found.items() if isinstance(rows, list)}
        audit.write(tx, practice.id, by, "record_exported", f"patient:{patient.id}", many, now)
    return {"practice": practice.name, "exported_at": now, **found}


def known(tx: Connection, practice: Practice, key: str) -> Patient:
    """Whom the practice's own number means, or Sorry."""
    patient = people.patient_by_key(tx, practice.id, key)
    if patient is None:
        raise Sorry("The practice has no patient with this number. It is the account number of its own list.")
    return patient


def _short(practice: Practice, now: datetime) -> dict[str, datetime]:
    """Until when what is short-lived may go."""
    factors = now - timedelta(minutes=practice.policy.verify.remember_min)
    return {"factors": factors, "tokens": now - TOKENS}


def _release_audit(tx: Connection, practice_id: int, before: datetime, by: str, now: datetime) -> int:
    """Lets go of whole sealed segments of the practice's audit trail that are older than the period; how many rows.

    While a court asks for anything of the practice's, all of it is kept.
    """
    if any(hold.reason in rule.LEGAL for hold in consent.holds_of_practice(tx, practice_id, now)):
        return 0
    return audit.release(tx, practice_id, before, by, now)


def counts(told: Told) -> dict[str, Any]:
    """The figures, for the audit trail and for scripts."""
    return {
        "patients": told.patients, "numbers": told.numbers, "rows": dict(told.rows), "kept": dict(told.kept),
        "short": dict(told.short), "audit": told.audit, "whole": told.whole,
    }  # fmt: skip
