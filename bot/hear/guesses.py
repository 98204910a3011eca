"""What of the model's guesses stands in the middle of a talk, where a text is mostly an answer. Pure.

The model reads each text as if it were the first one. "Oops, fat fingers" behind a birth date was an emergency to it,
and "man, long day" a death. What a rule has found is no guess, and is never touched here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.hear.text import word
from bot.understanding.labels import OUT_OF_SCOPE
from bot.understanding.verdict import HELD, MODEL, SAFETY, Understood, split

FEW_WORDS, SHORT = 5, 9
"""So few words of a death or a lawyer are known to the rules; others are small talk. Of self-harm and emergencies the
model was faint about long texts only: of 1,260 such texts of development none that it saw under 0.2 had ten words."""
LEAST = {"held": 0.25, "held, in few words": 0.95, "wrong number, in few words": 0.5, "held, beside an answer": 0.9,
         "safety": 0.2, "safety, beside proof": 0.75, "safety, beside an answer": 0.5, "opt_out": 0.15,
         "opt_out, in a question": 0.9, "opt_out, asked": 0.3, "opt_out, beside an answer": 0.5}  # fmt: skip
"""How likely the whole text must be, by what is suspected and what else it says."""
OPEN = frozenset({"identity", "plan_choice", "plan_confirm", "promise_date", "amount"})
"""Questions that are answered with something: what the model half hears of trouble beside them is small talk."""
PLANS = frozenset({"plan_choice", "plan_confirm"})
UNDISTURBED, UNCLEAR = frozenset({"identity", "plan_confirm"}), 0.5
"""Beside these nobody is asked which of two unlikely things small talk may mean: its "1" would answer the wrong one."""
_OF_TEXTS = re.compile(
    r"(?<![a-z])(?:text|messag|msg|sms|notif|alert|remind|contact|number|phone|list\b|spam|bother|leave me|unsub"
    r"|mensaj|recordator|avis|numero|telefono|celular|escrib|mand[ae]|molest|lista\b|dejen)"
)
"""What speaks of our texts, so that it is not of a plan."""
_INTRODUCES = re.compile(
    r"(?<![a-z])(?:this is|it'?s|my name(?:'?s| is)|soy|me llamo|les? (?:saluda|habla)|mi nombre es"
    r"|[a-z]+ here)(?! (?:an?|the|una?|el|la|not|about|in|regarding) )(?![a-z])"
)
_GOT = re.compile(
    word(
        """got received recieved recibi resibi llego llegaron bill balance account appointment message letter note text
        texted messaged returning regarding recibo factura cuenta carta mensaje mensajito cita escribieron mandaron"""
    )
)
_SOMEBODY_ELSE = re.compile(
    word(
        """no not nobody none nope nah wrong incorrect mistake mistaken else other another different previous old new
        who number numero num phone telefono tel cel celular persona someone somebody quien nadie nunca error otra
        otro otros ajeno ni tampoco ya before anterior addressed says dice"""
    )
    + r"|(?:n't|isnt|wasnt|arent|aint|dont|doesnt|didnt|havent|cant)(?![a-z])|equivoc|desconoc|#"
)
"""Of 2,798 texts of wrong numbers that were learnt from, 6 introduce somebody, tell of a message and have none."""
TROUBLE = frozenset({"hardship", "already_paid", "dispute_charge", "insurance_issue", "refund_request", "third_party",
                     "legal", "deceased", "wrong_person"})  # fmt: skip
SURE_OF_TROUBLE = 0.6
BESIDE_PROOF = TROUBLE - {"legal", "deceased"} | {"payment_trouble", "complaint", "update_info"}
"""What proof of who somebody is sounds like to the model. Self-harm, emergencies, deaths and lawyers are none of it: of
such texts that only the model finds, one in five falls under nine tenths once proof stands beside it."""
SURE_OF_ANOTHER = 0.97
SMALL_WISHES = frozenset({"thanks_bye", "not_now", "promise_to_pay", "affirm"})
GREETED, BESIDE_A_GREETING = 0.6, 0.3
"""Who is greeted by name, as in "Walt here", is nobody's wrong number for it."""


@dataclass(frozen=True)
class Place:
    """Where in a talk a text stands, and what else is in it."""

    asking: str = "none"
    said: str = ""
    ruled: frozenset[str] = frozenset()
    """The labels that rules found in it, surely or not."""
    answered: bool = False
    """It has what the open question wants."""
    proved: bool = False
    """This is the patient, so that it is no wrong number."""
    proof: bool = False
    """It says who they are: two kinds of proof stand in it, or one beside few other words."""


def in_talk(told: Understood, at: Place) -> Understood:
    """The meaning without the guesses that this place in a talk makes unlikely."""
    told, chances = _own(told, at), dict(told.ranking)
    gone = {label for label in set(told.suspicions) - at.ruled if chances.get(label, 0.0) < _least(label, told, at)}
    intent = told.intent
    if told.by == MODEL and (intent in gone or _half_heard(told, at) or _unclear(told, at)):
        intent = OUT_OF_SCOPE
    if not gone and intent == told.intent:
        return told
    clarify = None if told.clarify and (gone & set(told.clarify) or intent != told.intent) else told.clarify
    return replace(told, intent=intent, clarify=clarify, suspicions=tuple(x for x in told.suspicions if x not in gone))


def _own(told: Understood, at: Place) -> Understood:
    """Whoever proved who they are writes for nobody else, unless the model is sure: "le digo a mi señora y vemos"."""
    if not (at.proved and told.by == MODEL and told.intent == "third_party" and told.confidence < SURE_OF_ANOTHER):
        return told
    second = next((label for label, _ in told.ranking[1:2] if label in SMALL_WISHES), OUT_OF_SCOPE)
    return replace(told, intent=second, clarify=None)


def introduces(said: str) -> bool:
    """Whether somebody says their own name and what they got from us, and nothing of a number or of anybody else."""
    return bool(_INTRODUCES.search(said) and _GOT.search(said) and not _SOMEBODY_ELSE.search(said))


def _says_who(at: Place) -> bool:
    return at.proof or introduces(at.said)


def _half_heard(told: Understood, at: Place) -> bool:
    """Whether trouble is all that the model makes of a text, and not surely, where something else was asked."""
    sure = SURE_OF_TROUBLE if not at.answered else LEAST["held, beside an answer"]
    if _says_who(at) and told.intent in BESIDE_PROOF and told.confidence < LEAST["held, beside an answer"]:
        return True
    return at.asking in OPEN and told.intent in TROUBLE and told.confidence < sure


def _unclear(told: Understood, at: Place) -> bool:
    """Whether two things may be meant, and neither is likely."""
    stays = told.clarify is None or "opt_out" in told.clarify
    return (at.proof or at.asking in UNDISTURBED) and told.confidence < UNCLEAR and not stays


def _least(label: str, told: Understood, at: Place) -> float:
    """How likely a suspicion must be to stand; 0 keeps it."""
    top, most = told.ranking[0] if told.ranking else ("", 0.0)
    if label in HELD and top == "greet" and most >= GREETED:
        return BESIDE_A_GREETING
    if label == "wrong_person" and _says_who(at):
        return LEAST["held, beside an answer"]
    if at.asking == "none" and not at.proved:
        return 0.0
    if label in HELD:
        return _least_held(label, at)
    if label in SAFETY:
        return _least_safety(at)
    return _least_opt_out(told.intent == label, at)


def _least_safety(at: Place) -> float:
    if split(at.said) or len(at.said.split()) > SHORT:
        return 0.0
    beside = "safety, beside proof" if at.asking == "identity" else "safety, beside an answer"
    return LEAST[beside if at.answered else "safety"]


def _least_opt_out(first: bool, at: Place) -> float:
    if at.answered:
        return LEAST["opt_out, beside an answer"]
    if at.asking in PLANS and not _OF_TEXTS.search(at.said):
        return LEAST["opt_out, in a question"] if "?" in at.said else 0.0 if first else LEAST["opt_out"]
    if first or not (at.proved or at.asking == "clarify"):
        return 0.0
    return LEAST["opt_out, asked" if at.asking == "clarify" else "opt_out"] if not _OF_TEXTS.search(at.said) else 0.0


def _least_held(label: str, at: Place) -> float:
    if label == "wrong_person" and at.proved:
        return 1.0
    if at.answered:
        return LEAST["held, beside an answer"]
    if len(at.said.split()) > FEW_WORDS:
        return LEAST["held"]
    return LEAST["wrong number, in few words" if label == "wrong_person" else "held, in few words"]
