"""Names on file leave a text before the model reads it: what a model is told, it need not know who said."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.understanding import values_only
from bot.understanding.normalize import NAME, without_accents

SHORTEST = 3
WORDS = frozenset((
    *("will", "may", "june", "april", "august", "bill", "mark", "art", "rich", "frank", "grant", "sue", "pat", "rose"),
    *("guy", "gene", "grace", "hope", "joy", "faith", "drew", "chase", "penny", "sunny", "miles", "bob", "chance"),
    *("cash", "price", "case", "page", "call", "stop", "king", "long", "short", "young", "day", "friday", "early"),
    *("dolores", "paz", "luz", "cruz", "amor", "rosa", "socorro", "consuelo", "mercedes", "reyes", "santos", "rey"),
    *("flores", "rico", "bueno", "mayor", "blanco", "angel"),
))  # fmt: skip
"""Not taken for names: "i will pay the bill in may" must keep its sense, whoever is called so."""


_PROOF = (
    r"\[(?:birth date|ZIP|code)\]|(?<![\w/.-])\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}(?![\w/])|(?<![\w$#.,-])\d{5}(?![\w.,-])"
)
_CALLED = (
    r"(?:(?:and|y|my|mi|the|la|el|es|is|,)\s+){0,2}"
    r"(?:d\.?o\.?b\.?|birth ?day|birth ?date|bday|born(?: on)?|zip(?: ?code)?|code"
    r"|fecha(?: de nacimiento)?|nac[ií](?: el)?|nacimiento|c[oó]digo(?: postal)?)(?:\s+(?:is|es|was|era|:))?[\s:,]*"
)
_GIVEN = re.compile(rf"(?:{_CALLED})?(?:{_PROOF})[\s,.]*(?:(?:and|y)\s+(?={_PROOF}))?", re.IGNORECASE)


def without_proof(text: str) -> str:
    """The text without birth dates, ZIPs and codes, and without what they are called: they carry no wish.

    A text of hardly anything else is left as it is.
    """
    if values_only(text):
        return text
    wish = _GIVEN.sub(" ", text).strip(" ,.;")
    return wish if re.search(r"[^\W\d_]{2}", wish) else text


def without_names(text: str, names: Iterable[str]) -> str:
    """The text with `[name]` for each whole word that is part of a name on file, whatever its case or accents."""
    parts = {part for name in names for part in re.findall(r"[^\W\d_]+", without_accents(name).lower())}
    wanted = {part for part in parts if len(part) >= SHORTEST} - WORDS
    if not wanted:
        return text
    return re.sub(r"[^\W\d_]+", lambda word: NAME if without_accents(word[0]).lower() in wanted else word[0], text)
