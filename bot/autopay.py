"""Takes what patients allowed: tells them first, asks the provider once, tries a refused card again, and stops.

What is to be done is decided by flows/debits.py from fresh rows, under the patient's lock; two workers take turns. No
connection is held while the provider is asked.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import Connection

from bot import collect, facts, gate, gate_facts, mandates, outreach
from bot.outreach import Reach
from bot.payments import NotThere, Saved
from bot.wiring import App
from flows import debits as rules
from flows.debits import Announce, GiveUp, Later, Leave, Part, PutOff, Standing, Take, Told
from flows.money import ZERO
from flows.script import Link, Say
from flows.values import Drop, GateFacts, MessageClass, Outgoing, Reasons
from storage import audit, consent, ledger, links, outbox, payments, people, plans
from storage import debits as rows
from storage import mandates as mandate_rows
from storage.debits import Debit
from storage.links import LinkRow
from storage.mandates import Mandate
from storage.payments import Payment
from storage.people import Patient, Practice

TAKES_FROM = time(9)
"""The hour of the day, where the patient is: before it nobody looks at a bank's message in peace."""
UNSIGNED = timedelta(days=3)
"""A card that was left and not agreed to for so long is let go of; the link it came by has ended too."""
ASKED_AGAIN = timedelta(seconds=60)
NEVER_ASKED_AGAIN = timedelta(hours=20)
"""A call that may have been lost is made again under the same key, while the provider surely knows it (decision 31)."""
MOST_NOTICES = 3
"""Notices of one debit that did not come before a letter has to tell of it (decision 32)."""
MAIL = timedelta(days=5)
"""How long a letter may take."""
REACHED, LOST = ("sent", "delivered"), ("undelivered", "failed", "refused", "dropped")
NOTICE, AGAIN, OFF = "autopay.notice", "autopay.again", "autopay.off"
PLAIN = {NOTICE: "autopay.notice_plain", AGAIN: "autopay.again_plain"}
"""The same without figures, for who has not proved that the number is theirs (fact sheet H3)."""
REFUSED = (("refused", "The card was refused"),)
ROUNDS = 4


class Seen(NamedTuple):
    """A mandate and all that its debit depends on, read under the patient's lock."""

    mandate: Mandate
    practice: Practice
    patient: Patient
    debit: Debit | None
    part: Part | None
    link: LinkRow | None
    runs: bool
    """Its plan is under way."""
    now: datetime

    @property
    def talk_id(self) -> int | None:
        """The talk in which the plan was agreed to, or whose link led to its page; tickets are seen in a talk."""
        return self.link.conversation_id if self.link else None

    @property
    def local(self) -> datetime:
        """This moment where the patient is."""
        return self.now.astimezone(facts.zone_of(self.practice, [self.patient]))


def run_all(app: App) -> int:
    """Sees to every mandate that is on, and forgets the cards of those that are over; how many asks were made."""
    with app.db.begin() as tx:
        if never := [one.id for one in mandate_rows.stale(tx, app.now() - UNSIGNED)]:
            mandate_rows.end(tx, never, "never_agreed", app.now())
        on, over = mandate_rows.underway(tx), mandate_rows.to_forget(tx)
    for mandate in over:
        _forget(app, mandate)
    return sum(see_to(app, mandate.id) for mandate in on)


def next_day(tx: Connection, plan_id: int, now: datetime) -> date | None:
    """The next day on which the plan's card is told of or charged; None where no card pays it, or none is known."""
    mandate = mandate_rows.on(tx, plan_id)
    seen = _read(tx, mandate, now) if mandate else None
    return rules.next_day(_told(tx, seen), _standing(tx, seen)) if seen else None


def see_to(app: App, mandate_id: int) -> int:
    """Takes one mandate as far as it goes today; how often the provider was asked for money."""
    asked = 0
    for _ in range(ROUNDS):
        with app.db.begin() as tx:
            payment, more = _go_on(tx, app, mandate_id)
            saved = collect.saved_of(tx, payment) if payment else None
        if payment is not None and saved is not None:
            _ask(app, payment, saved)
            asked += 1
        if not more:
            break
    app.wake("drain")
    return asked


def _ask(app: App, payment: Payment, saved: Saved) -> None:
    provider = app.payments.get(payment.provider)
    if provider is None:
        return
    ask = collect.ask_of(payment, saved)
    known = provider.find(ask) if payment.state != "created" or payment.asked_at else NotThere()
    answer = provider.start(ask) if isinstance(known, NotThere) else known
    collect.settle(app, payment.id, answer)


def _go_on(tx: Connection, app: App, mandate_id: int) -> tuple[Payment | None, bool]:
    """One step of a mandate; the payment to ask the provider for, if any, and whether to look again at once."""
    seen = _seen(tx, app, mandate_id)
    if seen is None:
        return None, False
    if seen.debit is not None and seen.debit.state == "asked":
        return _asked(tx, app, seen, seen.debit)
    if _confirms_first(tx, app, seen):
        return None, False
    told = _told(tx, seen)
    move = rules.step(told, _standing(tx, seen))
    match move:
        case Announce():
            _announce(tx, app, seen, move)
        case Take(_, reasons) if seen.debit is not None and seen.local.time() >= TAKES_FROM:
            return _take(tx, seen, seen.debit, reasons), True
        case PutOff(reasons) if seen.debit is not None:
            rows.move(tx, seen.debit.id, "put_off", reasons)
            return None, True
        case Later(day, reasons) if seen.debit is not None:
            rows.move(tx, seen.debit.id, "declined", reasons, day=day)
        case GiveUp(reasons) if seen.debit is not None:
            _give_up(tx, app, seen, seen.debit, reasons)
        case Leave() if seen.debit is not None:
            rows.move(tx, seen.debit.id, "over", (("paid", "It was paid in another way"),), settled_at=seen.now)
            return None, True
    return None, False


def _seen(tx: Connection, app: App, mandate_id: int) -> Seen | None:
    """Under the patient's lock; None where nothing may be taken any more: the mandate or its plan has ended."""
    first = mandate_rows.mandate(tx, mandate_id)
    if first is None:
        return None
    payments.alone(tx, first.patient_id)
    seen = _read(tx, mandate_rows.mandate(tx, mandate_id) or first, app.now())
    if seen.debit is not None and seen.debit.state == "asked":
        return seen
    if seen.mandate.state == "on" and not seen.runs:
        mandates.stop(tx, [seen.patient.id], "plan_over", "rule", seen.now)
    if seen.mandate.state != "on" or not seen.runs:
        return None
    if seen.debit is not None and seen.part is not None and seen.debit.n != seen.part.n:
        rows.move(tx, seen.debit.id, "over", (("paid", "It was paid in another way"),), settled_at=seen.now)
        return seen._replace(debit=None)
    return seen


def _read(tx: Connection, mandate: Mandate, now: datetime) -> Seen:
    plan = plans.plan(tx, mandate.patient_id)
    runs = plan is not None and (plan.id, plan.state) == (mandate.plan_id, "active")
    part = rules.part_of(plan, ledger.balance(tx, mandate.patient_id)) if plan is not None and runs else None
    return Seen(
        mandate=mandate,
        practice=people.practice(tx, mandate.practice_id),
        patient=people.patient(tx, mandate.patient_id),
        debit=rows.under_way(tx, mandate.id),
        part=part,
        link=links.link(tx, mandate.link_id) if mandate.link_id else None,
        runs=runs,
        now=now,
    )


def _told(tx: Connection, seen: Seen) -> Told | None:
    debit = seen.debit
    if debit is None:
        return None
    told_on, state = debit.told_on, debit.state
    text = outbox.text(tx, debit.notice_id) if debit.notice_id else None
    if text is not None and told_on is None and text.state in REACHED and text.sent_at is not None:
        told_on = text.sent_at.astimezone(seen.local.tzinfo).date()
    if state == "announced" and told_on is None and text is not None and text.state in LOST:
        state = "put_off"  # it never came: told of anew
    return Told(state, debit.amount, debit.day, told_on, debit.tries, debit.first_tried_on)


def _standing(tx: Connection, seen: Seen) -> Standing:
    part, today = seen.part, seen.local.date()
    held = _holds(tx, seen)
    return Standing(
        today=today,
        day=part.day if part else today,
        agreed=part.agreed if part else ZERO,
        due=part.left if part else ZERO,
        limits=seen.practice.policy.autopay,
        on=seen.mandate.state == "on" and not seen.practice.paused,
        holds=held,
        paying=payments.underway(tx, seen.patient.id) is not None,
    )


def _holds(tx: Connection, seen: Seen) -> frozenset[str]:
    return gate_facts.bill_holds(tx, seen.practice.id, seen.patient, seen.now)


# -- telling --


def _announce(tx: Connection, app: App, seen: Seen, move: Announce) -> None:
    """The debit's row as it is told now, and the text; a letter where no text may go or none has come."""
    assert seen.part is not None, "something is due"
    debit_id = seen.debit.id if seen.debit else rows.announce(
        tx, seen.practice.id, seen.patient.id, seen.mandate.id, seen.part.n, move.amount, move.day, seen.now
    )  # fmt: skip
    if debit_id is None:
        return
    notices = (seen.debit.notices if seen.debit else 0) + 1
    if seen.debit and seen.debit.notice_id:
        outbox.drop(tx, seen.debit.notice_id, (("told_anew", "A newer notice takes its place"),), seen.now)
    say = _named(NOTICE, seen, amount=move.amount, day=move.day)
    text = _queue(tx, app, seen, say) if notices <= MOST_NOTICES else None
    rows.move(tx, debit_id, "announced" if text else "letter", amount_cents=move.amount.cents, day=move.day,
              notice_id=text, told_on=None, notices=notices, tries=0, first_tried_on=None)  # fmt: skip
    if text is None:
        words = f"autopay: no text may tell them that {move.amount} is to be taken on {move.day}; post a letter"
        _ticket(tx, seen, words)
    audit.write(tx, seen.practice.id, "rule", "debit_announced", f"debit:{debit_id}", {"n": seen.part.n}, seen.now)


def _reach(tx: Connection, seen: Seen) -> tuple[Reach, GateFacts] | None:
    """How they are reached by text, and what the gate knows of it."""
    reach = outreach.reach_of(tx, seen.practice, seen.patient)
    if reach is None:
        return None
    known = gate_facts.of_patient(tx, seen.practice.id, reach.sender.id, seen.patient.id, reach.phone.number,
                                  reach.talk, seen.now)  # fmt: skip
    return reach, replace(known, unread_inbound=False)


def _confirms_first(tx: Connection, app: App, seen: Seen) -> bool:
    """Whether the text that confirms consent has to go first; most have had it long ago, which is quick to see."""
    phone = outreach.mobile_of(tx, seen.patient)
    if phone is None or consent.confirm_sent_at(tx, seen.practice.id, phone.number) is not None:
        return False
    reach = _reach(tx, seen)
    return reach is not None and outreach.confirms_first(tx, app, seen.practice, *reach, seen.now)


def letter_posted(tx: Connection, debit: Debit, posted: datetime, practice: Practice, patient: Patient) -> None:
    """A letter tells of the debit: it is known some days after it was posted, and taken no sooner (decision 32)."""
    on = posted.astimezone(facts.zone_of(practice, [patient])).date() + MAIL
    day = max(debit.day, on + timedelta(days=practice.policy.autopay.varying_amount_notice_days))
    rows.move(tx, debit.id, "announced", told_on=on, day=day, notices=0)


def _named(key: str, seen: Seen, **blanks: object) -> Say:
    kind = "bank" if seen.mandate.kind == "bank" else "card"
    return Say(key, last4=seen.mandate.last4 or "", kind=kind, link=Link("agreement"), **blanks)


def _queue(tx: Connection, app: App, seen: Seen, say: Say) -> int | None:
    """A text that we begin, with figures where the number has proved to be theirs; None where none may go."""
    found = _reach(tx, seen)
    if found is None:
        return None
    reach, known = found
    exact = Outgoing(MessageClass.SERVICE, reach.phone.number, level=1)
    if isinstance(gate.check(exact, known, seen.now), Drop):
        if isinstance(gate.check(replace(exact, level=0), known, seen.now), Drop):
            return None
        say = Say(PLAIN.get(say.key, say.key), link=say.blanks["link"])
    return outreach.queue_begun(tx, app, seen.practice, reach, say, seen.now)


def _ticket(tx: Connection, seen: Seen, note: str) -> None:
    outreach.open_ticket(tx, seen.practice, seen.patient, note, seen.now, seen.talk_id)


# -- taking --


def _take(tx: Connection, seen: Seen, debit: Debit, reasons: Reasons) -> Payment:
    """The row before the call: a payment of its own for each try, of the amount that was told."""
    mandate = seen.mandate
    made = payments.add(tx, seen.practice.id, seen.patient.id, debit.amount, mandate.provider, seen.now,
                        account=mandate.account, debit_id=debit.id)  # fmt: skip
    rows.move(tx, debit.id, "asked", reasons)
    audit.write(tx, seen.practice.id, "rule", "debit_asked", f"debit:{debit.id}",
                {"payment": made, "rules": [rule for rule, _ in reasons]}, seen.now)  # fmt: skip
    payment = payments.payment(tx, made)
    assert payment is not None, "it was added above"
    return payment


def _asked(tx: Connection, app: App, seen: Seen, debit: Debit) -> tuple[Payment | None, bool]:
    """What came of the last try."""
    payment = payments.of_debit(tx, debit.id)
    if payment is None or payment.state == "expired":
        rows.move(tx, debit.id, "put_off", (("lost", "The provider never heard of it"),))
        return None, seen.mandate.state == "on"
    if payment.state == "paid":
        rows.move(tx, debit.id, "paid", debit.why, settled_at=seen.now)
        return None, seen.mandate.state == "on"
    if payment.state == "declined":
        _refused(tx, app, seen, debit, payment)
        return None, False
    age = seen.now - payment.created_at
    lost = payment.provider_ref is None and ASKED_AGAIN <= age < NEVER_ASKED_AGAIN
    return (payment, False) if lost and _still(tx, seen) else (None, False)


def _still(tx: Connection, seen: Seen) -> bool:
    """Whether a call that may have been lost may be made again."""
    return seen.mandate.state == "on" and not _holds(tx, seen) and not seen.practice.paused


def _refused(tx: Connection, app: App, seen: Seen, debit: Debit, payment: Payment) -> None:
    """A soft refusal is tried again on its days, and the patient told of them; a hard one ends it (fact sheet P4)."""
    today, limits = seen.local.date(), seen.practice.policy.autopay
    first = debit.first_tried_on or today
    told = Told("declined", debit.amount, debit.day, debit.told_on, debit.tries + 1, first)
    day = rules.retry_on(told, today, limits) if payment.refusal == "soft" and seen.mandate.state == "on" else None
    rows.move(tx, debit.id, "declined", REFUSED, tries=told.tries, first_tried_on=first)
    if day is None:
        _give_up(tx, app, seen, debit, REFUSED)
        return
    text = _queue(tx, app, seen, _named(AGAIN, seen, amount=debit.amount, day=day))
    rows.move(tx, debit.id, "declined", REFUSED, day=day, notice_id=text, told_on=None)


def _give_up(tx: Connection, app: App, seen: Seen, debit: Debit, reasons: Reasons) -> None:
    """The card is not used any more. The plan goes on; the patient is told once, and staff."""
    rows.move(tx, debit.id, "over", reasons, settled_at=seen.now)
    if seen.mandate.state != "on":
        return
    mandates.stop(tx, [seen.patient.id], "refused", "rule", seen.now)
    _queue(tx, app, seen, _named(OFF, seen))
    _ticket(tx, seen, "autopay: the card was refused and is not used any more; the plan goes on")


def _forget(app: App, mandate: Mandate) -> None:
    """The provider detaches a card that nobody uses any more; until it has, the next run asks again."""
    provider = app.payments.get(mandate.provider)
    if provider is None or mandate.customer_ref is None or mandate.method_ref is None:
        return
    if provider.forget(Saved(mandate.customer_ref, mandate.method_ref), mandate.account):
        with app.db.begin() as tx:
            mandate_rows.forgotten(tx, mandate.id)
