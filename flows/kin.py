"""Who may pay for whom together: those who were proved, and on the same number those whose guarantor pays. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Kin:
    """A patient on a number. Two that are the same person have the same mark; None where it is not known."""

    patient_id: int
    own: str | None
    """The patient's own mark; None for a child, for whom somebody else texts."""
    guarantor: str | None
    """The registered guarantor's."""


def payer(proved: Sequence[Kin], as_guarantor: bool) -> str | None:
    """Who is there: the guarantor of whoever was proved, else the one grown patient who was. None: that is not sure."""
    marks = {one.guarantor for one in proved} if as_guarantor else {one.own for one in proved} - {None}
    return marks.pop() if len(marks) == 1 else None


def together(proved: Sequence[Kin], on_number: Sequence[Kin], as_guarantor: bool) -> tuple[int, ...]:
    """Those whom somebody may pay for at once: the proved ones first (fact sheet H13, decision 12)."""
    who, known = payer(proved, as_guarantor), {one.patient_id for one in proved}
    more = [one.patient_id for one in on_number if who and one.guarantor == who and one.patient_id not in known]
    return (*(one.patient_id for one in proved), *more)
