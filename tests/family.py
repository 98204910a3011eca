"""Elena Reyes, whose number stands on four files: two children, a grown son and herself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from bot import collect, links
from bot.collect import Order
from flows.money import Money, total
from flows.shares import Share
from storage import ledger, payments, people
from storage.payments import Payment
from tests.rows import a_conversation, a_patient
from tests.webhooks.office import Office

NUMBER, BORN = "+17205550115", date(1988, 11, 2)
GUARANTOR: dict[str, Any] = {"guarantor_first": "Elena", "guarantor_last": "Reyes", "guarantor_born": BORN}
SOFIA_OWES, LEO_OWES, SAM_OWES, ELENA_OWES = Money(13000), Money(5050), Money(20000), Money(7000)
ALL = total([SOFIA_OWES, LEO_OWES, SAM_OWES, ELENA_OWES])


@dataclass
class Family:
    """Their ids, the oldest bill first, and their talk."""

    office: Office
    leo: int
    sofia: int
    sam: int
    elena: int
    talk: int

    @property
    def shares(self) -> tuple[Share, ...]:
        """All of what the children owe."""
        return Share(self.leo, LEO_OWES), Share(self.sofia, SOFIA_OWES)

    def owed(self, patient: int) -> Money:
        with self.office.app.db.read() as tx:
            return ledger.balance(tx, patient)

    def paid(self, patient: int) -> list[Payment]:
        with self.office.app.db.read() as tx:
            return payments.of_patient(tx, patient)

    def order(self, shares: tuple[Share, ...] = (), path: str = "", after: int = 0, talk: bool = True) -> Order:
        """What somebody has checked at a link for the two children, or for others."""
        app, whose = self.office.app, shares or self.shares
        with app.db.begin() as tx:
            practice = people.practice(tx, self.office.practice)
            url = path or links.make(tx, app.settings, "pay", practice, None, self.talk if talk else None, 1, app.now(),
                                     proved=[one.patient_id for one in whose], as_guarantor=True)  # fmt: skip
        token = url.rpartition("/")[2]
        with app.db.read() as tx:
            link = links.open_link(tx, token, app.now()).link
        assert link is not None
        sum_ = total([one.amount for one in whose])
        return Order(link, whose[0].patient_id, sum_, after, f"http://here/p/{token}/done/{{ref}}", "en", "", whose)

    def begin(self, shares: tuple[Share, ...] = ()) -> Payment:
        """A payment for them that is open at the provider: its first row."""
        order = self.order(shares)
        assert isinstance(collect.begin(self.office.app, order), collect.GoTo)
        return self.paid(order.shares[0].patient_id)[0]


def a_family(office: Office, **more: Any) -> Family:
    """Leo's bill is the oldest, Elena's own the newest."""
    now = office.app.now()
    with office.app.db.begin() as tx:

        def one(first: str, cents: int, born: date, service: date, **fields: Any) -> int:
            return a_patient(tx, office.practice, first, "Reyes", NUMBER, cents, born=born, key=f"R-{first}", now=now,
                             statement_code=f"{first.upper()}77X", oldest_service=service, **fields)  # fmt: skip

        sofia = one("Sofia", SOFIA_OWES.cents, date(2017, 5, 20), date(2025, 11, 3), **{**GUARANTOR, **more})
        leo = one("Leo", LEO_OWES.cents, date(2019, 8, 9), date(2025, 9, 1), **GUARANTOR)
        sam = one("Sam", SAM_OWES.cents, date(2006, 1, 30), date(2025, 12, 12), **GUARANTOR)
        elena = one("Elena", ELENA_OWES.cents, BORN, date(2026, 1, 4))
        for child in (sofia, leo, sam):
            people.add_phone(tx, office.practice, child, NUMBER, kind="mobile", of="guarantor")
        for patient in (sofia, leo, sam, elena):
            people.phone_verified(tx, office.practice, NUMBER, patient, now)
        talk = a_conversation(tx, office.practice, office.sender, NUMBER, now)
    return Family(office, leo, sofia, sam, elena, talk)
