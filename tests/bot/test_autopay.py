"""A plan that is paid by itself: told first, taken once, tried again, stopped by a word; Stripe is our emulator."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot import autopay, collect, desk_patient, jobs
from bot.accept import accept
from bot.acts import Done, No
from bot.channels import Inbound
from flows.money import Money
from flows.script import Quote
from storage import consent, debits, mandates, outbox, payments, people, plans, quotes, tickets
from storage.debits import Debit
from storage.mandates import Mandate
from storage.texts import Text
from tests.at_once import at_once
from tests.rows import a_consent
from tests.stripe_here import ANSWER, BANK, CALL, WORKS, Stripe
from tests.webhooks.web import Browser, Site, make_site, text
from tests.willow import NUMBER

DENVER = ZoneInfo("America/Denver")
SHORT, LOST, SHORT_LATER = "4000000000000341", "4000000000006975", "4000000000009235"
PARTS = (Money(8001), Money(8000), Money(8000))
DAYS = (date(2026, 3, 20), date(2026, 4, 20), date(2026, 5, 20))
WORKING = (1, 9, 10, 15)
"""The hours at which tests look at what timer and workers did."""
SHA = re.compile(r'name="sha" value="([^"]+)"')


@dataclass
class Story:
    """Maria, who owes $240.01 on a plan of three payments, and her card at Stripe."""

    site: Site
    stripe: Stripe

    @property
    def app(self) -> Any:
        return self.site.town.app

    @property
    def maria(self) -> int:
        return self.site.town.maria

    def agreed(self, days: tuple[date, ...] = DAYS, parts: tuple[Money, ...] = PARTS) -> int:
        """A plan, as by text."""
        town = self.site.town
        with self.app.db.begin() as tx:
            quote = Quote(town.maria, town.owed(), parts, days)
            expires = self.app.now() + timedelta(days=2)
            row = quotes.add(tx, town.practice_id, town.talk, quote, "plan", "plan.confirm", self.app.now(), expires)
            return plans.start(tx, row, "active", self.app.now(), "text")

    def leaves(self, number: str = WORKS, tick: bool = True) -> Any:
        """She leaves a card and allows the payments; the last page."""
        path = self.site.town.link("agreement")
        browser = self.site.proved(path)
        return allow(browser, path, self.stripe, number, tick)

    def mandate(self) -> Mandate:
        with self.app.db.read() as tx:
            found = mandates.newest(tx, self.maria)
        assert found is not None
        return found

    def debits(self) -> list[Debit]:
        with self.app.db.read() as tx:
            return debits.of_mandate(tx, self.mandate().id)

    def texts(self, *keys: str) -> list[Text]:
        with self.app.db.read() as tx:
            found = outbox.of_conversation(tx, self.site.town.talk)
        return [one for one in found if one.key in keys or not keys]

    def charges(self) -> list[dict[str, Any]]:
        """What the card was really charged, oldest first."""
        return [one for one in reversed(self.stripe.all("charge")) if one["status"] == "succeeded"]

    def tick(self) -> None:
        """What the timer and the workers do between two moments."""
        autopay.run_all(self.app)
        jobs.send_due(self.app, 20)
        collect.sweep_payments(self.app)

    def until(self, day: date, hour: int = 10) -> None:
        """The days go by, each with its ticks; then it is `hour` o'clock in Denver on this day."""
        end = datetime(day.year, day.month, day.day, hour)
        while self.local() < end:
            self.tick()
            self.site.town.forward(hours=1)
            while self.local() < end and self.local().hour not in WORKING:
                self.site.town.forward(hours=1)
        self.tick()

    def tick_debits(self, hours: int) -> None:
        """Some hours go by."""
        for _ in range(hours):
            self.site.town.forward(hours=1)
            self.tick()

    def local(self) -> datetime:
        return self.app.now().astimezone(DENVER).replace(tzinfo=None)  # type: ignore[no-any-return]

    def texted(self, body: str) -> None:
        with self.app.db.read() as tx:
            to = people.sender(tx, self.site.town.sender_id).number
        sid = f"SM{self.app.now().timestamp():.0f}{len(body)}"
        accept(self.app, Inbound("twilio_sms", sid, to, NUMBER, body, 0, None, self.app.now(), ""))

    def hold(self, name: str) -> None:
        with self.app.db.begin() as tx:
            consent.add_hold(tx, self.site.town.practice_id, name, self.app.now(), patient_id=self.maria)

    def lift(self) -> None:
        with self.app.db.begin() as tx:
            for hold in consent.open_holds(tx, self.site.town.practice_id, [self.maria], None, self.app.now()):
                consent.lift_hold(tx, hold.id, "staff:1", self.app.now())

    def notes(self) -> list[str]:
        with self.app.db.read() as tx:
            return [one.note for one in tickets.open_tickets(tx, self.site.town.practice_id)]


def allow(browser: Browser, path: str, stripe: Stripe, number: str = WORKS, tick: bool = True) -> Any:
    """From the plan's page over Stripe's and back, to the permission."""
    away = browser.post(f"{path}/autopay/card")
    assert away.status_code == 303, away.text
    stripe.flask.test_client().post(away.location.removeprefix("http://stripe.here"), data={"number": number})
    session = stripe.all("checkout.session")[0]
    back = session["success_url"].partition("/a/")[2]
    page = browser.get(f"/a/{back}")
    found = SHA.search(page.text)
    if found is None:
        return page
    form = {"sha": found[1], **({"read": "1"} if tick else {})}
    answer = browser.post(f"/a/{back}/agree", form)
    return browser.get(answer.location) if answer.status_code == 303 else answer


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    site = make_site(tmp_path / "home", hosts=("127.0.0.1:8000",))
    stripe = Stripe(tmp_path, site.town.app.now)
    site.town.app.payments.clear()  # type: ignore[attr-defined]
    site.town.app.payments["stripe_checkout"] = stripe.provider  # type: ignore[index]
    made = Story(site, stripe)
    with site.town.app.db.begin() as tx:
        people.phone_verified(tx, site.town.practice_id, NUMBER, site.town.maria, site.town.app.now())
        a_consent(tx, site.town.practice_id, site.town.maria, NUMBER, site.town.app.now())
    yield made
    site.town.app.db.dispose()


def test_a_plan_is_told_of_and_paid_by_itself_to_its_end(story: Story) -> None:
    story.agreed()
    page = text(story.leaves())
    assert "Your plan is paid by itself" in page and "card ending 4242" in page
    story.until(DAYS[0], hour=8)
    (notice,) = story.texts("autopay.notice")
    assert notice.state == "sent" and "On Mar 20 your card 4242 pays $80.01 of your plan" in notice.body
    assert notice.sent_at is not None and (DAYS[0] - notice.sent_at.date()).days >= 3
    assert story.charges() == [], "it is too early in the day"
    story.until(DAYS[0])
    (charge,) = story.charges()
    assert charge["amount"] == 8001 and story.site.town.owed() == Money(16000)
    story.until(DAYS[2])
    assert [one["amount"] for one in story.charges()] == [8001, 8000, 8000]
    assert story.site.town.owed() == Money(0)
    assert [one.state for one in story.debits()] == ["paid", "paid", "paid"]
    assert story.mandate().state == "ended" and story.mandate().why == "plan_over"
    assert len(story.texts("receipt.paid", "receipt.paid_all")) == 3
    story.until(DAYS[2] + timedelta(days=2))
    assert story.stripe.all("payment_method")[0]["customer"] is None, "the card is let go of"


def test_a_card_without_money_is_tried_again_on_its_days_and_each_try_is_told(story: Story) -> None:
    story.agreed()
    story.leaves(SHORT_LATER)
    story.until(DAYS[0])
    assert story.charges() == [] and story.debits()[0].state == "declined"
    assert story.debits()[0].day == DAYS[0] + timedelta(days=3)
    method = story.stripe.all("payment_method")[0]["id"]
    story.until(DAYS[0] + timedelta(days=3))
    assert story.charges() == [], "the second try, refused too"
    story.stripe.does("luck", method, refuses="")
    story.until(DAYS[0] + timedelta(days=5))
    (charge,) = story.charges()
    assert charge["amount"] == 8001 and story.debits()[0].state == "paid"
    told = story.texts("autopay.again")
    assert ["Mar 23" in one.body for one in told] == [True, False] and "Mar 25" in told[1].body
    assert story.mandate().state == "on" and story.debits()[0].tries == 2


def test_after_three_more_refusals_it_ends_and_the_plan_goes_on(story: Story) -> None:
    plan = story.agreed()
    story.leaves(SHORT_LATER)
    story.until(DAYS[0] + timedelta(days=20))
    tried = [one for one in story.stripe.all("charge") if one["status"] == "failed"]
    days = sorted(datetime.fromtimestamp(one["created"], DENVER).date() for one in tried)
    assert [(day - DAYS[0]).days for day in days] == [0, 3, 5, 10]
    assert (story.mandate().state, story.mandate().why) == ("ended", "refused")
    assert len(story.texts("autopay.off")) == 1 and any("card was refused" in note for note in story.notes())
    with story.app.db.read() as tx:
        row = plans.by_id(tx, plan)
    assert row is not None and row.state == "active", "a plan does not hang on a card (12 CFR 1005.10(e))"
    assert story.site.town.owed() == Money(24001)


@pytest.mark.parametrize("number", [LOST, "4000002760003184"])
def test_a_card_that_is_lost_or_wants_its_owner_is_never_tried_again(story: Story, number: str) -> None:
    story.agreed()
    story.leaves(number)
    story.until(DAYS[0] + timedelta(days=15))
    assert len([one for one in story.stripe.all("charge") if one["status"] == "failed"]) == 1
    assert (story.mandate().state, story.mandate().why) == ("ended", "refused") and len(story.texts("autopay.off")) == 1


def test_a_bank_account_takes_its_days(story: Story) -> None:
    story.agreed()
    assert "bank account ending 6789" in text(story.leaves(BANK))
    story.until(DAYS[0])
    assert story.texts("autopay.notice")[0].body.count("account 6789") == 1
    assert story.charges() == [] and story.site.town.owed() == Money(24001)
    (paying,) = [one for one in story.stripe.all("payment_intent") if one["status"] == "processing"]
    story.until(DAYS[0] + timedelta(days=2))
    story.stripe.does("clear", paying["id"])
    story.until(DAYS[0] + timedelta(days=3))
    assert story.site.town.owed() == Money(16000) and story.debits()[0].state == "paid"


# -- what keeps money from being taken --


@pytest.mark.parametrize("words", ["stop autopay", "please cancel my automatic payments",
                                   "cancele los pagos automaticos", "don't charge my card anymore"])  # fmt: skip
def test_a_word_ends_it_at_once_and_is_answered(story: Story, words: str) -> None:
    story.agreed()
    story.leaves()
    story.until(DAYS[0], hour=8)
    story.texted(words)
    assert (story.mandate().state, story.mandate().why) == ("ended", "patient"), "in the transaction that stores it"
    story.app.db.dispose()
    story.until(DAYS[0] + timedelta(days=3))
    assert story.charges() == [] and story.site.town.owed() == Money(24001)
    assert story.notes() == [], "nobody has to see to it"


def test_a_stop_ends_texts_and_not_the_payments_and_a_letter_tells_of_the_next(story: Story) -> None:
    story.agreed()
    story.leaves()
    story.until(DAYS[0])
    assert len(story.charges()) == 1
    story.texted("STOP")
    story.until(DAYS[1] + timedelta(days=3))
    assert story.mandate().state == "on" and len(story.charges()) == 1, "nobody could be told"
    assert story.debits()[1].state == "letter"
    assert any("post a letter" in note for note in story.notes())
    ana = a_clerk(story)
    done = desk_patient.letter_posted(story.app, ana, story.maria, story.debits()[1].id)
    assert isinstance(done, Done) and "at the soonest" in done.says
    fresh = story.debits()[1]
    assert fresh.state == "announced" and fresh.told_on == DAYS[1] + timedelta(days=8)
    story.until(fresh.day)
    assert len(story.charges()) == 2 and story.debits()[1].state == "paid"
    again = desk_patient.letter_posted(story.app, ana, story.maria, fresh.id)
    assert isinstance(again, No)


def a_clerk(story: Story) -> int:
    with story.app.db.begin() as tx:
        return people.add_staff(tx, story.site.town.practice_id, "ana@willow.example", "Ana Torres", "desk", "x")


def test_staff_end_it_for_somebody_who_calls(story: Story) -> None:
    story.agreed()
    story.leaves()
    ana = a_clerk(story)
    assert isinstance(desk_patient.stop_autopay(story.app, ana, story.maria), Done)
    assert isinstance(desk_patient.stop_autopay(story.app, ana, story.maria), No)
    story.until(DAYS[0] + timedelta(days=3))
    assert story.charges() == []


HOLDS = ("dispute", "gfe_dispute", "ins_appeal", "hardship_pause", "not_in_file", "litigation")


@pytest.mark.parametrize("hold", HOLDS)
def test_a_hold_keeps_it_back_and_once_it_is_lifted_the_patient_is_told_anew(story: Story, hold: str) -> None:
    story.agreed()
    story.leaves()
    story.until(DAYS[0], hour=8)
    story.hold(hold)
    story.until(DAYS[0] + timedelta(days=4))
    assert story.charges() == [] and story.debits()[0].state == "put_off"
    assert story.debits()[0].why[0][0] == "no_hold"
    story.lift()
    lifted = story.local().date()
    story.until(DAYS[0] + timedelta(days=14))
    (charge,) = story.charges()
    taken = datetime.fromtimestamp(charge["created"], DENVER).date()
    assert (taken - lifted).days >= 3 and len(story.texts("autopay.notice")) == 2


@pytest.mark.parametrize("hold", ["deceased", "bankruptcy", "attorney"])
def test_some_holds_end_it(story: Story, hold: str) -> None:
    story.agreed()
    story.leaves()
    ana = a_clerk(story)
    desk_patient.put_hold(story.app, ana, story.maria, hold)
    assert (story.mandate().state, story.mandate().why) == ("ended", hold)


@pytest.mark.parametrize(("words", "why"), [("he passed away last week, this is his wife", "deceased"),
                                            ("i filed for bankruptcy chapter 7", "bankruptcy"),
                                            ("talk to my lawyer", "attorney")])  # fmt: skip
def test_words_of_death_and_law_end_it_with_the_text(story: Story, words: str, why: str) -> None:
    story.agreed()
    story.leaves()
    story.texted(words)
    assert (story.mandate().state, story.mandate().why) == ("ended", why)


def test_an_amount_that_changed_is_told_ten_days_before_and_not_taken_on_its_day(story: Story) -> None:
    """P3: the amount changed five days before: it is skipped that day, and told of anew."""
    story.agreed()
    story.leaves()
    story.until(DAYS[0] - timedelta(days=5), hour=12)
    pays(story, 3000)
    changed = story.local().date()
    story.until(DAYS[0] + timedelta(days=2))
    assert story.charges() == []
    last = story.texts("autopay.notice")[-1]
    assert "$50.01" in last.body
    story.until(DAYS[0] + timedelta(days=16))
    (charge,) = story.charges()
    taken = datetime.fromtimestamp(charge["created"], DENVER).date()
    assert charge["amount"] == 5001 and (taken - changed).days >= 10


def pays(story: Story, cents: int) -> None:
    collect.record(story.app, story.site.town.practice_id, story.maria, Money(cents))


def test_what_was_paid_in_another_way_is_not_taken(story: Story) -> None:
    story.agreed()
    story.leaves()
    story.until(DAYS[0], hour=8)
    pays(story, 8001)
    story.until(DAYS[0] + timedelta(days=3))
    assert story.charges() == [] and story.debits()[0].state == "over"
    story.until(DAYS[1])
    assert [one["amount"] for one in story.charges()] == [8000]


def test_all_paid_ends_it(story: Story) -> None:
    story.agreed()
    story.leaves()
    pays(story, 24001)
    story.until(DAYS[0])
    assert story.charges() == [] and story.mandate().why == "plan_over" and story.texts("autopay.notice") == []


def test_somebody_on_the_way_to_paying_is_not_charged_meanwhile(story: Story) -> None:
    story.agreed()
    story.leaves()
    story.until(DAYS[0], hour=8)
    with story.app.db.begin() as tx:
        made = payments.add(tx, story.site.town.practice_id, story.maria, Money(8001), "test_till", story.app.now())
        payments.set_state(tx, made, "asked", story.app.now(), "x")
    story.tick_debits(hours=3)
    assert story.charges() == []
    with story.app.db.begin() as tx:
        payments.set_state(tx, made, "expired", story.app.now())
    story.tick_debits(hours=1)
    assert len(story.charges()) == 1, "the same day, once nothing is under way"


def test_a_charge_that_is_disputed_at_the_bank_ends_it(story: Story) -> None:
    story.agreed()
    story.leaves()
    story.until(DAYS[0])
    (charge,) = story.charges()
    story.stripe.does("dispute", charge["id"])
    for body, _ in story.stripe.send():
        collect.heard(story.app, "stripe_checkout", story.stripe.provider._told_of(json.loads(body)))
    assert (story.mandate().state, story.mandate().why) == ("ended", "disputed")
    story.until(DAYS[1] + timedelta(days=3))
    assert len(story.charges()) == 1 and story.site.town.owed() == Money(24001)


def test_a_practice_that_is_paused_takes_nothing(story: Story) -> None:
    story.agreed()
    story.leaves()
    story.until(DAYS[0], hour=8)
    with story.app.db.begin() as tx:
        people.pause_practice(tx, story.site.town.practice_id, "30034")
    story.tick_debits(hours=5)
    assert story.charges() == []


def test_nobody_is_charged_without_having_been_told(story: Story) -> None:
    """No number to text: a letter, and nothing before it."""
    story.agreed()
    story.leaves()
    with story.app.db.begin() as tx:
        people.set_phone_state(tx, story.site.town.practice_id, NUMBER, "unusable")
    story.until(DAYS[0] + timedelta(days=9))
    assert story.charges() == [] and story.debits()[0].state == "letter"


# -- once --


@pytest.mark.parametrize("trouble", [CALL, ANSWER, 500])
def test_a_call_that_is_lost_on_the_way_takes_the_money_once(story: Story, trouble: Any) -> None:
    story.agreed()
    story.leaves()
    story.until(DAYS[0], hour=8)
    story.stripe.wire.lose = [trouble]
    story.until(DAYS[0])
    story.tick_debits(hours=3)
    assert [one["amount"] for one in story.charges()] == [8001]
    assert story.site.town.owed() == Money(16000) and story.debits()[0].state == "paid"


def test_a_worker_that_dies_before_the_call_has_it_made_later(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    story.agreed()
    story.leaves()
    story.until(DAYS[0], hour=8)
    ask = autopay._ask
    monkeypatch.setattr(autopay, "_ask", lambda *_: None)
    story.tick_debits(hours=2)
    assert story.charges() == [] and story.debits()[0].state == "asked"
    monkeypatch.setattr(autopay, "_ask", ask)
    story.tick_debits(hours=1)
    assert len(story.charges()) == 1


def test_a_call_that_was_never_made_is_given_up_after_a_day(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    story.agreed()
    story.leaves()
    story.until(DAYS[0], hour=8)
    ask = autopay._ask
    monkeypatch.setattr(autopay, "_ask", lambda *_: None)
    story.until(DAYS[0] + timedelta(days=2))
    monkeypatch.setattr(autopay, "_ask", ask)
    assert story.charges() == []
    story.until(DAYS[0] + timedelta(days=12))
    assert len(story.charges()) == 1 and len(story.texts("autopay.notice")) == 2


def test_what_is_ended_before_the_call_is_not_asked_for_again(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    story.agreed()
    story.leaves()
    story.until(DAYS[0], hour=8)
    ask = autopay._ask
    monkeypatch.setattr(autopay, "_ask", lambda *_: None)
    story.tick_debits(hours=2)
    monkeypatch.setattr(autopay, "_ask", ask)
    story.texted("stop autopay")
    story.until(DAYS[0] + timedelta(days=3))
    assert story.charges() == [] and story.debits()[0].state == "put_off"


def test_two_workers_at_once_take_it_once(story: Story) -> None:
    story.agreed()
    story.leaves()
    story.until(DAYS[0], hour=8)
    story.site.town.forward(hours=2)
    at_once(*[lambda: autopay.run_all(story.app)] * 4)
    story.tick_debits(hours=1)
    assert len(story.charges()) == 1


def test_its_news_twice_and_late_change_nothing(story: Story) -> None:
    story.agreed()
    story.leaves()
    story.until(DAYS[0])
    told = [story.stripe.provider._told_of(json.loads(body)) for body, _ in story.stripe.send()]
    for _ in range(2):
        for one in reversed(told):
            collect.heard(story.app, "stripe_checkout", one)
    assert story.site.town.owed() == Money(16000)


# -- the page --


def test_nothing_is_allowed_without_the_tick_and_the_document_is_kept_to_the_byte(story: Story) -> None:
    story.agreed()
    page = story.leaves(tick=False)
    assert page.status_code == 422 and "tick the box" in text(page) and story.mandate().state == "asked"
    story.leaves()
    mandate = story.mandate()
    assert mandate.document is not None and mandate.signed is not None
    words = mandate.document.decode()
    for told in ("card ending 4242", "$80.01", "March 20, 2026", "at least 3 days", "10 days before", "cancel autopay",
                 "Your plan is the same with this or without it"):  # fmt: skip
        assert told in words, told
    assert mandate.signed["version"] and mandate.signed["ticked"] and len(mandate.signed["address"]) == 64


def test_the_page_stops_it_too(story: Story) -> None:
    story.agreed()
    path = story.site.town.link("agreement")
    browser = story.site.proved(path)
    allow(browser, path, story.stripe)
    ref = story.mandate().ref
    off = browser.post(f"{path}/autopay/{ref}/stop")
    assert "This is stopped" in text(browser.get(off.location)) and story.mandate().state == "ended"
    plan = text(browser.get(path))
    assert "Have it paid by card" in plan and "Your plan is paid by itself" not in plan


def test_another_card_takes_the_place_of_the_first(story: Story) -> None:
    plan = story.agreed()
    story.leaves()
    first = story.mandate()
    story.site.town.forward(minutes=1)
    story.leaves("5555555555554444")
    with story.app.db.read() as tx:
        old, new = mandates.mandate(tx, first.id), mandates.on(tx, plan)
    assert old is not None and (old.state, old.why) == ("ended", "replaced")
    assert new is not None and new.last4 == "4444"
    story.until(DAYS[2])
    assert [one["amount"] for one in story.charges()] == [8001, 8000, 8000]


def test_nobody_elses_permission_is_shown(story: Story) -> None:
    story.agreed()
    story.leaves()
    town = story.site.town
    other = town.add_patient("P2", "Zoe", 30000, number="+17205550144", born=date(1990, 1, 2), zip="80204")
    path = town.link("agreement", patient=other)
    browser = story.site.proved(path, {"birth_month": "1", "birth_day": "2", "birth_year": "1990", "zip": "80204"})
    for way in ("", "/document"):
        assert browser.get(f"{path}/autopay/{story.mandate().ref}{way}").status_code == 303
    browser.post(f"{path}/autopay/{story.mandate().ref}/stop")
    assert story.mandate().state == "on"


def test_without_an_answer_from_stripe_nothing_is_lost(story: Story) -> None:
    story.agreed()
    path = story.site.town.link("agreement")
    browser = story.site.proved(path)
    story.stripe.wire.lose = [CALL]
    page = browser.post(f"{path}/autopay/card")
    assert "Nothing was taken and nothing was lost" in text(page)


def test_a_card_that_nobody_agreed_to_is_let_go_of(story: Story) -> None:
    story.agreed()
    story.leaves(tick=False)
    collect.heard(story.app, "stripe_checkout", story.stripe.provider._told_of(
        next(e for e in (json.loads(body) for body, _ in story.stripe.send()) if e["type"].startswith("checkout"))
    ))  # fmt: skip
    assert story.mandate().state == "kept", "the news said that it is there"
    story.until(date(2026, 3, 7))
    assert story.mandate().why == "never_agreed" and story.stripe.all("payment_method")[0]["customer"] is None


def test_figures_are_for_a_number_that_has_proved_to_be_theirs(story: Story) -> None:
    story.agreed()
    story.leaves()
    with story.app.db.begin() as tx:
        people.update_patient(tx, story.maria, risk_ack_at=None)
    story.until(DAYS[0])
    (notice,) = story.texts("autopay.notice_plain")
    assert "$" not in notice.body and "Mar" not in notice.body and len(story.charges()) == 1
