"""Several patients' bills in one go: for whom somebody may pay together, and what they may see of each.

Those whom they have proved, and on the same number those whose registered guarantor they are (fact sheet H13). Never an
account whose own pay page is closed, or that is confidential. Of an adult whose guarantor pays, the statement's
reference and the amount are all that is shown (decision 12).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot import facts
from flows.kin import together
from flows.money import Money, total
from flows.shares import Owing, in_order
from storage import consent, people
from storage.db import keys
from storage.people import Patient, Practice


@dataclass(frozen=True)
class Member:
    """An account that may be paid for together with others."""

    owing: Owing
    name: str | None
    """The first name; None where the payer may not be told more than the statement's reference."""
    code: str | None
    insurance_pending: bool

    @property
    def patient_id(self) -> int:
        """Whose account it is."""
        return self.owing.patient_id

    @property
    def owed(self) -> Money:
        """What is owed on it now."""
        return self.owing.owed


def members(tx: Connection, practice: Practice, proved: Sequence[int], as_guarantor: bool, number: str,
            now: datetime) -> tuple[Member, ...]:  # fmt: skip
    """The accounts, the oldest first, also those on which nothing is owed. `number`: where the talk is, if by text."""
    theirs = [people.patient(tx, patient_id) for patient_id in proved]
    on_number = people.patients_of_number(tx, practice.id, number) if number else ()
    digest, day = keys(tx).blind, now.date()
    of = {one.id: one for one in (*on_number, *theirs)}
    whom = together([facts.kin(one, day, digest) for one in theirs], [facts.kin(one, day, digest) for one in on_number],
                    as_guarantor)  # fmt: skip
    open_ = [of[one] for one in whom if _open(tx, practice, of[one], number, now)]
    found = [_member(tx, one, as_guarantor or one.id not in proved, now) for one in open_]
    known = {one.patient_id: one for one in found if one is not None}
    return tuple(known[one.patient_id] for one in in_order([one.owing for one in known.values()]))


def owing(them: Sequence[Member]) -> tuple[Member, ...]:
    """Those on whose account something is owed."""
    return tuple(one for one in them if one.owed)


def owed(them: Sequence[Member]) -> Money:
    """What they owe in all."""
    return total([one.owed for one in owing(them)])


def _open(tx: Connection, practice: Practice, patient: Patient, number: str, now: datetime) -> bool:
    """Whether it may be paid for here."""
    holds = {hold.reason for hold in consent.open_holds(tx, practice.id, [patient.id], number, now) if not hold.resting}
    return not holds & facts.CLOSES_PAYMENT and not patient.flags & (facts.CLOSING_FLAGS | facts.ALONE)


def _member(tx: Connection, patient: Patient, as_guarantor: bool, now: datetime) -> Member | None:
    account = facts.account(tx, patient, now)
    if account.minor_alone:
        return None
    owing = Owing(patient.id, account.owed, patient.oldest_service, patient.first_statement)
    name = None if as_guarantor and account.adult else account.first_name
    return Member(owing, name, account.statement_code, account.insurance_pending)
