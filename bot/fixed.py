"""Fixed words for what rules found: safety, opt-out, HELP, START, wrong number. Pure; no model and no talk needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.script import Facts, Say, Talk

SAFETY = {"safety.self_harm": "988", "safety.emergency": "911"}
REQUIRED = frozenset({*SAFETY, "optout.confirm", "help.reply", "start.confirm", "wrong_number.removed"})
"""Words that law or carriers want: they begin no session, and say nothing of what answers here."""
NEVER = {"card": "card.never", "ssn": "ssn.never"}
"""What nobody should text, by what redaction calls it (fact sheet S3)."""
KEYS = frozenset({*REQUIRED, *NEVER.values(), "autopay.stopped"})


@dataclass(frozen=True)
class Fixed:
    """What is said; `final`: the text is answered with that, and no talk hears it; `ends_topics`: all are put away.

    `again`: the open question is asked again, and the text is no answer to it.
    """

    says: tuple[Say, ...] = ()
    final: bool = False
    ends_topics: bool = False
    again: bool = False


def answer(rules: Sequence[str], carrier: str | None, found: Sequence[str], known: Facts, talk: Talk,
           only_media: bool = False) -> Fixed:  # fmt: skip
    """The fixed answer of one text. `carrier` is what the carrier has already answered itself (decision 5)."""
    speaks = known.handed != "taken"  # safety, opt-out and HELP are answered all the same (decision 4)
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
    if "stop_autopay" in rules and speaks:
        return Fixed((*_opening(known), Say("autopay.stopped")), final=True)
    if "wrong_number" in rules:
        return Fixed((Say("wrong_number.removed"),) if speaks else (), final=True, ends_topics=True)
    if only_media:
        return Fixed((*_opening(known), Say("media.got")) if speaks else (), final=True)
    never = next((NEVER[one] for one in NEVER if one in found), None)
    if never and speaks:
        return Fixed((*_opening(known), Say(never)), final=not talk.frames, again=True)
    return Fixed()


def _opening(known: Facts) -> list[Say]:
    """A session's first words of ours say that they are automated (fact sheet S11)."""
    return [Say("bot.automated")] if known.first_reply else []


def _safety(rules: Sequence[str]) -> list[Say]:
    """Self-harm wins over emergency: its reply names 911 too."""
    if "self_harm" in rules:
        return [Say("safety.self_harm")]
    return [Say("safety.emergency")] if "emergency" in rules else []


def _opt_out(rules: Sequence[str], carrier: str | None) -> list[Say]:
    """One confirmation, unless the carrier has sent its own."""
    return [Say("optout.confirm")] if "opt_out" in rules and carrier != "STOP" else []
