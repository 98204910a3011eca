"""The command line: finds the command that was asked for, loads only that one, and says failures in plain words."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple, NoReturn

from bot.errors import Sorry, database_sorry, disk_sorry


class Command(NamedTuple):
    """Where a command lives and its line of help."""

    module: str
    help: str


COMMANDS: dict[str, Command] = {
    "demo": Command("bot.commands.demo", "try everything with an invented practice"),
    "test": Command("bot.commands.test", "run the tests"),
    "up": Command("bot.commands.up", "production: web, workers and timer together"),
    "web": Command("bot.commands.up", "production: the web server alone"),
    "work": Command("bot.commands.work", "production: one worker alone"),
    "timer": Command("bot.commands.timer", "production: the timer alone"),
    "doctor": Command("bot.commands.doctor", "what is configured, what is wrong, what to do"),
    "chat": Command("bot.commands.chat", "talk to it in the terminal"),
    "understand": Command("bot.commands.understand", "texts in, meanings out"),
    "replay": Command("bot.commands.replay", "whole talks in, answers and end state out"),
    "nlu": Command("bot.commands.nlu", "train, evaluate or serve the intent model"),
    "import": Command("bot.commands.import_", "a practice's balances in"),
    "outreach": Command("bot.commands.outreach", "see, start and pause nudges"),
    "gate": Command("bot.commands.gate", "may this text go to this number now, and why"),
    "payments": Command("bot.commands.payments", "payments as a file for the practice's own system"),
    "ledger": Command("bot.commands.ledger", "prove every balance from its lines"),
    "audit": Command("bot.commands.audit", "check or export the audit trail"),
    "retention": Command("bot.commands.retention", "what is kept, and for how long; one patient's record"),
    "practice": Command("bot.commands.practice", "add, show or change a practice"),
    "staff": Command("bot.commands.staff", "add, reset or list staff"),
    "backup": Command("bot.commands.backup", "an encrypted copy of everything, while running"),
    "restore": Command("bot.commands.backup", "everything back from a backup"),
    "bench": Command("bot.commands.bench", "the project's benchmarks"),
}

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
UNFINISHED = "{name} is not built yet. ./sheepdog --help lists the commands that are."


class Parser(argparse.ArgumentParser):
    """Says wrong usage in one sentence, exit status 2."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}. See {self.prog} --help.\n")


def main(argv: Sequence[str], env: Mapping[str, str]) -> int:
    """Runs one command line and returns its exit status: 0 done, 1 not in order, 2 wrong usage."""
    if not argv or argv[0] in ("-h", "--help", "help"):
        print(overview())
        return 0 if argv else 2
    name, rest = argv[0], argv[1:]
    if name not in COMMANDS:
        print(f"There is no command {name!r}. ./sheepdog --help lists them.", file=sys.stderr)
        return 2
    try:
        return _run(name, rest)
    except (SystemExit, Sorry, OSError, KeyboardInterrupt, Exception) as end:
        return _ended(end, env)


def _run(name: str, rest: Sequence[str]) -> int:
    if not built(name):
        raise Sorry(UNFINISHED.format(name=name))
    command = importlib.import_module(COMMANDS[name].module)
    parser = Parser(
        prog=f"./sheepdog {name}",
        description=command.__doc__,
        epilog=getattr(command, "EXAMPLE", None),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command.register(parser)
    parser.set_defaults(command=name)
    args, unknown = parser.parse_known_args(rest)
    args.rest = unknown
    if args.rest and not getattr(command, "PASSES_ON", False):
        parser.error(f"{args.rest[0]!r} is not understood")
    status = command.run(args)
    sys.stdout.flush()
    return int(status)


def built(name: str) -> bool:
    """Whether the command's file is there."""
    return importlib.util.find_spec(COMMANDS[name].module) is not None


def overview() -> str:
    """The list of commands."""
    width = max(map(len, COMMANDS))
    lines = [f"  {name:{width}}  {c.help}{'' if built(name) else ' (not built yet)'}" for name, c in COMMANDS.items()]
    return "\n".join(
        [
            "Sheepdog: a medical practice's text line that answers.",
            "",
            "usage: ./sheepdog COMMAND [...]",
            "",
            *lines,
            "",
            "Each command explains itself with --help. To begin: ./sheepdog demo",
        ]
    )


def _ended(end: BaseException, env: Mapping[str, str]) -> int:
    """The exit status for how a command ended, after saying what there is to say."""
    if isinstance(end, SystemExit):
        return end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    if env.get("SHEEPDOG_LOG", "").lower() == "debug":
        traceback.print_exception(end)
    if isinstance(end, KeyboardInterrupt):
        return 130
    if isinstance(end, BrokenPipeError):  # the reader, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    sorry = _sorry(end)
    print(sorry or _unforeseen(end, env), file=sys.stderr)
    return sorry.code if sorry else 1


def _sorry(end: BaseException) -> Sorry | None:
    if isinstance(end, Sorry):
        return end
    return disk_sorry(end) if isinstance(end, OSError) else database_sorry(end)


def _unforeseen(end: BaseException, env: Mapping[str, str]) -> str:
    place = _noted(end, env)
    where = f"The details are in {place}" if place else "SHEEPDOG_LOG=debug shows the details"
    return f"Something went wrong that should not have ({type(end).__name__}). {where}; what was saved before is safe."


def _noted(end: BaseException, env: Mapping[str, str]) -> str | None:
    """Appends where it happened to errors.log in the home; None when even that fails.

    What the exception says is left out, as it may quote a patient: SHEEPDOG_LOG=debug shows it on the terminal.
    """
    home = env.get("SHEEPDOG_HOME") or os.path.join(ROOT, ".sheepdog")
    place = os.path.join(home, "errors.log")
    try:
        os.makedirs(home, mode=0o700, exist_ok=True)
        with open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as out:
            out.write(f"{datetime.now(UTC).isoformat()} {type(end).__name__}\n")
            out.writelines(traceback.format_tb(end.__traceback__))
    except OSError:
        return None
    return place


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
