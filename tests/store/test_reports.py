"""What readers report: kept in a file of its own, closed, and dropped in time."""

from __future__ import annotations

import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from search_service.store import Store, StoreError, reports
from search_service.store.reports import KEPT, MAX_TEXT, Reports, Subject


@pytest.fixture
def kept(tmp_path: Path) -> Reports:
    return Reports(Store(tmp_path / "staff" / "store.sqlite"))


def test_a_report_is_kept_as_it_was_sent(kept: Reports) -> None:
    kept.add(Subject.PERSON, person="lê-hải-bằng", text="Ông này là cầu thủ <b>khác</b>.")
    kept.add(Subject.DATE, article="bai-1")
    first, second = kept.waiting()
    assert (first.subject, first.person, first.article) == (Subject.PERSON, "lê-hải-bằng", "")
    assert first.text == "Ông này là cầu thủ <b>khác</b>."
    assert (second.id, second.article) == (first.id + 1, "bai-1")
    assert datetime.now(UTC) - first.received < timedelta(minutes=1)


def test_nothing_is_made_before_the_first_report(kept: Reports, tmp_path: Path) -> None:
    assert kept.waiting() == []
    assert not kept.close(1)
    assert list(tmp_path.iterdir()) == []


def test_the_file_is_the_services_alone(kept: Reports, tmp_path: Path) -> None:
    kept.add(Subject.OTHER)
    assert stat.S_IMODE((tmp_path / "staff" / "store.sqlite").stat().st_mode) == 0o600


def test_a_closed_report_waits_no_more_and_is_closed_once(kept: Reports) -> None:
    kept.add(Subject.OTHER, text="một")
    kept.add(Subject.OTHER, text="hai")
    first, second = kept.waiting()
    assert kept.close(first.id)
    assert not kept.close(first.id)
    assert kept.waiting() == [second]


def test_a_closed_report_is_dropped_in_time(kept: Reports, tmp_path: Path) -> None:
    path = tmp_path / "staff" / "store.sqlite"
    for _ in range(3):
        kept.add(Subject.OTHER)
    now = datetime.now(UTC)
    for number, age in ((1, KEPT + timedelta(hours=1)), (2, KEPT - timedelta(hours=1))):
        with sqlite3.connect(path) as file:
            closed = (now - age).isoformat(timespec="seconds")
            file.execute("UPDATE reports SET closed = ? WHERE id = ?", (closed, number))
        file.close()
    kept.waiting()
    with sqlite3.connect(path) as file:
        assert file.execute("SELECT id FROM reports ORDER BY id").fetchall() == [(2,), (3,)]
    file.close()


def test_a_long_text_is_cut(kept: Reports) -> None:
    kept.add(Subject.OTHER, text="đ" * (MAX_TEXT + 5))
    assert kept.waiting()[0].text == "đ" * MAX_TEXT


def test_no_more_are_kept_than_a_newsroom_can_read(
    kept: Reports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "MOST_OPEN", 2)
    kept.add(Subject.OTHER)
    kept.add(Subject.OTHER)
    with pytest.raises(StoreError, match="2 reports are open"):
        kept.add(Subject.OTHER)
    kept.close(1)
    kept.add(Subject.OTHER)


def test_reports_that_come_at_once_are_all_kept(kept: Reports) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: kept.add(Subject.OTHER, text=str(number)), range(40)))
    assert {report.text for report in kept.waiting()} == set(map(str, range(40)))


def test_a_file_that_is_none_of_ours_is_named(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    path.write_text("Đây không phải là một kho phản hồi." * 100, encoding="utf-8")
    with pytest.raises(StoreError, match=r"store.sqlite cannot be used"):
        Reports(Store(path)).waiting()
