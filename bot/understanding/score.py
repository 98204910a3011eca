"""How well a model does on texts that it was not trained on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.understanding.corpus import CorpusError
from bot.understanding.host import Host
from bot.understanding.labels import CRITICAL, LABELS, LANGUAGES


@dataclass(frozen=True)
class Judged:
    """One text, its language, its label, and the model's top label and confidence."""

    lang: str
    label: str
    text: str
    said: str
    confidence: float


@dataclass(frozen=True)
class Score:
    """Shares of right texts, 0 to 1, by language; and the texts that went wrong, critical ones first."""

    right: dict[str, float]
    texts: dict[str, int]
    wrong: tuple[Judged, ...]


def read_table(path: Path) -> tuple[tuple[str, str, str], ...]:
    """Language, label and text of each line of a tab-separated file. Raises CorpusError with file:line."""
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        lang, label, text = [*line.split("\t"), "", ""][:3]
        if lang not in LANGUAGES or label not in LABELS or not text or line.count("\t") != 2:
            raise CorpusError(f"{path.name}:{number}: a line is language, label and text, with tabs between them")
        rows.append((lang, label, text))
    return tuple(rows)


def judge(rows: Iterable[tuple[str, str, str]], host: Host) -> tuple[Judged, ...]:
    """What the model says to each text."""
    return tuple(Judged(lang, label, text, *host.rank(text).intents[0]) for lang, label, text in rows)


def score(judged: Iterable[Judged]) -> Score:
    """Shares by language, and what went wrong."""
    told = tuple(judged)
    by_lang = {lang: [one.said == one.label for one in told if one.lang == lang] for lang in LANGUAGES}
    right = {lang: sum(marks) / len(marks) for lang, marks in by_lang.items() if marks}
    wrong = sorted((one for one in told if one.said != one.label), key=lambda one: one.label not in CRITICAL)
    return Score(right, {lang: len(marks) for lang, marks in by_lang.items() if marks}, tuple(wrong))
