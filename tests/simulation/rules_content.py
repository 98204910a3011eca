"""What texts say: who writes, how it ends, one link of our own, nothing that level 0 forbids (C3, H3)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from tests.simulation.history import History, Row, Violation

NAMED = frozenset({"NUDGE", "SERVICE", "HELP", "CONSENT_CONFIRM", "CONSENT_ASK", "OPTOUT_CONFIRM", "RECEIPT"})
WITH_STOP = frozenset({"NUDGE", "SERVICE", "HELP", "CONSENT_CONFIRM", "CONSENT_ASK"})
WITH_RATES = frozenset({"HELP", "CONSENT_CONFIRM"})
BEGUN = frozenset({"NUDGE", "SERVICE", "CONSENT_CONFIRM", "CONSENT_ASK"})
MOST_SEGMENTS = 2
STOP = re.compile(r"\bSTOP\b")
HELP = re.compile(r"\b(HELP|AYUDA)\b")
RATES = re.compile(r"data rates|tarifas de mensajes", re.I)
FREQUENCY = re.compile(r"freq|frecuencia", re.I)
URL = re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s<>\"]+", re.I)
SHORTENER = re.compile(r"\b(bit\.ly|tinyurl\.com|t\.co|goo\.gl|ow\.ly|is\.gd|buff\.ly|rb\.gy|cutt\.ly)\b", re.I)
TELLING_URL = re.compile(r"[?&](name|first|last|mrn|dob|patient|phone|email)=", re.I)
AMOUNT = re.compile(r"\$\s?\d|\b\d[\d,.]*\s?(dollars?|d[oó]lares|USD|cents?|centavos)\b", re.I)
DAY = re.compile(
    r"\b(?!24/7\b)\d{1,2}/\d{1,2}(/\d{2,4})?\b|\b\d{4}-\d{2}-\d{2}\b"
    r"|\b(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?"
    r"|dec(ember)?)\.? \d{1,2}\b|\b(?-i:May) \d{1,2}\b"
    r"|\b\d{1,2} de (enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)\b",
    re.I,
)
BIRTH = re.compile(r"birth ?(date|day)|date of birth|\bDOB\b|fecha de nacimiento|cu[aá]ndo naci[oó]", re.I)
NJ = re.compile(r"(not|no)\b[^.]{0,60}\breport[a-z]*\b[^.]{0,60}\b(credit|cr[eé]dito)", re.I)
SENTENCE = re.compile(r"[^.!?]*[.!?]?")
THREATS = re.compile(
    r"\b(law ?suits?|sue|sued|suing|garnish\w*|arrest\w*|warrants?|credit (report|score|bureau|rating)\w*"
    r"|(to|our|a) collections?\b|collections? (agency|agencies|department)|final notice|legal action|immediately"
    r"|last chance|last notice|demanda\w*|embarg\w+|arrest\w+|orden de (arresto|captura)"
    r"|(reporte|historial|bur[oó]|puntaje) de cr[eé]dito|afectar\w* su cr[eé]dito"
    r"|agencias? de (cobros?|cobranzas?)|[uú]ltimo aviso|acci[oó]n(es)? legal(es)?|inmediatamente"
    r"|[uú]ltima oportunidad)\b",
    re.I,
)
SELLING = re.compile(
    r"\d ?% (off|de descuento)|\bdiscounts?\b|\bdescuentos?\b|refer a friend|special offer|oferta especial"
    r"|schedule your next|botox|\bcoupon\b|\bcup[oó]n\b",
    re.I,
)
CLINICAL = re.compile(
    r"\b[A-TV-Z]\d{2}\.\d{1,4}\b|\bdiagnos\w+|\bcolonoscop\w+|\bbiops\w+|\bmammogram\w*|\bmamograf\w+|\bHIV\b|\bVIH\b"
    r"|\bpregnan\w+|\bembaraz\w+|\bchemo\w*|\bquimio\w*|\bx-?rays?\b|\bradiograf\w+|\bsurger\w+|\bcirug\w+",
    re.I,
)
VERIFY_BAIT = re.compile(r"\breply verify\b|\bresponda verif", re.I)
FORBIDDEN = {"threat": THREATS, "marketing": SELLING, "clinical": CLINICAL, "bait": VERIFY_BAIT}

GSM = frozenset("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà")  # fmt: skip
EXTENDED = frozenset("^{}\\[~]|€\f")


def segments(body: str) -> int:
    """How many segments a carrier makes of a text: GSM 03.38's alphabet, else UCS-2."""
    if all(letter in GSM or letter in EXTENDED for letter in body):
        many = sum(2 if letter in EXTENDED else 1 for letter in body)
        return 1 if many <= 160 else _packed([2 if letter in EXTENDED else 1 for letter in body], 153)
    units = [len(letter.encode("utf-16-be")) // 2 for letter in body]
    return 1 if sum(units) <= 70 else _packed(units, 67)


def _packed(units: list[int], room: int) -> int:
    """Letters of two units are not cut in two."""
    if 2 not in units:
        return math.ceil(len(units) / room)
    many, used = 1, 0
    for unit in units:
        if used + unit > room:
            many, used = many + 1, 0
        used += unit
    return many


def check(history: History, text: Row) -> Iterator[Violation]:
    """What should not stand in this text, or should and does not."""
    practice, patient = history.practices[text.practice_id], history.patients.get(text.patient_id)
    body = str(text.body)
    yield from _frame(history, text, practice, body)
    yield from _links(history, text, practice, body)
    bare = _without(body, practice.program_name, practice.name)
    yield from _names(text, patient, bare)
    bare = _without(bare, *(() if patient is None else (patient.first, patient.last)))
    bare = "".join(part for part in SENTENCE.findall(bare) if not NJ.search(part))
    for rule, words in FORBIDDEN.items():
        if found := words.search(URL.sub(" ", bare)):
            yield Violation(f"words:{rule}", text.id, f"{text.cls} says “{found[0]}”")
    yield from _level(history, text, patient, URL.sub(" ", bare))
    yield from _figure(history, text, patient)
    if text.cls in BEGUN and BIRTH.search(bare):
        yield Violation("asks_birth", text.id, f"{text.cls} asks for a birth date")


def _without(body: str, *names: str | None) -> str:
    for name in names:
        if name and len(name) > 1:
            body = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "·", body)
    return body


def _frame(history: History, text: Row, practice: Row, body: str) -> Iterator[Violation]:
    program = history.was("practice", practice, "program_name", text.claimed_at)
    if text.cls in NAMED and program not in body:
        yield Violation("name", text.id, f"{text.cls} does not say {program}")
    if text.cls in WITH_STOP and not STOP.search(body):
        yield Violation("stop_line", text.id, f"{text.cls} does not say how to stop")
    if text.cls in WITH_RATES and not RATES.search(body):
        yield Violation("required", text.id, f"{text.cls} does not say that rates may apply")
    if text.cls in WITH_RATES and not FREQUENCY.search(body):
        yield Violation("required", text.id, f"{text.cls} does not say how often")
    if text.cls == "CONSENT_CONFIRM" and not HELP.search(body):
        yield Violation("required", text.id, "the confirmation does not say how to get help")
    if text.cls == "HELP" and _digits(practice.phone) not in _digits(body) and "@" not in body:
        yield Violation("required", text.id, "the help text gives nobody to turn to")
    if text.cls in ("NUDGE", "SERVICE") and history.state_of(text) == "NJ" and not NJ.search(body):
        yield Violation("state:NJ", text.id, "the sentence about credit agencies is missing")
    many = segments(body)
    if many != text.segments:
        yield Violation("segments", text.id, f"{many} segments, {text.segments} were counted")
    if text.cls in BEGUN and many > MOST_SEGMENTS:
        yield Violation("too_long", text.id, f"{text.cls} of {many} segments")


def _digits(words: str) -> str:
    return re.sub(r"\D", "", words or "")


def _links(history: History, text: Row, practice: Row, body: str) -> Iterator[Violation]:
    found = [url.rstrip(".,;:!?)") for url in URL.findall(body)]
    hosts = history.was("practice", practice, "hosts", text.claimed_at) or ()
    if len(found) > 1:
        yield Violation("links", text.id, f"{len(found)} links in one text")
    for url in found:
        parts = urlsplit(url)
        if parts.scheme.lower() != "https":
            yield Violation("links", text.id, f"a {parts.scheme} link")
        elif (parts.hostname or "") not in hosts:
            yield Violation("links", text.id, f"a link to {parts.hostname}")
        if TELLING_URL.search(url):
            yield Violation("links", text.id, "an address that tells who it is about")
    if SHORTENER.search(body) and not any(SHORTENER.search(url) for url in found):
        yield Violation("links", text.id, "a shared shortener")


def _names(text: Row, patient: Row | None, body: str) -> Iterator[Violation]:
    if patient is None or not patient.first or not patient.last:
        return
    both = all(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", body) for name in (patient.first, patient.last))
    if both and (text.level == 0 or text.cls in BEGUN):
        yield Violation("both_names", text.id, f"{text.cls} says first and last name")


def _level(history: History, text: Row, patient: Row | None, body: str) -> Iterator[Violation]:
    if text.level >= 2:
        yield Violation("level", text.id, "level 2 is for pages only")
        return
    if text.level == 0:
        said = (("an amount", AMOUNT), ("a date", DAY)) if text.cls in BEGUN else (("an amount", AMOUNT),)
        for what, words in said:  # an answer may say back the day that the patient promised
            if text.cls != "SAFETY" and (found := words.search(body)):
                yield Violation("level", text.id, f"{text.cls} at level 0 says {what}: {found[0]}")
        return
    if patient is not None and not _may_be_told(history, text, patient):
        yield Violation("level", text.id, "level 1 without the acknowledgement, or to a number that proved nothing")


def _figure(history: History, text: Row, patient: Row | None) -> Iterator[Violation]:
    """An amount that a text names as owed is the ledger's at that moment (F6)."""
    if text.quoted_cents is not None and patient is not None:
        owed = {history.owed(patient.id, text.claimed_at, upto=upto) for upto in (True, False)}
        if text.quoted_cents not in owed:
            yield Violation("stale_amount", text.id, f"says {text.quoted_cents} cents, {min(owed)} were owed")


def _may_be_told(history: History, text: Row, patient: Row) -> bool:
    """Where a later proof wrote over the moments, rows can't say no."""
    if any(row.at <= text.claimed_at for row in history.proofs_of.get(patient.id, ())):
        return True
    proved: list[Any] = [p.verified_at for p in history.phones_of.get(patient.id, ()) if p.number == text.number]
    return patient.risk_ack_at is not None and any(proved)
