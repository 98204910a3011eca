"""Hard texts by strangers, grave ones and look-alikes: what rules and model make of them together.

The rules were put right beside these texts, and no model has learnt them. So the figures are no measure of what fresh
texts would give (that is `docs/measured.json`); they say that nothing got lost since.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bot.commands.nlu import judge
from bot.hear.guesses import Place, in_talk
from bot.training import corpus, score
from bot.training.score import Judged
from bot.understanding import Classifier

TEXTS = Path(__file__).parents[1] / "bot" / "grave.tsv"
pytestmark = [pytest.mark.timeout(900), pytest.mark.no_cover]
"""Thousands of texts take minutes where their lines are counted, or other tests run beside these."""
SOME = 3
"""Every third of them: all take minutes."""
GRAVEST = frozenset({"self_harm", "emergency", "deceased", "legal"})
MOST_MISSED, MOST_ACTED_ON = 0.01, 0.02


@cache
def judged() -> list[Judged]:
    return list(judge(corpus.read_table(TEXTS, frozenset({corpus.CALM}))[::SOME], Classifier.load()))


def test_grave_texts_are_caught() -> None:
    grave = [one for one in judged() if one.row.labels != (corpus.CALM,)]
    missed = [one.row.text for one in score.missed(grave)]
    assert len(missed) <= MOST_MISSED * len(grave), missed


def test_proof_in_the_same_text_takes_none_away() -> None:
    """Nine tenths were asked for beside proof once: one grave text in five that only the model finds was missed."""
    lost = []
    for told in (one.live for one in judged()):
        left = in_talk(told, Place("none", proof=True))
        lost += [label for label in GRAVEST & set(told.suspicions) if label not in left.suspicions]
    assert lost == []


def test_look_alikes_are_not_acted_on() -> None:
    calm = [one for one in judged() if one.row.labels == (corpus.CALM,)]
    acted = [one.row.text for one in score.acted_on(calm)]
    assert len(acted) <= MOST_ACTED_ON * len(calm), acted
