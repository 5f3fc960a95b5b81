"""Which neighbours are close enough to be shown, in which order, and what is said of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest

from search_service.article import VIETNAM
from search_service.document import Document
from search_service.engines.base import Archive, Engine
from search_service.engines.records import Neighbour, Neighbourhood
from search_service.related import Reason
from search_service.related.judging import (
    EVENT_DAYS,
    FLOOR,
    LATER_STORY,
    NEAR_FLOOR,
    STORY,
    STORY_DAYS,
    TELLING_LEAST,
    judge,
)

MakeArchive = Callable[[Iterable[dict[str, Any]]], Archive]

DAY = datetime(2022, 10, 25, 15, tzinfo=VIETNAM)
BANG = "lê-hải-bằng"
ASKED = {
    "id": "asked",
    "title": "Lê Hải Bằng nhận việc",
    "body": "Có mặt ở lễ là bà Phạm Thu Hà.",
    "published": DAY.isoformat(),
}


@pytest.fixture
def engine(make_archive: MakeArchive) -> Engine:
    return make_archive([ASKED]).engine()


def article(engine: Engine) -> Document:
    found = engine.document("asked")
    assert found is not None
    return found


def neighbour(similarity: float, days: float | None = 0, **known: Any) -> Neighbour:
    published = None if days is None else DAY + timedelta(days=days)
    defaults = {"id": f"n{similarity}{days}", "people": frozenset(), "signature": b""}
    return Neighbour(similarity=similarity, published=published, **{**defaults, **known})


def together(*articles: Neighbour, alike: float = 0.0) -> Neighbourhood:
    """A neighbourhood whose articles are all as like each other."""
    size = len(articles)
    mutual = np.full((size, size), alike, dtype=np.float32)
    np.fill_diagonal(mutual, 1)
    return Neighbourhood(articles, mutual)


def reason(engine: Engine, one: Neighbour) -> Reason:
    (judged,) = judge(engine, article(engine), together(one))
    return judged.reason


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, Reason.SAME_EVENT), (EVENT_DAYS, Reason.SAME_EVENT), (-EVENT_DAYS, Reason.SAME_EVENT),
     (EVENT_DAYS + 1, Reason.FOLLOW_UP), (STORY_DAYS, Reason.FOLLOW_UP),
     (-EVENT_DAYS - 1, Reason.BACKGROUND), (-STORY_DAYS, Reason.BACKGROUND),
     (STORY_DAYS + 1, Reason.SAME_SUBJECT), (None, Reason.SAME_SUBJECT)],
)  # fmt: skip
def test_one_story_is_an_event_within_days_then_follow_up_or_background(
    engine: Engine, days: int | None, expected: Reason
) -> None:
    assert reason(engine, neighbour(STORY + 0.01, days)) is expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [(STORY_DAYS + 1, Reason.FOLLOW_UP), (4_000, Reason.FOLLOW_UP),
     (-STORY_DAYS - 1, Reason.BACKGROUND), (None, Reason.BACKGROUND)],
)  # fmt: skip
def test_what_is_far_or_undated_must_be_more_alike_to_be_of_the_story(
    engine: Engine, days: int | None, expected: Reason
) -> None:
    assert reason(engine, neighbour(LATER_STORY + 0.01, days)) is expected
    assert reason(engine, neighbour(LATER_STORY - 0.01, days)) is Reason.SAME_SUBJECT


def test_days_are_counted_by_the_calendar_in_vietnam(engine: Engine) -> None:
    last = neighbour(STORY + 0.01, EVENT_DAYS + 8.9 / 24)  # 23:54 of the last day
    assert reason(engine, last) is Reason.SAME_EVENT
    assert reason(engine, neighbour(STORY + 0.01, EVENT_DAYS + 9.1 / 24)) is Reason.FOLLOW_UP


def test_less_than_a_story_is_related_by_who_is_in_the_title(engine: Engine) -> None:
    other = neighbour(FLOOR, people=frozenset({BANG}))
    assert reason(engine, other) is Reason.SAME_PERSON


def test_who_is_named_in_passing_is_no_reason(engine: Engine) -> None:
    other = neighbour(FLOOR, people=frozenset({"phạm-thu-hà"}))
    assert reason(engine, other) is Reason.SAME_SUBJECT


def test_a_person_named_everywhere_is_no_reason(make_archive: MakeArchive) -> None:
    def shown(times: int) -> Reason:
        others = [
            {"id": f"{number}", "body": "Tin.", "people": ["Lê Hải Bằng"]}
            for number in range(times - 1)
        ]
        engine = make_archive([ASKED, *others]).engine()
        return reason(engine, neighbour(FLOOR, people=frozenset({BANG})))

    assert shown(TELLING_LEAST) is Reason.SAME_PERSON
    assert shown(TELLING_LEAST + 1) is Reason.SAME_SUBJECT


@pytest.mark.parametrize(
    ("similarity", "days", "shown"),
    [(FLOOR, None, True), (FLOOR - 0.01, None, False), (FLOOR, 30, True),
     (FLOOR - 0.01, 30, False), (NEAR_FLOOR, STORY_DAYS, True),
     (NEAR_FLOOR - 0.01, 0, False), (NEAR_FLOOR, STORY_DAYS + 1, False)],
)  # fmt: skip
def test_what_is_below_the_floor_is_not_shown_and_within_days_it_is_lower(
    engine: Engine, similarity: float, days: int | None, shown: bool
) -> None:
    found = judge(engine, article(engine), together(neighbour(similarity, days)))
    assert bool(found) is shown


def test_of_two_as_similar_the_nearer_in_time_stands_first(engine: Engine) -> None:
    far, near, undated = neighbour(0.3, 200), neighbour(0.3, 2), neighbour(0.3, None)
    found = judge(engine, article(engine), together(undated, far, near))
    assert [one.neighbour for one in found] == [near, far, undated]


def test_what_is_like_everything_around_it_stands_behind_what_is_not(engine: Engine) -> None:
    hub, own = neighbour(0.32, id="hub"), neighbour(0.3, id="own")
    crowd = [neighbour(0.2, id=f"{number}") for number in range(4)]
    found = together(hub, own, *crowd)
    assert judge(engine, article(engine), found)[0].neighbour is hub
    found.alike[0, 1:] = found.alike[1:, 0] = 0.5
    assert judge(engine, article(engine), found)[0].neighbour is own


def test_nothing_found_is_nothing_judged(engine: Engine) -> None:
    assert judge(engine, article(engine), together()) == []
