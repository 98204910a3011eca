"""Stop conditions: opt-outs, holds, money that is paid or promised, talks that a person has (fact sheet T6, T8, 8)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from tests.simulation.history import REACHED, History, Row, Violation, earlier
from tests.simulation.hours import zone

REPLY_WITHIN = timedelta(minutes=30)
CONFIRM_WITHIN_S = 300
AFTER_DISPUTE = timedelta(days=7)
ALWAYS = frozenset({"SAFETY", "OPTOUT_CONFIRM"})
ANSWERS = ALWAYS | {"HELP", "REPLY"}
FIRM = frozenset({"deceased", "bankruptcy", "attorney", "litigation", "wrong_number", "reassigned", "undeliverable",
                  "assigned_to_agency"})  # fmt: skip
"""These stop SERVICE, STAFF and the texts about consent too (decision 26)."""
NOT_THEIRS = frozenset({"wrong_number", "reassigned"})
"""These stop receipts and codes too."""
CLOSED = frozenset({"opted_out", "tenant_paused"})
FLAGS = {"insurance_pending": frozenset({"NUDGE"}), "nsa_protected": frozenset({"NUDGE"}),
         "assigned_to_agency": frozenset({"NUDGE", "SERVICE", "STAFF", "CONSENT_CONFIRM", "CONSENT_ASK"}),
         "confidential_minor": frozenset({"NUDGE"})}  # fmt: skip
OF_AGE = 18
NJ_GRACE = 60


def cls_of(history: History, text: Row) -> str:
    """The class that rules go by: what staff write within 30 minutes of an inbound is a reply."""
    return "REPLY" if text.cls == "STAFF" and history.answers_lately(text, REPLY_WITHIN) else str(text.cls)


def check(history: History, text: Row) -> Iterator[Violation]:
    """Everything that should have stopped this text."""
    cls = cls_of(history, text)
    yield from _opted_out(history, text)
    yield from _held(history, text, cls)
    yield from _flagged(history, text, cls)
    if cls in ("NUDGE", "SERVICE"):
        yield from _unread(history, text)
    if cls == "NUDGE":
        yield from _money(history, text)
        yield from _with_a_person(history, text)
    if text.cls == "REPLY":
        yield from _spoke(history, text)


# -- opt-outs --


def _opted_out(history: History, text: Row) -> Iterator[Violation]:
    if text.cls == "OPTOUT_CONFIRM":
        yield from _confirms_once(history, text)
        return
    row = history.suppressed(history.of(text), text.claimed_at)
    if row is not None and text.cls != "SAFETY":
        yield Violation("opted_out", text.id, f"{text.cls} at {text.claimed_at}, opted out at {row.at}")


def _confirms_once(history: History, text: Row) -> Iterator[Violation]:
    at, rows = text.claimed_at, history.suppressions_of.get(history.of(text), [])
    mine = [row for row in rows if row.at <= at]
    newest = max(mine, key=lambda row: row.at, default=None)
    within = min(history.policy(text.practice_id, at).optout_confirm_within_s, CONFIRM_WITHIN_S)
    if newest is None or (newest.lifted_at is not None and newest.lifted_at < at):
        yield Violation("optout_confirm_of_nothing", text.id, "no opt-out stood then")
        return
    if at - newest.at > timedelta(seconds=within):
        yield Violation("optout_confirm_late", text.id, f"{at - newest.at} after the opt-out")
    before = earlier(history.left_to.get(history.of(text), []), text)
    if any(one.cls == "OPTOUT_CONFIRM" and one.claimed_at >= newest.at for one in before):
        yield Violation("optout_confirm_twice", text.id, f"a second one for the opt-out of {newest.at}")


# -- holds --


def _held(history: History, text: Row, cls: str) -> Iterator[Violation]:
    at, seen = text.claimed_at, set()
    for row in _holds(history, text):
        if row.reason in seen or row.starts_at >= at:
            continue
        extra = timedelta(0)
        if row.reason == "promise_to_pay":
            extra = timedelta(days=history.policy(text.practice_id, at).holds.promise_extra_days)
        open_ = (row.until is None or row.until + extra > at) and (row.lifted_at is None or row.lifted_at > at)
        if open_ and stops(row.reason, cls):
            seen.add(row.reason)
            yield Violation(f"hold:{row.reason}", text.id, f"{cls} at {at}, held since {row.starts_at}")
        elif row.reason == "dispute" and row.lifted_at and cls == "NUDGE" and at < row.lifted_at + AFTER_DISPUTE:
            yield Violation("after_dispute", text.id, f"the dispute was settled at {row.lifted_at}")


def _holds(history: History, text: Row) -> list[Row]:
    of_number = history.holds_of_number.get(history.of(text), []) if text.number else []
    of_patient = [] if text.patient_id is None else history.holds_of_patient.get(text.patient_id, [])
    return [*of_patient, *(row for row in of_number if row.patient_id in (None, text.patient_id))]


def stops(reason: str, cls: str) -> bool:
    """Whether an open hold of this name stops a text of this class (decision 26)."""
    if reason in CLOSED:
        return cls not in ALWAYS
    if reason == "confidential_comm":
        return cls not in ANSWERS
    if cls == "NUDGE":
        return True
    if cls in ("SERVICE", "STAFF", "CONSENT_CONFIRM", "CONSENT_ASK"):
        return reason in FIRM
    return cls in ("RECEIPT", "OTP") and reason in NOT_THEIRS


def _years(written: date | str, day: date) -> int:
    born = date.fromisoformat(str(written))
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _flagged(history: History, text: Row, cls: str) -> Iterator[Violation]:
    patient = history.patients.get(text.patient_id)
    if patient is None or not text.number:
        return
    flags = set(history.was("patient", patient, "flags", text.claimed_at))
    for flag in sorted(FLAGS.keys() & flags):
        if cls in FLAGS[flag]:
            yield Violation(f"flag:{flag}", text.id, f"{cls} about a patient who is {flag}")
    phones = [phone for phone in history.phones_of.get(patient.id, []) if phone.number == text.number]
    begun = cls in ("NUDGE", "SERVICE")
    if begun and not phones:
        yield Violation("not_on_file", text.id, f"{cls} to a number that is not on the patient's file")
    for phone in phones:
        if begun and history.was("phone", phone, "kind", text.claimed_at) == "landline":
            yield Violation("landline", text.id, f"{cls} to a landline")
        young = bool(patient.born) and _years(patient.born, text.claimed_at.date()) < OF_AGE
        if cls == "NUDGE" and ("minor" in flags or young) and phone.of == "patient":
            yield Violation("flag:minor", text.id, "a minor's own phone")
        ours = begun or cls in ("STAFF", "CONSENT_CONFIRM", "CONSENT_ASK")
        if ours and "part2" in flags and phone.of == "guarantor" and "guarantor_consent" not in flags:
            yield Violation("part2", text.id, "a guarantor without the patient's written consent")
    if "part2" in flags and text.cls == "STAFF":
        yield Violation("part2", text.id, "free text of staff about a Part 2 patient")
    if "part2" in flags and text.level > 0:
        yield Violation("part2", text.id, f"content level {text.level} about a Part 2 patient")


# -- money --


def _money(history: History, text: Row) -> Iterator[Violation]:
    patient, at = history.patients.get(text.patient_id), text.claimed_at
    if patient is None:
        yield Violation("no_patient", text.id, "a nudge about nobody")
        return
    policy = history.policy(text.practice_id, at)
    owed = max(history.owed(patient.id, at), history.owed(patient.id, at, upto=False))
    if owed < policy.min_balance_cents:
        yield Violation("paid", text.id, f"{owed} cents were owed")
    today = at.astimezone(zone(history.practices[text.practice_id].zone)).date()
    oldest = history.was("patient", patient, "oldest_service", at)
    oldest = date.fromisoformat(oldest) if isinstance(oldest, str) else oldest
    if oldest is not None and today > _years_after(oldest, min(policy.old_debt_years, 3)):
        yield Violation("aged", text.id, f"the oldest service was on {oldest}")
    if (promised := _promised(history, patient.id, at)) is not None:
        last = promised + timedelta(days=policy.holds.promise_extra_days)
        if today <= last:
            yield Violation("promise", text.id, f"promised for {promised}, so none through {last}")
    if _plan_is_current(history, text, today):
        yield Violation("plan_current", text.id, "the plan's payments are on time")


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _promised(history: History, patient_id: int, at: datetime) -> date | None:
    """The day of the newest promise that stood then."""
    rows = [row for row in history.promises_of.get(patient_id, ()) if row.created_at < at]
    newest = max(rows, key=lambda row: row.id, default=None)
    return None if newest is None or (newest.ended_at is not None and newest.ended_at <= at) else newest.day


def _plan_is_current(history: History, text: Row, today: date) -> bool:
    """Whether an active plan has had every part whose day and grace are over."""
    at, policy = text.claimed_at, history.policy(text.practice_id, text.claimed_at)
    grace = max(policy.plan.grace_days, policy.states.nj_plan_grace_days if history.state_of(text) == "NJ" else 0)
    for plan in history.plans_of.get(text.patient_id, ()):
        if plan.active_at >= at or (plan.ended_at is not None and plan.ended_at <= at):
            continue
        paid = -sum(
            cents for when, cents, kind in history.money_of.get(text.patient_id, ())
            if kind in ("you_paid", "refunded") and plan.active_at <= when <= at
        )  # fmt: skip
        due = sum(part for part, day in zip(plan.parts, plan.days, strict=True) if day + timedelta(days=grace) < today)
        if paid >= due and paid < sum(plan.parts):
            return True
    return False


# -- talks --


def _unread(history: History, text: Row) -> Iterator[Violation]:
    """Nudges wait while a text is unread. When it was read is known only by the answer that the turn made."""
    at = text.claimed_at
    for talk_id in history.talks_with.get(history.of(text), ()):
        for message in history.messages_in.get(talk_id, ()):
            if message.at < at and (message.state == "new" or _read_after(history, message, at)):
                yield Violation("unread", text.id, f"message {message.id} of {message.at} had not been read")
                return


def _read_after(history: History, message: Row, at: datetime) -> bool:
    read = history.answered_at.get(message.id)
    return read is not None and read > at


def _with_a_person(history: History, text: Row) -> Iterator[Violation]:
    for talk_id in history.talks_with.get(history.of(text), ()):
        had = history.handed(talk_id, text.claimed_at)
        if "bot" not in had:
            yield Violation("handed_over", text.id, f"the talk was {' and '.join(sorted(had))}")


def _spoke(history: History, text: Row) -> Iterator[Violation]:
    """The bot is silent while a person has the talk (decision 27)."""
    by_bot = text.staff_id is None and not text.key.startswith("staff")
    if by_bot and text.state in REACHED and history.handed(text.conversation_id, text.created_at) == {"taken"}:
        yield Violation("spoke_while_taken", text.id, f"{text.key} while a person had the talk")
