"""Payments as a file for the practice's own system, so that nobody types them again."""

from __future__ import annotations

import argparse
import os
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import reconcile
from bot.commands.practice import the_practice
from bot.commands.staff import opened
from bot.errors import Sorry
from bot.posting import FORMS, Posted
from storage import audit, books, people, reconciled
from storage.people import Practice

EXAMPLE = (
    "example:\n  ./sheepdog payments export today.csv\n"
    "  ./sheepdog payments export march.csv --from 2026-03-01 --to 2026-03-31\n"
    "  ./sheepdog payments export today.hl7 --form hl7\n"
    "  ./sheepdog payments check"
)

def register(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    does = parser.add_subparsers(dest="does", required=True, metavar="export|check")
    does.add_parser("check", help="hold the ledger against the provider's account now, and list what differs")
    export = does.add_parser("export", help="write payments and what went back to a new file")
    export.add_argument("file", type=Path, metavar="FILE")
    export.add_argument("--form", choices=FORMS, default="csv", help="csv, hl7 (DFT^P03) or fhir (PaymentNotice)")
    export.add_argument("--practice", metavar="SLUG", help="needed where there are several")
    export.add_argument("--from", dest="first", type=_day, metavar="DAY", help="the first day (default: today)")
    export.add_argument("--to", dest="last", type=_day, metavar="DAY", help="the last day (default: the first)")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day such as 2026-03-02") from None


def run(args: argparse.Namespace) -> int:
    """0 when the file is written, or nothing differs; 1 where something does, or nobody answered; 2 wrong usage."""
    return _check() if args.does == "check" else _export(args)


def _check() -> int:
    app = opened()
    try:
        looked = reconcile.run_all(app)
        with app.db.read() as tx:
            every = [one for practice in people.practices(tx) for one in reconciled.standing(tx, practice.id)]
    finally:
        app.db.dispose()
    for one in every:
        print(f"{one.subject} {one.what}: {one.provider} says {one.theirs}, the ledger {one.ours}")
    if looked.unanswered:
        print("A payment provider did not answer. Nothing was changed; the next check looks at the same time again.")
    elif not every:
        print("Provider and ledger say the same.")
    if every:
        print(f"{len(every)} differ. Nothing was changed.")
    return 1 if every or looked.unanswered else 0


def _export(args: argparse.Namespace) -> int:
    if args.file.exists() or args.file.is_symlink():
        raise Sorry(f"{args.file} is there already. Name a new file, so that nothing is lost.", 2)
    app = opened()
    try:
        with app.db.begin() as tx:
            practice = the_practice(tx, args.practice)
            first = args.first or app.now().astimezone(ZoneInfo(practice.zone)).date()
            last = args.last or first
            if last < first:
                raise Sorry("--to is before --from. Nothing was written.", 2)
            since, until = _midnight(practice, first), _midnight(practice, last + timedelta(days=1))
            found = books.money_moved(tx, practice.id, since, until)
            whose = {one.id: one for one in people.patients(tx, practice.id)}
            zone = ZoneInfo(practice.zone)
            rows = [Posted.of(one, whose.get(one.patient_id), one.at.astimezone(zone).date()) for one in found]
            audit.write(tx, practice.id, "command", "payments_exported", f"practice:{practice.id}",
                        {"from": first.isoformat(), "to": last.isoformat(), "rows": len(rows)}, app.now())  # fmt: skip
            _write(args.file, FORMS[args.form](practice, rows, app.now()))
    finally:
        app.db.dispose()
    summed = sum(one.amount.cents for one in found)
    print(f"{len(rows)} lines in {args.file}, which add up to {summed / 100:,.2f}.")
    return 0


def _midnight(practice: Practice, day: date) -> datetime:
    return datetime.combine(day, time(0), ZoneInfo(practice.zone)).astimezone(UTC)


def _write(file: Path, text: str) -> None:
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8", newline="") as out:
        out.write(text)
