"""Whether a number still is the patient's: asked of the provider before a nudge, where nothing has shown it for 60 days
(47 CFR 64.1200(m), fact sheet T10). No transaction is open while the provider is asked.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot import gate_facts, incidents
from bot.channels import Owned
from bot.wiring import App
from flows.values import MessageClass
from storage import audit, consent, lookups, outbox, people, tickets
from storage.people import Practice
from storage.talks import Conversation

log = logging.getLogger("sheepdog.recheck")

ASK_AGAIN = timedelta(days=1)
"""After an answer that said nothing."""
KEPT = frozenset({MessageClass.SAFETY})


def number(app: App, practice: Practice, channel: str, patient_id: int, theirs: str, talk: Conversation | None) -> None:
    """Asks about this number where that is due, and writes down what the provider said."""
    asked = app.channels.get(channel)
    if not practice.lookups or not isinstance(asked, Owned):
        return
    with app.db.read() as tx:
        since = _due(tx, practice, patient_id, theirs, talk, app.now())
    if since is None:
        return
    answer = asked.reassigned(theirs, since.date())
    with app.db.begin() as tx:
        now = app.now()
        made = lookups.add(tx, practice.id, patient_id, theirs, since.date(), answer, now)
        audit.write(tx, practice.id, "provider", "looked_up", f"lookup:{made}", {"answer": answer}, now)
        if answer == "yes":
            _somebody_elses(tx, practice.id, patient_id, theirs, talk, now)


def _due(tx: Connection, practice: Practice, patient_id: int, theirs: str, talk: Conversation | None,
         now: datetime) -> datetime | None:  # fmt: skip
    """Since when the number has to be vouched for; None where it was shown to be theirs lately, or was just asked."""
    seen = gate_facts.last_seen(tx, practice.id, patient_id, theirs, talk)
    if seen is None or now - seen <= timedelta(days=practice.policy.recheck_after_days):
        return None
    before = lookups.newest(tx, practice.id, theirs)
    return None if before and now - before.at < ASK_AGAIN else seen


def _somebody_elses(tx: Connection, practice_id: int, patient_id: int, theirs: str, talk: Conversation | None,
                    now: datetime) -> None:  # fmt: skip
    """The number has a new owner: nothing more goes there, and staff find the patient's new one."""
    people.set_phone_state(tx, practice_id, theirs, "reassigned")
    consent.add_hold(tx, practice_id, "reassigned", now, number=theirs)
    outbox.drop_pending(tx, practice_id, theirs, KEPT, "reassigned", now)
    talk_id = talk.id if talk else None
    incidents.log_one(tx, practice_id, theirs, patient_id, "reassigned", now, talk_id)
    tickets.open_ticket(tx, practice_id, "wrong_person", now, conversation_id=talk_id, patient_id=patient_id,
                        note="number_reassigned")  # fmt: skip
