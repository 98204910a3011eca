"""Letters at the desk: made as PDF to print and post, for whom no text may reach (decision 32)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, g, request
from sqlalchemy import Connection

from bot import desk, facts
from bot.posting import Posted
from flows import shapes
from storage import books, debits, ledger, mandates, people, plans
from storage.people import Staff
from webhooks import document, letters, posting_sheet
from webhooks.here import here, shown
from webhooks.letters import Letter
from webhooks.page_words import known, sentence

bp = Blueprint("letters", __name__)


@bp.get("/patient/<int:patient_id>/letter/<any(statement, plan, debit):kind>")
def letter(patient_id: int, kind: str) -> Response:
    """One letter, as PDF; who made it is on record."""
    app, staff = here(), cast(Staff, g.staff)
    with app.db.read() as tx:
        patient = next((one for one in people.patients(tx, staff.practice_id) if one.id == patient_id), None)
        if patient is None:
            abort(404)
        practice = people.practice(tx, staff.practice_id)
        lang = known(request.args.get("lang") or patient.lang)
        find = f"{app.settings.public_url}/find/{practice.slug}" + ("?lang=es" if lang == "es" else "")
        home = {patient.state, practice.state}
        law = sentence(lang, "required-NJ", practice=practice.name) if "NJ" in home else ""
        today = app.now().astimezone(facts.zone_of(practice, [patient])).date()
        made = _made(tx, Letter(practice, patient, today, lang, find, law), kind)
    if made is None:
        abort(404)
    desk.saw(app, staff.id, f"patient:{patient_id}", letter=kind)
    return shown(made, f"{kind}.pdf")


@bp.get("/money/sheet")
def sheet() -> Response:
    """The posting sheet of a day, to print; today's where none is named."""
    app, staff = here(), cast(Staff, g.staff)
    with app.db.read() as tx:
        practice = people.practice(tx, staff.practice_id)
        zone = ZoneInfo(practice.zone)
        day = _day(request.args.get("day", "")) or app.now().astimezone(zone).date()
        since = datetime.combine(day, time(), zone)
        whose = {one.id: one for one in people.patients(tx, practice.id)}
        found = books.money_moved(tx, practice.id, since, since + timedelta(days=1))
    order = {patient_id: place for place, patient_id in enumerate(whose)}
    found.sort(key=lambda one: order.get(one.patient_id, len(order)))
    rows = [Posted.of(one, whose.get(one.patient_id), day) for one in found]
    desk.saw(app, staff.id, "money", sheet=day.isoformat())
    return shown(posting_sheet.sheet(practice.name, day, rows), f"payments-{day.isoformat()}.pdf")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _made(tx: Connection, letter: Letter, kind: str) -> bytes | None:
    patient_id = letter.patient.id
    if kind == "statement":
        lines = ledger.lines(tx, patient_id)
        return letters.statement(letter, ledger.balance(tx, patient_id), lines, letter.patient.statement_code)
    if kind == "plan":
        newest = plans.newest(tx, patient_id)
        row = plans.by_id(tx, newest.id) if newest and newest.state != "offered" else None
        if row is None:
            return None
        on = (row.active_at or row.created_at).astimezone(facts.zone_of(letter.practice, [letter.patient])).date()
        said = [one["text"] for one in document.clauses(letter.practice, letter.patient.state, letter.lang)]
        parts, down = list(zip(row.days, row.parts, strict=True)), shapes.DOWN in row.rules
        return letters.plan_copy(letter, parts, row.owed, on, said, down, document.intro(row, letter.lang))
    mine: Any = next((one for one in mandates.standing(tx, [patient_id]) if one.state == "on"), None)
    debit = debits.under_way(tx, mine.id) if mine else None
    return letters.debit_notice(letter, debit.amount, debit.day, mine.kind, mine.last4) if debit else None
