"""Paying behind a link: how much, check it, on to the provider's page, and what came of it."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Blueprint, Response, current_app, redirect, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from bot import collect
from bot.payments import NoAnswer, Waiting
from flows.money import ZERO, Money
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
    return page.show("review", amount=wished, left=left, required=page.card_notice(), order=_order(page, wished))


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


def _order(page: Page, wished: Money) -> str:
    with here().db.read() as tx:
        newest = next(iter(payments.of_link(tx, page.visit.link.id)), None)
    return str(_signer().dumps([page.visit.link.id, wished.cents, newest.id if newest else 0]))


@bp.post("/p/<token>/pay")
@limits.token_page
@behind("p", proof=False)
def pay(page: Page) -> Any:
    """Opens the provider's page for what was checked; pressed twice, it is still one payment."""
    try:
        link_id, cents, after = _signer().loads(request.form.get("order", ""), max_age=ORDER_S)
    except BadSignature:
        return _ask_amount(page, page.t("went-stale")) if _may_pay(page) else page.go()
    patient = page.visit.patient
    if link_id != page.visit.link.id or patient is None or not _may_pay(page):
        return page.go()
    public = here().settings.public_url
    back = public + page.to("done/{ref}")
    notice = hashlib.sha256((page.card_notice() or "").encode()).hexdigest() if page.card_notice() else ""
    order = collect.Order(page.visit.link, patient.id, Money(cents), after, back, page.lang, notice)
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
            return {"state": _state(payment.id)[0]}
        return page.go(f"done/{ref}")
    return _show_done(page, payment)


def _own(page: Page, payment: Payment) -> bool:
    """Begun at this link, or the proved patient's."""
    patient = page.visit.patient
    return payment.link_id == page.visit.link.id or (
        page.visit.proved and patient is not None and payment.patient_id == patient.id
    )


def _state(payment_id: int) -> tuple[str, str]:
    """paid, declined, ended, open or checking; and, where it is open, where one goes on."""
    with here().db.read() as tx:
        payment = payments.payment(tx, payment_id)
    state = payment.state if payment else "expired"
    if payment is None or state not in collect.OPEN:
        return ("ended" if state == "expired" else state), ""
    provider = here().payments.get(payment.provider)
    answer = provider.find(collect.ask_of(payment)) if provider else NoAnswer("no such provider")
    return ("open", answer.url) if isinstance(answer, Waiting) and state == "asked" else ("checking", "")


HEADINGS = {"declined": "declined-h", "ended": "ended-h", "open": "unfinished-h", "checking": "checking-h"}


def _show_done(page: Page, payment: Payment) -> Response:
    state, url = _state(payment.id)
    with here().db.read() as tx:
        owed = ledger.balance(tx, payment.patient_id)
    heading = page.t("paid-h", amount=payment.amount) if state == "paid" else page.t(HEADINGS[state])
    day = written((payment.settled_at or page.visit.now).astimezone(page.visit.zone).date(), page.lang)
    credit = min(payment.amount, -owed) if page.visit.proved and owed.cents < 0 else None
    return page.show(
        "done",
        heading=heading,
        state=state,
        ref=payment.ref,
        number=payments.number_of(payment.ref),
        amount=payment.amount,
        day=day,
        left=owed if page.visit.proved else None,
        credit=credit,
        go_on=url,
    )
