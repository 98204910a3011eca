"""Two pictures as SVG: a confusion matrix and a learning curve. Pure: values in, the file's text out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

CELL, LEFT, TOP = 18, 170, 170
INK, PAPER, RULE, RIGHT_INK, WRONG_INK = "#1f2933", "#ffffff", "#d5dbe1", "#1f6f5c", "#b3482f"
FONT = 'font-family="system-ui, sans-serif"'
WIDE, HIGH, EDGE = 640, 360, 56
COLOURS = ("#1f6f5c", "#b3482f", "#6b5b95", "#9a7b1c")


def matrix(labels: Sequence[str], counts: Mapping[tuple[str, str], int]) -> str:
    """Rows are what a text is, columns what it was called; a cell's shade is its share of the row."""
    size = CELL * len(labels)
    parts = [_open(LEFT + size + 20, TOP + size + 20)]
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
    """Lines of (x, y), x from 0 and y a share of 1; the y axis starts at the tenth below the lowest point."""
    points = [point for line in lines.values() for point in line]
    right, low = max(x for x, _ in points), min(int(y * 10) / 10 for _, y in points)

    def place(x: float, y: float) -> tuple[float, float]:
        across = EDGE + (WIDE - 2 * EDGE) * x / right
        return round(across, 1), round(HIGH - EDGE - (HIGH - 2 * EDGE) * (y - low) / (1 - low), 1)

    parts = [_open(WIDE, HIGH)]
    for tenth in range(round(low * 10), 11):
        x, y = place(0, tenth / 10)
        parts.append(f'<line x1="{x}" y1="{y}" x2="{WIDE - EDGE}" y2="{y}" stroke="{RULE}"/>')
        parts.append(f'<text x="{x - 6}" y="{y + 4}" text-anchor="end">{tenth * 10} %</text>')
    for colour, (name, line) in zip(COLOURS, lines.items(), strict=False):
        drawn = " ".join(f"{x},{y}" for x, y in (place(*point) for point in line))
        parts.append(f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for x, y in line:
            px, py = place(x, y)
            title = f"<title>{escape(name)}: {y:.1%}</title>"
            parts.append(f'<circle cx="{px}" cy="{py}" r="3" fill="{colour}">{title}</circle>')
        px, py = place(*line[-1])
        parts.append(f'<text x="{px + 6}" y="{py + 4}" fill="{colour}">{escape(name)} {line[-1][1]:.1%}</text>')
    for x in sorted({x for x, _ in points}):
        parts.append(f'<text x="{place(x, low)[0]}" y="{HIGH - EDGE + 18}" text-anchor="middle">{x:,.0f}</text>')
    parts.append(f'<text x="{WIDE / 2}" y="{HIGH - 14}" text-anchor="middle">{escape(along)}</text>')
    parts.append(f'<text x="{EDGE}" y="{EDGE - 22}">{escape(up)}</text>')
    return "\n".join([*parts, "</svg>\n"])


def _open(wide: int, high: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" {FONT} '
        f'font-size="11" fill="{INK}">\n<rect width="{wide}" height="{high}" fill="{PAPER}"/>'
    )
