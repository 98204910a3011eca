"""Where stories are played: a practice and its Stripe, each with a file of its own, and one clock that both go by."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from storage import people
from tests.app import MONDAY
from tests.stories.wire import deadly
from tests.stripe_here import Stripe
from tests.webhooks.office import Office, open_office


@dataclass
class Town:
    """An office and its Stripe, in which stories are played one after the other."""

    office: Office
    stripe: Stripe
    people: int = 0
    empty: dict[Path, bytes] = field(default_factory=dict)
    """Both sides' files as they were before the first story."""

    @classmethod
    def open(cls, folder: Path) -> Town:
        """A practice with its staff and nobody's bill, in which processes may die while they ask Stripe."""
        office = open_office(folder / "office")
        stripe = Stripe(folder, office.app.now)
        office.app.payments.clear()  # type: ignore[attr-defined]
        office.app.payments["stripe_checkout"] = stripe.provider  # type: ignore[index]
        with office.app.db.begin() as tx:
            people.update_practice(tx, office.practice, hosts=(office.app.settings.public_url.partition("//")[2],))
        deadly(stripe.wire)
        town = cls(office, stripe)
        town.close()  # the last connection writes all that is in its log into the file
        town.empty = {file: file.read_bytes() for file in (town.ours, town.theirs)}
        return town

    @property
    def ours(self) -> Path:
        """The practice's database."""
        return self.office.app.settings.home / "sheepdog.db"

    @property
    def theirs(self) -> Path:
        """Stripe's."""
        return self.stripe.office.account.file

    def empty_again(self) -> None:
        """As it was when it was opened: a town of its own for the next story, without the time that opening takes."""
        self.close()
        for file, held in self.empty.items():
            file.write_bytes(held)
            for beside in ("-wal", "-shm"):
                Path(f"{file}{beside}").unlink(missing_ok=True)
        self.people = 0
        self.stripe.news.clear()
        self.stripe.wire.calls.clear()
        self.stripe.wire.lose = []
        self.office.app.clock.set(MONDAY)  # type: ignore[attr-defined]
        for channel in self.office.app.channels.values():
            channel.asked.clear()  # type: ignore[attr-defined]
            channel.taken.clear()  # type: ignore[attr-defined]

    def close(self) -> None:
        """Lets go of both sides' files."""
        self.office.app.db.dispose()
        self.stripe.office.book.close()
