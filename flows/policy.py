"""A practice's policy: what may be sent when, agreed on what terms. Defaults are the fact sheet's section 11.

A practice may make it stricter; `flows.policy_terms.read` says in a sentence what it may not do.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Quiet:
    """When texts that we begin may arrive, in every zone the number may be in; the end is exclusive."""

    start: str = "09:00"
    end: str = "20:00"
    days: tuple[str, ...] = ("mon", "tue", "wed", "thu", "fri", "sat")
    holidays: str = "us_federal"
    hard_min: str = "08:00"
    hard_max: str = "21:00"


@dataclass(frozen=True)
class Caps:
    """How many texts that we begin."""

    per_day: int = 1
    per_7d: int = 2
    min_gap_h: int = 48
    max_nudges_per_balance: int = 6
    replies_per_hour: int = 20


@dataclass(frozen=True)
class Verify:
    """Proof by text."""

    need: int = 2
    attempts: int = 3
    lock_min: int = 30
    attempts_24h: int = 5
    remember_min: int = 15
    one_factor_within_days: int = 0
    """Where positive, one factor does for balance and link if the number was proved so recently (decision 11)."""


@dataclass(frozen=True)
class Otp:
    """Codes that a patient asked for."""

    digits: int = 6
    ttl_min: int = 10
    attempts: int = 5
    resend_s: int = 60
    per_day: int = 5


@dataclass(frozen=True)
class Session:
    """How long proof and sign-in last."""

    sms_idle_min: int = 15
    sms_max_min: int = 60
    web_idle_min: int = 15
    warn_s: int = 120
    staff_idle_min: int = 15
    staff_max_h: int = 12
    staff_mfa: bool = True


@dataclass(frozen=True)
class Links:
    """Addresses with a token."""

    ttl_h: int = 72
    token_bits: int = 128


@dataclass(frozen=True)
class PlanPolicy:
    """What plans may be offered. Amounts in cents."""

    min_total_cents: int = 5000
    min_installment_cents: int = 2500
    max_installments: int = 12
    max_months: int = 24
    options: tuple[int, ...] = (2, 3, 4, 6, 12)
    tila_box_if_installments_gt: int = 4
    first_due_max_days: int = 31
    more_often: bool = True
    """Whether plans may be paid by the week, every two weeks or twice a month, as well as once a month."""
    grace_days: int = 10
    default_after_days_late: int = 60
    reminder_days_before: int = 3
    quote_valid_h: int = 72


@dataclass(frozen=True)
class Autopay:
    """How a card that a patient left with us is charged."""

    retry_max: int = 3
    retry_days: tuple[int, ...] = (3, 5, 10)
    varying_amount_notice_days: int = 10
    prenote_days: int = 3


@dataclass(frozen=True)
class Holds:
    """How long stop conditions with a known end last."""

    crisis_days: int = 7
    emergency_h: int = 72
    hardship_days: int = 14
    promise_extra_days: int = 2
    dispute_rest_days: int = 7
    """After staff have settled a dispute."""


@dataclass(frozen=True)
class Learning:
    """What may be learnt from this practice's talks."""

    from_corrections: bool = False
    """Texts that staff corrected may leave for the training data, without names, numbers and figures."""


@dataclass(frozen=True)
class Chasing:
    """What asking for a balance costs the practice; advice is reckoned from it (flows/economics.py)."""

    text_cents: int = 2
    """One text with what carriers add."""
    letter_cents: int = 115
    """Paper, print, envelope and stamp."""
    text_seconds: int = 30
    """Staff's time for a text, answers that a person reads among it."""
    letter_seconds: int = 240
    staff_hour_cents: int = 3000
    letters: int = 3
    """How many letters a balance gets where no text may reach."""


@dataclass(frozen=True)
class States:
    """The numbers in the rows for states (fact sheet 5.2). The rows themselves cannot be switched off."""

    ma_per_7d: int = 2
    nyc_per_7d: int = 2
    dc_per_7d: int = 5
    dc_econsent_after_days: int = 30
    nyc_econsent_after_days: int = 30
    nj_plan_grace_days: int = 60


@dataclass(frozen=True)
class Policy:
    """All of it."""

    quiet: Quiet = field(default_factory=Quiet)
    caps: Caps = field(default_factory=Caps)
    cadence_days_from_first_statement: tuple[int, ...] = (0, 7, 21, 45, 60, 90)
    reply_grace_min: int = 30
    min_balance_cents: int = 500
    optout_confirm_within_s: int = 300
    recheck_after_days: int = 60
    hard_stop_after_days: int = 180
    content_level_default: int = 0
    risk_ack_days: int = 180
    verify: Verify = field(default_factory=Verify)
    otp: Otp = field(default_factory=Otp)
    session: Session = field(default_factory=Session)
    links: Links = field(default_factory=Links)
    plan: PlanPolicy = field(default_factory=PlanPolicy)
    autopay: Autopay = field(default_factory=Autopay)
    holds: Holds = field(default_factory=Holds)
    states: States = field(default_factory=States)
    learning: Learning = field(default_factory=Learning)
    chasing: Chasing = field(default_factory=Chasing)
    refund_alone_cents: int = 10000
    """Up to here one member of staff may give money back; above, a second one has to agree."""
    old_debt_years: int = 3
    retention_years: int = 6
    min_texts_gap_after_confirm_h: int = 24
    promise_max_days: int = 31
    """The furthest day that the bot takes a promise for; a later one goes to a person."""


DEFAULT = Policy()
