"""May this text go to this number at this moment, and why? One JSON object a line in, one out, in the same order."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from bot import lint, zones
from bot.commands.gate_values import (
    DATE,
    Misread,
    a_day,
    a_text,
    a_zip,
    a_zone,
    an_hour,
    an_object,
    flag,
    moment,
    one_of,
    texts,
    whole,
)
from bot.errors import Sorry
from bot.gate import check
from bot.gate.holds import STOPS
from flows.money import Money
from flows.policy import Policy
from flows.policy_terms import DAYS, NOTE, BadPolicy, read
from flows.values import (
    Consent,
    ContactPrefs,
    Drop,
    GateFacts,
    GatePractice,
    Hold,
    HoldUntil,
    MessageClass,
    Outgoing,
    Sent,
    Verdict,
)

EXAMPLE = (
    "example:\n"
    """  echo '{"at":"2026-11-24T01:00:00Z","class":"NUDGE","number":"+12125550123"}' | ./sheepdog gate"""
)
_FIELDS = """
id at class number zip stated_zone body level lang channel quoted_cents consent risk_ack opted_out opted_out_at
optout_confirmed holds balance_cents oldest_service_date days_past_due insurance_pending sent nudges_for_balance
replies_last_hour last_inbound_at unread_inbound verified contact_prefs practice lookup last_verified_at
number_verified_at ma_notice_sent_at paid_at part2 guarantor_consent to_guarantor minor specialty landline
first_name last_name confirm_sent_at
"""
FIELDS = frozenset(_FIELDS.split())
CONSENT_FIELDS = frozenset(("scope", "source", "at", "number", "econsent"))
PREFS_FIELDS = frozenset(("days", "from", "to", "channels"))
PRACTICE_FIELDS = frozenset(
    ("name", "program_name", "registered", "paused", "type", "state", "specialty", "hosts", "policy", NOTE)
)
SENT_FIELDS = frozenset(("at", "class", "reply"))
SENT_CLASSES = frozenset((*MessageClass, "CALL"))
CHANNELS = frozenset(("sms", "mail", "email", "phone"))
LOOKUPS = frozenset(("yes", "no", "error"))
MUCH = 10**9
"""Cents: a balance that is left out is no reason to hold a text back."""
LONG_AGO = timedelta(days=365)


def register(parser: argparse.ArgumentParser) -> None:
    """The command has no options."""


def run(args: argparse.Namespace) -> int:
    """0 when every line had its verdict; 2 when one was not understood. Such a line gets an error, never a send."""
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    wrong = []
    for number, answer in answers(sys.stdin):
        print(json.dumps(answer, ensure_ascii=False), flush=True)
        wrong += [f"Line {number}: {answer['error']}"] if "error" in answer else []
    if wrong:
        more = f"\nand {len(wrong) - 20} more." if len(wrong) > 20 else ""
        raise Sorry("\n".join(wrong[:20]) + more, 2)
    return 0


def answers(lines: Iterable[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """For each line that is not empty its number and the answer: a verdict, or what was not understood."""
    for number, line in enumerate(lines, 1):
        if line.strip("\ufeff \t\r\n"):
            yield number, _answered(line.lstrip("\ufeff"), str(number))


def _answered(line: str, number: str) -> dict[str, Any]:
    case: Any = None
    try:
        case = json.loads(line)
        return answer(case, number)
    except (ValueError, OverflowError, RecursionError) as error:
        said = f"This is not JSON: {error}." if isinstance(error, json.JSONDecodeError) else str(error)
        return {"id": case.get("id", number) if isinstance(case, dict) else number, "error": said}


def answer(case: Any, number: str) -> dict[str, Any]:
    """The verdict on one case. Raises Misread."""
    given = an_object(case, "The line", FIELDS)
    at = moment(given, "at", dates=False) or datetime.now(UTC)
    message, facts = _message(given), _facts(given, at)
    return {"id": given.get("id", number), **shown(check(message, facts, at))}


def shown(verdict: Verdict) -> dict[str, Any]:
    """A verdict as it is printed; `until` is rounded up to a whole second."""
    name = "hold" if isinstance(verdict, HoldUntil) else "drop" if isinstance(verdict, Drop) else "send"
    until = None
    if isinstance(verdict, HoldUntil):
        second = verdict.until.astimezone(UTC).replace(microsecond=0)
        until = f"{second + timedelta(seconds=second < verdict.until):%Y-%m-%dT%H:%M:%SZ}"
    return {"verdict": name, "until": until, "reasons": [list(reason) for reason in verdict.reasons]}


# -- the text --


def _message(given: Mapping[str, Any]) -> Outgoing:
    cls = one_of(given, "class", frozenset(MessageClass))
    if cls is None:
        raise Misread("class is missing: one of " + ", ".join(MessageClass) + ".")
    channel = one_of(given, "channel", frozenset(("sms", "web"))) or "sms"
    number = a_text(given, "number")
    if number is None and channel == "sms":
        raise Misread("number is missing.")
    body, level = a_text(given, "body"), whole(given, "level") or 0
    if level > 2:
        raise Misread("level is 0, 1 or 2.")
    return Outgoing(
        cls=MessageClass(cls),
        number=number or "",
        body=body,
        level=level,
        lang=a_text(given, "lang") or "en",
        channel=channel,
        quoted_cents=_quoted(given, cls, body),
    )


def _quoted(given: Mapping[str, Any], cls: str, body: str | None) -> int | None:
    """What the text names as owed: told, or read in a template's body where the balance is told (fact sheet F6)."""
    told = whole(given, "quoted_cents")
    if told is not None or body is None or given.get("balance_cents") is None or cls not in ("NUDGE", "SERVICE"):
        return told
    return lint.owed(body)


# -- the facts --


def _facts(given: Mapping[str, Any], at: datetime) -> GateFacts:
    sent, practice = _sent(given), _practice(given)
    verified = flag(given, "verified", True)
    last_verified = moment(given, "last_verified_at")
    return GateFacts(
        practice=practice,
        zip=a_zip(given),
        stated_zone=a_zone(given),
        consent=_consent(given),
        risk_ack=flag(given, "risk_ack", True),
        opted_out=flag(given, "opted_out", False),
        opted_out_at=moment(given, "opted_out_at") or moment(given, "last_inbound_at") or at,
        optout_confirmed=flag(given, "optout_confirmed", False),
        holds=_holds(given),
        balance=Money(_balance(given)),
        oldest_service_date=a_day(given, "oldest_service_date"),
        days_past_due=whole(given, "days_past_due") or 0,
        insurance_pending=flag(given, "insurance_pending", False),
        sent=sent,
        nudges_for_balance=_counted(given, "nudges_for_balance", sent, "NUDGE", None, at),
        replies_last_hour=_counted(given, "replies_last_hour", sent, "REPLY", timedelta(hours=1), at),
        last_inbound_at=moment(given, "last_inbound_at"),
        unread_inbound=flag(given, "unread_inbound", False),
        verified=verified,
        contact_prefs=_prefs(given),
        lookup=one_of(given, "lookup", LOOKUPS),
        last_verified_at=last_verified,
        ma_notice_sent_at=moment(given, "ma_notice_sent_at") if "ma_notice_sent_at" in given else at - LONG_AGO,
        paid_at=moment(given, "paid_at"),
        part2=flag(given, "part2", False),
        guarantor_consent=flag(given, "guarantor_consent", False),
        to_guarantor=flag(given, "to_guarantor", False),
        minor=flag(given, "minor", False),
        landline=flag(given, "landline", False),
        number_verified_at=moment(given, "number_verified_at") or last_verified or (at if verified else None),
        first_name=a_text(given, "first_name") or "",
        last_name=a_text(given, "last_name") or "",
        confirm_sent_at=_confirmed(given, sent, at),
    )


def _balance(given: Mapping[str, Any]) -> int:
    """Left out, it is what the text names, or much."""
    told = whole(given, "balance_cents", least=None)
    if told is not None:
        return told
    quoted = whole(given, "quoted_cents")
    return MUCH if quoted is None else quoted


def _counted(given: Mapping[str, Any], name: str, sent: tuple[Sent, ...] | None, cls: str, within: timedelta | None,
             at: datetime) -> int:  # fmt: skip
    """A number that is told, else counted in `sent`."""
    told = whole(given, name)
    if told is not None:
        return told
    return sum(text.cls == cls and (within is None or at - text.at < within) for text in sent or ())


def _confirmed(given: Mapping[str, Any], sent: tuple[Sent, ...] | None, at: datetime) -> datetime | None:
    """When the consent was confirmed: told, else by `sent`; where other texts were sent before, long ago."""
    if told := moment(given, "confirm_sent_at"):
        return told
    consent = _consent(given)
    found = [text.at for text in sent or () if text.cls == "CONSENT_CONFIRM"]
    if given.get("class") == "CONSENT_CONFIRM":
        since = consent.at if consent and consent.at <= at else None
        return max((moment for moment in found if since is None or moment >= since), default=None)
    return max(found, default=None if sent == () else at - LONG_AGO)


def _consent(given: Mapping[str, Any]) -> Consent | None:
    """Left out, it is not there; what it does not say, it does not cover. A mere date began before it did anywhere."""
    if given.get("consent") is None:
        return None
    told = an_object(given["consent"], "consent", CONSENT_FIELDS)
    at = moment(told, "at")
    if at and DATE.fullmatch(str(told["at"])):
        at -= timedelta(hours=14)
    return Consent(
        scope=texts(told, "scope") or (),
        source=a_text(told, "source") or "",
        at=at or datetime(1970, 1, 1, tzinfo=UTC),
        number=a_text(told, "number") or str(given.get("number")),
        econsent=flag(told, "econsent", False),
    )


def _holds(given: Mapping[str, Any]) -> tuple[Hold, ...]:
    told = given.get("holds")
    if told is None:
        return ()
    if not isinstance(told, list):
        raise Misread("holds is a list.")
    return tuple(_hold(one, given) for one in told)


def _hold(one: Any, given: Mapping[str, Any]) -> Hold:
    hold = {"hold": one} if isinstance(one, str) else an_object(one, "A hold", frozenset(("hold", "until")))
    name = hold.get("hold")
    if not isinstance(name, str) or name not in STOPS:
        raise Misread(f"There is no hold {name!r}.")
    text = hold.get("until")
    until = moment(hold, "until")
    if until and (name == "promise_to_pay" or DATE.fullmatch(str(text))):
        until = _end_of(date.fromisoformat(str(text)[:10]), given)
    return Hold(name, until)


def _end_of(day: date, given: Mapping[str, Any]) -> datetime:
    """When a day is over everywhere that the patient may be."""
    places = zones.candidates(str(given.get("number")), a_zip(given), a_zone(given))
    return max(datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC) for zone in places)


def _sent(given: Mapping[str, Any]) -> tuple[Sent, ...] | None:
    told = given.get("sent")
    if told is None:
        return None
    if not isinstance(told, list):
        raise Misread("sent is a list.")
    return tuple(_one_sent(an_object(one, "An entry of sent", SENT_FIELDS)) for one in told)


def _one_sent(one: Mapping[str, Any]) -> Sent:
    at, cls = moment(one, "at"), one_of(one, "class", SENT_CLASSES)
    if at is None or cls is None:
        raise Misread("An entry of sent has at and class.")
    return Sent(at, cls, flag(one, "reply", False))


def _prefs(given: Mapping[str, Any]) -> ContactPrefs:
    if given.get("contact_prefs") is None:
        return ContactPrefs()
    told = an_object(given["contact_prefs"], "contact_prefs", PREFS_FIELDS)
    days, channels = texts(told, "days"), texts(told, "channels")
    if days and not set(days) <= set(DAYS):
        raise Misread(f"contact_prefs.days are out of {', '.join(DAYS)}.")
    if channels and not set(channels) <= CHANNELS:
        raise Misread(f"contact_prefs.channels are out of {', '.join(sorted(CHANNELS))}.")
    return ContactPrefs(days=days, start=an_hour(told, "from"), end=an_hour(told, "to"), channels=channels)


def _practice(given: Mapping[str, Any]) -> GatePractice:
    told = an_object(given.get("practice") or {}, "practice", PRACTICE_FIELDS)
    usual = GatePractice()
    hosts = texts(told, "hosts")
    return GatePractice(
        name=a_text(told, "name") or a_text(told, "program_name") or usual.name,
        program_name=a_text(told, "program_name") or usual.program_name,
        registered=flag(told, "registered", True),
        paused=flag(told, "paused", False),
        kind=one_of(told, "type", frozenset(("provider", "collection_agency"))) or "provider",
        state=a_text(told, "state"),
        specialty=a_text(given, "specialty") or a_text(told, "specialty"),
        hosts=usual.hosts if hosts is None else hosts,
        policy=_policy(told),
    )


def _policy(told: Mapping[str, Any]) -> Policy:
    policy = told.get("policy")
    if policy is not None and not isinstance(policy, dict):
        raise Misread("practice.policy is an object.")
    return _read(json.dumps({**(policy or {}), **({NOTE: told[NOTE]} if told.get(NOTE) else {})}))


@lru_cache(maxsize=256)
def _read(policy: str) -> Policy:
    try:
        return read(json.loads(policy))
    except BadPolicy as bad:
        raise Misread(str(bad)) from bad
