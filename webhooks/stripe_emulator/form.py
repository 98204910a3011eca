"""Stripe's way of writing nested values as a form: `line_items[0][price_data][currency]=usd`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

_PART = re.compile(r"\[([^\]]*)\]")


def nested(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The values of a form, with lists where the keys are numbers."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        head, _, rest = name.partition("[")
        keys = [head, *_PART.findall(f"[{rest}")] if rest else [head]
        here = found
        for key in keys[:-1]:
            here = here.setdefault(key, {})
        here[keys[-1]] = value
    return {name: _lists(value) for name, value in found.items()}


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {key: _lists(one) for key, one in value.items()}
    if inner and all(key.isdigit() or not key for key in inner):
        return [inner[key] for key in sorted(inner, key=lambda key: int(key or 0))]
    return inner
