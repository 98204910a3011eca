"""The verdict: every rule is asked; any drop wins; a hold lasts until the first instant at which all rules pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.gate import balance, consent, content, frequency, level, number, prefs, protected, suppression, window
from bot.gate.holds import HOLDS, nj_appeal
from bot.gate.rule import IN_BROWSER, Finding, Rule, acting
from flows.values import Drop, GateFacts, HoldUntil, MessageClass, Outgoing, Reasons, Send, Verdict

LONGEST_WAIT = timedelta(days=14)
"""For anything but a stop condition with a known end (decision 26)."""
ALWAYS: Reasons = (("always", "A safety reply always goes out"),)
"""For a text that no rule is asked about."""
STEPS = 120
"""More than the openings of any window within the longest wait."""
FIRST_HOLDS = ("opted_out", "wrong_number", "reassigned", "undeliverable")
LAST_HOLDS = ("paid", "below_minimum")

RULES: tuple[Rule, ...] = (
    HOLDS["tenant_paused"],
    number.unregistered,
    number.first_party,
    number.dialled,
    number.country,
    number.landline,
    *(HOLDS[name] for name in FIRST_HOLDS),
    suppression.confirmed_late,
    suppression.confirmed_once,
    suppression.rechecked,
    suppression.asked_about,
    *(hold for name, hold in HOLDS.items() if name not in ("tenant_paused", *FIRST_HOLDS, *LAST_HOLDS)),
    nj_appeal,
    protected.guarantor,
    protected.typed,
    protected.bare,
    protected.neutral,
    consent.given,
    consent.same_number,
    consent.in_scope,
    consent.confirmed,
    consent.confirmed_once,
    consent.dc,
    consent.nyc,
    consent.minnesota,
    consent.massachusetts,
    consent.asked_in_dc,
    prefs.channel,
    *content.RULES,
    level.level,
    level.proved,
    *(HOLDS[name] for name in LAST_HOLDS),
    balance.stale,
    balance.enough,
    frequency.unread,
    window.somewhere,
    window.quiet,
    prefs.hours,
    prefs.another_day,
    frequency.weekly,
    frequency.daily,
    frequency.gap,
    frequency.asked,
    frequency.looping,
    frequency.codes,
)
"""Every rule, in the fact sheet's order (section 0): the first that drops a text is the headline."""

Found = tuple[Rule, Finding]
Asked = Mapping[tuple[MessageClass, bool], tuple[Rule, ...]]
"""By class and whether in a browser."""

_ASKED = {
    (cls, web): tuple(rule for rule in RULES if cls in rule.classes and (rule.web or not web))
    for cls in MessageClass
    for web in (False, True)
}
_PASSED: dict[tuple[MessageClass, bool], Reasons] = {
    key: tuple({rule.family or rule.name: rule.holds_when for rule in rules}.items()) for key, rules in _ASKED.items()
}


def _due_of(asked: Asked) -> dict[tuple[MessageClass, bool, bool, bool], tuple[Rule, ...]]:
    """The rules of a kind of text that can say something: of a patient with or without holds, at first or later again.

    Holds are not asked again: all that stand were found at first, the wait goes beyond the last of their ends, and none
    begins by itself.
    """
    return {
        (*key, held, timed): tuple(
            rule for rule in rules if (held or not rule.rows) and (rule.timed or not timed)
        )
        for key, rules in asked.items()
        for held in (False, True)
        for timed in (False, True)
    }


_DUE = _due_of(_ASKED)


def check(message: Outgoing, facts: GateFacts, now: datetime) -> Verdict:
    """Whether this text may go now, later or never, with every reason. `now` is aware; `until` is UTC."""
    now = now.astimezone(UTC)
    found = _ask(message, facts, now)
    if not found:
        return Send(_PASSED[_kind(acting(message, facts, now))] or ALWAYS)
    if dropping := [one for one in found if one[1].until is None]:
        return Drop(_reasons([*dropping, *found]))
    return _wait(message, facts, now, found)


def _kind(message: Outgoing) -> tuple[MessageClass, bool]:
    """Which rules are asked: those of its class, fewer in a browser."""
    return message.cls, message.channel == "web" and message.cls in IN_BROWSER


def _ask(message: Outgoing, facts: GateFacts, now: datetime, timed: bool = False) -> list[Found]:
    message = acting(message, facts, now)
    rules = _DUE[*_kind(message), bool(facts.holds), timed]
    return [(rule, said) for rule in rules if (said := rule.asks(message, facts, now))]


def _wait(message: Outgoing, facts: GateFacts, now: datetime, found: list[Found]) -> Verdict:
    """Goes from one due moment to the next until nothing holds the text any more."""
    first = sorted(found, key=lambda one: one[1].until or now, reverse=True)
    met, moment, excused = list(first), now, now
    for _ in range(STEPS):
        excused = max([excused, *(said.until for _, said in found if said.known_end and said.until)])
        moment = max(said.until for _, said in found if said.until)
        if moment - excused > LONGEST_WAIT:
            break
        if not (found := _ask(message, facts, moment, timed=True)):
            return HoldUntil(moment, _reasons(met))
        met += [(rule, replace(said, words=f"then: {said.words}")) for rule, said in found]
        if dropping := [one for one in found if one[1].until is None]:
            return Drop(_reasons([*dropping, *met]))
    return Drop(_reasons([*met], "; that would be more than 14 days of waiting"))


def _reasons(found: Sequence[Found], more: str = "") -> Reasons:
    """Each rule once, with what it said first."""
    said: dict[str, str] = {}
    for rule, finding in found:
        said.setdefault(rule.name, finding.words)
    if more:
        name = next(iter(said))
        said[name] += more
    return tuple(said.items())
