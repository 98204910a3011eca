"""The command line and environment of each program that Sheepdog runs."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from bot.settings import ROOT, Settings

WEB_PROCESSES = 2
WEB_THREADS = 8
WORKERS = 2


def gunicorn(app: str, bind: str, processes: int = WEB_PROCESSES, threads: int = WEB_THREADS) -> tuple[str, ...]:
    """A web server for `app` (module:name) on `bind`, host:port or fd://N. No access log: paths hold tokens."""
    return (
        *(sys.executable, "-P", "-m", "gunicorn", app, "--bind", bind),
        *("--worker-class", "gthread", "--workers", str(processes), "--threads", str(threads)),
        *("--timeout", "30", "--graceful-timeout", "8", "--keep-alive", "20"),
        *("--log-level", "warning", "--no-control-socket", "--worker-tmp-dir", _memory_folder()),
    )


def web(bind: str) -> tuple[str, ...]:
    """Our web server on `bind`. It is loaded once, before it forks: a start and a restart take half the time."""
    return (*gunicorn("webhooks.wsgi:app", bind), "--preload")


def command(name: str) -> tuple[str, ...]:
    """One of our own commands as a program."""
    return (sys.executable, "-P", "-m", "bot", name)


def environment(settings: Settings, env: Mapping[str, str], **more: str) -> dict[str, str]:
    """What every program of this home is started with."""
    kept = {name: value for name, value in env.items() if name != "SHEEPDOG_NOW"}
    path = os.pathsep.join(filter(None, (str(ROOT), env.get("PYTHONPATH", ""))))
    return {
        **kept,
        "PYTHONPATH": path,
        "PYTHONUNBUFFERED": "1",
        "SHEEPDOG_HOME": str(settings.home),
        **({"SHEEPDOG_DEMO": "1"} if settings.demo else {}),
        **more,
    }


def _memory_folder() -> str:
    """gunicorn touches its heartbeat files all the time: on a slow disk that would stall requests."""
    shm = Path("/dev/shm")
    return str(shm) if shm.is_dir() and os.access(shm, os.W_OK) else tempfile.gettempdir()
