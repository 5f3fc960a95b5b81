"""A trend as a drawing: lines told apart by colour, dashes and markers, axes with round numbers.

Geometry alone; ``templates/_chart.html`` writes it as SVG. Everything the drawing shows stands in
the table beside it too, which is what keyboards and screen readers use.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Final

HEIGHT: Final = 320
TOP: Final = 12
BOTTOM: Final = 34
LEFT: Final = 58
RIGHT: Final = 16
"""The drawing and the room of its axes, in units of the drawing."""

TICKS: Final = 4
"""Lines of the grid above the axis, about."""

LABEL: Final = 62
"""Room of a label of the time axis."""

MARKED: Final = 20
"""Room from which each point has its marker; closer ones have one here and there."""

_SIZE: Final = 4.5
_SHAPES: Final = (
    "M{l},{y}a{r},{r} 0 1,0 {d},0a{r},{r} 0 1,0 -{d},0z",  # circle
    "M{l},{t}h{d}v{d}h-{d}z",  # square
    "M{x},{t}L{e},{b}H{l}z",  # triangle
    "M{x},{t}L{e},{y}L{x},{b}L{l},{y}z",  # diamond
    "M{l},{t}H{e}L{x},{b}z",  # triangle upside down
)


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis: where it is along it, and what it says."""

    at: float
    label: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a line.

    Attributes:
        name: What it says when it is pointed at.
        url: Leads to its articles; None without any.
        marker: Its shape as an SVG path; None where the next ones are too close.
    """

    x: float
    y: float
    name: str
    url: str | None
    marker: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """One search.

    Attributes:
        number: From 1; its colour and dashes in the style sheet.
        path: The line as an SVG path, broken at gaps.
    """

    number: int
    path: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of *width* by HEIGHT."""

    width: int
    lines: tuple[Line, ...]
    levels: tuple[Tick, ...]
    times: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """What is drawn of one span of one search; None is a gap."""

    value: float | None
    name: str
    url: str | None


def draw(
    lines: Sequence[Sequence[Value]], times: Sequence[Tick], width: int, *, whole: bool = False
) -> Chart:
    """Return the drawing of *lines*, each with a value for each of *times* (``at`` is not read).

    The labels of levels are the numbers themselves, to be written in the page's language; *whole*
    ones where values are counts.
    """
    most = max((one.value or 0 for line in lines for one in line), default=0)
    levels = _levels(most, whole=whole)
    top = levels[-1] or 1.0
    step = (width - LEFT - RIGHT) / max(1, len(times))
    across = [LEFT + step * (place + 0.5) for place in range(len(times))]
    every = ceil(LABEL / step)
    every_marker = 1 if step >= MARKED else ceil(MARKED / step)
    return Chart(
        width,
        tuple(
            _line(number, line, across, top, every_marker) for number, line in enumerate(lines, 1)
        ),
        tuple(Tick(_down(level, top), repr(level)) for level in levels),
        tuple(
            Tick(round(x, 1), tick.label, tick.url)
            for place, (x, tick) in enumerate(zip(across, times, strict=True))
            if place % every == 0 and x + LABEL / 2 <= width + RIGHT
        ),
    )


def marker(number: int, x: float, y: float) -> str:
    """Return the marker of line *number* (from 1) at a point, as an SVG path."""
    shape = _SHAPES[(number - 1) % len(_SHAPES)]
    places = {"x": x, "y": y, "r": _SIZE, "d": 2 * _SIZE}
    places |= {"l": x - _SIZE, "e": x + _SIZE, "t": y - _SIZE, "b": y + _SIZE}
    return shape.format(**{name: f"{value:.1f}" for name, value in places.items()})


def _levels(most: float, *, whole: bool) -> list[float]:
    """Return about TICKS round numbers from 0 to *most* or a little above."""
    if most <= 0:
        return [0.0]
    rough = most / TICKS
    size = 10.0 ** floor(log10(rough))
    factors = (1, 2, 5, 10) if whole else (1, 2, 2.5, 5, 10)
    step = next(size * factor for factor in factors if size * factor >= rough * (1 - 1e-9))
    step = max(1.0, step) if whole else step
    return [step * number for number in range(ceil(most / step - 1e-9) + 1)]


def _down(value: float, top: float) -> float:
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top), 1)


def _line(
    number: int, values: Sequence[Value], across: Sequence[float], top: float, every: int
) -> Line:
    alone = _alone(values)
    dots = []
    for place, (x, one) in enumerate(zip(across, values, strict=True)):
        if one.value is not None:
            y = _down(one.value, top)
            shown = alone[place] or place % every == 0
            drawn = marker(number, x, y) if shown else None
            dots.append(Dot(round(x, 1), y, one.name, one.url, drawn))
    return Line(number, " ".join(_path(values, across, top)), tuple(dots))


def _alone(values: Sequence[Value]) -> list[bool]:
    """Tell for each value whether no line reaches it: gaps on both sides."""
    there = [False, *(one.value is not None for one in values), False]
    return [not (there[place] or there[place + 2]) for place in range(len(values))]


def _path(values: Sequence[Value], across: Sequence[float], top: float) -> Iterator[str]:
    drawing = False
    for x, one in zip(across, values, strict=True):
        if one.value is not None:
            yield f"{'L' if drawing else 'M'}{x:.1f},{_down(one.value, top)}"
        drawing = one.value is not None
