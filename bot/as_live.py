"""What a typed text means with no question open, by the steps that a text goes through when it comes in."""

from __future__ import annotations

from bot.keywords import scan
from bot.nameless import without_proof
from bot.redact import redact
from bot.understanding import Host, Understood, understand


def as_live(text: str, host: Host) -> Understood:
    """Redacted, read by the rules, and then by the model without its proof of identity."""
    redacted = redact(text).text
    found = scan(redacted)
    return understand(without_proof(redacted), host, found.labels, found.doubts)
