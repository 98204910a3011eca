"""What a text may not say: pure checks on its words and links, English and Spanish (fact sheet T1, C3-C5, F6, H1, H3).

Sentences that the law requires are left out before words are looked for (decision 23).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import urlsplit

from bot import lint_words as words
from bot.words import normalise

A_FEW = 16
"""Readings of a text that are kept: the gate's rules all ask about the same one."""
MANY = 1024
"""Readings kept of words without their links: a practice's reminders differ by link and by first name only."""

# -- reading a text --

_END = re.compile(r"(?<=[.!?])\s+|\n")
_URL = re.compile(r"(?<!\w)(?:[A-Za-z][A-Za-z0-9+.-]*+://|[Ww]{3}\.)\S+")
_LABELS = r"(?<![\w@.-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+"
_BARE = re.compile(
    rf"{_LABELS}(?:com|org|net|gov|edu|info|biz|example|ly|gl|gd|gy|xyz|mx)\b(?::\d+)?(?:/\S*)?(?!@)"
    rf"|{_LABELS}[a-z]{{2,12}}(?::\d+)?/\S+",
    re.I,
)
"""Addresses without a scheme, which phones make links of; by unlikely endings only with a path."""
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_DOTTED = re.compile(r"\.[a-z0-9]", re.I)
"""Without one there is no address without a scheme."""
_TRAILING = ".,;:!?)]}>\"'"


@lru_cache(maxsize=MANY)
def folded(text: str) -> str:
    """Lower case without accents, for looking words up."""
    low = normalise(text).casefold()
    if low.isascii():
        return low
    parts = unicodedata.normalize("NFKD", low)
    return "".join(char for char in parts if not unicodedata.combining(char))


def without(text: str, *names: str) -> str:
    """A text without links, addresses, these names, the sentences that the law requires, and the Sue of "Hi Sue"."""
    return _without(_apart(text)[0], *names)


@lru_cache(maxsize=MANY)
def _without(text: str, *names: str) -> str:
    for name in _patterns(names):
        text = name.sub(" ", text)
    text = _SUE.sub(r"\1", text) if "Sue" in text else text
    if not _may_be_required(folded(text)):
        return text.replace("\n", " ")
    return " ".join(part for part in _END.split(text) if not required(part))


@lru_cache(maxsize=A_FEW)
def _patterns(names: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(re.escape(normalise(name)), re.I) for name in names if name)


@lru_cache(maxsize=A_FEW)
def _apart(text: str) -> tuple[str, tuple[str, ...]]:
    """A text without links and e-mail addresses, and the links as written, each once."""
    found: list[str] = []

    def out(match: re.Match[str]) -> str:
        found.append(match[0].rstrip(_TRAILING))
        return " "

    plain = _URL.sub(out, normalise(text))
    plain = _EMAIL.sub(" ", plain) if "@" in plain else plain
    plain = _BARE.sub(out, plain) if _DOTTED.search(plain) else plain
    return plain, tuple(dict.fromkeys(found))


# -- sentences that the law requires --

_CREDIT = (
    r"(?:credit (?:bureau|report|agenc|rating)|consumer (?:credit|report)|crediticia|del consumidor"
    r"|(?:buro|agencia|oficina|informe|reporte)s? (?:\w+ ){0,3}credito)"
)
_NO_REPORT = re.compile(
    r"(?:\bnot|\bnever|n't|\bcannot) (?:be |been )?(?:report|shar|furnish|disclos|sen[dt]|giv|provid)\w*\b.{0,80}?\b"
    rf"{_CREDIT}|\bno (?:credit reporting|reports?\b.{{0,40}}\b{_CREDIT})"
    r"|\b(?:no|nunca) (?:(?:se|sera\w*|es|son|ser|va\w*|a|puede\w*|ha|han|hemos|sido) )*"
    rf"(?:report|inform|compart|envi)\w*\b.{{0,80}}?\b{_CREDIT}"
)
_CONDITION = re.compile(r"\b(?:if|unless|until|when|but|yet|si|a menos|hasta|cuando|pero|todavia|aun)\b")
_ABOUT_CREDIT = ("credit", "consum", "1785")
"""One of these is in every such sentence; most texts have none."""
_STATUTE = re.compile(r"\b1785\.27\b")


def required(sentence: str) -> bool:
    """Whether a sentence is one that New Jersey or California wants: this bill is not reported to credit bureaus."""
    low = folded(sentence)
    if not _may_be_required(low):
        return False
    return bool(_STATUTE.search(low)) or (bool(_NO_REPORT.search(low)) and not _CONDITION.search(low))


def _may_be_required(low: str) -> bool:
    return any(word in low for word in _ABOUT_CREDIT)


def promises_no_report(text: str) -> bool:
    """Whether a text carries New Jersey's sentence."""
    return any(required(part) for part in _END.split(normalise(text)))


# -- words --

_SUE = re.compile(r"\b(Hi|Hello|Hey|Dear|Hola)[ ,]+Sue\b")


@lru_cache(maxsize=MANY)
def markets(low: str, begun: bool) -> bool:
    """Whether a folded text advertises; more words count in texts that we begin."""
    offers = words.PERCENT_OFF.search(low) is not None or words.MARKETING.found(low)
    return offers or (begun and words.MARKETING_BEGUN.found(low))


@lru_cache(maxsize=MANY)
def threatens(low: str, begun: bool) -> bool:
    """Whether a folded text threatens or misleads."""
    seizes = words.SEIZE.search(low) is not None
    return seizes or words.THREATS.found(low) or (begun and words.THREATS_BEGUN.found(low))


@lru_cache(maxsize=MANY)
def carriers_refuse(low: str) -> bool:
    """Whether a folded text has words that carriers take for third-party collection."""
    return words.CARRIER.found(low)


@lru_cache(maxsize=MANY)
def clinical(low: str, begun: bool) -> bool:
    """Whether a folded text names a treatment, an illness or a code for one."""
    named = words.CODES.search(low) is not None or words.CLINICAL.found(low)
    return named or (begun and words.CLINICAL_BEGUN.found(low))


# -- what content level 0 leaves out --

_AMOUNT = re.compile(r"\$|\b\d[\d,]*(?:\.\d\d)? ?(?:dollars?|dolares|usd|bucks)\b")
_CENTS = re.compile(r"(?<![\d.:/-])\d{1,3}(?:,\d{3})*\.\d\d(?![\d.:/-])")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_MES = r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre)"
_DIGIT, _OF_SERVICE = re.compile(r"\d"), re.compile(r"servic")
"""Every date and every amount has one, but for the words "date of service"."""
_DATE = re.compile(
    r"\b(?!24/7\b)\d{1,2}/\d{1,2}(?:/\d{2,4})?\b|\b\d{4}-\d\d-\d\d\b|\b\d{1,2}-\d{1,2}-\d{2,4}\b"
    rf"|\b{_MONTH}\.? \d{{1,2}}\b|\b\d{{1,2}} de {_MES}\b|\bdates? of service\b|\bfecha de servicio\b",
    re.I,
)
_CLINICIAN = re.compile(r"\b(?:Dr|Dra|Doctor|Doctora)\b\.? ?[A-ZÁÉÍÓÚÑ]|\b[A-Z][a-z]+,? (?:MD|M\.D\.|DO|NP|PA-C)\b")
_GREETED = re.compile(
    r"\b(?:[Hh]i|HI|[Hh]ello|HELLO|[Hh]ey|[Dd]ear|[Hh]ola|HOLA|[Ee]stimad[oa])[ ,]+"
    r"([A-ZÁÉÍÓÚÑ][\w'’-]+)((?: [A-ZÁÉÍÓÚÑ][\w'’.-]*)*)"
)
_NO_NAMES = frozenset(("there", "patient", "again", "you", "from", "this", "we", "your", "neighbor", "friend", "all"))


def names_amount(text: str, *, begun: bool) -> bool:
    """Whether a text has an amount of money; in texts that we begin "240.01" is one too."""
    return _amount(folded(_apart(text)[0]), begun)


@lru_cache(maxsize=MANY)
def _amount(bare: str, begun: bool) -> bool:
    if "$" not in bare and not _DIGIT.search(bare):
        return False
    return bool(_AMOUNT.search(bare) or (begun and _CENTS.search(bare)))


_OWED = re.compile(
    r"\b(?:balance (?:is|of)|you (?:still )?owe|saldo (?:es )?(?:de )?|debe)\s*:?\s*\$\s?(\d[\d,]*)(?:\.(\d\d))?", re.I
)


def owed(text: str) -> int | None:
    """The cents that a text names as owed, where it says so in plain words and once ("Your balance is $120")."""
    found = _OWED.findall(normalise(text))
    if len(found) != 1:
        return None
    ((dollars, cents),) = found
    return int(dollars.replace(",", "")) * 100 + int(cents or 0)


@lru_cache(maxsize=MANY)
def reveals(text: str, first: str, last: str, *, level: int, sensitive: bool) -> str | None:
    """What a text without the practice's names says too much of (fact sheet H3, decision 23), in words."""
    given, family = _named(text, first, last)
    if given and family:
        return "It carries first and last name"
    if given and sensitive:
        return "It greets by name, which gives away whose patient this is"
    if _CLINICIAN.search(text):
        return "It names a clinician"
    low = folded(text)
    if level <= 0 and (_DIGIT.search(low) or _OF_SERVICE.search(low)) and _DATE.search(low):
        return "It names a date, which may not be said at this level"
    return None


def _named(text: str, first: str, last: str) -> tuple[bool, bool]:
    """Whether the first and the last name are in it: those on file, else those of a greeting."""
    if first or last:
        low = folded(text)
        given, family = (bool(name) and _has_word(low, folded(name)) for name in (first, last))
        return given, family
    greeted = _GREETED.search(text)
    if greeted is None or greeted[1].casefold() in _NO_NAMES:
        return False, False
    return True, bool(greeted[2])


def _has_word(low: str, word: str) -> bool:
    """Whether a word stands in a text with its edges free. Not by a pattern: one would be compiled for each name."""
    at = low.find(word)
    while at >= 0:
        if _edge(low, at) and _edge(low, at + len(word)):
            return True
        at = low.find(word, at + 1)
    return False


def _edge(low: str, at: int) -> bool:
    """Whether a word begins or ends at a place."""
    return _of_a_word(low[at - 1 : at]) != _of_a_word(low[at : at + 1])


def _of_a_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


# -- who, and how to stop --

_WORD = r"\b(?:STOP|ALTO|PARE|PARAR|BAJA)\b"
_STOP = re.compile(
    r"\b(?i:reply|text|txt|send|respond[ae]?|env[ií]e|escriba|mande|conteste)\b[^.\n]{0,60}?[\"' ]"
    + _WORD
    + rf"|{_WORD} ?(?:=|(?i:to|para|end|opt)\b)"
)


def says_who(text: str, program: str) -> bool:
    """Whether the registered name is in it (fact sheet C3)."""
    return bool(program.strip()) and _plain(program) in _plain(text)


@lru_cache(maxsize=A_FEW)
def _plain(text: str) -> str:
    return " ".join(folded(text).split())


def says_stop(text: str) -> bool:
    """Whether it says how to end these texts (fact sheet C3, F4)."""
    return _stops(_apart(text)[0])


@lru_cache(maxsize=MANY)
def _stops(plain: str) -> bool:
    return _STOP.search(" ".join(plain.split())) is not None


# -- links --

LOCAL = frozenset(("localhost", "127.0.0.1", "::1"))
"""Hosts whose texts never leave the machine: a demo's links need no https."""
_PERSONAL = re.compile(
    r"[?&#;](?:[\w-]*name|first|last|fn|ln|dob|birth\w*|mrn|patient\w*|pt|ssn|phone|tel|e?mail|zip|acct|account\w*|member\w*)="
    r"|\bmrn\b|[/?&=]mrn|@",
    re.I,
)


def links(text: str) -> tuple[str, ...]:
    """The links in a text as written, each once; the practice's bare address is one too."""
    return _apart(text)[1]


def shortened(link: str) -> bool:
    """Whether a link goes through a shared public shortener."""
    return _parts(link)[1].removeprefix("www.") in words.SHORTENERS


@lru_cache(maxsize=1024)
def link_fault(link: str, hosts: Sequence[str]) -> str | None:
    """Why a link may not be sent, in words, or None (fact sheet C4, H3). A bare address of the practice may."""
    scheme, host, port, bare = _parts(link)
    allowed = {one.casefold() for one in hosts}
    if f"{host}:{port}" not in allowed and not (host in allowed and (port in (None, 443) or host in LOCAL)):
        return "The link does not lead to the practice's own address"
    if scheme != "https" and host not in LOCAL and not bare:
        return "The link is not a secure one (https)"
    return "The link itself says something about the patient" if personal(link) else None


def personal(link: str) -> bool:
    """Whether a link itself says something about the patient: a name, a birthday, a record number."""
    return _PERSONAL.search(link) is not None


def _parts(link: str) -> tuple[str, str, int | None, bool]:
    """Scheme, host, port, and whether it is a bare address without a path."""
    origin = _ORIGIN.match(link)
    start = origin[0] if origin else ""
    scheme, host, port = _origin(start)
    return scheme, host, port, bool(host) and not scheme and _PATHLESS.fullmatch(link, len(start)) is not None


_ORIGIN = re.compile(r"(?:[^/?#]*://)?[^/?#]*")
_PATHLESS = re.compile(r"/?(?:[?#].*)?", re.S)


@lru_cache(maxsize=A_FEW)
def _origin(start: str) -> tuple[str, str, int | None]:
    """Scheme, host and port of a link's beginning: a practice's links all have the same one."""
    try:
        parts = urlsplit(start if "://" in start else f"//{start}")
        return parts.scheme.casefold(), (parts.hostname or "").casefold(), parts.port
    except ValueError:
        return "", "", None
