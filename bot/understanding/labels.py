"""The 36 things a text can mean, fixed by name: data, model, routing and evaluation all use exactly these."""

from __future__ import annotations

LABELS = (
    "greet",
    "thanks_bye",
    "affirm",
    "deny",
    "help",
    "check_balance",
    "get_pay_link",
    "request_plan",
    "plan_status",
    "change_plan",
    "promise_to_pay",
    "hardship",
    "already_paid",
    "dispute_charge",
    "ask_details",
    "insurance_issue",
    "payment_trouble",
    "payment_methods",
    "receipt_request",
    "refund_request",
    "update_info",
    "wrong_person",
    "third_party",
    "deceased",
    "legal",
    "opt_out",
    "opt_in",
    "talk_to_human",
    "ask_identity",
    "complaint",
    "medical_or_scheduling",
    "emergency",
    "self_harm",
    "not_now",
    "switch_language",
    "out_of_scope",
)
LANGUAGES = ("en", "es")
OUT_OF_SCOPE = "out_of_scope"

CRITICAL = ("self_harm", "emergency", "opt_out", "wrong_person", "deceased", "legal")
"""A miss of these harms somebody. In the order in which they win when a text carries several."""

SMALL_TALK = frozenset({"greet", "thanks_bye", "affirm", "deny", OUT_OF_SCOPE})
"""These yield to any request in the same text."""
