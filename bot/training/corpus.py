"""Reads and checks the training texts: files in Rasa's form, one for each label and language.

A file is `nlu_data/data/<language>/<label>.yml`. It holds blocks, each of one persona in one situation, and exactly
this, which Rasa's own reader takes as well:

    version: "3.1"

    nlu:
    - intent: check_balance
      metadata: {persona: en05, situation: "reads the amount off the paper bill"}
      examples: |
        - how much do i owe

`data/mix` holds texts that mix English and Spanish in one breath.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from bot.understanding.labels import LABELS, LANGUAGES
from bot.understanding.normalize import normalise, without_accents

FOLDER = Path(__file__).resolve().parent.parent.parent / "nlu_data"
HEAD = ('version: "3.1"', "", "nlu:")
BULLET = "    - "
FOLDERS = (*LANGUAGES, "mix")
_BLOCK = re.compile(r'  metadata: \{persona: ([a-z0-9_]+), situation: "([^"\\]+)"\}')


class CorpusError(Exception):
    """The first thing that is wrong with the training texts, as `file:line: what`."""


@dataclass(frozen=True)
class Example:
    """One training text, its label and language, who writes it in which situation, and where it stands."""

    lang: str
    label: str
    text: str
    place: str
    persona: str = ""
    situation: str = ""


def read(folder: Path = FOLDER) -> tuple[Example, ...]:
    """All texts, by language and label. Raises CorpusError: a missing file, a wrong line, one text with two labels."""
    _check_domain(folder / "domain.yml")
    _check_files(folder)
    data = folder / "data"
    examples = tuple(
        example for lang in FOLDERS for label in LABELS for example in _file(data / lang / f"{label}.yml", lang, label)
    )
    _check_once(examples)
    return examples


def read_dev(folder: Path = FOLDER) -> tuple[Example, ...]:
    """The development texts, written by other hands: limits are picked on them, and nothing learns them."""
    return tuple(
        Example(row.lang, row.labels[0], row.text, row.place, row.writer)
        for lang in FOLDERS
        for row in read_table(folder / "dev" / f"{lang}.tsv")
    )


@dataclass(frozen=True)
class Row:
    """A text to judge by: the labels that count as right, and who wrote it."""

    lang: str
    labels: tuple[str, ...]
    writer: str
    text: str
    place: str = ""


CALM = "none"
"""Instead of a label: the text is nothing critical, whatever else it is."""


def read_table(path: Path, others: frozenset[str] = frozenset()) -> tuple[Row, ...]:
    """The lines of a tab-separated file: language, label (or two, with a stroke between), writer, text.

    `others` may stand for a label too. Raises CorpusError with file:line.
    """
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        lang, label, writer, text = [*line.split("\t"), "", "", ""][:4]
        labels = tuple(label.split("|"))
        if lang not in FOLDERS or not set(labels) <= {*LABELS, *others} or not text or line.count("\t") != 3:
            raise CorpusError(f"{path.name}:{number}: a line is language, label, writer, text, by tabs")
        rows.append(Row(lang, labels, writer, text, f"{path.name}:{number}"))
    return tuple(rows)


def read_review(path: Path) -> tuple[Example, ...]:
    """Texts that were put right at desks. Raises CorpusError with file:line."""
    examples = tuple(_blocks(path, path.name, None, "en"))
    return tuple(replace(one, lang=one.persona.rpartition("_")[2]) for one in examples)


def append(example: Example, folder: Path = FOLDER) -> None:
    """Adds a text to the training texts, as a block of its own."""
    head = f"- intent: {example.label}\n{metadata(example.persona, example.situation)}\n  examples: |\n"
    with (folder / "data" / example.lang / f"{example.label}.yml").open("a", encoding="utf-8") as file:
        file.write(f"{head}{BULLET}{example.text}\n")


def metadata(persona: str, situation: str) -> str:
    """The line of a block that says who writes in which situation."""
    return f'  metadata: {{persona: {persona}, situation: "{situation}"}}'


def read_readers(path: Path) -> tuple[tuple[str, str], ...]:
    """Which label each of two readers gave a test text, line by line in the order of the test files."""
    return tuple((first, second) for first, second in (line.split("\t") for line in path.read_text().splitlines()))


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
    known = {folder / "data" / lang / f"{label}.yml" for lang in FOLDERS for label in LABELS}
    found = set((folder / "data").rglob("*.yml"))
    if wrong := sorted(known ^ found):
        what = "is missing" if wrong[0] in known else "is no label's file"
        raise CorpusError(f"{wrong[0].relative_to(folder)}:1: {what}")


def _file(path: Path, lang: str, label: str) -> Iterator[Example]:
    return _blocks(path, f"{lang}/{path.name}", label, lang)


def _blocks(path: Path, name: str, label: str | None, lang: str) -> Iterator[Example]:
    """The texts of a file whose blocks are all of one label, or of any where that is None."""
    lines = path.read_text(encoding="utf-8").split("\n")
    for number, (line, want) in enumerate(zip([*lines, *HEAD], HEAD, strict=False), 1):
        if line != want:
            raise CorpusError(f"{name}:{number}: should be {want!r}")
    if lines[-1] or len(lines) < len(HEAD) + 4:
        raise CorpusError(f"{name}:{len(lines)}: the file should hold a block of texts and end with a line break")
    at, block = len(HEAD), None
    while at < len(lines) - 1:
        if block is None or lines[at].startswith("-"):
            block = _block(lines[at : at + 3], label, f"{name}:{at + 1}")
            at += 3
        text = _text(lines[at], f"{name}:{at + 1}")
        yield Example(lang, block[0], text, f"{name}:{at + 1}", block[1], block[2])
        at += 1


def _block(lines: list[str], label: str | None, place: str) -> tuple[str, str, str]:
    """Label, persona and situation."""
    said = lines[0].removeprefix("- intent: ")
    if lines[0] == said or said not in LABELS or label not in (None, said):
        raise CorpusError(f"{place}: should be '- intent: {label or 'one of the labels'}'")
    found = _BLOCK.fullmatch(lines[1])
    if found is None or lines[2:] != ["  examples: |"]:
        raise CorpusError(f"{place}: after it come its metadata, persona and situation, and '  examples: |'")
    return said, found[1], found[2]


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
