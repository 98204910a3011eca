"""What patients sent, at the desk: opened by somebody, on record; and a claim from the card to the insurer's answer."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, render_template, request

from bot import desk, insurance, uploads
from storage import claims, people
from storage import uploads as rows
from storage.uploads import Upload
from webhooks import forms
from webhooks.acting import did, number, staff_here
from webhooks.here import here

bp = Blueprint("insurance", __name__)

SHUT = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""A file of a stranger's runs nothing, loads nothing and is shown in no frame."""
ENDINGS = {"image/jpeg": "jpg", "application/pdf": "pdf"}


@bp.get("/upload/<int:upload_id>")
def upload(upload_id: int) -> Response:
    """A patient's file, to save: never opened by the browser as a page. Who opened it is on record."""
    row, content = uploads.opened(here(), staff_here().id, upload_id)
    answer = Response(content, mimetype=row.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{_name(row)}"'
    answer.headers["Content-Security-Policy"] = SHUT
    answer.headers["X-Frame-Options"] = "DENY"
    return answer


def _name(row: Upload) -> str:
    return f"{row.what}-{row.id}.{ENDINGS[row.media_type]}"


@bp.get("/claim/<int:claim_id>/card")
def card(claim_id: int) -> str:
    """Both sides of a card, as large as the page: looking at them opens them."""
    app, member = here(), staff_here()
    with app.db.read() as tx:
        claim = claims.claim(tx, claim_id)
        if claim is None or claim.practice_id != member.practice_id:
            abort(404)
        patient, practice = people.patient(tx, claim.patient_id), people.practice(tx, claim.practice_id)
        found = rows.of_claim(tx, claim.id)
    desk.saw(app, member.id, f"claim:{claim.id}")
    sides = rows.sides(found)
    earlier = [one for one in found if one not in sides.values()]
    return render_template("desk/insurance_card.html", sides=sides, earlier=earlier, patient=patient, practice=practice,
                           now=app.now(), zone=ZoneInfo(practice.zone))  # fmt: skip


@bp.post("/claim/<int:claim_id>/sent")
def sent(claim_id: int) -> Any:
    """The card went to the insurer."""
    day = forms.day(request.form.get("day", ""))
    return did(insurance.sent(here(), staff_here().id, claim_id, day), number("talk"))


@bp.post("/claim/<int:claim_id>/answered")
def answered(claim_id: int) -> Any:
    """The insurer answered."""
    listed, settled = (bool(request.form.get(name)) for name in ("listed", "settled"))
    result = request.form.get("result", "")
    return did(insurance.answered(here(), staff_here().id, claim_id, result, listed, settled), number("talk"))
