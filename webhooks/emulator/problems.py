"""Twilio's refusals: HTTP status, code and words of its error bodies, and the magic numbers of its test accounts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

MORE = "https://www.twilio.com/docs/errors/{code}"
PROBLEMS: dict[int, tuple[int, str]] = {
    20001: (400, "Unknown parameters"),
    20003: (401, "Authenticate"),
    20009: (409, "Cannot change this message because its delivery has not been completed"),
    20404: (404, "The requested resource was not found"),
    20429: (429, "Too Many Requests"),
    20500: (500, "An internal server error has occurred"),
    20503: (503, "Service unavailable"),
    21211: (400, "Invalid 'To' Phone Number: {to}"),
    21212: (400, "Invalid 'From' Number (caller ID): {sender}"),
    21266: (400, "'To' and 'From' number cannot be the same: {to}"),
    21408: (400, "Permission to send an SMS has not been enabled for the region indicated by the 'To' number: {to}"),
    21602: (400, "Message body is required."),
    21603: (400, "A 'From' phone number is required."),
    21604: (400, "A 'To' phone number is required."),
    21606: (400, "The 'From' phone number provided ({sender}) is not a valid message-capable Twilio phone number"),
    21609: (400, "The 'StatusCallback' URL is not a valid URL."),
    21610: (400, "Attempt to send to unsubscribed recipient"),
    21611: (400, "This 'From' number has exceeded the maximum number of queued messages"),
    21612: (
        400,
        "Message cannot be sent with the current combination of 'To' ({to}) and/or 'From' ({sender}) parameters",
    ),
    21614: (400, "'To' number: {to}, is not a valid mobile number"),
    21617: (400, "The concatenated message body exceeds the 1600 character limit"),
    21701: (400, "The Messaging Service does not exist"),
}
LATER: dict[int, str] = {
    21610: "Attempt to send to unsubscribed recipient",
    30003: "Unreachable destination handset",
    30005: "Unknown destination handset",
    30006: "Landline or unreachable carrier",
    30007: "Carrier violation",
    30008: "Unknown error",
    30032: "Toll-Free Number Has Not Been Verified",
    30034: "US A2P 10DLC - Message from an Unregistered Number",
    30863: "Toll-free: disallowed content, third-party debt collection",
    30943: "A2P 10DLC: disallowed content, third-party debt collection",
}
"""Codes that come with a receipt, after the message was taken."""
BY_STATUS = {401: 20003, 404: 20404, 429: 20429, 503: 20503}
MAGIC_TO = {"+15005550001": 21211, "+15005550002": 21612, "+15005550003": 21408, "+15005550004": 21610,
            "+15005550009": 21614}  # fmt: skip
MAGIC_FROM = {"+15005550001": 21212, "+15005550007": 21606, "+15005550008": 21611}
NUMBER = re.compile(r"\+[1-9]\d{6,14}")
SERVICE = re.compile(r"MG[0-9a-fA-F]{32}")
LONGEST = 1600


@dataclass(frozen=True)
class Problem:
    """An answer that is a refusal."""

    code: int
    status: int
    message: str

    def body(self) -> dict[str, object]:
        """As Twilio writes it."""
        more = MORE.format(code=self.code)
        return {"code": self.code, "message": self.message, "more_info": more, "status": self.status}


def problem(code: int, form: Mapping[str, str] | None = None, status: int | None = None) -> Problem:
    """The refusal of this code; a code that is not in the table is a 400."""
    usual, words = PROBLEMS.get(code, (400, "Error {code}"))
    named = {"to": (form or {}).get("To", ""), "sender": (form or {}).get("From", ""), "code": code}
    return Problem(code, status or usual, words.format(**named))


def of_status(status: int) -> Problem:
    """The refusal that comes with a bare HTTP status."""
    return problem(BY_STATUS.get(status, 20500), status=status)


def wrong_with(form: Mapping[str, str]) -> int | None:
    """The code of what is wrong with a create request, or None."""
    to, sender, service = form.get("To", ""), form.get("From", ""), form.get("MessagingServiceSid", "")
    checks = (
        (21604, not to),
        (21211, not NUMBER.fullmatch(to)),
        (21603, not sender and not service),
        (21701, bool(service) and not SERVICE.fullmatch(service)),
        (21212, bool(sender) and not NUMBER.fullmatch(sender)),
        (21602, not form.get("Body") and not form.get("MediaUrl")),
        (21617, len(form.get("Body", "")) > LONGEST),
        (21266, to == sender),
        (21609, not _is_callback(form.get("StatusCallback", ""))),
    )
    found = next((code for code, wrong in checks if wrong), None)
    return found or MAGIC_TO.get(to) or MAGIC_FROM.get(sender)


def _is_callback(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    return not url or (parts.scheme in ("http", "https") and bool(parts.hostname))
