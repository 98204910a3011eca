"""The training texts: complete, in Rasa's form, one label each, and none of them a test text."""

from __future__ import annotations

import math
import shutil
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from bot.training import corpus
from bot.training.corpus import CorpusError, Example, read_table
from bot.understanding.labels import CRITICAL, LABELS

HERE = Path(__file__).parent
TESTS = sorted(path for path in HERE.rglob("*.tsv") if path.stem != "readers")
EXAMPLES = corpus.read()
DEV = corpus.read_dev()
ENOUGH = {"en": 350, "es": 350, "mix": 60}
MORE = {"en": 500, "es": 500, "mix": 60}
"""Of critical labels and out of scope."""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(corpus.FOLDER / "data", tmp_path / "data")
    shutil.copy(corpus.FOLDER / "domain.yml", tmp_path)
    return tmp_path


@pytest.mark.parametrize("lang", corpus.FOLDERS)
def test_every_label_has_texts_in_each_language(lang: str) -> None:
    count = Counter(example.label for example in EXAMPLES if example.lang == lang)
    few = {label: count[label] for label in LABELS if count[label] < ENOUGH[lang]}
    few |= {label: count[label] for label in (*CRITICAL, "out_of_scope") if count[label] < MORE[lang]}
    assert not few


def test_each_label_is_written_by_many_personas() -> None:
    for lang, least in (("en", 20), ("es", 20), ("mix", 10)):
        for label in LABELS:
            own = [one for one in EXAMPLES if (one.lang, one.label) == (lang, label)]
            assert len({one.persona for one in own}) >= least
            assert len({(one.persona, one.situation) for one in own}) >= least


def near(text: str, other: str) -> bool:
    """Nearly the same words, or nearly the same letters."""
    first, second = set(text.split()), set(other.split())
    if len(first & second) > 0.8 * len(first | second):
        return True
    return SequenceMatcher(None, text, other).ratio() > 0.86 if first & second else False


LIKE = 0.6
"""Of the words of the longer text: texts that share fewer are not held against each other."""


def test_no_text_of_the_tests_is_learnt_or_tuned_on() -> None:
    """Short texts are looked at for being the same; longer ones for being nearly so, across languages too."""
    tested = {corpus.bare(row.text): row.place for path in TESTS for row in read_table(path)}
    words_of = {text: set(text.split()) for text in tested}
    having: dict[str, set[str]] = defaultdict(set)
    for text, words in words_of.items():
        for word in words:
            having[word].add(text)
    found = []
    for example in (*EXAMPLES, *DEV):
        own = corpus.bare(example.text)
        if own in tested:
            found.append((example.place, tested[own]))
        words = set(own.split())
        if len(own.split()) < 3:
            continue
        # A text that shares so many words has at least one of these few, of which the rarest are looked up.
        few = len(words) - math.ceil(LIKE * len(words)) + 1
        rarest = sorted(words, key=lambda word: len(having.get(word, ())))[:few]
        for text in set().union(*(having.get(word, ()) for word in rarest)):
            alike = len(words & words_of[text]) >= LIKE * max(len(words), len(words_of[text]))
            if alike and near(own, text):
                found.append((example.place, tested[text]))
    assert not found, found[:10]


def test_what_a_desk_put_right_can_be_taken_in(copy: Path, tmp_path: Path) -> None:
    added = Example("es", "greet", "un saludo desde el mostrador", "", "desk_es", "put right at a desk")
    corpus.append(added, copy)
    again = corpus.read(copy)
    assert len(again) == len(EXAMPLES) + 1
    kept = next(one for one in again if one.text == added.text)
    assert (kept.lang, kept.label, kept.persona, kept.situation) == ("es", "greet", "desk_es", added.situation)


def test_the_fingerprint_follows_the_texts_and_not_their_place(copy: Path) -> None:
    assert corpus.fingerprint(corpus.read(copy)) == corpus.fingerprint(EXAMPLES)
    with (copy / "data" / "en" / "greet.yml").open("a", encoding="utf-8") as file:
        file.write("    - hello from a new text\n")
    assert corpus.fingerprint(corpus.read(copy)) != corpus.fingerprint(EXAMPLES)


WRONG = {
    "    - hi": "should hold a block of texts and end with a line break",
    "   - three spaces\n": "a text is four spaces",
    "    - trailing \n": "a text is four spaces",
    "    - \n": "a text is four spaces",
    "    - i owe [fifty](amount)\n": "mean something else to Rasa",
    "    - /restart\n": "mean something else to Rasa",
    "    - whats my balance\n": "stands in en/check_balance.yml:",
    "    - Good Morning!\n": "stands in en/greet.yml:",
}


@pytest.mark.parametrize("line", WRONG)
def test_a_wrong_line_is_named(copy: Path, line: str) -> None:
    path = copy / "data" / "en" / "talk_to_human.yml"
    number = path.read_text(encoding="utf-8").count("\n") + 1
    with path.open("a", encoding="utf-8") as file:
        file.write(line)
    with pytest.raises(CorpusError, match=WRONG[line]) as caught:
        corpus.read(copy)
    assert str(caught.value).startswith(f"en/talk_to_human.yml:{number}: ")


def test_a_wrong_head_is_named(copy: Path) -> None:
    path = copy / "data" / "es" / "greet.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("intent: greet", "intent: greeting"), encoding="utf-8")
    with pytest.raises(CorpusError, match=r"^es/greet\.yml:4: should be '- intent: greet'$"):
        corpus.read(copy)


def test_an_empty_file_is_named(copy: Path) -> None:
    (copy / "data" / "es" / "greet.yml").write_text("", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"^es/greet\.yml:1: "):
        corpus.read(copy)


def test_a_missing_or_strange_file_is_named(copy: Path) -> None:
    (copy / "data" / "es" / "chat.yml").touch()
    with pytest.raises(CorpusError, match=r"data/es/chat\.yml:1: is no label's file"):
        corpus.read(copy)
    (copy / "data" / "es" / "chat.yml").rename(copy / "data" / "es" / "chat.txt")
    (copy / "data" / "en" / "legal.yml").unlink()
    with pytest.raises(CorpusError, match=r"data/en/legal\.yml:1: is missing"):
        corpus.read(copy)


def test_the_domain_names_the_labels(copy: Path) -> None:
    (copy / "domain.yml").write_text('version: "3.1"\n\nintents:\n- greet\n', encoding="utf-8")
    with pytest.raises(CorpusError, match=r"^domain\.yml:1: "):
        corpus.read(copy)
