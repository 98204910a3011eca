"""The desk: who needs a person, what was said, and what staff can do about it. Works without JavaScript."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, current_app, flash, g, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound

from bot import casebook, desk, desk_money, desk_patient, desk_practice, refunds
from bot.case import Case, Queue, Side
from bot.desk import Done, No, NotYours
from bot.words import segments
from flows.policy_terms import DAYS
from storage import claims, payments, people, reconciled
from storage.people import Practice
from webhooks import desk_insurance, desk_letters, forms, login, names, wording
from webhooks.acting import did, number, shown_list, staff_here
from webhooks.here import here

bp = Blueprint("desk", __name__, url_prefix="/desk")
for part in (desk_letters.bp, desk_insurance.bp):
    bp.register_blueprint(part)
for name, words in wording.FILTERS.items():
    bp.add_app_template_filter(words, name)

BY_ITSELF = ("desk.news",)
"""What a page asks without anybody's doing: it keeps nobody signed in."""


@bp.before_request
def _who() -> Any:
    member = login.current(touch=request.endpoint not in BY_ITSELF)
    if member is None:
        return login.to_sign_in(wants_json=request.endpoint in (*BY_ITSELF, "desk.segments_of", "desk.stay"))
    g.staff = member
    return None


@bp.errorhandler(NotYours)
def _not_yours(_: NotYours) -> Any:
    return current_app.handle_http_exception(NotFound())


# -- pages --


@bp.get("", strict_slashes=False)
def home() -> str:
    """The queue, and no talk open."""
    page = _page("desk/home.html")
    desk.saw(here(), staff_here().id, "queue")
    return page


@bp.get("/talk/<int:talk_id>")
def talk(talk_id: int) -> str:
    """One talk."""
    page = _page("desk/talk.html", talk_id=talk_id)
    desk.saw(here(), staff_here().id, f"conversation:{talk_id}")
    return page


@bp.get("/patient/<int:patient_id>")
def patient(patient_id: int) -> str:
    """A patient, whether or not they ever wrote."""
    page = _page("desk/patient.html", patient_id=patient_id)
    desk.saw(here(), staff_here().id, f"patient:{patient_id}")
    return page


@bp.get("/nobody")
def nobody() -> str:
    """What needs a person and is about nobody on file."""
    desk.saw(here(), staff_here().id, "queue")
    with here().db.read() as tx:
        loose = casebook.about_nobody(tx, staff_here())
    return _page("desk/nobody.html", loose=loose)


@bp.get("/money")
def money() -> Any:
    """What the provider's account and the ledger say of each other."""
    member = staff_here()
    desk.saw(here(), member.id, "money")
    with here().db.read() as tx:
        differing, runs = reconciled.standing(tx, member.practice_id), reconciled.runs(tx, member.practice_id)
        of = {one.payment_id: payments.payment(tx, one.payment_id) for one in differing if one.payment_id}
    patients = {payment_id: one.patient_id for payment_id, one in of.items() if one}
    return _page("desk/money_check.html", differing=differing, runs=runs, patients=patients)


@bp.get("/insurance")
def insurers() -> str:
    """Whose insurer has to be asked, and who has not answered."""
    member = staff_here()
    desk.saw(here(), member.id, "insurance")
    with here().db.read() as tx:
        waiting = [(one, people.patient(tx, one.patient_id)) for one in claims.waiting(tx, member.practice_id)]
    return _page("desk/insurers.html", waiting=waiting)


@bp.post("/money/<int:difference_id>")
def looked_into(difference_id: int) -> Any:
    """Off the list of differences."""
    result = desk_money.looked_into(here(), staff_here().id, difference_id)
    flash(*((result.why, "bad") if isinstance(result, No) else (result.says, "good")))
    return redirect(url_for("desk.money"), 303)


@bp.get("/search")
def search() -> Any:
    """Patients by name, number or statement code (decision 35); a single one is opened at once."""
    words = request.args.get("q", "").strip()[:100]
    member = staff_here()
    with here().db.read() as tx:
        found = people.find(tx, member.practice_id, words) if words else []
        now = here().now()
        sides = [casebook.side(tx, member, one, now) for one in found[:50]]
    if words:
        desk.saw(here(), member.id, "search", patients=[side.id for side in sides])
    if len(sides) == 1:
        return redirect(url_for("desk.patient", patient_id=sides[0].id))
    return _page("desk/search.html", found=sides, query=words, more=len(found) > len(sides))


@bp.get("/news")
@bp.get("/talk/<int:talk_id>/news")
def news(talk_id: int | None = None) -> Any:
    """The parts of a page that change by themselves; 304 while nothing has. Holds no connection while it waits."""
    told = _told(talk_id=talk_id)
    parts = {"queue": render_template("desk/queue.html", **told)}
    title = f"{told['counts']['person']} waiting · {told['practice'].name}"
    if talk_id is not None:
        parts |= {name: render_template(f"desk/{name}.html", **told) for name in ("head", "log", "side")}
        title = ""
    answer = make_response({"parts": parts, "title": title})
    answer.set_etag(_digest(told))
    answer.headers["Cache-Control"] = "no-store"
    return answer.make_conditional(request)


def _digest(told: dict[str, Any]) -> str:
    """Changes when what is shown would: with the rows, and with the minute, which the waiting times show."""
    minute = int(told["now"].timestamp()) // 60
    return hashlib.sha256(repr((told["rows"], told["counts"], told["case"], minute)).encode()).hexdigest()[:32]


@bp.post("/segments")
def segments_of() -> dict[str, str]:
    """How many segments a reply is, in words."""
    text = request.form.get("text", "")
    count = segments(text) if text.strip() else 0
    return {"words": "" if not count else "1 segment" if count == 1 else f"{count} segments"}


@bp.post("/stay")
def stay() -> tuple[str, int]:
    """Somebody is still there: asking is enough."""
    return "", 204


# -- actions --


@bp.post("/talk/<int:talk_id>/take")
def take(talk_id: int) -> Any:
    """Takes the talk over."""
    return did(desk.take_over(here(), staff_here().id, talk_id), talk_id)


@bp.post("/talk/<int:talk_id>/reply")
def reply(talk_id: int) -> Any:
    """Texts the patient; what could not be sent stays in the box."""
    text = request.form.get("text", "")
    return _said(desk.reply(here(), staff_here().id, talk_id, text), talk_id, text)


@bp.post("/talk/<int:talk_id>/note")
def note(talk_id: int) -> Any:
    """Saves a note for colleagues."""
    text = request.form.get("text", "")
    return _said(desk.note(here(), staff_here().id, talk_id, text), talk_id, text)


@bp.post("/talk/<int:talk_id>/text/<int:message_id>/means")
def correct(talk_id: int, message_id: int) -> Any:
    """Says what a patient's text means."""
    label = request.form.get("label", "")
    return did(desk.correct(here(), staff_here().id, talk_id, message_id, label), talk_id)


@bp.post("/talk/<int:talk_id>/release")
def release(talk_id: int) -> Any:
    """Lets the bot go on."""
    done = desk.release(here(), staff_here().id, talk_id)
    return did(done if isinstance(done, Done | No) else Done("The bot goes on from here."), talk_id)


@bp.post("/talk/<int:talk_id>/unlock")
def unlock(talk_id: int) -> Any:
    """Lets the patient try again to prove who they are."""
    return did(desk.unlock(here(), staff_here().id, talk_id), talk_id)


@bp.post("/talk/<int:talk_id>/allow")
def allow(talk_id: int) -> Any:
    """Says that texts may go on."""
    return did(desk.allow_nudges(here(), staff_here().id, talk_id), talk_id)


@bp.post("/ticket/<int:ticket_id>/solve")
def solve(ticket_id: int) -> Any:
    """Solves a ticket."""
    outcome, hold = request.form.get("outcome", ""), number("lift")
    return did(desk.solve(here(), staff_here().id, ticket_id, outcome, hold), number("talk"))


@bp.post("/hold/<int:hold_id>/lift")
def lift(hold_id: int) -> Any:
    """Lifts a hold."""
    return did(desk.lift(here(), staff_here().id, hold_id, number("talk")), number("talk"))


@bp.post("/patient/<int:patient_id>/language")
def language(patient_id: int) -> Any:
    """Sets the language that the patient is texted in."""
    return did(desk.set_language(here(), staff_here().id, patient_id, request.form.get("lang", "")), number("talk"))


@bp.post("/patient/<int:patient_id>/talk")
def begin(patient_id: int) -> Any:
    """Opens the talk with a patient, so that staff can text first."""
    opened = desk.begin(here(), staff_here().id, patient_id)
    if isinstance(opened, No):
        flash(opened.why, "bad")
        return redirect(url_for("desk.patient", patient_id=patient_id), 303)
    return redirect(url_for("desk.talk", talk_id=opened), 303)


@bp.post("/patient/<int:patient_id>/stop")
def stop_texts(patient_id: int) -> Any:
    """The patient told somebody here that texts shall stop."""
    return did(desk_patient.stop_texts(here(), staff_here().id, patient_id, request.form.get("number", "")), None)


@bp.post("/patient/<int:patient_id>/cease")
def cease(patient_id: int) -> Any:
    """A letter says that the patient wants no contact at all."""
    return did(desk_patient.cease(here(), staff_here().id, patient_id), None)


@bp.post("/patient/<int:patient_id>/call")
def called(patient_id: int) -> Any:
    """Somebody called about the bill."""
    return did(desk_patient.called(here(), staff_here().id, patient_id, request.form.get("number", "")), None)


@bp.post("/patient/<int:patient_id>/hold")
def put_hold(patient_id: int) -> Any:
    """Stops reminders for a reason."""
    return did(desk_patient.put_hold(here(), staff_here().id, patient_id, request.form.get("reason", "")), None)


@bp.post("/patient/<int:patient_id>/wishes")
def wishes(patient_id: int) -> Any:
    """When and how the patient wants to be contacted."""
    told = {
        "days": request.form.getlist("days"),
        "channels": request.form.getlist("channels"),
        **{name: _hour(request.form.get(name, "")) for name in ("from", "to")},
    }
    return did(desk_patient.wishes(here(), staff_here().id, patient_id, told), None)


def _hour(text: str) -> str:
    return text if re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text) else ""


@bp.post("/patient/<int:patient_id>/consent")
def consented(patient_id: int) -> Any:
    """The patient agreed to texts on paper or by word."""
    try:
        day = date.fromisoformat(request.form.get("day", ""))
    except ValueError:
        return did(No("Say on which day they agreed. Nothing was changed."), None)
    number, source = request.form.get("number", ""), request.form.get("source", "")
    return did(desk_patient.consented(here(), staff_here().id, patient_id, number, source, day), None)


@bp.post("/patient/<int:patient_id>/payment")
def paid(patient_id: int) -> Any:
    """They paid at the office."""
    typed, way = request.form.get("amount", "").strip().removeprefix("$"), request.form.get("way", "")
    made = desk_money.paid_here(here(), staff_here().id, patient_id, forms.amount(typed), way, number("after") or 0)
    return did(made, None)


@bp.post("/patient/<int:patient_id>/payment/<int:payment_id>/listed")
def listed(patient_id: int, payment_id: int) -> Any:
    """The practice's own list shows a payment now."""
    return did(desk_money.in_list(here(), staff_here().id, patient_id, payment_id), None)


@bp.post("/patient/<int:patient_id>/payment/<int:payment_id>/refund")
def refund(patient_id: int, payment_id: int) -> Any:
    """Gives back a part of a payment, or all."""
    typed = request.form.get("amount", "").strip().removeprefix("$")
    return did(refunds.propose(here(), staff_here().id, patient_id, payment_id, forms.amount(typed)), None)


@bp.post("/patient/<int:patient_id>/refund/<int:refund_id>")
def decide(patient_id: int, refund_id: int) -> Any:
    """The second person agrees to a refund, or it is withdrawn."""
    act = refunds.agree if request.form.get("agree") else refunds.withdraw
    return did(act(here(), staff_here().id, patient_id, refund_id), None)


@bp.post("/patient/<int:patient_id>/estimate")
def estimated(patient_id: int) -> Any:
    """What care was to cost, where they pay without insurance."""
    typed, self_pay = request.form.get("amount", "").strip().removeprefix("$"), bool(request.form.get("self_pay"))
    if typed and forms.amount(typed) is None:
        return did(No("Type the estimate, such as 500 or 500.25, or leave it empty. Nothing was changed."), None)
    return did(desk_patient.estimated(here(), staff_here().id, patient_id, forms.amount(typed), self_pay), None)


@bp.post("/patient/<int:patient_id>/keep")
def keep(patient_id: int) -> Any:
    """Something that they paid themselves is told to nobody else."""
    typed = request.form.get("amount", "").strip().removeprefix("$")
    return did(desk_patient.keep(here(), staff_here().id, patient_id, forms.amount(typed)), None)


@bp.post("/patient/<int:patient_id>/keep/<int:restriction_id>/lift")
def tell(patient_id: int, restriction_id: int) -> Any:
    """They no longer mind that it is told."""
    return did(desk_patient.tell(here(), staff_here().id, patient_id, restriction_id), None)


@bp.post("/patient/<int:patient_id>/notice")
def notice(patient_id: int) -> Any:
    """The written notice that Massachusetts wants was mailed."""
    return did(desk_patient.notice_mailed(here(), staff_here().id, patient_id), None)


@bp.post("/go-on")
def go_on() -> Any:
    """A person has looked, and what stood still goes on."""
    what, key = request.form.get("what", ""), request.form.get("key", "")
    return did(desk_practice.go_on(here(), staff_here().id, what, key), None)


def _said(result: Done | No, talk_id: int, text: str) -> Any:
    """What could not be sent comes back in the box, with the reason."""
    if isinstance(result, Done):
        return did(result, talk_id)
    flash(result.why, "bad")
    return _page("desk/talk.html", talk_id=talk_id, draft=text), 422


# -- what every page is told --


def _page(template: str, **more: Any) -> str:
    ids = {name: more.pop(name, None) for name in ("talk_id", "patient_id")}
    return render_template(template, **_told(**ids), **more)


def _told(talk_id: int | None = None, patient_id: int | None = None) -> dict[str, Any]:
    """All that a page of the desk shows, read in one short transaction."""
    app, member, show = here(), staff_here(), shown_list()
    now = app.now()
    with app.db.read() as tx:
        practice = people.practice(tx, member.practice_id)
        queue = casebook.queue(tx, practice.id, show, now)
        case = _there(lambda: casebook.case(tx, member, talk_id, now)) if talk_id is not None else None
        waiting = desk_practice.stopped(tx, practice)
        differences = len(reconciled.standing(tx, practice.id))
        side = _there(lambda: casebook.patient(tx, member, patient_id, now)) if patient_id is not None else None
    return _values(practice, queue, case, side) | {"now": now, "show": show, "staff": member, "stopped": waiting,
                                                  "differences": differences}


def _there(look: Callable[[], Any]) -> Any:
    found = look()
    if found is None:
        abort(404)
    return found


def _values(practice: Practice, queue: Queue, case: Case | None, side: Side | None) -> dict[str, Any]:
    return {
        "practice": practice,
        "zone": ZoneInfo(practice.zone),
        "rows": queue.rows,
        "counts": queue.counts,
        "case": case,
        "side": side,
        "meanings": names.MEANINGS,
        "may_put": tuple(desk_patient.MAY_PUT),
        "weekdays": DAYS,
    }
