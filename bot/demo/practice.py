"""The invented practice of the demo, made once for a home by the project's own importer, and told to demo.json."""

from __future__ import annotations

import base64
import csv
import hashlib
import hmac
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from argon2 import PasswordHasher
from sqlalchemy import Connection

from bot import agreements, facts, imports
from bot.settings import ROOT, Settings
from bot.wiring import App, build
from storage import clock, consent, ledger, people, plans
from storage import imports as rows
from storage.people import Patient, Practice
from storage.practices import STOP_WORDS

SLUG = "willow-creek"
NUMBER = "+13035550100"
FILE = ROOT / "bot/demo/willow_creek.csv"
PRACTICE: dict[str, Any] = {
    "slug": SLUG,
    "name": "Willow Creek Family Medicine",
    "program_name": "Willow Creek",
    "legal_name": "Willow Creek Family Medicine, PC",
    "phone": "(303) 555-0100",
    "email": "billing@willowcreek.example",
    "site": "willowcreek.example",
    "zone": "America/Denver",
    "state": "CO",
    "zip": "80203",
    "hours": {"en": "Mon to Fri, 9 to 5", "es": "de lunes a viernes, de 9 a 5"},
    "address": "1400 Grant Street; Denver, CO 80203",
    "spanish_review": {"by": "Lucía Prado, certified medical translator", "version": agreements.READ},
    "registered": True,
    "outreach": "off",
}
STAFF = (
    ("ana@willowcreek.example", "Ana Torres", "desk"),
    ("ben@willowcreek.example", "Ben Schultz", "biller"),
    ("kate@willowcreek.example", "Kate Moran", "admin"),
)
STOP_WORDS_ES = ("ALTO", "PARAR", "PARE", "BASTA", "CANCELAR", "BAJA")
START_WORDS = ("START", "UNSTOP", "EMPEZAR")
HELP_WORDS = ("HELP", "INFO", "AYUDA")
"""Advanced Opt-Out as the fact sheet's W2 recommends it: YES is free to answer a question."""
STOPPED = "W1020"
"""This patient has asked for no more texts."""
OPENS, CLOSES = time(9), time(17)
LIST_OF = datetime(2026, 11, 20, 17, tzinfo=UTC)
"""The list's dates lie before this moment: on a machine whose clock is behind, the demo begins here."""


def prepare(settings: Settings) -> dict[str, Any]:
    """Makes the practice where it is missing, turns the clock to office hours, and tells who is in it."""
    app = build(settings)
    try:
        with app.db.begin() as tx:
            _turn_clock(tx, settings)
        with app.db.read() as tx:
            found = people.practice_by_slug(tx, SLUG)
            listed = found is not None and rows.newest(tx, found.id) is not None
        if found is None:
            _make(app)
        if not listed:
            _list(app)
        with app.db.begin() as tx:
            _move(tx, app)
            return _told(tx, app)
    finally:
        app.db.dispose()


def _turn_clock(tx: Connection, settings: Settings) -> None:
    """To SHEEPDOG_NOW, else to the next weekday 10:00 where it is not office hours already; forward only."""
    moment = datetime.now(UTC) + clock.offset(tx)
    wanted = settings.now or office_hours(max(moment, LIST_OF).astimezone(ZoneInfo(str(PRACTICE["zone"]))))
    if wanted > moment or settings.now:
        clock.advance(tx, max(timedelta(0), wanted - moment))


def office_hours(local: datetime) -> datetime:
    """This moment where somebody is at the desk, else 10:00 of the next weekday."""
    if local.weekday() < 5 and OPENS <= local.time() < CLOSES:
        return local
    day = local.date() if local.time() < OPENS else local.date() + timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return datetime.combine(day, time(10), local.tzinfo)


def _make(app: App) -> None:
    with app.db.begin() as tx:
        practice_id = people.add_practice(tx, **PRACTICE)
        people.add_sender(tx, practice_id=practice_id, channel="twilio_sms", number=NUMBER, per_minute=600,
                          per_day=20_000, carrier_replies=True, stop_words=(*STOP_WORDS, *STOP_WORDS_ES),
                          start_words=START_WORDS, help_words=HELP_WORDS)  # fmt: skip
        people.add_sender(tx, practice_id=practice_id, channel="web_chat", number=SLUG, per_minute=60_000,
                          per_day=1_000_000, carrier_replies=False)  # fmt: skip
        for email, name, role in STAFF:
            people.add_staff(tx, practice_id=practice_id, email=email, name=name, role=role,
                             password_hash=PasswordHasher().hash(password(app.settings, email)))  # fmt: skip


def _list(app: App) -> None:
    """The list comes in once; a start that was killed before it is made up for by the next."""
    imports.run(app, SLUG, FILE, by="demo")
    with app.db.begin() as tx:
        practice = imports.post.practice_of(tx, SLUG)
        stopped = people.patient_by_key(tx, practice.id, STOPPED)
        for phone in people.phones(tx, stopped.id) if stopped else []:
            consent.suppress(tx, practice.id, phone.number, "text", app.now(), "patient")


def _move(tx: Connection, app: App) -> None:
    """Texts may lead to the address that this start has: its port can be another one than last time."""
    practice = people.practice_by_slug(tx, SLUG)
    if practice and practice.hosts != (_host(app.settings),):
        people.update_practice(tx, practice.id, hosts=(_host(app.settings),))


def password(settings: Settings, email: str) -> str:
    """The invented password of a demo's staff: the same at every start of this home."""
    digest = hmac.digest(settings.secret_key.encode(), email.encode(), hashlib.sha256)
    return base64.b32encode(digest)[:12].decode().lower()


def _host(settings: Settings) -> str:
    return settings.public_url.partition("://")[2]


def _told(tx: Connection, app: App) -> dict[str, Any]:
    practice = people.practice_by_slug(tx, SLUG)
    if practice is None:
        raise LookupError(SLUG)
    return {
        "practice": {"slug": practice.slug, "name": practice.name, "number": NUMBER},
        "staff": [
            {"email": email, "password": password(app.settings, email), "role": role, "totp_secret": None}
            for email, _, role in STAFF
        ],
        "patients": [
            told for patient in people.patients(tx, practice.id) if (told := _patient(tx, practice, patient, app.now()))
        ],
    }


def _patient(tx: Connection, practice: Practice, patient: Patient, now: datetime) -> dict[str, Any] | None:
    """Who may be texted without more ado: an adult with a phone of their own, consent, no hold, plan or opt-out."""
    mobiles = [p for p in people.phones(tx, patient.id) if p.kind == "mobile" and p.of == "patient" and p.state == "ok"]
    if not mobiles or patient.born is None or facts.age(patient.born, now.date()) < facts.ADULT:
        return None
    number = mobiles[0].number
    alone = len(people.patients_of_number(tx, practice.id, number)) == 1
    free = (
        alone
        and consent.newest_grant(tx, practice.id, number, patient.id) is not None
        and consent.suppressed_at(tx, practice.id, number) is None
        and not consent.open_holds(tx, practice.id, [patient.id], number, now)
        and plans.plan(tx, patient.id) is None
        and "insurance_pending" not in patient.flags
    )
    if not free:
        return None
    return {
        "name": f"{patient.first} {patient.last}",
        "phone": number,
        "dob": patient.born.isoformat(),
        "zip": patient.zip,
        "statement_code": patient.statement_code,
        "balance_cents": ledger.balance(tx, patient.id).cents,
        "lang": patient.lang,
    }


def stories() -> dict[str, str]:
    """What makes each patient interesting, by account number: for the phone simulator's cast."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return {row["account"]: row["notes"] for row in csv.DictReader(lines)}
