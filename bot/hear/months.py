"""Days named by their place in a month: "the 15th", "fin de mes", "mid december", "la quincena"."""

from __future__ import annotations

import re
from datetime import date

from bot.hear import almanac
from bot.hear.dates import MONTH, MONTHS, ORDINAL
from bot.hear.text import BLANK, after, before, either, word

Found = tuple[date, ...]

_NEXT_MONTH = (
    r"(?:next month|(?:el |del |de )?(?:proximo mes|otro mes|mes (?:que viene|que entra|proximo|entrante|siguiente)))"
)
_THIS_MONTH = r"(?:(?:the |this |each )?month|(?:del |de |de este |este |el )?mes(?: actual)?)"
_WHICH = rf"(?:({_NEXT_MONTH})|({MONTH})|{_THIS_MONTH})"


def _place(english: str, spanish: str, more: str = "") -> re.Pattern[str]:
    """Groups: next month, named month, in English and then in Spanish."""
    return re.compile(rf"(?<![a-z])(?:{english} ?{_WHICH}|{spanish} (?:de |del |(?=de)){_WHICH}{more})")


END = _place(
    "(?:end|last day|last) of", r"(?:fin|fines|final|finales|ultimo(?: dia)?)", "|months? end|month-end|eom(?![a-z])"
)
MIDDLE = _place("(?:middle of|mid)-?", "(?:mediados|mitad)")
START = _place("(?:beginning|start|first) of", r"(?:principios?|inicios?|comienzos|primeros(?: dias)?)")
BEGIN = re.compile(
    r"(?<![a-z])(?:start(?:s|ing)?|begin(?:s|ning)?|empezar|empezando|empiezo|comenzar|comenzando|a partir de)"
    rf"(?: (?:in|with|en|de|con))? ({MONTH})(?! ?\d)"
)
""" "Starting in january" is its first day."""
YEAR_END = re.compile(r"end of (?:the |this )?year|(?:fin|fines|finales) de(?:l)? ano")
DAY_OF = re.compile(
    rf"(?<![\w$#/.-])(?:(?:the |el |dia ){{1,3}}(\d{{1,2}}){ORDINAL}|(\d{{1,2}})(?:st|nd|rd|th|ro|er|o)"
    rf"|(\d{{1,2}})(?= (?:of|del?) ))"
    rf" (?:(?:of |de |del )?({_NEXT_MONTH})|(?:of |del? ){_THIS_MONTH}|this month|este mes)"
    rf"|{_NEXT_MONTH},? (?:on |by |el |dia |the ){{1,3}}(\d{{1,2}}){ORDINAL}(?![\d/%$])"
)
_FOLLOWS = either(
    """of and or if is its when please pls plz thx thanks ok okay for at then i ill im we work works with because cuz
    bc but so to would will should in from by on que y o si es por cuando le les me porque pero te voy en a con pago
    puedo gracias para sin mas now noon instead rather every before after until till is was does do did can could may
    this tomorrow thru through morning afternoon evening night latest cobro cae pagan tengo seria estaria mejor la lo
    hare mando deposito liquido termino se pasa nos ya"""
)
_BEFORE_DAY = either(
    "on by for until til till before after around about due para hasta antes despues antes_de despues_de a_partir"
)
NTH = re.compile(
    rf"(?<![\w$#/.-])(?:({_BEFORE_DAY}) )?(the |el |del |al )?(dia )?(\d{{1,2}})(st|nd|rd|th|ero|ro|er|o)?"
    rf"(?![\w/%$]|[.,:-]\d)(?= ?(?:$|[.,;:!?)&{BLANK}-]|{_FOLLOWS}\b))"
)
"""What follows a day is no noun: "the 1st time" is none."""
_NOT_NTH = re.compile(rf"{word('last since desde from')} $")
QUINCENA = re.compile(rf"(?<!cada )(?<!por )(?:({either('1a 2a 1ra 2da')}) )?quincena(?: de ({MONTH}))?(?![a-z])")


def end(today: date, match: re.Match[str]) -> Found:
    """The last day of the month."""
    return _some(almanac.end_of_month(_ahead(today, match), today))


def middle(today: date, match: re.Match[str]) -> Found:
    """The 15th of the month."""
    return _on(15, today, match)


def start(today: date, match: re.Match[str]) -> Found:
    """The first of the month."""
    return _on(1, today, match)


def begin(today: date, match: re.Match[str]) -> Found | None:
    """The first of the month that something begins in; of this month it says nothing."""
    number = MONTHS[match[1]]
    return _some(almanac.in_month((number - today.month) % 12, 1, today)) if number != today.month else None


def year_end(today: date, match: re.Match[str]) -> Found:
    """The last day of this year."""
    return (date(today.year, 12, 31),)


def day_of(today: date, match: re.Match[str]) -> Found | None:
    """ "the 5th of next month", "el 1 del mes que viene", "1st of the month"."""
    number = int(match[1] or match[2] or match[3] or match[5])
    following = match[4] or match[5]
    return _some(almanac.in_month(1, number, today) if following else almanac.next_day_of_month(number, today)) or None


def nth(today: date, match: re.Match[str]) -> Found | None:
    """ "the 15th", "on the 15", "el 15", "15th"; no bare "15", no "the 15", and no "first" as in "insurance first"."""
    lead, article, dia, number, ordinal = match.groups()
    spanish = dia or (article or "").strip() in ("el", "del", "al")
    in_words = ordinal == "o" or (ordinal == "th" and int(number) <= 3)
    plainly = spanish or (lead and article) or (ordinal and (lead or article or not in_words))
    if ordinal and re.match(r" pagos?(?![a-z])", after(match)):
        return None
    if not plainly or not 1 <= int(number) <= 31 or _NOT_NTH.search(before(match)):
        return None
    return _some(almanac.next_day_of_month(int(number), today)) or None


def quincena(today: date, match: re.Match[str]) -> Found | None:
    """Pay twice a month, on the 15th and the last day: the next of them, or the half and the month that are named."""
    ahead = (MONTHS[match[2]] - today.month) % 12 if match[2] else 0
    if match[1] in ("1a", "1ra"):
        return _some(_from_today(ahead, 15, today, 12 if match[2] else 1))
    if match[1] or match[2]:
        return _some(almanac.end_of_month(ahead, today))
    return _some(almanac.half_month(today))


def _ahead(today: date, match: re.Match[str]) -> int:
    """How many months ahead the month of a `_place` lies."""
    following, named = match[1] or match[3], match[2] or match[4]
    return (MONTHS[named] - today.month) % 12 if named else 1 if following else 0


def _on(day: int, today: date, match: re.Match[str]) -> Found:
    return _some(_from_today(_ahead(today, match), day, today, 12 if match[2] or match[4] else 1))


def _from_today(ahead: int, day: int, today: date, step: int) -> date | None:
    found = almanac.in_month(ahead, day, today)
    return found if found and found >= today else almanac.in_month(ahead + step, day, today)


def _some(day: date | None) -> Found:
    return (day,) if day else ()
