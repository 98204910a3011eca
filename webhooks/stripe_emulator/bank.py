"""What happens here when something is asked for: sessions are paid, cards charged, refunds made, events written.

Every function takes a `Desk`, one call's view: the pages of the book, the account that is meant and the moment.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webhooks.stripe_emulator import cards, shapes
from webhooks.stripe_emulator.book import Pages
from webhooks.stripe_emulator.shapes import Object

DAY = 86400
DISPUTE_FEE = 1500
LETTERS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


class Refused(Exception):
    """A call that is answered with an error. `status` is HTTP's."""

    def __init__(self, status: int, told: Object) -> None:
        super().__init__(str(told))
        self.status, self.told = status, told


@dataclass(frozen=True)
class Desk:
    """One call: the pages, the connected account ("" is the platform's own), the moment in Unix seconds."""

    pages: Pages
    account: str
    now: int
    page: str
    """Where browsers pay; a session's id is added."""

    def new_id(self, prefix: str) -> str:
        """An id that nothing else has."""
        seed = hashlib.sha256(f"{prefix}{self.pages.next_id()}{self.now}".encode()).digest()
        return f"{prefix}_{self.pages.next_id()}" + "".join(LETTERS[byte % len(LETTERS)] for byte in seed[:20])

    def get(self, kind: str, id: str | None) -> Object:
        """An object of this account. Raises Refused (404)."""
        found = self.pages.get(self.account, kind, id)
        if found is None:
            says = f"No such {kind.replace('.', '_')}: '{id}'"
            raise Refused(404, shapes.error("invalid_request_error", says, code="resource_missing", param="id"))
        return found

    def put(self, told: Object, **secret: Any) -> Object:
        """Keeps it."""
        return self.pages.put(self.account, told, **secret)

    def tell(self, kind: str, about: Mapping[str, Any]) -> None:
        """Writes an event, and has it sent."""
        told = self.pages.put(self.account, shapes.event(self.new_id("evt"), kind, about, self.account, self.now))
        self.pages.call(told["id"], self.now)


def wrong(says: str, param: str | None = None, code: str | None = None) -> Refused:
    """The call asks for what can't be."""
    return Refused(400, shapes.error("invalid_request_error", says, param=param, code=code))


# -- Checkout --


def open_session(desk: Desk, told: Mapping[str, Any]) -> Object:
    """A page to pay on, or to save a card on."""
    if told.get("mode") not in {"payment", "setup"}:
        raise wrong("You must provide a mode.", "mode", "parameter_missing")
    if told["mode"] == "payment" and not told.get("line_items"):
        raise wrong("You must provide line items in payment mode.", "line_items", "parameter_missing")
    if told.get("customer"):
        desk.get("customer", told["customer"])
    id = desk.new_id("cs_test")
    expires = int(told.get("expires_at") or desk.now + DAY)
    if not desk.now + 1800 <= expires <= desk.now + DAY:
        raise wrong("The `expires_at` timestamp must be 30 minutes to 24 hours from creation.", "expires_at")
    made = shapes.session(id, told, desk.now, expires, f"{desk.page}/{id}")
    if made["amount_total"] is not None and made["amount_total"] < 50:
        raise wrong("The amount must be at least $0.50 usd.", "line_items", "amount_too_small")
    inner = told.get("payment_intent_data") or told.get("setup_intent_data") or {}
    return desk.put(made, inner=inner)


def session(desk: Desk, id: str) -> Object:
    """A session as it stands now."""
    found = desk.get("checkout.session", id)
    if found["status"] == "open" and found["expires_at"] <= desk.now:
        return _end(desk, found)
    return found


def expire(desk: Desk, id: str) -> Object:
    """Closes a page that nobody has paid on."""
    found = session(desk, id)
    if found["status"] != "open":
        raise wrong(f"Only an open Checkout page can be expired; this one is {found['status']}.")
    return _end(desk, found)


def _end(desk: Desk, found: Object) -> Object:
    ended = desk.put({**found, "status": "expired", "url": None})
    desk.tell("checkout.session.expired", ended)
    return ended


def pay(desk: Desk, id: str, number: str) -> str:
    """Somebody typed this number on the page. Empty: it went well; else why it did not, and the page stays open."""
    found = session(desk, id)
    if found["status"] != "open":
        return "expired" if found["status"] == "expired" else ""
    card = cards.method(number)
    if card is None:
        return "invalid_number"
    if card.kind not in found["payment_method_types"]:
        return "generic_decline"
    if found["mode"] == "setup":
        return _save(desk, found, card)
    inner = desk.pages.secret(id).get("inner") or {}
    paying = desk.pages.get(desk.account, "payment_intent", found["payment_intent"]) or shapes.intent(
        desk.new_id("pi"), found["amount_total"], found["currency"], desk.now, customer=found["customer"],
        metadata=dict(inner.get("metadata") or {}), payment_method_types=found["payment_method_types"])  # fmt: skip
    desk.put(paying)
    keeps = inner.get("setup_future_usage") == "off_session"
    made = shapes.payment_method(desk.new_id("pm"), card, found["customer"] if keeps else None, desk.now)
    desk.put(made, later=card.refuses_later)
    refused = "" if card.slow else card.refuses
    paying = _charge(desk, paying, made, refused, card)
    if refused:
        desk.put({**found, "payment_intent": paying["id"]})
        return refused
    done = {**found, "payment_intent": paying["id"], "status": "complete", "url": None,
            "payment_status": "paid" if paying["status"] == "succeeded" else "unpaid"}  # fmt: skip
    desk.tell("checkout.session.completed", desk.put(done))
    return ""


def _save(desk: Desk, found: Object, card: cards.Method) -> str:
    if card.refuses:
        return card.refuses
    inner = desk.pages.secret(found["id"]).get("inner") or {}
    kept = shapes.payment_method(desk.new_id("pm"), card, found["customer"], desk.now)
    desk.put(kept, later=card.refuses_later)
    metadata = inner.get("metadata") or {}
    made = shapes.setup_intent(desk.new_id("seti"), found["customer"], kept["id"], desk.now, metadata)
    desk.tell("setup_intent.succeeded", desk.put(made))
    desk.tell("checkout.session.completed",
              desk.put({**found, "setup_intent": made["id"], "status": "complete", "url": None}))  # fmt: skip
    return ""


# -- money --


def move(desk: Desk, kind: str, source: Object, amount: int, fee: int = 0) -> str:
    """Writes a movement into the account's own books; its id."""
    id = desk.new_id("txn")
    desk.put(shapes.balance_transaction(id, kind, source["id"], amount, fee, desk.now))
    return id


def payout(desk: Desk) -> Object:
    """All that is on the account goes to its owner's bank."""
    moved = desk.pages.all(desk.account, "balance_transaction")
    amount = sum(one["net"] for one in moved)
    if amount <= 0:
        raise wrong("You have insufficient funds in your Stripe account.", code="balance_insufficient")
    made = shapes.payout(desk.new_id("po"), amount, desk.now)
    made["balance_transaction"] = move(desk, "payout", made, -amount)
    desk.tell("payout.created", desk.put(made))
    return made


def _fee(amount: int) -> int:
    return round(amount * 0.029) + 30


def _charge(desk: Desk, paying: Object, method: Object, refused: str, card: cards.Method | None = None) -> Object:
    taken = shapes.charge(desk.new_id("ch"), paying, method, desk.now, refused)
    desk.put(taken)
    slow = taken["status"] == "pending"
    if not refused and not slow:
        done = move(desk, "charge", taken, taken["amount"], _fee(taken["amount"]))
        taken = desk.put({**taken, "balance_transaction": done})
    after = {**paying, "payment_method": method["id"], "latest_charge": taken["id"]}
    if refused:
        told = shapes.declined(refused, charged=taken["id"])["error"]
        after |= {"status": "requires_payment_method", "last_payment_error": told, "payment_method": None}
        desk.tell("charge.failed", taken)
        desk.tell("payment_intent.payment_failed", after)
    elif slow:
        after |= {"status": "processing", "last_payment_error": None}
        desk.tell("payment_intent.processing", after)
        desk.put(paying, refuses=card.refuses if card else "")
    else:
        after |= {"status": "succeeded", "amount_received": paying["amount"], "last_payment_error": None}
        desk.tell("charge.succeeded", taken)
        desk.tell("payment_intent.succeeded", after)
    desk.put(after)
    if card is not None and card.disputed and not refused:
        open_dispute(desk, taken["id"], taken["amount"])
    return after


def clear(desk: Desk, id: str) -> Object:
    """The bank has spoken: a debit that was on its way has come, or has failed."""
    paying = desk.get("payment_intent", id)
    if paying["status"] != "processing":
        return paying
    taken = desk.get("charge", paying["latest_charge"])
    refused = desk.pages.secret(id).get("refuses") or ""
    sessions = desk.pages.all(desk.account, "checkout.session")
    session = next((one for one in sessions if one["payment_intent"] == id), None)
    if refused:
        taken = desk.put({**taken, "status": "failed", "paid": False, "captured": False, "failure_code": refused})
        told = shapes.declined(refused, charged=taken["id"])["error"]
        after = {**paying, "status": "requires_payment_method", "last_payment_error": told}
        desk.tell("charge.failed", taken)
        desk.tell("payment_intent.payment_failed", after)
        news = "checkout.session.async_payment_failed"
    else:
        done = move(desk, "payment", taken, taken["amount"], min(_fee(taken["amount"]), 500))
        taken = desk.put({**taken, "status": "succeeded", "balance_transaction": done})
        after = {**paying, "status": "succeeded", "amount_received": paying["amount"]}
        desk.tell("charge.succeeded", taken)
        desk.tell("payment_intent.succeeded", after)
        news = "checkout.session.async_payment_succeeded"
        if session:
            session = desk.put({**session, "payment_status": "paid"})
    if session:
        desk.tell(news, session)
    return desk.put(after)


def new_intent(desk: Desk, told: Mapping[str, Any]) -> Object:
    """A charge of a saved method with nobody there. Raises Refused (402) where the card is refused."""
    if told.get("off_session") != "true" or told.get("confirm") != "true":
        raise wrong("Only confirmed off-session payment intents are understood here.")
    method = desk.get("payment_method", told.get("payment_method"))
    if method["customer"] is None or method["customer"] != told.get("customer"):
        says = "The provided PaymentMethod is not attached to this Customer."
        raise wrong(says, "payment_method")
    made = shapes.intent(desk.new_id("pi"), int(told["amount"]), str(told["currency"]), desk.now,
                         customer=told["customer"], metadata=dict(told.get("metadata") or {}),
                         payment_method_types=[method["type"]])  # fmt: skip
    desk.put(made)
    refused = str(desk.pages.secret(method["id"]).get("later") or "")
    after = _charge(desk, made, method, refused)
    if refused:
        raise Refused(402, shapes.declined(refused, after, after["latest_charge"]))
    return after


def refund(desk: Desk, told: Mapping[str, Any]) -> Object:
    """Money goes back, never more than there is."""
    paying = desk.get("payment_intent", told.get("payment_intent"))
    if paying["status"] != "succeeded":
        raise wrong("This PaymentIntent does not have a successful charge to refund.", "payment_intent")
    taken = desk.get("charge", paying["latest_charge"])
    left = taken["amount"] - taken["amount_refunded"]
    amount = int(told.get("amount") or left)
    if left == 0:
        raise wrong(f"Charge {taken['id']} has already been refunded.", code="charge_already_refunded")
    if taken["disputed"]:
        raise wrong(f"Charge {taken['id']} has been charged back; cannot issue a refund.", code="charge_disputed")
    if amount > left:
        raise wrong("Refund amount is greater than unrefunded amount on charge.", "amount")
    made = shapes.refund(desk.new_id("re"), taken, amount, told.get("metadata") or {}, desk.now)
    made["balance_transaction"] = move(desk, "refund", made, -amount)
    desk.put(made)
    given = taken["amount_refunded"] + amount
    taken = desk.put({**taken, "amount_refunded": given, "refunded": given == taken["amount"]})
    desk.tell("refund.created", made)
    desk.tell("charge.refunded", taken)
    return made


def fail_refund(desk: Desk, id: str) -> Object:
    """A refund came back: the cardholder's bank did not take it."""
    made = desk.get("refund", id)
    taken = desk.get("charge", made["charge"])
    desk.put({**taken, "amount_refunded": taken["amount_refunded"] - made["amount"], "refunded": False})
    move(desk, "refund_failure", made, made["amount"])
    failed = desk.put({**made, "status": "failed", "failure_reason": "lost_or_stolen_card"})
    desk.tell("refund.failed", failed)
    return failed


def open_dispute(desk: Desk, charge: str, amount: int) -> Object:
    """The cardholder told their bank that it was not them."""
    taken = desk.get("charge", charge)
    if taken["status"] != "succeeded":
        raise wrong("Only a charge that took money can be disputed.")
    desk.put({**taken, "disputed": True})
    made = desk.put(shapes.dispute(desk.new_id("dp"), taken, desk.now, amount))
    move(desk, "adjustment", made, -amount, DISPUTE_FEE)
    desk.tell("charge.dispute.created", made)
    desk.tell("charge.dispute.funds_withdrawn", made)
    return made


def end_dispute(desk: Desk, id: str, won: bool) -> Object:
    """The bank has decided."""
    ended = desk.put({**desk.get("dispute", id), "status": "won" if won else "lost"})
    if won:
        move(desk, "adjustment", ended, ended["amount"])
        desk.tell("charge.dispute.funds_reinstated", ended)
    desk.tell("charge.dispute.closed", ended)
    return ended
