"""What every action at the desk does around itself: who acts, what was typed, and back to the page it was done on."""

from __future__ import annotations

from typing import Any, cast

from flask import flash, g, redirect, request, url_for

from bot.case import Which
from bot.desk import Done, No
from storage.people import Staff

SHOWN: tuple[Which, ...] = ("person", "patient", "done")


def staff_here() -> Staff:
    """The member who is signed in."""
    return cast(Staff, g.staff)


def shown_list() -> Which:
    """The list of the queue that is shown."""
    wanted = request.values.get("show", "person")
    return next((which for which in SHOWN if which == wanted), "person")


def number(name: str) -> int | None:
    """A whole number from a form; None where it is none."""
    text = request.form.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 19 else None


def did(result: Done | No, talk_id: int | None) -> Any:
    """Back to the page that it was done on, with what there is to say."""
    words, kind = (result.why, "bad") if isinstance(result, No) else (result.says, "good")
    if words:
        flash(words, kind)
    show = shown_list()
    if talk_id is not None:
        return redirect(url_for("desk.talk", talk_id=talk_id, show=show), 303)
    back = number("patient")
    return redirect(url_for("desk.patient", patient_id=back) if back else url_for("desk.home", show=show), 303)
