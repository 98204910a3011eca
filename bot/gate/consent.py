"""Rules about consent: that there is one, that it covers this text, what some states want more (fact sheet T2, 5.2)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot import zones
from bot.gate.rule import C, Finding, rule, since_inbound
from flows.values import GateFacts, Outgoing

CONSENTED = frozenset((C.NUDGE, C.SERVICE, C.STAFF, C.CONSENT_CONFIRM))
TO_COLLECT = frozenset((C.NUDGE, C.SERVICE, C.STAFF))
NYC_FROM = date(2026, 9, 1)
NEW_YORK = ZoneInfo("America/New_York")


def _implied(message: Outgoing, facts: GateFacts, now: datetime) -> bool:
    """Staff may write within a day of the patient's own text."""
    return message.cls is C.STAFF and since_inbound(facts, now) <= timedelta(hours=24)


@rule("no_consent", "47 USC 227(b), fact sheet T2: no record, no text", "There is consent on record", CONSENTED,
      timed=True)  # fmt: skip
def given(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """There is no exemption (fact sheet T3)."""
    lacking = facts.consent is None and not _implied(message, facts, now)
    return Finding("There is no consent to texts on record") if lacking else None


@rule("consent_number", "fact sheet T2: consent belongs to the number it was given for",
      "The consent is for this number", CONSENTED, timed=True)  # fmt: skip
def same_number(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """A new number needs a new consent."""
    other = facts.consent is not None and facts.consent.number != message.number
    bad = other and not _implied(message, facts, now)
    return Finding("The consent was given for another number") if bad else None


@rule("consent_scope", "fact sheet T2: use stays within the purpose", "The consent covers bills", CONSENTED, timed=True)
def in_scope(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """Consent to appointment reminders is none to bills."""
    other = facts.consent is not None and "billing" not in facts.consent.scope
    bad = other and not _implied(message, facts, now)
    return Finding("The consent does not cover texts about bills") if bad else None


@rule("confirm_first", "CTIA, fact sheet C3, decision 22: the opt-in confirmation goes first",
      "The consent was confirmed by text a day ago or more", frozenset((C.NUDGE, C.SERVICE)))  # fmt: skip
def confirmed(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """Every consent, imported ones too, gets one confirmation, and a day's rest."""
    if facts.confirm_sent_at is None:
        return Finding("The text that confirms the consent has not gone out yet")
    rest = facts.confirm_sent_at + timedelta(hours=facts.practice.policy.min_texts_gap_after_confirm_h)
    return Finding("The consent was confirmed by text less than a day ago", until=rest) if now < rest else None


@rule("confirm_once", "fact sheet section 0: one confirmation for each consent", "The consent was not confirmed yet",
      frozenset((C.CONSENT_CONFIRM,)))  # fmt: skip
def confirmed_once(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """Not a second time."""
    return Finding("The consent was confirmed by text already") if facts.confirm_sent_at else None


@rule("dc_econsent", "D.C. Code 28-3814, fact sheet 5.2; where the state is unknown too (decision 26)",
      "Electronic consent is there where D.C. wants it", TO_COLLECT, timed=True)  # fmt: skip
def dc(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """More than 30 days past due: no text without electronic consent."""
    here = zones.state_of(message.number, facts.zip) in ("DC", None)
    late = facts.days_past_due > facts.practice.policy.states.dc_econsent_after_days
    bad = here and late and not econsented(facts) and not _implied(message, facts, now)
    return Finding("Washington, D.C. wants written electronic consent for a bill this late") if bad else None


@rule("nyc_econsent", "6 RCNY 5-77 from 2026-09-01, fact sheet 5.2; by ZIP only (decision 26)",
      "Electronic consent is there where New York City wants it", TO_COLLECT, timed=True)  # fmt: skip
def nyc(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """More than 30 days past due: no text without written electronic consent."""
    if facts.days_past_due <= facts.practice.policy.states.nyc_econsent_after_days or not zones.in_nyc(facts.zip):
        return None
    begun = now.astimezone(NEW_YORK).date() >= NYC_FROM
    bad = begun and not econsented(facts) and not _implied(message, facts, now)
    return Finding("New York City wants written electronic consent for a bill this late") if bad else None


@rule("mn_opt_in", "Minn. Stat. 332C, fact sheet 5.2, decision 26: opt-in by keyword or web form",
      "The patient opted in themselves where Minnesota wants it", TO_COLLECT, timed=True)  # fmt: skip
def minnesota(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """A form at the desk is not enough."""
    opted_in = facts.consent is not None and facts.consent.source in ("keyword", "web_form")
    bad = zones.state_of(message.number, facts.zip) == "MN" and not opted_in and not _implied(message, facts, now)
    return Finding("Minnesota wants an opt-in by text or web form") if bad else None


@rule("ma_notice", "940 CMR 7.08, fact sheet 5.2: written notice before texts about what is past due",
      "The written notice for Massachusetts was mailed", frozenset((C.NUDGE,)))  # fmt: skip
def massachusetts(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """Staff mail it and note the day."""
    mailed = facts.ma_notice_sent_at is not None and facts.ma_notice_sent_at <= now
    bad = zones.state_of(message.number, facts.zip) == "MA" and facts.days_past_due > 0 and not mailed
    return Finding("The written notice that Massachusetts wants was not mailed yet") if bad else None


@rule("consent_ask_dc", "decision 26: asking for consent by text is for D.C. only",
      "The patient is in D.C., or we do not know where", frozenset((C.CONSENT_ASK,)))  # fmt: skip
def asked_in_dc(message: Outgoing, facts: GateFacts, now: datetime) -> Finding | None:
    """An unknown state takes D.C.'s row."""
    outside = zones.state_of(message.number, facts.zip) not in ("DC", None)
    return Finding("Consent is asked for by text in Washington, D.C. only") if outside else None


def econsented(facts: GateFacts) -> bool:
    """Written consent given electronically."""
    return facts.consent is not None and (facts.consent.econsent or facts.consent.source == "web_form")
