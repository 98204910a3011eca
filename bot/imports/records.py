"""From rows to patients: each cell read, each row taken, rejected or skipped with its reason. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

import phonenumbers

from bot.imports import states
from bot.imports.sheet import Sheet

ADULT = 18
PARTS = ("charged", "insurance paid", "adjusted", "patient paid")
YES = frozenset({"yes", "y", "true", "1", "x", "si", "sí"})
SUFFIX = re.compile(r"\s*\b(jr|sr|ii|iii|iv|md)\b\.?(?=\s*(,|$))", re.IGNORECASE)
LANGS = {"en": "en", "english": "en", "es": "es", "spanish": "es", "español": "es", "en-us": "en", "es-us": "es"}
SUMMARY = re.compile(r"(sub)?totals?\b|grand total|page \d+|printed|end of report", re.IGNORECASE)


@dataclass(frozen=True)
class Consent:
    """That the list says a patient agreed to texts."""

    source: str
    at: date


@dataclass(frozen=True)
class Record:
    """One patient of a list."""

    key: str
    first: str
    last: str
    born: date | None
    phone: str | None
    phone_kind: str | None
    balance_cents: int
    oldest_service: date | None = None
    guarantor: tuple[str, str, date | None] | None = None
    flags: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()
    zip: str | None = None
    state: str | None = None
    lang: str | None = None
    statement_code: str | None = None
    first_statement: date | None = None
    consent: Consent | None = None
    address: str | None = None
    """Where letters go, one line of the address a line."""
    estimate_cents: int | None = None
    """What the good-faith estimate said."""
    self_pay: bool | None = None
    """Whether they pay without insurance; None where the list does not say."""
    parts: Mapping[str, int] = field(default_factory=dict)
    """charged, insurance paid, adjusted, patient paid in cents, where the file has all four and they add up."""


@dataclass(frozen=True)
class Read:
    """What a sheet came to."""

    records: tuple[Record, ...]
    rejected: tuple[tuple[int, str], ...]
    skipped: tuple[tuple[int, str], ...]


def read(sheet: Sheet, means: Sequence[str], today: date) -> Read:
    """The patients of a sheet; each row is one of them, or stands in `rejected` or `skipped` with its reason."""
    records: list[Record] = []
    rejected: list[tuple[int, str]] = []
    skipped: list[tuple[int, str]] = [(row, "title") for row in sheet.before]
    seen: dict[tuple[str, ...], int] = {}
    for number, cells in sheet.rows:
        kind = _skip(cells, sheet.header)
        if kind:
            skipped.append((number, kind))
            continue
        reason = _wrong(cells, sheet, seen)
        record = None if reason else _record(dict(zip(means, cells, strict=False)), number, today)
        if isinstance(record, Record):
            records.append(record)
            seen[cells] = number
        else:
            rejected.append((number, reason or record or "unreadable"))
    return _without_conflicts(records, rejected, skipped)


def _skip(cells: Sequence[str], header: Sequence[str]) -> str | None:
    filled = [cell for cell in cells if cell]
    if not filled:
        return "blank"
    if tuple(cells) == tuple(header):
        return "repeated_header"
    first = filled[0].lower()
    if not SUMMARY.match(first):
        return None
    return "subtotal" if first.startswith("sub") else "totals" if "total" in first else "footer"


def _wrong(cells: tuple[str, ...], sheet: Sheet, seen: Mapping[tuple[str, ...], int]) -> str | None:
    if (len([*cells]) != len(sheet.header) and any(cells[len(sheet.header) :])) or len(cells) < len(sheet.header):
        return "wrong_column_count"
    return "duplicate_row" if cells in seen else None


def _without_conflicts(records: list[Record], rejected: list[tuple[int, str]], skipped: list[tuple[int, str]]) -> Read:
    """A number that comes twice with two amounts: nobody can say which is right."""
    amounts: dict[str, set[int]] = {}
    for record in records:
        amounts.setdefault(record.key, set()).add(record.balance_cents)
    torn = {key for key, values in amounts.items() if len(values) > 1}
    rejected += [(row, "conflicting_duplicate") for record in records if record.key in torn for row in record.rows]
    kept: dict[str, Record] = {}
    for record in records:
        if record.key not in torn:
            first = kept.get(record.key, record)
            kept[record.key] = replace(first, rows=tuple(sorted({*first.rows, *record.rows})))
    return Read(tuple(kept.values()), tuple(sorted(rejected)), tuple(sorted(skipped)))


def _record(cell: Mapping[str, str], row: int, today: date) -> Record | str:
    """A patient, or the reason why the row is none."""
    first, last = _names(cell)
    if not (first or last):
        return "no_name"
    cents = amount(cell.get("balance", ""))
    if cents is None:
        return "bad_balance"
    born = day(cell.get("birth date", ""), today)
    number, kind = _phone(cell)
    guarantor = _guarantor(cell, today)
    return Record(
        key=cell.get("key") or _made_key(first, last, born),
        first=first,
        last=last,
        born=born,
        phone=number,
        phone_kind=kind,
        balance_cents=cents,
        oldest_service=day(cell.get("oldest service date", ""), today),
        guarantor=guarantor,
        flags=_flags(cell, born, number, cents, today),
        rows=(row,),
        zip=_zip(cell.get("zip", "")),
        state=states.code(cell.get("state", "")),
        lang=LANGS.get(cell.get("language", "").lower()),
        statement_code=cell.get("statement code") or None,
        first_statement=day(cell.get("first statement date", ""), today),
        consent=_consent(cell, today),
        address=_address(cell),
        estimate_cents=amount(cell.get("estimate", "")),
        self_pay=cell["self pay"].lower() in YES if cell.get("self pay") else None,
        parts=_parts(cell, cents),
    )


def _names(cell: Mapping[str, str]) -> tuple[str, str]:
    if "first name" in cell or "last name" in cell:
        return cell.get("first name", ""), cell.get("last name", "")
    return split_name(cell.get("name", ""))


def split_name(name: str) -> tuple[str, str]:
    """("First", "Last") of "Last, First M" or "First Last"; middle initials and suffixes are left out."""
    plain = SUFFIX.sub("", name.strip())
    last, comma, first = plain.partition(",")
    if not comma:
        first, _, last = plain.rpartition(" ")
        first, last = (first, last) if first else (last, "")
    return re.sub(r"\s+[A-Z]\.?$", "", first.strip()), last.strip()


_AMOUNT = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]*)?|\.[0-9]+")
LARGEST = 1_000_000_000
"""Ten million dollars, in cents: nobody owes a practice more, so such a figure is a mistake."""


def amount(text: str) -> int | None:
    """Whole cents of "$1,240.50", "(12.00)", "12.00 CR", "-12"; None when no amount can be read: never zero."""
    plain = text.strip().upper().replace("$", "").replace(" ", "")
    sign = -1 if plain.startswith(("(", "-")) or plain.endswith(("CR", "-")) else 1
    plain = plain.strip("()-").removesuffix("CR")
    if not plain:
        return 0 if text.strip() in ("$-", "-", "$ -") else None
    if not _AMOUNT.fullmatch(plain):
        return None
    cents = Decimal(plain.replace(",", "")) * 100
    return sign * int(cents) if cents == int(cents) and cents <= LARGEST else None


_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_US = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})(?!\d)")


def day(text: str, today: date) -> date | None:
    """An ISO or US date; a two-digit year is 20yy unless that is after today. None for anything else."""
    if found := _ISO.match(text.strip()):
        year, month, number = (int(part) for part in found.groups())
    elif found := _US.match(text.strip()):
        month, number, year = (int(part) for part in found.groups())
        if year < 100:
            year += 2000 if (2000 + year, month, number) <= (today.year, today.month, today.day) else 1900
    else:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None


def phone(text: str) -> str | None:
    """E.164 of a US number with area code and without extension; else None."""
    if re.search(r"(?:x|ext)\.?\s*\d+\s*$", text, re.IGNORECASE):
        return None
    try:
        number = phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException:
        return None
    whole = number.country_code == 1 and len(str(number.national_number)) == 10
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if whole else None


def _phone(cell: Mapping[str, str]) -> tuple[str | None, str | None]:
    for column, kind in (("phone: cell", "cell"), ("phone", "unlabelled"), ("phone: home", "home")):
        if number := phone(cell.get(column, "")):
            return number, kind
    return None, None


def _address(cell: Mapping[str, str]) -> str | None:
    """None where the list has no street: a town alone brings no letter."""
    street = cell.get("address", "")
    if not street:
        return None
    town = ", ".join(filter(None, (cell.get("city", ""), f"{cell.get('state', '')} {cell.get('zip', '')}".strip())))
    return "\n".join(filter(None, (street, cell.get("address 2", ""), town)))


def _guarantor(cell: Mapping[str, str], today: date) -> tuple[str, str, date | None] | None:
    first, last = cell.get("guarantor first name", ""), cell.get("guarantor last name", "")
    if not (first or last):
        first, last = split_name(cell.get("guarantor name", ""))
    return (first, last, day(cell.get("guarantor birth date", ""), today)) if first or last else None


def _zip(text: str) -> str | None:
    found = re.match(r"\d{5}", text)
    return found[0] if found else None


def _flags(cell: Mapping[str, str], born: date | None, number: str | None, cents: int, today: date) -> tuple[str, ...]:
    young = born is not None and today.year - born.year - ((today.month, today.day) < (born.month, born.day)) < ADULT
    worked_out = {
        "insurance_pending": cell.get("insurance pending", "").lower() in (*YES, "pending"),
        "minor": young,
        "credit_balance": cents < 0,
        "zero_balance": cents == 0,
        "no_phone": number is None,
        "no_dob": born is None,
    }
    return tuple(name for name, holds in worked_out.items() if holds)


def _consent(cell: Mapping[str, str], today: date) -> Consent | None:
    at, source = day(cell.get("consent date", ""), today), cell.get("consent source", "")
    return Consent(source, at) if at and source else None


def _parts(cell: Mapping[str, str], cents: int) -> dict[str, int]:
    """How the balance came about, where the file says it whole and it adds up."""
    found = {name: amount(cell[name]) for name in PARTS if cell.get(name)}
    if len(found) < len(PARTS) or None in found.values():
        return {}
    known = {name: value or 0 for name, value in found.items()}
    return known if known["charged"] - sum(known[name] for name in PARTS[1:]) == cents else {}


def _made_key(first: str, last: str, born: date | None) -> str:
    """Where a list has no account numbers: name and birth date tell its patients apart."""
    return f"{last}-{first}-{born.isoformat() if born else 'unknown'}".lower().replace(" ", "-")
