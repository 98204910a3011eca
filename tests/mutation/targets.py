"""Which files are mutated, and which tests must notice."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GATE = ("tests/bot/test_gate.py", "tests/bot/test_gate_content.py", "tests/bot/test_gate_edges.py")
TESTS: dict[str, tuple[str, ...]] = {
    "bot/gate": GATE,
    "bot/cadence.py": ("tests/bot/test_cadence.py",),
    "bot/redact.py": ("tests/bot/test_redact.py",),
    "bot/keywords": ("tests/bot/test_keywords.py", "tests/bot/test_keywords_reading.py"),
    "bot/zones.py": ("tests/bot/test_zones.py",),
    "bot/calendar.py": ("tests/bot/test_calendar.py",),
    "bot/lint.py": ("tests/bot/test_gate_content.py", "tests/bot/test_lint.py"),
    "bot/hear/wishes.py": ("tests/bot/test_hear_wishes.py",),
    "bot/consequences.py": ("tests/bot/test_consequences.py",),
}
"""By file or folder: the tests beside it. Only examples count: a property that finds a mutant today by chance may miss
it tomorrow, so tests of Hypothesis are left out, and those of time with them."""
OF_TIME = ("take_no_second", "read_to_their_end")


def files(asked: Iterable[str]) -> list[str]:
    """The files that are meant by names of files and folders, in the order of `TESTS`; all of them for none."""
    wanted = [name.rstrip("/") for name in asked]
    found = [file for target in TESTS for file in _files_of(target)]
    if unknown := [name for name in wanted if not any(_within(file, name) for file in found)]:
        raise SystemExit(f"{', '.join(unknown)}: not in TESTS of tests/mutation/targets.py")
    return [file for file in found if not wanted or any(_within(file, name) for name in wanted)]


def tests_of(file: str) -> tuple[str, ...]:
    """The files of tests that must notice what changes in a file."""
    return next(tests for target, tests in TESTS.items() if _within(file, target))


def _files_of(target: str) -> list[str]:
    path = ROOT / target
    return [target] if path.is_file() else sorted(str(file.relative_to(ROOT)) for file in path.rglob("*.py"))


def _within(file: str, name: str) -> bool:
    return file == name or file.startswith(f"{name}/")
