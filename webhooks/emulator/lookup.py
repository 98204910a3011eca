"""Twilio's Lookup API, v2, as far as it says whether a number has a new owner."""

from __future__ import annotations

import re

from flask import Blueprint, Response, jsonify, request

from webhooks.emulator import problems
from webhooks.emulator.api import answer, signed_in
from webhooks.emulator.exchange import Exchange

VERSION = "/v2"
DAY = re.compile(r"\d{8}")


def blueprint(exchange: Exchange) -> Blueprint:
    """The one address, for the account that asks."""
    api = Blueprint("lookup", __name__, url_prefix=VERSION)

    @api.get("/PhoneNumbers/<number>")
    def fetch(number: str) -> Response:
        if not signed_in(exchange.account):
            return answer(problems.problem(20003))
        since = request.args.get("LastVerifiedDate", "")
        asked = "reassigned_number" in request.args.get("Fields", "").split(",")
        owner = exchange.behaviour.owners.get(number, "no")
        told: dict[str, object] = {"last_verified_date": since, "is_number_reassigned": owner, "error_code": None}
        if not DAY.fullmatch(since):
            told = {"last_verified_date": since, "is_number_reassigned": None, "error_code": 60600}
        return jsonify(
            calling_country_code="1",
            country_code="US",
            phone_number=number,
            national_format=number,
            valid=True,
            validation_errors=[],
            reassigned_number=told if asked else None,
            url=f"https://lookups.twilio.com{VERSION}/PhoneNumbers/{number}",
        )

    return api
