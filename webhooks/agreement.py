"""The agreement page (/a): the exact plan, read, checked and signed once; or paper, or another plan."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Blueprint, Response, redirect, request

from bot import agreements, pages_actions
from bot.agreements import Standing
from flows import shapes
from storage import mandates, plans
from storage.plans import PlanRow
from webhooks import document, letters, limits
from webhooks.here import client_address, here, shown
from webhooks.page import Page, behind
from webhooks.page_words import written
from webhooks.plan_words import parts_in_words

bp = Blueprint("agreement", __name__)

LONGEST_NAME = 200
ENDINGS = {
    "stale": ("agree-stale-h", "agree-stale"),
    "gone": ("agree-gone-h", "agree-gone"),
    "closed": ("closed-h", "closed"),
}


@bp.get("/a/<token>")
@limits.token_page
@behind("a")
def plan(page: Page) -> Any:
    """The plan as it stands: to read and sign, signed, or over."""
    found = _standing(page)
    return _show(page, found) if found else _none(page)


def _standing(page: Page) -> Standing | None:
    with here().db.read() as tx:
        return agreements.standing(tx, page.visit)


def _none(page: Page) -> Response:
    go = {"url": page.to("plans", letter="p"), "label": page.t("agree-choose")}
    return page.say("agree-none-h", go=go, call=True)


def _show(page: Page, found: Standing, errors: dict[str, str] | None = None) -> Response:
    if found.state in ("signed", "ended"):
        return _signed(page, found)
    if found.state in ENDINGS:
        heading, says = ENDINGS[found.state]
        again = {"url": page.to("plans", letter="p"), "label": page.t("agree-choose")}
        return page.say(heading, says, go=again if found.state != "closed" and page.visit.may_plan else None, call=True)
    made = document.made(page.visit, found.plan, page.lang)
    return page.show(
        "agree",
        422 if errors else 200,
        article=document.article(made),
        unfit=document.unfit(page.visit, page.lang),
        english=page.to(lang="en"),
        sha=hashlib.sha256(made).hexdigest(),
        terms_words=parts_in_words(found.plan.parts, page.lang),
        total=found.plan.owed,
        consent=document.consent(page.visit, page.lang) if _boxed(page, found) else (),
        form=page.form(),
        errors=errors or {},
    )


def _boxed(page: Page, found: Standing) -> bool:
    return agreements.boxed(page.visit, found.plan)


def _signed(page: Page, found: Standing) -> Response:
    """What was agreed to, and the bytes that were signed: the same whenever the page is opened."""
    row = found.plan
    heading, says = _how_it_goes(page, row)
    on = written((row.active_at or row.created_at).astimezone(page.visit.zone).date(), page.lang)
    owes = found.state == "signed" and page.visit.mine.owed
    with here().db.read() as tx:
        mandate = mandates.on(tx, row.id)
    return page.show(
        "agreed",
        heading=heading,
        begun=row.state == "active",
        says=[*says, page.t("agreed-on", day=on)],
        document_url=page.to("document") if row.document else None,
        article=document.article(row.document) if row.document else None,
        go={"url": page.to(letter="p"), "label": page.t("agreed-pay-now")} if owes else None,
        mandate=mandate,
        card_notice=page.card_notice(),
        auto="on" if mandate else "offer" if owes and row.state == "active" and not page.visit.closed else "",
    )


def _how_it_goes(page: Page, row: PlanRow) -> tuple[str, list[str]]:
    if row.state == "completed":
        return page.t("agree-h"), [page.t("agreed-done")]
    if row.state != "active":
        return page.t("agree-h"), [page.t("agreed-ended")]
    amount, day = _next(page) or (row.parts[0], row.days[0])
    return page.t("agreed-h"), [page.t("agreed", amount=amount, day=day)]


def _next(page: Page) -> Any:
    with here().db.read() as tx:
        now = plans.plan(tx, page.visit.mine.patient_id)
    return now.next if now else None


@bp.post("/a/<token>/review")
@limits.token_page
@behind("a")
def review(page: Page) -> Any:
    """Check before you agree (WCAG 3.3.4)."""
    found = _standing(page)
    if found is None or found.state != "open" or document.unfit(page.visit, page.lang):
        return page.go()
    if errors := _unticked(page, found):
        return _show(page, found, errors)
    if request.form.get("sha") != _sha(page, found.plan):
        return _show(page, found, {"read": page.t("agree-changed")})
    schedule = zip(found.plan.days, found.plan.parts, strict=True)
    return page.show(
        "agree_review",
        count=len(found.plan.parts),
        schedule=[(written(day, page.lang), part) for day, part in schedule],
        total=found.plan.owed,
        sha=request.form["sha"],
        econsent=_boxed(page, found),
    )


def _unticked(page: Page, found: Standing) -> dict[str, str]:
    """What still has to be ticked, each with its sentence."""
    wanted = {"econsent": "econsent-missing", "read": "agree-tick"}
    if not _boxed(page, found):
        del wanted["econsent"]
    return {name: page.t(key) for name, key in wanted.items() if not request.form.get(name)}


def _sha(page: Page, row: PlanRow) -> str:
    return hashlib.sha256(document.made(page.visit, row, page.lang)).hexdigest()


@bp.post("/a/<token>/sign")
@limits.token_page
@behind("a")
def sign(page: Page) -> Any:
    """Signs what was read, once; a second press finds it signed."""
    found = _standing(page)
    if found is None or found.state != "open" or _unticked(page, found) or document.unfit(page.visit, page.lang):
        return page.go()
    made = document.made(page.visit, found.plan, page.lang)
    how: dict[str, Any] = {
        "version": agreements.VERSION,
        "lang": page.lang,
        "ticked": page.t("agree-read"),
        "browser": request.user_agent.string[:LONGEST_NAME],
    }
    if _boxed(page, found):
        how["econsent"] = {"told": document.consent(page.visit, page.lang), "ticked": page.t("econsent-tick")}
    sha = request.form.get("sha", "")
    outcome = agreements.sign(here(), page.visit, found.plan.id, made, sha, how, client_address())
    if outcome == "changed":
        return _show(page, found, {"read": page.t("agree-changed")})
    return page.go()


@bp.get("/a/<token>/document")
@limits.token_page
@behind("a")
def copy(page: Page) -> Any:
    """The signed bytes, as they were signed; before that the very bytes that are asked to be signed, to keep."""
    found = _standing(page)
    if found is None or (found.plan.document is None and found.state != "open"):
        return page.go()
    return shown(found.plan.document or document.made(page.visit, found.plan, page.lang), "payment-plan.html")


@bp.get("/a/<token>/plan.pdf")
@limits.token_page
@behind("a")
def as_pdf(page: Page) -> Any:
    """A copy of the plan that was agreed to, to print or keep as PDF."""
    found, patient = _standing(page), page.visit.patient
    if found is None or patient is None or found.plan.active_at is None:
        return page.go()
    row, zone = found.plan, page.visit.zone
    letter = letters.addressed(page.practice, patient, page.lang, page.visit.now, here().settings.public_url)
    said = [one["text"] for one in document.clauses(page.practice, page.visit.mine.state, page.lang)]
    on = (row.active_at or row.created_at).astimezone(zone).date()
    parts, down = list(zip(row.days, row.parts, strict=True)), shapes.DOWN in row.rules
    made = letters.plan_copy(letter, parts, row.owed, on, said, down, document.intro(row, page.lang))
    return shown(made, "payment-plan.pdf")


@bp.post("/a/<token>/paper")
@limits.token_page
@behind("a")
def paper(page: Page) -> Any:
    """Paper instead, free (fact sheet A2)."""
    found = _standing(page)
    if found is None or found.state != "open":
        return page.go()
    pages_actions.wants_paper(here(), page.visit, found.plan.id)
    return page.say("agree-paper-done-h", "agree-paper-done", call=True)


@bp.post("/a/<token>/another")
@limits.token_page
@behind("a")
def another(page: Page) -> Any:
    """Another plan: the offered one ends."""
    if found := _standing(page):
        agreements.decline(here(), page.visit, found.plan)
    return redirect(page.to("plans", letter="p"), 303)
