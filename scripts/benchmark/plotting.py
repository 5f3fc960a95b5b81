"""A plot of what a query costs as the archive grows, as SVG."""

from collections.abc import Sequence
from math import log10
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 76, 190, 30, 50
COLOURS = {"service": "#b3261e", "tantivy": "#1f5fa8", "sqlite": "#2e7d32", "xapian": "#8a5a00",
           "whoosh": "#5f6368"}  # fmt: skip
NAMES = {"service": "service", "tantivy": "tantivy-py", "sqlite": "SQLite FTS5",
         "xapian": "Xapian (no persons)", "whoosh": "plain Whoosh"}  # fmt: skip

Point = tuple[float, float]


def draw(figures: Sequence[dict[str, Any]], target: Path) -> None:
    """Draw the median over all kinds of queries, by number of articles, both axes logarithmic."""
    lines = {name: _points(figures, name) for name in NAMES}
    lines = {name: points for name, points in lines.items() if points}
    across = _Axis([x for points in lines.values() for x, _ in points], LEFT, WIDTH - RIGHT)
    up = _Axis([y for points in lines.values() for _, y in points], HEIGHT - BOTTOM, TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"',
        ' role="img" font-family="sans-serif" font-size="13">',
        "<title>Milliseconds a query by number of articles</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        *_grid(across, up, sorted({x for points in lines.values() for x, _ in points})),
    ]
    for name, points in lines.items():
        parts += _line(name, [(across.at(x), up.at(y)) for x, y in points])
    target.write_text("\n".join([*parts, "</svg>\n"]), encoding="utf-8")


class _Axis:
    """Places of values on a logarithmic axis from one end to the other."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        self.low, self.high = log10(min(values)) - 0.1, log10(max(values)) + 0.1
        self._start, self._end = start, end

    def at(self, value: float) -> float:
        """Return the place of *value*."""
        share = (log10(value) - self.low) / (self.high - self.low)
        return self._start + share * (self._end - self._start)

    def powers(self) -> list[float]:
        """Return the powers of ten on the axis."""
        return [10.0**n for n in range(-3, 8) if self.low <= n <= self.high]


def _points(figures: Sequence[dict[str, Any]], name: str) -> list[Point]:
    points = []
    for one in figures:
        times = sorted(kind[name][0] for kind in one["answered"].values() if name in kind)
        if times:
            points.append((float(one["articles"]), times[len(times) // 2]))
    return points


def _grid(across: _Axis, up: _Axis, sizes: Sequence[float]) -> list[str]:
    parts = []
    for value in up.powers():
        y = up.at(value)
        parts.append(
            f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>'
            f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{value:g} ms</text>'
        )
    for size in sizes:
        x = across.at(size)
        parts.append(
            f'<path d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#eee"/>'
            f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{size:,.0f}</text>'
        )
    middle = (LEFT + WIDTH - RIGHT) / 2
    return [*parts, f'<text x="{middle}" y="{HEIGHT - 10}" text-anchor="middle">articles</text>']


def _line(name: str, places: Sequence[Point]) -> list[str]:
    colour = COLOURS[name]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    x, y = places[-1]
    y += 4 if x >= WIDTH - RIGHT - 100 else -10  # above it where other lines go on
    return [
        f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>',
        *(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in places),
        f'<text x="{x + 10:.1f}" y="{y:.1f}" fill="{colour}">{escape(NAMES[name])}</text>',
    ]
