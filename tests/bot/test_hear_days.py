"""Days that a promise may name, reckoned from Monday, November 23, 2026."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.hear import read_values

TODAY = date(2026, 11, 23)

ENGLISH = [
    ("today", "11-23"),
    ("tonight after work", "11-23"),
    ("later today", "11-23"),
    ("tomorrow", "11-24"),
    ("tmrw", "11-24"),
    ("2morrow", "11-24"),
    ("tommorrow morning", "11-24"),
    ("day after tomorrow", "11-25"),
    ("friday", "11-27"),
    ("Fri", "11-27"),
    ("on fri", "11-27"),
    ("this friday", "11-27"),
    ("by thursday", "11-26"),
    ("when i get paid friday", "11-27"),
    ("wed", "11-25"),
    ("on sat", "11-28"),
    ("next friday", "11-27 12-04"),
    ("friday or saturday", "11-27 11-28"),
    ("monday", "11-23 11-30"),
    ("this monday", "11-23"),
    ("next monday", "11-30"),
    ("not friday, saturday", "11-28"),
    ("friday the 27th", "11-27"),
    ("friday the 4th", "12-04"),
    ("Friday Dec 4th", "12-04"),
    ("friday the 5th", "11-27 12-05"),
    ("tomorrow tuesday", "11-24"),
    ("a week from friday", "12-04"),
    ("next week friday", "12-04"),
    ("friday next week", "12-04"),
    ("on friday of next week", "12-04"),
    ("on the 15th", "12-15"),
    ("the 15th", "12-15"),
    ("15th", "12-15"),
    ("after the 15th", "12-15"),
    ("by the 28", "11-28"),
    ("the 23rd", "11-23"),
    ("the 31st", "12-31"),
    ("the 1st", "12-01"),
    ("first of the month", "12-01"),
    ("1st of next month", "12-01"),
    ("the 5th of next month", "12-05"),
    ("next month on the 3rd", "12-03"),
    ("december first", "12-01"),
    ("fifteenth of december", "12-15"),
    ("Dec 5", "12-05"),
    ("december 5th", "12-05"),
    ("5 dec", "12-05"),
    ("the 5th of december", "12-05"),
    ("Dec 5 2026", "12-05"),
    ("12/5", "12-05"),
    ("12/05/2026", "12-05"),
    ("12/5/26", "12-05"),
    ("2026-12-05", "12-05"),
    ("on 12-5", "12-05"),
    ("15/12", "12-15"),
    ("12/5 or 12/12", "12-05 12-12"),
    ("end of the month", "11-30"),
    ("eom", "11-30"),
    ("month end", "11-30"),
    ("last day of the month", "11-30"),
    ("end of next month", "12-31"),
    ("end of december", "12-31"),
    ("end of the year", "12-31"),
    ("end of the week", "11-27"),
    ("this weekend", "11-28 11-29"),
    ("mid december", "12-15"),
    ("middle of the month", "12-15"),
    ("beginning of the month", "12-01"),
    ("in two weeks", "12-07"),
    ("in 2 weeks", "12-07"),
    ("2 weeks from now", "12-07"),
    ("give me 2 weeks", "12-07"),
    ("2 weeks", "12-07"),
    ("in a week", "11-30"),
    ("in a couple of days", "11-25"),
    ("in 3 days", "11-26"),
    ("in 2-3 weeks", "12-07 12-14"),
    ("in 2 or 3 days", "11-25 11-26"),
    ("in a month", "12-23"),
    ("within 10 days", "12-03"),
    ("i can pay 50 on the 5th", "12-05"),
    ("ill send $40 friday and the rest the 15th", "11-27 12-15"),
    ("on the 2nd", "12-02"),
    ("not today but friday", "11-27"),
    ("on friday instead of today", "11-27"),
    ("i dont have it today, friday i will", "11-27"),
    ("cant today but friday i can", "11-27"),
    ("cant until friday", "11-27"),
    ("not till the 15th", "12-15"),
    ("on the 10th instead of the 1st", "12-10"),
    ("not 12/5, 12/12", "12-12"),
    ("friday wont work, saturday", "11-28"),
    ("no, friday", "11-27"),
    ("by the first", "12-01"),
    ("after xmas", "12-26"),
    ("right after christmas prob", "12-26"),
    ("before Christmas", "12-24"),
    ("on christmas eve", "12-24"),
    ("after thanksgiving", "11-27"),
    ("thanksgiving", "11-26"),
    ("after new years", "2027-01-02"),
    ("not before valentines day", "2027-02-13"),
]
SPANISH = [
    ("después de navidad", "12-26"),
    ("pasando las navidades", "12-26"),
    ("antes de nochebuena", "12-23"),
    ("pasando reyes magos", "2027-01-07"),
    ("para año nuevo", "2027-01-01"),
    ("después del día de acción de gracias", "11-27"),
    ("hoy", "11-23"),
    ("esta noche", "11-23"),
    ("mañana", "11-24"),
    ("manana", "11-24"),
    ("mañana por la mañana", "11-24"),
    ("pasado mañana", "11-25"),
    ("el viernes", "11-27"),
    ("viernes", "11-27"),
    ("este viernes", "11-27"),
    ("el viernes que viene", "11-27"),
    ("el próximo viernes", "11-27 12-04"),
    ("el viernes de la próxima semana", "12-04"),
    ("el lunes", "11-23 11-30"),
    ("el lunes que viene", "11-30"),
    ("el miércoles o el jueves", "11-25 11-26"),
    ("el viernes 4 de diciembre", "12-04"),
    ("mañana martes", "11-24"),
    ("el 15", "12-15"),
    ("el día 15", "12-15"),
    ("para el 28", "11-28"),
    ("después del 15", "12-15"),
    ("el quince", "12-15"),
    ("el primero", "12-01"),
    ("el primero de diciembre", "12-01"),
    ("el 1o de diciembre", "12-01"),
    ("1ro de diciembre", "12-01"),
    ("el 5 de diciembre", "12-05"),
    ("5 de diciembre", "12-05"),
    ("5 dic", "12-05"),
    ("diciembre 5", "12-05"),
    ("el cinco de diciembre", "12-05"),
    ("el 5 del próximo mes", "12-05"),
    ("el 3 del mes que viene", "12-03"),
    ("15/12", "12-15"),
    ("12/5", "12-05 2027-05-12"),
    ("2/12", "12-02 2027-02-12"),
    ("fin de mes", "11-30"),
    ("a fines de mes", "11-30"),
    ("a finales de diciembre", "12-31"),
    ("fin de año", "12-31"),
    ("fin del próximo mes", "12-31"),
    ("el fin de semana", "11-28 11-29"),
    ("a mediados de diciembre", "12-15"),
    ("a principios de mes", "12-01"),
    ("en dos semanas", "12-07"),
    ("dentro de 15 días", "12-08"),
    ("en una semana", "11-30"),
    ("en un mes", "12-23"),
    ("deme dos semanas", "12-07"),
    ("en 3 días", "11-26"),
    ("la quincena", "11-30"),
    ("en la próxima quincena", "11-30"),
    ("primera quincena de diciembre", "12-15"),
    ("cuando me paguen el viernes", "11-27"),
    ("3 ago", "2027-08-03"),
    ("hoy no puedo, el viernes sí", "11-27"),
    ("no el viernes, el sábado", "11-28"),
    ("el 10 en vez del 1", "12-10"),
    ("no puedo hasta el viernes", "11-27"),
    ("el primero del mes entrante", "12-01"),
    ("el 15 le pago", "12-15"),
]
NONE = [
    ("en", "when i get paid"), ("en", "payday"), ("en", "next payday"), ("en", "next week"), ("en", "next month"),
    ("en", "soon"), ("en", "last friday"), ("en", "every friday"), ("en", "fridays"), ("en", "since friday"),
    ("en", "i was there 3 weeks ago"), ("en", "2 weeks ago"), ("en", "yesterday"), ("en", "for 2 weeks"),
    ("en", "15"), ("en", "the 15"), ("en", "the 1st time"), ("en", "my 15th birthday"), ("en", "my visit on 11/3"),
    ("en", "24/7"), ("en", "nov 3"), ("en", "2-3 payments"), ("en", "i sat in the sun"), ("en", "may i pay 20 may"),
    ("en", "50/50"), ("en", "feb 30"), ("en", "Dec 5 2019"), ("en", "3 payments"), ("en", "give me a second"),
    ("en", "at 3pm"), ("en", "13/13"), ("en", "on the 32nd"), ("en", "black friday"), ("en", "12/5/2031"),
    ("en", "the second one"), ("en", "3 days ago 5"), ("en", "3 ago"), ("en", "5 lb 12/5 oz"), ("en", "born march 2"),
    ("en", "every weekend"), ("en", "last weekend"), ("en", "half of the month"), ("es", "cuando me paguen"),
    ("es", "el día de pago"), ("es", "el viernes pasado"), ("es", "los viernes"), ("es", "en la mañana"),
    ("es", "cada viernes"), ("es", "hace dos semanas"), ("es", "la próxima semana"), ("es", "hasta mañana"),
    ("es", "el 40"), ("es", "la segunda"), ("es", "la 15"), ("es", "mil gracias"), ("es", "por quincena"),
    ("es", "cada quincena"), ("es", "desde el viernes"), ("es", "nací el 2 de marzo"), ("es", "se renta cuarto"),
    ("es", "le cobraron al seguro primero?"), ("en", "let me talk to my wife first"),
    ("es", "cuándo es el primer pago"), ("es", "el segundo pago"), ("es", "30 ahora y 30 el otro mes"),
    ("es", "no hoy"), ("es", "mitad ahora y mitad el otro mes"), ("en", "every other friday"), ("en", "third"),
    ("es", "segundo"), ("en", "not today"), ("en", "begin 2 weeks"), ("es", "cada mañana"), ("en", "ahoy"),
    ("es", "nomás no hoy"), ("en", "the 1st payment"),
]  # fmt: skip


def days(text: str, lang: str, today: date = TODAY) -> list[date]:
    return list(read_values(text, lang, today).days)


def meant(short: str) -> list[date]:
    """Month and day of this year, or a whole date."""
    return [date.fromisoformat(day if len(day) > 5 else f"2026-{day}") for day in short.split()]


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_days_in_english(text: str, expected: str) -> None:
    assert days(text, "en") == meant(expected)


@pytest.mark.parametrize(("text", "expected"), SPANISH)
def test_days_in_spanish(text: str, expected: str) -> None:
    assert days(text, "es") == meant(expected)


@pytest.mark.parametrize(("lang", "text"), NONE)
def test_no_day(lang: str, text: str) -> None:
    assert days(text, lang) == []


@pytest.mark.parametrize(
    ("today", "text", "expected"),
    [
        ("2026-11-27", "friday", "2026-11-27 2026-12-04"),
        ("2026-11-27", "this friday", "2026-11-27"),
        ("2026-11-27", "next friday", "2026-12-04"),
        ("2026-11-28", "friday", "2026-12-04"),
        ("2026-12-31", "tomorrow", "2027-01-01"),
        ("2026-12-31", "end of the month", "2026-12-31"),
        ("2026-12-31", "the 30th", "2027-01-30"),
        ("2026-01-31", "the 30th", "2026-03-30"),
        ("2026-01-31", "in a month", "2026-02-28"),
        ("2026-01-31", "the 5th of next month", "2026-02-05"),
        ("2026-02-10", "feb 29", ""),
        ("2028-02-10", "feb 29", "2028-02-29"),
        ("2026-12-28", "1/4", "2027-01-04"),
        ("2027-01-04", "12/28", ""),
        ("2026-11-10", "la quincena", "2026-11-15"),
        ("2026-11-15", "la quincena", "2026-11-15"),
        ("2026-11-16", "la quincena", "2026-11-30"),
        ("2026-11-15", "el 15", "2026-11-15"),
        ("2026-11-24", "next week friday", "2026-12-04"),
        ("2026-11-29", "friday next week", "2026-12-04"),
        ("2026-12-15", "a mediados de diciembre", "2026-12-15"),
        ("2026-12-16", "mid december", "2027-12-15"),
    ],
)
def test_from_another_day(today: str, text: str, expected: str) -> None:
    assert days(text, "en", date.fromisoformat(today)) == meant(expected)


def test_one_day_is_the_day() -> None:
    assert read_values("friday", "en", TODAY).day == date(2026, 11, 27)
    assert read_values("next friday", "en", TODAY).day is None
    assert read_values("soon", "en", TODAY).day is None


@pytest.mark.parametrize(
    "text", ["friday", "the 31st", "Dec 5", "in 3 weeks", "el 15", "fin de mes", "feb 29", "quincena"]
)
@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_day_is_ahead(text: str, lang: str) -> None:
    for step in range(0, 800, 7):
        today = TODAY + timedelta(days=step)
        assert all(today <= day <= today + timedelta(days=731) for day in days(text, lang, today))
