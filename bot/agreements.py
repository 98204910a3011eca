"""A plan from its offer to its signature on the page: exact figures, signed once, the signed bytes kept for good."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import Connection

from bot import links
from bot.receipts import ALL_BUT_NUDGES
from bot.visits import Visit
from bot.wiring import App
from flows import shapes
from flows.offers import Offer
from storage import audit, ledger, outbox, people, plans, quotes, talks
from storage.db import keys
from storage.plans import PlanRow

VERSION = "3"
"""Of the agreement's sentences and their order. A test holds it to their digest: whoever changes them counts on."""
MANDATE_VERSION = "1"
"""Of the permission to take payments; held to its digest in the same way."""
READ = f"{VERSION}/{MANDATE_VERSION}"
"""What a practice's reader of the Spanish has read (45 CFR 92.201(c)(3), fact sheet S7)."""

Result = Literal["signed", "already", "stale", "gone", "closed", "changed", "unasked"]


@dataclass(frozen=True)
class Standing:
    """A plan as its page finds it."""

    plan: PlanRow
    state: Literal["open", "signed", "stale", "gone", "closed", "ended"]


def offer(app: App, visit: Visit, chosen: Offer) -> int:
    """The plan that was chosen on the page, offered: a quote row with these very figures, and the plan on it."""
    now = app.now()
    quote = chosen.quote(visit.mine.patient_id, visit.mine.owed)
    expires = now + timedelta(hours=visit.practice.policy.plan.quote_valid_h)
    with app.db.begin() as tx:
        row = quotes.add(tx, visit.practice.id, visit.link.conversation_id, quote, "plan", "page.plan", now, expires)
        plan = plans.start(tx, row, "offered", now, "page")
        _note(tx, visit, "plan_offered", plan, now)
    return plan


def standing(tx: Connection, visit: Visit) -> Standing | None:
    """The plan that this link is about, else the patient's standing one; None where there is none."""
    mine = visit.mine.patient_id
    linked = plans.by_id(tx, visit.link.plan_id) if visit.link.plan_id else None
    newest = plans.newest(tx, mine)
    plan = linked if linked and linked.state != "cancelled" else plans.by_id(tx, newest.id) if newest else linked
    if plan is None or plan.patient_id != mine:
        return None
    return Standing(plan, _state(tx, visit, plan))


def _state(tx: Connection, visit: Visit, plan: PlanRow) -> Any:
    if plan.state == "active":
        return "signed"
    if plan.state != "offered":
        return "gone" if plan.active_at is None else "ended"
    if visit.closed:
        return "closed"
    soonest = visit.today if shapes.at_once(plan.rules) else visit.today + timedelta(days=1)
    if ledger.balance(tx, plan.patient_id) != plan.owed or plan.days[0] < soonest:
        return "stale"
    open_quote = quotes.open_quote(tx, plan.patient_id, visit.now)
    if open_quote is None or open_quote.id != plan.quote_id:
        return "gone"
    return "open"


def boxed(visit: Visit, plan: PlanRow) -> bool:
    """Whether its agreement carries the Truth-in-Lending box: more payments than are free of it (fact sheet P1)."""
    return shapes.instalments(plan.parts, plan.rules) > visit.practice.policy.plan.tila_box_if_installments_gt


def sign(app: App, visit: Visit, plan_id: int, document: bytes, sha256: str, signed: Mapping[str, Any],
         address: str = "") -> Result:  # fmt: skip
    """Signs the very document that was shown, once: `sha256` is of what the reader had before them.

    Of the address that it was signed from only a keyed digest is kept (fact sheet A2). A document with the box wants
    the reader's consent to have it on a screen, `signed["econsent"]` (15 USC 7001(c)); without it nothing is signed.
    """
    if hashlib.sha256(document).hexdigest() != sha256:
        return "changed"
    now = app.now()
    with app.db.begin() as tx:
        links.alone(tx, visit.link)
        found = standing(tx, visit)
        if found is None or found.plan.id != plan_id:
            return "gone"
        if found.state == "signed":
            return "already"
        if found.state != "open":
            return "gone" if found.state == "ended" else found.state
        if boxed(visit, found.plan) and not signed.get("econsent"):
            return "unasked"
        how = {**signed, "at": now.isoformat(), "address": keys(tx).blind("address", address)}
        if not plans.sign(tx, plan_id, document, how, now):
            return "already"
        _follow(tx, visit, found.plan, sha256)
    app.wake("drain")
    return "signed"


def _follow(tx: Connection, visit: Visit, plan: PlanRow, sha256: str) -> None:
    quotes.close(tx, plan.quote_id, "agreed", visit.now)
    for phone in people.phones(tx, plan.patient_id):
        outbox.drop_pending(tx, visit.practice.id, phone.number, ALL_BUT_NUDGES, "plan_current", visit.now)
    if visit.link.conversation_id:
        talks.add_event(tx, visit.practice.id, visit.link.conversation_id, "plan_signed", "patient", visit.now)
    _note(tx, visit, "plan_signed", plan.id, visit.now, sha256=sha256)


def decline(app: App, visit: Visit, plan: PlanRow) -> None:
    """The offered plan is not wanted: it ends, and its quote with it. A plan that is under way stays."""
    with app.db.begin() as tx:
        current = plans.by_id(tx, plan.id)
        if current and current.state == "offered" and plans.set_state(tx, plan.id, "cancelled", visit.now):
            quotes.close(tx, plan.quote_id, "declined", visit.now)
            _note(tx, visit, "plan_declined", plan.id, visit.now)


def _note(tx: Connection, visit: Visit, action: str, plan_id: int, now: Any, **more: str) -> None:
    audit.write(tx, visit.practice.id, f"link:{visit.link.id}", action, f"plan:{plan_id}", dict(more), now)
