"""Applies the tables in the fixed order of the fact sheet, section 9.0."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from bot.keywords import consent, deaths, emergency, law, machines, money, people, safety, strangers
from bot.keywords.normal import plain
from bot.keywords.phrase import Phrase, keys
from bot.keywords.rule import Hit, Rule, Scan

ORDER = (
    "tapback", "auto_reply", "self_harm", "emergency", "opt_out", "help", "start", "wrong_number", "deceased",
    "bankruptcy", "attorney", "litigation", "minor", "gfe_dispute", "dispute", "threat", "abuse",
    "hardship", "scra", "stop_autopay", "contact_pref", "human", "language", "idiom_flag",
)  # fmt: skip
"""Every rule there is, in the order in which hits are acted on: order 9.0 first, then flags and routing."""

_TABLES = (
    *safety.RULES,
    *emergency.RULES,
    *consent.RULES,
    *strangers.RULES,
    *deaths.RULES,
    *law.RULES,
    *money.RULES,
    *people.RULES,
)
RULES: tuple[Rule, ...] = tuple(sorted(_TABLES, key=lambda row: row.lang == "en"))
"""Spanish rows first: a text that both languages know ("stop por favor") is a Spanish one."""

Index = Mapping[str, Sequence[tuple[int, Phrase]]]
"""For each key the phrases that it finds, and the place of their rule in RULES."""

_ONE_WORD = re.compile(r"\s*([^\W_]+(?:-[^\W_]+)?)[\s.!,;:…]*\Z")


def _indexed(rules: Iterable[Rule]) -> Index:
    index: dict[str, list[tuple[int, Phrase]]] = defaultdict(list)
    for place, rule in enumerate(rules):
        for phrase in rule.phrases:
            for key in phrase.keys:
                index[key].append((place, phrase))
    return dict(index)


_INDEX = _indexed(RULES)


def scan(text: str) -> Scan:
    """The rules that find their words in a redacted text. Pure; never raises.

    A reaction or an automatic reply ends the scan, so that nothing in it is taken as said by the patient.
    """
    machine = machines.of_a_machine(text)
    if machine:
        return Scan((machine,))
    hits = _hits(plain(text))
    if hits.keys() & {"self_harm", "emergency", "opt_out", "deceased", "threat"}:
        hits.pop("idiom_flag", None)
    return Scan(tuple(sorted(hits.values(), key=lambda hit: ORDER.index(hit.rule))))


def carrier_word(text: str) -> str | None:
    """The one word that a text is, in upper case, as carriers compare it with their own lists; None for more words."""
    found = _ONE_WORD.match(text)
    return found[1].upper() if found else None


def _hits(told: str) -> dict[str, Hit]:
    """One hit a rule: of the first row that is sure, else of the first row."""
    hits: dict[str, Hit] = {}
    for place in sorted(_places(told)):
        row = RULES[place]
        known = hits.get(row.rule)
        if (known is None or not known.sure) and (hit := row.hit(told)) and (hit.sure or not known):
            hits[row.rule] = hit
    return hits


def _places(told: str) -> set[int]:
    """The places of the rules one of whose phrases stands in the text."""
    found: set[int] = set()
    for key in keys(told):
        for place, phrase in _INDEX.get(key, ()):
            if place not in found and phrase.stands_in(told):
                found.add(place)
    return found
