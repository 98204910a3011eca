"""Paying for several patients at once behind a link: each with an amount, then the same check as for one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, request

from bot import household, visits
from bot.household import Member
from flows import shares
from flows.money import ZERO, Money, total
from flows.shares import Share
from webhooks import forms, limits
from webhooks.here import here
from webhooks.page import Page, behind
from webhooks.pay import LEAST, label, signed

bp = Blueprint("everyone", __name__)


def offered(page: Page) -> Money | None:
    """What everybody owes in all, where somebody may pay for more than one here."""
    with here().db.read() as tx:
        them = household.owing(visits.together(tx, page.visit))
    return household.owed(them) if len(them) > 1 and here().payments else None


@bp.get("/p/<token>/everyone")
@limits.token_page
@behind("p")
def everyone(page: Page) -> Any:
    """Each with what is owed, to be changed."""
    stale = [("amount-0", page.t("everyone-stale"))] if request.args.get("stale") else []
    return _show(page, _them(page), trouble=stale)


def _them(page: Page) -> tuple[Member, ...]:
    with here().db.read() as tx:
        return household.owing(visits.together(tx, page.visit))


def _show(page: Page, them: Sequence[Member], code: int = 200, typed: Mapping[int, str] | None = None,
          whole: str = "", **more: Any) -> Response:  # fmt: skip
    """The form; without anybody to pay for, back to what is owed."""
    if not them or not here().payments:
        return page.go()
    rows = [
        {
            "who": label(page, one),
            "owed": one.owed,
            "amount": _plain(one.owed) if typed is None else typed.get(one.patient_id, ""),
            "waits": one.insurance_pending,
        }
        for one in them
    ]
    who = ",".join(str(one.patient_id) for one in them)
    back = page.to(choose=1) if page.visit.link.proved else page.to()
    return page.show("everyone", code, rows=rows, who=who, whole=whole, owed=household.owed(them), back=back, **more)


def _plain(amount: Money) -> str:
    return str(amount).removeprefix("$").replace(",", "")


@bp.post("/p/<token>/everyone/split")
@limits.token_page
@behind("p")
def split(page: Page) -> Any:
    """A sum, put to the oldest bill first; the form comes back filled in."""
    them, written = _them(page), forms.text(request.form, "whole")
    whole, most = forms.amount(written) or ZERO, household.owed(them)
    if not ZERO < whole <= most:
        error = page.t("amount-missing") if whole <= ZERO else page.t("everyone-high", owed=most)
        return _show(page, them, 422, whole=written, errors={"whole": error})
    found = shares.allocate(whole, [one.owing for one in them])
    typed = {one.patient_id: _plain(one.amount) for one in found}
    return _show(page, them, typed={one.patient_id: typed.get(one.patient_id, "0") for one in them}, whole=written)


@bp.post("/p/<token>/everyone/review")
@limits.token_page
@behind("p")
def review(page: Page) -> Any:
    """Check before you pay (WCAG 3.3.4)."""
    them = _them(page)
    if request.form.get("who", "") != ",".join(str(one.patient_id) for one in them):
        return page.go("everyone", stale=1)  # somebody was paid for or came since: no amount goes to somebody else
    typed = {one.patient_id: forms.text(request.form, f"amount-{place}") for place, one in enumerate(them)}
    wished, errors = _read(page, them, typed)
    if errors:
        return _show(page, them, 422, typed=typed, errors=errors)
    sum_, most = total([one.amount for one in wished]), household.owed(them)
    if sum_ < min(LEAST, most):
        least = page.t("everyone-none") if sum_ <= ZERO else page.t("amount-low", least=min(LEAST, most))
        return _show(page, them, 422, typed=typed, trouble=[("amount-0", least)])
    found = shares.chosen(wished, [one.owing for one in them])
    known = {one.patient_id: one for one in them}
    lines = [(label(page, known[one.patient_id]), one.amount) for one in found]
    return page.show("review", amount=sum_, left=most - sum_, required=page.card_notice(), order=signed(page, found),
                     change=page.to("everyone"), people=lines)  # fmt: skip


def _read(page: Page, them: Sequence[Member], typed: Mapping[int, str]) -> tuple[list[Share], dict[str, str]]:
    """What was typed for each, and what is wrong with it; nothing typed is nothing paid."""
    found, errors = list[Share](), dict[str, str]()
    for place, one in enumerate(them):
        amount = forms.amount(typed[one.patient_id] or "0")
        if amount is None:
            errors[f"amount-{place}"] = page.t("everyone-amount", who=label(page, one))
        elif amount > one.owed:
            errors[f"amount-{place}"] = page.t("everyone-most", who=label(page, one), owed=one.owed)
        else:
            found.append(Share(one.patient_id, amount))
    return found, errors
