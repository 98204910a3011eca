"""How often, what is paid at once, and when it begins, out of texts in both languages; and what only looks like it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from bot.hear import hear
from bot.hear.values import Values, read_values
from bot.understanding.verdict import MODEL, Understood
from flows.money import Money
from flows.script import Heard

MONDAY = date(2026, 3, 2)
HALF = Fraction(1, 2)


def read(text: str, lang: str = "en") -> Values:
    return read_values(text, lang, MONDAY)


RHYTHMS = [
    ("every two weeks", "en", "two_weeks"),
    ("every 2 weeks", "en", "two_weeks"),
    ("every other week", "en", "two_weeks"),
    ("biweekly", "en", "two_weeks"),
    ("bi-weekly payments", "en", "two_weeks"),
    ("every other friday", "en", "two_weeks"),
    ("each payday", "en", "payday"),
    ("every paycheck", "en", "payday"),
    ("every time i get paid", "en", "payday"),
    ("every week", "en", "week"),
    ("weekly payments", "en", "week"),
    ("once a week", "en", "week"),
    ("every friday", "en", "week"),
    ("twice a month", "en", "half_month"),
    ("2 times a month", "en", "half_month"),
    ("semi-monthly", "en", "half_month"),
    ("on the 1st and the 15th", "en", "half_month"),
    ("on the 15th and 30th", "en", "quincena"),
    ("the 15th and the last day", "en", "quincena"),
    ("monthly", "en", "month"),
    ("once a month", "en", "month"),
    ("cada dos semanas", "es", "two_weeks"),
    ("cada 15 días", "es", "two_weeks"),
    ("cada catorcena", "es", "two_weeks"),
    ("cada quincena", "es", "quincena"),
    ("por quincena", "es", "quincena"),
    ("pagos quincenales", "es", "quincena"),
    ("el 15 y el 30", "es", "quincena"),
    ("el 15 y a fin de mes", "es", "quincena"),
    ("dos veces al mes", "es", "half_month"),
    ("el 1 y el 15", "es", "half_month"),
    ("cada semana", "es", "week"),
    ("semanal", "es", "week"),
    ("cada viernes", "es", "week"),
    ("cada día de pago", "es", "payday"),
    ("cada vez que me pagan", "es", "payday"),
    ("cada mes", "es", "month"),
]


@pytest.mark.parametrize(("text", "lang", "rhythm"), RHYTHMS)
def test_how_often(text: str, lang: str, rhythm: str) -> None:
    assert read(text, lang).rhythm == rhythm


@pytest.mark.parametrize(
    "text",
    ["can i start in a week", "give me a week", "can i mail a check", "in two weeks", "for a month or so", "two weeks",
     "i need a week", "next payday", "when i get a paycheck", "15 and 30 minutes", "1 and 15", "en una semana",
     "la otra semana", "el mes que viene", "el viernes", "la proxima quincena"],
)  # fmt: skip
def test_a_span_of_time_is_no_rhythm(text: str) -> None:
    assert read(text).rhythm is None and read(text, "es").rhythm is None


DOWNS = [
    ("half now half in two weeks", "en", HALF, "2026-03-16"),
    ("half now and the rest on the 15th", "en", HALF, "2026-03-15"),
    ("can i pay half today and the other half in 2 weeks", "en", HALF, "2026-03-16"),
    ("i can do half right now and half on friday", "en", HALF, "2026-03-06"),
    ("50% now and the rest later", "en", HALF, None),
    ("half now, half next month", "en", HALF, None),
    ("2 payments, one now one in two weeks", "en", HALF, "2026-03-16"),
    ("one now and one on the 20th", "en", HALF, "2026-03-20"),
    ("a third now and the rest in 2 payments", "en", Fraction(1, 3), None),
    ("100 down and then 50 a month", "en", 100_00, None),
    ("$100 down then 50/mo", "en", 100_00, None),
    ("put 100 down and pay the rest in 3 payments", "en", 100_00, None),
    ("down payment of 100 and 50 every two weeks", "en", 100_00, None),
    ("100 as a down payment", "en", 100_00, None),
    ("100 now and the rest on the 20th", "en", 100_00, "2026-03-20"),
    ("i can pay 100 today and 50 a month after that", "en", 100_00, None),
    ("start with 100 and then 40 each payday", "en", 100_00, None),
    ("100 first then 50 a month", "en", 100_00, None),
    ("la mitad ahora y la otra mitad en dos semanas", "es", HALF, "2026-03-16"),
    ("mitad hoy y mitad el 15", "es", HALF, "2026-03-15"),
    ("pago la mitad hoy y el resto el próximo mes", "es", HALF, None),
    ("uno ahora y otro en dos semanas", "es", HALF, "2026-03-16"),
    ("pago 100 ahora y luego 50 al mes", "es", 100_00, None),
    ("hoy pago 100 y luego 50 cada quincena", "es", 100_00, None),
    ("100 de enganche y 50 al mes", "es", 100_00, None),
    ("doy 100 de entrada y el resto en 3 pagos", "es", 100_00, None),
    ("un anticipo de 100 y lo demás en 4 pagos", "es", 100_00, None),
]


@pytest.mark.parametrize(("text", "lang", "down", "day"), DOWNS)
def test_what_is_paid_at_once(text: str, lang: str, down: Fraction | int, day: str | None) -> None:
    found = read(text, lang)
    assert found.down == (Money(down) if isinstance(down, int) else down)
    assert found.day == (date.fromisoformat(day) if day else None), "now is no day of the rest"
    assert found.halves == ()


@pytest.mark.parametrize(
    ("text", "amount", "per", "number"),
    [
        ("100 down and then 50 a month", 50_00, "month", None),
        ("down payment of 100 and 50 every two weeks", 50_00, "two_weeks", None),
        ("$100 now and the rest in 3 payments", 100_00, None, 3),
        ("100 now and the rest on the 20th", 100_00, None, None),
        ("3 payments, one now and the others monthly", None, None, 2),
    ],
)
def test_the_rest_beside_it(text: str, amount: int | None, per: str | None, number: int | None) -> None:
    found = read(text)
    assert (found.amount, found.per, found.number) == (Money(amount) if amount else None, per, number)


@pytest.mark.parametrize(
    "text",
    ["can i pay half now", "i can pay 100 now", "100 today", "get it down to 50", "knock it down 100",
     "i already paid half now the rest in two weeks", "half of it is wrong", "puedo pagar la mitad ahora",
     "pago 100 hoy", "50 now please", "can it go down 20 dollars a month"],
)  # fmt: skip
def test_what_is_paid_now_and_no_more_is_no_down_payment(text: str) -> None:
    assert read(text).down is None and read(text, "es").down is None


def test_two_days_for_two_halves() -> None:
    assert read("half on friday and half on the 18th").halves == (date(2026, 3, 6), date(2026, 3, 18))
    assert read("la mitad el viernes y el resto el 18", "es").halves == (date(2026, 3, 6), date(2026, 3, 18))
    assert read("2 payments starting next friday").halves == ()


@pytest.mark.parametrize(
    ("text", "lang", "day"),
    [("starting in january", "en", "2027-01-01"), ("start in april", "en", "2026-04-01"),
     ("empezando en enero", "es", "2027-01-01"), ("a partir de abril", "es", "2026-04-01")],
)  # fmt: skip
def test_the_month_that_it_begins_in(text: str, lang: str, day: str) -> None:
    assert read(text, lang).day == date.fromisoformat(day)


def test_starting_this_month_names_no_day() -> None:
    assert read("starting in march").days == ()


def heard(text: str, asking: str, intent: str) -> Heard:
    understood = Understood(intent, 0.99, (), "en", 0.99, MODEL)
    return hear(understood, read(text), asking, lambda kind, value: value, "en")


def test_a_rhythm_belongs_to_a_plan_only() -> None:
    assert heard("i get paid every two weeks", "none", "promise_to_pay").per is None
    assert heard("can i pay every two weeks", "none", "request_plan").per == "two_weeks"
    assert heard("every two weeks", "plan_choice", "out_of_scope").per == "two_weeks"
    every = heard("every friday", "plan_confirm", "request_plan")
    assert (every.per, every.day) == ("week", date(2026, 3, 6))


def test_after_a_day_and_the_day_of_pay() -> None:
    after = heard("after the 15th", "plan_confirm", "promise_to_pay")
    assert after.after and after.day == date(2026, 3, 15) and after.intent == "request_plan"
    assert heard("i get paid on the 11th", "plan_confirm", "promise_to_pay").intent == "request_plan"
    assert not heard("on the 15th", "plan_confirm", "request_plan").after
