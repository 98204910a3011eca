"""Failed tries and locks: three in a row, five in a day, for each subject, whatever happens in between."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.policy import Verify
from flows.script import Factor
from storage import trust
from storage.db import Database
from tests.rows import NOW, a_conversation, a_practice, a_sender

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
RULES = Verify()
NUMBER, PATIENT = "number:aa", "patient:7"

# What happens (m a miss, p proof, u staff unlock, each at minutes from the start), when we look, the lock, tries left.
CASES = [
    ("", 0, "", 3),
    ("m0", 0, "", 2),
    ("m0 m1", 1, "", 1),
    ("m0 m1 m2", 2, "half_hour", 0),
    ("m0 m1 m2", 31, "half_hour", 0),
    ("m0 m1 m2", 32, "", 2),
    ("m0 m1 m2 m40", 40, "", 1),
    ("m0 m1 m2 m40 m41", 41, "until_staff", 0),
    ("m0 m1 m2 m40 m41", 100_000, "until_staff", 0),
    ("m0 m1 m2 m40 m41 u50", 50, "", 3),
    ("m0 m1 m2 m40 m41 u50 m51", 51, "", 2),
    ("m0 m1 m2 u5", 5, "", 3),
    ("m0 m1 p2", 2, "", 3),
    ("m0 m1 p2 m3 m4", 4, "", 1),
    ("m0 m1 p2 m3 m4 m5", 5, "until_staff", 0),
    ("m0 m1 p2 m3 p4 m5", 5, "", 1),
    ("m0 m1 p2 m3 p4 m5 p6 m7", 7, "until_staff", 0),
    ("m0 m1 p2 m1500 m1501 m1502", 1502, "half_hour", 0),
    ("m0 m1 p2 m3 m4 p5 m1439", 1439, "until_staff", 0),
    ("m0 m1 p2 m3 m4 p5 m1440", 1440, "", 1),
    ("m0 m1 p2 m3 m4 p5 m1442", 1442, "", 2),
    ("m0 u1 m2 m3 m4 m40 m41", 41, "until_staff", 0),
    ("m0 u1 m2 m3 m4 m40 m41 u50 m60", 60, "", 2),
    ("u0 m0 m0 m0 m0 m0", 0, "until_staff", 0),
    ("m0 m0 m0 m0 m0 u0 m0 u0", 0, "", 3),
    ("m0 m1 m2 m10", 35, "half_hour", 0),
    ("m0 m1 m2 m10", 40, "", 1),
]


def happened(script: str) -> list[tuple[str, int]]:
    names = {"m": "miss", "p": "proved", "u": "unlock"}
    return [(names[word[0]], int(word[1:])) for word in script.split()]


@pytest.mark.parametrize(("script", "at", "lock", "left"), CASES)
def test_locks(script: str, at: int, lock: str, left: int) -> None:
    events = [(kind, NOW + minute * MINUTE) for kind, minute in happened(script)]
    standing = trust.judge(events, NOW + at * MINUTE, RULES)
    assert (standing.lock, standing.left) == (lock, left)


@pytest.mark.parametrize(("script", "at", "lock", "left"), CASES)
def test_locks_from_the_rows(db: Database, script: str, at: int, lock: str, left: int) -> None:
    with db.begin() as tx:
        ours = a_practice(tx)
        for kind, minute in happened(script):
            moment = NOW + minute * MINUTE
            if kind == "unlock":
                trust.unlock(tx, ours, NUMBER, "staff:1", moment)
            else:
                {"miss": trust.miss, "proved": trust.proved}[kind](tx, ours, [NUMBER, NUMBER], moment)
        now = NOW + at * MINUTE
        assert trust.lock(tx, ours, [NUMBER, PATIENT], now, RULES) == lock
        assert trust.tries_left(tx, ours, [PATIENT, NUMBER], now, RULES) == left


def test_the_hardest_lock_of_all_subjects_wins(db: Database) -> None:
    with db.begin() as tx:
        ours, other = a_practice(tx), a_practice(tx)
        for minute in range(3):
            trust.miss(tx, ours, [NUMBER, PATIENT], NOW + minute * MINUTE)
        for minute in (40, 41):
            trust.miss(tx, ours, [PATIENT], NOW + minute * MINUTE)
        now = NOW + 41 * MINUTE
        assert trust.lock(tx, ours, [NUMBER], now, RULES) == ""
        assert trust.lock(tx, ours, [PATIENT], now, RULES) == "until_staff"
        assert trust.lock(tx, ours, [NUMBER, PATIENT], now, RULES) == "until_staff"
        assert trust.lock(tx, ours, [NUMBER, PATIENT], NOW + 3 * MINUTE, RULES) == "until_staff"
        assert trust.lock(tx, other, [NUMBER, PATIENT], now, RULES) == ""
        assert trust.lock(tx, ours, [], now, RULES) == ""
        assert trust.standing(tx, ours, ["browser:x"], now, RULES).left == 3
        trust.unlock(tx, ours, PATIENT, "staff:1", now)
        assert trust.lock(tx, ours, [NUMBER, PATIENT], now, RULES) == ""


def test_a_half_hour_says_when_it_ends() -> None:
    events = [("miss", NOW + minute * MINUTE) for minute in range(3)]
    assert trust.judge(events, NOW + 5 * MINUTE, RULES).until == NOW + 32 * MINUTE


def test_a_practice_may_be_stricter() -> None:
    strict = Verify(attempts=2, lock_min=60, attempts_24h=3)
    events = [("miss", NOW), ("miss", NOW + MINUTE)]
    assert trust.judge(events, NOW + 60 * MINUTE, strict).lock == "half_hour"
    assert trust.judge(events, NOW + 61 * MINUTE, strict) == trust.Standing("", 1)


@given(st.lists(st.tuples(st.sampled_from(["miss", "proved"]), st.integers(0, 300)), max_size=20))
def test_nobody_gets_a_sixth_try_in_a_day_without_staff(tries: list[tuple[str, int]]) -> None:
    """Whoever is let try only while no lock stands never has more than five misses in any 24 hours."""
    events: list[tuple[str, datetime]] = []
    now = NOW
    for kind, wait in tries:
        now += wait * MINUTE
        if trust.judge(events, now, RULES).lock == "":
            events.append((kind, now))
    misses = [at for kind, at in events if kind == "miss"]
    assert all(misses[n] - misses[n - 5] >= 24 * HOUR for n in range(5, len(misses)))


@given(st.lists(st.tuples(st.sampled_from(["miss", "proved", "unlock"]), st.integers(0, 2000)), max_size=20))
def test_no_try_is_left_exactly_while_locked(tries: list[tuple[str, int]]) -> None:
    now = NOW
    events: list[tuple[str, datetime]] = []
    for kind, wait in tries:
        now += wait * MINUTE
        events.append((kind, now))
        standing = trust.judge(events, now, RULES)
        assert (standing.left == 0) == (standing.lock != "")
        assert 0 <= standing.left <= 3


def test_one_factor_of_a_kind_is_remembered_for_a_while(db: Database) -> None:
    with db.begin() as tx:
        ours = a_practice(tx)
        talk = a_conversation(tx, ours, a_sender(tx, ours))
        other = a_conversation(tx, ours, a_sender(tx, ours))
        trust.remember(tx, talk, Factor("zip", frozenset({"aa", "bb"})), NOW)
        trust.remember(tx, talk, Factor("birth", frozenset({"cc"})), NOW + MINUTE)
        trust.remember(tx, talk, Factor("zip", frozenset({"dd"})), NOW + 2 * MINUTE)
        both = {Factor("birth", frozenset({"cc"})), Factor("zip", frozenset({"dd"}))}
        assert set(trust.remembered(tx, talk, NOW)) == both
        assert trust.remembered(tx, talk, NOW + 2 * MINUTE) == (Factor("zip", frozenset({"dd"})),)
        assert trust.remembered(tx, talk, NOW + 3 * MINUTE) == ()
        assert trust.remembered(tx, other, NOW) == ()
        trust.forget(tx, talk)
        assert trust.remembered(tx, talk, NOW) == ()
