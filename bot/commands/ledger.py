"""The ledger: `verify` adds up every line again and compares the balances that are kept."""

from __future__ import annotations

import argparse
import json

from bot.commands.staff import opened
from storage import balances, ledger, people

EXAMPLE = "example:\n  ./sheepdog ledger verify\n  ./sheepdog ledger verify --json"
ADVICE = "Keep this database as it is and make a copy of it; the lines say what is right, the kept balance does not."


def register(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    does = parser.add_subparsers(dest="does", required=True, metavar="verify")
    verify = does.add_parser("verify", help="whether every balance is what its lines add up to")
    verify.add_argument("--json", action="store_true", help="print the result as JSON")


def run(args: argparse.Namespace) -> int:
    """0 when every balance is proved; 1 when one is not."""
    app = opened()
    try:
        with app.db.read() as tx:
            wrong = balances.unproved(tx)
            sums = {one.slug: ledger.trial_balance(tx, one.id) for one in people.practices(tx)}
    finally:
        app.db.dispose()
    off = {slug: sum(cents.cents for cents in found.values()) for slug, found in sums.items()}
    if args.json:
        told = [{"account": one.account, "kept_cents": one.kept.cents, "lines_cents": one.lines.cents} for one in wrong]
        print(json.dumps({"ok": not wrong and not any(off.values()), "wrong": told, "off_cents": off}))
    else:
        for one in wrong:
            print(f"{one.account}: {one.kept} is kept, its lines add up to {one.lines}")
        for slug, found in sums.items():
            print(f"{slug}: {len(found)} accounts that are not even, which add up to {off[slug] / 100:.2f}")
        print(f"{len(wrong)} balances are wrong. {ADVICE}" if wrong else "Every balance is what its lines add up to.")
    return 1 if wrong or any(off.values()) else 0
