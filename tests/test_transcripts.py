"""The golden conversations of tests/transcripts: each must come out as it is written, to the letter.

`SHEEPDOG_REWRITE=1` writes what the bot, the gate and the rows say now into the files (never in CI): read the
difference before you commit it.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import keywords, transcript
from bot.redact import redact
from bot.rehearsal import Stage
from bot.transcript import Script, ScriptError
from bot.understanding import Classifier, InProcess, Understood, understand
from bot.understanding.classifier import Ranking
from bot.understanding.labels import LABELS, OUT_OF_SCOPE

FOLDER = Path(__file__).parent / "transcripts"
FILES = sorted(FOLDER.glob("*.txt"))
REWRITE = os.environ.get("SHEEPDOG_REWRITE") == "1" and not os.environ.get("CI")
each = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


class Told:
    """A model that makes of each line what the transcript says in brackets; it is never sure of the language."""

    def __init__(self, intents: dict[str, str]) -> None:
        self.intents = intents

    def rank(self, text: str) -> Ranking:
        top = self.intents.get(text, OUT_OF_SCOPE)
        others = tuple((label, 0.0005) for label in LABELS if label != top)
        return Ranking(((top, 0.98), *others), 0.99 if top in self.intents.values() else 0.5, "en", 0.5, "told")


def script_of(file: Path) -> Script:
    return transcript.read(file.read_text(encoding="utf-8"), file.name)


@each
def test_the_talk_comes_out_as_written(file: Path, tmp_path: Path) -> None:
    text, script = file.read_text(encoding="utf-8"), script_of(file)
    stage = Stage.at(tmp_path, datetime(2026, 1, 1, tzinfo=UTC), Told(script.intents()))
    played = transcript.rewritten(text, script, transcript.play(script, stage, file.name))
    if REWRITE:
        file.write_text(played, encoding="utf-8")
    assert played == text


def understood(line: str, host: InProcess) -> Understood:
    cleaned = redact(line).text
    return understand(cleaned, host, keywords.scan(cleaned).labels)


@pytest.fixture(scope="module")
def model() -> InProcess:
    return InProcess(Classifier.load())


@each
def test_understanding_makes_the_same_of_its_lines(file: Path, model: InProcess) -> None:
    made = {line: understood(line, model).intent for line in script_of(file).intents()}
    assert made == script_of(file).intents()


def test_there_are_enough_of_them_in_both_languages() -> None:
    spanish = [file for file in FILES if "speaks Spanish" in file.read_text(encoding="utf-8")]
    assert len(FILES) >= 40 and len(spanish) >= 10


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("        -- the moon turns blue --", "t.txt:7"),
        ("Nobody said this line", "t.txt:7"),
    ],
)
def test_an_unknown_word_is_an_error_with_its_place(line: str, place: str, tmp_path: Path) -> None:
    text = f"A title.\n\nGiven   Maria Lopez, born 3/2/1984\n        owes $1.00\n\nMaria:  hi\n{line}\n"
    with pytest.raises(ScriptError, match=place.replace(".", r"\.")):
        transcript.play(transcript.read(text, "t.txt"), Stage.at(tmp_path, datetime(2026, 1, 1, tzinfo=UTC)), "t.txt")


def test_an_unknown_fact_is_an_error_with_its_place(tmp_path: Path) -> None:
    text = "A title.\n\nGiven   Maria Lopez, born 3/2/1984, rides a horse\n\nMaria:  hi\n"
    with pytest.raises(ScriptError, match=r"t\.txt:3.*rides a horse"):
        transcript.play(transcript.read(text, "t.txt"), Stage.at(tmp_path, datetime(2026, 1, 1, tzinfo=UTC)), "t.txt")
