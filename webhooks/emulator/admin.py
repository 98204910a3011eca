"""What the emulator shows and does for the phone simulator and for tests; only this machine may ask.

What changes something takes JSON only, which no web page can post from elsewhere.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, jsonify, request

from webhooks.emulator.book import INBOUND, Message
from webhooks.emulator.exchange import Exchange

HERE = ("127.0.0.1", "::1", "::ffff:127.0.0.1")


def blueprint(exchange: Exchange) -> Blueprint:
    """The addresses beside the API."""
    admin = Blueprint("admin", __name__)

    @admin.before_request
    def near() -> Response | None:
        return None if request.remote_addr in HERE else sorry("Only this machine may ask.", 403)

    @admin.get("/sent")
    def sent() -> Response:
        to = request.args.get("to")
        return jsonify([_sent(row) for row in exchange.book.sent(number(to) if to else None)])

    @admin.get("/phone")
    def phone() -> Response:
        shown = number(request.args.get("number", ""))
        after = request.args.get("after", 0, int)
        last = exchange.book.last_change()
        return jsonify(last=last, texts=[_on_phone(row) for row in exchange.book.phone(shown, after)])

    @admin.post("/inbound")
    def inbound() -> Response:
        try:
            return _heard(exchange, request.get_json())
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            return sorry(f"An inbound text has from, to and body ({type(error).__name__}).", 400)

    @admin.get("/settings")
    def settings() -> Response:
        return jsonify(exchange.behaviour.told())

    @admin.post("/settings")
    def change() -> Response:
        try:
            return jsonify(exchange.behave(request.get_json()).told())
        except ValueError as error:
            return sorry(str(error), 400)

    @admin.delete("/settings")
    def reset() -> Response:
        return jsonify(exchange.behave(None).told())

    return admin


def number(text: str) -> str:
    """A number as it comes in an address, where a plus sign may have become a space."""
    return "+" + text.strip() if text.startswith(" ") else text.strip()


def _heard(exchange: Exchange, told: dict[str, Any]) -> Response:
    media = told.get("media") or ()
    media = [f"https://api.twilio.com/media/{at}" for at in range(media)] if isinstance(media, int) else media
    heard = exchange.hear(
        sender=str(told["from"]),
        to=str(told["to"]),
        body=str(told.get("body", "")),
        media=tuple(map(str, media)),
        opt_out=told.get("opt_out_type"),
        fields={str(name): None if value is None else str(value) for name, value in told.get("fields", {}).items()},
        repeat=told.get("sid"),
    )
    return jsonify(sid=heard.sid, status=heard.status, opt_out_type=heard.opt_out_type, replied=heard.replied)


def _sent(message: Message) -> dict[str, Any]:
    return {
        "sid": message.sid,
        "to": message.recipient,
        "from": message.sender,
        "body": message.body,
        "status": message.status,
        "at": _moment(message.created),
    }


def _on_phone(message: Message) -> dict[str, Any]:
    return {
        **_sent(message),
        "mine": message.direction == INBOUND,
        "carrier": message.direction == "carrier",
        "media": message.media,
        "segments": message.segments,
    }


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def sorry(text: str, status: int) -> Response:
    """A refusal in a sentence."""
    response = jsonify(error=text)
    response.status_code = status
    return response
