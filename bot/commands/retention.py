"""What is kept, and for how long: `preview` what is due, `run` it, `export` one patient's whole record.

A patient's rows go after the practice's period (six years, or longer), counted from the last thing that happened, and
never while something is owed, a plan stands, or a hold, ticket or incident is open. Opt-outs stay for ever.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from bot import retention
from bot.commands.practice import the_practice
from bot.commands.staff import opened
from bot.errors import Sorry
from bot.files import write_whole
from bot.retention import Told, counts
from bot.wiring import App
from storage.people import Practice

EXAMPLE = """example:
  ./sheepdog retention preview
  ./sheepdog retention run --practice willow-creek
  ./sheepdog retention export P00017 record.json"""
BY = "command line"
WHY = {
    "legal_hold": "a legal hold or a lawsuit", "plan": "a payment plan", "balance": "a balance",
    "ticket": "an open ticket", "incident": "an incident that nobody has judged",
}  # fmt: skip
KINDS = {"messages": "texts that came in", "outbox": "texts of ours", "patient_words": "parts of names",
         "talk_events": "events in conversations", "browsers": "browsers' sessions", "proof_tries": "tries at proof",
         "quotes": "quotes, whose figures stay", "plans": "plans, whose figures stay",
         "payments": "payments, whose figures stay", "consents": "consents, whose wording stays"}  # fmt: skip
SHORT = {"factors": "remembered proofs", "tokens": "addresses of links"}


def register(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    does = parser.add_subparsers(dest="does", required=True, metavar="preview|run|export")
    preview = does.add_parser("preview", help="how much is due, and since when; changes nothing")
    run_ = does.add_parser("run", help="takes out what is due, now; the timer does it every day")
    export = does.add_parser("export", help="everything about one patient, as a JSON file for you alone to read")
    for one in (preview, run_, export):
        one.add_argument("--practice", help="the practice's short name (default: the only one)")
    for one in (preview, run_):
        one.add_argument("--json", action="store_true", help="print the result as JSON")
    export.add_argument("key", metavar="KEY", help="the patient's account number on the practice's list")
    export.add_argument("file", metavar="FILE", type=Path, help="a file that is not there yet")


def run(args: argparse.Namespace) -> int:
    """0 when done; 1 where practice or patient are not known, or the file is there already; 2 wrong usage."""
    app = opened()
    try:
        with app.db.read() as tx:
            practice = the_practice(tx, args.practice)
        return {"preview": _preview, "run": _run, "export": _export}[args.does](args, app, practice)
    finally:
        app.db.dispose()


def _preview(args: argparse.Namespace, app: App, practice: Practice) -> int:
    """How much is due."""
    return _say(args, practice, retention.preview(app, practice), "Due")


def _run(args: argparse.Namespace, app: App, practice: Practice) -> int:
    """Does it."""
    return _say(args, practice, retention.run(app, practice, BY), "Taken out")


def _export(args: argparse.Namespace, app: App, practice: Practice) -> int:
    """A file that only its owner can read."""
    if args.file.exists():
        raise Sorry(f"{args.file} is there already. Name a file that is not.")
    if not args.file.parent.is_dir():
        raise Sorry(f"{args.file.parent} is no folder. Name a file in one that is there.")
    found = retention.export(app, practice, args.key, BY)
    write_whole(args.file, json.loads(json.dumps(found, default=str)))
    print(f"Everything about this patient is in {args.file}, for you alone to read. Delete it once it is handed on.")
    if found["shared_conversations"]:
        print("Conversations that somebody else on the same number has a part in are left out, but for our own texts.")
    return 0


def _say(args: argparse.Namespace, practice: Practice, told: Told, how: str) -> int:
    years = practice.policy.retention_years
    if args.json:
        oldest = told.oldest.isoformat() if told.oldest else None
        print(json.dumps({"years": years, "oldest": oldest, **counts(told)}, indent=1))
        return 0
    since = f" The oldest has been quiet since {told.oldest:%B %Y}." if told.oldest else ""
    print(f"{how} after {years} years: patients {told.patients}, numbers of nobody {told.numbers}.{since}")
    for kind, many in told.rows.most_common():
        print(f"  {many:6} {KINDS.get(kind, kind.replace('_', ' '))}")
    for why, many in told.kept.most_common():
        print(f"As old, and kept by {WHY[why]}: {many}.")
    print("Short-lived: " + ", ".join(f"{many} {SHORT[kind]}" for kind, many in told.short.items()) + ".")
    return 0
