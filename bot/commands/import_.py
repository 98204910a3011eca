"""A practice's balances in: `import FILE`, and `import list`, `import undo ID`, `import codes` for what is there."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bot.errors import Sorry
from bot.imports import post
from bot.imports.funnel import funnel, told
from bot.imports.post import Attestation, Difference, Done, Loaded
from bot.imports.records import Record
from bot.settings import Settings, clock_start
from bot.wiring import App, build
from storage import audit, imports, migrations, people

EXAMPLE = (
    "example:\n  ./sheepdog import balances.csv --dry-run\n  ./sheepdog import balances.csv --practice willow-creek\n"
    "  ./sheepdog import balances.csv --consent intake_form:2026-05-01:wording.txt\n  ./sheepdog import undo 3"
)
SHOWN = 20


def register(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("what", metavar="FILE", help="a CSV file, or one of: list, undo, codes")
    parser.add_argument("id", nargs="?", type=int, help="with undo: the import's number")
    parser.add_argument("--practice", help="the practice's short name (default: the only one)")
    parser.add_argument("--dry-run", action="store_true", help="show what the file says; change nothing")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.add_argument("--as-of", type=date.fromisoformat, help="the day that the list is of (default: today)")
    parser.add_argument("--consent", metavar="SOURCE:DATE:WORDING-FILE", help="you attest that all on the list agreed")


def run(args: argparse.Namespace) -> int:
    """0 when done; 1 when the file holds rows that were rejected (dry run) or cannot be read; 2 wrong usage."""
    if args.what in ("list", "undo", "codes"):
        return {"list": _list, "undo": _undo, "codes": _codes}[args.what](args)
    if args.dry_run:
        return _dry_run(args)
    attestation, with_app = _attestation(args.consent), _app()
    slug = _slug(with_app, args.practice)
    loaded = post.load(Path(args.what), with_app.now().date())
    if not args.yes and not _agreed(with_app, slug, loaded):
        print("Nothing was changed.")
        return 0
    done = post.run(with_app, slug, Path(args.what), "command line", attestation, args.as_of)
    print(json.dumps(_as_json(done), ensure_ascii=False, indent=1) if args.json else "\n".join(_lines(done)))
    return 0


def _dry_run(args: argparse.Namespace) -> int:
    now = clock_start(os.environ) or datetime.now(UTC)
    loaded, attested = post.load(Path(args.what), now.date()), _attestation(args.consent) is not None
    if args.json:
        print(json.dumps(_seen(loaded, attested), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_summary(loaded, attested)))
    return int(bool(loaded.read.rejected))


def _app() -> App:
    settings = Settings.of_home(os.environ)
    migrations.upgrade(settings.database_url)
    return build(settings)


def _slug(app: App, asked: str | None) -> str:
    with app.db.read() as tx:
        known = [practice.slug for practice in people.practices(tx)]
        if asked:
            return post.practice_of(tx, asked).slug
    if len(known) != 1:
        raise Sorry(f"Say for which practice with --practice: {', '.join(known) or 'there is none yet'}.", 2)
    return known[0]


def _agreed(app: App, slug: str, loaded: Loaded) -> bool:
    """Whoever sits at the terminal has seen the differences; a script says --yes."""
    with app.db.read() as tx:
        changes = post.compare(tx, post.practice_of(tx, slug), loaded.read.records)
    print("\n".join(_differences(changes)))
    if not sys.stdin.isatty():
        raise Sorry("Say --yes to import without being asked. Nothing was changed.", 2)
    return input("Import this? [y/N] ").strip().lower() in ("y", "yes")


def _attestation(text: str | None) -> Attestation | None:
    if text is None:
        return None
    source, _, rest = text.partition(":")
    day, _, file = rest.partition(":")
    try:
        wording = Path(file).read_text(encoding="utf-8").strip()
        given = date.fromisoformat(day)
        if not (source and wording) or given > (clock_start(os.environ) or datetime.now(UTC)).date():
            raise ValueError(text)
        return Attestation(source, given, wording, "command line")
    except (ValueError, OSError) as error:
        raise Sorry(
            "--consent is SOURCE:DATE:WORDING-FILE, such as intake_form:2026-05-01:wording.txt, where the date is past "
            "and the file holds the words that patients agreed to. Nothing was changed.", 2,
        ) from error  # fmt: skip


# -- what is shown --


def _differences(changes: Sequence[Difference]) -> list[str]:
    """A line a difference, the first twenty of each kind."""
    words = {
        "new": "new patient, owes {after}",
        "balance": "{before} becomes {after}",
        "details": "changed: {after}",
        "absent": "no longer on the list (owed {before}): held until a person looks",
        "ambiguous": "the list's figure cannot be explained: held until a person looks",
    }
    lines = [f"  {one.key}  {words[one.kind].format(before=one.before, after=one.after)}" for one in changes[:SHOWN]]
    more = [f"  and {len(changes) - SHOWN} more"] if len(changes) > SHOWN else []
    return [f"{len(changes)} changes:" if changes else "Nothing changes.", *lines, *more]


def _lines(done: Done) -> list[str]:
    if done.import_id is None:
        return ["This file was imported already. Nothing was changed."]
    return [*_differences(done.differences), f"Import {done.import_id} is done. {done.funnel.next}"]


def _as_json(done: Done) -> dict[str, Any]:
    changes = [one.__dict__ for one in done.differences]
    return {"import": done.import_id, "differences": changes, "funnel": told(done.funnel)}


def _summary(loaded: Loaded, attested: bool) -> list[str]:
    read = loaded.read
    sums = post.totals(read.records)
    steps = funnel(read.records, attested)
    return [
        f"{loaded.sheet.name}: {sums['patients']} patients owe ${sums['owing_cents'] / 100:,.2f} in all.",
        *(f"  {name or '(no name)'}: {means}" for name, means in zip(loaded.sheet.header, loaded.means, strict=True)),
        *(f"  row {row} was rejected: {reason.replace('_', ' ')}" for row, reason in read.rejected),
        f"Owing {steps.owing}, with a mobile {steps.mobile}, with consent {steps.consent}, "
        f"free of holds {steps.free_of_holds}, textable {steps.textable}. {steps.next}",
    ]


def _seen(loaded: Loaded, attested: bool) -> dict[str, Any]:
    """interfaces.md, section 7."""
    one, read = loaded.sheet, loaded.read
    return {
        "file": one.name,
        "format": one.format,
        "encoding": one.encoding,
        "delimiter": one.delimiter,
        "header_row": one.header_row,
        "columns": [list(pair) for pair in zip(one.header, loaded.means, strict=True)],
        "patients": [_patient(record) for record in read.records],
        "rejected": [{"row": row, "reason": reason} for row, reason in read.rejected],
        "skipped": [{"row": row, "kind": kind} for row, kind in read.skipped],
        "totals": post.totals(read.records),
        "funnel": told(funnel(read.records, attested)),
    }


def _patient(record: Record) -> dict[str, Any]:
    first, last, born = record.guarantor or (None, None, None)
    guarantor = {"first": first, "last": last, "dob": _iso(born)} if record.guarantor else None
    given = {"source": record.consent.source, "at": _iso(record.consent.at)} if record.consent else None
    return {
        "key": record.key,
        "name": {"first": record.first, "last": record.last},
        "dob": _iso(record.born),
        "phone": record.phone,
        "phone_kind": record.phone_kind,
        "balance_cents": record.balance_cents,
        "oldest_service_date": _iso(record.oldest_service),
        "guarantor": guarantor,
        "flags": list(record.flags),
        "statement_count": None,
        "rows": list(record.rows),
        "zip": record.zip,
        "state": record.state,
        "lang": record.lang,
        "statement_code": record.statement_code,
        "first_statement_date": _iso(record.first_statement),
        "consent": given,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


# -- what is there --


def _list(args: argparse.Namespace) -> int:
    app = _app()
    with app.db.read() as tx:
        rows = imports.imports(tx, post.practice_of(tx, _slug(app, args.practice)).id)
    for row in rows:
        print(f"{row.id:5}  {row.as_of}  {row.state:6}  {row.totals['patients']:5} patients  {row.file_name}")
    if not rows:
        print("Nothing was imported yet: ./sheepdog import FILE")
    return 0


def _undo(args: argparse.Namespace) -> int:
    if args.id is None:
        raise Sorry("Say which import: ./sheepdog import list shows their numbers.", 2)
    post.undo(_app(), args.id, "command line")
    print(f"Import {args.id} is undone: what it posted was reversed, and nothing was erased.")
    return 0


def _codes(args: argparse.Namespace) -> int:
    """Account numbers and statement codes, as CSV, for the practice's statements and letters."""
    app = _app()
    with app.db.read() as tx:
        practice_id = post.practice_of(tx, _slug(app, args.practice)).id
        patients = people.patients(tx, practice_id)
    with app.db.begin() as tx:
        subject, told = f"practice:{practice_id}", {"patients": len(patients)}
        audit.write(tx, practice_id, "command line", "codes_exported", subject, told, app.now())
    print("account,statement_code")
    for patient in patients:
        print(f"{patient.key},{patient.statement_code or ''}")
    return 0
