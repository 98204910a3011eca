"""Properties that every talk keeps, whatever is texted in whatever order and whatever happens in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import engine
from bot.understanding.labels import LABELS
from flows.money import Money, total
from flows.offers import Offer
from flows.script import (
    FailedTry,
    Heard,
    MarkVerified,
    OfferAgreement,
    OptOut,
    Quote,
    Reply,
    Say,
    StartPlan,
)
from tests.flows.line import BIRTH, CODE, OTHER_BIRTH, OTHER_ZIP, OWES, TODAY, ZIP, TextLine, account
from tests.flows.test_offers import keeps

LIKELY = [
    Heard("out_of_scope", factors=(BIRTH, ZIP)),
    Heard("out_of_scope", factors=(CODE,)),
    Heard("request_plan"),
    Heard("request_plan", number=3),
    Heard("out_of_scope", number=3),
    Heard("affirm"),
    Heard("out_of_scope", number=1),
]
ANY_INTENT = [Heard(label) for label in LABELS if label not in {"self_harm", "emergency"}]
RARE = [
    Heard("out_of_scope", factors=(OTHER_BIRTH, OTHER_ZIP)),
    Heard("out_of_scope", factors=(BIRTH, OTHER_ZIP)),
    Heard("out_of_scope", factors=(ZIP,)),
    Heard("out_of_scope", number=2),
    Heard("out_of_scope", number=6),
    Heard("out_of_scope", number=13),
    Heard("out_of_scope", number=50),
    Heard("request_plan", amount=Money(50_00), per="month"),
    Heard("request_plan", amount=Money(1_00), per="week"),
    Heard("request_plan", number=4, per="quincena"),
    Heard("out_of_scope", per="payday"),
    Heard("request_plan", down=Fraction(1, 2), fraction=Fraction(1, 2), day=TODAY + timedelta(days=14)),
    Heard("request_plan", down=Money(100_00), amount=Money(50_00), per="month"),
    Heard("request_plan", down=Money(1_00), amount=Money(1_00), per="two_weeks", day=TODAY),
    Heard("request_plan", number=3, day=TODAY),
    Heard("out_of_scope", fraction=Fraction(1, 2), halves=(TODAY + timedelta(days=3), TODAY + timedelta(days=90))),
    Heard("get_pay_link", amount=Money(50_00)),
    Heard("get_pay_link", amount=Money(900_00)),
    Heard("get_pay_link", fraction=Fraction(1, 2)),
    Heard("out_of_scope", amount=Money(20_00)),
    Heard("out_of_scope", day=TODAY + timedelta(days=10)),
    Heard("promise_to_pay", day=TODAY + timedelta(days=90)),
    Heard("promise_to_pay", days=(date(2026, 3, 4), date(2026, 4, 3))),
    Heard("affirm", also="dispute_charge"),
    Heard("affirm", whole_yes=True),
    Heard("get_pay_link", also="check_balance"),
    Heard("check_balance", also="talk_to_human"),
    Heard("check_balance", clarify=("check_balance", "ask_details")),
    Heard("complaint", suspicions=("opt_out",), clarify=("complaint", "opt_out")),
    Heard("check_balance", suspicions=("deceased",)),
    Heard("wrong_person", suspicions=("wrong_person",)),
    Heard("switch_language", wants_lang="es"),
]
HEARD = st.sampled_from(10 * LIKELY + ANY_INTENT + 2 * RARE)  # drawn blindly, a talk hardly ever gets as far as a yes
MEANWHILE = st.sampled_from(
    40 * [""]
    + ["proof lapsed", "locked elsewhere", "a payment lands", "another quote", "staff let go", "time passes", "closed"]
    + ["insurance", "minor", "yes is start", "whole account paid", "resumes"]
)
TURNS = st.lists(st.tuples(HEARD, MEANWHILE), min_size=10, max_size=25)


def happens(line: TextLine, what: str) -> None:
    """Something beside the texts."""
    mine = line.accounts[0]
    cases: dict[str, dict[str, Any]] = {
        "a payment lands": {"owed": mine.owed - Money(40_00)},
        "whole account paid": {"owed": Money(0)},
        "insurance": {"insurance_pending": not mine.insurance_pending},
        "minor": {"minor_alone": not mine.minor_alone},
    }
    line.accounts = (replace(mine, **cases.get(what, {})), *line.accounts[1:])
    if what == "proof lapsed":
        line.proved = None
    elif what == "locked elsewhere":
        line.proved, line.locked, line.tries = None, "half_hour", 0
    elif what == "another quote":
        line.quotes += 1
        line.quote = Quote(1, mine.owed, mine.owed.split(5), (TODAY + timedelta(days=9),) * 5, (), line.quotes)
    elif what == "staff let go":
        line.handed = "bot"
    elif what == "time passes":
        line.today += timedelta(days=20)
    elif what == "closed":
        line.facts["closed"] = not line.facts.get("closed", False)
    elif what == "yes is start":
        line.facts["yes_is_start"] = True


def amounts(value: Any) -> list[Money]:
    """Every amount in a sentence, however deep."""
    if isinstance(value, Say):
        return [found for blank in value.blanks.values() for found in amounts(blank)]
    if isinstance(value, tuple):
        return [found for one in value for found in amounts(one)]
    return [value] if isinstance(value, Money) else []


def days(value: Say) -> list[date]:
    """Every day in a sentence."""
    found = [days(blank) if isinstance(blank, Say) else [blank] for blank in value.blanks.values()]
    return [day for some in found for day in some if isinstance(day, date)]


class Watch:
    """Holds every reply against what may never happen."""

    def __init__(self, line: TextLine) -> None:
        self.line = line
        self.shown: tuple[Any, ...] | None = None
        """The figures that the patient was shown last."""

    def reply(self, heard: Heard, reply: Reply, proved: bool, locked: bool) -> None:
        keys = [say.key for say in reply.says]
        assert len(reply.talk.frames) <= 3 and len(reply.says) <= 3, keys
        assert keys or any(isinstance(done, OptOut) for done in reply.does), f"silence after {heard}"
        opened = any(isinstance(done, MarkVerified) for done in reply.does)
        assert not (opened and locked), "locked means locked"
        assert not (locked and any(isinstance(done, FailedTry) for done in reply.does)), "no tries while locked"
        told = [amount for say in reply.says for amount in amounts(say)]
        assert not told or ((proved or opened) and not locked), f"{keys} before proof"
        assert not told or not self.line.accounts[0].minor_alone, f"{keys} to a minor"
        self.plans(heard, reply)
        for say in reply.says:
            if say.key.startswith("plan.confirm"):
                self.shown = (amounts(say.blanks["terms"]), days(say.blanks["terms"]), say.blanks["total"])

    def plans(self, heard: Heard, reply: Reply) -> None:
        for done in reply.does:
            if not isinstance(done, StartPlan | OfferAgreement):
                continue
            quote, owed = done.quote, self.line.accounts[0].owed
            assert heard.intent == "affirm" or heard.number == 1, "a plan without a yes"
            assert not (heard.also or heard.suspicions), "a yes with something else in it"
            assert not (heard.whole_yes and self.line.facts.get("yes_is_start")), "YES is START here"
            assert self.shown is not None and self.shown[0] == list(quote.parts), "not the figures shown last"
            assert self.shown[2] == quote.owed and quote.days["down_payment" in quote.rules] in self.shown[1]
            assert quote.owed == owed and total(quote.parts) == owed
            assert quote.id is not None
            if "min_total" in quote.rules:
                keeps(Offer(quote.parts, quote.days, quote.rules), owed, self.line.policy, self.line.today)
            assert not self.line.facts.get("closed") and not self.line.accounts[0].insurance_pending
            count = len(quote.parts) - ("down_payment" in quote.rules)
            assert isinstance(done, OfferAgreement) == (count > 4)


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(TURNS)
def test_any_conversation(turns: list[tuple[Heard, str]]) -> None:
    line = TextLine()
    watch = Watch(line)
    for heard, meanwhile in turns:
        happens(line, meanwhile)
        proved, locked = line.known().verified, bool(line.locked)
        if meanwhile == "resumes":
            line.resumes()
        else:
            watch.reply(heard, line.hears(heard), proved, locked)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(ANY_INTENT + RARE), min_size=1, max_size=8))
def test_a_number_that_nobody_has_on_file_never_learns_anything(turns: list[Heard]) -> None:
    line = TextLine(people=(), accounts=(), facts={"known_number": False})
    for heard in [*turns, Heard("out_of_scope", factors=(BIRTH, ZIP))]:
        reply = line.hears(heard)
        assert not any(isinstance(done, MarkVerified) for done in reply.does)
        assert not [amount for say in reply.says for amount in amounts(say)]


@settings(max_examples=150, deadline=None)
@given(TURNS)
def test_the_same_words_whether_or_not_anybody_is_on_file(turns: list[tuple[Heard, str]]) -> None:
    """Until proof succeeds, a stranger's number and a patient's get the same texts for the same misses (decision 9)."""
    known = TextLine()
    stranger = TextLine(people=(), accounts=(), facts={"known_number": False})
    for heard, _ in turns:
        told = tuple(factor for factor in heard.factors if factor in {OTHER_BIRTH, OTHER_ZIP})
        heard = replace(heard, factors=told)
        assert known.texts(**_as_texts(heard)) == stranger.texts(**_as_texts(heard))
        assert (known.locked, known.tries, known.asking) == (stranger.locked, stranger.tries, stranger.asking)


def _as_texts(heard: Heard) -> dict[str, Any]:
    return {**heard.__dict__}


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 20_000_00), st.sampled_from(10 * LIKELY + RARE), st.sampled_from(LIKELY + RARE))
def test_figures_read_back_add_up(cents: int, first: Heard, second: Heard) -> None:
    line = TextLine(accounts=(account(Money(cents)),)).proves()
    for heard in (Heard("request_plan"), first, second):
        for say in line.hears(heard).says:
            if say.key.startswith("plan.confirm"):
                parts = amounts(say.blanks["terms"])
                assert total(parts) == say.blanks["total"] == Money(cents)
                equal = parts[1:] if say.blanks["terms"].key.startswith("shape.down") else parts
                assert max(equal).cents - min(equal).cents <= 1 and equal == sorted(equal, reverse=True)


def test_a_talk_that_goes_well_is_among_those_drawn() -> None:
    """The likely texts alone lead to a plan: otherwise the properties above would look at nothing."""
    line = TextLine()
    for heard in LIKELY:
        line.hears(heard)
    assert line.plan is not None and line.plan.state == "active" and total(line.plan.parts) == OWES


def test_asking_names_the_open_question() -> None:
    line = TextLine()
    assert line.asking == "none"
    line.texts("request_plan")
    assert line.asking == "identity"
    assert engine.load(engine.save(line.talk)) == (line.talk, True)
