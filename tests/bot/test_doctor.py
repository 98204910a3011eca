"""The doctor: every finding says what, how it is, and what to do when it is not well."""

from __future__ import annotations

import dataclasses
import json
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

import bot.__main__ as command_line
from bot import doctor, doctor_rows, finding, queue, understanding, valkey
from bot.finding import Finding
from bot.settings import Settings
from storage import audit, outbox, people
from tests.willow import NUMBER, Town, make_town

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    told = {"SHEEPDOG_HOME": str(tmp_path), "SHEEPDOG_PUBLIC_URL": "http://127.0.0.1:9"}
    Settings.read({**told, "SHEEPDOG_DEMO": "1"})
    return told


def test_a_configuration_that_cannot_be_read_is_the_only_finding(tmp_path: Path) -> None:
    findings = doctor.examine({"SHEEPDOG_HOME": str(tmp_path)})
    assert [(finding.what, finding.state) for finding in findings] == [("configuration", "bad")]


def test_what_does_not_run_is_said_with_what_to_do(env: dict[str, str]) -> None:
    findings = {finding.what: finding for finding in doctor.examine(env)}
    assert {what for what, finding in findings.items() if finding.state == "bad"} == {
        *("queue", "workers", "timer", "backlog", "public address", "signature"),
    }
    assert {*("tables", "texts to send", "practices", "audit trail")} <= {*findings}
    assert not (Settings.of_home(env).home / "sheepdog.db").exists(), "to look makes no database"
    assert all(finding.todo for finding in findings.values() if finding.state != "ok")
    assert all(finding.says and "\n" not in finding.says for finding in findings.values())


def test_a_queue_with_a_timer_and_no_worker(env: dict[str, str], tmp_path: Path) -> None:
    with valkey.running(tmp_path) as url, queue.connect(url) as client:
        queue.timer_seen(client)
        settings = Settings.of_home(env)
        states = [
            check(settings).state for check in (doctor.queue_server, doctor.timer, doctor.workers, doctor.backlog)
        ]
    assert states == ["ok", "ok", "bad", "ok"]


def test_a_database_that_is_not_there_or_empty_or_no_database(env: dict[str, str], tmp_path: Path) -> None:
    settings = Settings.of_home(env)
    assert doctor.database(settings).state == "warn"
    (tmp_path / "sheepdog.db").touch()
    assert "no tables" in doctor.database(settings).says
    (tmp_path / "sheepdog.db").write_text("this is no database at all, whatever its name says" * 50)
    assert "damaged" in doctor.database(settings).says


def test_the_command_prints_lines_or_json(
    env: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert command_line.main(["doctor"], env) == 1
    assert "-> " in capsys.readouterr().out
    assert command_line.main(["doctor", "--json"], env) == 1
    told = json.loads(capsys.readouterr().out)["findings"]
    assert {*told[0]} == {"what", "state", "says", "todo"} and len(told) == len(doctor.CHECKS)


# -- side by side --


def test_a_check_that_fails_or_hangs_hides_no_other(env: dict[str, str]) -> None:
    never = threading.Event()

    def hanging(_: Settings) -> Finding:
        never.wait(60)
        return Finding("hanging", "ok", "at last")

    def failing(_: Settings) -> Finding:
        raise RuntimeError("Maria Lopez owes $240.01")

    began = time.monotonic()
    found = finding.side_by_side((hanging, failing, doctor.disk), Settings.of_home(env), within_s=0.5)
    never.set()
    assert time.monotonic() - began < 10
    assert [(one.what, one.state) for one in found] == [("hanging", "bad"), ("failing", "bad"), ("disk", "ok")]
    assert "0.5 s" in found[0].says and "RuntimeError" in found[1].says and "Maria" not in found[1].says
    assert finding.WITHIN_S < 2.0 and doctor.LOADS_WITHIN_S < finding.WITHIN_S and doctor.PATIENCE_S < finding.WITHIN_S


# -- the model --


def test_the_model_is_named_with_its_speed() -> None:
    host = understanding.choose(None)
    found = doctor.reads(host, 0.7)
    assert found.state == "ok" and found.says.startswith(host.rank("hi").model + ", loaded in 0.7 s, reads a text in ")


def test_without_a_model_it_says_what_is_lost_and_how_to_get_it_back() -> None:
    found = doctor.reads(understanding.NoModel("The intent model's head.npz cannot be read."), 0.1)
    assert found.state == "bad" and "only fixed words" in found.says and "head.npz" in found.says
    assert "./sheepdog nlu train" in found.todo and "a person" in found.todo


def test_a_model_server_that_is_away_is_stood_in_for(env: dict[str, str]) -> None:
    settings = Settings.of_home({**env, "SHEEPDOG_NLU_URL": "http://127.0.0.1:9"})
    found = doctor.reads(understanding.choose(settings.nlu_url), 0.7)
    assert found.state == "warn" and "SHEEPDOG_NLU_URL" in found.says and "stands in" in found.says


def test_a_model_that_loads_slowly_is_no_fault(env: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "LOADS_WITHIN_S", 0.0)
    found = doctor.model(Settings.of_home(env))
    assert (found.what, found.state) == ("model", "warn") and found.todo


# -- the rows --


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return make_town(tmp_path / "home")


def settle(town: Town, statement: str) -> None:
    """Changes the file as somebody might who is not Sheepdog."""
    town.app.db.dispose()
    engine = create_engine(town.app.settings.database_url)
    with engine.begin() as line:
        line.execute(text(statement))
    engine.dispose()


def test_a_whole_home_is_well(tmp_path: Path, url: str) -> None:
    town = make_town(tmp_path / "home", url=url)
    checks = (doctor.database, doctor.tables, doctor.texts_to_send, doctor.practices, doctor.audit_trail)
    found = [check(town.app.settings) for check in checks]
    town.app.db.dispose()
    assert [one.state for one in found] == ["ok"] * 5
    assert [one.what for one in found] == ["database", "tables", "texts to send", "practices", "audit trail"]


@pytest.mark.parametrize(
    ("revision", "state", "todo"), [("0000", "warn", "./sheepdog up"), ("9999", "bad", "Install that version")]
)
def test_tables_of_another_version(town: Town, revision: str, state: str, todo: str) -> None:
    settle(town, f"UPDATE alembic_version SET version_num = '{revision}'")
    found = doctor.tables(town.app.settings)
    assert found.state == state and revision in found.says and todo in found.todo
    others = [check(town.app.settings) for check in (doctor.texts_to_send, doctor.practices, doctor.audit_trail)]
    assert [(one.state, one.todo) for one in others] == [("warn", "See to the database first.")] * 3


def add(town: Town, cls: str, ago: timedelta) -> int:
    due = datetime.now(UTC) - ago
    with town.app.db.begin() as tx:
        return outbox.add(tx, town.practice_id, town.talk, town.sender_id, NUMBER, cls, "key", "words", "en", 1, 0, due,
                          due)  # fmt: skip


def test_an_answer_that_is_late_is_bad_and_a_reminder_that_waits_is_not(town: Town) -> None:
    add(town, "NUDGE", timedelta(minutes=40))
    found = doctor.texts_to_send(town.app.settings)
    assert (found.state, found.says) == ("ok", "1 due, the oldest for 40 min")
    add(town, "REPLY", timedelta(seconds=30))
    assert doctor.texts_to_send(town.app.settings).state == "ok"
    add(town, "REPLY", timedelta(hours=2, minutes=5))
    found = doctor.texts_to_send(town.app.settings)
    assert found.state == "bad" and found.says == "3 due, the oldest for 2 h 5 min; an answer is 2 h 5 min late"


def test_a_text_of_which_nobody_knows_whether_it_left(town: Town) -> None:
    now = datetime.now(UTC)
    sent = add(town, "REPLY", timedelta(minutes=1))
    with town.app.db.begin() as tx:
        assert outbox.claim(tx, sent, [], now) and outbox.mark(tx, sent, "unknown", now)
    found = doctor.texts_to_send(town.app.settings)
    assert (found.state, found.says) == ("warn", "none is due; of 1 nobody knows whether they left")


def test_keys_that_open_nothing(town: Town) -> None:
    add(town, "REPLY", timedelta(minutes=5))
    other = dataclasses.replace(town.app.settings, data_keys=("A" * 43 + "=",))
    found = doctor.texts_to_send(other)
    assert found.state == "bad" and "SHEEPDOG_DATA_KEYS" in found.todo


PRACTICES: list[tuple[dict[str, Any], str, str, str]] = [
    ({"outreach": "on"}, "ok", "willow-creek texts from +13035550199, reminders on", ""),
    ({"registered": False}, "bad", "not registered", "registered=true"),
    ({"paused": "sender_not_registered:30034"}, "bad", "unregistered (error 30034)", "paused="),
    ({"paused": "closed for\nthe move"}, "bad", "paused: closed for the move", "practice set willow-creek paused="),
]


@pytest.mark.parametrize(("fields", "state", "says", "todo"), PRACTICES)
def test_how_a_practice_stands(town: Town, fields: dict[str, Any], state: str, says: str, todo: str) -> None:
    with town.app.db.begin() as tx:
        people.update_practice(tx, town.practice_id, **fields)
    found = doctor.practices(town.app.settings)
    assert found.state == state and says in found.says and found.todo.endswith(todo) and "\n" not in found.says


def test_the_worst_of_several_practices_is_what_is_to_be_done(town: Town) -> None:
    with town.app.db.begin() as tx:
        people.add_practice(tx, slug="oak", name="Oak Clinic", phone="(303) 555-0111")
        people.pause_template(tx, town.practice_id, "nudge.first", town.app.now())
    found = doctor.practices(town.app.settings)
    assert found.state == "warn" and found.todo == "The ticket at the desk shows the text."
    assert "willow-creek" in found.says and "oak texts from no number, reminders off: web chat only" in found.says


def test_no_practice_yet(town: Town) -> None:
    empty = dataclasses.replace(town.app.settings, database_url=f"sqlite:///{town.app.settings.home / 'new.db'}")
    doctor_rows.migrations.upgrade(empty.database_url)
    found = doctor.practices(empty)
    assert found.state == "warn" and "./sheepdog practice add" in found.todo


def test_the_audit_trail_holds_or_says_where_it_does_not(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    now = town.app.now()
    with town.app.db.begin() as tx:
        rows = [audit.write(tx, town.practice_id, "staff:1", "took_over", f"talk:{n}", {}, now) for n in range(3)]
        audit.seal(tx, now)
        audit.write(tx, town.practice_id, "staff:1", "released", "talk:1", {}, now)
    settings = town.app.settings
    assert doctor.audit_trail(settings) == Finding("audit trail", "ok", "the chain holds, rows not linked yet: 1")

    settle(town, "DROP TRIGGER audit_no_update")
    settle(town, f"UPDATE audit SET actor = 'nobody' WHERE id = {rows[1]}")
    found = doctor.audit_trail(settings)
    assert found.state == "bad" and f"row {rows[1]} " in found.says and found.todo

    monkeypatch.setattr(doctor_rows, "WALKED", 2)
    assert "3 rows are too long" in doctor.audit_trail(settings).says
    monkeypatch.setattr(doctor_rows, "LONG_TAIL", 0)
    assert doctor.audit_trail(settings).state == "warn"
