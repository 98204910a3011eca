"""The command line: every command is known, failures are plain sentences, exit statuses mean what they should."""

from __future__ import annotations

import errno
import os
import types
from pathlib import Path

import pytest

import bot.__main__ as command_line
from bot.errors import Sorry, database_sorry, disk_sorry

NAMES = [
    *("demo", "test", "up", "web", "work", "timer", "doctor", "chat", "understand", "replay"),
    *("nlu", "import", "outreach", "gate", "payments", "ledger", "audit", "retention", "practice", "staff", "backup",
      "restore", "bench"),
]


def test_every_command_of_the_table_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(["--help"], {}) == 0
    listed = [line.split()[0] for line in capsys.readouterr().out.splitlines() if line.startswith("  ")]
    assert listed == NAMES


@pytest.mark.parametrize("name", [name for name in NAMES if command_line.built(name)])
def test_every_command_that_is_built_explains_itself_with_an_example(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command_line.main([name, "--help"], {}) == 0
    told = capsys.readouterr().out
    assert "example" in told and "./sheepdog" in told


@pytest.mark.parametrize("line", [[], ["bogus"], ["timer", "--bogus"], ["timer", "extra"]])
def test_wrong_usage_is_two(line: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(line, {}) == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (Sorry("The list has no column for money."), 1, "The list has no column for money."),
        (Sorry("Say which.", code=2), 2, "Say which."),
        (OSError(errno.ENOSPC, "x", "/x/demo.json"), 1, "The disk is full, so /x/demo.json"),
        (KeyboardInterrupt(), 130, ""),
        (SystemExit(2), 2, ""),
        (SystemExit(), 0, ""),
        (ZeroDivisionError("secret"), 1, "Something went wrong that should not have (ZeroDivisionError)."),
    ],
)
def test_how_a_command_ends(
    error: BaseException,
    status: int,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    def run(_args: object) -> int:
        raise error

    command = types.SimpleNamespace(__doc__="A command.", register=lambda _parser: None, run=run)
    monkeypatch.setattr(command_line.importlib, "import_module", lambda _name: command)
    assert command_line.main(["timer"], {"SHEEPDOG_HOME": str(tmp_path)}) == status
    said = capsys.readouterr().err
    assert said.startswith(words) and "Traceback" not in said and "secret" not in said
    noted = (tmp_path / "errors.log").exists()
    assert noted == isinstance(error, ZeroDivisionError)
    assert not noted or "secret" not in (tmp_path / "errors.log").read_text()


@pytest.mark.parametrize("name", ["up", "web", "work", "timer"])
def test_production_without_secrets_is_refused_by_name(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for variable in [v for v in os.environ if v.startswith(("SHEEPDOG_", "TWILIO_", "STRIPE_"))]:
        monkeypatch.delenv(variable)
    monkeypatch.setenv("SHEEPDOG_HOME", str(tmp_path / "home"))
    assert command_line.main([name], {}) == 1
    assert "SHEEPDOG_SECRET_KEY" in capsys.readouterr().err
    assert not (tmp_path / "home").exists()


def test_what_is_not_built_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(command_line.COMMANDS, "timer", command_line.Command("bot.commands.no_such_file", "x"))
    assert command_line.main(["timer"], {}) == 1
    assert "not built yet" in capsys.readouterr().err


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT, errno.ENOTDIR])
def test_a_disk_that_refuses_is_one_or_two_sentences(number: int) -> None:
    said = str(disk_sorry(OSError(number, "x", "/x/y")))
    assert "/x/y" in said and said.endswith(".") and said.count(". ") <= 1


def test_an_error_of_another_kind_is_not_put_down_to_the_disk() -> None:
    assert disk_sorry(OSError(errno.ECONNREFUSED, "x")) is None
    assert database_sorry(ValueError("disk is full")) is None
