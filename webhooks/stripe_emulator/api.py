"""Stripe's API beneath /v1: keys, connected accounts, idempotency, lists; what is done is `bank`'s."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException

from webhooks.stripe_emulator import bank, shapes
from webhooks.stripe_emulator.bank import Desk, Refused
from webhooks.stripe_emulator.form import nested
from webhooks.stripe_emulator.office import Office
from webhooks.stripe_emulator.shapes import Object

MOST = 100
KEPT_S = 24 * 3600
KINDS = {
    "checkout/sessions": "checkout.session", "payment_intents": "payment_intent", "charges": "charge",
    "refunds": "refund", "setup_intents": "setup_intent", "customers": "customer", "disputes": "dispute",
    "payment_methods": "payment_method", "events": "event", "balance_transactions": "balance_transaction",
    "payouts": "payout",
}  # fmt: skip
MAKES: dict[str, Callable[[Desk, Mapping[str, Any]], Object]] = {
    "checkout/sessions": bank.open_session,
    "payment_intents": bank.new_intent,
    "refunds": bank.refund,
    "customers": lambda desk, told: desk.put(
        shapes.customer(desk.new_id("cus"), told.get("metadata") or {}, desk.now)
    ),
}
EXPANDS = {"payment_intent": "payment_intent", "latest_charge": "charge", "setup_intent": "setup_intent",
           "payment_method": "payment_method", "charge": "charge"}  # fmt: skip
SOURCES = {"ch": "charge", "re": "refund", "dp": "dispute", "po": "payout"}
"""What a balance transaction is about, by how its id begins."""
FILTERS = ("payment_intent", "customer", "charge", "status", "type")


def blueprint(office: Office) -> Blueprint:
    """The API of this office."""
    bp = Blueprint("api", __name__, url_prefix="/v1")

    @bp.post("/<path:path>")
    def write(path: str) -> Response:
        told = nested(request.form.items(multi=True))
        return _once(office, told, lambda desk: _written(desk, path, told))

    @bp.get("/<path:path>")
    def read(path: str) -> Response:
        told = nested(request.args.items(multi=True))
        return _answered(office, lambda desk: _read(desk, path, told))

    return bp


def _written(desk: Desk, path: str, told: Mapping[str, Any]) -> Object:
    if path in MAKES:
        return _expanded(desk, MAKES[path](desk, told), told)
    match path.split("/"):
        case ["checkout", "sessions", id, "expire"]:
            return bank.expire(desk, id)
        case ["payment_methods", id, "detach"]:
            return desk.put({**desk.get("payment_method", id), "customer": None})
        case _:
            raise _unknown(path)


def _read(desk: Desk, path: str, told: Mapping[str, Any]) -> Object:
    if path in KINDS:
        return _list(desk, path, told)
    folder, _, id = path.rpartition("/")
    if folder == "checkout/sessions":
        return _expanded(desk, bank.session(desk, id), told)
    if folder not in KINDS:
        raise _unknown(path)
    return _expanded(desk, desk.get(KINDS[folder], id), told)


def _list(desk: Desk, path: str, told: Mapping[str, Any]) -> Object:
    found = desk.pages.all(desk.account, KINDS[path])
    for name in FILTERS:
        if name in told:
            found = [one for one in found if one.get(name) == told[name]]
    created = told.get("created") or {}
    low, high = int(created.get("gte", 0)), min(int(created.get("lte", 1 << 40)), int(created.get("lt", 1 << 40)) - 1)
    found = [one for one in found if low <= one["created"] <= high]
    if after := told.get("starting_after"):
        places = [place for place, one in enumerate(found) if one["id"] == after]
        found = found[places[0] + 1 :] if places else []
    limit = min(int(told.get("limit", 10)), MOST)
    return shapes.listed(f"/v1/{path}", [_expanded(desk, one, told) for one in found[:limit]], len(found) > limit)


def _expanded(desk: Desk, told: Object, asked: Mapping[str, Any]) -> Object:
    for path in asked.get("expand") or ():
        told = _expand(desk, told, str(path).removeprefix("data.").split("."))
    return told


def _expand(desk: Desk, told: Object, path: list[str]) -> Object:
    name, *rest = path
    inner = told.get(name)
    if isinstance(inner, str) and (kind := EXPANDS.get(name) or SOURCES.get(inner.partition("_")[0])):
        inner = desk.pages.get(desk.account, kind, inner)
    if isinstance(inner, dict):
        return {**told, name: _expand(desk, inner, rest) if rest else inner}
    return told


def _unknown(path: str) -> Refused:
    says = f"Unrecognized request URL ({request.method}: /v1/{path})."
    return Refused(404, shapes.error("invalid_request_error", says))


# -- answering --


def _answered(office: Office, does: Callable[[Desk], Object]) -> Response:
    """Runs one call. A refusal keeps what was written: a refused card leaves its charge."""
    if not office.knows(request.headers.get("Authorization", "")):
        return _reply(401, shapes.error("invalid_request_error", "Invalid API Key provided"))
    with office.desk(request.headers.get("Stripe-Account", "")) as desk:
        status, told = _tried(desk, does)
    office.wake()
    return _reply(status, told)


def _tried(desk: Desk, does: Callable[[Desk], Object]) -> tuple[int, Object]:
    try:
        return 200, does(desk)
    except Refused as refused:
        return refused.status, refused.told


def _once(office: Office, told: Mapping[str, Any], does: Callable[[Desk], Object]) -> Response:
    """The same key and the same question: the first answer again; another question is an error."""
    key = request.headers.get("Idempotency-Key", "")
    if not key or not office.knows(request.headers.get("Authorization", "")):
        return _answered(office, does)
    asked = hashlib.sha256(json.dumps([request.path, told], sort_keys=True).encode()).hexdigest()
    with office.desk(request.headers.get("Stripe-Account", "")) as desk:
        desk.pages.forget_keys(desk.now - KEPT_S)
        row = desk.pages.answered(desk.account, key)
        if row is not None and row["asked"] != asked:
            says = "Keys for idempotent requests can only be used with the same parameters they were first used with."
            return _reply(400, shapes.error("idempotency_error", says))
        if row is not None:
            return _reply(row["status"], json.loads(row["answer"]), replayed=True)
        status, answer = _tried(desk, does)
        desk.pages.answer(desk.account, key, asked, status, answer, desk.now)
    office.wake()
    return _reply(status, answer)


def _reply(status: int, told: Object, replayed: bool = False) -> Response:
    response = Response(json.dumps(told), status, content_type="application/json")
    response.headers["Request-Id"] = "req_emulated"
    if replayed:
        response.headers["Idempotent-Replayed"] = "true"
    return response


def sorry(error: HTTPException) -> Response:
    """What HTTP itself refuses, in Stripe's form."""
    return _reply(error.code or 500, shapes.error("invalid_request_error", error.description or "Unrecognized request"))
