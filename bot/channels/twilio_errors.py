"""Twilio's error codes as what they ask of us: data, as codes are split and added without notice (decision 25)."""

from __future__ import annotations

from bot.channels import Kind, Refused, State

OPTED_OUT = "This person has opted out of our texts."
NO_NUMBER = "This is not a number that can get texts."
LANDLINE = "This number cannot get texts; it may be a landline."
UNKNOWN_NUMBER = "The carrier does not know this number."
OFF = "The phone could not be reached; it may be off."
UNSAID = "The carrier did not deliver it and did not say why."
FILTERED = "The carrier filtered this text. Its wording is paused until somebody has looked at it."
UNREGISTERED = "The practice's number is not registered for texts yet. Nothing goes out until it is."
FORBIDDEN = "Twilio has stopped this practice's texts for their content. Nothing goes out until that is settled."
ACCOUNT = "Twilio does not accept our account or password. Run ./sheepdog doctor."
SENDER = "Twilio does not let us send from this number. Run ./sheepdog doctor."
OTHER = "Twilio refused this text for a reason that we do not know."

_MEANINGS: dict[Kind, dict[str, tuple[int, ...]]] = {
    "suppressed": {OPTED_OUT: (21610,)},
    "unusable": {NO_NUMBER: (21211, 21614, 21217, 21407), LANDLINE: (30006,), UNKNOWN_NUMBER: (30005,)},
    "unreachable": {OFF: (30003,)},
    "once_more": {UNSAID: (30008,)},
    "filtered": {FILTERED: (30007,)},
    "pause_practice": {UNREGISTERED: (30034, 30032), FORBIDDEN: (30943, 30863)},
    "setup": {ACCOUNT: (20003, 20005, 20404, 30002), SENDER: (21212, 21606, 21608, 21612, 21659, 21660, 21701, 21703)},
}
ERRORS: dict[int, tuple[Kind, str]] = {
    code: (kind, words) for kind, meant in _MEANINGS.items() for words, codes in meant.items() for code in codes
}
BUSY = frozenset({429, 20429, 14107, 21611})
"""Too fast, or the sender's queue at Twilio is full: certainly not taken."""

STATES: dict[str, State] = {
    **dict.fromkeys(("accepted", "scheduled", "queued", "sending", "sent"), "sent"),
    **dict.fromkeys(("delivered", "read", "partially_delivered"), "delivered"),
    "undelivered": "undelivered",
    **dict.fromkeys(("failed", "canceled"), "failed"),
}
"""Twilio's words for a text's status as the outbox's. `receiving` and `received` are of inbound texts."""


def refusal(code: object) -> Refused:
    """What this code asks of us; a code that is missing or unknown is of kind `other`."""
    digits = str(code or "").strip()
    kind, words = ERRORS.get(int(digits), ("other", OTHER)) if _is_code(digits) else ("other", OTHER)
    return Refused(digits[:10] if _is_code(digits) else "unknown", kind, words)


def _is_code(digits: str) -> bool:
    return digits.isascii() and digits.isdigit()
