"""A story: its reports by day, silences named, copies as one, and where it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from search_service.desk import story as module
from search_service.desk.story import GAP, Story, story
from search_service.engines.base import Archive, Engine
from tests.test_related import STORY, invented

DAYS = ("2022-10-01T08:00:00+07:00", "2022-10-25T15:00:00+07:00", "2022-10-26T07:00:00+07:00")
BRIDGE = [{**one, "published": day} for one, day in zip(STORY[:3], DAYS, strict=True)]
COPY = {
    **BRIDGE[1],
    "id": "hop-long-copy",
    "source": "Báo khác",
    "published": "2022-10-25T20:00:00+07:00",
}
UNDATED = STORY[3]
OTHER = STORY[4]
UNRELATED = [invented(number) for number in range(60)]
Make = Callable[[Iterable[dict[str, Any]]], Archive]


def told(article: str, parts: str, published: str) -> dict[str, Any]:
    """An article of twenty words for each letter of *parts*: two are as like as they share."""
    words = [f"{part}chữ{n}" for part in parts for n in range(20)]
    return {"id": article, "title": article, "body": " ".join(words), "published": published}


@pytest.fixture
def engine(make_archive: Make) -> Engine:
    return make_archive([*BRIDGE, COPY, UNDATED, OTHER, *UNRELATED]).engine()


def of(engine: Engine, article: str) -> Story:
    document = engine.document(article)
    assert document is not None
    return story(engine, document)


def ids(found: Story) -> list[str]:
    return [one.document.article.id for one in found.reports]


def test_the_reports_stand_in_order_of_time_undated_ones_last(engine: Engine) -> None:
    assert ids(of(engine, "hop-long-2")) == ["khoi-cong", "hop-long", "hop-long-2", "khong-ngay"]


def test_the_article_that_was_asked_about_is_marked(engine: Engine) -> None:
    found = of(engine, "hop-long-2")
    assert [one.asked for one in found.reports] == [False, False, True, False]


def test_copies_are_one_report_the_oldest_shown(engine: Engine) -> None:
    (report,) = (
        one for one in of(engine, "hop-long-2").reports if one.document.article.id == "hop-long"
    )
    assert [copy.article.id for copy in report.copies] == ["hop-long-copy"]


def test_of_a_copy_the_report_of_its_text_is_marked(engine: Engine) -> None:
    found = of(engine, "hop-long-copy")
    assert [one.document.article.id for one in found.reports if one.asked] == ["hop-long"]


def test_a_silence_counts_the_days_between_two_reports_that_had_none(engine: Engine) -> None:
    assert [one.silence for one in of(engine, "hop-long-2").reports] == [0, 23, 0, 0]


def test_a_short_silence_is_not_named(make_archive: Make) -> None:
    def silence(day: int) -> int:
        earlier = {**BRIDGE[0], "published": f"2022-10-{day:02}"}
        archive = make_archive([earlier, *BRIDGE[1:], *UNRELATED])
        return of(archive.engine(), "hop-long").reports[1].silence

    assert silence(25 - GAP) == 0
    assert silence(24 - GAP) == GAP


def test_first_and_last_day_are_those_of_dated_reports(engine: Engine) -> None:
    days = of(engine, "hop-long").days
    assert days is not None
    assert [day.isoformat() for day in days] == ["2022-10-01", "2022-10-26"]


def test_an_article_of_no_story_is_alone(engine: Engine) -> None:
    found = of(engine, "bong")
    assert ids(found) == ["bong"]
    assert found.reports[0].asked
    assert found.whole


def test_what_was_published_a_long_time_apart_is_another_story(make_archive: Make) -> None:
    records = [{**BRIDGE[0], "published": "2019-10-01"}, *BRIDGE[1:], *UNRELATED]
    assert ids(of(make_archive(records).engine(), "hop-long")) == ["hop-long", "hop-long-2"]


class TestWhatFollows:
    """A story moves on: of its end the beginning knows nothing."""

    BEGIN = told("begin", "ab", "2022-01-01")
    MIDDLE = told("middle", "bc", "2022-01-02")
    BESIDE = told("beside", "ad", "2022-01-03")
    END = told("end", "cd", "2022-01-04")

    def test_a_report_like_two_of_the_story_belongs_to_it(self, make_archive: Make) -> None:
        archive = make_archive([self.BEGIN, self.MIDDLE, self.BESIDE, self.END, *UNRELATED])
        assert ids(of(archive.engine(), "begin")) == ["begin", "middle", "beside", "end"]

    def test_a_report_like_one_of_it_alone_does_not(self, make_archive: Make) -> None:
        archive = make_archive([self.BEGIN, self.MIDDLE, self.END, *UNRELATED])
        assert ids(of(archive.engine(), "begin")) == ["begin", "middle"]
        assert ids(of(archive.engine(), "middle")) == ["begin", "middle", "end"]

    def test_no_more_reports_are_followed_than_a_request_has_time_for(
        self, make_archive: Make, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(module, "FOLLOWED", 2)
        archive = make_archive([self.BEGIN, self.MIDDLE, self.BESIDE, self.END, *UNRELATED])
        assert "end" not in ids(of(archive.engine(), "begin"))


def test_no_more_reports_come_than_fit_and_it_says_so(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST", 2)
    found = of(engine, "hop-long-2")
    assert len(found.reports) == 2
    assert not found.whole


def test_the_trial_of_the_sample_is_one_story_from_each_of_its_reports(
    sample_archive: Any,
) -> None:
    engine = sample_archive.engine()
    assert {"blg-2022-3191", "blg-2022-3291"} <= set(ids(of(engine, "blg-2022-3191")))
    assert {"blg-2022-3191", "blg-2022-3291"} <= set(ids(of(engine, "blg-2022-3291")))
