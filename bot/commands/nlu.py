"""The intent model: train it from the texts in nlu_data, score it on texts that it has not seen, serve it by Rasa."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from bot.as_live import as_live
from bot.commands import rasa, review
from bot.commands.environments import RASA, TRAINING, python_of
from bot.errors import Sorry
from bot.redact import redact
from bot.settings import ROOT, Settings
from bot.training import corpus, measured, report, score
from bot.training import second as second_reader
from bot.training.corpus import CorpusError, Row
from bot.training.made_by import code_hash
from bot.training.score import Judged
from bot.understanding import Classifier, InProcess, ModelUnavailable, artefact, second
from bot.wiring import build

EXAMPLE = "example:\n  ./sheepdog nlu train\n  ./sheepdog nlu evaluate\n  ./sheepdog nlu serve"
TESTS = ROOT / "tests" / "understanding" / "blind"
DOCS = ROOT / "docs"
PUBLIC = ("banking77/train.csv", "banking77/test.csv", "clinc150/data_full.json")
PORT = 5005


def register(parser: argparse.ArgumentParser) -> None:
    """The command's parts and options."""
    parts = parser.add_subparsers(dest="part", required=True, metavar="train|evaluate|serve|review")
    training = parts.add_parser("train", help="make the model, when its texts or code have changed")
    training.add_argument("--force", action="store_true", help="make it also when nothing has changed")
    training.add_argument(
        "--verify", action="store_true", help="make it again; say whether it is the committed one"
    )
    judging = parts.add_parser(
        "evaluate", help="score it on texts that it has not seen; writes docs/understanding.md"
    )
    judging.add_argument(
        "file",
        nargs="*",
        type=Path,
        help="only score these: lines of language, label, writer and text, by tabs",
    )
    judging.add_argument(
        "--round", metavar="NAME", help="keep the files' scores as those of a fresh round, for the report"
    )
    judging.add_argument(
        "--grave", metavar="NAME",
        help="the same of a round of critical texts and look-alikes, whose label is none",
    )  # fmt: skip
    judging.add_argument(
        "--public", type=Path, metavar="FOLDER", help="first train and score on Banking77 and CLINC150, which it holds"
    )
    training.add_argument("--with", type=Path, dest="taken", metavar="FILE", help="take in texts that a desk put right")
    reviewing = parts.add_parser("review", help="write what desks put right, without names and figures, to a file")
    reviewing.add_argument("file", type=Path, help="a new file in Rasa's form, to be read before it is taken in")
    judging.add_argument("--json", action="store_true", help="print the scores as JSON")
    serving = parts.add_parser("serve", help="serve the same model by Rasa 3.6, in an environment of its own")
    serving.add_argument("--port", type=int, default=PORT, help=f"its port on this machine (default {PORT})")


def run(args: argparse.Namespace) -> int:
    """0 when done; 1, with the reason, when texts or model are not in order."""
    try:
        if args.part == "train":
            return _take_in(args.taken) if args.taken else _train(args.force, args.verify)
        if args.part == "review":
            return _review(args.file)
        if args.part == "serve":
            return rasa.serve(python_of(RASA), args.port)
        if args.public and (status := _public(args.public)):
            return status
        return _evaluate(args.file, args.json, args.round, args.grave)
    except (CorpusError, ModelUnavailable) as error:
        raise Sorry(str(error)) from error


def _train(force: bool, verify: bool) -> int:
    if not verify:
        _train_second(force)
    texts = (*corpus.read(), *corpus.read_dev())
    if not (force or verify) and _made_of() == (corpus.fingerprint(texts), code_hash()):
        print("The model was made from these texts and this code. --force makes it again.")
        return 0
    return _in_training("bot.training", *(["--verify"] if verify else []))


def _train_second(force: bool) -> None:
    """The second reader, in seconds and without an environment of its own."""
    texts, calm = corpus.read(), second_reader.read_calm()
    if force or _second_made_of() != second_reader.made_of(texts, calm):
        second.save(second_reader.train(texts, calm))
        print(f"The second reader has read {len(texts):,} texts and {len(calm):,} of the middle of talks.", flush=True)


def _second_made_of() -> str | None:
    try:
        return second.load().made_of
    except ModelUnavailable:
        return None


def _public(folder: Path) -> int:
    if missing := next((name for name in PUBLIC if not (folder / name).is_file()), None):
        raise Sorry(f"There is no file {folder / missing}. Nothing was measured.", code=2)
    return _in_training("bot.training.compare", "public", str(folder.resolve()))


def _in_training(module: str, *words: str) -> int:
    command = [str(python_of(TRAINING)), "-P", "-m", module, *words]
    return subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False).returncode


def _take_in(file: Path) -> int:
    """Trains with the file's texts beside the others, and says what that changed."""
    before = _summary()
    count = review.take_in(file)
    if not count:
        print("Every text of the file is known already.")
        return 0
    print(f"{count} new texts stand in nlu_data now.", flush=True)
    if status := _train(force=True, verify=False):
        return status
    after = _summary()
    print("\n".join(f"before: {old}\nafter:  {new}" for old, new in zip(before, after, strict=True)))
    return 0


def _summary() -> list[str]:
    return _lines(judge(_tests(), Classifier.load()))


def _review(file: Path) -> int:
    if file.exists():
        raise Sorry(f"{file} is there already. Name a new file, so that nothing is lost.", code=2)
    app = build(Settings.of_home(os.environ))
    found = review.gather(app)
    if not found:
        print("No practice that allows it (learning.from_corrections) has put a text right yet; no file was written.")
        return 0
    review.note_export(app)
    review.write(found, file)
    print(f"{len(found)} texts in {file}. Read them, take out what could tell who wrote, then: nlu train --with {file}")
    return 0


def _made_of() -> tuple[str, str] | None:
    try:
        card = artefact.load_card()
    except ModelUnavailable:
        return None
    return card.data_hash, card.code_hash


def _evaluate(files: list[Path], as_json: bool, name: str | None, grave: str | None) -> int:
    if (name or grave) and not files:
        raise Sorry(f"--{'round' if name else 'grave'} needs the files of that round.", code=2)
    if missing := next((file for file in files if not file.is_file()), None):
        raise Sorry(f"There is no file {missing}.", code=2)
    classifier = Classifier.load()
    if grave:
        known = frozenset({corpus.CALM})
        judged = judge((row for file in files for row in corpus.read_table(file, known)), classifier)
        measured.keep_grave(grave, classifier.card.name, judged)
        print("\n".join(report.grave(measured.read())))
        return 0
    if files:
        judged = judge((row for file in files for row in corpus.read_table(file)), classifier)
        if name:
            measured.keep_round(name, classifier.card.name, judged)
        print(_figures(judged) if as_json else "\n".join(_lines(judged)))
        return 0
    judged = judge(_tests(), classifier)
    tested = report.Tested(
        classifier.card,
        judged,
        judge(corpus.read_table(TESTS / "look_alikes.tsv"), classifier),
        corpus.read_readers(TESTS / "readers.tsv"),
        Counter(example.lang for example in corpus.read()),
        measured.read(),
    )
    report.write(tested, DOCS)
    done = "The whole report is docs/understanding.md."
    print(_figures(judged) if as_json else "\n".join([*_lines(judged), "", done]))
    return 0


def _tests() -> list[Row]:
    return [row for lang in corpus.FOLDERS for row in corpus.read_table(TESTS / f"{lang}.tsv")]


def judge(rows: Iterable[Row], classifier: Classifier) -> list[Judged]:
    """What the model alone and the live path make of each text, as redacted as in life."""
    host = InProcess(classifier)
    return [Judged(row, host.rank(redact(row.text).text), as_live(row.text, host)) for row in rows]


def _figures(judged: list[Judged]) -> str:
    """The same as JSON: shares of 1."""
    right = {
        lang: {
            "texts": len(own),
            "model": score.share(own, lambda one: one.right).value,
            "live": score.share(own, lambda one: one.right_live).value,
        }
        for lang in report.LANGUAGE_NAMES
        if (own := [one for one in judged if one.row.lang == lang])
    }
    critical = {
        one.label: {"texts": one.recall.of, "caught": one.recall.value, "precision": one.precision.value}
        for one in score.critical(judged)
    }
    return json.dumps({"right": right, "critical": critical}, indent=1)


def _lines(judged: list[Judged]) -> list[str]:
    lines = []
    for lang, name in report.LANGUAGE_NAMES.items():
        if own := [one for one in judged if one.row.lang == lang]:
            right, live = (score.share(own, test) for test in (lambda one: one.right, lambda one: one.right_live))
            lines.append(f"{name}: model {right.value:.1%}, live path {live.value:.1%} of {len(own)} texts right")
    for one in score.critical(judged):
        if one.recall.of:
            lines.append(
                f"{one.label}: {one.recall.value:.1%} of {one.recall.of} caught, {one.precision.value:.1%} precise"
            )
    return lines
