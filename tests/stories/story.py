"""One story: a patient is billed, pays, is refunded, disputes and agrees to plans, while calls and processes die."""

from __future__ import annotations

import contextlib
import hashlib
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction

from bot import autopay, collect, desk_money, facts, jobs, links, mandates, reconcile, refunds
from bot.collect import Order
from bot.visits import Visit
from flows import offers, shares
from flows.money import ZERO, Money, total
from flows.offers import Offer
from flows.shapes import RHYTHMS, Shape
from flows.shares import Owing, Share
from storage import consent, ledger, payments, people, plans, quotes
from storage import mandates as mandate_rows
from storage import refunds as refund_rows
from storage.payments import Payment
from tests.at_once import at_once
from tests.rows import a_patient
from tests.stories.town import Town
from tests.stories.wire import Died, Unsure
from tests.stripe_here import ANSWER, BANK, CALL, EMPTY_BANK, REFUSED, WORKS

Step = tuple[str, int]
TROUBLES: tuple[str | int, ...] = (CALL, ANSWER, 500, Unsure.BEFORE, Unsure.AFTER)
LEFT = (WORKS, WORKS, BANK, "4000000000009235", "4000000000000341", "4000000000006975")
"""Cards that are left for later: some are refused then."""
CARDS = (WORKS, WORKS, WORKS, REFUSED, BANK, EMPTY_BANK)
DECIDES = (timedelta(0), payments.LOST_AFTER, collect.GIVEN_UP, collect.KEYS_LAST, collect.LONGEST_OPEN)
"""Ages at which the product may take another view of a payment of which it has heard nothing new."""
SECOND = timedelta(seconds=1)
A_SWEEP = timedelta(seconds=collect.SWEEP_S)
ONE_BY_ONE = 0.4
"""Of the days in a story, how many follow the one before: nothing may be taken on a day that is not due."""
LONGEST_WAIT = 100
"""Sweeps after which a story that has come to no end has lost something."""


@dataclass
class Story:
    """What a patient was billed and paid at the office, as the teller remembers it; and somebody of the same house, for
    whom they sometimes pay as well."""

    town: Town
    patient: int = 0
    other: int = 0
    billed: int = 0
    at_office: int = 0
    news: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        office, now = self.town.office, self.town.office.app.now()
        self.town.people += 1
        number = f"+1720555{self.town.people:04}"
        with office.app.db.begin() as tx:
            self.patient = a_patient(tx, office.practice, f"Pat{self.town.people}", "Story", number, now=now)
            self.other = a_patient(tx, office.practice, f"Sam{self.town.people}", "Story", number, 9050, now=now)
            self.billed = ledger.balance(tx, self.patient).cents + 9050

    # -- what the story needs to know --

    def mine(self) -> list[Payment]:
        with self.town.office.app.db.read() as tx:
            return payments.of_patient(tx, self.patient)

    def ours(self) -> list[Payment]:
        """The payments of both, each by the row that Stripe knows, newest first."""
        with self.town.office.app.db.read() as tx:
            rows = [*payments.of_patient(tx, self.patient), *payments.of_patient(tx, self.other)]
        return sorted((one for one in rows if one.lead_id is None), key=lambda one: -one.id)

    def rows(self) -> list[Payment]:
        """Every share of theirs, newest first."""
        with self.town.office.app.db.read() as tx:
            rows = [*payments.of_patient(tx, self.patient), *payments.of_patient(tx, self.other)]
        return sorted(rows, key=lambda one: -one.id)

    def owed_by(self, patient: int) -> Money:
        with self.town.office.app.db.read() as tx:
            return ledger.balance(tx, patient)

    def owed(self) -> Money:
        with self.town.office.app.db.read() as tx:
            return ledger.balance(tx, self.patient)

    def charges(self) -> list[str]:
        refs = {one.ref for one in self.ours()}
        return [one["id"] for one in self.town.stripe.all("charge")
                if one["metadata"].get("ref") in refs and one["status"] == "succeeded"]  # fmt: skip

    # -- steps --

    def play(self, steps: Sequence[Step]) -> None:
        """Each step may end in a process that dies; the next one goes on from what was committed."""
        for what, number in steps:
            with contextlib.suppress(Died, ConnectionError):
                STEPS[what](self, number)

    def bill(self, number: int) -> None:
        office = self.town.office
        cents = 1 + number * 37 % 30000
        with office.app.db.begin() as tx:
            ledger.charge(tx, office.practice, self.patient, "story", f"{self.patient}:{self.billed}:{number}",
                          Money(cents), office.app.now())  # fmt: skip
        self.billed += cents

    def insurer(self, number: int) -> None:
        office = self.town.office
        cents = 1 + number * 13 % 9000
        with office.app.db.begin() as tx:
            source = f"{self.patient}:{self.billed}:{number}"
            now = office.app.now()
            if ledger.adjust(tx, office.practice, self.patient, "story", source, Money(cents), now) is None:
                return
        self.billed -= cents

    def begin(self, number: int) -> None:
        owed = self.owed()
        if owed.cents < 50:
            return
        amount = owed if number % 3 else Money(max(50, owed.cents * (number % 97 + 1) // 100))
        self._begin((Share(self.patient, amount),))

    def together(self, number: int) -> None:
        """One payment for both: a sum to the oldest bill first, or some of each."""
        owing = [Owing(one, self.owed_by(one)) for one in (self.patient, self.other)]
        most = sum(max(one.owed.cents, 0) for one in owing)
        if most < 50:
            return
        if number % 2:
            self._begin(shares.allocate(Money(max(50, most * (number % 97 + 1) // 100)), owing))
        else:
            parts = {one.patient_id: one.owed.cents // (1 + number % 3) for one in owing}
            some = [Share(patient, Money(cents)) for patient, cents in parts.items() if cents > 0]
            if sum(one.amount.cents for one in some) >= 50:
                self._begin(shares.chosen(some, owing))

    def _begin(self, whose: tuple[Share, ...]) -> None:
        app, sum_ = self.town.office.app, total([one.amount for one in whose])
        with app.db.begin() as tx:
            practice = people.practice(tx, self.town.office.practice)
            url = links.make(tx, app.settings, "pay", practice, whose[0].patient_id, None, 1, app.now())
        with app.db.read() as tx:
            link = links.open_link(tx, url.rpartition("/")[2], app.now()).link
        assert link is not None
        collect.begin(app, Order(link, whose[0].patient_id, sum_, 0, "http://here/{ref}", "en", "", whose))

    def pay(self, number: int) -> None:
        for one in self.ours():
            session = self.town.stripe.session(one.ref)
            if session is not None and session["status"] == "open":
                self.town.stripe.pay(one.ref, CARDS[number % len(CARDS)])
                return

    def bank(self, number: int) -> None:
        refs = {one.ref for one in self.ours()}
        for one in self.town.stripe.all("payment_intent"):
            if one["status"] == "processing" and one["metadata"].get("ref") in refs:
                self.town.stripe.does("clear", one["id"])

    def hear(self, number: int) -> None:
        """Some of the news, in any order, some of it twice and some never; older news comes again."""
        rng = random.Random(number)
        self.news += [body for body, _ in self.town.stripe.send()]
        told = [body for body in self.news if rng.random() < 0.7] + rng.sample(self.news, min(2, len(self.news)))
        rng.shuffle(told)
        for body in told:
            self.tell(body)

    def tell(self, body: bytes) -> None:
        with contextlib.suppress(ConnectionError):  # our door answers 503 then, and Stripe sends it again
            collect.heard(self.town.office.app, "stripe_checkout", self.town.stripe.provider._told_of(json.loads(body)))

    def trouble(self, number: int) -> None:
        self.town.stripe.wire.lose = [None] * (number % 4) + [TROUBLES[number % len(TROUBLES)]]

    def wait(self, number: int) -> None:
        lengths = (20, 95, 700, 4000, 90_000, 400_000)
        self.town.office.pass_time(timedelta(seconds=lengths[number % len(lengths)]))

    def sweep(self, number: int) -> None:
        collect.sweep_payments(self.town.office.app)
        refunds.sweep(self.town.office.app)

    def two_workers(self, number: int) -> None:
        """The sweep of one, and news that reaches another at the same moment."""
        self.news += [body for body, _ in self.town.stripe.send()]
        body = self.news[number % len(self.news)] if self.news else None
        app = self.town.office.app

        def tell() -> None:
            if body:
                self.tell(body)

        at_once(lambda: collect.sweep_payments(app) and None, tell, tell)

    def dispute(self, number: int) -> None:
        if ids := self.charges():
            self.town.stripe.flask.test_client().post(f"/admin/dispute/{ids[number % len(ids)]}")

    def judge(self, number: int) -> None:
        open_ = [one for one in self.town.stripe.all("dispute") if one["charge"] in self.charges()]
        for one in open_:
            if one["status"] == "needs_response":
                self.town.stripe.does("win" if number % 2 else "lose", one["id"])

    def refund(self, number: int) -> None:
        office = self.town.office
        for one in self.rows()[number % 2 :]:
            with office.app.db.read() as tx:
                left = refunds.may_go_back(tx, one)
            if left > ZERO:
                amount = left if number % 2 else Money(max(1, left.cents * (number % 89) // 100))
                before = self.owed_by(one.patient_id)
                refunds.propose(office.app, office.staff["ana"], one.patient_id, one.id, amount)
                if one.provider != "stripe_checkout":
                    self.at_office -= (self.owed_by(one.patient_id) - before).cents
                return

    def agree(self, number: int) -> None:
        office = self.town.office
        for one in self.rows():
            with office.app.db.read() as tx:
                open_ = [wish for wish in refund_rows.of_payment(tx, one.id) if wish.state == "proposed"]
            for wish in open_:
                before = self.owed_by(one.patient_id)
                does = refunds.agree if number % 3 else refunds.withdraw
                does(office.app, office.staff["kate"], one.patient_id, wish.id)
                if one.provider != "stripe_checkout":
                    self.at_office -= (self.owed_by(one.patient_id) - before).cents

    def own_tools(self, number: int) -> None:
        """A refund at Stripe's own dashboard."""
        refs = {one.ref for one in self.ours()}
        for one in self.town.stripe.all("payment_intent"):
            if one["metadata"].get("ref") in refs and one["status"] == "succeeded":
                told = {"payment_intent": one["id"], "amount": str(number % 500 + 1)}
                head = {"Authorization": "Bearer sk_test_here"}
                self.town.stripe.flask.test_client().post("/v1/refunds", data=told, headers=head)
                return

    def cash(self, number: int) -> None:
        office, made = self.town.office, self.mine()
        before = self.owed()
        cents = Money(100 + number * 7 % 9000)
        desk_money.paid_here(office.app, office.staff["ana"], self.patient, cents, "cash", made[0].id if made else 0)
        self.at_office += (before - self.owed()).cents

    def listed(self, number: int) -> None:
        office, made = self.town.office, [one for one in self.rows() if one.state == "paid"]
        if made:
            one = made[number % len(made)]
            desk_money.in_list(office.app, office.staff["ana"], one.patient_id, one.id)

    def plan(self, number: int) -> None:
        """What the patient wishes for, as offers make it, agreed to."""
        app, owed = self.town.office.app, self.owed()
        with app.db.begin() as tx:
            practice = people.practice(tx, self.town.office.practice)
            today = app.now().date()
            found = offers.shaped(owed, practice.policy, today, self.shape(number, today))
            if not isinstance(found, Offer):
                return
            now, terms = app.now(), found.quote(self.patient, owed)
            quote = quotes.add(tx, practice.id, None, terms, "plan", "story", now, now + timedelta(hours=72))
            plans.start(tx, quote, "active", now, "page")

    def shape(self, number: int, today: date) -> Shape:
        """One of many plans that a patient may wish for."""
        rhythm, day = RHYTHMS[number % len(RHYTHMS)], today + timedelta(days=number % 50)
        match number % 5:
            case 0:
                return Shape(number % 14, rhythm=rhythm)
            case 1:
                return Shape(number % 5 or None, rhythm=rhythm, down=Money(number * 13 % 30000))
            case 2:
                return Shape(down=Fraction(1, 2), first=day)
            case 3:
                return Shape(amount=Money(number * 11 % 20000), rhythm=rhythm)
            case _:
                return Shape(2, first=day, second=day + timedelta(days=number % 9))

    def leave_card(self, number: int) -> None:
        """The patient leaves a card for the plan that runs, and allows its payments on the page."""
        office, app = self.town.office, self.town.office.app
        with app.db.begin() as tx:
            practice, plan = people.practice(tx, office.practice), plans.plan(tx, self.patient)
            url = links.make(tx, app.settings, "agreement", practice, self.patient, None, 1, app.now())
        if plan is None or plan.state != "active":
            return
        with app.db.read() as tx:
            link = links.open_link(tx, url.rpartition("/")[2], app.now()).link
            patient = people.patient(tx, self.patient)
            assert link is not None
            account = facts.account(tx, patient, app.now())
        visit = Visit(link, practice, app.now(), None, patient, account)
        page = mandates.open_page(app, visit, plan.id, "http://here/{ref}", "en")
        if page is None:
            return
        card = LEFT[number % len(LEFT)]
        self.town.stripe.flask.test_client().post(page.removeprefix("http://stripe.here"), data={"number": card})
        with app.db.read() as tx:
            made = mandate_rows.newest(tx, self.patient)
        assert made is not None
        words = f"a page of {number}".encode()
        mandates.agree(app, visit, made, words, hashlib.sha256(words).hexdigest(), {"page": "story"})

    def days(self, number: int) -> None:
        """Some days of timer and workers; the card's luck may change. Days when nothing is due are often left out."""
        office, rng = self.town.office, random.Random(number)
        for method in self.town.stripe.all("payment_method")[: number % 2]:
            luck = ("", "", "insufficient_funds", "lost_card")[number % 4]
            self.town.stripe.flask.test_client().post(f"/admin/luck/{method['id']}", data={"refuses": luck})
        for _ in range(2 + number % 5):
            more = 0 if rng.random() < ONE_BY_ONE else self.days_off(rng.randrange(1, 12))
            office.pass_time(timedelta(days=more, hours=24 - office.app.now().hour + 17))  # 10 or 11 in Denver
            with contextlib.suppress(Died):
                autopay.run_all(office.app)
            jobs.send_due(office.app, 20)

    def days_off(self, most: int) -> int:
        """How many days may pass before the one on which somebody's card is told of or charged, as far as is known."""
        now = self.town.office.app.now()
        with self.town.office.app.db.read() as tx:
            days = [autopay.next_day(tx, mandate.plan_id, now) for mandate in mandate_rows.underway(tx)]
        return max(0, min(((day - now.date()).days - 1 for day in days if day), default=most))

    def hold(self, number: int) -> None:
        """Something holds the bill back for a while; a moment after whatever came before it."""
        self.town.office.pass_time(timedelta(seconds=1))
        office, now = self.town.office, self.town.office.app.now()
        name = ("dispute", "hardship_pause", "not_in_file", "bankruptcy")[number % 4]
        with office.app.db.begin() as tx:
            consent.add_hold(tx, office.practice, name, now, patient_id=self.patient,
                             until=now + timedelta(days=1 + number % 20))  # fmt: skip
            mandates.on_hold(tx, [self.patient], name, "story", now)

    def end_it(self, number: int) -> None:
        """They want nothing taken any more."""
        with self.town.office.app.db.begin() as tx:
            mandates.stop(tx, [self.patient], "patient", "story", self.town.office.app.now())

    def compare(self, number: int) -> None:
        reconcile.run_all(self.town.office.app)

    # -- the end --

    def settle(self) -> None:
        """Nothing gets lost any more; whatever is under way comes to its end.

        Nobody waits for it: the clock goes from one sweep that may decide something to the next, as between them the
        same questions have the same answers. Where none is left and a payment is still open, something was lost.
        """
        office, known, since = self.town.office, list[Payment](), self.town.office.app.now()
        self.town.stripe.wire.lose = []
        for _ in range(LONGEST_WAIT):
            self.bank(0)
            self.hear_all()
            mine = self.rows()
            known, since = mine, since if mine == known else office.app.now()
            moment = self.next_sweep(mine, since)
            if moment is None:
                break
            office.app.clock.to(moment)  # type: ignore[attr-defined]
            self.sweep(0)
            autopay.run_all(office.app)
        self.hear_all()

    def next_sweep(self, mine: Sequence[Payment], since: datetime) -> datetime | None:
        """When a sweep may decide something next; None where no payment or refund waits for one.

        `since` is when these payments came to be as they are: one sweep asks after each, and one more at each of the
        ages at which the same answer means something else.
        """
        now = self.town.office.app.now()
        with self.town.office.app.db.read() as tx:
            wishes = [wish for one in mine for wish in refund_rows.of_payment(tx, one.id)]
        sweeps = [asked_after(one, max(one.created_at + age + SECOND, since + SECOND)) for one in mine
                  if one.state in collect.OPEN for age in DECIDES]  # fmt: skip
        sweeps += [max((wish.asked_at or wish.created_at) + refunds.LOST, now + A_SWEEP) for wish in wishes
                   if wish.state in ("asked", "unknown")]  # fmt: skip
        return min((moment for moment in sweeps if moment > now), default=None)

    def hear_all(self) -> None:
        self.news += [body for body, _ in self.town.stripe.send()]
        for body in self.news:
            self.tell(body)
        self.news.clear()


STEPS: dict[str, Callable[[Story, int], None]] = {
    name: getattr(Story, name)
    for name in ("bill", "insurer", "begin", "together", "pay", "bank", "hear", "trouble", "wait", "sweep",
                 "two_workers", "dispute", "judge", "refund", "agree", "own_tools", "cash", "listed", "plan", "compare",
                 "leave_card", "days", "hold", "end_it")
}  # fmt: skip
THEN = ("plan", "leave_card", "days", "days")
"""Steps that only make sense one after the other; many stories have them."""
OFTEN = ("begin", "pay", "together", "pay", "hear", "trouble", "wait", "sweep")
"""Steps that come twice as often, as the others stand on them."""


def asked_after(payment: Payment, moment: datetime) -> datetime:
    """The first sweep from this moment on that asks after a payment."""
    while not collect.due(payment, moment):
        moment += A_SWEEP
    return moment


def told(seed: int) -> list[Step]:
    """The steps of a random story."""
    rng = random.Random(seed)
    names = (*STEPS, *OFTEN)
    steps = [(rng.choice(names), rng.randrange(10_000)) for _ in range(rng.randrange(4, 28))]
    if rng.random() < 0.5:
        place = rng.randrange(len(steps) + 1)
        steps[place:place] = [(name, rng.randrange(10_000)) for name in THEN]
    return steps
