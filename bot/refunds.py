"""Refunds by staff: a wish, a second person above the practice's limit, the provider, and the ledger behind it.

The provider is asked under a key of the wish's row, so that asking twice gives back once. What went back is posted from
what the provider then says of the payment (bot/collect.py); money that the office took is given back by the office, and
posted at once.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot import collect
from bot.acts import Act, Done, No, NotYours, Result, begun
from bot.payments import GivenBack, NoAnswer, NotThere, Paid, RefusedBack
from bot.wiring import App
from flows.money import ZERO, Money, total
from storage import ledger, payments, people, refunds, tickets
from storage.payments import Payment
from storage.refunds import Refund

SAME_KEY = timedelta(hours=20)
"""A provider forgets keys after a day: a refund that is unknown for longer is only looked for (decision 31)."""
LOST = timedelta(seconds=30)


def propose(app: App, staff_id: int, patient_id: int, payment_id: int, amount: Money | None) -> Result:
    """Gives back a part of a payment, or all; above the practice's limit it waits for another member of staff."""
    if amount is None or amount <= ZERO:
        return No("Type the amount to give back, such as 50 or 50.25. Nothing was changed.")
    with app.db.begin() as tx:
        act = begun(app, tx, staff_id)
        payment = _payment(act, patient_id, payment_id)
        left = may_go_back(tx, payment)
        if amount > left:
            return No(f"Of this payment {left} can still go back. Nothing was changed.")
        alone = amount.cents <= people.practice(tx, act.practice_id).policy.refund_alone_cents
        state = "asked" if alone else "proposed"
        made = refunds.add(tx, act.practice_id, payment.id, amount, staff_id, app.now(), state)
        act.note("refund_proposed", f"payment:{payment.id}", refund=made)
        if not alone:
            tickets.open_ticket(tx, act.practice_id, "refund", app.now(), patient_id=patient_id,
                                note=f"payment {payment.id}: a second person has to agree to a refund")  # fmt: skip
            return Done(f"Written down. Another member of staff has to agree before {amount} goes back.")
    return _go(app, made)


def agree(app: App, staff_id: int, patient_id: int, refund_id: int) -> Result:
    """The second person agrees: the money goes back."""
    with app.db.begin() as tx:
        act = begun(app, tx, staff_id)
        wish, payment = _wish(act, patient_id, refund_id)
        if wish.by == staff_id:
            return No("You asked for this refund. Another member of staff has to agree to it.")
        if _left(tx, payment) < ZERO:
            return No("Less than that can go back by now. Nothing was changed.")
        if wish.state != "proposed" or not refunds.set_state(tx, wish.id, "asked", app.now(), second=staff_id):
            return No("This was decided a moment ago. Nothing was changed.")
        act.note("refund_agreed", f"payment:{payment.id}", refund=wish.id)
    return _go(app, refund_id)


def withdraw(app: App, staff_id: int, patient_id: int, refund_id: int) -> Result:
    """Nothing is given back after all."""
    with app.db.begin() as tx:
        act = begun(app, tx, staff_id)
        wish, payment = _wish(act, patient_id, refund_id)
        if wish.state != "proposed" or not refunds.set_state(tx, wish.id, "withdrawn", app.now()):
            return No("This was decided a moment ago. Nothing was changed.")
        act.note("refund_withdrawn", f"payment:{payment.id}", refund=wish.id)
    return Done("Nothing goes back.")


def may_go_back(tx: Connection, payment: Payment) -> Money:
    """What of a payment has neither gone back nor is on its way there."""
    return max(_left(tx, payment), ZERO)


def _left(tx: Connection, payment: Payment) -> Money:
    """The same; negative where more went back since the last wish."""
    if payment.state != "paid":
        return ZERO
    open_ = [one.amount for one in refunds.of_payment(tx, payment.id) if one.state in refunds.OPEN]
    return payment.amount - ledger.gone_back(tx, payment.patient_id, payment.id) - total(open_)


def sweep(app: App) -> int:
    """Asks after refunds of which nobody knows what came of them; how many."""
    now = app.now()
    with app.db.read() as tx:
        waiting = [one for one in refunds.going(tx) if now - (one.asked_at or now) >= LOST]
    for one in waiting:
        _go(app, one.id)
    return len(waiting)


def _payment(act: Act, patient_id: int, payment_id: int) -> Payment:
    act.patient(patient_id)
    found = payments.locked(act.tx, payment_id)
    if found is None or found.patient_id != patient_id:
        raise NotYours
    return found


def _wish(act: Act, patient_id: int, refund_id: int) -> tuple[Refund, Payment]:
    wish = refunds.refund(act.tx, refund_id)
    if wish is None:
        raise NotYours
    return wish, _payment(act, patient_id, wish.payment_id)


def _go(app: App, refund_id: int) -> Result:
    """Has it given back, and says how that went. No connection is held while the provider is asked."""
    with app.db.read() as tx:
        wish = refunds.refund(tx, refund_id)
        payment = payments.payment(tx, wish.payment_id) if wish else None
        lead = payments.lead(tx, payment) if payment else None
    if wish is None or payment is None or lead is None:
        raise NotYours
    if payment.provider == collect.ELSEWHERE or payment.provider.startswith(collect.OFFICE):
        _given_here(app, wish, payment)
        return Done(f"Written down: give them {wish.amount} back. They owe that much again.")
    provider, ask = app.payments.get(payment.provider), collect.ask_of(lead)
    if provider is None:
        return Done("The provider of this payment is not set up. The refund waits until it is.")
    answer: GivenBack | RefusedBack | NotThere | NoAnswer = provider.found_back(ask, wish.ref)
    if isinstance(answer, NotThere) and app.now() - (wish.asked_at or wish.created_at) < SAME_KEY:
        answer = provider.give_back(ask, wish.ref, wish.amount)
    if isinstance(answer, GivenBack) and isinstance(collect.look(app, payment), Paid):
        with app.db.begin() as tx:
            refunds.set_state(tx, wish.id, "done", app.now())
        return Done(f"{wish.amount} goes back to the card or account that it came from, within about ten days.")
    if isinstance(answer, RefusedBack | NotThere):
        with app.db.begin() as tx:
            refunds.set_state(tx, wish.id, "refused", app.now())
            tickets.open_ticket(tx, wish.practice_id, "refund", app.now(), patient_id=payment.patient_id,
                                note=f"payment {payment.id}: the provider did not give it back")  # fmt: skip
        return No("The provider did not give it back. Nothing moved, and a ticket says so.")
    with app.db.begin() as tx:
        refunds.set_state(tx, wish.id, "unknown", app.now())
    return Done("The provider has not answered yet. Sheepdog keeps asking; it is never given back twice.")


def _given_here(app: App, wish: Refund, payment: Payment) -> None:
    with app.db.begin() as tx:
        if payments.locked(tx, payment.id) is None or not refunds.set_state(tx, wish.id, "done", app.now()):
            return
        had = ledger.gone_back(tx, payment.patient_id, payment.id)
        mine = payment.practice_id, payment.patient_id, payment.id
        ledger.give_back(tx, *mine, collect.REFUND, had + wish.amount, app.now())
