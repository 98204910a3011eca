"""Channels carry texts: one file each, and nothing outside says which provider it talks to.

A channel translates: what we ask into its provider's words, and answers, receipts and inbound texts back into the
values below. It decides nothing, stores nothing and never raises for what a provider does.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Protocol, runtime_checkable

State = Literal["sent", "delivered", "undelivered", "failed"]
"""How far a text is that a provider took, in the outbox's words; `sent` says no more than that it was taken."""

Kind = Literal["suppressed", "unusable", "unreachable", "once_more", "filtered", "pause_practice", "setup", "other"]
"""What a refusal asks of us (decision 25).

suppressed: the number has opted out; unusable: it cannot get texts; unreachable: three tries over 24 hours; once_more:
one more try; filtered: pause the template; pause_practice: nothing more leaves for the practice; setup: our account or
sender is not in order, so nobody's text would go; other: unknown, so be conservative and show it.
"""


@dataclass(frozen=True)
class Inbound:
    """A patient's text as it came, before anything is taken out of it. Never kept or logged whole."""

    channel: str
    provider_id: str
    to: str
    """The practice's number, E.164 where it is one; for web chat the practice's slug."""
    sender: str = field(repr=False)
    """E.164, a short code, a name, or empty where the provider names nobody."""
    body: str = field(repr=False)
    media: int
    """How many attachments came with it; none of them is fetched."""
    opt_out_type: str | None
    """STOP, START or HELP where the carrier has acted on it and answered (decision 5)."""
    at: datetime
    account: str
    via: str = "sms"
    """sms, whatsapp, rcs ...: how it reached the provider; the number is without this prefix."""


@dataclass(frozen=True)
class SendRequest:
    """A text that the gate has let through."""

    text_id: int
    """Our row's id: a receipt brings it back (decision 19)."""
    from_number: str
    messaging_service_sid: str | None
    to: str = field(repr=False)
    body: str = field(repr=False)


@dataclass(frozen=True)
class Refused:
    """The provider or carrier will not carry the text, now or after taking it. `words` are for the desk."""

    code: str
    kind: Kind
    words: str


@dataclass(frozen=True)
class Accepted:
    """The provider has the text under this id."""

    provider_id: str
    state: State


@dataclass(frozen=True)
class TryAgain:
    """The provider certainly has nothing: ask again after so many seconds."""

    after_s: float
    code: str


@dataclass(frozen=True)
class Unknown:
    """The provider may or may not have the text: never send it again before asking (decision 19)."""

    why: str


Outcome = Accepted | Refused | TryAgain | Unknown


@dataclass(frozen=True)
class Found:
    """The provider has the text after all."""

    provider_id: str
    state: State


@dataclass(frozen=True)
class NotThere:
    """The provider answered, and has no such text."""


@dataclass(frozen=True)
class NoAnswer:
    """The provider could not be asked, or its answer settles nothing."""

    why: str


Finding = Found | NotThere | NoAnswer


@dataclass(frozen=True)
class Receipt:
    """What became of a text. They come late, twice, and in any order."""

    text_id: int | None
    """Our row's id, where the receipt carries it."""
    provider_id: str
    state: State
    error: str | None = None
    """The provider's code where it did not arrive, and what that asks of us."""
    kind: Kind | None = None


class Channel(Protocol):
    """What every channel does. None of these raises for what the provider does."""

    def send(self, request: SendRequest) -> Outcome:
        """Asks the provider once, with no hidden retries."""

    def find(self, request: SendRequest, since: datetime, known: Collection[str] = ()) -> Finding:
        """Looks for the text among those that the provider took since `since`, which is real time (decision 36).

        `known` are provider ids that other rows hold already: a patient may get the same words twice.
        """

    def delete_body(self, provider_id: str) -> bool:
        """Asks the provider to forget what a text said. False: not now, try later."""


@runtime_checkable
class Owned(Protocol):
    """A channel whose provider knows whether a number has a new owner."""

    def reassigned(self, number: str, since: date) -> Literal["yes", "no", "error"]:
        """Whether somebody else has had the number since that day; "error" where that cannot be said."""


@dataclass(frozen=True)
class Call:
    """A provider's machine calling us: path and query exactly as they came, without scheme and host."""

    path: str
    query: str
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)


@runtime_checkable
class Called(Protocol):
    """A channel whose provider calls /channels/<name>/message and /receipt."""

    def genuine(self, call: Call) -> bool:
        """Whether the provider made this call, and for our account."""

    def inbound(self, call: Call, at: datetime) -> Inbound | None:
        """The text that a genuine call brings, or None when it has no id, or names nobody."""

    def receipt(self, call: Call) -> Receipt | None:
        """The receipt that a genuine call brings, or None when it says nothing that we keep."""
