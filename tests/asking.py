"""The gate with other rules than its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from unittest.mock import patch

from bot.gate import verdict
from bot.gate.rule import Rule
from flows.values import MessageClass


@contextmanager
def asking(asked: Mapping[tuple[MessageClass, bool], tuple[Rule, ...]]) -> Iterator[None]:
    """These rules are asked, by class and whether in a browser; at first, and again while a text waits."""
    with patch.object(verdict, "_ASKED", asked), patch.object(verdict, "_DUE", verdict._due_of(asked)):
        yield
