"""Plans that are paid by themselves (P3, P4, section 14; what ends or holds them: F8, P12, H14)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows.money import Money
from flows.policy_terms import KEYS, BadPolicy, read
from storage import audit, consent, plans
from tests.bot.test_autopay import DAYS, LOST, SHORT_LATER, Story, pays
from tests.bot.test_autopay import story as story
from tests.compliance.labels import shows
from tests.webhooks.web import text


def begun(story: Story, card: str = "4242424242424242") -> None:
    """A plan of three, and a card that pays it; it is the morning of the first payment."""
    story.agreed()
    story.leaves(card)
    story.until(DAYS[0], hour=8)


@shows("P3.2")
def test_p3_2_the_amount_changes_five_days_before(story: Story) -> None:
    story.agreed()
    story.leaves()
    story.until(DAYS[0] - timedelta(days=5), hour=12)
    pays(story, 3000)
    story.until(DAYS[0] + timedelta(days=1))
    assert story.charges() == [] and "$50.01" in story.texts("autopay.notice")[-1].body


@shows("P3.3")
def test_p3_3_stop_autopay_ends_debits_and_stop_ends_texts(story: Story) -> None:
    begun(story)
    story.texted("STOP")
    assert story.mandate().state == "on", "STOP is about texts"
    story.texted("stop autopay")
    with story.app.db.read() as tx:
        plan = plans.plan(tx, story.maria)
    assert story.mandate().state == "ended" and plan is not None and plan.state == "active"


@shows("P3.4")
def test_p3_4_nothing_fires_the_day_after_it_was_ended(story: Story) -> None:
    story.agreed()
    story.leaves()
    story.until(DAYS[0] - timedelta(days=1))
    story.texted("cancel autopay")
    story.until(DAYS[0] + timedelta(days=2))
    assert story.charges() == [] and story.site.town.owed() == Money(24001)


@shows("P12.1")
def test_p12_1_words_of_bankruptcy_end_it(story: Story) -> None:
    begun(story)
    story.texted("i filed for bankruptcy, chapter 7")
    story.until(DAYS[0] + timedelta(days=1))
    assert story.charges() == [] and story.mandate().why == "bankruptcy"


@shows("F8.1")
def test_f8_1_what_insurance_may_cover_is_not_taken(story: Story) -> None:
    begun(story)
    story.texted("my insurance covers this")
    story.until(DAYS[0] + timedelta(days=1))
    assert story.charges() == [] and story.debits()[0].why[0][0] == "no_hold"


@shows("14.H14.1")
def test_14_h14_1_his_wife_writes(story: Story) -> None:
    begun(story)
    story.texted("this is his wife, he died in May")
    story.until(DAYS[0] + timedelta(days=1))
    assert story.charges() == [] and story.mandate().why == "deceased"
    with story.app.db.read() as tx:
        holds = consent.open_holds(tx, story.site.town.practice_id, [story.maria], None, story.app.now())
    assert "deceased" in {one.reason for one in holds}


@shows("14.P4.1")
def test_14_p4_1_a_stolen_card_is_never_tried_again(story: Story) -> None:
    begun(story, LOST)
    story.until(DAYS[0] + timedelta(days=12))
    assert len(story.stripe.all("charge")) == 1 and story.mandate().state == "ended"
    (told,) = story.texts("autopay.off")
    assert "stolen" not in told.body and "lost" not in told.body and "$" not in told.body, "said neutrally"


@shows("14.P4.2")
def test_14_p4_2_too_little_money_is_tried_on_3_5_and_10_and_then_staff(story: Story) -> None:
    begun(story, SHORT_LATER)
    story.until(DAYS[0] + timedelta(days=20))
    assert len(story.stripe.all("charge")) == 4 and story.mandate().state == "ended"
    assert any("card was refused" in note for note in story.notes())


@shows("14.P4.3")
def test_14_p4_3_nothing_is_put_on_top_for_any_card(story: Story) -> None:
    """We add no surcharge to any card, so to none of debit; there is no setting for one."""
    begun(story, "4000056655665556")
    story.until(DAYS[0])
    assert [one["amount"] for one in story.charges()] == [8001] and not [key for key in KEYS if "surcharge" in key]
    with pytest.raises(BadPolicy):
        read({"surcharge_percent": 3})


@shows("14.NY.1")
def test_14_ny_1_new_yorks_notice_comes_before_the_card_and_is_logged(story: Story) -> None:
    town = story.site.town
    zoe = town.add_patient("P2", "Zoe", 30000, number="+17185550144", state="NY", zip="11201")
    path = town.link("pay", patient=zoe)
    browser = story.site.proved(path, {"birth_month": "3", "birth_day": "2", "birth_year": "1984", "zip": "11201"})
    page = browser.post(f"{path}/review", {"amount": "50"})
    assert "Paying for medical services with a credit card has risks" in text(page)
    order = page.text.partition('name="order" value="')[2].partition('"')[0]
    assert browser.post(f"{path}/pay", {"order": order}).status_code == 303
    with story.app.db.read() as tx:
        (row,) = [one for one in audit.rows(tx, town.practice_id) if one.action == "card_notice"]
    assert len(row.data["sha256"]) == 64
