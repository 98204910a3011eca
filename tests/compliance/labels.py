"""How a test says which vector of the fact sheet it shows."""

from __future__ import annotations

from typing import Any

import pytest


def shows(label: str) -> pytest.MarkDecorator:
    """Marks a test function as showing this vector; its name carries the label too."""
    return pytest.mark.vector(label)


def row(label: str, *values: Any) -> Any:
    """A row of a parametrized test that shows this vector; its id is the label."""
    return pytest.param(*values, id=label, marks=pytest.mark.vector(label))
