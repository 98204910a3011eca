"""Providers of payments calling us, and the page of the test till, which this program serves in the demo."""

from __future__ import annotations

from typing import Any, get_args

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request

from bot import collect
from bot.payments import Button, Till
from webhooks import limits
from webhooks.csrf import csrf
from webhooks.headers import content_policy
from webhooks.here import here
from webhooks.page_words import known, sentence

bp = Blueprint("payments", __name__)

LARGEST = 64 * 1024
BUTTONS: dict[str, Button] = {button: button for button in get_args(Button)}


@bp.post("/payments/<provider>/event")
def event(provider: str) -> Any:
    """News of a payment. Unsigned news is nobody's; news that we have had is taken again, and changes nothing."""
    found = here().payments.get(provider)
    if found is None:
        abort(404)
    try:
        told = found.told(request.get_data(cache=False)[:LARGEST], dict(request.headers))
    except ConnectionError:
        return "", 503  # it is sent again
    if told is None:
        return "", 403
    collect.heard(here(), provider, told)
    return "", 200


csrf.exempt(event)


@bp.route("/payments/<provider>/<key>", methods=["GET", "POST"])
@limits.token_page
def till(provider: str, key: str) -> Any:
    """The till's own page: what a card company would show, with buttons for what may go wrong."""
    found = here().payments.get(provider)
    if not isinstance(found, Till):
        abort(404)
    if request.method == "POST":
        return _pressed(found, key, request.form.get("button", ""))
    drawer = found.look(key)
    return _show(lang=drawer.lang if drawer else "en", code=200 if drawer else 404, drawer=drawer)


def _pressed(found: Till, key: str, button: str) -> Response:
    """The till tells us first and sends the browser back after that, as providers do; either may fail to happen."""
    if button not in BUTTONS:
        return make_response(redirect(request.path, 303))
    drawer, pressed = found.look(key), found.press(key, BUTTONS[button])
    if drawer is None or pressed is None:
        return _show(lang="en", code=404, drawer=None)
    if pressed.event is not None and (told := found.told(pressed.event, pressed.headers)):
        collect.heard(here(), found.name, told)
    if pressed.back is None:
        return _show(lang=drawer.lang, drawer=drawer, lost=True)
    return make_response(redirect(pressed.back, 303))


def _show(lang: str, code: int = 200, **more: Any) -> Response:
    spoken = known(lang)

    def t(name: str, **blanks: Any) -> str:
        return sentence(spoken, name, **blanks)

    page = render_template("patient/till.html", t=t, lang=spoken, practice_name=t("till-h"), errors={}, **more)
    response = make_response(page, code)
    response.headers["Content-Security-Policy"] = content_policy({"frame-ancestors": "'self'"})
    return response
