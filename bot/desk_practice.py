"""What stands still for a whole practice and why, and who lets it go on: reminders, all texts, one wording."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from bot import switches
from bot.acts import Done, No, Result, begun
from bot.wiring import App
from storage import people
from storage.people import Practice

ALL, REMINDERS, WORDING = "texts", "reminders", "wording"


@dataclass(frozen=True)
class Stopped:
    """Something that waits for a person: all texts, reminders, or one wording by its key."""

    what: str
    why: str
    key: str = ""


def stopped(tx: Connection, practice: Practice) -> tuple[Stopped, ...]:
    """What stands still now. Reminders that a person paused by hand are no news to anybody."""
    found = [Stopped(ALL, practice.paused)] if practice.paused else []
    if practice.outreach == "paused" and practice.outreach_why:
        found.append(Stopped(REMINDERS, practice.outreach_why))
    found += [Stopped(WORDING, "filtered", key) for key in sorted(people.templates_paused(tx, practice.id))]
    return tuple(found)


def go_on(app: App, staff_id: int, what: str, key: str = "") -> Result:
    """A person has looked, and it goes on."""
    with app.db.begin() as tx:
        act = begun(app, tx, staff_id)
        if act.staff.role != "admin":
            return No("An administrator can let this go on.")
        practice = people.practice(tx, act.practice_id)
        if Stopped(what, "", key) not in {Stopped(one.what, "", one.key) for one in stopped(tx, practice)}:
            return Done("That goes on already.")
        if what == ALL:
            switches.resume(tx, practice.id, act.by, app.now())
        elif what == REMINDERS:
            switches.outreach(tx, practice.id, "on", act.by, app.now())
        else:
            switches.resume_template(tx, practice.id, key, act.by, app.now())
    app.wake("plan_touches")
    return Done("It goes on.")
