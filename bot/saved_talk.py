"""Talks as JSON between texts. What can't be opened as it was saved is left out, never an exception (decision 15)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from flows.script import Flow, Frame, Talk

KEPT = 3
"""Frames: the engine holds no more."""


class CannotOpen(Exception):
    """A saved frame does not fit the talk it names."""


def save(talk: Talk, flows: Mapping[str, Flow]) -> dict[str, Any]:
    """Frames of flow, version, step and memory; and the count of misses."""
    frames = [
        {"flow": frame.flow, "version": flows[frame.flow].version, "step": frame.step, "memory": asdict(frame.memory)}
        for frame in talk.frames
    ]
    return {"frames": frames, "misses": talk.misses, **({"paused": True} if talk.paused else {})}


def load(saved: Any, flows: Mapping[str, Flow]) -> tuple[Talk, bool]:
    """The talk and whether it is whole. Nothing saved is a new talk, and whole."""
    if not saved:
        return Talk(), True
    told = saved if isinstance(saved, dict) else {}
    kept = told.get("frames")
    frames: list[Frame] = []
    lost = not isinstance(kept, list)
    for one in kept[-KEPT:] if isinstance(kept, list) else []:
        try:
            frames.append(_open(one, flows))
        except CannotOpen:
            lost = True
    misses = told.get("misses")
    count = misses if type(misses) is int and misses >= 0 else 0
    return Talk(tuple(frames), count, paused=told.get("paused") is True, lost=lost), not lost


def _open(saved: Any, flows: Mapping[str, Flow]) -> Frame:
    """The frame, brought up to the version of today by the talk's own upgrades."""
    frame = saved if isinstance(saved, dict) else {}
    flow = flows.get(str(frame.get("flow")))
    if flow is None:
        raise CannotOpen
    frame = _upgraded(frame, flow)
    memory, step = frame.get("memory"), frame.get("step")
    if step not in flow.steps or not isinstance(memory, dict):
        raise CannotOpen
    return Frame(flow.name, str(step), _remembered(memory, flow))


def _upgraded(frame: dict[str, Any], flow: Flow) -> dict[str, Any]:
    version = frame.get("version")
    if type(version) is not int:
        raise CannotOpen
    while version != flow.version:
        if version not in flow.upgrades:
            raise CannotOpen
        try:
            frame = flow.upgrades[version](frame)
        except (LookupError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
            raise CannotOpen from error
        version += 1
    return frame


def _remembered(memory: dict[str, Any], flow: Flow) -> Any:
    """The memory, if it has exactly the fields of today and what they say is of their kind."""
    hints = get_type_hints(flow.memory)
    names = {field.name for field in fields(flow.memory)}
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in memory.items()}
    if set(values) != names or not all(fits(values[name], hints[name]) for name in names):
        raise CannotOpen
    try:
        return flow.memory(**values)
    except (ValueError, ArithmeticError) as error:
        raise CannotOpen from error


def fits(value: Any, hint: Any) -> bool:
    """Whether a value is of this kind: int, str, bool, None, "X | None" or "tuple[X, ...]"."""
    if get_origin(hint) is UnionType:
        return any(fits(value, kind) for kind in get_args(hint))
    if get_origin(hint) is tuple:
        return isinstance(value, tuple) and all(fits(one, get_args(hint)[0]) for one in value)
    return type(value) is hint or (hint is NoneType and value is None)
