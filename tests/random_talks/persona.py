"""Who texts: a patient on file, and how they write. Pure: a generator of random numbers in, values out."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from flows.codes import ALPHABET

FIRST = {
    "en": [
        "Marcus", "Gloria", "Kelsey", "Terrell", "Priya", "Denny", "Ruben", "Bev", "Mandy", "Leonard", "Crystal",
        "Phil", "Yolanda", "Josh", "Tamika", "Walt",
    ],
    "es": [
        "Lupita", "Ramiro", "Araceli", "Chuy", "Maricela", "Rogelio", "Yesenia", "Ofelia", "Efrain", "Socorro",
        "Nayeli", "Heriberto",
    ],
}  # fmt: skip
LAST = [
    "Tilden", "Pennington", "Amundsen", "Boykin", "Raman", "Ochoa", "Villasenor", "Cordero", "Lindqvist",
    "Zamudio", "Fitch", "Barragan",
]  # fmt: skip
ZIPS = [
    "97201", "60618", "37920", "55406", "30032", "98052", "44129", "78209", "63116", "80219", "84115", "33610",
    "87105", "40214",
]  # fmt: skip
"""Of states where a plan may be agreed to by text."""
MONTHS = {
    "en": [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ],
    "es": [
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
        "noviembre", "diciembre",
    ],
}  # fmt: skip
_SHORT = {
    "en": (("you", "u"), ("your", "ur"), ("please", "pls"), ("thanks", "thx"), ("because", "cuz"), ("are", "r")),
    "es": (("que", "q"), ("por favor", "x favor"), ("por favor", "porfa"), ("porque", "xq"), ("también", "tmb")),
}
_SWITCHED = {
    "en": (("please", "por favor"), ("thanks", "gracias"), ("thank you", "gracias"), ("hello", "hola")),
    "es": (("pagos", "payments"), ("gracias", "thank you"), ("cuenta", "bill"), ("por favor", "please"),
           ("mensajes", "texts"), ("plan de pagos", "payment plan")),
}  # fmt: skip
_BEFORE = {
    "en": ("ok so", "um", "hey", "sorry to bother you but", "quick question.", "hi sorry,", "alright so",
           "just got off a double shift.", "been coming there since 2009 and everybody is so nice."),
    "es": ("oiga", "bueno pues", "disculpe,", "mire", "perdón la molestia,", "una pregunta.", "fíjese que",
           "apenas salí de trabajar.", "llevo años yendo con ustedes y son muy buenos."),
}  # fmt: skip
_BEHIND = {
    "en": ("thank you", "thanks", "sorry lol", "hope thats ok", "🙏", "appreciate you", "have a blessed day"),
    "es": ("gracias", "muchas gracias", "disculpe", "que esté bien", "🙏", "bendiciones", "se lo agradezco"),
}
_FIGURES = frozenset(
    [
        "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "payments", "payment",
        "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "doce", "pagos", "pago",
        "friday", "tomorrow", "december", "november", "viernes", "mañana", "diciembre", "noviembre",
    ]
)  # fmt: skip
"""Words that a slip of the thumb would turn into another wish, or none."""


@dataclass(frozen=True)
class Persona:
    """A patient and their hand."""

    lang: str
    first: str
    last: str
    born: date
    zip: str
    code: str
    owed: int
    """Cents."""
    planned: bool
    lower: float
    slips: float
    short: float
    switches: float
    chatty: float
    bare: bool
    """Writes no accents."""

    def on_file(self) -> dict[str, Any]:
        """The patient as `replay` takes one."""
        return {"name": f"{self.first} {self.last}", "dob": self.born.isoformat(), "zip": self.zip,
                "balance_cents": self.owed, "statement_code": self.code,
                **({"has_plan": True} if self.planned else {})}  # fmt: skip


def somebody(rng: Random, planned: bool) -> Persona:
    """An invented patient."""
    lang = rng.choice(("en", "es"))
    return Persona(
        lang,
        rng.choice(FIRST[lang]),
        rng.choice(LAST),
        date(rng.randint(1944, 2001), rng.randint(1, 12), rng.randint(1, 28)),
        rng.choice(ZIPS),
        "".join(rng.choice(ALPHABET[:8] if place in (1, 4, 6) else ALPHABET) for place in range(8)),
        rng.randrange(18000, 90000, 50 if rng.random() < 0.5 else 1000),
        planned,
        lower=rng.choice((0.0, 0.6, 1.0, 1.0)),
        slips=rng.choice((0.0, 0.05, 0.15, 0.35)),
        short=rng.choice((0.0, 0.2, 0.6)),
        switches=rng.choice((0.0, 0.0, 0.1, 0.4)),
        chatty=rng.choice((0.0, 0.1, 0.3)),
        bare=rng.random() < 0.6,
    )


def written(rng: Random, who: Persona, text: str, chat: bool) -> str:
    """A wording in this person's hand; `chat`: with what chatty people put before and behind it."""
    lang = who.lang
    for chance, table in ((who.switches, _SWITCHED[lang]), (who.short, _SHORT[lang])):
        for word, instead in table:
            if rng.random() < chance:
                text = re.sub(rf"\b{word}\b", instead, text)
    if rng.random() < who.slips:
        text = slipped(rng, text)
    if chat and rng.random() < who.chatty:
        text = f"{rng.choice(_BEFORE[lang])} {text}"
    if chat and rng.random() < who.chatty:
        text = f"{text} {rng.choice(_BEHIND[lang])}" if text[-1] in ".?!" else f"{text}, {rng.choice(_BEHIND[lang])}"
    if rng.random() >= who.lower:
        text = text[0].upper() + text[1:] + ("" if text[-1] in ".?!" else ".")
    return unaccented(text) if who.bare else text


def slipped(rng: Random, text: str) -> str:
    """One slip of the thumb in one long word."""
    words = text.split(" ")
    long = [at for at, word in enumerate(words) if len(word) >= 5 and word.isalpha() and word.lower() not in _FIGURES]
    if not long:
        return text
    at = rng.choice(long)
    word, place = words[at], rng.randrange(1, len(words[at]) - 2)
    words[at] = rng.choice(
        (
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            word[:place] + word[place + 1 :],
            word[:place] + word[place] + word[place:],
        )
    )
    return " ".join(words)


def unaccented(text: str) -> str:
    """Without accents, as phones are mostly used; ñ stays."""
    return "".join(
        one
        if one in "ñÑ"
        else "".join(part for part in unicodedata.normalize("NFD", one) if not unicodedata.combining(part))
        for one in text
    )


def birth(rng: Random, who: Persona, day: date) -> str:
    """A birth date as people write it."""
    month, short = MONTHS[who.lang][day.month - 1], f"{day.year % 100:02}"
    if who.lang == "es":
        forms = (f"{day.day} de {month} de {day.year}", f"{day.day} de {month} del {day.year}", f"{day:%d/%m/%Y}",
                 f"{day:%m/%d/%Y}", f"{month} {day.day} {day.year}")  # fmt: skip
    else:
        forms = (f"{day.month}/{day.day}/{short}", f"{day:%m/%d/%Y}", f"{day.month}-{day.day}-{day.year}",
                 f"{month} {day.day}, {day.year}", f"{month[:3].lower()} {day.day} {day.year}",
                 f"{day:%m%d%Y}")  # fmt: skip
    return rng.choice(forms)
