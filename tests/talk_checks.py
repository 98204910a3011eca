"""What a talk's `expect` may name, and how each is held against a turn that `replay` gave back. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

STATE = ("asking", "verified", "locked", "opted_out", "with_staff", "tickets", "promise_date", "nudges_paused",
         "paid_cents", "safety")  # fmt: skip

Told = dict[str, Any]
Check = Callable[[Told, Any], bool]


def words(turn: Told) -> str:
    return "\n".join(say["text"] for say in turn["says"])


def among(wanted: Any, got: Any) -> bool:
    """A list of possible values is met by any of them."""
    return got in wanted if isinstance(wanted, list) else bool(got == wanted)


def plan_is(wanted: Any, got: Any) -> bool:
    if isinstance(wanted, list):
        return any(plan_is(one, got) for one in wanted)
    return bool(got == wanted) if None in (wanted, got) else {key: got[key] for key in wanted} == wanted


CHECKS: dict[str, Check] = {
    **{key: lambda turn, want, key=key: among(want, turn["state"][key]) for key in STATE if key != "tickets"},  # type: ignore[misc]
    "plan": lambda turn, want: plan_is(want, turn["state"]["plan"]),
    "plan_not": lambda turn, want: (turn["state"]["plan"] or {}).get("state") != want,
    "tickets": lambda turn, want: turn["state"]["tickets"] == want,
    "tickets_any": lambda turn, want: turn["state"]["tickets"] in want,
    "tickets_with": lambda turn, want: bool(set(want) & set(turn["state"]["tickets"])),
    "tickets_without": lambda turn, want: not set(want) & set(turn["state"]["tickets"]),
    "links": lambda turn, want: turn["links"] == want,
    "no_links": lambda turn, want: not set(want) & set(turn["links"]),
    "lang": lambda turn, want: {say["lang"] for say in turn["says"]} <= {want},
    "texts": lambda turn, want: len(turn["says"]) == want if isinstance(want, int) else bool(turn["says"]),
    "says": lambda turn, want: all(re.search(one, words(turn)) for one in want),
    "never": lambda turn, want: not any(re.search(one, words(turn)) for one in want),
    "stored_without": lambda turn, want: want not in turn["stored"],
}
