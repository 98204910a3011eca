"""Somebody of whom every table holds something, six years and a day ago, and how to look for them everywhere."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from flows.money import Money
from flows.script import Factor, Quote
from storage import (
    audit,
    browsers,
    calls,
    claims,
    consent,
    corrections,
    debits,
    imports,
    incidents,
    ledger,
    links,
    lookups,
    mandates,
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
from storage.base import metadata
from storage.db import keys
from storage.rows import opened
from tests.rows import NOW, a_patient, a_practice, a_sender

LONG_AGO = NOW.replace(year=NOW.year - 6) - timedelta(days=1)
NUMBER, BROWSER = "+17205550187", "browser-quixotic"
SAID = "el perro azul"
"""Stands in everything that somebody wrote."""
BORN = date(1961, 7, 23)


@dataclass(frozen=True)
class Old:
    """Xiomara's rows."""

    practice: int
    sender: int
    patient: int
    talk: int
    chat: int
    staff: int
    number: str = NUMBER


def an_old_patient(tx: Connection, at: datetime = LONG_AGO, **changes: Any) -> Old:
    """Paid up, quiet since then; a row in every table that can be about a patient."""
    practice = a_practice(tx)
    sender, web = a_sender(tx, practice), a_sender(tx, practice, channel="web_chat")
    patient = a_patient(
        tx, practice, "Xiomara", "Quelling", NUMBER, born=BORN, zip="80299", key="ACCT-7731", now=at,
        statement_code="Z9Q4XW7T", guarantor_first="Oswaldo", guarantor_last="Brimble",
        guarantor_born=date(1940, 1, 31), specialty="oncology",
    )  # fmt: skip
    member = people.add_staff(tx, practice, f"ana{practice}@b.example", "Ana", "desk", "h")
    talk = talks.open_conversation(tx, practice, sender, "twilio_sms", NUMBER, at).id
    chat = talks.open_conversation(tx, practice, web, "web_chat", BROWSER, at).id
    old = replace(Old(practice, sender, patient, talk, chat, member), **changes)
    for where in (talk, chat):
        _talk(tx, old, where, at)
    _agreed(tx, old, at)
    _watched(tx, old, at)
    return old


def _talk(tx: Connection, old: Old, talk: int, at: datetime) -> None:
    number = NUMBER if talk == old.talk else ""
    name = f"{old.practice}-{talk}"
    message = talks.store_message(tx, talk, old.practice, "fake", name, SAID, {"text": SAID}, (), (), 0, None, at)
    assert message
    talks.mark_read(tx, [message], {message: SAID})
    corrections.correct(tx, old.practice, message, old.staff, "check_balance", at)
    text = outbox.add(tx, old.practice, talk, old.sender, number, "REPLY", "k", SAID, "en", 1, 1, at, at,
                      patient_id=old.patient, answers=message)  # fmt: skip
    outbox.claim(tx, text, [], at)
    outbox.mark(tx, text, "refused", at, provider_id=f"SM{name}")
    outbox.copy(tx, text, at)
    talks.add_note(tx, old.practice, talk, old.staff, SAID, at)
    talks.add_event(tx, old.practice, talk, "taken", "staff:1", at)
    trust.remember(tx, talk, Factor("birth", frozenset({keys(tx).blind("birth", BORN.isoformat())})), at)
    address = NUMBER if talk == old.talk else BROWSER
    subject = f"{'number' if talk == old.talk else 'browser'}:{keys(tx).blind('subject', address)}"
    trust.miss(tx, old.practice, [subject, f"patient:{old.patient}"], at)
    ticket = tickets.open_ticket(tx, old.practice, "dispute", at, talk, old.patient, SAID)
    tickets.close(tx, ticket, "ana", SAID, at)
    talks.save(tx, talk, proved=(old.patient,), proved_at=at)


def _agreed(tx: Connection, old: Old, at: datetime) -> None:
    """A plan that is paid, and what led to it."""
    owed = ledger.balance(tx, old.patient)
    terms = Quote(old.patient, owed, (owed,), (at.date(),))
    quote = quotes.add(tx, old.practice, old.talk, terms, "plan", SAID, at, at)
    quotes.close(tx, quote, "agreed", at)
    plan = plans.start(tx, quote, "offered", at, "page")
    plans.sign(tx, plan, SAID.encode(), {"name": SAID}, at)
    plans.set_state(tx, plan, "completed", at)
    token = f"token-{old.practice}"
    link = links.add(tx, token, old.practice, "pay", at, at, patient_id=old.patient, conversation_id=old.talk,
                     quote_id=quote, plan_id=plan)  # fmt: skip
    card = mandates.add(tx, old.practice, old.patient, plan, "test_till", "", at, link)
    mandates.kept(tx, card, "page", "customer", "method", "card", "4242")
    mandates.agree(tx, card, SAID.encode(), {"name": SAID}, at)
    mandates.end(tx, [card], "plan_over", at)
    debit = debits.announce(tx, old.practice, old.patient, card, 1, owed, at.date(), at)
    debits.move(tx, debit or 0, "paid", settled_at=at)
    trust.miss(tx, old.practice, [f"browser:{token}"], at)
    browsers.add(tx, old.practice, f"page-{token}", None, at, kind="page", link_id=link)
    browsers.add(tx, old.practice, f"chat-{token}", old.chat, at)
    paid = payments.add(tx, old.practice, old.patient, owed, "test_till", at, conversation_id=old.talk, link_id=link,
                        debit_id=debit)  # fmt: skip
    payments.set_state(tx, paid, "paid", at, f"pi-{old.practice}")
    ledger.payment(tx, old.practice, old.patient, paid, owed, at)
    listed = imports.add(tx, old.practice, "list.csv", f"sha-{old.practice}", at.date(), "ana", {}, at)
    imports.saw(tx, old.practice, listed, old.patient, owed)
    promises.add(tx, old.practice, old.patient, at.date(), Money(100), at)
    claim = claims.begin(tx, old.practice, old.patient, old.talk, at)
    claims.answer(tx, claim.id, "none", at)
    uploads.add(tx, old.practice, old.patient, "front", "image/jpeg", SAID.encode(), at, claim.id)
    uploads.add(tx, old.practice, old.patient, "proof", "application/pdf", SAID.encode(), at)


def _watched(tx: Connection, old: Old, at: datetime) -> None:
    """Stops, calls, look-ups, touches and incidents: some name the patient, some only the number."""
    for patient in (old.patient, None):
        consent.revoke(tx, old.practice, patient, NUMBER, "verbal", "ana", at)
        consent.add_hold(tx, old.practice, "dispute", at, patient_id=patient, number=NUMBER, note=SAID)
        calls.add(tx, old.practice, patient, NUMBER, old.staff, at)
        lookups.add(tx, old.practice, patient, NUMBER, at.date(), "no", at)
        incidents.add(tx, old.practice, patient, NUMBER, "wrong_number", 0, at)
        wrong = incidents.add(tx, old.practice, patient, NUMBER, "wrong_number", 1, at)
        incidents.close(tx, old.practice, wrong, "ana", SAID, at)
    touch = touches.plan(tx, old.practice, old.patient, "2020-01-01", 1, at, (), at)
    text = outbox.add(tx, old.practice, old.talk, old.sender, NUMBER, "NUDGE", "k", SAID, "en", 1, 0, at, at,
                      patient_id=old.patient, touch_id=touch)  # fmt: skip
    outbox.drop(tx, text, (), at)
    audit.write(tx, old.practice, "ana", "proved", f"patient:{old.patient}", {}, at)


def needles(tx: Connection) -> tuple[str, ...]:
    """Everything that says who Xiomara is: in words, and as digests."""
    ring = keys(tx)
    sent = base64.b64encode(SAID.encode()).decode()
    words = ("Xiomara", "Quelling", "Oswaldo", "Brimble", NUMBER, BROWSER, BORN.isoformat(), "1940-01-31", "80299",
             "ACCT-7731", "Z9Q4XW7T", SAID, "oncology", "pi-", "SM", sent)  # fmt: skip
    hidden = [("number", NUMBER), ("number", BROWSER), ("subject", NUMBER), ("subject", BROWSER), ("key", "ACCT-7731"),
              ("code", "Z9Q4XW7T"), ("birth", BORN.isoformat()), ("birth", "1940-01-31"), ("zip", "80299"),
              *(("name", part.lower()) for part in words[:4])]  # fmt: skip
    return (*words, *(digest for kind, value in hidden for digest in ring.blinds(kind, value)))


def told(tx: Connection) -> dict[str, str]:
    """Every table of the database as text, sealed columns opened; opt-outs, which are kept, are left out."""
    tables = {name: table for name, table in metadata.tables.items() if name != "suppressions"}
    return {
        name: json.dumps([opened(tx, table, row) for row in tx.execute(select(table))], default=str, ensure_ascii=False)
        for name, table in tables.items()
    }


def found(tx: Connection) -> dict[str, set[str]]:
    """Which tables still say something of Xiomara, and what."""
    sought = needles(tx)
    hits = {name: {needle for needle in sought if needle in text} for name, text in told(tx).items()}
    return {name: hit for name, hit in hits.items() if hit}
