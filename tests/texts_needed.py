"""How many texts of a patient it takes until they have what they came for. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import median

from tests.talk_checks import Told, words

_AMOUNT = re.compile(r"\$\d")
REACHED: Mapping[str, Callable[[Told], bool]] = {
    "person": lambda turn: turn["state"]["with_staff"],
    "pay link": lambda turn: "pay" in turn["links"],
    "balance": lambda turn: turn["state"]["verified"] and _AMOUNT.search(words(turn)) is not None,
    "plan": lambda turn: (turn["state"]["plan"] or {}).get("state") == "active" or "agreement" in turn["links"],
}
"""What a patient came for, and when they have it. A plan that must be signed is had with its page."""
MOST: Mapping[str, int] = {"person": 1, "pay link": 2, "balance": 3, "plan": 5}
"""Texts that the median patient may need."""


def needed(talk: Told, got: Sequence[Told]) -> dict[str, int]:
    """Texts of the patient up to the first answer that gives each thing, for what a talk gives; from its first text.

    `talk` is as it was written, `got` what came of each of its turns. A plan that was on file is not counted.
    """
    counts = {"plan": 0} if talk.get("patient", {}).get("has_plan") else {}
    texts = 0
    for line, turn in zip(talk["turns"], got, strict=True):
        texts += "patient" in line
        for goal, reached in REACHED.items():
            if goal not in counts and "patient" in line and reached(turn):
                counts[goal] = texts
    return {goal: texts for goal, texts in counts.items() if texts}


def medians(counts: Iterable[Mapping[str, int]]) -> dict[str, tuple[float, int]]:
    """For each thing the median of texts needed, and of how many talks."""
    by_goal: dict[str, list[int]] = defaultdict(list)
    for one in counts:
        for goal, texts in one.items():
            by_goal[goal].append(texts)
    return {goal: (median(by_goal[goal]), len(by_goal[goal])) for goal in REACHED if by_goal[goal]}
