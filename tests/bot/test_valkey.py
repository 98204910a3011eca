"""The embedded queue server: one at a time, gone with us, its list kept."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot import queue, valkey
from bot.settings import queue_socket, queue_url
from tests.processes import alive, env_of, until


def test_what_was_queued_survives_a_kill(tmp_path: Path) -> None:
    first = valkey.start(tmp_path, env_of(tmp_path))
    with queue.connect(queue_url(tmp_path)) as client:
        client.rpush("list", "a", "b")
        until(lambda: client.info("persistence")["aof_pending_bio_fsync"] == 0)
    first.kill()
    first.wait()
    with valkey.running(tmp_path) as url, queue.connect(url) as client:
        assert client.lrange("list", 0, -1) == [b"a", b"b"]
    assert not valkey.answers(tmp_path)


def test_a_server_that_was_left_behind_is_ended_before_the_next_starts(tmp_path: Path) -> None:
    first = valkey.start(tmp_path, env_of(tmp_path))
    second = valkey.start(tmp_path, env_of(tmp_path))
    assert first.wait(10) == 0, "it was asked to save and stop"
    assert valkey.answers(tmp_path)
    second.terminate()
    second.wait(10)


def test_a_home_with_a_long_name_has_a_short_socket(tmp_path: Path) -> None:
    home = tmp_path / ("long" * 30)
    with valkey.running(home) as url, queue.connect(url) as client:
        assert client.ping()
    assert len(str(queue_socket(home))) < 104


def test_a_damaged_list_is_put_aside(tmp_path: Path) -> None:
    with valkey.running(tmp_path):
        pass
    for file in (tmp_path / "valkey/appendonlydir").iterdir():
        file.write_bytes(b"nonsense that is no list of commands\r\n" * 9)
    with valkey.running(tmp_path) as url, queue.connect(url) as client:
        assert client.ping()
    assert list((tmp_path / "valkey").glob("damaged-*"))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the minder does this; see test_supervisor")
def test_it_goes_when_the_process_that_started_it_is_killed(tmp_path: Path) -> None:
    starts = (
        "import os, pathlib, time; from bot import valkey\n"
        f"print(valkey.start(pathlib.Path({str(tmp_path)!r}), os.environ).pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-P", "-c", starts], env=env_of(tmp_path), stdout=subprocess.PIPE)
    assert parent.stdout
    with parent.stdout as out:
        pid = int(out.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    until(lambda: not alive(pid))
