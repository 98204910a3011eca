"""The page for whoever has a letter or lost their link (/find/<practice>): on to a page that asks who is there."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, make_response, redirect, render_template, request

from bot import links
from storage import people
from storage.people import Practice
from webhooks import limits
from webhooks.here import here
from webhooks.page import look_of
from webhooks.page_words import known

bp = Blueprint("find", __name__)


@bp.get("/find/<slug>")
@limits.token_page
def page(slug: str) -> Any:
    """Says what is needed. Looking makes nothing (decision 13)."""
    practice, lang = _practice(slug), known(request.args.get("lang"))
    switch = f"{request.path}?lang={'es' if lang == 'en' else 'en'}"
    made = render_template("patient/find.html", **look_of(practice, lang, proved=False), switch=switch, errors={},
                           proved=False)  # fmt: skip
    return make_response(made)


@bp.post("/find/<slug>")
@limits.token_page
def go_on(slug: str) -> Any:
    """A secure page of their own, which nobody's account stands behind until they have proved who they are."""
    practice, lang, app = _practice(slug), known(request.args.get("lang")), here()
    with app.db.begin() as tx:
        url = links.make(tx, app.settings, "secure_page", practice, None, None, 2, app.now(), lang=lang)
    return redirect(url.removeprefix(app.settings.public_url), 303)


def _practice(slug: str) -> Practice:
    with here().db.read() as tx:
        found = people.practice_by_slug(tx, slug)
    if found is None:
        abort(404)
    return found
