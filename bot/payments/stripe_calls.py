"""What every call to Stripe shares: the account it is for, our names in its objects, and what an error means."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import stripe

from bot.payments import Answer, Ask, NoAnswer, NotThere

log = logging.getLogger("sheepdog.stripe")

AROUND = timedelta(minutes=10)
"""Our clock and Stripe's may differ by so much when a lost session is looked for."""
NAMES = {"en": "Payment", "es": "Pago"}
"""What Stripe's page calls the thing that is paid for."""
CURRENCY = "usd"
INTENT = "pi_"


def account_of(ask: Ask) -> Any:
    """The options of a call about this payment."""
    return on_account(ask.account)


def on_account(account: str) -> Any:
    """The options of a call on a connected account; none for the platform's own."""
    return {"stripe_account": account} if account else {}


def replayed(made: Any) -> bool:
    """Whether Stripe gave an earlier answer again, which may be out of date."""
    headers = made.last_response.headers if made.last_response else {}
    return str(dict(headers).get("Idempotent-Replayed", "")) == "true"


def names_for(ask: Ask) -> dict[str, str]:
    """Our names, as metadata: all that Stripe learns of a payment beside its amount."""
    return {"ref": ask.ref, "attempt": str(ask.attempt)}


def names(told: Any) -> tuple[str | None, int]:
    """Our name and attempt in an object's metadata."""
    named = told.metadata.to_dict() if told.metadata else {}
    attempt = str(named.get("attempt", ""))
    return named.get("ref"), int(attempt) if attempt.isdigit() else 0


def is_intent(ask: Ask) -> bool:
    """Whether it is a charge with nobody there: those have no session."""
    return ask.saved is not None or (ask.provider_ref or "").startswith(INTENT)


def around(ask: Ask) -> Any:
    """A list's filter for what was made when the row was."""
    if ask.since is None:
        return {}
    low, high = (int(moment.timestamp()) for moment in (ask.since - AROUND, ask.since + AROUND))
    return {"created": {"gte": low, "lte": high}}


def unheard(error: stripe.StripeError) -> Answer:
    """A call that brought no session. Only "no such session" is a clear no; a refusal of ours is a person's to see."""
    if isinstance(error, stripe.InvalidRequestError) and error.code == "resource_missing":
        return NotThere()
    if isinstance(error, stripe.AuthenticationError | stripe.PermissionError | stripe.InvalidRequestError):
        log.error("stripe refused a call", extra={"kind": error.code or type(error).__name__})
    return NoAnswer(type(error).__name__)
