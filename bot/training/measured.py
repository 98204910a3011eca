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


def keep_round(name: str, model: str, judged: Sequence[Judged]) -> None:
    """A round of fresh texts, scored once by a model that was frozen before they were written."""
    by_language = {
        lang: (lambda own: [own.hits, own.of])(
            score.share((one for one in judged if one.row.lang == lang), lambda one: one.right_live)
        )
        for lang in corpus.FOLDERS
        if any(one.row.lang == lang for one in judged)
    }
    grave = [one for one in judged if set(one.row.labels) <= set(CRITICAL)]
    caught = len(grave) - len(score.missed(judged))
    acted_on = [one for one in judged if one.live.intent in CRITICAL and one.acts]
    rightly = len(acted_on) - len(score.false_alarms(judged))
    one = {
        "round": name,
        "model": model,
        "right": by_language,
        "critical": [caught, len(grave)],
        "precise": [rightly, len(acted_on)],
    }
    rounds = {old["round"]: old for old in read().get("rounds", [])}
    keep("rounds", list({**rounds, name: one}.values()))
