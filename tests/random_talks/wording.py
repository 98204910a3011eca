"""What each step may sound like: a small grammar in `words/*.txt`. Pure once read."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from random import Random

FOLDER = Path(__file__).parent / "words"
_CHOICE = re.compile(r"\(([^()]*)\)")
_BLANKS = re.compile(r"\s+")


@cache
def lines(lang: str) -> dict[str, tuple[str, ...]]:
    """The lines of each step of a language."""
    steps: dict[str, list[str]] = {}
    step = ""
    for line in (FOLDER / f"{lang}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            step = line.strip("[]")
            steps[step] = []
        elif line and not line.startswith("#"):
            steps[step].append(line)
    return {name: tuple(found) for name, found in steps.items()}


def said(rng: Random, lang: str, step: str, **blanks: str) -> str:
    """One wording of a step."""
    text = _CHOICE.sub(lambda found: rng.choice(found[1].split("|")), rng.choice(lines(lang)[step]))
    return _BLANKS.sub(" ", text.format(**blanks)).strip(" ,")


def count(line: str) -> int:
    """How many wordings a line has."""
    many = 1
    for found in _CHOICE.finditer(line):
        many *= len(found[1].split("|"))
    return many
