"""What becomes of a text, as the audit trail has it: that it left, waits or never leaves, and a digest of the reasons.

The words' key stands there for what a practice sends by itself. An answer's could tell what somebody has, so of that,
as of the reasons, only a keyed digest is kept.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from flows.values import LANES, MessageClass
from storage import audit
from storage.db import keys

KIND = "audit"
OPEN_LANE = LANES[MessageClass.NUDGE]


def note(tx: Connection, text: Any, action: str, reasons: Sequence[Sequence[str]], now: datetime) -> None:
    """A row for a text: `action` is sent, held or dropped. `text` has at least the columns below."""
    why = json.dumps([list(reason) for reason in reasons], ensure_ascii=False)
    told = {"class": text.cls, "patient": text.patient_id, "why": digest(tx, why)}
    told |= {"key": text.key} if text.lane == OPEN_LANE else {"key_digest": digest(tx, text.key)}
    actor = f"staff:{text.staff_id}" if text.staff_id else "bot"
    audit.write(tx, text.practice_id, actor, action, f"outbox:{text.id}", told, now)


def digest(tx: Connection, words: str) -> str:
    """The keyed digest under which words stand in the trail."""
    return keys(tx).blind(KIND, words)
