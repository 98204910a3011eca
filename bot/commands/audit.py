"""The audit trail: `verify` walks it, or a file of it, and names the first changed row; `export` writes such a file."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from bot import trail
from bot.commands.staff import opened
from bot.errors import Sorry
from bot.imports.post import practice_of
from bot.progress import Progress
from bot.trail import Part
from bot.wiring import App
from storage import audit, people
from storage.audit import Chain, Report

EXAMPLE = (
    "example:\n  ./sheepdog audit verify\n  ./sheepdog audit export trail.jsonl\n"
    "  ./sheepdog audit verify trail.jsonl --json"
)
NOBODYS = "no practice"
"""What a chain is called whose rows belong to none, such as refused sign-ins with an unknown e-mail."""
ADVICE = (
    "Keep this database as it is, make a copy of it, and find out who could write to it; an exported file "
    "or a backup from before shows what the row said."
)


def register(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    does = parser.add_subparsers(dest="does", required=True, metavar="verify|export")
    verify = does.add_parser("verify", help="whether every row is as it was written, in the database or in a file")
    verify.add_argument("file", nargs="?", type=Path, metavar="FILE", help="what export wrote; needs no database")
    verify.add_argument("--head", metavar="HASH", help="also: does this head, noted earlier, still stand in a chain")
    verify.add_argument("--json", action="store_true", help="print the result, with each chain's head, as JSON")
    export = does.add_parser("export", help="write the trail to a new file that verify can check without the database")
    export.add_argument("file", type=Path, metavar="FILE")
    for command in (verify, export):
        command.add_argument("--practice", metavar="SLUG", help="only this practice's chain (default: every chain)")


def run(args: argparse.Namespace) -> int:
    """0 when all is in order; 1 when a row is not; 2 wrong usage."""
    if args.does == "verify" and args.file:
        if args.practice or args.head:
            raise Sorry("--practice and --head ask the database; a file is checked as a whole.", 2)
        return _verify_file(args.file, args.json)
    if args.does == "verify" and args.head and not re.fullmatch(r"[0-9a-f]{64}", args.head):
        raise Sorry("--head is the 64 signs that verify prints as a chain's head.", 2)
    app = opened()
    try:
        return _verify(app, args) if args.does == "verify" else _export(app, args.file, args.practice)
    finally:
        app.db.dispose()


def _chains(tx: Connection, slug: str | None) -> dict[int, str | None]:
    """The chains that are meant, with their practices' short names; that of no practice is 0."""
    if slug is not None:
        practice = practice_of(tx, slug)
        return {practice.id: practice.slug}
    return {0: None, **{practice.id: practice.slug for practice in people.practices(tx)}}


# -- the database --


def _verify(app: App, args: argparse.Namespace) -> int:
    with app.db.read() as tx, Progress("rows are checked") as heard:
        audit.steady(tx)
        names = _chains(tx, args.practice)
        report = audit.verify(tx, names if args.practice else None, heard)
        found = [_found(tx, names.get(one.chain, f"practice {one.chain}"), one) for one in report.chains]
        stands = audit.stands(tx, args.head) if args.head else None
    ok = report.ok and stands is not False
    if args.json:
        head = {} if stands is None else {"head_stands": stands}
        print(json.dumps({"ok": ok, "chains": found, **head}, indent=1))
    else:
        lines = [*map(_line, found), *_about_head(stands), *_advice(report)]
        print("\n".join(lines or ["There is no row yet."]))
    return 0 if ok else 1


def _found(tx: Connection, slug: str | None, one: Chain) -> dict[str, Any]:
    gone = audit.released(tx, one.chain)
    return {
        "practice": slug,
        "linked": one.sealed,
        "not_linked": one.tail,
        "released": sum(segment.many for segment in gone),
        "head": one.head,
        "broken": None if one.broken is None else _broken(tx, one.broken),
    }


def _broken(tx: Connection, row_id: int) -> dict[str, Any]:
    row = audit.row(tx, row_id)
    if row is None:
        return {"row": row_id, "there": False}
    told = {"at": row.at.isoformat(timespec="seconds"), "actor": row.actor, "action": row.action}
    return {"row": row_id, "there": True, **told, "subject": row.subject}


def _line(one: dict[str, Any]) -> str:
    whose, broken = one["practice"] or NOBODYS, one["broken"]
    tail = f", {one['not_linked']:,} not linked yet" if one["not_linked"] else ""
    gone = f", {one['released']:,} older ones released" if one["released"] else ""
    if broken is None:
        return f"{whose}: {one['linked']:,} rows linked and in order{tail}{gone}. Head {one['head']}"
    says = ", ".join((broken["at"], broken["actor"], broken["action"])) if broken["there"] else "it is gone"
    where = f"Row {broken['row']} of {whose} does not fit ({says})"
    return f"{where}: it, or one before it, was changed or taken out after it was written."


def _advice(report: Report) -> Sequence[str]:
    return () if report.ok else (f"Nothing was touched. {ADVICE}",)


def _about_head(stands: bool | None) -> Sequence[str]:
    if stands is None:
        return ()
    if stands:
        return ("The head that you named still stands in a chain: what was linked by then is all there.",)
    return ("The head that you named stands in no chain: rows were taken out, or all hashes were made anew.", ADVICE)


# -- files --


def _export(app: App, file: Path, slug: str | None) -> int:
    if file.exists() or file.is_symlink():
        raise Sorry(f"{file} is there already. Name a new file, so that nothing is lost.", 2)
    if not file.parent.is_dir():
        raise Sorry(f"There is no folder {file.parent}. Make it, or name another file.", 2)
    names = _announced(app, slug)
    with app.db.read() as tx, Progress("rows are written") as heard:
        audit.steady(tx)
        count = trail.write(tx, file, list(names.items()), app.now(), heard)
    with Progress("rows are checked") as heard:
        parts = trail.check(file, heard)
    if wrong := _not_in_order(file, parts):
        print(wrong)
        print(f"The file was written all the same: it shows the trail as it is. {ADVICE}")
        return 1
    print(f"{count:,} rows in {file}, all in order. ./sheepdog audit verify {file} checks it anywhere.")
    return 0


def _announced(app: App, slug: str | None) -> dict[int, str | None]:
    """Writes that the chains are exported, links all that is not linked, and returns the chains that have rows."""
    with app.db.begin() as tx:
        names, now = _chains(tx, slug), app.now()
        nobodys = 0 in names and not audit.any_of_nobody(tx)
        told = {chain: name for chain, name in names.items() if chain or not nobodys}
        if not told:
            raise Sorry("There is nothing to export yet: no practice, and no row.")
        for chain in told:
            subject = f"practice:{chain}" if chain else "audit"
            audit.write(tx, chain or None, "command line", "audit_exported", subject, {"chains": len(told)}, now)
    with Progress("rows are linked") as heard:
        _link(app, heard)
    return told


def _link(app: App, heard: Progress) -> None:
    """A transaction for each ten thousand rows: whoever writes meanwhile waits for one of them at most."""
    done = 0
    for everything in (False, True):
        many = 1
        while many:
            with app.db.begin() as tx:
                many = audit.seal(tx, app.now(), most=1, everything=everything)
            done += many
            heard(done)


def _verify_file(file: Path, as_json: bool) -> int:
    if not file.is_file():
        raise Sorry(f"There is no file {file}.", 2)
    with Progress("rows are checked") as heard:
        parts = trail.check(file, heard)
    wrong = _not_in_order(file, parts)
    if as_json:
        print(json.dumps({"ok": not wrong, "file": str(file), "chains": [_told(part) for part in parts]}, indent=1))
    else:
        sound = [part for part in parts if not part.problem]
        print("\n".join([*(_part_line(part) for part in sound), *([wrong] if wrong else [])]))
    return int(bool(wrong))


def _part_line(part: Part) -> str:
    return f"{part.practice or NOBODYS}: {part.rows:,} rows in order. Head {part.head}"


def _told(part: Part) -> dict[str, Any]:
    broken = {"line": part.line, "row": part.row, "why": part.problem} if part.problem else None
    return {"practice": part.practice, "rows": part.rows, "head": part.head, "broken": broken}


def _not_in_order(file: Path, parts: Sequence[Part]) -> str:
    """What is wrong with the file, in a sentence; empty when nothing is."""
    part = parts[-1]
    if not part.problem:
        return ""
    row = f" (row {part.row} of {part.practice or NOBODYS})" if part.row is not None else ""
    return f"{file} is not in order. Line {part.line}{row}: {part.problem}."
