"""The search diary: counted by day, and forgotten in time."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from search_service.store import Store
from search_service.store.diary import MAX_QUERY, Diary, Order, Seen

TODAY = date(2026, 3, 10)


@pytest.fixture
def diary(tmp_path: Path) -> Diary:
    return Diary(Store(tmp_path / "store.sqlite"), days=30)


def test_a_query_is_counted_however_it_is_spaced_and_in_any_case(diary: Diary) -> None:
    diary.add([Seen("Lũ  lụt", found=3, seconds=0.5), Seen("lũ lụt", found=0, seconds=1.5)], TODAY)
    diary.add([Seen("lũ lụt", place=2), Seen("lũ lụt", place=40)], TODAY)
    (line,) = diary.lines(Order.FREQUENT, since=TODAY, size=10)
    assert (line.query, line.searches, line.empty, line.clicks) == ("lũ lụt", 2, 1, 2)
    assert (line.seconds, line.slowest, line.place) == (1.0, 1.5, 6.0)


def test_marks_tell_queries_apart(diary: Diary) -> None:
    diary.add([Seen("lu lut", found=1), Seen("lũ lụt", found=1)] * 2, TODAY)
    assert len(diary.lines(Order.FREQUENT, since=TODAY, size=10)) == 2


def test_orders_are_by_frequency_vain_and_time(diary: Diary) -> None:
    diary.add([Seen("thường", found=1, seconds=0.1)] * 5, TODAY)
    diary.add([Seen("chậm", found=1, seconds=3.0)] * 2, TODAY)
    diary.add([Seen("không", found=0, seconds=0.2)] * 3, TODAY)

    def told(order: Order) -> list[str]:
        return [line.query for line in diary.lines(order, since=TODAY, size=2)]

    assert told(Order.FREQUENT) == ["thường", "không"]
    assert told(Order.EMPTY) == ["không"]
    assert told(Order.SLOW) == ["chậm", "không"]


def test_only_the_days_asked_for_count(diary: Diary) -> None:
    diary.add([Seen("cũ", found=1)] * 2, TODAY - timedelta(days=8))
    diary.add([Seen("mới", found=1)] * 2, TODAY)
    week = TODAY - timedelta(days=6)
    assert [line.query for line in diary.lines(Order.FREQUENT, since=week, size=9)] == ["mới"]
    assert diary.totals(since=week) == (2, 0, 0)
    assert diary.totals(since=TODAY - timedelta(days=20)) == (4, 0, 0)


def test_days_are_forgotten_in_time(diary: Diary) -> None:
    diary.add([Seen("cũ", found=1)] * 2, TODAY - timedelta(days=31))
    diary.add([Seen("giữ", found=1)] * 2, TODAY - timedelta(days=30))
    diary.add([Seen("mới", found=1)] * 2, TODAY)
    lines = diary.lines(Order.FREQUENT, since=date(2000, 1, 1), size=9)
    assert {line.query for line in lines} == {"giữ", "mới"}


def test_a_pasted_text_is_cut(diary: Diary) -> None:
    diary.add([Seen("dài " * 500, found=0)] * 2, TODAY)
    (line,) = diary.lines(Order.EMPTY, since=TODAY, size=9)
    assert len(line.query) <= MAX_QUERY
