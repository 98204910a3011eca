"""The shipped model: that it fits the code and the texts, how much it gets right, and what it must not get wrong."""

from __future__ import annotations

import dataclasses
import json
import os
import pickle
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.understanding import Classifier, InProcess, ModelUnavailable, artefact, corpus, understand
from bot.understanding.classifier import Encoder
from bot.understanding.labels import CRITICAL, LABELS
from bot.understanding.score import judge, read_table, score

HERE = Path(__file__).parent
FLOOR = {"en": 0.88, "es": 0.88}
"""Of 108 held-out texts a language; the last 36 of each are indirect on purpose and were scored once, unseen."""

KNOWN_MISSES = {"you want a different debbie hun", "busca a otra débora, mija", "kill this bill please"}
"""What this first model gets wrong. The next one should shorten the list."""

CLASSIFIER = Classifier.load()
HOST = InProcess(CLASSIFIER)


def test_the_model_was_trained_on_the_texts_of_today() -> None:
    trained_on = CLASSIFIER.card.data_hash
    assert trained_on == corpus.fingerprint(corpus.read()), (
        "the texts have changed: run ./sheepdog nlu train and commit the model"
    )


def test_the_model_is_small() -> None:
    assert sum(path.stat().st_size for path in artefact.FOLDER.iterdir()) < 3_000_000


def test_it_gets_enough_right() -> None:
    result = score(judge(read_table(HERE / "held_out.tsv"), HOST))
    assert all(result.right[lang] >= FLOOR[lang] for lang in FLOOR), result


def test_no_critical_text_passes_unseen_but_those_known() -> None:
    rows = [(label, text) for _, label, text in read_table(HERE / "held_out.tsv") if label in CRITICAL]
    told = [(label, text, understand(text, HOST)) for label, text in rows]
    assert {text for label, text, meant in told if label not in (meant.intent, meant.suspicion)} <= KNOWN_MISSES


@pytest.mark.parametrize(("lang", "label", "text"), read_table(HERE / "look_alikes.tsv"))
def test_look_alikes_trip_nothing_critical(lang: str, label: str, text: str) -> None:
    told = understand(text, HOST)
    assert told.intent == label or text in KNOWN_MISSES, told.ranking
    assert told.intent not in CRITICAL, told.ranking
    assert told.suspicion in (None, "opt_out"), "a question at most"


def test_languages_are_told_apart() -> None:
    rows = [row for row in read_table(HERE / "held_out.tsv") if len(row[2].split()) > 3]
    assert sum(HOST.rank(text).lang == lang for lang, _, text in rows) >= 0.98 * len(rows)


def test_a_ranking_is_whole_sorted_and_the_same_each_time() -> None:
    ranking = HOST.rank("how much do i owe")
    assert sorted(label for label, _ in ranking.intents) == sorted(LABELS)
    assert list(ranking.intents) == sorted(ranking.intents, key=lambda pair: -pair[1])
    assert sum(chance for _, chance in ranking.intents) == pytest.approx(1, abs=1e-4)
    assert Classifier.load().rank("how much do i owe") == ranking
    assert HOST.rank("  HOW much do I owe ") is ranking


def test_digits_do_not_reach_the_model() -> None:
    assert HOST.rank("can i do $50 a month") is HOST.rank("can i do $1,250.75 a month")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=())))
@example("")
@example("\ud83d")
@example("🐶🐶")
@example("[ZIP]")
@example("hola " * 5000)
def test_any_text_is_understood(text: str) -> None:
    told = understand(text, HOST)
    assert told.intent in LABELS
    assert type(told).from_json(told.to_json()) == told


@pytest.mark.parametrize("text", ["", "  ", "🐶", "!!!", "\ud83d"])
def test_nothing_means_nothing(text: str) -> None:
    assert HOST.rank(text).intents[0] == ("out_of_scope", 1.0)


def test_a_forked_process_ranks_too() -> None:
    before = CLASSIFIER.rank("send me the link please")
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writer, pickle.dumps(Classifier.rank(CLASSIFIER, "send me the link, please?")))
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as answer:
        told = pickle.loads(answer.read())
    assert os.waitpid(child, 0)[1] == 0
    assert told.intents[0][0] == before.intents[0][0] == "get_pay_link"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(artefact.FOLDER, tmp_path / "model"))


def test_saving_and_loading_keep_the_model(copy: Path, tmp_path: Path) -> None:
    trained = artefact.load(copy)
    artefact.save(trained, tmp_path / "again")
    again = artefact.load(tmp_path / "again")
    assert again.card == trained.card
    for name, array in dataclasses.asdict(trained.head).items():
        assert np.array_equal(getattr(again.head, name), array), name


DAMAGE = {
    "no numbers": lambda folder: (folder / "head.npz").unlink(),
    "cut numbers": lambda folder: (folder / "head.npz").write_bytes((folder / "head.npz").read_bytes()[:9999]),
    "strange numbers": lambda folder: (folder / "head.npz").write_bytes(pickle.dumps({"mean": 1})),
    "no card": lambda folder: (folder / "model.json").unlink(),
    "empty card": lambda folder: (folder / "model.json").write_text("{}"),
    "other code": lambda folder: _change(folder, normaliser="0"),
    "other encoder": lambda folder: _change(folder, encoder_version="9.9"),
}


def _change(folder: Path, **values: str) -> None:
    card = json.loads((folder / "model.json").read_text())
    (folder / "model.json").write_text(json.dumps({**card, **values}))


@pytest.mark.parametrize("what", DAMAGE)
def test_a_model_that_does_not_fit_says_so(copy: Path, what: str) -> None:
    DAMAGE[what](copy)
    with pytest.raises(ModelUnavailable):
        Classifier.load(copy)


def test_without_the_encoder_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(artefact, "ENCODER", "no-such-package")
    with pytest.raises(ModelUnavailable, match="no-such-package"):
        Encoder()
