"""Cards that are left at Stripe, and charges with nobody there: Setup Sessions and off-session PaymentIntents.

Of the customer Stripe knows our opaque name alone. A key answers the same for a day, so that asking twice is once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

import stripe

from bot.payments import (
    Answer,
    Ask,
    Closed,
    Declined,
    Kept,
    KeptAnswer,
    NoAnswer,
    NotThere,
    OnItsWay,
    Paid,
    Saved,
    Waiting,
)
from bot.payments.stripe_calls import (
    CURRENCY,
    INTENT,
    NAMES,
    account_of,
    around,
    names,
    names_for,
    on_account,
    replayed,
    unheard,
)
from flows.money import ZERO, Money

log = logging.getLogger("sheepdog.stripe")

SOFT = frozenset({"insufficient_funds", "generic_decline", "do_not_honor", "processing_error", "try_again_later",
                  "issuer_not_available", "reenter_transaction", "card_velocity_exceeded", "approve_with_id",
                  "withdrawal_count_limit_exceeded", "no_action_taken"})  # fmt: skip
"""Refusals after which Stripe says that another try may work (docs.stripe.com/declines/codes); any other is final."""
EXPAND_INTENT, EXPAND_SETUP = ["latest_charge"], ["setup_intent.payment_method"]


class SavedCards:
    """One client's view of them. `taken_back` says what disputes took of an intent; it may raise StripeError."""

    def __init__(self, client: stripe.StripeClient, taken_back: Callable[[Ask, str], Money]) -> None:
        self._client, self._taken_back = client, taken_back

    def take(self, ask: Ask, saved: Saved) -> Answer:
        wanted: Any = {"amount": ask.amount.cents, "currency": CURRENCY, "customer": saved.customer,
                       "payment_method": saved.method, "off_session": True, "confirm": True,
                       "metadata": names_for(ask), "expand": EXPAND_INTENT}  # fmt: skip
        try:
            once: Any = {**account_of(ask), "idempotency_key": ask.key}
            made = self._client.v1.payment_intents.create(wanted, once)
            return self._taken(ask, self._intent_of(ask, made.id) if replayed(made) else made)
        except stripe.CardError as error:
            refused = error.error.payment_intent if error.error else None
            return Declined(refused.id, _may_work(error.error)) if refused else self.find(ask)
        except stripe.InvalidRequestError as error:
            if error.code != "resource_missing":  # the card was taken away, such as by the practice at Stripe
                log.error("stripe refused a charge", extra={"kind": error.code or "invalid"})
            return Declined(f"refused:{ask.key}")
        except stripe.StripeError as error:
            return unheard(error)

    def keep(self, ask: Ask) -> KeptAnswer:
        """A session that saves a card; its customer is somebody of whom Stripe knows our opaque name alone."""
        try:
            named: Any = {**account_of(ask), "idempotency_key": f"customer-{ask.key}"}
            customer = self._client.v1.customers.create({"metadata": names_for(ask)}, named)
            once: Any = {**account_of(ask), "idempotency_key": ask.key}
            return self._kept(self._client.v1.checkout.sessions.create(_wanted_to_keep(ask, customer.id), once))
        except stripe.StripeError as error:
            return _gone(error)

    def kept(self, ask: Ask) -> KeptAnswer:
        """How that session stands."""
        if not ask.provider_ref:
            return NotThere()
        wanted: Any = {"expand": EXPAND_SETUP}
        try:
            return self._kept(self._client.v1.checkout.sessions.retrieve(ask.provider_ref, wanted, account_of(ask)))
        except stripe.StripeError as error:
            return _gone(error)

    def _kept(self, session: Any) -> KeptAnswer:
        if session.status == "expired":
            return Closed(session.id)
        if session.status == "open":
            return Waiting(session.id, session.url)
        method = None if isinstance(session.setup_intent, str | None) else session.setup_intent.payment_method
        if method is None or isinstance(method, str):
            return NoAnswer("no method")
        bank = method.type == "us_bank_account"
        last4 = (method.us_bank_account if bank else method.card).last4
        customer = session.customer if isinstance(session.customer, str) else session.customer.id
        return Kept(session.id, Saved(customer, method.id), "bank" if bank else "card", str(last4))

    def forget(self, saved: Saved, account: str) -> bool:
        """Detaches the method, so that nobody can charge it, us included; one that is gone is gone."""
        try:
            self._client.v1.payment_methods.detach(saved.method, None, on_account(account))
        except stripe.InvalidRequestError:
            return True
        except stripe.StripeError:
            return False
        return True

    def find(self, ask: Ask) -> Answer:
        """How a charge with nobody there stands; one of which we were never told the name is looked for."""
        if ask.provider_ref:
            if not ask.provider_ref.startswith(INTENT):
                return Declined(ask.provider_ref)
            return self._taken(ask, self._intent_of(ask, ask.provider_ref))
        wanted: Any = {**around(ask), "limit": 100, "expand": [f"data.{path}" for path in EXPAND_INTENT]}
        made = self._client.v1.payment_intents.list(wanted, account_of(ask))
        pages: Iterator[Any] = made.auto_paging_iter() if ask.since else iter(())
        found = next((one for one in pages if names(one) == (ask.ref, ask.attempt)), None)
        return NotThere() if found is None else self._taken(ask, found)

    def _intent_of(self, ask: Ask, id: str) -> Any:
        return self._client.v1.payment_intents.retrieve(id, {"expand": EXPAND_INTENT}, account_of(ask))

    def _taken(self, ask: Ask, paying: Any) -> Answer:
        """How a charge with nobody there stands: refused for good, on its way, or taken."""
        if paying.currency != CURRENCY:
            return NoAnswer("not in dollars")
        if paying.status == "succeeded":
            charge = paying.latest_charge
            taken_back = self._taken_back(ask, paying.id) if charge.disputed else ZERO
            return Paid(paying.id, Money(paying.amount_received), Money(charge.amount_refunded), taken_back)
        if paying.status == "processing":
            return OnItsWay(paying.id)
        return Declined(paying.id, _may_work(paying.last_payment_error))


def _may_work(error: Any) -> bool:
    """Whether a refusal is one after which another day may be tried."""
    code = getattr(error, "decline_code", None) or getattr(error, "code", None)
    return code in SOFT


def _wanted_to_keep(ask: Ask, customer: str) -> Any:
    return {
        "mode": "setup",
        "currency": CURRENCY,
        "customer": customer,
        "client_reference_id": ask.ref,
        "metadata": names_for(ask),
        "setup_intent_data": {"metadata": names_for(ask)},
        "locale": ask.lang if ask.lang in NAMES else "auto",
        "success_url": ask.back,
        "cancel_url": ask.back,
        "expand": EXPAND_SETUP,
    }


def _gone(error: stripe.StripeError) -> KeptAnswer:
    answer = unheard(error)
    return answer if isinstance(answer, NotThere | NoAnswer) else NoAnswer(type(error).__name__)
