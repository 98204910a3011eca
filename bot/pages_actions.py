"""What a proved patient asks for on a page: each is one transaction, with the same holds and tickets as by text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from bot import keywords, mandates, uploads
from bot.accept import ANSWERS, opt_out
from bot.consequences import OF_RULE, Consequence, in_doubt, of_hold
from bot.media import Kept
from bot.redact import redact
from bot.visits import Visit
from bot.wiring import App
from flows.policy_terms import DAYS
from storage import audit, consent, outbox, people, promises, talks, tickets

LONGEST = 1000
SAFETY = frozenset({"self_harm", "emergency"})


@dataclass(frozen=True)
class Complaint:
    """What a choice on the page comes to: a ticket of this reason, and a hold."""

    ticket: str
    hold: str


WRONG: dict[str, Complaint] = {
    "dispute": Complaint("dispute", "dispute"),
    "amount": Complaint("dispute", "dispute"),
    "insurance": Complaint("insurance", "dispute"),
    "paid": Complaint("already_paid", "dispute"),
    "person": Complaint("wrong_person", "dispute"),
    "estimate": Complaint("dispute", "gfe_dispute"),
}
"""Somebody who has proved to be the patient and says that the bill is not theirs disputes it: no number is detached."""


@dataclass(frozen=True)
class Heard:
    """It is with the office; `danger` where the words speak of it, and the page must name 988 and 911."""

    danger: bool


def looks_wrong(app: App, visit: Visit, what: str, more: str, files: Sequence[Kept] = ()) -> Heard | None:
    """Something looks wrong with the bill, with papers that show it. None: too many files today, and nothing is done.
    """
    with app.db.begin() as tx:
        if not uploads.room(tx, visit, len(files)):
            return None
        uploads.keep(tx, visit, "proof", files)
        sent = f" ({len(files)} {'file' if len(files) == 1 else 'files'})" if files else ""
        danger = told(tx, visit, WRONG[what].ticket, f"page: {what}{sent}.", more)
        put(tx, visit, WRONG[what].hold)
    return Heard(danger)


def told(tx: Connection, visit: Visit, reason: str, what: str, more: str) -> bool:
    """A ticket with what the patient typed, and all that the words bring with them. True where they speak of danger."""
    said = redact(more[:LONGEST]).text
    hits = [hit for hit in keywords.scan(said).hits if hit.rule in OF_RULE]
    _ticket(tx, visit, reason, f"{what} {said}".strip(), visit.now)
    for hit in hits:
        follows = OF_RULE[hit.rule]
        _consequence(tx, visit, follows if hit.sure else in_doubt(follows), hit.rule, visit.now)
    return any(hit.rule in SAFETY for hit in hits)


def put(tx: Connection, visit: Visit, hold: str) -> None:
    """A hold that a choice on a page brings with it."""
    _put(tx, visit, of_hold(hold), visit.now)


def needs_help(app: App, visit: Visit, more: str = "") -> bool:
    """The patient can't pay, and says why if they like: reminders rest, and a person looks at what help there is
    (fact sheet P9). True where the words speak of danger."""
    with app.db.begin() as tx:
        danger = told(tx, visit, "hardship", "page." if more else "page", more)
        put(tx, visit, "hardship_pause")
    return danger


def applied_for_help(app: App, visit: Visit) -> None:
    """The patient has applied for help with the bill: nothing is asked for until it is decided (fact sheet P8)."""
    with app.db.begin() as tx:
        _ticket(tx, visit, "hardship", "page: applied for help with the bill", app.now())
        _put(tx, visit, of_hold("charity_application"), app.now())


def promise(app: App, visit: Visit, day: date) -> None:
    """The patient will pay by this day."""
    with app.db.begin() as tx:
        made = promises.add(tx, visit.practice.id, visit.mine.patient_id, day, None, app.now())
        _note(tx, visit, "promised", app.now(), promise=made)


def contact(app: App, visit: Visit, lang: str, days: Sequence[str], start: str, end: str, paper: bool) -> None:
    """How the patient wants to be written to, which binds us (fact sheet F1, H6): language, days, hours, or paper.

    All days, or none, are no limit. On paper: no text that we begin any more, and staff know.
    """
    now, patient_id = app.now(), visit.mine.patient_id
    with app.db.begin() as tx:
        had = people.patient(tx, patient_id).contact_prefs or {}
        limits = list(days) if 0 < len(days) < len(DAYS) else None
        prefs = {**had, "days": limits, "from": start or None, "to": end or None,
                 "channels": ["mail"] if paper else None}  # fmt: skip
        people.update_patient(tx, patient_id, contact_prefs=prefs, lang=lang)
        if paper:
            for phone in people.phones(tx, patient_id):
                outbox.drop_pending(tx, visit.practice.id, phone.number, ANSWERS, "channel", now)
            _ticket(tx, visit, "info", "page: wants letters, not texts", now)
        _note(tx, visit, "contact_wishes", now)


def no_more_texts(app: App, visit: Visit) -> None:
    """Texts to every number of the patient stop, as by a STOP (fact sheet T6: by any means)."""
    with app.db.begin() as tx:
        numbers = tuple(phone.number for phone in people.phones(tx, visit.mine.patient_id))
        opt_out(tx, visit.practice, numbers, "page", f"link:{visit.link.id}", app.now())


def wants_person(app: App, visit: Visit) -> None:
    """A person is asked for: a ticket, and the talk that the link came from waits for somebody (decision 27)."""
    now, talk_id = app.now(), visit.link.conversation_id
    with app.db.begin() as tx:
        _ticket(tx, visit, "human", "page", now)
        if talk_id and talks.conversation(tx, talk_id, lock=True).handed == "bot":
            talks.save(tx, talk_id, handed="waiting", waiting_since=now, waiting_why="human")
            talks.add_event(tx, visit.practice.id, talk_id, "waiting", "patient", now)


def wants_paper(app: App, visit: Visit, plan_id: int) -> None:
    """The plan is to go out on paper, free (fact sheet A2)."""
    with app.db.begin() as tx:
        _ticket(tx, visit, "other", f"page: mail the plan on paper (plan {plan_id})", app.now())


def _ticket(tx: Connection, visit: Visit, reason: str, note: str, now: datetime) -> None:
    made = tickets.open_ticket(tx, visit.practice.id, reason, now, conversation_id=visit.link.conversation_id,
                               patient_id=visit.mine.patient_id, note=note)  # fmt: skip
    _note(tx, visit, "ticket", now, ticket=made)


def _put(tx: Connection, visit: Visit, what: Consequence, now: datetime) -> None:
    mandates.on_hold(tx, [visit.mine.patient_id], what.hold or "", f"link:{visit.link.id}", now)
    length = what.length(visit.practice.policy)
    until = None if length is None else now + length
    made = consent.add_hold(tx, visit.practice.id, what.hold or "", now, patient_id=visit.mine.patient_id, until=until,
                            lift_by=what.lift_by, note="page")  # fmt: skip
    _note(tx, visit, "hold", now, hold=made)


def _consequence(tx: Connection, visit: Visit, what: Consequence, rule: str, now: datetime) -> None:
    """What a keyword rule brings with it. The page's reader is proved, so no number is detached here."""
    if what.hold and not what.of_number:
        _put(tx, visit, what, now)
    if what.ticket:
        _ticket(tx, visit, what.ticket, f"page: {rule}", now)


def _note(tx: Connection, visit: Visit, action: str, now: datetime, **made: int) -> None:
    subject = f"patient:{visit.mine.patient_id}"
    audit.write(tx, visit.practice.id, f"link:{visit.link.id}", action, subject, {"at": "page", **made}, now)
