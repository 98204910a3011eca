"""Pages behind a link (/p and /a): what is owed today, and the ways on; nothing that a scanner could change."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, redirect, request

from bot import visits
from flows import estimate
from flows.money import ZERO, Money
from storage import people
from storage.browsers import Browser
from storage.claims import Claim
from webhooks import agreement, autopay, contact, everyone, insurance, limits, my_plan, papers, pay, prove, ways
from webhooks.here import here
from webhooks.page import Page, behind

bp = Blueprint("pages", __name__)
PARTS = (prove.bp, pay.bp, everyone.bp, ways.bp, agreement.bp, autopay.bp, contact.bp, papers.bp, my_plan.bp,
         insurance.bp)  # fmt: skip
NEWS = timedelta(days=60)
"""So long the page says what the insurer answered."""

for part in PARTS:
    bp.register_blueprint(part)


@bp.get("/p/<token>")
@limits.token_page
@behind("p")
def home(page: Page) -> Any:
    """What is owed today, and every way on from there."""
    visit = page.visit
    if visit.link.proved and "choose" not in request.args and everyone.offered(page):
        return page.go("everyone")
    if visit.link.patient_id is None and visit.browser and len(visit.browser.proved) > 1:
        return _choose(page, visit.browser)
    if visit.closed:
        return page.say("closed-h", "closed", call=True)
    return _home(page)


def _home(page: Page) -> Response:
    visit, account = page.visit, page.visit.mine
    with here().db.read() as tx:
        now = visits.standing(tx, visit)
    due = now.plan.next if now.plan and now.plan.state == "active" else None
    return page.show(
        "owe",
        notes=_notes(page, now),
        first_name=account.first_name,
        waits=account.insurance_pending or _late(page, now.claim),
        plain=account.as_guarantor,
        owed=account.owed if account.owed else None,
        credit=-account.owed if account.owed.cents < 0 else None,
        today=visit.today,
        statement=account.statement_code if account.as_guarantor else None,
        lines=() if account.as_guarantor else account.lines,
        suggested=_suggested(visit, now.asked_for or (due[0] if due else None)),
        can_pay=bool(here().payments),
        has_plan=now.plan is not None,
        whole=everyone.offered(page),
        can_plan=visit.may_plan and due is None,
        required_top=page.t("required-NJ", practice=visit.practice.name) if page.lives_in("NJ") else None,
    )


def _suggested(visit: visits.Visit, asked: Money | None) -> Money:
    """What the main button pays: what the link names, or is due next on the plan, or all of it; never more."""
    wished = asked or visit.mine.owed
    return wished if ZERO < wished <= visit.mine.owed else visit.mine.owed


def _notes(page: Page, now: visits.Standing) -> list[dict[str, Any]]:
    """What stands beside the amount: a payment being checked, a dispute, insurance, a plan, a promise."""
    notes: list[dict[str, Any]] = []

    def note(mood: str, key: str, link: str = "", label: str = "", **blanks: Any) -> None:
        notes.append({"mood": mood, "says": page.t(key, **blanks), "link": link, "label": label and page.t(label)})

    if now.under_way:
        key = "open-payment" if now.under_way.state == "unknown" else "begun-payment"
        where = page.to(f"done/{now.under_way.ref}")
        note("wait", key, where, "open-payment-link", amount=now.under_way.amount)
    if page.visit.under_review:
        note("wait", "under-review")
    if (estimated := page.visit.estimate) is not None and not page.visit.under_review:
        last = estimate.until(page.visit.patient.first_statement if page.visit.patient else None)
        key = "over-estimate-until" if last else "over-estimate"
        note("wait", key, page.to("wrong"), "over-estimate-link", estimate=estimated, day=last)
    if page.visit.practice.is_501r and page.visit.practice.assistance_url and page.visit.mine.owed:
        note("", "assistance", page.visit.practice.assistance_url, "assistance-link")
    if "charity_application" in page.visit.holds:
        note("wait", "help-waits")
    if told := _insurer(page, now.claim):
        note(*told[:2], day=told[2])
    if _late(page, now.claim):
        note("wait", "claim-late")
    if now.plan and now.plan.state == "active" and now.plan.next:
        amount, day = now.plan.next
        amount = min(amount, page.visit.mine.owed)
        note("", "plan-on", page.to("plan"), "plan-on-link", amount=amount, day=day)
    elif now.plan and now.plan.state == "offered":
        note("", "plan-offered", page.to(letter="a"), "plan-offered-link")
    if now.promised and page.visit.mine.owed:
        note("", "promised", day=now.promised)
    return notes


def _insurer(page: Page, claim: Claim | None) -> tuple[str, str, date | None] | None:
    """How it stands with the insurer: the note's mood, its sentence and the day in it."""
    if page.visit.mine.insurance_pending:
        if claim and claim.open:
            came = claim.came_at.astimezone(page.visit.zone).date()
            return "wait", f"claim-{claim.state}", claim.sent_on or came
        return "wait", "insurance-waits", None
    if claim and claim.ended_at and claim.result and page.visit.now - claim.ended_at < NEWS:
        return "", f"claim-{claim.result}", claim.ended_at.astimezone(page.visit.zone).date()
    return None


def _late(page: Page, claim: Claim | None) -> bool:
    """Whether the insurer pays, and the amount here does not show it yet."""
    return claim is not None and claim.result in ("full", "part") and "import_difference" in page.visit.holds


def _choose(page: Page, by: Browser) -> Response:
    """One proof opened several accounts: each by what whoever is there may know it by."""
    with here().db.read() as tx:
        known = {one.patient_id: one for one in visits.together(tx, page.visit)}
        names = [
            pay.label(page, known.get(one)) if one in known or by.as_guarantor else people.patient(tx, one).first
            for one in by.proved
        ]
    return page.show("choose", people=list(enumerate(names)), whole=everyone.offered(page))


@bp.get("/<any(p, a):letter>/<token>/<path:rest>")
@limits.token_page
def elsewhere(letter: str, token: str, rest: str) -> Any:
    """What only a form leads to is loaded again, such as by going back: on to the first page."""
    return behind(letter, proof=False)(lambda page: page.go())(token)


@bp.post("/p/<token>/choose")
@limits.token_page
@behind("p")
def choose(page: Page) -> Any:
    """One proof opened several accounts: each has a page of its own."""
    proved = page.visit.browser.proved if page.visit.browser else ()
    picked = request.form.get("who", "")
    if not picked.isdecimal() or int(picked) >= len(proved):
        return page.go()
    url = visits.link_for(here(), page.visit, proved[int(picked)], page.lang)
    return redirect(url, 303)
