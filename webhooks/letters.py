"""Letters as PDF, in the patient's language: what is owed, a plan's copy, a payment that will be taken (decision 32).

For whom no text may reach or who would rather have paper. A page of US Letter; fonts that are in every reader; the code
in the corner leads to the page where the statement code is asked for, and says nothing of anybody (fact sheet H3).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
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

from bot import facts, visits
from flows import estimate
from flows.money import ZERO, Money
from flows.script import Line
from storage.patients import Patient
from storage.practices import Practice
from webhooks.entries import Entry
from webhooks.page_words import sentence, written

TEXT = ParagraphStyle("text", fontName="Helvetica", fontSize=11, leading=15.5, spaceAfter=8)
LINE = ParagraphStyle("line", TEXT, spaceAfter=0)
QUIET = ParagraphStyle("quiet", TEXT, fontSize=9.5, leading=13, textColor=HexColor("#4a5358"))
HEAD = ParagraphStyle("head", TEXT, fontName="Helvetica-Bold", fontSize=16, leading=20, spaceAfter=10)
BOLD = ParagraphStyle("bold", TEXT, fontName="Helvetica-Bold")
LAW = ParagraphStyle("law", BOLD, fontSize=14, leading=18)
"""New Jersey wants its sentence in 14 points, bold (P.L.2024 c.48)."""
AMOUNT = ParagraphStyle("amount", TEXT, alignment=TA_RIGHT, spaceAfter=0)
CELL = ParagraphStyle("cell", TEXT, spaceAfter=0)
SUM = ParagraphStyle("sum", CELL, fontName="Helvetica-Bold")
SUM_AMOUNT = ParagraphStyle("sum_amount", AMOUNT, fontName="Helvetica-Bold")
SIDE = 1.1 * inch
CODE = 1.15 * inch
OVER_TIME = ("letter-plan", "letter-help")


@dataclass(frozen=True)
class Letter:
    """What every letter has: who writes, to whom, when, in which language; `find` is where the code leads."""

    practice: Practice
    patient: Patient
    today: date
    lang: str
    find: str
    law: tuple[str, ...] = ()
    """What the patient's or the practice's state wants in it: the statute's words, and beside them the reader's."""
    named: bool = True
    """Whether the patient's name may stand in it: not where the guarantor of an adult asks (decision 12)."""

    def t(self, key: str, **blanks: Any) -> str:
        """A sentence in the letter's language."""
        return sentence(self.lang, key, **blanks)


def addressed(practice: Practice, patient: Patient, lang: str, now: datetime, public_url: str,
               named: bool = True) -> Letter:  # fmt: skip
    """A letter about this patient's bill, dated where they are, with what their state or the practice's wants in it."""
    find = f"{public_url}/find/{practice.slug}" + ("?lang=es" if lang == "es" else "")
    law = tuple(sentence(one, "required-NJ", practice=practice.name) for one in dict.fromkeys(("en", lang)))
    wanted = "NJ" in (facts.home(patient), practice.state)
    today = now.astimezone(facts.zone_of(practice, [patient])).date()
    return Letter(practice, patient, today, lang, find, law if wanted else (), named)


def has_to_say(letter: Letter, lines: Sequence[Line]) -> list[str]:
    """How to have a bill above its estimate looked at (fact sheet P6); the program that helps (26 CFR 1.501(r)-4)."""
    practice, patient, found = letter.practice, letter.patient, list[str]()
    if (estimated := visits.disputable(patient, lines, letter.today)) is not None:
        last = estimate.until(patient.first_statement)
        key = "over-estimate-until" if last else "over-estimate"
        found.append(letter.t(key, estimate=estimated, day=last))
    if practice.is_501r and practice.assistance_url:
        found.append(letter.t("letter-assistance", address=practice.assistance_url, phone=practice.phone))
    return found


def statement(letter: Letter, owed: Money, entries: Sequence[Entry], statement_code: str | None,
              more: Sequence[str] = ()) -> bytes:  # fmt: skip
    """What is owed and how it came to that, entry by entry, without procedures. `more`: what this bill has to say."""
    rows = [(f"{entry.what}, {entry.day}", entry.amount) for entry in entries]
    phone = letter.practice.phone
    if owed > ZERO:
        total = [words(letter.t("letter-owe", owed=owed), BOLD)]
        ways = [words(letter.t("letter-pay", phone=phone)), *(words(letter.t(key)) for key in OVER_TIME)]
    else:
        credit = letter.t("credit", amount=-owed, phone=phone)
        total = [words(credit if owed < ZERO else letter.t("nothing-plain"), BOLD)]
        ways = []
    body: list[Flowable] = [
        *total,
        _table([*rows, (letter.t("line-left"), str(max(owed, ZERO)))], sums=True),
        Spacer(1, 10),
        *(words(one, BOLD) for one in more),
        *ways,
        words(letter.t("letter-wrong", phone=phone)),
    ]
    return _made(letter, letter.t("letter-statement-h"), body, statement_code)


def receipt(letter: Letter, rows: Sequence[tuple[str, str]]) -> bytes:
    """One payment, for whoever pays from a health account or keeps books: no care is named."""
    return _made(letter, letter.t("receipt"), [_table(rows, right=3.6), Spacer(1, 10)], None, leads=False)


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
        *(words(clause, BOLD) for clause in clauses if clause not in letter.law),
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


def _made(letter: Letter, heading: str, body: Sequence[Flowable], statement_code: str | None,
          leads: bool = True) -> bytes:  # fmt: skip
    out = io.BytesIO()
    page = SimpleDocTemplate(
        out, pagesize=LETTER, leftMargin=SIDE, rightMargin=SIDE, topMargin=0.9 * inch, bottomMargin=0.8 * inch,
        title=heading, author=letter.practice.name, lang=letter.lang, invariant=1,
    )  # fmt: skip
    law = [words(one, LAW) for one in letter.law] if leads else []
    call = words(letter.t("letter-call", phone=letter.practice.phone), QUIET)
    page.build([
        words(_name(letter), HEAD),
        words(" · ".join(part for part in (letter.practice.phone, letter.practice.site) if part), QUIET),
        *(words(line.strip(), QUIET) for line in letter.practice.address.split(";") if line.strip()),
        Spacer(1, 18),
        words(written(letter.today, letter.lang)),
        *(words(line, LINE) for line in _to(letter)),
        Spacer(1, 12),
        words(heading, HEAD),
        *body,
        *law,
        Spacer(1, 8),
        KeepTogether([_find(letter, statement_code) if leads else call]),
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


def _table(rows: Sequence[tuple[str, str]], inside: bool = False, right: float = 1.6, sums: bool = False) -> Flowable:
    """Two columns, the right one so many inches wide; `sums`: the last row is what the others come to."""
    cells = [[words(name, CELL), words(value, AMOUNT)] for name, value in rows]
    if sums:
        cells[-1] = [words(rows[-1][0], SUM), words(rows[-1][1], SUM_AMOUNT)]
    table = Table(cells, colWidths=[4.6 * inch if inside else None, (1.2 if inside else right) * inch])
    table.setStyle(TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.5, "#c9cfd2"), ("LEFTPADDING", (0, 0), (0, -1), 0),
                               ("RIGHTPADDING", (-1, 0), (-1, -1), 0)]))  # fmt: skip
    return table


def words(text: str, style: ParagraphStyle = TEXT) -> Paragraph:
    """A paragraph of plain text: nothing in it is taken for markup."""
    return Paragraph(escape(text), style)


def _name(letter: Letter) -> str:
    return letter.practice.legal_name or letter.practice.name


def _to(letter: Letter) -> list[str]:
    """Whom the letter goes to, and where, a line a line; nobody where it does not name them."""
    if not letter.named:
        return []
    return [_whole(letter.patient), *(letter.patient.address or "").splitlines()]


def _whole(patient: Patient) -> str:
    return f"{patient.first} {patient.last}"
