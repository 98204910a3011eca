"""Texts leave in order, at the pace, past the gate, and once; receipts only move them forward (decisions 18 to 25)."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from bot import collect, deliver
from bot.accept import accept
from bot.channels import Accepted, Receipt, Refused, SendRequest, TryAgain, Unknown
from bot.channels.fake import FakeChannel
from flows.money import Money
from storage import calls, outbox, people, talks, texts
from tests.at_once import at_once
from tests.lines import Line, a_line, a_number
from tests.rows import a_consent

NIGHT = datetime(2026, 3, 3, 5, 0, tzinfo=UTC)
"""22:00 in Denver."""
MORNING = datetime(2026, 3, 3, 16, 0, tzinfo=UTC)
"""09:00 of the next day there."""


def confirmed(line: Line) -> Line:
    """The consent has been confirmed by text for days."""
    then = line.app.now() - timedelta(days=3)
    with line.rows() as tx:
        a_consent(tx, line.practice_id, line.patient_id, line.theirs, then - timedelta(days=1))
    text_id = line.queue("CONSENT_CONFIRM", due_at=then)
    with line.rows() as tx:
        outbox.claim(tx, text_id, (("test", "on file"),), then)
        outbox.mark(tx, text_id, "delivered", then, provider_id=f"SM-confirm-{text_id}")
    return line


def just_texted(line: Line, minutes: float = 1) -> None:
    line.save(last_inbound_at=line.app.now() - timedelta(minutes=minutes))


def states(line: Line, *ids: int) -> list[str]:
    return [line.text_of(text_id).state for text_id in ids]


# -- order and pace --


def test_lanes_are_served_in_order_whatever_came_first(line: Line) -> None:
    confirmed(line)
    just_texted(line)
    ids = {cls: line.queue(cls) for cls in ("NUDGE", "STAFF", "RECEIPT", "REPLY", "SAFETY")}
    order = []
    while deliver.dispatch(line.app, line.sender_id):
        order += [cls for cls, text_id in ids.items() if cls not in order and states(line, text_id) != ["queued"]]
    assert order == ["SAFETY", "REPLY", "RECEIPT", "STAFF", "NUDGE"]
    assert line.text_of(ids["NUDGE"]).reasons[0][0] == "min_gap", "what staff began counts for the gap"


def test_a_text_is_not_sent_before_it_is_due(line: Line) -> None:
    just_texted(line)
    text_id = line.queue("REPLY", due_at=line.app.now() + timedelta(minutes=5))
    line.send()
    assert states(line, text_id) == ["queued"]
    line.forward(minutes=5)
    line.send()
    assert states(line, text_id) == ["sent"]


def paced(line: Line, per_minute: int = 75, per_day: int = 2000) -> Line:
    with line.rows() as tx:
        people.update_sender(tx, line.sender_id, per_minute=per_minute, per_day=per_day)
    just_texted(line)
    return line


def test_the_pace_is_kept(line: Line) -> None:
    paced(line, per_minute=75)
    for _ in range(4):
        line.queue("REPLY")
    sent = []
    for _ in range(30):
        line.send()
        sent.append(len(line.channel.taken))
        line.forward(seconds=0.2)
    moments = [sent.index(count) * 0.2 for count in range(1, 5)]
    gaps = [round(later - earlier, 1) for earlier, later in itertools.pairwise(moments)]
    assert sent[0] == 1 and all(gap >= 0.8 for gap in gaps) and sent[-1] == 4


def test_two_workers_keep_one_pace(line: Line) -> None:
    paced(line, per_minute=60)
    for _ in range(6):
        line.queue("REPLY")
    at_once(*[lambda: deliver.dispatch(line.app, line.sender_id)] * 4)
    assert len(line.channel.taken) == 1


def test_a_reply_waits_for_the_pace_and_not_for_nudges(line: Line) -> None:
    confirmed(paced(line, per_minute=60))
    nudges = [line.queue("NUDGE", key=f"n{number}") for number in range(3)]
    line.send()
    reply = line.queue("REPLY")
    line.forward(seconds=1)
    line.send()
    assert states(line, reply) == ["sent"] and states(line, nudges[1], nudges[2]) != ["sent", "sent"]


def test_the_daily_cap_ends_at_midnight_on_the_pacific_coast(line: Line) -> None:
    paced(line, per_day=3, per_minute=1_000_000)
    ids = [line.queue("REPLY") for _ in range(5)]
    for _ in range(20):
        line.send()
        line.forward(seconds=1)
    assert states(line, *ids).count("sent") == 3
    line.clock.to(datetime(2026, 3, 3, 7, 59, tzinfo=UTC))
    just_texted(line)
    line.send()
    assert states(line, *ids).count("sent") == 3
    line.clock.to(datetime(2026, 3, 3, 8, 0, tzinfo=UTC))
    just_texted(line)
    line.send()
    line.forward(seconds=1)
    line.send()
    assert states(line, *ids).count("sent") == 5


def test_safety_goes_though_the_day_is_used_up(line: Line) -> None:
    """Decision 26: SAFETY is tried in every state."""
    paced(line, per_day=1, per_minute=1_000_000)
    line.queue("REPLY")
    line.send()
    waiting = line.queue("REPLY")
    line.forward(seconds=1)
    line.send()
    safety = line.queue("SAFETY")
    line.send()
    assert states(line, safety, waiting) == ["sent", "queued"]


def test_one_senders_cap_is_not_anothers(line: Line) -> None:
    paced(line, per_day=0)
    other = a_line(line.app)
    just_texted(other)
    text_id = other.queue("REPLY")
    line.queue("REPLY")
    line.send()
    other.send()
    assert states(other, text_id) == ["sent"] and len(line.channel.taken) == 1


# -- the gate, and its reasons --


def test_a_nudge_at_night_is_held_until_morning_with_its_reason(line: Line) -> None:
    confirmed(line)
    line.clock.to(NIGHT)
    text_id = line.queue("NUDGE")
    line.send()
    text = line.text_of(text_id)
    assert (text.state, text.verdict, text.until, text.due_at) == ("held", "hold", MORNING, MORNING)
    assert text.reasons[0][0] == "quiet_hours" and "Denver" in text.reasons[0][1]
    line.clock.to(MORNING - timedelta(seconds=1))
    line.send()
    assert states(line, text_id) == ["held"]
    line.clock.to(MORNING)
    line.send()
    text = line.text_of(text_id)
    assert (text.state, text.verdict) == ("sent", "send") and text.reasons


def test_a_nudge_without_consent_is_dropped_with_its_reason(line: Line) -> None:
    stranger = a_line(line.app, patient={"consented": False})
    text_id = stranger.queue("NUDGE")
    stranger.send()
    text = stranger.text_of(text_id)
    assert (text.state, text.verdict, text.claimed_at) == ("dropped", "drop", None)
    assert text.reasons[0][0] == "no_consent" and text.settled_at == line.app.now()


def test_a_stop_between_queueing_and_sending_stops_the_text(line: Line) -> None:
    confirmed(line)
    ids = [line.queue("NUDGE"), line.queue("STAFF")]
    line.text("STOP")
    line.send()
    assert states(line, *ids) == ["dropped", "dropped"] and line.channel.bodies() == []


def test_a_text_that_was_queued_after_a_stop_is_stopped_by_the_gate(line: Line) -> None:
    confirmed(line)
    line.text("STOP")
    text_id = line.queue("NUDGE")
    line.send()
    assert line.text_of(text_id).reasons[0][0] == "opted_out"


def test_stop_and_delivery_at_the_same_moment_never_send_after_the_stop(own_line: Line) -> None:
    line = confirmed(own_line)
    for _ in range(5):
        nudge, stop = line.queue("NUDGE"), line.inbound("STOP")
        began = len(line.channel.taken)
        at_once(lambda: deliver.dispatch(line.app, line.sender_id), lambda stop=stop: bool(accept(line.app, stop)))  # type: ignore[misc]
        text = line.text_of(nudge)
        assert (text.state == "sent") == (len(line.channel.taken) > began)
        assert text.state in ("sent", "dropped") and line.stopped()
        line.send()
        line.text("START")
        line.forward(days=4)


def test_a_nudge_waits_while_a_text_is_unread(line: Line) -> None:
    """Decision 1: it may be an opt-out in other words."""
    confirmed(line)
    text_id = line.queue("NUDGE")
    line.text("what now")
    line.send()
    assert line.text_of(text_id).reasons[0][0] == "unread_inbound"
    line.take()
    line.forward(minutes=1)
    line.send()
    assert states(line, text_id) == ["sent"]


def test_a_filtered_wording_waits_for_a_person(line: Line) -> None:
    """Decision 25: 30007 pauses the template."""
    confirmed(line)
    line.channel.script(Refused("30007", "filtered", "no"))
    refused = line.queue("NUDGE", key="nudge.first")
    line.send()
    line.forward(days=3)
    waits, other = line.queue("NUDGE", key="nudge.first"), line.queue("STAFF", key="staff.typed")
    line.send()
    assert states(line, refused, other) == ["refused", "sent"]
    assert states(line, waits) == ["held"] and line.text_of(waits).reasons[0][0] == "template_paused"
    with line.rows() as tx:
        people.resume_template(tx, line.practice_id, "nudge.first")
    line.forward(days=4)
    line.send()
    assert states(line, waits) == ["sent"]


# -- the claim, the call, the outcome --


class Watching(FakeChannel):
    """Looks at the row while the provider is called."""

    def __init__(self) -> None:
        super().__init__()
        self.line: Line | None = None
        self.saw: list[tuple[str, int, Any]] = []

    def send(self, request: SendRequest) -> Any:
        assert self.line is not None
        text = self.line.text_of(request.text_id)
        self.saw.append((text.state, text.attempts, text.claimed_at))
        with self.line.rows() as tx:  # nobody holds the database meanwhile
            talks.save(tx, text.conversation_id, topic="free")
        return super().send(request)


def test_the_row_is_claimed_before_the_call_and_no_transaction_is_open(line: Line) -> None:
    channel = Watching()
    line = Line(type(line.app)(**{**line.app.__dict__, "channels": {"twilio_sms": channel}}), line.practice_id,
                line.sender_id, line.patient_id, line.ours, line.theirs)  # fmt: skip
    channel.line = line
    just_texted(line)
    line.queue("REPLY")
    line.send()
    assert channel.saw == [("sending", 1, line.app.now())]


def test_two_workers_send_a_text_once(line: Line) -> None:
    just_texted(line)
    for _ in range(5):
        line.queue("REPLY")
    for _ in range(6):
        at_once(*[lambda: deliver.dispatch(line.app, line.sender_id)] * 3)
    assert len(line.channel.asked) == 5


def test_what_the_provider_gets(line: Line) -> None:
    just_texted(line)
    text_id = line.queue("REPLY", body="Thank you.")
    line.send()
    (request,) = line.channel.asked
    assert (request.text_id, request.from_number, request.to, request.body) == (
        text_id, line.ours, line.theirs, "Thank you.")  # fmt: skip
    text = line.text_of(text_id)
    assert (text.state, text.provider_id, text.sent_at) == ("sent", f"fake:{text_id}:1", line.app.now())


@pytest.mark.parametrize("state", ["sent", "delivered", "undelivered", "failed"])
def test_accepted_takes_the_providers_state(quick: Line, state: Any) -> None:
    just_texted(quick)
    quick.channel.script(Accepted("SM77", state))
    text_id = quick.queue("REPLY")
    quick.send()
    assert (quick.text_of(text_id).state, quick.text_of(text_id).provider_id) == (state, "SM77")


def test_busy_is_tried_again_with_growing_waits_and_then_given_up(quick: Line) -> None:
    just_texted(quick)
    quick.channel.script(*[TryAgain(0, "429")] * 9)
    text_id, waits = quick.queue("REPLY"), []
    for _ in range(5):
        quick.send()
        text = quick.text_of(text_id)
        waits.append((text.due_at - quick.app.now()).total_seconds())
        quick.clock.to(max(text.due_at, quick.app.now()))
        just_texted(quick)
    assert waits[:4] == list(deliver.BACKOFF_S)
    assert (quick.text_of(text_id).state, quick.text_of(text_id).attempts) == ("refused", 5)
    assert len(quick.channel.asked) == 5 and quick.tickets(), "a reply that was given up is nobody's task"


def test_the_providers_own_wait_is_kept(quick: Line) -> None:
    just_texted(quick)
    quick.channel.script(TryAgain(77, "429"))
    text_id = quick.queue("REPLY")
    quick.send()
    assert quick.text_of(text_id).due_at == quick.app.now() + timedelta(seconds=77)
    assert quick.text_of(text_id).verdict is None, "a text that waits again has been judged already"


def test_one_busy_text_does_not_keep_the_others(quick: Line) -> None:
    just_texted(quick)
    quick.channel.script(TryAgain(60, "429"))
    ids = [quick.queue("REPLY") for _ in range(3)]
    quick.send()
    assert states(quick, *ids) == ["queued", "sent", "sent"]


# -- unknown --


def unknown(line: Line, cls: str = "REPLY", arrives: bool = False, **more: Any) -> int:
    just_texted(line)
    line.channel.script(Unknown("timeout"), arrives=arrives)
    text_id = line.queue(cls, **more)
    line.send()
    assert states(line, text_id) == ["unknown"]
    return text_id


def test_an_unknown_outcome_is_never_sent_again_by_itself(quick: Line) -> None:
    unknown(quick)
    for _ in range(20):
        quick.send()
        quick.forward(seconds=1)
    assert len(quick.channel.asked) == 1


def test_a_receipt_settles_an_unknown(quick: Line) -> None:
    text_id = unknown(quick)
    assert deliver.receipt(quick.app, Receipt(text_id, "SM1", "delivered"))
    text = quick.text_of(text_id)
    assert (text.state, text.provider_id) == ("delivered", "SM1")
    quick.forward(minutes=11)
    assert deliver.settle_unknown(quick.app) == 0


def test_an_unknown_is_asked_about_at_30_seconds_2_and_10_minutes(quick: Line) -> None:
    text_id = unknown(quick)
    quick.channel.silent = True
    asked = []
    for second in range(0, 1300, 5):
        asked += [second] * deliver.settle_unknown(quick.app)
        quick.forward(seconds=5)
    assert asked == [30, 120, 600]
    assert (states(quick, text_id), quick.text_of(text_id).asks) == (["unknown"], 3), "no answer: shown at the desk"
    assert len(quick.channel.asked) == 1


def test_an_unknown_that_arrived_is_found(quick: Line) -> None:
    text_id = unknown(quick, arrives=True)
    quick.forward(seconds=30)
    deliver.settle_unknown(quick.app)
    text = quick.text_of(text_id)
    assert (text.state, text.provider_id) == ("sent", quick.channel.taken[0].provider_id)
    quick.send()
    assert len(quick.channel.asked) == 1


def test_the_same_words_sent_before_are_not_taken_for_the_lost_ones(quick: Line) -> None:
    just_texted(quick)
    first = quick.queue("REPLY", body="Thank you.")
    quick.send()
    second = unknown(quick, body="Thank you.")
    quick.forward(seconds=30)
    deliver.settle_unknown(quick.app)
    assert states(quick, first, second) == ["sent", "unknown"]


def test_a_clear_none_after_two_minutes_sends_a_reply_again_as_a_new_row(quick: Line) -> None:
    text_id = unknown(quick)
    quick.forward(seconds=31)
    deliver.settle_unknown(quick.app)
    assert states(quick, text_id) == ["unknown"], "half a minute is too soon to be sure"
    quick.forward(seconds=90)
    just_texted(quick)
    deliver.settle_unknown(quick.app)
    assert (states(quick, text_id), quick.text_of(text_id).error) == (["refused"], "not_received")
    quick.send()
    again = quick.last()
    assert (again.state, again.body, again.replaces) == ("sent", quick.text_of(text_id).body, text_id)
    quick.forward(minutes=20)
    deliver.settle_unknown(quick.app)
    quick.send()
    assert len(quick.channel.asked) == 2


@pytest.mark.parametrize(
    ("cls", "again"), [("SAFETY", True), ("REPLY", True), ("STAFF", True), ("RECEIPT", True), ("NUDGE", False)]
)
def test_which_classes_are_sent_again(quick: Line, cls: str, again: bool) -> None:
    confirmed(quick)
    unknown(quick, cls)
    quick.forward(seconds=121)
    just_texted(quick)
    before = len(quick.texts())
    deliver.settle_unknown(quick.app)
    assert len(quick.texts()) == before + again


def test_two_sweeps_at_once_send_a_reply_again_once(own_line: Line) -> None:
    unknown(own_line)
    own_line.forward(seconds=121)
    at_once(*[lambda: deliver.settle_unknown(own_line.app)] * 3)
    assert len(own_line.texts()) == 2


def test_a_row_left_in_sending_by_a_killed_worker_is_settled(quick: Line) -> None:
    just_texted(quick)
    text_id = quick.queue("REPLY")
    with quick.rows() as tx:
        outbox.claim(tx, text_id, (("test", "ok"),), quick.app.now())
    quick.send()
    assert states(quick, text_id) == ["sending"]
    for _ in range(4):
        quick.forward(seconds=45)
        just_texted(quick)
        deliver.settle_unknown(quick.app)
        quick.send()
    assert states(quick, text_id) == ["refused"] and quick.last().state == "sent"


# -- receipts --


@pytest.mark.parametrize("order", list(itertools.permutations(["sent", "delivered", "sent"])))
def test_receipts_in_any_order_end_at_delivered(quick: Line, order: tuple[Any, ...]) -> None:
    just_texted(quick)
    text_id = quick.queue("REPLY")
    quick.send()
    sid = quick.text_of(text_id).provider_id or ""
    for state in (*order, *order):
        assert deliver.receipt(quick.app, Receipt(text_id, sid, state))
    assert states(quick, text_id) == ["delivered"]


@pytest.mark.parametrize("state", ["undelivered", "failed", "delivered"])
def test_the_first_end_stays(quick: Line, state: Any) -> None:
    just_texted(quick)
    text_id = quick.queue("REPLY")
    quick.send()
    sid = quick.text_of(text_id).provider_id or ""
    for later in (state, "delivered", "failed", "undelivered", "sent"):
        deliver.receipt(quick.app, Receipt(text_id, sid, later))
    assert states(quick, text_id) == [state]


def test_a_receipt_before_our_own_answer_is_not_undone_by_it(quick: Line) -> None:
    class Hasty(FakeChannel):
        def send(self, request: SendRequest) -> Any:
            deliver.receipt(quick.app, Receipt(request.text_id, "SM5", "delivered"))
            return Accepted("SM5", "sent")

    app = type(quick.app)(**{**quick.app.__dict__, "channels": {"twilio_sms": Hasty()}})
    just_texted(quick)
    text_id = quick.queue("REPLY")
    deliver.dispatch(app, quick.sender_id)
    assert (quick.text_of(text_id).state, quick.text_of(text_id).provider_id) == ("delivered", "SM5")


def test_a_receipt_by_the_providers_id_alone(quick: Line) -> None:
    just_texted(quick)
    text_id = quick.queue("REPLY")
    quick.send()
    assert deliver.receipt(quick.app, Receipt(None, quick.text_of(text_id).provider_id or "", "delivered"))
    assert states(quick, text_id) == ["delivered"]


def test_receipts_that_are_about_nothing_of_ours(quick: Line) -> None:
    just_texted(quick)
    text_id = quick.queue("REPLY")
    quick.send()
    assert not deliver.receipt(quick.app, Receipt(999_999_999, "SM404", "delivered"))
    assert not deliver.receipt(quick.app, Receipt(None, "SM404", "delivered"))
    assert not deliver.receipt(quick.app, Receipt(text_id, "SM-of-another", "delivered"))
    assert states(quick, text_id) == ["sent"]


def test_a_receipt_for_a_text_that_never_left_changes_nothing(quick: Line) -> None:
    text_id = quick.queue("REPLY", due_at=quick.app.now() + timedelta(days=1))
    deliver.receipt(quick.app, Receipt(text_id, "SM9", "delivered"))
    assert states(quick, text_id) == ["queued"]


def test_every_claimed_row_carries_its_verdict(line: Line) -> None:
    """What went out can be shown to have been judged."""
    confirmed(line)
    just_texted(line)
    line.queue("NUDGE")
    line.queue("REPLY")
    line.send()
    judged = [(text.verdict, bool(text.reasons)) for text in line.texts() if text.state in texts.LEFT]
    assert judged and set(judged) == {("send", True)}


def test_texts_to_two_numbers_are_independent(line: Line) -> None:
    other = a_number()
    just_texted(line)
    line.text("hello", sender=other)
    line.channel.script(Unknown("timeout"))
    line.queue("REPLY")
    line.send()
    assert len(line.channel.asked) == 1
    line.take(other)
    line.send()
    assert line.channel.bodies(other)


def test_what_staff_typed_does_not_leave_weeks_later(line: Line) -> None:
    """Caps may hold it again and again; after 14 days it is dropped, and somebody is told (decision 26)."""
    text_id = line.queue("STAFF")
    for _ in range(6):
        with line.rows() as tx:
            calls.add(tx, line.practice_id, line.patient_id, line.theirs, a_member(tx, line), line.app.now())
        line.send()
        line.forward(days=3)
    line.send()
    assert line.text_of(text_id).state == "dropped"
    assert line.tickets()["other"].note == "staff_text_not_sent"


def a_member(tx: Connection, line: Line) -> int:
    known = people.staff_of(tx, line.practice_id)
    return known[0].id if known else people.add_staff(tx, line.practice_id, "k@x.example", "Kate", "desk", "none")


def test_a_receipt_that_is_tried_again_at_night_waits_for_the_morning(line: Line) -> None:
    line.clock.to(datetime(2026, 3, 3, 5, 30, tzinfo=UTC))  # 22:30 in Denver
    collect.record(line.app, line.practice_id, line.patient_id, Money(5000), line.talk().id)
    line.channel.script(Refused("30008", "once_more", "no"))
    line.send()
    line.forward(minutes=15)
    line.send()
    states = [text.state for text in line.texts() if text.cls == "RECEIPT"]
    assert states == ["refused", "held"]
