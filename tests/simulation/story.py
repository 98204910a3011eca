"""Small histories by hand, for the tests of the checker: one practice, Maria, and what is sent, said and done."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, update

from flows.money import Money
from flows.script import Quote
from storage import audit, calls, consent, ledger, outbox, payments, people, plans, quotes, talks, tickets
from storage.texts import texts
from tests.rows import NOW, THEIR_NUMBER, a_conversation, a_patient, a_practice, a_sender
from tests.simulation.checker import check
from tests.simulation.rules_content import segments

PROGRAM = "Willow Creek Family Medicine"
LINK = "https://pay.willowcreek.example/s/abc"
NJ_SENTENCE = f" {PROGRAM} has not reported this bill to a credit agency."
BODIES = {
    "NUDGE": f"{PROGRAM}: Hi Maria, a message about your account: {LINK} Reply with questions, or STOP to opt out.",
    "SERVICE": f"{PROGRAM}: News about your account: {LINK} Reply with questions, or STOP to opt out.",
    "CONSENT_CONFIRM": f"{PROGRAM}: You're set up for account texts. Msg frequency varies. Msg & data rates may apply. "
                       "Reply HELP for help, STOP to opt out.",
    "CONSENT_ASK": f"{PROGRAM}: May we text you about your account? Reply START to agree. Msg & data rates may apply. "
                   "Reply HELP for help, STOP to opt out.",
    "HELP": f"{PROGRAM}: For help call (303) 555-0100 (TTY 711). Msg freq varies. Msg & data rates may apply. "
            "Reply STOP to opt out.",
    "OPTOUT_CONFIRM": f"{PROGRAM}: You are opted out and will get no more texts from this number. Reply START to "
                      "resume.",
    "RECEIPT": f"{PROGRAM}: Thank you. We got your payment. You can see it here: {LINK}",
    "REPLY": "No problem. Text us when it suits you.",
    "STAFF": "Hello, this is Ana at the office. We looked into it.",
    "SAFETY": "Please call or text 988 at any hour. If you are in danger, call 911.",
    "OTP": "Your code is 123456.",
}  # fmt: skip
AGO = NOW - timedelta(days=10)
_count = itertools.count(1)


def at(day: str, clock: str = "17:00") -> datetime:
    """A moment in UTC; 17:00 is 10:00 in Denver before 8 March 2026, 11:00 afterwards."""
    return datetime.fromisoformat(f"{day}T{clock}:00").replace(tzinfo=UTC)


class Story:
    """Maria's history with Willow Creek: consent ten days ago (a Friday), confirmed right then."""

    def __init__(self, tx: Connection, *, number: str = THEIR_NUMBER, confirmed: bool = True,
                 practice: Mapping[str, Any] | None = None, source: str = "intake_form",
                 **patient: Any) -> None:  # fmt: skip
        self.tx, self.number = tx, number
        self.practice = a_practice(tx, **(practice or {}))
        self.sender = a_sender(tx, self.practice)
        self.maria = a_patient(tx, self.practice, number=number, consented=False, now=AGO, **patient)
        self.talk = a_conversation(tx, self.practice, self.sender, number, AGO)
        if confirmed:
            self.consents(source=source)
            self.left("CONSENT_CONFIRM", AGO)

    def consents(self, when: datetime = AGO, *, source: str = "intake_form", patient_id: int | None = None,
                 scope: Sequence[str] = ("billing",), econsent: bool = False) -> int:  # fmt: skip
        """The number is consented to."""
        return consent.grant(self.tx, self.practice, patient_id or self.maria, self.number, source, "I agree.", "1",
                             scope, "desk", when, econsent)  # fmt: skip

    def queued(self, cls: str, when: datetime, body: str | None = None, *, due: datetime | None = None,
               patient: bool = True, number: str | None = None, **more: Any) -> int:  # fmt: skip
        """A text that waits."""
        words = BODIES[cls] if body is None else body
        values = {"key": cls.lower(), "level": 0, "conversation_id": self.talk, "segments": segments(words), **more}
        if patient:
            values.setdefault("patient_id", self.maria)
        return outbox.add(
            self.tx, self.practice, sender_id=self.sender, number=self.number if number is None else number, cls=cls,
            body=words, lang="en", due_at=due or when, now=when, **values,
        )  # fmt: skip

    def leaves(self, text_id: int, when: datetime, state: str = "delivered", error: str | None = None) -> int:
        """A text that waits leaves now, with the gate's yes."""
        assert outbox.claim(self.tx, text_id, (("quiet_hours", "In the window"),), when)
        named = None if state == "refused" else f"SM{next(_count):032}"
        outbox.mark(self.tx, text_id, state, when, provider_id=named, error=error)
        return text_id

    def left(self, cls: str, when: datetime, body: str | None = None, *, state: str = "delivered",
             error: str | None = None, **more: Any) -> int:  # fmt: skip
        """A text that left at once."""
        return self.leaves(self.queued(cls, when, body, **more), when, state, error)

    def edit(self, text_id: int, **values: Any) -> None:
        """A row as no code of ours would write it."""
        self.tx.execute(update(texts).where(texts.c.id == text_id).values(**values))

    def says(self, body: str, when: datetime, *rules: str, read: bool = True, answered: bool = True,
             opt_out_type: str | None = None, talk: int | None = None) -> int:  # fmt: skip
        """Maria writes; a turn reads it and answers a second later."""
        hits = [{"rule": rule, "label": rule, "sure": True, "lang": "en"} for rule in rules]
        message = talks.store_message(self.tx, talk or self.talk, self.practice, "twilio_sms", f"MM{next(_count):032}",
                                      body, None, (), hits, 0, opt_out_type, when)  # fmt: skip
        assert message is not None
        if read:
            talks.mark_read(self.tx, [message], {})
        if answered:
            self.left("REPLY", when + timedelta(seconds=1), answers=message)
        return message

    def stops(self, when: datetime, method: str = "staff") -> None:
        """Texts to the number end, as told at the desk unless said otherwise."""
        consent.suppress(self.tx, self.practice, self.number, method, when, "test")

    def holds(self, reason: str, when: datetime, *, until: datetime | None = None, number: bool = False) -> int:
        """A stop condition on Maria, or on the number."""
        whose: dict[str, Any] = {"number": self.number} if number else {"patient_id": self.maria}
        return consent.add_hold(self.tx, self.practice, reason, when, until=until, **whose)

    def calls(self, when: datetime) -> None:
        """Staff called the number."""
        made = people.add_staff(self.tx, self.practice, f"a{next(_count)}@b.example", "Ana", "desk", "x")
        calls.add(self.tx, self.practice, self.maria, self.number, made, when)

    def notes(self, action: str, when: datetime, subject: str | None = None, **data: Any) -> int:
        """An audit row."""
        return audit.write(self.tx, self.practice, "test", action, subject or f"practice:{self.practice}", data, when)

    def pays(self, cents: int, when: datetime) -> int:
        """Maria pays on our page."""
        row = payments.add(self.tx, self.practice, self.maria, Money(cents), "test", when)
        payments.set_state(self.tx, row, "paid", when, f"pi_{next(_count)}")
        ledger.payment(self.tx, self.practice, self.maria, row, Money(cents), when)
        return row

    def plan(self, when: datetime, first: date, parts: int = 4) -> int:
        """A plan of equal monthly parts over what is owed."""
        owed = ledger.balance(self.tx, self.maria)
        days = tuple(date(first.year, first.month + n, first.day) for n in range(parts))
        each = (*[Money(owed.cents // parts)] * (parts - 1), owed - Money(owed.cents // parts * (parts - 1)))
        quote = quotes.add(self.tx, self.practice, self.talk, Quote(self.maria, owed, each, days, ()), "plan", "x",
                           when, when + timedelta(hours=72))  # fmt: skip
        return plans.start(self.tx, quote, "active", when, "text")

    def ticket(self, reason: str, when: datetime) -> int:
        """A thing for staff."""
        return tickets.open_ticket(self.tx, self.practice, reason, when, conversation_id=self.talk)

    def event(self, kind: str, when: datetime) -> None:
        """Something that happened in the talk."""
        talks.add_event(self.tx, self.practice, self.talk, kind, "test", when)

    def change(self, **values: Any) -> None:
        """Maria's file says otherwise now."""
        people.update_patient(self.tx, self.maria, **values)

    def found(self, now: datetime | None = None) -> list[str]:
        """The rules that the checker finds broken, each once."""
        return sorted({one.rule for one in check(self.tx, now)})
