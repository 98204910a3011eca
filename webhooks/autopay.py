"""Having a plan paid by card by itself: the card is left at the provider, the permission is read and given here."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Blueprint, Response, redirect, request

from bot import agreements, mandates
from flows.script import PlanFacts
from storage import mandates as rows
from storage import plans
from storage.mandates import Mandate
from webhooks import document, limits
from webhooks.here import client_address, here, shown
from webhooks.page import Page, behind

bp = Blueprint("autopay", __name__)

LONGEST = 200


@bp.post("/a/<token>/autopay/card")
@limits.token_page
@behind("a")
def card(page: Page) -> Any:
    """On to the provider's page, where a card is left."""
    plan = running(page)
    if plan is None:
        return page.go()
    back = here().settings.public_url + page.to("autopay/{ref}")
    url = mandates.open_page(here(), page.visit, plan.id, back, page.lang)
    return redirect(url, 303) if url else page.say("auto-later-h", "auto-later", call=True)


def running(page: Page) -> PlanFacts | None:
    """The plan that could be paid by itself; None where none runs, or where paying is closed."""
    with here().db.read() as tx:
        plan = plans.plan(tx, page.visit.mine.patient_id)
    return plan if plan and plan.state == "active" and not page.visit.closed else None


def _mandate(page: Page, ref: str) -> Mandate | None:
    with here().db.read() as tx:
        found = rows.by_ref(tx, ref)
    return found if found and found.patient_id == page.visit.mine.patient_id else None


@bp.get("/a/<token>/autopay/<ref>")
@limits.token_page
@behind("a")
def permission(page: Page, ref: str) -> Any:
    """The permission to read and give, or as it was given. Looking changes nothing."""
    found = _mandate(page, ref)
    return _show(page, found) if found else page.go()


def _show(page: Page, found: Mandate, errors: dict[str, str] | None = None) -> Response:
    if found.state == "on":
        return page.show("autopay_on", heading=page.t("auto-on-h"), mandate=found, article=_signed(found))
    made = _made(page, found) if found.state != "ended" else None
    if made is None:
        heading = "auto-off-h" if found.state == "ended" else "auto-none-h"
        return page.show("autopay_off", heading=page.t(heading), again=running(page) is not None)
    return page.show(
        "autopay",
        422 if errors else 200,
        mandate=found,
        article=document.article(made),
        sha=hashlib.sha256(made).hexdigest(),
        form=page.form(),
        errors=errors or {},
        unfit=document.unfit(page.visit, page.lang),
        english=page.to(f"autopay/{found.ref}", lang="en"),
    )


def _signed(found: Mandate) -> Any:
    return document.article(found.document) if found.document else ""


def _made(page: Page, found: Mandate) -> bytes | None:
    """What would be agreed to now; None where no card was left, or the plan has ended."""
    plan = running(page)
    if plan is None or plan.id != found.plan_id:
        return None
    kind, last4 = found.kind, found.last4
    if found.state == "asked":
        seen = mandates.seen(here(), found)
        if seen is None:
            return None
        kind, last4 = seen.kind, seen.last4
    notice = page.card_notice() if kind != "bank" else None
    return document.mandate(page.visit, plan, page.visit.today, kind or "card", last4 or "", page.lang, notice)


@bp.post("/a/<token>/autopay/<ref>/agree")
@limits.token_page
@behind("a")
def agree(page: Page, ref: str) -> Any:
    """Gives the permission that was read, once; a second press finds it given."""
    found = _mandate(page, ref)
    if found is None or found.state not in ("asked", "kept") or document.unfit(page.visit, page.lang):
        return page.go(f"autopay/{ref}")
    if not request.form.get("read"):
        return _show(page, found, {"read": page.t("auto-tick-missing")})
    made = _made(page, found)
    if made is None:
        return page.go(f"autopay/{ref}")
    how = {"version": agreements.MANDATE_VERSION, "lang": page.lang, "ticked": page.t("auto-tick"),
           "browser": request.user_agent.string[:LONGEST]}  # fmt: skip
    outcome = mandates.agree(here(), page.visit, found, made, request.form.get("sha", ""), how, client_address())
    if outcome == "changed":
        return _show(page, found, {"read": page.t("agree-changed")})
    return page.go(f"autopay/{ref}")


@bp.get("/a/<token>/autopay/<ref>/document")
@limits.token_page
@behind("a")
def copy(page: Page, ref: str) -> Any:
    """The bytes that were agreed to, or those that are asked to be agreed to, to keep."""
    found = _mandate(page, ref)
    made = (found.document or (_made(page, found) if found.state != "ended" else None)) if found else None
    if made is None:
        return page.go()
    return shown(made, "card-payments.html")


@bp.post("/a/<token>/autopay/<ref>/stop")
@limits.token_page
@behind("a")
def stop(page: Page, ref: str) -> Any:
    """Nothing is taken any more, from this moment on."""
    found = _mandate(page, ref)
    if found is not None:
        with here().db.begin() as tx:
            mandates.stop(tx, [found.patient_id], "patient", f"link:{page.visit.link.id}", here().now())
    return page.go(f"autopay/{ref}")
