"""What takes hours, or strangers, to measure is kept in `docs/measured.json`; the report on the model shows it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from bot.training import corpus, score
from bot.training.score import Judged
from bot.understanding.labels import CRITICAL

FILE = corpus.FOLDER.parent / "docs" / "measured.json"


def read() -> dict[str, Any]:
    """What was kept, or nothing yet."""
    return dict(json.loads(FILE.read_text(encoding="utf-8"))) if FILE.is_file() else {}


def keep(part: str, found: object) -> None:
    """In the place of what the part held."""
    text = json.dumps({**read(), part: found}, indent=1, ensure_ascii=False, sort_keys=True)
    FILE.write_text(text + "\n", encoding="utf-8")


def keep_grave(name: str, model: str, judged: Sequence[Judged]) -> None:
    """A round of fresh critical texts and of look-alikes (labelled `corpus.CALM`), scored once by a frozen model."""
    calm = [one for one in judged if one.row.labels == (corpus.CALM,)]
    grave = [one for one in judged if one not in calm]
    costs = score.needless(calm)
    one = {
        "round": name,
        "model": model,
        "caught": [len(grave) - len(score.missed(grave)), len(grave)],
        "acted": [len(score.acted_on(calm)), len(calm)],
        **{kind: [cost.hits, cost.of] for kind, cost in costs.items()},
    }
    rounds = {old["round"]: old for old in read().get("grave", [])}
    keep("grave", list({**rounds, name: one}.values()))


def keep_round(name: str, model: str, judged: Sequence[Judged]) -> None:
    """A round of fresh texts, scored once by a model that was frozen before they were written."""
    spoken = {lang: [one for one in judged if one.row.lang == lang] for lang in corpus.FOLDERS}
    grave = [one for one in judged if set(one.row.labels) <= set(CRITICAL)]
    acted = score.acted_on(judged)
    one = {
        "round": name,
        "model": model,
        "right": {lang: [sum(one.right_live for one in own), len(own)] for lang, own in spoken.items() if own},
        "critical": [len(grave) - len(score.missed(judged)), len(grave)],
        "precise": [len(acted) - len(score.false_alarms(judged)), len(acted)],
    }
    rounds = {old["round"]: old for old in read().get("rounds", [])}
    keep("rounds", list({**rounds, name: one}.values()))
