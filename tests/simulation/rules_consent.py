"""Consent: a grant that stands, its confirmation a day before, the rows of states, a number that is still theirs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from tests.simulation import places
from tests.simulation.history import History, Row, Violation, earlier
from tests.simulation.hours import zone
from tests.simulation.rules_stops import cls_of

STAFF_WITHIN = timedelta(hours=24)
REST = timedelta(hours=24)
RECHECK, HARD_STOP = timedelta(days=60), timedelta(days=180)
SELF_MADE = ("keyword", "web_form")
"""The patient wrote it: an opt-in for Minnesota, written e-consent for DC and New York City."""
NYC_FROM = date(2026, 9, 1)


def check(history: History, text: Row) -> Iterator[Violation]:
    """What this text lacks to be lawful; nothing more is said where the number is opted out."""
    if text.cls not in ("NUDGE", "SERVICE", "STAFF", "CONSENT_CONFIRM", "CONSENT_ASK"):
        return
    if history.suppressed(history.of(text), text.claimed_at):
        return
    if text.cls == "CONSENT_ASK":
        if history.state_of(text) not in ("DC", None):
            yield Violation("consent_ask", text.id, f"asked in {history.state_of(text)}; only DC has that")
        return
    if text.cls == "CONSENT_CONFIRM":
        yield from _confirms(history, text)
        return
    if text.cls == "STAFF" and (cls_of(history, text) == "REPLY" or history.answers_lately(text, STAFF_WITHIN)):
        return
    grant = history.grant(text)
    if grant is None:
        yield Violation("consent", text.id, f"{text.cls} without a consent that stands")
        return
    if "billing" not in grant.scope:
        yield Violation("consent_scope", text.id, f"{text.cls}; the consent is for {', '.join(grant.scope)}")
        return
    if text.cls in ("NUDGE", "SERVICE"):
        yield from _confirmed(history, text, grant)
        yield from _of_states(history, text, grant)
    if text.cls == "NUDGE":
        yield from _still_theirs(history, text, grant)


def _confirms(history: History, text: Row) -> Iterator[Violation]:
    """A confirmation confirms a consent, each once."""
    rows = history.consents_until(history.of(text), text.claimed_at)
    standing = [row for row in rows if row.kind == "grant" and not any(_ends(row, other) for other in rows)]
    if not standing:
        yield Violation("consent", text.id, "a confirmation of no consent")
        return
    again = chain(history, text)
    before = [one for one in earlier(history.left_to.get(history.of(text), []), text)
              if one.cls == "CONSENT_CONFIRM" and one.id not in again]  # fmt: skip
    if before and not any(row.at > before[-1].claimed_at for row in standing):
        yield Violation("confirm_once", text.id, f"confirmed before, at {before[-1].claimed_at}")


def _ends(grant: Row, other: Row) -> bool:
    later = (other.at, other.id) > (grant.at, grant.id)
    return later and other.kind == "revoke" and other.patient_id in (None, grant.patient_id)


def chain(history: History, text: Row) -> set[int]:
    """The rows that this text replaces, one after the other."""
    found: set[int] = set()
    while text is not None and text.replaces is not None and text.replaces not in found:
        found.add(text.replaces)
        text = history.texts.get(text.replaces)
    return found


def _confirmed(history: History, text: Row, grant: Row) -> Iterator[Violation]:
    rest = timedelta(hours=history.policy(text.practice_id, text.claimed_at).min_texts_gap_after_confirm_h)
    latest = text.claimed_at - max(rest, REST)
    confirms = [one for one in history.left_to.get(history.of(text), ()) if one.cls == "CONSENT_CONFIRM"]
    if not any(grant.at <= one.claimed_at <= latest for one in confirms):
        had = [str(one.claimed_at) for one in confirms if one.claimed_at < text.claimed_at]
        yield Violation("confirm_first", text.id, f"consent of {grant.at}, confirmed {', '.join(had) or 'never'}")


def _of_states(history: History, text: Row, grant: Row) -> Iterator[Violation]:
    patient, at = history.patients.get(text.patient_id), text.claimed_at
    if patient is None:
        return
    policy, state = history.policy(text.practice_id, at), history.state_of(text)
    late = past_due(history.was("patient", patient, "first_statement", at), at)
    written = grant.econsent or grant.source in SELF_MADE
    if state in ("DC", None) and late > policy.states.dc_econsent_after_days and not written:
        yield Violation("state:DC", text.id, f"{late} days past due in {state or 'an unknown state'}, no e-consent")
    if nyc(history, text) and late > policy.states.nyc_econsent_after_days and not written:
        yield Violation("state:NYC", text.id, f"{late} days past due in New York City, no written e-consent")
    if state == "MN" and grant.source not in SELF_MADE:
        yield Violation("state:MN", text.id, f"consent by {grant.source} is no opt-in")
    sent = history.was("patient", patient, "ma_notice_sent_at", at)
    if state == "MA" and text.cls == "NUDGE" and late > 0 and (sent is None or _moment(sent) > at):
        yield Violation("state:MA", text.id, "past due, and no written notice was mailed before")


def past_due(stated: date | str | None, at: datetime) -> int:
    """Days since the first statement: a bill is past due from then on, whatever the practice calls it."""
    return max(0, (at.date() - date.fromisoformat(str(stated))).days) if stated else 0


def _moment(value: datetime | str) -> datetime:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def nyc(history: History, text: Row) -> bool:
    """Whether New York City's row applies: by ZIP, from its first day on."""
    day = text.claimed_at.astimezone(zone("America/New_York")).date()
    return day >= NYC_FROM and places.in_nyc(history.zip_of(text))


def _still_theirs(history: History, text: Row, grant: Row) -> Iterator[Violation]:
    """Reassigned numbers (T10): verified lately, or looked up with a no."""
    at = text.claimed_at
    asked = [row for row in history.lookups_of.get(history.of(text), ()) if row.at <= at]
    if asked and asked[-1].answer == "yes":
        yield Violation("reassigned", text.id, f"the look-up of {asked[-1].at} said yes")
        return
    known = [grant.at, history.last_inbound(text)]
    known += [row.at for row in asked if row.answer == "no"]
    known += [row.at for row in history.proofs_of.get(text.patient_id, ()) if row.at <= at]
    phones = [phone for phone in history.phones_of.get(text.patient_id, ()) if phone.number == text.number]
    if any(phone.verified_at is not None and phone.verified_at > at for phone in phones):
        return  # what was known then was written over
    known += [phone.verified_at for phone in phones]
    newest = max(moment for moment in known if moment is not None)
    practice, policy = history.practices[text.practice_id], history.policy(text.practice_id, at)
    looked_up = history.was("practice", practice, "lookups", at)
    days = policy.recheck_after_days if looked_up else policy.hard_stop_after_days
    longest = min(timedelta(days=days), RECHECK if looked_up else HARD_STOP)
    if at - newest > longest:
        yield Violation("reassigned", text.id, f"last known to be theirs at {newest}")
