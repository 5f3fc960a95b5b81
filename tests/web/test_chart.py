"""The geometry of a drawing."""

from __future__ import annotations

from itertools import pairwise

import pytest

from search_service.web.chart import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, Chart, Tick, Value, draw


def drawn(*values: float | None, width: int = 1000) -> Chart:
    line = [Value(value, f"{value}", f"/{n}" if value else None) for n, value in enumerate(values)]
    return draw([line], [Tick(0, str(2000 + n)) for n in range(len(values))], width)


def test_the_largest_value_is_near_the_top_and_zero_is_on_the_axis() -> None:
    chart = drawn(0, 5, 10)
    zero, half, top = (dot.y for dot in chart.lines[0].dots)
    assert zero == HEIGHT - BOTTOM
    assert top == TOP
    assert half == (zero + top) / 2


@pytest.mark.parametrize("most", [0.0007, 0.31, 1, 7, 10, 99, 12_345])
def test_levels_are_few_round_numbers_from_zero_to_the_largest_value(most: float) -> None:
    levels = [float(level.label) for level in drawn(most).levels]
    assert levels[0] == 0
    assert levels[-1] >= most
    assert 3 <= len(levels) <= 6
    step = levels[1]
    assert f"{step:e}"[:3] in {"1.0", "2.0", "2.5", "5.0"}


@pytest.mark.parametrize("most", [1, 2, 3, 10, 11, 99, 12_345])
def test_levels_of_counts_are_whole_numbers(most: int) -> None:
    chart = draw([[Value(most, "", None)]], [Tick(0, "")], 1000, whole=True)
    levels = [float(level.label) for level in chart.levels]
    assert all(level.is_integer() for level in levels)
    assert levels[-1] >= most
    assert 2 <= len(levels) <= 6


def test_a_share_of_everything_is_cut_in_quarters() -> None:
    assert [float(level.label) for level in drawn(1).levels] == [0, 0.25, 0.5, 0.75, 1]


def test_without_anything_found_there_is_one_level() -> None:
    assert [level.label for level in drawn(0, 0).levels] == ["0.0"]


def test_a_line_breaks_at_a_gap() -> None:
    path = drawn(1, 2, None, 3, 4).lines[0].path
    assert [piece.count("L") for piece in path.split("M")[1:]] == [1, 1]


def test_a_value_between_two_gaps_has_a_marker_since_no_line_shows_it() -> None:
    values = [Value(value, "", None) for value in (*[1.0] * 200, None, 2.0)]
    chart = draw([values], [Tick(0, "")] * len(values), 1000)
    dots = chart.lines[0].dots
    assert dots[-1].marker
    assert sum(bool(dot.marker) for dot in dots) < 80


def test_each_line_has_a_marker_of_its_own() -> None:
    lines = [[Value(1, "", None)]] * 5
    chart = draw(lines, [Tick(0, "2020")], 400)
    assert len({line.dots[0].marker for line in chart.lines}) == 5
    assert [line.number for line in chart.lines] == [1, 2, 3, 4, 5]


def test_labels_of_time_leave_room_for_each_other_and_stay_inside() -> None:
    chart = drawn(*range(1, 200))
    places = [tick.at for tick in chart.times]
    assert min(b - a for a, b in pairwise(places)) >= 60
    assert all(LEFT <= place <= chart.width + RIGHT for place in places)


def test_everything_lies_within_the_drawing() -> None:
    for width in (400, 1000):
        for dot in drawn(*range(50), width=width).lines[0].dots:
            assert LEFT <= dot.x <= width - RIGHT
            assert TOP <= dot.y <= HEIGHT - BOTTOM


def test_a_dot_leads_nowhere_where_there_is_nothing() -> None:
    assert [dot.url for dot in drawn(0, 3).lines[0].dots] == [None, "/1"]
