"""What benchmarks run against: the demo's processes on a home of their own, with a practice made for measuring."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot import listening, queue
from bot.demo import parts
from bot.rehearsal import confirmed
from bot.settings import Settings
from bot.supervisor import Supervisor, at_home, tended
from bot.wiring import build
from flows.money import Money
from storage import clock, consent, ledger, people

NUMBER = "+13035550199"
BORN = date(1984, 3, 2)
ZIP = "80203"
WORDING = "I agree to get texts about my account."
READY_S = 60.0


@dataclass(frozen=True)
class Town:
    """The running processes and how to reach them."""

    settings: Settings
    supervisor: Supervisor
    web_port: int
    emulator_port: int
    practice_id: int
    sender_id: int
    phones: tuple[str, ...]

    def workers(self) -> list[int]:
        """The workers' process ids."""
        return [pid for name, pid in self.supervisor.pids().items() if name.startswith("worker")]


@contextlib.contextmanager
def town(people_count: int, per_minute: int, env: Mapping[str, str] | None = None) -> Iterator[Town]:
    """Starts everything for `people_count` patients, each with a phone; ends all of it afterwards."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, contextlib.ExitStack() as stack:
        home = Path(folder) / "home"
        web = stack.enter_context(listening.listen(parts.HOST, 0))
        emulator = stack.enter_context(listening.listen(parts.HOST, 0))
        own = {name: value for name, value in os.environ.items() if not name.startswith(("SHEEPDOG_", "TWILIO_"))}
        told = {**own, "SHEEPDOG_DEMO": "1", "SHEEPDOG_HOME": str(home), "SHEEPDOG_LOG": "warning", **(env or {})}
        settings = Settings.read(parts.with_addresses(told, web, emulator))
        stack.enter_context(at_home(home))
        supervisor = Supervisor(home, parts.environment(settings, told, web), home / "log")
        stack.enter_context(tended(supervisor))
        practice_id, sender_id, phones = parts.start(
            settings, supervisor, web, emulator, lambda known: fill(known, people_count, per_minute)
        )
        client = queue.connect(settings.queue_url)
        supervisor.wait_for(lambda: parts.ready(client, supervisor.pids(), web, emulator), "web", READY_S)
        yield Town(settings, supervisor, listening.port_of(web), listening.port_of(emulator), practice_id, sender_id,
                   phones)  # fmt: skip


def fill(settings: Settings, count: int, per_minute: int) -> tuple[int, int, tuple[str, ...]]:
    """A practice with its sender and `count` patients who owe; returns their ids and numbers."""
    app = build(settings)
    phones = tuple(f"+1720{2_000_000 + n:07d}" for n in range(count))
    now = datetime.now(UTC)
    with app.db.begin() as tx:
        local = now.astimezone(UTC)
        clock.advance(tx, _to_office_hours(local))
        now = now + clock.offset(tx)
        practice_id = people.add_practice(
            tx, slug="bench", name="Bench Clinic", program_name="Bench Clinic", legal_name="Bench Clinic",
            phone="(303) 555-0199", email="desk@bench.example", site="bench.example", zone="America/Denver",
            state="CO", zip=ZIP, hosts=(settings.public_url.partition("://")[2],),
            hours={"en": "9 to 5", "es": "9 a 5"},
            registered=True,
        )  # fmt: skip
        sender_id = people.add_sender(tx, practice_id=practice_id, channel="twilio_sms", number=NUMBER,
                                      per_minute=per_minute, per_day=10_000_000, carrier_replies=True)  # fmt: skip
        for n, phone in enumerate(phones):
            patient_id = people.add_patient(
                tx, practice_id=practice_id, key=f"B{n:05d}", first="Pat", last=f"Bench{n}", born=BORN, zip=ZIP,
                lang="en", statement_code=f"B{n:05d}XK", oldest_service=(now - timedelta(days=60)).date(),
                first_statement=(now - timedelta(days=30)).date(),
            )  # fmt: skip
            people.add_phone(
                tx, practice_id=practice_id, patient_id=patient_id, number=phone, kind="mobile", of="patient"
            )
            consent.grant(tx, practice_id, patient_id, phone, source="intake_form", wording=WORDING, version="1",
                          scope=("billing",), by="bench", now=now - timedelta(days=30))  # fmt: skip
            confirmed(tx, practice_id, sender_id, patient_id, phone, now - timedelta(days=29))
            ledger.charge(tx, practice_id, patient_id, "bench", patient_id, Money(24001), now)
    app.db.dispose()
    return practice_id, sender_id, phones


def _to_office_hours(now: datetime) -> timedelta:
    """To the next Tuesday 17:00 UTC, 10:00 or 11:00 in Denver: inside every window, and no holiday near."""
    ahead = (1 - now.weekday()) % 7 or 7
    return datetime(now.year, now.month, now.day, 17, tzinfo=UTC) + timedelta(days=ahead) - now
