"""A talk and its patients as staff see them: values only, which bot/casebook.py fills from the rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot import calendar
from flows.money import Money
from flows.script import Line, PlanFacts
from flows.values import Consent, ContactPrefs, Reasons, Verdict
from storage.claims import Claim
from storage.consent import DISPUTES, HoldRow
from storage.debits import Debit
from storage.refunds import Refund
from storage.restricted import Restriction
from storage.uploads import Upload

URGENT = ("crisis", "emergency")
SOON = ("legal", "deceased", "wrong_person", "complaint", "human", "identity")
WITHIN = (timedelta(minutes=5), timedelta(hours=2), timedelta(hours=8))
"""How soon a person is to answer, by rank: safety, soon, the same day."""

ABOUT_THE_BILL = frozenset({"dispute", "already_paid", "insurance"})
"""What somebody has to look into: answered by the end of the second business day (fact sheet F8)."""
BUSINESS_DAYS = 2

NO_LIMITS = ContactPrefs()

Which = Literal["person", "patient", "done"]
Kind = Literal["patient", "bot", "staff", "note", "event"]


def rank(reason: str) -> int:
    """0 is seen first: safety, then what does harm if it waits, then the rest."""
    return 0 if reason in URGENT else 1 if reason in SOON else 2


def within(reason: str, since: datetime, zone: ZoneInfo) -> timedelta:
    """How soon a person is to answer what began at `since`, in a practice of this zone."""
    if reason not in ABOUT_THE_BILL:
        return WITHIN[rank(reason)]
    last = calendar.business_days_on(since.astimezone(zone).date(), BUSINESS_DAYS)
    return datetime.combine(last + timedelta(days=1), time(), zone) - since


@dataclass(frozen=True)
class Row:
    """One talk in the queue; or what is open about a patient in no talk of theirs, or about nobody who is known."""

    talk_id: int | None
    name: str
    """Of the patient or patients behind the number; empty where nobody is known."""
    number: str
    """Empty in web chat."""
    channel: str
    reason: str
    """The most urgent open ticket's, or why the bot asked for a person."""
    more: int
    """How many other tickets are open."""
    since: datetime
    handed: Literal["bot", "waiting", "taken"]
    taken_by: str
    """The name of the person who has it; empty otherwise."""
    within: timedelta
    """How soon after `since` a person is to answer."""
    patient_id: int | None = None
    """Whose page it is seen on; only where it is no talk."""

    @property
    def rank(self) -> int:
        """0 is seen first."""
        return rank(self.reason)



@dataclass(frozen=True)
class Entry:
    """One thing in a talk's column, in the order of time."""

    kind: Kind
    at: datetime
    text: str
    by: str = ""
    state: str = ""
    """Of a text of ours: the outbox row's."""
    reasons: Reasons = ()
    until: datetime | None = None
    segments: int = 0
    lang: str = ""
    cls: str = ""
    error: str = ""
    media: int = 0
    found: tuple[str, ...] = ()
    """What was taken out before it was stored."""
    intent: str = ""
    sure: int | None = None
    """How sure the model was, in percent; None where a rule decided."""
    message_id: int | None = None
    """Of a patient's text that staff may put right."""
    others: tuple[str, ...] = ()
    """What else it may mean, likeliest first."""
    corrected: str = ""
    """What staff say that it means."""


@dataclass(frozen=True)
class Held:
    """An open hold, and whether this member of staff may lift it."""

    id: int
    reason: str
    since: datetime
    until: datetime | None
    lift_by: str
    note: str
    may_lift: bool


@dataclass(frozen=True)
class Open:
    """An open ticket."""

    id: int
    reason: str
    note: str
    since: datetime
    hold_id: int | None
    """The hold that came with it, if it is still open and this member of staff may lift it."""
    claim_id: int | None = None
    """The patient's open claim, where the ticket is about that."""


@dataclass(frozen=True)
class Number:
    """A patient's number."""

    number: str
    kind: str
    of: str
    state: str
    opted_out_at: datetime | None
    consent: Consent | None
    reminder: Verdict | None = None
    """What the gate says of a reminder now; None where it was not asked."""
    by_hand: Verdict | None = None
    """The same of a text that staff type."""


@dataclass(frozen=True)
class PaidRow:
    """A payment as the desk shows it."""

    id: int
    at: datetime
    amount: Money
    way: str
    """How: cash, check, card or phone at the office, online, or elsewhere."""
    state: str
    listed: bool
    """The practice's own list shows it."""
    gone: Money
    """What went back of it."""
    left: Money
    """What can still go back."""
    wishes: tuple[Refund, ...]
    """Refunds that are open."""
    whole: Money | None = None
    """What was paid at once for several patients, of which this is one's share."""


@dataclass(frozen=True)
class OwnCard:
    """A plan that is paid by itself: the card, and each instalment that was told of or taken."""

    kind: str
    last4: str
    since: datetime
    debits: tuple[Debit, ...]


@dataclass(frozen=True)
class Side:
    """A patient as the right column shows them."""

    id: int
    name: str
    first: str
    born: date | None
    lang: str | None
    statement_code: str | None
    flags: tuple[str, ...]
    guarantor: str
    proved: bool
    owed: Money
    lines: tuple[Line, ...]
    in_transit: Money
    plan: PlanFacts | None
    promise: date | None
    numbers: tuple[Number, ...]
    holds: tuple[Held, ...]
    tickets: tuple[Open, ...]
    talks: tuple[int, ...]
    planned: tuple[datetime, ...]
    """When nudges are planned."""
    rows: tuple[HoldRow, ...] = ()
    """The holds as they are stored."""
    state: str | None = None
    prefs: ContactPrefs = NO_LIMITS
    """When and how they want to be contacted."""
    ma_notice_at: datetime | None = None
    payments: tuple[PaidRow, ...] = ()
    """The newest ones, newest first; none where the page does not ask for them."""
    estimate: Money | None = None
    """What the good-faith estimate said."""
    kept: tuple[Restriction, ...] = ()
    """What they paid in full and want told to nobody else."""
    own_card: OwnCard | None = None
    """Set where the plan is paid by itself."""
    claim: Claim | None = None
    """What the insurer was, or is to be, asked newest."""
    uploads: tuple[Upload, ...] = ()
    """What they sent from a page, newest first."""
    advice: str = ""
    """Where asking again costs more than it brings; only on the patient's own page."""

    @property
    def disputed(self) -> bool:
        """Whether they have said something against the bill that stands."""
        return any(row.reason in DISPUTES and not row.resting for row in self.rows)


@dataclass(frozen=True)
class Case:
    """Everything about one talk."""

    talk_id: int
    name: str
    number: str
    channel: str
    lang: str | None
    handed: Literal["bot", "waiting", "taken"]
    taken_by: int | None
    taken_name: str
    since: datetime | None
    reason: str
    entries: tuple[Entry, ...]
    sides: tuple[Side, ...]
    holds: tuple[Held, ...]
    """Of the number."""
    tickets: tuple[Open, ...]
    asking: str
    """The bot's open question, "" for none."""
    topic: str
    locked: str
    """"", "half_hour" or "until_staff": proof of identity."""
    suspicion: bool
    """The talk is suspected of wanting no texts, and nudges wait."""
    opted_out_at: datetime | None


def urgency(rows: Sequence[Row], now: datetime) -> list[Row]:
    """Safety first, then by how much of the promised time is used up, most first."""

    def place(row: Row) -> tuple[bool, float, int, int]:
        return row.rank != 0, -((now - row.since) / row.within), row.talk_id or 0, row.patient_id or 0

    return sorted(rows, key=place)


@dataclass(frozen=True)
class Queue:
    """What the left column shows: one list's rows, and how many are in each."""

    rows: tuple[Row, ...]
    counts: Mapping[Which, int]

