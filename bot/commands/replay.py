"""Whole talks in, answers and end state out: each line of the file is one talk, played on the path of a live text."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot import zones
from bot.errors import Sorry
from bot.rehearsal import Part, Rehearsal, Said, Stage, cast, moment
from bot.settings import clock_start
from flows.money import Money

EXAMPLE = "example:\n  ./sheepdog replay talks.jsonl"
DAY = date(2026, 11, 23)
BURST = timedelta(seconds=2)
BETWEEN_S = 20.0
PART_FIELDS = {field.name for field in fields(Part)} - {"dob", "lang", "guarantor", "flags"}
OREGON = "America/Los_Angeles"


def register(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("file", type=Path, help="one talk a line, as JSON; - for standard input")


def run(args: argparse.Namespace) -> int:
    """0 when every talk was played; 2 for a line that is not understood."""
    start = clock_start(os.environ)
    with tempfile.TemporaryDirectory(prefix="replay-") as folder:
        stage = Stage.at(Path(folder), datetime(1970, 1, 1, tzinfo=UTC))
        for number, line in _lines(args.file):
            try:
                told = json.loads(line)
                played = play(stage, told, start)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise Sorry(
                    f"Line {number} is not understood: {error}. It is an object with id and turns.", 2
                ) from error
            print(json.dumps(played, ensure_ascii=False), flush=True)
    return 0


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Sorry(f"{file} cannot be read. Check its name, and that it is UTF-8 text.", 2) from error
    return ((number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip())


def play(stage: Stage, told: dict[str, Any], start: datetime | None = None) -> dict[str, Any]:
    """One talk, played; the answer in the words of interfaces.md, section 6."""
    part = _part(told)
    zone = (zones.of_zip(part.zip) or (OREGON,))[0]
    local = datetime(DAY.year, DAY.month, DAY.day, 10, tzinfo=ZoneInfo(zone))
    stage.clock.set(moment(told["start"]) if told.get("start") else start or local.astimezone(UTC))
    talk = cast(stage, part, zone)
    if not isinstance(told["turns"], list):
        raise ValueError("turns is a list")
    turns = [*_turns(talk, told["turns"])]
    return {"id": told["id"], "turns": turns, "end": turns[-1]["state"] if turns else talk.state()}


def _part(told: dict[str, Any]) -> Part:
    patient = dict(told.get("patient") or {})
    known = {name: patient[name] for name in PART_FIELDS if patient.get(name) is not None}
    for name, value in known.items():
        if type(value) is not type(getattr(Part, name)):
            raise ValueError(f"{name} of a patient cannot be {value!r}")
    born = date.fromisoformat(patient["dob"]) if patient.get("dob") else Part.dob
    lang = told.get("lang") or patient.get("lang")
    if lang not in (None, "en", "es"):
        raise ValueError(f"lang is en or es, not {lang!r}")
    return Part(**{**known, "dob": born, "lang": lang})


def _turns(talk: Rehearsal, turns: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each turn's line; those of one burst stand together, answered at the last."""
    burst: list[str | None] = []
    for number, turn in enumerate(turns, 1):
        talk.forward(_after(turn))
        if not burst:
            talk.safety, talk.links = None, []
        burst.append(_happen(talk, turn))
        if _goes_on(turn, turns[number] if number < len(turns) else None):
            continue
        links, said = list(talk.links), talk.answer()
        links, state = [*links, *talk.links], talk.state()
        yield from ({"stored": kept, "says": [], "links": [], "state": state} for kept in burst[:-1])
        yield {"stored": burst[-1], "says": [_said(one) for one in said], "links": links, "state": state}
        burst.clear()


def _after(turn: dict[str, Any]) -> timedelta:
    """How long after the turn before it this one comes."""
    seconds = float(turn.get("after_s", BETWEEN_S))
    if not 0 <= seconds < 1e10:
        raise ValueError(f"after_s is a number of seconds, not {seconds}")
    return timedelta(seconds=seconds)


def _goes_on(turn: dict[str, Any], following: dict[str, Any] | None) -> bool:
    """Whether the next text belongs to the same burst."""
    return (
        following is not None
        and "patient" in turn
        and "patient" in following
        and _after(following) < BURST
    )


def _happen(talk: Rehearsal, turn: dict[str, Any]) -> str | None:
    """Does what a turn says; returns the text as it was kept, for a patient's turn."""
    if "patient" in turn:
        if not isinstance(turn["patient"], str):
            raise ValueError("a patient's text is a string")
        talk.text(turn["patient"], int(turn.get("media", 0)), turn.get("opt_out_type"))
        return talk.kept()
    if "staff" in turn:
        talk.staff(turn["staff"], turn.get("text", ""))
    elif turn.get("event") == "paid":
        talk.paid(Money(int(turn["amount_cents"])))
    else:
        raise ValueError(f"a turn is a patient's text, staff or an event, not {sorted(turn)}")
    return None


def _said(said: Said) -> dict[str, Any]:
    return {"text": said.text, "lang": said.lang, "segments": said.segments}
