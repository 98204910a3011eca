"""Web chat: the page reads the outbox rows of its own conversation, so that a text is delivered by being marked so."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from bot.channels import Accepted, Finding, Found, Outcome, SendRequest


class WebChat:
    """The channel of `/chat`; it asks nobody, so nothing can fail."""

    def send(self, request: SendRequest) -> Outcome:
        """Delivered: the row is what the page shows."""
        return Accepted(_provider_id(request), "delivered")

    def find(self, request: SendRequest, since: datetime, known: Collection[str] = ()) -> Finding:
        """Found: the row is there, or nobody could ask for it."""
        return Found(_provider_id(request), "delivered")

    def delete_body(self, provider_id: str) -> bool:
        """True: nobody else holds a copy."""
        return True


def _provider_id(request: SendRequest) -> str:
    return f"web:{request.text_id}"
