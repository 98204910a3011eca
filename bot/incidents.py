"""Texts that went to a number which turns out to be somebody else's (45 CFR 164.402, fact sheet H12)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from storage import audit, incidents, outbox, tickets

NOTE = "incident_to_review"
"""A ticket's note: somebody has to judge whether what was texted there must be reported, within 60 days."""


def log_one(tx: Connection, practice_id: int, number: str, patient_id: int | None, kind: str, now: datetime,
            talk_id: int | None = None) -> None:  # fmt: skip
    """Logs it, once for what was texted so far; above content level 0 a person has to judge it."""
    sent, level = outbox.reached(tx, practice_id, number)
    before = incidents.of_number(tx, practice_id, number)
    if not sent or any(one.state != "closed" and one.level >= level for one in before):
        return
    made = incidents.add(tx, practice_id, patient_id, number, kind, level, now)
    if level > 0:
        tickets.open_ticket(tx, practice_id, "complaint", now, conversation_id=talk_id, patient_id=patient_id,
                            note=NOTE)  # fmt: skip
    audit.write(tx, practice_id, "rule", "incident", f"incident:{made}", {"kind": kind, "level": level}, now)
