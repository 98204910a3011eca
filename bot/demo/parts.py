"""All of a demo's processes, in the order of what needs what; the benchmarks run the same ones."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from typing import TypeVar

import redis

from bot import listening, programs, queue, valkey
from bot.settings import Settings, given
from bot.supervisor import Supervisor
from storage import migrations

HOST = "127.0.0.1"
Made = TypeVar("Made")


def with_addresses(env: Mapping[str, str], web: socket.socket, emulator: socket.socket | None) -> dict[str, str]:
    """The environment with the addresses that this demo's own sockets have, where no others are given."""
    public = given(env, "SHEEPDOG_PUBLIC_URL") or local(web)
    twilio = {"SHEEPDOG_TWILIO_URL": local(emulator)} if emulator else {}
    return {**env, **({} if "SHEEPDOG_PUBLIC_URL_FILE" in env else {"SHEEPDOG_PUBLIC_URL": public}), **twilio}


def environment(settings: Settings, env: Mapping[str, str], web: socket.socket) -> dict[str, str]:
    """What every process of the demo is started with."""
    addresses = {"SHEEPDOG_TWILIO_URL": settings.twilio_url or "", "SHEEPDOG_REDIS_URL": settings.queue_url}
    if "SHEEPDOG_PUBLIC_URL_FILE" not in env:
        addresses["SHEEPDOG_PUBLIC_URL"] = settings.public_url
    kept = {name: value for name, value in env.items() if name.removesuffix("_FILE") not in addresses}
    return programs.environment(settings, kept, **addresses, SHEEPDOG_LOCAL_URL=local(web))


def local(taken: socket.socket) -> str:
    """The address of a socket of this machine."""
    return f"http://{HOST}:{listening.port_of(taken)}"


def start(settings: Settings, supervisor: Supervisor, web: socket.socket, emulator: socket.socket | None,
          prepare: Callable[[Settings], Made]) -> Made:  # fmt: skip
    """Starts queue server, emulator, workers, web and timer; `prepare` fills the database in between."""
    if settings.redis_url is None:
        supervisor.add("redis", lambda: valkey.start(settings.home, supervisor.env))
    if emulator:
        fd, secrets = emulator.fileno(), _twilio_secrets(settings)
        supervisor.run("emulator", programs.gunicorn("webhooks.twilio_emulator:app", f"fd://{fd}", 1), secrets, keep=fd)
    migrations.upgrade(settings.database_url)
    made = prepare(settings)
    for number in range(1, programs.WORKERS + 1):
        supervisor.run(f"worker-{number}", programs.command("work"))
    supervisor.run("web", programs.web(f"fd://{web.fileno()}"), keep=web.fileno())
    supervisor.run("timer", programs.command("timer"))
    return made


def _twilio_secrets(settings: Settings) -> dict[str, str]:
    return {"TWILIO_ACCOUNT_SID": settings.twilio_account_sid, "TWILIO_AUTH_TOKEN": settings.twilio_auth_token}


def ready(client: redis.Redis, pids: Mapping[str, int], web: socket.socket, emulator: socket.socket | None) -> bool:
    """Whether web, emulator and every worker answer."""
    workers = {pid for name, pid in pids.items() if name.startswith("worker")}
    return (
        all(listening.status_of(listening.port_of(web), path) == 200 for path in ("/healthz", "/readyz"))
        and (emulator is None or listening.status_of(listening.port_of(emulator), "/sent") is not None)
        and workers <= {worker["pid"] for worker in queue.workers_seen(client)}
    )
