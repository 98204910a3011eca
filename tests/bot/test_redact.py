"""What is taken out of a text before anything keeps it, and what stays (fact sheet S3, decisions 1 and 10)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.redact import Redacted, luhn, mask, redact, storable

VISA, AMEX = "4111111111111111", "378282246310005"
anything = st.text(st.characters(exclude_categories=()), max_size=400)
digitish = st.text("0123456789 -./\n,+()٤４\u200bcvssn[]…", max_size=120)


@pytest.mark.parametrize(
    ("text", "stored", "found"),
    [
        ("4111 1111 1111 1111 exp 12/28 cvv 123", "[CARD …1111] exp 12/28 cvv [..]", "card cvv"),
        ("378282246310005", "[CARD …0005]", "card"),
        ("4111111111111112", "[CARD …1112]", "card"),
        ("123-45-6789", "[SSN]", "ssn"),
        ("4242424242424242 STOP", "[CARD …4242] STOP", "card"),
        ("5555-5555-5555-4444", "[CARD …4444]", "card"),
        ("4111.1111.1111.1111", "[CARD …1111]", "card"),
        ("4111\n1111\n1111\n1111", "[CARD …1111]", "card"),
        ("4111 - 1111 - 1111 - 1111", "[CARD …1111]", "card"),
        ("4111/1111/1111/1111", "[CARD …1111]", "card"),
        ("4111,1111,1111,1111", "[CARD …1111]", "card"),
        ("4111–1111—1111‑1111", "[CARD …1111]", "card"),
        ("4111\u00a01111\u20091111\u202f1111", "[CARD …1111]", "card"),
        ("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "[CARD …1111]", "card"),
        ("41 11 11 11 11 11 11 11", "[CARD …1111]", "card"),
        ("41111111 11111111", "[CARD …1111]", "card"),
        ("3782 822463 10005", "[CARD …0005]", "card"),
        ("4111 11 11 1111 11 11", "[CARD …1111]", "card"),
        ("4\u200b1\u200b1\u200b1 1111 1111 1111", "[CARD …1111]", "card"),
        ("4111111111111111\u200b22", "[CARD …1111]\u200b22", "card"),
        ("\u202e4111111111111111\u202c", "\u202e[CARD …1111]\u202c", "card"),
        ("４１１１１１１１１１１１１１１１", "[CARD …1111]", "card"),
        ("٤١١١ ١١١١ ١١١١ ١١١١", "[CARD …1111]", "card"),
        ("card:4111111111111111.", "card:[CARD …1111].", "card"),
        ("5555555555554444 and 4242424242424242", "[CARD …4444] and [CARD …4242]", "card"),
        ("5555 5555 5555 4444, 4242 4242 4242 4242", "[CARD …4444], [CARD …4242]", "card"),
        ("6011000990139424", "[CARD …9424]", "card"),
        ("30569309025904", "[CARD …5904]", "card"),
        ("4222222222222", "[CARD …2222]", "card"),
        ("2223003122003222", "[CARD …3222]", "card"),
        ("4111 1111 1111 1111 123", "[CARD …1111] [..]", "card cvv"),
        ("4111111111111111 12/28 123 97201", "[CARD …1111] 12/28 [..] 97201", "card cvv"),
        ("4111111111111111 exp. 12/2028 123", "[CARD …1111] exp. 12/2028 [..]", "card cvv"),
        ("4111 1111 1111 1111 102", "[CARD …1111] [..]", "card cvv"),
        ("4111111111111111 41 11 11 11 11 11 11 12", "[CARD …1111] [CARD …1112]", "card"),
        ("4111111111111111 pin 1234", "[CARD …1111] pin [..]", "card cvv"),
        ("4111111111111111 200 dollars", "[CARD …1111] 200 dollars", "card"),
        ("4111111111111111 $200", "[CARD …1111] $200", "card"),
        ("41111111111111111228123", "[CARD …1111]", "card"),
        ("303-555-0199 4111 1111 1111 1111", "303-555-0199 [CARD …1111]", "card"),
        ("my dob 3/2/1984 4111 1111 1111 1111", "my dob 3/2/1984 [CARD …1111]", "card"),
        ("cvv 123", "cvv [..]", "cvv"),
        ("CVC: 9999", "CVC: [..]", "cvv"),
        ("cvv2=123", "cvv2=[..]", "cvv"),
        ("the cvv is 123", "the cvv is [..]", "cvv"),
        ("cvv 1 2 3", "cvv [..]", "cvv"),
        ("cvv number on the back is 123", "cvv number on the back is [..]", "cvv"),
        ("security code 123", "security code [..]", "cvv"),
        ("Security Code: 1234", "Security Code: [..]", "cvv"),
        ("código de seguridad 123", "código de seguridad [..]", "cvv"),
        ("codigo de seguridad es el 321", "codigo de seguridad es el [..]", "cvv"),
        ("123 is the cvv", "[..] is the cvv", "cvv"),
        ("cvv ١٢٣", "cvv [..]", "cvv"),
        ("123 45 6789", "[SSN]", "ssn"),
        ("123.45.6789", "[SSN]", "ssn"),
        ("123–45–6789", "[SSN]", "ssn"),
        ("123 - 45 - 6789", "[SSN]", "ssn"),
        ("3/2/1984 123-45-6789 97201", "3/2/1984 [SSN] 97201", "ssn"),
        ("ssn 123456789", "ssn [SSN]", "ssn"),
        ("SSN:123456789", "SSN:[SSN]", "ssn"),
        ("my social is 123456789 ok", "my social is [SSN] ok", "ssn"),
        ("social security number 123 456 789", "social security number [SSN]", "ssn"),
        ("mi seguro social es 123456789", "mi seguro social es [SSN]", "ssn"),
        ("123456789 is my social", "[SSN] is my social", "ssn"),
        ("ss# 123456789", "ss# [SSN]", "ssn"),
        ("123-45-6789, card 4111111111111111 cvv 123", "[SSN], card [CARD …1111] cvv [..]", "card cvv ssn"),
        ("a\0b", "a b", ""),
        ("hi \ud83d there", "hi \ufffd there", ""),
        ("\ud83d\ude00", "😀", ""),
    ],
)
def test_redacted(text: str, stored: str, found: str) -> None:
    assert redact(text) == Redacted(stored, tuple(found.split()))


@pytest.mark.parametrize(
    "text",
    [
        "2125550123",
        "123456789012",
        "+17205550143",
        "+1 (720) 555-0143",
        "1-720-555-0143",
        "720.555.0143",
        "303-555-0199 720-555-0143",
        "3035550199 7205550143",
        "303 555 0199 97201",
        "3035550143 97201",
        "+5215512345678",
        "3035550143 33105",
        "3 02 1984 2000 3003",
        "3/2/1984 97201",
        "03-02-1984 97201-1234",
        "1984-03-02",
        "97201-1234",
        "97201 1234",
        "K7M2QX9B",
        "code 123",
        "my code is 1234",
        "statement code 482913",
        "account 123456789",
        "acct 00012345678",
        "12345678901234",
        "$1,234.56",
        "paid 240.01 on 12/03/2026",
        "1,200,000.00",
        "call 911",
        "2026-03-02T10:00:00",
        "social worker 123456789",
        "I pay 50 a month for 12 months",
        "cvv?",
        "security guard 1234",
        "[CARD …1111]",
        "[SSN]",
        "cvv [..]",
        "",
    ],
)
def test_kept(text: str) -> None:
    assert redact(text) == Redacted(text)


@pytest.mark.parametrize(
    "card",
    ["4111 1111 1111 1111", "4000 0000 0000 006", "4111 1111 1111 1112 126", "4222 2222 2222 2", "3782 822463 10005",
     "3056 930902 5904", "41111111 11111111", "603634 1111111111119"],
)  # fmt: skip
def test_as_cards_are_printed_behind_another_digit_too(card: str) -> None:
    assert redact(f"5-{card}") == Redacted(f"5-[CARD …{card.replace(' ', '')[-4:]}]", ("card",))


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        # all in ones, twos or fours
        ("3 0 5 6 9 3 0 9 0 2 5 9 0 4", "[CARD …5904]"),
        ("30 56 93 09 02 59 04", "[CARD …5904]"),
        ("3056 9309 0259 04", "[CARD …5904]"),
        ("1 0 2 0 6 6 7 1 3 2 2 5 1 9 5 5 0 4 5", "[CARD …5045]"),
        # sixteen digits before fifteen, fifteen before thirteen and nineteen
        ("378282246310005 2", "[CARD …0052]"),
        ("2999999999999 18", "[CARD …9918]"),
        ("3 7 6 8 9 9 6 6 4 4 8 4 9 6 2 0 0 2 6", "[CARD …4962] 0 0 2 6"),
        # a wrong check digit, behind + or not
        ("305217580812720", "[CARD …2720]"),
        ("+3111111111111117", "+[CARD …1117]"),
        ("+1444444444444444", "+[CARD …4444]"),
        ("+1 5717125532410", "+1 [CARD …2410]"),
        # nineteen digits are the most; of more, a card at the start is one
        ("2999999999999999995", "[CARD …9995]"),
        ("41111111111111111228", "[CARD …1111]"),
        ("37828224631000512281234", "[CARD …0005]"),
        # in other groups: with one kind of gap, set off by a blank
        ("3 40000000-0000006", "3 [CARD …0006]"),
        ("3 4713470773239-1", "3 [CARD …3239]-1"),
        # no dates and no telephone numbers
        ("32 12 2012 33100 454", "[CARD …0454]"),
        ("2 32 2012 33100 4509", "[CARD …4509]"),
        ("3 1704304917640 20", "[CARD …4020]"),
        ("33105 13031550149", "[CARD …0149]"),
        ("441052 0035550147", "[CARD …0147]"),
        ("441052 3031550145", "[CARD …0145]"),
    ],
)
def test_how_digits_stand_together(text: str, stored: str) -> None:
    assert redact(text) == Redacted(stored, ("card",))


@pytest.mark.parametrize(
    "text",
    [
        # a right check digit, but groups of all sizes
        "2111 11111111 1", "12 2000000000003", "507799964626-1", "41111 11111 119", "7034213 18479621",
        "12 1304 0000 0000 01", "1000 2000 3000 4500 5004", "3 265081142753",
        "5-4671327/33081852", "5-23365744\u200b4395459",
        # a wrong check digit, and groups of all sizes
        "2922-0011-9252 - 00024",
        # too many digits, and no card at their start
        "43210987654321098765", "07828224631000512281234", "1000000000000008123456",
        # telephone numbers, ZIP codes, dates
        "+604073492403271", "+3131-186449-77292", "33105 13035550145", "441052 3035550141", "66397 93453 74071",
        "31 12 2012 33100 455", "31 12 1984 33100 451", "2 31 2012 33100 4501",
    ],
)  # fmt: skip
def test_digits_that_are_no_card(text: str) -> None:
    assert redact(text) == Redacted(text)


def with_check_digit(digits: str) -> str:
    return next(digits + last for last in "0123456789" if luhn(digits + last))


sixteen = st.tuples(st.sampled_from("3456"), st.text("0123456789", min_size=14, max_size=14)).map("".join)


@given(
    sixteen.map(with_check_digit), st.sampled_from([" ", "-", ".", "", "\n", "  ", " - ", "\u200b", "\u00a0", "/", "—"])
)
def test_a_card_in_fours_leaves_four_digits(card: str, gap: str) -> None:
    text = gap.join(card[n : n + 4] for n in range(0, 16, 4))
    assert redact(f"pay with {text} thanks") == Redacted(f"pay with [CARD …{card[-4:]}] thanks", ("card",))


@given(st.text("0123456789", min_size=12, max_size=18).map(with_check_digit))
def test_any_run_with_a_right_check_digit_goes(card: str) -> None:
    assert redact(f"x{card}y").text == f"x[CARD …{card[-4:]}]y"


@given(st.text("0123456789", min_size=12, max_size=18).map(with_check_digit), st.sampled_from(["\u200b", " ", "-"]))
def test_a_run_spelled_out_digit_by_digit_goes(card: str, gap: str) -> None:
    """At most the four last digits stay, and what is left behind a shorter card that the digits begin with."""
    rest = re.sub(r"\[CARD …\d{4}\]", "", redact(f"x{gap.join(card)}y").text)
    assert sum(map(str.isdigit, rest)) <= 4


@given(st.from_regex(r"[2-9]\d\d[2-9]\d{6}", fullmatch=True), st.from_regex(r"[2-9]\d\d[2-9]\d{6}", fullmatch=True))
def test_telephone_numbers_stay(first: str, second: str) -> None:
    for form in ("{0}", "+1{0}", "1 {0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]} {0[6]}{0[7]}{0[8]}{0[9]}"):
        text = f"{form.format(first)} {form.format(second)}"
        assert redact(text) == Redacted(text)


@given(st.from_regex(r"\d{3}-\d\d-\d{4}", fullmatch=True), st.sampled_from(["-", " ", ".", " - ", "‑"]))
def test_social_security_numbers_go(number: str, gap: str) -> None:
    assert redact(f"it is {number.replace('-', gap)} ok").text == "it is [SSN] ok"


@given(st.one_of(anything, digitish))
def test_never_raises_and_databases_take_it(text: str) -> None:
    stored = redact(text).text
    assert "\0" not in stored
    assert stored.encode("utf-8").decode("utf-8") == stored


@given(st.one_of(anything, digitish))
def test_redacting_again_changes_nothing(text: str) -> None:
    stored = redact(text).text
    assert redact(stored) == Redacted(stored)


@given(
    st.one_of(
        digitish, st.lists(st.sampled_from([VISA, AMEX, "4111 1111", "123-45-6789", "cvv 123", "\n", " "])).map("".join)
    )
)
def test_no_card_survives(text: str) -> None:
    for run in re.findall(r"(?<!\d)\d{13,19}(?!\d)", redact(text).text):
        ascii_run = "".join(str(int(digit)) for digit in run)
        assert not luhn(ascii_run) or f"+{run}" in text


@given(anything)
def test_text_without_digits_is_only_made_storable(text: str) -> None:
    words = re.sub(r"\d", "", text)
    assert redact(words).text == storable(words)


@pytest.mark.parametrize(
    "piece", ["1 ", "4111 ", "1", "123-45-6789 ", "ssn ", "cvv is the number ", "9" * 19 + " ", " ", "social "]
)
def test_long_texts_are_read_to_their_end(piece: str) -> None:
    """A pattern that looks at all that it has seen again runs into the time limit of the tests."""
    assert redact(piece * (50_000 // len(piece))).text != piece


@pytest.mark.parametrize(
    ("spans", "masked"),
    [
        ([], "born 3/2/84 97201 K7M2"),
        ([(5, 11, "birth")], "born [birth date] 97201 K7M2"),
        ([(12, 17, "zip"), (5, 11, "birth")], "born [birth date] [ZIP] K7M2"),
        ([(18, 22, "code")], "born 3/2/84 97201 [code]"),
        ([(5, 11, "birth"), (9, 17, "zip")], "born [birth date] K7M2"),
        ([(5, 17, "birth"), (6, 8, "zip")], "born [birth date] K7M2"),
        ([(5, 11, "birth"), (11, 17, "zip")], "born [birth date][ZIP] K7M2"),
        ([(18, 99, "code"), (-3, 0, "zip"), (7, 7, "zip")], "born 3/2/84 97201 [code]"),
        ([(-3, 4, "code")], "[code] 3/2/84 97201 K7M2"),
        ([(5, 11, "zip"), (5, 11, "birth")], "born [ZIP] 97201 K7M2"),
        ([(5, 17, "zip"), (5, 11, "birth")], "born [birth date] K7M2"),
        ([(12, 17, "code"), (13, 14, "zip"), (5, 11, "birth")], "born [birth date] [code] K7M2"),
        ([(14, 5, "zip"), (12, 13, "code"), (13, 17, "birth")], "born 3/2/84 [code][birth date] K7M2"),
    ],
)
def test_mask(spans: list[tuple[int, int, str]], masked: str) -> None:
    assert mask("born 3/2/84 97201 K7M2", spans) == masked


@given(
    anything, st.lists(st.tuples(st.integers(-5, 50), st.integers(-5, 50), st.sampled_from(["birth", "zip", "code"])))
)
def test_a_mask_never_raises_and_hides_what_it_covers(text: str, spans: list[tuple[int, int, str]]) -> None:
    hidden = {place for start, end, _ in spans for place in range(max(0, start), min(end, len(text)))}
    rest = "".join(char for place, char in enumerate(text) if place not in hidden)
    masked = mask(text, spans)
    assert re.sub(r"\[(birth date|ZIP|code)\]", "", masked) == re.sub(r"\[(birth date|ZIP|code)\]", "", rest)
