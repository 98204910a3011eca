"""What a patient's text means: one trained classifier, its hosts, and how its ranking and the rules become one meaning.

It reads redacted text and returns values. It keeps nothing, knows no talk, no patient and no database, and decides
nothing about money or consent. Files that a Rasa server loads too (labels, normalize, features, encoder, artefact,
classifier) use NumPy and the sentence encoder only.
"""

from __future__ import annotations

from bot.understanding import fears, second
from bot.understanding.classifier import Classifier, Ranking
from bot.understanding.errors import ModelUnavailable
from bot.understanding.host import Host, InProcess, NoModel, RasaServer, choose
from bot.understanding.values import values_only
from bot.understanding.verdict import SAFETY, Understood, decide, only_values, speaks_of_stopping, split

__all__ = [
    "Classifier",
    "Host",
    "InProcess",
    "ModelUnavailable",
    "NoModel",
    "Ranking",
    "RasaServer",
    "Understood",
    "choose",
    "decide",
    "understand",
    "values_only",
]


def understand(
    text: str, host: Host, hits: frozenset[str] = frozenset(), doubts: frozenset[str] = frozenset()
) -> Understood:
    """The meaning of a redacted text; `hits` are the labels that rules found in it, `doubts` those found unsurely.

    Never raises: without a model the rules speak alone. A text of figures only costs no model call.
    """
    if not hits and values_only(text):
        return only_values()
    parts = (text, *split(text))
    try:
        rankings, reader = [host.rank(part) for part in parts], second.load()
    except ModelUnavailable:
        return decide(None, hits, doubts=doubts)
    stopping, ruled = speaks_of_stopping(text), hits | doubts
    told = decide(rankings[0], hits, rankings[1:], doubts=doubts, stopping=stopping)
    whole, *clauses = [(reader.odds(part), ranking) for part, ranking in zip(parts, rankings, strict=True)]
    if not fears.unfounded(told, whole, clauses, ruled):
        return told if SAFETY & ruled else fears.heeded(told, clauses)
    if told.intent not in SAFETY:
        return fears.calmed(told, ruled)
    calm = list(map(fears.without, rankings))
    return decide(calm[0], hits, calm[1:], doubts=doubts, stopping=stopping)
