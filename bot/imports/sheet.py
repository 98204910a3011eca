"""A file of rows, as bytes: its encoding, delimiter and header found, its records numbered from 1. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import Sorry

DELIMITERS = (",", ";", "\t", "|")
LOOKED_AT = 20
"""Lines that are looked at for a header."""
UNREADABLE = "{name} cannot be read as a list: {why}. Nothing was changed. Save it as CSV (UTF-8) and try again."


@dataclass(frozen=True)
class Sheet:
    """A list as it lies in the file. Rows count records from 1, title lines included."""

    name: str
    format: str
    encoding: str
    delimiter: str
    header_row: int
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    """Row number and cells, of everything after the header."""
    before: tuple[int, ...] = ()
    """Row numbers of what stands above the header."""


def read(name: str, data: bytes) -> Sheet:
    """The sheet in a file's bytes. Raises Sorry with a plain reason; nothing has been changed then."""
    text, encoding = _text(name, data)
    delimiter = _delimiter(text)
    try:
        records = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise Sorry(UNREADABLE.format(name=name, why=f"its quotes or columns are broken ({error})")) from error
    found = _header(records)
    if found is None:
        raise Sorry(UNREADABLE.format(name=name, why="it has no line of column names, such as name, phone and balance"))
    rows = tuple((n, tuple(cell.strip() for cell in cells)) for n, cells in enumerate(records[found + 1 :], found + 2))
    header = tuple(cell.strip() for cell in records[found])
    return Sheet(name, "csv", encoding, delimiter, found + 1, header, rows, tuple(range(1, found + 1)))


def _text(name: str, data: bytes) -> tuple[str, str]:
    if not data.strip():
        raise Sorry(UNREADABLE.format(name=name, why="it is empty"))
    if data[:2] == b"PK" or (b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff"))):
        raise Sorry(UNREADABLE.format(name=name, why="it is not plain text"))
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return data.decode(encoding), "utf-8" if encoding == "utf-8-sig" else encoding
        except UnicodeDecodeError:
            continue
    raise Sorry(UNREADABLE.format(name=name, why="its letters are in an encoding that we do not know"))


def _delimiter(text: str) -> str:
    """The one that splits the first lines into the most columns, and does so alike."""
    lines = [line for line in text.splitlines()[:LOOKED_AT] if line.strip()]
    return max(DELIMITERS, key=lambda one: max((line.count(one) for line in lines), default=0))


def _header(records: Sequence[Sequence[str]]) -> int | None:
    """The first record that looks like column names: three or more, no figures."""
    for n, cells in enumerate(records[:LOOKED_AT]):
        named = [cell for cell in cells if re.search(r"[A-Za-z]{2}", cell)]
        if len(named) >= 3 and not any(re.search(r"\d{2}", cell) for cell in cells):
            return n
    return None
