"""Stripe Checkout: a page of Stripe's for each payment, by its own SDK. Stripe signs no BAA, so it learns nothing.

What leaves is an opaque name, an amount, a language and where the browser goes afterwards: never a patient, a reason
or a practice's specialty. Each practice is a connected account of its own (Ask.account).

Facts of Stripe that this leans on: a key answers the same for 24 hours, errors of ours included; a refused card leaves
the page open; sessions can be listed by the moment they were made, not by our reference; a charge carries its intent's
metadata; events come late, twice and out of order, and are only believed with a signature.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import stripe

from bot.payments import (
    Answer,
    Ask,
    Closed,
    Declined,
    GivenBack,
    KeptAnswer,
    Moved,
    NoAnswer,
    NotThere,
    OnItsWay,
    Paid,
    RefusedBack,
    Saved,
    Told,
    Waiting,
)
from bot.payments.stripe_calls import (
    CURRENCY,
    NAMES,
    account_of,
    around,
    is_intent,
    names,
    names_for,
    on_account,
    replayed,
    unheard,
)
from bot.payments.stripe_saved import SavedCards
from bot.settings import Settings
from flows.money import ZERO, Money

log = logging.getLogger("sheepdog.stripe")

PAID, GIVEN_BACK, TAKEN_BACK = "paid", "given_back", "taken_back"
SIGNATURE = "Stripe-Signature"
TIMEOUT_S = 15
ENDED = {"checkout.session.completed", "checkout.session.async_payment_succeeded",
         "checkout.session.async_payment_failed", "checkout.session.expired"}  # fmt: skip
OFF_SESSION = ("payment_intent.succeeded", "payment_intent.payment_failed", "payment_intent.processing")
"""News of a charge with nobody there: its intent has a customer, those of Checkout have none."""
CHANGED = ("charge.refunded", "refund.", "charge.dispute.")
"""After these the payment is looked at again: what is given back is believed when asked, not when told."""
EXPAND = ["payment_intent.latest_charge"]
MOVES = {
    "charge": PAID, "payment": PAID, "refund": GIVEN_BACK, "payment_refund": GIVEN_BACK, "refund_failure": GIVEN_BACK,
    "payout": "payout", "payout_failure": "payout", "payout_cancel": "payout",
}  # fmt: skip
"""Stripe's kinds of balance transactions in our words; any other but a dispute's is its business with the practice."""
BOUNCED = {"failed", "canceled"}
GONE = {"lost", "needs_response", "under_review"}
"""States of a dispute in which the money has been taken back; `warning_*` ones only ask, `won` gives it back."""


class StripeCheckout:
    """A practice's money through Stripe. No method raises for what Stripe or the line to it may do, save `told`."""

    name = "stripe_checkout"

    def __init__(self, settings: Settings, http_client: stripe.HTTPClient | None = None) -> None:
        stripe.enable_telemetry = False
        self._secret = settings.stripe_webhook_secret
        self._client = stripe.StripeClient(
            settings.stripe_secret_key,
            base_addresses={"api": settings.stripe_url} if settings.stripe_url else {},
            max_network_retries=0,  # the payment's row is what tries again
            http_client=http_client or stripe.RequestsClient(timeout=TIMEOUT_S),
        )
        self._cards = SavedCards(self._client, self._taken_back)

    def start(self, ask: Ask) -> Answer:
        """Opens a session for this key, once, or takes the money from what was saved; asked again it says how that
        one stands."""
        if ask.provider_ref:
            return self.find(ask)
        if ask.saved is not None:
            return self._cards.take(ask, ask.saved)
        try:
            once: Any = {**account_of(ask), "idempotency_key": ask.key}
            made = self._client.v1.checkout.sessions.create(_wanted(ask), once)
            return self._answer(ask, self._retrieve(ask, made.id) if replayed(made) else made)
        except stripe.StripeError as error:
            return unheard(error)

    def keep(self, ask: Ask) -> KeptAnswer:
        """A session that saves a card."""
        return self._cards.keep(ask)

    def kept(self, ask: Ask) -> KeptAnswer:
        """How that session stands."""
        return self._cards.kept(ask)

    def forget(self, saved: Saved, account: str) -> bool:
        """Detaches the card."""
        return self._cards.forget(saved, account)

    def find(self, ask: Ask) -> Answer:
        """How the session stands; one of which we were never told the name is looked for among those of its hour."""
        try:
            if is_intent(ask):
                return self._cards.find(ask)
            found = self._retrieve(ask, ask.provider_ref) if ask.provider_ref else self._lost(ask)
            return NotThere() if found is None else self._answer(ask, found)
        except stripe.StripeError as error:
            return unheard(error)

    def close(self, ask: Ask) -> Answer:
        """Expires an open session."""
        known = self.find(ask)
        if not isinstance(known, Waiting):
            return known
        try:
            ended = self._client.v1.checkout.sessions.expire(known.provider_ref, None, account_of(ask))
            return self._answer(ask, ended)
        except stripe.InvalidRequestError:
            return self.find(ask)  # somebody was faster
        except stripe.StripeError as error:
            return unheard(error)

    def give_back(self, ask: Ask, key: str, amount: Money) -> GivenBack | RefusedBack | NoAnswer:
        """A refund of the session's charge, to the card or account that it came from."""
        try:
            intent = self._intent(ask)
            if intent is None:
                return RefusedBack("not paid")
            named = {"refund": key, "ref": ask.ref, "attempt": str(ask.attempt)}
            once: Any = {**account_of(ask), "idempotency_key": f"refund-{key}"}
            wanted: Any = {"payment_intent": intent, "amount": amount.cents, "metadata": named}
            made = self._client.v1.refunds.create(wanted, once)
        except stripe.InvalidRequestError as error:
            return RefusedBack(error.code or "refused")
        except stripe.StripeError as error:
            return NoAnswer(type(error).__name__)
        return RefusedBack(str(made.status)) if made.status in BOUNCED else GivenBack(made.id)

    def found_back(self, ask: Ask, key: str) -> GivenBack | NotThere | NoAnswer:
        """The refund of this key among those of the charge."""
        try:
            intent = self._intent(ask)
            if intent is None:
                return NotThere()
            made = self._client.v1.refunds.list({"payment_intent": intent, "limit": 100}, account_of(ask))
        except stripe.StripeError as error:
            return NoAnswer(type(error).__name__)
        named = [one for one in made.data if one.metadata and one.metadata.to_dict().get("refund") == key]
        return next((GivenBack(one.id) for one in named if one.status not in BOUNCED), NotThere())

    def _intent(self, ask: Ask) -> str | None:
        if is_intent(ask):
            return ask.provider_ref
        session = self._retrieve(ask, ask.provider_ref) if ask.provider_ref else self._lost(ask)
        paying = session.payment_intent if session is not None else None
        return str(paying if isinstance(paying, str) else paying.id) if paying else None

    def moved(self, account: str, since: datetime, until: datetime) -> tuple[Moved, ...] | NoAnswer:
        """The account's balance transactions, each with our name of its charge."""
        try:
            window: Any = {"gte": int(since.timestamp()), "lt": int(until.timestamp())}
            made = self._client.v1.balance_transactions.list(
                {"created": window, "limit": 100, "expand": ["data.source"]}, on_account(account)
            )
            pages: Iterator[Any] = made.auto_paging_iter()
            return tuple(self._moved(one.to_dict(), account) for one in pages)
        except stripe.StripeError as error:
            return NoAnswer(type(error).__name__)

    def _moved(self, one: Mapping[str, Any], account: str) -> Moved:
        source = one["source"] if isinstance(one["source"], Mapping) else {}
        what: Any = TAKEN_BACK if source.get("object") == "dispute" else MOVES.get(one["type"], "other")
        amount, fee = Money(int(one["amount"])), Money(int(one["fee"]))
        named = what in (PAID, GIVEN_BACK, TAKEN_BACK)
        ref = self._name_of(source, account) if named else ""
        return Moved(str(one["id"]), what, amount if what in (PAID, "other") else -amount, fee, ref)

    def _name_of(self, source: Mapping[str, Any], account: str) -> str:
        """Our name, which a charge has from its intent, and a refund or a dispute by its charge."""
        ref = str((source.get("metadata") or {}).get("ref", ""))
        if ref or not source.get("charge"):
            return ref
        taken = self._client.v1.charges.retrieve(str(source["charge"]), None, on_account(account)).to_dict()
        return str((taken.get("metadata") or {}).get("ref", ""))

    def told(self, body: bytes, headers: Mapping[str, str]) -> Told | None:
        """What an event says. Raises ConnectionError where Stripe must first be asked whose it is, and can't be."""
        try:
            stripe.WebhookSignature.verify_header(body.decode(), headers.get(SIGNATURE, ""), self._secret,
                                                  stripe.Webhook.DEFAULT_TOLERANCE)  # fmt: skip
            return self._told_of(json.loads(body))
        except (stripe.SignatureVerificationError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def _told_of(self, event: Mapping[str, Any]) -> Told:
        kind, about, account = str(event["type"]), event["data"]["object"], str(event.get("account") or "")
        if kind in OFF_SESSION and about.get("customer"):
            return _ours(about, account, None)
        if kind in ENDED:
            return _ours(about, account, _ending(kind, about))
        if kind.startswith(CHANGED):
            return self._changed(about, account)
        return Told("", 0, None)

    def _changed(self, about: Mapping[str, Any], account: str) -> Told:
        if "ref" in (about.get("metadata") or {}):
            return _ours(about, account, None)
        try:
            paying = self._client.v1.payment_intents.retrieve(str(about["payment_intent"]), None, on_account(account))
        except stripe.StripeError as error:
            raise ConnectionError(type(error).__name__) from error
        return _ours(paying.to_dict(), account, None)

    def _retrieve(self, ask: Ask, id: str) -> Any:
        return self._client.v1.checkout.sessions.retrieve(id, {"expand": EXPAND}, account_of(ask))

    def _lost(self, ask: Ask) -> Any:
        """The session of this key, by its name among those made at its time."""
        if ask.since is None:
            return None
        wanted: Any = {**around(ask), "limit": 100, "expand": [f"data.{path}" for path in EXPAND]}
        made = self._client.v1.checkout.sessions.list(wanted, account_of(ask))
        pages: Iterator[Any] = made.auto_paging_iter()
        return next((one for one in pages if _key_of(one) == (ask.ref, ask.attempt)), None)

    def _answer(self, ask: Ask, session: Any) -> Answer:
        if session.currency != CURRENCY:
            return NoAnswer("not in dollars")
        paying = session.payment_intent
        if session.status == "expired":
            return Closed(session.id)
        if session.status == "open":
            return Waiting(session.id, session.url)
        if session.payment_status != "paid":
            failed = not isinstance(paying, str) and paying is not None and paying.status == "requires_payment_method"
            return Declined(session.id) if failed else OnItsWay(session.id)
        charge = None if paying is None or isinstance(paying, str) else paying.latest_charge
        refunded = Money(charge.amount_refunded) if charge is not None else ZERO
        taken_back = self._taken_back(ask, paying.id) if charge is not None and charge.disputed else ZERO
        return Paid(session.id, Money(session.amount_total), refunded, taken_back)

    def _taken_back(self, ask: Ask, intent: str) -> Money:
        disputes = self._client.v1.disputes.list({"payment_intent": intent, "limit": 100}, account_of(ask))
        return Money(sum(one.amount for one in disputes.data if one.status in GONE))


def _wanted(ask: Ask) -> Any:
    metadata = names_for(ask)
    return {
        "mode": "payment",
        "client_reference_id": ask.ref,
        "metadata": metadata,
        "payment_intent_data": {"metadata": metadata},
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": CURRENCY,
                    "unit_amount": ask.amount.cents,
                    "product_data": {"name": NAMES.get(ask.lang, NAMES["en"])},
                },
            }
        ],
        "locale": ask.lang if ask.lang in NAMES else "auto",
        "submit_type": "pay",
        "success_url": ask.back,
        "cancel_url": ask.back,
    }


def _key_of(session: Any) -> tuple[str | None, int]:
    return session.client_reference_id, names(session)[1]


def _ours(about: Mapping[str, Any], account: str, answer: Answer | None) -> Told:
    """News of one of our payments; of none where the object has no name of ours."""
    named = about.get("metadata") or {}
    attempt = str(named.get("attempt", ""))
    return Told(str(named.get("ref", "")), int(attempt) if attempt.isdigit() else 0, answer, account)


def _ending(kind: str, session: Mapping[str, Any]) -> Answer | None:
    """What the end of a session says by itself; None: look."""
    id, amount = str(session["id"]), session.get("amount_total")
    if kind == "checkout.session.expired":
        return Closed(id)
    if kind == "checkout.session.async_payment_failed":
        return Declined(id)
    if session.get("currency") != CURRENCY or not isinstance(amount, int):
        return None
    return Paid(id, Money(amount)) if session.get("payment_status") == "paid" else OnItsWay(id)
