"""What a payment provider is asked and answers, in our words.

Each provider has one file here, and only that file knows its codes, ids and exceptions. A provider takes the card on
its own page; we keep a row before the call, ask with a key made from the row, and believe what it says when asked
again. Nothing here opens a transaction or knows a patient: only opaque references and amounts leave.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol, runtime_checkable

from flows.money import ZERO, Money


@dataclass(frozen=True)
class Saved:
    """A card or bank account that somebody left at the provider, in the provider's words."""

    customer: str
    method: str


@dataclass(frozen=True)
class Ask:
    """One payment as a provider is asked for it; asking twice with the same key is asking once."""

    ref: str
    """Our opaque id of the payment; it says nothing about anybody."""
    attempt: int
    amount: Money
    back: str
    """Where the provider sends the browser when it is done."""
    lang: str = "en"
    provider_ref: str | None = None
    """The provider's own id, once it has told us."""
    account: str = ""
    """Whose account at the provider, where it has one for each practice."""
    since: datetime | None = None
    """When the row was made."""
    saved: Saved | None = None
    """Taken from this, with nobody there; None: somebody pays on the provider's page."""

    @property
    def key(self) -> str:
        """The idempotency key: row and attempt (decision 31)."""
        return f"{self.ref}-{self.attempt}"


@dataclass(frozen=True)
class Waiting:
    """The provider's page is open at `url`, and nobody has paid on it yet."""

    provider_ref: str
    url: str


@dataclass(frozen=True)
class Paid:
    """The money is taken. What has gone back since is told as totals, so that hearing it twice changes nothing.

    None is not said: news of a payment may be older than what went back of it.
    """

    provider_ref: str
    amount: Money
    refunded: Money | None = None
    taken_back: Money | None = None
    """What the payer's bank took back: a dispute that is open or lost."""


@dataclass(frozen=True)
class OnItsWay:
    """The payer's bank was asked for the money; some days pass until it is known whether it comes."""

    provider_ref: str


@dataclass(frozen=True)
class Declined:
    """The card was refused: nothing is taken, and never will be for this key."""

    provider_ref: str
    soft: bool = False
    """It may work another day. A card that is lost, closed, revoked or of unknown trouble is not tried again."""


@dataclass(frozen=True)
class Kept:
    """A card or bank account was left on the provider's page `provider_ref`; of its number only `last4` is told."""

    provider_ref: str
    saved: Saved
    kind: Literal["card", "bank"]
    last4: str


@dataclass(frozen=True)
class Closed:
    """The page was closed before anybody paid, and can't be paid on any more."""

    provider_ref: str


@dataclass(frozen=True)
class NotThere:
    """The provider has never heard of this key."""


@dataclass(frozen=True)
class NoAnswer:
    """A time-out, a broken line, a fault on their side: nobody knows."""

    why: str


Answer = Waiting | Paid | OnItsWay | Declined | Closed | NotThere | NoAnswer
KeptAnswer = Waiting | Kept | Closed | NotThere | NoAnswer


@dataclass(frozen=True)
class GivenBack:
    """Money of a payment goes back, or is on its way."""

    provider_ref: str


@dataclass(frozen=True)
class RefusedBack:
    """The provider will not give it back: nothing moved."""

    why: str


@dataclass(frozen=True)
class Moved:
    """One movement on an account at the provider. `paid`, `given_back` and `taken_back` are about one payment; `payout`
    went to the practice's own bank; `other` is the provider's business with the practice."""

    id: str
    what: Literal["paid", "given_back", "taken_back", "payout", "other"]
    amount: Money
    """Below zero for what came again: a refund that failed, a dispute that was won."""
    fee: Money = ZERO
    """What the provider kept of it."""
    ref: str = ""
    """Our name of the payment; empty where it has none of ours."""


@dataclass(frozen=True)
class Told:
    """What a provider tells us unasked, once its signature has been checked.

    `ref` is empty where it is no news of a payment of ours. `answer` None: something changed, and is to be asked after.
    """

    ref: str
    attempt: int
    answer: Answer | None
    account: str = ""


class Provider(Protocol):
    """Takes money. None of its methods raises for anything that a network or a provider may do."""

    name: str

    def start(self, ask: Ask) -> Answer:
        """Opens a page to pay on, or takes the money from what was saved. Asked again with the same key it says how
        things stand now, opens no other page, and takes nothing twice."""

    def find(self, ask: Ask) -> Answer:
        """How things stand. Changes nothing."""

    def close(self, ask: Ask) -> Answer:
        """Sees to it that the page can't be paid on any more; if somebody was faster, says so."""

    def keep(self, ask: Ask) -> KeptAnswer:
        """Opens a page to leave a card on, once for a key; no money moves, and `ask.amount` is zero."""

    def kept(self, ask: Ask) -> KeptAnswer:
        """Whether a card was left there. Changes nothing."""

    def forget(self, saved: Saved, account: str) -> bool:
        """Lets go of a card, so that nobody can charge it. False: no answer, ask again."""

    def give_back(self, ask: Ask, key: str, amount: Money) -> GivenBack | RefusedBack | NoAnswer:
        """Gives back a part of a payment; asked twice with the same key it gives back once."""

    def found_back(self, ask: Ask, key: str) -> GivenBack | NotThere | NoAnswer:
        """Whether something was given back under this key. Changes nothing."""

    def moved(self, account: str, since: datetime, until: datetime) -> tuple[Moved, ...] | NoAnswer:
        """What moved on an account from `since` on and before `until`, as the provider's own books have it."""

    def told(self, body: bytes, headers: Mapping[str, str]) -> Told | None:
        """What an event says; None where its signature is missing or wrong.

        Raises ConnectionError where the provider has to be asked whose payment it is about, and can't be.
        """


Button = Literal["approve", "decline", "drop", "slow", "keep", "keep_short", "keep_lost"]
"""The last three leave a card: one that works, one with no money on it the first time, one that is reported lost."""


@dataclass(frozen=True)
class Drawer:
    """What the page of a till that lives in this program shows."""

    key: str
    amount: Money
    """Zero where a card is left and nothing is paid."""
    state: Literal["open", "paid", "declined", "closed", "kept"]
    back: str
    lang: str


@dataclass(frozen=True)
class Pressed:
    """What came of a button: the event that the till sends us, and where it sends the browser; either may lack."""

    event: bytes | None
    headers: Mapping[str, str]
    back: str | None


@runtime_checkable
class Till(Provider, Protocol):
    """A provider whose own page this program serves: the test till of the demo."""

    def look(self, key: str) -> Drawer | None:
        """What is to be paid under this key; None if there is no such thing."""

    def press(self, key: str, button: Button) -> Pressed | None:
        """What the till does when a button on its page is pressed; a second press finds the first one's result."""
