"""What cardholders and banks do here by themselves, for tests and the demo: none of it is part of Stripe's API."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, request

from webhooks.stripe_emulator import bank
from webhooks.stripe_emulator.bank import Desk, Refused
from webhooks.stripe_emulator.office import Office


def blueprint(office: Office) -> Blueprint:
    """The back door of this office."""
    bp = Blueprint("admin", __name__, url_prefix="/admin")

    @bp.post("/<what>/<id>")
    def does(what: str, id: str) -> Any:
        with office.book.open() as pages:
            account = pages.owner(id)
        if account is None:
            return abort(404)
        with office.desk(account) as desk:
            try:
                told = _does(desk, what, id)
            except Refused as refused:
                return refused.told, refused.status
        office.wake()
        return told

    return bp


def _does(desk: Desk, what: str, id: str) -> dict[str, Any]:
    match what:
        case "payout":
            return bank.payout(desk)
        case "clear":
            return bank.clear(desk, id)
        case "dispute":
            amount = desk.get("charge", id)["amount"]
            return bank.open_dispute(desk, id, int(request.form.get("amount", amount)))
        case "win" | "lose":
            return bank.end_dispute(desk, id, won=what == "win")
        case "fail_refund":
            return bank.fail_refund(desk, id)
        case "luck":
            return desk.put(desk.get("payment_method", id), later=request.form.get("refuses", ""))
    return abort(404)
