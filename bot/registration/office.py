"""What a kit must know of a practice, and what its parts are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from sqlalchemy import Connection

from bot.errors import Sorry
from bot.facts import told_practice
from bot.words import Words
from flows.script import Say
from storage import people
from storage.people import Practice

WORDS = Words()
TOKEN = "k3Jd9sQxW2mB7vRtY4nZaQ"
"""What stands in sample links where a real one has its secret."""

Kind = Literal["text", "sample", "agreeing", "confirming", "privacy", "words"]


@dataclass(frozen=True)
class Office:
    """What a kit must know of a practice."""

    slug: str
    practice: Practice
    number: str
    public_url: str
    patients: int = 0

    @property
    def name(self) -> str:
        return self.practice.program_name

    @property
    def site(self) -> str:
        """The practice's own site, as a host."""
        return self.practice.site.removeprefix("https://").removeprefix("http://").strip("/")

    @property
    def hosts(self) -> tuple[str, ...]:
        """Where links may lead."""
        return tuple(filter(None, (*self.practice.hosts, self.site, urlsplit(self.public_url).netloc)))

    def page(self, path: str) -> str:
        """An address on the practice's own site."""
        return f"https://{self.site}/{path}"

    def says(self, key: str, lang: str = "en", **blanks: object) -> str:
        """A sentence as patients get it."""
        link = f"{self.public_url}/p/{TOKEN}"
        return WORDS.render(Say(key, **blanks), lang, told_practice(self.practice), lambda _: link).text


@dataclass(frozen=True)
class Paste:
    """A text to paste somewhere: its field, how long it may be, and what it must hold."""

    name: str
    text: str
    field: str = ""
    least: int = 0
    most: int = 0
    kind: Kind = "text"


@dataclass(frozen=True)
class Part:
    """A part of the kit: what to do, and what to paste."""

    title: str
    advice: str
    texts: tuple[Paste, ...] = ()




def of(tx: Connection, practice: Practice, public_url: str) -> Office:
    """A practice's office. Raises Sorry where something that a kit names is not known, or must not be registered."""
    if practice.kind != "provider":
        raise Sorry("Only a practice that is owed itself can be registered; carriers forbid texts for somebody else.")
    number = next((one.number for one in people.senders(tx, practice.id) if one.channel == "twilio_sms"), "")
    wanted = {"number": number, "site": practice.site, "phone": practice.phone}
    if missing := [f"{name}=..." for name, value in wanted.items() if not value]:
        raise Sorry(f"A kit needs more of {practice.name}: ./sheepdog practice set {practice.slug} {' '.join(missing)}")
    return Office(practice.slug, practice, number, public_url, people.count_patients(tx, practice.id))
