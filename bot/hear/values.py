"""All values of a text at once. Pure, and linear in the length of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from bot.hear import almanac, amounts, births, codes, dates, days, downs, numbers, parts, rhythms
from bot.hear.amounts import Paid
from bot.hear.codes import Given
from bot.hear.dates import MONTHS, Written
from bot.hear.rhythms import Per
from bot.hear.spelled import spelled
from bot.hear.text import Plain, plain, take, words_of
from bot.redact import mask
from flows.money import Money

Span = tuple[int, int, str]
"""Start, end and kind ("birth date", "ZIP", "code") in the text as typed."""

_HIDDEN = re.compile(
    r"\[[^\[\]\x00]{1,40}\]|[^\s@]{1,64}@[^\s@]{1,64}|https?://\S+|www\.\S+"
    r"|(?<![\w.])(?:\+?1[ .-]?)?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\d)|(?<![\w.,/-])\d{3}-\d{4}(?!\w)|\+\d{7,15}"
    r"|(?<![\w/.,$:-])\d{1,2}(?::\d{2})? ?(?:[ap]m(?!-?[a-z0-9]{4}|[a-z0-9])|[ap]\.m\.?)"
    r"|(?<![\w/.,$:])\d{1,2}:\d{2}(?!\d)"
    r"|a las? \d{1,2}(?![\w/.,])"
    r"|(?:works?|good|ok|okay|fine|cool|great|best|better|easy|easier|enough|perfect|that|this|it) 4 (?:me|us|u)"
    r"(?![a-z])|(?<![\w/.,$:-])(?:4 (?:sure|real)|(?:me|you|u) 2(?= ?[.,!]| ?$)|10-4)(?![a-z0-9])"
    r"|(?:primero|1[a-z]{0,3}) (?:dios|god)(?![a-z])"
    r"|(?<![\w$.,-])(?:1|one|uno|una) (?:an?|per|each|every|x|por|cada|al) (?:month|mes|week|semana|quincena)(?![a-z])"
)
"""Where figures are no values: what was redacted, addresses, phone numbers, hours, "works 4 me", "one a month"."""
_WORDS = re.compile(r"(?<![a-z0-9])[a-z']+(?![a-z0-9])")
_BESIDE = numbers.SMALL_WORDS | set(MONTHS) | words_of(
    """dob birthday birthdate bday b-day b birth date born on day nac naci nacio nacida nacido nacimiento fecha cumple
    cumpleanos zip zipcode code postal codigo statement account acct estado cuenta clave st nd rd th dia ano"""
)  # fmt: skip
NEAR = 20
"""Characters between a word like "zip" and its figures, at most."""
CHOICES = 12
"""A bare number above this that is also a day of the month is only that."""
_LOOKS_LIKE_DIGITS = re.compile(
    r"(?<![a-z0-9])(?:[0-9oli]{1,4} ?[/.-] ?[0-9oli]{1,4} ?[/.-] ?[0-9oli]{2,4}|[0-9oli]{3,9})(?![a-z0-9])"
)
_ALIKE = str.maketrans("oli", "011")


@dataclass(frozen=True)
class Values:
    """What a text gives beside its meaning. Nothing here is judged by what was asked; `hear` does that."""

    said: str = ""
    """The text with birth dates, ZIPs and codes masked (decision 10)."""
    births: tuple[date, ...] = ()
    """All days that the one birth date given can mean. Several dates never add up: the newest stands."""
    likely_births: tuple[date, ...] = ()
    """Those in the order that the language prefers: one, unless the text is truly open."""
    days: tuple[date, ...] = ()
    """Days ahead, earliest first; two where a word has two readings or two days are named."""
    zip: str | None = None
    code: str | None = None
    """A statement code, as `canonical_code` writes it."""
    amount: Money | None = None
    """The one amount that is plainly money or said to be paid; None where several are named."""
    per: Per | None = None
    """How often `amount` would be paid."""
    rhythm: Per | None = None
    """How often something is said to be: "every two weeks", with an amount or without."""
    weekday: date | None = None
    """The next day of "every friday"; no day of its own."""
    down: Money | Fraction | None = None
    """What is to be paid at once before the rest: "100 down", "half now and half in two weeks"."""
    halves: tuple[date, ...] = ()
    """The two days of "half on friday and half on the 20th"."""
    number: int | None = None
    """The one number of payments, option or bare figure."""
    bare_amount: Money | None = None
    """A bare `number` as dollars, for a question about an amount: "60", and "6" too; `amount` is then None."""
    bare_days: tuple[date, ...] = ()
    """A bare `number` as a day of the month, for a question about a day."""
    loose: int | None = None
    """The only figure that no other value is made of, where it may be a number of payments: "3 paymints"."""
    counted: bool = False
    """`number` is of payments, months or parts, by name."""
    ordinal: bool = False
    """`number` names a place in a list: "the second one", "la segunda"."""
    fraction: Fraction | None = None
    alone: bool = False
    """Nothing but values and small words was said: an answer to whatever is asked."""
    spans: tuple[Span, ...] = ()
    labelled: bool = False
    """A word like "born", "dob" or "zip" stands in the text."""

    @property
    def day(self) -> date | None:
        """The one day, if there is exactly one."""
        return self.days[0] if len(self.days) == 1 else None


@dataclass(frozen=True)
class _Seen:
    """What stands in a plain text whatever the day is, and the rest of the text."""

    counts: list[int]
    paid: list[Paid]
    fraction: Fraction | None
    down: Money | Fraction | None
    one_now: bool
    """One of several payments is to be made at once."""
    written: list[Written]
    zips: list[Given]
    codes: list[Given]
    alone: bool
    """Nothing but values and small words was said."""
    placed: bool
    """A place in a list is named."""
    rest: str


def read_values(text: str, lang: str, today: date) -> Values:
    """Every value in a text of a patient in this language ("es" reads 2/3 as the second of March). Never raises.

    `today` is in the patient's zone. Redact cards and social security numbers first.
    """
    read = spelled(plain(text), lang)
    whole = _digits(read.text)
    seen = _see(whole, lang)
    named = births.labelled(seen.written, whole)
    paired = bool(seen.zips or seen.codes)
    born = births.births(seen.written, named, whole, today, alone=seen.alone, paired=paired)
    spans = _spans(read, born.masked, seen.zips, seen.codes)
    proof = Values(
        said=mask(text, spans),
        births=born.all,
        likely_births=born.likely,
        zip=_zip(seen.zips, whole),
        code=seen.codes[-1].value if seen.codes else None,
        spans=spans,
        labelled=bool(births.LABEL.search(whole) or codes.ZIP_LABEL.search(whole)),
    )
    dated = [one for one in seen.written if one not in named]
    return _wishes(proof, seen, dated, whole, today)


def masked(text: str, lang: str, today: date) -> str:
    """The text with birth dates, ZIPs and codes masked: `read_values(...).said`, at once where it holds no figure."""
    if not any(char.isdigit() for char in _digits(spelled(plain(text), lang).text)):
        return text
    return read_values(text, lang, today).said


def _see(whole: str, lang: str) -> _Seen:
    """Each kind takes its own out of the text, so that no figure is read twice: the plainest kinds come first."""
    _, rest = take(_HIDDEN, whole, lambda match: True)
    alone = all(word in _BESIDE for word in _WORDS.findall(rest))
    named, rest = codes.labelled(rest)
    placed = numbers.placed(rest)
    down, rest = downs.down(rest)
    one_now, rest = downs.one_now(rest)
    counts, rest = numbers.counted(rest)
    paid, rest = amounts.explicit(rest)
    fraction, rest = parts.fraction(rest)
    written, rest = dates.written(rest, lang)
    apart, rest = codes.labelled_apart(rest)
    zips, rest = codes.zips(rest)
    found, rest = codes.codes(rest, alone)
    return _Seen(counts, paid, fraction, down, one_now, written, zips, [*found, *apart, *named], alone, placed, rest)


def _wishes(proof: Values, seen: _Seen, dated: Sequence[Written], whole: str, today: date) -> Values:
    """With days, amounts and numbers. A bare figure is counted before days are taken out: "el 2" is a choice too.

    What is paid at once is an amount or a part too, for whoever asks for nothing else.
    """
    per = rhythms.per_of(whole)
    undated = numbers.number(seen.counts, seen.rest)
    coming, rest = days.days(seen.rest, today, dated)
    implied, rest = amounts.implied(rest, per)
    amount, often = amounts.settle([one for one in (*seen.paid, *implied) if not one.small], per)
    maybe, _ = amounts.settle(implied, per)
    figure = undated if undated.value is not None else numbers.number(seen.counts, rest)
    number, down = _number(figure, coming, amount), seen.down
    if seen.one_now and down is None:
        down, number = Fraction(1, max(number or 2, 2)), max(number or 2, 2) - 1
    bare = number if figure.alone and not figure.ordinal else None
    dollars = maybe if bare is None else Money(bare * 100)
    if amount is None and isinstance(down, Money):
        amount = down
    if amount is not None and "$" not in whole and amount.cents in {count * 100 for count in seen.counts}:
        amount = None  # "four payments once a month please four"
    return replace(
        proof,
        days=coming,
        amount=amount,
        per=often,
        rhythm=rhythms.rhythm(whole),
        weekday=None if coming else rhythms.weekday_of(whole, today),
        down=down,
        halves=coming if len(coming) == 2 and down is None and downs.in_halves(whole) else (),
        number=number,
        loose=numbers.loose(_left(rest, amount, seen)),
        bare_amount=dollars if amount is None else None,
        bare_days=_day_of_month(bare, today),
        ordinal=number is not None and (seen.placed or figure.ordinal),
        fraction=seen.fraction if seen.fraction or not isinstance(down, Fraction) else down,
        counted=number is not None and bool(seen.counts) and not (seen.placed or numbers.listed(whole)),
        alone=seen.alone,
    )


def _left(rest: str, amount: Money | None, seen: _Seen) -> str:
    """What no value is made of; nothing where an amount, a count or a part is."""
    large = amount is not None and amount > Money(amounts.SMALL * 100)
    return "" if large or seen.paid or seen.counts or seen.fraction or seen.down else rest


def _digits(text: str) -> str:
    """O for 0 and l for 1 put right in what are otherwise figures: "8o2o3", "o3/l2/84"; not in "1o" or "lo"."""

    def right(match: re.Match[str]) -> str:
        return match[0].translate(_ALIKE) if re.search(r"\d", match[0]) else match[0]

    return _LOOKS_LIKE_DIGITS.sub(right, text)


def _spans(read: Plain, born: Sequence[Written], zips: Sequence[Given], given: Sequence[Given]) -> tuple[Span, ...]:
    marks: list[tuple[Written | Given, str]] = [
        *((one, "birth date") for one in born),
        *((one, "ZIP") for one in zips),
        *((one, "code") for one in given),
    ]
    return tuple(sorted((*read.typed(one.start, one.end), kind) for one, kind in marks))


def _zip(zips: Sequence[Given], text: str) -> str | None:
    """The newest that a word like "zip" stands before, no other between, else the newest."""
    ends = [0, *(one.end for one in zips)]
    named = [
        one
        for one, end in zip(zips, ends, strict=False)
        if codes.ZIP_LABEL.search(text[max(end, one.start - NEAR) : one.start])
    ]
    best = named or zips
    return best[-1].value if best else None


def _number(figure: numbers.Number, coming: Sequence[date], amount: Money | None) -> int | None:
    """A figure alone is no number where it is an amount ("i can do 50"), nor where it can only be a day ("el 15")."""
    taken = amount is not None or (coming and (figure.value or 0) > CHOICES)
    return None if figure.alone and taken else figure.value


def _day_of_month(number: int | None, today: date) -> tuple[date, ...]:
    found = almanac.next_day_of_month(number, today) if number is not None and 1 <= number <= 31 else None
    return (found,) if found else ()
