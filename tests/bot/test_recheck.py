"""Numbers that may have a new owner: asked about before a nudge, once, and acted on (fact sheet T10)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot import outreach
from bot.channels import Owned
from storage import consent, incidents, lookups, people, tickets, touches
from tests.lines import Line


@pytest.fixture
def old(line: Line) -> Line:
    """Consent of 61 days ago, confirmed then, and nothing heard since; a touch is due; look-ups are on."""
    asks(line, 61)
    return line


def asks(line: Line, days: int, on: bool = True) -> None:
    now = line.app.now()
    given = now - timedelta(days=days)
    with line.rows() as tx:
        people.update_practice(tx, line.practice_id, lookups=on)
        wording = ("I agree.", "1", ("billing",), "desk")
        consent.revoke(tx, line.practice_id, line.patient_id, line.theirs, "test", "test", given)
        consent.grant(tx, line.practice_id, line.patient_id, line.theirs, "intake_form", *wording, given)
        touches.plan(tx, line.practice_id, line.patient_id, "test", 1, now, (), now)
    line.clock._now = given + timedelta(hours=1)
    line.save(last_inbound_at=given)
    line.queue("CONSENT_CONFIRM")
    line.send()
    line.clock._now = now
    with line.rows() as tx:
        people.phone_verified(tx, line.practice_id, line.theirs, line.patient_id, given)


def nudge(line: Line) -> list[str]:
    outreach.begin_due(line.app)
    line.send()
    return [text.state for text in line.texts() if text.cls == "NUDGE"]


def test_the_fake_channel_can_be_asked(line: Line) -> None:
    assert isinstance(line.channel, Owned)


def test_a_number_that_is_still_theirs_is_texted_and_vouched_for_from_today(old: Line) -> None:
    assert nudge(old) == ["sent"]
    since = (old.app.now() - timedelta(days=61)).date()
    assert old.channel.looked_up == [(old.theirs, since)]
    with old.rows() as tx:
        found = lookups.newest(tx, old.practice_id, old.theirs)
    assert found is not None and (found.answer, found.at) == ("no", old.app.now())


def test_a_number_seen_lately_is_not_asked_about(line: Line) -> None:
    asks(line, 59)
    assert nudge(line) == ["sent"]
    assert line.channel.looked_up == []


def test_a_number_with_a_new_owner_gets_nothing_and_staff_are_told(old: Line) -> None:
    old.channel.owners[old.theirs] = "yes"
    assert nudge(old) == []
    assert old.phone_states()[old.theirs] == "reassigned"
    assert "reassigned" in old.holds()
    with old.rows() as tx:
        assert "wrong_person" in {ticket.reason for ticket in tickets.open_tickets(tx, old.practice_id)}
        logged = incidents.of_number(tx, old.practice_id, old.theirs)
    assert [(one.kind, one.level, one.state) for one in logged] == [("reassigned", 0, "low_risk")]


def test_an_answer_that_says_nothing_stops_nudges_and_is_asked_again_tomorrow(old: Line) -> None:
    old.channel.owners[old.theirs] = "error"
    assert nudge(old) == []
    assert nudge(old) == [] and len(old.channel.looked_up) == 1
    old.forward(hours=25)
    old.channel.owners.clear()
    with old.rows() as tx:
        now = old.app.now()
        touches.plan(tx, old.practice_id, old.patient_id, "test", 2, now, (), now)
    assert nudge(old) == ["sent"]


def test_without_look_ups_180_days_are_the_end(line: Line) -> None:
    asks(line, 179, on=False)
    assert nudge(line) == ["sent"] and line.channel.looked_up == []


def test_after_181_days_without_look_ups_nothing_goes(line: Line) -> None:
    asks(line, 181, on=False)
    assert nudge(line) == [] and line.channel.looked_up == []


def test_a_reminder_that_waits_already_is_asked_about_too(old: Line) -> None:
    """One that a carrier could not deliver yet is written anew, and nobody had asked since."""
    text_id = old.queue("NUDGE")
    old.send()
    assert (old.text_of(text_id).state, len(old.channel.looked_up)) == ("held", 1)
    old.forward(hours=1)
    old.send()
    assert old.text_of(text_id).state == "sent"


def test_a_no_of_long_ago_is_none(old: Line) -> None:
    assert nudge(old) == ["sent"]
    old.forward(days=61)
    text_id = old.queue("NUDGE")
    old.send()
    assert old.text_of(text_id).state == "held" and len(old.channel.looked_up) == 2
