"""Keeps a home's processes running: starts them, restarts one that dies, and leaves none behind."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from bot import children
from bot.errors import Sorry
from bot.files import write_whole

LOOK_EVERY_S = 0.1
LONGEST_PAUSE_S = 10.0
STEADY_S = 30.0
PATIENCE_S = 10.0
LARGEST_LOG = 5_000_000
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

Start = Callable[[], "subprocess.Popen[bytes]"]


@dataclass
class Child:
    """One program that is to run: its present process, and when it may be started again."""

    name: str
    start: Start
    process: subprocess.Popen[bytes]
    started: float = field(default_factory=time.monotonic)
    falls: int = 0
    due: float | None = None


def pause_s(falls: int) -> float:
    """Seconds to wait before start number `falls` + 1 in a row: at once, then 0.5, 1, 2 ... 10."""
    return 0.0 if falls <= 1 else min(LONGEST_PAUSE_S, 0.5 * 2.0 ** min(falls - 2, 10))


class Supervisor:
    """The processes of one home. Use it inside `at_home`, from the main thread."""

    def __init__(self, home: Path, env: Mapping[str, str], logs: Path | None) -> None:
        self.home, self.env, self.logs = home, env, logs
        self.children: dict[str, Child] = {}
        self.ending = threading.Event()
        self._minder = self._start_minder()

    def run(
        self, name: str, command: tuple[str, ...], extra: Mapping[str, str] | None = None, keep: int | None = None
    ) -> None:
        """Starts a program; `extra` is added to its environment, `keep` is an open socket that it inherits."""
        env = {**self.env, **(extra or {})}
        self.add(name, lambda: self._spawn(name, command, env, [] if keep is None else [keep]))

    def add(self, name: str, start: Start) -> None:
        """Starts a program by calling `start`, now and whenever it has died."""
        self.children[name] = Child(name, start, start())
        self._note()

    def pids(self) -> dict[str, int]:
        """The process of every program, in the order of their start."""
        return {name: child.process.pid for name, child in self.children.items()}

    def end_soon(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Asks `watch` to return. A signal handler."""
        self.ending.set()

    def wait_for(self, ready: Callable[[], bool], what: str, patience_s: float) -> bool:
        """Waits until `ready`; False when asked to end meanwhile. Raises Sorry when a program dies or time runs out."""
        deadline = time.monotonic() + patience_s
        while not self.ending.is_set():
            if ready():
                return True
            if dead := [c.name for c in self.children.values() if c.process.poll() is not None]:
                raise Sorry(f"The {dead[0]} process stopped while starting.{self._where(dead[0])}")
            if time.monotonic() > deadline:
                raise Sorry(f"The {what} did not become ready within {patience_s:.0f} seconds.{self._where(what)}")
            time.sleep(0.03)
        return False

    def watch(self, changed: Callable[[], None], done: Callable[[], bool] = lambda: False) -> None:
        """Restarts what dies, calling `changed` after each restart, until asked to end or `done`."""
        while not (self.ending.is_set() or done()):
            if self.tend():
                changed()
            self.ending.wait(LOOK_EVERY_S)

    def tend(self) -> bool:
        """Looks once at every program; restarts those that died and have waited long enough. True if one was."""
        restarted = [self._tend(child) for child in self.children.values()]
        return any(restarted)

    def stop(self) -> None:
        """Ends everything, the queue server last; what does not end in time is killed with all that it started."""
        last = [c for c in self.children.values() if c.name == "redis"]
        for group in ([c for c in self.children.values() if c not in last], last):
            self._stop(group)
        self.children.clear()
        self._note()
        self._minder.communicate()

    def end(self, *names: str) -> None:
        """Ends these programs for good; the others run on."""
        self._stop([self.children.pop(name) for name in names])
        self._note()

    def _tend(self, child: Child) -> bool:
        if child.process.poll() is None:
            return False
        moment = time.monotonic()
        if child.due is None:
            child.falls = 1 if moment - child.started > STEADY_S else child.falls + 1
            child.due = moment + pause_s(child.falls)
            self._mind("-", child)
            print(f"The {child.name} process ended ({_how(child.process.returncode)}); starting it again.", flush=True)
        return moment >= child.due and self._restart(child)

    def _restart(self, child: Child) -> bool:
        try:
            child.process = child.start()
        except (OSError, Sorry) as refusal:
            child.falls += 1
            child.due = time.monotonic() + pause_s(child.falls)
            print(f"The {child.name} process could not be started: {refusal}", flush=True)
            return False
        child.started, child.due = time.monotonic(), None
        self._note()
        return True

    def _stop(self, group: list[Child]) -> None:
        for child in group:
            if child.process.poll() is None:
                child.process.terminate()
        deadline = time.monotonic() + PATIENCE_S
        for child in group:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.0, deadline - time.monotonic()))
        for child in group:
            if child.process.poll() is None:
                child.process.kill()
                child.process.wait()
        children.end_sessions([child.process.pid for child in group], self.home, patience_s=2)

    def _spawn(
        self, name: str, command: tuple[str, ...], env: Mapping[str, str], keep: list[int]
    ) -> subprocess.Popen[bytes]:
        with self._output(name) as output:
            return children.start(command, env, output, keep)

    @contextlib.contextmanager
    def _output(self, name: str) -> Iterator[IO[bytes] | None]:
        if self.logs is None:
            yield None
            return
        self.logs.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = self.logs / f"{name}.log"
        if file.exists() and file.stat().st_size > LARGEST_LOG:
            file.replace(file.with_suffix(".log.1"))
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as output:
            yield output

    def _where(self, name: str) -> str:
        if self.logs is None:
            return ""
        file = self.logs / f"{name}.log"
        lines = file.read_text(errors="replace").strip().splitlines() if file.exists() else []
        return f" {file} says why{f': {lines[-1].strip()[:200]}' if lines else '.'}"

    def _note(self) -> None:
        """Keeps the list of what runs, so that a later start can end what an accident left behind."""
        write_whole(_pids_file(self.home), dict(self.pids()))
        for child in self.children.values():
            self._mind("+", child)

    def _start_minder(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-P", "-m", "bot.minder"]
        return subprocess.Popen(command, env=dict(self.env), stdin=subprocess.PIPE, start_new_session=True)

    def _mind(self, sign: str, child: Child) -> None:
        if self._minder.stdin and not self._minder.stdin.closed:
            with contextlib.suppress(BrokenPipeError):
                self._minder.stdin.write(f"{sign}{child.process.pid}\n".encode())
                self._minder.stdin.flush()


def _how(status: int) -> str:
    return f"signal {-status}" if status < 0 else f"exit status {status}"


def _pids_file(home: Path) -> Path:
    return home / "pids.json"


@contextlib.contextmanager
def at_home(home: Path) -> Iterator[None]:
    """Holds the home for this supervisor alone and ends what an earlier one, killed, left behind.

    Raises Sorry when another one runs here.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (home / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Sorry(_taken(home)) from error
        _end_left_over(home)
        yield


def _taken(home: Path) -> str:
    try:
        url = f" at {json.loads((home / 'demo.json').read_text())['url']}"
    except (OSError, ValueError, KeyError):
        url = ""
    return (
        f"Sheepdog already runs on {home}{url}. Use that one, stop it with Ctrl-C, "
        f"or set SHEEPDOG_HOME to another folder to run a second one."
    )


def _end_left_over(home: Path) -> None:
    try:
        leaders = [int(pid) for pid in json.loads(_pids_file(home).read_text()).values()]
    except (OSError, ValueError, AttributeError):
        return
    children.end_sessions(leaders, home, patience_s=5)


@contextlib.contextmanager
def tended(supervisor: Supervisor) -> Iterator[Supervisor]:
    """Ctrl-C, SIGTERM and SIGHUP end the with-block's `watch`; leaving it, however, ends every process."""
    before = {sign: signal.signal(sign, supervisor.end_soon) for sign in ENDING}
    try:
        yield supervisor
    finally:
        supervisor.stop()
        for sign, handler in before.items():
            signal.signal(sign, handler)
