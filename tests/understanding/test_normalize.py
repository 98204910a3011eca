"""One form of a text for training and serving: no digits, no surrogates, no surprises."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.understanding.features import buckets
from bot.understanding.normalize import LONGEST, normalise, without_accents

CASES = {
    "  Whats   MY\nbal ": "whats my bal",
    "It’s “fine”…": 'it\'s "fine"..',
    "👍🏽": "ok yes",
    "thx 🙏": "thx thank you please",
    "🐶": "",
    "I can do $1,250.50 a month": "i can do 0 a month",
    "born 3/2/84, zip 97201-1234": "born 0 , zip 0",
    "[birth date] [ZIP]": "",
    "dont stop texting me": "keep texting me",
    "i cant stop by": "i cant stop by",
    "u charged me 2x, st0p": "u charged me 2x, st0p",
    "id AB1234567": "id ab 0",
    "llame al 911": "llame al emergency number",
    "9-1-1 now": "emergency number now",
    "call 555-911-0199": "call 0",
    "stooooop!!!!!": "stoop!!",
    "a\ud83db": "a b",
    "cafe\u0301": "café",
    "٣٤ hola": "0 hola",
    "": "",
}


@pytest.mark.parametrize("text", CASES)
def test_normal_form(text: str) -> None:
    assert normalise(text) == CASES[text]


@given(st.text(alphabet=st.characters(exclude_categories=())))
@example("1" * 2000 + "a")
@example("0 1a2b3")
def test_any_text_is_taken_and_its_numbers_are_not(text: str) -> None:
    normal = normalise(text)
    normal.encode("utf-8")
    assert len(normal) <= 20 * LONGEST
    assert "\n" not in normal
    assert not any(a.isdigit() and b.isdigit() for a, b in pairwise(normal))
    places, weights = buckets(normal)
    assert len(places) == len(weights)


def test_accents() -> None:
    assert without_accents("cuánto pagó el niño") == "cuanto pago el nino"
