"""Texts that are only figures cost no model call; a word more and they do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.values import values_only

ONLY = [
    "6",
    "1",
    " 2 ",
    "ok 1",
    "1.",
    "#3",
    "option 2",
    "opción 2",
    "$50",
    "50 dollars",
    "3/2/84 97201",
    "3-2-1984, 97201",
    "dob 3/2/84 zip 97201",
    "my zip is 97201",
    "March 2 1984",
    "mar 2nd, 1984 97201",
    "2 de marzo de 1984",
    "[birth date] [ZIP]",
    "1 please",
    "2 por favor",
    "97201-1234",
    "03021984",
    "fecha de nacimiento 3/2/84",
    "1️⃣",
]
MORE = [
    "",
    "ok",
    "yes",
    "my zip",
    "may i pay",
    "march",
    "no 1",
    "1 wrong",
    "50 a month",
    "6 payments",
    "$50 friday",
    "i paid 50",
    "2 de mayo pago",
    "stop 1",
    "1st of the month",
    "911",
    "call 911",
    "9-1-1",
    "1 or 2?",
    "[card]x",
    "?",
    "y",
    "marzo",
]


@pytest.mark.parametrize("text", ONLY)
def test_figures_alone(text: str) -> None:
    assert values_only(text)


@pytest.mark.parametrize("text", MORE)
def test_more_than_figures(text: str) -> None:
    assert not values_only(text)


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    assert values_only(text) in (True, False)
    assert not (values_only(text) and not any(char.isdigit() or char == "[" for char in text))


def test_proof_and_whose_it_is_is_nothing_else() -> None:
    assert values_only("My birthday is [birth date] and I stay in [ZIP]") and values_only("soy yo, [birth date] [ZIP]")
    assert not values_only("my birthday is soon and i stay in 2") and not values_only("help me [ZIP]")
