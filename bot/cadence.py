"""When the next reminder of a balance is due, or why there is none (decision 22). Pure.

Missed days are skipped and never bunched. Window, caps and gap may move a reminder; they may not move the second one
past the end of day 45, so that one is planned early enough. A stop condition suspends this.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot import zones
from bot.gate import check
from flows.values import Drop, GateFacts, HoldUntil, MessageClass, NoTouch, Outgoing, Touch

SECOND_BY_DAY = 45
DONE = (("cadence_done", "Every reminder of this balance has had its day; staff decide what comes next"),)


def day_zero(first_statement: date | None, imported: date, confirmed_at: datetime | None, rest_h: int,
             zone: str) -> date | None:  # fmt: skip
    """Day 0: the later of first statement and first import with consent, and `rest_h` hours after the confirmation.

    None while the consent has not been confirmed by text.
    """
    if confirmed_at is None:
        return None
    rested = (confirmed_at + timedelta(hours=rest_h)).astimezone(ZoneInfo(zone)).date()
    return max(first_statement or imported, imported, rested)


def next_touch(number: str, day0: date, done: int, facts: GateFacts, now: datetime) -> Touch | NoTouch:
    """The next step of the cadence after step `done` (0: none yet), at the first instant at which the gate is open."""
    plan = _Plan(number, day0, replace(facts, unread_inbound=False), now.astimezone(UTC))
    verdict = check(plan.text, plan.facts, now)
    if isinstance(verdict, Drop):
        return NoTouch(verdict.reasons)
    for step, day, following in plan.steps(done):
        if plan.missed(day):
            continue
        due = plan.open_from(plan.start(day))
        if isinstance(due, Drop):
            return NoTouch(due.reasons)
        if early := plan.second_in_time(due):
            return Touch(step, early, f"second notice by day {SECOND_BY_DAY}")
        if following is None or due < plan.start(following):
            return Touch(step, due, f"day {(day - day0).days} of the cadence")
    return NoTouch(DONE)


class _Plan:
    """One balance: its days, and what the gate says of a reminder on them."""

    def __init__(self, number: str, day0: date, facts: GateFacts, now: datetime) -> None:
        self.text = Outgoing(MessageClass.NUDGE, number)
        self.day0, self.facts, self.now = day0, facts, now
        self.zone = ZoneInfo(next(iter(zones.candidates(number, facts.zip, facts.stated_zone)), "UTC"))
        self.today = now.astimezone(self.zone).date()

    def steps(self, done: int) -> Iterator[tuple[int, date, date | None]]:
        """Number, day and the day of the step after it."""
        offsets = self.facts.practice.policy.cadence_days_from_first_statement
        days = [self.day0 + timedelta(days=offset) for offset in offsets]
        after = [*days[1:], None]
        yield from list(zip(range(1, len(days) + 1), days, after, strict=True))[done:]

    def start(self, day: date) -> datetime:
        """The first instant of a day."""
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def day(self, moment: datetime) -> date:
        """The day of a moment."""
        return moment.astimezone(self.zone).date()

    def open_from(self, moment: datetime) -> datetime | Drop:
        """The first instant from a moment on, and not before now, at which a reminder may go."""
        return self._ask(max(moment, self.now), self.facts)

    def _ask(self, moment: datetime, facts: GateFacts) -> datetime | Drop:
        verdict = check(self.text, facts, moment)
        if isinstance(verdict, Drop):
            return verdict
        return verdict.until if isinstance(verdict, HoldUntil) else moment

    def missed(self, day: date) -> bool:
        """Whether the day on which a step could have gone, as things were then, is over."""
        if day >= self.today:
            return False
        before = tuple(sent for sent in self.facts.sent or () if sent.at < self.start(day))
        due = self._ask(self.start(day), replace(self.facts, sent=before))
        return isinstance(due, Drop) or self.day(due) < self.today

    def second_in_time(self, due: datetime) -> datetime | None:
        """For a second reminder that would come too late: the last instant, a day at a time, that is not."""
        last = self.day0 + timedelta(days=SECOND_BY_DAY)
        if self.facts.nudges_for_balance != 1 or self.day(due) <= last:
            return None
        for back in range((last - self.today).days + 1):
            early = self.open_from(self.start(last - timedelta(days=back)))
            if isinstance(early, datetime) and self.day(early) <= last:
                return early
        return None
