"""Two pictures as SVG: a confusion matrix and a learning curve. Pure: values in, the file's text out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from math import log

CELL, LEFT, TOP, SLANT = 18, 170, 170, 80
INK, PAPER, RULE, RIGHT_INK, WRONG_INK = "#1f2933", "#ffffff", "#d5dbe1", "#1f6f5c", "#b3482f"
FONT = 'font-family="system-ui, sans-serif"'
WIDE, HIGH, EDGE = 700, 360, 56
NAMES, LINE = 60, 15
"""Room at the right for the lines' names, and between two of them."""
COLOURS = ("#1f6f5c", "#b3482f", "#6b5b95", "#9a7b1c")


def matrix(labels: Sequence[str], counts: Mapping[tuple[str, str], int]) -> str:
    """Rows are what a text is, columns what it was called; a cell's shade is its share of the row."""
    size = CELL * len(labels)
    parts = [_open(LEFT + size + SLANT, TOP + size + 20)]
    for at, label in enumerate(labels):
        middle = CELL * at + CELL // 2 + 4
        parts.append(f'<text x="{LEFT - 6}" y="{TOP + middle}" text-anchor="end">{escape(label)}</text>')
        parts.append(f'<text transform="translate({LEFT + middle},{TOP - 6}) rotate(-60)">{escape(label)}</text>')
    for down, truth in enumerate(labels):
        total = sum(counts.get((truth, said), 0) for said in labels)
        for along, said in enumerate(labels):
            if count := counts.get((truth, said), 0):
                parts.append(_cell(down, along, count, count / total))
    frame = f'<rect x="{LEFT}" y="{TOP}" width="{size}" height="{size}" fill="none" stroke="{RULE}"/>'
    return "\n".join([*parts, frame, "</svg>\n"])


def _cell(down: int, along: int, count: int, share: float) -> str:
    x, y = LEFT + CELL * along, TOP + CELL * down
    colour = RIGHT_INK if down == along else WRONG_INK
    opacity = f"{0.15 + 0.85 * share:.2f}"
    shade = f'<rect x="{x}" y="{y}" width="{CELL}" height="{CELL}" fill="{colour}" fill-opacity="{opacity}"/>'
    ink = PAPER if share > 0.5 else INK
    middle = f'x="{x + CELL / 2}" y="{y + CELL / 2 + 3}" text-anchor="middle"'
    return f'{shade}<text {middle} font-size="9" fill="{ink}">{count}</text>'


def curve(lines: Mapping[str, Sequence[tuple[float, float]]], along: str, up: str) -> str:
    """Lines of (x, y): x above 0, where each doubling takes the same width; y a share of 1, from the tenth below."""
    points = [point for line in lines.values() for point in line]
    left, right, low = min(x for x, _ in points), max(x for x, _ in points), min(int(y * 10) / 10 for _, y in points)
    doublings, across = log(right / left) or 1.0, WIDE - 2 * EDGE - NAMES

    def place(x: float, y: float) -> tuple[float, float]:
        height = (HIGH - 2 * EDGE) * (y - low) / (1 - low)
        return round(EDGE + across * log(x / left) / doublings, 1), round(HIGH - EDGE - height, 1)

    parts = [_open(WIDE, HIGH)]
    for tenth in range(round(low * 10), 11):
        x, y = place(left, tenth / 10)
        parts.append(f'<line x1="{x}" y1="{y}" x2="{x + across}" y2="{y}" stroke="{RULE}"/>')
        parts.append(f'<text x="{x - 6}" y="{y + 4}" text-anchor="end">{tenth * 10} %</text>')
    named = 0.0
    for (name, line), colour in sorted(zip(lines.items(), COLOURS, strict=False), key=lambda one: -one[0][1][-1][1]):
        drawn = " ".join(f"{x},{y}" for x, y in (place(*point) for point in line))
        parts.append(f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for x, y in line:
            px, py = place(x, y)
            title = f"<title>{escape(name)}: {y:.1%}</title>"
            parts.append(f'<circle cx="{px}" cy="{py}" r="3" fill="{colour}">{title}</circle>')
        px, py = place(*line[-1])
        named = max(py + 4, named + LINE)
        parts.append(f'<text x="{px + 8}" y="{named}" fill="{colour}">{escape(name)} {line[-1][1]:.1%}</text>')
    for x in sorted({x for x, _ in points}):
        parts.append(f'<text x="{place(x, low)[0]}" y="{HIGH - EDGE + 18}" text-anchor="middle">{x:,.0f}</text>')
    parts.append(f'<text x="{EDGE + across / 2}" y="{HIGH - 14}" text-anchor="middle">{escape(along)}</text>')
    parts.append(f'<text x="{EDGE}" y="{EDGE - 22}">{escape(up)}</text>')
    return "\n".join([*parts, "</svg>\n"])


def _open(wide: int, high: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" {FONT} '
        f'font-size="11" fill="{INK}">\n<rect width="{wide}" height="{high}" fill="{PAPER}"/>'
    )
