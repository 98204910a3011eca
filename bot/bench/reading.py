"""The part of `bench understand` that runs alone on one core: it prints its figures as JSON."""

from __future__ import annotations

import json
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence

from bot.as_live import as_live
from bot.settings import ROOT
from bot.training import corpus
from bot.understanding import Classifier, InProcess

UNITS = 1 << 20 if sys.platform == "darwin" else 1 << 10
"""Of ru_maxrss, in a megabyte."""
TESTS = ROOT / "tests" / "understanding" / "blind"


def texts() -> list[str]:
    """The test texts of both languages and of both in one, each once."""
    rows = [row.text for lang in corpus.FOLDERS for row in corpus.read_table(TESTS / f"{lang}.tsv")]
    return list(dict.fromkeys(rows))


def measure() -> dict[str, float]:
    """Every text is new to the model: what it remembers between texts plays no part."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    began = time.perf_counter()
    classifier = Classifier.load()
    loading = time.perf_counter() - began
    asked = texts()
    model = _each(asked, classifier.rank)
    began = time.perf_counter()
    classifier.rank_all(asked)
    batched = len(asked) / (time.perf_counter() - began)
    host = InProcess(Classifier.load())
    whole = _each(asked, lambda text: as_live(text, host))
    return {
        "loads in, s": round(loading, 2),
        "model, p50 ms": _milli(model, 50),
        "model, p99 ms": _milli(model, 99),
        "redaction, rules, model and clauses, p50 ms": _milli(whole, 50),
        "redaction, rules, model and clauses, p99 ms": _milli(whole, 99),
        "one at a time, texts/s": round(len(model) / sum(model), 1),
        "batched, texts/s": round(batched, 1),
        "memory, MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / UNITS),
    }


def _each(asked: Sequence[str], ask: Callable[[str], object]) -> list[float]:
    seconds = []
    for text in asked:
        began = time.perf_counter()
        ask(text)
        seconds.append(time.perf_counter() - began)
    return seconds


def _milli(seconds: Sequence[float], percent: int) -> float:
    return round(statistics.quantiles(seconds, n=100)[percent - 1] * 1000, 2)


if __name__ == "__main__":
    print(json.dumps(measure()))
