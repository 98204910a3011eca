"""Reads and checks the training texts: files in Rasa's form, one for each label and language.

A file is `nlu_data/data/<language>/<label>.yml` and holds exactly this, which Rasa's own reader takes as well:

    version: "3.1"

    nlu:
    - intent: check_balance
      examples: |
        - how much do i owe
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.understanding.labels import LABELS, LANGUAGES
from bot.understanding.normalize import normalise, without_accents

FOLDER = Path(__file__).resolve().parent.parent.parent / "nlu_data"
HEAD = ('version: "3.1"', "", "nlu:")
BULLET = "    - "


class CorpusError(Exception):
    """The first thing that is wrong with the training texts, as `file:line: what`."""


@dataclass(frozen=True)
class Example:
    """One training text, its label and language, and where it stands."""

    lang: str
    label: str
    text: str
    place: str


def read(folder: Path = FOLDER) -> tuple[Example, ...]:
    """All texts, by language and label. Raises CorpusError: a missing file, a wrong line, one text with two labels."""
    _check_domain(folder / "domain.yml")
    _check_files(folder)
    data = folder / "data"
    examples = tuple(
        example
        for lang in LANGUAGES
        for label in LABELS
        for example in _file(data / lang / f"{label}.yml", lang, label)
    )
    _check_once(examples)
    return examples


def fingerprint(examples: Iterable[Example]) -> str:
    """SHA-256 over language, label and text in order: equal data, equal hash, whatever the files' layout."""
    lines = (f"{e.lang}\t{e.label}\t{e.text}\n" for e in examples)
    return hashlib.sha256("".join(lines).encode("utf-8")).hexdigest()


def bare(text: str) -> str:
    """The text without accents and punctuation, lower case: two texts that are equal so are the same text."""
    plain = re.sub(r"[^\w\s]|_", " ", without_accents(text.lower()).replace("'", ""))
    return " ".join(plain.split()) or text.strip()


def _check_domain(path: Path) -> None:
    named = re.findall(r"^- (\w+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    if tuple(named) != LABELS:
        raise CorpusError(f"{path.name}:1: the intents are not the labels of the model, in their order")


def _check_files(folder: Path) -> None:
    known = {folder / "data" / lang / f"{label}.yml" for lang in LANGUAGES for label in LABELS}
    found = set((folder / "data").rglob("*.yml"))
    if wrong := sorted(known ^ found):
        what = "is missing" if wrong[0] in known else "is no label's file"
        raise CorpusError(f"{wrong[0].relative_to(folder)}:1: {what}")


def _file(path: Path, lang: str, label: str) -> Iterator[Example]:
    lines = path.read_text(encoding="utf-8").split("\n")
    wanted = [*HEAD, f"- intent: {label}", "  examples: |"]
    for number, (line, want) in enumerate(zip([*lines, *wanted], wanted, strict=False), 1):
        if line != want:
            raise CorpusError(f"{lang}/{path.name}:{number}: should be {want!r}")
    if lines[-1]:
        raise CorpusError(f"{lang}/{path.name}:{len(lines)}: the file should end with a line break")
    for number, line in enumerate(lines[len(wanted) : -1], len(wanted) + 1):
        place = f"{lang}/{path.name}:{number}"
        yield Example(lang, label, _text(line, place), place)


def _text(line: str, place: str) -> str:
    text = line.removeprefix(BULLET)
    if text == line or text != text.strip() or not normalise(text):
        raise CorpusError(f"{place}: a text is four spaces, a hyphen, a space and the words")
    if re.search(r"[\[\]{}]|^/", text):
        raise CorpusError(f"{place}: brackets and a leading slash mean something else to Rasa")
    return text


def _check_once(examples: Iterable[Example]) -> None:
    """The same text may stand in both languages, but under one label, and once in each."""
    seen: dict[str, Example] = {}
    for example in examples:
        other = seen.setdefault(bare(example.text), example)
        if other is not example and (other.label != example.label or other.lang == example.lang):
            raise CorpusError(f"{example.place}: {example.text!r} stands in {other.place} already")
