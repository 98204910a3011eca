"""Days named by a feast: "after xmas", "por navidad", "before new years", "pasando reyes"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.hear import almanac
from bot.hear.text import either

THANKSGIVING = "thanksgiving accion_de_gracias dia_de_accion_de_gracias"
FIXED = {
    (12, 25): "christmas xmas x-mas navidad navidades",
    (12, 24): "christmas_eve xmas_eve nochebuena noche_buena",
    (12, 31): "new_years_eve nochevieja fin_de_ano",
    (1, 1): "new_years_day new_years new_year ano_nuevo",
    (1, 6): "dia_de_reyes los_reyes reyes_magos",
    (2, 14): "valentines_day valentines san_valentin dia_de_los_enamorados",
    (7, 4): "independence_day",
    (10, 31): "halloween",
    (11, 1): "todos_los_santos",
    (11, 2): "dia_de_muertos dia_de_los_muertos",
}
_OF = {name.replace("_", " "): day for day, names in FIXED.items() for name in names.split()}
_NAMES = either(" ".join([*FIXED.values(), THANKSGIVING]))
_THE = either("the la las el los")
NAMED = re.compile(
    rf"(?<![a-z])(?:({either('after right_after despues_de despues_del pasando pasado pasada')}"
    rf"|{either('before antes_de antes_del')}) )?(?:{_THE} )?({_NAMES})(?![a-z])"
    r"(?! (?:card|cards|gift|gifts|bonus|party|present|presents|tree))"
)
_AFTER = re.compile(r"after|right|desp|pasa")


def named(today: date, match: re.Match[str]) -> tuple[date, ...] | None:
    """The feast's next day; the day behind it after "after", the day ahead of it after "before"."""
    day = _next(match[2], today)
    if day is None:
        return None
    if not match[1]:
        return (day,)
    return (day + timedelta(days=1 if _AFTER.match(match[1]) else -1),)


def _next(name: str, today: date) -> date | None:
    if name in _OF:
        return almanac.next_date(*_OF[name], today)
    this, later = (_thanksgiving(today.year + years) for years in (0, 1))
    return this if this >= today else later


def _thanksgiving(year: int) -> date:
    """The fourth Thursday of November."""
    first = date(year, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 21)
