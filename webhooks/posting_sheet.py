"""The end-of-day sheet: what came and what went back, in the order of the practice's own list, with boxes to tick."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.platypus import SimpleDocTemplate, Spacer, Table, TableStyle

from bot.posting import Posted
from flows.money import Money, total
from storage import payments
from webhooks.letters import HEAD, QUIET, TEXT, words
from webhooks.wording import FILTERS

SMALL = ParagraphStyle("small", TEXT, fontSize=9.5, leading=12.5, spaceAfter=0)
RIGHT = ParagraphStyle("right", SMALL, alignment=TA_RIGHT)
QUIET_RIGHT = ParagraphStyle("quiet_right", QUIET, alignment=TA_RIGHT)
WIDTHS = (0.3, 1.1, 2.2, 1.2, 1.0, 1.0)
LINES: Any = [("LINEBELOW", (0, 0), (-1, -1), 0.5, "#c9cfd2"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
         ("BOX", (0, 1), (0, -1), 0.8, "#1b2327"), ("INNERGRID", (0, 1), (0, -1), 0.8, "#1b2327")]  # fmt: skip


def sheet(practice: str, day: date, rows: Sequence[Posted]) -> bytes:
    """A PDF of one day. The first column is empty: a clerk ticks what is in the record system."""
    out = io.BytesIO()
    page = SimpleDocTemplate(out, pagesize=LETTER, leftMargin=0.8 * inch, rightMargin=0.8 * inch, topMargin=0.7 * inch,
                             bottomMargin=0.7 * inch, title=f"Payments of {day:%B %-d, %Y}", invariant=1)  # fmt: skip
    head = [words(f"Payments of {day:%A, %B %-d, %Y}", HEAD), words(practice, QUIET), Spacer(1, 8)]
    if not rows:
        page.build([*head, words("Nothing came and nothing went back on this day.")])
        return out.getvalue()
    heads = [words(name, QUIET) for name in ("", "Account", "Name", "How", "Reference")]
    cells: list[list[Any]] = [[*heads, words("Amount", QUIET_RIGHT)]]
    cells += [_row(one) for one in rows]
    table = Table(cells, colWidths=[width * inch for width in WIDTHS], repeatRows=1)
    table.setStyle(TableStyle(LINES))
    sums = [f"{FILTERS['way'](way)}: {_sum(rows, way)}" for way in sorted({one.way for one in rows})]
    whole = f"Together: {total([one.amount for one in rows])} in {len(rows)} line{'' if len(rows) == 1 else 's'}"
    page.build([*head, table, Spacer(1, 10), words(" · ".join(sums)), words(whole)])
    return out.getvalue()


def _row(one: Posted) -> list[Any]:
    name = f"{one.last}, {one.first}" if one.last or one.first else "(let go of)"
    how = f"{one.kind}, {FILTERS['way'](one.way)}"
    cells = (one.account, name, how, payments.number_of(one.ref))
    return ["", *(words(cell, SMALL) for cell in cells), words(str(one.amount), RIGHT)]


def _sum(rows: Sequence[Posted], way: str) -> Money:
    return total([one.amount for one in rows if one.way == way])
