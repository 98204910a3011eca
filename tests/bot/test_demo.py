"""The demo as a process: ready means ready, one a home, what dies comes back, nothing stays behind."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot import children, listening
from tests.processes import env_of, of_home, until

PARTS = ("bot.demo.practice", "bot.demo.check", "webhooks.wsgi", "webhooks.twilio_emulator")
MISSING = [part for part in PARTS if importlib.util.find_spec(part) is None]
MEMORY_LIMIT = 1_500_000_000

pytestmark = [pytest.mark.enable_socket, pytest.mark.skipif(bool(MISSING), reason=f"not built yet: {MISSING}")]


@dataclass(frozen=True)
class Demo:
    process: subprocess.Popen[str]
    home: Path

    def told(self) -> dict[str, Any]:
        return dict(json.loads((self.home / "demo.json").read_text()))


def begin(home: Path, *args: str, **env: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "bot", "demo", "--no-browser", *args],
        env={**env_of(home), **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def private_bytes(pid: int) -> int:
    """The process's own share of memory (Linux's proportional set size)."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(next(line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:"))) * 1024


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    home = tmp_path_factory.mktemp("demo")
    process = begin(home)
    until(lambda: (home / "demo.json").exists() or process.poll() is not None)
    if process.poll() is not None:
        pytest.fail(f"the demo did not start: {process.communicate()[0]}")
    yield Demo(process, home)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    until(lambda: of_home(home) == [])


def test_demo_json_is_private_and_names_everything(demo: Demo) -> None:
    told = demo.told()
    assert stat.S_IMODE((demo.home / "demo.json").stat().st_mode) == 0o600
    assert {"url", "practice", "twilio", "staff", "patients", "pid"} <= told.keys()
    assert {"account_sid", "auth_token", "emulator_url"} == told["twilio"].keys()
    pids = [told["pid"]["web"], told["pid"]["timer"], told["pid"]["redis"], *told["pid"]["workers"]]
    assert len(told["pid"]["workers"]) == 2 and all(children.is_of_home(pid, demo.home) for pid in pids)
    port = int(told["url"].rpartition(":")[2])
    assert [listening.status_of(port, path) for path in ("/healthz", "/readyz")] == [200, 200]


def test_a_second_start_on_this_home_says_so(demo: Demo) -> None:
    second = begin(demo.home)
    said, _ = second.communicate(timeout=30)
    assert second.returncode == 1 and demo.told()["url"] in said and "already runs" in said


def test_another_home_runs_beside_it_and_a_port_that_was_asked_for_is_refused(demo: Demo, tmp_path: Path) -> None:
    port = demo.told()["url"].rpartition(":")[2]
    refused = begin(tmp_path, "--port", port)
    said, _ = refused.communicate(timeout=30)
    assert refused.returncode == 1 and f"Port {port}" in said and "already in use" in said

    beside = begin(tmp_path)
    until(lambda: (tmp_path / "demo.json").exists() or beside.poll() is not None)
    url = json.loads((tmp_path / "demo.json").read_text())["url"]
    beside.send_signal(signal.SIGINT)
    said, _ = beside.communicate(timeout=30)
    assert url != demo.told()["url"] and url in said and beside.returncode == 0
    assert of_home(tmp_path) == [] and not (tmp_path / "demo.json").exists()


def test_what_is_killed_comes_back_and_demo_json_says_so(demo: Demo) -> None:
    before = demo.told()["pid"]
    killed = [before["web"], before["timer"], before["redis"], before["workers"][0]]
    for pid in killed:
        os.kill(pid, signal.SIGKILL)

    def back() -> bool:
        now = demo.told()["pid"]
        fresh = [now["web"], now["timer"], now["redis"], now["workers"][0]]
        return not set(fresh) & set(killed) and all(children.is_of_home(pid, demo.home) for pid in fresh)

    until(back)
    port = int(demo.told()["url"].rpartition(":")[2])
    until(lambda: listening.status_of(port, "/readyz") == 200)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process's own share of memory")
def test_the_whole_demo_fits_into_memory(demo: Demo) -> None:
    used = sum(private_bytes(pid) for pid in of_home(demo.home))
    assert used < MEMORY_LIMIT, f"{used / 1e6:.0f} MB"


def test_a_malformed_clock_is_one_sentence(tmp_path: Path) -> None:
    process = begin(tmp_path, SHEEPDOG_NOW="yesterday")
    said, _ = process.communicate(timeout=30)
    assert process.returncode == 1 and said.startswith("SHEEPDOG_NOW is 'yesterday'") and len(said.splitlines()) == 1
