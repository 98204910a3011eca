"""After an act of staff: back to the page that it was done on, with what there is to say."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for

from bot.case import Which
from bot.desk import Done, No

SHOWN: tuple[Which, ...] = ("person", "patient", "done")


def did(result: Done | No, talk_id: int | None) -> Any:
    """Back to the page that it was done on, with what there is to say."""
    words, kind = (result.why, "bad") if isinstance(result, No) else (result.says, "good")
    if words:
        flash(words, kind)
    shown = show()
    if talk_id is not None:
        return redirect(url_for("desk.talk", talk_id=talk_id, show=shown), 303)
    back = number("patient")
    return redirect(url_for("desk.patient", patient_id=back) if back else url_for("desk.home", show=shown), 303)


def number(name: str) -> int | None:
    """A row's id from the form."""
    text = request.form.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 19 else None


def show() -> Which:
    """Which list of talks stands beside the page."""
    wanted = request.values.get("show", "person")
    return next((which for which in SHOWN if which == wanted), "person")
