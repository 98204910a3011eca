"""How a payment plan stands: its parts with their days, what a card pays by itself, and how to change it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response
from sqlalchemy import Connection

from flows import plan_status
from flows.debits import schedule
from flows.money import ZERO, total
from flows.script import PlanFacts
from storage import debits, mandates, people, plans
from storage.mandates import Mandate
from webhooks import limits
from webhooks.here import here
from webhooks.page import Page, behind, text_number, written_number

bp = Blueprint("my_plan", __name__)


@bp.get("/p/<token>/plan")
@limits.token_page
@behind("p")
def plan(page: Page) -> Any:
    """The plan that runs; one that waits to be agreed to is read on its own page."""
    if page.visit.closed:
        return page.go()
    with here().db.read() as tx:
        found = plans.newest(tx, page.visit.mine.patient_id)
    if found and found.state == "offered":
        return page.show("plan_none", offered=True, says=page.t("plan-offered"), back=page.to())
    if found is None or found.state != "active":
        done = found is not None and found.state == "completed"
        return page.show("plan_none", says=page.t("plan-done" if done else "plan-over"), back=page.to())
    return _running(page, found)


def _running(page: Page, found: PlanFacts) -> Response:
    visit = page.visit
    parts = plan_status.parts(found, visit.mine.owed, visit.today)
    late = [one for one in parts if one.state == "late"]
    due = late or [one for one in parts if one.state == "next"]
    with here().db.read() as tx:
        card = mandates.on(tx, found.id)
        taken = _taken(tx, page, found, card) if card else None
        number = text_number(people.senders(tx, page.practice.id))
    return page.show(
        "plan",
        parts_of=parts,
        paid=min(found.paid, total(found.parts)) if found.paid > ZERO else ZERO,
        whole=total(found.parts),
        late=(total([one.left for one in late]), late[0].day) if late and not card else None,
        due=total([one.left for one in due]) if due and here().payments and not card else None,
        card=card,
        taken=taken,
        number=written_number(number) if number else None,
        back=page.to(),
    )


SAID = {"announced": "plan-own-next", "asked": "plan-own-asked", "declined": "plan-own-again"}
"""What is said of a debit under way; of any other, that its day is told before."""


def _taken(tx: Connection, page: Page, found: PlanFacts, card: Mandate) -> str | None:
    """What the card pays next and when; None: nothing is left."""
    debit = debits.under_way(tx, card.id)
    if debit:
        return page.t(SAID.get(debit.state, "plan-own-wait"), amount=debit.amount, day=debit.day)
    visit = page.visit
    coming = schedule(found, visit.mine.owed, visit.today, page.practice.policy.autopay)
    if not coming:
        return None
    day, amount = coming[0]
    return page.t("plan-own-wait" if visit.under_review else "plan-own-next", amount=amount, day=day)
