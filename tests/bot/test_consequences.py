"""What each keyword rule brings: its hold, who ends it, the ticket (decision 1)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.consequences import OF_EFFECT, OF_RULE, Consequence, in_doubt, of_hold
from bot.keywords import ORDER
from flows.policy import Policy

BROUGHT = """
self_harm      crisis_hold     time   crisis        urgent
emergency      emergency_hold  time   emergency     urgent
wrong_number   wrong_number    staff  wrong_person  of_number
deceased       deceased        admin  deceased
bankruptcy     bankruptcy      admin  legal
attorney       attorney        admin  legal
litigation     litigation      admin  legal
stop_autopay   -               staff  other
contact_pref   suspicion       staff  info
minor          minor           staff  other
dispute        dispute         staff  dispute
gfe_dispute    gfe_dispute     staff  dispute
scra           -               staff  other
threat         abuse_review    staff  complaint     urgent
idiom_flag     suspicion       time   other
"""
ENDS = """
hardship_pause hardship_pause  time   -
deceased       deceased        admin  deceased
bankruptcy     bankruptcy      admin  legal
attorney       attorney        admin  legal
litigation     litigation      admin  legal
wrong_number   wrong_number    staff  wrong_person  of_number
"""


def shown(what: Consequence) -> list[str]:
    signs = [name for name in ("of_number", "urgent") if getattr(what, name)]
    return [what.hold or "-", what.lift_by, what.ticket or "-", *signs]


@pytest.mark.parametrize(("table", "known"), [(BROUGHT, OF_RULE), (ENDS, OF_EFFECT)])
def test_what_each_rule_and_effect_brings(table: str, known: dict[str, Consequence]) -> None:
    rows = [line.split() for line in table.strip().splitlines()]
    assert {name: shown(what) for name, what in known.items()} == {name: rest for name, *rest in rows}


def test_rules_are_those_of_the_keywords() -> None:
    assert set(OF_RULE) <= set(ORDER)


@pytest.mark.parametrize(
    ("what", "length"),
    [
        (OF_RULE["self_harm"], timedelta(days=7)),
        (OF_RULE["emergency"], timedelta(hours=72)),
        (OF_EFFECT["hardship_pause"], timedelta(days=14)),
        (OF_RULE["idiom_flag"], timedelta(days=1)),
        (OF_RULE["dispute"], None),
        (OF_RULE["deceased"], None),
        (OF_RULE["scra"], None),
        (Consequence(lift_by="time"), timedelta(days=1)),
    ],
)
def test_how_long_a_hold_lasts(what: Consequence, length: timedelta | None) -> None:
    assert what.length(Policy()) == length


def test_words_in_doubt_wait_for_staff_whoever_they_are_about() -> None:
    assert shown(in_doubt(OF_RULE["wrong_number"])) == ["suspicion", "staff", "wrong_person"]
    assert shown(in_doubt(OF_RULE["self_harm"])) == ["suspicion", "staff", "crisis", "urgent"]


def test_a_hold_that_nobody_listed_is_until_staff_lift_it() -> None:
    assert of_hold("hardship_pause") is OF_EFFECT["hardship_pause"]
    assert shown(of_hold("staff_waiting")) == ["staff_waiting", "staff", "-"]
