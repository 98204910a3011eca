"""Paying behind a link: how much, check it, on to the provider's page, and what came of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, current_app, redirect, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from bot import collect, visits
from bot.household import Member
from bot.payments import NoAnswer, Waiting
from flows.money import ZERO, Money, total
from flows.shares import Share
from storage import ledger, payments
from storage.payments import Payment
from webhooks import forms, limits
from webhooks.here import here
from webhooks.page import Page, behind
from webhooks.page_words import written

bp = Blueprint("pay", __name__)

LEAST, MOST = Money(100), Money(2_500_000)
"""The smallest amount that a card is taken for, and the largest that may be typed without proof."""
ORDER_S = 30 * 60


@bp.route("/p/<token>/amount", methods=["GET", "POST"])
@limits.token_page
@behind("p", proof=False)
def amount(page: Page) -> Any:
    """How much? Whoever has a pay link may type an amount without seeing anything (decision 13)."""
    return _ask_amount(page) if _may_pay(page) else page.go()


def _may_pay(page: Page) -> bool:
    known = page.visit.proved or (page.visit.link.kind == "pay" and page.visit.link.patient_id is not None)
    return known and not page.visit.closed


def _may_pay_these(page: Page, shares: Sequence[Share]) -> bool:
    """Their own account, or those that may still be paid for together, each of which owes as much by now."""
    patient = page.visit.patient
    if patient is not None and [one.patient_id for one in shares] == [patient.id] and _may_pay(page):
        return True
    with here().db.read() as tx:
        found = {one.patient_id: one.owed for one in visits.together(tx, page.visit)}
    return bool(shares) and all(one.amount <= found.get(one.patient_id, ZERO) for one in shares)


def _ask_amount(page: Page, error: str = "") -> Response:
    form = page.form()
    form["amount"] = form["amount"].removeprefix("$")
    owed = page.visit.mine.owed if page.visit.proved else None
    errors = {"amount": error} if error else {}
    return page.show("amount", 422 if error else 200, form=form, errors=errors, owed=owed, back=page.to())


@bp.post("/p/<token>/review")
@limits.token_page
@behind("p", proof=False)
def review(page: Page) -> Any:
    """Check before you pay (WCAG 3.3.4)."""
    if not _may_pay(page):
        return page.go()
    wished = forms.amount(forms.text(request.form, "amount")) or ZERO
    if error := _refused(page, wished):
        return _ask_amount(page, error)
    left = page.visit.mine.owed - wished if page.visit.proved else None
    patient = page.visit.patient
    order = signed(page, [Share(patient.id, wished)]) if patient else ""
    return page.show("review", amount=wished, left=left, required=page.card_notice(), order=order,
                     change=page.to("amount"), people=())  # fmt: skip


def _refused(page: Page, wished: Money) -> str:
    """Why this amount can't be paid here; empty where it can. Without proof nothing of the balance is given away."""
    if wished <= ZERO:
        return page.t("amount-missing")
    if page.visit.proved:
        owed = page.visit.mine.owed
        if wished > owed:
            return page.t("amount-high", owed=owed)
        return page.t("amount-low", least=min(LEAST, owed)) if wished < min(LEAST, owed) else ""
    if wished < LEAST:
        return page.t("amount-low", least=LEAST)
    return page.t("amount-far", most=MOST, phone=page.practice.phone) if wished > MOST else ""


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.config["SECRET_KEY"]), salt="order")


def label(page: Page, one: Member | None) -> str:
    """What an account is called to whoever pays for several."""
    if one is None or (one.name is None and one.code is None):
        return page.t("other-account")
    return one.name or page.t("statement", code=one.code)


def signed(page: Page, shares: Sequence[Share]) -> str:
    """What was checked, for the button that pays it: whose how much, and the newest payment of the link by then."""
    with here().db.read() as tx:
        newest = next(iter(payments.of_link(tx, page.visit.link.id)), None)
    whose = [[one.patient_id, one.amount.cents] for one in shares]
    return str(_signer().dumps([page.visit.link.id, whose, newest.id if newest else 0]))


@bp.post("/p/<token>/pay")
@limits.token_page
@behind("p", proof=False)
def pay(page: Page) -> Any:
    """Opens the provider's page for what was checked; pressed twice, it is still one payment."""
    try:
        link_id, whose, after = _signer().loads(request.form.get("order", ""), max_age=ORDER_S)
    except BadSignature:
        return _ask_amount(page, page.t("went-stale")) if _may_pay(page) else page.go()
    shares = tuple(Share(patient_id, Money(cents)) for patient_id, cents in whose)
    if link_id != page.visit.link.id:
        return page.go()
    if not _may_pay_these(page, shares):
        return page.go("everyone", stale=1) if len(shares) > 1 else page.go()
    public = here().settings.public_url
    back = public + page.to("done/{ref}")
    notice = hashlib.sha256((page.card_notice() or "").encode()).hexdigest() if page.card_notice() else ""
    sum_ = total([one.amount for one in shares])
    order = collect.Order(page.visit.link, shares[0].patient_id, sum_, after, back, page.lang, notice, shares)
    match collect.begin(here(), order):
        case collect.GoTo(url):
            return redirect(url, 303)
        case collect.LookAt(ref):
            return page.go(f"done/{ref}")
        case _:
            return page.say("closed-h", "no-till", call=True)


@bp.route("/p/<token>/done/<ref>", methods=["GET", "POST"])
@limits.token_page
@behind("p", proof=False)
def done(page: Page, ref: str) -> Any:
    """How a payment stands. Asking for the page asks the provider nothing that changes; "look again" does."""
    with here().db.read() as tx:
        payment = payments.by_ref(tx, ref)
    if payment is None or not _own(page, payment):
        return page.say("checking-h", "checking") if payment else page.go()
    if request.method == "POST":
        if payment.state in collect.OPEN:
            collect.look(here(), payment)
        if request.accept_mimetypes.best == "application/json":
            return {"state": _state(page, payment.id)[0]}
        return page.go(f"done/{ref}")
    return _show_done(page, payment)


def _own(page: Page, payment: Payment) -> bool:
    """Begun at this link, or the proved patient's."""
    patient = page.visit.patient
    return payment.link_id == page.visit.link.id or (
        page.visit.proved and patient is not None and payment.patient_id == patient.id
    )


def _state(page: Page, payment_id: int) -> tuple[str, str]:
    """paid, declined, ended, open or checking; and, where it is open, where one goes on: only at the link that it was
    begun at, as the provider's page tells what others pay."""
    with here().db.read() as tx:
        payment = payments.payment(tx, payment_id)
        lead = payments.lead(tx, payment) if payment else None
    state = payment.state if payment else "expired"
    if payment is None or lead is None or state not in collect.OPEN:
        return ("ended" if state == "expired" else state), ""
    provider = here().payments.get(lead.provider)
    mine = lead.whole is None or lead.link_id == page.visit.link.id
    answer = provider.find(collect.ask_of(lead)) if provider and mine else NoAnswer("no such provider")
    return ("open", answer.url) if isinstance(answer, Waiting) and state == "asked" else ("checking", "")


HEADINGS = {"declined": "declined-h", "ended": "ended-h", "open": "unfinished-h", "checking": "checking-h"}


def _show_done(page: Page, payment: Payment) -> Response:
    state, url = _state(page, payment.id)
    begun_here = payment.link_id == page.visit.link.id
    with here().db.read() as tx:
        rows = payments.together(tx, payment) if begun_here else (payment,)
        owed = [ledger.balance(tx, one.patient_id) for one in rows]
        known = {one.patient_id: one for one in visits.together(tx, page.visit)}
    amount, several = total([one.amount for one in rows]), len(rows) > 1
    heading = page.t("paid-h", amount=amount) if state == "paid" else page.t(HEADINGS[state])
    day = written((payment.settled_at or page.visit.now).astimezone(page.visit.zone).date(), page.lang)
    credit = total([min(one.amount, -mine) for one, mine in zip(rows, owed, strict=True) if mine < ZERO])
    left = total([max(one, ZERO) for one in owed])
    return page.show(
        "done",
        heading=heading,
        state=state,
        ref=payment.ref,
        number=payments.number_of(payment.ref),
        amount=amount,
        day=day,
        left=left if page.visit.proved else None,
        credit=credit if page.visit.proved and credit else None,
        go_on=url,
        people=[(label(page, known.get(one.patient_id)), one.amount) for one in rows if several and page.visit.proved],
        again=page.to("everyone") if several else "",
    )
