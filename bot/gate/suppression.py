"""Rules about opt-outs and about numbers that may have changed hands (fact sheet T6 to T10)."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.gate.rule import C, Finding, rule
from flows.values import GateFacts, Outgoing


@rule("optout_confirm_late", "47 CFR 64.1200(a)(12), fact sheet T8: within five minutes",
      "The opt-out came less than five minutes ago", frozenset((C.OPTOUT_CONFIRM,)))  # fmt: skip
def confirmed_late(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """A late confirmation is a text after an opt-out."""
    asked = facts.opted_out_at or facts.last_inbound_at
    within = timedelta(seconds=facts.practice.policy.optout_confirm_within_s)
    late = asked is None or now - asked > within
    return Finding("The opt-out was too long ago to confirm it by text") if late else None


@rule("optout_confirm_once", "47 CFR 64.1200(a)(12), fact sheet T8: one confirming text",
      "The opt-out was not confirmed yet", frozenset((C.OPTOUT_CONFIRM,)))  # fmt: skip
def confirmed_once(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """A second STOP gets no second confirmation, unless the patient came back in between."""
    sent = facts.sent or ()
    back = [text.at for text in sent if text.cls == C.CONSENT_CONFIRM]
    back += [facts.consent.at] if facts.consent else []
    back = [moment for moment in back if moment <= now]
    again = any(text.cls == C.OPTOUT_CONFIRM and all(text.at > moment for moment in back) for text in sent)
    return Finding("The opt-out was confirmed already") if facts.optout_confirmed or again else None


@rule("number_recheck", "47 CFR 64.1200(m), fact sheet T10: reassigned numbers",
      "The number was known to be the patient's not long ago", frozenset((C.NUDGE,)), timed=True)  # fmt: skip
def rechecked(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """After 60 days a look-up must not fail; where none can be made 180 days are the end. No date: left out."""
    if facts.last_verified_at is None:
        return None
    policy, age = facts.practice.policy, now - facts.last_verified_at
    if facts.lookup == "error" and age > timedelta(days=policy.recheck_after_days):
        return Finding("It could not be checked whether the number still belongs to the patient")
    never = facts.lookup is None and not facts.practice.lookups
    if never and age > timedelta(days=policy.hard_stop_after_days):
        return Finding("The number was not confirmed for so long that it may be somebody else's now")
    return None


@rule("number_lookup", "47 CFR 64.1200(m), fact sheet T10: asked before a nudge",
      "Nobody has to be asked whose number this is", frozenset((C.NUDGE,)))  # fmt: skip
def asked_about(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """The provider is asked just before the text is written (bot/recheck.py); until then it waits."""
    seen, days = facts.last_verified_at, timedelta(days=facts.practice.policy.recheck_after_days)
    due = seen is not None and now - seen > days and facts.practice.lookups and facts.lookup is None
    words = "The provider has yet to be asked whether the number still is the patient's"
    return Finding(words, until=now + timedelta(hours=1)) if due else None
