"""Names on file leave a text before the model reads it."""

from __future__ import annotations

import pytest

from bot.nameless import without_names, without_proof
from bot.understanding.normalize import normalise

CASES = {
    "this is DANA reyes": "this is [name] reyes",
    "soy José Peña": "soy [name] [name]",
    "jose pena aqui": "[name] [name] aqui",
    "danas bill": "danas bill",
    "i will pay the bill in may": "i will pay the bill in may",
    "al menos digame": "al menos digame",
    "": "",
}
NAMES = ("Dana", "Reyes", "José", "Peña", "Will", "Bill", "May", "Al")


@pytest.mark.parametrize("text", CASES)
def test_whole_words_that_are_names_and_no_words(text: str) -> None:
    assert without_names(text, NAMES) == CASES[text]


def test_the_model_reads_a_stock_name() -> None:
    assert normalise(without_names("this isnt Dana", NAMES)) == "this isnt alex"
    assert without_names("this isnt Dana", ()) == "this isnt Dana"


ADDRESSES = {
    "mail me at a.b+c@clinic.co.uk please": "mail me at email please",
    "is https://x.example/pay?x=1 you": "is link you",
    "pay.willowcreek.com/abc wont open": "link wont open",
    "ok.com on": "link on",
    "thanks.comes later": "thanks.comes later",
}


@pytest.mark.parametrize("text", ADDRESSES)
def test_addresses_are_placeholders(text: str) -> None:
    assert normalise(text) == ADDRESSES[text]


PROOF = {
    "send me a link for 500. my dob is 3/2/84 zip 97201": "send me a link for 500",
    "plan de pagos 2/3/84 97201": "plan de pagos",
    "can i pay 50 a month? my birthday is 3/2/84 zip 97201": "can i pay 50 a month?",
    "born 3/2/84 and 97201 what do i owe": "what do i owe",
    "balance please [birth date] [ZIP]": "balance please",
    "3/2/84 97201": "3/2/84 97201",
    "ill pay 12345.67 on 12/15": "ill pay 12345.67 on 12/15",
}


@pytest.mark.parametrize("text", PROOF)
def test_proof_carries_no_wish(text: str) -> None:
    assert without_proof(text) == PROOF[text]
