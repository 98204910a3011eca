"""I have insurance: both sides of the card, photographed, and how it stands with the insurer."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from bot import insurance, media, pages_actions
from bot.media import Kept
from storage import claims, uploads
from webhooks import forms, limits, sent_files
from webhooks.here import here
from webhooks.page import Page, behind

bp = Blueprint("insurance", __name__)

SIDES = ("front", "back")


@bp.route("/p/<token>/insurance", methods=["GET", "POST"])
@limits.token_page
@behind("p")
def card(page: Page) -> Any:
    """The card. A side that arrived well is kept even where the other did not."""
    if request.method == "GET":
        return _show(page)
    taken = {side: media.take(raw[0]) for side in SIDES if (raw := sent_files.came(side))}
    good = {side: one for side, one in taken.items() if isinstance(one, Kept)}
    errors = {side: sent_files.trouble(page, why) for side, why in taken.items() if isinstance(why, str)}
    if not good and not errors:
        return _show(page, {"front": page.t("card-front-missing")})
    if not good:
        return _show(page, errors)
    made = insurance.card(here(), page.visit, good, forms.text(request.form, "more", pages_actions.LONGEST))
    if made is None:
        return _show(page, {next(iter(good)): sent_files.trouble(page, "day")})
    if not errors and "front" not in _sides(page):
        errors = {"front": page.t("card-front-missing")}
    if errors and not made.danger:
        return _show(page, errors, kept=True)
    return page.say("card-done-h", *(("chat-urgent",) if made.danger else ()), "card-done",
                    go={"url": page.to(), "label": page.t("to-balance")})  # fmt: skip


def _sides(page: Page) -> dict[str, uploads.Upload]:
    """The sides of the card that we have by now."""
    with here().db.read() as tx:
        claim = claims.newest(tx, page.visit.mine.patient_id)
        return uploads.sides(uploads.of_claim(tx, claim.id)) if claim and claim.open else {}


def _show(page: Page, errors: dict[str, str] | None = None, kept: bool = False) -> Response:
    """The form. `kept`: what was typed is with the office by now, and need not be sent again."""
    return page.show("insurance", 422 if errors else 200, more="" if kept else page.form()["more"], errors=errors or {},
                     has=_sides(page), back=page.to())  # fmt: skip
