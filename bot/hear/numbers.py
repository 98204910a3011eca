"""Which number answers a question: "3", "the second one", "opción 2", "en 6 pagos"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.hear.amounts import FIGURE, SMALL
from bot.hear.text import BLANK, before, either, take, word, words_of

A_YEAR = 12
_ONES = {"one", "uno", "una", "un"}
_N = r"(\d{1,2}|one|uno|una|un)"
_NO_MORE = r"(?![\w/%$]|[.,-]\d)"
_FREE = r"(?<![\w$/.,-])"
_KIND = rf"(?:{either('monthly equal easy small smaller separate weekly biweekly mensuales iguales')} ){{0,2}}"
_PAYMENTS = re.compile(
    rf"{_FREE}(\d{{1,2}}|one|uno) ?{_KIND}(?:single |solo )?"
    + either(
        """payment payments paymnt paymnts pmt pmts installment installments instalment instalments part parts chunks
        pago pagos cuota cuotas plazo plazos abono abonos mensualidad mensualidades partes letras"""
    )
    + r"(?![a-z0-9])(?! (?:left|remaining|behind|late|atrasad|que me (?:quedan|faltan)|restantes|ago))"
    r"|(?<![a-z])(?:en|in) (un|una) (?:solo |sola )?(?:pago|exhibicion)|(?<![a-z])(un) solo pago"
)
_DONE = re.compile(
    word("made missed paid sent did skipped hice hecho llevo pague mande debo last first the every each other los las")
    + r" $"
)
_TOO_MUCH = re.compile(rf"{word('lot much mucho demasiado big grande')}(?: [a-z]+){{0,2}} $")
_MONTHS = re.compile(
    rf"{_FREE}(?<!hace )(?<!last )(?<!past )(?<!ultimos )(\d{{1,2}})(?: |-)?(?:months?|mos|meses)(?![a-z])"
    r"(?! (?:ago|old|behind|late|atras|pregnant|after|since|embarazada|from now))"
)
_SPLIT = re.compile(
    rf"{word('split divide divided break broken spread partir partirlo dividir dividirlo dividido repartir')}"
    rf"(?: {either('it this that up the my bill balance payment payments la cuenta lo out over el pago saldo')}){{0,4}}"
    rf" {either('in into by en over to entre')} {_N}{_NO_MORE}(?! ?(?:percent|week|semana|day|dia))|{_FREE}(\d) ways"
)
_MAKE = """pongamele pongame cambiar_a cambiarlo_a cambiarlo_en perdon_eran make_it do_it_in do did change_it_to
    change_to mejor mejor_en mejor_a cambielo_a ponmelo_en pongamelo_en pongalo_en hagamelo_en que_sean
    pongale ponle hagalo_en hagalo dejelo_en dejalo_en ponme ponme_en make_that"""
_RATHER = re.compile(
    rf"(?<![a-z]){either(_MAKE)}"
    r" (1[0-2]|[2-9])(?![\w/%$:]|[.,-]\d)"
    r"(?! ?(?:a|al|por|per|de|am|pm|weeks?|semanas?|days?|dias?|dollars?|bucks|pesos|or|o|u)(?![a-z]))"
)
"""A count that takes another one's place: "can we make it 4 instead", "mejor en 4"."""
_YEAR = re.compile(r"(?<![a-z])(?:over|in|en|a|for|por) (?:a|one|1|un|el) (year|ano)(?![a-z]| (?:ago|que viene|old))")
"""A year has twelve monthly payments."""
_CAN = re.compile(
    rf"(?<![a-z])(?:{either('se_puede se_podra puedo podria podemos can_i could_i can_you can_we could_we')}"
    rf"(?: {either('pay pay_it pay_this pagar pagarlo pagarla do do_it do_this hacer hacerlo')})? (?:en|in)"
    rf"|{either('can_it_be could_it_be can_that_be can_you_make_it could_you_make_it puede_ser pueden_ser')})"
    r" (1[0-2]|[2-9])(?![\w/%$:]|[.,-]\d)(?! ?(?:weeks?|semanas?|days?|dias?|hours?|horas?|years?|anos?|de)(?![a-z]))"
)
"""A count that is asked for with nothing behind it: "se puede en 3?"."""
_OPTION = re.compile(
    rf"(?:(?<![a-z]){either('option opt choice number num opcion numero plan')}[ #.:]{{0,2}}|(?<!\w)# ?){_N}{_NO_MORE}"
    r"(?! ?(?:a|per|al|por|dollars?|bucks|dolares|pesos)(?![a-z]))"
)
_OF_THEM = re.compile(rf"{_FREE}(1[0-2]|[2-9]) of (?:em|them|those|these)(?= ?(?:$|[.,;!?]|instead|please|pls|then))")
""" "monthly then. 4 of em"; in "2 of them were paid" it tells a story."""
_OFTEN = r"(?:every|each|cada|weekly|monthly|biweekly|mensual|semanal|quincenal)(?![a-z])"
_TIMES = re.compile(
    rf"{_OFTEN}[^.?!]{{0,40}}? (1[0-2]|[2-9]) (?:times|veces)(?![a-z])"
    rf"|{_FREE}(1[0-2]|[2-9]) (?:times|veces)(?![a-z])[^.?!]{{0,20}} {_OFTEN}"
)
""" "every two weeks, 4 times"; "charged me 2 times" is of something else."""
_OF_A_KIND = re.compile(
    rf"{_FREE}(1[0-2]|[2-9]) (?:monthly|weekly|biweekly|mensual(?:es)?|semanal(?:es)?|quincenal(?:es)?)(?![a-z])"
)
""" "3 monthly please"; thirty of them are dollars."""
_YES_TO = re.compile(
    r"(?<![a-z])(?:y+e+s+|y+e+a+h*|y+e+p+) (?:on|to|for|with) (?:the )?(1[0-2]|[2-9])(?![\w/%$:]|[.,-]\d)"
)
""" "yes on the 4" is of what was read back; "yes on the 4th" names a day."""
_INTO = re.compile(
    r"(?<![a-z])(?:en|in) (1[0-2]|[2-9])(?= "
    + either(
        """no me te se le si y pa para for please pls plz porfa puede pueden podria que q lo la and if cuz bc because
        then instead mejor"""
    )
    + r"(?![a-z]))"
)
""" "te lo pago en 4 no puedo mas rapido"; "in 2 weeks" is a day."""
_PARTED = re.compile(r"(?<![a-z])(?:in|into|en) (halves|thirds|fourths|quarters|fifths|mitades|tercios)(?![a-z])")
_INTO_PARTS = {"halves": 2, "mitades": 2, "thirds": 3, "tercios": 3, "fourths": 4, "quarters": 4, "fifths": 5}
_NAMED = re.compile(
    rf"{_FREE}(\d{{1,2}})(?: |-)(?:payments?|pagos?|months?|mes(?:es)?|cuotas?)(?: plan)? "
    r"(?:one|option|choice|opcion)(?![a-z])"
)
"""The 4 payments one."""
_ORDINAL = re.compile(
    rf"{_FREE}(?:the |el |la |los )?(\d{{1,2}})(?:st|nd|rd|th|ro|ra|er|do|da|o|a)"
    r" ?(?:one|option|choice|plan(?! of)|opcion)(?![a-z])"
)
_LOOSE = re.compile(
    rf"{_FREE}(1[0-2]|[2-9])(?![\w/:%$]|[.,-]\d)(?! ?"
    + either(
        """day days dia dias week weeks semana semanas year years ano anos hour hours hr hrs hora horas min mins minutes
        minutos am pm people person personas kid kids hijo hijos ninos nietos miles percent por_ciento visit visits
        visitas bill bills biles cuentas letter letters cartas text texts mensajes of_us of_my of_the de_mis de_los or o
        jobs trabajos"""
    )
    + r"(?![a-z]))(?! (?:[a-z]+ )?(?:a|al|per|por|each|every|cada|x) (?:month|mes|week|semana|quincena|check|cheque))"
)
"""A figure of a size that a plan may have, whatever stands around it: "mejor 4 pa salir mas rapido", "3 paymints"."""
_AND_NO_OTHER = re.compile(r"\d+")
_COUNTS = (_NAMED, _PAYMENTS, _SPLIT, _CAN, _OF_THEM, _YES_TO, _OF_A_KIND, _TIMES, _INTO, _PARTED, _OPTION, _ORDINAL)
SMALL_WORDS = words_of(
    """ok okay okey k kk yes yeah yep yup ya sure si claro dale va sale bueno pues please pls plz por favor porfa
    porfis gracias thanks thx ty thank you i ill i'll i'd id im i'm like want to do can could we let's lets
    let go with make it how about maybe then so well um uh uhh hmm the a el la los las num number numero
    option opcion choice pick choose take get have try prefer prefiero quiero quisiera me gustaria mejor que
    sean seria serian creo think guess probably just only solo nomas for that works sounds good great perfect
    perfecto esta bien hello hi hola is its it's es my mi answer reply respuesta respondo in en of these estos
    y and fine cool deal alright elijo escojo tomo hacer hagamos vamos puedo podria pay pagar pago pagos lo yo
    entonces este aqui starting empezando de del actually instead rather meant mean sorry oops vaya pongamele
    cabal wait oh change switch perdon disculpe quise decir queria cambialo cambielo cambia cambie espere very
    muy bet ta aight sweet alr mm mmm mmmm hm hmmm ah eh pos would be better best doable nice possible pongale
    ponga ponle pongalo hagale hagalo dele puede pueden ponme pongame dame deme hazlo dejelo dejalo se bien
    perdon ay oiga senorita"""
)
"""Beside these a figure still stands alone. No "not" or "but" is among them: "not 1" chooses nothing."""
_CORRECTS = re.compile(
    r"^ ?(?:no|nope|nah|naw|nel)(?: (?:no|not|that one|that|esa|ese|eso|esta|este))*"
    r"[,. ]+(?:the one with |el de |la de )?"
)
""" "no 6" and "no, mejor 4": a no that goes before the figure that is meant."""
_CHOICES = range(2, 13)
"""What "no 6" may choose; "no 1" and "no 20" are refusals."""
_CLAUSE = re.compile(r"[.,;:!]+(?= |$)")
_INSTEAD_OF = re.compile(
    r"(?<![a-z])(?:not|instead of|rather than|en vez de|en lugar de|y no) (?:the |el |los |las |de )?\d{1,2}"
    r"(?:st|nd|rd|th)?(?![\w/%$]|[.,-]\d)(?: (?:payments?|pagos?|but|sino))?"
)
_CANNOT = re.compile(r"(?<![a-z])no (?:se |me |le )?(?:puedo|puede|pueden|podria)(?![a-z])")
_TOKENS = re.compile(rf"{BLANK}+|{FIGURE}[a-z]*|[a-z']+|[^\s]")
_WHOLE_NUMBER = re.compile(r"(\d+|\d{1,3}(?:[.,]\d{3})+)(?:st|nd|rd|th|ro|ra|er|do|da|o|a)?")
_JOINING = "/%$@<>"
_WITH_ONE = words_of(
    """one uno ok okay yes yeah si please pls plz por favor thanks thank you gracias number numero option opcion choice
    i ill i'll pick choose take elijo escojo"""
)
"""Beside these "one" is a choice; not in "a good one" or "that one"."""
MOST = 9_999_999
_CALLED = {911, 988}
"""No answers: who to call."""


@dataclass(frozen=True)
class Number:
    """The number that a text gives."""

    value: int | None = None
    alone: bool = False
    """The text is nothing else but small words."""
    ordinal: bool = False
    """ "the 2nd": no dollars."""


def counted(text: str) -> tuple[list[int], str]:
    """Numbers of payments, options and parts named as such, and the text without them; months stay."""
    instead, without = take(_RATHER, text, _count)
    if instead:
        return instead, without
    months = [int(match[1]) for match in _MONTHS.finditer(text)]
    found = [one for one in months if one]
    for pattern in _COUNTS:
        more, text = take(pattern, text, _count)
        found += [] if found and pattern is _ORDINAL else more  # "4 payments. first one whenever you do it"
    found += [A_YEAR for _ in _YEAR.finditer(text)]
    return found, text


def placed(text: str) -> bool:
    """Whether a place in a list is named: "the 2nd one"."""
    return _ORDINAL.search(text) is not None


def listed(text: str) -> bool:
    """Whether a choice is named by its number: "option 2"."""
    return _OPTION.search(text) is not None


def _count(match: re.Match[str]) -> int | None:
    typed = next(group for group in match.groups() if group)
    if typed in _INTO_PARTS:
        return _INTO_PARTS[typed]
    if match.re is _PAYMENTS and (_DONE.search(before(match)) or _TOO_MUCH.search(before(match))):
        return None
    return 1 if typed in _ONES else int(typed) if int(typed) <= SMALL or match.re is not _OPTION else None


def number(counts: list[int], rest: str) -> Number:
    """The one number meant: what was counted first of all, else a figure beside nothing but small words."""
    if counts:
        return Number(counts[0]) if len(set(counts)) == 1 else Number()
    found = _figure_of(rest)
    return found if found.value is not None else _of_a_clause(rest)


def loose(rest: str) -> int | None:
    """The one figure in what no kind of value has taken, where it may be a number of payments."""
    found = _LOOSE.search(rest)
    return int(found[1]) if found and len(_AND_NO_OTHER.findall(rest)) == 1 else None


def _of_a_clause(rest: str) -> Number:
    """ "wait no. 3. my lease is up in feb": the one choice that a clause is, whatever the others tell."""
    clauses = _CLAUSE.split(rest)
    values = {_figure_of(one).value for one in clauses} & set(_CHOICES) if len(clauses) > 1 else set()
    return Number(values.pop()) if len(values) == 1 else Number()


def _figure_of(rest: str) -> Number:
    meant = _meant(rest)
    said = _CORRECTS.sub("", meant)
    tokens = _TOKENS.findall(said) if not _CANNOT.search(meant) else []
    figures = [token for token in tokens if not _is_small(token)]
    values = {_figure(token) for token in figures}
    value = values.pop() if len(values) == 1 else None
    in_words = _ONES & set(tokens) and any(token[0].isalpha() and token not in _WITH_ONE for token in tokens)
    refused = said != meant and value not in _CHOICES
    if value is None or value in _CALLED or value > MOST or in_words or refused:
        return Number()
    return Number(
        value, True, any(not token.isdigit() and token[-1].isalpha() and token[0].isdigit() for token in figures)
    )


def _meant(text: str) -> str:
    """Without the figure that is not meant, where another one is: "not 3, 4", "4 instead of 3"."""
    left = _INSTEAD_OF.sub(" ", text)
    return left if re.search(r"\d", left) else text


def _is_small(token: str) -> bool:
    """A sign, a value that is taken out already, or a word beside which a figure still stands alone."""
    return token[0] == BLANK or token in SMALL_WORDS or not (token[0].isalnum() or token[0] in _JOINING)


def _figure(token: str) -> int | None:
    """None for a word, for a figure with cents and for one with a unit."""
    if token in ("one", "uno"):
        return 1
    whole = _WHOLE_NUMBER.fullmatch(token)
    return int(re.sub("[.,]", "", whole[1])) if whole else None
