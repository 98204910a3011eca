"""Values that rooms hand to each other about a text that may leave: its class, what judges it, the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from flows.money import ZERO, Money
from flows.policy import DEFAULT, Policy


class MessageClass(StrEnum):
    """Why a text is sent; every template has exactly one (fact sheet, section 0)."""

    OPTOUT_CONFIRM = "OPTOUT_CONFIRM"
    SAFETY = "SAFETY"
    HELP = "HELP"
    REPLY = "REPLY"
    OTP = "OTP"
    RECEIPT = "RECEIPT"
    SERVICE = "SERVICE"
    NUDGE = "NUDGE"
    CONSENT_CONFIRM = "CONSENT_CONFIRM"
    CONSENT_ASK = "CONSENT_ASK"
    STAFF = "STAFF"


LANES: dict[MessageClass, int] = {
    MessageClass.SAFETY: 0,
    MessageClass.OPTOUT_CONFIRM: 0,
    MessageClass.HELP: 1,
    MessageClass.REPLY: 1,
    MessageClass.OTP: 1,
    MessageClass.RECEIPT: 2,
    MessageClass.STAFF: 3,
    MessageClass.SERVICE: 4,
    MessageClass.CONSENT_CONFIRM: 4,
    MessageClass.CONSENT_ASK: 4,
    MessageClass.NUDGE: 4,
}
"""A sender's dispatcher serves the lowest lane first (decision 18)."""


@dataclass(frozen=True)
class Outgoing:
    """A text as the gate sees it: what it is and what it says. `body` None leaves the content rules out."""

    cls: MessageClass
    number: str
    """E.164; for web chat the empty string, and then no rule about numbers applies."""
    body: str | None = None
    level: int = 0
    """Content level L0 to L2 (fact sheet H3)."""
    lang: str = "en"
    channel: str = "sms"
    reply: bool = False
    """Staff typed this REPLY. The gate sets it on a STAFF text that answers an inbound within 30 minutes."""
    quoted_cents: int | None = None
    """The amount that the text names as owed, to be held against the ledger at send time (fact sheet F6)."""


@dataclass(frozen=True)
class Consent:
    """The newest grant for this number and practice that nothing has revoked."""

    scope: tuple[str, ...]
    source: str
    at: datetime
    number: str
    econsent: bool = False


@dataclass(frozen=True)
class Hold:
    """A stop condition by name, with the end where it is known.

    A `promise_to_pay` ends with the promised date; the gate adds the policy's days of grace.
    """

    hold: str
    until: datetime | None = None


@dataclass(frozen=True)
class Sent:
    """A text or logged call of the past that caps may count."""

    at: datetime
    cls: str
    """A MessageClass, or CALL."""
    reply: bool = False


@dataclass(frozen=True)
class ContactPrefs:
    """When and how the patient may be contacted; None is no limit, an empty intersection drops."""

    days: tuple[str, ...] | None = None
    start: time | None = None
    end: time | None = None
    channels: tuple[str, ...] | None = None
    not_before: datetime | None = None
    """No reminder before this moment: the patient had no time that day."""


@dataclass(frozen=True)
class GatePractice:
    """What the gate must know of the practice."""

    name: str = "Willow Creek Family Medicine"
    program_name: str = "Willow Creek Family Medicine"
    registered: bool = True
    paused: bool = False
    kind: str = "provider"
    """provider or collection_agency"""
    state: str | None = None
    specialty: str | None = None
    hosts: tuple[str, ...] = ("pay.willowcreek.example",)
    policy: Policy = DEFAULT
    lookups: bool = False
    """Whether the provider can be asked if a number has a new owner."""


@dataclass(frozen=True)
class GateFacts:
    """Everything that the gate's rules look at, fresh at the moment of sending (names: interfaces.md, section 8)."""

    practice: GatePractice = field(default_factory=GatePractice)
    zip: str | None = None
    stated_zone: str | None = None
    consent: Consent | None = None
    risk_ack: bool = True
    opted_out: bool = False
    opted_out_at: datetime | None = None
    optout_confirmed: bool = False
    """An OPTOUT_CONFIRM for this opt-out has already gone."""
    holds: tuple[Hold, ...] = ()
    balance: Money = ZERO
    oldest_service_date: date | None = None
    days_past_due: int = 0
    insurance_pending: bool = False
    sent: tuple[Sent, ...] | None = None
    """None: texts were sent before, unknown which; (): none ever were."""
    nudges_for_balance: int = 0
    replies_last_hour: int = 0
    last_inbound_at: datetime | None = None
    unread_inbound: bool = False
    """A stored text has not been through its turn: NUDGE and SERVICE wait (decision 1)."""
    verified: bool = False
    contact_prefs: ContactPrefs = field(default_factory=ContactPrefs)
    lookup: str | None = None
    """yes, no or error of a reassigned-number query; None: none was made."""
    last_verified_at: datetime | None = None
    ma_notice_sent_at: datetime | None = None
    paid_at: datetime | None = None
    part2: bool = False
    guarantor_consent: bool = False
    to_guarantor: bool = False
    minor: bool = False
    """A minor on their own phone, or a confidential visit of a minor: no nudge, no details (fact sheet H13)."""
    landline: bool = False
    """The number is known to take no texts."""
    number_verified_at: datetime | None = None
    """When somebody last proved who they are from this number (content level L1, fact sheet H3)."""
    first_name: str = ""
    last_name: str = ""
    """The patient's, so that no text carries both."""
    confirm_sent_at: datetime | None = None
    """When this consent's CONSENT_CONFIRM went out; None: not yet."""


Reasons = tuple[tuple[str, str], ...]
"""(rule, words that a receptionist understands) ..., the deciding one first."""


@dataclass(frozen=True)
class Send:
    """The text may leave now; `reasons` names the rules that were asked."""

    reasons: Reasons = ()


@dataclass(frozen=True)
class HoldUntil:
    """The text waits until `until`, the first instant at which all rules pass."""

    until: datetime
    reasons: Reasons


@dataclass(frozen=True)
class Drop:
    """The text never leaves."""

    reasons: Reasons


Verdict = Send | HoldUntil | Drop


@dataclass(frozen=True)
class Touch:
    """A step of the cadence that is to be planned: which one, when, and why then."""

    number: int
    """1 is the first text."""
    due: datetime
    why: str


@dataclass(frozen=True)
class NoTouch:
    """Why there is no next touch, in the gate's words for reasons."""

    reasons: Sequence[tuple[str, str]]
