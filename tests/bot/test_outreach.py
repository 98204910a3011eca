"""Nudges: the confirmation first, then the cadence, once; whatever stops one stops it at once (issue point 12, 22)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot import imports, jobs, outreach
from bot.channels import Refused, Unknown
from bot.demo import practice as demo
from flows.money import Money
from flows.script import Quote
from storage import consent, ledger, outbox, payments, people, plans, promises, quotes, touches
from storage.texts import Text
from storage.touches import TouchRow
from tests.at_once import at_once
from tests.lines import Line, a_line, an_app
from tests.rows import a_consent, a_patient

DENVER = ZoneInfo("America/Denver")


def tick(line: Line) -> None:
    """What the timer and a worker do between two moments."""
    outreach.plan_all(line.app)
    outreach.begin_due(line.app)
    line.work()
    outreach.settle(line.app)


def days_pass(line: Line, days: int, each: Callable[[], None] = lambda: None) -> None:
    """The clock goes forward from due moment to due moment, a day at most."""
    end = line.app.now() + timedelta(days=days)
    while line.app.now() < end:
        tick(line)
        each()
        line.clock.to(min(end, _next(line)))
    tick(line)


def planned(line: Line) -> TouchRow:
    """The first nudge, planned and not due yet."""
    tick(line)
    outreach.plan_all(line.app)
    (row,) = of(line)
    assert (row.state, row.n) == ("planned", 1) and row.due_at > line.app.now()
    return row


def due(line: Line) -> TouchRow:
    """The first nudge, due now."""
    row = planned(line)
    line.clock.to(row.due_at)
    return row


def _next(line: Line) -> datetime:
    now = line.app.now()
    with line.app.db.read() as tx:
        due = [row.due_at for row in touches.planned(tx, line.practice_id)] + [outbox.next_due(tx)]
    return min([moment for moment in due if moment and moment > now] + [now + timedelta(days=1)])


def of(line: Line, patient_id: int = 0) -> list[TouchRow]:
    with line.app.db.read() as tx:
        return touches.of_patient(tx, patient_id or line.patient_id)


def sent(line: Line, cls: str = "NUDGE") -> list[Text]:
    return [text for text in line.texts() if text.cls == cls and text.state == "sent"]


def days_of(line: Line) -> list[date]:
    return [text.claimed_at.astimezone(DENVER).date() for text in sent(line) if text.claimed_at]


def owes(line: Line, cents: int, note: str = "more") -> None:
    with line.rows() as tx:
        ledger.charge(tx, line.practice_id, line.patient_id, "test", f"{line.patient_id}:{note}", Money(cents),
                      line.app.now())  # fmt: skip


def pays(line: Line, cents: int, note: str = "pays") -> None:
    with line.rows() as tx:
        ledger.adjust(tx, line.practice_id, line.patient_id, "test", f"{line.patient_id}:{note}", Money(cents),
                      line.app.now())  # fmt: skip


# -- the first texts --


def test_the_confirmation_goes_first_and_the_first_nudge_a_day_later(own_line: Line) -> None:
    line = own_line
    tick(line)
    (confirm,) = sent(line, "CONSENT_CONFIRM")
    assert (confirm.key, confirm.touch_id) == ("consent.confirm", None)
    days_pass(line, 3)
    (nudge,) = sent(line)
    assert confirm.claimed_at and nudge.claimed_at
    assert timedelta(hours=24) <= nudge.claimed_at - confirm.claimed_at <= timedelta(hours=48)
    assert nudge.key == "nudge.first" and len(sent(line, "CONSENT_CONFIRM")) == 1


def test_a_nudge_says_who_and_how_to_stop_and_nothing_of_the_bill(sqlite_line: Line) -> None:
    line = sqlite_line
    days_pass(line, 3)
    (nudge,) = sent(line)
    assert "Willow Creek Family Medicine" in nudge.body and "STOP" in nudge.body and "Maria" in nudge.body
    assert "$" not in nudge.body and "Lopez" not in nudge.body and nudge.level == 0
    assert nudge.body.count("://") + nudge.body.count("127.0.0.1") >= 1


def test_the_cadence_is_kept_and_ends(sqlite_line: Line) -> None:
    """0, 7, 21, 45, 60 and 90 days after day 0; Sundays and holidays move a text on."""
    line = sqlite_line
    days_pass(line, 130)
    days = days_of(line)
    assert [(day - days[0]).days for day in days] == [0, 7, 21, 45, 60, 90]
    assert {row.state for row in of(line)} == {"sent"} and [row.n for row in of(line)] == [1, 2, 3, 4, 5, 6]
    assert [text.key for text in sent(line)] == ["nudge.first", *["nudge.again"] * 5]


def test_missed_days_are_skipped_and_not_bunched(sqlite_line: Line) -> None:
    line = sqlite_line
    days_pass(line, 3)
    line.forward(days=30)  # nothing ran meanwhile
    before = len(sent(line))
    days_pass(line, 3)
    assert len(sent(line)) - before <= 1
    gaps = [later - earlier for earlier, later in pairwise(days_of(line))]
    assert all(gap >= timedelta(days=2) for gap in gaps)


def test_the_second_notice_comes_by_day_45_at_the_latest(sqlite_line: Line) -> None:
    """Statements of long ago, one text, then everything stands still until day 40."""
    line = sqlite_line
    days_pass(line, 3)
    (first,) = days_of(line)
    now = line.app.now()
    with line.rows() as tx:
        consent.add_hold(tx, line.practice_id, "hardship_pause", now, patient_id=line.patient_id,
                         until=now + timedelta(days=36))  # fmt: skip
    days_pass(line, 50)
    assert len(days_of(line)) >= 2 and (days_of(line)[1] - first).days <= 45


# -- once --


def test_two_timers_at_once_plan_a_touch_once(own_line: Line) -> None:
    line = own_line
    tick(line)
    for _ in range(3):
        at_once(*[lambda: outreach.plan_all(line.app)] * 3)
    assert [row.n for row in of(line)] == [1]
    line.clock.to(of(line)[0].due_at)
    queued = at_once(*[lambda: outreach.begin_due(line.app)] * 3)
    line.work()
    assert sum(queued) == 1 and len(sent(line)) == 1


def test_two_timers_at_once_confirm_consent_once(own_line: Line) -> None:
    line = own_line
    at_once(*[lambda: outreach.plan_all(line.app)] * 3)
    line.work()
    assert len(sent(line, "CONSENT_CONFIRM")) == 1
    days_pass(line, 3)
    assert len(sent(line, "CONSENT_CONFIRM")) == 1


def test_a_restart_loses_no_touch_and_repeats_none(own_line: Line) -> None:
    line = own_line
    before = planned(line)
    line.app.db.dispose()
    again = replace(line, app=an_app(line.app.settings.database_url, line.app.settings.home, line.app.now()))
    days_pass(again, 4)
    first, texts = of(again)[0], sent(again)
    again.app.db.dispose()
    assert (first.id, first.state, first.n) == (before.id, "sent", 1) and len(texts) == 1


def test_killed_between_queueing_and_sending_the_text_leaves_once(sqlite_line: Line) -> None:
    line = sqlite_line
    due(line)
    outreach.begin_due(line.app)
    for _ in range(3):
        outreach.plan_all(line.app)
        outreach.begin_due(line.app)
        outreach.settle(line.app)
    line.work()
    assert len(sent(line)) == 1


def test_two_on_one_phone_get_one_confirmation_and_no_two_texts_within_two_days(sqlite_line: Line) -> None:
    line = sqlite_line
    with line.rows() as tx:
        leo = a_patient(tx, line.practice_id, "Leo", number=line.theirs)
    days_pass(line, 60)
    assert len(sent(line, "CONSENT_CONFIRM")) == 1
    moments = [text.claimed_at for text in sent(line) if text.claimed_at]
    assert all(later - earlier >= timedelta(hours=48) for earlier, later in pairwise(moments))
    assert nudges_of(line, leo) == nudges_of(line, line.patient_id) > 2, "the second of a phone is forgotten"


# -- who gets none, and why --


def hold(reason: str) -> Callable[[Line], None]:
    def put(line: Line) -> None:
        with line.rows() as tx:
            consent.add_hold(tx, line.practice_id, reason, line.app.now(), patient_id=line.patient_id)

    return put


def flagged(line: Line) -> None:
    with line.rows() as tx:
        people.update_patient(tx, line.patient_id, flags=frozenset({"insurance_pending"}))


def promised(line: Line) -> None:
    with line.rows() as tx:
        day = (line.app.now() + timedelta(days=20)).date()
        promises.add(tx, line.practice_id, line.patient_id, day, None, line.app.now())


def on_a_plan(line: Line) -> None:
    now, first = line.app.now(), date(2026, 4, 1)
    with line.rows() as tx:
        owed = ledger.balance(tx, line.patient_id)
        quote = Quote(line.patient_id, owed, owed.split(2), (first, date(2026, 5, 1)), ("test",))
        row = quotes.add(tx, line.practice_id, None, quote, "plan", "test", now, now + timedelta(days=1))
        plans.start(tx, row, "active", now, "web")


def with_staff(line: Line) -> None:
    line.save(handed="waiting", waiting_since=line.app.now(), waiting_why="human")


def stopped(line: Line) -> None:
    line.text("STOP")
    line.work()


def gone(line: Line) -> None:
    with line.rows() as tx:
        people.set_phone_state(tx, line.practice_id, line.theirs, "wrong")


STOPS: dict[str, Callable[[Line], None]] = {
    "opted_out": stopped,
    "dispute": hold("dispute"),
    "deceased": hold("deceased"),
    "not_in_file": hold("not_in_file"),
    "insurance_pending": flagged,
    "promise_to_pay": promised,
    "plan_current": on_a_plan,
    "staff_waiting": with_staff,
    "paid": lambda line: pays(line, 24001),
    "below_minimum": lambda line: pays(line, 23600),
    "no_phone": gone,
}


@pytest.mark.parametrize("why", STOPS)
def test_what_stops_a_planned_nudge_stops_it_the_moment_it_is_true(sqlite_line: Line, why: str) -> None:
    line = sqlite_line
    before = planned(line)
    STOPS[why](line)
    line.clock.to(before.due_at)
    tick(line)
    assert sent(line) == []
    (row,) = of(line)
    if why == "promise_to_pay":
        assert row.state == "planned" and row.due_at > before.due_at and row.why[0][0] == why
    else:
        assert row.state in ("skipped", "cancelled") and (row.why[0][0] == why or why == "paid")


@pytest.mark.parametrize("state", ["asked", "unknown"])
def test_nobody_is_reminded_while_they_pay(sqlite_line: Line, state: str) -> None:
    line = sqlite_line
    before = planned(line)
    line.clock.to(before.due_at)
    with line.rows() as tx:
        made = payments.add(tx, line.practice_id, line.patient_id, Money(5000), "test_till", line.app.now())
        payments.set_state(tx, made, state, line.app.now())
    tick(line)
    assert sent(line) == []
    (row,) = of(line)
    rest = timedelta(days=7) if state == "unknown" else timedelta(hours=1)
    assert row.state == "planned" and row.why[0][0] == "payment_underway" and row.due_at >= before.due_at + rest
    with line.rows() as tx:
        payments.set_state(tx, made, "expired", line.app.now())
    line.clock.to(row.due_at)
    tick(line)
    assert len(sent(line)) == 1


@pytest.mark.parametrize("why", sorted(set(STOPS) - {"no_phone"}))
def test_what_stops_a_queued_nudge_stops_it_as_it_leaves(sqlite_line: Line, why: str) -> None:
    line = sqlite_line
    due(line)
    assert outreach.begin_due(line.app) == 1
    STOPS[why](line)
    line.work()
    outreach.settle(line.app)
    assert sent(line) == []
    assert of(line)[0].state in ("skipped", "queued")
    assert next(text for text in line.texts() if text.cls == "NUDGE").reasons[0][0] == why


@pytest.mark.parametrize("why", STOPS)
def test_nobody_is_confirmed_or_planned_while_something_stops_it(sqlite_line: Line, why: str) -> None:
    line = sqlite_line
    STOPS[why](line)
    days_pass(line, 10)
    assert sent(line) == []
    assert [row.due_at.date() for row in of(line)] == ([date(2026, 3, 25)] if why == "promise_to_pay" else [])
    begun = [text for text in line.texts() if text.cls in ("NUDGE", "CONSENT_CONFIRM")]
    assert len(begun) <= 1, "a text that can't leave is queued again and again"


def test_without_consent_nothing_ever_goes(sqlite_line: Line) -> None:
    line = a_line(sqlite_line.app, patient={"consented": False}, outreach="on")
    days_pass(line, 10)
    assert line.texts() == []


def test_a_landline_gets_none(sqlite_line: Line) -> None:
    line = sqlite_line
    with line.rows() as tx:
        people.add_phone(tx, line.practice_id, line.patient_id, line.theirs, kind="landline")
    days_pass(line, 5)
    assert line.texts() == []


def test_after_a_hold_the_cadence_goes_on(sqlite_line: Line) -> None:
    line = sqlite_line
    days_pass(line, 3)
    hold("dispute")(line)
    days_pass(line, 10)
    assert len(sent(line)) == 1
    with line.rows() as tx:
        for row in consent.open_holds(tx, line.practice_id, [line.patient_id], "", line.app.now()):
            consent.lift_hold(tx, row.id, "staff:1", line.app.now())
    days_pass(line, 15)
    assert len(sent(line)) == 2


def test_a_small_balance_is_not_texted_and_not_forgotten(sqlite_line: Line) -> None:
    line = a_line(sqlite_line.app, patient={"owes_cents": 499})
    days_pass(line, 30)
    assert sent(line) == []
    owes(line, 2500)
    days_pass(line, 4)
    assert len(sent(line)) == 1, "a balance that grew is forgotten"


def test_a_new_balance_after_the_old_one_was_paid_has_a_cadence_of_its_own(sqlite_line: Line) -> None:
    line = sqlite_line
    days_pass(line, 100)
    assert len(sent(line)) == 6
    pays(line, 24001)
    days_pass(line, 20)
    assert len(sent(line)) == 6
    line.text("thank you")
    line.work()
    owes(line, 12000)
    days_pass(line, 10)
    assert [text.key for text in sent(line)[6:]] == ["nudge.first", "nudge.again"]
    assert {row.balance_key for row in of(line)[:6]} != {row.balance_key for row in of(line)[6:]}


def test_reminders_that_are_paused_stop_at_once_and_go_on_later(sqlite_line: Line) -> None:
    line = sqlite_line
    due(line)

    def switch(state: str) -> None:
        with line.rows() as tx:
            people.update_practice(tx, line.practice_id, outreach=state)

    switch("paused")
    tick(line)
    assert sent(line) == [] and of(line)[0].state == "planned" and of(line)[0].why[0][0] == "outreach_paused"
    switch("on")
    line.forward(hours=1)
    outreach.begin_due(line.app)
    switch("paused")
    line.work()
    assert sent(line) == [] and line.last().reasons[0][0] == "outreach_paused"
    switch("on")
    days_pass(line, 2)
    assert len(sent(line)) == 1


@pytest.mark.parametrize("kind", ["other", "setup", "unreachable", "filtered"])
def test_a_confirmation_that_is_refused_is_not_tried_every_minute(sqlite_line: Line, kind: Any) -> None:
    line = sqlite_line
    line.channel.script(*[Refused("1", kind, "no")] * 50)
    for _ in range(60):
        tick(line)
        line.forward(minutes=1)
    assert len(line.channel.asked) == 1


def test_a_nudge_that_the_provider_never_got_is_planned_again(sqlite_line: Line) -> None:
    """Decision 19."""
    line = sqlite_line
    due(line)
    outreach.begin_due(line.app)
    line.channel.script(Unknown("timeout"))
    line.work()
    for _ in range(3):
        line.forward(minutes=2)
        jobs.deliver.settle_unknown(line.app)
        tick(line)
    assert [text.key for text in sent(line)] == ["nudge.first"]
    assert (of(line)[0].state, of(line)[0].n) == ("sent", 1)


def test_in_new_jersey_the_sentence_of_its_law_is_there(sqlite_line: Line) -> None:
    line = a_line(sqlite_line.app, patient={"zip": "07030", "lang": "es"})
    days_pass(line, 3)
    (nudge,) = sent(line)
    assert nudge.lang == "es" and "no reporta" in nudge.body


# -- the demo's whole practice, for three months --


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path) -> Iterator[Line]:
    app = an_app(sqlite_url, tmp_path, datetime(2026, 11, 25, 17, 0, tzinfo=UTC))
    with app.db.begin() as tx:
        known = {**demo.PRACTICE, "outreach": "on", "hosts": ("127.0.0.1:8000",)}
        practice = people.add_practice(tx, **known)
        sender = people.add_sender(tx, practice, "twilio_sms", demo.NUMBER, per_minute=1_000_000_000, per_day=10_000)
    imports.run(app, demo.SLUG, demo.FILE, by="demo")
    with app.db.read() as tx:
        maria = people.patient_by_key(tx, practice, "W1001")
    assert maria is not None
    yield Line(app, practice, sender, maria.id, demo.NUMBER, "+17205550143")
    app.db.dispose()


def all_texts(line: Line) -> list[Text]:
    with line.app.db.read() as tx:
        ids = [text_id for (text_id,) in tx.execute(outbox.texts.select().with_only_columns(outbox.texts.c.id))]
        return [text for text_id in ids if (text := outbox.text(tx, text_id))]


def test_ninety_days_of_the_demos_practice_keep_every_cap_and_hour(town: Line) -> None:
    days_pass(town, 90)
    told = [text for text in all_texts(town) if text.state == "sent" and text.claimed_at]
    nudges = [text for text in told if text.cls == "NUDGE"]
    assert len(nudges) > 100
    for text in told:
        here = text.claimed_at.astimezone(DENVER) if text.claimed_at else None
        assert here and here.weekday() < 6 and 9 <= here.hour < 20, f"{text.cls} at {here}"
        assert here.date() not in (date(2026, 11, 26), date(2026, 12, 25), date(2027, 1, 1), date(2027, 1, 18))
    for number in {text.number for text in nudges}:
        moments = sorted(text.claimed_at for text in nudges if text.number == number and text.claimed_at)
        gaps = [later - earlier for earlier, later in pairwise(moments)]
        assert all(gap >= timedelta(hours=48) for gap in gaps), number
    for patient in {text.patient_id for text in nudges}:
        mine = sorted(text.claimed_at for text in nudges if text.patient_id == patient and text.claimed_at)
        assert len(mine) <= 6
        assert len(mine) < 2 or (mine[1] - mine[0]).days <= 45
        confirms = [text.claimed_at for text in told if text.cls == "CONSENT_CONFIRM"
                    and text.number in {one.number for one in nudges if one.patient_id == patient}]  # fmt: skip
        assert len(confirms) == 1 and confirms[0] and mine[0] - confirms[0] >= timedelta(hours=24)


def test_whom_the_demos_practice_texts_and_whom_not(town: Line) -> None:
    days_pass(town, 10)
    with town.app.db.read() as tx:
        owing = {p.key: p for p in people.patients(tx, town.practice_id) if ledger.balance(tx, p.id).cents > 0}
        untold = {p.key for p in owing.values()} - {
            p.key for p in owing.values() if touches.of_patient(tx, p.id)
        }
        why: dict[str, str] = {}
        for key in untold:
            reach = outreach.reach_of(tx, people.practice(tx, town.practice_id), owing[key])
            known = outreach._known(tx, people.practice(tx, town.practice_id), reach, town.app.now()) if reach else None
            if known is None or reach is None:
                why[key] = "no mobile"
            elif known.consent is None:
                why[key] = "no consent"
            else:
                why[key] = outreach.hindered(reach, known, town.app.now())[0][0]
    assert "insurance_pending" in why.values()
    assert set(why.values()) <= {"no mobile", "no consent", "insurance_pending", "below_minimum", "minor"}


def test_a_new_consent_is_confirmed_anew(sqlite_line: Line) -> None:
    """START after STOP: a consent of its own, confirmed once, and no nudge on the same day."""
    line = sqlite_line
    days_pass(line, 3)
    line.say("STOP")
    line.forward(days=2)
    line.say("START")
    began = line.app.now()
    days_pass(line, 8)
    later = [text.claimed_at for text in sent(line) if text.claimed_at and text.claimed_at > began]
    assert later and later[0] - began >= timedelta(hours=24)


def test_a_consent_of_today_or_of_the_future_is_confirmed_once(sqlite_line: Line) -> None:
    line = a_line(sqlite_line.app, patient={"consented": False})
    with line.rows() as tx:
        a_consent(tx, line.practice_id, line.patient_id, line.theirs, line.app.now())
    for _ in range(5):
        tick(line)
        line.forward(minutes=1)
    assert len(sent(line, "CONSENT_CONFIRM")) == 1


# -- two patients on one number --


@pytest.fixture
def twins(sqlite_line: Line) -> tuple[Line, int]:
    """Maria's sister is on the same number."""
    with sqlite_line.rows() as tx:
        other = a_patient(tx, sqlite_line.practice_id, "Lucia", "Lopez", sqlite_line.theirs, now=sqlite_line.app.now())
    return sqlite_line, other


def nudges_of(line: Line, patient: int) -> int:
    with line.rows() as tx:
        return outbox.nudges_for_balance(tx, patient)


def test_one_reminder_is_for_both_and_greets_neither(twins: tuple[Line, int]) -> None:
    line, other = twins
    days_pass(line, 3)
    (text,) = sent(line)
    assert "Maria" not in text.body and "Lucia" not in text.body
    with line.rows() as tx:
        both = [touches.of_patient(tx, patient) for patient in (line.patient_id, other)]
    assert [[(row.state, row.outbox_id) for row in rows if row.n == 1] for rows in both] == [[("sent", text.id)]] * 2
    assert nudges_of(line, line.patient_id) == nudges_of(line, other) == 1


def test_the_number_gets_the_cadence_of_one(twins: tuple[Line, int]) -> None:
    line, other = twins
    days_pass(line, 130)
    days = days_of(line)
    assert [(day - days[0]).days for day in days] == [0, 7, 21, 45, 60, 90]
    assert nudges_of(line, line.patient_id) == nudges_of(line, other) == 6


def test_a_dispute_of_one_leaves_the_other_her_reminder_by_name(twins: tuple[Line, int]) -> None:
    line, other = twins
    with line.rows() as tx:
        consent.add_hold(tx, line.practice_id, "dispute", line.app.now(), patient_id=other)
    days_pass(line, 3)
    (text,) = sent(line)
    assert "Maria" in text.body and (nudges_of(line, line.patient_id), nudges_of(line, other)) == (1, 0)
