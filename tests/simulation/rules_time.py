"""Where and when: the number is ours to text, the window is open, the patient wants texts then (T4, T5, F1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from tests.simulation import hours, places
from tests.simulation.history import History, Row, Violation, known_zone
from tests.simulation.rules_stops import ALWAYS, REPLY_WITHIN, cls_of

EXEMPT = ALWAYS | {"HELP", "OTP"}
RECEIPT_WITHIN = timedelta(minutes=10)
CONFIRM_WITHIN = timedelta(minutes=5)
OWN_ACT = ("keyword", "web_form")
BEGUN = ("NUDGE", "SERVICE", "CONSENT_CONFIRM", "CONSENT_ASK", "STAFF")


def check(history: History, text: Row) -> Iterator[Violation]:
    """What is wrong with this moment for this number."""
    if not places.in_the_us(text.number) and text.cls not in ALWAYS:
        yield Violation("country", text.id, f"{text.cls} to a number that is not in the US")
        return
    if exempt(history, text):
        return
    zones, at = history.zones_of(text), text.claimed_at
    patient = history.patients.get(text.patient_id)
    stated = None if patient is None else history.was("patient", patient, "zone", at)
    if stated and not known_zone(stated):
        yield Violation("zone", text.id, f"{text.cls} with a stated zone that is none: {stated}")
    said = hours.closed(at, zones, history.policy(text.practice_id, at).quiet)
    if said is not None:
        yield Violation("window", text.id, f"{text.cls}: {said}")
        return
    if patient is not None and cls_of(history, text) in BEGUN:
        prefs = history.was("patient", patient, "contact_prefs", at) or {}
        if said := hours.unwanted(at, zones, prefs):
            yield Violation("contact_prefs", text.id, f"{text.cls}: {said}")


def exempt(history: History, text: Row) -> bool:
    """Whether the window does not bind this text at this moment."""
    at = text.claimed_at
    if text.cls in EXEMPT:
        return True
    if text.cls in ("REPLY", "STAFF"):
        grace = timedelta(minutes=history.policy(text.practice_id, at).reply_grace_min)
        return history.answers_lately(text, min(grace, REPLY_WITHIN))
    if text.cls == "RECEIPT":
        payment = history.payments.get(text.payment_id)
        return payment is not None and payment.settled_at is not None and at - payment.settled_at <= RECEIPT_WITHIN
    if text.cls == "CONSENT_CONFIRM":
        grant = history.grant(text)
        return grant is not None and grant.source in OWN_ACT and at - grant.at <= CONFIRM_WITHIN
    return False
