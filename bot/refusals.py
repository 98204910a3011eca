"""What follows when a provider refuses a text, by the kind of refusal (decision 25). The codes stay in its channel."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot import switches
from bot.wiring import App
from flows.values import MessageClass
from storage import audit, consent, outbox, people, tickets
from storage.texts import Text

KEPT = frozenset({MessageClass.SAFETY})
UNREACHABLE_TRIES = 3
Follow = Callable[[Connection, App, Text, datetime], None]


def follow(tx: Connection, app: App, text: Text, kind: str, now: datetime) -> None:
    """Carries out what the kind of refusal asks for; an unknown kind is shown at the desk."""
    audit.write(tx, text.practice_id, "provider", "refused", f"outbox:{text.id}", {"kind": kind}, now)
    text = outbox.text(tx, text.id) or text  # with the code that was just written on it
    FOLLOW.get(kind, _show)(tx, app, text, now)
    if text.cls == MessageClass.SAFETY:
        _ticket(tx, text, "crisis" if "self_harm" in text.key else "emergency", "call_by_phone", now)


def _suppressed(tx: Connection, app: App, text: Text, now: datetime) -> None:
    """21610: the carrier has them opted out; our table follows."""
    if consent.suppress(tx, text.practice_id, text.number, "twilio", now, "provider"):
        outbox.drop_pending(tx, text.practice_id, text.number, KEPT, "opted_out", now)


def _unusable(tx: Connection, app: App, text: Text, now: datetime) -> None:
    people.set_phone_state(tx, text.practice_id, text.number, "unusable")
    consent.add_hold(tx, text.practice_id, "undeliverable", now, number=text.number)
    _ticket(tx, text, "info", "number_unusable", now)


def _unreachable(tx: Connection, app: App, text: Text, now: datetime) -> None:
    """30003: perhaps only switched off. Three tries over a day, then a desk flag; no suppression."""
    if text.attempts < UNREACHABLE_TRIES:
        outbox.copy(tx, text.id, now, due_at=now + timedelta(hours=8), attempts=text.attempts)
    else:
        _ticket(tx, text, "info", "number_unreachable", now)


def _once_more(tx: Connection, app: App, text: Text, now: datetime) -> None:
    """30008: one retry."""
    if text.attempts < 2:
        outbox.copy(tx, text.id, now, due_at=now + timedelta(minutes=1), attempts=text.attempts)
    else:
        _show(tx, app, text, now)


def _pause(tx: Connection, app: App, text: Text, now: datetime) -> None:
    """Registration: nothing more leaves for this practice until a person has seen to it."""
    why = f"sender_not_registered:{text.error or ''}"
    switches.pause(tx, text.practice_id, why, "provider", now, error=text.error or "")
    _ticket(tx, text, "other", "practice_paused", now)


def _filtered(tx: Connection, app: App, text: Text, now: datetime) -> None:
    """30007: the carrier filtered the wording; the template waits for a person."""
    switches.pause_template(tx, text.practice_id, text.key, "provider", now)
    _ticket(tx, text, "other", "template_filtered", now)


def _show(tx: Connection, app: App, text: Text, now: datetime) -> None:
    _ticket(tx, text, "other", "text_refused", now)


def _ticket(tx: Connection, text: Text, reason: str, note: str, now: datetime) -> None:
    tickets.open_ticket(tx, text.practice_id, reason, now, conversation_id=text.conversation_id,
                        patient_id=text.patient_id, note=note)  # fmt: skip


FOLLOW: dict[str, Follow] = {
    "suppressed": _suppressed,
    "unusable": _unusable,
    "unreachable": _unreachable,
    "once_more": _once_more,
    "pause_practice": _pause,
    "filtered": _filtered,
}
