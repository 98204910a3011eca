"""Proof of identity, decided on keyed digests: two right factors and none wrong, of one person (decisions 8 to 12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.script import Factor, Person

NEEDED = 2


@dataclass(frozen=True)
class Proved:
    """The patients that a pair proved, and whether only the guarantor's birth date did it."""

    patient_ids: tuple[int, ...]
    as_guarantor: bool


def together(before: Sequence[Factor], now: Sequence[Factor]) -> tuple[Factor, ...]:
    """One factor of each kind; the newer one stands."""
    newest = {factor.kind: factor for factor in (*before, *now)}
    return tuple(newest.values())


def complete(factors: Sequence[Factor], needed: int = NEEDED) -> bool:
    """Whether there is enough to be judged: fewer is never called right or wrong (decision 8)."""
    return len({factor.kind for factor in factors}) >= needed


def judge(factors: Sequence[Factor], people: Sequence[Person]) -> Proved | None:
    """The people for whom every factor given is right; None is a miss. Call it with complete factors only."""
    own = [person.patient_id for person in people if all(_right(factor, person, person.births) for factor in factors)]
    if own:
        return Proved(tuple(own), as_guarantor=False)
    other = [
        person.patient_id
        for person in people
        if all(_right(factor, person, person.guarantor_births) for factor in factors)
    ]
    return Proved(tuple(other), as_guarantor=True) if other else None


def _right(factor: Factor, person: Person, births: frozenset[str]) -> bool:
    on_file = {"birth": births, "zip": {person.zip} - {None}, "code": {person.code} - {None}}[factor.kind]
    return bool(factor.digests & on_file)
