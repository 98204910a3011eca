"""What the desk shows: who needs a person, and everything about one talk. Reads only, each in one short transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from sqlalchemy.exc import NoResultFound

from bot import chasing, desk_money, engine, facts, gate, gate_facts, zones
from bot.case import Case, Entry, Held, Number, Open, Queue, Row, Side, Which, rank, urgency, within
from bot.understanding import Understood
from flows import economics
from flows.money import Money
from flows.values import MessageClass, Outgoing, Verdict
from storage import (
    claims,
    consent,
    corrections,
    ledger,
    outbox,
    people,
    plans,
    promises,
    restricted,
    talks,
    tickets,
    touches,
    trust,
    uploads,
)
from storage.claims import Claim
from storage.consent import HoldRow
from storage.db import keys
from storage.people import Patient, Phone, Staff
from storage.talks import Conversation, Message
from storage.texts import Text
from storage.tickets import Ticket

MOST = 60
"""Rows of a list that are shown."""
MOST_TEXTS = 200
OTHERS = 2
"""Meanings of a text that are offered with one click, beside all of them in a list."""
ORDER = {"patient": 0, "bot": 1, "staff": 1, "note": 2, "event": 3}
"""Of things that happened at the same moment."""
OF_TICKET = {
    "dispute": frozenset({"dispute", "gfe_dispute"}),
    "hardship": frozenset({"hardship_pause"}),
    "insurance": frozenset({"insurance_pending", "ins_appeal"}),
    "crisis": frozenset({"crisis_hold"}),
    "emergency": frozenset({"emergency_hold"}),
    "wrong_person": frozenset({"wrong_number"}),
    "legal": frozenset({"bankruptcy", "attorney"}),
    "deceased": frozenset({"deceased"}),
    "complaint": frozenset({"abuse_review"}),
}
"""The holds that come with a ticket's reason."""


def queue(tx: Connection, practice_id: int, which: Which, now: datetime) -> Queue:
    """One of the three lists, most urgent first where a person is needed."""
    open_ones = tickets.open_tickets(tx, practice_id)
    lists: dict[Which, list[Conversation]] = {
        "person": _with_tickets(tx, talks.desk_list(tx, practice_id, "person", now), open_ones),
        "patient": talks.desk_list(tx, practice_id, "patient", now),
        "done": talks.desk_list(tx, practice_id, "done", now),
    }
    if which == "person":
        lists["patient"] = [talk for talk in lists["patient"] if talk.id not in {row.id for row in lists["person"]}]
    names = {member.id: member.name for member in people.staff_of(tx, practice_id)}
    zone = ZoneInfo(people.practice(tx, practice_id).zone)
    rows = [_row(tx, talk, open_ones, names, which, zone) for talk in lists[which][:MOST]]
    loose = _in_no_talk(tx, open_ones, zone)
    counts = {name: len(found) for name, found in lists.items()}
    counts["person"] += len(loose)
    ordered = urgency([*rows, *loose[:MOST]], now) if which == "person" else rows
    return Queue(tuple(ordered), counts)


def _in_no_talk(tx: Connection, open_ones: Sequence[Ticket], zone: ZoneInfo) -> list[Row]:
    """A row for each patient with a ticket that no talk shows, and one for all tickets that are about nobody."""
    whose = dict[int | None, list[Ticket]]()
    for ticket in open_ones:
        if ticket.conversation_id is None:
            whose.setdefault(ticket.patient_id, []).append(ticket)
    found = []
    for patient_id, mine in whose.items():
        first = min(mine, key=lambda ticket: (rank(ticket.reason), ticket.opened_at))
        name = _names([people.patient(tx, patient_id)]) if patient_id is not None else "Nobody on file"
        since = min(ticket.opened_at for ticket in mine)
        found.append(Row(None, name, "", "", first.reason, len(mine) - 1, since, "waiting", "",
                         within(first.reason, since, zone), patient_id))  # fmt: skip
    return found


def about_nobody(tx: Connection, member: Staff) -> tuple[Open, ...]:
    """Tickets of no talk and of nobody on file, such as of somebody who could not prove who they are on a page."""
    found = tickets.open_tickets(tx, member.practice_id)
    return tuple(_open(member, one, (), ()) for one in found if one.conversation_id is None and one.patient_id is None)


def _with_tickets(tx: Connection, found: list[Conversation], open_ones: Sequence[Ticket]) -> list[Conversation]:
    """Also talks that the bot still has, where something is open for staff."""
    here = {talk.id for talk in found}
    wanted = dict.fromkeys(ticket.conversation_id for ticket in open_ones if ticket.conversation_id)
    others = [talks.conversation(tx, talk_id) for talk_id in wanted if talk_id not in here]
    return [*found, *(talk for talk in others if talk.handed == "bot")]


def _row(tx: Connection, talk: Conversation, open_ones: Sequence[Ticket], names: Mapping[int, str],
         which: Which, zone: ZoneInfo) -> Row:  # fmt: skip
    mine = sorted((t for t in open_ones if t.conversation_id == talk.id), key=lambda t: (rank(t.reason), t.opened_at))
    oldest = min((ticket.opened_at for ticket in mine), default=talk.created_at)
    since = talk.waiting_since or oldest
    if talk.handed == "taken":
        since = talk.last_inbound_at or since
    if which != "person":
        since = (talk.done_at if which == "done" else talk.last_reply_at) or since
    reason = mine[0].reason if mine else talk.waiting_why or ""
    return Row(
        talk_id=talk.id,
        name=_names(facts.patients_of(tx, talk)),
        number="" if talk.channel == "web_chat" else talk.address,
        channel=talk.channel,
        reason=reason,
        more=max(0, len(mine) - 1),
        since=since,
        handed=talk.handed,
        taken_by=names.get(talk.taken_by or 0, ""),
        within=within(reason, since, zone),
    )


def _names(patients: Sequence[Patient]) -> str:
    return " and ".join(f"{patient.first} {patient.last}" for patient in patients[:2])


def case(tx: Connection, member: Staff, conversation_id: int, now: datetime) -> Case | None:
    """Everything about one talk; None where this member's practice has none of that id."""
    talk = _talk(tx, member.practice_id, conversation_id)
    if talk is None:
        return None
    scene = facts.scene(tx, talk, keys(tx).blind)
    found = tickets.open_tickets(tx, talk.practice_id, conversation_id=talk.id)
    of_number = [
        row
        for row in (consent.open_holds(tx, talk.practice_id, [], scene.number, now) if scene.number else [])
        if row.patient_id is None
    ]
    sides = tuple(
        side(tx, member, patient, now, facts.is_proved(scene, now) and patient.id in talk.proved, asked=True)
        for patient in facts.patients_of(tx, talk)
    )
    rows = [*of_number, *(row for one in sides for row in one.rows)]
    waiting = [one.claim for one in sides if one.claim and one.claim.open]
    policy = scene.practice.policy
    return Case(
        talk_id=talk.id,
        name=_names(facts.patients_of(tx, talk)),
        number=scene.number,
        channel=talk.channel,
        lang=talk.lang or next((one.lang for one in sides if one.lang), None),
        handed=talk.handed,
        taken_by=talk.taken_by,
        taken_name=_names_of(tx, talk.practice_id).get(talk.taken_by or 0, ""),
        since=talk.waiting_since,
        reason=talk.waiting_why or "",
        entries=entries(tx, talk),
        sides=sides,
        holds=tuple(_held(member, row) for row in of_number),
        tickets=tuple(_open(member, ticket, rows, waiting) for ticket in sorted(found, key=lambda t: rank(t.reason))),
        asking=engine.asking(engine.load(talk.talk)[0]),
        topic=talk.topic,
        locked=trust.lock(tx, talk.practice_id, facts.subjects(scene, scene.on_number), now, policy.verify),
        suspicion=bool(talk.suspicion),
        opted_out_at=consent.suppressed_at(tx, talk.practice_id, scene.number) if scene.number else None,
    )


def _talk(tx: Connection, practice_id: int, conversation_id: int) -> Conversation | None:
    try:
        talk = talks.conversation(tx, conversation_id)
    except NoResultFound:
        return None
    return talk if talk.practice_id == practice_id else None


def _names_of(tx: Connection, practice_id: int) -> dict[int, str]:
    return {member.id: member.name for member in people.staff_of(tx, practice_id)}


def side(tx: Connection, member: Staff, patient: Patient, now: datetime, proved: bool = False,
         asked: bool = False) -> Side:  # fmt: skip
    """A patient as the right column shows them; `asked`: with what the gate says about texting each number now."""
    practice = people.practice(tx, patient.practice_id)
    today = now.astimezone(facts.zone_of(practice, [patient])).date()
    rows = [row for row in consent.open_holds(tx, practice.id, [patient.id], "", now) if row.patient_id == patient.id]
    found = tickets.open_tickets(tx, practice.id, patient_id=patient.id)
    planned = [one.due_at for one in touches.of_patient(tx, patient.id) if one.state == "planned" and one.due_at > now]
    claim = claims.newest(tx, patient.id)
    numbers = tuple(_number(tx, phone, now, asked) for phone in people.phones(tx, patient.id))
    return Side(
        id=patient.id,
        name=f"{patient.first} {patient.last}",
        first=patient.first,
        born=patient.born,
        lang=patient.lang,
        statement_code=patient.statement_code,
        flags=tuple(sorted(patient.flags)),
        guarantor=" ".join(part for part in (patient.guarantor_first, patient.guarantor_last) if part),
        proved=proved,
        owed=ledger.balance(tx, patient.id),
        lines=tuple(ledger.lines(tx, patient.id)),
        in_transit=ledger.in_transit(tx, patient.id),
        plan=plans.plan(tx, patient.id),
        promise=promises.open_promise(tx, patient.id, today),
        numbers=numbers,
        holds=tuple(_held(member, row) for row in rows),
        tickets=tuple(_open(member, ticket, rows, [claim] if claim and claim.open else ()) for ticket in found),
        talks=_talks_of(tx, patient.practice_id, numbers),
        planned=tuple(sorted(planned)),
        rows=tuple(rows),
        state=zones.state_of(numbers[0].number if numbers else "", patient.zip),
        prefs=gate_facts.prefs(patient),
        ma_notice_at=patient.ma_notice_sent_at,
        payments=desk_money.of_patient(tx, patient.id) if asked else (),
        own_card=desk_money.own_card(tx, patient.id),
        estimate=None if patient.estimate_cents is None else Money(patient.estimate_cents),
        kept=tuple(restricted.standing(tx, patient.id)),
        claim=claim,
        uploads=tuple(uploads.of_patient(tx, patient.id)) if asked else (),
    )


def _number(tx: Connection, phone: Phone, now: datetime, asked: bool) -> Number:
    ask = _gate(tx, phone, now) if asked else {}
    return Number(
        number=phone.number,
        kind=phone.kind,
        of=phone.of,
        state=phone.state,
        opted_out_at=consent.suppressed_at(tx, phone.practice_id, phone.number),
        consent=consent.newest_grant(tx, phone.practice_id, phone.number, phone.patient_id),
        reminder=ask.get(MessageClass.NUDGE),
        by_hand=ask.get(MessageClass.STAFF),
    )


def _gate(tx: Connection, phone: Phone, now: datetime) -> dict[MessageClass, Verdict]:
    """ "Why can't I text her?": the gate's own answer, for a reminder and for what staff type."""
    sender = next((one for one in people.senders(tx, phone.practice_id) if one.channel == "twilio_sms"), None)
    if sender is None:
        return {}
    ours = talks.conversations_of(tx, phone.practice_id, phone.number)
    known = [talk for talk in ours if talk.sender_id == sender.id]
    told = gate_facts.of_patient(tx, phone.practice_id, sender.id, phone.patient_id, phone.number,
                                 known[0] if known else None, now)  # fmt: skip
    asked = (MessageClass.NUDGE, MessageClass.STAFF)
    return {cls: gate.check(Outgoing(cls, phone.number), told, now) for cls in asked}


def _talks_of(tx: Connection, practice_id: int, numbers: Sequence[Number]) -> tuple[int, ...]:
    found = [talk for one in numbers for talk in talks.conversations_of(tx, practice_id, one.number)]
    return tuple(dict.fromkeys(talk.id for talk in found))


def _held(member: Staff, row: HoldRow) -> Held:
    return Held(row.id, row.reason, row.starts_at, row.until, row.lift_by, row.note, may_lift(member, row))


def _open(member: Staff, ticket: Ticket, rows: Sequence[HoldRow], waiting: Sequence[Claim]) -> Open:
    """A ticket, with the hold that came with it, where that ends only by being lifted.

    The hold of a claim ends with the insurer's answer, and is not lifted in passing.
    """
    about = ticket.patient_id if ticket.reason == "insurance" else None
    claim = next((one.id for one in waiting if one.patient_id == about), None)
    came = frozenset[str]() if claim else OF_TICKET.get(ticket.reason, frozenset())
    hold = next((row.id for row in rows if row.reason in came and row.until is None and may_lift(member, row)), None)
    return Open(ticket.id, ticket.reason, ticket.note, ticket.opened_at, hold, claim)


def may_lift(member: Staff, hold: HoldRow) -> bool:
    """Who may end a hold: what an administrator must lift, only one; what the patient must, nobody here."""
    if hold.resting:
        return False
    return hold.lift_by in ("staff", "time") or (hold.lift_by == "admin" and member.role == "admin")


def entries(tx: Connection, talk: Conversation) -> tuple[Entry, ...]:
    """The talk in one column: texts in and out, dropped ones too, notes, and who had it when."""
    names = {f"staff:{staff_id}": name for staff_id, name in _names_of(tx, talk.practice_id).items()}
    corrected = corrections.of_conversation(tx, talk.id)
    found = [
        *(_inbound(message, corrected.get(message.id, "")) for message in talks.messages(tx, talk.id, MOST_TEXTS)),
        *(_outbound(text, names) for text in outbox.of_conversation(tx, talk.id, MOST_TEXTS)),
        *(Entry("note", n.at, n.body, by=names.get(f"staff:{n.staff_id}", "")) for n in talks.notes(tx, talk.id)),
        *(Entry("event", e.at, e.kind, by=names.get(e.by, e.by)) for e in talks.events(tx, talk.id)),
    ]
    return tuple(sorted(found, key=lambda entry: (entry.at, ORDER[entry.kind])))


def _inbound(message: Message, corrected: str) -> Entry:
    meant = read(message.understood)
    words = meant is not None and not figures(meant)
    return Entry(
        "patient",
        message.at,
        message.body,
        media=message.media,
        found=message.found,
        intent="figures" if figures(meant) else meant.intent if meant else "",
        sure=round(meant.confidence * 100) if meant and meant.by != "rule" else None,
        message_id=message.id if words else None,
        others=tuple(label for label, _ in meant.ranking if label != meant.intent)[:OTHERS] if meant and words else (),
        corrected=corrected,
    )


def figures(meant: Understood | None) -> bool:
    """Whether a text was nothing but figures, which only the open question can make sense of."""
    return meant is not None and meant.by == "rule" and not meant.ranking


def read(understood: str | None) -> Understood | None:
    """What a text was understood as; None before its turn, or where it was written in another form."""
    try:
        return Understood.from_json(understood) if understood else None
    except (ValueError, TypeError, KeyError):
        return None


def _outbound(text: Text, names: Mapping[str, str]) -> Entry:
    by_staff = text.cls == MessageClass.STAFF
    return Entry(
        "staff" if by_staff else "bot",
        text.created_at,
        text.body,
        by=names.get(f"staff:{text.staff_id}", "") if by_staff else "",
        state=text.state,
        reasons=text.reasons if text.verdict != "send" else (),
        until=text.until,
        segments=text.segments,
        lang=text.lang,
        cls=text.cls,
        error=text.error or "",
    )


def patient(tx: Connection, member: Staff, patient_id: int, now: datetime) -> Side | None:
    """A patient by id; None where this member's practice has none of that id."""
    try:
        found = people.patient(tx, patient_id)
    except NoResultFound:
        return None
    if found.practice_id != member.practice_id:
        return None
    outlook = chasing.of_patient(tx, people.practice(tx, found.practice_id), found, now)
    return replace(side(tx, member, found, now, asked=True), advice=economics.advice(outlook) if outlook else "")
