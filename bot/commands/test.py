"""Runs the tests; what it does not know itself (-k, -x, a file) goes to pytest."""

from __future__ import annotations

import argparse
import importlib.util
import os
import subprocess
import sys

from bot.errors import Sorry
from bot.settings import ROOT

EXAMPLE = "example:\n  ./sheepdog test\n  ./sheepdog test --quick -k plan"
PASSES_ON = True
QUICK = "not rasa and not postgres and not browser"
INTERRUPTED, USAGE = 2, 4
REWRITE = "SHEEPDOG_REWRITE"
"""The one name that tests may see: it rewrites transcripts."""


def register(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument(
        "--quick", action="store_true", help="leave out what needs Rasa, a PostgreSQL server or a browser"
    )


def run(args: argparse.Namespace) -> int:
    """0 when every test passed, 1 when one did not, 2 for wrong usage."""
    command = [sys.executable, "-P", "-m", "pytest", *(["-m", QUICK] if args.quick else []), *args.rest]
    print(
        f"Running {'the quick tests' if args.quick else 'all tests'}: pytest {' '.join(command[4:])}".rstrip(),
        flush=True,
    )
    env = {
        name: value
        for name, value in os.environ.items()
        if name == REWRITE or not name.startswith(("SHEEPDOG_", "TWILIO_", "STRIPE_"))
    }
    if importlib.util.find_spec("pytest") is None:
        raise Sorry("The test tools are missing. Start the tests with ./sheepdog test, which installs them.")
    status = subprocess.run(command, cwd=ROOT, env=env).returncode
    return {0: 0, USAGE: 2, INTERRUPTED: 130}.get(status, 1)
