"""Signing in at the desk: one password, one cookie, 15 minutes idle and 12 hours in all (fact sheet H8)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.wrappers import Response as Answer

from bot import passwords
from flows.policy import DEFAULT, Session
from storage import audit, clock, people
from storage.people import Staff
from webhooks import limits
from webhooks.here import here

bp = Blueprint("login", __name__)

WRONG = "That e-mail and password do not go together. Please try again, or ask your administrator to reset it."
SLOWLY = "Too many tries. Please wait 15 minutes and try again, or ask your administrator for a new password."
SAID_AGAIN = timedelta(minutes=15)
RECENT = 100
"""Rows about one person that are looked through for it; more than can fail to sign in within that time."""
FRESH = timedelta(seconds=30)
"""The cookie is written anew no more often than this."""


@bp.get("/desk/sign-in")
def page() -> Any:
    """The form; somebody who is signed in goes straight on."""
    if current() is not None:
        return redirect(_next())
    idle = DEFAULT.session.staff_idle_min if request.args.get("idle") else 0
    return render_template("desk/sign_in.html", idle=idle, next=_next())


@bp.post("/desk/sign-in")
@limits.sign_in
def sign_in() -> Any:
    """Checks e-mail and password. Neither the words nor the time tell whether anybody has that e-mail."""
    email = request.form.get("email", "").strip()
    member = _member(email, request.form.get("password", ""))
    if member is None:
        return render_template("desk/sign_in.html", wrong=WRONG, email=email, next=_next(), idle=0), 401
    moment = real_now().isoformat()
    session.clear()
    session.update(staff=member.id, since=moment, seen=moment, mark=passwords.mark(member.password_hash))
    return redirect(_next(), 303)


@bp.errorhandler(429)
def _slow_down(_: Exception) -> Any:
    """Too many wrong passwords: the same words whether or not anybody has that e-mail."""
    email = request.form.get("email", "")
    _locked_out(email.strip())
    return render_template("desk/sign_in.html", wrong=SLOWLY, email=email, next=_next(), idle=0), 429


@bp.post("/desk/sign-out")
def sign_out() -> Any:
    """Ends the session."""
    member, app = current(touch=False), here()
    if member:
        with app.db.begin() as tx:
            who = f"staff:{member.id}"
            audit.write(tx, member.practice_id, who, "signed_out", who, {}, app.now())
    session.clear()
    return redirect(url_for("login.page"), 303)


def _member(email: str, password: str) -> Staff | None:
    app = here()
    with app.db.read() as tx:
        known = people.staff_by_email(tx, email[:254])
    member = known if known and known.active else None
    right = passwords.right(member.password_hash if member else None, password[:200])
    with app.db.begin() as tx:
        who = f"staff:{known.id}" if known else "nobody"
        practice_id = known.practice_id if known else None
        audit.write(tx, practice_id, who, "signed_in" if right else "sign_in_refused", who, {}, app.now())
    return member if right else None


def _locked_out(email: str) -> None:
    """The trail says once in a while that the door is closed: whoever knocks on cannot make it grow."""
    app = here()
    now = app.now()
    with app.db.read() as tx:
        known = people.staff_by_email(tx, email[:254])
        who = f"staff:{known.id}" if known else "nobody"
        told = [row.at for row in audit.newest(tx, who, RECENT) if row.action == "locked_out"]
    if not any(now - at < SAID_AGAIN for at in told):
        with app.db.begin() as tx:
            audit.write(tx, known.practice_id if known else None, who, "locked_out", who, {}, now)


def current(touch: bool = True) -> Staff | None:
    """Who is signed in. A page that looks by itself passes touch=False, so that it keeps nobody signed in."""
    if "staff" not in session:
        return None
    app = here()
    with app.db.read() as tx:
        member = people.staff(tx, session["staff"])
        practice = people.practice(tx, member.practice_id) if member else None
    if member is None or practice is None or not _stands(member, practice.policy.session, touch):
        session.clear()
        return None
    return member


def _stands(member: Staff, limits: Session, touch: bool) -> bool:
    now, since, seen = real_now(), _moment("since"), _moment("seen")
    idle, longest = timedelta(minutes=limits.staff_idle_min), timedelta(hours=limits.staff_max_h)
    if not member.active or session.get("mark") != passwords.mark(member.password_hash):
        return False
    if now - seen > idle or now - since > longest:
        return False
    if touch and now - seen > FRESH:
        session["seen"] = now.isoformat()
    return True


def _moment(name: str) -> datetime:
    try:
        return datetime.fromisoformat(session[name])
    except (KeyError, ValueError, TypeError):
        return datetime.min.replace(tzinfo=UTC)


def real_now() -> datetime:
    """The moment without the demo's offset: turning the demo's clock signs nobody out."""
    app = here()
    with app.db.read() as tx:
        return app.now() - clock.offset(tx)


def _next() -> str:
    """Where to go after signing in: a page of the desk, never another site's."""
    wanted = request.values.get("next", "")
    parts = urlsplit(wanted)
    ours = not parts.scheme and not parts.netloc and wanted.startswith("/desk") and "\\" not in wanted
    return wanted if ours and not wanted.startswith("/desk/sign-") else url_for("desk.home")


def to_sign_in(wants_json: bool) -> Any:
    """What somebody gets who is not signed in: the form, or a bare 401 for a page's own script."""
    if wants_json:
        return Answer(status=401)
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("login.page", next=back), 303)
