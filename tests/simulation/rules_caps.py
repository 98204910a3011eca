"""How many: by number and by patient, by day, by seven days, the gap, for one balance, in a talk (fact sheet 5.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.simulation import hours
from tests.simulation.history import History, Row, Violation, earlier
from tests.simulation.rules_consent import nyc, past_due
from tests.simulation.rules_stops import cls_of

COUNTED = ("NUDGE", "SERVICE", "STAFF", "CALL")
WEEK = timedelta(hours=168)
HOUR = timedelta(hours=1)
REPLIES, CODES = 20, 5
LOOK_BACK = timedelta(days=9)


@dataclass(frozen=True)
class Contact:
    """A text that left or a call that was made."""

    at: datetime
    cls: str


def check(history: History, text: Row) -> Iterator[Violation]:
    """Which count this text went over."""
    cls = cls_of(history, text)
    if text.cls == "REPLY":
        yield from _replies(history, text)
    elif cls == "OTP":
        yield from _codes(history, text)
    elif cls in COUNTED or cls == "CONSENT_ASK":
        number = (history.left_to.get(history.of(text), []), history.calls_to.get(history.of(text), []))
        patient = (history.left_about.get(text.patient_id, []), history.calls_about.get(text.patient_id, []))
        found: dict[str, Violation] = {}
        for whose, (rows, calls) in (("number", number), ("patient", patient)):
            for one in _over(history, text, cls, whose, _past(history, text, rows, calls)):
                found.setdefault(one.rule, one)
        yield from found.values()
        if cls == "NUDGE" and text.patient_id is not None:
            yield from _for_balance(history, text)


def _past(history: History, text: Row, rows: list[Row], calls: Sequence[datetime]) -> list[Contact]:
    since = text.claimed_at - LOOK_BACK
    made: list[Contact] = [Contact(at, "CALL") for at in calls if since <= at < text.claimed_at]
    for row in reversed(earlier(rows, text)):
        if row.claimed_at < since:
            break
        made.append(Contact(row.claimed_at, cls_of(history, row)))
    return made


def _over(history: History, text: Row, cls: str, whose: str, past: list[Contact]) -> Iterator[Violation]:
    at, policy = text.claimed_at, history.policy(text.practice_id, text.claimed_at)
    counted = [one for one in past if one.cls in COUNTED]
    asked = [one for one in past if one.cls == "CONSENT_ASK"]
    gap = timedelta(hours=policy.caps.min_gap_h)
    if near := [one for one in (*counted, *asked) if at - one.at < gap]:
        yield Violation("cap:gap", text.id, f"{whose}: {at - near[0].at} after a {near[0].cls}")
    if cls == "CONSENT_ASK":
        if any(at - one.at < WEEK for one in asked):
            yield Violation("cap:ask", text.id, f"{whose}: asked within seven days before")
        return
    days = hours.local_days(at, history.zones_of(text))
    most = policy.caps.per_day
    for name, today in days.items():
        same = [one for one in counted if one.at.astimezone(hours.zone(name)).date() == today]
        if len(same) >= most:
            yield Violation("cap:day", text.id, f"{whose}: the {len(same) + 1}th on {today} in {name}, {most} at most")
            break
    most = per_week(history, text)
    rolling = [one for one in counted if at - one.at < WEEK]
    if len(rolling) >= most:
        yield Violation("cap:week", text.id, f"{whose}: the {len(rolling) + 1}th in 168 hours, {most} at most")
        return
    for name, today in days.items():
        first = today - timedelta(days=6)
        seven = [one for one in counted if first <= one.at.astimezone(hours.zone(name)).date() <= today]
        if len(seven) >= most:
            yield Violation("cap:week", text.id, f"{whose}: the {len(seven) + 1}th since {first} in {name}")
            return


def per_week(history: History, text: Row) -> int:
    """How many in seven days: the practice's own figure, and what the state's row allows at most."""
    policy, state = history.policy(text.practice_id, text.claimed_at), history.state_of(text)
    most = int(policy.caps.per_7d)
    if state == "MA":
        most = min(most, policy.states.ma_per_7d, 2)
    if state in ("DC", None):
        most = min(most, policy.states.dc_per_7d)
    patient = history.patients.get(text.patient_id)
    if patient is not None and nyc(history, text):
        late = past_due(history.was("patient", patient, "first_statement", text.claimed_at), text.claimed_at)
        if late > policy.states.nyc_econsent_after_days:
            most = min(most, policy.states.nyc_per_7d)
    return most


def _for_balance(history: History, text: Row) -> Iterator[Violation]:
    began = history.owing_since(text.patient_id, text.claimed_at)
    if began is None:
        return
    before = earlier(history.left_about.get(text.patient_id, []), text)
    many = sum(one.cls == "NUDGE" and one.claimed_at >= began for one in before)
    most = history.policy(text.practice_id, text.claimed_at).caps.max_nudges_per_balance
    if many >= most:
        yield Violation("cap:balance", text.id, f"the {many + 1}th nudge for the balance of {began}, {most} at most")


def _replies(history: History, text: Row) -> Iterator[Violation]:
    most = min(history.policy(text.practice_id, text.claimed_at).caps.replies_per_hour, REPLIES)
    rows = earlier(history.left_to.get(history.of(text), []), text)
    same = [
        one for one in rows[-200:]
        if one.cls == "REPLY" and one.conversation_id == text.conversation_id
        and text.claimed_at - one.claimed_at < HOUR
    ]  # fmt: skip
    if len(same) >= most:
        yield Violation("cap:replies", text.id, f"the {len(same) + 1}th reply within an hour, {most} at most")


def _codes(history: History, text: Row) -> Iterator[Violation]:
    """Five a day: counted where it is the same calendar day in every zone that the phone may be in."""
    most = min(history.policy(text.practice_id, text.claimed_at).otp.per_day, CODES)
    rows = [one for one in earlier(history.left_to.get(history.of(text), []), text) if one.cls == "OTP"]
    days = hours.local_days(text.claimed_at, history.zones_of(text))
    same = [
        one for one in rows
        if all(one.claimed_at.astimezone(hours.zone(name)).date() == day for name, day in days.items())
    ]  # fmt: skip
    if len(same) >= most:
        yield Violation("cap:codes", text.id, f"the {len(same) + 1}th code of the day, {most} at most")
