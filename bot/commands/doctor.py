"""Says what is configured, what is wrong, and what to do about it."""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
from collections.abc import Sequence

from bot.doctor import Finding, examine

EXAMPLE = "example:\n  ./sheepdog doctor\n  ./sheepdog doctor --json"
MARKS = {"ok": "ok  ", "warn": "look", "bad": "BAD "}


def register(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")


def run(args: argparse.Namespace) -> int:
    """0 when nothing is bad, else 1."""
    findings = examine(os.environ)
    if args.json:
        print(json.dumps({"findings": [dataclasses.asdict(finding) for finding in findings]}, indent=1))
    else:
        print("\n".join(lines(findings)))
    return int(any(finding.state == "bad" for finding in findings))


def lines(findings: Sequence[Finding]) -> list[str]:
    """One line a finding, and under it what to do when there is something to do."""
    width = max((len(finding.what) for finding in findings), default=0)
    told: list[str] = []
    for finding in findings:
        told.append(f"{MARKS[finding.state]}  {finding.what:{width}}  {finding.says}")
        told += [f"      {'':{width}}  -> {finding.todo}"] if finding.todo else []
    return told
