"""Talk to the bot in the terminal, as one patient of an invented practice; a session pastes into a transcript file."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import transcript
from bot.errors import Sorry
from bot.rehearsal import Part, Rehearsal, Stage
from bot.settings import clock_start
from bot.transcript import Given, Row

EXAMPLE = "example:\n  ./sheepdog chat\n  ./sheepdog chat --as 'Rosa Diaz' --lang es"
HELP = "Type as the patient. -- 5 minutes later -- moves the clock; Ctrl-D ends."


def register(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--as", dest="name", default="Maria Lopez", help="the patient's name (default Maria Lopez)")
    parser.add_argument("--lang", choices=("en", "es"), help="the language on file (default: none, the texts decide)")


def run(args: argparse.Namespace) -> int:
    """Until the input ends."""
    now = (clock_start(os.environ) or datetime.now(UTC)).replace(second=0, microsecond=0)
    given = _given(args.name, args.lang, now)
    opening, who = _opening(given), given.parts[0].name.split()[0]
    with tempfile.TemporaryDirectory(prefix="chat-") as folder:
        stage = Stage.at(Path(folder), now)
        print(opening, flush=True)
        if sys.stdin.isatty():
            print(f"({HELP})\n", file=sys.stderr)
        talk, zone = transcript.begin(stage, given), ZoneInfo(given.zone)
        while (line := _next(who)) is not None:
            if line.strip():
                print("\n".join(_turn(talk, line.strip(), who, zone)), flush=True)
        print("\n" + "\n".join(transcript.then(talk, zone)))
    return 0


def _given(name: str, lang: str | None, now: datetime) -> Given:
    names = [word[0].upper() + word[1:] for word in name.split()]
    full = " ".join(names if len(names) != 1 else [*names, "Lopez"])
    if not transcript.is_name(full):
        raise Sorry(f"--as is a first and a last name, such as 'Rosa Diaz', not {name!r}.", 2)
    return Given(
        parts=[
            replace(Part(), name=full, zip="80203", phone="+17205550143", balance_cents=24001, lang=lang)
        ],
        now=now,
    )


def _opening(given: Given) -> str:
    part = given.parts[0]
    local = given.now.astimezone(ZoneInfo(given.zone))
    speaks = {"en": ", speaks English", "es": ", speaks Spanish", None: ""}[part.lang]
    born = f"{part.dob.month}/{part.dob.day}/{part.dob.year}"
    return (
        f"A talk in the terminal.\n\n"
        f"Given   {part.name}, born {born}, ZIP {part.zip}, texts from 720-555-0143{speaks}\n"
        f"        statement code {part.statement_code}, owes $240.01 to {given.practice}\n"
        f"        it is {local:%a %b} {local.day} {local.year}, {local.hour}:{local:%M} in Denver\n"
    )


def _next(who: str) -> str | None:
    """The next typed line; None at the end of the input."""
    if sys.stdin.isatty():
        print(f"{who + ':':{transcript.COLUMN}}", end="", flush=True)
    line = sys.stdin.readline()
    return line.rstrip("\n") if line else None


def _turn(talk: Rehearsal, line: str, who: str, zone: ZoneInfo) -> list[str]:
    """One line as it stands in a transcript, and what came of it."""
    event = line.startswith("-- ") and line.endswith(" --")
    row = Row("--", line[3:-3].strip(), 0) if event else Row(who, line, 0)
    try:
        transcript.do(talk, row, "chat")
    except transcript.ScriptError as error:
        return [f"{'':{transcript.COLUMN}}({error})"]
    answers = transcript.shown(talk, zone)
    if event:
        return [*_written(transcript.event_line(row.text)), *answers]
    return [*_written(*transcript.typed(replace(row, intent=talk.meant()))), *answers]


def _written(line: str) -> list[str]:
    """The typed line in its form: where somebody types, over what they typed, as far as that is one row."""
    if not sys.stdin.isatty():
        return [line]
    fits = sys.stdout.isatty() and len(line) < os.get_terminal_size().columns
    return [f"\x1b[A\r{line}\x1b[K"] if fits else []
