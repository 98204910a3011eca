"""Birth dates as people type them, what is masked of them, and the dates that are none."""

from __future__ import annotations

from datetime import date

import pytest

from bot.hear import Values, read_values

TODAY = date(2026, 11, 23)
MARCH_2 = date(1984, 3, 2)
FEB_3 = date(1984, 2, 3)

BOTH = [
    "3/2/84", "3/2/1984", "03/02/84", "03/02/1984", "03-02-1984", "3-2-84", "3.2.84", "03.02.1984", "030284",
    "03021984",
    "3021984", "3 2 84", "3 2 1984", "3 / 2 / 1984", "3/2 1984", "3,2,1984", "3/2/'84", "O3/O2/84", "o3-o2-1984",
    "dob 3/2/84", "DOB: 03/02/1984", "dob.3/2/84", "d.o.b. 3/2/84", "birthday is 3-2-84", "my bday 030284", "3\\2\\84",
    "３/２/８４", "3⁄2⁄84", "  3/2/84\n", "it's 3/2/84 thanks", "3–2–84", "03 02 1984", "three two eighty four",
    "fecha de nacimiento 3/2/84", "nací 3/2/84", "F. Nac. 3/2/1984",
]  # fmt: skip
ONLY_MARCH = [
    "1984-03-02", "1984/3/2", "1984.03.02", "19840302", "mar 2 84", "Mar 2, 1984", "March 2nd, 1984", "march 2 of 1984",
    "MARCH 2 1984", "march the 2nd 1984", "2 march 1984", "2nd of march 84", "2mar84", "2-mar-84", "mar-2-1984",
    "2/mar/84", "mar. 2, '84", "mar 2 '84", "1984 march 2", "2 de marzo de 1984", "2 de marzo del 84", "marzo 2 1984",
    "2 marzo 84", "2 de marzo, 1984", "el 2 de marzo del año 1984", "nací el 2 de marzo del 84",
    "Nací el dos de marzo de mil novecientos ochenta y cuatro", "el dos de marzo del ochenta y cuatro",
    "born on the second of march nineteen eighty four", "march second nineteen eighty-four",
    "march second eighty four", "my birthday is March 2, 1984", "nacida el 2 de marzo de 1984", "2 de mar. de 1984",
    "born the 2nd day of march 1984",
]  # fmt: skip
OTHER = [
    ("13/2/84", {date(1984, 2, 13)}),
    ("2/13/84", {date(1984, 2, 13)}),
    ("l/2/84", {date(1984, 1, 2), date(1984, 2, 1)}),
    ("3/l2/84", {date(1984, 3, 12), date(1984, 12, 3)}),
    ("5/5/55", {date(1955, 5, 5)}),
    ("2/29/84", {date(1984, 2, 29)}),
    ("1/15/24", {date(2024, 1, 15), date(1924, 1, 15)}),
    ("march twenty nineteen eighty four", {date(1984, 3, 20)}),
    ("march twenty first nineteen ninety", {date(1990, 3, 21)}),
    ("march fifth two thousand five", {date(2005, 3, 5)}),
    ("october thirty first nineteen oh five", set()),
    ("june ten twenty ten", {date(2010, 6, 10)}),
    ("12 de octubre de dos mil uno", {date(2001, 10, 12)}),
    ("treinta y uno de enero de mil novecientos noventa", {date(1990, 1, 31)}),
    ("febuary 2 1984", {date(1984, 2, 2)}),
    ("9 de setiembre de 1970", {date(1970, 9, 9)}),
    ("1ro de enero de 1980", {date(1980, 1, 1)}),
    ("primero de enero de 1980", {date(1980, 1, 1)}),
    ("1º de enero de 1980", {date(1980, 1, 1)}),
    ("11/23/2026", {TODAY}),
    ("10/3/2026", {date(2026, 10, 3), date(2026, 3, 10)}),
]  # fmt: skip
NONE = [
    "", "31/31/84", "2/30/84", "february 30 1984", "3/2/1884", "3/2/2084", "march 2", "born march 2", "dob 3/2",
    "1984", "12/5", "80203", "303-555-0143", "303 555 0143", "call 555-0143", "(303) 555-0143", "123-45-6789",
    "$3.28", "3.2", "[CARD …1111]", "i was never there on 10/3/2026", "my visit on 3/2/24 was covered",
    "mailed a check on 3/2/25", "10.0.0.1", "00/00/00", "la visita del 3/2/2026 la cubre el seguro",
    "pagué el 3/2/2024", "24/7", "i have 3 2 and 84 more", "30/2/84", "13/13/1984", "visit was on march 2 2025",
    "options 2 3 12 please help", "a2/3/84b",
]  # fmt: skip


def read(text: str, lang: str = "en") -> Values:
    return read_values(text, lang, TODAY)


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("text", BOTH)
def test_figures_mean_either_order(text: str, lang: str) -> None:
    assert set(read(text, lang).births) == {MARCH_2, FEB_3}


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("text", ONLY_MARCH)
def test_a_named_month_means_one_day(text: str, lang: str) -> None:
    assert read(text, lang).births == (MARCH_2,)


@pytest.mark.parametrize(("text", "days"), OTHER)
def test_other_dates(text: str, days: set[date]) -> None:
    assert set(read(text).births) == days


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("text", NONE)
def test_no_birth_date(text: str, lang: str) -> None:
    found = read(text, lang)
    assert (found.births, [span for span in found.spans if span[2] == "birth date"]) == ((), [])


@pytest.mark.parametrize(
    ("text", "lang", "likely"),
    [
        ("3/2/84", "en", (MARCH_2,)),
        ("3/2/84", "es", (FEB_3, MARCH_2)),
        ("13/2/84", "en", (date(1984, 2, 13),)),
        ("13/2/84", "es", (date(1984, 2, 13),)),
        ("2 de marzo de 1984", "es", (MARCH_2,)),
        ("1984-03-02", "es", (MARCH_2,)),
        ("1/15/24", "en", (date(2024, 1, 15),)),
    ],
)
def test_the_language_prefers_an_order(text: str, lang: str, likely: tuple[date, ...]) -> None:
    assert read(text, lang).likely_births == likely


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("3/2/84 no sorry 3/2/85", {date(1985, 3, 2), date(1985, 2, 3)}),
        ("1/1/84 2/2/84 3/3/84 4/4/84", {date(1984, 4, 4)}),
        ("dob 3/3/84, visit 5/5/24", {date(1984, 3, 3)}),
        ("my visit was 5/5/24 and dob 3/3/84", {date(1984, 3, 3)}),
        ("me 3/3/84 my son 5/5/15", {date(2015, 5, 5), date(1915, 5, 5)}),
    ],
)
def test_several_dates_never_add_up(text: str, days: set[date]) -> None:
    """A text with many birth dates is no way to try them all."""
    assert set(read(text).births) == days
    assert set(read(text).likely_births) <= days


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("3/2/84", "[birth date]"),
        ("3/2/84 80203", "[birth date] [ZIP]"),
        ("80203 and 3-2-84", "[ZIP] and [birth date]"),
        ("K7M2QX9B, born march 2 1984!", "[code], born [birth date]!"),
        ("Nací el 2 de marzo del 84, código K7M2-QX9B", "Nací el [birth date], código [code]"),
        ("born on the second of march nineteen eighty four", "born on the [birth date]"),
        ("zip is 80203-1234 ok", "zip is [ZIP] ok"),
        ("3/2/84 no sorry 3/2/85", "[birth date] no sorry [birth date]"),
        ("👍 mañana: 3/2/84", "👍 mañana: [birth date]"),
        ("12/5", "12/5"),
        ("April 2", "April 2"),
        ("friday the 15th", "friday the 15th"),
        ("12/5/26", "12/5/26"),
        ("12/5/2026", "12/5/2026"),
        ("born 3/2/84, will pay 12/5", "born [birth date], will pay 12/5"),
        ("12/5/26 80203", "[birth date] [ZIP]"),
        ("dob 12/5/26", "dob [birth date]"),
        ("6", "6"),
        ("$50 on 12/5", "$50 on 12/5"),
        ("i was never there on 10/3/2026", "i was never there on 10/3/2026"),
        ("ocho cero dos cero tres", "[ZIP]"),
        ("my code is k7m2 qx9b thx", "my code is [code] thx"),
    ],
)
def test_proof_is_masked_and_nothing_else(text: str, said: str) -> None:
    assert read(text).said == said


def test_spans_stand_in_the_text_as_typed() -> None:
    text = "ﬁrst  é́ 3/2/84 — 80203 K7M2QX9B"
    assert [(text[start:end], kind) for start, end, kind in read(text).spans] == [
        ("3/2/84", "birth date"),
        ("80203", "ZIP"),
        ("K7M2QX9B", "code"),
    ]


def test_a_birth_date_lends_its_name_to_no_other_date() -> None:
    assert read("dob 3/2/84, will pay 12/5").day == date(2026, 12, 5)


def test_a_promise_day_is_kept_beside_an_old_birth_date() -> None:
    found = read("12/5/26")
    assert (found.day, date(1926, 12, 5) in found.births) == (date(2026, 12, 5), True)


def test_a_baby_is_born_on_a_recent_day_where_nothing_else_is_said() -> None:
    assert date(2026, 10, 3) in read("10/3/2026 80203").births
    assert date(2026, 10, 3) in read("her dob is 10/3/2026").births
