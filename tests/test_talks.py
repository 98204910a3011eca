"""The talks of tests/talks: what strangers text, played with the real model, held against what was expected of them.

A line is a talk as `replay` takes it; a turn's `expect` names only what must be so after it. What holds for every
answer whoever asks is checked on all of them: no amount before proof, three texts at most, plain and kind words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.commands.replay import play
from bot.lint import carriers_refuse, folded, threatens
from bot.rehearsal import Stage
from tests.talk_checks import CHECKS, Told, words
from tests.texts_needed import MOST, medians, needed

FOLDER = Path(__file__).parent / "talks"
FILES = sorted(FOLDER.glob("*.jsonl"))
SESSION_S = 3600
DISCLOSURE = re.compile("This is an automated assistant|Le responde un asistente automatizado")
SORRY = re.compile("we did not get that|no le entendimos")
AMOUNT = re.compile(r"\$\d")
UNKIND = re.compile(r"[!¡]|\b(?:debts?|collections?|settle\w*|outstanding|deudas?|morosos?|tú|tienes|puedes)\b", re.I)
MOST_TEXTS, MOST_SEGMENTS = 3, 3
FEW = 20
"""Talks that a median is of, at least."""


def read(file: Path) -> list[Told]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


TALKS = {talk["id"]: (file, talk) for file in FILES for talk in read(file)}
each = pytest.mark.parametrize("name", TALKS)


@cache
def played(file: Path) -> dict[str, list[Told]]:
    """The turns that came of each talk of a file, by the talk's id."""
    with TemporaryDirectory() as folder:
        stage = Stage.at(Path(folder), datetime(2026, 1, 1, tzinfo=UTC))
        told = {talk["id"]: play(stage, talk)["turns"] for talk in read(file)}
        stage.app.db.dispose()
    return told


def turns(name: str) -> Iterator[tuple[Told, Told]]:
    """Each turn as it was written, and what came of it."""
    file, talk = TALKS[name]
    return zip(talk["turns"], played(file)[name], strict=True)


# -- what a talk expects --


def differences(name: str) -> list[str]:
    """What was expected and did not come, in words."""
    return [
        f"{number}. {told.get('patient', told)!r}: {key} should be {want!r}; "
        f"{got['state']} {got['links']} {words(got)!r}"
        for number, (told, got) in enumerate(turns(name), 1)
        for key, want in told.get("expect", {}).items()
        if not CHECKS[key](got, want)
    ]


@each
def test_it_comes_out_as_expected(name: str) -> None:
    assert not differences(name)


# -- what holds for every talk --


@each
def test_no_amount_is_told_before_proof(name: str) -> None:
    assert not [words(got) for _, got in turns(name) if AMOUNT.search(words(got)) and not got["state"]["verified"]]


@each
def test_answers_are_few_short_and_kind(name: str) -> None:
    for _, got in turns(name):
        assert len(got["says"]) <= MOST_TEXTS
        assert all(say["segments"] <= MOST_SEGMENTS for say in got["says"]), words(got)
        said = words(got)
        assert not UNKIND.search(said) and not threatens(folded(said), False) and not carriers_refuse(folded(said))
        assert len({say["text"] for say in got["says"]}) == len(got["says"]), "one text says the same as another"


@each
def test_that_it_is_automated_is_said_once_a_session(name: str) -> None:
    said = [(told.get("after_s", 20), bool(DISCLOSURE.search(words(got)))) for told, got in turns(name)]
    for place, (_, told) in enumerate(said):
        rest = 0
        for after, again in said[place + 1 :]:
            rest += after
            if told and again and rest <= SESSION_S and "robot" not in name:
                pytest.fail("said twice")


@each
def test_nobody_is_told_twice_in_a_row_that_we_did_not_understand(name: str) -> None:
    if TALKS[name][1].get("gibberish"):
        return
    said = [bool(SORRY.search(words(got))) for told, got in turns(name) if "patient" in told]
    assert not any(first and second for first, second in pairwise(said))


def test_there_are_enough_of_them_in_both_languages() -> None:
    spanish = [name for name, (_, talk) in TALKS.items() if talk.get("lang") == "es"]
    assert len(TALKS) >= 150 and len(spanish) >= 75


def test_the_median_patient_needs_few_texts() -> None:
    """From the first text on, whatever else is said: a person, a link to pay, the balance, a plan."""
    got = medians(needed(talk, played(file)[name]) for name, (file, talk) in TALKS.items())
    assert {goal: texts for goal, (texts, _) in got.items() if texts > MOST[goal]} == {}
    assert all(got[goal][1] >= FEW for goal in MOST)
