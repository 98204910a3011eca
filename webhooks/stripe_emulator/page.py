"""The page that browsers are sent to: a card number, a button, and what may go wrong, to be picked."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, make_response, redirect, render_template, request, send_file

from webhooks.stripe_emulator import bank, shapes
from webhooks.stripe_emulator.office import Office

NUMBERS = (
    ("4242 4242 4242 4242", "works"),
    ("4000 0000 0000 9995", "too little money"),
    ("4000 0000 0000 0002", "refused"),
    ("4000 0000 0000 9235", "saved now, too little money later"),
    ("000123456789", "a bank account"),
)
"""What may be typed, for whoever tries it out."""


def blueprint(office: Office) -> Blueprint:
    """The pages of this office."""
    bp = Blueprint("page", __name__, template_folder="templates")

    @bp.get("/checkout.css")
    def style() -> Response:
        return send_file(Path(__file__).with_name("checkout.css"))

    @bp.route("/pay/<id>", methods=["GET", "POST"])
    def pay(id: str) -> Response:
        with office.book.open() as pages:
            account = pages.owner(id)
        if account is None:
            return make_response(render_template("checkout.html", session=None), 404)
        with office.desk(account) as desk:
            refused = ""
            if request.method == "POST":
                refused = bank.pay(desk, id, request.form.get("number", ""))
            found = bank.session(desk, id)
        office.wake()
        if request.method == "POST" and not refused and found["status"] == "complete":
            return make_response(redirect(str(found["success_url"]).replace("{CHECKOUT_SESSION_ID}", id), 303))
        says = shapes.message(refused) if refused else ""
        page = render_template("checkout.html", session=found, says=says, numbers=NUMBERS)
        return make_response(page, 402 if refused else 200)

    return bp
