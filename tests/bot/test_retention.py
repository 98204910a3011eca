"""What is due after six years and what is kept, the daily run, and the command (fact sheet H11)."""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from bot import jobs, outreach, retention
from bot.__main__ import main
from bot.commands.timer import EVERY_S
from bot.imports import post
from bot.wiring import App
from flows import retention as rule
from flows.money import Money
from flows.script import Quote
from storage import (
    audit,
    consent,
    imports,
    incidents,
    ledger,
    links,
    outbox,
    people,
    plans,
    quotes,
    short_lived,
    talks,
    tickets,
    trust,
)
from storage.people import Practice
from tests.app import make_app
from tests.both import BOTH
from tests.rows import NOW, a_patient
from tests.storage.old_patient import LONG_AGO, NUMBER, SAID, Old, an_old_patient, found

DAY = timedelta(days=1)
__all__ = ["BOTH"]


@pytest.fixture
def app(url: str, tmp_path: Path) -> Iterator[App]:
    made = make_app(tmp_path, NOW, url=url)
    yield made
    made.db.dispose()


@pytest.fixture
def old(app: App) -> Old:
    """Xiomara, quiet for six years and a day."""
    with app.db.begin() as tx:
        return an_old_patient(tx)


def practice(app: App) -> Practice:
    with app.db.read() as tx:
        return people.practices(tx)[0]


def run(app: App) -> retention.Told:
    return retention.run(app, practice(app), "test")


def run_short(app: App) -> None:
    """What is short-lived is gone, so that the rest can be looked at alone."""
    with app.db.begin() as tx:
        short_lived.sweep(tx, practice(app).id, {"factors": NOW, "tokens": NOW})


def left(app: App) -> dict[str, set[str]]:
    with app.db.read() as tx:
        return found(tx)


# -- the rule --


def test_the_period_is_counted_in_years() -> None:
    assert rule.limit(NOW, 6) == datetime(2020, 3, 2, 17, tzinfo=UTC)
    assert rule.limit(datetime(2028, 2, 29, tzinfo=UTC), 6) == datetime(2022, 2, 28, tzinfo=UTC)
    before = rule.limit(NOW, 6)
    assert rule.kept_by(rule.Standing(before), before) == "recent"
    assert rule.kept_by(rule.Standing(before - timedelta(seconds=1)), before) == ""
    assert rule.kept_by(rule.Standing(None), before) == ""


@pytest.mark.parametrize(("more", "why"), [
    ({"holds": {"legal_hold"}}, "legal_hold"), ({"holds": {"litigation", "dispute"}}, "legal_hold"),
    ({"holds": {"dispute", "opted_out"}}, ""), ({"plan": True}, "plan"), ({"owed": Money(1)}, "balance"),
    ({"owed": Money(-1)}, "balance"), ({"ticket": True}, "ticket"), ({"incident": True}, "incident"),
])  # fmt: skip
def test_what_keeps_rows_that_are_old_enough(more: dict[str, Any], why: str) -> None:
    assert rule.kept_by(rule.Standing(LONG_AGO, **more), rule.limit(NOW, 6)) == why


# -- a run --


def test_six_years_and_a_day_after_the_last_thing_that_happened_all_of_it_goes(app: App, old: Old) -> None:
    told = run(app)
    assert (told.patients, told.oldest, told.kept) == (1, LONG_AGO, {}) and told.rows["messages"] == 2
    assert left(app) == {}


def test_a_record_of_six_years_and_a_day_with_a_legal_hold_is_not_purged(app: App, old: Old) -> None:
    run_short(app)
    had = left(app)
    with app.db.begin() as tx:
        held = consent.add_hold(tx, old.practice, "legal_hold", NOW - DAY, patient_id=old.patient, lift_by="admin")
    told = run(app)
    assert (told.patients, told.kept) == (0, {"legal_hold": 1}) and left(app) == had
    with app.db.begin() as tx:
        consent.lift_hold(tx, held, "admin", NOW)
    assert run(app).patients == 1 and left(app) == {}


def test_a_legal_hold_on_the_number_holds_as_well(app: App, old: Old) -> None:
    with app.db.begin() as tx:
        consent.add_hold(tx, old.practice, "litigation", NOW - DAY, number=NUMBER, lift_by="admin")
    assert run(app).kept == {"legal_hold": 1} and left(app)


def _message(tx: Any, old: Old, at: datetime) -> None:
    talks.store_message(tx, old.talk, old.practice, "fake", "new", "hi", None, (), (), 0, None, at)


def _note(tx: Any, old: Old, at: datetime) -> None:
    talks.add_note(tx, old.practice, old.chat, None, "called", at)


def _text(tx: Any, old: Old, at: datetime) -> None:
    outbox.add(tx, old.practice, old.talk, old.sender, NUMBER, "REPLY", "k", "b", "en", 1, 0, at, at)


def _adjusted(tx: Any, old: Old, at: datetime) -> None:
    ledger.charge(tx, old.practice, old.patient, "test", "back", Money(500), at)
    ledger.adjust(tx, old.practice, old.patient, "test", "forth", Money(500), at)


def _listed(tx: Any, old: Old, at: datetime) -> None:
    row = imports.add(tx, old.practice, "l.csv", "sha", at.date(), "ana", {}, at)
    imports.saw(tx, old.practice, row, old.patient, Money(500))


def _consent(tx: Any, old: Old, at: datetime) -> None:
    consent.revoke(tx, old.practice, None, NUMBER, "verbal", "ana", at)


def _ticket(tx: Any, old: Old, at: datetime) -> None:
    one = tickets.open_ticket(tx, old.practice, "other", at, patient_id=old.patient)
    tickets.close(tx, one, "ana", "", at)


def _incident(tx: Any, old: Old, at: datetime) -> None:
    incidents.add(tx, old.practice, None, NUMBER, "wrong_number", 0, at)


@pytest.mark.parametrize("happens", [_message, _note, _text, _adjusted, _listed, _consent, _ticket, _incident])
def test_anything_that_happened_within_the_period_keeps_all_of_it(app: App, old: Old, happens: Any) -> None:
    run_short(app)
    had = left(app)
    with app.db.begin() as tx:
        happens(tx, old, rule.limit(NOW, 6))
    told = run(app)
    assert (told.patients, told.kept) == (0, {}) and left(app).keys() == had.keys()


def _owes(tx: Any, old: Old) -> None:
    ledger.charge(tx, old.practice, old.patient, "test", "more", Money(500), LONG_AGO)


def _plans(tx: Any, old: Old) -> None:
    terms = Quote(old.patient, Money(500), (Money(500),), (date(2020, 1, 1),))
    plans.start(tx, quotes.add(tx, old.practice, None, terms, "plan", "w", LONG_AGO, LONG_AGO), "active", LONG_AGO, "x")


def _asks(tx: Any, old: Old) -> None:
    tickets.open_ticket(tx, old.practice, "other", LONG_AGO, conversation_id=old.talk)


def _unjudged(tx: Any, old: Old) -> None:
    incidents.add(tx, old.practice, old.patient, NUMBER, "wrong_number", 1, LONG_AGO)


OPEN = [(_owes, "balance"), (_plans, "plan"), (_asks, "ticket"), (_unjudged, "incident")]


@pytest.mark.parametrize(("left_open", "why"), OPEN)
def test_what_is_still_open_keeps_all_of_it(app: App, old: Old, left_open: Any, why: str) -> None:
    with app.db.begin() as tx:
        left_open(tx, old)
    assert run(app).kept == {why: 1} and "patients" in left(app)


def test_a_practice_may_keep_longer(app: App, old: Old) -> None:
    longer = people.policy_of({"retention_years": 7})
    with app.db.begin() as tx:
        people.update_practice(tx, old.practice, policy=longer)
    assert run(app).patients == 0 and left(app)


def test_other_practices_are_left_alone(app: App, old: Old) -> None:
    with app.db.begin() as tx:
        other = people.add_practice(tx, slug="oak", name="Oak", phone="(303) 555-0111")
        a_patient(tx, other, "Xiomara", "Quelling", NUMBER, owes_cents=0, now=LONG_AGO)
    run(app)
    assert {"patients", "phones", "consents"} <= left(app).keys()
    with app.db.read() as tx:
        assert [one.first for one in people.patients(tx, other)] == ["Xiomara"]


def test_a_preview_counts_and_changes_nothing(app: App, old: Old) -> None:
    run_short(app)
    had = left(app)
    seen = retention.preview(app, practice(app))
    with app.db.read() as tx:
        assert not [row for row in audit.rows(tx) if row.action.startswith(("retention", "erased"))]
    assert left(app) == had and seen.oldest == LONG_AGO
    done = run(app)
    ours = {name: many for name, many in done.rows.items() if name in seen.rows}
    assert (seen.patients, seen.numbers, seen.rows, seen.short["tokens"]) == (
        done.patients, done.numbers, ours, done.short["tokens"])  # fmt: skip


def test_every_run_is_written_down_in_figures(app: App, old: Old) -> None:
    run(app)
    run(app)
    with app.db.read() as tx:
        rows = [row for row in audit.rows(tx) if row.actor == "test"]
    assert [(row.action, row.data.get("patients")) for row in rows] == [
        ("erased", None), ("retention_run", 1), ("retention_run", 0)]  # fmt: skip
    assert rows[0].subject == f"patient:{old.patient}" and rows[1].data["rows"]["messages"] == 2


def test_a_run_that_is_stopped_goes_on_the_next_time(app: App, old: Old) -> None:
    with app.db.begin() as tx:
        second = people.add_patient(tx, old.practice, "P2", "Leo", "Diaz", created_at=LONG_AGO)
    looks = iter([False, True])
    told = retention.run(app, practice(app), "test", lambda: next(looks))
    assert (told.patients, told.whole) == (1, False)
    with app.db.read() as tx:
        gone = [one for one in (old.patient, second) if people.patient(tx, one).erased_at]
    assert len(gone) == 1
    assert (run(app).patients, left(app)) == (1, {})


def test_a_stranger_s_talk_goes_in_the_same_run(app: App, old: Old) -> None:
    with app.db.begin() as tx:
        talk = talks.open_conversation(tx, old.practice, old.sender, "twilio_sms", "+17205550111", LONG_AGO).id
        talks.store_message(tx, talk, old.practice, "fake", "s", SAID, None, (), (), 0, None, LONG_AGO)
    told = run(app)
    assert (told.patients, told.numbers) == (1, 1) and left(app) == {}


def test_an_opt_out_of_ten_years_stops_texts_when_a_list_brings_the_number_back(app: App, tmp_path: Path) -> None:
    ten = NOW.replace(year=NOW.year - 10)
    with app.db.begin() as tx:
        old = an_old_patient(tx, ten)
        consent.suppress(tx, old.practice, NUMBER, "text", ten, "patient")
    assert run(app).patients == 1 and left(app) == {}
    listed = tmp_path / "list.csv"
    listed.write_text("account,first name,last name,cell,balance,consent,consent date\n"
                      "ACCT-7731,Xiomara,Quelling,720-555-0187,240.01,intake form,2026-02-01\n")  # fmt: skip
    came = post.run(app, practice(app).slug, listed, "test")
    assert [one.kind for one in came.differences] == ["new"]
    with app.db.read() as tx:
        (back,) = people.patients(tx, old.practice)
        assert consent.newest_grant(tx, old.practice, NUMBER, back.id) is None, "a list asks nobody back"
    outreach.queue_touch(app, old.practice, back.id, "nudge.first")
    jobs.send_due(app, 5)
    with app.db.read() as tx:
        (text,) = [one for talk in talks.conversations_of(tx, old.practice, NUMBER)
                   for one in outbox.of_conversation(tx, talk.id)]  # fmt: skip
    assert (text.state, "opted_out" in {rule for rule, _ in text.reasons}) == ("dropped", True)


# -- what is short-lived --


def test_proofs_and_old_links_are_swept_whoever_they_are_of(app: App) -> None:
    with app.db.begin() as tx:
        new = an_old_patient(tx, NOW - timedelta(hours=1))
        kept = links.add(tx, "fresh", new.practice, "pay", NOW, NOW - 29 * DAY, patient_id=new.patient)
        dead = links.add(tx, "stale", new.practice, "pay", NOW, NOW - 31 * DAY, patient_id=new.patient)
        trust.miss(tx, new.practice, ["browser:stale", "browser:fresh"], NOW)
    assert retention.preview(app, practice(app)).short == {"factors": 2, "tokens": 1}
    assert run(app).short == {"factors": 2, "tokens": 1}
    with app.db.read() as tx:
        assert trust.remembered(tx, new.talk, NOW - DAY) == ()
        assert links.by_token_hash(tx, "stale") is None and links.by_token_hash(tx, "fresh") is not None
        tokens = [one.token_hash for link in (kept, dead) if (one := links.link(tx, link))]
        assert tokens == ["fresh", f"gone:{dead}"], "what it was for stays"
        tried = {*tx.scalars(select(trust.tries.c.subject))}
        assert "browser:fresh" in tried and "browser:stale" not in tried
    assert run(app).short == {"factors": 0, "tokens": 0}


def test_a_proof_is_remembered_for_as_long_as_the_policy_says(app: App) -> None:
    with app.db.begin() as tx:
        new = an_old_patient(tx, NOW - timedelta(minutes=14))
    assert run(app).short["factors"] == 0
    with app.db.begin() as tx:
        tx.execute(update(trust.remembered_factors).values(at=NOW - timedelta(minutes=16)))
    assert run(app).short["factors"] == 2 and new


# -- the daily job --


def test_the_timer_lets_go_once_a_day(app: App, old: Old, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "app", lambda: app)
    assert EVERY_S["let_go"] == 24 * 60 * 60 and callable(jobs.let_go)
    jobs.let_go()
    assert left(app) == {}


# -- the command --


@pytest.fixture
def say(app: App, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs a command line on the app's database; its exit status and all that it printed."""
    for name in ("SHEEPDOG_SECRET_KEY", "SHEEPDOG_DATA_KEYS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"DEMO": "1", "HOME": str(tmp_path), "DATABASE_URL": url, "NOW": NOW.isoformat()}.items():
        monkeypatch.setenv(f"SHEEPDOG_{name}", value)

    def run(*words: str) -> tuple[int, str]:
        status = main(["retention", *words], {"SHEEPDOG_HOME": str(tmp_path)})
        told = capsys.readouterr()
        return status, told.out + told.err

    return run


def test_preview_and_run_say_figures_and_no_names(say: Any, app: App, old: Old) -> None:
    status, told = say("preview")
    assert status == 0 and "Due after 6 years: patients 1, numbers of nobody 0." in told
    assert "March 2020" in told and "texts that came in" in told
    status, told = say("run", "--json")
    figures = json.loads(told)
    assert status == 0 and (figures["patients"], figures["years"], figures["whole"]) == (1, 6, True)
    assert not any(word in told for word in ("Xiomara", NUMBER, "ACCT"))
    assert left(app) == {} and json.loads(say("preview", "--json")[1])["patients"] == 0


def test_a_preview_says_what_keeps_the_rest(say: Any, app: App, old: Old) -> None:
    with app.db.begin() as tx:
        consent.add_hold(tx, old.practice, "legal_hold", NOW, patient_id=old.patient, lift_by="admin")
    assert "As old, and kept by a legal hold or a lawsuit: 1." in say("preview")[1]


def test_one_patient_s_whole_record_is_a_file_for_its_owner(say: Any, app: App, old: Old, tmp_path: Path) -> None:
    file = tmp_path / "record.json"
    status, told = say("export", "ACCT-7731", str(file))
    assert status == 0 and "Xiomara" not in told and stat.S_IMODE(file.stat().st_mode) == 0o600
    read = json.loads(file.read_text())
    assert (read["patient"]["first"], read["patient"]["born"]) == ("Xiomara", "1961-07-23")
    assert [one["number"] for one in read["phones"]] == [NUMBER] and read["shared_conversations"] == 0
    assert {one["body"] for part in ("texts_in", "texts_out", "notes") for one in read[part]} == {SAID}
    assert [line["cents"] for line in read["ledger"]] == [24001, 24001] and len(read["lists"]) == 1
    parts = {"consents", "tickets", "holds", "quotes", "plans", "payments", "promises", "reminders", "calls"}
    assert all(read[part] for part in parts)
    assert not re.search(r'"(\w+_index|practice_id|given|provider_\w+)"', file.read_text())
    with app.db.read() as tx:
        row = next(row for row in audit.rows(tx) if row.action == "record_exported")
    assert row.subject == f"patient:{old.patient}" and row.data["texts_in"] == 2


def test_a_record_holds_nothing_that_may_be_somebody_else_s(say: Any, app: App, old: Old, tmp_path: Path) -> None:
    with app.db.begin() as tx:
        leo = a_patient(tx, old.practice, "Leo", "Diaz", NUMBER, owes_cents=0)
        outbox.add(tx, old.practice, old.talk, old.sender, NUMBER, "REPLY", "k", "Leo owes", "en", 1, 0, NOW, NOW,
                   patient_id=leo)  # fmt: skip
        consent.suppress(tx, old.practice, NUMBER, "text", NOW, "patient")
    file = tmp_path / "record.json"
    assert "left out" in say("export", "ACCT-7731", str(file))[1]
    read = json.loads(file.read_text())
    assert read["shared_conversations"] == 1 and "Leo" not in file.read_text() and read["texts_out"]
    assert {one["conversation_id"] for one in read["texts_in"]} == {old.chat} and len(read["opt_outs"]) == 1


def test_what_cannot_be_exported_is_said(say: Any, old: Old, tmp_path: Path) -> None:
    assert say("export", "NOBODY", str(tmp_path / "x.json"))[0] == 1 and not (tmp_path / "x.json").exists()
    (tmp_path / "there.json").write_text("")
    assert "there already" in say("export", "ACCT-7731", str(tmp_path / "there.json"))[1]
    assert say("export", "ACCT-7731", str(tmp_path / "no" / "x.json"))[0] == 1
    assert say("preview", "--practice", "oak")[0] == 1 and say("export")[0] == 2


def test_old_audit_rows_go_unless_a_court_asks(app: App, old: Old) -> None:
    with app.db.begin() as tx:
        for _ in range(3):
            audit.write(tx, old.practice, "staff:1", "seen", "patient:1", {}, LONG_AGO)
        audit.seal(tx, NOW)
        held = consent.add_hold(tx, old.practice, "legal_hold", NOW, patient_id=old.patient, lift_by="admin")
    assert run(app).audit == 0
    with app.db.begin() as tx:
        consent.lift_hold(tx, held, "staff:1", NOW)
    assert run(app).audit >= 3
    with app.db.begin() as tx:
        assert audit.verify(tx).ok
        assert not [row for row in audit.rows(tx, old.practice) if row.at == LONG_AGO]
