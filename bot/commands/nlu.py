"""Trains the intent model from the texts in nlu_data, and scores it on texts that it has not seen."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from bot.errors import Sorry
from bot.settings import ROOT
from bot.understanding import artefact, corpus
from bot.understanding.artefact import ModelUnavailable
from bot.understanding.classifier import Classifier, Encoder
from bot.understanding.corpus import CorpusError
from bot.understanding.host import InProcess
from bot.understanding.score import Score, judge, read_table, score
from bot.understanding.train import train

EXAMPLE = "example:\n  ./sheepdog nlu train\n  ./sheepdog nlu evaluate"
HELD_OUT = ROOT / "tests" / "understanding" / "held_out.tsv"


def register(parser: argparse.ArgumentParser) -> None:
    """The command's parts and options."""
    parts = parser.add_subparsers(dest="part", required=True, metavar="train|evaluate")
    training = parts.add_parser("train", help="train the model, when its texts have changed")
    training.add_argument("--force", action="store_true", help="train also when nothing has changed")
    judging = parts.add_parser("evaluate", help="score the model on texts that it has not seen")
    judging.add_argument(
        "file", nargs="?", type=Path, default=HELD_OUT, help="lines of language, label and text, by tabs"
    )
    judging.add_argument("--json", action="store_true", help="print the scores as JSON")


def run(args: argparse.Namespace) -> int:
    """0 when done; 1, with the reason, when texts or model are not in order."""
    try:
        return _train(args.force) if args.part == "train" else _evaluate(args.file, args.json)
    except (CorpusError, ModelUnavailable) as error:
        raise Sorry(str(error)) from error


def _train(force: bool) -> int:
    examples = corpus.read()
    if not force and _trained_on() == corpus.fingerprint(examples):
        print("The model already knows these texts. --force trains it again.")
        return 0
    print(f"training on {len(examples)} texts; this takes about two minutes", flush=True)
    trained = train(examples, Encoder(), lambda line: print(line, flush=True))
    artefact.save(trained)
    print(f"saved {trained.card.name} in {artefact.FOLDER.relative_to(ROOT)}")
    return 0


def _trained_on() -> str | None:
    try:
        return artefact.load().card.data_hash
    except ModelUnavailable:
        return None


def _evaluate(file: Path, as_json: bool) -> int:
    if not file.is_file():
        raise Sorry(f"There is no file {file}.", code=2)
    result = score(judge(read_table(file), InProcess(Classifier.load())))
    print(json.dumps(asdict(result), ensure_ascii=False, indent=1) if as_json else "\n".join(_lines(result)))
    return 0


def _lines(result: Score) -> list[str]:
    shares = [f"{lang}: {share:.1%} of {result.texts[lang]} texts right" for lang, share in result.right.items()]
    wrong = [f"  {one.text!r} is {one.label}, not {one.said} ({one.confidence:.2f})" for one in result.wrong]
    return [*shares, *(["went wrong:", *wrong] if wrong else [])]
