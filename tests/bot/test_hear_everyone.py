"""Wishes to pay for several people at once, and what only looks like one."""

from __future__ import annotations

import pytest

from bot.hear import hear, read_values
from bot.hear.everyone import bare, everyone
from bot.hear.text import plain
from bot.understanding import Understood
from flows.script import Heard
from tests.flows.line import TODAY


def said(text: str) -> str:
    return plain(text).text


@pytest.mark.parametrize(
    "text",
    [
        "can i pay for both my kids",
        "Can I pay for both of them?",
        "pay for everyone",
        "i want to pay both bills together",
        "I'd like to pay for my son and my daughter",
        "pay for me and my husband",
        "can i pay for both children with one card",
        "pay for the whole family",
        "can I pay both accounts in one payment",
        "i wanna pay my kids bills",
        "pay for all three kids",
        "can we pay for all of us at once",
        "quiero pagar lo de mis hijos",
        "quiero pagar lo de mis dos hijos",
        "¿puedo pagar lo de los dos?",
        "quiero pagar por todos juntos",
        "quiero pagar las cuentas de toda mi familia",
        "puedo pagar lo de mi hijo y mi hija",
        "pagar todo junto lo de mis niños",
        "se puede pagar ambas cuentas de una vez",
        "quiero pagar por ambos",
    ],
)
def test_wishes_to_pay_for_several(text: str) -> None:
    assert everyone(said(text))


@pytest.mark.parametrize(
    "text",
    [
        "can i pay",
        "i want to pay it all",
        "pay all of it",
        "i want to pay for my son",
        "pay for my kid",
        "can i pay for both months",
        "can i pay all three payments now",
        "how much do i owe for both kids",
        "i cant pay for both my kids",
        "i already pay for my kids",
        "can i do a payment plan for both kids",
        "quiero pagar todo",
        "quiero pagar lo de mi hijo",
        "cuanto debo por mis hijos",
        "no puedo pagar lo de mis hijos",
        "pagar los dos meses",
        "quiero pagar todos los meses",
        "ya pague lo de mis hijos",
        "both",
        "everyone is sick here",
        "i will pay when the family gets back",
    ],
)
def test_what_only_looks_like_it(text: str) -> None:
    assert not everyone(said(text))


@pytest.mark.parametrize("text", ["both", "Both of them please", "all", "all three", "los dos", "Todos por favor"])
def test_both_alone_answers_which_of_them(text: str) -> None:
    assert bare(said(text))
    assert heard(text, asking="account").everyone and not heard(text).everyone


@pytest.mark.parametrize("text", ["1", "leo", "the second one", "both kids are insured", "no"])
def test_what_is_no_both(text: str) -> None:
    assert not bare(said(text))


def heard(text: str, intent: str = "out_of_scope", asking: str = "none",
          clarify: tuple[str, str] | None = None) -> Heard:  # fmt: skip
    understood = Understood(intent, 0.9, ((intent, 0.9),), "en", 0.99, "model", clarify=clarify)
    return hear(understood, read_values(text, "en", TODAY), asking, lambda kind, value: f"{kind} {value}", "en")


@pytest.mark.parametrize("intent", ["payment_methods", "request_plan", "get_pay_link", "out_of_scope"])
def test_whichever_way_of_paying_the_model_hears(intent: str) -> None:
    found = heard("can i pay for both my kids", intent)
    assert found.everyone and found.intent == "get_pay_link"


def test_nobody_is_asked_what_was_meant() -> None:
    found = heard("quiero pagar las cuentas de toda mi familia", "hardship", clarify=("hardship", "get_pay_link"))
    assert found.everyone and found.clarify is None


@pytest.mark.parametrize("intent", ["hardship", "opt_out", "already_paid", "dispute_charge", "third_party"])
def test_another_meaning_stands(intent: str) -> None:
    assert not heard("can i pay for both my kids", intent).everyone


@pytest.mark.parametrize("text", ["pay for both my kids 50 a month", "i will pay for both kids on friday",
                                  "can i pay $20 for both kids"])  # fmt: skip
def test_a_plan_a_day_and_a_figure_are_other_wishes(text: str) -> None:
    assert not heard(text, "request_plan").everyone
