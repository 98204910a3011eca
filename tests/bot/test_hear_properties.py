"""What holds for any text at all: nothing raises, spans fit, values keep their limits, time stays linear."""

from __future__ import annotations

import re
import time
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.hear import hear, read_values
from bot.hear.amounts import MOST
from bot.hear.spelled import spelled
from bot.hear.text import BLANK, plain
from bot.understanding import Understood
from bot.understanding.labels import LABELS

WORDS = """3/2/84 80203 K7M2QX9B $50 50 1 12/5 friday next viernes mañana half dos mil novecientos y ochenta nineteen
    twenty eighty four second of march marzo 2 in weeks code zip born dob a month al mes the el la 15th fin de [ ] @ . ,
    - / ' " ( % ? ! \0 \u0301 \ud800 ½ 2️⃣ ０ ١ yes no sí not or payments pagos option # 1.250,50 https://x.y/z
    303-555-0143 10:30 pm o l O"""
PIECES = st.sampled_from(re.split(" +", WORDS))
TEXTS = st.one_of(
    st.text(max_size=200),
    st.text(st.characters(), max_size=60),
    st.text("0123456789/-. $,olk", max_size=60),
    st.lists(PIECES, max_size=30).map(" ".join),
    st.lists(PIECES, max_size=30).map("".join),
)
ASKING = ("identity", "plan_choice", "plan_confirm", "amount", "promise_date", "language", "clarify", "none", "other")
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
LANGS = st.sampled_from(["en", "es"])


@settings(max_examples=600, deadline=None)
@given(TEXTS, LANGS, DAYS)
def test_any_text_is_read(text: str, lang: str, today: date) -> None:
    found = read_values(text, lang, today)
    assert all(born <= today and today.year - born.year <= 120 for born in found.births)
    assert set(found.likely_births) <= set(found.births)
    assert len(found.births) <= 4
    assert list(found.days) == sorted(set(found.days))
    assert all(today <= day <= today + timedelta(days=731) for day in found.days)
    assert found.zip is None or (len(found.zip) == 5 and found.zip.isdigit())
    assert found.code is None or (6 <= len(found.code) <= 12 and found.code.isalnum())
    assert found.amount is None or 0 <= found.amount.cents <= MOST
    assert found.amount is None or found.bare_amount is None
    assert found.per is None or found.amount is not None
    assert found.number is None or 0 <= found.number <= 9_999_999
    assert found.fraction is None or 0 < found.fraction <= 1


@settings(max_examples=400, deadline=None)
@given(TEXTS, LANGS)
def test_spans_lie_in_the_text_and_apart(text: str, lang: str) -> None:
    found = read_values(text, lang, date(2026, 11, 23))
    ends = 0
    for start, end, kind in found.spans:
        assert ends <= start < end <= len(text)
        assert kind in ("birth date", "ZIP", "code")
        ends = end
    assert len(found.spans) == sum(found.said.count(mark) for mark in ("[birth date]", "[ZIP]", "[code]")) - sum(
        text.count(mark) for mark in ("[birth date]", "[ZIP]", "[code]")
    )


@settings(max_examples=300, deadline=None)
@given(TEXTS, LANGS)
def test_what_is_masked_gives_nothing_more(text: str, lang: str) -> None:
    """Reading a stored text again finds no proof in it where every value of it was masked."""
    today = date(2026, 11, 23)
    again = read_values(read_values(text, lang, today).said, lang, today)
    first = read_values(text, lang, today)
    assert first.zip is None or again.zip != first.zip or text.count(first.zip) > 1


@given(TEXTS, LANGS)
def test_the_plain_form_keeps_places(text: str, lang: str) -> None:
    for read in (plain(text), spelled(plain(text), lang)):
        assert len(read.text) == len(read.starts) == len(read.ends)
        assert BLANK not in read.text
        assert "  " not in read.text
        assert all(start < end for start, end in zip(read.starts, read.ends, strict=True))
        assert list(read.starts) == sorted(read.starts)


@settings(max_examples=300, deadline=None)
@given(
    TEXTS,
    LANGS,
    st.sampled_from(LABELS),
    st.sampled_from(ASKING),
)
def test_any_text_is_heard(text: str, lang: str, label: str, asking: str) -> None:
    understood = Understood(label, 0.9, ((label, 0.9),), lang, 0.5, "model")
    values = read_values(text, lang, date(2026, 11, 23))
    heard = hear(understood, values, asking, lambda kind, value: f"{kind}:{value}", lang)
    assert heard.intent in LABELS
    assert not (heard.day is not None and heard.days)
    assert all(factor.digests for factor in heard.factors)


@pytest.mark.parametrize(
    "unit",
    [
        "1 ", "1", "3/2/84 ", "a1-", "$", "$1,", "1,000", "12/5 ", "one ", "two hundred ", "nineteen ", "k7m2 ",
        "code ", "account number ", "code is is ", "[", "a@", "(303) ", "- ", "' ", "/ ", "month of ",
        "i can do like ", "half ", "\0", "next ", "on the 1", "\u0301", "ol", "yes ", "no ", "  ", "in 2 or ",
        "el dia ", "1 de mes de ", "del ano ", "born ", "zip ", "🙂", "y ", "mil ", "www.", "http://",
        "pay all of it ", "friday ", "a week from ", "speak ",
    ],
)  # fmt: skip
def test_a_text_ten_times_as_long_takes_about_ten_times_as_long(unit: str) -> None:
    def seconds(size: int) -> float:
        text, started = (unit * size)[:size], time.process_time()
        read_values(text, "en", date(2026, 11, 23))
        return time.process_time() - started

    short = min(seconds(1_600) for _ in range(3))
    assert short < 0.5
    assert min(seconds(16_000) for _ in range(2)) < 30 * max(short, 0.005)
