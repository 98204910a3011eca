"""What each column of a list means, by its name. Pure, and a table: one more name is one more line."""

from __future__ import annotations

import re
from collections.abc import Sequence

MEANINGS: tuple[tuple[str, str], ...] = (
    # (meaning, names), tried from the top: the first that fits wins.
    ("ignored: clinical", r"dx\d?|(diagnos|icd|cpt|procedure|treatment|provider note)\w*( .*)?|reason for visit"),
    ("key", r"((account|acct|patient|pt|chart|medical record|person)[ #]*)?(number|no|num|id|account|acct|mrn|key|#)"),
    ("guarantor first name", r"(guarantor|guar|resp(onsible)?( party)?) first( name)?"),
    ("guarantor last name", r"(guarantor|guar|resp(onsible)?( party)?) last( name)?"),
    ("guarantor birth date", r"(guarantor|guar|resp(onsible)?( party)?) (birth ?date|dob|date of birth)"),
    ("guarantor name", r"(guarantor|guar|resp(onsible)?( party)?)( name)?"),
    ("first name", r"(patient |pt )?(first|given)( name)?"),
    ("last name", r"(patient |pt )?(last|family|sur)( ?name)?"),
    ("name", r"(patient|pt)?( full)? ?name|patient"),
    ("birth date", r"(patient |pt )?(birth ?date|dob|date of birth|born)"),
    ("phone: cell", r"(cell|mobile|wireless)( ?phone)?( number)?"),
    ("phone: home", r"(home|hm)( ?phone)?( number)?"),
    ("ignored: phone: work", r"(work|wk|business)( ?phone)?( number)?"),
    ("phone", r"(tele)?phone( number)?|tel"),
    ("address", r"((patient|pt|mailing|home|street) )*address( line)?( 1)?|street"),
    ("address 2", r"((patient|pt|mailing|home|street) )*address( line)? 2|apt|unit|apartment"),
    ("city", r"((patient|pt|mailing|home) )*(city|town)"),
    ("zip", r"zip( ?code)?|postal( code)?"),
    ("state", r"state|st"),
    ("language", r"lang(uage)?|preferred language"),
    ("estimate", r"(good faith )?estimate[ds]?( amount)?|gfe"),
    ("self pay", r"self pay|uninsured"),
    ("balance", r"(patient |pt |amount |total )?(balance|owed|amount due|due)( due)?"),
    ("charged", r"(total )?charge[ds]?|billed"),
    ("insurance paid", r"ins(urance)? (paid|payments?)"),
    ("adjusted", r"adjust(ed|ments?)|write ?offs?"),
    ("patient paid", r"(patient|pt) (paid|payments?)"),
    ("oldest service date", r"(oldest |last )?(service date|date of service|dos)"),
    ("first statement date", r"first statement( date)?|statement date"),
    ("statement code", r"statement code|code"),
    ("insurance pending", r"ins(urance)? pending|claim pending"),
    ("consent source", r"(text |sms )?consent source"),
    ("consent date", r"(text |sms )?consent( date)?"),
    ("paid since", r"paid since( date)?"),
)
_PATTERNS = tuple((meaning, re.compile(f"(?:{names})", re.IGNORECASE)) for meaning, names in MEANINGS)
IGNORED = "ignored"


def meaning(name: str) -> str:
    """What a column of this name holds; "ignored" for one that we do not know."""
    plain = re.sub(r"[\s_.:/-]+", " ", name).strip()
    return next((means for means, pattern in _PATTERNS if pattern.fullmatch(plain)), IGNORED)


def meanings(header: Sequence[str]) -> tuple[str, ...]:
    """The meaning of each column; a meaning that came before is ignored the second time."""
    seen: set[str] = set()
    told = []
    for name in header:
        means = meaning(name)
        told.append(IGNORED if means in seen and not means.startswith(IGNORED) else means)
        seen.add(means)
    return tuple(told)


def missing(means: Sequence[str]) -> list[str]:
    """What a list cannot do without, and this one has no column for."""
    named = {"name"} & set(means) or {"first name", "last name"} <= set(means)
    return [*([] if named else ["name"]), *([] if "balance" in means else ["balance"])]
