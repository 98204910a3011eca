"""What is switched off and on for a whole practice: reminders, all texts, one wording. Each with its audit row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from storage import audit, people


def outreach(tx: Connection, practice_id: int, state: str, by: str, now: datetime, why: str = "",
             **told: Any) -> None:  # fmt: skip
    """Reminders go "on", or are "paused"; `why` is for the desk where no person paused them."""
    people.update_practice(tx, practice_id, outreach=state, outreach_why=why, outreach_at=now)
    _note(tx, practice_id, by, f"outreach_{state}", told, now)


def pause(tx: Connection, practice_id: int, why: str, by: str, now: datetime, **told: Any) -> None:
    """Nothing leaves but safety replies and opt-out confirmations."""
    people.pause_practice(tx, practice_id, why)
    _note(tx, practice_id, by, "practice_paused", told, now)


def resume(tx: Connection, practice_id: int, by: str, now: datetime) -> None:
    """Texts may leave again."""
    people.pause_practice(tx, practice_id, "")
    _note(tx, practice_id, by, "practice_resumed", {}, now)


def pause_template(tx: Connection, practice_id: int, key: str, by: str, now: datetime) -> None:
    """This wording waits until a person has looked at it."""
    if people.pause_template(tx, practice_id, key, now):
        _note(tx, practice_id, by, "template_paused", {"key": key}, now)


def resume_template(tx: Connection, practice_id: int, key: str, by: str, now: datetime) -> None:
    """This wording may be sent again."""
    people.resume_template(tx, practice_id, key)
    _note(tx, practice_id, by, "template_resumed", {"key": key}, now)


def _note(tx: Connection, practice_id: int, by: str, action: str, told: Mapping[str, Any], now: datetime) -> None:
    audit.write(tx, practice_id, by, action, f"practice:{practice_id}", told, now)
