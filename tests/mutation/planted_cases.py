"""Tests of what is made up; run by the runner alone, and so of a name that pytest does not look for."""

from __future__ import annotations

from tests.mutation.planted import large, larger


def test_ten_is_large_and_eight_is_not() -> None:
    assert large(10) is True
    assert large(8) is False


def test_the_larger() -> None:
    assert larger(1, 2) == 2
    assert larger(2, 1) == 2
