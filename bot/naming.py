"""Whether the name in texts is the practice's own (15 USC 1692a(6), fact sheet F0). A false one makes it a collector.

Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.gate.level import SENSITIVE
from bot.gate.protected import REVEALING


def fault(program: str, legal: str, dbas: Sequence[str], registered: str) -> str:
    """Why this may not be the name in texts, in a sentence; empty where it may."""
    if not any(_within(program, own) for own in (legal, *dbas)):
        return (
            f"FALSE_NAME: {program!r} is no part of the legal name {legal!r} and none of the other names that the "
            'practice does business under. Set legal_name, or dbas="...; ...", first.'
        )
    if registered and _plain(program) not in {_plain(registered), *map(_plain, dbas)}:
        return f"The carriers know the sender as {registered!r}. Texts must carry that name, or one of dbas."
    return ""


def gives_away(program: str, specialty: str | None, sensitive: bool) -> str:
    """A warning where the name says what is treated (fact sheet H4); empty where it does not."""
    private = sensitive or bool(SENSITIVE.search(specialty or ""))
    if not (private and REVEALING.search(program)):
        return ""
    return (
        f"{program!r} tells everybody who sees the phone what is treated. A neutral name that is really yours (dbas) "
        "would not. If it must be this one, say so with --sure."
    )


def _within(name: str, whole: str) -> bool:
    return bool(_plain(name)) and _plain(name) in _plain(whole)


def _plain(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold()))
