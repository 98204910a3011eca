"""A patient's text is stored, and what cannot wait happens with it: one transaction, no model, no talk (decision 1)."""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot import hear, incidents, keywords, mandates
from bot.channels import Inbound
from bot.consequences import OF_MEANING, OF_RULE, Consequence, in_doubt
from bot.redact import Redacted, redact
from bot.wiring import App
from flows.values import MessageClass
from storage import audit, consent, outbox, people, talks, tickets
from storage.people import Practice, Sender
from storage.talks import Conversation

log = logging.getLogger("sheepdog.accept")

WISH = "contact_pref"
NO_AUTOPAY = "stop_autopay"
HOURS = frozenset(("from", "to"))
FINAL = {"tapback", "auto_reply"}
"""Their text is nobody's wish: stored, never answered (fact sheet S8, S9)."""
KEPT = frozenset({MessageClass.SAFETY})
ANSWERS = frozenset(MessageClass) - {MessageClass.NUDGE, MessageClass.SERVICE}
"""What a hold lets pass: the gate judges each of them again when it leaves."""
START_WORDING = "Texted {word} to the practice's number."


@dataclass(frozen=True)
class Accepted:
    """Stored, under these ids."""

    conversation_id: int
    message_id: int


@dataclass(frozen=True)
class Repeat:
    """This provider id is stored already: nothing happened."""


@dataclass(frozen=True)
class NotOurs:
    """Nobody's number was texted, or nobody texted."""

    why: str


@dataclass(frozen=True)
class _Seen:
    """A text as it is kept, and what the rules find in it."""

    redacted: Redacted
    body: str
    hits: tuple[keywords.Hit, ...]


@dataclass(frozen=True)
class _Read(_Seen):
    """The same, and what the sender's carrier has done about it."""

    carrier: str | None
    """STOP, START or HELP when the carrier has already acted on it."""

    def has(self, rule: str) -> bool:
        return any(hit.rule == rule and hit.sure for hit in self.hits)

    @property
    def urgent(self) -> bool:
        """Something follows from it now, and it is answered without waiting for more."""
        return bool(self.hits) or self.carrier is not None

    @property
    def stops(self) -> bool:
        return self.carrier == "STOP" or self.has("opt_out")

    @property
    def starts(self) -> bool:
        return self.carrier == "START" or (self.has("start") and not self.stops)


def accept(app: App, inbound: Inbound) -> Accepted | Repeat | NotOurs:
    """Stores an inbound text with its consequences, once however often it comes, and wakes a worker."""
    now = app.now()
    seen = _see(inbound.body, now)
    with app.db.begin() as tx:
        sender = people.between(tx, inbound.channel, inbound.to, inbound.sender)
        if sender is None or not inbound.sender:
            log.warning("text for nobody", extra={"kind": inbound.channel})
            return NotOurs("no practice has this number" if sender is None else "nobody, or we ourselves, wrote it")
        outcome = _store(tx, app, sender, inbound, seen, now)
    if isinstance(outcome, Accepted):
        app.wake("drain")
    return outcome


def _store(tx: Connection, app: App, sender: Sender, inbound: Inbound, seen: _Seen,
           now: datetime) -> Accepted | Repeat:  # fmt: skip
    talk = talks.open_conversation(tx, sender.practice_id, sender.id, inbound.channel, inbound.sender, now)
    read = _Read(seen.redacted, seen.body, seen.hits, _carrier(seen.redacted.text, inbound, sender))
    message_id = talks.store_message(
        tx,
        conversation_id=talk.id,
        practice_id=sender.practice_id,
        channel=inbound.channel,
        provider_id=inbound.provider_id,
        body=read.body,
        values={"text": read.redacted.text} if read.body != read.redacted.text else None,
        found=read.redacted.found,
        hits=tuple(asdict(hit) for hit in read.hits),
        media=inbound.media,
        opt_out_type=read.carrier,
        at=now,
        due_at=_due_at(app, talk, read, now),
    )
    if message_id is None:
        return Repeat()
    if read.urgent:
        _act(tx, people.practice(tx, sender.practice_id), talk, read, now)
    return Accepted(talk.id, message_id)


def _due_at(app: App, talk: Conversation, read: _Read, now: datetime) -> datetime:
    """A burst waits for its newest text; a rule's hit does not wait, nor does a talk that is due already."""
    if talk.due_at is not None and talk.due_at <= now:
        return talk.due_at
    return now + (timedelta(0) if read.urgent else timedelta(seconds=app.settings.burst_wait_s))


def _see(body: str, now: datetime) -> _Seen:
    """What can be said of a text before any row is looked at: no transaction waits for it."""
    redacted = redact(body)
    masked = hear.masked(redacted.text, "en", now.date())
    if masked == redacted.text:
        masked = hear.masked(redacted.text, "es", now.date())
    return _Seen(redacted, masked, keywords.scan(redacted.text).hits)


def _carrier(text: str, inbound: Inbound, sender: Sender) -> str | None:
    """What the carrier did by itself: it says so, or the whole text is one of its words (decision 5)."""
    if inbound.opt_out_type in ("STOP", "START", "HELP"):
        return inbound.opt_out_type
    word = keywords.carrier_word(text) if sender.carrier_replies else None
    lists = {"STOP": sender.stop_words, "START": sender.start_words, "HELP": sender.help_words}
    return next((kind for kind, words in lists.items() if word in words), None)


def _act(tx: Connection, practice: Practice, talk: Conversation, read: _Read, now: datetime) -> None:
    if any(hit.rule in FINAL for hit in read.hits):
        return
    number = talk.address if talk.channel != "web_chat" else None
    patients = _patients(tx, talk)
    for hit in read.hits:
        if hit.rule in OF_RULE:
            what = OF_RULE[hit.rule] if hit.sure else in_doubt(OF_RULE[hit.rule])
            if what.ticket == "dispute":
                what = replace(what, ticket=OF_MEANING.get(hit.label or "", what.ticket))
            if hit.rule == WISH and keep_wish(tx, practice.id, patients, read.redacted.text, now):
                what = replace(what, hold=None)
            if hit.rule == NO_AUTOPAY and hit.sure and mandates.stop(tx, patients, "patient", _who(talk), now):
                what = replace(what, ticket=None)  # it is done: nobody has to see to it
            carry_out(tx, practice, talk, patients, hit.rule, what, now)
    if read.stops:
        _stop(tx, practice, talk, patients, "carrier" if read.carrier else "text", now)
    elif read.starts and number:
        _start(tx, practice, talk, now, read.carrier or "START")


def _who(talk: Conversation) -> str:
    return f"conversation:{talk.id}"


def _patients(tx: Connection, talk: Conversation) -> tuple[int, ...]:
    if talk.channel == "web_chat":
        return talk.proved
    return tuple(patient.id for patient in people.patients_of_number(tx, talk.practice_id, talk.address))


def keep_wish(tx: Connection, practice_id: int, patients: tuple[int, ...], text: str, now: datetime) -> bool:
    """When to text, where the words are plain: it binds us from now on (fact sheet F1). False: for a person."""
    wish = hear.wish(text)
    told = wish.told() if wish else {}
    for patient_id in patients if told else ():
        had = people.patient(tx, patient_id).contact_prefs
        gone = HOURS if HOURS & set(told) else frozenset()  # "after 5" takes back an earlier "until noon"
        prefs = {**{name: value for name, value in had.items() if name not in gone}, **told}
        people.update_patient(tx, patient_id, contact_prefs=prefs)
        audit.write(tx, practice_id, "rule", "contact_wishes", f"patient:{patient_id}", {}, now)
    return bool(told and patients)


def carry_out(tx: Connection, practice: Practice, talk: Conversation, patients: tuple[int, ...], rule: str,
              what: Consequence, now: datetime) -> None:  # fmt: skip
    """The rows that a rule's words bring: hold, ticket, the number's state; what a hold stops is dropped."""
    made: dict[str, Any] = {"holds": put_hold(tx, practice, talk, patients, what, now)}
    if what.ticket:
        first = patients[0] if patients else None
        about: dict[str, Any] = {"conversation_id": talk.id, "patient_id": first, "note": rule}
        made["ticket"] = tickets.open_ticket(tx, practice.id, what.ticket, now, **about)
    audit.write(tx, practice.id, "rule", "followed", f"conversation:{talk.id}", made | {"patients": [*patients]}, now)


def put_hold(tx: Connection, practice: Practice, talk: Conversation, patients: tuple[int, ...], what: Consequence,
             now: datetime) -> list[int]:  # fmt: skip
    """A hold on the number, or on each patient; on the number where nobody is known behind it; their ids.

    What it stops and waits is dropped, and a number that is somebody else's is taken off its patients' files.
    """
    if what.hold is None:
        return []
    if talk.channel != "web_chat":
        outbox.drop_pending(tx, practice.id, talk.address, KEPT if what.of_number else ANSWERS, what.hold, now)
        if what.of_number:
            people.set_phone_state(tx, practice.id, talk.address, "wrong")
            incidents.log_one(tx, practice.id, talk.address, patients[0] if patients else None, what.hold, now,
                              talk.id)  # fmt: skip
    mandates.on_hold(tx, patients, what.hold, "rule", now)
    length = what.length(practice.policy)
    until = None if length is None else now + length
    more: dict[str, Any] = {"until": until, "lift_by": what.lift_by}
    if what.of_number or not patients:
        return [consent.add_hold(tx, practice.id, what.hold, now, number=talk.address, **more)]
    return [consent.add_hold(tx, practice.id, what.hold, now, patient_id=one, **more) for one in patients]


def _stop(tx: Connection, practice: Practice, talk: Conversation, patients: tuple[int, ...], method: str,
          now: datetime) -> None:  # fmt: skip
    """Texts to the number end here and now; in web chat those to the proved patients' numbers (decision 40)."""
    if opt_out(tx, practice, numbers_of(tx, talk, patients), method, f"conversation:{talk.id}", now):
        talks.add_event(tx, practice.id, talk.id, "opted_out", "patient", now)


def numbers_of(tx: Connection, talk: Conversation, patients: tuple[int, ...]) -> tuple[str, ...]:
    """The numbers that this talk's patient may stop texts to."""
    if talk.channel != "web_chat":
        return (talk.address,)
    return tuple({phone.number for patient_id in patients for phone in people.phones(tx, patient_id)})


def opt_out(tx: Connection, practice: Practice, numbers: tuple[str, ...], method: str, by: str, now: datetime) -> bool:
    """Suppresses the numbers and drops what waits for them, all but safety texts. True where texts had gone on."""
    new = [number for number in numbers if consent.suppress(tx, practice.id, number, method, now, by)]
    for number in numbers:
        outbox.drop_pending(tx, practice.id, number, KEPT, "opted_out", now)
    for _ in new:
        audit.write(tx, practice.id, by, "opted_out", by, {"method": method}, now)
    return bool(new)


def _start(tx: Connection, practice: Practice, talk: Conversation, now: datetime, word: str) -> None:
    """Only the person can allow texts again (fact sheet T9): a consent row of its own, history kept."""
    owners = people.patients_of_number(tx, practice.id, talk.address)
    first = owners[0].id if owners else None
    stopped = consent.suppressed_at(tx, practice.id, talk.address) is not None
    if not stopped and consent.newest_grant(tx, practice.id, talk.address, first):
        return
    consent.unsuppress(tx, practice.id, talk.address, now)
    consent.grant(
        tx,
        practice.id,
        first,
        talk.address,
        source="keyword",
        wording=START_WORDING.format(word=word),
        version="1",
        scope=("billing",),
        by=f"conversation:{talk.id}",
        now=now,
    )
    audit.write(tx, practice.id, "patient", "opted_in", f"conversation:{talk.id}", {}, now)
