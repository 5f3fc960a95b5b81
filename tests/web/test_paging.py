from __future__ import annotations

from search_service.query import Query
from search_service.web.paging import paging


def shown(page: int, total: int) -> tuple[int | None, ...]:
    return paging(Query(start=(page - 1) * 10, size=10), total).shown


def test_near_pages_and_both_ends_are_listed() -> None:
    assert shown(10, 200) == (1, None, 8, 9, 10, 11, 12, None, 20)


def test_a_gap_of_one_page_is_closed_with_its_number() -> None:
    assert shown(5, 70) == (1, 2, 3, 4, 5, 6, 7)


def test_paging_ends_where_the_engine_does() -> None:
    assert paging(Query(size=10), 1_000_000).last == 1_000
    assert paging(Query(size=30), 1_000_000).last == 333  # the next would be cut
