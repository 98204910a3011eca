"""What a provider's refusal asks of us, by its kind (decision 25, fact sheet W5)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot import deliver
from bot.channels import Receipt, Refused
from bot.channels.twilio_errors import ERRORS
from bot.refusals import FOLLOW
from storage import people
from tests.lines import Line, a_line
from tests.rows import a_patient


def refused(line: Line, kind: Any, code: str = "12345", cls: str = "REPLY", **more: Any) -> int:
    """A text that the provider refused with this kind."""
    line.save(last_inbound_at=line.app.now())
    line.channel.script(Refused(code, kind, "no"))
    text_id = line.queue(cls, **more)
    line.send()
    return text_id


def notes(line: Line) -> dict[str, str]:
    return {reason: ticket.note for reason, ticket in line.tickets().items()}


def practice(line: Line) -> people.Practice:
    with line.app.db.read() as tx:
        return people.practice(tx, line.practice_id)


@pytest.mark.parametrize("by_receipt", [False, True])
@pytest.mark.parametrize(
    ("kind", "ticket"),
    [
        ("suppressed", {}),
        ("unusable", {"info": "number_unusable"}),
        ("unreachable", {}),
        ("once_more", {}),
        ("pause_practice", {"other": "practice_paused"}),
        ("filtered", {"other": "template_filtered"}),
        ("setup", {"other": "text_refused"}),
        ("other", {"other": "text_refused"}),
        ("a kind of next year", {"other": "text_refused"}),
    ],
)
def test_each_kind_by_the_answer_and_by_a_receipt(
    line: Line, kind: Any, ticket: dict[str, str], by_receipt: bool
) -> None:
    if by_receipt:
        line.save(last_inbound_at=line.app.now())
        text_id = line.queue("REPLY", key="test.words")
        line.send()
        receipt = Receipt(text_id, line.text_of(text_id).provider_id or "", "undelivered", "12345", kind)
        for _ in range(3):
            deliver.receipt(line.app, receipt)
    else:
        text_id = refused(line, kind, key="test.words")
    text = line.text_of(text_id)
    assert (text.state, text.error) == ("undelivered" if by_receipt else "refused", "12345")
    assert notes(line) == ticket
    assert line.stopped() == (kind == "suppressed")
    assert line.phone_states()[line.theirs] == ("unusable" if kind == "unusable" else "ok")
    assert ("undeliverable" in line.holds()) == (kind == "unusable")
    assert bool(practice(line).paused) == (kind == "pause_practice")
    with line.app.db.read() as tx:
        assert people.templates_paused(tx, line.practice_id) == ({"test.words"} if kind == "filtered" else frozenset())
    assert len(line.texts()) == 1 + (kind in ("unreachable", "once_more")), "a receipt that came thrice"


def test_every_kind_that_twilio_knows_has_its_follow_up() -> None:
    assert {kind for kind, _ in ERRORS.values()} - set(FOLLOW) == {"setup"}, "shown at the desk, as no text would go"


def test_21610_takes_our_table_along_and_drops_what_waits(line: Line) -> None:
    """Fact sheet T9: the carrier has them opted out though we had not."""
    later = line.queue("NUDGE", due_at=line.app.now() + timedelta(days=1))
    refused(line, "suppressed", "21610")
    assert line.stopped() and line.text_of(later).state == "dropped"


def test_an_unreachable_phone_is_tried_three_times_in_a_day(line: Line) -> None:
    began = line.app.now()
    line.channel.script(*[Refused("30003", "unreachable", "off")] * 9)
    line.queue("REPLY")
    tries: list[float] = []
    for _ in range(60):
        before = len(line.channel.asked)
        line.save(last_inbound_at=line.app.now())
        line.send()
        tries += [(line.app.now() - began) / timedelta(hours=1)] * (len(line.channel.asked) - before)
        line.forward(hours=1)
    assert tries == [0, 8, 16], "three tries over 24 hours"
    assert notes(line) == {"info": "number_unreachable"}
    assert not line.stopped() and line.phone_states()[line.theirs] == "ok", "no suppression"


def test_30008_is_tried_once_more(line: Line) -> None:
    line.channel.script(*[Refused("30008", "once_more", "?")] * 9)
    line.queue("REPLY")
    for _ in range(10):
        line.save(last_inbound_at=line.app.now())
        line.send()
        line.forward(minutes=1)
    assert len(line.channel.asked) == 2 and notes(line) == {"other": "text_refused"}


def test_a_second_try_that_works_is_the_end_of_it(line: Line) -> None:
    refused(line, "once_more")
    line.forward(minutes=1)
    line.send()
    assert line.last().state == "sent" and notes(line) == {}


def test_an_unusable_number_gets_nothing_more_that_we_begin(line: Line) -> None:
    refused(line, "unusable", "30006")
    nudge = line.queue("NUDGE")
    line.send()
    assert line.text_of(nudge).state == "dropped" and line.text_of(nudge).reasons[0][0] == "undeliverable"


def test_an_unusable_number_is_so_on_every_file_that_has_it(line: Line) -> None:
    with line.rows() as tx:
        child = a_patient(tx, line.practice_id, "Leo", number=line.theirs)
    refused(line, "unusable")
    assert line.phone_states(child) == {line.theirs: "unusable"}


def test_an_unregistered_sender_pauses_its_practice_and_no_other(line: Line) -> None:
    other = a_line(line.app)
    refused(line, "pause_practice", "30034")
    assert "30034" in practice(line).paused and not practice(other).paused
    later = line.queue("REPLY")
    line.send()
    assert line.text_of(later).state == "dropped" and len(line.channel.asked) == 1


@pytest.mark.parametrize("kind", ["suppressed", "unusable", "unreachable", "other", "setup", "pause_practice"])
@pytest.mark.parametrize(("key", "reason"), [("safety.self_harm", "crisis"), ("safety.emergency", "emergency")])
def test_a_safety_text_that_did_not_arrive_is_a_call_to_make(quick: Line, kind: Any, key: str, reason: str) -> None:
    """Fact sheet S1: 21610 and a phone task."""
    refused(quick, kind, cls="SAFETY", key=key)
    assert notes(quick)[reason] == "call_by_phone"


def test_a_text_of_an_opted_out_number_in_danger_is_tried(line: Line) -> None:
    line.say("STOP")
    line.channel.script(Refused("21610", "suppressed", "opted out"))
    line.text("i want to die")
    line.take()
    line.send()
    assert "call_by_phone" in notes(line)["crisis"]


def test_what_is_sent_again_keeps_its_words_and_links(line: Line) -> None:
    first = refused(line, "once_more", cls="REPLY", body="Thank you.", quoted_cents=24001, lang="es")
    had, copy = line.text_of(first), line.last()
    kept = ("body", "lang", "key", "cls", "level", "segments", "number", "patient_id", "quoted_cents", "answers")
    assert [getattr(copy, name) for name in kept] == [getattr(had, name) for name in kept]
    assert (copy.replaces, copy.state, copy.verdict) == (first, "queued", None)
