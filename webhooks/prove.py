"""Is it you? One form, judged as texts are; and the proved page that stays open while somebody is there."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from bot import proving, visits
from webhooks import forms, limits
from webhooks.here import here
from webhooks.page import Page, ask_proof, behind, forget, remember, show_locked

bp = Blueprint("prove", __name__)


@bp.post("/p/<token>/proof")
@limits.verification
@behind("p", proof=False)
def pay_proof(page: Page) -> Any:
    """Judges what was filled in."""
    return prove(page)


@bp.post("/a/<token>/proof")
@limits.verification
@behind("a", proof=False)
def agreement_proof(page: Page) -> Any:
    """The same for an agreement."""
    return prove(page)


def prove(page: Page) -> Response:
    """One try, once enough is filled in and can be read; what can't be read is no try."""
    given, errors = _given(page)
    needed = page.visit.link.factors
    filled = bool(given.births) + bool(given.zip) + bool(given.codes)
    if errors:
        return ask_proof(page, 422, errors=errors)
    if filled < needed:
        return ask_proof(page, 422, trouble=_trouble(page, "missing-one" if needed == 1 else "missing-two"))
    outcome = proving.prove(here(), page.visit.link, given)
    match outcome:
        case proving.Proved():
            return remember(page.go(), visits.begin(here(), page.visit.link, outcome))
        case proving.Refused(lock):
            return show_locked(page, lock)
        case proving.Missed(lock):
            trouble = _trouble(page, "no-match")
            return show_locked(page, lock) if lock else ask_proof(page, 422, trouble=trouble, missed=True)


def _trouble(page: Page, key: str) -> list[tuple[str, str]]:
    """What is wrong with no field alone, leading to the first one."""
    return [("code" if page.visit.link.kind == "secure_page" else "birth", page.t(key))]


def _given(page: Page) -> tuple[proving.Given, dict[str, str]]:
    typed = {name: forms.text(request.form, name) for name in ("birth_month", "birth_day", "birth_year", "zip", "code")}
    month, day, year = (typed[f"birth_{part}"] for part in ("month", "day", "year"))
    births = forms.births(month, day, year, page.visit.today)
    zip_code, codes = forms.zip_code(typed["zip"]), forms.codes(typed["code"])
    errors = {
        name: page.t(f"{name}-bad")
        for name, was, good in (("birth", month or day or year, births), ("zip", typed["zip"], zip_code),
                                ("code", typed["code"], codes))
        if was and not good
    }  # fmt: skip
    return proving.Given(births, zip_code, codes), errors


@bp.post("/<any(p, a):letter>/<token>/stay")
def stay(letter: str, token: str) -> Any:
    """Somebody is still there (WCAG 2.2.1)."""
    return behind(letter)(_stay)(token)


def _stay(page: Page) -> Any:
    visits.stay(here(), page.visit)
    return "", 204


@bp.post("/<any(p, a):letter>/<token>/leave")
def leave(letter: str, token: str) -> Any:
    """Closes the page for whoever looks at this browser next."""
    return behind(letter)(_leave)(token)


def _leave(page: Page) -> Any:
    visits.leave(here(), page.visit)
    return forget(page.say("signed-out-h", "signed-out"))
