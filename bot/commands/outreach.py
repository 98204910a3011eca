"""Nudges: `preview` shows what would go out, `start` and `pause` switch them, `status` tells how it stands."""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot import chasing, forecast, switches
from bot.errors import Sorry
from bot.imports.post import practice_of
from bot.settings import Settings
from bot.wiring import App, build
from flows import economics
from storage import audit, brought, migrations, outbox, people, touches
from storage.people import Practice

EXAMPLE = "example:\n  ./sheepdog outreach preview --days 30\n  ./sheepdog outreach start"
LINES = 40


def register(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("what", choices=("preview", "start", "pause", "status"))
    parser.add_argument("--practice", help="the practice's short name (default: the only one)")
    parser.add_argument("--days", type=int, default=90, help="preview: how many days ahead (default 90)")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def run(args: argparse.Namespace) -> int:
    """0 when done."""
    app = _app()
    practice = _practice(app, args.practice)
    return {"preview": _preview, "start": _start, "pause": _pause, "status": _status}[args.what](args, app, practice)


def _app() -> App:
    settings = Settings.of_home(os.environ)
    migrations.upgrade(settings.database_url)
    return build(settings)


def _practice(app: App, slug: str | None) -> Practice:
    with app.db.read() as tx:
        known = people.practices(tx)
        if slug:
            return practice_of(tx, slug)
    if len(known) != 1:
        slugs = ", ".join(practice.slug for practice in known) or "there is none yet"
        raise Sorry(f"Say which practice with --practice: {slugs}.", 2)
    return known[0]


def _preview(args: argparse.Namespace, app: App, practice: Practice) -> int:
    """Every text of the next days, and who gets none, with the reason."""
    if not 1 <= args.days <= 365:
        raise Sorry("--days is a number from 1 to 365.", 2)
    with app.db.read() as tx:
        told = forecast.preview(tx, practice, app.now(), app.now() + timedelta(days=args.days))
    with app.db.begin() as tx:
        count = len({one.key for one in told})
        _noted(tx, app, practice, "outreach_previewed", patients=count)
    if args.json:
        print(json.dumps([asdict(one) for one in told], default=str, indent=1))
        return 0
    zone = ZoneInfo(practice.zone)
    texts = sorted((one for one in told if one.due), key=lambda one: str(one.due))
    for one in texts[:LINES]:
        print(f"  {one.due.astimezone(zone):%a %b %d %H:%M}  {one.key}  {one.what}" if one.due else "")
    if len(texts) > LINES:
        print(f"  and {len(texts) - LINES} more")
    print(f"{len(texts)} texts in {args.days} days to {len({one.key for one in texts})} patients.")
    for words, count in Counter(one.what for one in told if not one.due).most_common():
        print(f"  {count} get none: {words}")
    print("\n".join(_economics(app, practice)))
    return 0


def _economics(app: App, practice: Practice) -> list[str]:
    """From where on asking is worth it, and whom it is not worth to ask again. It stops nothing by itself."""
    policy, now = practice.policy, app.now()
    with app.db.read() as tx:
        known, few = brought.tallies(tx, practice.id, now), chasing.of_practice(tx, practice, now)
    texts = economics.floor("text", len(policy.cadence_days_from_first_statement), known, policy.chasing)
    letter = economics.floor("letter", policy.chasing.letters, known, policy.chasing)
    usual = f"by what is usual, until {economics.KNOWN} of your own show it"
    own = "as your own reminders show" if economics.shares(known)[1] else usual
    said = [f"Asking is worth it from {texts} by text and from {letter} by letter, {own}."]
    if texts and texts.cents > policy.min_balance_cents:
        said.append(f"  To text about no less: ./sheepdog practice set {practice.slug} min_balance_cents={texts.cents}")
    if few:
        said.append(f"{len(few)} cost more to ask than they bring; nothing stops by itself:")
        said += [f"  {patient.key}  owes {one.owed}. {economics.advice(one)}" for patient, one in few[:LINES]]
    if len(few) > LINES:
        said.append(f"  and {len(few) - LINES} more")
    return said


def _start(args: argparse.Namespace, app: App, practice: Practice) -> int:
    return _switch(app, practice, "on", "Reminders are on. First a text confirms consent; they follow a day later.")


def _pause(args: argparse.Namespace, app: App, practice: Practice) -> int:
    return _switch(app, practice, "paused", "Reminders are paused. Answers to patients go on.")


def _switch(app: App, practice: Practice, state: str, words: str) -> int:
    with app.db.begin() as tx:
        switches.outreach(tx, practice.id, state, "command line", app.now())
    print(words)
    return 0


def _noted(tx: Connection, app: App, practice: Practice, action: str, **told: int) -> None:
    audit.write(tx, practice.id, "command line", action, f"practice:{practice.id}", told, app.now())


def _status(args: argparse.Namespace, app: App, practice: Practice) -> int:
    with app.db.read() as tx:
        planned = touches.planned(tx, practice.id)
        told: dict[str, Any] = {
            "outreach": practice.outreach,
            "why": practice.outreach_why or None,
            "paused": practice.paused or None,
            "planned": len(planned),
            "next": planned[0].due_at.isoformat() if planned else None,
            "texts": outbox.counts(tx, practice.id),
        }
    print(json.dumps(told, indent=1) if args.json else "\n".join(f"{name:9}{value}" for name, value in told.items()))
    return 0
