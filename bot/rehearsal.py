"""A talk without a phone: its own practice and patient, a clock that only the talk moves, and the path of a live text.

`replay`, `chat` and the transcript tests stand on it. Nothing here decides anything: it accepts, takes turns and
delivers as the web and the workers do, to a channel that records.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bot import collect, deliver, desk, engine, facts, gate_facts, outreach, turn
from bot.accept import accept
from bot.channels import Inbound
from bot.clock import FixedClock
from bot.gate import check
from bot.settings import Settings
from bot.understanding import Host, Understood
from bot.wiring import App, build
from flows.money import Money
from flows.script import Quote
from flows.shapes import days_of
from flows.values import Drop, HoldUntil, MessageClass, Outgoing
from storage import consent, ledger, migrations, outbox, payments, people, plans, promises, quotes, talks, tickets
from storage.db import keys
from storage.texts import Text

UNPACED = 1_000_000_000
"""A rehearsal's clock stands still while it sends."""
ADDRESS = "https://pay.willowcreek.example"
KEYS = itertools.count(1)
SENDERS = itertools.count(2_000_000)
CONSENT_WORDING = "I agree to get texts about my account from the practice. Msg & data rates may apply."
RISK_WORDING = "verify.ask"
HOUR_RULES = frozenset(
    {"quiet_hours", "contact_prefs", "per_day", "per_7_days", "min_gap", "unread_inbound", "confirm_first"}
)
HOLD_TICKETS = {
    "dispute": "dispute",
    "gfe_dispute": "dispute",
    "hardship_pause": "hardship",
    "insurance_pending": "insurance",
    "crisis_hold": "crisis",
    "emergency_hold": "emergency",
    "deceased": "deceased",
    "bankruptcy": "legal",
    "attorney": "legal",
    "litigation": "legal",
    "wrong_number": "wrong_person",
}

LOOKED_INTO = frozenset({"dispute", "already_paid", "insurance"})
"""Each of these brings the hold "dispute", and is its reason."""


@dataclass(frozen=True)
class Part:
    """A patient of a rehearsal. `phone_known` False: the number that texts is on nobody's file."""

    name: str = "Dana Reyes"
    dob: date = date(1984, 3, 2)
    zip: str = "97201"
    balance_cents: int = 24000
    statement_code: str = "K7M2QX9B"
    phone: str = "+15035550143"
    lang: str | None = None
    has_plan: bool = False
    opted_out: bool = False
    phone_known: bool = True
    guarantor: tuple[str, date] | None = None
    flags: tuple[str, ...] = ()
    insurance_cents: int = 0
    """What insurance has paid, and what was adjusted, of what was charged; the balance is what is left."""
    adjusted_cents: int = 0


@dataclass(frozen=True)
class Said:
    """A text that reached the patient."""

    text: str
    lang: str
    segments: int


@dataclass
class Stage:
    """Where rehearsals play: one database and one clock; every rehearsal adds a practice of its own."""

    app: App
    clock: FixedClock

    @classmethod
    def at(cls, folder: Path, now: datetime, hear: Host | None = None) -> Stage:
        """A stage whose database lies in `folder`."""
        settings = Settings.read({"SHEEPDOG_DEMO": "1", "SHEEPDOG_HOME": str(folder), "SHEEPDOG_PUBLIC_URL": ADDRESS})
        migrations.upgrade(settings.database_url)
        clock = FixedClock(now)
        app = build(replace(settings, burst_wait_s=0.0), clock=clock, hear=hear)
        records = app.channels["fake"]
        return cls(replace(app, channels={"twilio_sms": records, "web_chat": records}), clock)


@dataclass
class Rehearsal:
    """One talk on a stage."""

    stage: Stage
    practice_id: int
    sender_id: int
    number: str
    """The practice's number."""
    phone: str
    patient_id: int
    staff_id: int
    began: datetime
    conversation_id: int | None = None
    seen: set[int] = field(default_factory=set)
    inbound: int = 0
    safety: str | None = None
    links: list[str] = field(default_factory=list)

    @property
    def app(self) -> App:
        """The parts that the talk runs on."""
        return self.stage.app

    def text(self, body: str, media: int = 0, opt_out_type: str | None = None) -> None:
        """The patient texts; nothing is answered before `answer`."""
        self.inbound += 1
        done = accept(
            self.app,
            Inbound(
                channel="twilio_sms",
                provider_id=f"SM{self.practice_id:08x}{self.inbound:024x}",
                to=self.number,
                sender=self.phone,
                body=body,
                media=media,
                opt_out_type=opt_out_type,
                at=self.app.now(),
                account="rehearsal",
            ),
        )
        self.conversation_id = getattr(done, "conversation_id", self.conversation_id)

    def kept(self) -> str:
        """The patient's newest text as it is stored."""
        with self.app.db.read() as tx:
            return talks.messages(tx, self.conversation_id, 1)[-1].body if self.conversation_id else ""

    def meant(self) -> str | None:
        """What the patient's newest text was understood as; None where it was nothing but figures, or is unread."""
        with self.app.db.read() as tx:
            newest = talks.messages(tx, self.conversation_id, 1) if self.conversation_id else []
        told = Understood.from_json(newest[-1].understood) if newest and newest[-1].understood else None
        return told.intent if told and told.ranking else None

    def answer(self) -> list[Said]:
        """Takes the turn that is due, delivers, and returns what reached the patient since the last call."""
        self.safety, self.links = None, []
        if self.conversation_id is not None:
            self._note(turn.take(self.app, self.conversation_id))
        return self.deliver()

    def answer_only(self) -> None:
        """Takes the turn that is due and delivers; `fresh` tells what came of it."""
        if self.conversation_id is not None:
            self._note(turn.take(self.app, self.conversation_id))
        while deliver.dispatch(self.app, self.sender_id):
            pass

    def deliver(self) -> list[Said]:
        """Lets what is due leave, and returns what reached the patient since the last call."""
        while deliver.dispatch(self.app, self.sender_id):
            pass
        return [Said(text.body, text.lang, text.segments) for text in self.fresh() if text.state in REACHED]

    def fresh(self) -> list[Text]:
        """The talk's texts that this was not asked about before, and that are sent, held or dropped."""
        if self.conversation_id is None:
            return []
        with self.app.db.read() as tx:
            texts = outbox.of_conversation(tx, self.conversation_id, 500)
        texts = [text for text in texts if text.id not in self.seen and text.created_at >= self.began]
        settled = sorted((text for text in texts if text.state != "queued"), key=lambda text: text.id)
        self.seen |= {text.id for text in settled if text.state != "held"}
        return settled

    def _note(self, taken: turn.Taken) -> None:
        self.links += taken.links
        self.safety = taken.safety or self.safety

    # -- what happens beside the texts --

    def staff(self, does: str, text: str = "") -> None:
        """A person at the desk: take_over, says, release."""
        if self.conversation_id is None:
            self.conversation_id = self._open()
        if does == "take_over":
            desk.take_over(self.app, self.staff_id, self.conversation_id)
        elif does == "says":
            desk.reply(self.app, self.staff_id, self.conversation_id, text)
        elif does == "release":
            taken = desk.release(self.app, self.staff_id, self.conversation_id)
            if isinstance(taken, turn.Taken):
                self._note(taken)
        else:
            raise ValueError(f"staff can take_over, says or release, not {does!r}")

    def _open(self) -> int:
        with self.app.db.begin() as tx:
            talk = talks.open_conversation(
                tx, self.practice_id, self.sender_id, "twilio_sms", self.phone, self.app.now()
            )
        return talk.id

    def paid(self, amount: Money) -> None:
        """Money reaches the practice by another way than this talk: it lands in the ledger once."""
        collect.record(self.app, self.practice_id, self.patient_id, amount, self.conversation_id)

    def nudge(self) -> None:
        """A touch falls due: the same row that outreach makes, judged by the same gate."""
        if self.conversation_id is None:
            self.conversation_id = self._open()
        outreach.queue_touch(self.app, self.practice_id, self.patient_id, "nudge.first")

    def forward(self, by: timedelta) -> None:
        """Time passes."""
        self.stage.clock.forward(by)

    # -- where things stand --

    def state(self) -> dict[str, Any]:
        """The talk's state in the words of interfaces.md, section 6."""
        now = self.app.now()
        with self.app.db.read() as tx:
            row = talks.conversation(tx, self.conversation_id) if self.conversation_id else None
            scene = facts.scene(tx, row, keys(tx).blind) if row else None
            known = facts.for_turn(tx, scene, (), "en", now) if scene else None
            opened = tickets.open_tickets(tx, self.practice_id)
            holds = consent.open_holds(tx, self.practice_id, [self.patient_id], self.phone, now)
            reasons = {ticket.reason for ticket in opened}
            held = {HOLD_TICKETS[hold.reason] for hold in holds if hold.reason in HOLD_TICKETS}
            reasons |= held - {"dispute"} if reasons & LOOKED_INTO else held
            promised = promises.open_promise(tx, self.patient_id, now.date() - timedelta(days=1))
            return {
                "asking": engine.asking(engine.load(row.talk)[0]) if row else "none",
                "verified": known.verified if known else False,
                "locked": bool(known.locked) if known else False,
                "plan": self._plan(tx, now),
                "opted_out": consent.suppressed_at(tx, self.practice_id, self.phone) is not None,
                "with_staff": row is not None and row.handed != "bot",
                "tickets": sorted(reasons),
                "promise_date": promised.isoformat() if promised else None,
                "nudges_paused": self._nudges_paused(tx, row, now),
                "paid_cents": sum(one.amount.cents for one in payments.of_patient(tx, self.patient_id)
                                  if one.state == "paid"),
                "safety": self.safety,
            }

    def _plan(self, tx: Any, now: datetime) -> dict[str, Any] | None:
        """The quote that awaits a yes, else the plan on file."""
        quote = quotes.open_quote(tx, self.patient_id, now)
        if quote and not quote.changes:
            return _told(quote.parts, "offered")
        plan = plans.newest(tx, self.patient_id)
        return _told(plan.parts, plan.state) if plan else None

    def _nudges_paused(self, tx: Any, row: talks.Conversation | None, now: datetime) -> bool:
        """Whether a nudge would be refused now for another reason than hours, caps or the gap."""
        known = gate_facts.of_patient(tx, self.practice_id, self.sender_id, self.patient_id, self.phone, row, now)
        verdict = check(Outgoing(MessageClass.NUDGE, self.phone), known, now)
        if not isinstance(verdict, HoldUntil | Drop):
            return False
        return any(rule not in HOUR_RULES for rule, _ in verdict.reasons)


REACHED = frozenset({"sent", "delivered", "sending", "unknown"})


def _told(parts: Sequence[Money], state: str) -> dict[str, Any]:
    return {"installments": len(parts), "amounts_cents": [part.cents for part in parts], "state": state}


def cast(stage: Stage, part: Part, zone: str = "America/Los_Angeles", practice: dict[str, Any] | None = None,
         carrier_replies: bool = False) -> Rehearsal:  # fmt: skip
    """A practice with this one patient, consent and the text-risk acknowledgement on file, no holds, default policy."""
    app, now = stage.app, stage.app.now()
    number = f"+1503{next(SENDERS):07d}"
    with app.db.begin() as tx:
        practice_id = people.add_practice(tx, **{**PRACTICE, "slug": f"rehearsal-{number[-7:]}", "zone": zone,
                                                 **(practice or {})})  # fmt: skip
        sender_id = people.add_sender(tx, practice_id=practice_id, channel="twilio_sms", number=number,
                                      per_minute=UNPACED, per_day=UNPACED, carrier_replies=carrier_replies)  # fmt: skip
        staff_id = people.add_staff(tx, practice_id=practice_id, email=f"ana@{number[-7:]}.example", name="Ana",
                                    role="admin", password_hash="none")  # fmt: skip
        patient_id = add_patient(tx, practice_id, sender_id, part, now)
    return Rehearsal(stage, practice_id, sender_id, number, part.phone, patient_id, staff_id, now)


PRACTICE: dict[str, Any] = {
    "name": "Willow Creek Family Medicine",
    "program_name": "Willow Creek Family Medicine",
    "legal_name": "Willow Creek Family Medicine",
    "phone": "(503) 555-0100",
    "email": "billing@willowcreek.example",
    "site": "willowcreek.example",
    "state": "OR",
    "zip": "97201",
    "hosts": ("pay.willowcreek.example",),
    "hours": {"en": "Mon to Fri, 9 to 5", "es": "de lunes a viernes, de 9 a 5"},
    "registered": True,
}


def add_patient(tx: Any, practice_id: int, sender_id: int, part: Part, now: datetime) -> int:
    """The patient's rows."""
    first, _, last = part.name.rpartition(" ")
    guarantor = part.guarantor
    number = part.phone if part.phone_known else _other(part.phone)
    patient_id = people.add_patient(
        tx,
        practice_id=practice_id,
        key=f"R{next(KEYS)}",
        first=first or last,
        last=last,
        born=part.dob,
        zip=part.zip,
        lang=part.lang,
        statement_code=part.statement_code,
        guarantor_first=guarantor[0].partition(" ")[0] if guarantor else None,
        guarantor_last=guarantor[0].rpartition(" ")[2] if guarantor else None,
        guarantor_born=guarantor[1] if guarantor else None,
        flags=frozenset(part.flags),
        oldest_service=(now - timedelta(days=40)).date(),
        first_statement=(now - timedelta(days=10)).date(),
        risk_ack_at=now - timedelta(days=5),
    )
    people.add_phone(tx, practice_id=practice_id, patient_id=patient_id, number=number, kind="mobile",
                     of="guarantor" if guarantor else "patient")  # fmt: skip
    consent.grant(tx, practice_id, patient_id, number, source="web_form", wording=CONSENT_WORDING, version="1",
                  scope=("billing",), by="rehearsal", now=now - timedelta(days=5), econsent=True)  # fmt: skip
    confirmed(tx, practice_id, sender_id, patient_id, number, now - timedelta(days=4))
    if part.balance_cents:
        _charges(tx, practice_id, patient_id, part, now)
    if part.opted_out:
        consent.suppress(tx, practice_id, part.phone, "text", now - timedelta(days=1), "patient")
    if part.has_plan:
        _plan_on_file(tx, practice_id, patient_id, part, now)
    return patient_id


def _charges(tx: Any, practice_id: int, patient_id: int, part: Part, now: datetime) -> None:
    charged = part.balance_cents + part.insurance_cents + part.adjusted_cents
    told = (("charged", charged), ("insurance_paid", part.insurance_cents), ("adjusted", part.adjusted_cents))
    for kind, cents in told:
        if cents:
            ledger.record(tx, practice_id, patient_id, kind, "rehearsal", patient_id, Money(cents), now)


def confirmed(tx: Any, practice_id: int, sender_id: int, patient_id: int, number: str, at: datetime) -> None:
    """The text that confirmed the consent has long gone out."""
    talk = talks.open_conversation(tx, practice_id, sender_id, "twilio_sms", number, at)
    row = outbox.add(tx, practice_id, talk.id, sender_id, number, "CONSENT_CONFIRM", "consent.confirm", "(on file)",
                     "en", 1, 0, at, at, patient_id=patient_id)  # fmt: skip
    outbox.claim(tx, row, (("rehearsal", "on file"),), at)
    outbox.mark(tx, row, "delivered", at)


def _plan_on_file(tx: Any, practice_id: int, patient_id: int, part: Part, now: datetime) -> None:
    """An active, signed plan of four monthly instalments, none paid, the first due on the first of next month."""
    day = now.date()
    first = date(day.year + (day.month == 12), day.month % 12 + 1, 1)
    owed = Money(part.balance_cents)
    quote = Quote(patient_id, owed, owed.split(4), days_of("month", first, 4), ("on_file",))
    quote_id = quotes.add(tx, practice_id, None, quote, "plan", "on file", now, now + timedelta(days=1))
    plans.start(tx, quote_id, "active", now, "web")
    quotes.close(tx, quote_id, "agreed", now)


def _other(phone: str) -> str:
    """Another number of the same area: the patient's own, where the one that texts is nobody's."""
    return phone[:-4] + f"{(int(phone[-4:]) + 1) % 10_000:04d}"


def moment(text: str) -> datetime:
    """An aware UTC moment from ISO text. Raises ValueError when it has no zone."""
    told = datetime.fromisoformat(text)
    if told.tzinfo is None:
        raise ValueError("a moment needs its zone, such as 2026-11-23T17:00:00Z")
    return told.astimezone(UTC)
