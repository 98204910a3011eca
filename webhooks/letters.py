"""Letters as PDF, in the patient's language: what is owed, a plan's copy, a payment that will be taken (decision 32).

For whom no text may reach or who would rather have paper. A page of US Letter; fonts that are in every reader; the code
in the corner leads to the page where the statement code is asked for, and says nothing of anybody (fact sheet H3).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from flows.money import Money
from flows.script import Line
from storage.patients import Patient
from storage.practices import Practice
from webhooks.page_words import sentence, written

TEXT = ParagraphStyle("text", fontName="Helvetica", fontSize=11, leading=15.5, spaceAfter=8)
QUIET = ParagraphStyle("quiet", TEXT, fontSize=9.5, leading=13, textColor=HexColor("#4a5358"))
HEAD = ParagraphStyle("head", TEXT, fontName="Helvetica-Bold", fontSize=16, leading=20, spaceAfter=10)
BOLD = ParagraphStyle("bold", TEXT, fontName="Helvetica-Bold")
LAW = ParagraphStyle("law", BOLD, fontSize=14, leading=18)
"""New Jersey wants its sentence in 14 points, bold (P.L.2024 c.48)."""
AMOUNT = ParagraphStyle("amount", TEXT, alignment=TA_RIGHT, spaceAfter=0)
CELL = ParagraphStyle("cell", TEXT, spaceAfter=0)
SIDE = 1.1 * inch
CODE = 1.15 * inch


@dataclass(frozen=True)
class Letter:
    """What every letter has: who writes, to whom, when, in which language; `find` is where the code leads."""

    practice: Practice
    patient: Patient
    today: date
    lang: str
    find: str
    law: str = ""
    """A sentence that the patient's state wants in it."""

    def t(self, key: str, **blanks: Any) -> str:
        """A sentence in the letter's language."""
        return sentence(self.lang, key, **blanks)


def statement(letter: Letter, owed: Money, lines: Sequence[Line], statement_code: str | None) -> bytes:
    """What is owed and how it came to that, without procedures."""
    rows = [(letter.t(f"line-{line.kind}"), str(line.amount)) for line in lines]
    body: list[Flowable] = [
        words(letter.t("letter-owe", owed=owed), BOLD),
        _table([*rows, (letter.t("line-left"), str(owed))]),
        Spacer(1, 10),
        words(letter.t("letter-pay", phone=letter.practice.phone)),
        words(letter.t("letter-plan")),
        words(letter.t("letter-help")),
        words(letter.t("letter-wrong", phone=letter.practice.phone)),
    ]
    return _made(letter, letter.t("letter-statement-h"), body, statement_code)


def plan_copy(letter: Letter, parts: Sequence[tuple[date, Money]], total: Money, made_on: date,
              clauses: Sequence[str] = (), down: bool = False, intro: str = "") -> bytes:  # fmt: skip
    """A copy of a plan that was agreed to: the same figures and sentences as on its page, the box before all else.

    `down`: the first of its parts is a down payment. `intro` is the page's own sentence of how it is paid.
    """
    rows = [(written(day, letter.lang), str(part)) for day, part in parts]
    paid, count = parts[0][1] if down else Money(0), len(parts) - down
    boxed = count > letter.practice.policy.plan.tila_box_if_installments_gt
    body: list[Flowable] = [
        *(_box(letter, count, total - paid) if boxed else ()),
        words(letter.t("doc-between", practice=_name(letter), patient=_whole(letter.patient))),
        words(intro or letter.t("doc-intro", total=total, count=count)),
        _table(rows),
        Spacer(1, 10),
        words(letter.t("doc-cost", total=total), BOLD),
        *(words(letter.t(key)) for key in ("doc-early", "doc-how")),
        words(letter.t("doc-late", days=letter.practice.policy.plan.default_after_days_late)),
        *(words(letter.t(key, phone=letter.practice.phone)) for key in ("doc-change", "doc-dispute")),
        *(words(clause, BOLD) for clause in clauses),
        words(letter.t("letter-agreed", day=made_on)),
    ]
    return _made(letter, letter.t("doc-title"), body, None)


def _box(letter: Letter, count: int, total: Money) -> list[Flowable]:
    """The Truth-in-Lending disclosures (12 CFR 1026.18), set apart from the rest."""
    figures = (("tila-apr", "0%"), ("tila-charge", str(Money(0))), ("tila-financed", str(total)),
               ("tila-total", str(total)))  # fmt: skip
    said = ("tila-early", "tila-late", "tila-security", "tila-reference")
    inner = [
        words(letter.t("tila-h"), BOLD),
        words(letter.t("tila-creditor", practice=_name(letter))),
        _table([(f"{letter.t(key)}: {letter.t(f'{key}-what')}", value) for key, value in figures], inside=True),
        Spacer(1, 6),
        words(letter.t("tila-schedule", count=count)),
        words(letter.t("tila-itemised", total=total, practice=_name(letter))),
        words(" ".join(letter.t(key) for key in said)),
    ]
    box = Table([[inner]])
    box.setStyle(TableStyle([("BOX", (0, 0), (-1, -1), 1, "#1b2327"), ("LEFTPADDING", (0, 0), (-1, -1), 10),
                             ("RIGHTPADDING", (0, 0), (-1, -1), 10), ("TOPPADDING", (0, 0), (-1, -1), 8)]))  # fmt: skip
    return [box, Spacer(1, 12)]


def debit_notice(letter: Letter, amount: Money, day: date, kind: str, last4: str) -> bytes:
    """A payment of the plan that will be taken; how to stop it (12 CFR 1005.10(d))."""
    key = "letter-debit-bank" if kind == "bank" else "letter-debit-card"
    body: list[Flowable] = [
        words(letter.t(key, amount=amount, day=day, last4=last4), BOLD),
        words(letter.t("letter-debit-stop", phone=letter.practice.phone)),
        words(letter.t("auto-doc-less")),
        words(letter.t("auto-doc-choice")),
    ]
    return _made(letter, letter.t("letter-debit-h"), body, None)


def _made(letter: Letter, heading: str, body: Sequence[Flowable], statement_code: str | None) -> bytes:
    out = io.BytesIO()
    page = SimpleDocTemplate(
        out, pagesize=LETTER, leftMargin=SIDE, rightMargin=SIDE, topMargin=0.9 * inch, bottomMargin=0.8 * inch,
        title=heading, author=letter.practice.name, lang=letter.lang, invariant=1,
    )  # fmt: skip
    law = [words(letter.law, LAW)] if letter.law else []
    page.build([
        words(_name(letter), HEAD),
        words(" · ".join(part for part in (letter.practice.phone, letter.practice.site) if part), QUIET),
        Spacer(1, 18),
        words(written(letter.today, letter.lang)),
        words(_whole(letter.patient)),
        Spacer(1, 12),
        words(heading, HEAD),
        *body,
        *law,
        Spacer(1, 8),
        KeepTogether([_find(letter, statement_code)]),
    ])  # fmt: skip
    return out.getvalue()


def _find(letter: Letter, statement_code: str | None) -> Flowable:
    """The code to scan, and the same in words; the statement code only where the letter has one."""
    widget = QrCodeWidget(letter.find, barLevel="M", barWidth=CODE, barHeight=CODE)
    says = [words(letter.t("letter-find", address=letter.find.partition("://")[2]))]
    if statement_code:
        says.append(words(letter.t("letter-code", code=statement_code), BOLD))
    says.append(words(letter.t("letter-call", phone=letter.practice.phone), QUIET))
    table = Table([[Drawing(CODE, CODE, widget), says]], colWidths=[CODE + 14, None])
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LEFTPADDING", (0, 0), (0, 0), 0)]))
    return table


def _table(rows: Sequence[tuple[str, str]], inside: bool = False) -> Flowable:
    cells = [[words(name, CELL), words(value, AMOUNT)] for name, value in rows]
    table = Table(cells, colWidths=[4.6 * inch if inside else None, (1.2 if inside else 1.6) * inch])
    table.setStyle(TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.5, "#c9cfd2"), ("LEFTPADDING", (0, 0), (0, -1), 0),
                               ("RIGHTPADDING", (-1, 0), (-1, -1), 0)]))  # fmt: skip
    return table


def words(text: str, style: ParagraphStyle = TEXT) -> Paragraph:
    """A paragraph of plain text: nothing in it is taken for markup."""
    return Paragraph(escape(text), style)


def _name(letter: Letter) -> str:
    return letter.practice.legal_name or letter.practice.name


def _whole(patient: Patient) -> str:
    return f"{patient.first} {patient.last}"
