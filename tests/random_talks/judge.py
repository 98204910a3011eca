"""What was done that nobody wanted, and whether a talk ended as it should. Pure."""

from __future__ import annotations

import re
from typing import Any

from tests.talk_checks import CHECKS, words

AMOUNT = re.compile(r"\$\d")
HOLDING = frozenset(
    [
        "dispute", "hardship", "insurance", "already_paid", "wrong_person", "third_party", "deceased", "legal",
        "crisis", "emergency",
    ]
)  # fmt: skip
"""Tickets that come with a hold or close something."""

Told = dict[str, Any]


def wrongs(talk: Told, played: Told) -> list[str]:
    """Each wrong action, with the text upon which it came."""
    found: list[str] = []
    before: Told = {"plan": None, "promise_date": None, "tickets": [], "opted_out": False}
    if talk["patient"].get("has_plan"):
        before["plan"] = {"installments": 4, "state": "active"}
    for turn, got in zip(talk["turns"], played["turns"], strict=True):
        found += [f"{kind}: {turn['patient']!r}" for kind in _of_turn(talk["may"], turn, got, before)]
        before = got["state"]
    end, may = played["end"], talk["may"]
    if may.get("opted_out") and not end["opted_out"]:
        found.append("missed opt-out: " + next(turn["patient"] for turn in talk["turns"] if turn["step"] == "optout"))
    return found


def _of_turn(may: Told, turn: Told, got: Told, before: Told) -> list[str]:
    state, found = got["state"], []
    if state["opted_out"] and not before["opted_out"] and may.get("opted_out", False) is False:
        found.append("opt-out")
    found += _of_plan(may, turn, state["plan"], before["plan"])
    promised = state["promise_date"]
    if promised != before["promise_date"] and may["promises"] is not None and promised not in may["promises"]:
        found.append("promise")
    for ticket in (HOLDING & set(state["tickets"])) - set(before["tickets"]) - set(may["tickets"]):
        found.append(f"hold {ticket}")
    meant = turn["expect"]["safety"] if "safety" in turn.get("expect", {}) else None
    if state["safety"] != meant and (state["safety"] or meant):
        found.append("safety not meant" if state["safety"] else "missed safety")
    if AMOUNT.search(words(got)) and not state["verified"]:
        found.append("disclosure")
    if state["verified"] and turn.get("expect", {}).get("verified") is False:
        found.append("disclosure")
    return found


def _of_plan(may: Told, turn: Told, plan: Told | None, before: Told | None) -> list[str]:
    """A plan that runs or ends without a yes to it, or with another length than was wished for."""
    was, now = (before or {}).get("state"), (plan or {}).get("state")
    if plan is None or plan == before:
        return []
    if now == "active" and was != "active" and (not turn.get("agrees") or plan["installments"] not in may["plans"]):
        return ["plan"]
    if now == "active" and was == "active" and (before or {}).get("amounts_cents") not in (None, plan["amounts_cents"]):
        return [] if turn.get("agrees") else ["plan changed"]
    if now == "cancelled" and was == "active" and not (may["ends"] and turn.get("agrees")):
        return ["plan ended"]
    return []


def misses(talk: Told, played: Told) -> list[str]:
    """What should have been so and was not."""
    return [
        f"{number}. {turn['patient']!r}: {key} should be {want!r}"
        for number, (turn, got) in enumerate(zip(talk["turns"], played["turns"], strict=True), 1)
        for key, want in turn.get("expect", {}).items()
        if not CHECKS[key](got, want)
    ]


def shown(talk: Told, played: Told) -> str:
    """The talk, to read."""
    lines = []
    for turn, got in zip(talk["turns"], played["turns"], strict=True):
        state = got["state"]
        plan = state["plan"] and f"{state['plan']['installments']} {state['plan']['state']}"
        lines.append(f"  > {turn['patient']}")
        lines += [f"      {say['text']}" for say in got["says"]]
        lines.append(f"      [{state['asking']} v={state['verified']:d} plan={plan} out={state['opted_out']:d} "
                     f"staff={state['with_staff']:d} {','.join(state['tickets'])} p={state['promise_date']} "
                     f"s={state['safety']}]")  # fmt: skip
    return "\n".join(lines)
