"""Small builders of rows, for any test that needs a practice with a sender and patients."""

from __future__ import annotations

import base64
import itertools
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection

from bot import agreements
from flows.money import Money
from storage import consent, ledger, people, talks
from storage.crypt import Keyring
from storage.db import Database
from storage.migrations import upgrade

NOW = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
"""Monday morning in Denver."""
KEY = base64.urlsafe_b64encode(b"k" * 32).decode()
OUR_NUMBER = "+13035550100"
THEIR_NUMBER = "+17205550143"

_count = itertools.count(1)


def a_keyring() -> Keyring:
    """A keyring with one key of each kind."""
    return Keyring.of("s" * 32, (KEY,))


def a_database(url: str) -> Database:
    """A database with all its tables."""
    upgrade(url)
    return Database(url, a_keyring())


def a_practice(tx: Connection, **fields: Any) -> int:
    """Willow Creek, or what the fields make of it."""
    number = next(_count)
    known = {"slug": f"willow-creek-{number}", "name": "Willow Creek Family Medicine", "phone": "(303) 555-0100",
             "zone": "America/Denver", "state": "CO", "zip": "80203", "site": "willowcreek.example",
             "hosts": ("pay.willowcreek.example",), "outreach": "on",
             "spanish_review": {"by": "Lucía Prado", "version": agreements.READ}}  # fmt: skip
    return people.add_practice(tx, **{**known, **fields})


def a_sender(tx: Connection, practice_id: int, *, channel: str = "twilio_sms", number: str = "", **fields: Any) -> int:
    """A number of the practice; in web chat its slug."""
    chat = people.practice(tx, practice_id).slug
    given = number or (chat if channel == "web_chat" else f"+1303555{next(_count):04}")
    return people.add_sender(tx, practice_id, channel, given, **fields)


def a_patient(
    tx: Connection,
    practice_id: int,
    first: str = "Maria",
    last: str = "Lopez",
    number: str = THEIR_NUMBER,
    owes_cents: int = 24001,
    *,
    born: date | None = date(1984, 3, 2),
    zip: str | None = "80203",
    consented: bool = True,
    risk_acked: bool = True,
    flags: Sequence[str] = (),
    key: str = "",
    now: datetime = NOW,
    **fields: Any,
) -> int:
    """A patient with a mobile, consent and a charge; an empty number or nothing owed leaves that out."""
    ack = {"risk_ack_at": now, "risk_ack_wording": "verify.ask"} if risk_acked else {}
    known = {"born": born, "zip": zip, "lang": "en", "flags": flags, "oldest_service": date(2026, 1, 5),
             "first_statement": date(2026, 2, 2), "created_at": now, **ack}  # fmt: skip
    patient_id = people.add_patient(tx, practice_id, key or f"P{next(_count):05}", first, last, **{**known, **fields})
    if number:
        people.add_phone(tx, practice_id, patient_id, number, kind="mobile")
        if consented:
            a_consent(tx, practice_id, patient_id, number, now)
    if owes_cents:
        ledger.charge(tx, practice_id, patient_id, "test", f"{patient_id}:{next(_count)}", Money(owes_cents), now)
    return patient_id


def a_consent(tx: Connection, practice_id: int, patient_id: int | None, number: str, now: datetime = NOW) -> int:
    """Billing texts were agreed to on the intake form."""
    words = "I agree to texts about my bill."
    return consent.grant(
        tx, practice_id, patient_id, number, "intake_form", words, "1", ("billing",), "desk", now
    )  # fmt: skip


def a_conversation(
    tx: Connection, practice_id: int, sender_id: int, address: str = THEIR_NUMBER, now: datetime = NOW
) -> int:
    """The conversation of this number with this sender."""
    channel = people.sender(tx, sender_id).channel
    return talks.open_conversation(tx, practice_id, sender_id, channel, address, now).id
