"""A patient's own card for their plan: left at the provider, agreed to on a page, ended by a word (fact sheet P3, P4).

A plan is the same with it or without it (12 CFR 1005.10(e)). Nothing here takes money; that is bot/autopay.py.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection

from bot import links
from bot.payments import Ask, Kept, NoAnswer, Waiting
from bot.visits import Visit
from bot.wiring import App
from flows.money import ZERO
from flows.values import MessageClass
from storage import audit, debits, mandates, outbox, payments, people, plans
from storage.db import keys
from storage.mandates import Mandate

ENDING = frozenset({"deceased", "bankruptcy", "attorney"})
"""Holds that end it at once (fact sheet section 8, marked *); any other hold only keeps money from being taken."""
ALL_BUT_SERVICE = frozenset(MessageClass) - {MessageClass.SERVICE}

Result = Literal["on", "already", "gone", "changed"]


def ask_of(mandate: Mandate, back: str = "", lang: str = "en") -> Ask:
    """The question that a mandate's row makes: the same key every time."""
    return Ask(mandate.ref, 1, ZERO, back, lang, mandate.page_ref, mandate.account, mandate.created_at)


def open_page(app: App, visit: Visit, plan_id: int, back: str, lang: str) -> str | None:
    """The provider's page to leave a card on; None where no provider is set up or none answers.

    `back` is where the browser goes afterwards; `{ref}` becomes the mandate's name.
    """
    provider = next(iter(app.payments.values()), None)
    if provider is None:
        return None
    with app.db.begin() as tx:
        account = people.practice(tx, visit.practice.id).stripe_account
        made = mandates.add(tx, visit.practice.id, visit.mine.patient_id, plan_id, provider.name, account, app.now(),
                            visit.link.id)  # fmt: skip
        row = mandates.mandate(tx, made)
        assert row is not None, "it was added a line above"
    answer = provider.keep(ask_of(row, back.format(ref=row.ref), lang))
    if not isinstance(answer, Waiting):
        return None
    with app.db.begin() as tx:
        mandates.opened_at(tx, row.id, answer.provider_ref)
    return answer.url


def seen(app: App, mandate: Mandate) -> Kept | None:
    """The card, as the provider tells it; None where none was left yet. Changes nothing."""
    provider = app.payments.get(mandate.provider)
    answer = provider.kept(ask_of(mandate)) if provider else NoAnswer("no such provider")
    return answer if isinstance(answer, Kept) else None


def look(app: App, mandate: Mandate) -> None:
    """Asks the provider whether a card was left, and writes it down."""
    found = seen(app, mandate) if mandate.state == "asked" else None
    if found:
        with app.db.begin() as tx:
            mandates.kept(tx, mandate.id, found.provider_ref, found.saved.customer, found.saved.method, found.kind,
                          found.last4)  # fmt: skip


def agree(app: App, visit: Visit, mandate: Mandate, document: bytes, sha256: str, signed: Mapping[str, Any],
          address: str = "") -> Result:  # fmt: skip
    """Allows what the very document says that was shown; another card of the same plan is used no more.

    Of the address only a keyed digest is kept (fact sheet A2).
    """
    if hashlib.sha256(document).hexdigest() != sha256:
        return "changed"
    look(app, mandate)
    now = app.now()
    with app.db.begin() as tx:
        links.alone(tx, visit.link)
        payments.alone(tx, mandate.patient_id)
        fresh, plan = mandates.mandate(tx, mandate.id), plans.plan(tx, mandate.patient_id)
        if fresh is not None and fresh.state == "on":
            return "already"
        if visit.closed or plan is None or (plan.id, plan.state) != (mandate.plan_id, "active"):
            return "gone"
        others = [one for one in mandates.standing(tx, [mandate.patient_id]) if one.id != mandate.id]
        _end(tx, others, "replaced", f"link:{visit.link.id}", now)
        how = {**signed, "at": now.isoformat(), "address": keys(tx).blind("address", address)}
        if not mandates.agree(tx, mandate.id, document, how, now):
            return "gone"
        audit.write(tx, visit.practice.id, f"link:{visit.link.id}", "autopay_agreed", f"mandate:{mandate.id}",
                    {"sha256": sha256}, now)  # fmt: skip
    app.wake("take_debits")
    return "on"


def stop(tx: Connection, patient_ids: Sequence[int], why: str, by: str, now: datetime) -> int:
    """Ends what these patients allowed, at once: nothing is taken any more, and no notice of it leaves; how many."""
    for patient_id in sorted(patient_ids):
        payments.alone(tx, patient_id)
    standing = mandates.standing(tx, list(patient_ids))
    _end(tx, standing, why, by, now)
    return sum(one.state == "on" for one in standing)


def on_hold(tx: Connection, patient_ids: Sequence[int], hold: str, by: str, now: datetime) -> None:
    """A hold was put on these patients: some end autopay with it."""
    if hold in ENDING:
        stop(tx, patient_ids, hold, by, now)


def _end(tx: Connection, those: Sequence[Mandate], why: str, by: str, now: datetime) -> None:
    mandates.end(tx, [one.id for one in those], why, now)
    for one in those:
        debit = debits.under_way(tx, one.id)
        if debit is not None and debit.state != "asked":  # what is asked already is settled by its payment
            debits.move(tx, debit.id, "over", ((why, ""),), settled_at=now)
        if one.state == "on":
            audit.write(tx, one.practice_id, by, "autopay_ended", f"mandate:{one.id}", {"why": why}, now)
            for phone in people.phones(tx, one.patient_id):
                outbox.drop_pending(tx, one.practice_id, phone.number, ALL_BUT_SERVICE, "autopay_ended", now)
