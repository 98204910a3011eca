"""What a text means under the open question. Tables of words, and one small rule for each kind of question."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.hear import assent
from bot.hear.amounts import SMALL
from bot.hear.changes import change
from bot.hear.everyone import bare, everyone
from bot.hear.guesses import Place, in_talk
from bot.hear.leaning import lean
from bot.hear.text import bare_words, either, plain, word, words_of
from bot.hear.values import Values
from bot.understanding.labels import CRITICAL, OUT_OF_SCOPE
from bot.understanding.verdict import MODEL, Understood
from flows.money import Money
from flows.script import Factor, Heard

Digest = Callable[[str, str], str]
"""Kind ("birth", "zip", "code") and plain value to the keyed digest that is kept (decision 10)."""

SURE_OF_LANGUAGE = 0.8
CHOOSES = 2
"""Numbers up to this choose between two things that were named."""
MOST_WAYS, MOST_PAYMENTS = 3, 12
"""Ways to go on that are offered after a balance, and payments of the longest plan that any practice may offer."""
SURE_YES = 0.9
"""What a weighty question needs: a yes that only the model hears, and is less sure of, is no plain one."""
SURE_OF_A_PLAN = 0.6
"""From here the model's word that a text is of a plan makes a count of a lone figure in it."""
FEW_BESIDE_PROOF = 12
"""Words of a text that is mostly the proof in it: "my birthday is may 20th 1940, i will be 87"."""
_EACH = re.compile(word("of de at por each c/u cada @") + r" ?\$? ?\d|\d (?:each|apiece|cada|c/u)")
"""An amount behind one of these is of each payment."""
_ASKS = re.compile(word("can could would how puedo podria want quiero try"))
"""Beside these "1" wishes for one payment rather than choosing what "1" stands for."""

_THE_ONE = re.compile(r"(?:(?:el|la|the|option|opcion|number|numero|reply) )+1")
_FIRST = re.compile(
    word(
        """first start starts starting begin begins primer primero primera empezar empiece comenzar get_paid gets_paid
        getting_paid payday paycheck me_pagan cobro rest resto"""
    )
)
"""Beside these a day is when a plan begins, or goes on."""
_AFTER = re.compile(word("after despues_de despues_del pasado pasando luego_del") + r" (?:the |el |l )?(?:\w+ )?\d")
"""A day behind it is the last on which something can't be."""
_WISHES = re.compile(word("pay paying pagar pagarlo pago pagos abonar abono link plan payment payments"))
"""Beside these a figure is part of a wish."""

_USES = either("speak speaks understand read hablo habla hablan entiendo leo")
_NOT_USING = rf"\b(?:no|not|dont|don't) (?:\w+ )?{_USES}(?: \w+)? "
_USING = rf"\b(?:en|in|to|a|prefiero|prefer|{_USES}) "
_SPANISH, _ENGLISH = "(?:espanol|spanish)", "(?:ingles|english)"
_PLEASE = "(?: please| por favor| pls)"
_LANGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("en", re.compile(rf"{_NOT_USING}{_SPANISH}\b")),
    ("es", re.compile(rf"{_NOT_USING}{_ENGLISH}\b")),
    ("es", re.compile(rf"{_USING}{_SPANISH}\b|\b{_SPANISH}{_PLEASE}|^\W*{_SPANISH}\W*$")),
    ("en", re.compile(rf"{_USING}{_ENGLISH}\b|\b{_ENGLISH}{_PLEASE}|^\W*{_ENGLISH}\W*$")),
)
"""The first that fits tells the language that is wanted."""
_OTHERS = re.compile(
    word(
        """chinese mandarin cantonese vietnamese korean tagalog russian ukrainian arabic french portuguese creole somali
        hindi punjabi japanese polish farsi german italian chino coreano ruso arabe frances portugues italiano aleman
        mixteco zapoteco quiche nahuatl mam triqui"""
    )
)
"""Languages that we do not write: a person is asked (fact sheet S7)."""
_LANG_NAMES = (("es", re.compile(r"\b(?:espanol|spanish)\b")), ("en", re.compile(r"\b(?:ingles|english)\b")))

WEIGHTY = frozenset({"plan_confirm", "clarify"})
"""Questions whose yes moves money or ends texts: what the model half hears is none."""
PLAN_QUESTIONS = frozenset({"plan_choice", "plan_confirm"})
BESIDE_A_YES = words_of("affirm deny request_plan change_plan plan_status thanks_bye greet out_of_scope opt_in")
"""What the model may make of such a text: nothing else is wished for in it."""

PLAN_ANSWERS = frozenset({"affirm", "deny", "not_now", "request_plan", "change_plan", "plan_status"})
OF_A_PLAN = frozenset({"request_plan", "change_plan"})
"""Intents beside which "every two weeks" is said of a plan, where no plan is being chosen yet."""
FIGURES = PLAN_QUESTIONS | {"amount", "promise_date", "next"}
"""Questions that a figure or a day answers."""
_OFFERS = re.compile(
    r"(?<![a-z])(?:can|could|able to|puedo|podria|only|solo) (?:\w+ ){0,2}?"
    + either("do pay give swing manage afford send put spare dar pagar abonar mandar poner")
    + r"(?![a-z])"
)
UNASKED, FIRST_PROOF = frozenset({"none", "menu", "clarify", "smaller"}), 20
"""Where proof was not asked for yet, a text of so many words at most gives the birth date or ZIP in it as such."""
_MOVED = re.compile(word("moved move moving address new mude mudo mudado mudamos direccion domicilio nuevo nueva"))
"""Beside these a ZIP is news and no proof."""
MOST_BESIDE = 10
"""Words of a text that is still mostly the value in it."""

PAYING = words_of("get_pay_link payment_methods request_plan promise_to_pay out_of_scope")
"""What the model takes "can i pay for both my kids" for."""
ELSEWHERE = words_of(
    """already_paid dispute_charge refund_request insurance_issue receipt_request payment_trouble update_info
    third_party complaint medical_or_scheduling ask_details plan_status ask_identity"""
)
"""A figure in such a text belongs to its story, and answers no question."""


def hear(understood: Understood, values: Values, asking: str, digest: Digest, lang: str, *,
         ruled: frozenset[str] = frozenset(), proved: bool = False) -> Heard:  # fmt: skip
    """The text as the open question hears it; `asking` is the question's name of interfaces.md, or "none".

    A critical label always wins, and then no value answers anything; proof beside one that is only suspected is kept.
    `lang` is the patient's so far; `ruled` the labels that rules found, surely or not; `proved` whether this is the
    patient.
    """
    said = plain(values.said).text
    place = Place(asking, said, ruled, _answers(values, asking, said), proved, _proof(values, said))
    understood = in_talk(understood, place)
    heard = Heard(
        understood.intent,
        lang=understood.lang if understood.lang_confidence >= SURE_OF_LANGUAGE else lang,
        clarify=understood.clarify,
        also=understood.also,
        suspicions=understood.suspicions,
        wants_lang=_wanted(said, understood.intent),
        extra=values.said,
    )
    if understood.intent in CRITICAL:  # who they are counts all the same where it is only feared
        unsure = understood.intent in understood.suspicions
        return replace(heard, factors=_factors(values, asking, digest)) if unsure else heard
    if _bare(said, values):
        heard = replace(heard, suspicions=())
    heard = replace(heard, factors=_factors(values, asking, digest), whole_yes=bare_words(said) in ("yes", "si"))
    heard = _for_all(replace(heard, change=change(said)), values, said)
    if asking != "none":
        heard = _answering(heard, understood, values, asking, lang)
    heard, values = _counting(heard, understood, values, asking)
    if asking in FIGURES and _in_need(understood, said):
        return replace(heard, lean=None, clarify=None)
    if heard.intent in ELSEWHERE and understood.clarify is None:
        return heard
    days = values.days if len(values.days) > 1 else ()
    heard = replace(heard, day=values.day, days=days, amount=values.amount, counted=values.counted,
                    number=values.number, ordinal=values.ordinal, fraction=values.fraction, per=values.per,
                    down=values.down, halves=values.halves, after=_AFTER.search(said) is not None)  # fmt: skip
    if asking in PLAN_QUESTIONS or heard.intent in OF_A_PLAN:
        heard = replace(heard, per=values.per or values.rhythm, day=heard.day or values.weekday)
    return _UNDER.get(asking, _as_it_is)(heard, values)


def _answering(heard: Heard, understood: Understood, values: Values, asking: str, lang: str) -> Heard:
    """What a text says to the open question: yes, no, not this one, not now."""
    said = plain(values.said).text
    own = OUT_OF_SCOPE if asking in WEIGHTY and _half_yes(understood, said) else heard.intent
    own = assent.plain_answer(said, lang, asking in PLAN_QUESTIONS) or _bare(said, values) or own
    figures = values.number is not None or values.amount is not None
    sure = understood.intent == "affirm" and understood.confidence >= SURE_YES and not figures
    confirming = asking == "plan_confirm"
    yes = confirming and _assents(heard, said, sure)
    refused = assent.refuses_any(said) or (confirming and assent.puts_off(said, bool(values.days)))
    heard = replace(heard, intent=own, lean=lean(said), assents=yes, no_plan=refused)
    heard = _about_the_plan(heard) if asking in PLAN_QUESTIONS and heard.lean else heard
    if confirming and values.day and (_FIRST.search(said) or _AFTER.search(said)):
        heard = replace(heard, intent="request_plan", clarify=None, also=None)
    return heard


def _counting(heard: Heard, understood: Understood, values: Values, asking: str) -> tuple[Heard, Values]:
    """With the figures that are a number of payments, whatever else they might have been."""
    if values.counted and values.amount is not None and not (values.per or _EACH.search(plain(values.said).text)):
        values = replace(values, amount=None)  # "160 dollars. fine, split it in two"
    later = asking in PLAN_QUESTIONS and values.counted and heard.intent == "not_now"
    loose = _loosely(understood, values, asking)
    if loose:
        values = replace(values, number=values.loose, counted=True, amount=None, bare_amount=None)
    if loose or later:  # "3 paymints"; "mejor 4 y salgo de eso mas luego"
        heard = replace(heard, intent="request_plan", clarify=None)
    return heard, values


def _answers(values: Values, asking: str, said: str) -> bool:
    """Whether a text has a value that the open question may want, beside few other words."""
    if len(said.split()) > MOST_BESIDE or asking == "none":
        return False
    if asking in PLAN_QUESTIONS and assent.drops(said):
        return True
    proof = bool(values.births or values.zip or values.code)
    figure = values.number is not None or values.amount is not None or bool(values.days)
    return proof if asking == "identity" else figure and asking in FIGURES


def _proof(values: Values, said: str) -> bool:
    """Whether a text says who they are: with two kinds of proof, or with one and few other words."""
    kinds = sum(map(bool, (values.births, values.zip, values.code)))
    return kinds > 1 or (kinds == 1 and len(said.split()) <= FEW_BESIDE_PROOF)


def _in_need(understood: Understood, said: str) -> bool:
    """Whether somebody tells at length why they can't pay and offers nothing: the figures are of their story."""
    sure = understood.intent == "hardship" and understood.confidence >= SURE_YES
    return sure and len(said.split()) > MOST_BESIDE and not _OFFERS.search(said)


def _half_yes(understood: Understood, said: str) -> bool:
    """Whether it is the model that hears a yes, and not surely: "huh", "possibly"."""
    unsure = understood.confidence < SURE_YES or not assent.has_a_yes(said)
    return understood.intent == "affirm" and understood.by == MODEL and unsure


def _assents(heard: Heard, said: str, sure: bool) -> bool:
    """Whether a text says yes to what was read back, in words of its own and with nothing else in it (decision 16)."""
    wishes = {heard.intent, *(heard.clarify or ()), *filter(None, [heard.also])} - BESIDE_A_YES
    return not (wishes or heard.change or lean(said) or heard.suspicions) and assent.in_own_words(said, sure)


def _loosely(understood: Understood, values: Values, asking: str) -> bool:
    """Whether the one figure in a text is a number of payments, no word saying so: a plan is wished for or chosen."""
    half_heard = understood.confidence < SURE_OF_A_PLAN
    sure = understood.intent in OF_A_PLAN and not half_heard
    choosing = asking in PLAN_QUESTIONS and (understood.intent in PLAN_ANSWERS or half_heard)
    taken = values.number is not None or values.per or values.days
    figure = values.loose is not None and values.amount in (None, Money(values.loose * 100))
    return figure and not taken and (sure or choosing) and understood.intent not in CRITICAL


def _about_the_plan(heard: Heard) -> Heard:
    """ "The smallest one", where payments are being chosen and the model wavers, is said of a payment."""
    meant = next((label for label in heard.clarify or () if label in {"request_plan", "change_plan"}), None)
    return replace(heard, intent=meant, clarify=None) if meant else heard


def _for_all(heard: Heard, values: Values, said: str) -> Heard:
    """A wish to pay for several at once, whichever way of paying the model takes it for; a plan or a day is another."""
    other = values.per or values.rhythm or values.days or values.fraction or values.amount is not None
    paying = PAYING & {heard.intent, *(heard.clarify or ())}
    if other or not paying or not everyone(said):
        return heard
    return replace(heard, everyone=True, intent="get_pay_link", clarify=None, also=None)


def _account(heard: Heard, values: Values) -> Heard:
    """Which of them: "both" is all."""
    return _answered(heard, everyone=True) if bare(plain(values.said).text) else heard


def _factors(values: Values, asking: str, digest: Digest) -> tuple[Factor, ...]:
    """Proof, where it is asked for or plainly volunteered: two kinds of it, one that is called by its name, a code from
    a statement, or one that a text is nothing much else than before anything was asked."""
    births = frozenset(digest("birth", day.isoformat()) for day in values.births)
    zips = frozenset(digest("zip", one) for one in (values.zip,) if one)
    codes = frozenset(digest("code", one) for one in (values.code,) if one)
    given = (Factor("birth", births), Factor("zip", zips), Factor("code", codes))
    found = tuple(factor for factor in given if factor.digests)
    said = plain(values.said).text
    first = asking in UNASKED and len(said.split()) <= FIRST_PROOF and not _MOVED.search(said)
    meant = asking == "identity" or len(found) > 1 or values.labelled or codes or first
    return found if meant else ()


def _bare(said: str, values: Values) -> str | None:
    """No meaning of its own, where a text is nothing but a figure and small words: "fine 1", "la segunda"."""
    found = values.number is not None or values.amount is not None or values.days
    wishes = _WISHES.search(said) is not None
    return OUT_OF_SCOPE if values.alone and found and not wishes else None


def _wanted(said: str, intent: str) -> str | None:
    """The language that the text asks for; its bare name is enough where the meaning is a switch."""
    found = next((lang for lang, pattern in _LANGS if pattern.search(said)), None)
    named = [lang for lang, pattern in _LANG_NAMES if pattern.search(said)]
    other = _OTHERS.search(said) if intent == "switch_language" else None
    if other:
        return other[0]
    return found or (named[0] if len(named) == 1 and intent == "switch_language" else None)


def _as_it_is(heard: Heard, values: Values) -> Heard:
    return heard


def _answered(heard: Heard, **found: Any) -> Heard:
    """The question has its answer, so nobody need be asked what was meant."""
    return replace(heard, clarify=None, **found)


def _amount(heard: Heard, values: Values) -> Heard:
    """How much: a bare figure is dollars."""
    amount = heard.amount or values.bare_amount
    return _answered(heard, amount=amount) if amount is not None or heard.fraction else heard


def _plan_choice(heard: Heard, values: Values) -> Heard:
    """How many payments, or how much at a time: "3", "60"."""
    if heard.number is not None and heard.number > SMALL and values.bare_amount is not None:
        return _answered(heard, number=None, amount=values.bare_amount)
    found = heard.number is not None or heard.amount is not None or heard.per or heard.down is not None or heard.halves
    return _answered(heard) if found else heard


def _plan_confirm(heard: Heard, values: Values) -> Heard:
    """A yes to exact figures is "1" or a plain yes (decision 16); "1 payment", "yes but" and "ok?" are none."""
    said = plain(values.said).text
    if _THE_ONE.fullmatch(bare_words(said)):  # "el 1" is no first of the month
        return replace(heard, intent=OUT_OF_SCOPE, number=1, day=None, days=(), amount=None)
    more = values.days or values.amount is not None or values.fraction is not None
    hedged = bool(more) or assent.hedged(said)
    wishes = heard.intent in ("request_plan", "change_plan") and not hedged
    if heard.number == 1 and not wishes and (hedged or values.bare_amount is None or _ASKS.search(said)):
        heard = replace(heard, number=None)
    if values.ordinal and not values.alone:  # "which day would the second one be": no 2 of "reply 2 to change it"
        heard = replace(heard, number=None, ordinal=False)
    if heard.number is not None and not values.alone:  # "thats too many. just 2": payments, and no 2 to change it
        heard = replace(heard, counted=True)
    if heard.counted and heard.clarify and OF_A_PLAN & set(heard.clarify):  # "no wait, 3, so im done sooner"
        heard = replace(heard, intent="request_plan", clarify=None)
    if heard.no_plan and heard.intent in (*PLAN_ANSWERS, "thanks_bye", OUT_OF_SCOPE):
        return replace(heard, intent="deny", number=None, amount=None, fraction=None, per=None)
    if heard.intent == "affirm" and (hedged or heard.number not in (None, 1)):
        return replace(heard, intent=heard.also or OUT_OF_SCOPE)
    return heard


def _clarify(heard: Heard, values: Values) -> Heard:
    """Which of two, or whether texts end: "that is fine" and "ok" say neither."""
    if heard.intent == "affirm" and not assent.says_yes(plain(values.said).text):
        return replace(heard, intent=OUT_OF_SCOPE)
    return heard


def _promise_date(heard: Heard, values: Values) -> Heard:
    """Which day: a bare "15" is the next 15th. "1" and "2" choose between two days that were read back."""
    if heard.day is None and not heard.days and values.bare_days and (heard.number or 0) > CHOOSES:
        return _answered(heard, day=values.bare_days[0])
    return _answered(heard) if heard.day is not None else heard


def _next(heard: Heard, values: Values) -> Heard:
    """After what is owed: 1, 2 or 3 choose; up to twelve is payments, and a bigger figure dollars."""
    if heard.number is not None and MOST_WAYS <= heard.number <= MOST_PAYMENTS:
        return _answered(heard, counted=True, amount=None)
    if heard.number is None or heard.number <= MOST_WAYS or values.bare_amount is None:
        return heard
    return _answered(heard, number=None, amount=values.bare_amount)


_UNDER: dict[str, Callable[[Heard, Values], Heard]] = {
    "amount": _amount,
    "plan_choice": _plan_choice,
    "plan_confirm": _plan_confirm,
    "promise_date": _promise_date,
    "clarify": _clarify,
    "next": _next,
    "account": _account,
}
