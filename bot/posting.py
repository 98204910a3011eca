"""Money that came and went back, as the practice's record system takes it: CSV, HL7 v2 (DFT^P03) or FHIR R4.

So that a clerk does not type it again. The account is the patient's number in the practice's own list; the reference is
ours, and the same whenever the same days are written again.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import hl7

from bot.desk_money import way_of
from flows.money import Money
from storage.books import Moved
from storage.people import Patient, Practice

HEADER = ("date", "account", "last_name", "first_name", "kind", "amount", "way", "reference")
KINDS = {"you_paid": "payment", "given_back": "refund", "taken_back": "chargeback"}
"""What a line is called, by what the ledger says of it. An amount that is negative left the practice."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins so for a formula; names come from outside."""
HL7_VERSION = "2.5.1"
PAYMENT = "PY"
"""FT1-6, table 0017. Money that went back is a payment below zero: its code says what it is."""
SYSTEM = "urn:sheepdog:payment"
STATUS = "http://terminology.hl7.org/CodeSystem/paymentstatus"


@dataclass(frozen=True)
class Posted:
    """One line: what moved, on which day in the practice's zone, and whose account it is on."""

    day: date
    account: str
    last: str
    first: str
    kind: str
    amount: Money
    way: str
    ref: str

    @classmethod
    def of(cls, one: Moved, patient: Patient | None, day: date) -> Posted:
        """A line of the books; without a name where the patient was let go."""
        named = (patient.key, patient.last, patient.first) if patient else ("", "", "")
        return cls(day, *named, KINDS[one.what], one.amount, way_of(one.provider), one.ref)

    @property
    def id(self) -> str:
        """Names this line and no other of the same payment on the same day."""
        return f"{self.ref}-{self.kind}-{self.day:%Y%m%d}-{self.amount.cents}"


def as_csv(practice: Practice, rows: Sequence[Posted], now: datetime) -> str:
    """A header and a line each, for a spreadsheet or an import."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADER)
    for row in rows:
        named = (f"'{one}" if one.startswith(FORMULA) else one for one in (row.account, row.last, row.first))
        writer.writerow((row.day.isoformat(), *named, row.kind, decimal(row.amount), row.way, row.ref))
    return out.getvalue()


def as_hl7(practice: Practice, rows: Sequence[Posted], now: datetime) -> str:
    """A DFT^P03 message for each line, in a batch; segments end with a carriage return, as HL7 wants it."""
    stamp = f"{now:%Y%m%d%H%M%S}"
    head = ("BHS", "^~\\&", "SHEEPDOG", practice.slug, "", "", stamp)
    messages = [_dft(practice, row, stamp, number) for number, row in enumerate(rows, 1)]
    return "\r".join(["|".join(head), *messages, f"BTS|{len(rows)}"]) + "\r"


def _dft(practice: Practice, row: Posted, stamp: str, number: int) -> str:
    message = hl7.parse(f"MSH|^~\\&|SHEEPDOG||||{stamp}||DFT^P03^DFT_P03||P|{HL7_VERSION}\r")

    def safe(text: str) -> str:
        return str(message.escape(text))

    segments = (
        f"MSH|^~\\&|SHEEPDOG|{safe(practice.slug)}|||{stamp}||DFT^P03^DFT_P03|{safe(row.id)}|P|{HL7_VERSION}",
        f"EVN|P03|{stamp}",
        f"PID|1||{safe(row.account)}^^^{safe(practice.slug)}||{safe(row.last)}^{safe(row.first)}",
        f"FT1|{number}|{safe(row.id)}||{row.day:%Y%m%d}|{stamp}|{PAYMENT}|{row.kind.upper()}^{safe(row.way)}|||1|"
        f"{decimal(row.amount)}&USD",
    )
    return "\r".join(segments)


def as_fhir(practice: Practice, rows: Sequence[Posted], now: datetime) -> str:
    """A bundle of PaymentNotice resources (R4)."""
    return json.dumps({
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": now.isoformat(timespec="seconds"),
        "entry": [{"resource": _notice(practice, row)} for row in rows],
    }, indent=1, ensure_ascii=False) + "\n"  # fmt: skip


def _notice(practice: Practice, row: Posted) -> dict[str, object]:
    account = {"identifier": {"system": f"urn:sheepdog:practice:{practice.slug}", "value": row.account or "unknown"}}
    return {
        "resourceType": "PaymentNotice",
        "identifier": [{"system": SYSTEM, "value": row.id}],
        "status": "active",
        "request": {"type": "Account", **account},
        "created": row.day.isoformat(),
        "payment": {"identifier": {"system": SYSTEM, "value": row.ref}, "display": f"{row.kind}, {row.way}"},
        "paymentDate": row.day.isoformat(),
        "recipient": {"display": practice.name},
        "amount": {"value": float(decimal(row.amount)), "currency": "USD"},
        "paymentStatus": {"coding": [{"system": STATUS, "code": "cleared"}]},
    }


def decimal(amount: Money) -> str:
    """240.01, or -240.01."""
    return f"{amount.cents / 100:.2f}"


FORMS = {"csv": as_csv, "hl7": as_hl7, "fhir": as_fhir}
