"""What a text means under the open question."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from bot.hear import hear, read_values
from bot.understanding import Understood
from bot.understanding.labels import CRITICAL, LABELS
from flows.money import Money
from flows.script import Factor, Heard

TODAY = date(2026, 11, 23)


def digest(kind: str, value: str) -> str:
    return f"{kind}:{value}"


def heard(text: str, asking: str, intent: str = "out_of_scope", lang: str = "en", **more: Any) -> Heard:
    chance = more.pop("chance", 0.9)
    sure, by = more.pop("sure", 0.0), more.pop("by", "model")
    understood = Understood(intent, chance, ((intent, chance),), lang, sure, by, **more)
    return hear(understood, read_values(text, lang, TODAY), asking, digest, lang)


def given(found: Heard) -> dict[str, Any]:
    """The values that would answer a question, those that are there."""
    names = ("day", "days", "amount", "number", "fraction", "per")
    return {name: getattr(found, name) for name in names if getattr(found, name) not in (None, ())}


DEC_5, DEC_15 = date(2026, 12, 5), date(2026, 12, 15)
VALUES = [
    # text, open question, what the model said, what is heard
    ("6", "plan_choice", "out_of_scope", {"number": 6}),
    ("three payments", "plan_choice", "request_plan", {"number": 3}),
    ("the second one", "plan_choice", "affirm", {"number": 2}),
    ("24", "plan_choice", "out_of_scope", {"number": 24}),
    ("60", "plan_choice", "out_of_scope", {"amount": Money(6000)}),
    ("fifty", "plan_choice", "out_of_scope", {"amount": Money(5000)}),
    ("$60", "plan_choice", "out_of_scope", {"amount": Money(6000)}),
    ("i can do 50", "plan_choice", "request_plan", {"amount": Money(5000)}),
    ("50 a week", "plan_choice", "request_plan", {"amount": Money(5000), "per": "week"}),
    ("half", "plan_choice", "affirm", {"fraction": Fraction(1, 2)}),
    ("half now half later", "plan_choice", "request_plan", {"fraction": Fraction(1, 2)}),
    ("all of it", "plan_choice", "get_pay_link", {"fraction": Fraction(1)}),
    ("2/3 of it", "plan_choice", "out_of_scope", {"fraction": Fraction(2, 3)}),
    ("i'll send 60 on dec 5", "plan_choice", "promise_to_pay", {"day": DEC_5, "amount": Money(6000)}),
    ("3 payments starting dec 5", "plan_choice", "request_plan", {"number": 3, "day": DEC_5}),
    ("hmm not sure", "plan_choice", "out_of_scope", {}),
    ("i paid 50 dollars already", "plan_choice", "already_paid", {}),
    ("i was never there on 12/5", "promise_date", "dispute_charge", {}),
    ("what were the 3 charges of $80", "plan_choice", "ask_details", {}),
    ("i cant do 80, only 20 a month", "plan_choice", "hardship", {"amount": Money(2000), "per": "month"}),
    ("60", "amount", "out_of_scope", {"amount": Money(6000), "number": 60}),
    ("20", "amount", "out_of_scope", {"amount": Money(2000), "number": 20}),
    ("i can pay 20 today", "amount", "get_pay_link", {"amount": Money(2000), "day": TODAY}),
    ("$75.50", "amount", "out_of_scope", {"amount": Money(7550)}),
    ("half", "amount", "affirm", {"fraction": Fraction(1, 2)}),
    ("not sure", "amount", "deny", {}),
    ("15", "promise_date", "out_of_scope", {"day": DEC_15, "number": 15}),
    ("the 15th", "promise_date", "promise_to_pay", {"day": DEC_15}),
    ("friday or saturday", "promise_date", "promise_to_pay", {"days": (date(2026, 11, 27), date(2026, 11, 28))}),
    ("1", "promise_date", "out_of_scope", {"number": 1}),
    ("2", "promise_date", "out_of_scope", {"number": 2}),
    ("3", "promise_date", "out_of_scope", {"number": 3, "day": date(2026, 12, 3)}),
    ("40", "promise_date", "out_of_scope", {"number": 40}),
    ("$40 on dec 5", "promise_date", "promise_to_pay", {"day": DEC_5, "amount": Money(4000)}),
    ("1", "plan_confirm", "out_of_scope", {"number": 1}),
    ("ok 1", "plan_confirm", "affirm", {"number": 1}),
    ("2", "plan_confirm", "out_of_scope", {"number": 2}),
    ("1 please", "plan_confirm", "out_of_scope", {"number": 1}),
    ("1?", "plan_confirm", "out_of_scope", {}),
    ("can i do 1", "plan_confirm", "out_of_scope", {}),
    ("one", "plan_confirm", "out_of_scope", {"number": 1}),
    ("have a good one", "plan_confirm", "thanks_bye", {}),
    ("1 payment", "plan_confirm", "out_of_scope", {}),
    ("1 payment", "plan_confirm", "affirm", {}),
    ("1 payment", "plan_confirm", "request_plan", {"number": 1}),
    ("2 payments", "plan_confirm", "request_plan", {"number": 2}),
    ("not 1", "plan_confirm", "deny", {}),
    ("1 but on friday", "plan_confirm", "affirm", {"day": date(2026, 11, 27)}),
    ("1 friday", "plan_confirm", "out_of_scope", {"day": date(2026, 11, 27)}),
    ("4 payments", "plan_confirm", "request_plan", {"number": 4}),
    ("60 a month", "plan_confirm", "request_plan", {"amount": Money(6000), "per": "month"}),
    ("2", "clarify", "out_of_scope", {"number": 2}),
    ("60", "none", "out_of_scope", {"number": 60}),
    ("i can do 50", "none", "request_plan", {"amount": Money(5000)}),
    ("K7M2QX9B", "plan_choice", "out_of_scope", {}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "asking", "intent", "values"), VALUES)
def test_values_under_a_question(text: str, asking: str, intent: str, values: dict[str, Any]) -> None:
    assert given(heard(text, asking, intent)) == values


MARCH = {"birth:1984-03-02", "birth:1984-02-03"}
FACTORS = [
    ("3/2/84", "identity", {"birth": MARCH}),
    ("80203", "identity", {"zip": {"zip:80203"}}),
    ("80203-1234", "identity", {"zip": {"zip:80203"}}),
    ("k7m2-qx9b", "identity", {"code": {"code:K7M2QX9B"}}),
    ("KOM2QX9I", "identity", {"code": {"code:K0M2QX91"}}),
    ("3/2/84 80203", "identity", {"birth": MARCH, "zip": {"zip:80203"}}),
    ("3/2/84 80203", "none", {"birth": MARCH, "zip": {"zip:80203"}}),
    ("3/2/84 K7M2QX9B", "plan_choice", {"birth": MARCH, "code": {"code:K7M2QX9B"}}),
    ("dob 3/2/84", "none", {"birth": MARCH}),
    ("my zip is 80203", "amount", {"zip": {"zip:80203"}}),
    ("naci el 2 de marzo de 1984", "none", {"birth": {"birth:1984-03-02"}}),
    ("1/1/84 2/2/84 3/3/84", "identity", {"birth": {"birth:1984-03-03"}}),
    ("3/2/84", "none", {"birth": MARCH}), ("14215", "menu", {"zip": {"zip:14215"}}),
    ("saludo. altagracia. 01841", "none", {"zip": {"zip:01841"}}),
    ("i got a letter with the code K7M2QX9B", "none", {"code": {"code:K7M2QX9B"}}),
    ("80203", "plan_choice", {}),
    ("i moved to 80203", "none", {}),
    ("12/5", "identity", {}),
    ("6", "identity", {}),
    ("hello", "identity", {}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "asking", "factors"), FACTORS)
def test_proof_is_taken_where_it_is_asked_or_volunteered(text: str, asking: str, factors: dict[str, set[str]]) -> None:
    found = heard(text, asking).factors
    assert {factor.kind: set(factor.digests) for factor in found} == factors
    assert all(isinstance(factor, Factor) for factor in found)


YES = [
    "yes", "YES.", "Yes please", "AGREE", "yeah", "yep", "yup ok", "sure", "Sure!", "ok", "OK thanks", "k", "kk",
    "okay sounds good", "sounds good", "lets do it", "let's do it", "go ahead", "do it", "deal", "that works",
    "works for me", "perfect", "correct", "i agree", "fine", "alright then", "yes yes yes", "👍", "👍🏽",
    "✅", "👌", "sí",
    "si", "Sí, por favor", "claro", "claro que sí", "dale", "va", "vale", "sale", "sale pues", "órale", "ok dale",
    "de acuerdo", "está bien", "esta bien gracias", "perfecto", "correcto", "adelante", "hágale", "por supuesto",
    "cómo no", "me parece bien", "simón", "sí acepto", "sí pues",
]  # fmt: skip
NO = [
    "no", "No.", "nope", "nah", "no thanks", "no thank you", "no gracias", "not really", "nel", "para nada", "👎",
    "no no", "never mind", "mejor no",
]  # fmt: skip
NEITHER = [
    "ok?", "yes?", "y tu", "si puedo", "ok but lower", "yes if i can", "no 1", "sure is cold", "ya no",
    "okay who is this", "fine print", "deal with it later you people", "dale a mi mama", "right now", "perfect storm",
    "what", "no se", "no entiendo", "great question",
]  # fmt: skip


@pytest.mark.parametrize("text", YES)
@pytest.mark.parametrize("asking", ["plan_confirm", "plan_choice"])
def test_a_plain_yes_needs_no_model(text: str, asking: str) -> None:
    assert heard(text, asking, lang="es").intent == "affirm"


def test_whether_texts_end_is_answered_by_a_yes_and_not_by_a_thats_fine() -> None:
    assert [heard(text, "clarify").intent for text in ("yes", "yep please", "si claro")] == ["affirm"] * 3
    assert [heard(text, "clarify").intent for text in ("ok", "that is fine", "sounds good")] == ["out_of_scope"] * 3


@pytest.mark.parametrize("text", NO)
def test_a_plain_no_needs_no_model(text: str) -> None:
    assert heard(text, "plan_confirm", "affirm").intent == "deny"


@pytest.mark.parametrize("text", NEITHER)
def test_what_only_looks_like_a_yes_or_a_no(text: str) -> None:
    assert heard(text, "plan_confirm").intent == "out_of_scope"


def test_without_a_question_the_model_says_what_ok_means() -> None:
    assert heard("ok", "none", "thanks_bye").intent == "thanks_bye"


def test_ya_is_no_yes_in_spanish() -> None:
    assert [heard("ya", "plan_confirm", lang=lang).intent for lang in ("en", "es")] == ["affirm", "out_of_scope"]


@pytest.mark.parametrize(
    "text",
    [
        "yes but lower", "yes but can i do 60 a month", "ok if its on friday", "sure 60", "sí pero menos",
        "yes i think", "ok wait", "huh", "hm", "uh", "maybe", "really", "mmm",
        "yes?", "yes 2", "yes, half", "yes just not now", "sí, pero no todo", "ok 3",
    ],
)  # fmt: skip
def test_a_hedged_yes_starts_no_plan(text: str) -> None:
    found = heard(text, "plan_confirm", "affirm")
    assert found.intent == "out_of_scope"
    assert found.number != 1


def test_a_hedged_yes_is_the_other_wish_where_there_is_one() -> None:
    assert heard("yes but lower it", "plan_confirm", "affirm", also="request_plan").intent == "request_plan"


def test_money_needs_a_surer_yes_than_the_rest() -> None:
    assert heard("yes lets ride", "plan_confirm", "affirm", chance=0.89).intent == "out_of_scope"
    assert heard("yes lets ride", "plan_confirm", "affirm", chance=0.9).intent == "affirm"
    assert heard("posisbly", "plan_confirm", "affirm", chance=0.99).intent == "out_of_scope"
    assert heard("lets ride", "clarify", "affirm", chance=0.89).intent == "out_of_scope", "it may end texts"
    assert heard("lets ride", "next", "affirm", chance=0.6).intent == "affirm"
    assert heard("yes", "plan_confirm", "affirm", chance=0.6).intent == "affirm", "plain words need no model"
    assert heard("lets ride", "plan_confirm", "affirm", chance=0.6, by="rule").intent == "affirm"


@pytest.mark.parametrize("text", ["yes please start it", "yep go ahead and do that for me", "sí, hágalo por favor"])
def test_the_models_yes_stands_where_nothing_hedges_it(text: str) -> None:
    assert heard(text, "plan_confirm", "affirm").intent == "affirm"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("YES", True),
        ("yes.", True),
        ("SÍ", True),
        (" si ", True),
        ("yes ok", False),
        ("yes 1", False),
        ("ok", False),
        ("1", False),
    ],
)
def test_a_whole_text_yes_is_marked(text: str, whole: bool) -> None:
    assert heard(text, "plan_confirm").whole_yes is whole


@pytest.mark.parametrize("label", CRITICAL)
@pytest.mark.parametrize("asking", ["plan_confirm", "identity", "amount", "promise_date", "none"])
def test_a_critical_label_wins_and_no_value_answers_anything(label: str, asking: str) -> None:
    found = heard("yes", asking, label, by="rule")
    assert (found.intent, given(found), found.factors, found.whole_yes) == (label, {}, (), False)
    assert given(heard("1 3/2/84 80203 $50 friday", asking, label)) == {}


def test_a_yes_beats_the_rule_for_start_while_a_question_is_open() -> None:
    found = heard("yes", "plan_confirm", "opt_in", by="rule")
    assert (found.intent, found.whole_yes) == ("affirm", True)


@pytest.mark.parametrize(
    ("text", "intent", "lang"),
    [
        ("español", "out_of_scope", "es"),
        ("en español por favor", "switch_language", "es"),
        ("habla español?", "out_of_scope", "es"),
        ("spanish please", "out_of_scope", "es"),
        ("do you speak spanish", "out_of_scope", "es"),
        ("prefiero español", "out_of_scope", "es"),
        ("i dont speak english", "out_of_scope", "es"),
        ("no hablo inglés", "out_of_scope", "es"),
        ("no entiendo ingles", "out_of_scope", "es"),
        ("English", "out_of_scope", "en"),
        ("in english please", "out_of_scope", "en"),
        ("inglés por favor", "out_of_scope", "en"),
        ("no hablo español", "out_of_scope", "en"),
        ("switch me over, spanish is better", "switch_language", "es"),
        ("my spanish teacher was sick", "out_of_scope", None),
        ("spanish or english whatever", "switch_language", None),
        ("whats my balance", "check_balance", None),
        ("cuanto debo", "check_balance", None),
    ],
)
def test_a_language_is_asked_for(text: str, intent: str, lang: str | None) -> None:
    assert heard(text, "none", intent).wants_lang == lang


def test_a_sure_language_is_the_texts_and_else_the_patients() -> None:
    values = read_values("cuanto debo", "en", TODAY)
    sure = Understood("check_balance", 0.9, (), "es", 0.95, "model")
    unsure = Understood("check_balance", 0.9, (), "es", 0.5, "model")
    assert [hear(one, values, "none", digest, "en").lang for one in (sure, unsure)] == ["es", "en"]


@pytest.mark.parametrize(
    ("text", "asking", "kept"),
    [
        ("3", "plan_choice", False),
        ("60", "amount", False),
        ("15", "promise_date", False),
        ("huh", "plan_choice", True),
        ("3", "none", True),
    ],
)
def test_an_answer_needs_no_clarifying(text: str, asking: str, kept: bool) -> None:
    pair = ("request_plan", "change_plan")
    assert heard(text, asking, "request_plan", clarify=pair).clarify == (pair if kept else None)


@pytest.mark.parametrize(
    ("asking", "pair", "intent"),
    [
        ("plan_choice", ("check_balance", "request_plan"), "request_plan"),
        ("plan_confirm", ("check_balance", "change_plan"), "change_plan"),
        ("plan_choice", ("check_balance", "payment_methods"), "check_balance"),
        ("next", ("check_balance", "request_plan"), "check_balance"),
    ],
)
def test_the_smallest_one_is_a_payment_while_payments_are_chosen(
    asking: str, pair: tuple[str, str], intent: str
) -> None:
    found = heard("cual es el mas chiquito", asking, "check_balance", clarify=pair)
    assert (found.intent, found.clarify) == (intent, pair if intent == "check_balance" else None)


def test_what_else_was_understood_is_passed_on() -> None:
    found = heard("stop maybe, 3/2/84 80203", "none", "request_plan", also="check_balance", suspicions=("opt_out",))
    assert (found.also, found.suspicions) == ("check_balance", ("opt_out",))
    assert found.extra == "stop maybe, [birth date] [ZIP]"


@pytest.mark.parametrize("label", LABELS)
def test_no_label_is_lost(label: str) -> None:
    assert heard("lorem", "plan_choice", label).intent == label


def test_an_unsure_story_may_still_be_an_answer() -> None:
    """The model hesitates between two meanings: then the figure counts."""
    found = heard("3 payments", "plan_choice", "plan_status", clarify=("plan_status", "request_plan"))
    assert found.number == 3


@pytest.mark.parametrize(
    "text", ["no just end it", "cancel that please", "ok drop it", "mejor cancélelo", "ya déjelo así"]
)
def test_where_a_plan_is_chosen_it_is_the_plan_that_is_dropped(text: str) -> None:
    for asking in ("plan_choice", "plan_confirm"):
        assert heard(text, asking, "opt_out", lang="es").intent in {"deny", "opt_out"}
        assert heard(text, asking, "out_of_scope", lang="es").intent == "deny"
    assert heard("i want to end it", "plan_confirm", "out_of_scope").intent == "out_of_scope"


@pytest.mark.parametrize("text", ["el 1", "la 1", "option 1", "the number 1"])
def test_the_one_is_a_choice_and_no_first_of_the_month(text: str) -> None:
    found = heard(text, "plan_confirm", lang="es")
    assert (found.number, found.day, found.days) == (1, None, ())


def test_a_count_of_payments_is_told_from_a_bare_figure() -> None:
    assert heard("want to pay my bill in 3 parts", "none", "get_pay_link").counted
    assert not heard("3", "plan_choice").counted and not heard("the 2nd one", "plan_choice").counted


YES_IN_WORDS = [
    ("yesss thank uu", "affirm"), ("aight. yes set up the 2 payments", "request_plan"),
    ("yes that is agreeable", "affirm"), ("yessir lock it in", "affirm"), ("yes 40 is good for me", "affirm"),
    ("ok. and yes to the payments", "request_plan"),
    ("yes, four. go ahead and start it", "opt_in"), ("yes please. that works for my budget", "affirm"),
    ("correcto, acepto. gracias y que dios los bendiga", "thanks_bye"), ("si señorita esta bien asi", "deny"),
    ("thank u so much yes", "out_of_scope"), ("si me parece. trato hecho", "out_of_scope"), ("10-4", "out_of_scope"),
    ("works 4 me", "out_of_scope"), ("si asi esta mejor. acepto", "out_of_scope"), ("si dejelo", "out_of_scope"),
    ("tato, eso mismo", "out_of_scope"), ("ok do that", "out_of_scope"), ("that'll suit us", "affirm"),
    ("si, con 4 ta bien", "affirm"), ("si 35 mensual perfecto", "affirm"), ("si mi pana dele pa lante", "out_of_scope"),
]  # fmt: skip
NO_YES_IN_WORDS = [
    ("yes but can it be 3", "affirm"), ("yes?", "affirm"), ("yeah nah", "deny"), ("yes this is maria", "greet"),
    ("yes send me the link", "get_pay_link"), ("yes and i was never there", "dispute_charge"),
    ("three payments", "affirm"),
    ("yes cancel it", "deny"), ("yes lower it a little", "request_plan"), ("si me lo dejan en 3", "request_plan"),
    ("yes i will talk it over with my wife when she comes home from the shop this evening ok dear", "affirm"),
    ("si puedo le aviso", "not_now"), ("ok is that the one", "out_of_scope"), ("so does it all", "out_of_scope"),
    ("that is great and all", "out_of_scope"), ("yes this is me", "out_of_scope"),
    ("ok i guess it is better to do less", "out_of_scope"), ("si pero dejelo asi", "out_of_scope"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "intent"), YES_IN_WORDS)
def test_a_yes_in_words_of_ones_own_is_heard(text: str, intent: str) -> None:
    assert heard(text, "plan_confirm", intent).assents


@pytest.mark.parametrize(("text", "intent"), NO_YES_IN_WORDS)
def test_what_is_no_yes_in_words(text: str, intent: str) -> None:
    assert not heard(text, "plan_confirm", intent).assents


PUT_OFF = [
    "No, not right now. I need to talk to my husband first before I say yes to anything",
    "nah ill hold off for now, let me talk to my girl first", "i want to think about it", "not yet ok",
    "I'm not going to set anything up today, I just wanted to know. thank you",
    "ah muy bien, solo era para saber. no haga nada todavia", "dejeme platicarlo con mi esposo", "ahorita no",
]  # fmt: skip


@pytest.mark.parametrize("text", PUT_OFF)
def test_who_wants_to_think_first_has_agreed_to_nothing(text: str) -> None:
    for intent in ("out_of_scope", "thanks_bye", "affirm", "not_now"):
        found = heard(text, "plan_confirm", intent)
        assert found.no_plan and found.intent == "deny"
    assert not heard(text, "plan_choice").no_plan


def test_another_day_puts_nothing_off() -> None:
    assert not heard("not right now, start it dec 4", "plan_confirm", "request_plan").no_plan


LOOSE = [
    ("3 paymints if thats alrite", 3), ("you know what do it in 4 id rather be done with it", 4),
    ("ah ok no sabia q habia minimo entonces 2", 2), ("im getting overtime all thru december so 2 is fine", 2),
    ("I prefer 4 times without interest", 4), ("no espere mejor 4 pa salir mas rapido", 4),
    ("ok yo te lo pago en 4 no puedo mas rapido", 4), ("en cuatro me la pueden poner", 4),
    ("i would like to pay it in fourths", 4), ("split it in thirds", 3),
    ("quiero ir pagando en tres veces", 3), ("too payments", 2), ("how i pay this off in 2", 2),
]  # fmt: skip
NO_COUNT = [
    "my son is 4 and my rent is 900", "i work 2 jobs so split it up", "can i start in 2 weeks", "like 3 or 4",
    "at 4pm i get off work", "puedo pagar 10 dolaritos al mes", "like 5 a week is what i got",
    "the 2 of my kids were sick and 3 of us are home",
]  # fmt: skip


@pytest.mark.parametrize(("text", "count"), LOOSE)
def test_a_lone_figure_beside_a_wish_for_a_plan_is_a_count(text: str, count: int) -> None:
    for asking in ("plan_choice", "plan_confirm", "next", "none"):
        found = heard(text, asking, "request_plan")
        assert (found.number, found.counted) == (count, True)


@pytest.mark.parametrize("text", NO_COUNT)
def test_other_figures_are_no_count(text: str) -> None:
    assert not heard(text, "plan_choice", "request_plan").counted


def test_a_count_splits_what_is_named_as_owed() -> None:
    found = heard("man yall petty 160 dollars. fine split it in two", "next", "request_plan")
    assert (found.number, found.amount) == (2, None)
    assert heard("2 payments of 80", "plan_choice", "request_plan").amount == Money(8000)


def test_after_a_balance_a_small_number_is_payments_and_a_big_one_dollars() -> None:
    assert heard("three i guess", "next").counted and heard("4", "next").counted
    assert heard("40", "next").amount == Money(4000) and not heard("2", "next").counted


def test_a_count_beside_later_is_of_the_plan() -> None:
    found = heard("pensandolo bien mejor 4 y salgo de eso mas luego", "plan_confirm", "not_now")
    assert (found.intent, found.number) == ("request_plan", 4)


def test_only_what_was_read_back_is_assented_to() -> None:
    assert not heard("yes set up the 2 payments", "plan_choice", "request_plan").assents
    assert not heard("yes set up the 2 payments", "plan_confirm", "affirm", also="receipt_request").assents


@pytest.mark.parametrize("text", [
    "he says no. forget the payment thing", "no plan, ill pay it all", "i do not want any payments set up",
    "no quiero el plan", "sabe que mejor nada, cancele eso del plan", "mejor no quiero nada, dejelo asi",
])  # fmt: skip
def test_a_plan_is_refused_beside_whatever_else(text: str) -> None:
    assert heard(text, "plan_confirm", "promise_to_pay").no_plan
    assert heard(text, "plan_confirm", "request_plan").intent == "deny"
    assert not heard(f"{text}?", "plan_confirm", "promise_to_pay").no_plan


def test_what_is_counted_in_a_story_is_of_payments() -> None:
    """Beside other words a 2 is no answer to "reply 2 to change it"."""
    assert heard("thats too many. just 2", "plan_confirm", "deny").counted
    assert not heard("2", "plan_confirm").counted
    assert heard("which day would the second one be", "plan_confirm", "ask_details").number is None
