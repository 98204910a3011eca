"""Numbers that answer a question, and those that answer none."""

from __future__ import annotations

from datetime import date

import pytest

from bot.hear import read_values

TODAY = date(2026, 11, 23)

ENGLISH = [
    ("6", 6), ("60", 60), (" 2 ", 2), ("ok 1", 1), ("1.", 1), ("1!!", 1), ("#3", 3), ("# 3", 3), ("option 2", 2),
    ("2️⃣", 2), ("🔟", 10), ("１２", 12), ("three", 3), ("twelve", 12), ("one", 1), ("number 2", 2),
    ("number two please", 2), ("3 please", 3), ("i'll take 4", 4), ("let's do 3", 3), ("how about 6?", 6),
    ("3 payments", 3), ("three payments", 3), ("in 3 payments", 3), ("12 monthly payments", 12), ("one payment", 1),
    ("i want to make 4 payments of $60", 4), ("6 months", 6), ("over 6 months", 6), ("6 month plan", 6),
    ("can i do it in six months", 6), ("split it in 4", 4), ("split it into four", 4), ("split the bill 3 ways", 3),
    ("break it up into 3", 3), ("the second one", 2), ("the 2nd one", 2), ("second option", 2), ("the first one", 1),
    ("3rd option", 3), ("the second", 2), ("third", 3), ("1 and 1", 1), ("4 installments please", 4),
    ("no, 4 payments", 4), ("50 a month for 6 months", 6), ("1,250", 1250), ("0", 0),
    ("3 payments starting friday", 3), ("pay in 3", 3), ("yes 1", 1), ("1?", 1), ("the 2nd", 2), ("2 parts", 2),
    ("3 would be good", 3), ("nah thats 5 months id rather do 4", 4), ("if i did four", 4),
    ("make that four not three", 4),
    ("spread it over a year", 12), ("fine monthly then. 4 of em", 4), ("4 of those please", 4),
    ("3 monthly please", 3), ("4 payments. first one whenever you do it", 4), ("can i pay it in 3", 3),
    ("3 payments, one a month", 3),
    ("every two weeks, 4 times", 4), ("yes on the 4", 4), ("can it be 3", 3),
    ("wait no. 3. my lease is up", 3), ("just 2, get it over with", 2), ("two equal monthly payments", 2),
    ("four payments once a month please four", 4),
]  # fmt: skip
SPANISH = [
    ("tres", 3), ("tres pagos", 3), ("en 6 pagos", 6), ("en seis meses", 6), ("a 12 meses", 12), ("opción 2", 2),
    ("opcion dos", 2), ("la 2", 2), ("el 2", 2), ("la segunda", 2), ("la primera opción", 1), ("el tercero", 3),
    ("número 4", 4), ("en un solo pago", 1), ("quiero 3 por favor", 3), ("mejor 4", 4), ("once pagos", 11),
    ("doce mensualidades", 12), ("dividirlo en 4", 4), ("3 cuotas", 3), ("uno", 1), ("veinticuatro", 24),
    ("treinta y dos", 32), ("en 2 partes", 2), ("cuatro plazos", 4), ("sí, 1", 1),
    ("pongale 4", 4), ("ponme 8", 8), ("en 8 se puede??", 8),
    ("se puede en 3?", 3), ("en un año", 12), ("dejelo en 3", 3),
    ("perdon eran tres", 3), ("se puede cambiar a tres?", 3),
    ("lo puedo pagar en 2? uno x mes", 2), ("en tres pagos mensuales, primero Dios", 3),
]  # fmt: skip
NONE = [
    "no se puede 4", "do 3 or 4", "a year ago",
    "", "no 1", "not 1", "1 wrong", "dont do 1", "1 or 2", "2 or 3?", "2-3 payments", "3 payments or 4 payments",
    "$6", "50 a month", "12/5", "3/2/84", "80203", "303-555-0143", "911", "988", "i have 2 kids", "at 3", "3pm",
    "10:30", "in 3 days", "2 weeks", "friday the 4th", "50%", "50/50", "give me a second", "can i make a payment",
    "quiero hacer un pago", "una pregunta", "this one", "no one", "mil gracias", "cien por ciento",
    "i made 2 payments already", "3 payments left", "hice 2 pagos", "2 payments behind", "6 months ago",
    "hace 6 meses", "my baby is 6 months old", "charged me 2 times", "me cobraron 2 veces", "once i get paid", "2x",
    "2k", "3.5", "k7m2qx9b", "the 15th", "on the 15th", "el 15", "99999999", "my 2nd visit", "1 but later", "2 no",
    "age 65", "3 doctors", "the 1st payment", "two of us", "have a good one", "yes that one", "be there in 10",
    "2 of them were paid",
    "yes on the 4th", "30 monthly", "no 3, no 4", "call me at 3, please", "eran 2 doctores",
    "thats a lot for one payment", "es mucho para un solo pago", "some one",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "lang", "number"), [(t, "en", n) for t, n in ENGLISH] + [(t, "es", n) for t, n in SPANISH]
)
def test_numbers(text: str, lang: str, number: int) -> None:
    assert read_values(text, lang, TODAY).number == number


@pytest.mark.parametrize("text", NONE)
def test_no_number(text: str) -> None:
    assert read_values(text, "en", TODAY).number is None


def test_once_is_eleven_in_spanish_only() -> None:
    assert [read_values("once", lang, TODAY).number for lang in ("en", "es")] == [None, 11]


@pytest.mark.parametrize(
    ("text", "day"), [("15", "2026-12-15"), ("23", "2026-11-23"), ("31", "2026-12-31"), ("32", None), ("0", None)]
)
def test_a_bare_figure_may_be_a_day_of_the_month(text: str, day: str | None) -> None:
    assert [one.isoformat() for one in read_values(text, "en", TODAY).bare_days] == ([day] if day else [])
