"""Who looks at a page behind a link, and what they may see: read afresh for every request, decided by nothing else."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot import facts, household, links
from bot.household import Member
from bot.links import LinkState
from bot.proving import Proved
from bot.wiring import App
from flows import estimate, offers
from flows.money import Money, total
from flows.script import Account, Line, PlanFacts
from flows.standing import REVIEWED
from storage import browsers, claims, consent, payments, people, plans, promises, talks
from storage import links as link_rows
from storage.browsers import Browser
from storage.claims import Claim
from storage.links import LinkRow
from storage.payments import Payment
from storage.people import Patient, Practice

UNSETTLED = ("asked", "unknown")
"""A row that was never asked for is nothing to tell of."""
YEAR = 365
SEEN_EVERY = timedelta(seconds=30)


@dataclass(frozen=True)
class Visit:
    """A link that works, and the person behind it as far as they have proved who they are."""

    link: LinkRow
    practice: Practice
    now: datetime
    browser: Browser | None = None
    """Set only where proof stands: proved at this link or one that asks no more, and not idle for too long."""
    patient: Patient | None = None
    """Whose account it is. Known without proof where the link is somebody's, and then nothing of it may be shown."""
    account: Account | None = None
    """Only with proof."""
    holds: frozenset[str] = frozenset()

    @property
    def proved(self) -> bool:
        """Whether this browser may see the account."""
        return self.account is not None

    @property
    def closed(self) -> bool:
        """Whether payment is closed here (decision 14)."""
        flags = self.patient.flags if self.patient else frozenset[str]()
        return bool(self.holds & facts.CLOSES_PAYMENT or flags & facts.CLOSING_FLAGS)

    @property
    def under_review(self) -> bool:
        """A dispute leaves the page open and says so."""
        return bool(self.holds & REVIEWED)

    @property
    def zone(self) -> ZoneInfo:
        """The zone that the patient is in, as far as we know."""
        return facts.zone_of(self.practice, [self.patient] if self.patient else [])

    @property
    def today(self) -> date:
        """The date where the patient is."""
        return self.now.astimezone(self.zone).date()

    @property
    def mine(self) -> Account:
        """The proved account. Raises ValueError: nothing is shown without proof."""
        if self.account is None:
            raise ValueError("nothing is shown without proof")
        return self.account

    @property
    def by_guarantor(self) -> bool:
        """Whether proof here was the guarantor's, also of a child."""
        return self.browser is not None and self.browser.as_guarantor

    @property
    def estimate(self) -> Money | None:
        """The practice's estimate, where the bill is so far above it that the patient may dispute it still."""
        if self.patient is None or self.account is None or self.account.as_guarantor:
            return None
        return disputable(self.patient, self.account.lines, self.today)

    @property
    def may_plan(self) -> bool:
        """Whether a plan may be made here: enough is owed, nothing closes it, it is no old bill (fact sheet P11)."""
        if self.account is None or self.closed or self.account.minor_alone or self.account.insurance_pending:
            return False
        oldest, years = self.account.oldest_service, self.practice.policy.old_debt_years
        old = oldest is not None and (self.today - oldest).days > years * YEAR
        return not old and offers.longest(self.account.owed, self.practice.policy.plan) >= 2


def disputable(patient: Patient, lines: Sequence[Line], today: date) -> Money | None:
    """The good-faith estimate that a bill is too far above, while it may be disputed; else None (fact sheet P6)."""
    told = None if patient.estimate_cents is None else Money(patient.estimate_cents)
    billed = total([line.amount for line in lines if line.kind == "charged"])
    last = estimate.until(patient.first_statement)
    late = last is not None and today > last
    return told if not late and estimate.too_high(billed, told, "self_pay" in patient.flags) else None


def visit(tx: Connection, token: str, cookie: str, now: datetime, kinds: tuple[str, ...]) -> LinkState | Visit:
    """The visit, or why the link does not open. Changes nothing."""
    state = links.open_link(tx, token, now)
    if state.link is None or state.link.kind not in kinds:
        return LinkState("unknown")
    if state.state != "good":
        return state
    return _visit(tx, state.link, _proof(tx, state.link, cookie, now), now)


def practice_of(tx: Connection, state: LinkState) -> Practice | None:
    """Whose link it was that does not open."""
    return people.practice(tx, state.link.practice_id) if state.link else None


def _visit(tx: Connection, link: LinkRow, browser: Browser | None, now: datetime) -> Visit:
    practice = people.practice(tx, link.practice_id)
    whose = link.patient_id or (browser.proved[0] if browser else None)
    if whose is None:
        return Visit(link, practice, now)
    patient = people.patient(tx, whose)
    account = _account(tx, patient, browser, now) if browser else None
    holds = consent.open_holds(tx, practice.id, [whose], _number(tx, link), now)
    reasons = frozenset(hold.reason for hold in holds if not hold.resting)
    return Visit(link, practice, now, browser, patient, account, reasons)


def _account(tx: Connection, patient: Patient, browser: Browser, now: datetime) -> Account:
    """The guarantor of an adult sees amount and statement reference only; a parent sees all of it (decision 12)."""
    found = facts.account(tx, patient, now)
    return found.to_guarantor() if browser.as_guarantor else found


def _number(tx: Connection, link: LinkRow) -> str:
    talk = talks.conversation(tx, link.conversation_id) if link.conversation_id else None
    return talk.address if talk and talk.channel != "web_chat" else ""


def _proof(tx: Connection, link: LinkRow, cookie: str, now: datetime) -> Browser | None:
    """The browser's proof, where it stands for this link: a link that asks for two is not opened by proof with one."""
    browser = browsers.by_token_hash(tx, links.token_hash(cookie)) if cookie else None
    if browser is None or browser.practice_id != link.practice_id or not _stands(tx, browser, now):
        return None
    if browser.link_id == link.id:
        return browser
    first = link_rows.link(tx, browser.link_id) if browser.link_id else None
    enough = first is not None and first.factors >= link.factors
    return browser if enough and link.patient_id in browser.proved else None


def _stands(tx: Connection, browser: Browser, now: datetime) -> bool:
    idle = timedelta(minutes=people.practice(tx, browser.practice_id).policy.session.web_idle_min)
    return browser.kind == "page" and bool(browser.proved) and browser.ended_at is None and now - browser.seen_at < idle


def begin(app: App, link: LinkRow, proved: Proved) -> str:
    """A browser has proved who it is: the secret that it will show from now on."""
    secret, now = secrets.token_urlsafe(32), app.now()
    with app.db.begin() as tx:
        row = browsers.add(tx, link.practice_id, links.token_hash(secret), link.conversation_id, now, kind="page",
                           link_id=link.id)  # fmt: skip
        browsers.save(tx, row, proved=proved.patient_ids, as_guarantor=proved.as_guarantor, proved_at=now)
    return secret


def stay(app: App, visit: Visit) -> None:
    """Somebody is still there."""
    if visit.browser and app.now() - visit.browser.seen_at > SEEN_EVERY:
        with app.db.begin() as tx:
            browsers.touch(tx, visit.browser.id, app.now())


def leave(app: App, visit: Visit) -> None:
    """The browser forgets what was proved in it."""
    if visit.browser:
        with app.db.begin() as tx:
            browsers.end(tx, visit.browser.id, app.now())


@dataclass(frozen=True)
class Standing:
    """What else the page tells a proved patient."""

    plan: PlanFacts | None
    promised: date | None
    under_way: Payment | None
    """A payment that was begun, and of which nobody knows yet what becomes."""
    claim: Claim | None
    """What the insurer was, or is to be, asked newest; None for the guarantor of an adult."""
    asked_for: Money | None
    """The amount that the link names; None: none, or it was paid at this link."""


def standing(tx: Connection, visit: Visit) -> Standing:
    """The plan, the promise and the payment under way of a proved visit."""
    patient_id = visit.mine.patient_id
    mine = payments.of_patient(tx, patient_id)
    return Standing(
        plan=plans.plan(tx, patient_id),
        promised=promises.open_promise(tx, patient_id, visit.today),
        under_way=next((one for one in mine if one.state in UNSETTLED), None),
        claim=None if visit.mine.as_guarantor else claims.newest(tx, patient_id),
        asked_for=None if any(one.link_id == visit.link.id and one.state == "paid" for one in mine)
        else visit.link.amount,
    )


def together(tx: Connection, visit: Visit) -> tuple[Member, ...]:
    """The accounts that somebody at a proved page may pay for together, the oldest first."""
    if visit.browser is None:
        return ()
    who = visit.browser
    return household.members(tx, visit.practice, who.proved, who.as_guarantor, _number(tx, visit.link), visit.now)


def link_for(app: App, visit: Visit, patient_id: int, lang: str) -> str:
    """The path of one patient's own pay page, for somebody who has proved several here: it asks for one factor."""
    with app.db.begin() as tx:
        url = links.make(tx, app.settings, "pay", visit.practice, patient_id, visit.link.conversation_id, 1, app.now(),
                         lang=lang, topic=visit.link.topic)  # fmt: skip
    return url.removeprefix(app.settings.public_url)
