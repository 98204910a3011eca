"""What must hold for any number, ZIP, moment and history, not only for the cases that somebody thought of."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot import zones
from bot.gate import check
from bot.gate.holds import STOPS
from flows.values import ContactPrefs, Drop, Hold, HoldUntil, Send, Sent
from tests.bot.gate_cases import consent, facts, practice, text

START = datetime(2026, 2, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)
COVERED = ("NUDGE", "SERVICE", "STAFF", "CONSENT_ASK", "RECEIPT", "CONSENT_CONFIRM")

moments = st.integers(0, 3 * 365 * 24 * 3600).map(lambda seconds: START + timedelta(seconds=seconds))
numbers = st.builds("+1{}555{:04}".format, st.integers(200, 999), st.integers(0, 9999)).filter(zones.is_us)
zips = st.none() | st.integers(0, 99999).map("{:05}".format)
stated = st.none() | st.sampled_from(["America/Adak", "America/New_York", "Pacific/Guam", "Europe/Madrid"])
days = st.none() | st.lists(st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), max_size=4).map(tuple)
hours = st.none() | st.integers(0, 23).map(lambda hour: time(hour, 30))
wishes = st.builds(ContactPrefs, days=days, start=hours, end=hours)


@st.composite
def histories(draw: st.DrawFn, now: datetime) -> tuple[Sent, ...]:
    """Texts and calls of the last ten days."""
    ago = st.integers(0, 240 * 3600).map(lambda seconds: now - timedelta(seconds=seconds))
    classes = st.sampled_from(["NUDGE", "SERVICE", "STAFF", "CALL", "REPLY", "CONSENT_ASK"])
    return tuple(draw(st.lists(st.builds(Sent, ago, classes), max_size=5)))


@st.composite
def holds(draw: st.DrawFn, now: datetime) -> tuple[Hold, ...]:
    """Stop conditions that end within a month."""
    end = st.integers(-3600, 30 * 24 * 3600).map(lambda seconds: now + timedelta(seconds=seconds))
    return tuple(draw(st.lists(st.builds(Hold, st.sampled_from(list(STOPS)), end), max_size=2)))


@settings(max_examples=300, deadline=None)
@given(number=numbers, zip=zips, stated=stated, now=moments)
@example(number="+18505550123", zip=None, stated=None, now=datetime(2026, 11, 23, 14, 30, tzinfo=UTC))
def test_a_nudge_is_inside_the_hard_limits_everywhere(
    number: str, zip: str | None, stated: str | None, now: datetime
) -> None:
    wide = practice(
        {"quiet": {"start": "08:00", "end": "21:00", "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]}}
    )
    told = facts(number, zip=zip, stated_zone=stated, consent=consent(number, source="web_form"), practice=wide)
    verdict = check(text(number=number), told, now)
    sent_at = now if isinstance(verdict, Send) else verdict.until if isinstance(verdict, HoldUntil) else None
    places = zones.candidates(number, zip, stated)
    local = [moment.astimezone(ZoneInfo(zone)).time() for zone in places for moment in ([sent_at] if sent_at else [])]
    assert all(time(8) <= at < time(21) for at in local)
    assert isinstance(verdict, Send) == all(_open(now, zone) for zone in places)


def _open(now: datetime, zone: str) -> bool:
    local = now.astimezone(ZoneInfo(zone))
    return time(8) <= local.time() < time(21) and not _federal(local)


def _federal(local: datetime) -> bool:
    """By the law's own words (5 USC 6103), apart from the code's package."""
    fixed = {(1, 1), (6, 19), (7, 4), (11, 11), (12, 25)}
    day = local.date()
    near = {(day + timedelta(days=1)): 4, (day - timedelta(days=1)): 0, day: None}
    if any((at.month, at.day) in fixed and weekday in (None, day.weekday()) and (weekday is None or at.weekday() > 4)
           for at, weekday in near.items()):  # fmt: skip
        return True
    nth = (day.month, day.weekday(), (day.day - 1) // 7 + 1)
    last_monday = day.month == 5 and day.weekday() == 0 and day.day > 24
    return nth in {(1, 0, 3), (2, 0, 3), (9, 0, 1), (10, 0, 2), (11, 3, 4)} or last_monday


@settings(max_examples=400, deadline=None)
@given(data=st.data(), cls=st.sampled_from(COVERED), number=numbers, now=moments, prefs=wishes)
def test_until_is_the_first_instant_at_which_all_rules_pass(
    data: st.DataObject, cls: str, number: str, now: datetime, prefs: ContactPrefs
) -> None:
    told = facts(
        number,
        zip=data.draw(st.sampled_from([None, "20001", "32501", "83501", "96910"])),
        consent=consent(number, source="web_form"),
        contact_prefs=prefs,
        sent=data.draw(histories(now)),
        holds=data.draw(holds(now)),
        confirm_sent_at=None if cls == "CONSENT_CONFIRM" else now - timedelta(hours=data.draw(st.integers(1, 60))),
        unread_inbound=False,
    )
    message = text(cls, number)
    verdict = check(message, told, now)
    if isinstance(verdict, HoldUntil):
        assert verdict.until > now
        assert isinstance(check(message, told, verdict.until), Send)
        assert not isinstance(check(message, told, verdict.until - SECOND), Send)
        for _ in range(5):
            between = data.draw(st.integers(0, int((verdict.until - now).total_seconds()) - 1))
            assert not isinstance(check(message, told, now + timedelta(seconds=between)), Send)
    elif isinstance(verdict, Drop):
        far = [now + timedelta(days=day, hours=hour) for day in range(14) for hour in (0, 7, 13)]
        ends = [one.until for one in told.holds if one.until and one.until > now]
        if not ends:
            assert not any(isinstance(check(message, told, at), Send) for at in far)


@settings(max_examples=200, deadline=None)
@given(cls=st.sampled_from(["REPLY", "HELP", "SAFETY", "OTP"]), number=numbers, now=moments, zip=zips)
def test_answers_to_what_the_patient_just_did_never_wait(cls: str, number: str, now: datetime, zip: str | None) -> None:
    assert isinstance(check(text(cls, number), facts(number, zip=zip, last_inbound_at=now), now), Send)


@settings(max_examples=200, deadline=None)
@given(
    cls=st.sampled_from(["NUDGE", "SERVICE", "REPLY", "RECEIPT", "STAFF", "OTP", "HELP"]), number=numbers, now=moments
)
def test_after_stop_nothing_leaves(cls: str, number: str, now: datetime) -> None:
    told = facts(number, opted_out=True, opted_out_at=now, last_inbound_at=now, paid_at=now)
    assert isinstance(check(text(cls, number), told, now), Drop)


@settings(max_examples=300, deadline=None)
@given(data=st.data(), number=numbers, start=moments)
def test_texts_sent_when_the_gate_says_so_keep_the_caps(data: st.DataObject, number: str, start: datetime) -> None:
    """Whoever asks again and again, at most two go in any seven days, 48 hours apart."""
    sent: list[datetime] = []
    now = start
    for _ in range(8):
        now += timedelta(minutes=data.draw(st.integers(0, 3000)))
        told = facts(number, consent=consent(number, source="web_form"), sent=tuple(Sent(at, "NUDGE") for at in sent))
        verdict = check(text(number=number), told, now)
        if isinstance(verdict, HoldUntil):
            now = verdict.until
        sent.append(now)
    assert all(later - earlier >= timedelta(hours=48) for earlier, later in pairwise(sent))
    assert all(third - first >= timedelta(days=7) for first, third in zip(sent, sent[2:], strict=False))
