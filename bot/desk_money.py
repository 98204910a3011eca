"""Money that staff write down: what was paid at the office, and what the practice's own list shows by now.

Each is one function and one transaction with its audit row, as in bot/desk.py. What goes back is booked by the provider
that took it.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot import collect, refunds
from bot.acts import Done, No, NotYours, Result, begun
from bot.case import OwnCard, PaidRow
from bot.wiring import App
from flows.money import ZERO, Money
from storage import debits, ledger, mandates, payments, reconciled
from storage import refunds as refund_rows
from storage.payments import Payment

WAYS = ("cash", "check", "card", "phone")
"""How money comes in at the office: by phone means a card whose number was told to the office's own terminal."""
SHOWN = 10
MOST = Money(10_000_000)
"""A larger figure than $100,000 is a slip of the finger."""


def of_patient(tx: Connection, patient_id: int) -> tuple[PaidRow, ...]:
    """A patient's newest payments, those that came to nothing left out."""
    waits = {one.payment_id for one in ledger.transits(tx, patient_id)}
    made = [one for one in payments.of_patient(tx, patient_id) if one.state not in ("expired", "declined", "created")]
    return tuple(_row(tx, one, one.id not in waits) for one in made[:SHOWN])


def _row(tx: Connection, one: Payment, listed: bool) -> PaidRow:
    return PaidRow(
        id=one.id,
        at=one.settled_at or one.created_at,
        amount=one.amount,
        way=way_of(one.provider),
        state=one.state,
        listed=listed and one.state == "paid",
        gone=ledger.gone_back(tx, one.patient_id, one.id),
        left=refunds.may_go_back(tx, one),
        wishes=tuple(wish for wish in refund_rows.of_payment(tx, one.id) if wish.state in refund_rows.OPEN),
        whole=payments.lead(tx, one).whole,
    )


def own_card(tx: Connection, patient_id: int) -> OwnCard | None:
    """How the patient's plan is paid by itself; None where it is not."""
    mine = next((one for one in mandates.standing(tx, [patient_id]) if one.state == "on"), None)
    if mine is None or mine.on_at is None:
        return None
    return OwnCard(mine.kind or "card", mine.last4 or "", mine.on_at, tuple(debits.of_mandate(tx, mine.id)))


def way_of(provider: str) -> str:
    """How money came in, by the provider of its payment: one of WAYS, online or elsewhere."""
    way = provider.removeprefix(collect.OFFICE)
    return way if way in (*WAYS, collect.ELSEWHERE) else "online"


def looked_into(app: App, staff_id: int, difference_id: int) -> Result:
    """A person understands why the provider's figure and ours differ: it is off the list, and the figures stay."""
    with app.db.begin() as tx:
        act = begun(app, tx, staff_id)
        if difference_id not in {one.id for one in reconciled.standing(tx, act.practice_id)}:
            return No("This difference is off the list already. Nothing was changed.")
        reconciled.close(tx, difference_id, app.now(), staff_id)
        act.note("difference_closed", f"difference:{difference_id}")
    return Done("It is off the list. No figure was changed.")


def paid_here(app: App, staff_id: int, patient_id: int, amount: Money | None, way: str, after: int) -> Result:
    """The patient paid at the office. `after` is the newest payment that the form showed: pressed twice, it is one."""
    if way not in WAYS:
        return No("Choose how they paid. Nothing was changed.")
    if amount is None or not ZERO < amount <= MOST:
        return No("Type the amount, such as 50 or 50.25. Nothing was changed.")
    with app.db.begin() as tx:
        act = begun(app, tx, staff_id)
        patient = act.patient(patient_id)
        payments.alone(tx, patient.id)
        since = [one for one in payments.of_patient(tx, patient.id) if one.id > after]
        if any((one.amount, way_of(one.provider)) == (amount, way) for one in since):
            return No(f"{amount} was written down a moment ago. If they paid twice, press the button once more.")
        made = collect.took(tx, app, act.practice_id, patient.id, amount, f"{collect.OFFICE}{way}")
        act.note("payment_recorded", f"payment:{made}", way=way)
        left = ledger.balance(tx, patient.id)
    app.wake("drain")
    if left < ZERO:
        return Done(f"Written down. {-left} more than they owed: it is their credit, and a ticket asks for a refund.")
    return Done(f"Written down. They owe {left} now." if left else "Written down. They owe nothing now.")


def in_list(app: App, staff_id: int, patient_id: int, payment_id: int) -> Result:
    """Staff have posted this payment in the practice's own system: the next list will show it (decision 29)."""
    with app.db.begin() as tx:
        act = begun(app, tx, staff_id)
        act.patient(patient_id)
        made = payments.locked(tx, payment_id)
        if made is None or made.patient_id != patient_id:
            raise NotYours
        if not ledger.shown(tx, act.practice_id, patient_id, payment_id, app.now(), act.by):
            return No("This payment was in your list already. Nothing was changed.")
        act.note("payment_listed", f"payment:{payment_id}")
    return Done("Written down: your list shows this payment from now on.")
