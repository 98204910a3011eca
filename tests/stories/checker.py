"""Reads both sides' files and says what is wrong. Plain SQL; imports nothing of the product, and nothing of its rules.

What is true after any story: the patients of a house owe what was billed, less what came, plus what went back; every
cent that Stripe took, gave back and had taken back stands in the ledger once; of a payment for several each has their
share; kept balances are the sums of the lines; no agreed plan is beyond the practice's limits; from a saved card
nothing was taken without a document and a notice in time, under a hold, after its end, twice, or after a fourth
refusal.
"""

from __future__ import annotations

import contextlib
import functools
import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

LEAST_PART, MOST_PARTS, LEAST_TOTAL, MOST_DAYS, MOST_MONTHS = 2500, 12, 5000, 31, 24
"""Fact sheet, section 11: the defaults of plans, in cents, payments, cents, days and months."""
LONGEST_GAP = 31
"""Days: no plan is paid less often than once a month."""
GONE = ("lost", "needs_response", "under_review")

OWED = """
SELECT COALESCE(SUM(CASE WHEN debit = :account THEN cents ELSE 0 END)
              - SUM(CASE WHEN credit = :account THEN cents ELSE 0 END), 0) FROM ledger_lines
"""
KEPT = """
SELECT account, SUM(cents) FROM (
    SELECT debit AS account, cents FROM ledger_lines UNION ALL SELECT credit, -cents FROM ledger_lines)
WHERE account LIKE '%:%' GROUP BY account
"""
POSTED = """
SELECT COALESCE(f.ref, p.ref), e.kind, e.source_kind,
       SUM(CASE WHEN l.credit LIKE 'patient:%' THEN l.cents WHEN l.debit LIKE 'patient:%' THEN -l.cents ELSE 0 END)
FROM ledger_entries e JOIN ledger_lines l ON l.entry_id = e.id JOIN payments p ON p.id = e.payment_id
LEFT JOIN payments f ON f.id = p.lead_id
WHERE p.provider = 'stripe_checkout' AND e.kind IN ('you_paid', 'refunded') AND p.patient_id = :patient
GROUP BY COALESCE(f.ref, p.ref), e.kind, e.source_kind
"""
SHARES = """
SELECT p.id, p.amount_cents, p.state, COALESCE(p.lead_id, p.id), f.state, f.whole_cents,
       (SELECT COALESCE(SUM(CASE WHEN l.credit LIKE 'patient:%' THEN l.cents ELSE -l.cents END), 0)
        FROM ledger_entries e JOIN ledger_lines l ON l.entry_id = e.id
        WHERE e.payment_id = p.id AND l.patient_id <> p.patient_id),
       (SELECT COALESCE(SUM(CASE WHEN l.credit LIKE 'patient:%' THEN l.cents ELSE -l.cents END), 0)
        FROM ledger_entries e JOIN ledger_lines l ON l.entry_id = e.id
        WHERE e.payment_id = p.id AND e.kind IN ('you_paid', 'refunded') AND e.source_kind <> 'taken_back'),
       EXISTS (SELECT 1 FROM ledger_entries e JOIN payments g ON g.id = e.payment_id
               WHERE e.source_kind = 'taken_back' AND COALESCE(g.lead_id, g.id) = COALESCE(p.lead_id, p.id))
FROM payments p JOIN payments f ON f.id = COALESCE(p.lead_id, p.id)
WHERE p.patient_id = :patient AND f.whole_cents IS NOT NULL
"""
PLANS = """
SELECT pl.id, pl.created_at, q.parts, q.days, q.owed_cents, q.rules FROM plans pl JOIN quotes q ON q.id = pl.quote_id
WHERE pl.patient_id = :patient
"""


TRIES = """
SELECT d.id, p.ref, p.created_at, m.on_at, m.ended_at, m.document IS NOT NULL,
       (SELECT MAX(o.sent_at) FROM outbox o WHERE o.patient_id = p.patient_id AND o.key LIKE 'autopay.notice%'
        AND o.state IN ('sent', 'delivered') AND o.sent_at <= p.created_at),
       d.tries,
       (SELECT COUNT(*) FROM holds h WHERE h.patient_id = p.patient_id AND h.starts_at <= p.created_at
        AND (h.until IS NULL OR h.until > p.created_at) AND (h.lifted_at IS NULL OR h.lifted_at > p.created_at))
FROM payments p JOIN debits d ON d.id = p.debit_id JOIN mandates m ON m.id = d.mandate_id
WHERE p.patient_id = :patient ORDER BY p.id
"""
MOST_TRIES, TOLD_BEFORE = 4, timedelta(hours=60)
"""A first try and three more; from a text's latest hour on the third day before to the earliest of a charge."""


@contextlib.contextmanager
def reading(ours: Path, theirs: Path) -> Iterator[Callable[[tuple[int, ...], int, int], list[str]]]:
    """`faults` of these two files, which stay open meanwhile."""
    with _read(ours) as us, _read(theirs) as them:
        yield functools.partial(faults, us, them)


def faults(us: sqlite3.Connection, them: sqlite3.Connection, patients: tuple[int, ...], billed: int,
           at_office: int) -> list[str]:  # fmt: skip
    """What is wrong with the money of patients of one house, in words; empty where all is well."""
    mine = "SELECT ref FROM payments WHERE lead_id IS NULL AND patient_id = ?"
    refs = {row[0] for patient in patients for row in us.execute(mine, (patient,))}
    taken = _taken(them, refs)
    posted = _posted(us, patients)
    found = [*_sums(us, patients, billed, at_office, taken), *_same(posted, taken), *_kept(us),
             *_shares(us, patients)]  # fmt: skip
    for patient in patients:
        found += [*_open(us, patient), *_plans(us, patient), *_allowed(us, them, patient)]
    return found


def _shares(us: sqlite3.Connection, patients: tuple[int, ...]) -> list[str]:
    """Of payments for several: the shares sum to what Stripe was asked for, move as one, are posted to their own
    patient alone, and give back no more than they are."""
    found, sums, wholes = list[str](), defaultdict[int, int](int), dict[int, int]()
    for patient in patients:
        for id, cents, state, lead, its, whole, others, left, disputed in us.execute(SHARES, {"patient": patient}):
            sums[lead] += cents
            wholes[lead] = whole
            wrong = {
                f"is {state}, the payment {its}": state != its,
                "is posted to somebody else": others != 0,
                f"has {left} left of {cents}": state == "paid" and not disputed and not 0 <= left <= cents,
            }
            found += [f"share {id} {what}" for what, is_so in wrong.items() if is_so]
    return found + [f"payment {lead}: shares of {sums[lead]}, asked {whole}" for lead, whole in wholes.items()
                    if sums[lead] != whole]  # fmt: skip


@contextlib.contextmanager
def _read(file: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as found:
        yield found


def _taken(them: sqlite3.Connection, refs: set[str]) -> dict[str, tuple[int, int, int]]:
    """What Stripe took, gave back and had taken back, by our name of the payment."""
    told: dict[str, list[dict[str, object]]] = defaultdict(list)
    for kind, words in them.execute("SELECT kind, told FROM objects WHERE kind IN ('charge', 'refund', 'dispute')"):
        told[kind].append(json.loads(words))
    found: dict[str, tuple[int, int, int]] = {}
    for charge in told["charge"]:
        ref = charge["metadata"].get("ref")  # type: ignore[attr-defined]
        if ref not in refs or charge["status"] != "succeeded":
            continue
        mine = {kind: [one for one in told[kind] if one["charge"] == charge["id"]] for kind in ("refund", "dispute")}
        back = [one["amount"] for one in mine["refund"] if one["status"] == "succeeded"]
        gone = [one["amount"] for one in mine["dispute"] if one["status"] in GONE]
        was = found.get(ref, (0, 0, 0))
        new = (charge["amount"], sum(back), sum(gone))  # type: ignore[arg-type]
        found[ref] = tuple(a + b for a, b in zip(was, new, strict=True))  # type: ignore[assignment,operator]
    return found


def _posted(us: sqlite3.Connection, patients: tuple[int, ...]) -> dict[str, tuple[int, int, int]]:
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for patient in patients:
        for ref, kind, source, cents in us.execute(POSTED, {"patient": patient}):
            place = 0 if kind == "you_paid" else 1 if source == "given_back" else 2
            found[ref][place] += cents if place == 0 else -cents
    return {ref: (a, b, c) for ref, (a, b, c) in found.items() if (a, b, c) != (0, 0, 0)}


def _sums(us: sqlite3.Connection, patients: tuple[int, ...], billed: int, at_office: int,
          taken: dict[str, tuple[int, int, int]]) -> list[str]:  # fmt: skip
    came = sum(a - b - c for a, b, c in taken.values())
    should = billed - at_office - came
    does = sum(us.execute(OWED, {"account": f"patient:{one}"}).fetchone()[0] for one in patients)
    said = f"patients {patients} owe {does}: billed {billed}, at the office {at_office}, by Stripe {came}"
    return [] if does == should else [said]


def _same(posted: dict[str, tuple[int, int, int]], taken: dict[str, tuple[int, int, int]]) -> list[str]:
    return [f"payment {ref[:6]}: Stripe {taken.get(ref)}, ledger {posted.get(ref)}"
            for ref in sorted({*posted, *taken}) if posted.get(ref) != taken.get(ref)]  # fmt: skip


def _kept(us: sqlite3.Connection) -> list[str]:
    kept = dict(us.execute("SELECT account, cents FROM ledger_balances"))
    summed = dict(us.execute(KEPT))
    found = [f"{one} is kept as {kept.get(one)}, its lines say {summed.get(one)}"
             for one in sorted({*kept, *summed}) if kept.get(one, 0) != summed.get(one, 0)]  # fmt: skip
    lonely = us.execute("SELECT COUNT(*) FROM ledger_entries WHERE id NOT IN (SELECT entry_id FROM ledger_lines)")
    bad = us.execute("SELECT COUNT(*) FROM ledger_lines WHERE cents <= 0 OR debit = credit")
    counted = ((lonely.fetchone()[0], "entries without lines"), (bad.fetchone()[0], "lines that move nothing"))
    return found + [f"{count} {what}" for count, what in counted if count]


def _open(us: sqlite3.Connection, patient: int) -> list[str]:
    waiting = "SELECT id, state FROM payments WHERE patient_id = ? AND state IN ('created', 'asked', 'unknown')"
    rows = us.execute(waiting, (patient,))
    return [f"payment {id} is still {state}" for id, state in rows]


def _plans(us: sqlite3.Connection, patient: int) -> list[str]:
    """A down payment is due on the very day, is no instalment, and need not be as large as those."""
    found = []
    for id, made, parts, days, owed, rules in us.execute(PLANS, {"patient": patient}):
        amounts, dates, down = json.loads(parts), json.loads(days), "down_payment" in json.loads(rules)
        equal, soonest = amounts[down:], 0 if down or "begins_today" in json.loads(rules) else 1
        first, last = date.fromisoformat(dates[0]), date.fromisoformat(dates[-1])
        beyond = [
            sum(amounts) != owed, min(amounts) < LEAST_PART, not 2 <= len(amounts) <= MOST_PARTS, owed < LEAST_TOTAL,
            len(amounts) != len(dates), dates != sorted(set(dates)), max(equal) - min(equal) > 1,
            not soonest <= _days(made, dates[0]) <= MOST_DAYS, _days(made, dates[down]) > MOST_DAYS,
            down and _days(made, dates[0]) != 0,
            any(_between(*two) > LONGEST_GAP for two in pairwise(dates)),
            (last.year - first.year) * 12 + last.month - first.month >= MOST_MONTHS,
        ]  # fmt: skip
        if any(beyond):
            found.append(f"plan {id} is beyond policy {beyond}: {amounts} of {owed}, first {dates[0]} from {made}")
    return found


def _between(earlier: str, later: str) -> int:
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days


def _allowed(us: sqlite3.Connection, them: sqlite3.Connection, patient: int) -> list[str]:
    """Of charges with nobody there: whether each was allowed, told of, held back by nothing, and made once."""
    charged: dict[str, list[str]] = defaultdict(list)
    for (words,) in them.execute("SELECT told FROM objects WHERE kind = 'charge'"):
        charge = json.loads(words)
        charged[charge["metadata"].get("ref")].append(charge["status"])
    found: list[str] = []
    tries: dict[int, int] = defaultdict(int)
    taken: dict[int, int] = defaultdict(int)
    for debit, ref, at, on, ended, document, told, refused, held in us.execute(TRIES, {"patient": patient}):
        if not charged[ref]:
            continue
        tries[debit] += len(charged[ref])
        taken[debit] += charged[ref].count("succeeded")
        wrong = {
            "never allowed": on is None or not document or on > at,
            "ended before": ended is not None and ended < at,
            "held": held > 0,
            "not told in time": not refused and (told is None or _moment(at) - _moment(told) < TOLD_BEFORE),
            "asked twice": len(charged[ref]) > 1,
        }
        found += [f"payment {ref[:6]} of debit {debit}: {what}" for what, is_so in wrong.items() if is_so]
    found += [f"debit {debit} was tried {count} times" for debit, count in tries.items() if count > MOST_TRIES]
    return found + [f"debit {debit} was taken {count} times" for debit, count in taken.items() if count > 1]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _days(made: str, first: str) -> int:
    return (date.fromisoformat(first) - date.fromisoformat(made[:10])).days
