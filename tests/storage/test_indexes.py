"""Hot questions are answered from an index: none of them reads a table from end to end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event

from flows.policy import Verify
from storage import (
    claims,
    consent,
    ledger,
    links,
    outbox,
    payments,
    people,
    plans,
    promises,
    quotes,
    talks,
    tickets,
    touches,
    trust,
    uploads,
)
from storage.db import Database
from tests.rows import NOW, THEIR_NUMBER, a_conversation, a_database, a_patient, a_practice, a_sender

Question = Callable[[Connection, dict[str, int]], Any]
NUMBER = THEIR_NUMBER

HOT: dict[str, Question] = {
    "newest claim": lambda tx, ids: claims.newest(tx, ids["patient"]),
    "open claims": lambda tx, ids: claims.waiting(tx, ids["practice"]),
    "uploads of a patient": lambda tx, ids: uploads.of_patient(tx, ids["patient"]),
    "uploads of a claim": lambda tx, ids: uploads.of_claim(tx, 1),
    "uploads of a day": lambda tx, ids: uploads.many_since(tx, ids["patient"], NOW),
    "sender_by_number": lambda tx, ids: people.sender_by_number(tx, "twilio_sms", "+13035550100"),
    "patients_of_number": lambda tx, ids: people.patients_of_number(tx, ids["practice"], NUMBER),
    "patients_of_code": lambda tx, ids: people.patients_of_code(tx, ids["practice"], "00"),
    "patient_by_key": lambda tx, ids: people.patient_by_key(tx, ids["practice"], "P1"),
    "find": lambda tx, ids: people.find(tx, ids["practice"], "maria lopez"),
    "phones": lambda tx, ids: people.phones(tx, ids["patient"]),
    "conversation": lambda tx, ids: talks.conversation(tx, ids["talk"], lock=True),
    "open_conversation": lambda tx, ids: talks.open_conversation(
        tx, ids["practice"], ids["sender"], "twilio_sms", NUMBER, NOW
    ),
    "store_message": lambda tx, ids: talks.store_message(
        tx, ids["talk"], ids["practice"], "twilio_sms", "SM-ix", "hi", None, (), (), 0, None, NOW
    ),
    "due": lambda tx, ids: talks.due(tx, NOW, 20),
    "next_due of talks": lambda tx, ids: talks.next_due(tx),
    "unread": lambda tx, ids: talks.unread(tx, ids["talk"]),
    "messages": lambda tx, ids: talks.messages(tx, ids["talk"]),
    "has_unread": lambda tx, ids: talks.has_unread(tx, ids["practice"], NUMBER),
    "mark_read": lambda tx, ids: talks.mark_read(tx, [1], {}),
    "waiting": lambda tx, ids: talks.desk_list(tx, ids["practice"], "person", NOW),
    "next_texts": lambda tx, ids: outbox.next_texts(tx, ids["sender"], NOW, 20),
    "senders_with_due": lambda tx, ids: outbox.senders_with_due(tx, NOW),
    "next_due of texts": lambda tx, ids: outbox.next_due(tx),
    "claim": lambda tx, ids: outbox.claim(tx, ids["text"], [], NOW),
    "mark": lambda tx, ids: outbox.mark(tx, ids["text"], "sent", NOW, provider_id="SM-out"),
    "unsettled texts": lambda tx, ids: outbox.unsettled(tx, NOW),
    "by_provider_id": lambda tx, ids: outbox.by_provider_id(tx, "SM-out"),
    "drop_pending": lambda tx, ids: outbox.drop_pending(tx, ids["practice"], NUMBER, (), "opted_out", NOW),
    "sent_since": lambda tx, ids: outbox.sent_since(
        tx, ids["practice"], NUMBER, ids["patient"], NOW - timedelta(days=8)
    ),
    "replies_since": lambda tx, ids: outbox.replies_since(tx, ids["talk"], NOW),
    "nudges_for_balance": lambda tx, ids: outbox.nudges_for_balance(tx, ids["patient"]),
    "of_conversation": lambda tx, ids: outbox.of_conversation(tx, ids["talk"]),
    "suppressed_at": lambda tx, ids: consent.suppressed_at(tx, ids["practice"], NUMBER),
    "newest_grant": lambda tx, ids: consent.newest_grant(tx, ids["practice"], NUMBER, ids["patient"]),
    "confirm_sent_at": lambda tx, ids: consent.confirm_sent_at(tx, ids["practice"], NUMBER),
    "open_holds": lambda tx, ids: consent.open_holds(tx, ids["practice"], [ids["patient"]], NUMBER, NOW),
    "lock": lambda tx, ids: trust.lock(tx, ids["practice"], ["number:a", "patient:1"], NOW, Verify()),
    "remembered": lambda tx, ids: trust.remembered(tx, ids["talk"], NOW),
    "balance": lambda tx, ids: ledger.balance(tx, ids["patient"]),
    "lines": lambda tx, ids: ledger.lines(tx, ids["patient"]),
    "transits": lambda tx, ids: ledger.transits(tx, ids["patient"]),
    "open_quote": lambda tx, ids: quotes.open_quote(tx, ids["patient"], NOW),
    "plan": lambda tx, ids: plans.plan(tx, ids["patient"]),
    "open_promise": lambda tx, ids: promises.open_promise(tx, ids["patient"], NOW.date()),
    "open_tickets": lambda tx, ids: tickets.open_tickets(tx, ids["practice"], conversation_id=ids["talk"]),
    "link": lambda tx, ids: links.by_token_hash(tx, "h"),
    "payment": lambda tx, ids: payments.by_ref(tx, "r"),
    "unsettled payments": lambda tx, ids: payments.unsettled(tx, NOW),
    "touches due": lambda tx, ids: touches.due(tx, NOW, 50),
}


@pytest.fixture(scope="module")
def lite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    made = a_database(f"sqlite:///{tmp_path_factory.mktemp('ix') / 'sheepdog.db'}")
    yield made
    made.dispose()


@contextmanager
def asked(tx: Connection) -> Iterator[list[tuple[str, Any]]]:
    statements: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        statements.append((statement, parameters))

    event.listen(tx, "before_cursor_execute", note)
    yield statements
    event.remove(tx, "before_cursor_execute", note)


def plan_of(tx: Connection, statement: str, parameters: Any) -> list[str]:
    one = parameters[0] if isinstance(parameters, list) else parameters
    return [row[3] for row in tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", one)]


SMALL = {
    "ix_outbox_waiting", "ix_outbox_due", "ix_outbox_unsettled", "ix_messages_new", "ix_conversations_due",
    "ix_payments_unsettled", "ix_touches_due",
}  # fmt: skip
"""Partial indexes: they hold only what is under way, and may be read from end to end."""


def is_scan(step: str) -> bool:
    """Whether this step reads a whole table, or the whole of an index that grows with it."""
    found = re.match(r"SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?", step)
    return found is not None and found[1] not in ("those", "CONSTANT") and found[2] not in SMALL


@pytest.mark.parametrize("question", HOT)
def test_no_table_is_read_from_end_to_end(lite: Database, question: str) -> None:
    with lite.begin() as tx:
        practice = a_practice(tx)
        sender = a_sender(tx, practice)
        ids = {"practice": practice, "sender": sender, "patient": a_patient(tx, practice),
               "talk": a_conversation(tx, practice, sender)}  # fmt: skip
        ids["text"] = outbox.add(tx, practice, ids["talk"], sender, NUMBER, "REPLY", "k", "b", "en", 1, 0, NOW, NOW)
        with asked(tx) as statements:
            HOT[question](tx, ids)
        assert statements
        for statement, parameters in list(statements):
            steps = plan_of(tx, statement, parameters)
            assert not [step for step in steps if is_scan(step)], f"{steps} for {statement}"
        tx.rollback()
