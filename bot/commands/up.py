"""Runs Sheepdog for a practice: `up` is web, workers and timer together, `web` the web server alone."""

from __future__ import annotations

import argparse
import contextlib
import os
import socket
from pathlib import Path

from bot import listening, programs, valkey
from bot.settings import ROOT, Settings
from bot.supervisor import Supervisor, at_home, tended
from storage import migrations

EXAMPLE = "example:\n  ./sheepdog up --port 8000\n  ./sheepdog web --host 0.0.0.0 --port 8000"


def register(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument(
        "--host", default="127.0.0.1", help="the address to listen on (default 127.0.0.1: behind a proxy)"
    )
    parser.add_argument(
        "--port",
        type=listening.port_number,
        default=listening.DEFAULT_PORT,
        help="the port to listen on (default 8000)",
    )
    parser.add_argument("--workers", type=int, default=programs.WORKERS, help="`up`: how many workers (default 2)")


def run(args: argparse.Namespace) -> int:
    """Runs until SIGTERM or Ctrl-C."""
    env = {name: value for name, value in os.environ.items() if name != "SHEEPDOG_DEMO"}
    settings = Settings.read(env)
    return _up(args, settings, env) if args.command == "up" else _web(args, settings, env)


def _up(args: argparse.Namespace, settings: Settings, env: dict[str, str]) -> int:
    with at_home(settings.home), contextlib.closing(listening.exactly(args.host, args.port)) as web:
        kept = {name: value for name, value in env.items() if name != "SHEEPDOG_REDIS_URL_FILE"}
        children = programs.environment(settings, kept, SHEEPDOG_REDIS_URL=settings.queue_url)
        supervisor = Supervisor(settings.home, children, logs=None)
        with tended(supervisor):
            _start(settings, supervisor, web, args.workers)
            if supervisor.wait_for(lambda: _healthy(web, args.host), "web", 60):
                print(f"Sheepdog is up on {args.host}:{listening.port_of(web)}.", flush=True)
                supervisor.watch(lambda: None)
    return 0


def _start(settings: Settings, supervisor: Supervisor, web: socket.socket, workers: int) -> None:
    if settings.redis_url is None:
        supervisor.add("redis", lambda: valkey.start(settings.home, supervisor.env))
    migrations.upgrade(settings.database_url)
    for number in range(1, workers + 1):
        supervisor.run(f"worker-{number}", programs.command("work"))
    supervisor.run("web", programs.web(f"fd://{web.fileno()}"), keep=web.fileno())
    supervisor.run("timer", programs.command("timer"))


def _healthy(web: socket.socket, host: str) -> bool:
    near = host if host not in ("0.0.0.0", "") else "127.0.0.1"
    return listening.status_of(listening.port_of(web), "/healthz", host=near) == 200


def _web(args: argparse.Namespace, settings: Settings, env: dict[str, str]) -> int:
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    web = listening.exactly(args.host, args.port)
    migrations.upgrade(settings.database_url)
    os.set_inheritable(web.fileno(), True)
    os.chdir(Path(ROOT))
    server = programs.web(f"fd://{web.fileno()}")
    os.execve(server[0], server, programs.environment(settings, env))
