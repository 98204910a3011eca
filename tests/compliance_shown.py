"""Which tests show that a rule of the gate is there: those that fail when it is taken out."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from types import ModuleType
from typing import Any

import pytest

from bot.gate import Rule, verdict
from tests.asking import asking
from tests.bot import test_gate, test_gate_content

MODULES: tuple[ModuleType, ...] = (test_gate, test_gate_content)

Test = Callable[..., None]


def shown_by(rule: Rule) -> list[str]:
    """The names of the tests that fail without this rule, in the order in which they stand."""
    with without(rule):
        return [test.__name__ for test in every_test() if fails(test)]


def every_test() -> list[Test]:
    """Every test of these modules that needs nothing but its parameters."""
    found = [value for module in MODULES for name, value in vars(module).items() if name.startswith("test_")]
    return [test for test in found if set(inspect.signature(test).parameters) <= {*names(test)}]


def parameters(test: Test) -> list[tuple[list[str], list[Any]]]:
    """The names and rows of each `parametrize`."""
    marks = [mark for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"]
    return [(_names(mark.args[0]), list(mark.args[1])) for mark in marks]


def _names(told: Any) -> list[str]:
    return [name.strip() for name in told.split(",")] if isinstance(told, str) else list(told)


def names(test: Test) -> list[str]:
    return [name for names, _ in parameters(test) for name in names]


def cases(test: Test) -> Iterator[dict[str, Any]]:
    """The arguments of each case."""
    told = parameters(test)
    for rows in product(*(rows for _, rows in told)):
        case: dict[str, Any] = {}
        for (keys, _), row in zip(told, rows, strict=True):
            values = row.values if isinstance(row, type(pytest.param())) else row if len(keys) > 1 else (row,)
            case |= dict(zip(keys, values, strict=True))
        yield case


def fails(test: Test) -> bool:
    """Whether one of its cases does not hold."""
    for case in cases(test):
        try:
            test(**case)
        except AssertionError:
            return True
    return False


@contextmanager
def without(rule: Rule) -> Iterator[None]:
    """The gate, as if there were no such rule."""
    asked = {kind: tuple(one for one in rules if one is not rule) for kind, rules in verdict._ASKED.items()}
    with asking(asked):
        yield
