"""How the emulator behaves: settings that tests and the demo change while it runs."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, get_type_hints

FORWARD, REVERSE, SHUFFLED = "forward", "reverse", "shuffled"


@dataclass(frozen=True)
class Receipts:
    """What becomes of a message that was taken, and how that is reported."""

    steps: tuple[str, ...] = ("queued", "sent", "delivered")
    delay_ms: int = 300
    """From the answer to the first step; between steps `gap_ms`."""
    gap_ms: int = 300
    order: str = FORWARD
    """forward, reverse or shuffled: the order in which receipts come."""
    twice: float = 0.0
    """This share of receipts comes twice."""
    lost: float = 0.0
    """This share never comes; the message arrives all the same."""
    held: bool = False
    """Nothing happens until this is false again."""


@dataclass(frozen=True)
class Failure:
    """What goes wrong with creates that match; the first that matches counts.

    A `code` from 30000 on comes with a receipt, a lower one is the answer. `status` answers with this HTTP status.
    `drop` closes the connection without an answer, `hang_s` answers so much later. With `after` the message is taken
    before any of these; without it only a `code` from 30000 on, or `hang_s` alone, lets it be taken.
    """

    to: str = ""
    sender: str = ""
    body: str = ""
    """Part of the text; an empty field matches all."""
    code: int = 0
    status: int = 0
    drop: bool = False
    hang_s: float = 0.0
    after: bool = False
    share: float = 1.0
    times: int = -1
    """How often it still happens; -1 is always."""

    @property
    def refuses(self) -> bool:
        """Whether the message is not taken."""
        return not self.after and bool(self.status or self.drop or 0 < self.code < 30000)

    def matches(self, form: Mapping[str, str]) -> bool:
        """Whether this create is meant."""
        return (
            self.times != 0
            and self.to in ("", form.get("To"))
            and self.sender in ("", form.get("From"))
            and self.body in form.get("Body", "")
        )


@dataclass(frozen=True)
class Inbound:
    """How an inbound text is brought to the practice: as with `#rc=5&rp=all` on the webhook's address."""

    tries: int = 6
    """On a connection that fails and on a 5xx answer."""
    wait_ms: int = 500
    """Before the second try, doubling up to half a minute."""


@dataclass(frozen=True)
class Behaviour:
    """All of it. Shares are drawn from `seed`, so that a run can be repeated."""

    receipts: Receipts = field(default_factory=Receipts)
    failures: tuple[Failure, ...] = ()
    inbound: Inbound = field(default_factory=Inbound)
    keywords: bool = True
    """The carrier acts on STOP, START and HELP and answers them; False: a number without Advanced Opt-Out."""
    services: dict[str, str] = field(default_factory=dict)
    """The number that a messaging service sends from, by the service's SID."""
    owners: dict[str, str] = field(default_factory=dict)
    """What Lookup says of a number's owner: yes (a new one), no, or no_data; of others it says no."""
    seed: int = 1

    def told(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def changed(old: Behaviour, told: object) -> Behaviour:
    """The behaviour with what was told changed. Raises ValueError with a sentence for what is not understood."""
    if not isinstance(told, Mapping):
        raise ValueError("Settings are a JSON object.")
    new: dict[str, Any] = {}
    for name, value in told.items():
        if name in ("receipts", "inbound"):
            new[name] = _part(getattr(old, name), name, value)
        elif name == "failures":
            new[name] = tuple(_part(Failure(), "failures", one) for one in _list(name, value))
        elif name in ("services", "owners"):
            new[name] = {str(key): str(one) for key, one in _object(name, value).items()}
        else:
            new[name] = _checked(Behaviour, name, value)
    return replace(old, **new)


def pick(behaviour: Behaviour, form: Mapping[str, str], chance: random.Random) -> tuple[Behaviour, Failure | None]:
    """The failure that befalls this create, if any, and the behaviour that is left after it."""
    for at, failure in enumerate(behaviour.failures):
        if failure.matches(form) and chance.random() < failure.share:
            left = replace(failure, times=failure.times - 1) if failure.times > 0 else failure
            return replace(behaviour, failures=(*behaviour.failures[:at], left, *behaviour.failures[at + 1 :])), failure
    return behaviour, None


def _part(old: Any, name: str, value: object) -> Any:
    told = {key: _checked(type(old), key, one) for key, one in _object(name, value).items()}
    return replace(old, **told)


def _checked(kind: type, name: str, value: object) -> Any:
    """A plain value of the field's type."""
    if name not in {one.name for one in fields(kind)}:
        raise ValueError(f"There is no setting {name!r}.")
    wanted = get_type_hints(kind)[name]
    if wanted == tuple[str, ...]:
        return tuple(str(one) for one in _list(name, value))
    number = wanted is float and isinstance(value, int) and not isinstance(value, bool)
    if not (number or (wanted in (int, float, bool, str) and type(value) is wanted)):
        raise ValueError(f"The setting {name!r} cannot be {value!r}.")
    return value


def _object(name: str, value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ValueError(f"The setting {name!r} is a JSON object.")
    return value


def _list(name: str, value: object) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise ValueError(f"The setting {name!r} is a JSON list.")
    return list(value)
