"""Which tests show which vector, read from their marks without running them."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

HERE = Path(__file__).resolve().parent


def shown() -> dict[str, tuple[str, ...]]:
    """The ids of the tests of each label, as pytest names them, in the order of the files."""
    found: dict[str, list[str]] = {}
    for file in sorted(HERE.glob("test_*.py")):
        for label, test in _of_module(importlib.import_module(f"tests.compliance.{file.stem}")):
            found.setdefault(label, []).append(f"tests/compliance/{file.name}::{test}")
    return {label: tuple(tests) for label, tests in found.items()}


def _of_module(module: ModuleType) -> Iterator[tuple[str, str]]:
    for name, value in vars(module).items():
        if name.startswith("test_") and callable(value) and value.__module__ == module.__name__:
            yield from _of_function(name, getattr(value, "pytestmark", []))


def _of_function(name: str, marks: list[Any]) -> Iterator[tuple[str, str]]:
    mine = [mark.args[0] for mark in marks if mark.name == "vector"]
    rows = [one for mark in marks if mark.name == "parametrize" for one in mark.args[1]]
    for label in mine:
        yield label, name
    for one in rows:
        for mark in getattr(one, "marks", ()):
            yield mark.args[0], f"{name}[{one.id}]"
