"""How somebody wants to be written to: language, days and hours, letters, or no more texts."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, Response, request

from bot import pages_actions
from flows.policy_terms import DAYS
from storage import consent, people
from webhooks import limits
from webhooks.here import here
from webhooks.page import Page, behind
from webhooks.page_words import LANGUAGES

bp = Blueprint("contact", __name__)

HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@bp.route("/p/<token>/contact", methods=["GET", "POST"])
@limits.token_page
@behind("p")
def contact(page: Page) -> Any:
    """The wishes as they stand, to change."""
    if page.visit.mine.as_guarantor:  # whose bill it is decides how they are written to
        return page.go()
    if request.method == "GET":
        return _show(page)
    start, end = (_hour(request.form.get(name, "")) for name in ("from", "to"))
    if start and end and start >= end:
        return _show(page, {"to": page.t("contact-hours-wrong")})
    days = [day for day in DAYS if day in request.form.getlist("days")]
    lang = request.form.get("lang", "")
    chosen = lang if lang in LANGUAGES else page.lang
    pages_actions.contact(here(), page.visit, chosen, days, start, end, bool(request.form.get("paper")))
    return page.say("contact-done-h", "contact-done", go={"url": page.to(), "label": page.t("to-balance")})


@bp.post("/p/<token>/contact/stop")
@limits.token_page
@behind("p")
def stop(page: Page) -> Any:
    """No more texts."""
    if page.visit.mine.as_guarantor:
        return page.go()
    pages_actions.no_more_texts(here(), page.visit)
    return page.say("contact-stopped-h", "contact-stopped", call=True)


def _hour(text: str) -> str:
    return text if HOUR.fullmatch(text) else ""


def _show(page: Page, errors: dict[str, str] | None = None) -> Response:
    with here().db.read() as tx:
        patient = people.patient(tx, page.visit.mine.patient_id)
        numbers = [phone.number for phone in people.phones(tx, patient.id)]
        stopped = bool(numbers) and all(consent.suppressed_at(tx, page.practice.id, one) for one in numbers)
    had = patient.contact_prefs or {}
    typed = request.method == "POST"
    return page.show(
        "contact",
        422 if errors else 200,
        days=DAYS,
        chosen=request.form.getlist("days") if typed else had.get("days") or DAYS,
        start=request.form.get("from", "") if typed else had.get("from") or "",
        end=request.form.get("to", "") if typed else had.get("to") or "",
        paper=bool(request.form.get("paper")) if typed else had.get("channels") == ["mail"],
        written=patient.lang or page.lang,
        stopped=stopped,
        errors=errors or {},
    )
