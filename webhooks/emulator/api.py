"""Twilio's Messages API, 2010-04-01: create, list, fetch, update, delete."""

from __future__ import annotations

import contextlib
import hmac
import socket
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, request

from webhooks.emulator import book, problems
from webhooks.emulator.account import Account
from webhooks.emulator.book import COMPLETE, Message
from webhooks.emulator.exchange import Created, Exchange
from webhooks.emulator.problems import Problem

VERSION = "/2010-04-01"
LONGEST_HANG_S = 60.0


def blueprint(exchange: Exchange) -> Blueprint:
    """The API of one account."""
    api = Blueprint("messages", __name__, url_prefix=f"{VERSION}/Accounts/<account>")

    @api.before_request
    def known() -> Response | None:
        return None if _is_ours(exchange.account) else answer(problems.problem(20003))

    @api.post("/Messages.json")
    def create(account: str) -> Response:
        return _created(exchange, exchange.create(request.form))

    @api.get("/Messages.json")
    def listed(account: str) -> Response:
        return _page(exchange)

    @api.get("/Messages/<sid>.json")
    def fetch(account: str, sid: str) -> Response:
        message = exchange.book.message(sid)
        return _resource(exchange.account, message) if message else answer(problems.problem(20404))

    @api.post("/Messages/<sid>.json")
    def update(account: str, sid: str) -> Response:
        return _updated(exchange, sid)

    @api.delete("/Messages/<sid>.json")
    def delete(account: str, sid: str) -> Response:
        return _deleted(exchange, sid)

    return api


def signed_in(account: Account) -> bool:
    """Whether the call carries the account's own SID and token."""
    told = request.authorization
    given = (f"{told.username}:{told.password}" if told and told.type == "basic" else "").encode()
    return hmac.compare_digest(given, f"{account.sid}:{account.token}".encode())


def _is_ours(account: Account) -> bool:
    return signed_in(account) and (request.view_args or {}).get("account") == account.sid


def answer(problem: Problem) -> Response:
    """A refusal in Twilio's form."""
    response = jsonify(problem.body())
    response.status_code = problem.status
    return response


def _created(exchange: Exchange, created: Created) -> Response:
    failure = created.failure
    if failure and failure.hang_s:
        time.sleep(min(failure.hang_s, LONGEST_HANG_S))
    if failure and failure.drop:
        _hang_up()
    if created.problem or created.message is None:
        return answer(created.problem or problems.of_status(500))
    return _resource(exchange.account, created.message, 201)


def _hang_up() -> None:
    """Closes the connection under the server, so that no answer arrives."""
    line = request.environ.get("gunicorn.socket") or request.environ.get("werkzeug.socket")
    if line is not None:
        with contextlib.suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)


def _updated(exchange: Exchange, sid: str) -> Response:
    message = exchange.book.message(sid)
    if message is None:
        return answer(problems.problem(20404))
    if request.form.get("Body") != "":
        return answer(problems.problem(20001))
    if message.status not in COMPLETE:
        return answer(problems.problem(20009))
    with exchange.book.writing() as tx:
        book.redact(tx, message, time.time())
    return _resource(exchange.account, exchange.book.message(sid) or message)


def _deleted(exchange: Exchange, sid: str) -> Response:
    message = exchange.book.message(sid)
    if message is None or message.status not in COMPLETE:
        return answer(problems.problem(20404 if message is None else 20009))
    with exchange.book.writing() as tx:
        book.delete(tx, message)
    return Response(status=204)


def _page(exchange: Exchange) -> Response:
    try:
        size, clauses, values = _asked_for()
    except ValueError:
        return answer(problems.problem(20001))
    rows = exchange.book.log(clauses, values, size + 1)
    page, path = int(request.args.get("Page", "0")), request.path
    filters = {name: value for name, value in request.args.items() if name not in ("Page", "PageToken")}
    more = (
        {**filters, "PageSize": size, "Page": page + 1, "PageToken": f"PA{rows[size - 1].id}"} if rows[size:] else None
    )
    shown = rows[:size]
    return jsonify(
        messages=[resource(exchange.account, row) for row in shown],
        first_page_uri=f"{path}?{urlencode({**filters, 'PageSize': size, 'Page': 0})}",
        next_page_uri=f"{path}?{urlencode(more)}" if more else None,
        previous_page_uri=None,
        uri=f"{path}?{urlencode({**filters, 'PageSize': size, 'Page': page})}",
        page=page,
        page_size=size,
        start=page * size,
        end=page * size + max(0, len(shown) - 1),
    )


def _asked_for() -> tuple[int, list[str], list[object]]:
    """Page size, and the clauses and values of the filters. Raises ValueError for what is not understood."""
    size = int(request.args.get("PageSize", "50"))
    if not 1 <= size <= 1000:
        raise ValueError(size)
    found: list[tuple[str, object]] = []
    for name, clause in (("To", "recipient = ?"), ("From", "sender = ?")):
        if value := request.args.get(name):
            found.append((clause, value))
    if value := request.args.get("DateSent"):
        day = _moment(value).replace(hour=0, minute=0, second=0, microsecond=0)
        found += [("sent >= ?", day.timestamp()), ("sent < ?", (day + timedelta(days=1)).timestamp())]
    for name, clause in (("DateSent>", "sent >= ?"), ("DateSent<", "sent <= ?")):
        if value := request.args.get(name):
            found.append((clause, _moment(value).timestamp()))
    if token := request.args.get("PageToken"):
        found.append(("id < ?", int(token.removeprefix("PA"))))
    return size, [clause for clause, _ in found], [value for _, value in found]


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _resource(account: Account, message: Message, status: int = 200) -> Response:
    response = jsonify(resource(account, message))
    response.status_code = status
    return response


def resource(account: Account, message: Message) -> dict[str, Any]:
    """A message as Twilio shows it."""
    uri = f"{VERSION}/Accounts/{account.sid}/Messages/{message.sid}"
    failed = message.status in ("failed", "undelivered")
    return {
        "account_sid": account.sid,
        "api_version": "2010-04-01",
        "body": message.body,
        "date_created": _date(message.created),
        "date_sent": _date(message.sent),
        "date_updated": _date(message.updated),
        "direction": message.direction,
        "error_code": message.error if failed else None,
        "error_message": problems.LATER.get(message.error or 0) if failed else None,
        "from": message.sender,
        "messaging_service_sid": message.service,
        "num_media": str(message.media),
        "num_segments": "0" if message.status == "accepted" else str(message.segments),
        "price": None,
        "price_unit": "USD",
        "sid": message.sid,
        "status": message.status,
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": message.recipient,
        "uri": f"{uri}.json",
    }


def _date(moment: float | None) -> str | None:
    return None if moment is None else format_datetime(datetime.fromtimestamp(int(moment), UTC))
