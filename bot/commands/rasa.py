"""Serves the committed model by a Rasa server on this machine: loopback only, behind a token, with telemetry off."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

from bot.commands.environments import RASA
from bot.errors import Sorry
from bot.settings import ROOT

PROJECT = ROOT / "nlu_data"
WORK = RASA.folder.with_name(".venv-rasa.work")
"""Where Rasa keeps its cache and the packed model; it may be deleted."""
NAME = "sheepdog"
TOKEN_BYTES = 18


def serve(python: Path, port: int) -> int:
    """Packs the model and serves it until interrupted. The exit status is Rasa's."""
    archive = pack(python)
    print(f"SHEEPDOG_NLU_URL={address(port)}", flush=True)
    print(
        "Set this where Sheepdog runs. It answers after some 20 seconds; Ctrl-C ends it.",
        flush=True,
    )
    server = start(python, archive, port)
    try:
        return server.wait()
    except KeyboardInterrupt:
        server.send_signal(signal.SIGTERM)
        return server.wait()


def pack(python: Path, config: Path = PROJECT / "config.yml", name: str = NAME) -> Path:
    """The archive that Rasa serves, made from the committed model. Raises Sorry when its texts are others."""
    WORK.mkdir(exist_ok=True)
    made = run(
        python,
        *("train", "nlu", "--config", str(config), "--nlu", str(PROJECT / "data")),
        *("--domain", str(PROJECT / "domain.yml"), "--out", str(WORK), "--fixed-model-name", name),
    )
    if made.returncode != 0:
        raise Sorry(f"Rasa could not pack the model: {_last(made.stderr or made.stdout)} Sheepdog works without it.")
    return WORK / f"{name}.tar.gz"


def start(python: Path, archive: Path, port: int) -> subprocess.Popen[bytes]:
    """The server as a child process."""
    WORK.mkdir(exist_ok=True)
    options = ["--enable-api", "--interface", "127.0.0.1", "--port", str(port), "--auth-token", token()]
    # The token is in the arguments, which this machine's other users may read: so the server listens on loopback only,
    # and knows nothing but how to rank a text that has no digits and no names.
    command = [str(python), "-m", "rasa", "run", "--model", str(archive), *options]
    return subprocess.Popen(command, cwd=WORK, env=_environ())


def run(python: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """One of Rasa's own commands."""
    return subprocess.run(
        [str(python), "-m", "rasa", *command], cwd=WORK, env=_environ(), capture_output=True, text=True, check=False
    )


def address(port: int) -> str:
    """What SHEEPDOG_NLU_URL should be."""
    return f"http://127.0.0.1:{port}?token={token()}"


def token() -> str:
    """The server's token: made once, kept where its owner alone can read it."""
    WORK.mkdir(exist_ok=True)
    path = WORK / "token"
    if not path.is_file():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(TOKEN_BYTES))
    return path.read_text()


def _environ() -> Mapping[str, str]:
    ours = {
        "PYTHONPATH": f"{ROOT}{os.pathsep}{PROJECT}",
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    }
    quiet = {"SQLALCHEMY_SILENCE_UBER_WARNING": "1", "TF_CPP_MIN_LOG_LEVEL": "3", "OMP_NUM_THREADS": "1"}
    return {**os.environ, **ours, **quiet}


def _last(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing."
