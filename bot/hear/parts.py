"""Parts of the whole: "half", "un tercio", "50%", "all of it"."""

from __future__ import annotations

import re
from fractions import Fraction

from bot.hear.text import after, before, either, take, word

_PARTS = {
    3: "3th third thirds tercio tercios 3a",
    4: "4th quarter quarters fourths 4o cuartos 4a",
    5: "5th fifths quintos 5a",
}
_OF_NAME = {name: number for number, names in _PARTS.items() for name in names.split()}
_HALF = re.compile(
    r"(?<![a-z])(?<!and a )(?:half(?! ?(?:an? |hour|past|day|dozen|of (?:next |the |this )?month))"
    r"|mitad(?! (?:de |del )?(?:mes|proximo|semana|camino)))(?![a-z])"
)
_PART = re.compile(
    rf"(?<![\w/.,-])(a|an|one|un|[123])[ /]({either(' '.join(_OF_NAME))})(?![a-z])"
    r"(?! (?:time|one|payment|option|plan|bill|visit|person|party|of [a-z]{3}(?![a-z])))"
    r"|(?<![a-z])(?:la )?()(3a|4a|5a) parte"
)
_SLASH = re.compile(r"(?<![\w/$.,-])([123])/([2345])(?![\w/%]|[.,-]\d)")
_SLASH_ALONE = re.compile(r" ?([123])/([2345])[ .!]*")
_SLASH_OF = re.compile(r" ?(?:of|de|now|ahora|today|hoy|down|then|the|and)\b")
_SLASH_PAID = re.compile(r"(?:pay|pagar|pago|do|just|only|solo|give|dar|doy|send) (?:like |about )?$")
_PERCENT = re.compile(r"(?<![\w/$.,-])(\d{1,3}) ?(?:%|percent(?![a-z])|por ?ciento|por 100)")

_BILL = either("amount balance thing bill lot sum payment")
_TODO = either("todo completo el_total la_totalidad")
_WHOLE = re.compile(
    rf"(?<![a-z])(?:all of (?:it|that)|(?<!is )(?:it|this|that) all(?! (?:the|about|started|wrong))|in full"
    rf"|(?:full|whole|entire) {_BILL}|pay (?:it )?(?:everything|all)|(?:everything|whatever|what(?:ever)? all) i owe"
    rf"|(?:pagar|pago|pague|pagaria|pagare)(?:lo|la)? {_TODO}|liquidar(?:lo|la)?"
    rf"|(?:todo|to) {either('el_saldo lo_que_debo junto de_una_vez de_una de_un_solo completo')}|la totalidad"
    r"|(?:saldo|pago|cantidad) complet[oa])(?![a-z])"
)
_WHOLE_ALONE = re.compile(
    rf"{either('all everything full the_full todo toda completo el_total')}(?: please| por favor)?[ .!]*"
)
_ASKED = re.compile(rf"{word('what whats is es cual cuanto')}(?:'s)? (?:(?:is|the|my|es|el|mi) ){{0,3}}$")
_NOT_WISHED = re.compile(r",? (?:is|was|es|era|no puedo|seems)(?![a-z])")
_REFUSED = re.compile(r"(?<![a-z])(?:not?|can'?t|cannot|don'?t|sin)(?: (?!mejor )[a-z']+){0,3} $")


def fraction(text: str) -> tuple[Fraction | None, str]:
    """The part of the whole that a text names ("half" is 1/2, "all of it" 1), and the text without it.

    A bare "1/2" stays in the text: it may be a day too.
    """
    halves, text = take(_HALF, text, lambda match: Fraction(1, 2))
    parts, text = take(_PART, text, _part)
    percents, text = take(_PERCENT, text, lambda match: _between(int(match[1]), 100))
    slashes, text = take(_SLASH, text, _slash)
    alone = _SLASH_ALONE.fullmatch(text)
    more = [Fraction(int(alone[1]), int(alone[2]))] if alone else []
    found = {*halves, *parts, *percents, *slashes, *more} or _all_of_it(text)
    return (found.pop() if len(found) == 1 else None), text


def _all_of_it(text: str) -> set[Fraction]:
    named = _WHOLE.search(text)
    plainly = (
        named
        and not _ASKED.search(before(named))
        and not _REFUSED.search(before(named))
        and not _NOT_WISHED.match(after(named))
    )
    return {Fraction(1)} if plainly or _WHOLE_ALONE.fullmatch(text) else set()


def _part(match: re.Match[str]) -> Fraction | None:
    top, name = match[1], match[2] or match[4]
    return _between(int(top) if top and top.isdigit() else 1, _OF_NAME[name])


def _slash(match: re.Match[str]) -> Fraction | None:
    plain = _SLASH_OF.match(after(match)) or _SLASH_PAID.search(before(match))
    return _between(int(match[1]), int(match[2])) if plain else None


def _between(top: int, bottom: int) -> Fraction | None:
    return Fraction(top, bottom) if 0 < top <= bottom else None
