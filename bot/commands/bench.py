"""The project's benchmarks, with real processes on this machine. Compare figures of one run, as ratios."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from typing import Any

from bot.bench import audit, gate, money, storm, turn, understand
from bot.errors import Sorry

EXAMPLE = "example:\n  ./sheepdog bench turn\n  ./sheepdog bench understand --json"
WHAT = (
    "turn: texts a second; storm: answers while nudges wait; understand: the intent model beside Rasa's stock one; "
    "gate: microseconds a verdict; audit: a long audit trail linked, checked and exported; money: postings beside bare "
    "INSERTs"
)
NAMES: dict[str, Callable[[], dict[str, Any]]] = {
    "turn": turn.run,
    "storm": storm.run,
    "understand": understand.run,
    "gate": gate.run,
    "audit": audit.run,
    "money": money.run,
}


def register(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("name", choices=sorted(NAMES), help=WHAT)
    parser.add_argument("--rows", type=int, help=f"audit: how many rows (default {audit.ROWS:,})")
    parser.add_argument("--database", metavar="URL", help="money: an empty database (default: a SQLite file)")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")


def run(args: argparse.Namespace) -> int:
    """Runs one benchmark; a few minutes at most but for `storm`, which takes ten."""
    if args.rows is not None and (args.name != "audit" or args.rows < 1):
        raise Sorry("--rows is a number from 1 on, and only for audit.", 2)
    if args.database and args.name != "money":
        raise Sorry("--database is only for money.", 2)
    figures = audit.run(args.rows) if args.rows else money.run(args.database) if args.database else NAMES[args.name]()
    print(json.dumps(figures, indent=1) if args.json else "\n".join(lines(figures)))
    return 0


def lines(figures: dict[str, Any]) -> list[str]:
    """A figure a line."""
    width = max(map(len, figures))
    return [f"{name:{width}}  {value}" for name, value in figures.items()]
