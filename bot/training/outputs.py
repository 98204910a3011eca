"""What the committed model says to 500 texts, kept beside it: a change that nobody meant is seen at once."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bot.training.corpus import Example
from bot.understanding import artefact
from bot.understanding.classifier import Classifier

COUNT = 500
NAME = "outputs.json"
SERVED_WITHIN = 1e-3
"""Between machines the same numbers are summed in another order."""
MADE_WITHIN = 0.05
MADE_SAME = 0.99
"""A model that is made again on another kind of processor comes out nearly the same, not bit for bit."""


def save(classifier: Classifier, texts: Sequence[Example]) -> None:
    """Every n-th text with its top label and confidence."""
    chosen = texts[:: max(1, len(texts) // COUNT)][:COUNT]
    told = [[example.text, *classifier.rank(example.text).intents[0]] for example in chosen]
    lines = ",\n".join(json.dumps(line, ensure_ascii=False) for line in told)
    (artefact.FOLDER / NAME).write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def differences(classifier: Classifier, again: bool = False) -> list[str]:
    """What the model says otherwise than is kept; `again` is for a model that was made anew, not merely loaded."""
    kept = json.loads((artefact.FOLDER / NAME).read_text(encoding="utf-8"))
    within = MADE_WITHIN if again else SERVED_WITHIN
    found = []
    for text, label, sure in kept:
        now = classifier.rank(text)
        if now.intents[0][0] != label or abs(now.intents[0][1] - sure) > within:
            found.append(f"{text!r}: {label} {sure:.4f} became {now.intents[0][0]} {now.intents[0][1]:.4f}")
    return [] if again and len(found) <= (1 - MADE_SAME) * len(kept) else found
