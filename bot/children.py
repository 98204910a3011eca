"""Processes that must not outlive the one that started them."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with_parent(parent: int, sign: signal.Signals = signal.SIGTERM) -> None:
    """Asks Linux to send us `sign` when the process that forked us ends, however it ends. No-op elsewhere.

    The parent may be gone before we could ask: then we end at once.
    """
    if _libc is None:
        return
    _libc.prctl(PR_SET_PDEATHSIG, int(sign), 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), sign)


def start(
    command: Sequence[str], env: Mapping[str, str], output: IO[bytes] | None = None, keep: Sequence[int] = ()
) -> subprocess.Popen[bytes]:
    """Starts a process in a session of its own (Ctrl-C in the terminal is ours to pass on) that ends when we do.

    `keep` are open file numbers that the process inherits under the same numbers.
    """
    return subprocess.Popen(
        command,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        start_new_session=True,
        pass_fds=tuple(keep),
        preexec_fn=_bound_to(os.getpid()),
    )


def _bound_to(parent: int) -> Callable[[], None]:
    return lambda: die_with_parent(parent)


def session_of(leader: int, home: Path) -> list[int]:
    """The living processes of this home in the session that `leader` began, whether or not `leader` still lives."""
    return [pid for pid in _all_pids() if _session(pid) == leader and is_of_home(pid, home)]


def end_sessions(leaders: Sequence[int], home: Path, patience_s: float) -> None:
    """Asks every process of these sessions to end, waits for them, and kills what is left."""
    deadline = time.monotonic() + patience_s
    asked: set[int] = set()
    while left := [pid for leader in leaders for pid in session_of(leader, home)]:
        late = time.monotonic() > deadline
        for pid in left if late else set(left) - asked:
            send(pid, signal.SIGKILL if late else signal.SIGTERM)
        asked.update(left)
        time.sleep(0.05)


def send(pid: int, sign: signal.Signals) -> None:
    """Sends a signal to a process that may be gone."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, sign)


def _all_pids() -> list[int]:
    if sys.platform == "linux":
        return [int(name) for name in os.listdir("/proc") if name.isdigit()]
    listed = subprocess.run(["ps", "-axo", "pid="], capture_output=True, text=True).stdout
    return [int(pid) for pid in listed.split()]


def _session(pid: int) -> int | None:
    try:
        return os.getsid(pid)
    except OSError:
        return None


def is_of_home(pid: int, home: Path) -> bool:
    """Whether the process `pid` is alive and carries this home in its environment. A zombie is not alive."""
    mark = f"SHEEPDOG_HOME={home}"
    try:
        return mark.encode() in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return sys.platform != "linux" and mark in _environment_by_ps(pid).split()


def _environment_by_ps(pid: int) -> str:
    return subprocess.run(["ps", "eww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True).stdout
