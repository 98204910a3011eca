"""A patient's papers: the statement, entry by entry, and a receipt of each payment; on the page and as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response

from bot import desk_money
from flows.money import ZERO, Money
from storage import books, ledger, payments, restricted
from storage.payments import Payment
from webhooks import entries, letters, limits
from webhooks.here import here, shown
from webhooks.letters import Letter
from webhooks.page import Page, behind
from webhooks.page_words import written

bp = Blueprint("papers", __name__)


@bp.get("/p/<token>/statement")
@limits.token_page
@behind("p")
def statement(page: Page) -> Any:
    """How what is owed came about. The guarantor of an adult sees the amount and its reference (decision 12)."""
    if page.visit.closed:
        return page.go()
    account = page.visit.mine
    return page.show(
        "statement",
        entries=() if account.as_guarantor else _entries(page),
        owed=max(account.owed, ZERO),
        credit=-account.owed if account.owed < ZERO else None,
        today=page.visit.today,
        plain=account.as_guarantor,
        reference=account.statement_code,
        back=page.to(),
    )


def _entries(page: Page) -> list[entries.Entry]:
    with here().db.read() as tx:
        steps: Sequence[books.Step] = books.history(tx, page.visit.mine.patient_id)
        if page.visit.by_guarantor:
            steps = books.without(steps, restricted.amounts(tx, page.visit.mine.patient_id))
    return entries.told(steps, page.lang, page.visit.zone)


@bp.get("/p/<token>/statement.pdf")
@limits.token_page
@behind("p")
def statement_as_pdf(page: Page) -> Any:
    """The statement as the letter that the office would post."""
    account = page.visit.mine
    letter = _letter(page)
    if letter is None or account.as_guarantor:
        return page.go("statement")
    more = letters.has_to_say(letter, account.lines)
    return shown(letters.statement(letter, account.owed, _entries(page), account.statement_code, more), "statement.pdf")


def _letter(page: Page) -> Letter | None:
    patient, visit = page.visit.patient, page.visit
    if patient is None or visit.closed:
        return None
    named = not visit.mine.as_guarantor
    return letters.addressed(page.practice, patient, page.lang, visit.now, here().settings.public_url, named)


@dataclass(frozen=True)
class Paid:
    """A payment as its receipt tells it."""

    ref: str
    number: str
    day: str
    amount: Money
    way: str
    back: Money | None
    """What of it went back; None: nothing."""


@bp.get("/p/<token>/receipts")
@limits.token_page
@behind("p")
def receipts(page: Page) -> Any:
    """Every payment that came, newest first."""
    return page.go() if page.visit.closed else page.show("receipts", paid=_paid(page), back=page.to())


@bp.get("/p/<token>/receipts/<ref>")
@limits.token_page
@behind("p")
def receipt(page: Page, ref: str) -> Any:
    """One receipt, to print."""
    return _one(page, ref) or page.go("receipts")


@bp.get("/p/<token>/receipts/<ref>.pdf")
@limits.token_page
@behind("p")
def receipt_as_pdf(page: Page, ref: str) -> Any:
    """The same as PDF."""
    found, letter = _found(page, ref), _letter(page)
    if found is None or letter is None:
        return page.go("receipts")
    return shown(letters.receipt(letter, _rows(page, found)), f"receipt-{found.number}.pdf")


def _one(page: Page, ref: str) -> Response | None:
    found = _found(page, ref)
    if found is None or page.visit.closed:
        return None
    return page.show("receipt", ref=ref, rows=_rows(page, found), back=page.to("receipts"))


def _found(page: Page, ref: str) -> Paid | None:
    return next((one for one in _paid(page) if one.ref == ref), None)


def _paid(page: Page) -> list[Paid]:
    """The guarantor of an adult sees what was paid at this link; other payments may be the patient's own affair, and
    what the patient keeps to themselves is nobody else's."""
    visit, account = page.visit, page.visit.mine
    with here().db.read() as tx:
        kept = restricted.standing(tx, account.patient_id) if visit.by_guarantor else []
        hidden = {one.payment_id for one in kept}
        made = [one for one in payments.of_patient(tx, account.patient_id)
                if one.state == "paid" and one.id not in hidden
                and (not account.as_guarantor or one.link_id == visit.link.id)]  # fmt: skip
        return [_told(page, one, ledger.gone_back(tx, account.patient_id, one.id)) for one in made]


def _told(page: Page, one: Payment, back: Money) -> Paid:
    day = written((one.settled_at or one.created_at).astimezone(page.visit.zone).date(), page.lang)
    way = "own" if one.debit_id else desk_money.way_of(one.provider)
    number = payments.number_of(one.ref)
    return Paid(one.ref, number, day, one.amount, page.t(f"way-{way}"), back if back > ZERO else None)


def _rows(page: Page, one: Paid) -> list[tuple[str, str]]:
    """What a receipt says: enough for a health account, and nothing of any care."""
    account, patient = page.visit.mine, page.visit.patient
    name = f"{patient.first} {patient.last}" if patient and not account.as_guarantor else ""
    told = (
        ("receipt-to", page.practice.name),
        ("receipt-name", name),
        ("receipt-account", account.statement_code or ""),
        ("receipt-for", page.t("review-for-account")),
        ("receipt-date", one.day),
        ("receipt-way", one.way),
        ("receipt-number", one.number),
        ("receipt-amount", str(one.amount)),
        ("receipt-back", str(one.back) if one.back else ""),
    )
    return [(page.t(key), value) for key, value in told if value]
