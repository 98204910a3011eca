"""Sets a practice up from the terminal: adds one, shows it, changes it, or prints what registers its number."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection

from bot import agreements, naming, registration, switches
from bot.errors import Sorry
from bot.settings import Settings
from bot.wiring import App, build
from flows import policy_terms
from flows.policy import Policy
from storage import audit, migrations, people
from storage.people import Practice, Sender

EXAMPLE = """example:
  ./sheepdog practice add willow-creek --name "Willow Creek Family Medicine" --phone "(303) 555-0100" \\
      --number +13035550100 --zone America/Denver --state CO --zip 80203
  ./sheepdog practice show willow-creek
  ./sheepdog practice set willow-creek quiet.start=10:00 paused="closed for the move"
  ./sheepdog practice kit willow-creek kit.md"""
NAMES = frozenset(("program_name", "legal_name", "registered_name", "dbas", "specialty", "sensitive"))
SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
NUMBER = re.compile(r"\+1[2-9]\d{9}")


def register(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    does = parser.add_subparsers(dest="does", required=True, metavar="add|show|set|kit")
    add = does.add_parser("add", help="a new practice")
    add.add_argument("slug", help="its short name in addresses, such as willow-creek")
    add.add_argument("--name", required=True, help="as patients know it")
    add.add_argument("--phone", required=True, help="the office's own number, as patients dial it")
    add.add_argument("--number", metavar="+1...", help="the Twilio number that patients text")
    for name in ("zone", "state", "zip", "email", "site"):
        add.add_argument(f"--{name}")
    add.add_argument("--sensitive", action="store_true", help="its kind is private: no first names in reminders")
    show = does.add_parser("show", help="a practice, its number and where its policy differs from the default")
    show.add_argument("slug", nargs="?")
    show.add_argument("--json", action="store_true", help="print it as JSON, the whole policy included")
    change = does.add_parser("set", help="changes settings, given as name=value")
    change.add_argument("slug")
    change.add_argument("--sure", action="store_true", help="keep a name that tells what is treated")
    change.add_argument("settings", nargs="+", metavar="name=value", help="`practice show --json` lists the names")
    kit = does.add_parser("kit", help="every text that registering its number takes, in its own name")
    kit.add_argument("slug", nargs="?")
    kit.add_argument("file", nargs="?", type=Path, help="write it there (default: print it)")


def run(args: argparse.Namespace) -> int:
    """0 when done."""
    settings = Settings.of_home(os.environ)
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    migrations.upgrade(settings.database_url)
    app = build(settings)
    try:
        return {"add": _add, "show": _show, "set": _set, "kit": _kit}[args.does](app, args)
    finally:
        app.db.dispose()


def the_practice(tx: Connection, slug: str | None) -> Practice:
    """The practice that is meant: the one named, or the only one. Raises Sorry."""
    known = people.practices(tx)
    if slug is None and len(known) == 1:
        return known[0]
    found = [practice for practice in known if practice.slug == slug]
    if not found:
        names = ", ".join(practice.slug for practice in known)
        raise Sorry(
            f"{'Which practice is meant' if slug is None else f'There is no practice {slug!r}'}? There are: {names}."
            if names
            else "There is no practice yet. ./sheepdog practice add --help shows how to add one."
        )
    return found[0]


def _add(app: App, args: argparse.Namespace) -> int:
    if not SLUG.fullmatch(args.slug):
        raise Sorry(f"{args.slug!r} cannot stand in an address. Use small letters, digits and dashes.", 2)
    given = {name: getattr(args, name) for name in ("zone", "state", "zip", "email", "site") if getattr(args, name)}
    fields = {name: FIELDS[name](name, value) for name, value in given.items()}
    number = _number("--number", args.number) if args.number else None
    with app.db.begin() as tx:
        if people.practice_by_slug(tx, args.slug):
            raise Sorry(f"There is a practice {args.slug!r} already. ./sheepdog practice set changes it.")
        _free(tx, number)
        practice_id = people.add_practice(tx, slug=args.slug, name=args.name.strip(), phone=args.phone.strip(),
                                          sensitive=args.sensitive, registered=False, **fields)  # fmt: skip
        people.add_sender(tx, practice_id, "web_chat", args.slug, per_minute=60_000, per_day=1_000_000)
        if number:
            people.add_sender(tx, practice_id, "twilio_sms", number)
        _noted(tx, app, practice_id, "practice_added", sorted(fields))
    print(f"{args.name.strip()} is set up; web chat is at {app.settings.public_url}/chat/{args.slug}.")
    print(f"Texts go out once its sender is registered: ./sheepdog practice set {args.slug} registered=true")
    return 0


def _show(app: App, args: argparse.Namespace) -> int:
    with app.db.read() as tx:
        practice = the_practice(tx, args.slug)
        senders = people.senders(tx, practice.id)
    told = _told(practice, senders)
    if args.json:
        print(json.dumps(told, indent=1, ensure_ascii=False))
        return 0
    for name, value in told.items():
        if name not in ("policy", "senders"):
            print(f"{name:13} {_words(value)}")
    for sender in told["senders"]:
        print(f"{'texts from':13} {sender['number']} ({sender['channel']}, {sender['per_minute']} a minute)")
    differs = dict(_differences(told["policy"], asdict(Policy())))
    policy = [f"{name} = {_words(value)}" for name, value in differs.items()] or ["as by default"]
    print("\n".join(f"{'policy':13} {words}" for words in policy))
    return 0


def _told(practice: Practice, senders: list[Sender]) -> dict[str, Any]:
    fields = {name: getattr(practice, name) for name in ("slug", *FIELDS)}
    lists = {name: list(value) for name, value in fields.items() if isinstance(value, tuple)}
    return {
        **fields,
        **lists,
        "hours": dict(practice.hours),
        "outreach": practice.outreach,
        "policy": json.loads(json.dumps(asdict(practice.policy))),
        "senders": [
            {"channel": one.channel, "number": one.number, "messaging_service": one.messaging_service_sid,
             "per_minute": one.per_minute, "per_day": one.per_day}
            for one in senders
        ],
    }  # fmt: skip


def _differences(policy: Mapping[str, Any], default: Mapping[str, Any], before: str = "") -> Any:
    for name, value in policy.items():
        if isinstance(value, dict):
            yield from _differences(value, default[name], f"{before}{name}.")
        elif value != (list(default[name]) if isinstance(default[name], tuple) else default[name]):
            yield f"{before}{name}", value


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{name}: {words}" for name, words in value.items()) or "-"
    return (", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")) or "-"


def _set(app: App, args: argparse.Namespace) -> int:
    pairs = [_pair(text) for text in args.settings]
    with app.db.begin() as tx:
        practice = the_practice(tx, args.slug)
        changes, policy = _sorted(practice, pairs)
        if policy:
            changes["policy"] = _policy(practice.policy, policy)
        _names_fit(practice, changes, args.sure)
        people.update_practice(tx, practice.id, **changes)
        if "paused" in changes and changes["paused"] != practice.paused:
            _switch(tx, app, practice.id, changes["paused"])
        _set_sender(tx, practice, dict(pairs))
        _noted(tx, app, practice.id, "practice_changed", sorted(name for name, _ in pairs))
    print(f"Changed for {practice.name}: {', '.join(name for name, _ in pairs)}.")
    return 0


def _names_fit(practice: Practice, changes: Mapping[str, Any], sure: bool) -> None:
    """The name in texts is the practice's own, and gives nothing away that was not confirmed. Raises Sorry."""
    if not NAMES & set(changes):
        return
    after = {name: changes.get(name, getattr(practice, name)) for name in NAMES}
    if said := naming.fault(after["program_name"], after["legal_name"], after["dbas"], after["registered_name"]):
        raise Sorry(said, 2)
    warned = naming.gives_away(after["program_name"], after["specialty"], after["sensitive"])
    if warned and not sure:
        raise Sorry(warned, 2)


def _kit(app: App, args: argparse.Namespace) -> int:
    """1 where the kit is made, but has something in it that a reviewer would refuse."""
    with app.db.read() as tx:
        office = registration.of(tx, the_practice(tx, args.slug), app.settings.public_url)
    page = registration.page(office)
    if args.file:
        try:
            args.file.write_text(page, encoding="utf-8")
        except OSError as error:
            raise Sorry(f"{args.file} cannot be written: {error.strerror}.") from error
        print(f"The kit of {office.name} is in {args.file}.")
    else:
        print(page, end="")
    faults = registration.faults(office, registration.kit(office))
    if faults:
        print("\n".join(["A reviewer would refuse this:", *(f"  {fault}" for fault in faults)]), file=sys.stderr)
    return 1 if faults else 0


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise Sorry(f"{text!r} is not understood. Write it as name=value.", 2)
    return name.strip(), value.strip()


def _sorted(practice: Practice, pairs: list[tuple[str, str]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The practice's own fields, and what is left for the policy."""
    changes: dict[str, Any] = {}
    policy: dict[str, Any] = {}
    for name, value in pairs:
        if name in SENDER:
            continue
        if name.startswith("hours."):
            changes["hours"] = {**practice.hours, **changes.get("hours", {}), name.removeprefix("hours."): value}
        elif name in FIELDS:
            changes[name] = FIELDS[name](name, value)
        else:
            policy[name.removeprefix("policy.")] = _json(value)
    return changes, policy


def _policy(base: Policy, settings: Mapping[str, Any]) -> Policy:
    try:
        return policy_terms.read(_nested(settings), base)
    except policy_terms.BadPolicy as bad:
        raise Sorry(str(bad), 2) from bad


def _nested(settings: Mapping[str, Any]) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for path, value in settings.items():
        *sections, name = path.split(".")
        place = nested
        for section in sections:
            place = place.setdefault(section, {})
        place[name] = value
    return nested


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _set_sender(tx: Connection, practice: Practice, settings: Mapping[str, str]) -> None:
    changes = {SENDER[name][0]: SENDER[name][1](name, value) for name, value in settings.items() if name in SENDER}
    if not changes:
        return
    sender = next((one for one in people.senders(tx, practice.id) if one.channel == "twilio_sms"), None)
    if "number" in changes and (sender is None or sender.number != changes["number"]):
        _free(tx, changes["number"])
    if sender is not None:
        people.update_sender(tx, sender.id, **changes)
    elif "number" in changes:
        people.add_sender(tx, practice.id, "twilio_sms", **changes)
    else:
        raise Sorry(f"{practice.name} has no number to text from yet. Set number=+1... first.")


def _free(tx: Connection, number: str | None) -> None:
    if number and people.sender_by_number(tx, "twilio_sms", number):
        raise Sorry(f"Another practice texts from {number}. Each number belongs to one practice.")


# -- what a setting may be --


def _text(name: str, value: str) -> str:
    if name in ("name", "phone") and not value:
        raise Sorry(f"{name} cannot be empty.", 2)
    return value


def _zone(name: str, value: str) -> str:
    try:
        return ZoneInfo(value).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Sorry(f"There is no time zone {value!r}. It looks like America/Denver.", 2) from error


def _state(name: str, value: str) -> str | None:
    if value and not re.fullmatch(r"[A-Za-z]{2}", value):
        raise Sorry(f"{value!r} is not a state's two letters, such as CO.", 2)
    return value.upper() or None


def _zip(name: str, value: str) -> str | None:
    if value and not re.fullmatch(r"\d{5}(-\d{4})?", value):
        raise Sorry(f"{value!r} is not a ZIP code, such as 80203.", 2)
    return value or None


def _flag(name: str, value: str) -> bool:
    if value.lower() not in ("true", "false", "yes", "no"):
        raise Sorry(f"{name} is true or false.", 2)
    return value.lower() in ("true", "yes")


def _kind(name: str, value: str) -> str:
    if value not in ("provider", "collection_agency"):
        raise Sorry("kind is provider or collection_agency.", 2)
    return value


def _list(name: str, value: str) -> tuple[str, ...]:
    return tuple(part for part in re.split(r"[\s,]+", value) if part)


def _names(name: str, value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(";") if part.strip())


def _number(name: str, value: str) -> str:
    if not NUMBER.fullmatch(value):
        raise Sorry(f"{value!r} is not a number to text from. Write it as +1 and ten digits, such as +13035550100.", 2)
    return value


def _count(name: str, value: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,6}", value):
        raise Sorry(f"{name} is a whole number above 0.", 2)
    return int(value)


def _stripe_account(name: str, value: str) -> str:
    if not re.fullmatch(r"(acct_[A-Za-z0-9]+)?", value):
        raise Sorry(f"{name} is acct_ and letters or digits, as Stripe's dashboard shows it, or empty.", 2)
    return value


def _https(name: str, value: str) -> str:
    if value and not re.fullmatch(r"https://[^\s/]+\S*", value):
        raise Sorry(f"{name} is an address that begins with https://, or empty.", 2)
    return value


def _review(name: str, value: str) -> dict[str, str] | None:
    """Who read the Spanish agreement as it stands; other words are to be read again."""
    return {"by": value, "version": agreements.READ} if value else None


def _optional(name: str, value: str) -> str | None:
    return value or None


FIELDS: dict[str, Callable[[str, str], Any]] = {
    **dict.fromkeys(("name", "program_name", "legal_name", "phone", "email", "site", "paused"), _text),
    "registered_name": _text,
    "stripe_account": _stripe_account,
    "dbas": _names,
    "address": _text,
    "assistance_url": _https,
    "is_501r": _flag,
    "spanish_review": _review,
    "lookups": _flag,
    "specialty": _optional,
    "zone": _zone,
    "state": _state,
    "zip": _zip,
    "kind": _kind,
    "hosts": _list,
    "origins": _list,
    "registered": _flag,
    "sensitive": _flag,
}
"""Fields of a practice that may be set, and how each is read; `hours.en` and `hours.es` besides."""

SENDER: dict[str, tuple[str, Callable[[str, str], Any]]] = {
    "number": ("number", _number),
    "messaging_service": ("messaging_service_sid", _optional),
    "per_minute": ("per_minute", _count),
    "per_day": ("per_day", _count),
    "toll_free": ("toll_free", _flag),
    "carrier_replies": ("carrier_replies", _flag),
}
"""Fields of the number that a practice texts from."""


def _switch(tx: Connection, app: App, practice_id: int, why: str) -> None:
    if why:
        switches.pause(tx, practice_id, why, "command line", app.now())
    else:
        switches.resume(tx, practice_id, "command line", app.now())


def _noted(tx: Connection, app: App, practice_id: int, action: str, names: list[str]) -> None:
    audit.write(tx, practice_id, "command line", action, f"practice:{practice_id}", {"settings": names}, app.now())
