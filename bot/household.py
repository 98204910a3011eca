"""Several patients' bills in one go: for whom somebody may pay together, and what they may see of each.

Those whom they have proved, and on the same number those whose registered guarantor they are (fact sheet H13). Never an
account whose own pay page is closed, or that is confidential. Of an adult whose guarantor pays, the statement's
reference and the amount are all that is shown (decision 12).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from bot import facts
from flows.money import Money, total
from flows.shares import Owing, in_order
from storage import consent, people
from storage.people import Patient, Practice

CLOSING_FLAGS = frozenset({"nsa_protected", "assigned_to_agency"})
"""On a patient's file; they close the pay page like the holds of decision 14."""
PRIVATE = frozenset({"confidential_minor", "part2"})
"""Nobody else pays for these together with others: each has its own page."""


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
    payer = _payer(theirs, as_guarantor, now.date())
    on_number = people.patients_of_number(tx, practice.id, number) if number else ()
    more = [one for one in on_number if payer and one.id not in proved and _guarantor(one) == payer]
    found = [
        *(_member(tx, one, as_guarantor, now) for one in theirs if _open(tx, practice, one, number, now)),
        *(_member(tx, one, True, now) for one in more if _open(tx, practice, one, number, now)),
    ]
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
    return not holds & facts.CLOSES_PAYMENT and not patient.flags & (CLOSING_FLAGS | PRIVATE)


def _member(tx: Connection, patient: Patient, as_guarantor: bool, now: datetime) -> Member | None:
    account = facts.account(tx, patient, now)
    if account.minor_alone:
        return None
    owing = Owing(patient.id, account.owed, patient.oldest_service, patient.first_statement)
    name = None if as_guarantor and account.adult else account.first_name
    return Member(owing, name, account.statement_code, account.insurance_pending)


Identity = tuple[str, str, date]


def _payer(proved: Sequence[Patient], as_guarantor: bool, today: date) -> Identity | None:
    """Who is there: the guarantor of whoever was proved, or the one adult who was; None where that is not sure."""
    if as_guarantor:
        found = {_guarantor(one) for one in proved}
    else:
        found = {_self(one) for one in proved if one.born and facts.age(one.born, today) >= facts.ADULT}
    return found.pop() if len(found) == 1 else None


def _self(patient: Patient) -> Identity | None:
    return _identity(patient.first, patient.last, patient.born)


def _guarantor(patient: Patient) -> Identity | None:
    return _identity(patient.guarantor_first, patient.guarantor_last, patient.guarantor_born)


def _identity(first: str | None, last: str | None, born: date | None) -> Identity | None:
    if not (first and last and born):
        return None
    return first.strip().casefold(), last.strip().casefold(), born
