"""The phone simulator of the demo: somebody's phone, what they might text, and what goes on inside meanwhile.

A text goes out through the Twilio emulator and comes in as a signed webhook, as a real one would. Only a demo has it.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, render_template, request

from bot import switches
from bot.cast import STRANGER, cast
from bot.demo import practice as demo
from bot.mind import mind, next_event
from storage import clock, people
from storage.people import Practice
from webhooks import inside
from webhooks.here import here

bp = Blueprint("phone", __name__, url_prefix="/phone")

PATIENCE_S = 4.0
LONGEST = 1600
STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}
AWAY = "The Twilio emulator does not answer. It is restarted by itself; please try again in a moment."


@bp.get("", strict_slashes=False)
def page() -> str:
    """The phone, the cast and the inside."""
    app = here()
    now = app.now()
    with app.db.read() as tx:
        practice = _practice(tx)
        players = cast(tx, practice, demo.stories(), now)
        staff = people.staff_of(tx, practice.id)
    desk = next((member.email for member in staff if member.role == "desk"), "")
    return render_template(
        "phone/phone.html",
        practice=practice,
        number=_number(practice),
        players=players,
        stranger=STRANGER,
        desk=desk,
        password=demo.password(app.settings, desk) if desk else "",
        public_url=app.settings.public_url,
    )


@bp.get("/talk")
def talk() -> Any:
    """What is on this number's phone that changed since `after`, and what goes on inside."""
    app, number = here(), request.args.get("number", "")
    after = request.args.get("after", 0, int)
    try:
        told = _ask(f"/phone?{urlencode({'number': number, 'after': after})}")
    except (OSError, ValueError):
        return {"error": AWAY}, 502
    now = app.now()
    with app.db.read() as tx:
        practice = _practice(tx)
        within = mind(tx, practice, number, now)
        upcoming = next_event(tx, [practice], now)
        offset = clock.offset(tx)
    zone = ZoneInfo(practice.zone)
    return {
        "last": told["last"],
        "texts": [inside.text_of(text, within, offset, zone) for text in told["texts"]],
        "mind": inside.mind_of(within, practice.outreach, now, zone),
        "clock": inside.clock_of(now, upcoming, zone),
        "tries": inside.tries(within),
    }


@bp.post("/send")
def send() -> Any:
    """Texts the practice from this number, through the emulator."""
    told = _object()
    body = {
        "from": str(told.get("number", ""))[:20],
        "to": _number_now(),
        "body": str(told.get("body", ""))[:LONGEST],
        "media": int(bool(told.get("media"))),
    }
    try:
        return _ask("/inbound", body)
    except urllib.error.HTTPError as error:
        return {"error": f"The emulator did not take that text (status {error.code})."}, 400
    except (OSError, ValueError):
        return {"error": AWAY}, 502


@bp.post("/clock")
def turn_clock() -> Any:
    """Turns the clock of all processes forward, and wakes whoever has something to do by then."""
    app, by = here(), str(_object().get("by", ""))
    with app.db.begin() as tx:
        now = app.now()
        upcoming = next_event(tx, people.practices(tx), now)
        step = STEPS.get(by) or (upcoming - now + timedelta(seconds=1) if by == "next" and upcoming else None)
        if step is None:
            return {"error": "Nothing is due that the clock could go to."}, 409
        clock.advance(tx, step)
    for job in ("plan_touches", "take_debits", "sweep", "drain"):
        app.wake(job)
    return {"ok": True}


@bp.post("/reminders")
def reminders() -> Any:
    """Starts or pauses the practice's reminders, as `./sheepdog outreach` does."""
    wanted = str(_object().get("outreach", ""))
    if wanted not in ("on", "paused"):
        return {"error": "Reminders can be started and paused."}, 400
    with here().db.begin() as tx:
        switches.outreach(tx, _practice(tx).id, wanted, "phone simulator", here().now())
    here().wake("plan_touches")
    return {"ok": True}


def _object() -> Mapping[str, Any]:
    told = request.get_json()
    if not isinstance(told, dict):
        abort(400)
    return told


def _practice(tx: Any) -> Practice:
    return people.practice_by_slug(tx, demo.SLUG) or people.practices(tx)[0]


def _number(practice: Practice) -> str:
    with here().db.read() as tx:
        senders = people.senders(tx, practice.id)
    return next((sender.number for sender in senders if sender.channel == "twilio_sms"), "")


def _number_now() -> str:
    with here().db.read() as tx:
        practice = _practice(tx)
    return _number(practice)


def _ask(path: str, body: Mapping[str, Any] | None = None) -> Any:
    """The emulator's answer. Raises OSError where there is none."""
    url = here().settings.twilio_url
    if url is None:
        raise OSError("no emulator")
    payload = None if body is None else json.dumps(body).encode()
    asked = urllib.request.Request(f"{url}{path}", payload, {"Content-Type": "application/json"})
    with urllib.request.urlopen(asked, timeout=PATIENCE_S) as answer:
        return json.load(answer)
