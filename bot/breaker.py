"""The circuit breaker: reminders stop where too many people opt out, or carriers filter too much, until a person says
to go on. Above 2 % opt-outs or 1 % filtering in a day something is wrong with whom we text or what we say.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from fractions import Fraction

from sqlalchemy import Connection

from bot import switches
from bot.wiring import App
from storage import people, watch
from storage.people import Practice
from storage.watch import Day

log = logging.getLogger("sheepdog.breaker")

DAY = timedelta(hours=24)
OPT_OUTS, FILTERED = Fraction(2, 100), Fraction(1, 100)
FEWEST_OPT_OUTS, FEWEST_FILTERED = 4, 3
"""Below so many it is chance: two of ten who opt out on the first day are no sign of anything."""
BY = "breaker"


def tripped(day: Day) -> str:
    """Which limit a day's figures pass: "opt_outs", "filtered", or none."""
    if day.opted_out >= FEWEST_OPT_OUTS and day.opted_out > OPT_OUTS * day.sent:
        return "opt_outs"
    if day.filtered >= FEWEST_FILTERED and day.filtered > FILTERED * day.sent:
        return "filtered"
    return ""


def look(app: App) -> int:
    """Looks at every practice whose reminders are on, and pauses those that pass a limit; how many were paused."""
    with app.db.read() as tx:
        suspect = [practice.id for practice in people.practices(tx) if _passes(tx, practice, app.now())]
    return sum(_pause(app, practice_id) for practice_id in suspect)


def _passes(tx: Connection, practice: Practice, now: datetime) -> str:
    return tripped(_day(tx, practice, now)) if practice.outreach == "on" else ""


def _day(tx: Connection, practice: Practice, now: datetime) -> Day:
    """The last 24 hours; what a person has looked at and gone on from is not counted again."""
    return watch.day(tx, practice.id, max(now - DAY, practice.outreach_at or now - DAY))


def _pause(app: App, practice_id: int) -> bool:
    now = app.now()
    with app.db.begin() as tx:
        practice = people.practice(tx, practice_id)
        if not (why := _passes(tx, practice, now)):
            return False
        day = _day(tx, practice, now)
        told = {"opted_out": day.opted_out, "filtered": day.filtered, "sent": day.sent}
        switches.outreach(tx, practice_id, "paused", BY, now, why, reason=why, **told)
    log.warning("outreach paused", extra={"practice": practice_id, "why": why})
    return True
