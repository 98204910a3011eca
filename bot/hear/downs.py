"""What is to be paid at once before the rest: "100 down and then 50 a month", "mitad ahora y mitad en dos semanas".

Money that is paid now and no more is no such thing: "i can pay 100 now" asks for a link.
"""

from __future__ import annotations

import re
from fractions import Fraction

from bot.hear.amounts import FIGURE, money
from bot.hear.text import either, take, word
from flows.money import Money

_SHARES = {
    Fraction(1, 2): "half|(?:la )?mitad|50 ?%|1/2",
    Fraction(1, 3): "(?:a|one|1) (?:3th|third)|un tercio|la 3a parte|1/3",
    Fraction(1, 4): "(?:a|one|1) (?:4th|quarter)|la (?:4a|cuarta) parte|25 ?%|1/4",
}
_UNIT = either("dollars dollar bucks usd dolares pesos dlls")
_SHARE = rf"(?P<share>{'|'.join(_SHARES.values())})(?: of it| de lo que debo| del total)?"
_SUM = (
    rf"(?:(?P<sum>(?<![\w/:#.,-])\$? ?{FIGURE})(?: ?{_UNIT}(?![a-z]))?|(?<![a-z0-9]){_SHARE})"
    r"(?![\w/%]|[.,]\d)"
)
_NOW = either(
    """now right_now today tonight up_front upfront at_first first 1th 1st ahora ahora_mismo ahorita hoy hoy_mismo
    de_una_vez primero al_principio de_inmediato"""
)
_FOR_IT = r"(?: (?:i (?:can|could|will|want to)|i'll|ill|let me|puedo|quiero|voy a|le|les|to|and)){0,3}"
_PAY = (
    rf"{_FOR_IT} ?"
    + either("pay do give put send start_with begin_with pago doy pagar dar abono abonar deposito empiezo_con")
    + " "
)
_REST = (
    r"[^.?!]{0,30}?(?<![a-z])(?:then|after(?: that)?|rest|other half|another half|remaining|remainder|half|luego"
    r"|despues|resto|lo demas|lo restante|lo que (?:queda|falta|sobra|reste)|la otra|mitad|(?:and|y) \$? ?\d{1,5}|y en)"
    r"(?![a-z])"
)
_AS_DOWN = either(
    """down down_payment as_a_down_payment as_down_payment as_a_deposit deposit de_enganche de_entrada de_inicial
    de_inicio de_anticipo de_adelanto como_enganche como_anticipo por_adelantado"""
)
_DOWN = either("down_payment downpayment deposit enganche entrada anticipo adelanto pago_inicial inicial")
_FORMS = (
    rf"{_SUM} {_AS_DOWN}(?![a-z])(?! (?:to|from|a|hasta|below|under)(?![a-z]))",
    rf"(?<![a-z]){_DOWN} (?:of|de|por) {_SUM}",
    rf"{_SUM},? {_NOW}(?![a-z])(?={_REST})",
    rf"(?<![a-z]){_NOW},?{_PAY}{_SUM}(?={_REST})",
    rf"(?<![a-z])(?:start|begin|starting|empiezo|empezar|empezando|comenzar) (?:with|con) {_SUM}(?={_REST})",
)
_ALL = tuple(re.compile(form) for form in _FORMS)
_HALF = r"(?:half|mitad|50 ?%)"
_BOTH = re.compile(
    rf"(?<![a-z0-9]){_HALF}(?![a-z])[^.?!]{{1,50}}?(?<![a-z0-9])(?:{_HALF}|rest|resto|lo demas)(?![a-z])"
)
_ONE, _OTHER = either("one 1 uno una"), either("one 1 other others otro otra otros uno una rest resto")
_ONE_NOW = re.compile(rf"(?<![\w$]){_ONE} {_NOW}(?![a-z])(?=[^.?!]{{0,15}}?(?<![\w$]){_OTHER}(?!\w))")
_PAST = re.compile(word("paid already sent pague ya_pague mande had did") + " (?:the |la |like )?$")


def down(text: str) -> tuple[Money | Fraction | None, str]:
    """The amount or share that a plain text wants to pay at once, with more to follow, and the text without it."""
    found: list[Money | Fraction]
    for form in _ALL:
        found, left = take(form, text, _read)
        if found:
            return found[0], left
    return None, text


def one_now(text: str) -> tuple[bool, str]:
    """Whether one of several payments is to be made at once, "one now and one in two weeks"; the text without it."""
    found, left = take(_ONE_NOW, text, lambda match: True)
    return bool(found), left


def in_halves(text: str) -> bool:
    """Whether a text speaks of one half and the other: two days in it are one for each."""
    return _BOTH.search(text) is not None


def _read(match: re.Match[str]) -> Money | Fraction | None:
    if _PAST.search(match.string[max(0, match.start() - 20) : match.start()]):
        return None
    if match["share"]:
        return next((share for share, said in _SHARES.items() if re.fullmatch(said, match["share"])), None)
    return money(match["sum"].lstrip("$ "))
