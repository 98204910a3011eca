"""Providers' machines bring texts and receipts: check the signature, hand over, answer at once.

Nothing is stored of a call whose signature is not good. 200 says that the call is settled and need not come again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from flask import Blueprint, Response, abort, request
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError

from bot import accept, deliver
from bot.channels import Call, Called
from bot.wiring import App
from webhooks.csrf import csrf
from webhooks.here import here

log = logging.getLogger("sheepdog.channels")
bp = Blueprint("channels", __name__, url_prefix="/channels")
csrf.exempt(bp)

LARGEST = 64 * 1024
"""A text of 1,600 emoji is a fifth of it."""
EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
"""TwiML that answers nothing: replies are texts of their own."""
AWAY = (OperationalError, InterfaceError, TimeoutError)
"""The database cannot be reached or is too busy: the provider is asked to come again."""
AGAIN_AFTER_S = 5


@bp.post("/<name>/message")
def message(name: str) -> Response:
    """An inbound text. 400 where it names no text, or nobody who sent it."""
    return _settled(name, _text)


@bp.post("/<name>/receipt")
def receipt(name: str) -> Response:
    """What became of a text. A state that we do not keep, or a text that is not ours, is settled too."""
    return _settled(name, _receipt)


def _text(app: App, channel: Called, call: Call) -> int:
    inbound = channel.inbound(call, app.now())
    if inbound is None:
        return 400
    accept.accept(app, inbound)
    return 200


def _receipt(app: App, channel: Called, call: Call) -> int:
    told = channel.receipt(call)
    if told is not None:
        deliver.receipt(app, told)
    return 200


def _settled(name: str, act: Callable[[App, Called, Call], int]) -> Response:
    app = here()
    channel = app.channels.get(name)
    if not isinstance(channel, Called):
        abort(404)
    call = _call()
    if not channel.genuine(call):
        log.warning("signature is not good", extra={"kind": name})
        abort(403)
    try:
        return _answer(act(app, channel, call))
    except AWAY as error:
        log.warning("database away", extra={"kind": name, "error": type(error).__name__})
        return _answer(503)


def _call() -> Call:
    """The request as it came: the query to the letter, as the signature covers it."""
    request.max_content_length = LARGEST
    query = str(request.environ.get("QUERY_STRING", ""))
    return Call(request.path, query, request.get_data(cache=False), dict(request.headers))


def _answer(status: int) -> Response:
    response = Response(EMPTY, status, content_type="text/xml; charset=utf-8")
    if status == 503:
        response.headers["Retry-After"] = str(AGAIN_AFTER_S)
    return response
