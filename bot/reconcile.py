"""Once a day: what moved on the practice's account at the provider, held against the ledger, payment by payment.

Every difference is listed for people. Nothing is put right here: what the provider says of a payment reaches the ledger
by `collect`, and what is still different after that is for a person to understand.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot import collect
from bot.payments import Answer, Moved, NoAnswer, Paid, Provider
from bot.wiring import App
from flows.money import ZERO, Money, total
from storage import audit, books, payments, people, reconciled
from storage.payments import Payment
from storage.people import Practice
from storage.reconciled import GIVEN_BACK, PAID, TAKEN_BACK, WHATS, Run

log = logging.getLogger("sheepdog.reconcile")

LATE = timedelta(hours=1)
"""What moved since then may not have reached us yet."""
LONGEST = timedelta(days=31)
"""One run looks at no more; the next one goes on from there."""

@dataclass(frozen=True)
class Looked:
    """What came of looking at every account."""

    new: int
    """Differences that were not there before."""
    unanswered: int
    """Accounts whose provider did not answer; they are looked at again next time."""


Totals = Mapping[str, Money]
"""For each of WHATS how much, in all the time of a payment."""


@dataclass(frozen=True)
class Differs:
    """A figure that is not the same on both sides. `payment` None: no payment of ours has this name."""

    subject: str
    payment: int | None
    what: str
    theirs: Money
    ours: Money


def differing(subject: str, payment: int | None, theirs: Totals, ours: Totals) -> list[Differs]:
    """Where both sides say something else. Pure."""
    return [
        Differs(subject, payment, what, theirs.get(what, ZERO), ours.get(what, ZERO))
        for what in WHATS
        if theirs.get(what, ZERO) != ours.get(what, ZERO)
    ]


def totals_of(answer: Answer) -> Totals:
    """What a provider's answer says has moved. Pure."""
    if not isinstance(answer, Paid):
        return {}
    return {PAID: answer.amount, GIVEN_BACK: answer.refunded or ZERO, TAKEN_BACK: answer.taken_back or ZERO}


def run_all(app: App) -> Looked:
    """All practices and providers."""
    with app.db.read() as tx:
        practices = people.practices(tx)
    found = [run(app, practice, provider) for practice in practices for provider in app.payments.values()]
    return Looked(sum(new or 0 for new in found), found.count(None))


def run(app: App, practice: Practice, provider: Provider) -> int | None:
    """From where the last run ended; how many differences are new. None: the provider did not answer.

    Then nothing is written, and the next run looks at the same time again.
    """
    with app.db.read() as tx:
        since = reconciled.until(tx, practice.id, provider.name) or payments.first_at(tx, practice.id, provider.name)
    until = app.now() - LATE
    if since is None or since >= until:
        return 0
    until = min(until, since + LONGEST)
    moved = provider.moved(practice.stripe_account, since, until)
    if isinstance(moved, NoAnswer):
        log.warning("not reconciled", extra={"provider": provider.name, "why": moved.why})
        return None
    with app.db.read() as tx:
        moved = _own(tx, practice, moved)
        known = _known(tx, practice, provider, moved, since, until)
        ours = {one.id: books.of_payment(tx, one.id) for one in known.values()}
    found = _strangers(moved, known)
    for payment in known.values():
        answer = provider.find(collect.ask_of(payment))
        if isinstance(answer, NoAnswer):
            log.warning("not reconciled", extra={"provider": provider.name, "why": answer.why})
            return None
        found += differing(f"payment:{payment.id}", payment.id, totals_of(answer), ours[payment.id])
    summed = _summed(provider.name, moved, since, until, app.now())
    return _write(app, practice, summed, found, set(ours))


def _own(tx: Connection, practice: Practice, moved: Iterable[Moved]) -> tuple[Moved, ...]:
    """Without what belongs to payments of another practice, where several share one account."""
    of = {one.ref: payments.by_ref(tx, one.ref) for one in moved if one.ref}
    others = {ref for ref, payment in of.items() if payment is not None and payment.practice_id != practice.id}
    return tuple(one for one in moved if one.ref not in others)


def _known(tx: Connection, practice: Practice, provider: Provider, moved: Iterable[Moved], since: datetime,
           until: datetime) -> dict[str, Payment]:  # fmt: skip
    """Payments of ours that either side touched, or that differed before, by their name."""
    refs = {one.ref for one in moved if one.ref}
    refs |= {one.ref for one in books.money_moved(tx, practice.id, since, until) if one.provider == provider.name}
    found = [payments.by_ref(tx, name) for name in sorted(refs)]
    standing = [one.payment_id for one in reconciled.standing(tx, practice.id) if one.provider == provider.name]
    found += [payments.payment(tx, one) for one in standing if one is not None]
    leads = [payments.lead(tx, one) for one in found if one is not None]
    mine = [one for one in leads if (one.practice_id, one.provider) == (practice.id, provider.name)]
    return {one.ref: one for one in mine}


def _strangers(moved: Iterable[Moved], known: Mapping[str, Payment]) -> list[Differs]:
    """Money that moved for nothing that we know of: taken with the account's own tools, or for somebody else."""
    return [
        Differs(one.id, None, one.what, one.amount, ZERO)
        for one in moved
        if one.what in WHATS and one.ref not in known and one.amount != ZERO
    ]


def _summed(provider: str, moved: tuple[Moved, ...], since: datetime, until: datetime, now: datetime) -> Run:
    sums = {what: total([one.amount for one in moved if one.what == what]) for what in (*WHATS, "payout")}
    fee = total([one.fee for one in moved])
    return Run(provider, since, until, now, sums[PAID], sums[GIVEN_BACK] + sums[TAKEN_BACK], fee, sums["payout"])


def _write(app: App, practice: Practice, summed: Run, found: Iterable[Differs], looked: set[int]) -> int:
    """The run, its differences, and an end to those that have gone by themselves."""
    now, new, seen = app.now(), 0, set[tuple[str, str]]()
    with app.db.begin() as tx:
        for one in found:
            seen.add((one.subject, one.what))
            new += reconciled.found(tx, practice.id, summed.provider, one.subject, one.payment, one.what, one.theirs,
                                    one.ours, now)  # fmt: skip
        for old in reconciled.standing(tx, practice.id):
            if old.payment_id in looked and (old.subject, old.what) not in seen:
                reconciled.close(tx, old.id, now)
        reconciled.keep(tx, practice.id, summed)
        audit.write(tx, practice.id, "timer", "reconciled", f"practice:{practice.id}",
                    {"provider": summed.provider, "new": new}, now)  # fmt: skip
    return new
