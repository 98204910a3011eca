"""Fixed words for what rules found: safety, opt-out, HELP, START, wrong number. Pure; no model and no talk needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.script import Facts, Say, Talk

SAFETY = {"safety.self_harm": "988", "safety.emergency": "911"}
KEYS = frozenset({*SAFETY, "optout.confirm", "help.reply", "start.confirm", "wrong_number.removed", "card.never"})


@dataclass(frozen=True)
class Fixed:
    """What is said; `final`: the text is answered with that, and no talk hears it; `ends_topics`: all are put away."""

    says: tuple[Say, ...] = ()
    final: bool = False
    ends_topics: bool = False


def answer(rules: Sequence[str], carrier: str | None, found: Sequence[str], known: Facts, talk: Talk,
           only_media: bool = False) -> Fixed:  # fmt: skip
    """The fixed answer of one text. `carrier` is what the carrier has already answered itself (decision 5)."""
    if {"tapback", "auto_reply"} & set(rules):
        return Fixed(final=True)
    if carrier == "HELP" or (carrier in ("STOP", "START") and not _safety(rules)):
        return Fixed(final=True, ends_topics=carrier == "STOP")
    says = [*_safety(rules), *_opt_out(rules, carrier)]
    if says:
        return Fixed(tuple(says), final=True, ends_topics=True)
    if "help" in rules:
        return Fixed((Say("help.reply"),), final=True)
    if "start" in rules:
        return Fixed((Say("start.confirm"),), final=True)
    if "wrong_number" in rules:
        return Fixed((Say("wrong_number.removed"),), final=True, ends_topics=True)
    if only_media:
        return Fixed((Say("media.got"),), final=True)
    if "card" in found and known.handed != "taken":
        return Fixed((Say("card.never"),), final=not talk.frames)
    return Fixed()


def _safety(rules: Sequence[str]) -> list[Say]:
    """Self-harm wins over emergency: its reply names 911 too."""
    if "self_harm" in rules:
        return [Say("safety.self_harm")]
    return [Say("safety.emergency")] if "emergency" in rules else []


def _opt_out(rules: Sequence[str], carrier: str | None) -> list[Say]:
    """One confirmation, unless the carrier has sent its own."""
    return [Say("optout.confirm")] if "opt_out" in rules and carrier != "STOP" else []
