"""Whose Twilio this is, where it calls, and how it signs its calls."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

MESSAGE_PATH = "/channels/twilio_sms/message"


@dataclass(frozen=True)
class Account:
    """One account, whose numbers all call the same address."""

    sid: str
    token: str = field(repr=False)
    public_url: str
    """Where the practice's server believes it is called: signatures are computed over it."""
    local_url: str | None
    """Where it really listens, when that is another address."""
    file: Path

    @property
    def message_url(self) -> str:
        """Where inbound texts go."""
        return self.public_url + MESSAGE_PATH

    def reached_at(self, url: str) -> str:
        """The address to connect to for a call to `url`."""
        inside = url == self.public_url or url.startswith((f"{self.public_url}/", f"{self.public_url}?"))
        return self.local_url + url.removeprefix(self.public_url) if self.local_url and inside else url


def signature(token: str, url: str, form: Mapping[str, str]) -> str:
    """X-Twilio-Signature: base64 of HMAC-SHA1 over the address and the fields in order of their names."""
    text = url.partition("#")[0] + "".join(name + form[name] for name in sorted(form))
    digest = hmac.new(token.encode(), text.encode("utf-8", "surrogatepass"), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def encoded(form: Mapping[str, str]) -> bytes:
    """The form as it is posted; halves of characters travel as the bytes that they would have."""
    return urlencode(form, encoding="utf-8", errors="surrogatepass").encode("ascii")
