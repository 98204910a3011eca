"""From a ranking and what the rules found to one meaning. Pure; it says what was meant, not what is done about it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache

from bot.understanding import artefact
from bot.understanding.artefact import Limits
from bot.understanding.classifier import Ranking
from bot.understanding.labels import CRITICAL, LABELS, OUT_OF_SCOPE, SMALL_TALK

RULE, MODEL, FALLBACK = "rule", "model", "fallback"
SHOWN = 5
CLAUSES = 4
OVERRULED = frozenset({"already_paid", "dispute_charge", "hardship", "insurance_issue", "complaint", "change_plan"})
"""Rules for these look at a few words; a model that is sure of something else has read the whole text."""
OVERRULES = 0.85
OF_A_CLAUSE = frozenset({"already_paid", "dispute_charge", "hardship", "insurance_issue", "refund_request",
                         "receipt_request"})  # fmt: skip
BORNE_OUT = 0.03
"""A clause alone puts no bill on hold: "I dont have it all, can I pay in parts" wishes for a plan, and "got paid, can I
pay now" says nothing of a payment made. Where the whole text leaves it room, it is heard."""
ROOM = 0.25
SAFETY = frozenset({"self_harm", "emergency"})
HELD = frozenset(CRITICAL) - SAFETY - {"opt_out"}
FAINT, FAINT_BESIDE_A_RULE = 0.08, 0.12
SURE = 0.75
LEAST_ELSE = 0.04
"""Below this nobody is asked or held for an opt-out, a death, a wrong number or a lawyer: of 1,223 such development
texts one was missed for it, as with half of it, and every sixth needless look by the office falls away."""
LEAST_FOR_SAFETY = 0.09
"""Below this nobody hears of a helpline: down to here no text of 1,380 that strangers wrote was missed for it, and
every third helpline that nobody needed falls away."""
SECOND_THOUGHTS = frozenset({"deceased", "legal"})
RUNNER_UP = 0.03
"""Enough for a look by the office where it is the second of all meanings; "who is this" is close to a wrong number by
nature, so that one is not looked at for it."""
CLAUSE_ALONE = 0.95
"""From here a clause speaks for itself, whatever the rest of the text is about: 2 of 637 critical texts were missed for
want of it, and 1 of 1,000 ordinary texts is looked at for it."""
ALONE = 0.97
"""From here the model alone is believed of an opt-out, a death, a wrong number or a lawyer; below, it is asked about or
held. Of look-alikes that strangers wrote it believed one in a hundred from 0.9, one in seven hundred from here."""
AMONG_FIRST = {label: 5 if label in HELD else 3 for label in CRITICAL}
"""A suspicion stands among the first labels, and is no faint one beside a sure label: where nothing fits, as in random
letters, every label has its thirtieth of the chance, and "HELP" is two in a hundred an emergency. Where a suspicion
only costs somebody at the office a look, more may be suspected than where the patient hears of it.
"""

GREETINGS = frozenset({"greet", "thanks_bye"})
BESIDE_A_GREETING = 0.8
"""A greeting is part of many texts and says nothing else; "hey whats my bal" is half a greeting and half a wish.
Consent is never heard beside one."""

_FIRST = (*CRITICAL, "dispute_charge", "opt_in", "help", "ask_identity", "talk_to_human", "switch_language")
ORDER = tuple(dict.fromkeys((*_FIRST, *LABELS)))
"""Which of several rule hits is acted on first."""

UNASKABLE = SMALL_TALK | {"help", "not_now", "complaint", "switch_language"}
"""Nobody is asked "did you mean this?" about these, and no clause adds them as a second wish."""

_BREAK = re.compile(r"[.!?;,\n]+(?=\s|$)|\b(?:and|but|also|plus|y|e|pero|adem[aá]s|tambi[eé]n)\b", re.IGNORECASE)

_STOPPING = re.compile(
    r"\b(?:stop\w*|unsubscrib\w*|cancel\w*|quit|alto|par(?:e|en|ar|ara|aran)|basta|baja|remove\w*|block\w*|bloque\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Understood:
    """What a text means, before any open question is considered.

    `intent` is a label of `labels.LABELS`; `by` says whether a rule, the model or the scope threshold chose it.
    `clarify` names two labels between which it is worth asking; `also` a second wish in the same text.
    `suspicions` are critical labels that the model finds possible but not sure, the likeliest first: the consequence
    of each is the cautious one of its kind (a question, a hold, the safety reply), also when `intent` is that label.
    """

    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]
    lang: str
    lang_confidence: float
    by: str
    clarify: tuple[str, str] | None = None
    also: str | None = None
    suspicions: tuple[str, ...] = ()
    model: str | None = None

    def to_json(self) -> str:
        """One line of JSON that `from_json` reads back to an equal value."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Understood:
        """Raises ValueError, TypeError or KeyError for anything that `to_json` did not write."""
        told = json.loads(text)
        first_second = told["clarify"]
        pair = None if first_second is None else (str(first_second[0]), str(first_second[1]))
        ranking = tuple((str(label), float(chance)) for label, chance in told["ranking"])
        suspicions = tuple(str(label) for label in told["suspicions"])
        return cls(**{**told, "ranking": ranking, "clarify": pair, "suspicions": suspicions})


def only_values() -> Understood:
    """The meaning of a text that is nothing but figures: whatever question is open will know them."""
    return Understood(OUT_OF_SCOPE, 1.0, (), "en", 0.0, RULE)


def decide(
    ranking: Ranking | None,
    hits: frozenset[str] = frozenset(),
    clauses: Sequence[Ranking] = (),
    limits: Limits | None = None,
    *,
    doubts: frozenset[str] = frozenset(),
    stopping: bool = False,
) -> Understood:
    """The meaning of a text, from the model's ranking (None without a model), the labels of rules, and its clauses.

    Rules win over the model; a critical label wins over all else, whoever found it; neither the scope threshold nor
    another label hides one. `doubts` are labels that rules found, but not surely. `limits` are the shipped model's
    unless given. In a text that speaks of `stopping` the
    model never hears consent unasked: "I put stop and another came" was an opt-in to it, as sure as anything.
    """
    hits, doubts = hits & frozenset(LABELS), doubts & frozenset(CRITICAL)
    if ranking is None:
        return replace(_by_rules_alone(hits), suspicions=tuple(in_order(doubts - hits)))
    limits = limits or shipped_limits()
    believed, suspected = _critical(ranking, clauses, limits, hits)
    wishes = _wishes(ranking, clauses, limits)
    intent, confidence, by = _choose(ranking, in_order(hits), believed, wishes, limits)
    sure = by == RULE or intent not in suspected
    if stopping and intent == "opt_in" and by == MODEL and "opt_out" not in suspected:
        suspected.append("opt_out")
    suspicions = tuple(label for label in suspected if label not in hits and not (sure and _settled(label, intent)))
    suspicions += tuple(label for label in in_order(doubts) if label not in {intent, *suspicions, *hits})
    also = _also(intent, [*in_order(hits), *believed], [one for one in wishes if _bears(ranking, one[0])])
    either = _clarify(ranking, intent, by, suspicions, limits)
    return Understood(
        intent,
        confidence,
        ranking.intents[:SHOWN],
        ranking.lang,
        ranking.lang_confidence,
        by,
        None if either and set(either) == {intent, also} else either,  # both were said: both are dealt with
        also,
        suspicions,
        ranking.model,
    )


def split(text: str) -> tuple[str, ...]:
    """The clauses of a text that may hold more than one wish; none when it is a single clause, or a long letter."""
    parts = [part.strip() for part in _BREAK.split(text)]
    clauses = tuple(part for part in parts if len(part) >= 6 and len(part.split()) >= 2)
    return clauses if len(parts) >= 2 and 1 <= len(clauses) <= CLAUSES and clauses != (text.strip(),) else ()


def speaks_of_stopping(text: str) -> bool:
    """Whether a text has a word that ends texts somewhere, whatever it says of it."""
    return _STOPPING.search(text) is not None


def in_order(hits: frozenset[str]) -> list[str]:
    """Labels found by rules, the one to act on first in front."""
    return sorted(hits, key=ORDER.index)


@lru_cache(maxsize=1)
def shipped_limits() -> Limits:
    """The limits of the committed model, where nobody sets stricter ones. Raises ModelUnavailable."""
    limits = artefact.load_card().limits
    stricter = {
        label: (max(low, LEAST_FOR_SAFETY), high) if label in SAFETY else (max(low, LEAST_ELSE), max(high, ALONE))
        for label, (low, high) in limits.critical.items()
    }
    return replace(limits, critical=stricter)


def _by_rules_alone(hits: frozenset[str]) -> Understood:
    first, *others = [*in_order(hits), None]
    if first is None:
        return Understood(OUT_OF_SCOPE, 0.0, (), "en", 0.0, FALLBACK)
    return Understood(first, 1.0, (), "en", 0.0, RULE, also=others[0])


def _critical(ranking: Ranking, clauses: Sequence[Ranking], limits: Limits,
              hits: frozenset[str]) -> tuple[list[str], list[str]]:  # fmt: skip
    """Critical labels that the model believes, in their order, and those it suspects, the likeliest first.

    A clause alone raises a suspicion, no more; one of self-harm or an emergency only where the whole text leaves room
    for it, "i cant go on with the plan" having a clause that is alarming by itself, or the clause is nearly certain:
    hardship told at length hid "gonna put a bullet in my head" from a reading of the whole.
    """
    believed, suspected = [], []
    for label in CRITICAL:
        low, high = limits.critical[label]
        whole, part = ranking.confidence(label), max((clause.confidence(label) for clause in clauses), default=0.0)
        if whole >= high:
            believed.append(label)
        elif _possible(ranking, label, low, hits) or _in_a_clause(label, part, whole, (low, high)):
            suspected.append(label)
    return believed, sorted(suspected, key=lambda label: -ranking.confidence(label))


def _in_a_clause(label: str, part: float, whole: float, limits: tuple[float, float]) -> bool:
    """Whether a clause is enough to suspect a critical label."""
    low, high = limits
    if label in SAFETY:
        return part >= high and (whole >= low * ROOM or part >= CLAUSE_ALONE)
    return part >= (min(high, CLAUSE_ALONE) if label in HELD else high)


def _possible(ranking: Ranking, label: str, low: float, hits: frozenset[str]) -> bool:
    """Whether the whole text leaves room for a critical label; little where a rule says what the model says."""
    (top, most), chance = ranking.intents[0], ranking.confidence(label)
    least = FAINT_BESIDE_A_RULE if top in hits else FAINT if most >= SURE else low
    if label in SECOND_THOUGHTS and label == ranking.intents[1][0] and top not in hits:
        least = min(least, RUNNER_UP)
    return chance >= least and label in dict(ranking.intents[: AMONG_FIRST[label]])


def _wishes(ranking: Ranking, clauses: Sequence[Ranking], limits: Limits) -> list[tuple[str, float]]:
    """What single clauses ask for, surest first. A critical label is none: a clause alone does not prove it."""
    surest: dict[str, float] = {}
    for clause in clauses:
        label, chance = clause.intents[0]
        if chance >= limits.clause and clause.in_scope >= limits.scope and label not in (*UNASKABLE, *CRITICAL):
            surest[label] = max(chance, surest.get(label, 0.0))
    return sorted(surest.items(), key=lambda wish: -wish[1])


def _choose(
    ranking: Ranking, rules: list[str], believed: list[str], wishes: list[tuple[str, float]], limits: Limits
) -> tuple[str, float, str]:
    """The label to act on, its confidence, and who chose it."""
    if believed and not (rules and rules[0] in CRITICAL[: CRITICAL.index(believed[0]) + 1]):
        return believed[0], ranking.confidence(believed[0]), MODEL
    top, confidence = ranking.intents[0]
    if rules and not (rules[0] in OVERRULED and confidence >= OVERRULES and top not in SMALL_TALK):
        return rules[0], 1.0, RULE
    if wishes and top in SMALL_TALK - {OUT_OF_SCOPE}:
        return *wishes[0], MODEL
    second, runner_up = ranking.intents[1]
    unheard = (*UNASKABLE, *CRITICAL, "opt_in")
    if top in GREETINGS and second not in unheard and runner_up >= BESIDE_A_GREETING * confidence:
        return second, runner_up, MODEL
    if ranking.in_scope < limits.scope and top not in (*CRITICAL, OUT_OF_SCOPE):
        return OUT_OF_SCOPE, round(1.0 - ranking.in_scope, 6), FALLBACK
    return top, confidence, MODEL


def _bears(ranking: Ranking, second: str) -> bool:
    """Whether a text that is sure of its wish bears out the trouble that one clause of it sounds like."""
    sure = ranking.intents[0][1] >= OVERRULES
    return not (sure and second in OF_A_CLAUSE and ranking.confidence(second) < BORNE_OUT)


def _settled(suspected: str, intent: str) -> bool:
    """Whether a suspicion adds nothing to a sure intent: to a critical one that is as urgent or more."""
    return intent in CRITICAL and CRITICAL.index(intent) <= CRITICAL.index(suspected)


def _clarify(
    ranking: Ranking, intent: str, by: str, suspicions: Sequence[str], limits: Limits
) -> tuple[str, str] | None:
    (top, first), (second, runner_up) = ranking.intents[:2]
    if "opt_out" in suspicions and not SAFETY & {intent, *suspicions}:
        return ("opt_out", second) if intent == "opt_out" else (intent, "opt_out")
    close = runner_up >= limits.clarify[top] * first
    askable = not UNASKABLE & {top, second} and second != "opt_in"
    return (top, second) if by == MODEL and intent == top and close and askable else None


def _also(intent: str, found: list[str], wishes: list[tuple[str, float]]) -> str | None:
    """A second critical or rule label, else a second wish; a lone clause that differs from the whole is none."""
    others = [label for label in found if label != intent]
    if others:
        return others[0]
    spoken = [label for label, _ in wishes]
    second = [label for label in spoken if label != intent]
    return second[0] if second and (intent in spoken or intent in CRITICAL or intent in found) else None
