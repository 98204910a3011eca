"""Amounts of money, how often, and parts of the whole."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from bot.hear import Values, read_values
from flows.money import Money

TODAY = date(2026, 11, 23)

ENGLISH = [
    ("$50", 5000, None),
    ("50$", 5000, None),
    ("$ 50", 5000, None),
    ("$50.00", 5000, None),
    ("$240.01", 24001, None),
    ("$1,250.50", 125050, None),
    ("1,250.50", 125050, None),
    ("50.00", 5000, None),
    ("$1k", 100000, None),
    ("$1.5k", 150000, None),
    ("50 dollars", 5000, None),
    ("50dollars", 5000, None),
    ("6 dollars", 600, None),
    ("fifty bucks", 5000, None),
    ("fifty dollars and twenty five cents", 5025, None),
    ("one hundred and twenty five dollars", 12500, None),
    ("a hundred dollars", 10000, None),
    ("two thousand dollars", 200000, None),
    ("50 usd", 5000, None),
    ("50 a month", 5000, "month"),
    ("20 a month", 2000, "month"),
    ("$25/mo", 2500, "month"),
    ("can u do 80 a mo", 8000, "month"),
    ("75 monthly", 7500, "month"),
    ("monthly payments of 50", 5000, "month"),
    ("every month 50", 5000, "month"),
    ("i can do $40 each month", 4000, "month"),
    ("50 per month starting dec 5", 5000, "month"),
    ("25 a week", 2500, "week"),
    ("$25 weekly", 2500, "week"),
    ("i could swing like 40 bucks every paycheck", 4000, "payday"),
    ("$25 per paycheck", 2500, "payday"),
    ("75 every two weeks", 7500, "two_weeks"),
    ("75 biweekly", 7500, "two_weeks"),
    ("60 every other friday", 6000, "two_weeks"),
    ("like 40ish", 4000, None),
    ("around 50", 5000, None),
    ("i can do 50", 5000, None),
    ("i can pay like maybe 60", 6000, None),
    ("put 100 towards it", 10000, None),
    ("100 now", 10000, None),
    ("pay 75 on friday", 7500, None),
    ("60 on the 5th", 6000, None),
    ("seis payments of $80", 8000, None),
    ("3 payments of 80", 8000, None),
    ("I owe 240.01 can i pay 100 now", 10000, None),
    ("can i pay $50 of the $240.01", 5000, None),
    ("not $60, $50", 5000, None),
    ("$50 and again $50", 5000, None),
    ("covid19 test was 1200 dollars", 120000, None),
    ("$0", 0, None),
]
SPANISH = [
    ("50 dólares", 5000, None),
    ("50 dolares", 5000, None),
    ("50 dlls", 5000, None),
    ("cincuenta dólares", 5000, None),
    ("ciento veinte pesos", 12000, None),
    ("cincuenta y cinco dólares con veinte centavos", 5520, None),
    ("1.250,50", 125050, None),
    ("$1.250", 125000, None),
    ("50,00", 5000, None),
    ("50 al mes", 5000, "month"),
    ("50 mensual", 5000, "month"),
    ("50 mensuales", 5000, "month"),
    ("pagos mensuales de 50", 5000, "month"),
    ("mensualidades de 50", 5000, "month"),
    ("seis pagos de 50", 5000, None),
    ("cada mes puedo dar 50", 5000, "month"),
    ("treinta y cinco dólares a la semana", 3500, "week"),
    ("25 semanales", 2500, "week"),
    ("60 por quincena", 6000, "quincena"),
    ("60 cada quincena", 6000, "quincena"),
    ("60 quincenales", 6000, "quincena"),
    ("60 cada 15 días", 6000, "two_weeks"),
    ("le puedo dar unos 80", 8000, None),
    ("puedo pagar 50 amigo", 5000, None),
    ("abonar 100 el viernes", 10000, None),
    ("puedo pagar 75", 7500, None),
    ("debo 240.01 pero puedo pagar 40", 4000, None),
    ("dos mil quinientos dólares", 250000, None),
]
NONE = [
    "", "6", "60", "fifty", "12/5", "3/2/84", "80203", "303-555-0143", "$50 or $60", "50 or 60", "10 days", "at 3pm",
    "10:30", "30 minutes", "50%", "option 2", "#50", "k7m2qx9b", "monthly", "a month", "$", "$$$",
    "99999999999 dollars", "3 payments", "in 30 days", "call 911", "i have 30 kids", "nov 30", "el 30", "1984",
    "v2.50.3", "need 911 now", "my fever is 100.4", "i only make 200 a week", "gano 400 por semana",
    "240 is steep, could i chip away at it monthly", "240 es mucho, sería por mes", "50/50", "$3/2/84",
]  # fmt: skip
FRACTIONS = [
    ("half", "1/2"), ("i can pay half now", "1/2"), ("half of it", "1/2"), ("1/2 now", "1/2"), ("1/2", "1/2"),
    ("½", "1/2"), ("pay 1/3", "1/3"), ("a third", "1/3"), ("one third of it", "1/3"), ("two thirds", "2/3"),
    ("a quarter of it", "1/4"), ("50%", "1/2"), ("fifty percent", "1/2"), ("all of it", "1"), ("pay it all", "1"),
    ("the full amount", "1"), ("in full", "1"), ("the whole thing", "1"), ("all", "1"), ("everything", "1"),
    ("la mitad", "1/2"), ("mitad ahora", "1/2"), ("un tercio", "1/3"), ("la tercera parte", "1/3"),
    ("la cuarta parte", "1/4"), ("dos tercios", "2/3"), ("cincuenta por ciento", "1/2"), ("todo", "1"),
    ("pagarlo todo", "1"), ("quiero pagar el total", "1"), ("todo el saldo", "1"), ("pago completo", "1"),
    ("half now half friday", "1/2"), ("5%", "1/20"), ("mitad y mitad", "1/2"), ("100%", "1"), ("liquidarlo", "1"),
]  # fmt: skip
NO_FRACTION = [
    "half an hour", "two and a half weeks", "a half hour", "half past 3", "the third one", "the third", "3rd",
    "third party", "12/5", "3/2/84", "on the 15th", "todo bien", "is that all", "whats the full balance",
    "what is the total", "a mitad de mes", "half or a third", "200%", "0%", "all my bills are wrong", "mi cuarto",
    "con todo respeto", "1/2/84", "i did that all the time", "cual es el total", "a third time", "i cant pay it all",
    "the whole amount is too much", "no tengo todo junto", "no puedo pagarlo todo",
]  # fmt: skip


def read(text: str, lang: str = "en") -> Values:
    return read_values(text, lang, TODAY)


@pytest.mark.parametrize(
    ("text", "lang", "cents", "per"),
    [(t, "en", c, p) for t, c, p in ENGLISH] + [(t, "es", c, p) for t, c, p in SPANISH],
)
def test_amounts(text: str, lang: str, cents: int, per: str | None) -> None:
    found = read(text, lang)
    assert (found.amount, found.per) == (Money(cents), per)


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("text", NONE)
def test_no_amount(text: str, lang: str) -> None:
    found = read(text, lang)
    assert (found.amount, found.per) == (None, None)


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("6", 600),
        ("60", 6000),
        ("fifty", 5000),
        ("1,250", 125000),
        ("cien", 10000),
        ("20 please", 2000),
        ("i can pay 20 today", 2000),
        ("give 15", 1500),
        ("$60", None),
        ("the 2nd", None),
        ("option 2", None),
        ("3 payments", None),
        ("911", None),
        ("no 20", None),
        ("i have 2 kids", None),
        ("voy en el pago 3 de 4", None),
        ("have 4 doctors", None),
    ],
)
def test_a_bare_figure_may_be_dollars(text: str, cents: int | None) -> None:
    found = read(text)
    assert found.bare_amount == (None if cents is None else Money(cents))


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize(("text", "part"), FRACTIONS)
def test_parts_of_the_whole(text: str, part: str, lang: str) -> None:
    assert read(text, lang).fraction == Fraction(part)


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("text", NO_FRACTION)
def test_no_part(text: str, lang: str) -> None:
    assert read(text, lang).fraction is None
