"""Effects become rows, in the turn's transaction: one small function for each kind, named in one table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection

from bot import mandates
from bot.accept import numbers_of, opt_out, put_hold
from bot.consequences import of_hold
from bot.facts import Scene, zone_of
from flows import script
from flows.script import Facts, Quote
from storage import audit, people, plans, promises, quotes, talks, tickets, trust

RISK_WORDING = "verify.ask"
"""The key of the words that told the patient that texts are not encrypted (fact sheet H2)."""


@dataclass(frozen=True)
class Stage:
    """Where effects happen: the transaction, the scene, the facts that the talk decided by, and the moment."""

    tx: Connection
    scene: Scene
    known: Facts
    now: datetime

    @property
    def practice_id(self) -> int:
        """The practice whose rows these are."""
        return self.scene.practice.id

    @property
    def talk_id(self) -> int:
        """The conversation."""
        return self.scene.talk.id

    @property
    def patients(self) -> tuple[int, ...]:
        """Whom the talk is about: the proved ones, else those of the number."""
        if self.known.account:
            return (self.known.account.patient_id, *(other.patient_id for other in self.known.others))
        return self.scene.talk.proved or tuple(patient.id for patient in self.scene.on_number)

    @property
    def patient(self) -> int | None:
        """The one that a ticket is about."""
        return self.patients[0] if self.patients else None

    def note(self, action: str, **data: Any) -> None:
        """An audit row: no words of a patient, no figure of identity, nothing of what they have or owe."""
        audit.write(self.tx, self.practice_id, f"conversation:{self.talk_id}", action, _subject(self), data, self.now)


def _subject(stage: Stage) -> str:
    return f"patient:{stage.patient}" if stage.patient else f"conversation:{stage.talk_id}"


def apply(stage: Stage, does: Sequence[script.Effect]) -> Stage:
    """Makes the rows of all effects, in their order; returns the stage with the talk's row as it is now."""
    for done in does:
        changed = APPLY[type(done)](stage, done) or {}
        if changed:
            talks.save(stage.tx, stage.talk_id, **changed)
            stage = replace(stage, scene=replace(stage.scene, talk=replace(stage.scene.talk, **changed)))
    return stage


def _failed(stage: Stage, done: script.FailedTry) -> None:
    """A miss counts for the number (or browser) and for each patient that was meant (decision 8)."""
    meant = [f"patient:{person.patient_id}" for person in stage.known.people]
    trust.miss(stage.tx, stage.practice_id, (stage.scene.subject, *meant), stage.now)
    trust.forget(stage.tx, stage.talk_id)
    for factor in done.told:
        trust.remember(stage.tx, stage.talk_id, factor, stage.now)
    stage.note("proof_failed")


def _remember(stage: Stage, done: script.Remember) -> None:
    if done.anew:
        trust.forget(stage.tx, stage.talk_id)
    trust.remember(stage.tx, stage.talk_id, done.factor, stage.now)


def _verified(stage: Stage, done: script.MarkVerified) -> dict[str, Any]:
    if set(done.patient_ids) == set(stage.scene.talk.proved) and stage.known.verified:
        return {"proved": done.patient_ids}  # the same proof; the talk turns to another of those that it opened
    trust.forget(stage.tx, stage.talk_id)
    for patient_id in done.patient_ids:
        trust.proved(stage.tx, stage.practice_id, (stage.scene.subject, f"patient:{patient_id}"), stage.now)
        people.update_patient(stage.tx, patient_id, risk_ack_at=stage.now, risk_ack_wording=RISK_WORDING)
        if stage.scene.number:
            people.phone_verified(stage.tx, stage.practice_id, stage.scene.number, patient_id, stage.now)
    stage.note("proved", patients=list(done.patient_ids), as_guarantor=done.as_guarantor)
    return {
        "proved": done.patient_ids,
        "as_guarantor": done.as_guarantor,
        "proved_at": stage.now,
        "proof_used_at": stage.now,
    }


def _offer(stage: Stage, done: script.OfferQuote) -> None:
    valid = timedelta(hours=stage.scene.practice.policy.plan.quote_valid_h)
    open_one = quotes.open_quote(stage.tx, done.quote.patient_id, stage.now)
    if open_one and open_one.same_terms(done.quote):
        return
    if open_one and open_one.id:
        quotes.close(stage.tx, open_one.id, "superseded", stage.now)
    made = quotes.add(stage.tx, stage.practice_id, stage.talk_id, done.quote, "plan", "plan.confirm", stage.now,
                      stage.now + valid)  # fmt: skip
    stage.note("quoted", quote=made)


def _drop_quote(stage: Stage, _: script.DropQuote) -> None:
    quote = stage.known.quote
    if quote and quote.id:
        quotes.close(stage.tx, quote.id, "declined", stage.now)
        stage.note("quote_declined", quote=quote.id)


def _stored(stage: Stage, quote: Quote) -> Quote:
    """The open quote's row: a yes names it; one that was made in this same turn is open by now."""
    if quote.id is not None:
        return quote
    row = quotes.open_quote(stage.tx, quote.patient_id, stage.now)
    if row is None or not row.same_terms(quote):
        raise ValueError("a yes must name the quote that is open")
    return row


def _start_plan(stage: Stage, done: script.StartPlan) -> None:
    _plan(stage, _stored(stage, done.quote), "active")


def _offer_agreement(stage: Stage, done: script.OfferAgreement) -> None:
    _plan(stage, _stored(stage, done.quote), "offered")


def _plan(stage: Stage, quote: Quote, state: str) -> None:
    if quote.id is None:
        raise ValueError("a plan stands on a stored quote")
    plans.start(stage.tx, quote.id, state, stage.now, "web" if stage.scene.by_web else "text")
    if state == "active":
        quotes.close(stage.tx, quote.id, "agreed", stage.now)
    stage.note(f"plan_{state}", quote=quote.id)


def _end_plan(stage: Stage, _: script.EndPlan) -> None:
    plan = stage.known.plan
    if plan and plans.set_state(stage.tx, plan.id, "cancelled", stage.now):
        by = f"conversation:{stage.talk_id}"
        mandates.stop(stage.tx, [plan.patient_id], "patient", by, stage.now)
        stage.note("plan_ended", plan=plan.id)


def _promise(stage: Stage, done: script.Promise) -> None:
    if stage.patient:
        made = promises.add(stage.tx, stage.practice_id, stage.patient, done.day, done.amount, stage.now)
        stage.note("promised", promise=made)


def _ticket(stage: Stage, done: script.Ticket) -> None:
    _open_ticket(stage, done.reason, done.note)


def _open_ticket(stage: Stage, reason: str, note: str) -> None:
    made = tickets.open_ticket(stage.tx, stage.practice_id, reason, stage.now, conversation_id=stage.talk_id,
                               patient_id=stage.patient, note=note)  # fmt: skip
    stage.note("ticket", ticket=made)


def _hold(stage: Stage, done: script.PutHold) -> None:
    what, scene = of_hold(done.reason), stage.scene
    stage.note("hold", holds=put_hold(stage.tx, scene.practice, scene.talk, stage.patients, what, stage.now))


def _hand(stage: Stage, done: script.HandToStaff) -> dict[str, Any]:
    _open_ticket(stage, done.why, done.note)
    if stage.scene.talk.handed != "bot":
        return {}
    talks.add_event(stage.tx, stage.practice_id, stage.talk_id, "waiting", "bot", stage.now)
    return {"handed": "waiting", "waiting_since": stage.now, "waiting_why": done.why}


def _language(stage: Stage, done: script.SetLanguage) -> dict[str, Any]:
    stage.note("language_set", lang=done.lang)
    return {"lang": done.lang}


def _opt_out(stage: Stage, _: script.OptOut) -> dict[str, Any]:
    numbers = numbers_of(stage.tx, stage.scene.talk, stage.patients)
    if opt_out(stage.tx, stage.scene.practice, numbers, "text", f"conversation:{stage.talk_id}", stage.now):
        talks.add_event(stage.tx, stage.practice_id, stage.talk_id, "opted_out", "patient", stage.now)
    return {"suspicion": None}


def _rest(stage: Stage, _: script.RestToday) -> None:
    """Reminders rest until tomorrow, where the patient is (fact sheet F1)."""
    zone = zone_of(stage.scene.practice, stage.scene.on_number)
    tomorrow = stage.now.astimezone(zone).date() + timedelta(days=1)
    until = datetime.combine(tomorrow, time(), zone).isoformat()
    for patient_id in stage.patients:
        had = people.patient(stage.tx, patient_id).contact_prefs
        people.update_patient(stage.tx, patient_id, contact_prefs={**had, "not_before": until})
    stage.note("rests_today")


def _clear(stage: Stage, _: script.ClearSuspicion) -> dict[str, Any]:
    """Only the question is answered: a hold for another suspicion stays until staff have looked."""
    stage.note("suspicion_cleared")
    return {"suspicion": None}


APPLY: dict[type, Callable[[Stage, Any], dict[str, Any] | None]] = {
    script.FailedTry: _failed,
    script.Remember: _remember,
    script.MarkVerified: _verified,
    script.OfferQuote: _offer,
    script.DropQuote: _drop_quote,
    script.StartPlan: _start_plan,
    script.EndPlan: _end_plan,
    script.OfferAgreement: _offer_agreement,
    script.Promise: _promise,
    script.Ticket: _ticket,
    script.PutHold: _hold,
    script.HandToStaff: _hand,
    script.SetLanguage: _language,
    script.OptOut: _opt_out,
    script.ClearSuspicion: _clear,
    script.RestToday: _rest,
}

