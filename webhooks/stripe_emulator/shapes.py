"""Stripe's objects as they come over the wire. Pure: values in, a dictionary out.

The fields are those of Stripe's description; what we never read has the value that Stripe gives it by default, so that
its own SDK reads them as it reads the real ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from webhooks.stripe_emulator.cards import CODES, Method

Object = dict[str, Any]
NOBODY: Object = {
    "address": {"city": None, "country": None, "line1": None, "line2": None, "postal_code": None, "state": None},
    "email": None, "name": None, "phone": None, "tax_id": None,
}  # fmt: skip
SAYS = {
    "insufficient_funds": "Your card has insufficient funds.",
    "expired_card": "Your card has expired.",
    "incorrect_cvc": "Your card's security code is incorrect.",
    "processing_error": "An error occurred while processing your card. Try again in a little bit.",
    "authentication_required": "This transaction requires authentication.",
}
REFUSED = "Your card was declined."


def session(id: str, told: Mapping[str, Any], now: int, expires: int, page: str) -> Object:
    """A Checkout Session of what was asked for."""
    items = list(told.get("line_items") or [])
    total = sum(int(item["price_data"]["unit_amount"]) * int(item.get("quantity", 1)) for item in items)
    paying = told["mode"] == "payment"
    return {
        "id": id, "object": "checkout.session", "after_expiration": None, "allow_promotion_codes": None,
        "amount_subtotal": total if paying else None, "amount_total": total if paying else None,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "billing_address_collection": None, "cancel_url": told.get("cancel_url"),
        "client_reference_id": told.get("client_reference_id"), "client_secret": None, "consent": None,
        "consent_collection": None, "created": now,
        "currency": items[0]["price_data"]["currency"] if paying else told.get("currency"), "custom_fields": [],
        "custom_text": {"after_submit": None, "shipping_address": None, "submit": None,
                        "terms_of_service_acceptance": None},
        "customer": told.get("customer"), "customer_creation": told.get("customer_creation", "if_required"),
        "customer_details": None, "customer_email": None, "expires_at": expires, "invoice": None,
        "invoice_creation": None, "livemode": False, "locale": told.get("locale"),
        "metadata": dict(told.get("metadata") or {}), "mode": told["mode"], "payment_intent": None,
        "payment_link": None, "payment_method_collection": "if_required", "payment_method_options": {},
        "payment_method_types": list(told.get("payment_method_types") or ["card", "us_bank_account"]),
        "payment_status": "unpaid" if paying else "no_payment_required",
        "phone_number_collection": {"enabled": False}, "recovered_from": None, "setup_intent": None,
        "shipping_address_collection": None, "shipping_cost": None, "shipping_options": [], "status": "open",
        "submit_type": told.get("submit_type"), "subscription": None, "success_url": told.get("success_url"),
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0} if paying else None,
        "ui_mode": "hosted", "url": page,
    }  # fmt: skip


def intent(id: str, amount: int, currency: str, now: int, **more: Any) -> Object:
    """A PaymentIntent that nothing has been tried on."""
    return {
        "id": id, "object": "payment_intent", "amount": amount, "amount_capturable": 0, "amount_details": {"tip": {}},
        "amount_received": 0, "application": None, "application_fee_amount": None, "automatic_payment_methods": None,
        "canceled_at": None, "cancellation_reason": None, "capture_method": "automatic",
        "client_secret": f"{id}_secret_{id[3:]}", "confirmation_method": "automatic", "created": now,
        "currency": currency, "customer": None, "description": None, "last_payment_error": None,
        "latest_charge": None, "livemode": False, "metadata": {}, "next_action": None, "on_behalf_of": None,
        "payment_method": None, "payment_method_options": {}, "payment_method_types": ["card"], "processing": None,
        "receipt_email": None, "review": None, "setup_future_usage": None, "shipping": None,
        "statement_descriptor": None, "statement_descriptor_suffix": None, "status": "requires_payment_method",
        "transfer_data": None, "transfer_group": None, **more,
    }  # fmt: skip


def charge(id: str, paying: Mapping[str, Any], method: Mapping[str, Any], now: int, refused: str = "") -> Object:
    """A try to take the money of an intent: succeeded, pending (a bank) or failed."""
    pending = method["type"] == "us_bank_account" and not refused
    amount = paying["amount"]
    return {
        "id": id, "object": "charge", "amount": amount, "amount_captured": 0 if refused else amount,
        "amount_refunded": 0, "application": None, "application_fee": None, "application_fee_amount": None,
        "balance_transaction": None, "billing_details": NOBODY,
        "calculated_statement_descriptor": None, "captured": not refused, "created": now,
        "currency": paying["currency"], "customer": paying["customer"], "description": None, "disputed": False,
        "failure_balance_transaction": None, "failure_code": _code(refused) or None,
        "failure_message": message(refused) if refused else None, "fraud_details": {}, "livemode": False,
        "metadata": dict(paying["metadata"]), "on_behalf_of": None,
        "outcome": {"network_status": "declined_by_network" if refused else "approved_by_network",
                    "reason": refused or None, "risk_level": "normal", "seller_message": "",
                    "type": "issuer_declined" if refused else "authorized"},
        "paid": not refused, "payment_intent": paying["id"], "payment_method": method["id"],
        "payment_method_details": {"type": method["type"], method["type"]: method[method["type"]]},
        "receipt_email": None, "receipt_number": None, "receipt_url": None, "refunded": False,
        "refunds": {"object": "list", "data": [], "has_more": False, "url": f"/v1/charges/{id}/refunds"},
        "review": None, "shipping": None, "source": None, "source_transfer": None, "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": "failed" if refused else "pending" if pending else "succeeded", "transfer_data": None,
        "transfer_group": None,
    }  # fmt: skip


def payment_method(id: str, method: Method, customer: str | None, now: int) -> Object:
    """A card or a bank account, of which only the last four digits are told."""
    card = {
        "brand": method.brand, "checks": {"address_line1_check": None, "address_postal_code_check": None,
                                          "cvc_check": "pass"},
        "country": "US", "exp_month": 8, "exp_year": 2031, "fingerprint": f"fp{method.last4}",
        "funding": method.funding, "generated_from": None, "last4": method.last4,
        "networks": {"available": [method.brand], "preferred": None}, "three_d_secure_usage": {"supported": True},
        "wallet": None,
    }  # fmt: skip
    bank = {
        "account_holder_type": "individual", "account_type": method.funding, "bank_name": method.brand,
        "financial_connections_account": None, "fingerprint": f"fp{method.last4}", "last4": method.last4,
        "networks": {"preferred": "ach", "supported": ["ach"]}, "routing_number": "110000000",
    }  # fmt: skip
    return {
        "id": id, "object": "payment_method", "billing_details": NOBODY, "created": now, "customer": customer,
        "livemode": False, "metadata": {}, "type": method.kind, method.kind: card if method.kind == "card" else bank,
    }  # fmt: skip


def setup_intent(id: str, customer: str | None, method: str, now: int, metadata: Mapping[str, str]) -> Object:
    """A method that was saved for charges with nobody there."""
    return {
        "id": id, "object": "setup_intent", "application": None, "cancellation_reason": None,
        "client_secret": f"{id}_secret_{id[5:]}", "created": now, "customer": customer, "description": None,
        "last_setup_error": None, "latest_attempt": None, "livemode": False, "mandate": f"mandate_{id[5:]}",
        "metadata": dict(metadata), "next_action": None, "on_behalf_of": None, "payment_method": method,
        "payment_method_options": {}, "payment_method_types": ["card"], "single_use_mandate": None,
        "status": "succeeded", "usage": "off_session",
    }  # fmt: skip


def customer(id: str, metadata: Mapping[str, str], now: int) -> Object:
    """Somebody of whom only opaque ids are known."""
    return {
        "id": id, "object": "customer", "address": None, "balance": 0, "created": now, "currency": None,
        "default_source": None, "delinquent": False, "description": None, "discount": None, "email": None,
        "invoice_prefix": id[-8:].upper(), "invoice_settings": {"custom_fields": None, "default_payment_method": None,
                                                                "footer": None, "rendering_options": None},
        "livemode": False, "metadata": dict(metadata), "name": None, "phone": None, "preferred_locales": [],
        "shipping": None, "tax_exempt": "none", "test_clock": None,
    }  # fmt: skip


def refund(id: str, taken: Mapping[str, Any], amount: int, metadata: Mapping[str, str], now: int) -> Object:
    """Money that goes back."""
    return {
        "id": id, "object": "refund", "amount": amount, "balance_transaction": None, "charge": taken["id"],
        "created": now, "currency": taken["currency"], "destination_details": {"type": "card", "card": {}},
        "metadata": dict(metadata), "payment_intent": taken["payment_intent"], "reason": None, "receipt_number": None,
        "source_transfer_reversal": None, "status": "succeeded", "transfer_reversal": None,
    }  # fmt: skip


def dispute(id: str, taken: Mapping[str, Any], now: int, amount: int) -> Object:
    """A cardholder's bank took the money back, until it is decided."""
    return {
        "id": id, "object": "dispute", "amount": amount, "balance_transactions": [], "charge": taken["id"],
        "created": now, "currency": taken["currency"], "evidence": {},
        "evidence_details": {"due_by": now + 21 * 86400, "has_evidence": False, "past_due": False,
                             "submission_count": 0},
        "is_charge_refundable": False, "livemode": False, "metadata": {}, "payment_intent": taken["payment_intent"],
        "reason": "fraudulent", "status": "needs_response",
    }  # fmt: skip


def balance_transaction(id: str, kind: str, source: str, amount: int, fee: int, now: int) -> Object:
    """A movement on an account, as its own books have it."""
    category = {"payment": "charge", "adjustment": "dispute"}.get(kind, kind)
    return {
        "id": id, "object": "balance_transaction", "amount": amount, "available_on": now + 2 * 86400,
        "balance_type": "payments", "created": now, "currency": "usd", "description": None, "exchange_rate": None,
        "fee": fee, "fee_details": [], "net": amount - fee, "reporting_category": category, "source": source,
        "status": "pending", "type": kind,
    }  # fmt: skip


def payout(id: str, amount: int, now: int) -> Object:
    """What is on an account goes to its owner's bank."""
    return {
        "id": id, "object": "payout", "amount": amount, "arrival_date": now + 2 * 86400, "automatic": True,
        "balance_transaction": None, "created": now, "currency": "usd", "description": "STRIPE PAYOUT",
        "destination": None, "failure_code": None, "livemode": False, "metadata": {}, "method": "standard",
        "source_type": "card", "status": "in_transit", "type": "bank_account",
    }  # fmt: skip


def event(id: str, kind: str, about: Mapping[str, Any], account: str, now: int) -> Object:
    """The news of something."""
    told: Object = {
        "id": id, "object": "event", "api_version": "2026-10-28.endive", "created": now, "data": {"object": about},
        "livemode": False, "pending_webhooks": 1, "request": {"id": None, "idempotency_key": None}, "type": kind,
    }  # fmt: skip
    return told | ({"account": account} if account else {})


def listed(url: str, found: Sequence[Mapping[str, Any]], more: bool) -> Object:
    """A page of a list."""
    return {"object": "list", "data": list(found), "has_more": more, "url": url}


def error(kind: str, says: str, **more: Any) -> Object:
    """What Stripe answers instead."""
    return {"error": {"type": kind, "message": says, **more}}


def declined(refused: str, paying: Mapping[str, Any] | None = None, charged: str | None = None) -> Object:
    """A card was refused."""
    more: Object = {"code": _code(refused), "decline_code": refused, "charge": charged}
    if paying is not None:
        more["payment_intent"] = paying
    return error("card_error", message(refused), **more)


def message(refused: str) -> str:
    """What the cardholder is told."""
    return SAYS.get(refused, REFUSED)


def _code(refused: str) -> str:
    if refused in {"authentication_required", *CODES}:
        return refused
    return "card_declined" if refused else ""
