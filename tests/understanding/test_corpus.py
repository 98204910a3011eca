"""The training texts: complete, in Rasa's form, one label each, and none of them a test text."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from bot.understanding import corpus
from bot.understanding.corpus import CorpusError
from bot.understanding.labels import CRITICAL, LABELS, LANGUAGES
from bot.understanding.score import read_table

HELD_OUT = Path(__file__).parent / "held_out.tsv"
LOOK_ALIKES = Path(__file__).parent / "look_alikes.tsv"
EXAMPLES = corpus.read()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(corpus.FOLDER / "data", tmp_path / "data")
    shutil.copy(corpus.FOLDER / "domain.yml", tmp_path)
    return tmp_path


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_label_has_texts_in_each_language(lang: str) -> None:
    count = Counter(example.label for example in EXAMPLES if example.lang == lang)
    assert set(count) == set(LABELS)
    assert min(count.values()) >= 40
    assert min(count[label] for label in (*CRITICAL, "out_of_scope")) >= 60


def test_no_text_of_the_tests_is_trained_on() -> None:
    tested = {corpus.bare(text): text for _, _, text in (*read_table(HELD_OUT), *read_table(LOOK_ALIKES))}
    words = [(set(bare.split()), text) for bare, text in tested.items()]
    for example in EXAMPLES:
        own = set(corpus.bare(example.text).split())
        near = [text for other, text in words if len(own & other) > 0.8 * len(own | other)]
        assert not near, f"{example.place} is too near to the test text {near[0]!r}"


def test_the_fingerprint_follows_the_texts_and_not_their_place(copy: Path) -> None:
    assert corpus.fingerprint(corpus.read(copy)) == corpus.fingerprint(EXAMPLES)
    with (copy / "data" / "en" / "greet.yml").open("a", encoding="utf-8") as file:
        file.write("    - hello from a new text\n")
    assert corpus.fingerprint(corpus.read(copy)) != corpus.fingerprint(EXAMPLES)


WRONG = {
    "    - hi": "should end with a line break",
    "   - three spaces\n": "a text is four spaces",
    "    - trailing \n": "a text is four spaces",
    "    - \n": "a text is four spaces",
    "    - i owe [fifty](amount)\n": "mean something else to Rasa",
    "    - /restart\n": "mean something else to Rasa",
    "    - whats my balance\n": "stands in en/check_balance.yml:",
    "    - Hello!\n": "stands in en/greet.yml:",
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
