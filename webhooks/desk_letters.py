"""Letters at the desk: made as PDF to print and post, for whom no text may reach (decision 32)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, request
from sqlalchemy import Connection
from sqlalchemy.exc import NoResultFound

from bot import desk, desk_patient, facts
from bot.posting import Posted
from flows import shapes
from storage import books, debits, ledger, mandates, people, plans, restricted
from storage.people import Patient
from webhooks import document, entries, letters, posting_sheet
from webhooks.acting import did, staff_here
from webhooks.here import here, shown
from webhooks.letters import Letter
from webhooks.page_words import known

bp = Blueprint("letters", __name__)


@bp.get("/patient/<int:patient_id>/letter/<any(statement, plan, debit):kind>")
def letter(patient_id: int, kind: str) -> Response:
    """One letter, as PDF; who made it is on record."""
    app, staff = here(), staff_here()
    with app.db.read() as tx:
        patient = _patient(tx, staff.practice_id, patient_id)
        practice = people.practice(tx, staff.practice_id)
        lang = known(request.args.get("lang") or patient.lang)
        made = _made(tx, letters.addressed(practice, patient, lang, app.now(), app.settings.public_url), kind)
    if made is None:
        abort(404)
    desk.saw(app, staff.id, f"patient:{patient_id}", letter=kind)
    return shown(made, f"{kind}.pdf")


def _patient(tx: Connection, practice_id: int, patient_id: int) -> Patient:
    try:
        found = people.patient(tx, patient_id)
    except NoResultFound:
        abort(404)
    if found.practice_id != practice_id:
        abort(404)
    return found


@bp.get("/money/sheet")
def sheet() -> Response:
    """The posting sheet of a day, to print; today's where none is named."""
    app, staff = here(), staff_here()
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
        zone = facts.zone_of(letter.practice, [letter.patient])
        steps = books.without(books.history(tx, patient_id), restricted.amounts(tx, patient_id))
        told = entries.told(steps, letter.lang, zone)  # what is kept is left out: whoever opens the post may read it
        return letters.statement(letter, ledger.balance(tx, patient_id), told, letter.patient.statement_code,
                                 letters.has_to_say(letter, ledger.lines(tx, patient_id)))  # fmt: skip
    if kind == "plan":
        newest = plans.newest(tx, patient_id)
        row = plans.by_id(tx, newest.id) if newest and newest.state != "offered" else None
        if row is None:
            return None
        on = (row.active_at or row.created_at).astimezone(facts.zone_of(letter.practice, [letter.patient])).date()
        said = [one["text"] for one in document.clauses(letter.practice, facts.home(letter.patient), letter.lang)]
        parts, down = list(zip(row.days, row.parts, strict=True)), shapes.DOWN in row.rules
        return letters.plan_copy(letter, parts, row.owed, on, said, down, document.intro(row, letter.lang))
    mine: Any = next((one for one in mandates.standing(tx, [patient_id]) if one.state == "on"), None)
    debit = debits.under_way(tx, mine.id) if mine else None
    return letters.debit_notice(letter, debit.amount, debit.day, mine.kind, mine.last4) if debit else None


@bp.post("/patient/<int:patient_id>/autopay/stop")
def stop_autopay(patient_id: int) -> Any:
    """The patient told somebody here that their plan shall not be paid by itself any more."""
    return did(desk_patient.stop_autopay(here(), staff_here().id, patient_id), None)


@bp.post("/patient/<int:patient_id>/letter/<int:debit_id>")
def letter_posted(patient_id: int, debit_id: int) -> Any:
    """A letter that tells of a payment is on its way."""
    return did(desk_patient.letter_posted(here(), staff_here().id, patient_id, debit_id), None)
