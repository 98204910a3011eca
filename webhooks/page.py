"""What every page behind a link shares: its language, its address, its cookie, and who may see it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from flask import Response, make_response, redirect, render_template, request

from bot import proving, visits
from bot.links import LinkState
from bot.visits import Visit
from storage import people
from storage.people import Practice
from webhooks.here import here
from webhooks.page_words import known, sentence

GRACE_S = 3
"""The page leaves this much later than the server forgets, so that it finds itself forgotten."""

KINDS = ("pay", "secure_page", "agreement")
"""A link opens both the pay page (/p) and the agreement page (/a): one leads to the other behind the same proof."""


@dataclass(frozen=True)
class Page:
    """A request for a page behind a link that works."""

    letter: str
    token: str
    lang: str
    visit: Visit

    def t(self, key: str, **blanks: Any) -> str:
        """A sentence in the page's language."""
        return sentence(self.lang, key, **blanks)

    def to(self, path: str = "", lang: str | None = None, letter: str = "", **query: Any) -> str:
        """The address of a page behind the same link, in the language that was chosen."""
        chosen = lang or (self.lang if self.lang != self.visit.link.lang else None)
        more = urlencode({**query, **({"lang": chosen} if chosen else {})})
        base = f"/{letter or self.letter}/{self.token}{'/' if path else ''}{path}"
        return f"{base}?{more}" if more else base

    @property
    def practice(self) -> Practice:
        """Whose page it is."""
        return self.visit.practice

    def lives_in(self, state: str) -> bool:
        """Whether a state's rule counts: the patient's home once that may be shown, or where the practice is."""
        account = self.visit.account
        return state in (account.state if account else None, self.practice.state)

    def card_notice(self) -> str | None:
        """What New York wants said before a card is typed (fact sheet 5.2, GBL 519-a); None elsewhere."""
        return self.t("required-NY") if self.lives_in("NY") else None

    def show(self, template: str, code: int = 200, **more: Any) -> Response:
        """The page."""
        page = render_template(f"patient/{template}.html", **{**self._common(), **more})
        return make_response(page, code)

    def say(self, heading: str, *says: str, code: int = 200, **more: Any) -> Response:
        """A page that only says something; sentences by their keys, with `phone` and the blanks in `more`."""
        blanks = {"phone": self.practice.phone, **more.pop("blanks", {})}
        spoken = [self.t(key, **blanks) for key in says]
        return self.show("said", code, heading=self.t(heading, **blanks), says=spoken, known=self.visit.proved, **more)

    def go(self, path: str = "", **query: Any) -> Response:
        """On to another page behind the same link."""
        return make_response(redirect(self.to(path, **query), 303))

    def form(self) -> defaultdict[str, str]:
        """What was typed, for showing it again; what was not is empty."""
        return defaultdict(str, request.form.items())

    def _common(self) -> dict[str, Any]:
        return {
            **look_of(self.practice, self.lang, self.visit.proved),
            "to": self.to,
            "switch": self.to(self._here(), lang="es" if self.lang == "en" else "en"),
            "proved": self.visit.proved,
            "chat": f"/chat/{self.practice.slug}?{urlencode({'t': self.token, 'lang': self.lang})}",
            "errors": {},
            "trouble": [],
            **idle_of(self.practice),
        }

    def _here(self) -> str:
        """The page itself where it can be asked for again, else the first one."""
        inner = request.path.removeprefix(f"/{self.letter}/{self.token}").strip("/")
        return inner if request.method == "GET" else ""


def look_of(practice: Practice | None, lang: str, proved: bool) -> dict[str, Any]:
    """What the frame of a page needs: the practice's own name only after proof where its name tells too much (H4)."""
    phone = practice.phone if practice else ""
    name = "" if practice is None else practice.name if proved else practice.program_name
    return {
        "lang": lang,
        "t": lambda key, **blanks: sentence(lang, key, **blanks),
        "practice_name": name,
        "phone": phone,
        "tel": re.sub(r"[^\d+]", "", phone),
        "site": practice.site if practice else "",
    }


def idle_of(practice: Practice) -> dict[str, int]:
    """When the page asks whether somebody is still there, and when it closes, in seconds."""
    limits = practice.policy.session
    return {
        "idle_warn_s": limits.web_idle_min * 60 - limits.warn_s,
        "idle_end_s": limits.web_idle_min * 60 + GRACE_S,
    }


def cookie_name() -> str:
    """The cookie of a proved browser; its prefix holds it to this very host where there is https."""
    return "__Host-page" if _secure() else "page"


def remember(response: Response, secret: str) -> Response:
    """Gives the browser its secret; it lasts until the browser is closed or idle too long."""
    response.set_cookie(cookie_name(), secret, secure=_secure(), httponly=True, samesite="Lax", path="/")
    return response


def forget(response: Response) -> Response:
    """Takes the secret back."""
    response.delete_cookie(cookie_name(), secure=_secure(), httponly=True, samesite="Lax", path="/")
    return response


def _secure() -> bool:
    return here().settings.public_url.startswith("https://")


View = Callable[..., Any]


def behind(letter: str, *, proof: bool = True) -> Callable[[View], View]:
    """Opens the link for a view, which gets the Page. Without proof the visitor is asked for it first.

    Looking changes nothing but how long a proved browser has been idle (decision 13).
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def run(token: str, **more: Any) -> Any:
            found = _open(letter, token)
            if isinstance(found, Response):
                return found
            if found.visit.account and found.visit.account.minor_alone:
                return found.say("need-grown-up-h", "need-grown-up", call=True)
            if proof and not found.visit.proved:
                return ask_proof(found) if request.method in ("GET", "HEAD") else found.go()
            if request.accept_mimetypes.best != "application/json":  # a page that looks by itself is nobody's doing
                visits.stay(here(), found.visit)
            return view(found, **more)

        return run

    return wrap


def _open(letter: str, token: str) -> Page | Response:
    app = here()
    with app.db.read() as tx:
        found = visits.visit(tx, token, request.cookies.get(cookie_name(), ""), app.now(), KINDS)
        practice = visits.practice_of(tx, found) if isinstance(found, LinkState) else None
    if isinstance(found, LinkState):
        return _not_open(found, practice)
    return Page(letter, token, known(request.args.get("lang") or found.link.lang), found)


def _not_open(state: LinkState, practice: Practice | None) -> Response:
    """An expired link says so, and how to get a new one; an unknown one tells nobody anything."""
    lang = known(request.args.get("lang") or (state.link.lang if state.link else None))
    look = look_of(practice, lang, proved=False)
    t = look["t"]
    if practice is None:
        says = [t("unknown"), t("unknown-todo")]
        page = render_template("patient/said.html", **look, heading=t("unknown-h"), says=says, switch=None)
        return make_response(page, 404)
    says = [t("expired", days=practice.policy.links.ttl_h // 24), _how_to_get_a_new_one(practice, t)]
    switch = f"{request.path}?lang={'es' if lang == 'en' else 'en'}" if request.method == "GET" else None
    page = render_template("patient/said.html", **look, heading=t("expired-h"), says=says, switch=switch, call=True)
    return make_response(page, 410)


def _how_to_get_a_new_one(practice: Practice, t: Callable[..., str]) -> str:
    with here().db.read() as tx:
        number = text_number(people.senders(tx, practice.id))
    if number is None:
        return t("expired-todo-call", phone=practice.phone)
    return t("expired-todo", number=written_number(number), phone=practice.phone)


def text_number(senders: list[people.Sender]) -> str | None:
    """The number that the practice texts from, if it has one."""
    return next((sender.number for sender in senders if sender.number.startswith("+")), None)


def written_number(number: str) -> str:
    """(303) 555-0143 for a number of the US."""
    digits = re.fullmatch(r"\+1(\d{3})(\d{3})(\d{4})", number)
    return f"({digits[1]}) {digits[2]}-{digits[3]}" if digits else number


def ask_proof(page: Page, code: int = 200, **more: Any) -> Response:
    """The form that asks who is there, or that the page is locked."""
    with here().db.read() as tx:
        lock = proving.locked(tx, page.practice, page.visit.link, page.visit.now)
    if lock:
        return show_locked(page, lock)
    link = page.visit.link
    known_patient = link.patient_id is not None
    return page.show(
        "prove",
        code,
        needed=link.factors,
        code_first=link.kind == "secure_page",
        guest=link.kind == "pay" and known_patient and not page.visit.closed,
        form=page.form(),
        gone=bool(request.args.get("gone")),
        **more,
    )


def show_locked(page: Page, lock: proving.Locked) -> Response:
    """Nobody may try now; the words are the same whoever is behind the link."""
    says = ("locked-staff", "locked-staff-todo") if lock == "until_staff" else ("locked-half", "locked-todo")
    return page.say("locked-h", *says, code=429, call=True)
