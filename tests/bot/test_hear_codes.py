"""ZIPs and statement codes, however they are typed; and words that are neither."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.hear import ALPHABET, canonical_code, read_values

TODAY = date(2026, 11, 23)

CODES = [
    ("K7M2QX9B", "K7M2QX9B"), ("k7m2qx9b", "K7M2QX9B"), ("k7m2 qx9b", "K7M2QX9B"), ("K7M2-QX9B", "K7M2QX9B"),
    ("K 7 M 2 Q X 9 B", "K7M2QX9B"), ("my code is k7m2qx9b", "K7M2QX9B"), ("code: K7M2 QX9B thanks", "K7M2QX9B"),
    ("the code on it says k7m2qx9b i think", "K7M2QX9B"), ("K7M2QX9B, born march 2 1984", "K7M2QX9B"),
    ("3/2/84 k7m2qx9b", "K7M2QX9B"), ("código K7M2QX9B", "K7M2QX9B"), ("mi clave es k7m2-qx9b", "K7M2QX9B"),
    ("KOM2QX9I", "K0M2QX91"), ("k0m2qx9l", "K0M2QX91"), ("account number A1002334", "A1002334"),
    ("A1002334", "A1002334"), ("acct 12345678", "12345678"), ("invoice # 10023345", "10023345"),
    ("10023345", "10023345"), ("statement 03021984", "03021984"), ("código es 483920", "483920"),
    ("483920", "483920"), ("K7M2QX9B k7m2qx9c", "K7M2QX9C"), ("Ｋ７Ｍ２ＱＸ９Ｂ", "K7M2QX9B"),
    ("cuenta INV-10234", "1NV10234"), ("23kmqxht", "23KMQXHT"), ("code is ABC 12345", "ABC12345"),
    ("code k7m2qx9b zip 80203", "K7M2QX9B"),
]  # fmt: skip
NO_CODES = [
    "", "hello", "please", "statement", "my statement code", "what code", "2morrow", "every1 is here", "50dollars",
    "30days", "covid19", "gr8ful for that", "b4tomorrow", "1stofmonth", "any1else", "401k", "10am 11pm", "12th 15th",
    "2nd 3rd", "50mg 20mg", "dec2026", "303-555-0143", "3035550143", "call 5550143", "3/2/84", "80203", "80203-1234",
    "$100000", "100000 dollars", "code 80203", "zip code 80203", "código postal 80203", "https://pay.x/p/K7M2QX9B",
    "dana84x1@gmail.com", "account is wrong 240", "my account owes 240 12", "30payments", "can u resend the code",
    "the code is wrong", "f150truck is what i drive", "K7M2", "K7M2QX9BK7M2QX9B", "[CARD …1111]", "form1099",
    "i owe 240 on it", "route66 diner", "windows10", "section8 housing", "may2026",
]  # fmt: skip
ZIPS = [
    ("80203", "80203"), ("80203-1234", "80203"), ("8o2o3", "80203"), ("9720l", "97201"), ("zip 80203", "80203"),
    ("my zip code is 80203.", "80203"), ("código postal 80203", "80203"), ("3/2/84 80203", "80203"),
    ("80203 and 3-2-84", "80203"), ("3/2/84,80203", "80203"), ("3-2-84/80203", "80203"),
    ("eight oh two oh three", "80203"), ("ocho cero dos cero tres", "80203"), ("Denver 80203", "80203"),
    ("97201 oops 97202", "97202"), ("zip 97201 not 97202", "97201"),
    ("i moved to 12345 oak st denver 80203", "80203"), ("02139", "02139"), ("80203!", "80203"), ("30284", "30284"),
    ("postal code 80203-1234", "80203"), ("zipcode 80203-1234", "80203"), ("código postal: 80203-1234", "80203"),
    ("mi código es 80203", "80203"), ("zip code 8 0 2 0 3 thank you", "80203"),
    ("80203 K7M2QX9B", "80203"), ("(80203)", "80203"), ("march 2 1984 80203", "80203"), ("march 2 80203", "80203"),
]  # fmt: skip
NO_ZIPS = [
    "", "8020", "802031", "$80203", "80203 dollars", "80203.50", "80,203", "303-555-0143", "3035550143",
    "12345 oak street", "cpt 99213", "cpt code 99213", "what is code 99213", "a80203", "80203b", "80203/2",
    "12345-678", "123-45-6789", "80203%", "1.80203", "#80203", "https://x.y/80203",
]  # fmt: skip


def code(text: str) -> str | None:
    return read_values(text, "en", TODAY).code


@pytest.mark.parametrize(("text", "value"), CODES)
def test_codes(text: str, value: str) -> None:
    assert code(text) == value


@pytest.mark.parametrize("text", NO_CODES)
def test_no_code(text: str) -> None:
    assert code(text) is None


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize(("text", "value"), ZIPS)
def test_zips(text: str, value: str, lang: str) -> None:
    assert read_values(text, lang, TODAY).zip == value


@pytest.mark.parametrize("text", NO_ZIPS)
def test_no_zip(text: str) -> None:
    assert read_values(text, "en", TODAY).zip is None


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [("k7m2-qx9b", "K7M2QX9B"), (" K7M2 QX9B ", "K7M2QX9B"), ("oOlLiI", "001111"), ("ñé7", "7"), ("", "")],
)
def test_the_canonical_form(typed: str, canonical: str) -> None:
    assert canonical_code(typed) == canonical


@given(st.text())
def test_the_canonical_form_is_its_own(text: str) -> None:
    once = canonical_code(text)
    assert canonical_code(once) == once == canonical_code(text.lower()) or not text.isascii()


@settings(max_examples=500)
@given(st.text(ALPHABET, min_size=8, max_size=8).filter(lambda one: not one.isalpha() and not one.isdigit()), st.data())
def test_every_code_of_our_own_is_heard(printed: str, data: st.DataObject) -> None:
    """Eight of `ALPHABET` with a letter and a digit at least: alone, in halves, and in a sentence after "code"."""
    typed = data.draw(
        st.sampled_from([printed, printed.lower(), f"{printed[:4]}-{printed[4:]}", f"my code is {printed}"])
    )
    assert code(typed) == printed == canonical_code(printed)
