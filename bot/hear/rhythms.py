"""How often something is paid: "a month", "every two weeks", "cada quincena", "twice a month". Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal

from bot.hear.days import WEEKDAYS
from bot.hear.text import before, either, word

Per = Literal["month", "half_month", "quincena", "two_weeks", "week", "payday"]
"""`half_month` is the 1st and the 15th, `quincena` the 15th and the last day; a payday does not say how often."""

_EVERY = either("/ p/ a_ per_ each_ every_ every_single_")
_CADA = either("al_ por_ x_ cada_ / a_la_ todos_los_ todas_las_")
_MONTH = (
    rf"(?:{_EVERY}|on the )(?:month|mo|mth)(?![a-z])|monthly|{_CADA}mes(?:es)?(?![a-z])"
    r"|mensual(?:es|mente|idad|idades)?(?![a-z])"
)
_DAY = either(" ".join(name for name in WEEKDAYS if len(name) > 3))
_WEEK = (
    rf"{_EVERY}(?:week|wk)(?![a-z])|weekly|{_CADA}semanas?(?![a-z])|semanal(?:es|mente)?(?![a-z])"
    rf"|{either('every each cada todos_los')} {_DAY}s?(?![a-z])"
)
_TWO_WEEKS = (
    rf"{_EVERY}{either('two_weeks 2_weeks 2_wks other_week other_payday fortnight 14_days')}(?![a-z])"
    rf"|(?:every other|cada otro) {_DAY}s?(?![a-z])|bi-?weekly|fortnightly"
    rf"|cada {either('2_semanas 15_dias 14_dias catorcena otra_semana')}(?![a-z])|catorcenal(?:es|mente)?(?![a-z])"
)
_PAYDAY = (
    rf"{_EVERY}{either('payday pay_day paycheck pay_check check pay_period')}|every time (?:i|we) get paid"
    rf"|cada {either('dia_de_pago cheque que_me_pagan vez_que_me_pagan vez_que_cobro')}"
)
_QUINCENA = rf"quincenal(?:es|mente)?(?![a-z])|{_CADA}quincenas?(?![a-z])"
_HALF_MONTH = (
    rf"{either('twice 2_times 2x dos_veces 2_veces')} {either('a per each every al por cada en_el')} "
    r"(?:month|mo|mes)(?![a-z])|semi-?monthly"
)
_THE = r"(?:(?<=el )|(?<=los )|(?<=dias )|(?<=the )|(?<=on ))"
_FIRST, _MIDDLE = rf"(?:1st|1th|1o|1ero|1ro|{_THE}1)", rf"(?:15th|15vo|15o|{_THE}15)"
_LAST = either("30th 31st 30 31 last_day last end ultimo ultimo_dia fin_de_mes a_fin_de_mes fin_del_mes")
_AND = r" ?(?:and|&|y)(?: on| the| el| los| a| al| de)* "
_START = r"(?<![\w$/.,-])"
_PERS: tuple[tuple[Per, re.Pattern[str]], ...] = (
    ("half_month", re.compile(rf"(?<![a-z])(?:{_HALF_MONTH})|{_START}{_FIRST}{_AND}{_MIDDLE}(?![\w/$])")),
    ("quincena", re.compile(rf"(?<![a-z])(?:{_QUINCENA})|{_START}{_MIDDLE}{_AND}{_LAST}(?![\w/$])")),
    ("two_weeks", re.compile(rf"(?<![a-z])(?:{_TWO_WEEKS})")),
    ("payday", re.compile(rf"(?<![a-z])(?:{_PAYDAY})")),
    ("week", re.compile(rf"(?<![a-z])(?:{_WEEK})")),
    ("month", re.compile(rf"(?<![a-z])(?:{_MONTH})")),
)
"""The first that a text names; longer ones stand before those that they contain."""
EACH = rf" ?(?:from |out of |off |de |x )?(?:{_HALF_MONTH}|{_QUINCENA}|{_TWO_WEEKS}|{_PAYDAY}|{_WEEK}|{_MONTH})"
"""Just behind an amount: "50 a month"."""
_ONCE = re.compile(word("once one_time 1_time little much less smallest lowest una_vez 1_vez") + " (?:i can )?$")
_WEEKLY_ON = re.compile(rf"(?<![a-z]){either('every each cada todos_los')} (?:other |otro )?({_DAY})s?(?![a-z])")


def per_of(text: str) -> Per | None:
    """How often, where a text says it of an amount: "50 a week"."""
    return next((per for per, pattern in _PERS if pattern.search(text)), None)


def rhythm(text: str) -> Per | None:
    """How often, where a text says it of nothing: "every two weeks". "In a week" and "by a check" say none."""
    return next((per for per, pattern in _PERS if any(map(_plain, pattern.finditer(text)))), None)


def _plain(match: re.Match[str]) -> bool:
    short = match[0].startswith(("a ", "x ", "/", "p/")) and not match[0].startswith("a la ")
    return not short or bool(_ONCE.search(before(match)))


def weekday_of(text: str, today: date) -> date | None:
    """The next day of "every friday"; None where no weekday is named so."""
    found = _WEEKLY_ON.search(text)
    if found is None:
        return None
    tomorrow = today + timedelta(days=1)
    return tomorrow + timedelta(days=(WEEKDAYS[found[1]] - tomorrow.weekday()) % 7)
