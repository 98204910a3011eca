"""Talks saved by older versions still open, and no talk's saved shape changes unnoticed (decision 15)."""

from __future__ import annotations

import copy
import json
from dataclasses import fields
from hashlib import sha256
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import engine, saved_talk
from bot.topics import FLOWS
from flows.script import Flow, Frame, Heard, Talk
from tests.flows.line import TextLine

SAVED = Path(__file__).parent.parent / "saved"
TALKS = sorted(SAVED.glob("*_v*.json"))
SHAPES = SAVED / "shapes.json"


def shape(flow: Flow) -> str:
    """What a saved frame of this talk depends on: its steps, and its memory's fields with their kinds."""
    hints = get_type_hints(flow.memory)
    memory = {field.name: str(hints[field.name]) for field in fields(flow.memory)}
    return sha256(json.dumps([sorted(flow.steps), memory], sort_keys=True).encode()).hexdigest()[:16]


@pytest.mark.parametrize("name", sorted(FLOWS))
def test_a_shape_that_changes_gets_a_new_version(name: str) -> None:
    known = json.loads(SHAPES.read_text(encoding="utf-8"))
    flow = FLOWS[name]
    told = known.get(name, {}).get(str(flow.version))
    assert told is not None, f"add {name} version {flow.version} with {shape(flow)} to {SHAPES.name}; edit no line"
    assert told == shape(flow), (
        f"the saved shape of {name} changed: raise its version, add an upgrade from the old one and a saved talk"
    )


def test_every_older_version_has_an_upgrade() -> None:
    known = json.loads(SHAPES.read_text(encoding="utf-8"))
    for name, versions in known.items():
        flow = FLOWS.get(name)
        if flow:
            assert {int(version) for version in versions} - {flow.version} <= set(flow.upgrades), name


@pytest.mark.parametrize("file", TALKS, ids=lambda file: file.stem)
def test_a_talk_saved_by_an_older_version_opens_and_goes_on(file: Path) -> None:
    saved = json.loads(file.read_text(encoding="utf-8"))
    talk, whole = engine.load(saved["talk"])
    assert whole and [frame.flow for frame in talk.frames] == [frame["flow"] for frame in saved["talk"]["frames"]]
    assert engine.asking(talk) == saved["asking"]
    line = TextLine(talk=talk, texted=True)
    assert line.texts() and line.resumes()


def test_every_talk_that_waits_for_an_answer_has_a_saved_one() -> None:
    waiting = {
        name for name, flow in FLOWS.items() if any(step.hears.__name__ not in UNHEARD for step in flow.steps.values())
    }
    kept = {frame["flow"] for file in TALKS for frame in json.loads(file.read_text())["talk"]["frames"]}
    assert waiting - {"greet"} <= kept


UNHEARD = {"told", "unheard", "passed_on"}
"""Steps of talks that ask nothing."""


def whole_talk() -> dict[str, Any]:
    return copy.deepcopy(json.loads((SAVED / "plan_v1.json").read_text(encoding="utf-8"))["talk"])


@pytest.mark.parametrize(
    "spoil",
    [
        {"flow": "gone"},
        {"flow": None},
        {"version": 99},
        {"version": 0},
        {"version": "1"},
        {"version": True},
        {"step": "gone"},
        {"step": None},
        {"memory": None},
        {"memory": {}},
        {"memory": {"count": "3", "cents": None, "per": None, "shown": "", "length": 0}},
        {"memory": {"count": True, "cents": None, "per": None, "shown": "", "length": 0}},
        {"memory": {"count": None, "cents": None, "per": None, "shown": "", "length": 0, "more": 1}},
    ],
    ids=str,
)
def test_a_frame_that_cannot_be_opened_is_left_out_and_said_so(spoil: dict[str, Any]) -> None:
    saved = whole_talk()
    before = len(saved["frames"])
    saved["frames"][0] |= spoil
    talk, whole = engine.load(saved)
    assert not whole and talk.lost and len(talk.frames) == before - 1


@pytest.mark.parametrize(
    ("flow", "step", "memory"),
    [
        ("pay", "amount", {"cents": None, "share": "half"}),
        ("pay", "amount", {"cents": None, "share": "1/0"}),
        ("promise", "when", {"day": "2026-02-31", "either": []}),
        ("promise", "when", {"day": None, "either": ["soon"]}),
        ("promise", "when", {"day": None, "either": [1]}),
    ],
)
def test_what_memory_says_must_make_sense(flow: str, step: str, memory: dict[str, Any]) -> None:
    saved = {"frames": [{"flow": flow, "version": 1, "step": step, "memory": memory}], "misses": 0}
    assert engine.load(saved) == (Talk(lost=True), False)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["frames", "flow", "version", "step", "memory", "misses", "paused"]), inner)
    ),
    max_leaves=12,
)


@given(JSON)
def test_whatever_was_saved_opening_is_never_an_exception(saved: Any) -> None:
    talk, whole = engine.load(saved)
    assert whole != talk.lost and talk.misses >= 0
    engine.step(talk, Heard("out_of_scope"), TextLine().known())


@pytest.mark.parametrize("nothing", [None, {}, ""])
def test_nothing_saved_is_a_new_talk(nothing: Any) -> None:
    assert engine.load(nothing) == (Talk(), True)


def test_saving_keeps_the_count_of_misses_and_the_pause() -> None:
    talk = Talk((Frame("menu", "choose", FLOWS["menu"].memory()),), misses=2, paused=True)
    assert engine.load(json.loads(json.dumps(engine.save(talk)))) == (talk, True)


def test_an_upgrade_carries_an_old_frame_to_the_version_of_today() -> None:
    flow = Flow("pay", version=3, memory=FLOWS["pay"].memory)
    flow.steps = FLOWS["pay"].steps
    flow.upgrades = {
        1: lambda frame: {**frame, "memory": {"cents": frame["memory"]["dollars"] * 100}},
        2: lambda frame: {**frame, "memory": {**frame["memory"], "share": None}},
    }
    old = {"frames": [{"flow": "pay", "version": 1, "step": "amount", "memory": {"dollars": 5}}], "misses": 0}
    talk, whole = saved_talk.load(old, {"pay": flow})
    assert whole and talk.frames == (Frame("pay", "amount", flow.memory(cents=500)),)


def test_an_upgrade_that_fails_leaves_the_frame_out() -> None:
    flow = Flow("pay", version=2, memory=FLOWS["pay"].memory)
    flow.steps, flow.upgrades = FLOWS["pay"].steps, {1: lambda frame: {**frame, "memory": frame["nothing"]}}
    old = {"frames": [{"flow": "pay", "version": 1, "step": "amount", "memory": {}}], "misses": 0}
    assert saved_talk.load(old, {"pay": flow}) == (Talk(lost=True), False)
