"""What of the model's guesses stands in the middle of a talk, where a text is mostly an answer. Pure.

The model reads each text as if it were the first one. "Oops, fat fingers" behind a birth date was an emergency to it,
and "man, long day" a death. What a rule has found is no guess, and is never touched here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.understanding.labels import OUT_OF_SCOPE
from bot.understanding.verdict import HELD, MODEL, SAFETY, Understood, split

FEW_WORDS = 5
"""So few words of a death, a lawyer or a wrong number are known to the rules; others are small talk."""
LEAST = {"held": 0.25, "held, in few words": 0.95, "held, beside an answer": 0.9, "safety": 0.2,
         "safety, beside an answer": 0.75, "opt_out": 0.3, "opt_out, beside an answer": 0.5,
         "opt_out, known": 0.15}  # fmt: skip
"""How likely the whole text must be, by what is suspected and what else it says."""
OPEN = frozenset({"identity", "plan_choice", "plan_confirm", "promise_date", "amount"})
"""Questions that are answered with something: what the model half hears of trouble beside them is small talk."""
WEIGHED = frozenset({"plan_choice", "plan_confirm", "clarify"})
"""Questions beside which "no more" may be of a plan, or of the very question whether texts are to end."""
TROUBLE = frozenset({"hardship", "already_paid", "dispute_charge", "insurance_issue", "refund_request", "third_party",
                     "legal", "deceased", "wrong_person"})  # fmt: skip
SURE_OF_TROUBLE = 0.6
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


def in_talk(told: Understood, at: Place) -> Understood:
    """The meaning without the guesses that this place in a talk makes unlikely."""
    chances = dict(told.ranking)
    gone = {label for label in set(told.suspicions) - at.ruled if chances.get(label, 0.0) < _least(label, told, at)}
    intent = told.intent
    if told.by == MODEL and (intent in gone or _half_heard(told, at)):
        intent = OUT_OF_SCOPE
    if not gone and intent == told.intent:
        return told
    clarify = None if told.clarify and (gone & set(told.clarify) or intent != told.intent) else told.clarify
    return replace(told, intent=intent, clarify=clarify, suspicions=tuple(x for x in told.suspicions if x not in gone))


def _half_heard(told: Understood, at: Place) -> bool:
    """Whether trouble is all that the model makes of a text, and not surely, where something else was asked."""
    sure = SURE_OF_TROUBLE if not at.answered else LEAST["held, beside an answer"]
    return at.asking in OPEN and told.intent in TROUBLE and told.confidence < sure


def _least(label: str, told: Understood, at: Place) -> float:
    """How likely a suspicion must be to stand; 0 keeps it."""
    top, most = told.ranking[0] if told.ranking else ("", 0.0)
    if label in HELD and top == "greet" and most >= GREETED:
        return BESIDE_A_GREETING
    if at.asking == "none" and not at.proved:
        return 0.0
    if label in HELD:
        return _least_held(label, at)
    if label in SAFETY:
        return 0.0 if split(at.said) else LEAST["safety, beside an answer" if at.answered else "safety"]
    if at.answered:
        return LEAST["opt_out, beside an answer"]
    if told.intent == label:
        return 0.0
    return LEAST["opt_out"] if at.asking in WEIGHED else LEAST["opt_out, known"] if at.proved else 0.0


def _least_held(label: str, at: Place) -> float:
    if label == "wrong_person" and at.proved:
        return 1.0
    few = len(at.said.split()) <= FEW_WORDS
    return LEAST["held, beside an answer" if at.answered else "held, in few words" if few else "held"]
