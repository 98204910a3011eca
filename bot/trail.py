"""The audit trail as a file that checks itself: a part for each chain, JSON lines, each row exactly as it was hashed.

A part's first line says whose it is and what its first row follows; then comes a line for each row, with its hash; the
last line has the count, the newest hash and a digest of the part's lines before it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection

from storage import audit

FORM = 1
SLUG = re.compile(r"[\w.-]{1,100}( \d{1,19})?")
Heard = Callable[[int], None]


@dataclass(frozen=True)
class Part:
    """One chain as a file has it, as far as it could be read; `problem` is the first thing that is not in order."""

    practice: str | None
    rows: int
    head: str
    problem: str | None = None
    line: int | None = None
    row: int | None = None


# -- writing --


def write(tx: Connection, file: Path, chains: Sequence[tuple[int, str | None]], now: datetime, heard: Heard) -> int:
    """Writes these chains and their practices' short names, by rename and for the owner only; how many rows."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    done = 0
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            for number, (chain, slug) in enumerate(chains, 1):
                about = {"part": number, "parts": len(chains), "practice": slug, "made_at": now.isoformat()}
                done += _write_part(tx, out, chain, about, heard, done)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    return done


def _write_part(tx: Connection, out: BinaryIO, chain: int, about: Mapping[str, Any], heard: Heard,
                before: int) -> int:  # fmt: skip
    head, count, digest = audit.beginning(tx, chain), 0, hashlib.sha256()
    gone = [{"first": one.first_id, "last": one.last_id, "rows": one.many, "hash": one.hash,
             "at": one.at.isoformat(), "by": one.by} for one in audit.released(tx, chain)]  # fmt: skip
    first = {"sheepdog_audit": FORM, **about, "chain": chain, "begins": head, "released": gone}
    _put(out, digest, _line(first))
    for link in audit.links(tx, chain):
        words = audit.told(link) if link.id is not None else _line({"gone": link.audit_id})
        _put(out, digest, _row_line(link.hash, words))
        head, count = link.hash, count + 1
        if count % audit.CHUNK == 0:
            heard(before + count)
    out.write(_line({"rows": count, "head": head, "digest": digest.hexdigest()}).encode() + b"\n")
    return count


def _put(out: BinaryIO, digest: Any, line: str) -> None:
    data = line.encode() + b"\n"
    digest.update(data)
    out.write(data)


def _line(told: Mapping[str, Any]) -> str:
    return json.dumps(told, separators=(",", ":"))


def _row_line(own_hash: str, words: str) -> str:
    return f'{{"hash":"{own_hash}","row":{words}}}'


# -- checking --


class _Wrong(Exception):
    """Not in order, in words that follow the line's number; `row` is the audit row's id."""

    def __init__(self, why: str, row: int | None = None) -> None:
        super().__init__(why)
        self.row = row


NOT_OURS = "this is not the first line of an exported chain"
CUT = "the file ends before the chain does: something was cut off"
LONGER = "the file goes on after its end"
DOES_NOT_FIT = "the row does not fit: it, or one before it, was changed, moved or taken out"
TOUCHED = "the first or last line of this chain was changed"


def check(file: Path, heard: Heard) -> tuple[Part, ...]:
    """What the file holds, up to the first thing that is not in order; that one is the last part's problem."""
    found: list[Part] = []
    with file.open("rb") as source:
        reading = _Reading(source, heard)
        parts = 1
        while len(found) < parts:
            part, parts = reading.part(len(found) + 1, parts)
            found.append(part)
            if part.problem:
                return tuple(found)
        if reading.next() is not None:
            last = found.pop()
            found.append(Part(last.practice, last.rows, last.head, LONGER, reading.number))
    return tuple(found)


class _Reading:
    """The lines of a file, one after the other."""

    def __init__(self, source: Iterable[bytes], heard: Heard) -> None:
        self.number = 0
        self._lines: Iterator[bytes] = iter(source)
        self._heard, self._rows = heard, 0

    def next(self) -> bytes | None:
        """The next line with its end; None after the last."""
        line = next(self._lines, None)
        self.number += line is not None
        return line

    def part(self, number: int, parts: int) -> tuple[Part, int]:
        """One chain, and how many the file says that there are."""
        practice, rows, head = None, 0, ""
        try:
            line = self.next()
            first = _first(line, number, parts)
            practice, parts, head, chain = first["practice"], first["parts"], first["begins"], first["chain"]
            digest = hashlib.sha256(line or b"")
            while True:
                line = self.next()
                told = _object(line)
                if "row" not in told:
                    _last(told, rows, head, digest.hexdigest())
                    return Part(practice, rows, head), parts
                head = _row(line or b"", told, head, chain)
                digest.update(line or b"")
                rows += 1
                self._count()
        except _Wrong as wrong:
            return Part(practice, rows, head, str(wrong), max(self.number, 1), wrong.row), parts

    def _count(self) -> None:
        self._rows += 1
        if self._rows % audit.CHUNK == 0:
            self._heard(self._rows)


def _object(line: bytes | None) -> dict[str, Any]:
    if line is None or not line.endswith(b"\n"):
        raise _Wrong(CUT)
    try:
        told = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _Wrong("the line is damaged") from error
    if not isinstance(told, dict):
        raise _Wrong("the line is damaged")
    return told


def _first(line: bytes | None, number: int, parts: int) -> dict[str, Any]:
    try:
        told = _object(line)
    except _Wrong as wrong:
        raise wrong if number > 1 else _Wrong(NOT_OURS) from wrong
    if told.get("sheepdog_audit") != FORM or told.get("part") != number:
        raise _Wrong(NOT_OURS)
    count, begins, gone = told.get("parts"), told.get("begins"), told.get("released")
    if not isinstance(count, int) or count < number or (number > 1 and count != parts):
        raise _Wrong(NOT_OURS)
    if not isinstance(begins, str) or not isinstance(gone, list) or not isinstance(told.get("chain"), int):
        raise _Wrong(NOT_OURS)
    if told.get("practice") is not None and not SLUG.fullmatch(str(told["practice"])):
        raise _Wrong(NOT_OURS)
    last = gone[-1] if gone else {"hash": audit.BEGINNING}
    if not isinstance(last, dict) or last.get("hash") != begins:
        raise _Wrong("the chain does not begin where it should: not at its start, nor where older rows were released")
    return told


def _row(line: bytes, told: Mapping[str, Any], head: str, chain: Any) -> str:
    """The row's hash. Raises _Wrong where it does not follow `head`, letter for letter."""
    row, own = told["row"], told.get("hash")
    known = row.get("id") if isinstance(row, dict) and isinstance(row.get("id"), int) else None
    if not isinstance(row, dict) or not isinstance(own, str):
        raise _Wrong("the line is damaged")
    if "gone" in row:
        raise _Wrong("a row was gone from the database when this file was written")
    words = audit.in_order(row)
    if line != _row_line(own, words).encode() + b"\n" or audit.linked(head, words) != own:
        raise _Wrong(DOES_NOT_FIT, known)
    if (row.get("practice") or 0) != chain:
        raise _Wrong("the row is another practice's", known)
    return own


def _last(told: Mapping[str, Any], rows: int, head: str, digest: str) -> None:
    if told.get("rows") != rows or told.get("head") != head:
        raise _Wrong("the last line does not fit what is before it: rows were taken out at the end or added")
    if told.get("digest") != digest:
        raise _Wrong(TOUCHED)
