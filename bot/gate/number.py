"""Rules about who sends and whom to: the practice's registration, the number (fact sheet section 0, order 1 and 2)."""

from __future__ import annotations

from datetime import datetime

from bot import zones
from bot.gate.rule import ALL, BEGUN, MUST, C, Finding, rule
from flows.values import GateFacts, Outgoing


@rule("sender_unregistered", "fact sheet C1: carriers block unregistered senders",
      "The practice's number is registered with the carriers", ALL - {C.SAFETY})  # fmt: skip
def unregistered(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """10DLC or toll-free registration."""
    return None if facts.practice.registered else Finding("The practice's number is not registered with the carriers")


@rule("third_party_sender", "fact sheet C2: carriers forbid texts of third-party collectors",
      "The practice texts about its own bills", ALL - MUST)  # fmt: skip
def first_party(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """Only the practice that is owed may text."""
    own = facts.practice.kind == "provider"
    return None if own else Finding("The sender is not the practice that is owed; carriers forbid that")


@rule("number", "fact sheet section 0, order 2", "The number can be dialled", ALL - {C.SAFETY})
def dialled(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """E.164."""
    return None if zones.is_number(message.number) else Finding("This is not a phone number that can be dialled")


@rule("country", "fact sheet T5: US numbers only; +1 territories count (decision 26)",
      "The number is a US number", ALL - {C.SAFETY})  # fmt: skip
def country(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """Consent, hours and carriers are known for the US only."""
    return None if zones.is_us(message.number) else Finding("This is not a US number")


@rule("landline", "fact sheet section 0, order 2: SMS-capable", "The number takes texts", BEGUN)
def landline(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """A landline that texts us is answered all the same."""
    return Finding("This is a landline, which gets no texts") if facts.landline else None
