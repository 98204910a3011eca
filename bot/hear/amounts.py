"""Amounts of money and how often they would be paid: "$50", "60 al mes", "i can do 40ish"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.hear.rhythms import EACH, Per, per_of
from bot.hear.text import BLANK, after, before, either, take, word
from flows.money import Money

MOST = 10_000_000_00
"""Cents. More is no bill."""
SMALL = 24
"""A bare figure up to this is a number of payments before it is dollars."""

_EACH_NEXT = re.compile(EACH)

_THOUSANDS = r"\d{1,3}(?:,\d{3}){1,2}(?:\.\d{1,2})?|\d{1,3}(?:\.\d{3}){1,2}(?:,\d{1,2})?"
FIGURE = rf"(?:{_THOUSANDS}|\d{{1,7}}(?:\.\d{{1,2}}|,\d{{2}})?)"
_START = r"(?<![\w/:#-])(?<!\d[.,])"
_END = r"(?![\d/:%]|[.,-]\d)"
_UNIT = (
    either("dollars dollar doller dollers dolar dolars dolares buck bucks usd dlls dll dls peso pesos varos")
    + r"(?![a-z0-9])"
)
_CENTS = rf"(?: ?(?:and|y|con|with) (\d{{1,2}}) ?{either('cent cents centavo centavos ctv ctvs')}(?![a-z]))?"
_EXPLICIT = re.compile(
    rf"(?:(?<!\w)(?:us ?)?\$ ?({FIGURE})(k)?(?![\w/:%]|[.,]\d)"
    rf"|{_START}({FIGURE})(k)?(?: ?\$(?! ?\d)| ?(?:ish )?{_UNIT})){_CENTS}"
)
_PAYMENTS = either("payment payments pago pagos installment installments instalments cuota cuotas mensualidades abonos")
_EACH_TIME = re.compile(
    rf"{_START}({FIGURE})(?:ish)?{EACH}"
    rf"|(?<![a-z]){either('monthly weekly mensual mensuales semanal semanales quincenal quincenales mensualidades')}"
    rf"(?: payments?| pagos?)?(?: of| de| at)? ({FIGURE}){_END}(?! ?(?:month|mes|week|semana|payment|pago))"
)
_PARTS = re.compile(rf"(?:{_PAYMENTS}|{BLANK})(?: of| de| at| por) ({FIGURE}){_END}")
_WITH_CENTS = re.compile(
    rf"{_START}(\d{{1,3}}(?:,\d{{3}})*\.\d{{2}}|\d{{1,3}}(?:\.\d{{3}})*,\d{{2}}|\d{{4,7}}[.,]\d{{2}})"
    rf"{_END}(?![a-z])"
)
_OTHER_UNITS = either(
    """day days dia dias week weeks semana semanas month months mes meses year years ano anos times veces am pm hour
    hours hora horas min minutes minuto minutos people kids hijos miles percent por_ciento porciento por_100"""
)
_ROUND = re.compile(
    rf"(?<![\w/:#.,-])(?<!\d[.,])({FIGURE})(ish)?(?![\w/:%]|[.,-]\d)(?! ?(?:{_OTHER_UNITS}|{_PAYMENTS})(?![a-z]))"
)
_ABOUT = """like about around maybe only just roughly up_to at_least at_most como unos solo nomas hasta alrededor_de"""
_GIVES = re.compile(
    "(?<![a-z])"
    + either(
        """pay paying afford do give put send spare swing manage handle throw make_it have got pagar pagarle pagarles
        pagarlo abonar abonarle abonarles dar darle darles doy mandar mandarle mando puedo podria pago abono deposito
        depositar juntar consigo tengo owe debo maximo minimo max link_for link_of enlace_por enlace_de link_por link_de
    liga_por liga_de de_a """
        + _ABOUT
    )
    + rf" (?:{either('you u it to the los le les de_a ' + _ABOUT)} ){{0,3}}$"
)
_TOWARD = re.compile(
    rf" ?(?:{either('now today tonight toward towards down off max tops right ahora ahorita hoy maximo')}(?![a-z])"
    rf"|on (?:it|this|the|my|{BLANK})|{BLANK})"
)
_IS = re.compile(rf" {either('is was are es era son seems sounds')}(?![a-z])")
_EARNED = re.compile(
    rf"{word('make earn gano ganamos cobro income sueldo rent renta')} (?:(?:only|like|about|is|es|solo) ){{0,2}}$"
)
_ENDS = re.compile(r" ?(?:$|[.,;!?)])")
_CALLED = {Money(911_00), Money(988_00)}
_OWED = re.compile(
    rf"{word('owe owed balance bill total debo saldo cuenta deuda out_of of_the of_my de_los del_total not no')}"
    r"(?: [a-z]+){0,3} ?$"
)


@dataclass(frozen=True)
class Paid:
    """An amount, and how often it would be paid."""

    amount: Money
    per: Per | None = None
    owed: bool = False
    """It is named as what is owed, or as what is not wanted."""
    small: bool = False
    """It may be a number of payments as well."""


def money(figure: str, cents: str | None = None, thousands: str | None = None) -> Money | None:
    """ "1,250.50" and "1.250,50" in cents; one or two digits behind the last sign are cents. None beyond any bill."""
    found = re.fullmatch(r"(\d[\d.,]*?)(?:[.,](\d{1,2}))?", figure)
    if not found:
        return None
    small = int(found[2].ljust(2, "0") if found[2] else cents or "0")
    total = (int(re.sub(r"[.,]", "", found[1])) * 100 + small) * (1000 if thousands else 1)
    return Money(total) if total <= MOST else None


def explicit(text: str) -> tuple[list[Paid], str]:
    """Amounts that a sign, a unit, cents or "a month" make plain, and the text without them."""
    each, text = take(_EACH_TIME, text, _each)
    signed, text = take(_EXPLICIT, text, _signed)
    parts, text = take(_PARTS, text, lambda match: _paid(match, match[1]))
    cents, text = take(_WITH_CENTS, text, lambda match: _paid(match, match[1]))
    return [*each, *signed, *parts, *cents], text


def implied(text: str, per: Per | None) -> tuple[list[Paid], str]:
    """Figures that somebody says to pay: "i can do 50", "40ish", "60 on friday", "unos 80". Small ones stay."""
    small: list[Paid] = []

    def read(match: re.Match[str]) -> Paid | None:
        found = _paid(match, match[1])
        if not found or found.amount in _CALLED or _IS.match(after(match)):
            return None
        if not (per or match[2] or _GIVES.search(before(match)) or _TOWARD.match(after(match))):
            return None
        if found.amount > Money(SMALL * 100):
            return found
        if _ENDS.match(after(match)) or _TOWARD.match(after(match)):
            small.append(Paid(found.amount, small=True))
        return None

    large, text = take(_ROUND, text, read)
    return [*large, *small], text


def settle(found: Sequence[Paid], per: Per | None) -> tuple[Money | None, Per | None]:
    """The one amount that a text wishes, and how often; none where it names several."""
    wished = [one for one in found if one.per] or [one for one in found if not one.owed] or list(found)
    if len({one.amount for one in wished}) != 1:
        return None, None
    return wished[0].amount, wished[0].per or per


def _each(match: re.Match[str]) -> Paid | None:
    found = _paid(match, match[1] or match[2])
    return found and Paid(found.amount, per_of(match[0]))


def _signed(match: re.Match[str]) -> Paid | None:
    return _paid(match, match[1] or match[3], match[5], match[2] or match[4])


def _paid(match: re.Match[str], figure: str, cents: str | None = None, thousands: str | None = None) -> Paid | None:
    amount = money(figure, cents, thousands)
    if amount is None or _EARNED.search(before(match)):
        return None
    near = _EACH_NEXT.match(after(match))
    return Paid(amount, per_of(near[0]) if near else None, bool(_OWED.search(before(match))))
