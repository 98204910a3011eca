"""Which of the dates in a text is a birth date, and the days it can mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.hear.dates import Written

LABEL = re.compile(
    r"\bdob\b|\bd\.o\.b|\bb-?day\b|birth ?-?(?:day|date)|date of birth|\bborn\b|\bnaci(?:o|do|da|miento|mos)?\b"
    r"|fecha de nac|\bcumple(?:anos)?\b|\bf\.? ?nac\b|\bf\.? ?d\.? ?n\b"
)
_NEAR = 48
"""Characters between such a word and its date, at most."""
_EVENT = re.compile(
    r"\b(?:on|from|since|dated?|seen|visit(?:ed)?|service|paid|appointment|appt|charged?|billed|due|by|until|sent|mailed"
    r"|desde|visita|servicio|cita|pague|pago|fui|cobro|atendieron|mande|vence|hasta|para) ?(?:[a-z]+[ :]+){0,2}[ :]*$"
)
"""Words just before a date that is the date of something else."""
RECENT = 550
"""Days. An unlabelled date that lies so little behind is rather a visit than a birth, unless it stands alone."""


@dataclass(frozen=True)
class Births:
    """The birth date of a text: its days, those that the language prefers, and the dates to be masked."""

    all: tuple[date, ...] = ()
    likely: tuple[date, ...] = ()
    masked: tuple[Written, ...] = ()


def births(
    found: Sequence[Written], named: Sequence[Written], text: str, today: date, *, alone: bool, paired: bool
) -> Births:
    """The newest `labelled` date, else the newest that can be one: a single date of all that are typed may be right.

    `named` are the labelled ones. `alone`: the text is nothing but values and small words; `paired`: a ZIP or code
    stands beside the date.
    """
    possible = [one for one in found if one.births(today)]
    called = [one for one in named if one.births(today)]
    meant = called or [one for one in possible if alone or paired or not _is_event(one, text, today)]
    if not meant:
        return Births()
    masked = meant if called or paired else [one for one in meant if not one.days(today)]
    return Births(meant[-1].births(today), _likely(meant[-1], today), tuple(masked))


def labelled(found: Sequence[Written], text: str) -> list[Written]:
    """Those with a word like "born" shortly before them, and no other date between."""
    ends = [0, *(one.end for one in found)]
    return [
        one
        for one, end in zip(found, ends, strict=False)
        if LABEL.search(text[max(end, one.start - _NEAR) : one.start])
    ]


def _is_event(one: Written, text: str, today: date) -> bool:
    near = text[max(0, one.start - _NEAR) : one.start]
    youngest = max(one.births(today))
    return one.loose or bool(_EVENT.search(near)) or (today - youngest).days <= RECENT


def _likely(one: Written, today: date) -> tuple[date, ...]:
    """In English the month comes first; a century that makes somebody a hundred gives way to one that does not."""
    found = one.births(today)
    if not one.open:
        first = (found[0].month, found[0].day)
        found = tuple(day for day in found if (day.month, day.day) == first)
    young = tuple(day for day in found if today.year - day.year < 100)
    return young or found
