"""One payment row -> the provider -> the ledger, once, whatever is repeated, late or lost (design, principle 4).

The row comes before the call, its name is the key of the call, and what the provider says goes onto the row: only
forward, and the ledger follows in the same transaction. No connection is held while the provider is asked.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot import links, receipts
from bot import mandates as cards
from bot.payments import (
    Answer,
    Ask,
    Closed,
    Declined,
    NoAnswer,
    NotThere,
    OnItsWay,
    Paid,
    Provider,
    Saved,
    Told,
    Waiting,
)
from bot.wiring import App
from flows import shares
from flows.money import ZERO, Money, total
from flows.shares import Part, Share
from storage import audit, debits, ledger, mandates, outbox, payments, people, plans, promises, quotes, talks, tickets
from storage import refunds as wishes
from storage.links import LinkRow
from storage.payments import Payment

log = logging.getLogger("sheepdog.collect")

ELSEWHERE = "elsewhere"
OFFICE = "office_"
"""Before the way in which money came in at the office, as a payment's provider."""
REFUND, DISPUTE = "given_back", "taken_back"
NOTES = {
    (DISPUTE, True): "the payer's bank took the money back; answer it at the provider",
    (DISPUTE, False): "the payer's bank gave the money back",
    (REFUND, False): "a refund did not arrive and came back",
}
OPEN = ("created", "asked", "unknown")
GOING = ("asked", "unknown", "done")
"""Wishes for a refund that may be in what the provider says has gone back."""
GIVEN_UP = timedelta(minutes=2)
"""A provider that never heard of a payment by then never will (its call was lost on the way)."""
KEYS_LAST = timedelta(hours=24)
"""So long a provider knows a key. A charge with nobody there is given up only after it: till then asking for it again
is asking once, and a call that is still on its way can't make a second one (decision 31)."""
LONGEST_OPEN = timedelta(hours=24)
"""A page that nobody has paid on for so long is closed."""
ASKED_EVERY = ((timedelta(minutes=2), 10), (timedelta(hours=1), 60), (timedelta(days=365), 600))
"""(age, seconds): how often a payment of this age is asked after; the sweep comes by every SWEEP_S seconds."""
SWEEP_S = 10


@dataclass(frozen=True)
class Order:
    """What somebody at a link has checked and wants to pay."""

    link: LinkRow
    patient_id: int
    amount: Money
    after: int
    """The newest payment of this link when the order was shown: the same order never makes a second payment."""
    back: str
    """Where the provider sends the browser afterwards; `{ref}` becomes the payment's name."""
    lang: str
    notice: str = ""
    """Digest of the notice that the law wanted before a card is typed, as it was shown; empty where none is wanted."""
    shares: tuple[Share, ...] = ()
    """Whose how much of it is, where it is for several patients; they sum to the amount."""

    @property
    def parts(self) -> tuple[Share, ...]:
        """Whose how much of it is."""
        return self.shares or (Share(self.patient_id, self.amount),)


@dataclass(frozen=True)
class GoTo:
    """The provider's page is open here."""

    url: str


@dataclass(frozen=True)
class LookAt:
    """There is a payment to look at first: it is paid, being checked, or over."""

    ref: str


@dataclass(frozen=True)
class NoTill:
    """No provider is set up."""


def begin(app: App, order: Order) -> GoTo | LookAt | NoTill:
    """Opens the provider's page for an order, closing any other that is open for its patients (decision 31)."""
    provider = _provider(app)
    if provider is None:
        return NoTill()
    with app.db.begin() as tx:
        mine, others = _row(tx, order, provider.name, app.now())
    for other in others:
        answer = _ask_to_close(app, other)
        if isinstance(answer, Paid | OnItsWay | NoAnswer):
            settle(app, mine.id, NotThere(), lost=True)
            return LookAt(other.ref)
    if mine.state not in OPEN:
        return LookAt(mine.ref)
    return _start(app, provider, mine, order)


def _provider(app: App) -> Provider | None:
    return next(iter(app.payments.values()), None)


def _row(tx: Connection, order: Order, provider: str, now: datetime) -> tuple[Payment, list[Payment]]:
    """The order's own row, made if it is new, and other payments of its patients that are open."""
    links.alone(tx, order.link)
    since = [one for one in payments.of_link(tx, order.link.id) if one.id > order.after and one.lead_id is None]
    same = next((one for one in since if _shares_of(tx, one) == order.parts), None)
    if same is not None:
        return same, []
    account = people.practice(tx, order.link.practice_id).stripe_account
    new = payments.add_shared(tx, order.link.practice_id, order.parts, provider, now, account=account,
                              conversation_id=order.link.conversation_id, link_id=order.link.id)  # fmt: skip
    if order.notice:
        audit.write(tx, order.link.practice_id, f"link:{order.link.id}", "card_notice", f"payment:{new}",
                    {"sha256": order.notice}, now)  # fmt: skip
    made = payments.payment(tx, new)
    assert made is not None, "it was added above"
    found = [one for share in order.parts for one in payments.of_patient(tx, share.patient_id) if one.state in OPEN]
    leads = {one.id: one for one in (payments.lead(tx, each) for each in found)}
    return made, [one for one in leads.values() if one.id != new]


def _shares_of(tx: Connection, lead: Payment) -> tuple[Share, ...]:
    return tuple(Share(one.patient_id, one.amount) for one in payments.together(tx, lead))


def _start(app: App, provider: Provider, mine: Payment, order: Order) -> GoTo | LookAt:
    answer = provider.start(replace(ask_of(mine), back=order.back.format(ref=mine.ref), lang=order.lang))
    settle(app, mine.id, answer)
    return GoTo(answer.url) if isinstance(answer, Waiting) else LookAt(mine.ref)


def ask_of(payment: Payment, saved: Saved | None = None) -> Ask:
    """The question that a payment's row makes: the same key every time. Of several rows it is the first one's."""
    if payment.lead_id:
        raise ValueError("the provider knows the first row alone: see payments.lead")
    return Ask(payment.ref, payment.attempt, payment.asked, "", provider_ref=payment.provider_ref,
               account=payment.account, since=payment.created_at, saved=saved)  # fmt: skip


def saved_of(tx: Connection, payment: Payment) -> Saved | None:
    """What a debit's payment is taken from; None where the patient pays on the provider's page."""
    debit = debits.debit(tx, payment.debit_id) if payment.debit_id else None
    mandate = mandates.mandate(tx, debit.mandate_id) if debit else None
    if mandate is None or mandate.customer_ref is None or mandate.method_ref is None:
        return None
    return Saved(mandate.customer_ref, mandate.method_ref)


def _asked(app: App, payment: Payment) -> Ask:
    with app.db.read() as tx:
        return ask_of(payment, saved_of(tx, payment))


def given_up(payment: Payment, now: datetime) -> bool:
    """Whether a provider that knows nothing of a payment will never hear of it."""
    return now - payment.created_at > (KEYS_LAST if payment.debit_id else GIVEN_UP)


def _ask_to_close(app: App, payment: Payment) -> Answer:
    provider = app.payments.get(payment.provider)
    answer = provider.close(_asked(app, payment)) if provider else NoAnswer("no such provider")
    settle(app, payment.id, answer, lost=not payment.debit_id or given_up(payment, app.now()))
    return NoAnswer("not known yet") if isinstance(answer, NotThere) and payment.debit_id else answer


def look(app: App, payment: Payment) -> Answer:
    """Asks the provider how a payment stands, and writes it down, for all whom it is for."""
    with app.db.read() as tx:
        payment = payments.lead(tx, payment)
    provider = app.payments.get(payment.provider)
    answer = provider.find(_asked(app, payment)) if provider else NoAnswer("no such provider")
    settle(app, payment.id, answer, lost=given_up(payment, app.now()))
    return answer


def heard(app: App, provider: str, told: Told) -> bool:
    """A provider told us of a payment. False: we have none of that name in that account."""
    if not told.ref:
        return False
    with app.db.read() as tx:
        payment = payments.by_ref(tx, told.ref)
    if payment is None and _left_a_card(app, provider, told):
        return True
    if payment is None or (payment.provider, payment.account) != (provider, told.account):
        log.warning("news of no payment of ours", extra={"kind": provider})
        return False
    if told.answer is None:
        look(app, payment)
    else:
        settle(app, payment.id, told.answer)
    return True


def _left_a_card(app: App, provider: str, told: Told) -> bool:
    """Whether it is news of a card that was left with us; the provider is then asked for it."""
    with app.db.read() as tx:
        mandate = mandates.by_ref(tx, told.ref)
    if mandate is None or (mandate.provider, mandate.account) != (provider, told.account):
        return False
    cards.look(app, mandate)
    return True


def settle(app: App, payment_id: int, answer: Answer, lost: bool = False) -> None:
    """Writes an answer onto the payment's rows, in one transaction with everything that follows from it."""
    with app.db.begin() as tx:
        payment = payments.locked(tx, payment_id)
        if payment is None:
            raise LookupError(f"there is no payment {payment_id}")
        paid = _settle(tx, app, payments.together(tx, payment, lock=True), answer, lost)
    if paid:
        app.wake("drain")


def _settle(tx: Connection, app: App, rows: tuple[Payment, ...], answer: Answer, lost: bool) -> bool:
    now, lead = app.now(), rows[0]
    match answer:
        case Paid(provider_ref, amount, refunded, taken_back):
            new = _paid(tx, app, rows, provider_ref, amount, now)
            _gone_back(tx, rows, refunded, taken_back, now)
            return new
        case OnItsWay(provider_ref):
            _move(tx, rows, "unknown", now, provider_ref)
        case Waiting(provider_ref, _):
            _move(tx, rows, "asked", now, provider_ref)
        case Declined(provider_ref, soft):
            if _move(tx, rows, "declined", now, provider_ref) and lead.debit_id:
                payments.refused(tx, lead.id, soft)
        case Closed(provider_ref):
            _move(tx, rows, "expired", now, provider_ref)
        case NotThere() if lost:
            _move(tx, rows, "expired", now)
        case NotThere() | NoAnswer():
            _move(tx, rows, "unknown", now)
    return False


def _move(tx: Connection, rows: tuple[Payment, ...], state: str, now: datetime,
          provider_ref: str | None = None) -> bool:  # fmt: skip
    """All rows of a payment move as one. False: they had got as far before."""
    moved = payments.set_state(tx, rows[0].id, state, now, provider_ref)
    for one in rows[1:]:
        payments.set_state(tx, one.id, state, now)
    return moved


def _paid(tx: Connection, app: App, rows: tuple[Payment, ...], provider_ref: str, amount: Money, now: datetime) -> bool:
    """The money is taken. Whoever moves the rows to paid also posts them; everybody later finds it done."""
    if not _move(tx, rows, "paid", now, provider_ref):
        return False
    came = zip(rows, shares.fit(amount, [one.amount for one in rows]), strict=True)
    for one, mine in sorted(came, key=_patient):
        if mine > ZERO:
            _post(tx, one, mine, now)
    if conversation := rows[0].conversation_id:
        talks.add_event(tx, rows[0].practice_id, conversation, "paid", "patient", now)
    receipts.queue(tx, app, rows, amount, now)
    return True


def _patient(share: tuple[Payment, Money]) -> int:
    """Shares are posted in one order, so that two payments for the same patients never block each other for good."""
    return share[0].patient_id


def _post(tx: Connection, payment: Payment, amount: Money, now: datetime) -> None:
    owed = ledger.balance(tx, payment.patient_id)
    ledger.payment(tx, payment.practice_id, payment.patient_id, payment.id, amount, now)
    _follow(tx, payment, now)
    if amount.cents > max(owed.cents, 0):
        tickets.open_ticket(tx, payment.practice_id, "refund", now, conversation_id=payment.conversation_id,
                            patient_id=payment.patient_id, note=f"payment {payment.id}: paid too much")  # fmt: skip
    audit.write(tx, payment.practice_id, f"payment:{payment.id}", "paid", f"patient:{payment.patient_id}",
                {"provider": payment.provider}, now)  # fmt: skip
    log.info("paid", extra={"payment": payment.id})


def _gone_back(tx: Connection, rows: tuple[Payment, ...], refunded: Money | None, taken_back: Money | None,
               now: datetime) -> None:  # fmt: skip
    """What has left again since, as totals; what our rows do not have yet is posted, and staff hear of a dispute."""
    for why, total_ in ((REFUND, refunded), (DISPUTE, taken_back)):
        if total_ is not None:
            went = zip(rows, _spread(tx, rows, why, total_), strict=True)
            for payment, mine in sorted(went, key=_patient):
                _back(tx, payment, why, mine, now)


def _spread(tx: Connection, rows: tuple[Payment, ...], why: str, sum_: Money) -> tuple[Money, ...]:
    """Of what has gone back of a payment, whose how much it is."""
    if len(rows) == 1:
        return (sum_,)
    other = DISPUTE if why == REFUND else REFUND
    parts = [
        Part(
            one.amount,
            ledger.given_back(tx, one.patient_id, one.id, why),
            ledger.given_back(tx, one.patient_id, one.id, other),
            total([wish.amount for wish in wishes.of_payment(tx, one.id) if wish.state in GOING])
            if why == REFUND else ZERO,
        )
        for one in rows
    ]  # fmt: skip
    return shares.back(sum_, parts)


def _back(tx: Connection, payment: Payment, why: str, total_: Money, now: datetime) -> None:
    more = ledger.give_back(tx, payment.practice_id, payment.patient_id, payment.id, why, total_, now)
    if more == ZERO:
        return
    audit.write(tx, payment.practice_id, f"payment:{payment.id}", why, f"patient:{payment.patient_id}",
                {"provider": payment.provider}, now)  # fmt: skip
    log.info(why, extra={"payment": payment.id})
    if why == DISPUTE and more > ZERO and payment.debit_id:  # their bank was told that they did not allow it
        cards.stop(tx, [payment.patient_id], "disputed", f"payment:{payment.id}", now)
    if why == DISPUTE or more < ZERO:
        tickets.open_ticket(tx, payment.practice_id, "refund", now, patient_id=payment.patient_id,
                            note=f"payment {payment.id}: {NOTES[why, more > ZERO]}")  # fmt: skip


def _follow(tx: Connection, payment: Payment, now: datetime) -> None:
    """What was said of the old figure is over: nudges, the open quote, a promise that is kept, a plan that is paid."""
    patient_id = payment.patient_id
    owed = ledger.balance(tx, patient_id)
    for phone in people.phones(tx, patient_id):
        outbox.drop_pending(tx, payment.practice_id, phone.number, receipts.ALL_BUT_NUDGES, "paid", now)
    quote = quotes.open_quote(tx, patient_id, now)
    if quote and quote.id and quote.owed != owed:
        quotes.close(tx, quote.id, "superseded", now)
    if owed.cents <= 0:
        promises.end(tx, patient_id, now)
    plan = plans.plan(tx, patient_id)
    if plan and plan.state == "active" and (plan.next is None or owed.cents <= 0):
        plans.set_state(tx, plan.id, "completed", now)


def credit_of(tx: Connection, patient_id: int) -> Money:
    """What the practice owes the patient; zero where it owes nothing."""
    return max(-ledger.balance(tx, patient_id), ZERO)


def record(app: App, practice_id: int, patient_id: int, amount: Money, conversation_id: int | None = None) -> int:
    """A payment that was taken in full elsewhere than on our page, with all that follows; its row's id."""
    with app.db.begin() as tx:
        row = took(tx, app, practice_id, patient_id, amount, ELSEWHERE, conversation_id)
    app.wake("drain")
    return row


def took(tx: Connection, app: App, practice_id: int, patient_id: int, amount: Money, provider: str,
         conversation_id: int | None = None) -> int:  # fmt: skip
    """The same within a transaction."""
    row = payments.add(tx, practice_id, patient_id, amount, provider, app.now(), conversation_id=conversation_id)
    new = payments.payment(tx, row)
    assert new is not None, "it was added a line above"
    _paid(tx, app, (new,), new.ref, amount, app.now())
    return row


def sweep_payments(app: App) -> int:
    """Asks after payments of which nobody knows what came of them; how many were asked after."""
    now = app.now()
    with app.db.read() as tx:
        waiting = [one for one in payments.unsettled(tx, now) if due(one, now)]
    for payment in waiting:
        if payment.state == "asked" and now - payment.created_at > LONGEST_OPEN:
            _ask_to_close(app, payment)
        else:
            look(app, payment)
    return len(waiting)


def due(payment: Payment, now: datetime) -> bool:
    """Whether a payment is asked after in this sweep: every time while young, ever less often after that. Pure."""
    age = max(now - payment.created_at, timedelta(0))
    every = next(seconds for limit, seconds in ASKED_EVERY if age < limit or limit == ASKED_EVERY[-1][0])
    return int(age.total_seconds()) % every < SWEEP_S
