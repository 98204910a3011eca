"""Two readers of a crisis: the model, which reads whole sentences, and one of words alone. Pure.

Each is fooled by other texts, so their odds count together: a crisis that the model only suspects is none where the
words say nothing of one, and a clause that both find grave is one, whatever hopeful things stand around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import inf, log

from bot.understanding.classifier import Ranking
from bot.understanding.verdict import SAFETY, Understood

LEAST = -4.5
"""Below this, in natural logarithms of odds, nobody hears of a helpline for what only the model suspects. Of 1,770
grave texts of development and of blind rounds none is missed for it; of needless helplines in the talks of strangers,
six in ten fall away, and a third of those for look-alikes."""
ENOUGH = 1.0
"""From here one clause is enough. Grave texts with "so i can do half now and half on the 15th" behind them were
suspected four times in five for want of it; it costs 2 of 1,000 ordinary texts."""

Part = tuple[float, Ranking]
"""A text or a clause of it: the second reader's log odds, and the model's ranking."""


def unfounded(told: Understood, whole: Part, clauses: Sequence[Part], ruled: frozenset[str]) -> bool:
    """Whether the model alone suspects a crisis, and the words speak against it. `ruled`: what rules found."""
    feared = SAFETY & set(told.suspicions) and (told.intent not in SAFETY or told.intent in told.suspicions)
    most = max(_model(ranking) for _, ranking in (whole, *clauses))
    return bool(feared) and not SAFETY & ruled and whole[0] + most < LEAST


def calmed(told: Understood, ruled: frozenset[str]) -> Understood:
    """Without a crisis that is none, nor a death that was likely only beside it: "im dead tired of these bills".

    The suspicions stand in their order, the likeliest first. What a rule found stays.
    """
    places = [at for at, label in enumerate(told.suspicions) if label in SAFETY]
    behind = set(told.suspicions[places[0] :] if places else ()) & {"deceased"} - ruled
    gone = SAFETY | behind
    clarify = None if told.clarify and gone & set(told.clarify) and "opt_out" not in told.clarify else told.clarify
    left = tuple(label for label in told.suspicions if label not in gone)
    return replace(told, suspicions=left, clarify=clarify)


def without(ranking: Ranking) -> Ranking:
    """The ranking of whoever knows that there is no crisis; nothing else becomes any likelier for it."""
    return replace(ranking, intents=tuple(one for one in ranking.intents if one[0] not in SAFETY))


def heeded(told: Understood, clauses: Sequence[Part]) -> Understood:
    """With the crisis that both readers find in one clause, where none is feared yet."""
    grave = max(clauses, key=_both, default=None)
    if grave is None or _both(grave) < ENOUGH or SAFETY & {told.intent, *told.suspicions}:
        return told
    return replace(told, suspicions=(max(sorted(SAFETY), key=grave[1].confidence), *told.suspicions))


def _both(part: Part) -> float:
    return part[0] + _model(part[1])


def _model(ranking: Ranking) -> float:
    chance = max(ranking.confidence(label) for label in SAFETY)
    return -inf if chance <= 0.0 else inf if chance >= 1.0 else log(chance / (1.0 - chance))
