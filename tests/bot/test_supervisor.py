"""Processes of a home: restarted when they die, none left behind however the supervisor ends, two never at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import children, minder
from bot.errors import Sorry
from bot.supervisor import Supervisor, at_home, pause_s, tended
from tests.processes import env_of, of_home, until

SLEEP = (sys.executable, "-c", "import time; time.sleep(300)")
FORKS = (sys.executable, "-c", "import os, time; os.fork(); time.sleep(300)")
STUBBORN = (sys.executable, "-c", "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(300)")
SUPERVISE = """
import os, pathlib, sys
from bot.supervisor import Supervisor, at_home, tended
home = pathlib.Path(os.environ["SHEEPDOG_HOME"])
with at_home(home), tended(Supervisor(home, os.environ, home / "log")) as supervisor:
    supervisor.run("one", (sys.executable, "-c", "import os, time; os.fork(); time.sleep(300)"))
    print(supervisor.pids()["one"], flush=True)
    supervisor.watch(lambda: None)
"""


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    with at_home(tmp_path), tended(Supervisor(tmp_path, env_of(tmp_path), tmp_path / "log")) as running:
        yield running


@pytest.mark.parametrize(("falls", "pause"), [(0, 0), (1, 0), (2, 0.5), (3, 1), (4, 2), (7, 10), (500, 10)])
def test_how_long_a_program_that_keeps_dying_waits(falls: int, pause: float) -> None:
    assert pause_s(falls) == pause


def test_a_program_that_dies_is_started_again(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.run("one", SLEEP)
    supervisor.run("two", SLEEP)
    before = supervisor.pids()
    os.kill(before["one"], signal.SIGKILL)
    changes: list[dict[str, int]] = []
    supervisor.watch(lambda: changes.append(supervisor.pids()), done=lambda: bool(changes))
    assert changes[0]["one"] != before["one"] and changes[0]["two"] == before["two"]
    assert str(changes[0]["one"]) in (tmp_path / "pids.json").read_text()


def test_stopping_leaves_no_child_and_no_grandchild(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.run("one", FORKS)
    until(lambda: len(children.session_of(supervisor.pids()["one"], tmp_path)) == 2)
    supervisor.stop()
    assert of_home(tmp_path) == []


def test_what_does_not_want_to_end_is_killed(
    supervisor: Supervisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.supervisor.PATIENCE_S", 0.2)
    supervisor.run("one", STUBBORN)
    time.sleep(0.3)
    supervisor.stop()
    assert of_home(tmp_path) == []


def test_a_signal_ends_the_watch(supervisor: Supervisor) -> None:
    threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGTERM)).start()
    supervisor.watch(lambda: None)
    assert supervisor.ending.is_set()
    assert not supervisor.wait_for(lambda: True, "web", 1), "nothing is waited for any more"


def test_a_program_that_dies_while_starting_is_named_with_its_last_words(supervisor: Supervisor) -> None:
    supervisor.run("web", (sys.executable, "-c", "print('no such module: x')"))
    with pytest.raises(Sorry, match=r"The web process stopped while starting.*no such module: x"):
        supervisor.wait_for(lambda: False, "web", 20)


def test_what_never_becomes_ready_is_named(supervisor: Supervisor) -> None:
    supervisor.run("web", SLEEP)
    with pytest.raises(Sorry, match="web did not become ready within 0 seconds"):
        supervisor.wait_for(lambda: False, "web", 0.1)


def test_a_second_start_on_the_same_home_says_where_the_first_is(supervisor: Supervisor, tmp_path: Path) -> None:
    (tmp_path / "demo.json").write_text('{"url": "http://127.0.0.1:8000"}')
    with pytest.raises(Sorry, match=r"already runs on .* at http://127.0.0.1:8000"), at_home(tmp_path):
        pass


def test_nothing_is_left_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-P", "-c", SUPERVISE], env=env_of(tmp_path), stdout=subprocess.PIPE)
    assert process.stdout
    leader = int(process.stdout.readline())
    until(lambda: len(children.session_of(leader, tmp_path)) == 2)
    process.kill()
    process.communicate()
    until(lambda: of_home(tmp_path) == [])


def test_a_new_start_ends_what_is_left(tmp_path: Path) -> None:
    leader = subprocess.Popen(FORKS, env=env_of(tmp_path), start_new_session=True)
    until(lambda: len(of_home(tmp_path)) == 2)
    (tmp_path / "pids.json").write_text(f'{{"one": {leader.pid}, "two": 1}}')
    reaper = threading.Thread(target=leader.wait)
    reaper.start()
    with at_home(tmp_path):
        assert of_home(tmp_path) == []
    reaper.join()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent is gone")
def test_a_child_goes_with_its_parent(tmp_path: Path) -> None:
    starts = (
        "import os, sys; from bot import children\n"
        "print(children.start([sys.executable, '-c', 'import time; time.sleep(300)'], os.environ).pid, flush=True)"
    )
    subprocess.run([sys.executable, "-P", "-c", starts], env=env_of(tmp_path), stdout=subprocess.PIPE, check=True)
    until(lambda: of_home(tmp_path) == [])


def test_the_minder_ends_what_it_was_told_of(tmp_path: Path) -> None:
    leader = subprocess.Popen(FORKS, env=env_of(tmp_path), start_new_session=True)
    until(lambda: len(of_home(tmp_path)) == 2)
    minding = subprocess.Popen(
        [sys.executable, "-P", "-m", "bot.minder"], env=env_of(tmp_path / "other"), stdin=subprocess.PIPE
    )
    minding.communicate(f"+{leader.pid}\n".encode())
    assert leader.poll() is None, "it leaves the processes of another home alone"
    minding = subprocess.Popen([sys.executable, "-P", "-m", "bot.minder"], env=env_of(tmp_path), stdin=subprocess.PIPE)
    minding.communicate(f"+{leader.pid}\n+1\n-1\n".encode())
    assert leader.wait(10) == -signal.SIGTERM
    until(lambda: of_home(tmp_path) == [])


def test_what_the_minder_minds() -> None:
    assert minder.still_minded(["+1\n", "+2\n", "-1\n", "+3\n", "-9\n"]) == [2, 3]
