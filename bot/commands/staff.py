"""Who may sign in at the desk: adds a person, gives a new password, ends somebody's access, or lists everybody."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys

from sqlalchemy import Connection

from bot import passwords
from bot.commands.practice import the_practice
from bot.errors import Sorry
from bot.settings import Settings
from bot.wiring import App, build
from storage import audit, migrations, people
from storage.people import Staff

EXAMPLE = (
    'example:\n  ./sheepdog staff add ana@willowcreek.example --name "Ana Torres" --role desk\n'
    "  ./sheepdog staff reset ana@willowcreek.example\n  ./sheepdog staff list --json"
)
ROLES = {"desk": "answers patients", "biller": "answers patients about money", "admin": "also lifts legal holds"}
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def register(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    does = parser.add_subparsers(dest="does", required=True, metavar="add|reset|stop|list")
    add = does.add_parser("add", help="somebody new; prints their first password")
    add.add_argument("email")
    add.add_argument("--name", required=True, help="as colleagues and patients may read it")
    roles = "; ".join(f"{role}: {what}" for role, what in ROLES.items())
    add.add_argument("--role", required=True, choices=tuple(ROLES), help=roles)
    add.add_argument("--practice", metavar="SLUG", help="needed where there is more than one practice")
    reset = does.add_parser("reset", help="a new password; the old one and all sessions end")
    reset.add_argument("email")
    for command in (add, reset):
        command.add_argument("--password-stdin", action="store_true", help="read the password instead of inventing one")
    stop = does.add_parser("stop", help="ends somebody's access; what they did stays on record")
    stop.add_argument("email")
    listing = does.add_parser("list", help="everybody, by practice")
    listing.add_argument("--practice", metavar="SLUG")
    listing.add_argument("--json", action="store_true", help="print it as JSON")


def run(args: argparse.Namespace) -> int:
    """0 when done."""
    app = opened()
    try:
        return {"add": _add, "reset": _reset, "stop": _stop, "list": _list}[args.does](app, args)
    finally:
        app.db.dispose()


def opened() -> App:
    """The parts, on a database that has its tables."""
    settings = Settings.of_home(os.environ)
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    migrations.upgrade(settings.database_url)
    return build(settings)


def _add(app: App, args: argparse.Namespace) -> int:
    if not EMAIL.fullmatch(args.email):
        raise Sorry(f"{args.email!r} is not an e-mail address.", 2)
    password = _password(args)
    with app.db.begin() as tx:
        if people.staff_by_email(tx, args.email):
            raise Sorry(f"{args.email} is there already. ./sheepdog staff reset {args.email} gives a new password.")
        practice = the_practice(tx, args.practice)
        kept = passwords.digest(password)
        staff_id = people.add_staff(tx, practice.id, args.email, args.name.strip(), args.role, kept)
        _noted(tx, app, practice.id, staff_id, "staff_added", role=args.role)
    _tell(app, args, f"{args.name.strip()} can sign in for {practice.name}", password)
    return 0


def _reset(app: App, args: argparse.Namespace) -> int:
    password = _password(args)
    with app.db.begin() as tx:
        member = _member(tx, args.email)
        people.update_staff(tx, member.id, password_hash=passwords.digest(password), active=True)
        _noted(tx, app, member.practice_id, member.id, "password_reset")
    _tell(app, args, f"{member.name} has a new password", password)
    return 0


def _stop(app: App, args: argparse.Namespace) -> int:
    with app.db.begin() as tx:
        member = _member(tx, args.email)
        people.update_staff(tx, member.id, active=False)
        _noted(tx, app, member.practice_id, member.id, "staff_stopped")
    print(f"{member.name} can no longer sign in, and is signed out. ./sheepdog staff reset {member.email} undoes it.")
    return 0


def _list(app: App, args: argparse.Namespace) -> int:
    with app.db.read() as tx:
        practices = [the_practice(tx, args.practice)] if args.practice else people.practices(tx)
        found = [(practice, member) for practice in practices for member in people.staff_of(tx, practice.id)]
    told = [
        {"practice": p.slug, "email": m.email, "name": m.name, "role": m.role, "active": m.active} for p, m in found
    ]
    if args.json:
        print(json.dumps({"staff": told}, indent=1, ensure_ascii=False))
    else:
        print("\n".join(map(_line, told)) or "Nobody yet. ./sheepdog staff add --help shows how to add somebody.")
    return 0


def _line(one: dict[str, object]) -> str:
    return f"{one['practice']}  {one['role']:6}  {one['email']}  {one['name']}{'' if one['active'] else '  (stopped)'}"


def _member(tx: Connection, email: str) -> Staff:
    member = people.staff_by_email(tx, email)
    if member is None:
        raise Sorry(f"Nobody has the e-mail address {email}. ./sheepdog staff list shows everybody.")
    return member


def _password(args: argparse.Namespace) -> str:
    if not args.password_stdin:
        return passwords.invent()
    password = sys.stdin.readline().rstrip("\r\n")
    if len(password) < passwords.SHORTEST:
        raise Sorry(f"That password is too short. It needs at least {passwords.SHORTEST} characters.", 2)
    return password


def _tell(app: App, args: argparse.Namespace, done: str, password: str) -> None:
    shown = "." if args.password_stdin else f", password {password}"
    print(f"{done}: {app.settings.public_url}/desk, {args.email}{shown}")
    if not args.password_stdin:
        print("The password is shown only this once; hand it over in person or by phone.")


def _noted(tx: Connection, app: App, practice_id: int, staff_id: int, action: str, **told: str) -> None:
    audit.write(tx, practice_id, "command line", action, f"staff:{staff_id}", told, app.now())
