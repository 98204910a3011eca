"""The doctor: every finding says what, how it is, and what to do when it is not well."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import bot.__main__ as command_line
from bot import doctor, queue, valkey
from bot.settings import Settings

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
