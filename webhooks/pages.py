"""Pages behind a link (/p and /a): what is owed today, and the ways on; nothing that a scanner could change."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, request

from bot import visits
from flows.money import ZERO, Money
from storage import people
from storage.browsers import Browser
from webhooks import agreement, autopay, contact, everyone, limits, pay, prove, ways
from webhooks.here import here
from webhooks.page import Page, behind

bp = Blueprint("pages", __name__)
for part in (prove.bp, pay.bp, everyone.bp, ways.bp, agreement.bp, autopay.bp, contact.bp):
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
        plain=account.as_guarantor,
        owed=account.owed if account.owed else None,
        credit=-account.owed if account.owed.cents < 0 else None,
        today=visit.today,
        statement=account.statement_code if account.as_guarantor else None,
        lines=() if account.as_guarantor else account.lines,
        suggested=_suggested(visit, due[0] if due else None),
        can_pay=bool(here().payments),
        whole=everyone.offered(page),
        can_plan=visit.may_plan and due is None,
        required_top=page.t("required-NJ", practice=visit.practice.name) if page.lives_in("NJ") else None,
    )


def _suggested(visit: visits.Visit, due: Money | None) -> Money:
    """What the main button pays: what the link names, or is due next on the plan, or all of it; never more."""
    wished = visit.link.amount or due or visit.mine.owed
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
    if page.visit.mine.insurance_pending:
        note("wait", "insurance-waits")
    if now.plan and now.plan.state == "active" and now.plan.next:
        note("", "plan-on", page.to(letter="a"), "plan-on-link", amount=now.plan.next[0], day=now.plan.next[1])
    elif now.plan and now.plan.state == "offered":
        note("", "plan-offered", page.to(letter="a"), "plan-offered-link")
    if now.promised and page.visit.mine.owed:
        note("", "promised", day=now.promised)
    return notes


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
