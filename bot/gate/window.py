"""Rules about the hour: when texts may arrive, in every zone the patient may be in (fact sheet T4, T5, F1)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot import zones
from bot.calendar import holiday
from bot.gate import words
from bot.gate.rule import BEGUN, C, Finding, rule, since_inbound
from flows.policy import Quiet
from flows.values import ContactPrefs, GateFacts, MessageClass, Outgoing

WINDOWED = BEGUN | {C.REPLY, C.RECEIPT}
HARD_MIN, HARD_MAX = 8 * 60, 21 * 60
"""No policy widens this (fact sheet T4)."""
MIDNIGHT = 24 * 60
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
RECEIPT_WITHIN = timedelta(minutes=10)
OPT_IN_WITHIN = timedelta(minutes=5)
LOOK_AHEAD_DAYS = 40


@dataclass(frozen=True)
class Window:
    """Open on these weekdays (0 is Monday) in these spans of minutes after midnight, the ends exclusive."""

    days: frozenset[int]
    spans: tuple[tuple[int, int], ...]
    holidays: bool
    """Whether federal holidays are closed."""

    def open_on(self, day: date) -> bool:
        """Whether it opens at all on this day."""
        return day.weekday() in self.days and not (self.holidays and holiday(day))


@lru_cache(maxsize=256)
def of_practice(quiet: Quiet) -> Window:
    """The practice's window, inside the hard limits whatever its policy says."""
    start = max(_minutes(quiet.start), _minutes(quiet.hard_min), HARD_MIN)
    end = min(_minutes(quiet.end), _minutes(quiet.hard_max), HARD_MAX)
    return Window(_days(quiet.days), ((start, end),) if start < end else (), holidays=True)


@lru_cache(maxsize=4096)
def of_patient(prefs: ContactPrefs) -> Window | None:
    """When the patient may be texted; None where they set no limit. An end before the start is past midnight."""
    if prefs.days is None and prefs.start is None and prefs.end is None:
        return None
    start = _at(prefs.start, 0)
    end = _at(prefs.end, MIDNIGHT)
    spans = ((start, end),) if start <= end else ((0, end), (start, MIDNIGHT))
    days = frozenset(range(7)) if prefs.days is None else _days(prefs.days)
    return Window(days, tuple(span for span in spans if span[0] < span[1]), holidays=False)


def overlap(one: Window, other: Window) -> bool:
    """Whether both are ever open together, in one zone."""
    together = any(max(a, c) < min(b, d) for a, b in one.spans for c, d in other.spans)
    return together and bool(one.days & other.days)


def _at(moment: time | None, missing: int) -> int:
    return missing if moment is None else moment.hour * 60 + moment.minute


def _minutes(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


def _days(names: Sequence[str]) -> frozenset[int]:
    return frozenset(WEEKDAYS.index(name) for name in names if name in WEEKDAYS)


# -- opening --


def opens_in(window: Window, zone: str, now: datetime) -> datetime | None:
    """The window's next opening in one zone; `now` where it is open; None where it never opens."""
    minute = _minute(now)
    return now if _is_open(window, zone, minute) else _opening(window, zone, minute)


def _minute(now: datetime) -> int:
    """Whole minutes since 1970."""
    return int(now.timestamp() // 60)


@lru_cache(maxsize=4096)
def _opening(window: Window, zone: str, minute: int) -> datetime | None:
    """The next opening after a minute in which it is shut."""
    here = zone_of(zone)
    now = datetime.fromtimestamp(minute * 60, UTC)
    today = now.astimezone(here).date()
    for ahead in range(LOOK_AHEAD_DAYS):
        day = today + timedelta(days=ahead)
        for start, _ in window.spans if window.open_on(day) else ():
            if (opening := datetime.combine(day, time(*divmod(start, 60)), here).astimezone(UTC)) > now:
                return opening
    return None


@lru_cache(maxsize=4096)
def _is_open(window: Window, zone: str, minute: int) -> bool:
    """Whether it is open there in this minute since 1970: windows open and close on whole minutes."""
    local = datetime.fromtimestamp(minute * 60, zone_of(zone))
    at = local.hour * 60 + local.minute
    return window.open_on(local.date()) and any(start <= at < end for start, end in window.spans)


def opens(window: Window, places: Sequence[str], now: datetime) -> datetime | None:
    """The next instant at which it is open in all these zones, of which there is one; None for none in sight."""
    minute = _minute(now)
    return now if _is_open_in(window, tuple(places), minute) else _opening_in(window, tuple(places), minute)


@lru_cache(maxsize=4096)
def _is_open_in(window: Window, places: tuple[str, ...], minute: int) -> bool:
    return all(_is_open(window, zone, minute) for zone in places)


@lru_cache(maxsize=4096)
def _opening_in(window: Window, places: tuple[str, ...], minute: int) -> datetime | None:
    """The next instant after a minute in which it is shut in one of these zones."""
    moment = datetime.fromtimestamp(minute * 60, UTC)
    for _ in range(LOOK_AHEAD_DAYS):
        found = [opens_in(window, zone, moment) for zone in places]
        if None in found:
            return None
        latest = max(opening for opening in found if opening)
        if latest == moment:
            return moment
        moment = latest
    return None


def opening(message: Outgoing, facts: GateFacts, now: datetime) -> datetime | None:
    """When a text that waits for the window may go next, whatever else speaks against it; None for never in sight."""
    wished, places, moment = of_patient(facts.contact_prefs), places_of(message, facts), now.astimezone(UTC)
    windows = [of_practice(facts.practice.policy.quiet), *([wished] if wished else [])]
    if not places:
        return None
    for _ in range(2 * LOOK_AHEAD_DAYS):
        found = [opens(window, places, moment) for window in windows]
        if None in found:
            return None
        latest = max(at for at in found if at)
        if latest == moment:
            return moment
        moment = latest
    return None


@lru_cache(maxsize=256)
def zone_of(name: str) -> ZoneInfo:
    """The zone of this name."""
    return ZoneInfo(name)


# -- rules --

Why = Callable[[Window, str, datetime], str]
"""A window, a zone in which it is shut and the local time: the reason in words."""


def exempt(message: Outgoing, facts: GateFacts, now: datetime) -> bool:
    """Whether a text may go at any hour, as it answers what the patient just did (fact sheet section 0)."""
    match message.cls:
        case MessageClass.REPLY:
            return since_inbound(facts, now) <= timedelta(minutes=facts.practice.policy.reply_grace_min)
        case MessageClass.RECEIPT:
            return facts.paid_at is not None and now - facts.paid_at <= RECEIPT_WITHIN
        case MessageClass.CONSENT_CONFIRM:
            given = facts.consent
            if given is None or given.source not in ("keyword", "web_form"):
                return False
            return timedelta(0) <= now - given.at <= OPT_IN_WITHIN
    return False


@rule("no_zone", "fact sheet section 0: a missing time zone fails closed", "We know which time zones to look at",
      WINDOWED, timed=True)  # fmt: skip
def somewhere(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """A stated zone that is none leaves nothing to look at."""
    known = exempt(message, facts, now) or places_of(message, facts)
    return None if known else Finding("The patient's time zone on file is not a real one")


@rule("quiet_hours", "47 CFR 64.1200(c)(1), Fla. Stat. 559.72(17), 940 CMR 7.04, fact sheet T4, T5",
      "It is a good hour for texts in every zone the patient may be in", WINDOWED, timed=True)  # fmt: skip
def quiet(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """The practice's window, in all candidate zones. A late REPLY is dropped and made anew (decision 20)."""
    return closed(of_practice(facts.practice.policy.quiet), message, facts, now, _why_closed)


def closed(window: Window, message: Outgoing, facts: GateFacts, now: datetime, why: Why) -> Finding | None:
    """What a window has against a text, with its next opening; nothing while the text is exempt."""
    places = places_of(message, facts)
    if exempt(message, facts, now) or (free := opens(window, places, now)) == now:
        return None
    return Finding(_told(window, places, _minute(now), why), until=None if message.cls is C.REPLY else free)


@lru_cache(maxsize=4096)
def _told(window: Window, places: tuple[str, ...], minute: int, why: Why) -> str:
    """Why it is shut in one of these zones, in words: the same for all texts that wait in this minute."""
    shut = next(zone for zone in places if not _is_open(window, zone, minute))
    return why(window, shut, datetime.fromtimestamp(minute * 60, zone_of(shut)))


def _why_closed(window: Window, zone: str, local: datetime) -> str:
    where = words.city(zone)
    if window.open_on(local.date()):
        return f"{words.clock(local)} in {where}"
    return f"{holiday(local.date()) or words.weekday(local.date())} in {where}"


def places_of(message: Outgoing, facts: GateFacts) -> tuple[str, ...]:
    """Every zone that the patient may be in."""
    return zones.candidates(message.number, facts.zip, facts.stated_zone)
