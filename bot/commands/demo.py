"""Runs the whole of Sheepdog with an invented practice until Ctrl-C, with a phone simulator and a Twilio emulator."""

from __future__ import annotations

import argparse
import contextlib
import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Mapping
from typing import Any

from bot import listening, queue
from bot.demo import check, parts, practice
from bot.files import write_whole
from bot.settings import Settings, given, home_of
from bot.supervisor import Supervisor, at_home, tended

EXAMPLE = "example:\n  ./sheepdog demo\n  ./sheepdog demo --port 8080 --no-browser"
READY_WITHIN_S = 90.0


def register(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument(
        "--port",
        type=listening.port_number,
        help="the web page's port; busy: exit 1 (default: 8000 or the next free one)",
    )
    parser.add_argument(
        "--check", action="store_true", help="play the main job through real HTTP, print it, exit 0 or 1"
    )
    parser.add_argument("--no-browser", action="store_true", help="do not open the phone simulator in a browser")


def run(args: argparse.Namespace) -> int:
    """Runs until Ctrl-C, or until the check is done."""
    env = {**os.environ, "SHEEPDOG_DEMO": "1"}
    with at_home(home_of(env)), contextlib.ExitStack() as stack:
        told = home_of(env) / "demo.json"
        told.unlink(missing_ok=True)
        stack.callback(told.unlink, missing_ok=True)
        web = stack.enter_context(_web_socket(args.port))
        emulator = None if given(env, "SHEEPDOG_TWILIO_URL") else stack.enter_context(listening.listen(parts.HOST, 0))
        settings = Settings.read(parts.with_addresses(env, web, emulator))
        print(_announced(settings, args.port, listening.port_of(web)), flush=True)
        supervisor = Supervisor(settings.home, parts.environment(settings, env, web), settings.home / "log")
        with tended(supervisor):
            return _demo(args, settings, supervisor, web, emulator)


def _demo(
    args: argparse.Namespace,
    settings: Settings,
    supervisor: Supervisor,
    web: socket.socket,
    emulator: socket.socket | None,
) -> int:
    people = parts.start(settings, supervisor, web, emulator, practice.prepare)
    client = queue.connect(settings.queue_url)
    if not supervisor.wait_for(lambda: parts.ready(client, supervisor.pids(), web, emulator), "web", READY_WITHIN_S):
        return 130

    def tell() -> None:
        write_whole(settings.home / "demo.json", _told(settings, people, supervisor.pids()))

    tell()
    checking = _Check(_told(settings, people, supervisor.pids())) if args.check else None
    if checking is None:
        _greet(settings, people, args.no_browser)
    supervisor.watch(tell, done=checking.done if checking else lambda: False)
    return checking.result() if checking else 0


class _Check:
    """The check, in a thread of its own, so that what dies meanwhile is still restarted."""

    def __init__(self, told: dict[str, Any]) -> None:
        self._status: int | None = None
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._run, args=(told,), daemon=True)
        self._thread.start()

    def _run(self, told: dict[str, Any]) -> None:
        try:
            self._status = check.run(told)
        except Exception as error:  # noqa: BLE001 - raised again in the main thread, by result()
            self._error = error

    def done(self) -> bool:
        """Whether the check has ended, well or not."""
        return not self._thread.is_alive()

    def result(self) -> int:
        """Its exit status, 130 if it was cut short. Raises what stopped it."""
        if self._error:
            raise self._error
        return 130 if self._status is None else self._status


def _web_socket(port: int | None) -> socket.socket:
    return listening.near(parts.HOST) if port is None else listening.exactly(parts.HOST, port)


def _announced(settings: Settings, asked: int | None, port: int) -> str:
    moved = asked is None and port != listening.DEFAULT_PORT
    busy = f" Port {listening.DEFAULT_PORT} is in use, so it takes {port}." if moved else ""
    return f"Starting the demo in {settings.home}.{busy}"


def _told(settings: Settings, people: Mapping[str, Any], pids: Mapping[str, int]) -> dict[str, Any]:
    """demo.json, as docs for testers fix it; `emulator` is one more process than they ask for."""
    return {
        "url": settings.public_url,
        "practice": people["practice"],
        "twilio": {
            "account_sid": settings.twilio_account_sid,
            "auth_token": settings.twilio_auth_token,
            "emulator_url": settings.twilio_url,
        },
        "staff": people["staff"],
        "patients": people["patients"],
        "pid": {
            "web": pids.get("web"),
            "workers": [pid for name, pid in pids.items() if name.startswith("worker")],
            "timer": pids.get("timer"),
            "redis": pids.get("redis"),
            "emulator": pids.get("emulator"),
        },
    }


def _greet(settings: Settings, people: Mapping[str, Any], quiet: bool) -> None:
    desk = next((person for person in people["staff"] if person["role"] == "desk"), people["staff"][0])
    print(
        f"{people['practice']['name']} is open. Everything here is invented, nothing leaves this machine.\n"
        f"  Phone simulator  {settings.public_url}/phone\n"
        f"  Desk             {settings.public_url}/desk   {desk['email']}   {desk['password']}\n"
        f"Ctrl-C stops it; what happened is kept in {settings.home}.",
        flush=True,
    )
    if not quiet and sys.stdout.isatty() and (sys.platform == "darwin" or os.environ.get("DISPLAY")):
        webbrowser.open(f"{settings.public_url}/phone")
